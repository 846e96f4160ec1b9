//! Images whose ending must change: the file gets a new name, and so do its places in the draft.

use crate::image_cli::images::{png, size, webp};
use crate::image_cli::{Folder, issue, tree};

const FIT: &str = "image fit --as-of 2026-06-03";
const DRAFT: &str = "_drafts/2026-06-08-draft.md";

#[test]
fn every_place_of_the_draft_gets_the_new_name_and_no_other_byte_changes() {
    let text = issue(
        "[![Box](../assets/20260608/20260608a%20box.webp \"A box\")](../assets/20260608/20260608a%20box.webp)  \n\n![Box]({{ \"/assets/20260608/20260608a box.webp\" | absolute_url }}){:width=\"550px\"}\n\n![Box][box]\n\n<img src='../assets/20260608/20260608a%20box.webp'>\n\n[box]: ../assets/20260608/20260608a%20box.webp\n\nThe word 20260608a-box.webp stays.",
    )
    .replace('\n', "\r\n");
    let folder = Folder::with_draft(&text);
    folder.write("assets/20260608/20260608a box.webp", webp(800, 400));
    let before = tree(&folder);
    let run = folder.run(FIT).exits(0);
    assert!(run.out.starts_with("../assets/20260608/20260608a%20box.webp: 800×400 "), "{}", run.out);
    assert!(run.out.contains("\n  now ../assets/20260608/20260608a%20box.png\n"), "{}", run.out);
    let expected =
        text.replace("a%20box.webp", "a%20box.png").replace("20260608a box.webp", "20260608a%20box.png");
    let mut after = tree(&folder);
    assert_eq!(String::from_utf8(after.remove(DRAFT).unwrap()).unwrap(), expected);
    assert_eq!(size(&after.remove("assets/20260608/20260608a box.png").unwrap()), (550, 275));
    // No repository has it.
    let original = folder.originals().remove("20260608a box.webp").unwrap();
    assert_eq!(original, before["assets/20260608/20260608a box.webp"]);
    let mut rest = before.clone();
    rest.remove(DRAFT);
    rest.remove("assets/20260608/20260608a box.webp");
    assert_eq!(after, rest);
}

#[test]
fn a_new_name_that_is_taken_is_numbered() {
    let folder = Folder::with_draft(issue(
        "![A](../assets/20260608/20260608a.webp) ![B](../assets/20260608/20260608a.jpg)",
    ));
    folder.write("assets/20260608/20260608a.webp", webp(700, 350));
    // Its bytes are a PNG's.
    folder.write("assets/20260608/20260608a.jpg", png(60, 40));
    folder.write("assets/20260608/20260608a.png", png(50, 50));
    let dry = folder.run(&format!("{FIT} --dry-run")).exits(1);
    let run = folder.run(FIT).exits(0);
    assert_eq!(dry.out.replace(" to fit,", " fitted,"), run.out);
    assert!(run.out.contains("was called JPEG and is PNG"), "{}", run.out);
    let text = folder.read(DRAFT);
    assert!(
        text.contains("![A](../assets/20260608/20260608a-2.png) ![B](../assets/20260608/20260608a-3.png)"),
        "{text}"
    );
    let read = |name: &str| std::fs::read(folder.join("assets/20260608").join(name)).unwrap();
    assert_eq!(read("20260608a.png"), png(50, 50));
    assert_eq!(size(&read("20260608a-2.png")), (550, 275));
    assert_eq!(read("20260608a-3.png"), png(60, 40));
    assert_eq!(std::fs::read_dir(folder.join("assets/20260608")).unwrap().count(), 3);
}

#[test]
fn an_old_file_stays_where_another_draft_or_post_shows_it() {
    let text = issue("![A](../assets/20260608/20260608a.webp)");
    for other in ["_drafts/2026-06-15-draft.md", "_posts/2026-06-08-a-lamp.md"] {
        let folder = Folder::with_draft(&text);
        folder.write("assets/20260608/20260608a.webp", webp(700, 350));
        folder.write(other, text.replace("date: 2026-06-08", "date: 2026-06-15"));
        folder.run(FIT).exits(0);
        assert!(folder.join("assets/20260608/20260608a.webp").exists(), "{other}");
        assert!(folder.read(DRAFT).contains("20260608a.png"));
    }
    // Where both are fitted, nothing shows it any more.
    let folder = Folder::with_draft(&text);
    folder.write("copydesk.yml", "extends: circuitpython\n");
    folder.write("assets/20260608/20260608a.webp", webp(700, 350));
    folder.write("_drafts/2026-06-15-draft.md", text.replace("date: 2026-06-08", "date: 2026-06-15"));
    folder.run("image fit _drafts/2026-06-08-draft.md _drafts/2026-06-15-draft.md").exits(0);
    assert!(folder.read("_drafts/2026-06-15-draft.md").contains("20260608a.png"));
}

#[test]
fn an_old_file_stays_where_other_issues_may_show_it() {
    let folder = Folder::with_draft(issue("![A](../assets/standing.webp)"));
    folder.write("assets/standing.webp", webp(700, 350));
    folder.run(FIT).exits(0);
    assert!(folder.read(DRAFT).contains("![A](../assets/standing.png)"));
    assert_eq!(std::fs::read(folder.join("assets/standing.webp")).unwrap(), webp(700, 350));
    // One that no draft shows is not taken away either.
    folder.write("assets/20260608/20260608x.webp", webp(70, 35));
    folder.run(&format!("{FIT} assets/20260608/20260608x.webp")).exits(0).says("1 fitted");
    assert!(folder.join("assets/20260608/20260608x.png").exists());
    assert!(folder.join("assets/20260608/20260608x.webp").exists());
}

#[cfg(unix)]
#[test]
fn where_the_draft_can_t_be_saved_the_new_file_is_gone_again() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::with_draft(issue("![A](../assets/20260608/20260608a.webp)"));
    folder.write("assets/20260608/20260608a.webp", webp(700, 350));
    let before = tree(&folder);
    std::fs::set_permissions(folder.join(DRAFT), std::fs::Permissions::from_mode(0o444)).unwrap();
    let run = folder.run(FIT).fails("2026-06-08-draft.md can't be written: permission denied");
    assert!(!run.err.contains("typed"), "{}", run.err);
    assert_eq!(tree(&folder), before);
}
