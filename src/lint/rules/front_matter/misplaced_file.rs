use crate::lint::Severity;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};
use crate::text::Span;

pub(super) struct MisplacedFile;

const META: Meta = Meta {
    name: "misplaced-file",
    summary: "A draft lies in another folder than the drafts.",
    why: "Who looks for the next issue does not find it, and the site does not publish it.",
    bad: issue!(""),
    good: issue!(""),
};

impl Rule for MisplacedFile {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn bad_path(&self) -> &'static str {
        "_DRAFTS/2026-06-08-draft.md"
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some((folder, name)) = context.facts.place() else { return };
        let files = &context.profile.files;
        let is_home = folder == files.drafts.folder() || folder == files.posts.folder();
        if is_home || files.drafts.date_of(name).is_none() {
            return;
        }
        let message = format!("'{name}' is named as a draft, but drafts lie in {}", files.drafts.folder());
        found.push(
            Diagnostic::new(self.name(), Severity::Warning, Span::at(0), message)
                .help("move it there, or give it another name"),
        );
    }
}
