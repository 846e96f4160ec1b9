//! Contributing without the right to push: to a fork, which the user or the site's program makes.

use std::process::Command;

use super::world::{DRAFT, World};
use crate::git_remote::server::{Door, web};
use crate::support::program;

const LAMP: [&str; 8] = [
    "add",
    "--url",
    "https://lamp.example/hum",
    "--title",
    "A lamp that hums",
    "--text",
    "A lamp that [hums](https://lamp.example/hum) at night",
    "--push",
];
const BRANCH: &str = "add/a-lamp-that-hums";

/// A newsletter whose remote takes no push, and its address. `forge` is the kind of the site.
fn read_only(forge: &str) -> Option<(World, String)> {
    let world = World::new();
    world.git(".", &["clone", "-q", "--bare", "news.git", "fork.git"]);
    world.git("fork.git", &["config", "http.receivepack", "true"]);
    let (port, _) = web(&world.at("."), Door::ReadOnly)?;
    let site = format!("http://127.0.0.1:{port}");
    world.git("contributor", &["remote", "set-url", "origin", &format!("{site}/news.git")]);
    world.git(".", &["config", "--global", "copydesk.127.0.0.1.forge", forge]);
    Some((world, site))
}

fn has_contribution(world: &World) -> bool {
    let text = world.git("fork.git", &["show", &format!("{BRANCH}:{DRAFT}")]);
    text.contains("https://lamp.example/hum")
}

#[test]
fn who_may_not_push_is_led_to_a_fork() {
    let Some((world, site)) = read_only("gitea") else { return };
    let (code, out, error) = world.copydesk("contributor", &LAMP);
    assert_eq!(code, 2, "{out}");
    assert!(error.starts_with("copydesk: 127.0.0.1 does not let you write to this repository"), "{error}");
    let next = format!(
        "; fork it at {site}/news/fork, then run `copydesk push {BRANCH} --fork URL` with your fork's address\n"
    );
    assert!(error.ends_with(&next), "{error}");

    // The fork is at the same site.
    let (port, _) = web(&world.at("."), Door::Open).unwrap();
    let fork = format!("http://127.0.0.1:{port}/fork.git");
    let (code, out, error) = world.copydesk("contributor", &["push", BRANCH, "--fork", &fork]);
    assert_eq!((code, error.as_str()), (0, ""), "{out}");
    assert!(out.contains(&format!("pushed the new branch {BRANCH} to {fork}\n")), "{out}");
    assert!(out.contains(&format!("open the pull request at {site}/news/compare/main...")), "{out}");
    assert!(has_contribution(&world));
}

#[test]
fn a_fork_is_named_at_once_or_once_for_all() {
    let Some((world, site)) = read_only("gitea") else { return };
    let fork = world.at("fork.git").display().to_string();
    let (code, out, error) = world.copydesk("contributor", &[&LAMP[..], &["--fork", &fork]].concat());
    assert_eq!((code, error.as_str()), (0, ""), "{out}");
    assert!(has_contribution(&world));
    assert!(out.contains(&format!("open the pull request from {BRANCH} on the site of ")), "{out}");

    // An amended contribution goes on after the commit that the fork has.
    let first = world.git("fork.git", &["rev-parse", BRANCH]);
    world.git("contributor", &["config", "remote.pushDefault", &fork]);
    let mut amend = [&LAMP[..], &["--amend"]].concat();
    amend[6] = "A lamp that [hums](https://lamp.example/hum) all night";
    let (code, out, error) = world.copydesk("contributor", &amend);
    assert_eq!((code, error.as_str()), (0, ""), "{out}");
    assert_eq!(world.git("fork.git", &["rev-parse", &format!("{BRANCH}^")]), first);

    // A small clone has only the user's own configuration.
    world.git("fork.git", &["update-ref", "-d", &format!("refs/heads/{BRANCH}")]);
    world.git(".", &["config", "--global", "remote.pushDefault", &fork]);
    std::fs::create_dir(world.at("nowhere")).unwrap();
    let repo = format!("{site}/news.git");
    let (code, out, error) = world.copydesk("nowhere", &[&LAMP[..], &["--repo", &repo]].concat());
    assert_eq!((code, error.as_str()), (0, ""), "{out}");
    assert!(has_contribution(&world));
}

