//! `copydesk status`: how far an issue is.

use super::folder::{CLEAN, Folder};

const FILE: &str = "_drafts/2026-06-08-draft.md";

/// The clean issue with a task list.
fn with_tasks(tasks: &str) -> String {
    CLEAN.replace("Good morning.", &format!("{tasks}\nGood morning."))
}

#[test]
fn what_is_proven_said_contradicted_and_open_is_told_apart() {
    let tasks = "- [x] change date\n- [x] update title\n- [x] Call the printer\n- [ ] Send flowers\n- [x] Update ICYDNCI\n";
    let folder = Folder::with_draft(with_tasks(tasks));
    let run = folder.run("status --as-of 2026-06-05").exits(1);
    assert_eq!(
        run.out,
        "_drafts/2026-06-08-draft.md: the issue of 2026-06-08, in 3 days\n\n\
         [x] ✓ change date\n      2026-06-08, a Monday; file name and asset folder agree\n\
         [x] ✓ update title\n      “Gates and Gardens”\n\
         [x] · Call the printer\n\
         [ ] ? Send flowers\n\
         [x] ✗ Update ICYDNCI\n      nothing names last week's popular link\n    \
         ✓ ICYMI\n      the section 'ICYMI' is there\n\n\
         Opening: 1 of 1 slot filled\n\
         Gates and Gardens: 1 of 1 slot filled\n\
         News From Around the Web: 1 of 1 slot filled\n\
         CircuitPython Libraries: no items\n\
         Upcoming Events: no items\n\
         Latest Releases: no slots\n\n\
         1 error, 0 warnings, 0 hints\n"
    );
    assert_eq!(run.err, "");
}

#[test]
fn the_exit_code_says_whether_all_is_proven() {
    let done = "- [x] change date\n- [x] Call the printer\n";
    let folder = Folder::with_draft(with_tasks(done));
    folder.run("status").exits(0);
    folder.run(&format!("status {FILE}")).exits(0);
    folder.run("status 2026-06-08 --json").exits(0);
    // The line without a tick, and the tick that is wrong.
    folder.write(FILE, with_tasks(&done.replace("[x] Call", "[ ] Call")));
    folder.run("status").exits(1);
    folder.write(FILE, with_tasks(done).replace("2026-06-08 07", "2026-06-09 07"));
    folder.run("status").exits(1).says("✗ change date");
    folder.run("status 2026-07-08").exits(2);
    folder.run("status gone.md").exits(2);
}

#[test]
fn json_has_the_same() {
    let folder = Folder::with_draft(with_tasks("- [x] change date\n- [ ] Send flowers \u{202e}\n"));
    let run = folder.run("status --json --as-of 2026-06-09").exits(1);
    assert!(!run.out.contains('\u{202e}'));
    let page = crate::support::schema::output("status", &run.out);
    assert_eq!(page["path"], FILE);
    assert_eq!((&page["date"], &page["days_left"]), (&"2026-06-08".into(), &(-1).into()));
    assert_eq!(page["ready"], false);
    assert_eq!(page["checklist"][0]["status"], "proven");
    assert_eq!(page["checklist"][0]["ticked"], true);
    assert_eq!(page["checklist"][1]["status"], "open");
    assert_eq!(page["checklist"][2]["ticked"], serde_json::Value::Null);
    assert_eq!(page["sections"][0]["filled"], 1);
    assert_eq!(page["problems"]["errors"], 0);
    folder.run("status --as-of 2026-06-09").exits(1).says("2026-06-08, yesterday");
}

#[test]
fn both_schemas_of_the_status_say_the_same() {
    let schema = |name: &str| -> serde_json::Value {
        let path = format!("{}/docs/{name}.schema.json", env!("CARGO_MANIFEST_DIR"));
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    };
    let (own, of_lint) = (schema("status"), schema("lint"));
    for (key, value) in of_lint["$defs"]["status"]["properties"].as_object().unwrap() {
        assert_eq!(&own["properties"][key], value, "{key}");
    }
}

#[test]
fn lint_says_the_same_beside_the_problems() {
    let folder = Folder::with_draft(with_tasks("- [x] change date\n- [x] Update ICYDNCI\n"));
    let json = |command: &str, code: i32| -> serde_json::Value {
        serde_json::from_str(&folder.run(command).exits(code).out).unwrap()
    };
    let mut status = json("status --json", 1);
    let own = status.as_object_mut().unwrap();
    // What `lint` says elsewhere, or hangs on the day or on the branch that is checked out.
    for key in ["path", "days_left", "requests", "open_unknown", "branch", "draft_elsewhere"] {
        own.remove(key).unwrap();
    }
    for command in ["lint", "lint --select misspelt-word", "lint --ignore contradicted-tick"] {
        let report = json(&format!("{command} --format json --fail-on error"), i32::from(command == "lint"));
        assert_eq!(report["files"][0]["status"], status, "{command}");
    }
}

#[test]
fn the_step_s_summary_has_the_checklist_of_a_draft_and_of_no_post() {
    let folder = Folder::with_draft(with_tasks("- [x] change date\n- [ ] Send @flowers\n"));
    folder.write("_posts/2026-06-01-post.md", with_tasks("- [ ] change date\n").replace("06-08", "06-01"));
    folder.run_with("lint . --format github", "GITHUB_STEP_SUMMARY", "summary.md");
    let summary = folder.read("summary.md");
    assert!(
        summary.contains(
            "#### \\_drafts/2026-06-08-draft.md: 2 of 3 done\n\n- ✓ change date — 2026-06-08, a Monday; file name and asset folder agree\n- ? Send &#64;flowers\n- ✓ ICYMI — "
        ),
        "{summary}"
    );
    assert_eq!(summary.matches("####").count(), 1, "{summary}");
}

#[test]
fn a_newsletter_without_a_checklist_has_one_blank_line_there() {
    let folder = Folder::new();
    folder.write("copydesk.yml", "files: {drafts: 'n/{number}.md', posts: 'n/{number}.md'}\n");
    folder.write("n/7.md", "---\ntitle: Tides\ndate: 2026-06-08\n---\n\n## Tides\n\nHigh.\n");
    // A number in the path, and a date in the front matter.
    let run = folder.run("status 2026-06-08 --as-of 2026-06-08");
    assert!(run.out.starts_with("n/7.md: the issue of 2026-06-08, today\n\n"), "{run:?}");
    assert!(!run.out.contains("\n\n\n"), "{run:?}");
}

#[test]
fn a_folder_that_does_not_exist_is_no_draft() {
    let folder = Folder::new();
    folder.run("-C nodir lint").fails("there is no folder nodir; create it, or name another one");
    folder.write("copydesk.yml", "extends: circuitpython\n");
    folder
        .run("-C copydesk.yml lint")
        .fails("copydesk.yml is not a folder; name the folder of the newsletter");
}
