//! Applies a fix and shows where: the changed text may be off the screen.

use crate::lint::Diagnostic;
use crate::text::{Bias, Edit, Edits, Span, StepKind};
use crate::tui::action::Action;
use crate::tui::app::edits;
use crate::tui::app::navigate::go_to_place;
use crate::tui::app::session::{Place, Session};
use crate::tui::app::state::{Pane, State, Work};
use crate::tui::app::stepping::{self, Outcome};

/// Applies the fix of a problem, goes to its first edit, and reports the change.
pub(crate) fn make_fix(state: &mut State, problem: &Diagnostic, edits: &Edits) {
    let Some(first) = edits.iter().next() else { return };
    let undo = state.key_label(Action::Undo);
    let said = match removes_slot(&state.session, edits) {
        true => format!("Removed the empty slot; {undo} undoes it."),
        false => format!("{}; {undo} undoes it.", describe(&state.session, edits)),
    };
    let at = edits.map(first.span.start, Bias::Before);
    let place = state.session.mark(problem.span, Place::Text);
    edits::apply(state, edits, StepKind::Fix, "");
    show(state, at);
    // The first edit may be far from the problem, and the next problem is the one after it.
    stepping::visited(state, problem, place, Outcome::Fixed);
    state.say(said);
}

/// True if a fix removes a whole slot, or a line of a list, in which nothing is written.
pub(crate) fn removes_slot(session: &Session, edits: &Edits) -> bool {
    let removed = |span: &Span| edits.iter().any(|edit| edit.text.is_empty() && edit.span.contains(*span));
    session.outline.untouched().iter().any(removed)
}

/// Brings the place onto the screen. The keys stay where they are: in the list of problems the next
/// one is fixed next.
fn show(state: &mut State, at: usize) {
    let focus = state.panes.focus;
    let outline = &state.session.outline;
    match (&state.panes.work, focus) {
        // The preview follows what is selected in the outline.
        (Work::Preview, Pane::Checks | Pane::Outline) => {
            match (outline.slot_at(at), outline.section_at(at)) {
                (Some(slot), _) => state.panes.outline.select_slot(slot, &state.session),
                (None, Some(section)) => state.panes.outline.select_section(section, &state.session),
                (None, None) => {}
            }
        }
        _ => go_to_place(state, at),
    }
    state.panes.focus = focus;
}

/// Describes the edits and their place, for the text before them.
fn describe(session: &Session, edits: &Edits) -> String {
    let draft = &session.draft;
    let changes = by_line(draft.text(), edits);
    let Some(first) = changes.first() else { return String::new() };
    let lines = draft.lines();
    let line = |at: usize| lines.line(at) + 1;
    let at = first.span.start;
    let section = session.outline.section_at(at).filter(|_| at >= draft.body());
    let place = section.map_or("the front matter", |n| session.outline.sections[n].title.as_str());
    let what = change_in_words(draft.text(), first);
    let more = match changes.iter().skip(1).last() {
        Some(last) => format!(", and {} more down to line {}", changes.len() - 1, line(last.span.start)),
        None => String::new(),
    };
    format!("Fixed line {} in “{place}”: {what}{more}", line(at))
}

/// The edits, those within one line as one: each alone would show a text that there never is.
pub(crate) fn by_line(text: &str, edits: &Edits) -> Vec<Edit> {
    let mut all: Vec<Edit> = Vec::new();
    for edit in edits.iter() {
        let between = all.last().and_then(|last| text.get(last.span.end..edit.span.start));
        match (all.last_mut(), between) {
            (Some(last), Some(between)) if !between.contains('\n') => {
                last.text.push_str(between);
                last.text.push_str(&edit.text);
                last.span = Span::new(last.span.start, edit.span.end);
            }
            _ => all.push(edit.clone()),
        }
    }
    all
}

