use crate::lint::Severity;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};
use crate::text::Span;

pub(super) struct ConflictMarker;

const META: Meta = Meta {
    name: "conflict-marker",
    summary: "A merge's conflict markers stand in the text.",
    why: "They go out with the issue, and one side's lines are in it twice.",
    bad: issue!("<<<<<<< HEAD\nOurs.\n=======\nTheirs.\n>>>>>>> branch\n"),
    good: issue!("Ours.\n\nTheirs.\n"),
};

impl Rule for ConflictMarker {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let text = context.draft.text();
        let marks = ["<<<<<<< ", ">>>>>>> ", "||||||| "];
        let is_first = |at: &usize| *at == 0 || text[..*at].ends_with('\n');
        for mark in marks {
            let places = memchr::memmem::find_iter(text.as_bytes(), mark);
            for at in places.filter(is_first) {
                let words = text[at..].lines().next().unwrap_or("").trim_end();
                found.push(
                    Diagnostic::new(
                        self.name(),
                        Severity::Error,
                        Span::new(at, at + words.len()),
                        "a merge conflict was left here",
                    )
                    .help("keep one side or both, and take the three marker lines out"),
                );
            }
        }
    }
}
