use std::path::{Path, PathBuf};

use super::subject::message_of;
use crate::desk::{Workspace, probe_image};
use crate::draft::Draft;
use crate::outline::{Outline, SlotState};
use crate::profile::SlotKind;
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
        let file =
            probe_image(draft.slice(image.dest), path, root.folder()).filter(|file| root.is_file(file));
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
    let Changes { added, updated } = changes(workspace, &old, new);
    let key = workspace.profile.front_matter.title.as_str();
    let title = |draft: &Draft| draft.front_matter()?.value(key, draft.text()).map(str::to_owned);
    let has_new_title = title(&old) != title(new);
    let mut also: Vec<String> = has_new_title.then(|| "the title".to_owned()).into_iter().collect();
    also.extend((images > 0).then(|| counted(images, "image")));
    let with = if also.is_empty() { String::new() } else { format!(", with {}", list(&also)) };
    for (verb, to, changes) in [("Add", "to", &added), ("Update", "in", &updated)] {
        if changes.is_empty() {
            continue;
        }
        let names: Vec<String> = changes.iter().map(|(count, noun)| named(*count, *noun)).collect();
        let names = format!("{verb} {} {to} {issue}", list(&names));
        let total = changes.iter().map(|(count, _)| count).sum();
        let total = format!("{verb} {} {to} {issue}", counted(total, "item"));
        return vec![format!("{names}{with}"), names, format!("{total}{with}"), total];
    }
    let numbers = |draft: &Draft| -> Vec<String> {
        let outline = Outline::new(draft, &workspace.profile);
        let facts =
            outline.slots.iter().filter(|slot| slot.kind == SlotKind::Facts).flat_map(|slot| &slot.fields);
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

/// A summary of the additions and updates: so many of what.
struct Changes<'w> {
    added: Vec<(usize, Noun<'w>)>,
    updated: Vec<(usize, Noun<'w>)>,
}

/// Singular and plural.
type Noun<'w> = (&'w str, &'w str);

fn changes<'w>(workspace: &'w Workspace, old: &Draft, new: &Draft) -> Changes<'w> {
    let before = filled(old, workspace);
    let after = filled(new, workspace);
    let (mut added, mut updated) = (Vec::new(), Vec::new());
    for (id, items) in &after {
        let known = before.iter().find(|(known, _)| known == id).map_or(&[][..], |(_, items)| items);
        // An item that was in another section before was moved.
        let is_new = |name: &str, text: &str| {
            !known.iter().any(|(known, _)| known == name) && !old.text().contains(body_of(text))
        };
        let new_ones = items.iter().filter(|(name, text)| is_new(name, text)).count();
        let changed = items
            .iter()
            .filter(|(name, text)| known.iter().any(|(old, was)| old == name && was != text))
            .count();
        // A new item where another is gone is that item, renamed.
        let gone = known.iter().filter(|(name, _)| !items.iter().any(|(item, _)| item == name)).count();
        let (new_ones, changed) = (new_ones.saturating_sub(gone), changed + new_ones.min(gone));
        if new_ones > 0 {
            added.push((new_ones, noun(workspace, id)));
        }
        if changed > 0 {
            updated.push((changed, noun(workspace, id)));
        }
    }
    Changes { added, updated }
}

/// An item's text without the heading that a move may have added.
fn body_of(text: &str) -> &str {
    match text.split_once('\n') {
        Some((first, rest)) if first.starts_with(['#', '*']) && !rest.trim().is_empty() => rest.trim(),
        _ => text,
    }
}

/// Items by section, in the order of the draft.
type Items = Vec<(String, Vec<(String, String)>)>;

/// The filled items of each section, keyed by a name that does not depend on their text.
fn filled(draft: &Draft, workspace: &Workspace) -> Items {
    let outline = Outline::new(draft, &workspace.profile);
    let mut items = Items::new();
    for slot in outline.slots.iter().filter(|slot| !slot.kind.is_boilerplate()) {
        let id = slot.line_of.as_ref().unwrap_or(&outline.sections[slot.section].id);
        let known = items.iter().position(|(known, _)| known == id);
        let at = known.unwrap_or_else(|| {
            items.push((id.clone(), Vec::new()));
            items.len() - 1
        });
        let list = &mut items[at].1;
        if slot.is_list() {
            for row in slot.rows.iter().filter(|row| row.state() != SlotState::Empty) {
                let name = row.fields.first().map_or("", |field| field.value(draft));
                list.push((name.to_owned(), draft.slice(row.span).to_owned()));
            }
        } else if slot.state() != SlotState::Empty {
            list.push((slot.title.clone(), draft.slice(slot.span).to_owned()));
        }
    }
    items
}

/// Singular and plural noun of a section's items.
fn noun<'w>(workspace: &'w Workspace, id: &str) -> Noun<'w> {
    match workspace.profile.section(id) {
        Some(section) if !section.noun.is_empty() => {
            (&section.noun[0], section.noun.last().map_or("", String::as_str))
        }
        _ => ("item", "items"),
    }
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
        let workspace =
            Workspace { root: Root::new(Path::new(".")), profile: built_in("circuitpython").unwrap() };
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
            (changed, 1, "Update 1 guide in 2026-06-01, with 1 image"),
            (titled(old), 0, "Set the title of 2026-06-01"),
            (titled(old), 1, "Set the title of 2026-06-01, with 1 image"),
            (old.to_owned(), 3, "Change 3 images of 2026-06-01"),
            (format!("{old}\nMore.\n"), 0, "Edit 2026-06-01"),
        ] {
            assert_eq!(subject(&text, images), wanted);
        }
    }

    #[test]
    fn a_long_list_of_changes_is_a_short_subject_with_the_list_below() {
        let workspace =
            Workspace { root: Root::new(Path::new(".")), profile: built_in("circuitpython").unwrap() };
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
