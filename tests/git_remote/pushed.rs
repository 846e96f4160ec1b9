//! Pushing to a repository that says yes, and to those that say no.

use std::io::Write;
use std::time::Duration;

use copydesk::git::{Control, GitError, Hint, Limits, Outcome, Push, Refusal, RemoteError, list, push};

use crate::git_remote::server::{daemon, listen};
use crate::git_remote::{World, alone, everything, script};

fn refusal(error: &RemoteError) -> &Refusal {
    match error {
        RemoteError::Refused(refused) => &refused.refusal,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_branch_is_pushed_and_its_remote_heard() {
    alone("git_remote::pushed::a_branch_is_pushed_and_its_remote_heard", || {
        let world = World::new();
        let Some(port) = daemon(world.base.path()) else { return };
        let url = format!("git://127.0.0.1:{port}/news.git");
        world.desk.git(&["remote", "set-url", "origin", &url]);
        world.hook("pre-receive", "printf 'Thank \\033[31myou\\033[0m\\n' >&2");
        world.change("two\n");
        let made = world.push().unwrap();
        assert_eq!((made.remote.expose(), made.branch.as_str()), ("origin", "main"));
        assert_eq!((made.outcome, made.messages), (Outcome::Updated, vec!["Thank you".to_owned()]));
        assert_eq!(world.bare(&["rev-parse", "main"]), made.oid.to_string());
        assert_eq!(world.push().unwrap().outcome, Outcome::UpToDate);

        world.desk.git(&["branch", "add/story"]);
        world.desk.git(&["tag", "-am", "x", "v1"]);
        world.desk.git(&["config", "push.followTags", "true"]);
        let what = Push { remote: Some("origin"), branch: Some("add/story"), set_upstream: true };
        assert_eq!(push(&world.desk.repo(), what, &Control::default()).unwrap().outcome, Outcome::Created);
        assert_eq!(world.desk.git(&["rev-parse", "--abbrev-ref", "add/story@{u}"]), "origin/add/story");
        assert_eq!(world.bare(&["tag"]), "");
        // The address alone will do.
        let what = Push { remote: Some(&url), branch: Some("add/story"), set_upstream: false };
        assert_eq!(push(&world.desk.repo(), what, &Control::default()).unwrap().outcome, Outcome::UpToDate);
    });
}

#[test]
fn what_a_remote_can_say_against_a_push() {
    alone("git_remote::pushed::what_a_remote_can_say_against_a_push", || {
        let world = World::new();
        world.change("two\n");
        world.hook("pre-receive", "echo 'Line 3 is too long.'; echo 'And line 4.'; exit 1");
        let error = world.refusal();
        assert_eq!(
            error.with_hint(),
            "a check at origin refused the push (“Line 3 is too long”): fix what it names, then push again, or push to \
             a fork of your own if only others may push here"
        );
        assert!(error.output().unwrap().contains("And line 4."), "{error:?}");
        std::fs::remove_file(world.base.path().join("news.git/hooks/pre-receive")).unwrap();

        let lock = world.base.path().join("news.git/refs/heads/main.lock");
        std::fs::write(&lock, "").unwrap();
        let error = world.refusal();
        assert_eq!(*refusal(&error), Refusal::Locked {});
        assert!(
            error.with_hint().starts_with("the branch is locked at origin (“")
                && error.with_hint().ends_with(
                    "”): somebody may be pushing to it now, so try again in a moment, and report it to its \
                     owner if that does not help"
                ),
            "{error}"
        );
        std::fs::remove_file(lock).unwrap();

        world.bare(&["config", "receive.denyNonFastForwards", "true"]);
        world.change_there();
        assert_eq!(
            world.refusal().with_hint(),
            "the branch at origin has new commits: fetch and merge its new commits, then push again"
        );
        assert_eq!(world.desk.git(&["rev-list", "--count", "main"]), "2");
    });
}

#[test]
fn a_branch_that_is_checked_out_there() {
    alone("git_remote::pushed::a_branch_that_is_checked_out_there", || {
        let world = World::new();
        let clone = world.base.path().join("clone");
        world.desk.git(&[
            "clone",
            "-q",
            world.base.path().join("news.git").to_str().unwrap(),
            clone.to_str().unwrap(),
        ]);
        world.desk.git(&["remote", "set-url", "origin", clone.to_str().unwrap()]);
        world.change("two\n");
        let error = world.refusal();
        assert_eq!(*refusal(&error), Refusal::CheckedOut {}, "{error}");
    });
}

#[test]
fn the_users_own_hook_is_run_and_heard() {
    alone("git_remote::pushed::the_users_own_hook_is_run_and_heard", || {
        let world = World::new();
        world.change("two\n");
        script(&world.desk.at(".git/hooks/pre-push"), "echo \"no link in $1\" >&2; exit 1");
        let error = world.refusal();
        assert_eq!(
            error.with_hint(),
            "your pre-push hook refused the push (“no link in origin”): fix what it names, then push again"
        );
        script(&world.desk.at(".git/hooks/pre-push"), "exit 0");
        world.push().unwrap();
    });
}

#[test]
fn nowhere_to_push_and_nothing_to_push() {
    alone("git_remote::pushed::nowhere_to_push_and_nothing_to_push", || {
        let world = World::new();
        let said =
            |what: Push<'_>| push(&world.desk.repo(), what, &Control::default()).unwrap_err().with_hint();
        assert_eq!(
            said(Push { remote: Some("gone"), ..Push::default() }),
            "there is no remote named gone (there is origin): add it with `git remote add gone ADDRESS`, or name \
             another"
        );
        assert_eq!(
            said(Push { branch: Some("gone"), ..Push::default() }),
            "there is no branch named gone here: check its name with `git branch`"
        );
        let none = world.base.path().join("none.git");
        let error = said(Push { remote: Some(none.to_str().unwrap()), ..Push::default() });
        assert!(error.starts_with(&format!("there is no repository at {}", none.display())), "{error}");
        world.desk.git(&["remote", "remove", "origin"]);
        assert_eq!(
            said(Push::default()),
            "no remote is configured for pushing the branch main: name a remote, add one with `git remote add NAME ADDRESS`, or set one with `git config \
             branch.main.remote NAME`"
        );
        world.desk.git(&["checkout", "-q", "--detach"]);
        let short = world.desk.git(&["rev-parse", "--short", "HEAD"]);
        assert_eq!(
            said(Push::default()),
            format!(
                "HEAD is detached at {short}, so there is no branch to push: run `git switch -c NAME` to make one \
                 here, then push"
            )
        );
    });
}

#[test]
fn a_server_that_goes_away_or_says_nothing() {
    alone("git_remote::pushed::a_server_that_goes_away_or_says_nothing", || {
        let world = World::new();
        world.change("two\n");
        let Some(port) = daemon(world.base.path()) else { return };
        let at = |port: u16| {
            world.desk.git(&["remote", "set-url", "origin", &format!("git://127.0.0.1:{port}/news.git")]);
        };
        at(port);
        // The program that receives, taken away while it waits for its check.
        world.hook("pre-receive", "kill -9 $PPID");
        let error = world.refusal();
        assert_eq!(*refusal(&error), Refusal::Gone {}, "{error:?}");
        assert!(error.to_string().starts_with("127.0.0.1 closed the connection before the end"), "{error}");

        at(listen(|mut stream| drop(stream.write_all(b"0"))));
        let error = world.refusal();
        assert!(matches!(refusal(&error), Refusal::Gone {} | Refusal::NoAnswer {}), "{error:?}");

        // Nobody listens at a port that was just given back.
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        at(free);
        let error = world.refusal();
        assert_eq!(*refusal(&error), Refusal::Connection {}, "{error:?}");

        let (stalled, held) = std::sync::mpsc::channel();
        let stalled = std::sync::Mutex::new(stalled);
        at(listen(move |stream| drop(stalled.lock().unwrap().send(stream))));
        let before = everything(&world.desk);
        let limits = Limits { silence: Duration::from_millis(300), total: None };
        let error = push(&world.desk.repo(), Push::default(), &Control::with_limits(limits)).unwrap_err();
        assert!(matches!(error, RemoteError::PushUnfinished { .. }), "{error:?}");
        assert_eq!(
            error.with_hint(),
            "the push of main had no answer within 0 seconds; origin may have it nevertheless: `copydesk push main` pushes it, or says that it is there"
        );
        drop(held);
        assert_eq!(everything(&world.desk), before);
    });
}

#[test]
fn a_push_is_cancelled_from_elsewhere() {
    alone("git_remote::pushed::a_push_is_cancelled_from_elsewhere", || {
        let world = World::new();
        world.change("two\n");
        let control = std::sync::Arc::new(Control::default());
        let other = control.clone();
        let streams = std::sync::Mutex::new(Vec::new());
        let port = listen(move |stream| {
            streams.lock().unwrap().push(stream);
            other.cancel();
        });
        world.desk.git(&["remote", "set-url", "origin", &format!("git://127.0.0.1:{port}/news.git")]);
        let before = everything(&world.desk);
        let error = push(&world.desk.repo(), Push::default(), &control).unwrap_err();
        assert_eq!(
            error.with_hint(),
            "the push of main was cancelled; origin may have it nevertheless: `copydesk push main` pushes it, or says that it is there"
        );
        assert_eq!(everything(&world.desk), before);
        assert_eq!(list(Some(&world.desk.repo()), "origin", &[], &control), Err(GitError::Cancelled.into()));
    });
}
