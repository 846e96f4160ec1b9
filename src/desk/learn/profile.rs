//! The profile of a surveyed newsletter, with the reason of each line.

use std::collections::HashSet;

use super::Survey;
use super::questions::Answers;
use super::recurring::RecurringPage;
use super::sections::LearntSection;
use super::yaml::{Yaml, list, scalar};
use crate::desk::DeskError;
use crate::draft::Syntax;
use crate::outline::plain;
use crate::profile::{self, BUILT_IN, Cadence, Language, NO_BASE, Profile, SlotKind, Weekdays};
use crate::text::counted;

/// A learnt profile.
#[derive(Clone, Debug)]
pub struct Learnt {
    pub yaml: String,
    pub profile: Profile,
    /// What was found, a line each.
    pub found: Vec<String>,
}

/// What a first profile lacks, or has wrong, for the issues that it was learnt from.
#[derive(Debug, Default, PartialEq, Eq)]
struct Corrections {
    recurring: Vec<RecurringPage>,
    /// The `id`s of required sections that some issues lack, with the number of these issues.
    lacking: Vec<(String, usize)>,
}

/// Whether an item of the list of sections is that of a required section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presence {
    Required,
    Optional,
}

/// A built-in profile fits if this share of the sections are its sections.
const FITTING: f64 = 0.5;
/// So many issues must have a section before it is required.
const REQUIRED: usize = 4;
/// The most sections that are written; of more, the most frequent ones.
const MAX_SECTIONS: usize = 60;

impl Survey {
    /// The profile with these answers.
    ///
    /// # Errors
    ///
    /// If the profile that was made is invalid.
    pub fn profile(&self, answers: &Answers) -> Result<Learnt, DeskError> {
        let read = crate::desk::issue::workspace::read_profile;
        let mut yaml = self.yaml(answers, &Corrections::default());
        let mut profile = read(&yaml)?;
        let corrections = self.corrections(&profile);
        if corrections != Corrections::default() {
            yaml = self.yaml(answers, &corrections);
            profile = read(&yaml)?;
        }
        Ok(Learnt { found: self.found(&profile, answers), yaml, profile })
    }

    /// Reads the issues by a first profile. Only that shows which sections the desk finds in them: a heading may be
    /// that of another section as well.
    fn corrections(&self, profile: &Profile) -> Corrections {
        let lacking = self.lacking_sections(profile).into_iter();
        Corrections {
            recurring: self.recurring(profile),
            lacking: lacking.map(|(section, count)| (section.id.clone(), count)).collect(),
        }
    }

    fn yaml(&self, answers: &Answers, corrections: &Corrections) -> String {
        match &self.base {
            Some(base) => self.extending(base, corrections),
            None => self.of_its_own(answers, corrections),
        }
    }

    /// The built-in profile whose files and sections these are.
    pub(super) fn built_in(&self) -> Result<Option<Profile>, DeskError> {
        for (name, _, _) in BUILT_IN {
            let own = profile::built_in(name)?;
            let reads =
                |path: &str| own.files.posts.read(path).is_some() || own.files.drafts.read(path).is_some();
            let has_files = self.issues.iter().all(|issue| reads(&issue.path));
            if has_files && self.share_of(&own) >= FITTING {
                return Ok(Some(own));
            }
        }
        Ok(None)
    }

    /// The share of the learnt sections that a profile has.
    fn share_of(&self, profile: &Profile) -> f64 {
        let sections = &self.headings.sections;
        let is_known = |heading: &str| {
            let mut aliases = profile.sections.iter().flat_map(|section| &section.headings);
            aliases.any(|alias| profile::fits(alias, heading))
        };
        let known = sections.iter().filter(|section| is_known(&section.heading)).count();
        known as f64 / sections.len().max(1) as f64
    }

    fn header(&self) -> Yaml {
        let mut yaml = Yaml::default();
        yaml.comment("How copydesk reads and checks this newsletter; `copydesk help profile` has every key.");
        if let Some((first, last)) = self.read_from_to() {
            let count = self.issues.len();
            yaml.comment(&format!("Learnt by `copydesk init` from {count} issues, {first} to {last}."));
        }
        yaml.blank();
        yaml
    }

