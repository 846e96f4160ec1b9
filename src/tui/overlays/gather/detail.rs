//! A contribution as a row, and with all that it does.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span as Piece};

use crate::desk::{Contribution, ImageChange, MergeState};
use crate::merge::{Change, ChangeKind, Unit};
use crate::tui::action::Action;
use crate::tui::config::Config;
use crate::tui::overlays::draw_line;
use crate::tui::overlays::gather::choosing::Choosing;
use crate::tui::theme::Theme;
use crate::tui::widgets::wrap_words;

impl Choosing {
    pub fn row<'a>(&'a self, at: usize, theme: &Theme) -> Line<'a> {
        let one = &self.gathering.contributions[at];
        let tick = if self.marks[at].ticked { "[x] " } else { "[ ] " };
        let (sign, style) = look(one, theme);
        Line::from(vec![
            Piece::raw(tick),
            Piece::styled(format!("{sign} "), style),
            Piece::styled(format!("{:<6} ", one.label()), theme.title),
            Piece::raw(format!("{}: {}", one.author_name(), one.summary)),
            Piece::styled(format!(" — {}", one.state), theme.dim),
        ])
    }

    pub fn draw_detail(&self, at: usize, frame: &mut Frame<'_>, area: Rect, config: &Config) {
        let theme = &config.theme;
        let wrapped = |(text, style): (String, Style)| wrap_words([(text, style)], area.width);
        let lines: Vec<Line<'_>> = self.detail(at, theme).into_iter().flat_map(wrapped).collect();
        let height = usize::from(area.height);
        // A cut that nobody sees would hide what a contribution does.
        let shown = if lines.len() > height { height.saturating_sub(1) } else { lines.len() };
        let more = lines.len() - shown;
        for (y, line) in lines.into_iter().take(shown).enumerate() {
            draw_line(frame, Rect { y: area.y + y as u16, height: 1, ..area }, line);
        }
        if more > 0 && area.height > 0 {
            let last = Rect { y: area.bottom() - 1, height: 1, ..area };
            let key = config.keys.label(Action::GatherMerge);
            let text = format!("… {more} more lines; tick it, and {key} shows the whole diff");
            draw_line(frame, last, Line::styled(text, theme.warn));
        }
    }

    fn detail(&self, at: usize, theme: &Theme) -> Vec<(String, Style)> {
        let one = &self.gathering.contributions[at];
        let mark = &self.marks[at];
        let mut lines = vec![(one.subject.clone(), theme.title)];
        let open = match one.is_open {
            Some(true) => "open",
            Some(false) => "closed",
            None => "open or closed is not known",
        };
        let email = one.author.as_ref().map_or_else(String::new, |author| format!(" <{}>", author.email));
        lines.push((format!("{}{email}, {open}; {}", one.author_name(), one.state), theme.dim));
        if let Some(section) = mark.section.and_then(|section| self.sections.get(section)) {
            lines.push((format!("goes to: {section}"), theme.title));
        }
        if !one.also_in.is_empty() {
            lines.push((format!("the same page is in {}", one.also_in.join(", ")), theme.warn));
        }
        for problem in &one.problems {
            let text = format!("{} {} [{}]", problem.severity.sign(), problem.message, problem.rule);
            lines.push((text, theme.severity(problem.severity)));
        }
        if let Some(text) = &mark.text {
            lines.push(("edited:".to_owned(), theme.title));
            lines.extend(text.lines().map(|line| (format!("~ {line}"), theme.text)));
            return lines;
        }
        // What takes something away first: of many lines not all may be seen.
        for kind in [ChangeKind::Removed, ChangeKind::Changed, ChangeKind::Moved, ChangeKind::Added] {
            one.changes
                .iter()
                .filter(|change| change.kind == kind)
                .for_each(|one| change(one, theme, &mut lines));
        }
        for image in &one.images {
            lines.push(match image {
                ImageChange::Added(path) => (format!("adds the image {}", path.display()), theme.good),
                ImageChange::Replaced(path) => (format!("changes the image {}", path.display()), theme.warn),
            });
        }
        lines
    }
}

fn change(change: &Change, theme: &Theme, lines: &mut Vec<(String, Style)>) {
    let (verb, style) = match change.kind {
        ChangeKind::Added => ("adds", theme.dim),
        ChangeKind::Changed => ("changes", theme.warn),
        ChangeKind::Moved => ("moves", theme.warn),
        ChangeKind::Removed => ("removes", theme.bad),
    };
    let place =
        |heading: &str| if heading.is_empty() { "the opening".to_owned() } else { heading.to_owned() };
    let from = match &change.from {
        Some(from) if *from == change.heading => ", within it".to_owned(),
        Some(from) => format!(", from {}", place(from)),
        None => String::new(),
    };
    let text = match change.unit {
        Unit::Item { .. } | Unit::Text => format!("{verb} under {}{from}:", place(&change.heading)),
        Unit::Heading => format!("{verb} a heading{from}:"),
        Unit::Field => format!("{verb} in the front matter:"),
        Unit::Spacing => "changes nothing but white space".to_owned(),
    };
    lines.push((text, style));
    let mut say = |sign: &str, text: &str, style: Style| {
        let words = text.lines().filter(|line| !line.trim().is_empty());
        lines.extend(words.map(|line| (format!("{sign} {}", line.trim_end()), style)));
    };
    if change.kind == ChangeKind::Moved {
        return say(" ", &change.after, theme.text);
    }
    say("-", &change.before, theme.bad);
    say("+", &change.after, theme.text);
}

/// A sign for its state, readable without colour.
fn look(one: &Contribution, theme: &Theme) -> (&'static str, Style) {
    match one.state {
        MergeState::LeftOut(_) | MergeState::Conflicts(_) => ("✗", theme.bad),
        _ if !one.is_clean() || !one.also_in.is_empty() || !one.problems.is_empty() => ("!", theme.warn),
        _ => ("✓", theme.good),
    }
}
