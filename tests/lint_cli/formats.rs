//! The reports that people and programs read, on drafts with problems of all kinds.

use serde_json::Value;

use crate::lint_cli::Folder;
use crate::lint_cli::folder::CLEAN;
use crate::support::schema::{holds, validator};

const FILE: &str = "_drafts/2026-06-08-draft.md";
const FORMATS: [&str; 6] = ["text", "concise", "json", "github", "sarif", "junit"];

/// A draft with an error, two warnings that can be fixed, and a hint.
fn folder() -> Folder {
    Folder::with_draft(CLEAN.replace(
        "Good morning.",
        "Grüße aus 潮見: see [the plans]() <&> now.\n\nOpen the the gate, [here](https://example.org/gate?utm_source=x&id=1).",
    ))
}

#[test]
fn people_see_the_line_the_place_and_the_cure() {
    let run = folder().run("lint").exits(1);
    assert!(!run.out.contains('\x1b'));
    insta::assert_snapshot!("text", run.out);
}

#[test]
fn editors_read_a_line_for_each_problem() {
    insta::assert_snapshot!("concise", folder().run("lint --format concise").exits(1).out);
}

#[test]
fn long_lines_are_cut_around_the_place() {
    let long = format!("{} see [the plans]() {}", "word ".repeat(400), "é".repeat(400));
    let folder = Folder::with_draft(CLEAN.replace("Good morning.", &long));
    let run = folder.run("lint --select empty-link").exits(1);
    insta::assert_snapshot!("long", run.out);
    assert!(run.out.contains(&format!("{FILE}:8:2006")), "{}", run.out);
}

#[test]
fn nothing_in_a_draft_steers_the_terminal() {
    let text = "A \u{1b}[31m\u{202e}red [pl\u{7}an]() gate.";
    let folder = Folder::with_draft(CLEAN.replace("Good morning.", text));
    for format in FORMATS {
        let run = folder.run(&format!("lint --format {format}")).exits(1);
        assert!(!run.out.contains(['\u{1b}', '\u{7}']), "{format}: {:?}", run.out);
        let shown = !matches!(format, "json" | "sarif" | "github" | "junit");
        assert!(!shown || !run.out.contains('\u{202e}'), "{format}: {:?}", run.out);
    }
}

#[test]
fn json_keeps_to_its_schema() {
    let schema = validator("docs/lint.schema.json");
    let folder = folder();
    let value = holds(&schema, &folder.run("lint --format json").exits(1).out);
    insta::assert_snapshot!("json", format!("{value:#}"));
    folder.write("_posts/2026-06-01-post.md", b"\xff");
    let value = holds(&schema, &folder.run("lint . gone.md --format json").exits(2).out);
    assert_eq!(value["failures"].as_array().unwrap().len(), 2);
    holds(&schema, &folder.run("lint --diff --format json").exits(1).err);
    let value = holds(&schema, &folder.run("lint --fix --format json").exits(1).out);
    assert_eq!(
        value["files"][0]["fixed"],
        serde_json::json!({ "repeated-word": 1, "tracking-parameter": 1 })
    );
    for example in ["circuitpython/2026-06-08-draft.md", "circuitpython/2018-10-30-draft.md"] {
        let path = format!("{}/examples/{example}", env!("CARGO_MANIFEST_DIR"));
        holds(
            &schema,
            &folder
                .feed(&format!("lint - --stdin-filename {FILE} --format json"), &std::fs::read(path).unwrap())
                .out,
        );
    }
}

#[test]
fn what_the_schema_does_not_know_is_refused() {
    let schema = validator("docs/lint.schema.json");
    let report = folder().run("lint --format json").exits(1).out;
    for (old, new) in [
        ("\"column\"", "\"colum\""),
        ("\"error\"", "\"fatal\""),
        ("\"kind\": \"text\"", "\"kind\": \"page\""),
    ] {
        assert!(report.contains(old));
        assert!(!schema.is_valid(&serde_json::from_str(&report.replace(old, new)).unwrap()), "{new}");
    }
}

