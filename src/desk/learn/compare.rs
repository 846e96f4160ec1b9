//! Compares a profile with the last issues.

use std::path::Path;

use super::Survey;
use super::profile::id_of;
use super::remedy::{Remedy, at};
use super::sections::LearntSection;
use super::yaml::{list, scalar};
use crate::desk::issue::document;
use crate::desk::issue::workspace::read_profile;
use crate::desk::{DeskError, FirstStep, IssueError, Now, PROFILE_FILE, Workspace, save};
use crate::lint::find_rule;
use crate::outline::Outline;
use crate::profile::{self, BUILT_IN, KeyPath, Profile, Section};
use crate::root::Root;

/// What of a profile no longer fits the issues, or what it lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The key of the profile.
    place: KeyPath,
    what: String,
    remedy: Remedy,
}

/// A profile that was compared with the last issues.
#[derive(Clone, Debug)]
pub struct ProfileCheck {
    pub differences: Vec<Difference>,
    root: Root,
    /// The file's text; `None` without a file.
    yaml: Option<String>,
}

/// The changes of a profile, a line each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FixedProfile {
    pub changed: Vec<String>,
    /// What the editor has to change, with the line and the text.
    pub left: Vec<String>,
}

/// A heading that the profile lacks is reported if this share of the last issues have it.
const COMMON: f64 = 0.5;

/// Compares a newsletter's profile with its last issues.
///
/// # Errors
///
/// As [`Survey::new`], and if the profile is invalid for another reason than its age.
pub fn check_profile(root: &Root, now: &Now) -> Result<ProfileCheck, DeskError> {
    let yaml = document::read_if_there(&root.join(PROFILE_FILE), root)?;
    let mut differences = Vec::new();
    let workspace = match yaml.as_deref().map(read_profile) {
        Some(Err(error @ profile::Error::NoBase)) => {
            let difference = without_base();
            let with_base = difference.remedy.apply(yaml.as_deref().unwrap_or("")).ok_or(error)?;
            differences.push(difference);
            let profile = read_profile(&with_base)?;
            let template = Workspace::template_in(root, &profile)?;
            Workspace::new(root.clone(), profile, template.as_deref())
        }
        _ => Workspace::load(root.folder().to_owned())?,
    };
    let profile = &workspace.profile;
    old_rule_names(profile, &mut differences);
    let today = now.today(profile);
    let survey = Survey::new(&workspace.root, today).map_err(|error| match error {
        DeskError::Issue(IssueError::NothingToLearn(folder)) if yaml.is_some() => {
            let dated = Workspace { today: Some(today), ..workspace.clone() };
            IssueError::NothingToCompare { folder, first: FirstStep::with_drafts(&dated) }.into()
        }
        error => error,
    })?;
    survey.compare_files(&workspace, &mut differences);
    survey.compare_front_matter(profile, &mut differences);
    survey.compare_cadence(profile, &mut differences);
    survey.compare_sections(profile, &mut differences);
    Ok(ProfileCheck { differences, root: root.clone(), yaml })
}

impl ProfileCheck {
    /// Changes the values that no longer fit, in place: every other byte of the file stays. What can't be changed so is
    /// left to the editor.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    pub fn fix(&self) -> Result<FixedProfile, DeskError> {
        let mut fixed = FixedProfile::default();
        let before = self.yaml.as_deref().unwrap_or("");
        let mut yaml = before.to_owned();
        let mut left = Vec::new();
        for difference in &self.differences {
            let new = difference.remedy.apply(&yaml).filter(|_| self.yaml.is_some());
            match new.filter(|new| read_profile(new).is_ok()) {
                Some(new) if new == yaml => {} // An earlier change did it, too.
                Some(new) => {
                    fixed.changed.push(difference.remedy.done(&new));
                    yaml = new;
                }
                None => left.push(difference),
            }
        }
        fixed.left = left.into_iter().map(|difference| difference.advice(&yaml)).collect();
        if yaml != before {
            save(&self.root.join(PROFILE_FILE), &self.root, before, &yaml, None)?;
        }
        Ok(fixed)
    }

    /// The differences, a line each: the file with the line of the key or of the nearest one around it, the key, and
    /// what differs.
    pub fn lines(&self) -> Vec<String> {
        let yaml = self.yaml.as_deref().unwrap_or("");
        self.differences.iter().map(|one| at(Some(&one.place), yaml, &one.message())).collect()
    }

    /// True if [`fix`](Self::fix) would change the file.
    pub fn has_fixes(&self) -> bool {
        let Some(yaml) = &self.yaml else { return false };
        self.differences.iter().any(|difference| difference.remedy.apply(yaml).is_some())
    }
}

