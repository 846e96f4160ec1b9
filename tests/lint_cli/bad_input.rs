//! Files that are no draft or a broken one: a sentence or a problem with its place.

use crate::lint_cli::Folder;
use crate::lint_cli::folder::CLEAN;

const DRAFT: &str = "lint --format concise _drafts/2026-06-08-draft.md";

fn body(text: &str) -> String {
    CLEAN.replace("Good morning.", text)
}

#[test]
fn what_is_no_text_is_refused_in_a_sentence() {
    let cases: [(&[u8], &str); 4] = [
        (b"caf\xe9\n", "is not UTF-8 text (byte 3)"),
        (b"\xff\xfeh\xfci\xfc", "is not UTF-8 text (byte 0)"),
        (b"GIF89a\0\x01", "is a binary file (a zero byte at 6)"),
        (b"\0", "is a binary file"),
    ];
    for (bytes, words) in cases {
        Folder::with_draft(bytes).run(DRAFT).fails(words);
    }
}

#[test]
fn an_empty_file_is_a_draft_without_front_matter() {
    for text in ["", "\n", "\u{feff}", "   \n\t\n"] {
        Folder::with_draft(text)
            .run(DRAFT)
            .exits(1)
            .says("_drafts/2026-06-08-draft.md:1:1: error: there is no front matter");
    }
}

#[test]
fn fifty_megabytes_are_refused_unread() {
    let folder = Folder::with_draft("");
    let file = std::fs::File::create(folder.join("_drafts/2026-06-08-draft.md")).unwrap();
    file.set_len(50_000_000).unwrap();
    folder.run(DRAFT).fails("is 50 MB; a draft is at most 16 MB");
    folder.feed("lint --format concise -", &vec![b'a'; 20_000_000]).fails("a draft is at most 16 MB");
}

#[test]
fn what_is_no_file_is_told() {
    let folder = Folder::with_draft(CLEAN);
    folder.run("lint --format concise _drafts/2026-06-15-draft.md").fails("does not exist; fix its name");
    std::fs::create_dir(folder.join("_drafts/2026-06-15-draft.md")).unwrap();
    folder.run("lint --format concise _drafts").exits(0).says("1 file checked");
    #[cfg(unix)]
    {
        folder.write("closed/2026-06-08-draft.md", CLEAN);
        let path =
            std::process::Command::new("mkfifo").arg(folder.join("_drafts/2026-06-22-draft.md")).status();
        if path.is_ok_and(|status| status.success()) {
            folder.run("lint --format concise _drafts/2026-06-22-draft.md").fails("is not a regular file");
            folder.run("lint --format concise _drafts").fails("is not a regular file");
        }
    }
}

#[cfg(unix)]
#[test]
fn links_are_followed_within_the_newsletter_only() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    folder.write("secret.md", CLEAN);
    folder.write("letter/copydesk.yml", "extends: circuitpython\n");
    folder.write("letter/_drafts/real.md", CLEAN);
    let link = |to: &str, name: &str| symlink(to, folder.join(name)).unwrap();
    link("../../secret.md", "letter/_drafts/2026-06-08-draft.md");
    folder
        .run("lint --format concise letter/_drafts/2026-06-08-draft.md")
        .fails("leads out of the newsletter's folder");
    link("real.md", "letter/_drafts/2026-06-15-draft.md");
    folder.run("lint --format concise letter/_drafts/2026-06-15-draft.md").exits(1).says("[date-mismatch]");
    link("2026-06-22-draft.md", "letter/_drafts/2026-06-22-draft.md");
    folder.run("lint --format concise letter/_drafts/2026-06-22-draft.md").exits(2);
    link("nowhere.md", "letter/_drafts/2026-06-29-draft.md");
    folder.run("lint --format concise letter/_drafts/2026-06-29-draft.md").exits(2);
    // A folder that holds itself is not gone through for ever.
    link(".", "letter/_drafts/again");
    folder.run("lint --format concise letter").exits(2);
}

