use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::desk::images::nearest::has_image_extension;
use crate::desk::images::references::places;
use crate::desk::issue::workspace::Listing;
use crate::desk::{Probe, Workspace, probe_image, reference, scan_images};
use crate::draft::Draft;
use crate::image::Control;
use crate::lint::{EarlierImage, Facts, ImageFact, Stage};
use crate::outline::Issue;
use crate::profile::{IssueKey, Pattern};
use crate::root::{EntryKind, Root};
use crate::text::limits::ASSET_FILES;

/// Collects the facts that the rules use: about the file, and about the images that the draft refers to,
/// which are decoded. Without a path no image is read, because image destinations are relative to the file.
pub fn collect(
    workspace: &Workspace,
    listing: &Listing,
    path: Option<&Path>,
    draft: &Draft,
    probe: &mut Probe,
) -> Facts {
    let (mut facts, dests) = collect_without_scans(workspace, listing, path, draft, probe);
    if let Some(path) = path {
        facts.scans = scan_images(&dests, path, &workspace.root, &Control::default());
    }
    facts
}

/// As [`collect`], without decoding the images. Also returns the images that can be decoded, as the draft writes
/// them.
pub(super) fn collect_without_scans(
    workspace: &Workspace,
    listing: &Listing,
    path: Option<&Path>,
    draft: &Draft,
    probe: &mut Probe,
) -> (Facts, Vec<String>) {
    let mut facts = collect_of_file(workspace, listing, path, draft);
    let Some(path) = path else { return (facts, Vec::new()) };
    let mut known = HashSet::new();
    let mut dests: Vec<String> = draft
        .images()
        .map(|image| draft.slice(image.dest).to_owned())
        .filter(|dest| known.insert(dest.clone()))
        .collect();
    if let Some(folder) = assets_of(workspace, draft, facts.file_date) {
        facts.has_assets |= probe.brought().is_any_in(&folder);
    }
    facts.images.extend(probe.look_all(&dests, path, &workspace.root));
    dests.retain(|dest| matches!(facts.images.get(dest), Some(ImageFact::Known(_))));
    let date = Issue::new(draft, &workspace.profile, facts.file_date).date();
    if let Some(date) = date {
        let earlier = earlier_days(workspace, listing, path, date);
        facts.recurring_images = recurring_images(&facts.images, path, &workspace.root, date, &earlier);
    }
    facts.unused_images = date.map(|date| unused_images(workspace, path, draft, date)).unwrap_or_default();
    (facts, dests)
}

/// Collects the facts that need no image: the dates, the file's location, and the issues next to it.
pub fn collect_of_file(
    workspace: &Workspace,
    listing: &Listing,
    path: Option<&Path>,
    draft: &Draft,
) -> Facts {
    let stage = stage_of(workspace, listing, path);
    let values = path.and_then(|path| workspace.values_of(path));
    let mut facts = Facts {
        stage,
        is_published: stage == Stage::Publish,
        file_date: values.as_ref().and_then(|values| values.period?.exact_day(workspace.profile.weekday())),
        file_number: values.as_ref().and_then(|values| values.number),
        path: path.and_then(|path| workspace.place_of(path)),
        template: listing.template.clone(),
        mail: listing.mail.clone(),
        in_progress: stage == Stage::Contribution,
        has_assets: true,
        ..Facts::default()
    };
    let date = Issue::new(draft, &workspace.profile, facts.file_date).date();
    if let Some(folder) = assets_of(workspace, draft, facts.file_date) {
        facts.has_assets = workspace.root.is_folder(&folder);
    }
    // Issues are listed by their file names; this one may be among them.
    if let Some(day) = facts.file_date.or(date) {
        facts.weekday = workspace.weekday(listing, day);
    }
    let key = values.map(|values| values.key(workspace.profile.weekday()));
    if let Some(key) = key.or(date.map(IssueKey::Day)) {
        facts.archive = listing.archive.before(key, workspace, listing);
    }
    if let (Some(this), Some(date)) = (&facts.path, date) {
        let key = IssueKey::Day(date);
        let first = listing.posts.partition_point(|post| post.key < key);
        let posts = listing.posts[first..].iter().take_while(|post| post.key == key);
        let mut others = posts.filter_map(|post| workspace.place_of(&post.path)).filter(|post| post != this);
        facts.published = others.next().map(|post| (date, post));
    }
    facts
}

/// How many of the last issues are looked at for images that come again.
const LAST_ISSUES: usize = 8;