#[test]
fn without_a_program_that_is_signed_in_a_fork_needs_its_address() {
    let Some((world, site)) = read_only("github") else { return };
    program::write(&world.at("bin/gh"), "#!/bin/sh\nexit 1\n");
    let (code, _, error) = world.copydesk_with_bin("contributor", &[&LAMP[..], &["--fork"]].concat());
    assert_eq!(code, 2);
    assert_eq!(
        error,
        format!(
            "copydesk: neither gh nor glab is signed in at 127.0.0.1; fork the repository at {site}/news/fork and give \
             the address of your fork\n"
        )
    );
}

/// A stand-in for `gh` or `glab` that writes down its arguments and answers by them.
fn stand_in(world: &World, name: &str, answers: &str) {
    let log = world.at("log").display().to_string();
    let text = format!("#!/bin/sh\necho \"$*\" >>'{log}'\ncase \"$*\" in\n{answers}*) exit 1;;\nesac\n");
    program::write(&world.at(&format!("bin/{name}")), text);
}

#[test]
fn gh_makes_the_fork_and_answers_for_the_password() {
    let Some((world, site)) = read_only("github") else { return };
    let (port, _) = web(&world.at("."), Door::Password).unwrap();
    let fork = format!("http://127.0.0.1:{port}/fork.git");
    let host = site.trim_start_matches("http://");
    stand_in(
        &world,
        "gh",
        &format!(
            "'auth status --hostname {host}') exit 0;;\n\
             'api --hostname {host} --method POST repos/news/forks') echo '{{\"clone_url\": \"{fork}\", \"ssh_url\": \"x\"}}';;\n\
             'auth git-credential get') echo username=ed; echo password=right;;\n\
             'auth git-credential '*) exit 0;;\n"
        ),
    );
    // Without a terminal nobody is asked.
    let (code, _, error) = world.copydesk_with_bin("contributor", &LAMP);
    assert_eq!(code, 2);
    let next = format!("; `copydesk push {BRANCH} --fork` forks it with gh and pushes there\n");
    assert!(error.ends_with(&next), "{error}");
    assert!(!world.read("log").contains("POST"), "{}", world.read("log"));

    let (code, out, error) = world.copydesk_with_bin("contributor", &["push", BRANCH, "--fork"]);
    assert_eq!((code, error.as_str()), (0, ""), "{out}");
    assert!(out.contains(&format!("pushed the new branch {BRANCH} to {fork}\n")), "{out}");
    assert!(out.contains(&format!("open the pull request at {site}/news/compare/main...")), "{out}");
    assert!(has_contribution(&world));
}

#[test]
fn glab_finds_the_fork_that_is_there_already() {
    let Some((world, site)) = read_only("gitlab") else { return };
    let fork = world.at("fork.git").display().to_string();
    let host = site.trim_start_matches("http://");
    stand_in(
        &world,
        "glab",
        &format!(
            "'auth status --hostname {host}') exit 0;;\n\
             'api --hostname {host} --method POST projects/news/fork') echo 'name has already been taken' >&2; exit 1;;\n\
             'api --hostname {host} user') echo '{{\"username\": \"mira\"}}';;\n\
             'api --hostname {host} projects/mira%2Fnews') echo '{{\"http_url_to_repo\": \"{fork}\"}}';;\n"
        ),
    );
    let (code, out, error) = world.copydesk_with_bin("contributor", &[&LAMP[..], &["--fork"]].concat());
    assert_eq!((code, error.as_str()), (0, ""), "{out}");
    assert!(has_contribution(&world));

    // A fork that can't be made says why.
    stand_in(&world, "glab", "'auth status'*) exit 0;;\napi*) echo 'forking is disabled' >&2; exit 1;;\n");
    let (code, _, error) = world.copydesk_with_bin("contributor", &["push", BRANCH, "--fork"]);
    assert_eq!(code, 2);
    assert_eq!(
        error,
        "copydesk: glab could not fork news (“forking is disabled”): fork it on its site, then push to the address \
         of your fork\n"
    );
}

