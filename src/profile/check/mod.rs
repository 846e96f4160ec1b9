//! Finds values of a profile that have no effect, beyond what its types reject.

mod mail;
mod rules;
mod sections;
mod tasks;
#[cfg(test)]
mod tests;
mod texts;

use std::collections::HashSet;

use super::key_path::KeyPath;
use super::message::nearest;
use super::path::relative;
use super::{FrontMatterSyntax, Pattern, Profile, built_in_template, other_markup, weekday_from_name};

/// The problems of a profile, each with the path of the value.
#[derive(Debug, Default)]
pub(super) struct Problems {
    found: Vec<(KeyPath, String)>,
}

/// The message about a text without a word.
const BLANK: &str = "is blank, so it has no effect; write a text, or remove it";

/// How many problems are kept. Only the first one in the user's file is reported.
const MAX_PROBLEMS: usize = 1000;

/// Checks a whole profile.
pub(super) fn check(profile: &Profile) -> Vec<(KeyPath, String)> {
    let mut problems = Problems::default();
    let top = KeyPath::default();
    problems.text(&top, "name", &profile.name);
    // A built-in newsletter's template goes by the name.
    let is_other = |base: &String| {
        *base != profile.name && [base, &profile.name].iter().all(|name| built_in_template(name).is_some())
    };
    if profile.extends.as_ref().is_some_and(is_other) {
        let what =
            format!("'{}' is the name of another built-in profile; choose a name of your own", profile.name);
        problems.add(top.key("name"), what);
    }
    files(profile, &mut problems);
    front_matter(profile, &mut problems);
    weekday(profile, &mut problems);
    renderer(profile, &mut problems);
    problems.texts(&top, "notes", &profile.notes);
    texts::style(&profile.style, &mut problems);
    texts::images(profile, &mut problems);
    mail::check(profile, &mut problems);
    texts::placeholders(&profile.placeholders, &mut problems);
    texts::template(&profile.template, &mut problems);
    levels(profile, &mut problems);
    sections::check(profile, &mut problems);
    tasks::check(profile, &mut problems);
    rules::check(profile, &mut problems);
    waivers(profile, &mut problems);
    texts::import(profile, &mut problems);
    problems.found
}

fn renderer(profile: &Profile, problems: &mut Problems) {
    let list = &profile.renderer_extensions;
    for (n, extension) in list.iter().enumerate() {
        let place = KeyPath::default().key("renderer_extensions").item(n);
        let needed = extension.renderer();
        if profile.renderer != Some(needed) {
            let needed = needed.name();
            problems
                .add(place, format!("has no effect without `renderer: {needed}`; write it, or remove this"));
        } else if list[..n].contains(extension) {
            problems.add(place, "is there twice; remove one of them");
        }
    }
}

impl Problems {
    pub fn add(&mut self, place: KeyPath, what: impl Into<String>) {
        if self.found.len() < MAX_PROBLEMS {
            self.found.push((place, what.into()));
        }
    }

    /// Checks a required text.
    pub fn text(&mut self, place: &KeyPath, key: &str, text: &str) {
        if text.is_empty() {
            self.add(place.clone(), format!("`{key}` is missing or empty; add `{key}: …`"));
        } else if text.trim().is_empty() {
            self.add(place.key(key), BLANK);
        }
    }

    /// Checks a list of texts for blank and repeated ones, which have no effect.
    pub fn texts(&mut self, place: &KeyPath, key: &str, list: &[String]) {
        let mut seen = HashSet::new();
        for (n, text) in list.iter().enumerate() {
            if text.trim().is_empty() {
                self.add(place.key(key).item(n), BLANK);
            } else if !seen.insert(text) {
                self.add(place.key(key).item(n), format!("'{text}' is in the list twice; remove one"));
            }
        }
    }

