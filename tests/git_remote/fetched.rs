//! Fetching contributions aside.

use std::sync::{Arc, Mutex};

use copydesk::git::{
    Control, Depth, Forge, GitError, Refspec, RemoteError, Repo, fetch, list, not_fetched, private_name,
};

use crate::git_remote::server::daemon;
use crate::git_remote::{Desk, World, alone, everything, import};

/// A bare repository with forty contributions, each on top of an older commit of the draft.
fn contributed() -> World {
    let world = World::new();
    let mut commits = String::new();
    for n in 1..=40 {
        let change = |name: &str, from: &str, path: &str| {
            format!(
                "commit {name}\ncommitter C <c@example.com> {} +0000\ndata 5\nstory\n{from}M 644 inline {path}\n\
                 data 2\n{n:02}\n",
                1_700_000_000 + n
            )
        };
        let draft = format!("drafts/{n}.md");
        commits += &change(&format!("refs/pull/{n}/head"), "from refs/heads/main^0\n", &draft);
        commits += &change(&format!("refs/pull/{n}/merge"), "from refs/heads/main^0\n", &draft);
        if n % 10 == 0 {
            let from = if n == 10 { "from refs/heads/main^0\n" } else { "" };
            commits += &change("refs/heads/main", from, "drafts/draft.md");
        }
    }
    import(&world.base.path().join("news.git"), &commits);
    world.desk.git(&["pull", "-q", "--ff-only", "origin", "main"]);
    world
}

#[test]
fn forty_contributions_come_in_one_go_and_touch_nothing() {
    alone("git_remote::fetched::forty_contributions_come_in_one_go_and_touch_nothing", || {
        let world = contributed();
        let Some(port) = daemon(world.base.path()) else { return };
        let desk = &world.desk;
        desk.git(&["remote", "set-url", "origin", &format!("git://127.0.0.1:{port}/news.git")]);
        desk.git(&["fetch", "-q", "origin"]);
        world.change_there();
        world.bare(&["tag", "v1"]);
        desk.git(&["config", "fetch.prune", "true"]);
        desk.write("drafts/draft.md", "typing\n");
        let before = everything(desk);
        let reported = Arc::new(Mutex::new(Vec::new()));
        let heard = reported.clone();
        let control = Control::default().with_listener(move |step| heard.lock().unwrap().push(step.clone()));

        let listing = list(Some(&desk.repo()), "origin", Forge::GitHub.requests(), &control).unwrap();
        assert_eq!(listing.default_branch.as_deref(), Some("main"));
        let all = listing.contributions();
        assert_eq!((all.len(), all[0].number, all[39].number), (40, Some(40), Some(1)));
        let repo = desk.repo();
        let open: Vec<_> = not_fetched(&repo, "origin", &all);
        assert_eq!(open.len(), 40);
        let mut wanted: Vec<Refspec> = open.iter().map(|it| Refspec::new("origin", &it.name)).collect();
        wanted.push(Refspec::new("origin", "refs/heads/main"));
        wanted.push(Refspec::new("origin", "refs/pull/99/head"));
        let gone = fetch(&repo, "origin", &wanted, Depth::Kept, &control).unwrap();
        assert_eq!(gone, [Refspec::new("origin", "refs/pull/99/head")]);
        // The work tells what it waits for, before the remote says anything, and when it is over.
        let steps = std::mem::take(&mut *reported.lock().unwrap());
        assert!(steps.iter().any(|step| step.percent == Some(100)), "{steps:?}");
        let phases: Vec<&str> = steps.iter().map(|step| step.phase.as_str()).collect();
        assert_eq!(phases[..3], ["Asking origin", "", "Fetching from origin"], "{steps:?}");
        assert_eq!(phases.last(), Some(&""));

        assert_eq!(not_fetched(&repo, "origin", &all).len(), 0);
        for it in &all {
            assert_eq!(repo.commit_of(&private_name("origin", &it.name)), Ok(it.oid));
        }
        let main = repo.commit_of("refs/copydesk/origin/heads/main").unwrap();
        assert_ne!(main, repo.commit_of("refs/remotes/origin/main").unwrap());
        let after: Vec<String> = everything(desk)
            .into_iter()
            .map(|text| {
                text.lines().filter(|line| !line.contains("refs/copydesk/")).collect::<Vec<_>>().join("\n")
            })
            .collect();
        let before: Vec<String> = before.iter().map(|text| text.trim_end_matches('\n').to_owned()).collect();
        assert_eq!(after, before);
        // Again: nothing to do, and what was changed there is replaced here.
        world.bare(&["update-ref", "refs/pull/7/head", "refs/pull/8/head"]);
        let now = list(Some(&repo), "origin", Forge::GitHub.requests(), &control).unwrap().contributions();
        let changed: Vec<_> = not_fetched(&repo, "origin", &now).iter().map(|it| it.number).collect();
        assert_eq!(changed, [Some(7)]);
        fetch(&repo, "origin", &[Refspec::new("origin", "refs/pull/7/head")], Depth::Kept, &control).unwrap();
        assert_eq!(not_fetched(&repo, "origin", &now).len(), 0);
    });
}

