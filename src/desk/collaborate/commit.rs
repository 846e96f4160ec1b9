use std::path::{Path, PathBuf};

use super::changed_items::{ChangedItems, Noun};
use super::subject::message_of;
use crate::desk::{Workspace, probe_image};
use crate::draft::Draft;
use crate::outline::Outline;
use crate::text::counted;

/// The paths for a commit of the draft: the draft, and the image files in the newsletter's folder that
/// it refers to. Git decides which of them have changed.
pub fn commit_paths(workspace: &Workspace, path: &Path, draft: &Draft) -> Vec<PathBuf> {
    let root = &workspace.root;
    // For a link inside the folder, its target is committed.
    let relative = |path: &Path| {
        let path = root.real(path).unwrap_or_else(|_| path.to_owned());
        path.strip_prefix(root.folder()).ok().map(Path::to_owned)
    };
    let mut paths: Vec<PathBuf> = relative(path).into_iter().collect();
    for image in draft.images() {
        let file = probe_image(draft.slice(image.dest), path, root).filter(|file| root.is_file(file));
        if let Some(file) = file.as_deref().and_then(relative)
            && !paths.contains(&file)
        {
            paths.push(file);
        }
    }
    paths
}

/// A commit message for the changes between two versions of a draft and for `images` changed images:
/// "Add 3 news items and 2 boards to 2026-06-01, with the title and 1 image". The subject has at most 72
/// columns. If that is not enough, the rest is below it.
pub fn suggest_message(
    workspace: &Workspace,
    old: Option<&str>,
    new: &Draft,
    issue: &str,
    images: usize,
) -> String {
    message_of(&subjects(workspace, old, new, issue, images))
}

/// The possible subjects of a commit message, the most complete one first.
fn subjects(
    workspace: &Workspace,
    old: Option<&str>,
    new: &Draft,
    issue: &str,
    images: usize,
) -> Vec<String> {
    let Some(old) = old else { return vec![format!("Start the issue of {issue}")] };
    let old = Draft::parse(old);
    let changed = ChangedItems::new(workspace, &old, new);
    let key = workspace.profile.front_matter.title.as_str();
    let title = |draft: &Draft| draft.front_matter()?.value(key, draft.text()).map(str::to_owned);
    let has_new_title = title(&old) != title(new);
    let mut also: Vec<String> = has_new_title.then(|| "the title".to_owned()).into_iter().collect();
    also.extend((images > 0).then(|| counted(images, "image")));
    let with = if also.is_empty() { String::new() } else { format!(", with {}", list(&also)) };
    if let Some((names, total)) = sentences(&changed, issue) {
        return vec![format!("{names}{with}"), names, format!("{total}{with}"), total];
    }
    let numbers = |draft: &Draft| -> Vec<String> {
        let outline = Outline::new(draft, &workspace.profile);
        let facts = outline
            .slots
            .iter()
            .filter(|slot| slot.kind.has_independent_fields())
            .flat_map(|slot| &slot.fields);
        facts.map(|field| field.value(draft).to_owned()).collect()
    };
    if numbers(&old) != numbers(new) {
        return vec![format!("Update the numbers in {issue}{with}")];
    }
    if has_new_title {
        let with = if images > 0 { format!(", with {}", list(&also[1..])) } else { String::new() };
        return vec![format!("Set the title of {issue}{with}")];
    }
    if images > 0 {
        return vec![format!("Change {} of {issue}", list(&also))];
    }
    let ticks = |draft: &Draft| draft.tasks().filter(|task| task.done).count();
    let ticked = ticks(new).saturating_sub(ticks(&old));
    let subject = match ticked {
        0 => format!("Edit {issue}"),
        1 => format!("Tick a line of the checklist of {issue}"),
        n => format!("Tick {n} lines of the checklist of {issue}"),
    };
    vec![subject]
}

