//! `copydesk add` on a branch of its own: the commit, the push, and the user's other work.

use super::world::{DRAFT, TEXT, World, image, put};
use crate::support::program;

const LAMP: [&str; 8] = [
    "--url",
    "https://lamp.example/hum",
    "--title",
    "A lamp that hums",
    "--text",
    "A lamp that [hums](https://lamp.example/hum) at night.",
    "--source",
    "Lamps",
];

fn add<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["add"][..], &LAMP, more].concat()
}

#[test]
fn a_broken_profile_is_named_with_its_branch() {
    let world = World::new();
    world.write("start/copydesk.yml", "extends: circuitpython\nweekday: someday\n");
    world.git("start", &["add", "."]);
    world.git("start", &["commit", "-qm", "A profile"]);
    world.git("start", &["push", "-q", &world.bare(), "main"]);
    // The work tree has one that is right.
    world.write("contributor/copydesk.yml", "extends: circuitpython\n");
    let (code, _, error) = world.copydesk("contributor", &add(&[]));
    assert_eq!(code, 2);
    assert!(error.starts_with("copydesk: in origin/main: copydesk.yml:2: "), "{error}");
    let hint = "items are made by the profile of that branch; an editor corrects and pushes it";
    assert!(error.contains(hint), "{error}");
}

#[test]
fn a_story_with_its_image_is_committed_beside_the_users_work() {
    let world = World::new();
    put(&world.at("lamp.jpg"), &image(900));
    // A dirty tree on another branch, with something staged.
    world.git("contributor", &["switch", "-qc", "mine"]);
    world.write(&format!("contributor/{DRAFT}"), "half a thought");
    world.write("contributor/README.md", "Mine.\n");
    world.git("contributor", &["add", "README.md"]);
    let before = world.state("contributor");
    let (code, out, error) = world.copydesk("contributor", &add(&["--image", "../lamp.jpg"]));
    assert_eq!((code, error.as_str()), (0, ""), "{out}");
    assert!(out.contains("committed ") && out.contains(" on the new branch add/a-lamp-that-hums:"), "{out}");
    assert!(out.contains("checked: no problems"), "{out}");
    let mut after = world.state("contributor");
    after[0] =
        after[0].lines().filter(|line| !line.contains("refs/heads/add/")).collect::<Vec<_>>().join("\n");
    assert_eq!(after, before);

    let branch = "add/a-lamp-that-hums";
    assert_eq!(
        world.git("contributor", &["rev-parse", &format!("{branch}^")]),
        world.git("contributor", &["rev-parse", "origin/main"])
    );
    let files = world.git("contributor", &["show", "--format=%s", "--name-status", branch]);
    assert_eq!(
        files,
        format!(
            "Add A lamp that hums to News From Around the Web\n\nM\t{DRAFT}\nA\tassets/20260601/20260601lamp.jpg"
        )
    );
    let slot = "[![title](../assets/20260601/20260601-name.jpg)](url)\n\ntext - [site](url).";
    let item = "[![A lamp that hums](../assets/20260601/20260601lamp.jpg)](https://lamp.example/hum)\n\nA lamp that [hums](https://lamp.example/hum) at night - [Lamps](https://lamp.example/hum).";
    assert_eq!(
        world.git("contributor", &["show", &format!("{branch}:{DRAFT}")]) + "\n",
        TEXT.replace(slot, item)
    );
    let shown = world.run("contributor", &["image", "list"]);
    assert!(shown.status.code().is_some());
}

