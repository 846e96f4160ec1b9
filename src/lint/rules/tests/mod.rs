//! Every rule's own examples, in a world that is made here.

mod images;
mod waivers;

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::{Date, Weekday, date};

use crate::draft::Draft;
use crate::lint::{Bars, Context, Facts, ImageFact, ImageInfo, Look, PastIssue, Standing, check};
use crate::outline::Outline;
use crate::profile::{Profile, built_in, built_in_template};

use super::*;

fn lamp() -> ImageInfo {
    ImageInfo { width: 550, height: 300, bytes: 9_000, frames: 1, format: "JPEG", ..ImageInfo::default() }
}

fn gif(bytes: u64) -> ImageInfo {
    ImageInfo { bytes, frames: 40, format: "GIF", ..lamp() }
}

/// The world that every example lives in: the issue of Monday 2026-06-08 with its images.
fn facts() -> Facts {
    let images = [
        ("lamp.jpg", lamp()),
        ("again.jpg", lamp()),
        ("bars.jpg", lamp()),
        ("camera.jpg", ImageInfo { has_camera: true, ..lamp() }),
        ("cut.jpg", ImageInfo { is_cut_off: true, ..lamp() }),
        ("heavy.gif", gif(1_010_000)),
        ("heavy.jpg", ImageInfo { bytes: 740_000, ..lamp() }),
        ("home.jpg", ImageInfo { has_position: true, has_camera: true, ..lamp() }),
        ("huge1.jpg", ImageInfo { bytes: 12_000_000, ..lamp() }),
        ("huge2.jpg", ImageInfo { bytes: 9_000_000, ..lamp() }),
        ("moves.gif", gif(1_000_000)),
        ("new.webp", ImageInfo { format: "WebP", ..lamp() }),
        ("posing.png", ImageInfo { format: "WebP", right_ending: Some("webp"), ..lamp() }),
        ("really.jpg", ImageInfo { format: "PNG", right_ending: Some("png"), ..lamp() }),
        ("spare.jpg", lamp()),
        ("wide.jpg", ImageInfo { width: 1_920, height: 1_080, ..lamp() }),
    ];
    let mut images: HashMap<String, ImageFact> =
        images.into_iter().map(|(name, info)| (path(name), ImageFact::Known(info))).collect();
    images.insert("../assets/20260601/20260601lamp.jpg".into(), ImageFact::Known(lamp()));
    for (name, nearest) in [
        ("lost.jpg", None),
        ("Lamp.JPG", Some(path("lamp.jpg"))),
        ("lmap.jpg", Some(path("lamp.jpg"))),
        ("huge3.jpg", Some(path("huge2.jpg"))),
    ] {
        images.insert(path(name), ImageFact::Missing { nearest });
    }
    for (name, why) in [
        ("torn.jpg", "is torn"),
        ("empty.avif", "is empty"),
        ("phone.heic", "is HEIC, which needs a decoder"),
    ] {
        images.insert(path(name), ImageFact::Unreadable { why: why.into() });
    }
    let look = |bars, same_as| Look { bars, same_as };
    let looks = HashMap::from([
        (path("lamp.jpg"), look(None, None)),
        (path("again.jpg"), look(None, Some(path("lamp.jpg")))),
        (path("bars.jpg"), look(Some(Bars { top: 60, bottom: 58, ..Bars::default() }), None)),
    ]);
    Facts {
        file_date: Some(date(2026, 6, 8)),
        has_file: true,
        path: Some(EXAMPLE_PATH.into()),
        published: Some((date(2026, 6, 1), "_posts/2026-06-01-boxes.md".into())),
        standing: built_in_template("circuitpython").map(|text| Arc::new(Standing::new(text, &profile()))),
        archive: archive(),
        weekday: Some(Weekday::Monday),
        images,
        looks,
        unused_images: vec![path("spare.jpg")],
        has_assets: true,
        ..Facts::default()
    }
}

/// The three issues before, which all lead to a club.
fn archive() -> Vec<Arc<PastIssue>> {
    let issue = |day: Date, last: &str, story: &str| {
        let text = format!(
            "## News From Around the Web\n\nIt hums - [Lamp](https://example.org/{story}).\n\nMeet - [Club](https://example.org/club), [A](https://example.org/{story}-a), [B](https://example.org/{story}-b), [C](https://example.org/{story}-c).\n\n## Popular Last Week\n\n[![A lamp](lamp.jpg)](https://example.org/old)\n\nIn [last week's issue](https://example.org/{last}/issue) readers liked [Old](https://example.org/old) most.\n\n## Latest Releases\n\n[v1.28.0](https://micropython.org/download) is the latest MicroPython release.\n"
        );
        let (draft, profile) = (Draft::parse(text), profile());
        let outline = Outline::new(&draft, &profile);
        Arc::new(PastIssue::new(day, format!("_posts/{day}-issue.md"), &draft, &outline, &profile))
    };
    vec![
        issue(date(2026, 6, 1), "2026/05/25", "may-lamp"),
        issue(date(2026, 5, 25), "2026/05/18", "april-lamp"),
        issue(date(2026, 5, 18), "2026/05/11", "march-lamp"),
    ]
}

/// What the draft calls a file of this issue.
fn path(name: &str) -> String {
    format!("../assets/20260608/20260608{name}")
}

fn profile() -> Profile {
    built_in("circuitpython").unwrap()
}

fn found(text: &str, profile: &Profile, facts: &Facts) -> Vec<Diagnostic> {
    let draft = Draft::parse(text);
    let outline = Outline::new(&draft, profile);
    check(&Context { draft: &draft, outline: &outline, profile, facts })
}

fn finds(text: &str, path: &str, rule: &str) -> bool {
    let facts = Facts { path: Some(path.into()), ..facts() };
    found(text, &profile(), &facts).iter().any(|found| found.rule == rule)
}

#[test]
fn every_rule_is_documented_and_its_examples_hold() {
    for rule in RULES {
        let name = rule.name();
        assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{name}");
        assert!(!rule.summary().is_empty() && !rule.why().is_empty(), "{name}");
        assert!(finds(rule.bad(), rule.bad_path(), name), "{name} does not find fault with its bad example");
        assert!(!finds(rule.good(), EXAMPLE_PATH, name), "{name} finds fault with its good example");
    }
    let names: Vec<&str> = RULES.iter().map(|rule| rule.name()).collect();
    assert!(names.is_sorted(), "the table is in the order of the names");
}
