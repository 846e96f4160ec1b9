//! `--since` and whose rules count: a change does not choose by what it is checked.

use crate::lint_cli::Folder;
use crate::lint_cli::folder::CLEAN;
use crate::lint_cli::since::{commit, git};

const FILE: &str = "_drafts/2026-06-08-draft.md";
const PROFILE: &str = "extends: circuitpython\n";
const WAIVERS: &str = "extends: circuitpython\nwaivers:\n  - rule: empty-link\n    path: _drafts/*\n    reason: So it shall be.\n";
const NEW: &str = "_drafts/2026-06-08-draft.md:12:14: error: the link 'a hole' has no address [empty-link]\n1 file checked, 1 problem: 1 error\n";
const CHECK: &str = "lint . --format concise --since main";

/// A repository with a branch `mine`, whose draft has a link without an address that `main` has not.
fn change(before: &[(&str, &str)]) -> Folder {
    let folder = Folder::with_draft(CLEAN);
    for (name, text) in before {
        folder.write(name, text);
    }
    git(folder.path(), &["init", "-q", "-b", "main"]);
    commit(folder.path());
    git(folder.path(), &["switch", "-q", "-c", "mine"]);
    add(&folder, "A hedge with [a hole]().");
    folder
}

fn add(folder: &Folder, item: &str) {
    let heading = "## Gates and Gardens";
    folder.write(FILE, folder.read(FILE).replace(heading, &format!("{heading}\n\n{item}")));
}

#[test]
fn the_profile_is_the_revision_s_unless_the_other_is_asked_for() {
    let folder = change(&[("copydesk.yml", PROFILE)]);
    folder.write("copydesk.yml", WAIVERS);
    for check in [CHECK, "lint --format concise --since main", &format!("{CHECK} --profile revision")] {
        let run = folder.run(check).exits(1);
        assert_eq!((run.out.as_str(), run.err.as_str()), (NEW, ""), "{check}");
    }
    commit(folder.path());
    assert_eq!(folder.run(CHECK).exits(1).out, NEW);
    folder.run(&format!("{CHECK} --profile worktree")).exits(0).says("no problems");
    // Without a revision there is one profile only.
    folder.run("lint . --format concise").exits(0).says("no problems");
}

#[test]
fn a_profile_that_the_change_breaks_or_removes_stays_what_it_was() {
    let folder = change(&[("copydesk.yml", PROFILE)]);
    folder.write("copydesk.yml", "extends: [\n");
    assert_eq!(folder.run(CHECK).exits(1).out, NEW);
    std::fs::remove_file(folder.join("copydesk.yml")).unwrap();
    assert_eq!(folder.run(CHECK).exits(1).out, NEW);
}

#[test]
fn drafts_are_looked_for_where_the_revision_has_them() {
    let folder = change(&[("copydesk.yml", PROFILE)]);
    folder.write("copydesk.yml", "extends: circuitpython\nfiles:\n  drafts: \"aside/{date}-x.md\"\n");
    folder.write("aside/2026-06-15-x.md", CLEAN);
    let run = folder.run(CHECK).exits(1);
    assert!(run.out.contains("the link 'a hole' has no address [empty-link]"), "{}", run.out);
    assert_eq!(folder.run("lint --format concise --since main --as-of 2026-06-05").exits(1).out, NEW);
}

#[test]
fn a_profile_added_further_down_founds_no_newsletter() {
    let folder = change(&[("copydesk.yml", PROFILE)]);
    folder.write("_drafts/copydesk.yml", WAIVERS.replace("_drafts/*", "*"));
    for check in [CHECK.to_owned(), format!("lint {FILE} --format concise --since main")] {
        assert_eq!(folder.run(&check).exits(1).out, NEW);
    }
}

#[test]
fn where_the_revision_has_no_profile_the_other_counts_and_a_notice_says_so() {
    let folder = change(&[]);
    folder.write("copydesk.yml", WAIVERS);
    let run = folder.run(CHECK).exits(0).says("no problems");
    assert_eq!(run.err, "copydesk: copydesk.yml is not in main, so the work tree's is used\n");
    std::fs::remove_file(folder.join("copydesk.yml")).unwrap();
    assert_eq!(folder.run(CHECK).exits(1).err, "");
}

#[test]
fn a_profile_that_was_wrong_before_is_named_with_its_revision() {
    let folder = change(&[("copydesk.yml", "extends: nobody\n")]);
    folder.write("copydesk.yml", PROFILE);
    folder.run(CHECK).fails("at main: copydesk.yml:1: extends: there is no built-in profile 'nobody'");
    assert_eq!(folder.run(&format!("{CHECK} --profile worktree")).exits(1).out, NEW);
}