#[test]
fn run_twice_it_offers_to_push_or_to_amend_the_branch_that_exists() {
    let world = World::new();
    let branch = "add/a-lamp-that-hums";
    let (code, out, _) = world.copydesk("contributor", &add(&[]));
    assert_eq!(code, 0, "{out}");
    let first = world.git("contributor", &["rev-parse", branch]);
    let other = add(&["--push"])
        .into_iter()
        .map(|word| if word == LAMP[5] { "A lamp that hums loudly." } else { word });
    let (code, out, error) = world.copydesk("contributor", &other.collect::<Vec<_>>());
    assert_eq!(code, 1, "{out}");
    assert_eq!(error, "copydesk: add/a-lamp-that-hums has this page already, so nothing was committed\n");
    assert!(out.contains("`copydesk push add/a-lamp-that-hums` pushes that branch\n"), "{out}");
    assert!(out.contains("`--amend` replaces its item by this one\n"), "{out}");
    assert_eq!(world.git("contributor", &["branch", "--list", "add/*"]), format!("  {branch}"));
    assert_eq!(world.git("contributor", &["rev-parse", branch]), first);

    // What was not pushed is replaced.
    let text = "A lamp that hums and [sings](https://lamp.example/hum) at night.";
    let amend = |text: &str| {
        let mut all = add(&["--amend", "--push"]);
        all[6] = text;
        world.copydesk("contributor", &all)
    };
    let (code, out, error) = amend(text);
    assert_eq!((code, error.as_str()), (0, ""), "{out}");
    assert!(out.contains(" on the branch add/a-lamp-that-hums: "), "{out}");
    assert!(out.contains("pushed the new branch add/a-lamp-that-hums to origin"), "{out}");
    let shown = world.git("contributor", &["show", &format!("{branch}:{DRAFT}")]);
    assert!(shown.contains("hums and [sings]") && !shown.contains("[hums]"), "{shown}");
    let main = world.git("contributor", &["rev-parse", "origin/main"]);
    assert_eq!(world.git("contributor", &["rev-parse", &format!("{branch}^")]), main);

    // What was pushed goes on, and is pushed without force; the newest draft comes in.
    let second = world.git("contributor", &["rev-parse", branch]);
    world.write(&format!("editor/{DRAFT}"), &TEXT.replace("The shore meets.", "The shore meets twice."));
    world.git("editor", &["commit", "-qam", "twice"]);
    world.git("editor", &["push", "-q"]);
    let (code, out, error) = amend("A lamp that hums and [rings](https://lamp.example/hum) at night.");
    assert_eq!((code, error.as_str()), (0, "copydesk: the same page is already in add/a-lamp-that-hums\n"));
    assert!(out.contains("pushed add/a-lamp-that-hums to origin"), "{out}");
    assert_eq!(world.git("contributor", &["rev-parse", &format!("{branch}^")]), second);
    let shown = world.git("news.git", &["show", &format!("{branch}:{DRAFT}")]);
    assert!(
        shown.contains("[rings]") && shown.contains("meets twice") && !shown.contains("[sings]"),
        "{shown}"
    );
}

#[test]
fn the_same_command_with_push_pushes_what_is_committed() {
    let world = World::new();
    assert_eq!(world.copydesk("contributor", &add(&[])).0, 0);
    let first = world.git("contributor", &["rev-parse", "add/a-lamp-that-hums"]);
    let (code, out, error) = world.copydesk("contributor", &add(&["--push"]));
    assert_eq!((code, error.as_str()), (0, ""), "{out}");
    assert!(out.contains("pushed the new branch add/a-lamp-that-hums to origin"), "{out}");
    assert_eq!(world.git("news.git", &["rev-parse", "add/a-lamp-that-hums"]), first);
}

#[test]
fn html_in_a_title_is_shown_as_it_is() {
    let world = World::new();
    let title = "Generic Foo<A> and Box<dyn Trait>";
    let item = ["add", "--url", "https://a.example", "--title", title, "--section", "event", "--date"];
    let (code, out, error) = world.copydesk("contributor", &[&item[..], &["2026-06-20"]].concat());
    assert_eq!(code, 0, "{out}{error}");
    assert!(out.contains(r"Generic Foo\<A> and Box\<dyn Trait>"), "{out}");
    let message = world.git("contributor", &["log", "-1", "--format=%s", "--branches=add/*"]);
    assert!(message.starts_with(&format!("Add {title} to ")), "{message}");
}

#[test]
fn a_day_or_a_place_leads_to_the_events() {
    let world = World::new();
    let item = ["add", "--url", "https://a.example", "--title", "Regatta", "--dry-run", "--date"];
    let add = |date: &str| world.copydesk("contributor", &[&item[..], &[date]].concat());
    let (code, out, error) = add("2026-06-20");
    assert_eq!(code, 0, "{out}{error}");
    assert!(out.starts_with("Upcoming Events, in "), "{out}");
    for date in ["next friday", "2026-13-01"] {
        let (code, _, error) = add(date);
        let expected = format!("copydesk: '{date}' is not a date; write it like 2026-06-20\n");
        assert_eq!((code, error), (2, expected));
    }
}