#[test]
fn json_offsets_and_columns_name_the_same_place() {
    let folder = folder();
    let text = folder.read(FILE);
    let value: Value = serde_json::from_str(&folder.run("lint --format json").exits(1).out).unwrap();
    for problem in value["files"][0]["problems"].as_array().unwrap() {
        let start = &problem["range"]["start"];
        let offset = start["offset"].as_u64().unwrap() as usize;
        let line = text[..offset].matches('\n').count() + 1;
        let column = text[..offset].rsplit('\n').next().unwrap().chars().count() + 1;
        assert_eq!(
            (start["line"].as_u64(), start["column"].as_u64()),
            (Some(line as u64), Some(column as u64))
        );
    }
}

#[test]
fn sarif_keeps_to_the_standard_s_schema() {
    let schema = validator("tests/lint_cli/schemas/sarif-2.1.0.json");
    let folder = folder();
    let value = holds(&schema, &folder.run("lint --format sarif").exits(1).out);
    let report = format!("{value:#}").replace(env!("CARGO_PKG_VERSION"), "VERSION");
    insta::assert_snapshot!("sarif", report.replace(env!("CARGO_PKG_REPOSITORY"), "https://REPOSITORY"));
    let run = &value["runs"][0];
    let rules: Vec<&Value> =
        run["tool"]["driver"]["rules"].as_array().unwrap().iter().map(|rule| &rule["id"]).collect();
    assert!(run["results"].as_array().unwrap().iter().all(|result| rules.contains(&&result["ruleId"])));
    folder.write("a b/2026-06-01-dräft.md", b"\xff");
    folder.write("a b/2026-06-08-draft.md", folder.read(FILE));
    let run =
        folder.feed_words(&["lint", "a b/2026-06-08-draft.md", "gone.md", "--format", "sarif"], b"").exits(2);
    let value = holds(&schema, &run.out);
    assert_eq!(value["runs"][0]["invocations"][0]["executionSuccessful"], false);
    assert!(run.out.contains("\"a%20b/2026-06-08-draft.md\""), "{}", run.out);
    holds(&schema, &Folder::with_draft(CLEAN).run("lint --format sarif").exits(0).out);
}

/// The schema's own check: what it must refuse.
#[test]
fn what_is_no_sarif_is_refused() {
    let schema = validator("tests/lint_cli/schemas/sarif-2.1.0.json");
    let report = folder().run("lint --format sarif").exits(1).out;
    for (old, new) in
        [("\"note\"", "\"hint\""), ("\"startLine\": 8", "\"startLine\": 0"), ("\"ruleId\"", "\"rule\"")]
    {
        assert!(report.contains(old), "{old}");
        assert!(!schema.is_valid(&serde_json::from_str(&report.replace(old, new)).unwrap()), "{new}");
    }
}

#[test]
fn github_has_errors_first_then_the_list_and_a_summary() {
    let folder = folder();
    folder.write("_drafts/2026-06-15-draft.md", folder.read(FILE).replace("2026-06-08", "2026-06-15"));
    let run = folder.run("lint _drafts --format github").exits(1);
    insta::assert_snapshot!("github", run.out);
    let kinds: Vec<&str> =
        run.out.lines().filter_map(|line| line.strip_prefix("::")?.split(' ').next()).collect();
    let kinds: Vec<&str> =
        kinds.into_iter().filter(|kind| ["error", "warning", "notice"].contains(kind)).collect();
    assert_eq!(kinds[..2], ["error"; 2]);
    assert!(kinds.is_sorted_by_key(|kind| ["error", "warning", "notice"].iter().position(|one| one == kind)));
}

#[test]
fn the_step_s_summary_is_added_to_its_file() {
    let folder = folder();
    folder.write("summary.md", "before\n");
    let run = folder.run_with("lint --format github", "GITHUB_STEP_SUMMARY", "summary.md").exits(1);
    assert!(run.err.is_empty(), "{}", run.err);
    let summary = folder.read("summary.md");
    assert!(summary.starts_with("before\n"), "{summary}");
    insta::assert_snapshot!("summary", summary);
    let run = folder.run_with("lint --format github", "GITHUB_STEP_SUMMARY", "gone/summary.md").exits(1);
    assert!(run.err.contains("the summary can't be written to gone/summary.md"), "{}", run.err);
}

#[test]
fn a_summary_of_very_many_problems_stays_under_what_github_takes() {
    let links: String = (0..1_000).map(|n| format!("See [plan {n}]().\n\n")).collect();
    let folder = Folder::with_draft(CLEAN.replace("Good morning.", &links));
    let text = folder.read(FILE);
    for day in 1..=15 {
        folder.write(&format!("_posts/2026-02-{day:02}-draft.md"), &text);
    }
    folder.run_with("lint . --format github", "GITHUB_STEP_SUMMARY", "summary.md").exits(1);
    let summary = folder.read("summary.md");
    assert!(summary.len() < 1_000_000 && summary.contains(" more problems\n"), "{}", summary.len());
}

