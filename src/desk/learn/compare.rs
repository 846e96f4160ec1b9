//! Compares a profile with the last issues.

use jiff::civil::Date;

use super::Survey;
use crate::desk::{DeskError, Workspace};
use crate::outline::Outline;
use crate::profile::{self, Profile};

/// What of a profile no longer fits the issues, or what it lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The key of the profile.
    pub key: String,
    pub what: String,
}

/// A heading that the profile lacks is reported if this share of the last issues have it.
const COMMON: f64 = 0.5;

/// Compares a newsletter's profile with its last issues.
///
/// # Errors
///
/// As [`Survey::new`].
pub fn check_profile(workspace: &Workspace, today: Date) -> Result<Vec<Difference>, DeskError> {
    let survey = Survey::new(&workspace.root, today)?;
    let profile = &workspace.profile;
    let mut found = Vec::new();
    survey.compare_files(workspace, &mut found);
    survey.compare_front_matter(profile, &mut found);
    survey.compare_sections(profile, &mut found);
    if let Some(learnt) = survey.cadence {
        let what = format!("the last issues are published {}: {}", learnt.cadence, learnt.reason());
        match (profile.cadence, profile.weekday()) {
            (Some(own), _) if own != learnt.cadence => found.push(Difference::new("cadence", what)),
            (None, Some(own)) if learnt.cadence.weekday().is_some_and(|weekday| weekday != own) => {
                found.push(Difference::new("weekday", what));
            }
            _ => {}
        }
    }
    Ok(found)
}

impl Difference {
    fn new(key: &str, what: String) -> Difference {
        Difference { key: key.to_owned(), what }
    }
}

impl Survey {
    fn compare_files(&self, workspace: &Workspace, found: &mut Vec<Difference>) {
        let files = &workspace.profile.files;
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
            found.push(Difference::new("files.posts", what));
        }
        let template = &files.template;
        if !template.is_empty() && !workspace.root.is_file(std::path::Path::new(template)) {
            let own =
                self.template.as_deref().map(|own| format!("; perhaps it is {own}")).unwrap_or_default();
            // A built-in newsletter without the file uses the built-in template.
            if profile::built_in_template(&workspace.profile.name).is_none() {
                found.push(Difference::new("files.template", format!("there is no file {template}{own}")));
            }
        }
    }

    fn compare_front_matter(&self, profile: &Profile, found: &mut Vec<Difference>) {
        for key in &profile.front_matter.required {
            let lacks = self
                .issues
                .iter()
                .filter(|issue| issue.draft.front_matter().is_none_or(|front| front.field(key).is_none()));
            let lacks: Vec<&str> = lacks.map(|issue| issue.path.as_str()).collect();
            if lacks.len() * 2 > self.issues.len() {
                let what =
                    format!("{} of the last {} issues have no `{key}`", lacks.len(), self.issues.len());
                found.push(Difference::new("front_matter.required", what));
            }
        }
    }

    fn compare_sections(&self, profile: &Profile, found: &mut Vec<Difference>) {
        let outlines: Vec<Outline> =
            self.issues.iter().map(|issue| Outline::new(&issue.draft, profile)).collect();
        let count = outlines.len();
        for section in profile.sections.iter().filter(|section| section.required) {
            let lacks = outlines.iter().filter(|outline| outline.find(&section.id).is_none()).count();
            if lacks > 0 {
                let what = format!("is required, and {lacks} of the last {count} issues do not have it");
                found.push(Difference::new(&format!("sections[{}]", section.id), what));
            }
        }
        for learnt in &self.headings.sections {
            let is_known = profile
                .sections
                .iter()
                .any(|section| section.headings.iter().any(|alias| profile::fits(alias, &learnt.heading)));
            if !is_known && !learnt.is_empty && learnt.issues as f64 >= count as f64 * COMMON {
                let what = format!(
                    "'{}' is a heading of {} of the last {count} issues, and no section has it",
                    learnt.heading, learnt.issues
                );
                found.push(Difference::new("sections", what));
            }
        }
    }
}