/// The folder of an issue's images, if the newsletter has one for each issue.
fn assets_of(workspace: &Workspace, draft: &Draft, file_date: Option<Date>) -> Option<PathBuf> {
    let date = Issue::new(draft, &workspace.profile, file_date).date()?;
    Some(workspace.root.join(workspace.profile.files.assets.as_ref()?.for_date(date)))
}

/// The days of the last issues before this one, the newest first, in whose folders its recurring images may be.
pub fn earlier_days(workspace: &Workspace, listing: &Listing, path: &Path, date: Date) -> Vec<Date> {
    let key = workspace.key_of(path).unwrap_or(IssueKey::Day(date));
    let earlier_posts = listing.posts.partition_point(|post| post.key < key);
    let posts = listing.posts[..earlier_posts].iter().rev().filter_map(|post| post.key.day());
    let mut days: Vec<Date> = Vec::new();
    // An old newsletter has thousands of posts, and each is checked.
    for day in posts {
        if days.last() != Some(&day) {
            days.push(day);
        }
        if days.len() == LAST_ISSUES {
            break;
        }
    }
    let drafts = listing.drafts.iter().filter(|draft| draft.key < key);
    days.extend(drafts.filter_map(|draft| draft.key.day()));
    days.sort_unstable_by_key(|day| std::cmp::Reverse(*day));
    days.dedup();
    days.truncate(LAST_ISSUES);
    days
}

/// The missing images of which one of the `earlier` issues, the newest first, has a file of the same name. A draft that was
/// created before this one may lack them as well.
pub fn recurring_images(
    images: &HashMap<String, ImageFact>,
    path: &Path,
    root: &Root,
    date: Date,
    earlier: &[Date],
) -> HashMap<String, EarlierImage> {
    let missing = images.iter().filter(|(_, fact)| matches!(fact, ImageFact::Missing { .. }));
    let written = |day: &Date| day.strftime("%Y%m%d").to_string();
    let own = written(&date);
    let found = missing.filter(|(dest, _)| dest.contains(&own)).filter_map(|(dest, _)| {
        let mut others = earlier.iter().map(|day| dest.replace(&own, &written(day)));
        let has = |other: String| probe_image(&other, path, root).is_some_and(|file| root.is_file(&file));
        let place = match others.position(has)? {
            0 => EarlierImage::InLastIssue,
            _ => EarlierImage::InEarlierIssue,
        };
        Some((dest.clone(), place))
    });
    found.collect()
}

/// The images in the issue's image folder that the draft does not refer to, in order, written as
/// references from the draft.
pub fn unused_images(workspace: &Workspace, path: &Path, draft: &Draft, date: Date) -> Vec<String> {
    let named: HashSet<PathBuf> = places(draft)
        .into_iter()
        .filter_map(|span| probe_image(draft.slice(span), path, &workspace.root))
        .collect();
    let unused = images_of_issue(workspace, date).into_iter().filter(|image| !named.contains(image));
    let mut unused: Vec<String> = unused.map(|image| reference(&image, path, &workspace.root)).collect();
    unused.sort();
    unused
}

/// The files in the folder of an issue's images.
pub fn images_of_issue(workspace: &Workspace, date: Date) -> Vec<PathBuf> {
    let Some(assets) = &workspace.profile.files.assets else { return Vec::new() };
    let folder = workspace.root.join(assets.for_date(date));
    let entries = workspace.root.list(&folder, ASSET_FILES).unwrap_or_default().into_iter();
    let images = entries.filter(|entry| {
        let is_hidden = entry.name.as_encoded_bytes().starts_with(b".");
        !is_hidden && has_image_extension(Path::new(&entry.name)) && entry.kind == EntryKind::File
    });
    images.map(|entry| folder.join(entry.name)).collect()
}

