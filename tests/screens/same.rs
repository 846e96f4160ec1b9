//! The desk, `lint` and `status` say the same of a draft.

use copydesk::desk::{LintOptions, Source, status};
use copydesk::lint::Severity;

use super::*;

/// Rule, severity, place and words of each problem.
type Reported = Vec<(&'static str, Severity, usize, String)>;

fn by_the_desk(desk: &Desk) -> Reported {
    let problems = desk.program.state.session.diagnostics.iter();
    let mut reported: Reported =
        problems.map(|one| (one.rule, one.severity, one.span.start, one.message.clone())).collect();
    reported.sort();
    reported
}

fn by_lint(desk: &Desk) -> Reported {
    let lint = LintOptions { directory: desk.dir.path().to_owned(), ..LintOptions::default() };
    let draft = desk.draft();
    let run = lint.run(&[(draft.display().to_string(), Source::File(draft))]);
    let report = &run.results[0].as_ref().unwrap().report;
    let problems = report.problems.iter();
    let mut reported: Reported =
        problems.map(|one| (one.rule, one.severity, one.span.start, one.message.raw().to_owned())).collect();
    reported.sort();
    reported
}

fn compare(desk: &Desk, what: &str) {
    let own = by_the_desk(desk);
    assert_eq!(own, by_lint(desk), "{what}");
    let state = &desk.program.state;
    let status = status(&state.workspace, &state.series.listing, &desk.draft()).unwrap();
    assert_eq!(status.checklist, state.session.checklist, "{what}");
    let count = |severity| own.iter().filter(|(_, own, ..)| *own == severity).count();
    let counts = (count(Severity::Error), count(Severity::Warning), count(Severity::Hint));
    assert_eq!((status.errors, status.warnings, status.hints), counts, "{what}");
}

/// A draft with some of its lines gone, said twice, or put elsewhere.
fn stirred(text: &str, seed: u64) -> String {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    // An xorshift generator: the same drafts in every run.
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    for _ in 0..6 {
        let (at, to) = (next(lines.len()), next(lines.len()));
        match next(3) {
            0 => drop(lines.remove(at)),
            1 => lines.insert(to, lines[at]),
            _ => lines.swap(at, to),
        }
    }
    lines.concat()
}

#[test]
fn the_desk_and_lint_find_the_same_at_the_same_severity() {
    compare(&Desk::open(140, 40), "the demo");
    for seed in 1..=12 {
        compare(&Desk::changed(|text| stirred(text, seed)), &format!("seed {seed}"));
    }
}

#[test]
fn they_go_on_to_after_an_edit_and_a_save() {
    let mut desk = Desk::open(140, 40);
    desk.select("Front matter").keys("enter \"A week\" esc");
    desk.select("A buoy on the waves").keys("d ctrl-s");
    assert_eq!(desk.on_disk(), desk.text());
    compare(&desk, "after a save");
}
