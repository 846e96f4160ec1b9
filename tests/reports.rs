//! The report on the example drafts, as it is printed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;

use copydesk::draft::Draft;
use copydesk::lint::report::{FileReport, Report, brief};
use copydesk::lint::{Context, Facts, Verdict, check, checklist};
use copydesk::outline::Outline;
use copydesk::profile::{built_in, parse_day};

/// What is found in an example, and what the checklist's lines are proved by.
fn report(profile: &str, name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(profile).join(name);
    let text = std::fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    let profile = built_in(profile).unwrap();
    let draft = Draft::parse(text);
    let outline = Outline::new(&draft, &profile);
    let facts = Facts {
        file_date: name.get(..10).and_then(parse_day),
        weekday: profile.weekday(),
        has_assets: true,
        ..Facts::default()
    };
    let context = Context::new(&draft, &outline, &profile, &facts);
    let diagnostics = check(&context);
    let files = vec![FileReport::new(name, draft.text(), &diagnostics)];
    let mut out = brief(&Report { files, failures: Vec::new() });
    for line in checklist(&context, &diagnostics) {
        let sign = match line.verdict {
            Verdict::Proven => "yes",
            Verdict::Contradicted => "no",
            Verdict::Unknown => "?",
        };
        let tick = line.task.map_or("-", |task| if task.done { "x" } else { " " });
        out.push_str(&format!("[{tick}] {} → {sign} {}\n", line.label, line.detail));
    }
    out
}

#[test]
fn a_draft_in_mid_week() {
    insta::assert_snapshot!("circuitpython", report("circuitpython", "2026-06-08-draft.md"));
}

#[test]
fn a_draft_of_the_older_form() {
    insta::assert_snapshot!("circuitpython-2018", report("circuitpython", "2018-10-30-draft.md"));
}

#[test]
fn a_list_of_links() {
    insta::assert_snapshot!(
        "this-week-in-rust",
        report("this-week-in-rust", "2026-06-03-this-week-in-rust.md")
    );
}
