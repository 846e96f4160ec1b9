use crate::lint::images::file_name;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::lint::{Scope, Severity, Subject, list};
use crate::text::Span;

pub(super) struct UnusedImage;

const META: Meta = Meta {
    name: "unused-image",
    severity: Severity::Hint,
    summary: "A file in the folder of this issue's images is not used.",
    why: "It stays in the repository for good, and the image that was meant may be missing from the issue.",
    bad: issue!("![A lamp](../assets/20260608/20260608lamp.jpg)\n"),
    good: issue!("![A lamp](../assets/20260608/20260608spare.jpg)\n"),
};

impl Rule for UnusedImage {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn keys(&self) -> &'static [&'static str] {
        &["files.assets"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        // Images are added before the stories that they belong to.
        if context.facts.scope == Scope::Change {
            return;
        }
        // The list may be older than the draft. A name anywhere in the draft may be a link to the file.
        let text = context.draft.text();
        let unused = context.facts.unused_images.iter().map(|path| file_name(path));
        let names: Vec<String> = unused.filter(|name| !text.contains(name)).map(str::to_owned).collect();
        if names.is_empty() {
            return;
        }
        let (count, verb) = if names.len() == 1 {
            ("1 file".to_owned(), "is")
        } else {
            (format!("{} files", names.len()), "are")
        };
        let message =
            format!("{count} in this issue's image folder {verb} not used: {}", list(names.into_iter(), 5));
        let last = context.draft.images().last();
        let place = Span::at(last.map_or(context.draft.body(), |image| image.outer.end));
        let problem = self.problem(place, message).subject(Subject::Files);
        found.push(problem.help("show it, or delete the file if nobody needs it"));
    }
}
