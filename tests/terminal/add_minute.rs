//! A contribution from the shell's prompt to the pushed branch, with every key counted that is not the
//! item's own text. The remote is a server on loopback.

use crate::git_remote::server::{Door, web};
use crate::support::program;
use crate::terminal::desk::Desk;
use crate::terminal::remote::world;
use crate::terminal::world::TODAY;
use crate::terminal::{World, key};

const MOST_KEYS: usize = 25;

/// A shell in a folder, and the number of keys that were pressed.
struct Contributor {
    shell: Desk,
    keys: usize,
}

impl Contributor {
    fn new(world: &World) -> Contributor {
        let binary = env!("CARGO_BIN_EXE_copydesk");
        let script = format!("#!/bin/sh\nexec '{binary}' --as-of {TODAY} \"$@\"\n");
        program::write(&world.path("bin/copydesk"), script);
        let mut shell = world.run("sh", &["-i"], 80, 24);
        shell.wait_for("shell> ");
        Contributor { shell, keys: 0 }
    }

    /// Presses keys; each of these is one.
    fn press(&mut self, keys: &str) -> &mut Contributor {
        self.keys += keys.chars().count();
        self.shell.keys(keys);
        self
    }

    /// Types a value of the item.
    fn text(&mut self, text: &str) -> &mut Contributor {
        self.shell.keys(text);
        self
    }

    fn wait_for(&mut self, text: &str) -> &mut Contributor {
        self.shell.wait_for(text);
        self
    }

    #[track_caller]
    fn was_quick(mut self) {
        assert!(self.keys <= MOST_KEYS, "{} keys", self.keys);
        self.shell.wait_for("shell> ").keys("exit\r");
        self.shell.wait_exit();
    }
}

fn shell_world(world: World) -> World {
    let path = format!("{}:{}", world.path("bin").display(), std::env::var("PATH").unwrap());
    world.with("PS1", "shell> ").with("ENV", "").with("PATH", &path)
}

/// The demo, whose remote is a server; `None` if git has none.
fn served(door: Door) -> Option<(World, String)> {
    let world = shell_world(world());
    world.git(&["-C", "../remote.git", "config", "http.receivepack", "true"]);
    let (port, _) = web(&world.path("."), door)?;
    let site = format!("http://127.0.0.1:{port}");
    world.git(&["remote", "set-url", "origin", &format!("{site}/remote.git")]);
    world.git(&["config", "--global", "copydesk.127.0.0.1.forge", "github"]);
    Some((world, site))
}

fn pushed_text(world: &World, repository: &str, draft: &str) -> String {
    world.git(&["-C", repository, "show", &format!("add/a-kite-that-maps:{draft}")])
}

#[test]
fn a_story_is_pushed_from_the_prompt() {
    let Some((world, site)) = served(Door::Open) else { return };
    let mut contributor = Contributor::new(&world);
    contributor.press("copydesk add\r").wait_for("Contribute to").wait_for("News From Around the Web");
    contributor.text("https://example.com/kite").press(key::TAB).text("A kite that maps").press(key::TAB);
    contributor.text("A [kite](https://example.com/kite) that maps").wait_for("✓ no problems");
    contributor.press(key::CTRL_P).wait_for("pushed the new branch add/a-kite-that-maps to origin");
    // Its lines, and the next step.
    contributor.wait_for("    A [kite](https://example.com/kite) that maps - [example.com]");
    contributor.wait_for(&format!("open the pull request at {site}/remote/compare/main..."));
    contributor.was_quick();
    let text = pushed_text(&world, "../remote.git", "_drafts/2026-06-01-draft.md");
    assert!(text.contains("A [kite](https://example.com/kite) that maps - [example.com]"), "{text}");
}

#[test]
fn a_page_of_an_own_branch_is_asked_about_before_the_form_closes() {
    let Some((world, _)) = served(Door::Open) else { return };
    let mut contributor = Contributor::new(&world);
    let fill = |contributor: &mut Contributor, title: &str, text: &str| {
        contributor.press("copydesk add\r").wait_for("Contribute to").wait_for("News From Around the Web");
        contributor.text("https://example.com/kite").press(key::TAB).text(title).press(key::TAB);
        contributor.text(text).wait_for("✓ no problems");
    };
    fill(&mut contributor, "A kite that maps", "A [kite](https://example.com/kite) that maps");
    contributor.press(key::CTRL_S).wait_for("`copydesk push add/a-kite-that-maps` pushes it");
    contributor.wait_for("shell> ");
    fill(&mut contributor, "A kite", "A [kite](https://example.com/kite) that sees");
    contributor.press(key::CTRL_S).wait_for("add/a-kite-that-maps has this page already: Ctrl-S again");
    contributor.press(key::CTRL_S).wait_for("on the branch add/a-kite-that-maps");
    contributor.wait_for("shell> ").press("exit\r");
    let text = world.git(&["show", "add/a-kite-that-maps:_drafts/2026-06-01-draft.md"]);
    assert!(text.contains("that sees") && !text.contains("that maps -"), "{text}");
}

