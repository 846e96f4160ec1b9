//! `copydesk image fit`: images are fitted in place, and nothing else changes.

use crate::image_cli::images::{jpeg, png, size};
use crate::image_cli::{CLEAN, Folder, issue, tree};

const FIT: &str = "image fit --as-of 2026-06-03";
const TWO: &str = "[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org/)\n\n![A plan]({{ \"/assets/20260608/20260608plan.png\" | absolute_url }}){:width=\"550px\"}\n\n![A remote one](https://example.org/a.png)";

fn two() -> Folder {
    let folder = Folder::with_draft(issue(TWO));
    folder.write("assets/20260608/20260608lamp.jpg", jpeg(1_100, 600));
    folder.write("assets/20260608/20260608plan.png", png(800, 400));
    folder.write("assets/20260608/20260608other.jpg", jpeg(900, 90));
    folder
}

#[test]
fn what_the_draft_shows_is_fitted_in_place_and_nothing_else_changes() {
    let folder = two();
    let before = tree(&folder);
    let run = folder.run(FIT).exits(0);
    assert!(run.out.starts_with("../assets/20260608/20260608lamp.jpg: 1,100×600 "), "{}", run.out);
    assert!(run.out.contains("\n/assets/20260608/20260608plan.png: 800×400 "), "{}", run.out);
    assert!(run.out.ends_with("\n2 fitted, 0 already right\n"), "{}", run.out);
    let mut after = tree(&folder);
    for (name, wanted) in [("lamp.jpg", (550, 300)), ("plan.png", (550, 275))] {
        let name = format!("assets/20260608/20260608{name}");
        assert_eq!(size(&after[&name]), wanted);
        // What no repository has is kept, and not in the newsletter's folder.
        let original = folder.originals().remove(&name.replace("assets/20260608/", ""));
        assert_eq!(original.as_ref(), Some(&before[&name]));
        after.insert(name.clone(), before[&name].clone());
    }
    assert_eq!(after, before);
    let fitted = tree(&folder);
    folder.run(FIT).exits(0).says("0 fitted, 2 already right\n");
    assert_eq!(tree(&folder), fitted);
    folder.run(&format!("{FIT} --dry-run")).exits(0);
}

#[test]
fn a_dry_run_tells_the_same_and_writes_nothing() {
    let folder = two();
    folder.write(
        "_drafts/2026-06-08-draft.md",
        issue(&format!("{TWO}\n\n![C](../assets/20260608/20260608c.jpg)")),
    );
    folder.write("assets/20260608/20260608c.jpg", png(60, 40));
    let before = tree(&folder);
    let dry = folder.run(&format!("{FIT} --dry-run")).exits(1);
    assert_eq!(tree(&folder), before);
    let real = folder.run(FIT).exits(0);
    assert_eq!(dry.out.replace(" to fit,", " fitted,"), real.out);
    assert!(real.out.contains("  now ../assets/20260608/20260608c.png\n"), "{}", real.out);
}

