//! Images that can't be used: one sentence, and no file is left behind.

use crate::image_cli::images::{jpeg, png};
use crate::image_cli::{CLEAN, Folder, issue, tree};

fn add(folder: &Folder, file: &str) -> crate::lint_cli::folder::Run {
    folder.feed_words(&["image", "add", file, "--as-of", "2026-06-03"], b"")
}

/// A PNG's head with this width and height, and nothing after it.
fn giant() -> Vec<u8> {
    let mut bytes = png(10, 10);
    bytes[16..20].copy_from_slice(&60_000u32.to_be_bytes());
    bytes[20..24].copy_from_slice(&60_000u32.to_be_bytes());
    // The checksum of the changed part is right: the size itself must be refused.
    let mut crc = flate2_crc(&bytes[12..29]);
    for byte in (29..33).rev() {
        bytes[byte] = crc as u8;
        crc >>= 8;
    }
    bytes
}

fn flate2_crc(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    !crc
}

#[test]
fn what_can_t_be_used_is_told_in_one_sentence_and_nothing_is_left() {
    let mut torn = png(700, 500);
    torn.truncate(torn.len() / 2);
    let mut torn_jpeg = jpeg(700, 500);
    torn_jpeg.truncate(300);
    let cases: [(&str, Vec<u8>, &str); 7] = [
        ("torn.png", torn, "torn.png is cut off or damaged"),
        ("torn.jpg", torn_jpeg, "torn.jpg is cut off or damaged"),
        ("empty.gif", Vec::new(), "empty.gif is empty: the file has no bytes"),
        ("text.jpg", b"hello".to_vec(), "text.jpg is not an image of a known format"),
        (
            "a.avif",
            b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf".to_vec(),
            "a.avif is AVIF, which needs a system library to be read; save it as JPEG or PNG first",
        ),
        (
            "a.heic",
            b"\0\0\0\x1cftypheic\0\0\0\0mif1heicheic".to_vec(),
            "a.heic is HEIC, which needs a decoder that is not free to be read; save it as JPEG or PNG first",
        ),
        ("giant.png", giant(), "giant.png is 60000×60000 pixels, over the limit of"),
    ];
    let folder = Folder::with_draft(CLEAN);
    for (name, bytes, _) in &cases {
        folder.write(name, bytes);
    }
    std::fs::create_dir(folder.join("folder.png")).unwrap();
    let before = tree(&folder);
    for (name, _, words) in &cases {
        add(&folder, name).fails(words);
    }
    add(&folder, "folder.png").fails("folder.png is a folder, not an image");
    add(&folder, "none.png").fails("there is no image ");
    assert_eq!(tree(&folder), before);
    // The others are brought in all the same.
    folder.write("good.png", png(40, 20));
    let run = folder.run("image add torn.png good.png empty.gif --as-of 2026-06-03").exits(2);
    assert!(run.out.starts_with("20260608good.png: "), "{run:?}");
    assert_eq!(run.err.lines().count(), 2, "{}", run.err);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for() {
    let folder = Folder::with_draft(issue("![A pipe](../assets/20260608/20260608pipe.png)"));
    std::fs::create_dir_all(folder.join("assets/20260608")).unwrap();
    let pipe = folder.join("assets/20260608/20260608pipe.png");
    if std::process::Command::new("mkfifo").arg(pipe).status().is_ok_and(|status| status.success()) {
        add(&folder, "assets/20260608/20260608pipe.png").fails("is not a regular file");
        let run = folder.run("image fit --as-of 2026-06-03").exits(2);
        assert!(run.err.contains("is not a regular file"), "{}", run.err);
        folder.run("image list --as-of 2026-06-03").exits(0).says("is not a regular file");
        folder.run("lint --as-of 2026-06-03").exits(1).says("error[unreadable-image]");
    }
}

#[cfg(unix)]
#[test]
fn a_name_does_not_steer_the_terminal() {
    let folder = Folder::with_draft(CLEAN);
    let name = "a\u{1b}[31m\nb.png";
    folder.write(name, png(40, 20));
    let run = add(&folder, name).exits(0);
    assert!(
        run.out.starts_with("2026060831m-b.png: ") || run.out.starts_with("20260608a-31m-b.png: "),
        "{run:?}"
    );
    folder.write(name, "no image");
    let run = add(&folder, name).fails("is not an image");
    assert!(!run.err.contains('\u{1b}'), "{run:?}");
}

#[cfg(unix)]
#[test]
fn a_folder_that_leads_out_takes_no_image() {
    let folder = Folder::new();
    folder.write("letter/_drafts/2026-06-08-draft.md", CLEAN);
    folder.write("letter/lamp.png", png(40, 20));
    std::fs::create_dir_all(folder.join("elsewhere")).unwrap();
    std::os::unix::fs::symlink("../elsewhere", folder.join("letter/assets")).unwrap();
    let before = tree(&folder);
    folder
        .run("-C letter image add lamp.png --as-of 2026-06-03")
        .fails("leads out of the newsletter's folder");
    assert_eq!(tree(&folder), before);
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_told_and_left_alone() {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::with_draft(issue("![A lamp](../assets/20260608/20260608lamp.jpg)"));
    folder.write("assets/20260608/20260608lamp.jpg", jpeg(700, 300));
    folder.write("lamp.png", png(40, 20));
    set_permissions(folder.join("assets/20260608"), Permissions::from_mode(0o555)).unwrap();
    let before = tree(&folder);
    add(&folder, "lamp.png").fails("can't be written: permission denied; the file was not changed");
    let run = folder.run("image fit --as-of 2026-06-03").exits(2);
    assert!(run.err.contains("can't be written: permission denied"), "{}", run.err);
    assert_eq!(tree(&folder), before);
    set_permissions(folder.join("assets/20260608"), Permissions::from_mode(0o755)).unwrap();
    // A file that is protected itself is left alone as well.
    let lamp = folder.join("assets/20260608/20260608lamp.jpg");
    set_permissions(&lamp, Permissions::from_mode(0o444)).unwrap();
    folder.run("image fit --as-of 2026-06-03").exits(2);
    assert_eq!(tree(&folder), before);
}

/// Runs the program where no file may grow over one block, as on a disk that is full.
#[cfg(unix)]
fn on_a_full_disk(folder: &Folder, args: &str) -> std::process::Output {
    let script = format!(
        "trap '' XFSZ; ulimit -f 1; exec '{}' {args} --as-of 2026-06-03",
        env!("CARGO_BIN_EXE_copydesk")
    );
    let home = tempfile::tempdir().unwrap();
    std::process::Command::new("sh")
        .args(["-c", &script])
        .current_dir(folder.path())
        .env("HOME", home.path())
        .output()
        .unwrap()
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_no_half_file() {
    let text = issue("![A lamp](../assets/20260608/20260608lamp.jpg) ![B](../assets/20260608/20260608b.jpg)");
    let folder = Folder::with_draft(text);
    folder.write("lamp.jpg", jpeg(900, 500));
    folder.write("assets/20260608/20260608lamp.jpg", jpeg(700, 500));
    // A JPEG by its name only: it would get another name.
    folder.write(
        "assets/20260608/20260608b.jpg",
        crate::image_cli::images::bytes(&crate::image_cli::images::photo(300, 200), image::ImageFormat::Png),
    );
    let before = tree(&folder);
    for args in ["image add lamp.jpg --keep-original", "image fit"] {
        let run = on_a_full_disk(&folder, args);
        let err = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(2), "{args}: {err}");
        assert!(err.contains("can't be written: "), "{args}: {err}");
        assert!(!err.contains("panicked"), "{err}");
        assert_eq!(tree(&folder), before, "{args}");
    }
}