#[test]
fn junit_fails_where_the_exit_code_does() {
    let folder = folder();
    let run = folder.run("lint --format junit").exits(1);
    insta::assert_snapshot!("junit", run.out);
    let strict = folder.run("lint --format junit --fail-on hint").exits(1);
    assert!(!strict.out.contains("<skipped"), "{}", strict.out);
    let clean = Folder::with_draft(CLEAN).run("lint --format junit").exits(0);
    assert!(clean.out.contains("failures=\"0\"") && clean.out.contains("no problems"), "{}", clean.out);
}

#[test]
fn the_report_is_the_same_on_one_core_and_on_many() {
    let folder = folder();
    for day in 1..=28 {
        let text = folder.read(FILE).replace("2026-06-08", &format!("2026-02-{day:02}"));
        folder.write(&format!("_posts/2026-02-{day:02}-draft.md"), text);
    }
    for format in FORMATS {
        let on = |cores: &str| {
            folder.run_with(&format!("lint . --format {format}"), "RAYON_NUM_THREADS", cores).exits(1).out
        };
        let one = on("1");
        assert_eq!(on("1"), one, "{format}");
        assert_eq!(on("2"), one, "{format}");
        assert_eq!(on("16"), one, "{format}");
    }
}

#[test]
fn github_is_told_first_of_what_could_not_be_checked_and_gets_no_other_commands() {
    let folder = folder();
    folder.write("_drafts/2026-06-15-draft.md", b"\xff\xfe");
    folder.write("_drafts/2026-06-22-draft.md", "##[error]hello [x]()\n");
    let run = folder.run("lint _drafts --format github");
    let first = run.out.lines().next().unwrap();
    assert!(first.starts_with("::error file=_drafts/2026-06-15-draft.md,title=not checked::"), "{first}");
    assert!(!run.out.contains("##["), "{}", run.out);
}

#[test]
fn hosting_sites_get_places_from_the_repository_s_top() {
    let folder = folder();
    folder.write("news/_drafts/2026-06-15-draft.md", "[x]()\n");
    std::fs::create_dir_all(folder.join(".git")).unwrap();
    let run = folder.run("-C news lint _drafts --format github");
    assert!(run.out.contains("file=news/_drafts/2026-06-15-draft.md,"), "{}", run.out);
    let run = folder.run("-C news lint _drafts --format sarif");
    assert!(run.out.contains("\"news/_drafts/2026-06-15-draft.md\""), "{}", run.out);
    let run = folder.run("-C news lint _drafts --format concise");
    assert!(run.out.starts_with("_drafts/2026-06-15-draft.md:"), "{}", run.out);
}

#[test]
fn paths_are_relative_to_the_current_folder_however_a_folder_is_named() {
    let folder = folder();
    let plain = folder.run("lint _drafts --format concise").out;
    assert!(plain.starts_with("_drafts/"), "{plain}");
    for name in ["./_drafts", "_drafts/.", "_drafts/", "_drafts/../_drafts", "./_drafts/./"] {
        assert_eq!(folder.run(&format!("lint {name} --format concise")).out, plain, "{name}");
        let json = folder.run(&format!("lint {name} --format json")).out;
        assert!(!json.contains("/.") && json.contains(&format!("\"{FILE}\"")), "{name}: {json}");
    }
    let above = folder.run("-C _drafts lint .. --format concise");
    let name = FILE.strip_prefix("_drafts/").unwrap();
    assert!(above.out.starts_with(&format!("{name}:")), "{}", above.out);
    folder.write("empty/x.txt", "");
    for name in [".", "../empty", "./../empty/."] {
        let run = folder.run(&format!("-C empty lint {name}"));
        assert!(run.err.contains("no issue in ") && run.err.contains("/empty;"), "{name}: {}", run.err);
    }
}

#[test]
fn a_file_is_checked_once_whatever_it_is_called() {
    let folder = folder();
    let run = folder.run(&format!("lint {FILE} _drafts/../{FILE} ./{FILE} --format concise"));
    assert!(run.out.contains("1 file checked"), "{}", run.out);
}
