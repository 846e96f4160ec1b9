//! Two newsletters in one repository.

use std::path::PathBuf;

use copydesk::desk::{Workspace, choose, commit_paths};
use copydesk::draft::Draft;
use copydesk::git::Repo;
use copydesk::git::commit::plan_draft;
use jiff::civil::date;

use super::world::{DRAFT, POST, TEXT, World, image, put};

/// A repository with the newsletters `en` and `news/fr`, and a list of them.
fn two() -> World {
    let world = World::bare_and_start();
    world.write("start/copydesk.yml", "newsletters:\n  - en\n  - news/fr\n");
    for (folder, title) in [("en", "Lamps that hum"), ("news/fr", "Des lampes")] {
        let at = |path: &str| format!("start/{folder}/{path}");
        world.write(&at("copydesk.yml"), "extends: circuitpython\n");
        world.write(&at(DRAFT), &TEXT.replace("Lamps that hum", title));
        for day in ["2026-05-18", "2026-05-25"] {
            world.write(&at(&format!("_posts/{day}-draft.md")), &POST.replace("2026-05-25", day));
        }
        std::fs::create_dir_all(world.at(&at("assets/20260601"))).unwrap();
        put(&world.at(&at("assets/20260601/20260601pier.jpg")), &image(400));
    }
    world.write("start/tools/README.md", "Tools.\n");
    world.push_start();
    world
}

#[test]
fn a_command_at_the_top_needs_the_name_of_a_newsletter() {
    let world = two();
    for command in [&["status"][..], &["new"], &["gather"], &["open"], &[], &["add", "--sections"]] {
        for folder in ["editor", "editor/tools"] {
            let (code, out, error) = world.copydesk(folder, command);
            assert_eq!((code, out.as_str()), (2, ""), "{command:?}");
            assert_eq!(
                error,
                "copydesk: copydesk.yml lists several newsletters: en, news/fr; choose one with `--newsletter FOLDER`\n"
            );
        }
    }
    for (folder, arguments) in [
        ("editor", &["status", "--json", "--newsletter", "news/fr"][..]),
        ("editor", &["--newsletter", "./news/fr/", "status", "--json"]),
        ("editor/tools", &["status", "--json", "--newsletter", "news/fr"]),
        ("editor/news/fr", &["status", "--json"]),
        ("editor/news/fr/_drafts", &["status", "--json"]),
    ] {
        let (_, out, error) = world.copydesk(folder, arguments);
        assert_eq!(error, "", "{arguments:?}");
        assert!(out.contains("2026-06-01-draft.md") && !out.contains("en/_drafts"), "{out}");
    }
    let (code, _, error) = world.copydesk("editor", &["status", "--newsletter", "fr"]);
    assert_eq!(
        (code, error.as_str()),
        (2, "copydesk: copydesk.yml lists no newsletter 'fr'; there are: en, news/fr\n")
    );
    let (code, _, error) = world.copydesk("editor/en", &["status", "--newsletter", "nothing"]);
    assert_eq!(code, 2);
    assert!(error.starts_with("copydesk: nothing is no newsletter: it has no copydesk.yml"), "{error}");
}