/// An edit of a text with the words around it: “teh” → “the”.
pub(crate) fn change_in_words(text: &str, edit: &Edit) -> String {
    let (span, new) = whole_words(text, edit);
    let (old, new) = (spaced(span.of(text)), spaced(&new));
    if let Some(removed) = removed_from_address(&old, &new) {
        return format!("removed “{}” from the address", shortened(removed, 0));
    }
    let from = first_difference(&old, &new);
    let (old, new) = (shortened(&old, from), shortened(&new, from));
    match (old.is_empty(), new.is_empty()) {
        _ if old == new => "white space".to_owned(),
        (true, _) => format!("“{new}” inserted"),
        (_, true) => format!("“{old}” deleted"),
        _ => format!("“{old}” → “{new}”"),
    }
}

/// The part of an address that is gone.
fn removed_from_address<'t>(old: &'t str, new: &str) -> Option<&'t str> {
    let is_address = |text: &str| text.contains("://") && !text.contains(' ');
    let gone = old.len().checked_sub(new.len()).filter(|gone| *gone > 0)?;
    let start: usize =
        old.chars().zip(new.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let removed = old.get(start..start + gone)?;
    let rest = old.get(start + gone..)?;
    (is_address(old) && is_address(new) && new.get(start..) == Some(rest)).then_some(removed)
}

/// The words that an edit changes a part of, and what they are afterwards.
fn whole_words(text: &str, edit: &Edit) -> (Span, String) {
    let is_apart = |c: char| c.is_whitespace();
    let head = text.get(..edit.span.start).unwrap_or("");
    let tail = text.get(edit.span.end..).unwrap_or("");
    let before = head.len()
        - head.rfind(is_apart).map_or(0, |at| at + head[at..].chars().next().map_or(1, char::len_utf8));
    let after = tail.find(is_apart).unwrap_or(tail.len());
    let span = Span::new(edit.span.start - before, edit.span.end + after);
    let new = format!("{}{}{}", &head[head.len() - before..], edit.text, &tail[..after]);
    (span, new)
}

/// The most letters of a changed text that are quoted.
const MOST: usize = 32;

/// How many letters before a difference are quoted.
const BEFORE: usize = 12;

/// The words with one space between each two.
fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The number of letters that two texts have in common at their start.
fn first_difference(old: &str, new: &str) -> usize {
    old.chars().zip(new.chars()).take_while(|(old, new)| old == new).count()
}

/// Cuts a line to [`MOST`] letters, with the letter `from` among them.
fn shortened(line: &str, from: usize) -> String {
    let skipped = if from + BEFORE > MOST { from.saturating_sub(BEFORE) } else { 0 };
    let rest: String = line.chars().skip(skipped).collect();
    let (start, end) = (if skipped > 0 { "…" } else { "" }, rest.char_indices().nth(MOST));
    match end {
        Some((end, _)) => format!("{start}{}…", &rest[..end]),
        None => format!("{start}{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_of_one_line_are_one_change() {
        let text = "see https://pier.example/a?utm_source=b&utm_medium=c now\nand teh end";
        let at = |word: &str| text.find(word).unwrap();
        let delete = |from: usize, to: usize| Edit { span: Span::new(from, to), text: String::new() };
        let (question, and, end) = (at("?utm_source"), at("&utm_medium"), at(" now"));
        let teh = Edit { span: Span::new(at("teh"), at("teh") + 3), text: "the".to_owned() };
        let edits = Edits::new(vec![delete(question, and), delete(and, end), teh]).unwrap();
        let changes = by_line(text, &edits);
        let changes: Vec<String> = changes.iter().map(|edit| change_in_words(text, edit)).collect();
        assert_eq!(changes, ["removed “?utm_source=b&utm_medium=c” from the address", "“teh” → “the”"]);
    }

    #[test]
    fn what_is_quoted_shows_the_difference() {
        let (old, new) = (
            "https://shop.example/a/very/long/path/of/it?si=abc",
            "https://shop.example/a/very/long/path/of/it",
        );
        let from = first_difference(old, new);
        assert_eq!(shortened(old, from), "…g/path/of/it?si=abc");
        assert_eq!(shortened(new, from), "…g/path/of/it");
        assert_eq!(shortened("a gate", first_difference("a gate", "a bell")), "a gate");
    }
}
