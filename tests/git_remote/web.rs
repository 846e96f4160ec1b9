//! Over http: passwords, permissions, a small clone.

use std::path::Path;
use std::sync::atomic::Ordering;

use copydesk::git::{
    Control, Depth, GitError, Hint, NewCommit, Outcome, Push, Refspec, Refusal, RemoteError, clone,
    commit_on_branch, fetch, fetch_files, list, push,
};

use crate::git_remote::server::{Door, web};
use crate::git_remote::{World, alone};

fn serve(world: &World, door: Door) -> Option<String> {
    let (port, _) = web(world.base.path(), door)?;
    let url = format!("http://127.0.0.1:{port}/news.git");
    world.desk.git(&["remote", "set-url", "origin", &url]);
    Some(url)
}

#[test]
fn a_password_is_wanted() {
    alone("git_remote::web::a_password_is_wanted", || {
        let world = World::new();
        world.change("two\n");
        if serve(&world, Door::Password).is_none() {
            return;
        }
        let error = world.refusal();
        assert_eq!(
            error.with_hint(),
            "127.0.0.1 asks for a user name and password, and git has none stored for it: sign in once with `git \
             ls-remote origin` in a terminal, or set up a credential helper or an ssh key, then try again"
        );
        let helper = |password: &str| {
            let helper = format!("!f() {{ echo username=ed; echo password={password}; }}; f");
            world.desk.git(&["config", "credential.helper", &helper]);
        };
        helper("wrong");
        let error = world.refusal();
        assert!(
            error.to_string().starts_with("127.0.0.1 does not accept the stored user name and password"),
            "{error}"
        );
        assert!(!error.output().unwrap().contains("wrong"), "{error:?}");
        helper("right");
        assert_eq!(world.push().unwrap().outcome, Outcome::Updated);
    });
}

#[test]
fn no_permission_and_no_repository() {
    alone("git_remote::web::no_permission_and_no_repository", || {
        let world = World::new();
        world.change("two\n");
        let Some(url) = serve(&world, Door::ReadOnly) else { return };
        let error = world.refusal();
        let RemoteError::Refused(refused) = &error else { panic!("{error:?}") };
        assert_eq!(refused.refusal, Refusal::NoPermission {}, "{error:?}");
        assert!(
            error.to_string().starts_with("127.0.0.1 does not let you write to this repository"),
            "{error}"
        );
        let none = url.replace("news", "none");
        assert_eq!(
            list(None, &none, &[], &Control::default()).unwrap_err().with_hint(),
            format!(
                "there is no repository at {none}, or you have no access to it: check the address in `git remote -v` \
                 and your access to it, then try again"
            )
        );
    });
}

#[test]
fn a_small_clone_reads_a_draft_and_pushes_a_commit() {
    alone("git_remote::web::a_small_clone_reads_a_draft_and_pushes_a_commit", || {
        let world = World::new();
        for n in 0..20 {
            // Noise does not compress.
            let mut seed = n as u32;
            let noise = std::iter::repeat_with(|| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (seed >> 24) as u8
            });
            world.desk.write(&format!("assets/{n}.png"), noise.take(20_000).collect::<Vec<u8>>());
            world.desk.write("drafts/draft.md", format!("{n}\n"));
            world.desk.git(&["add", "."]);
            world.desk.git(&["commit", "-qm", &n.to_string()]);
        }
        world.desk.git(&["push", "-q", "origin", "main"]);
        world.bare(&["config", "uploadpack.allowFilter", "true"]);
        let Some((port, sent)) = web(world.base.path(), Door::Open) else { return };
        let url = format!("http://127.0.0.1:{port}/news.git");
        let cache = tempfile::tempdir().unwrap();
        let folder = cache.path().join("a/news.git");
        let control = Control::default();
        let repo = clone(&url, &folder, &control).unwrap();
        let small = sent.load(Ordering::Relaxed);
        let again = clone(&url, &folder, &control).unwrap_err();
        assert_eq!(again, RemoteError::FolderExists { path: folder.clone() });

        let tip = repo.commit_of("HEAD").unwrap();
        let draft = Path::new("drafts/draft.md");
        assert_eq!(repo.blob(tip, draft), Err(GitError::NotFetched { path: draft.into() }));
        assert_eq!(fetch_files(&repo, "origin", &[(tip, Path::new("drafts"))], &control), Ok(1));
        assert_eq!(fetch_files(&repo, "origin", &[(tip, Path::new("drafts"))], &control), Ok(0));
        assert_eq!(repo.blob(tip, draft).unwrap().unwrap(), b"19\n");
        assert!(small < 10_000, "{small} bytes for a clone");

        let files =
            [(draft.to_path_buf(), b"19\nmine\n".to_vec()), ("assets/new.png".into(), b"new".to_vec())];
        world.desk.git(&["config", "--global", "user.name", "Con Tributor"]);
        world.desk.git(&["config", "--global", "user.email", "con@example.com"]);
        let what = NewCommit { start: tip, files: &files, message: "Add mine", branch: "add/mine" };
        let made = commit_on_branch(&repo, &what, &control).unwrap();
        let what = Push { remote: Some("origin"), branch: Some("add/mine"), set_upstream: false };
        assert_eq!(push(&repo, what, &control).unwrap().outcome, Outcome::Created);
        assert_eq!(world.bare(&["rev-parse", "add/mine"]), made.to_string());
        assert_eq!(
            world.bare(&["diff", "--name-only", "main", "add/mine"]),
            "assets/new.png\ndrafts/draft.md"
        );
        assert!(sent.load(Ordering::Relaxed) < 20_000, "{sent:?} bytes in all");

        // The next week: only what is new comes.
        world.change("20\n");
        world.desk.git(&["push", "-q", "origin", "main"]);
        let wanted = [Refspec::new("origin", "refs/heads/main")];
        assert_eq!(fetch(&repo, "origin", &wanted, Depth::Newest, &control), Ok(vec![]));
        let tip = repo.commit_of(wanted[0].private()).unwrap();
        fetch_files(&repo, "origin", &[(tip, draft)], &control).unwrap();
        assert_eq!(repo.blob(tip, draft).unwrap().unwrap(), b"20\n");
    });
}