    /// Checks texts that are compared with trimmed text.
    pub fn trimmed(&mut self, place: &KeyPath, key: &str, list: &[String]) {
        self.texts(place, key, list);
        for (n, text) in list.iter().enumerate().filter(|(_, text)| text.trim() != **text) {
            let what = format!(
                "'{text}' matches nothing: it is compared without spaces at the ends; write '{}'",
                text.trim()
            );
            self.add(place.key(key).item(n), what);
        }
    }

    /// Checks a text that must have one `{}`.
    pub fn form(&mut self, place: KeyPath, text: &str) {
        match text.matches("{}").count() {
            1 => {}
            0 => self.add(place, format!("'{text}' has no {{}} for the value; write {{}} in its place")),
            _ => self.add(
                place,
                format!("'{text}' has more than one {{}}, and only the first has an effect; keep one"),
            ),
        }
    }

    /// Checks texts with one `{}` that are found by the words before it.
    pub fn captures(&mut self, place: &KeyPath, key: &str, list: &[String]) {
        self.texts(place, key, list);
        for (n, text) in list.iter().enumerate() {
            if text.starts_with("{}") {
                let what = format!("'{text}' is never found; write words before {{}}");
                self.add(place.key(key).item(n), what);
            } else {
                self.form(place.key(key).item(n), text);
            }
        }
    }

    /// Checks the `id` of a section.
    pub fn known_section(&mut self, place: KeyPath, profile: &Profile, id: &str) {
        if profile.section(id).is_none() {
            let ids = profile.sections.iter().map(|section| section.id.as_str());
            let fix = match nearest(id, ids) {
                Some(near) => format!("did you mean '{near}'?"),
                None => "write the `id` of one of the `sections`".to_owned(),
            };
            self.add(place, format!("there is no section '{id}'; {fix}"));
        }
    }
}

fn files(profile: &Profile, problems: &mut Problems) {
    let place = KeyPath::default().key("files");
    for (key, pattern) in [("drafts", &profile.files.drafts), ("posts", &profile.files.posts)] {
        let is_one_draft = key == "drafts" && pattern.is_one_file();
        if pattern.path().is_empty() {
            let what = format!(
                "`{key}` is missing or empty; add the pattern of its paths, such as `{key}: \"{key}/{{date}}.md\"`"
            );
            problems.add(place.clone(), what);
        } else if !(pattern.has_date() || pattern.has_number() || is_one_draft) {
            let what = "has no {date} or {number}, so issues have no order; such as _drafts/{date}-draft.md";
            problems.add(place.key(key), what);
        }
    }
    let (drafts, posts) = (&profile.files.drafts, &profile.files.posts);
    if !drafts.is_one_file() && drafts.has_date() != posts.has_date() {
        let what = "drafts and posts must both have a date, or both a number only; change one of them";
        problems.add(place.key("drafts"), what);
    }
    if profile.files.draft_is.is_some() && !profile.files.are_shared() {
        problems
            .add(place.key("draft_is"), "has no effect: drafts and posts have different patterns; remove it");
    }
    if let Some(assets) = &profile.files.assets {
        only_dates(place.key("assets"), assets, problems);
    }
    site_roots(profile, &place.key("site_roots"), problems);
    not_markdown(profile, &place, problems);
}

/// Checks that the weekday is one, and that it is not another one than that of the cadence.
fn weekday(profile: &Profile, problems: &mut Problems) {
    let Some(day) = &profile.weekday else { return };
    let what = match (weekday_from_name(day), profile.cadence) {
        (None, _) => format!("'{day}' is not a weekday; write it in English, such as monday"),
        (Some(day), Some(cadence)) if cadence.weekday() != Some(day) => {
            format!("has no effect, because `cadence` says {cadence}; remove one of them")
        }
        _ => return,
    };
    problems.add(KeyPath::default().key("weekday"), what);
}