    /// A profile that only names the built-in one and what differs from it.
    fn extending(&self, base: &Profile, corrections: &Corrections) -> String {
        let mut yaml = self.header();
        let share = (self.share_of(base) * 100.0).round();
        let reason = format!("its file names, and {share}% of the headings are its sections");
        yaml.text(0, "extends", &base.name, &reason);
        let of_base = base.cadence.or(base.weekday().map(|day| Cadence::Week(Weekdays::one(day))));
        if let Some(learnt) = self.cadence.filter(|learnt| Some(learnt.cadence) != of_base) {
            yaml.text(0, "cadence", &learnt.cadence.to_string(), &learnt.reason());
        }
        self.branch(&mut yaml);
        self.keys_of_base(&mut yaml, base);
        self.may_come_again(&mut yaml, &corrections.recurring);
        self.sections_beside(&mut yaml, base, &corrections.lacking);
        yaml.finish()
    }

    /// The keys of the front matter that the built-in profile requires, without those that most issues lack.
    fn keys_of_base(&self, yaml: &mut Yaml, base: &Profile) {
        let lacking = self.lacking_keys(base);
        if lacking.is_empty() {
            return;
        }
        let is_kept = |key: &&String| !lacking.iter().any(|(lacked, _)| *lacked == key.as_str());
        let kept: Vec<String> = base.front_matter.required.iter().filter(is_kept).cloned().collect();
        let reasons: Vec<String> = lacking
            .iter()
            .map(|(key, count)| format!("{count} of {} have no {key}", self.issues.len()))
            .collect();
        yaml.key(0, "front_matter");
        yaml.list(1, "required", &kept, &reasons.join(", "));
    }

    /// The sections of the built-in profile that some issues lack, and those that it does not have.
    fn sections_beside(&self, yaml: &mut Yaml, base: &Profile, lacking: &[(String, usize)]) {
        let unknown = self.unknown_sections(base);
        if lacking.is_empty() && unknown.is_empty() {
            return;
        }
        let count = self.issues.len();
        yaml.key(0, "sections");
        for (id, lacks) in lacking {
            let reason = format!("in {} of {count}", count - lacks);
            yaml.line(1, &format!("- {{ id: {}, required: false }}", scalar(id)), &reason);
        }
        let mut ids: HashSet<String> = base.sections.iter().map(|section| section.id.clone()).collect();
        for section in unknown {
            let id = unused_id(&section.heading, &mut ids);
            let is_lacking = lacking.iter().any(|(lacking, _)| *lacking == id);
            let presence = if is_lacking { Presence::Optional } else { self.presence(section) };
            let reason = format!("in {} of {count}; {}", section.issues, section.kinds_reason);
            yaml.line(1, &self.section_item(section, &id, presence), &reason);
        }
    }

    fn of_its_own(&self, answers: &Answers, corrections: &Corrections) -> String {
        let mut yaml = self.header();
        yaml.text(0, "extends", NO_BASE, "no built-in profile has this layout");
        yaml.text(0, "name", &self.name, "the folder's name");
        self.files(&mut yaml, answers);
        self.branch(&mut yaml);
        self.front_matter(&mut yaml);
        if let Some(learnt) = self.cadence {
            yaml.text(0, "cadence", &learnt.cadence.to_string(), &learnt.reason());
        }
        let zone = self.site.time_zone.as_deref();
        if let Some(zone) = zone.filter(|zone| jiff::tz::TimeZone::get(zone).is_ok()) {
            yaml.text(0, "time_zone", zone, self.site.file.as_deref().unwrap_or(""));
        }
        if let Some(language) = self.language(answers).filter(|one| Language::new(&one.tag).is_ok()) {
            yaml.text(0, "language", &language.tag, &language.reason);
        }
        if let Some(renderer) = self.site.renderer {
            let name = serde_yaml::to_string(&renderer).unwrap_or_default();
            let (generator, file) =
                (self.site.generator.unwrap_or(""), self.site.file.as_deref().unwrap_or(""));
            yaml.text(0, "renderer", name.trim(), &format!("{file}: the site is made by {generator}"));
            let names = self.site.extensions.iter().map(|one| one.name());
            let names: Vec<String> = names.collect();
            if !names.is_empty() {
                yaml.list(0, "renderer_extensions", &names, file);
            }
        }
        if let Some((width, count)) = self.images.width {
            yaml.key(0, "images");
            yaml.line(
                1,
                &format!("max_width: {width}"),
                &format!("{count} images have this width, in pixels"),
            );
        }
        self.may_come_again(&mut yaml, &corrections.recurring);
        self.sections(&mut yaml, &corrections.lacking);
        yaml.finish()
    }