#[cfg(unix)]
#[test]
fn permissions_stay() {
    use std::os::unix::fs::PermissionsExt;
    let folder = two();
    let lamp = folder.join("assets/20260608/20260608lamp.jpg");
    std::fs::set_permissions(&lamp, std::fs::Permissions::from_mode(0o640)).unwrap();
    folder.run(FIT).exits(0);
    assert_eq!(lamp.metadata().unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn one_that_fails_does_not_stop_the_others() {
    let folder = two();
    let mut torn = png(700, 300);
    torn.truncate(100);
    folder.write("assets/20260608/20260608plan.png", &torn);
    let run = folder.run(FIT).exits(2);
    assert!(run.err.contains("20260608plan.png is cut off or damaged"), "{}", run.err);
    assert!(run.out.ends_with("\n1 fitted, 0 already right, 1 could not be fitted\n"), "{}", run.out);
    assert_eq!(std::fs::read(folder.join("assets/20260608/20260608plan.png")).unwrap(), torn);
    std::fs::remove_file(folder.join("assets/20260608/20260608plan.png")).unwrap();
    let run = folder.run(FIT).exits(2);
    assert!(run.err.contains("there is no image "), "{}", run.err);
}

#[test]
fn slots_that_nobody_has_filled_are_left_out() {
    let slot = "[![title](../assets/20260608/20260608-name.jpg)](url)\n\ntext - [site](url).";
    Folder::with_draft(issue(slot)).run(FIT).exits(0).says("0 fitted, 0 already right\n");
}

#[test]
fn images_and_drafts_can_be_named() {
    let folder = two();
    let draft = folder.read("_drafts/2026-06-08-draft.md");
    folder
        .run("image fit --as-of 2026-06-03 assets/20260608/20260608other.jpg ./assets/../assets/20260608/20260608other.jpg")
        .exits(0)
        .says("1 fitted, 0 already right\n");
    assert_eq!(size(&std::fs::read(folder.join("assets/20260608/20260608other.jpg")).unwrap()), (550, 55));
    folder.write("_posts/2026-06-01-draft.md", CLEAN.replace("2026-06-08", "2026-06-01"));
    folder.run("image fit _posts/2026-06-01-draft.md").exits(0).says("0 fitted, 0 already right\n");
    folder.run("image fit --issue 2026-06-08").exits(0).says("2 fitted");
    folder.run("image fit --issue 2026-07-06").fails("there is no draft dated 2026-07-06");
    assert_eq!(folder.read("_drafts/2026-06-08-draft.md"), draft);
    let alone = Folder::new();
    alone.write("a.jpg", jpeg(700, 70));
    alone.run("image fit a.jpg").exits(0).says("a.jpg: 700×70 ");
}

#[test]
fn what_lies_outside_of_the_newsletter_is_refused() {
    let folder = Folder::new();
    folder.write("out.jpg", jpeg(700, 70));
    folder.write("letter/copydesk.yml", "extends: circuitpython\n");
    folder.write("letter/_drafts/2026-06-08-draft.md", issue("![A](../../out.jpg) ![B](../in.jpg)"));
    folder.write("letter/in.jpg", jpeg(700, 70));
    let before = tree(&folder);
    let run = folder.run("-C letter image fit --as-of 2026-06-03").exits(2);
    assert!(
        run.err.contains("../../out.jpg is not in the newsletter's folder, so it stays as it is"),
        "{run:?}"
    );
    assert!(run.out.contains("1 fitted"), "{run:?}");
    folder.run("-C letter image fit ../out.jpg --as-of 2026-06-03").exits(2);
    assert_eq!(tree(&folder)["out.jpg"], before["out.jpg"]);
}

#[cfg(unix)]
#[test]
fn links_are_not_written_through() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    folder.write("out.jpg", jpeg(700, 70));
    folder.write("letter/copydesk.yml", "extends: circuitpython\n");
    folder.write(
        "letter/_drafts/2026-06-08-draft.md",
        issue("![A](../assets/a.jpg) ![B](../assets/b.jpg) ![C](../up/out.jpg)"),
    );
    folder.write("letter/real.jpg", jpeg(700, 70));
    std::fs::create_dir(folder.join("letter/assets")).unwrap();
    symlink("../../out.jpg", folder.join("letter/assets/a.jpg")).unwrap();
    symlink("../real.jpg", folder.join("letter/assets/b.jpg")).unwrap();
    symlink("..", folder.join("letter/up")).unwrap();
    let before = tree(&folder);
    let run = folder.run("-C letter image fit --as-of 2026-06-03").exits(2);
    assert!(run.err.contains("a.jpg is not in the newsletter's folder"), "{}", run.err);
    assert!(run.err.contains("b.jpg is a link; name the file that it links to"), "{}", run.err);
    assert!(run.err.contains("out.jpg is not in the newsletter's folder"), "{}", run.err);
    assert_eq!(tree(&folder), before);
}

#[test]
fn bars_are_cut_off_only_where_that_is_asked_for() {
    let folder = Folder::with_draft(issue("![A](../assets/20260608/20260608a.png)"));
    let mut boxed = crate::image_cli::images::photo(500, 300).into_rgb8();
    for (_, y, pixel) in boxed.enumerate_pixels_mut() {
        if !(40..260).contains(&y) {
            *pixel = image::Rgb([0, 0, 0]);
        }
    }
    folder.write("copydesk.yml", "extends: circuitpython\n");
    folder.write(
        "assets/20260608/20260608a.png",
        crate::image_cli::images::bytes(&boxed.into(), image::ImageFormat::Png),
    );
    let before = tree(&folder);
    folder.run(FIT).exits(0).says("0 fitted, 1 already right\n");
    assert_eq!(tree(&folder), before);
    folder.run(&format!("{FIT} --crop --dry-run")).exits(1).says(" → 500×220 ").says("cropped the bars");
    folder.run(&format!("{FIT} --crop")).exits(0).says("1 fitted");
    folder.run(&format!("{FIT} --crop")).exits(0).says("0 fitted, 1 already right\n");
}
