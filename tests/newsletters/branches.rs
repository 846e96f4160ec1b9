//! `init` learns the branch on which drafts are written.

use super::{forms, laid_out};
use crate::lint_cli::Folder;
use crate::lint_cli::since::{commit, git};

/// A newsletter with drafts among its posts; the draft of May 31 is on a branch.
fn with_draft_on(branch: &str, path: &str) -> Folder {
    let form = forms::all().into_iter().find(|form| form.name == "builders-week").unwrap();
    let folder = laid_out(&form);
    git(folder.path(), &["switch", "-qc", branch]);
    let last = folder.read("_posts/2026-05-24-update.md");
    folder.write(path, last.replace("2026-05-24", "2026-05-31"));
    commit(folder.path());
    git(folder.path(), &["switch", "-q", "main"]);
    folder
}

fn learnt(folder: &Folder) -> String {
    folder.run("init --yes --as-of 2026-05-26").exits(0);
    folder.read("copydesk.yml")
}

#[test]
fn the_branch_is_learnt_from_its_name_and_its_draft() {
    for (branch, path, lines) in [
        (
            "20260531",
            "_posts/2026-05-31-update.md",
            &["branch: \"{yyyymmdd}\"                        # 20260531 has the next draft"][..],
        ),
        (
            "next",
            "_drafts/2026-05-31-update.md",
            &[
                "branch: next                                # it has the next draft, which is not on the branch that is checked out",
                "  drafts: \"_drafts/{date}-update.md\"        # the next draft is there on the branch next",
            ],
        ),
    ] {
        let folder = with_draft_on(branch, path);
        let clone = Folder::new();
        let origin = folder.path().display().to_string();
        git(clone.path(), &["clone", "-q", "-b", "main", &origin, "clone"]);
        for place in [folder.path().to_owned(), clone.path().join("clone")] {
            let there = place.display().to_string();
            folder.feed_words(&["-C", &there, "init", "--yes", "--as-of", "2026-05-26"], b"").exits(0);
            let profile = std::fs::read_to_string(place.join("copydesk.yml")).unwrap();
            for line in lines {
                assert!(profile.lines().any(|own| own == *line), "no line '{line}' in\n{profile}");
            }
            let status = folder.feed_words(&["-C", &there, "status", "--as-of", "2026-05-26"], b"");
            assert!(
                status
                    .out
                    .contains(&format!("the draft of the issue of 2026-05-31 is on the branch {branch}")),
                "{status:?}"
            );
            folder.feed_words(&["-C", &there, "init", "--check", "--as-of", "2026-05-26"], b"").exits(0);
        }
    }
}

#[test]
fn the_branch_of_a_numbered_draft_is_found_beside_the_newest_published_issue() {
    let form = forms::all().into_iter().find(|form| form.name == "pond").unwrap();
    let folder = laid_out(&form);
    git(folder.path(), &["switch", "-qc", "draft-101"]);
    folder.write(form.next, folder.read(form.opens));
    commit(folder.path());
    git(folder.path(), &["switch", "-q", "main"]);
    let arguments = |command: &str| format!("{command} --as-of {}", form.today);
    folder.run(&arguments("init --yes")).exits(0);
    let profile = folder.read("copydesk.yml");
    let line = "branch: \"draft-{number}\"                    # draft-101 has the next draft";
    assert!(profile.lines().any(|own| own == line), "{profile}");
    let status = folder.run(&arguments("status"));
    assert!(status.out.contains("the draft of issue 101 is on the branch draft-101"), "{status:?}");
    git(folder.path(), &["switch", "-q", "draft-101"]);
    folder.run(&arguments("status")).says("data/newsletter/2026/issue-101.markdown: issue 101");
}

#[test]
fn branches_without_an_issue_of_their_own_teach_nothing() {
    // A contribution, an old issue's only branch, and a branch of the program.
    let folder = with_draft_on("add/a-lamp", "_posts/2026-05-31-update.md");
    for (branch, path) in [("20260524", "about.md"), ("v2.0", "main.rs"), ("next", "README.md")] {
        git(folder.path(), &["switch", "-qc", branch, "main"]);
        folder.write(path, "New.\n");
        commit(folder.path());
    }
    git(folder.path(), &["switch", "-q", "main"]);
    let profile = learnt(&folder);
    assert!(!profile.contains("branch:"), "{profile}");
    // Two merged ones show the pattern.
    std::fs::remove_file(folder.join("copydesk.yml")).unwrap();
    git(folder.path(), &["branch", "20260517"]);
    let profile = learnt(&folder);
    let line = "branch: \"{yyyymmdd}\"                        # 2 of the newest branches are named after published issues";
    assert!(profile.lines().any(|own| own == line), "{profile}");
}

#[test]
fn a_draft_that_is_here_needs_no_branch() {
    let folder = with_draft_on("20260531", "_posts/2026-05-31-update.md");
    folder.write("_drafts/2026-05-31-update.md", "---\ntitle: x\n---\n\n## Builder News\n");
    let profile = learnt(&folder);
    assert!(
        !profile.contains("branch:") && profile.contains("drafts: \"_drafts/{date}-update.md\""),
        "{profile}"
    );
}