#[test]
fn a_clone_that_fails_leaves_nothing() {
    alone("git_remote::web::a_clone_that_fails_leaves_nothing", || {
        let world = World::new();
        let Some(url) = serve(&world, Door::Password) else { return };
        let cache = tempfile::tempdir().unwrap();
        let error = clone(&url, &cache.path().join("news"), &Control::default()).unwrap_err();
        assert!(matches!(&error, RemoteError::Refused(it) if it.refusal == Refusal::Login {}), "{error:?}");
        assert_eq!(cache.path().read_dir().unwrap().count(), 0);
    });
}

#[test]
fn a_fork_that_lags_behind_takes_a_push_after_the_whole_history_has_come() {
    alone("git_remote::web::a_fork_that_lags_behind_takes_a_push_after_the_whole_history_has_come", || {
        let world = World::new();
        let fork = world.base.path().join("fork.git");
        let news = world.base.path().join("news.git");
        world.desk.git(&["clone", "-q", "--bare", news.to_str().unwrap(), fork.to_str().unwrap()]);
        world.change("two\n");
        world.desk.write("assets/a.png", "image\n");
        world.desk.git(&["add", "."]);
        world.desk.git(&["commit", "-qm", "picture"]);
        world.desk.git(&["push", "-q", "origin", "main"]);
        world.bare(&["config", "uploadpack.allowFilter", "true"]);
        world.desk.git(&["config", "--global", "user.name", "Con Tributor"]);
        world.desk.git(&["config", "--global", "user.email", "con@example.com"]);
        let Some(url) = serve(&world, Door::Open) else { return };
        let cache = tempfile::tempdir().unwrap();
        let control = Control::default();
        let repo = clone(&url, &cache.path().join("news"), &control).unwrap();
        let start = repo.commit_of("HEAD").unwrap();
        let files = [("drafts/draft.md".into(), b"mine\n".to_vec())];
        let what = NewCommit { start, files: &files, message: "Mine", branch: "add/mine" };
        commit_on_branch(&repo, &what, &control).unwrap();
        let fork = url.replace("news", "fork");
        let what = Push { remote: Some(&fork), branch: Some("add/mine"), set_upstream: false };
        let error = push(&repo, what, &control).unwrap_err();
        assert!(matches!(&error, RemoteError::Refused(it) if it.refusal == Refusal::Shallow {}), "{error:?}");

        let main = [Refspec::new("origin", "refs/heads/main")];
        fetch(&repo, "origin", &main, Depth::Whole, &control).unwrap();
        assert_eq!(push(&repo, what, &control).unwrap().outcome, Outcome::Created);
        let there = ["-C", world.base.path().join("fork.git").to_str().unwrap(), "fsck", "--strict"]
            .map(str::to_owned);
        world.desk.git(&there.each_ref().map(String::as_str));
    });
}
