use std::path::Path;

use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::text::Span;

pub(super) struct MisplacedFile;

const META: Meta = Meta {
    name: "misplaced-file",
    severity: Severity::Warning,
    summary: "A draft is not in the folder of the drafts.",
    why: "People do not find it as the next issue, and the site does not publish it.",
    bad: issue!(""),
    good: issue!(""),
};

impl Rule for MisplacedFile {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn keys(&self) -> &'static [&'static str] {
        &["files.drafts", "files.posts"]
    }

    fn bad_path(&self) -> &'static str {
        "_DRAFTS/2026-06-08-draft.md"
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some(path) = context.facts.path.as_deref() else { return };
        let files = &context.profile.files;
        let is_home = [&files.drafts, &files.posts].iter().any(|one| one.is_place_of(Path::new(path)));
        if is_home || files.drafts.read_end(path).is_none() {
            return;
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        let message = format!("'{name}' is named like a draft, but drafts are in {}", files.drafts.folder());
        found.push(self.problem(Span::at(0), message).help("move it there, or give it another name"));
    }
}
