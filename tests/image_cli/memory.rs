//! The largest images that are read take no more than 600 MB.

use std::io::BufWriter;
use std::process::Stdio;

use crate::image_cli::{Folder, issue};
use crate::support::within::within;

/// A PNG of many rows of one colour, written row by row.
fn png(folder: &Folder, name: &str, side: u32, depth: png::BitDepth) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut encoder = png::Encoder::new(BufWriter::new(std::fs::File::create(path).unwrap()), side, side);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(depth);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header().unwrap();
    let mut rows = writer.stream_writer().unwrap();
    let size = if depth == png::BitDepth::Sixteen { 8 } else { 4 };
    let row: Vec<u8> = (0..side as usize * size).map(|n| (n / 997) as u8 | 1).collect();
    for _ in 0..side {
        std::io::Write::write_all(&mut rows, &row).unwrap();
    }
    rows.finish().unwrap();
}

/// The exit code of a run that may hold so many bytes of memory, and what it printed.
fn run(folder: &Folder, bytes: u64, args: &[&str]) -> (Option<i32>, String) {
    let out = folder.join("out");
    let file = || std::fs::OpenOptions::new().append(true).create(true).open(&out).unwrap();
    let done = within(bytes, env!("CARGO_BIN_EXE_copydesk"))
        .args(args)
        .current_dir(folder.path())
        .env("HOME", folder.path())
        .stdin(Stdio::null())
        .stdout(file())
        .stderr(file())
        .status()
        .unwrap();
    (done.code(), folder.read("out"))
}

#[test]
fn an_image_of_fifty_million_pixels_of_eight_bytes_is_fitted_within_600_mb() {
    let folder = Folder::with_draft(issue("![A gate](../assets/20260608/gate.png)"));
    png(&folder, "assets/20260608/gate.png", 7_071, png::BitDepth::Sixteen);
    let (code, out) = run(&folder, 600_000_000, &["image", "fit"]);
    assert_eq!(code, Some(0), "{out}");
    assert!(out.contains("7,071×7,071"), "{out}");
}

#[test]
fn a_larger_image_is_refused_by_its_header() {
    let folder = Folder::with_draft(issue("![A gate](../assets/20260608/gate.png)"));
    png(&folder, "assets/20260608/gate.png", 7_100, png::BitDepth::Eight);
    let (code, out) = run(&folder, 100_000_000, &["image", "fit"]);
    assert_eq!(code, Some(2), "{out}");
    assert!(out.contains("gate.png is 7100×7100 pixels, over the limit of 50 million"), "{out}");
}