#[test]
fn another_item_of_the_same_title_gets_a_number() {
    let world = World::new();
    world.copydesk("contributor", &add(&[]));
    let mut other = add(&[]);
    other[2] = "https://lamp.example/other";
    let (code, out, _) = world.copydesk("contributor", &other);
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("on the new branch add/a-lamp-that-hums-2:"), "{out}");
    let (code, out, _) = world.copydesk("contributor", &["push", "add/a-lamp-that-hums-2"]);
    assert_eq!(code, 0, "{out}");
    let (_, out, _) = world.copydesk("contributor", &["push", "add/a-lamp-that-hums-2"]);
    assert_eq!(out, "origin has all of add/a-lamp-that-hums-2 already\n");
}

#[test]
fn a_contribution_is_amended_under_another_title_and_another_page_never() {
    let world = World::new();
    world.copydesk("contributor", &add(&[]));
    // The page decides, and not the branch's name.
    let mut renamed = add(&["--amend"]);
    renamed[4] = "A lamp that sings";
    renamed[6] = "A lamp that [sings](https://lamp.example/hum) at night.";
    let (code, out, error) = world.copydesk("contributor", &renamed);
    assert_eq!((code, error.as_str()), (0, ""), "{out}");
    assert!(out.contains(" on the branch add/a-lamp-that-hums: "), "{out}");
    let branches = || world.git("contributor", &["branch", "--list", "add/*"]);
    assert_eq!(branches(), "  add/a-lamp-that-hums");
    let subject = world.git("contributor", &["show", "-s", "--format=%s", "add/a-lamp-that-hums"]);
    assert_eq!(subject, "Add A lamp that sings to News From Around the Web");
    let (code, _, error) = world.copydesk("contributor", &renamed[..9]);
    assert_eq!((code, error.as_str()), (0, ""), "it is there already");
    renamed[6] = "A lamp that [sings](https://lamp.example/hum) by day.";
    let (code, _, error) = world.copydesk("contributor", &renamed[..9]);
    assert_eq!(code, 1);
    assert_eq!(error, "copydesk: add/a-lamp-that-hums has this page already, so nothing was committed\n");

    let before = world.git("contributor", &["rev-parse", "add/a-lamp-that-hums"]);
    let mut other = add(&["--amend"]);
    other[2] = "https://lamp.example/other";
    other[6] = "A lamp that [hums](https://lamp.example/other) by day.";
    let (code, _, error) = world.copydesk("contributor", &other);
    assert_eq!(code, 1, "{error}");
    assert_eq!(
        error,
        "copydesk: add/a-lamp-that-hums does not add this page, so nothing was amended; leave out `--amend` to \
         contribute it on a branch of its own, or remove add/a-lamp-that-hums first with `git branch -D \
         add/a-lamp-that-hums`\n"
    );
    assert_eq!(world.git("contributor", &["rev-parse", "add/a-lamp-that-hums"]), before);
    assert_eq!(branches(), "  add/a-lamp-that-hums");
    // Nothing is in the way of a page that no branch has.
    other[4] = "A lamp by day";
    let (code, out, error) = world.copydesk("contributor", &other);
    assert_eq!((code, error.as_str()), (0, ""), "{out}");
    assert!(out.contains("on the new branch add/a-lamp-by-day:"), "{out}");
}

#[test]
fn a_contributor_without_a_draft_is_sent_to_the_editors() {
    let world = World::new();
    let (code, _, error) = world.copydesk("contributor", &add(&["--issue", "2026-06-08"]));
    assert_eq!(code, 2);
    assert_eq!(
        error,
        "copydesk: origin/main has no draft for 2026-06-08; ask its editors for it, or name another draft with \
         `--issue DATE`; an editor creates it with `copydesk new 2026-06-08` and pushes it\n"
    );
    world.git("editor", &["rm", "-q", DRAFT]);
    world.git("editor", &["commit", "-qm", "out"]);
    world.git("editor", &["push", "-q"]);
    let (code, _, error) = world.copydesk("contributor", &add(&[]));
    assert_eq!(code, 2);
    assert_eq!(
        error,
        "copydesk: origin/main has no draft; ask its editors for it; an editor creates it with `copydesk new` and \
         pushes it\n"
    );
}

#[test]
fn a_branch_that_is_checked_out_is_not_amended() {
    let world = World::new();
    world.copydesk("contributor", &add(&[]));
    world.git("contributor", &["switch", "-q", "add/a-lamp-that-hums"]);
    let before = world.state("contributor");
    let mut other = add(&["--amend"]);
    other[6] = "It [rings](https://lamp.example/hum)";
    let (code, _, error) = world.copydesk("contributor", &other);
    assert_eq!(code, 2);
    assert!(error.contains("the branch add/a-lamp-that-hums is checked out"), "{error}");
    assert_eq!(world.state("contributor"), before);
}

