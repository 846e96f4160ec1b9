use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::profile::{NameMismatch, Pattern, may_be_an_issue};
use crate::text::Span;

pub(super) struct MisnamedFile;

const META: Meta = Meta {
    name: "misnamed-file",
    severity: Severity::Error,
    summary: "The file name does not follow the pattern.",
    why: "The site and people find an issue by the date in its name.",
    bad: issue!(""),
    good: issue!(""),
};

impl Rule for MisnamedFile {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn severities(&self) -> &'static [Severity] {
        &[Severity::Error, Severity::Warning]
    }

    fn severities_in_draft(&self) -> &'static [Severity] {
        &[Severity::Warning]
    }

    fn keys(&self) -> &'static [&'static str] {
        &["files.drafts", "files.posts"]
    }

    fn bad_path(&self) -> &'static str {
        "_drafts/20267-06-08-draft.md"
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some((folder, name)) = context.facts.folder_and_name() else { return };
        let files = &context.profile.files;
        let patterns = [&files.drafts, &files.posts];
        let fits = |pattern: &&Pattern| pattern.depth() == 1 && pattern.folder() == folder;
        let Some(pattern) = patterns.into_iter().find(fits) else { return };
        let is_other = patterns.into_iter().filter(fits).any(|pattern| pattern.read_end(name).is_some());
        let (what, severity) = match pattern.mismatch(name) {
            _ if is_other => return,
            Some(NameMismatch::NoDate) => ("does not begin with a date", context.facts.stage.severity()),
            // The date is right, so the site finds the file.
            Some(NameMismatch::OtherName) => ("does not follow the pattern", Severity::Warning),
            None if pattern.begins_with_date()
                && may_be_an_issue(name)
                && context.draft.front_matter().is_some() =>
            {
                ("does not begin with a date", Severity::Warning)
            }
            None => return,
        };
        let message = format!("the file name '{name}' {what}");
        let help = format!("name it as in {}", pattern.path());
        found.push(self.problem(Span::at(0), message).severity(severity).help(help));
    }
}