    fn branch(&self, yaml: &mut Yaml) {
        if let Some(learnt) = &self.branch {
            yaml.text(0, "branch", learnt.branch.pattern(), &learnt.reason);
        }
    }

    fn may_come_again(&self, yaml: &mut Yaml, recurring: &[RecurringPage]) {
        if !recurring.is_empty() {
            yaml.key(0, "may_come_again");
        }
        for page in recurring {
            let reason = format!("in {} of {} issues", page.issues, self.issues.len());
            yaml.line(1, &format!("- {}", scalar(&page.pattern)), &reason);
        }
    }

    fn files(&self, yaml: &mut Yaml, answers: &Answers) {
        let posts = &self.places.posts;
        let place = self.draft_place(answers);
        yaml.key(0, "files");
        let count = posts.issues.len();
        let newest = posts.issues.last().map_or("", |(_, path)| path.as_str());
        if let Some(place) = place {
            yaml.text(1, "drafts", &place.path, &place.reason);
        }
        yaml.text(1, "posts", posts.pattern.path(), &format!("{count} files, the newest {newest}"));
        if place.is_some_and(|place| place.path == posts.pattern.path()) {
            yaml.text(1, "draft_is", "newest", "the newest issue is the one that is written");
        }
        if let Some((folder, images)) = &self.images.folder {
            let reason = format!("{images} of {} images lie there", self.images.local);
            yaml.text(1, "assets", folder, &reason);
        }
        if let Some(template) = &self.template {
            yaml.text(1, "template", &template.file, "it has the headings of the issues");
        }
        if !self.site.roots.is_empty() {
            let roots: Vec<String> = self.site.roots.iter().map(|root| (*root).to_owned()).collect();
            let generator = self.site.generator.unwrap_or("the generator");
            yaml.list(
                1,
                "site_roots",
                &roots,
                &format!("{generator} puts their files at the top of the site"),
            );
        }
    }

    fn front_matter(&self, yaml: &mut Yaml) {
        let front = &self.front;
        let count = self.issues.len();
        yaml.key(0, "front_matter");
        let Some(syntax) = front.syntax else {
            let reason = format!("{} of {count} issues have a front matter", front.issues);
            match front.issues {
                0 => yaml.text(1, "syntax", "none", &reason),
                _ => yaml.list(1, "required", &[], &reason),
            }
            return;
        };
        let name = match syntax {
            Syntax::Yaml => "yaml",
            Syntax::Toml => "toml",
            Syntax::Metadata => "metadata",
        };
        let reason = format!("of {} issues", front.issues);
        if front.issues == count {
            yaml.text(1, "syntax", name, &reason);
            yaml.list(1, "required", &front.required, &format!("in all {reason}"));
        } else {
            let reason = format!("{} of {count} issues have a front matter", front.issues);
            yaml.list(1, "required", &[], &reason);
        }
        for (key, own) in [("title", &front.title), ("date", &front.date)] {
            match own.as_deref() {
                Some(own) if own.eq_ignore_ascii_case(key) => {}
                Some(own) => yaml.text(1, key, own, &format!("the {key}'s key in the newest issue")),
                None => yaml.text(1, key, "", "the front matter has none"),
            }
        }
        if front.other_dates * 2 > front.dates {
            let reason =
                format!("{} of {} dates are others than in the paths", front.other_dates, front.dates);
            yaml.text(1, "date_is", "publishing-time", &reason);
        }
    }