#[test]
fn a_draft_of_weeks_ago_is_said_and_a_newer_one_offered() {
    let world = World::new();
    // A fork from a month ago.
    world.git(".", &["init", "-q", "-b", "main", "old"]);
    world.write("old/_drafts/2026-05-04-draft.md", &TEXT.replace("2026-06-01", "2026-05-04"));
    world.git("old", &["add", "."]);
    world.git("old", &["commit", "-qm", "old"]);
    world.git(".", &["clone", "-q", "--bare", "old", "fork.git"]);
    world.git(".", &["clone", "-q", "fork.git", "mine"]);
    let said = "copydesk: the newest draft of origin/main is for 2026-05-04, 24 days ago: is that a fork that was not synced?\n";
    let (code, _, error) = world.copydesk("mine", &add(&["--dry-run"]));
    assert_eq!(code, 0, "{error}");
    assert_eq!(
        error,
        format!("{said}copydesk: `--repo ADDRESS` takes the draft from the newsletter's repository\n")
    );
    world.git("mine", &["remote", "add", "news", &world.bare()]);
    let (_, _, error) = world.copydesk("mine", &add(&["--dry-run", "--remote", "origin"]));
    assert_eq!(error, format!("{said}copydesk: `--remote news` takes its draft for 2026-06-01\n"));
    let (_, out, error) = world.copydesk("mine", &add(&["--dry-run", "--remote", "news"]));
    assert_eq!(error, "", "{out}");
    // Who names the issue means it.
    let (_, _, error) =
        world.copydesk("mine", &add(&["--dry-run", "--remote", "origin", "--issue", "2026-05-04"]));
    assert_eq!(error, "");
}

#[test]
fn it_starts_from_the_remotes_newest_draft_and_not_from_the_clones() {
    let world = World::new();
    world.write(&format!("editor/{DRAFT}"), &TEXT.replace("The shore meets.", "The shore meets twice."));
    world.git("editor", &["commit", "-qam", "twice"]);
    world.git("editor", &["push", "-q"]);
    let (code, out, _) = world.copydesk("contributor", &add(&[]));
    assert_eq!(code, 0, "{out}");
    let text = world.git("contributor", &["show", &format!("add/a-lamp-that-hums:{DRAFT}")]);
    assert!(text.contains("The shore meets twice."));
    assert!(!world.read(&format!("contributor/{DRAFT}")).contains("twice"));
}

#[test]
fn a_fork_starts_from_its_source_and_pushes_to_itself() {
    let world = World::new();
    world.git(".", &["clone", "-q", "--bare", &world.bare(), "fork.git"]);
    world.git(".", &["clone", "-q", "fork.git", "mine"]);
    world.git("mine", &["remote", "add", "upstream", &world.bare()]);
    world.write(&format!("editor/{DRAFT}"), &TEXT.replace("The shore meets.", "The shore meets twice."));
    world.git("editor", &["commit", "-qam", "twice"]);
    world.git("editor", &["push", "-q"]);
    let (code, out, error) = world.copydesk("mine", &add(&["--push"]));
    assert_eq!((code, error.as_str()), (0, ""), "{out}");
    assert!(out.contains("of upstream/main:") && out.contains("to origin"), "{out}");
    let text = world.git("fork.git", &["show", &format!("add/a-lamp-that-hums:{DRAFT}")]);
    assert!(text.contains("The shore meets twice.") && text.contains("lamp.example/hum"), "{text}");
    assert_eq!(world.git("news.git", &["branch", "--list", "add/*"]), "");
}

#[test]
fn every_kind_goes_to_its_section() {
    let world = World::new();
    for (kind, wanted) in [
        (
            "board",
            "there were 2 new boards added:\n\n- [Kelp Pro](https://boards.example/kelp)\n- [A lamp that hums](https://lamp.example/hum)\n",
        ),
        ("guide", "[A lamp that hums](https://lamp.example/hum) from [Lamps](https://lamp.example/hum)\n"),
        (
            "story",
            "A lamp that [hums](https://lamp.example/hum) at night - [Lamps](https://lamp.example/hum).\n",
        ),
        (
            "New Learn Guides",
            "[A lamp that hums](https://lamp.example/hum) from [Lamps](https://lamp.example/hum)\n",
        ),
    ] {
        let (code, out, error) = world.copydesk("contributor", &add(&["--section", kind]));
        assert_eq!(code, 0, "{out}");
        assert_eq!(error.is_empty(), kind == "story", "what is left out is said: {error}");
        let branch = out.split("new branch ").nth(1).unwrap().split(':').next().unwrap().to_owned();
        let text = world.git("contributor", &["show", &format!("{branch}:{DRAFT}")]);
        assert!(text.contains(wanted), "{kind}: {text}");
        world.git("contributor", &["branch", "-qD", &branch]);
    }
    let (code, _, error) = world.copydesk("contributor", &add(&["--section", "Weather"]));
    assert_eq!(code, 2);
    assert!(error.contains("no section 'Weather' that takes items in this draft; there are: News From Around the Web, New Boards"), "{error}");
    let (_, _, error) = world.copydesk("contributor", &add(&["--section", "New Lern Guides"]));
    assert!(error.contains("in this draft (did you mean 'New Learn Guides'?); there are: "), "{error}");
}