#[test]
fn lint_checks_all_newsletters_or_those_of_its_paths() {
    let world = two();
    let checked = |arguments: &[&str]| {
        let (code, out, error) =
            world.copydesk("editor", &[&["lint", "--format", "json"][..], arguments].concat());
        assert!(code < 2 && error.is_empty(), "{arguments:?}: {error}");
        let report: serde_json::Value = serde_json::from_str(&out).unwrap();
        let files = report["files"].as_array().unwrap();
        files.iter().map(|file| file["path"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let both = ["en", "news/fr"].map(|folder| format!("{folder}/{DRAFT}"));
    assert_eq!(checked(&[]), both);
    let posts = ["2026-05-18", "2026-05-25"].map(|day| format!("en/_posts/{day}-draft.md"));
    let all_of_en = [vec![both[0].clone()], posts.to_vec()].concat();
    assert_eq!(checked(&["en"]), all_of_en);
    assert_eq!(checked(&["."]).len(), 6);
    assert_eq!(checked(&["news"]).len(), 3);
    assert_eq!(checked(&[&both[1], &both[0]]), [both[1].clone(), both[0].clone()]);
    assert_eq!(checked(&["--newsletter", "en"]), [DRAFT]);
    // Since a revision in which nothing was listed yet.
    assert_eq!(checked(&["--since", "HEAD"]), both);
    let (code, _, error) = world.copydesk("editor", &["lint", "tools"]);
    assert_eq!((code, error.contains("there is no draft")), (2, true), "{error}");
}

#[test]
fn a_wrong_list_is_refused_with_its_line() {
    let world = two();
    world.write("editor/copydesk.yml", "newsletters:\n  - en\n  - tools\n");
    for arguments in [&["status"][..], &["lint"]] {
        let (code, _, error) = world.copydesk("editor", arguments);
        assert_eq!(code, 2);
        assert!(error.contains("copydesk.yml:3: newsletters[1]: tools has no copydesk.yml"), "{error}");
    }
}

#[test]
fn new_add_and_gather_stay_in_their_newsletter() {
    let world = two();
    let (code, out, error) = world.copydesk("editor", &["new", "--newsletter", "news/fr"]);
    assert_eq!((code, error.as_str()), (0, ""), "{out}");
    assert!(out.starts_with("created _drafts/2026-06-08-draft.md"), "{out}");
    assert!(world.at("editor/news/fr/_drafts/2026-06-08-draft.md").exists());
    std::fs::remove_file(world.at("editor/news/fr/_drafts/2026-06-08-draft.md")).unwrap();

    let item = ["--url", "https://lamp.example/hum", "--title", "A lamp that hums", "--text", "It hums."];
    let add = |folder: &str, more: &[&str]| {
        let section = ["--section", "News", "--source", "Lamps"];
        world.copydesk(folder, &[&["add"][..], &item, &section, more].concat())
    };
    let bare = world.bare();
    for (folder, more, draft) in [
        ("contributor/en", &[][..], "en"),
        ("contributor", &["--newsletter", "news/fr"], "news/fr"),
        (".", &["--repo", bare.as_str(), "--newsletter", "news/fr"], "news/fr"),
    ] {
        let (code, out, error) = add(folder, more);
        assert_eq!(code, 0, "{folder}: {out}{error}");
        if folder.starts_with("contributor") {
            let files =
                world.git("contributor", &["show", "--format=", "--name-only", "add/a-lamp-that-hums"]);
            assert_eq!(files, format!("{draft}/{DRAFT}"));
            world.git("contributor", &["branch", "-qD", "add/a-lamp-that-hums"]);
        }
    }
    let (code, _, error) = add(".", &["--repo", &bare]);
    assert_eq!((code, error.contains("--newsletter FOLDER")), (2, true), "{error}");

    let head = world.git("start", &["rev-parse", "main"]);
    let draft = format!("start/news/fr/{DRAFT}");
    let text = world.read(&draft);
    world.write(&draft, &text.replace("The shore meets.", "* [Fair](https://fair.example), June 12\n"));
    world.git("start", &["commit", "-qam", "Add a fair"]);
    world.git("start", &["push", "-q", &bare, "HEAD:refs/pull/7/head"]);
    world.git("start", &["reset", "-q", "--hard", &head]);
    let (code, out, error) = world.copydesk("editor/news/fr", &["gather", "--json"]);
    assert_eq!(code, 0, "{error}");
    assert!(out.contains("Add a fair"), "{out}");
    let (code, out, _) = world.copydesk("editor/en", &["gather", "--json"]);
    assert!(code == 0 && !out.contains("Add a fair"), "{out}");
    let (code, out, error) = world.copydesk("editor", &["gather", "--newsletter", "news/fr", "--take", "7"]);
    assert_eq!(code, 0, "{out}{error}");
    assert!(
        world
            .git("editor", &["show", "--format=", "--name-only", "-m", "--first-parent"])
            .contains("news/fr/")
    );
    assert_eq!(world.git("editor", &["status", "--porcelain"]), "");
}

#[test]
fn a_commit_takes_the_draft_and_its_images_from_the_newsletters_own_folder() {
    let world = two();
    let top = world.at("editor");
    world.write(&format!("editor/news/fr/{DRAFT}"), "other\n");
    let lamp = TEXT.replace("20260601pier.jpg", "20260601lamp.jpg");
    world.write(&format!("editor/en/{DRAFT}"), &lamp);
    put(&top.join("en/assets/20260601/20260601lamp.jpg"), &image(300));
    let workspace = Workspace::find(&top.join("en")).unwrap();
    let choice = choose(&workspace, &workspace.listing(), None, date(2026, 5, 28)).unwrap();
    assert_eq!(choice.path, top.join("en").join(DRAFT));
    let repo = Repo::discover(workspace.root.folder()).unwrap().unwrap();
    let paths = commit_paths(&workspace, &choice.path, &Draft::parse(lamp));
    let files: Vec<PathBuf> =
        paths.iter().filter_map(|path| repo.relative(&workspace.root.join(path))).collect();
    let plan = plan_draft(&repo, &files[0], &files[1..]).unwrap();
    let changed: Vec<String> = plan.changes.iter().map(|change| change.path.display().to_string()).collect();
    assert_eq!(changed, [format!("en/{DRAFT}"), "en/assets/20260601/20260601lamp.jpg".to_owned()]);
}