impl Difference {
    fn new(place: KeyPath, what: String, remedy: Remedy) -> Difference {
        Difference { place, what, remedy }
    }

    fn message(&self) -> String {
        format!("{}: {}", self.place, self.what)
    }

    fn advice(&self, yaml: &str) -> String {
        self.remedy.advice(yaml, &self.message())
    }
}

/// A file of the time when every profile extended the first built-in one.
fn without_base() -> Difference {
    let base = BUILT_IN[0].0;
    let what = format!("is missing; without it, earlier versions took {base}");
    let remedy = Remedy::FirstKey { key: "extends", value: base };
    Difference::new(KeyPath::default().key("extends"), what, remedy)
}

/// Names that rules had in earlier versions.
fn old_rule_names(profile: &Profile, found: &mut Vec<Difference>) {
    let current = |name: &str| find_rule(name).ok().map(|rule| rule.name()).filter(|new| *new != name);
    let is_now = |new: &str| format!("the rule's name is {new} now");
    let top = KeyPath::default();
    let of_sections =
        profile.sections.iter().map(|section| (top.key("sections").section(&section.id), &section.rules));
    for (place, levels) in std::iter::once((top.clone(), &profile.rules)).chain(of_sections) {
        for (name, new) in levels.keys().filter_map(|name| Some((name, current(name)?))) {
            let place = place.key("rules").key(name);
            let remedy = Remedy::Name { place: place.clone(), name: new };
            found.push(Difference::new(place, is_now(new), remedy));
        }
    }
    for (n, waiver) in profile.waivers.iter().enumerate() {
        if let Some(new) = current(&waiver.rule) {
            let place = top.key("waivers").item(n).key("rule");
            let remedy = Remedy::value(place.clone(), new);
            found.push(Difference::new(place, is_now(new), remedy));
        }
    }
}

impl Survey {
    fn compare_files(&self, workspace: &Workspace, found: &mut Vec<Difference>) {
        let files = &workspace.profile.files;
        let top = KeyPath::default();
        let unread = self.issues.iter().filter(|issue| {
            files.posts.read(&issue.path).is_none() && files.drafts.read(&issue.path).is_none()
        });
        let unread: Vec<&str> = unread.map(|issue| issue.path.as_str()).collect();
        if let Some(last) = unread.last() {
            let what = format!(
                "{} of the last {} issues have other paths, such as {last}; most have {}",
                unread.len(),
                self.issues.len(),
                self.places.posts.pattern.path()
            );
            let place = top.key("files").key("posts");
            found.push(Difference::new(place, what, self.other_paths(workspace)));
        }
        let template = &files.template;
        if !template.is_empty() && !workspace.root.is_file(Path::new(template)) {
            let own = self.template.as_ref().map(|own| own.file.as_str());
            let perhaps = own.map(|own| format!("; perhaps it is {own}")).unwrap_or_default();
            // A built-in newsletter without the file uses the built-in template.
            if profile::built_in_template(&workspace.profile.name).is_none() {
                let place = top.key("files").key("template");
                let remedy = own.map_or(Remedy::Decision, |own| Remedy::value(place.clone(), scalar(own)));
                let what = format!("there is no file {template}{perhaps}");
                found.push(Difference::new(place, what, remedy));
            }
        }
        if let Some(learnt) = self.branch.as_ref().filter(|_| workspace.profile.branch.is_none()) {
            let what = format!("the drafts are on a branch of their own: {}", learnt.reason);
            let yaml = format!("branch: {}", scalar(learnt.branch.pattern()));
            found.push(Difference::new(top.key("branch"), what, Remedy::Line { place: top, yaml }));
        }
    }

    /// The paths that the issues have now. Those of drafts follow if they were the same, or if no draft has the
    /// profile's.
    fn other_paths(&self, workspace: &Workspace) -> Remedy {
        let files = &workspace.profile.files;
        let posts = self.places.posts.pattern.path();
        if posts == files.posts.path() {
            return Remedy::Decision;
        }
        let place = KeyPath::default().key("files");
        let mut values = vec![(place.key("posts"), scalar(posts))];
        let drafts = match files.are_shared() {
            true => Some(posts),
            false if workspace.listing().drafts.is_empty() => {
                // The last place is among the issues.
                let [first, _, ..] = &self.places.drafts[..] else { return Remedy::Values(values) };
                Some(first.path.as_str())
            }
            false => None,
        };
        values.extend(drafts.map(|drafts| (place.key("drafts"), scalar(drafts))));
        Remedy::Values(values)
    }

