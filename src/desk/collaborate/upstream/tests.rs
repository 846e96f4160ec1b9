use std::process::Command;

use super::*;
use crate::profile::built_in;

const START: &str = "# Draft\n\n- one\n- two\n";

/// A bare repository and two clones of it: the desk's and another user's.
struct World {
    dir: tempfile::TempDir,
}

impl World {
    fn new() -> World {
        let world = World { dir: tempfile::tempdir().unwrap() };
        world.git(".", &["init", "-q", "--bare", "-b", "main", "remote.git"]);
        world.git(".", &["clone", "-q", "remote.git", "other"]);
        world.name("other");
        world.git("other", &["checkout", "-q", "-B", "main"]);
        world.commit("other", "draft.md", START);
        world.git("other", &["push", "-q", "-u", "origin", "main"]);
        world.git(".", &["clone", "-q", "remote.git", "desk"]);
        world.name("desk");
        world
    }

    fn name(&self, clone: &str) {
        self.git(clone, &["config", "user.name", "Ed Itor"]);
        self.git(clone, &["config", "user.email", "ed@example.org"]);
        self.git(clone, &["config", "commit.gpgSign", "false"]);
    }

    fn git(&self, folder: &str, args: &[&str]) -> String {
        let mut command = Command::new("git");
        command.current_dir(self.dir.path().join(folder)).args(args);
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        let out = command.output().unwrap();
        assert!(out.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap().trim().to_owned()
    }

    fn commit(&self, clone: &str, file: &str, text: &str) {
        std::fs::write(self.dir.path().join(clone).join(file), text).unwrap();
        self.git(clone, &["add", "."]);
        self.git(clone, &["commit", "-q", "-m", file]);
    }

    /// Commits of another user, pushed.
    fn push(&self, text: &str) {
        self.commit("other", "draft.md", text);
        self.git("other", &["push", "-q"]);
    }

    fn draft(&self) -> PathBuf {
        self.dir.path().join("desk/draft.md")
    }

    fn known(&self) -> Option<RemoteDraft> {
        remote_draft(&self.draft()).unwrap()
    }

    fn fetched(&self) -> RemoteDraft {
        self.tried().unwrap()
    }

    fn tried(&self) -> Result<RemoteDraft, UpstreamError> {
        fetch_remote_draft(&self.draft(), &Control::default())
    }
}

#[test]
fn what_is_new_is_known_after_a_fetch_and_only_then() {
    let world = World::new();
    let known = world.known().unwrap();
    assert_eq!((known.name(), known.is_newer(), known.behind), ("origin/main".into(), false, 0));
    world.commit("other", "notes.md", "not the draft\n");
    world.push(&START.replace("two", "two\n- three"));
    world.push(&START.replace("two", "two\n- three\n- four"));
    assert_eq!(world.known(), Some(known), "nothing is fetched unasked");

    let before = world.git("desk", &["for-each-ref", "refs/heads", "refs/remotes", "refs/tags"]);
    let fetched = world.fetched();
    assert!(fetched.is_newer());
    assert_eq!((fetched.ahead, fetched.behind, fetched.newer), (0, 3, 2));
    assert_eq!(fetched.base.as_deref(), Some(START));
    assert_eq!(fetched.text.as_deref(), Some("# Draft\n\n- one\n- two\n- three\n- four\n"));
    assert_eq!(world.git("desk", &["for-each-ref", "refs/heads", "refs/remotes", "refs/tags"]), before);
    assert_eq!(world.git("desk", &["status", "--porcelain"]), "");
    assert_eq!(world.known(), Some(fetched.clone()), "and it is known at the next start");
    assert_eq!(world.fetched(), fetched);
}

#[test]
fn where_both_went_on_the_base_is_what_both_had() {
    let world = World::new();
    world.commit("desk", "draft.md", &START.replace("one", "ONE"));
    world.push(&START.replace("two", "TWO"));
    let fetched = world.fetched();
    assert_eq!((fetched.ahead, fetched.behind, fetched.newer), (1, 1, 1));
    assert_eq!(fetched.base.as_deref(), Some(START));
    let profile = built_in("circuitpython").unwrap();
    assert!(!fetched.is_merged_into(&START.replace("one", "ONE"), &profile));
    assert!(fetched.is_merged_into("# Draft\n\n- ONE\n- TWO\n", &profile));
    // After a merge nothing is left to do.
    world.git("desk", &["-c", "merge.conflictStyle=merge", "pull", "-q", "--no-rebase", "-X", "ours"]);
    assert!(!world.known().unwrap().is_newer());
}

#[test]
fn what_the_user_fetched_counts_as_well() {
    let world = World::new();
    world.push(&START.replace("one", "1"));
    world.fetched();
    world.push(&START.replace("one", "1!"));
    world.git("desk", &["fetch", "-q"]);
    assert_eq!(world.known().unwrap().newer, 2);
}

#[test]
fn a_draft_that_was_moved_there_is_gone() {
    let world = World::new();
    world.git("other", &["mv", "draft.md", "post.md"]);
    world.push(START);
    world.git("other", &["rm", "-q", "draft.md"]);
    world.git("other", &["commit", "-q", "-m", "gone"]);
    world.git("other", &["push", "-q"]);
    let fetched = world.fetched();
    assert!(fetched.is_gone() && !fetched.is_newer());
}

#[test]
fn the_branch_that_is_followed_is_the_one_that_counts() {
    let world = World::new();
    world.git("other", &["checkout", "-q", "-b", "next"]);
    world.commit("other", "draft.md", &START.replace("one", "next one"));
    world.git("other", &["push", "-q", "-u", "origin", "next"]);
    world.git("desk", &["checkout", "-q", "-b", "mine"]);
    assert_eq!(world.fetched().name(), "origin/main", "a branch of its own follows the default one");
    world.git("desk", &["config", "branch.mine.remote", "origin"]);
    world.git("desk", &["config", "branch.mine.merge", "refs/heads/next"]);
    assert_eq!(world.known(), None, "never fetched");
    let fetched = world.fetched();
    assert_eq!((fetched.name(), fetched.newer), ("origin/next".to_owned(), 1));
    world.git("desk", &["config", "branch.mine.merge", "refs/heads/nothing"]);
    let error = world.tried().unwrap_err().to_string();
    assert!(error.starts_with("origin has no branch nothing"), "{error}");
}

#[test]
fn histories_without_a_common_commit_are_not_compared() {
    let world = World::new();
    world.git("other", &["checkout", "-q", "--orphan", "new"]);
    world.commit("other", "draft.md", "# Another\n");
    world.git("other", &["push", "-q", "-f", "origin", "new:main"]);
    assert!(matches!(world.tried(), Err(UpstreamError::Unrelated { .. })));
}

#[test]
fn a_shallow_clone_is_deepened_until_there_is_a_base() {
    let world = World::new();
    world.push(&START.replace("one", "1"));
    let url = format!("file://{}", world.dir.path().join("remote.git").display());
    std::fs::remove_dir_all(world.dir.path().join("desk")).unwrap();
    world.git(".", &["clone", "-q", "--depth", "1", &url, "desk"]);
    world.name("desk");
    for n in 2..6 {
        world.push(&START.replace("one", &n.to_string()));
    }
    let fetched = world.fetched();
    assert_eq!((fetched.newer, fetched.base), (4, Some(START.replace("one", "1"))));
}

#[test]
fn what_fails_says_why_and_changes_nothing() {
    let world = World::new();
    let cancelled = Control::default();
    cancelled.cancel();
    let result = fetch_remote_draft(&world.draft(), &cancelled);
    assert!(
        matches!(result, Err(UpstreamError::Remote(RemoteError::Git(GitError::Cancelled)))),
        "{result:?}"
    );

    let refs = world.git("desk", &["for-each-ref"]);
    std::fs::rename(world.dir.path().join("remote.git"), world.dir.path().join("away.git")).unwrap();
    assert!(matches!(world.tried(), Err(UpstreamError::Remote(RemoteError::Refused(_)))));
    assert_eq!(world.git("desk", &["for-each-ref"]), refs);

    world.git("desk", &["remote", "remove", "origin"]);
    assert!(matches!(world.tried(), Err(UpstreamError::NoRemote)));
    assert_eq!(world.known(), None);
    world.git(".", &["init", "-q", "empty"]);
    let draft = world.dir.path().join("empty/draft.md");
    assert!(matches!(fetch_remote_draft(&draft, &Control::default()), Err(UpstreamError::NoCommit)));
    let nowhere = tempfile::tempdir().unwrap();
    let draft = nowhere.path().join("draft.md");
    assert_eq!(remote_draft(&draft).unwrap(), None);
    let result = fetch_remote_draft(&draft, &Control::default());
    assert!(matches!(result, Err(UpstreamError::Git(GitError::NoRepository))));
}

/// Commits the remote's draft merged into ours, then joins the histories.
fn joined(world: &World) -> Result<bool, UpstreamError> {
    let remote = world.fetched();
    world.commit("desk", "draft.md", "# Draft\n\n- ONE\n- TWO\n");
    join_histories(&world.draft(), &remote.name(), remote.head)
}

#[test]
fn a_commit_is_joined_with_what_only_the_remote_changed() {
    let world = World::new();
    world.commit("desk", "own.md", "ours\n");
    world.commit("other", "assets.txt", "theirs\n");
    world.push(&START.replace("two", "TWO"));
    assert!(joined(&world).unwrap());
    assert_eq!(
        world.git("desk", &["log", "-1", "--format=%s"]),
        "Merge remote-tracking branch 'origin/main'"
    );
    assert_eq!(world.git("desk", &["rev-parse", "HEAD^2"]), world.git("other", &["rev-parse", "HEAD"]));
    assert_eq!(world.git("desk", &["show", "HEAD:assets.txt"]), "theirs");
    assert_eq!(world.git("desk", &["show", "HEAD:own.md"]), "ours");
    assert_eq!(world.git("desk", &["show", "HEAD:draft.md"]), "# Draft\n\n- ONE\n- TWO");
    assert_eq!(world.git("desk", &["status", "--porcelain"]), "");
    assert_eq!(std::fs::read_to_string(world.dir.path().join("desk/assets.txt")).unwrap(), "theirs\n");
    let known = world.known().unwrap();
    assert_eq!((known.behind, known.is_newer()), (0, false));
    assert!(
        join_histories(&world.draft(), "origin/main", known.head).unwrap(),
        "there is nothing left to do"
    );
    world.git("desk", &["push", "-q"]);
}

#[cfg(unix)]
#[test]
fn what_does_not_merge_by_itself_is_left_to_git() {
    for what in ["both", "removed", "link", "folder"] {
        let world = World::new();
        world.commit("other", "old.md", "old\n");
        world.git("other", &["push", "-q"]);
        world.git("desk", &["pull", "-q"]);
        let there = world.dir.path().join("other");
        match what {
            "both" => {
                world.commit("desk", "old.md", "mine\n");
                world.commit("other", "old.md", "theirs\n");
            }
            "removed" => drop(world.git("other", &["rm", "-q", "old.md"])),
            "link" => std::os::unix::fs::symlink("old.md", there.join("link.md")).unwrap(),
            _ => {
                world.commit("desk", "place", "a file here\n");
                std::fs::create_dir(there.join("place")).unwrap();
                world.commit("other", "place/file.md", "a folder there\n");
            }
        }
        world.push(&START.replace("two", "TWO"));
        assert!(!joined(&world).unwrap(), "{what}");
        assert_eq!(world.git("desk", &["log", "-1", "--format=%s"]), "draft.md");
        assert_eq!(world.git("desk", &["status", "--porcelain"]), "");
    }
    // Uncommitted changes are in the way.
    let world = World::new();
    world.commit("other", "new.md", "theirs\n");
    world.push(&START.replace("two", "TWO"));
    std::fs::write(world.dir.path().join("desk/new.md"), "mine, and not committed\n").unwrap();
    let remote = world.fetched();
    world.git("desk", &["commit", "-q", "--allow-empty", "-m", "mine"]);
    assert!(join_histories(&world.draft(), &remote.name(), remote.head).is_err());
    assert_eq!(
        std::fs::read_to_string(world.dir.path().join("desk/new.md")).unwrap(),
        "mine, and not committed\n"
    );
}
