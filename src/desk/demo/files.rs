//! The demo newsletter, as the commits of a repository whose next issue is always due next Monday.
//!
//! The files under `assets/demo` become files of that repository:
//!
//! | stored as                   | becomes                                         |
//! |-----------------------------|-------------------------------------------------|
//! | `README.md`, `copydesk.yml` | the same                                        |
//! | `_drafts/template.md`       | the same: its dates are placeholders            |
//! | `_posts/week-3.md`          | `_posts/2026-05-11-draft.md`                    |
//! | `draft.md`                  | `_drafts/2026-06-01-draft.md`                   |
//! | `assets/week-3/wind.jpg`    | `assets/20260511/20260511wind.jpg`              |
//! | `assets/standing/learn.png` | `assets/20260511/learn.png`, in each issue that shows it |
//!
//! In the texts a date is a token: `{{week-3:Y-m-d}}` is the Monday three weeks before the draft's
//! (`week+0`), and `{{week+0+16d:B d}}` is sixteen days after that. `Y`, `m` and `d` are the year and the
//! two-digit month and day, `B` is the month's name; next to a name the day has no leading zero.

use std::path::PathBuf;

use jiff::Span;
use jiff::civil::Date;

/// One commit of the demo repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    pub date: Date,
    pub message: String,
    /// The added files. Paths start at the top of the repository.
    pub files: Vec<(PathBuf, Vec<u8>)>,
}

/// Files that exist from the first commit on.
const SHARED_FILES: [(&str, &str); 3] = [
    ("README.md", include_str!("../../../assets/demo/README.md")),
    ("copydesk.yml", include_str!("../../../assets/demo/copydesk.yml")),
    ("_drafts/template.md", include_str!("../../../assets/demo/_drafts/template.md")),
];

/// The images under `assets/demo/assets/FOLDER`, by name.
type Images = &'static [(&'static str, &'static [u8])];

macro_rules! images {
    ($folder:literal: $($name:literal),+ $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../../assets/demo/assets/", $folder, "/", $name)))),+]
    };
}

/// Banners that several issues share.
const SHARED_IMAGES: Images = images! {
    "standing":
    "icymi.png", "learn.png", "libraries.png", "popular.png", "streams.png", "thanks.png",
};

struct Issue {
    /// Weeks from the draft's issue: -6 to 0.
    week: i16,
    text: &'static str,
    images: Images,
}

/// Oldest first; the last one is the draft.
const ISSUES: [Issue; 7] = [
    Issue {
        week: -6,
        text: include_str!("../../../assets/demo/_posts/week-6.md"),
        images: images!("week-6": "barrel.jpg", "clock.jpg", "newt.jpg", "snow.jpg", "wall.jpg"),
    },
    Issue {
        week: -5,
        text: include_str!("../../../assets/demo/_posts/week-5.md"),
        images: images!("week-5": "bell.jpg", "kite.jpg", "radio.jpg", "river.jpg", "sled.jpg"),
    },
    Issue {
        week: -4,
        text: include_str!("../../../assets/demo/_posts/week-4.md"),
        images: images!("week-4": "island.jpg", "paper.jpg", "pump.jpg", "roof.jpg", "school.jpg"),
    },
    Issue {
        week: -3,
        text: include_str!("../../../assets/demo/_posts/week-3.md"),
        images: images!("week-3": "bath.jpg", "mesh.jpg", "surge.jpg", "trace.jpg", "wind.jpg"),
    },
    Issue {
        week: -2,
        text: include_str!("../../../assets/demo/_posts/week-2.md"),
        images: images!("week-2": "ice.jpg", "lock.jpg", "moon.jpg", "network.jpg", "shed.jpg"),
    },
    Issue {
        week: -1,
        text: include_str!("../../../assets/demo/_posts/week-1.md"),
        images: images!("week-1": "battery.jpg", "dome.jpg", "harbor.jpg", "lake.jpg", "wheel.jpg"),
    },
    Issue {
        week: 0,
        text: include_str!("../../../assets/demo/draft.md"),
        images: images! {
            "week+0":
            "buoy.gif", "fair.png", "ferry.jpg", "float.jpg", "fog.png", "jar.jpg",
            "lamp.jpg", "marsh.png", "new1.jpg", "night.jpg", "play1.png", "rock.jpg",
        },
    },
];

