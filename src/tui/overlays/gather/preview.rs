//! What comes of the chosen contributions, before it is committed.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::desk::{Gathering, LeftOut, MergedDraft};
use crate::tui::action::Action;
use crate::tui::overlays::scroll::Scroll;
use crate::tui::theme::Theme;
use crate::tui::widgets::{DiffLine, diff_lines, wrap_words};

#[derive(Debug)]
pub(crate) struct Preview {
    pub folded: MergedDraft,
    diff: Vec<DiffLine>,
    /// The sections that contributions were moved to, by the contributions' places.
    sections: Vec<(usize, String)>,
    scroll: Scroll,
}

impl Preview {
    /// Of a fold, of a draft that was `before`.
    pub fn new(folded: MergedDraft, before: &str, sections: Vec<(usize, String)>) -> Preview {
        Preview { diff: diff_lines(before, &folded.text, 1), folded, sections, scroll: Scroll::default() }
    }

    /// True if there is something to commit.
    pub fn is_something(&self) -> bool {
        !self.folded.included.is_empty()
    }

    pub fn leaves_out_problems(&self) -> bool {
        let is_choice =
            |reason: &LeftOut| matches!(reason, LeftOut::Errors { .. } | LeftOut::SamePage { .. });
        self.folded.left_out.iter().any(|(_, reason)| is_choice(reason))
    }

    pub fn scroll(&mut self, rows: i32, area: Rect, gathering: &Gathering) {
        let len = self.rows(area.width, gathering, &Theme::fallback()).len();
        self.scroll.by(rows, area.height, len);
    }

    pub fn hints(&self) -> Vec<(Action, &'static str)> {
        let mut hints = Vec::new();
        if self.is_something() {
            hints.push((Action::GatherCommit, "commit"));
        }
        if self.leaves_out_problems() {
            hints.push((Action::GatherTakeProblems, "take those with problems too"));
        }
        hints.extend([(Action::ListDown, "more"), (Action::GatherBack, "back")]);
        hints
    }

    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, gathering: &Gathering, theme: &Theme) {
        self.scroll.draw(frame, area, &self.rows(area.width, gathering, theme), theme);
    }

    /// The lines, wrapped.
    fn rows(&self, width: u16, gathering: &Gathering, theme: &Theme) -> Vec<Line<'static>> {
        let wrapped = |line: Line<'static>| wrap_words([(line.to_string(), line.style)], width);
        self.lines(gathering, theme).into_iter().flat_map(wrapped).collect()
    }

    fn lines(&self, gathering: &Gathering, theme: &Theme) -> Vec<Line<'static>> {
        let MergedDraft { files, included, left_out, problems, .. } = &self.folded;
        let count = included.len();
        let what = if count == 1 { "contribution" } else { "contributions" };
        // What is left out comes first: of a hundred rows not all may be seen.
        let mut lines = Vec::new();
        if !left_out.is_empty() {
            lines.push(Line::styled("Left out:", theme.title));
        }
        for (at, reason) in left_out {
            let one = &gathering.contributions[*at];
            let text = format!("  {} {}: {reason}", one.label(), one.author_name());
            lines.push(Line::styled(text, theme.warn));
        }
        if !left_out.is_empty() {
            lines.push(Line::default());
        }
        let branch = &gathering.branch;
        let text_of = format!("{count} {what} will be one merge commit on {branch}:");
        lines.push(Line::styled(text_of, theme.title));
        for at in included {
            let one = &gathering.contributions[*at];
            let to = self.sections.iter().find(|(index, _)| index == at);
            let to = to.map_or_else(String::new, |(_, section)| format!(" → {section}"));
            lines.push(Line::raw(format!("  {} {}: {}{to}", one.label(), one.author_name(), one.summary)));
        }
        for problem in problems {
            let (sign, line) = (problem.severity.sign(), problem.start.line);
            let text = format!("  {sign} line {line}: {} [{}]", problem.message, problem.rule);
            lines.push(Line::styled(text, theme.severity(problem.severity)));
        }
        lines.push(Line::default());
        lines.extend(self.diff.iter().map(|line| line.styled(theme)));
        for (path, bytes) in files {
            let text = format!("image {}: {} bytes", path.display(), bytes.len());
            lines.push(Line::styled(text, theme.good));
        }
        lines
    }
}