#[test]
fn branches_by_a_pattern() {
    alone("git_remote::fetched::branches_by_a_pattern", || {
        let world = World::new();
        for branch in ["add/a", "add/b/c", "other"] {
            world.bare(&["branch", branch, "main"]);
        }
        let listing =
            list(Some(&world.desk.repo()), "origin", &["refs/heads/add/*"], &Control::default()).unwrap();
        let names: Vec<_> = listing.contributions().into_iter().map(|it| (it.number, it.name)).collect();
        assert_eq!(names, [(None, "refs/heads/add/a".to_owned()), (None, "refs/heads/add/b/c".to_owned())]);
        assert_eq!(listing.default_branch.as_deref(), Some("main"));
    });
}

#[test]
fn what_was_kept_makes_way_and_a_lock_is_named() {
    alone("git_remote::fetched::what_was_kept_makes_way_and_a_lock_is_named", || {
        let world = World::new();
        let repo = world.desk.repo();
        let take = |branch: &str| {
            world.bare(&["branch", branch, "main"]);
            let wanted = [Refspec::new("origin", &format!("refs/heads/{branch}"))];
            let taken = fetch(&repo, "origin", &wanted, Depth::Kept, &Control::default());
            world.bare(&["branch", "-D", branch]);
            taken
        };
        let kept = || world.desk.git(&["for-each-ref", "--format=%(refname)", "refs/copydesk"]);
        take("add").unwrap();
        take("add/a/b").unwrap();
        assert_eq!(kept(), "refs/copydesk/origin/heads/add/a/b");
        take("add").unwrap();
        assert_eq!(kept(), "refs/copydesk/origin/heads/add");
        let lock = world.desk.at(".git/refs/copydesk/origin/heads/x.lock");
        std::fs::write(&lock, "").unwrap();
        let error = take("x").unwrap_err();
        assert!(
            matches!(&error, RemoteError::Git(GitError::Locked { lock: named, .. }) if named.ends_with("refs/copydesk/origin/heads/x.lock")),
            "{error:?}"
        );
    });
}

#[test]
fn a_shallow_clone_is_deepened_until_all_are_related() {
    alone("git_remote::fetched::a_shallow_clone_is_deepened_until_all_are_related", || {
        let world = World::new();
        // Long enough for two steps; the contribution starts at the beginning.
        let mut input = String::from("feature done\n");
        for n in 0..700 {
            let from = if n == 0 { "from refs/heads/main^0\n" } else { "" };
            input += &format!(
                "commit refs/heads/main\ncommitter C <c@example.com> {} +0000\ndata 1\nx\n{from}M 644 inline n\n\
                 data {}\n{n}\n",
                1_700_000_000 + n,
                n.to_string().len()
            );
        }
        input += "done\n";
        import(&world.base.path().join("news.git"), &input);
        let tree = world.bare(&["rev-parse", "main~699^{tree}"]);
        let by = ["-c", "user.name=C", "-c", "user.email=c@example.com"];
        let head = world.bare(&[&by[..], &["commit-tree", "-p", "main~699", "-m", "old", &tree]].concat());
        world.bare(&["update-ref", "refs/pull/1/head", &head]);
        let near = world.bare(&[&by[..], &["commit-tree", "-p", "main~30", "-m", "near", &tree]].concat());
        world.bare(&["update-ref", "refs/pull/2/head", &near]);

        let desk = Desk { dir: tempfile::tempdir().unwrap() };
        let url = format!("file://{}", world.base.path().join("news.git").display());
        desk.git(&["clone", "-q", "--depth=3", &url, "."]);
        let repo = desk.repo();
        let control = Control::default();
        let main = Refspec::new("origin", "refs/heads/main");
        let base = repo.commit_of("HEAD").unwrap();
        let commits = || desk.git(&["rev-list", "--count", "HEAD"]).parse::<usize>().unwrap();
        let related = |repo: &Repo, number: u32| {
            let wanted = [main.clone(), Refspec::new("origin", &format!("refs/pull/{number}/head"))];
            fetch(repo, "origin", &wanted, Depth::Related(base), &control).unwrap();
            let head = desk.repo().commit_of(wanted[1].private()).unwrap();
            desk.repo().merge_base(base, head).unwrap().unwrap().to_string()
        };
        assert_eq!(related(&repo, 2), world.bare(&["rev-parse", "main~30"]));
        // 250 more than the three that were there, counted from the contribution.
        assert_eq!(commits(), 282);
        assert_eq!(related(&repo, 1), world.bare(&["rev-parse", "main~699"]));
        assert_eq!(commits(), 701);
        // What the user has is never cut off again.
        fetch(&repo, "origin", std::slice::from_ref(&main), Depth::Kept, &control).unwrap();
        assert_eq!(commits(), 701);
        // Nor where the remote has gone on by more than is asked for first.
        let desk = Desk { dir: tempfile::tempdir().unwrap() };
        desk.git(&["clone", "-q", "--depth=300", &url, "."]);
        let mut input = String::new();
        for n in 0..80 {
            let from = if n == 0 { "from refs/heads/main^0\n" } else { "" };
            input += &format!(
                "commit refs/heads/main\ncommitter C <c@example.com> 1800000000 +0000\ndata 1\nx\n{from}"
            );
        }
        import(&world.base.path().join("news.git"), &input);
        fetch(&desk.repo(), "origin", &[main], Depth::Kept, &control).unwrap();
        let commits: usize = desk.git(&["rev-list", "--count", "HEAD"]).parse().unwrap();
        assert!(commits >= 300, "{commits}");
        desk.is_sound();
    });
}