/// The stage of a file: contribution for a draft, publication for a post. The folder decides; in other
/// folders the file name does. Drafts and posts with the same paths are distinguished by the listing.
pub(in crate::desk) fn stage_of(workspace: &Workspace, listing: &Listing, path: Option<&Path>) -> Stage {
    let files = &workspace.profile.files;
    let Some(path) = path else { return Stage::Contribution };
    if files.are_shared() {
        let is_listed = |key| listing.posts.binary_search_by_key(&key, |post| post.key).is_ok();
        let is_post = workspace.key_of(path).is_some_and(is_listed);
        return if is_post { Stage::Publish } else { Stage::Contribution };
    }
    let is_in = |pattern: &Pattern| {
        !pattern.folder().is_empty()
            && pattern.folder_above(path).is_some_and(|folder| folder.ends_with(pattern.folder()))
    };
    let is_draft = match (is_in(&files.drafts), is_in(&files.posts)) {
        // Both patterns may match, since a post may keep its draft's name: treat the file as a draft.
        (true, true) | (false, false) => {
            workspace.values_in(&files.drafts, path).is_some()
                || workspace.values_in(&files.posts, path).is_none()
        }
        (is_draft, _) => is_draft,
    };
    if is_draft { Stage::Contribution } else { Stage::Publish }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::built_in;
    use crate::root::Root;
    use jiff::civil::date;

    #[test]
    fn of_issues_with_the_same_paths_the_newest_is_a_draft() {
        let dir = tempfile::tempdir().unwrap();
        let profile =
            crate::profile::load("files: {drafts: 'n/{number}.md', posts: 'n/{number}.md'}\n").unwrap();
        let workspace = Workspace { root: Root::new(dir.path()), profile, today: None };
        std::fs::create_dir(dir.path().join("n")).unwrap();
        for number in 8..=10 {
            std::fs::write(dir.path().join(format!("n/{number}.md")), "x").unwrap();
        }
        let listing = workspace.listing();
        let stage = |name: &str| stage_of(&workspace, &listing, Some(&dir.path().join(name)));
        let stages = ["n/8.md", "n/9.md", "n/10.md", "n/11.md", "README.md"].map(stage);
        let (post, draft) = (Stage::Publish, Stage::Contribution);
        assert_eq!(stages, [post, post, draft, draft, draft]);
    }

    #[test]
    fn an_image_that_comes_again_is_found_in_the_last_issue_that_has_it() {
        let dir = tempfile::tempdir().unwrap();
        let workspace = Workspace {
            root: Root::new(dir.path()),
            profile: built_in("circuitpython").unwrap(),
            today: None,
        };
        let draft = Draft::parse("![A](../assets/20260615/20260615learn.png)\n");
        for path in
            ["_posts/2026-06-01-draft.md", "_drafts/2026-06-08-draft.md", "assets/20260601/20260601learn.png"]
        {
            std::fs::create_dir_all(dir.path().join(path).parent().unwrap()).unwrap();
            std::fs::write(dir.path().join(path), "x").unwrap();
        }
        let path = dir.path().join("_drafts/2026-06-15-draft.md");
        let recurring = || {
            let listing = workspace.listing();
            let facts = collect(&workspace, &listing, Some(&path), &draft, &mut Probe::default());
            facts.recurring_images.into_values().collect::<Vec<_>>()
        };
        assert_eq!(recurring(), [EarlierImage::InEarlierIssue]);
        std::fs::create_dir_all(dir.path().join("assets/20260608")).unwrap();
        std::fs::write(dir.path().join("assets/20260608/20260608learn.png"), "x").unwrap();
        assert_eq!(recurring(), [EarlierImage::InLastIssue]);
    }

    #[test]
    fn images_without_a_reference_are_unused() {
        let dir = tempfile::tempdir().unwrap();
        let workspace = Workspace {
            root: Root::new(dir.path()),
            profile: built_in("circuitpython").unwrap(),
            today: None,
        };
        let folder = dir.path().join("assets/20260608");
        std::fs::create_dir_all(folder.join("originals")).unwrap();
        for name in
            ["a b.png", "shown.jpg", "linked.gif", "html.png", "front.png", "z.png", "README.md", ".hid.png"]
        {
            std::fs::write(folder.join(name), "x").unwrap();
        }
        std::fs::write(folder.join("originals/big.png"), "x").unwrap();
        let draft = Draft::parse(
            "---\nimage: /assets/20260608/front.png\n---\n\n![A](../assets/./20260608/shown.jpg) [b](../assets/20260608/linked.gif)\n\n<img src=\"/assets/20260608/html.png\">\n\nz.png\n",
        );
        let path = dir.path().join("_drafts/2026-06-08-draft.md");
        let unused = unused_images(&workspace, &path, &draft, date(2026, 6, 8));
        assert_eq!(unused, ["../assets/20260608/a%20b.png", "../assets/20260608/z.png"]);
        assert_eq!(unused_images(&workspace, &path, &draft, date(2026, 6, 1)), Vec::<String>::new());
    }
}