/// Checks that a date is enough to write a pattern's path.
fn only_dates(place: KeyPath, pattern: &Pattern, problems: &mut Problems) {
    if pattern.needs_more_than_date() {
        problems.add(place, "{number} and {slug} are for issues only; write a date, such as {yyyymmdd}");
    }
}

fn front_matter(profile: &Profile, problems: &mut Problems) {
    let place = KeyPath::default().key("front_matter");
    let front = &profile.front_matter;
    if front.syntax == Some(FrontMatterSyntax::None) {
        without_front_matter(profile, &place, problems);
        return;
    }
    for (key, name) in [("title", &front.title), ("date", &front.date)] {
        if !name.is_empty() && name.trim().is_empty() {
            problems.add(place.key(key), "is blank; write '' if the issues have none");
        }
    }
    if front.date.is_empty() && front.date_form.is_some() {
        problems.add(
            place.key("date_form"),
            "has no effect, because `date` is empty; remove it, or name the date's key there",
        );
    }
    problems.trimmed(&place, "required", &front.required);
    problems.trimmed(&place, "title_placeholders", &front.title_placeholders);
}

/// Issues without front matter have no keys.
fn without_front_matter(profile: &Profile, place: &KeyPath, problems: &mut Problems) {
    let front = &profile.front_matter;
    for (key, is_set) in [
        ("required", !front.required.is_empty()),
        ("title", !front.title.is_empty()),
        ("date", !front.date.is_empty()),
        ("title_placeholders", !front.title_placeholders.is_empty()),
        ("max_title", front.max_title.is_some()),
    ] {
        if is_set {
            problems.add(
                place.key(key),
                "has no effect: issues have no front matter (`syntax: none`); remove it",
            );
        }
    }
}

fn site_roots(profile: &Profile, place: &KeyPath, problems: &mut Problems) {
    let mut seen = HashSet::new();
    for (n, root) in profile.files.site_roots.iter().enumerate() {
        if !seen.insert(root.path()) {
            problems.add(place.item(n), format!("'{}' is in the list twice; remove one", root.path()));
        }
    }
}

/// Issues in other languages than Markdown can't be read.
fn not_markdown(profile: &Profile, place: &KeyPath, problems: &mut Problems) {
    let files = &profile.files;
    for (key, path) in
        [("drafts", files.drafts.path()), ("posts", files.posts.path()), ("template", &files.template)]
    {
        if let Some(language) = other_markup(path) {
            let what =
                format!("is {language}; copydesk reads issues in Markdown only (.md, .markdown, .mdx)");
            problems.add(place.key(key), what);
        }
    }
}

fn levels(profile: &Profile, problems: &mut Problems) {
    let place = KeyPath::default().key("section_levels");
    let mut seen = HashSet::new();
    for (n, level) in profile.section_levels.iter().enumerate() {
        if !(1..=6).contains(level) {
            problems.add(place.item(n), format!("{level} is not a heading level; levels are 1 to 6"));
        } else if !seen.insert(level) {
            problems.add(place.item(n), format!("{level} is in the list twice; remove one"));
        }
    }
    if profile.section_levels.is_empty() {
        problems.add(place, "is empty, so no heading begins a section; write the level of the sections' headings, such as [2]");
    }
}

fn waivers(profile: &Profile, problems: &mut Problems) {
    let mut seen = HashSet::new();
    for (n, waiver) in profile.waivers.iter().enumerate() {
        let place = KeyPath::default().key("waivers").item(n);
        if waiver.reason.trim().is_empty() {
            problems.add(
                place.key("reason"),
                format!("the waiver of '{}' has no reason; write why the problem is intended", waiver.rule),
            );
        }
        if let Some(Err(why)) = waiver.path.as_deref().map(relative) {
            problems.add(place.key("path"), format!("matches no file: {why}"));
        }
        if !seen.insert((&waiver.rule, &waiver.path)) {
            problems
                .add(place, format!("'{}' is already waived there; remove one of the waivers", waiver.rule));
        }
    }
}