#[test]
fn a_link_is_pushed_to_a_section_that_is_found_by_its_first_letters() {
    let Some((world, _)) = served(Door::Open) else { return };
    let issue = include_str!("../../examples/this-week-in-rust/2026-06-03-this-week-in-rust.md");
    let draft = "draft/2026-06-03-this-week-in-rust.md";
    world.git(&["rm", "-rq", "."]);
    std::fs::create_dir_all(world.news().join("draft")).unwrap();
    std::fs::write(world.news().join(draft), issue).unwrap();
    world.git(&["add", "."]);
    world.git(&["commit", "-qm", "An issue of links"]);
    world.git(&["push", "-q", "origin", "HEAD:main"]);
    let mut contributor = Contributor::new(&world);
    contributor.press("copydesk add\r").wait_for("or type words").wait_for("The Crab Cage, number 31");
    contributor.press("walk").wait_for("Write a parser for train timetables").press(key::ENTER);
    contributor.text("https://example.com/kite").press(key::TAB).text("A kite that maps");
    contributor.wait_for("[A kite that maps](https://example.com/kite)").wait_for("✓ no problems");
    contributor.press(key::CTRL_P).wait_for("pushed the new branch add/a-kite-that-maps to origin");
    contributor.was_quick();
    let text = pushed_text(&world, "../remote.git", draft);
    // After the last line without a label.
    let line = "(https://example.com/blink)\n* [A kite that maps](https://example.com/kite)\n* [series]";
    assert!(text.contains(line), "{text}");
}

#[test]
fn who_may_not_push_gets_a_fork_by_one_key() {
    let Some((world, site)) = served(Door::ReadOnly) else { return };
    world.git(&["clone", "-q", "--bare", "../remote.git", "../fork.git"]);
    let fork = world.path("fork.git").display().to_string();
    let gh = format!(
        "#!/bin/sh\ncase \"$*\" in\n'auth status'*) exit 0;;\n*repos/remote/forks) echo '{{\"clone_url\": \"{fork}\"}}';;\nesac\n"
    );
    program::write(&world.path("bin/gh"), gh);
    let mut contributor = Contributor::new(&world);
    contributor.press("copydesk add\r").wait_for("Contribute to");
    contributor.text("https://example.com/kite").press(key::TAB).text("A kite that maps").press(key::TAB);
    contributor.text("A [kite](https://example.com/kite) that maps").wait_for("✓ no problems");
    contributor.press(key::CTRL_P).wait_for("fork it with gh and push there? [Y/n]");
    contributor.press(key::ENTER).wait_for("pushed the new branch add/a-kite-that-maps to ");
    contributor.was_quick();
    let text = pushed_text(&world, "../fork.git", "_drafts/2026-06-01-draft.md");
    assert!(text.contains("A [kite](https://example.com/kite) that maps"), "{site}: {text}");
}

#[test]
fn a_form_opens_with_what_was_given_and_says_what_speaks_against_a_push() {
    let world = shell_world(world());
    let given = ["add", "--url", "https://example.com/gulls", "--section", "Wether", "--title", "Gulls"];
    let mut form = world.start(&given, 80, 24);
    // No section is called so: the words are searched, and can be corrected.
    form.wait_for("No section has these words in its heading.").wait_for("https://example.com/gulls");
    form.keys(key::CTRL_U).keys("news aro").wait_for("News From Around the Web");
    form.keys(key::ENTER).keys("It is [linked]() twice").wait_for("[empty-link]");
    form.keys(key::CTRL_P).wait_for("Ctrl-P again pushes it anyway: the item has 1 error");
    assert_eq!(world.git(&["branch", "--list", "add/*"]), "");
    form.keys(key::CTRL_P);
    assert_eq!(form.wait_exit(), 0, "{}", form.screen());
    form.wait_for("pushed the new branch add/gulls to origin");
}