#[test]
fn broken_front_matter_is_a_problem_with_a_place() {
    let cases = [
        (
            "---\ntitle: \"A\"\ndate: 2026-06-08\n\n## A\n\nText.\n",
            ":1:1: error: the front matter is not closed",
        ),
        ("---\n", ":1:1: error: the front matter is not closed"),
        ("---", ":1:1: error: the front matter is not closed"),
        ("---\ntitle: [A\n---\n\nText.\n", ":2:1: error: the front matter is not YAML"),
        ("---\n- a\n- b\n---\n\nText.\n", ":2:1: error: the front matter has no 'key: value' lines"),
        ("---\n---\n\nText.\n", "error: the front matter has no"),
        ("---\ntitle: A\n\tdate: x\n---\n", "error: the front matter is not YAML"),
    ];
    for (text, words) in cases {
        Folder::with_draft(text).run(DRAFT).exits(1).says(words);
    }
}

#[test]
fn front_matter_that_explodes_or_digs_is_a_problem_like_others() {
    let mut bomb = String::from("---\na: &a [x,x,x,x,x,x,x,x,x]\n");
    for (n, name) in ('b'..='k').enumerate() {
        let old = char::from(b'a' + n as u8);
        bomb.push_str(&format!("{name}: &{name} [{}]\n", vec![format!("*{old}"); 9].join(",")));
    }
    bomb.push_str("---\n\nText.\n");
    Folder::with_draft(bomb).run(DRAFT).exits(1).says("the front matter is not YAML");
    let deep = format!("---\na: {}\n---\n\nText.\n", "[".repeat(50_000));
    Folder::with_draft(deep).run(DRAFT).exits(1).says("the front matter has too many nested brackets");
    let steps = format!("---\na:\n{}\n---\n\nText.\n", "- ".repeat(30_000));
    Folder::with_draft(steps).run(DRAFT).exits(1).says("the front matter is not YAML");
    let folder = Folder::with_draft(CLEAN);
    folder.write("copydesk.yml", format!("sections: {}", "{a: ".repeat(100_000)));
    folder.run("lint --format concise").fails("nested brackets");
    let long = format!("---\na: {}\n---\n\nText.\n", "x".repeat(70_000));
    Folder::with_draft(long).run(DRAFT).exits(1).says("the front matter is over 65536 bytes long");
}

#[test]
fn conflict_markers_are_found_in_body_and_front_matter() {
    let text = body("<<<<<<< HEAD\nOurs.\n||||||| base\nOld.\n=======\nTheirs.\n>>>>>>> branch");
    let run =
        Folder::with_draft(text).run(DRAFT).exits(1).says(":8:1: error: this merge conflict is not resolved");
    assert_eq!(run.out.matches("[conflict-marker]").count(), 3, "{}", run.out);
    let text = CLEAN.replace(
        "date: ",
        "<<<<<<< HEAD\ndate: 2026-06-01 07:00:00 -0800\n=======\ndate: 2026-06-08 07:00:00 -0800\n>>>>>>> b\nold: ",
    );
    Folder::with_draft(text).run(DRAFT).exits(1).says("[conflict-marker]");
}

#[test]
fn odd_markdown_is_read_without_falling_over() {
    let nested: String = (0..1_000).map(|n| format!("{}* a [b](url)\n", "  ".repeat(n))).collect();
    let cases = [
        nested,
        "> ".repeat(5_000) + "x",
        "* ".repeat(2_000) + "x",
        "[".repeat(20_000),
        "![".repeat(20_000),
        "[![".repeat(10_000),
        "[a](".repeat(10_000),
        "`".repeat(20_001),
        "*_".repeat(10_000),
        "<!--".repeat(10_000),
        "{{".repeat(20_000),
        "## ".to_owned(),
        "\u{2028}\u{85}\u{b}\u{c}\r\r\r".to_owned(),
        "👩‍👩‍👧‍👦 e\u{301} \u{202e}abc".to_owned(),
        "[a]: \n[]: b\n[a][]\n".to_owned(),
        "]()[](  )![]( \"t\")[a](<>)[b](<c d>)".to_owned(),
    ];
    for (n, text) in cases.iter().enumerate() {
        let run = Folder::with_draft(body(text)).run(DRAFT);
        assert!(matches!(run.code, Some(0 | 1)), "case {n}: {run:?}");
    }
}
