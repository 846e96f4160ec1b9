//! Which contributions are chosen, and what the editor has changed of them.

use crossterm::event::KeyEvent;
use ratatui::layout::Rect;

use crate::desk::{Gathering, Selection};
use crate::tui::action::Action;
use crate::tui::overlays::gather::preview::Preview;
use crate::tui::widgets::TextBox;

#[derive(Debug)]
pub(crate) struct Choosing {
    pub gathering: Box<Gathering>,
    pub marks: Vec<Mark>,
    /// The sections of the draft.
    pub sections: Vec<String>,
    pub editing: Option<TextBox>,
    /// What comes of the ticked ones, to be looked at before it is committed.
    pub preview: Option<Preview>,
    pub refused: Option<String>,
    /// True after the first Esc.
    pub leaves: bool,
}

/// The user's choice for a contribution.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mark {
    pub ticked: bool,
    /// The section that it goes to, in the place of its own.
    pub section: Option<usize>,
    /// What it adds, as the editor has it now.
    pub text: Option<String>,
}

impl Choosing {
    pub fn new(gathering: Box<Gathering>, marks: Vec<Mark>, refused: Option<String>) -> Choosing {
        Choosing {
            leaves: false,
            sections: gathering.sections(),
            gathering,
            marks,
            editing: None,
            preview: None,
            refused,
        }
    }

    pub fn title(&self) -> String {
        let ticked = self.marks.iter().filter(|mark| mark.ticked).count();
        let of = self.marks.len();
        format!(
            "Contributions to {} at {}: {ticked} of {of} ticked",
            self.gathering.issue(),
            self.gathering.remote
        )
    }

    pub fn nothing(&self) -> String {
        let mut text = "No pull request changes this draft.".to_owned();
        if self.gathering.elsewhere > 0 {
            text.push_str(&format!(" There are {} to other files.", self.gathering.elsewhere));
        }
        text.push_str(" `copydesk gather --branches PATTERN` takes branches.");
        text
    }

    pub fn tick_clean(&mut self) {
        let mut ticked: Vec<String> = Vec::new();
        for (mark, one) in self.marks.iter_mut().zip(&self.gathering.contributions).rev() {
            // Of several about the same page, the oldest is enough: it is merged first.
            mark.ticked |= one.is_clean() && !one.also_in.iter().any(|other| ticked.contains(other));
            if mark.ticked {
                ticked.push(one.label());
            }
        }
    }

    /// The next section for what a contribution adds, or the one before; after the last its own.
    pub fn move_by(&mut self, at: usize, step: isize) {
        let count = self.sections.len() as isize + 1;
        let mark = &mut self.marks[at];
        let now = mark.section.map_or(0, |section| section as isize + 1);
        let next = (now + step).rem_euclid(count);
        mark.section = usize::try_from(next - 1).ok();
        mark.ticked = true;
    }

    pub fn edit(&mut self, at: usize) {
        let one = &self.gathering.contributions[at];
        match self.marks[at].text.clone().or_else(|| one.added_text()) {
            Some(text) => self.editing = Some(TextBox::many_lines(&text)),
            None => {
                self.refused =
                    Some("It changes more than one place: gather it, and edit the draft then.".to_owned());
            }
        }
    }

    pub fn scroll_preview(&mut self, rows: i32, area: Rect) {
        if let Some(preview) = &mut self.preview {
            preview.scroll(rows, area, &self.gathering);
        }
    }

    /// A key while what a contribution adds is edited.
    pub fn edit_key(&mut self, at: usize, key: KeyEvent, action: Option<Action>) {
        let Some(input) = &mut self.editing else { return };
        match action {
            Some(Action::GatherLeaveText) => self.editing = None,
            Some(Action::GatherTakeText) => {
                self.marks[at].text = Some(input.text());
                self.marks[at].ticked = true;
                self.editing = None;
            }
            _ => input.key(key),
        }
    }

    /// Returns the ticked contributions.
    pub fn chosen(&self) -> Vec<Selection> {
        let ticked = self.marks.iter().enumerate().filter(|(_, mark)| mark.ticked);
        let chosen = ticked.map(|(index, mark)| Selection {
            index,
            section: mark.section.and_then(|section| self.sections.get(section).cloned()),
            text: mark.text.clone(),
        });
        chosen.collect()
    }
}