#[test]
fn a_remote_without_its_default_branch_is_told() {
    let world = World::new();
    world.git("news.git", &["symbolic-ref", "HEAD", "refs/heads/gone"]);
    let (code, _, error) = world.copydesk("contributor", &add(&[]));
    assert_eq!(code, 2);
    assert!(error.contains("does not exist; push it, or name another in the site's settings"), "{error}");
}

#[test]
fn what_is_in_the_draft_or_went_out_is_said() {
    let world = World::new();
    let at = |url: &str| {
        let arguments = ["add", "--dry-run", "--url", url, "--text", &format!("It [sings]({url}) well")]
            .map(str::to_owned);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        world.copydesk("contributor", &arguments)
    };
    let (code, out, _) = at("https://pier.example/night");
    assert_eq!(code, 1);
    assert!(out.contains("[repeated-link]"), "{out}");
    let (code, out, _) = at("https://buoy.example/song");
    assert_eq!(code, 1);
    assert!(out.contains("[already-sent-link]"), "{out}");
    assert_eq!(world.git("contributor", &["branch", "--list", "add/*"]), "");
}

#[test]
fn what_waits_in_another_contribution_is_said() {
    let world = World::new();
    world.request(
        7,
        "Ada",
        "A lamp",
        &TEXT.replace("The shore meets.", "The shore has [a lamp](https://lamp.example/hum/)."),
    );
    world.request(
        8,
        "Bo",
        "A boat",
        &TEXT.replace("The shore meets.", "The shore has [a boat](https://boat.example)."),
    );
    let (code, out, error) = world.copydesk("contributor", &add(&["--dry-run"]));
    assert_eq!((code, error.as_str()), (0, "copydesk: the same page is already in #7\n"), "{out}");
    // It is pushed only if that is meant.
    let (code, out, error) = world.copydesk("contributor", &add(&["--push"]));
    assert_eq!(code, 1, "{out}");
    assert!(error.contains("copydesk: not pushed: the same page is in #7\n"), "{error}");
    assert!(out.contains("run the command again with `--amend`\n"), "{out}");
    assert!(out.contains("`copydesk push add/a-lamp-that-hums` pushes it as it is\n"), "{out}");
    assert_eq!(world.git("news.git", &["branch", "--list", "add/*"]), "");
    let (code, out, _) = world.copydesk("contributor", &add(&["--push", "--amend", "--anyway"]));
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("pushed the new branch add/a-lamp-that-hums to origin"), "{out}");
    let (_, _, error) = world.copydesk("contributor", &add(&["--dry-run"]));
    assert_eq!(error, "copydesk: the same page is already in #7, add/a-lamp-that-hums\n");
}

#[test]
fn hooks_are_not_run_and_that_is_said() {
    let world = World::new();
    let hook = world.at("contributor/.git/hooks/pre-commit");
    program::write(&hook, "#!/bin/sh\nexit 1\n");
    let (code, _, error) = world.copydesk("contributor", &add(&[]));
    assert_eq!(code, 0);
    assert_eq!(
        error,
        "copydesk: hooks were not run (pre-commit): they would have checked your work tree, not this commit\n"
    );
}

