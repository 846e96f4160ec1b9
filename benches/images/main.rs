//! What is waited for with images: looking at a folder of them, and making one right for the
//! mail, with ImageMagick and libvips as peers where they are installed. Ours is measured within
//! this process, reading the file and writing the result included; the peers are whole processes,
//! whose start (a few milliseconds) is part of what their user waits for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

#[path = "../support/mod.rs"]
mod support;

mod gif;
mod material;
mod peers;
#[path = "../../tests/support/reference.rs"]
mod reference;

use std::path::Path;

use copydesk::image::{Control, Header, Limits, decode, fit, probe};
use copydesk::root::open_named;
use copydesk::text::weight;
use support::{is_measuring, median, timed};

const LIMITS: Limits =
    Limits { max_width: 550, max_gif_bytes: Some(1_000_000), max_still_bytes: None, crop_bars: false };

fn main() {
    if !is_measuring() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    probing(dir.path());
    stills(dir.path());
    gif::run();
}

/// A thousand files of the kinds and weights that a newsletter's year holds.
fn header(path: &Path) -> Header {
    let opened = open_named(path, None).unwrap();
    probe(opened.file, opened.about.bytes).unwrap()
}

fn probing(dir: &Path) {
    let paths = material::folder(&dir.join("folder"), 1_000);
    let look = || paths.iter().for_each(|path| assert!(header(path).width > 0));
    look();
    let mut times: Vec<_> = (0..15).map(|_| timed(look)).collect();
    println!("probe 1,000 images, warm {:>32.2?}", median(&mut times));
}

fn stills(dir: &Path) {
    for (name, what, bytes) in material::stills() {
        let path = dir.join(name);
        std::fs::write(&path, &bytes).unwrap();
        let before = header(&path);
        println!("{what}: {}", before.summary());
        let reference = reference::reference(&decode(&bytes).unwrap(), LIMITS.max_width);
        let target = dir.join("ours");
        let ours = || {
            let fitted = fit(std::fs::read(&path).unwrap(), &LIMITS, &Control::default()).unwrap();
            std::fs::write(&target, &fitted.bytes).unwrap();
            fitted
        };
        println!("  {}", ours().summary());
        let peers = peers::installed(&path, dir);
        let mut own = Vec::new();
        let mut theirs = vec![Vec::new(); peers.len()];
        // In turns, so that all see the same machine.
        for _ in 0..11 {
            own.push(timed(ours));
            for (peer, times) in peers.iter().zip(&mut theirs) {
                times.push(timed(|| peer.run()));
            }
        }
        let own = median(&mut own);
        let line = |who: &str, time: std::time::Duration, path: &Path| {
            let bytes = std::fs::read(path).unwrap();
            let likeness = reference::likeness(&reference, &decode(&bytes).unwrap());
            let ratio = own.as_secs_f64() / time.as_secs_f64();
            println!(
                "  {who:<28} {time:>10.2?}  {:>8}  likeness {likeness:>5.1}  ours takes {ratio:.2} of it",
                weight(bytes.len() as u64)
            );
        };
        line("copydesk (in process)", own, &target);
        for (peer, times) in peers.iter().zip(&mut theirs) {
            line(peer.name, median(times), &peer.target);
        }
    }
}