#[test]
fn the_template_is_the_revision_s_too() {
    let vague = "Mend a gate [here](https://example.org/mend).";
    let template = CLEAN.replace("Write to us.", "Write to us, or [mend](https://example.org/mend).");
    let check = format!("{CHECK} --select vague-link-text --fail-on hint");
    for (before, after, code) in [(CLEAN, template.as_str(), 1), (template.as_str(), CLEAN, 0)] {
        let folder = change(&[("_drafts/template.md", before)]);
        add(&folder, vague);
        folder.write("_drafts/template.md", after);
        let run = folder.run(&check).exits(code);
        assert_eq!(run.err, "");
        folder.run(&format!("{check} --profile worktree")).exits(1 - code);
    }
    let folder = change(&[]);
    folder.write("_drafts/template.md", &template);
    let run = folder.run(&check).exits(0);
    assert_eq!(run.err, "copydesk: _drafts/template.md is not in main, so the work tree's is used\n");
}

#[test]
fn a_waiver_that_the_change_has_reach_further_is_reported() {
    let until = "<!-- copydesk-disable empty-link: they come later -->\n\nA [mast]().\n\n\
                 <!-- copydesk-enable empty-link -->\n\nA hedge.\n\nA fence.\n";
    let next = "<!-- copydesk-disable-next-line empty-link: it comes later -->\nA [mast]().\n\nA hedge.\n";
    let hole = "A [hole]().\n";
    let two = until.replace("disable empty-link:", "disable empty-link, unknown-tag:");
    let two = two.as_str();
    for (before, after) in [
        // The end of it for one of its rules goes.
        (two, two.replace("<!-- copydesk-enable empty-link -->\n\n", "").replace("A hedge.\n", hole)),
        // The end of it goes.
        (until, until.replace("<!-- copydesk-enable empty-link -->\n\n", "").replace("A hedge.\n", hole)),
        // It is above something else.
        (next, next.replace("A [mast]().\n", hole)),
        (next, next.replace("A [mast]().\n", &format!("{hole}A [mast]().\n"))),
        (next, format!("A mast.\n\n{}", next.replace("A [mast]().\n\nA hedge.\n", hole))),
    ] {
        let folder = change(&[]);
        folder.write(FILE, CLEAN.replace("Good morning.\n", before));
        commit(folder.path());
        git(folder.path(), &["branch", "-q", "-f", "main"]);
        let check = format!("{CHECK} --fail-on warning");
        folder.run(&check).exits(0).says("no problems");
        let kept = format!("Hello.\n\n{}", before.replace("A hedge.", "A tall hedge."));
        folder.write(FILE, CLEAN.replace("Good morning.\n", &kept));
        folder.run(&check).exits(0).says("no problems");
        folder.write(FILE, CLEAN.replace("Good morning.\n", &after));
        let run = folder.run(&check).exits(1);
        assert_eq!(run.out.matches("[new-waiver]").count(), 1, "{after}\n{}", run.out);
    }
}

#[test]
fn a_waiver_that_the_change_adds_is_reported() {
    let waiver = "<!-- copydesk-disable-next-line empty-link: it comes later -->";
    let folder = change(&[]);
    folder.write(FILE, CLEAN.replace("Good morning.", &format!("{waiver}\nGood [morning]().")));
    commit(folder.path());
    git(folder.path(), &["branch", "-q", "-f", "main"]);
    let check = format!("{CHECK} --fail-on warning");
    folder.run(&check).exits(0).says("no problems");

    add(&folder, &format!("{waiver}\nA hedge with [a hole]()."));
    let reported = "_drafts/2026-06-08-draft.md:13:1: warning: this change adds or extends a waiver \
                of 'empty-link' [new-waiver]\n";
    let run = folder.run(&check).exits(1);
    assert_eq!(run.out, format!("{reported}1 file checked, 1 problem: 1 warning\n"));
    // It fails no check that lets warnings pass, and is none where nothing is compared.
    folder.run(CHECK).exits(0).says("[new-waiver]");
    folder.run("lint . --format concise --fail-on hint").exits(0);

    // A waiver can't take it away, at any place.
    let text = folder.read(FILE);
    folder.write(FILE, format!("{text}\n<!-- copydesk-disable-file new-waiver: no -->\n"));
    let run = folder.run(&check).exits(1);
    assert!(run.out.contains("[new-waiver]") && run.out.contains("[malformed-waiver]"), "{}", run.out);
    folder.write(FILE, text);
    folder.write("copydesk.yml", WAIVERS.replace("empty-link", "new-waiver"));
    folder.run(&format!("{check} --profile worktree")).fails("'new-waiver' can't be waived");
}

#[test]
fn all_waivers_of_a_new_draft_are_new() {
    let folder = change(&[]);
    let text = CLEAN.replace("2026-06-08", "2026-06-15");
    let text =
        text.replace("Good morning.", "Good [morning](). <!-- copydesk-disable-line empty-link: later -->");
    folder.write("_drafts/2026-06-15-draft.md", text);
    let run = folder.run(CHECK).exits(1);
    assert!(
        run.out.contains("2026-06-15-draft.md:8:19: warning: this change adds or extends a waiver"),
        "{}",
        run.out
    );
}