    fn sections(&self, yaml: &mut Yaml, lacking: &[(String, usize)]) {
        let headings = &self.headings;
        let levels: Vec<String> = headings.levels.iter().map(u8::to_string).collect();
        yaml.line(0, &format!("section_levels: [{}]", levels.join(", ")), &headings.reason);
        let mut sections: Vec<_> = headings.sections.iter().collect();
        if sections.len() > MAX_SECTIONS {
            let mut by_count: Vec<usize> = sections.iter().map(|section| section.issues).collect();
            by_count.sort_unstable_by(|one, other| other.cmp(one));
            let least = by_count[MAX_SECTIONS];
            sections.retain(|section| section.issues > least);
        }
        if sections.is_empty() {
            return;
        }
        yaml.key(0, "sections");
        let mut ids = HashSet::new();
        for section in sections {
            let id = unused_id(&section.heading, &mut ids);
            let is_lacking = lacking.iter().any(|(lacking, _)| *lacking == id);
            let presence = if is_lacking { Presence::Optional } else { self.presence(section) };
            let keys = self.section_item(section, &id, presence);
            let reason = format!("in {} of {}; {}", section.issues, self.issues.len(), section.kinds_reason);
            yaml.line(1, &keys, &reason);
        }
    }

    /// A section is required if each of several issues has its heading.
    pub(super) fn presence(&self, section: &LearntSection) -> Presence {
        match section.issues == self.issues.len() && self.issues.len() >= REQUIRED {
            true => Presence::Required,
            false => Presence::Optional,
        }
    }

    /// A section as an item of the list of sections.
    pub(super) fn section_item(&self, section: &LearntSection, id: &str, presence: Presence) -> String {
        let kinds: Vec<String> = section.kinds.iter().map(|kind| kind.name().to_owned()).collect();
        let mut keys = format!(
            "- {{ id: {}, title: {}, headings: {}, kinds: {}",
            scalar(id),
            scalar(plain(&section.title).trim()),
            list(std::slice::from_ref(&section.heading)),
            list(&kinds),
        );
        if presence == Presence::Required {
            keys.push_str(", required: true");
        }
        if section.repeats && section.kinds.iter().any(|kind| *kind != SlotKind::Boilerplate) {
            keys.push_str(", may_repeat: true");
        }
        keys.push_str(" }");
        keys
    }

    /// What was found, for the editor.
    fn found(&self, profile: &Profile, answers: &Answers) -> Vec<String> {
        let mut found =
            vec![format!("{} issues: {}", self.places.posts.issues.len(), self.places.posts.pattern.path())];
        found.push(match profile.files.are_shared() {
            true => "drafts: among the issues".to_owned(),
            false => format!("drafts: {}", profile.files.drafts.path()),
        });
        if let Some(learnt) = &self.branch {
            found.push(format!("branch: {} ({})", learnt.branch.pattern(), learnt.reason));
        }
        if let Some(learnt) = self.cadence {
            found.push(format!("cadence: {}, because {}", learnt.cadence, learnt.reason()));
        }
        if let Some(generator) = self.site.generator {
            found.push(format!("site: {generator}"));
        }
        if let Some(language) = self.language(answers) {
            found.push(format!("language: {} ({})", language.tag, language.reason));
        }
        // The opening has no heading, and is in every profile.
        let sections = profile.sections.iter().filter(|section| !section.headings.is_empty());
        found.push(counted(sections.count(), "section"));
        found
    }
}

/// A section's `id` that no other one has.
fn unused_id(heading: &str, ids: &mut HashSet<String>) -> String {
    let mut id = id_of(heading);
    while !ids.insert(id.clone()) {
        id.push('x');
    }
    id
}

/// A section's `id`: the words of its heading, with `-` between them.
pub(super) fn id_of(heading: &str) -> String {
    let words: Vec<&str> =
        heading.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    match words.join("-") {
        id if id.is_empty() => "section".to_owned(),
        // Names with a meaning of their own.
        id if id == "opening" || id == "prose" => format!("{id}-section"),
        id => id,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_become_ids() {
        for (heading, id) in [
            ("news & views", "news-views"),
            ("opening", "opening-section"),
            ("工具", "工具"),
            ("🚀", "section"),
        ] {
            assert_eq!(id_of(heading), id);
        }
    }
}
