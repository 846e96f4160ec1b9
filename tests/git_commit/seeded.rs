//! Repositories made with a given history.

use copydesk::git::{Author, GitError, Head, Identity, Snapshot, init, seed};

use crate::git_commit::{Desk, alone};

fn history() -> Vec<Snapshot> {
    let files = |files: &[(&str, &str)]| {
        files.iter().map(|(path, text)| (path.into(), text.as_bytes().to_vec())).collect()
    };
    vec![
        Snapshot {
            date: 1_700_000_000,
            message: "Start the newsletter".into(),
            files: files(&[("_drafts/a.md", "a\n"), ("assets/a.png", "x"), ("readme.md", "r\n")]),
            removed: vec![],
        },
        Snapshot {
            date: 1_700_086_400,
            message: "Publish\n\nWith a body.".into(),
            files: files(&[("_posts/a.md", "a\n")]),
            removed: vec!["_drafts/a.md".into()],
        },
    ]
}

#[test]
fn a_seeded_history_is_checked_out_clean_and_has_the_same_ids_anywhere() {
    alone("git_commit::seeded::a_seeded_history_is_checked_out_clean_and_has_the_same_ids_anywhere", || {
        let author = Author { name: "Demo".into(), email: "demo@example.com".into() };
        let make = || {
            let desk = Desk { dir: tempfile::tempdir().unwrap() };
            let repo = seed(&desk.at("demo"), &author, &history(), Identity::SetIfUnknown).unwrap();
            assert_eq!(repo.branch(), Head::Branch("main".into()));
            let inside = Desk { dir: tempfile::tempdir().unwrap() };
            std::fs::rename(desk.at("demo"), inside.at("demo")).unwrap();
            inside
        };
        let (one, two) = (make(), make());
        let git = |desk: &Desk, rest: &[&str]| desk.git(&[&["-C", "demo"], rest].concat());
        assert_eq!(
            git(&one, &["log", "--format=%h %at %ct %an %s", "--reverse", "--abbrev=40"]).lines().count(),
            2
        );
        assert_eq!(git(&one, &["rev-parse", "HEAD"]), git(&two, &["rev-parse", "HEAD"]));
        assert_eq!(
            git(&one, &["log", "-1", "--format=%at %ct %an %B"]),
            "1700086400 1700086400 Demo Publish\n\nWith a body."
        );
        assert_eq!(git(&one, &["status", "--porcelain"]), "");
        assert_eq!(git(&one, &["ls-files"]), "_posts/a.md\nassets/a.png\nreadme.md");
        assert_eq!(git(&one, &["config", "--local", "user.name"]), "Demo");
        git(&one, &["fsck", "--strict"]);
    });
}

#[test]
fn a_known_author_is_not_written_into_the_new_repository() {
    alone("git_commit::seeded::a_known_author_is_not_written_into_the_new_repository", || {
        let desk = Desk { dir: tempfile::tempdir().unwrap() };
        desk.git(&["config", "--global", "user.name", "Ed Itor"]);
        desk.git(&["config", "--global", "user.email", "ed@example.com"]);
        let author = Author { name: "Demo".into(), email: "demo@example.com".into() };
        let repo = seed(desk.dir.path(), &author, &history(), Identity::SetIfUnknown).unwrap();
        assert_eq!(repo.author().unwrap().name, "Ed Itor");
        assert!(!desk.output(&["config", "--local", "user.name"]).status.success());
    });
}

#[test]
fn an_existing_repository_is_not_made_again() {
    alone("git_commit::seeded::an_existing_repository_is_not_made_again", || {
        let desk = Desk { dir: tempfile::tempdir().unwrap() };
        assert_eq!(init(desk.dir.path()).unwrap().branch(), Head::Unborn("main".into()));
        assert!(matches!(init(desk.dir.path()), Err(GitError::Git(_))));
    });
}
