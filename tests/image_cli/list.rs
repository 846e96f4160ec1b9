//! `copydesk image list`: the table and its JSON.

use crate::image_cli::images::{jpeg, png};
use crate::image_cli::{Folder, issue};

const LIST: &str = "image list --as-of 2026-06-03";

fn folder() -> Folder {
    let folder = Folder::with_draft(issue(
        "![A lamp](../assets/20260608/20260608lamp.jpg)\n\n![A plan](../assets/20260608/20260608潮見.png)\n![Gone](../assets/20260608/20260608Plum.png)\n![Text](../assets/20260608/20260608text.png)\n![Elsewhere](https://example.org/a.png)",
    ));
    folder.write("assets/20260608/20260608lamp.jpg", jpeg(800, 400));
    folder.write("assets/20260608/20260608潮見.png", png(300, 200));
    folder.write("assets/20260608/20260608plum.png", png(300, 200));
    folder.write("assets/20260608/20260608text.png", "text");
    folder
}

#[test]
fn a_table_has_a_line_for_each_image() {
    let run = folder().run(LIST).exits(0);
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(lines.len(), 6, "{}", run.out);
    assert!(lines[0].starts_with("line  image "), "{}", run.out);
    assert!(
        lines[1].contains("   8  ../assets/20260608/20260608lamp.jpg  ") && lines[1].contains(" 800×400 ")
    );
    assert!(lines[1].contains("wide-image"), "{}", run.out);
    assert!(lines[2].starts_with("  10  ../assets/20260608/20260608潮見.png  "), "{}", run.out);
    assert!(
        lines[3].contains("missing-image")
            && lines[3].ends_with("did you mean ../assets/20260608/20260608plum.png?")
    );
    assert!(lines[4].contains("unreadable-image, is not an image of a known format"), "{}", run.out);
    assert!(lines[5].contains("elsewhere"), "{}", run.out);
    // The sizes end in one column, though two of the letters take two places each.
    let column = |line: &str, word: &str| {
        let before = &line[..line.find(word).unwrap()];
        before.chars().count() + before.chars().filter(|c| "潮見".contains(*c)).count() + word.chars().count()
    };
    assert_eq!(column(lines[1], "800×400"), column(lines[2], "300×200"));
}

#[test]
fn json_is_json() {
    let run = folder().run(&format!("{LIST} --json")).exits(0);
    let list = crate::support::schema::output("image-list", &run.out);
    let statuses: Vec<&str> =
        list.as_array().unwrap().iter().map(|one| one["status"].as_str().unwrap()).collect();
    assert_eq!(statuses, ["known", "known", "missing", "unreadable", "elsewhere"]);
    assert_eq!(list[0]["line"], 8);
    assert_eq!(list[0]["width"], 800);
    assert_eq!(list[0]["format"], "JPEG");
    assert_eq!(list[0]["frames"], 1);
    assert_eq!(list[0]["bytes"], jpeg(800, 400).len());
    assert_eq!(list[0]["problems"][0]["rule"], "wide-image");
    assert_eq!(list[2]["nearest"], "../assets/20260608/20260608plum.png");
    assert!(list[2].get("width").is_none());
    assert_eq!(list[3]["why"], "is not an image of a known format");
}

#[test]
fn an_issue_without_images_is_an_empty_table() {
    let run = Folder::with_draft(issue("x")).run(LIST).exits(0);
    assert_eq!(run.out, "line  image  size  weight  frames  problems\n");
    Folder::with_draft(issue("x")).run(&format!("{LIST} --json")).exits(0).says("[]\n");
    Folder::new().run(LIST).fails("there are no drafts");
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_error() {
    let folder = folder();
    for command in ["list", "list --json", "fit --dry-run"] {
        let script = format!(
            "{{ '{}' image {command} --as-of 2026-06-03; echo $? >code; }} 2>err | :; cat err",
            env!("CARGO_BIN_EXE_copydesk")
        );
        let run = std::process::Command::new("sh").args(["-c", &script]).current_dir(folder.path()).output();
        let said = String::from_utf8(run.unwrap().stdout).unwrap();
        assert!(!said.contains("panicked") && !said.contains("roken pipe"), "{said}");
        assert!(matches!(folder.read("code").trim(), "0" | "2"), "{command}: {}", folder.read("code"));
    }
}

#[test]
fn a_great_many_images_take_time_that_grows_with_their_number() {
    let images: String = (0..20_000)
        .map(|n| {
            format!(
                "![a{n}][l{n}] ![b](../assets/20260608/x{n}.png)\n\n[l{n}]: ../assets/20260608/y{n}.png\n\n"
            )
        })
        .collect();
    let folder = Folder::with_draft(issue(&images));
    for n in 0..300 {
        folder.write(&format!("assets/20260608/pict{n}.png"), "x");
    }
    // The folder that runs the program gives up after a minute.
    let run = folder.run(LIST).exits(0);
    assert_eq!(run.out.lines().count(), 40_001);
    folder.run("image fit --dry-run --as-of 2026-06-03").exits(2);
}