/// The demo repository as of `today`, oldest commit first: one issue each week, and finally the draft of
/// the issue that is published next Monday (in seven days if today is a Monday).
pub fn files(today: Date) -> Vec<Snapshot> {
    let due = due(today);
    ISSUES.iter().map(|issue| snapshot(issue, due, today)).collect()
}

/// The date of the draft's issue.
pub(super) fn due(today: Date) -> Date {
    later(today, 0, 7 - i16::from(today.weekday().to_monday_zero_offset()))
}

fn snapshot(issue: &Issue, due: Date, today: Date) -> Snapshot {
    let monday = later(due, issue.week, 0);
    let first = issue.week == ISSUES[0].week;
    let draft = issue.week == 0;
    let text = with_dates(issue.text, due);
    let day = written(monday, "Ymd");
    let folder = PathBuf::from("assets").join(&day);

    let mut files = Vec::new();
    if first {
        files.extend(SHARED_FILES.map(|(path, text)| (PathBuf::from(path), text.as_bytes().to_vec())));
    }
    let banners = SHARED_IMAGES.iter().filter(|(name, _)| text.contains(&format!("/{name})")));
    files.extend(banners.map(|(name, bytes)| (folder.join(name), bytes.to_vec())));
    files.extend(
        issue.images.iter().map(|(name, bytes)| (folder.join(format!("{day}{name}")), bytes.to_vec())),
    );
    let place = if draft { "_drafts" } else { "_posts" };
    files.push((PathBuf::from(format!("{place}/{monday}-draft.md")), text.into_bytes()));

    let name = written(monday, "B d, Y");
    let message = match (first, draft) {
        (true, _) => format!("Begin the newsletter with the issue of {name}"),
        (_, true) => format!("Collect stories for {name}"),
        _ => format!("Publish the issue of {name}"),
    };
    Snapshot { date: if draft { today } else { monday }, message, files }
}