    fn compare_front_matter(&self, profile: &Profile, found: &mut Vec<Difference>) {
        let lacking = self.lacking_keys(profile);
        let is_kept = |key: &&String| !lacking.iter().any(|(lacked, _)| *lacked == key.as_str());
        let kept: Vec<String> = profile.front_matter.required.iter().filter(is_kept).cloned().collect();
        for (key, count) in &lacking {
            let have = if *count == 1 { "has" } else { "have" };
            let what = format!("{count} of the last {} issues {have} no `{key}`", self.issues.len());
            let place = KeyPath::default().key("front_matter").key("required");
            let remedy = Remedy::value(place.clone(), list(&kept));
            found.push(Difference::new(place, what, remedy));
        }
    }

    /// The required keys of the front matter that most issues lack, with the number of these issues.
    pub(super) fn lacking_keys<'p>(&self, profile: &'p Profile) -> Vec<(&'p str, usize)> {
        let count_without = |key: &str| {
            let lacks = |front: &crate::draft::FrontMatter| front.field(key).is_none();
            self.issues.iter().filter(|issue| issue.draft.front_matter().is_none_or(lacks)).count()
        };
        let counted = profile.front_matter.required.iter().map(|key| (key.as_str(), count_without(key)));
        counted.filter(|(_, count)| count * 2 > self.issues.len()).collect()
    }

    fn compare_cadence(&self, profile: &Profile, found: &mut Vec<Difference>) {
        let Some(learnt) = self.cadence else { return };
        let what = format!("the last issues are published {}: {}", learnt.cadence, learnt.reason());
        let (key, value) = match (profile.cadence, profile.weekday(), learnt.cadence.weekday()) {
            (Some(own), _, _) if own != learnt.cadence => ("cadence", learnt.cadence.to_string()),
            (None, Some(own), Some(weekday)) if weekday != own => {
                ("weekday", format!("{weekday:?}").to_lowercase())
            }
            _ => return,
        };
        let place = KeyPath::default().key(key);
        let remedy = Remedy::value(place.clone(), scalar(&value));
        found.push(Difference::new(place, what, remedy));
    }

    fn compare_sections(&self, profile: &Profile, found: &mut Vec<Difference>) {
        let count = self.issues.len();
        let place = KeyPath::default().key("sections");
        let base = profile.extends.as_deref().and_then(|base| profile::built_in(base).ok());
        for (section, lacks) in self.lacking_sections(profile) {
            let of_base =
                base.as_ref().and_then(|base| base.section(&section.id)).is_some_and(|own| own.required);
            let by = match &base {
                Some(base) if of_base => format!(" by the built-in profile {}", base.name),
                _ => String::new(),
            };
            let do_not = if lacks == 1 { "does not" } else { "do not" };
            let what = format!("is required{by}, and {lacks} of the last {count} issues {do_not} have it");
            let own = place.section(&section.id);
            let remedy = Remedy::value(own.key("required"), "false");
            found.push(Difference::new(own, what, remedy));
        }
        for learnt in self.unknown_sections(profile) {
            let what = format!(
                "'{}' is a heading of {} of the last {count} issues, and no section has it",
                learnt.heading, learnt.issues
            );
            let yaml = self.section_item(learnt, &id_of(&learnt.heading), self.presence(learnt));
            let remedy = Remedy::Line { place: place.clone(), yaml };
            found.push(Difference::new(place.clone(), what, remedy));
        }
    }

    /// The required sections that issues lack, with the number of these issues.
    pub(super) fn lacking_sections<'p>(&self, profile: &'p Profile) -> Vec<(&'p Section, usize)> {
        let outlines: Vec<Outline> =
            self.issues.iter().map(|issue| Outline::new(&issue.draft, profile)).collect();
        let lacking = |id: &str| outlines.iter().filter(|outline| outline.find(id).is_none()).count();
        let required = profile.sections.iter().filter(|section| section.required);
        required.map(|section| (section, lacking(&section.id))).filter(|(_, count)| *count > 0).collect()
    }

    /// The sections of most issues that a profile does not have.
    pub(super) fn unknown_sections(&self, profile: &Profile) -> Vec<&LearntSection> {
        let fits = |section: &Section, heading: &str| {
            section.headings.iter().any(|alias| profile::fits(alias, heading))
        };
        let is_unknown = |learnt: &&LearntSection| {
            !profile.sections.iter().any(|section| fits(section, &learnt.heading))
                && !learnt.is_empty
                && learnt.issues as f64 >= self.issues.len() as f64 * COMMON
        };
        self.headings.sections.iter().filter(is_unknown).collect()
    }
}
