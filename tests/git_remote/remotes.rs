//! Which remote is meant, and what kind of host it is on.

use copydesk::git::Forge;

use crate::git_remote::{Desk, alone};

fn add(desk: &Desk, name: &str, url: &str) {
    desk.git(&["remote", "add", name, url]);
}

#[test]
fn the_default_remote_and_the_one_to_push_to() {
    alone("git_remote::remotes::the_default_remote_and_the_one_to_push_to", || {
        let desk = Desk::new();
        let repo = || desk.repo();
        let default = || repo().default_remote().unwrap().map(|it| it.name);
        let target = |branch: &str| repo().push_remote(branch).unwrap().map(|it| it.name);
        assert_eq!((default(), target("main")), (None, None));
        add(&desk, "only", "https://git.example.org/o/r");
        assert_eq!((default().as_deref(), target("main").as_deref()), (Some("only"), Some("only")));
        add(&desk, "origin", "git@github.com:me/r.git");
        assert_eq!((default().as_deref(), target("main").as_deref()), (Some("origin"), Some("origin")));
        add(&desk, "upstream", "https://github.com/o/r.git");
        assert_eq!((default().as_deref(), target("add/x").as_deref()), (Some("upstream"), Some("origin")));
        desk.git(&["config", "branch.main.remote", "only"]);
        assert_eq!((default().as_deref(), target("main").as_deref()), (Some("only"), Some("only")));
        desk.git(&["config", "remote.pushDefault", "upstream"]);
        assert_eq!(target("main").as_deref(), Some("upstream"));
        desk.git(&["config", "branch.main.pushRemote", "origin"]);
        assert_eq!(target("main").as_deref(), Some("origin"));
        desk.git(&["config", "branch.main.pushRemote", "gone"]);
        assert_eq!(target("main").as_deref(), Some("origin"));
        desk.git(&["remote", "set-url", "--push", "upstream", "git@github.com:o/r.git"]);
        let remotes = repo().remotes().unwrap();
        let names: Vec<&str> = remotes.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["only", "origin", "upstream"]);
        assert_eq!(remotes[2].fetch_url.expose(), "https://github.com/o/r.git");
        assert_eq!(remotes[2].push_url.expose(), "git@github.com:o/r.git");
    });
}

#[test]
fn the_configuration_tells_the_kind_of_a_host() {
    alone("git_remote::remotes::the_configuration_tells_the_kind_of_a_host", || {
        let desk = Desk::new();
        let forge = |url: &str| desk.repo().remote_url(&url.into()).unwrap().forge;
        let (own, other) = ("git@git.example.org:o/r", "https://code.example.org/o/r");
        assert_eq!(forge(own), Forge::Unknown);
        desk.git(&["config", "copydesk.forge", "Forgejo"]);
        assert_eq!((forge(own), forge(other)), (Forge::Gitea, Forge::Gitea));
        desk.git(&["config", "copydesk.git.example.org.forge", "gitlab"]);
        assert_eq!((forge(own), forge(other)), (Forge::GitLab, Forge::Gitea));
        assert_eq!(forge("https://github.com/o/r"), Forge::GitHub);
    });
}
