//! Links that lead to another file than their name says.

use super::{Checkout, FORMATS};
use crate::terminal::key;

const DRAFT: &str = "_drafts/2026-06-01-draft.md";
/// What would make git run a program.
const PROFILE: &str = "extends: circuitpython\nstyle:\n  spellings:\n    \"fsmonitor = sh ./x.sh\": [\"bare = false\", \"filemode = true\"]\n";

fn opened(checkout: &Checkout, sentence: &str) {
    let mut desk = checkout.world.start(&["open", DRAFT], 120, 40);
    desk.wait_for(sentence);
    assert_eq!(checkout.outside(), checkout.before);
}

#[test]
fn a_draft_that_is_gits_configuration() {
    for target in ["../.git/config", "../.GIT/config", "../_posts/../.git/./config"] {
        let checkout = Checkout::new();
        checkout.write("copydesk.yml", PROFILE);
        checkout.link(target, DRAFT);
        checkout.run_all();
        for format in FORMATS {
            let run = checkout.run(&["lint", DRAFT, "--format", format]);
            assert_eq!(run.code, 2, "{}", run.printed);
        }
        let run = checkout.run(&["lint", DRAFT]);
        if !target.contains("GIT") {
            assert!(run.printed.contains("leads into a repository's `.git`"), "{}", run.printed);
            opened(&checkout, "leads into a repository's `.git`");
        }
    }
}

#[test]
fn a_draft_that_leads_outside() {
    let absolute = |checkout: &Checkout| checkout.world.path("outside/secret.md").display().to_string();
    for kind in 0..4 {
        let checkout = Checkout::new();
        match kind {
            0 => checkout.link("../../outside/secret.md", DRAFT),
            1 => checkout.link(&absolute(&checkout), DRAFT),
            // Over another link, and by a folder on the way.
            2 => {
                checkout.link("../../outside", "assets/away");
                checkout.link("../assets/away/secret.md", DRAFT);
            }
            _ => checkout.link("../outside/_drafts", "_drafts"),
        }
        checkout.run_all();
        let run = checkout.run(&["lint", DRAFT]);
        assert_eq!(run.code, 2, "{}", run.printed);
        assert!(run.printed.contains("leads out of the newsletter's folder"), "{}", run.printed);
        opened(&checkout, "leads out of the newsletter's folder");
    }
}

#[test]
fn a_link_that_stays_inside_works_be_it_absolute() {
    let checkout = Checkout::new();
    std::fs::rename(checkout.at(DRAFT), checkout.at("week.md")).unwrap();
    let whole = checkout.at("week.md").canonicalize().unwrap().display().to_string();
    for target in ["../week.md", whole.as_str()] {
        checkout.link(target, DRAFT);
        std::fs::write(checkout.at("week.md"), "---\ntitle: x\n---\n\nA storry with teh tide.\n").unwrap();
        let run = checkout.run(&["lint", DRAFT, "--fix", "--select", "misspelt-word"]);
        assert!(run.code < 2, "{}", run.printed);
        let text = std::fs::read_to_string(checkout.at("week.md")).unwrap();
        assert!(text.contains("with the tide"), "{text}\n{}", run.printed);
        assert!(checkout.at(DRAFT).is_symlink());
    }
}

#[test]
fn a_post_a_template_a_profile_and_images_that_lead_outside() {
    for path in ["_drafts/template.md", "copydesk.yml", "_posts/2026-05-25-draft.md", "_posts"] {
        let checkout = Checkout::new();
        let up = if path.contains('/') { "../.." } else { ".." };
        let target = match path {
            "_posts" => "_drafts".to_owned(),
            "copydesk.yml" => "copydesk.yml".to_owned(),
            _ => "secret.md".to_owned(),
        };
        checkout.link(&format!("{up}/outside/{target}"), path);
        checkout.run_all();
    }
    let checkout = Checkout::new();
    checkout.link("../../../outside/secret.png", "assets/20260601/icymi.png");
    checkout.link("../outside", "originals");
    let run = checkout.run(&["image", "add", "assets/20260601/icymi.png"]);
    assert_eq!(run.code, 2, "{}", run.printed);
    checkout.run_all();
    let checkout = Checkout::new();
    checkout.link("../outside", "assets");
    checkout.run_all();
}

#[test]
fn a_link_that_comes_while_the_draft_is_open() {
    let checkout = Checkout::new();
    let mut desk = checkout.world.open();
    desk.select("Listening to a Salt Marsh").keys(key::ENTER).wait_for("── Markdown");
    desk.keys("Kept here").wait_for("Kept here - [site](url)");
    // As `git checkout` of a hostile branch does it.
    checkout.link("../../outside/secret.md", DRAFT);
    desk.keys(key::CTRL_S).wait_for("leads out of the newsletter's folder").wait_for("● not saved");
    checkout.link("../.git/config", DRAFT);
    desk.keys(key::CTRL_S).wait_for("leads into a repository's `.git`").wait_for("● not saved");
    assert_eq!(checkout.outside(), checkout.before);
    // The whole folder is another one.
    std::fs::remove_file(checkout.at(DRAFT)).unwrap();
    std::fs::rename(checkout.at("_drafts"), checkout.at("aside")).unwrap();
    checkout.link("../outside/_drafts", "_drafts");
    desk.keys(key::CTRL_S).wait_for("leads out of the newsletter's folder");
    assert_eq!(checkout.outside(), checkout.before);
}

#[test]
fn links_in_a_circle() {
    let checkout = Checkout::new();
    checkout.link("2026-06-02-draft.md", DRAFT);
    checkout.link("2026-06-01-draft.md", "_drafts/2026-06-02-draft.md");
    let run = checkout.run(&["lint", DRAFT]);
    assert_eq!(run.code, 2);
    assert!(run.printed.contains("follows too many links"), "{}", run.printed);
    checkout.run_all();
}