#[test]
fn the_safe_fixes_are_applied_to_the_new_item_only() {
    let draft = super::world::TEXT.replace("The shore meets.", "The shore  meets.\n\nThe the pier  too.");
    let world = World::with_draft(&draft);
    let add = |more: &[&str]| {
        let lamp = ["add", "--url", "https://lamp.example/hum", "--title", "A lamp", "--text"];
        let text = ["A lamp  that [hums](https://lamp.example/hum) at at night"];
        world.copydesk("contributor", &[&lamp[..], &text, more].concat())
    };
    let (code, out, _) = add(&["--dry-run"]);
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("[double-space]") && out.contains("[repeated-word]"), "{out}");
    let (code, out, error) = add(&["--fix"]);
    assert_eq!((code, error.as_str()), (0, ""), "{out}");
    assert!(out.contains("fixed 2 problems\n"), "{out}");
    assert!(out.contains("    A lamp that [hums](https://lamp.example/hum) at night - "), "{out}");
    let text = world.git("contributor", &["show", &format!("add/a-lamp:{DRAFT}")]);
    assert!(text.contains("The shore  meets.\n\nThe the pier  too."), "{text}");
}

#[test]
fn errors_and_repeated_pages_are_not_pushed_unless_that_is_meant() {
    let world = World::new();
    let again = [
        "add",
        "--url",
        "https://pier.example/night",
        "--text",
        "A [pier](https://pier.example/night) glows",
    ];
    let (code, out, error) = world.copydesk("contributor", &[&again[..], &["--push"]].concat());
    assert_eq!(code, 1, "{out}");
    assert!(error.contains("copydesk: not pushed: line 12 already links to this page\n"), "{error}");
    assert_eq!(world.git("news.git", &["branch", "--list", "add/*"]), "");
    let branch = world.git("contributor", &["branch", "--list", "--format=%(refname:short)", "add/*"]);
    assert!(out.ends_with(&format!("`copydesk push {branch}` pushes it as it is\n")), "{out}");
    let (code, out, _) = world.copydesk("contributor", &["push", &branch]);
    assert_eq!(code, 0, "{out}");

    let error_item = [
        "add",
        "--url",
        "https://a.example",
        "--title",
        "A lamp",
        "--text",
        "It [hums]() at night",
        "--push",
    ];
    let (code, out, error) = world.copydesk("contributor", &error_item);
    assert_eq!(code, 1, "{out}");
    assert!(error.contains("not pushed: the item has 1 error\n"), "{error}");
    let (code, out, _) = world.copydesk("contributor", &[&error_item[..], &["--amend", "--anyway"]].concat());
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("pushed the new branch add/a-lamp to origin\n"), "{out}");
}

#[test]
fn help_says_what_the_commands_do() {
    let help = |arguments: &[&str]| {
        let out = Command::new(env!("CARGO_BIN_EXE_copydesk")).args(arguments).output().unwrap();
        String::from_utf8(out.stdout).unwrap()
    };
    let add = help(&["add", "--help"]);
    assert!(
        add.starts_with(
            "Add one item to the draft of the newsletter's next issue, and commit it on a new branch"
        ),
        "{add}"
    );
    let import = help(&["import", "--help"]);
    for kind in copydesk::import::Kind::ALL {
        assert!(import.contains(kind.name()), "{}: {import}", kind.name());
    }
    let lint = help(&["lint", "--help"]);
    assert!(lint.contains("contribution for drafts and publish for posts"), "{lint}");
}
