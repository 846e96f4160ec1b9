//! Key hints: what can be done here, with the keys of the configuration.

use ratatui::text::{Line, Span as Piece};
use unicode_width::UnicodeWidthStr;

use crate::tui::action::{Action, KeyContext, Keymap};
use crate::tui::theme::Theme;

/// An action with a word or two for it.
pub(crate) type Hint = (Action, &'static str);

/// The space between two hints.
const GAP: usize = 2;

/// The keys of the pane that has them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PaneKeys<'k> {
    pub keys: &'k Keymap,
    pub context: KeyContext,
}

impl PaneKeys<'_> {
    fn label(self, action: Action) -> String {
        self.keys.label_in(action, self.context)
    }
}

/// The cells of a hint without the gap after it; `None` if the action has no key.
fn width_of(keys: PaneKeys<'_>, (action, what): &Hint) -> Option<usize> {
    let key = keys.label(*action);
    (!key.is_empty()).then(|| key.width() + 1 + what.width())
}

fn line_of<'h>(
    keys: PaneKeys<'_>,
    hints: impl IntoIterator<Item = &'h Hint>,
    theme: &Theme,
) -> Line<'static> {
    let mut pieces: Vec<Piece<'static>> = Vec::new();
    for (action, what) in hints {
        if !pieces.is_empty() {
            pieces.push(Piece::raw(" ".repeat(GAP)));
        }
        pieces.push(Piece::styled(keys.label(*action), theme.key));
        pieces.push(Piece::raw(format!(" {what}")));
    }
    Line::from(pieces)
}

/// One line: the hints of `last` in any case, before them as many of `first` as there is room for.
pub(crate) fn one_line(
    keys: PaneKeys<'_>,
    first: &[Hint],
    last: &[Hint],
    width: u16,
    theme: &Theme,
) -> Line<'static> {
    let mut used = 0;
    let mut take = |hint: &&Hint| {
        let own =
            width_of(keys, hint).map(|own| own + GAP).filter(|own| used + own <= usize::from(width) + GAP);
        used += own.unwrap_or(0);
        own.is_some()
    };
    let last: Vec<&Hint> = last.iter().filter(&mut take).collect();
    let first: Vec<&Hint> = first
        .iter()
        .filter(|hint| !last.iter().any(|(action, _)| *action == hint.0))
        .filter(&mut take)
        .collect();
    line_of(keys, first.into_iter().chain(last), theme)
}

/// All hints, in as many lines as they need.
pub(crate) fn all_lines(keys: PaneKeys<'_>, hints: &[Hint], width: u16, theme: &Theme) -> Vec<Line<'static>> {
    let mut rows: Vec<Vec<&Hint>> = Vec::new();
    let mut used = 0;
    for hint in hints {
        let Some(own) = width_of(keys, hint) else { continue };
        match rows.last_mut() {
            Some(row) if used + GAP + own <= usize::from(width) => {
                row.push(hint);
                used += GAP + own;
            }
            _ => {
                rows.push(vec![hint]);
                used = own;
            }
        }
    }
    rows.into_iter().map(|row| line_of(keys, row, theme)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::key::Key;

    const OWN: [Hint; 3] = [(Action::Open, "open"), (Action::AddSlot, "add"), (Action::RemoveSlot, "remove")];
    const LAST: [Hint; 2] = [(Action::Help, "keys"), (Action::Quit, "leave")];

    #[test]
    fn the_last_hints_stay_where_there_is_little_room() {
        let keys = &Keymap::default();
        let theme = Theme::fallback();
        let line =
            |context, width| one_line(PaneKeys { keys, context }, &OWN, &LAST, width, &theme).to_string();
        assert_eq!(line(KeyContext::Outline, 60), "Enter open  a add  d remove  ? keys  Ctrl-Q leave");
        assert_eq!(line(KeyContext::Outline, 33), "Enter open  ? keys  Ctrl-Q leave");
        assert_eq!(line(KeyContext::Outline, 27), "a add  ? keys  Ctrl-Q leave");
        assert_eq!(line(KeyContext::Outline, 10), "? keys");
        assert_eq!(line(KeyContext::Form, 30), "Ctrl-X ? keys  Ctrl-Q leave");
    }

    #[test]
    fn a_hint_is_not_broken_and_one_without_a_key_is_left_out() {
        let mut keys = Keymap::default();
        keys.set(Action::AddSlot, Vec::<Key>::new()).unwrap();
        let keys = PaneKeys { keys: &keys, context: KeyContext::Outline };
        let lines = all_lines(keys, &OWN, 12, &Theme::fallback());
        let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
        assert_eq!(lines, ["Enter open", "d remove"]);
    }
}