/// Puts counts of items into words.
type CountsInWords<'a> = &'a dyn Fn(&[(usize, Noun<'_>)]) -> String;

/// "Add 1 guide to 2026-06-01 and remove 2 events", and the same with the numbers of items only; `None`
/// without changed items.
fn sentences(changed: &ChangedItems<'_>, issue: &str) -> Option<(String, String)> {
    let ChangedItems { added, updated, moved, removed } = changed;
    let all =
        [("add", "to", added), ("update", "in", updated), ("move", "in", moved), ("remove", "from", removed)];
    let all: Vec<_> = all.into_iter().filter(|(_, _, counts)| !counts.is_empty()).collect();
    let (_, to, _) = all.first()?;
    let sentence = |counts_in_words: CountsInWords<'_>| {
        let parts = all.iter().enumerate().map(|(n, (verb, _, counts))| {
            let part = format!("{verb} {}", counts_in_words(counts));
            if n == 0 { format!("{part} {to} {issue}") } else { part }
        });
        capitalized(&list(&parts.collect::<Vec<_>>()))
    };
    let names = |counts: &[(usize, Noun<'_>)]| {
        list(&counts.iter().map(|(count, noun)| named(*count, *noun)).collect::<Vec<_>>())
    };
    let total = |counts: &[(usize, Noun<'_>)]| counted(counts.iter().map(|(count, _)| count).sum(), "item");
    Some((sentence(&names), sentence(&total)))
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

/// A count with the profile's singular or plural noun.
fn named(count: usize, (singular, plural): Noun<'_>) -> String {
    if count == 1 { format!("1 {singular}") } else { format!("{count} {plural}") }
}

fn list(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::built_in;
    use crate::root::Root;

    #[test]
    fn the_subject_counts_what_changed_and_names_the_title_and_the_images() {
        let workspace = Workspace {
            root: Root::new(Path::new(".")),
            profile: built_in("circuitpython").unwrap(),
            today: None,
        };
        let old = "---\ntitle: Lamps\ndate: 2026-06-01\n---\n\n## New Learn Guides\n\n[A lamp](https://example.org/lamp) from [Mira](https://example.org/mira)\n";
        let subject = |new: &str, images| {
            suggest_message(&workspace, Some(old), &Draft::parse(new), "2026-06-01", images)
        };
        let guide = format!("{old}[A bell](https://example.org/bell) from [Zoë](https://example.org/zoe)\n");
        let titled = |text: &str| text.replace("title: Lamps", "title: Bells");
        let changed = old.replace("example.org/lamp", "example.org/lamps");
        for (text, images, wanted) in [
            (guide.clone(), 0, "Add 1 guide to 2026-06-01"),
            (titled(&guide), 2, "Add 1 guide to 2026-06-01, with the title and 2 images"),
            (changed.clone(), 1, "Update 1 guide in 2026-06-01, with 1 image"),
            // One guide for another: neither is the other with a new name.
            (
                old.replace("[A lamp](https://example.org/lamp) from [Mira](https://example.org/mira)", "[The bell of the pier](https://example.net/pier-bell) from [Zoë Ulm](https://example.net/zoe)"),
                0,
                "Add 1 guide to 2026-06-01 and remove 1 guide",
            ),
            (
                guide.replace("[A lamp]", "[The old lamp]"),
                0,
                "Add 1 guide to 2026-06-01 and update 1 guide",
            ),
            (old.split("[A lamp]").next().unwrap().to_owned(), 0, "Remove 1 guide from 2026-06-01"),
            (titled(old), 0, "Set the title of 2026-06-01"),
            (titled(old), 1, "Set the title of 2026-06-01, with 1 image"),
            (old.to_owned(), 3, "Change 3 images of 2026-06-01"),
            (format!("{old}\nMore.\n"), 0, "Edit 2026-06-01"),
        ] {
            assert_eq!(subject(&text, images), wanted);
        }
    }

    #[test]
    fn an_image_that_a_story_gets_updates_it() {
        let workspace = Workspace {
            root: Root::new(Path::new(".")),
            profile: built_in("circuitpython").unwrap(),
            today: None,
        };
        let old = "## News From Around the Web\n\nA gull - [Site](https://example.org/gull).\n";
        let image = "[![Forty gulls on a rock at noon](../assets/20260601/20260601gull.jpg)](https://example.net/rock)";
        let new = old.replace("A gull", &format!("{image}\n\nA gull"));
        let message = |old: &str, new: &str| {
            suggest_message(&workspace, Some(old), &Draft::parse(new), "2026-06-01", 0)
        };
        assert_eq!(message(old, &new), "Update 1 news item in 2026-06-01");
        assert_eq!(message(&new, old), "Update 1 news item in 2026-06-01");
    }

    #[test]
    fn a_long_list_of_changes_is_a_short_subject_with_the_list_below() {
        let workspace = Workspace {
            root: Root::new(Path::new(".")),
            profile: built_in("circuitpython").unwrap(),
            today: None,
        };
        let old = "---\ntitle: Lamps\ndate: 2026-06-01\n---\n\n## New Learn Guides\n\n## Upcoming Events\n\n## Project of the Week\n\n## News From Around the Web\n";
        let new = old
            .replace("title: Lamps", "title: Bells")
            .replace("Guides\n", "Guides\n\n[A lamp](https://example.org/lamp) from [Mira](https://example.org/mira)\n")
            .replace("Events\n", "Events\n\n* [Regatta](https://example.org/regatta) on July 4\n")
            .replace("Week\n", "Week\n\nA buoy - [Site](https://example.org/buoy).\n")
            .replace("Web\n", "Web\n\nA gull - [Site](https://example.org/gull).\n\nA seal - [Site](https://example.org/seal).\n");
        let message = suggest_message(&workspace, Some(old), &Draft::parse(new.as_str()), "2026-06-01", 3);
        let (subject, body) = message.split_once("\n\n").unwrap();
        assert!(
            subject.len() <= 72 && subject.starts_with("Add ") && subject.contains("2026-06-01"),
            "{subject}"
        );
        let body = body.replace('\n', " ");
        assert!(body.len() > 72 && body.ends_with("to 2026-06-01, with the title and 3 images"), "{body}");
        assert!(body.contains("1 guide") && body.contains("1 event") && body.contains("2 "), "{body}");
    }
}
