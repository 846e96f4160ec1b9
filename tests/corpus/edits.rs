//! Random changes of every draft: the changed draft equals its parsed text, and each change can be undone.

use copydesk::draft::Draft;
use copydesk::text::{Edit, Edits, Span};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::files::{File, OWN, SHARED};

const PIECES: &str = "(## |# |\n|\r\n|\n\n|```\n|~~~|<!--|-->|<div>|\\* |- \\[ \\] |> |---\n|===\n|é|🧶|\\]\\(|\\]: x|\\[|!\\[|\\{\\{|\\}\\}|a|   |\t){0,3}";

/// The same changes each time: nothing here hangs on luck or on the clock.
fn runner(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[test]
fn a_changed_draft_is_the_draft_of_the_changed_text() {
    let files: Vec<&File> = OWN.iter().chain(SHARED.iter()).filter(|file| file.text.len() < 60_000).collect();
    let change = (any::<prop::sample::Index>(), 0usize..40, PIECES);
    let strategy = (any::<prop::sample::Index>(), prop::collection::vec(change, 1..6));
    let test = |(file, changes): (prop::sample::Index, Vec<(prop::sample::Index, usize, String)>)| {
        let file = file.get(&files);
        let mut draft = Draft::parse(file.text.as_str());
        for (at, len, piece) in changes {
            let before = draft.text().to_owned();
            let start = boundary(&before, at.index(before.len() + 1));
            let end = boundary(&before, start + len).max(start);
            draft = draft.edit(&Edits::replace(Span::new(start, end), piece.clone()));
            prop_assert_eq!(&draft.text()[..start], &before[..start], "{}", &file.name);
            prop_assert_eq!(&draft.text()[start..start + piece.len()], &piece, "{}", &file.name);
            prop_assert_eq!(&draft.text()[start + piece.len()..], &before[end..], "{}", &file.name);
            prop_assert!(draft == Draft::parse(draft.text()), "{}: {start}..{end} → {piece:?}", &file.name);
        }
        Ok(())
    };
    runner(300).run(&strategy, test).unwrap();
}

#[test]
fn several_changes_at_once_are_made_and_undone() {
    let files: Vec<&File> = OWN.iter().chain(SHARED.iter().step_by(40)).collect();
    let strategy = (
        any::<prop::sample::Index>(),
        prop::collection::vec((any::<prop::sample::Index>(), 0usize..12, PIECES), 2..8),
    );
    let test = |(file, changes): (prop::sample::Index, Vec<(prop::sample::Index, usize, String)>)| {
        let file = file.get(&files);
        let mut edits: Vec<Edit> = Vec::new();
        for (at, len, text) in changes {
            let start = boundary(&file.text, at.index(file.text.len() + 1));
            let span = Span::new(start, boundary(&file.text, start + len).max(start));
            if edits.iter().all(|edit| edit.span.end < span.start || span.end < edit.span.start) {
                edits.push(Edit { span, text });
            }
        }
        let edits = Edits::new(edits).unwrap();
        let draft = Draft::parse(file.text.as_str()).edit(&edits);
        prop_assert!(draft == Draft::parse(edits.apply(&file.text)), "{}: {edits:?}", &file.name);
        let undone = edits.invert(&file.text);
        prop_assert!(draft.edit(&undone) == Draft::parse(file.text.as_str()), "{}: {edits:?}", &file.name);
        Ok(())
    };
    runner(100).run(&strategy, test).unwrap();
}