#[test]
fn a_shallow_clone_and_no_clone_at_all_will_do() {
    let world = World::new();
    let file = format!("file://{}", world.bare());
    world.git(".", &["clone", "-q", "--depth=1", &file, "shallow"]);
    let (code, out, error) = world.copydesk("shallow", &add(&["--push"]));
    assert_eq!((code, error.as_str()), (0, ""), "{out}");
    world.git("news.git", &["config", "uploadpack.allowFilter", "true"]);
    std::fs::create_dir(world.at("nowhere")).unwrap();
    put(&world.at("lamp.jpg"), &image(300));
    // The small clone has the branch the second time.
    for amend in [&[][..], &["--amend"]] {
        let branch = "add/a-lamp-that-hums";
        world.git("news.git", &["update-ref", "-d", "refs/heads/add/a-lamp-that-hums"]);
        let all = add(&[&["--repo", &file, "--push", "--image", "../lamp.jpg"][..], amend].concat());
        let (code, out, error) = world.copydesk("nowhere", &all);
        assert_eq!((code, error.as_str()), (0, ""), "{out}");
        let text = world.git("news.git", &["show", &format!("{branch}:{DRAFT}")]);
        assert!(text.contains("20260601lamp.jpg"), "{text}");
    }
}

#[test]
fn what_is_missing_is_asked_for_in_one_sentence() {
    let world = World::new();
    let (code, _, error) = world.copydesk("contributor", &["add", "--url", "https://a.example"]);
    assert_eq!(code, 2);
    assert!(error.contains("an item needs an address and a title or a text"), "{error}");
    let (code, _, error) = world.copydesk(".", &add(&[]));
    assert_eq!(code, 2);
    assert!(error.contains("this folder is in no git repository"), "{error}");
    world.git("contributor", &["remote", "set-url", "origin", "/no/such/place"]);
    let before = world.state("contributor");
    let (code, _, error) = world.copydesk("contributor", &add(&[]));
    assert_eq!(code, 2);
    assert!(error.starts_with("copydesk: ") && error.lines().count() == 1, "{error}");
    assert_eq!(world.state("contributor"), before);
}

#[test]
fn what_has_no_place_is_said_and_a_text_is_one_paragraph() {
    let world = World::new();
    put(&world.at("lamp.jpg"), &image(300));
    let reported = |more: &[&str]| {
        let base = ["add", "--dry-run", "--url", "https://bell.example/a", "--title", "Bell buoy", "--text"];
        world.copydesk("contributor", &[&base[..], more].concat())
    };
    let (_, out, error) = reported(&["Bells ring"]);
    assert!(!out.contains("Bell buoy") && error.contains("the title was left out"), "{out}{error}");
    let (_, _, error) = reported(&["Bells ring", "--section", "guide", "--image", "../lamp.jpg"]);
    assert!(error.contains("the image was left out: items of this section have none"), "{error}");
    for text in ["Bells ring.\n\nAnd more.", "## Bells\n\nring"] {
        let (code, _, error) = reported(&[text]);
        assert_eq!(code, 2);
        assert!(error.contains("one paragraph, without a heading"), "{error}");
    }
}

#[test]
fn a_guide_without_its_author_is_reported_and_names_the_one_that_is_given() {
    let world = World::new();
    let guide =
        ["add", "--url", "https://learn.example/lamp", "--title", "Build a lamp", "--section", "guide"];
    let dry = |more: &[&str]| world.copydesk("contributor", &[&guide[..], more, &["--dry-run"]].concat());
    let (code, out, _) = dry(&[]);
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("warning[missing-author]: the guide names no author"), "{out}");
    let by = ["--author", "Gritt", "--author-url", "https://learn.example/gritt"];
    let (code, out, error) = dry(&by);
    // Its author wrote the guide above it too.
    assert_eq!((code, error.as_str()), (0, ""), "{out}");
    assert!(
        out.contains(
            "[Build a lamp](https://learn.example/lamp) from [Gritt](https://learn.example/gritt)\n"
        ),
        "{out}"
    );
    // A story names its source.
    let (code, _, error) = world.copydesk("contributor", &add(&[&by[..], &["--dry-run"]].concat()));
    assert_eq!(code, 0, "{error}");
    assert!(error.contains("the author was left out: items of this section name none"), "{error}");
    let (code, _, error) = dry(&["--author", "Gritt", "--author-url", "gritt"]);
    assert_eq!(code, 2);
    assert!(error.contains("'gritt'"), "{error}");
}

#[test]
fn an_event_is_added_without_an_image() {
    let world = World::new();
    let event = ["add", "--url", "https://r.example/", "--title", "Regatta", "--section", "event"];
    let text = ["--text", "The regatta is on June 20, 2026", "--dry-run"];
    let (code, out, error) = world.copydesk("contributor", &[&event[..], &text].concat());
    assert_eq!(code, 0, "{out}{error}");
    assert!(
        out.contains("    The regatta is on June 20, 2026 - [r.example](https://r.example/).\n"),
        "{out}"
    );
}