/// Replaces each token by its date. Text that only resembles a token stays.
pub(super) fn with_dates(text: &str, due: Date) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{week") {
        out.push_str(before);
        match after.split_once("}}").and_then(|(token, after)| Some((date_of(token, due)?, after))) {
            Some((date, after)) => {
                out.push_str(&date);
                rest = after;
            }
            None => {
                out.push_str("{{week");
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The date of a token such as `-3:Y-m-d` or `+0+16d:B d`.
fn date_of(token: &str, due: Date) -> Option<String> {
    let (when, form) = token.split_once(':')?;
    let (weeks, days) = match when.strip_suffix('d') {
        Some(when) => when.split_at(when.rfind(['+', '-'])?),
        None => (when, "0"),
    };
    Some(written(later(due, weeks.parse().ok()?, days.parse().ok()?), form))
}

fn later(date: Date, weeks: i16, days: i16) -> Date {
    // All parts of a span have the same sign.
    date.saturating_add(Span::new().days(7 * weeks + days))
}

/// Formats a date by `Y`, `m`, `d` and `B`; other characters are copied.
fn written(date: Date, form: &str) -> String {
    let named = form.contains('B');
    form.chars()
        .map(|c| match c {
            'Y' => date.strftime("%Y").to_string(),
            'm' => date.strftime("%m").to_string(),
            'B' => date.strftime("%B").to_string(),
            'd' if named => date.day().to_string(),
            'd' => date.strftime("%d").to_string(),
            other => other.to_string(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use jiff::civil::{Weekday, date};

    use super::*;

    fn tree(snapshots: &[Snapshot]) -> BTreeMap<PathBuf, Vec<u8>> {
        snapshots.iter().flat_map(|snapshot| snapshot.files.clone()).collect()
    }

    /// The published issues, the draft and the template.
    fn texts(tree: &BTreeMap<PathBuf, Vec<u8>>) -> impl Iterator<Item = (&Path, &str)> {
        tree.iter()
            .filter(|(path, _)| path.starts_with("_posts") || path.starts_with("_drafts"))
            .map(|(path, bytes)| (path.as_path(), std::str::from_utf8(bytes).unwrap()))
    }

    /// The images that a text shows, except in unfilled slots.
    fn shown(text: &str) -> Vec<PathBuf> {
        text.lines()
            .filter_map(|line| line.strip_prefix("[![")?.split_once("](../"))
            .filter_map(|(_, rest)| rest.split_once(")]("))
            .filter(|(_, target)| !matches!(*target, "url)" | "link)"))
            .map(|(path, _)| PathBuf::from(path))
            .collect()
    }

    #[test]
    fn tokens_become_dates() {
        let due = date(2026, 6, 1);
        let given = "{{week+0:Y-m-d}} {{week-1:Ymd}} {{week+0:B d, Y}} {{week+0+16d:B d}} {{week-2-1d:d}} {{week-2+24d:B d}}";
        assert_eq!(with_dates(given, due), "2026-06-01 20260525 June 1, 2026 June 17 17 June 11");
    }

    #[test]
    fn what_only_looks_like_a_token_stays() {
        let given = "{{week}} {{weekly: x}} {{ \"/x\" | absolute_url }} {{week+0";
        assert_eq!(with_dates(given, date(2026, 6, 1)), given);
    }

    #[test]
    fn the_issue_is_due_next_monday_even_on_a_monday() {
        for (today, due) in [
            (date(2026, 5, 31), date(2026, 6, 1)),
            (date(2026, 6, 1), date(2026, 6, 8)),
            (date(2026, 12, 30), date(2027, 1, 4)),
        ] {
            let snapshots = files(today);
            let draft = PathBuf::from(format!("_drafts/{due}-draft.md"));
            assert!(tree(&snapshots).contains_key(&draft), "{today}");
            assert_eq!(snapshots.last().unwrap().date, today);
        }
    }

    #[test]
    fn commits_are_oldest_first_and_issues_go_out_on_mondays() {
        let snapshots = files(date(2026, 6, 1));
        assert_eq!(snapshots.len(), 7);
        assert!(snapshots.is_sorted_by_key(|snapshot| snapshot.date));
        assert!(snapshots[..6].iter().all(|snapshot| snapshot.date.weekday() == Weekday::Monday));
        assert_eq!(snapshots[1].message, "Publish the issue of May 4, 2026");
        for path in ["README.md", "copydesk.yml", "_drafts/template.md", "_posts/2026-04-27-draft.md"] {
            assert!(snapshots[0].files.iter().any(|(file, _)| file == Path::new(path)), "{path}");
        }
    }

    #[test]
    fn no_token_is_left() {
        for (path, text) in texts(&tree(&files(date(2026, 2, 26)))) {
            assert!(!text.contains("{{"), "{}", path.display());
        }
    }

    #[test]
    fn shown_images_and_image_files_are_the_same() {
        let tree = tree(&files(date(2026, 5, 28)));
        let mut shown: Vec<_> = texts(&tree)
            .filter(|(path, _)| !path.ends_with("template.md"))
            .flat_map(|(_, text)| shown(text))
            .collect();
        let mut there: Vec<_> = tree.keys().filter(|path| path.starts_with("assets")).cloned().collect();
        shown.sort();
        shown.dedup();
        there.sort();
        assert_eq!(shown, there);
    }

    #[test]
    fn one_image_is_wider_than_550() {
        let tree = tree(&files(date(2026, 5, 28)));
        let wide: Vec<_> = tree
            .iter()
            .filter(|(path, _)| path.starts_with("assets"))
            .filter(|(_, bytes)| crate::image::Header::from_bytes(bytes).unwrap().width > 550)
            .map(|(path, _)| path.display().to_string())
            .collect();
        assert_eq!(wide, ["assets/20260601/20260601lamp.jpg"]);
    }

    #[test]
    fn finished_issues_have_no_placeholder_and_the_draft_has() {
        let tree = tree(&files(date(2026, 5, 28)));
        let open =
            |text: &str| ["(url)", "(link)", "###", "NUMBER", "text."].iter().any(|mark| text.contains(mark));
        for (path, text) in texts(&tree) {
            assert_eq!(open(text), path.starts_with("_drafts"), "{}", path.display());
        }
    }

    #[test]
    fn libraries_grow_from_week_to_week() {
        let tree = tree(&files(date(2026, 5, 28)));
        let counts: Vec<u32> = texts(&tree)
            .filter_map(|(_, text)| text.split_once("libraries is **")?.1.split_once("**")?.0.parse().ok())
            .collect();
        assert_eq!(counts.len(), 6);
        assert!(counts.is_sorted_by(|a, b| a < b), "{counts:?}");
    }

    #[test]
    fn the_same_day_gives_the_same_files() {
        assert_eq!(files(date(2026, 5, 28)), files(date(2026, 5, 28)));
    }
}
