use super::{Context, Diagnostic, Rule};
use crate::lint::Severity;
use crate::text::Span;

pub(super) struct ConflictMarker;

impl Rule for ConflictMarker {
    fn name(&self) -> &'static str {
        "conflict-marker"
    }

    fn summary(&self) -> &'static str {
        "A merge's conflict markers stand in the text."
    }

    fn why(&self) -> &'static str {
        "They go out with the issue, and one side's lines are in it twice."
    }

    fn bad(&self) -> &'static str {
        issue!("<<<<<<< HEAD\nOurs.\n=======\nTheirs.\n>>>>>>> branch\n")
    }

    fn good(&self) -> &'static str {
        issue!("Ours.\n\nTheirs.\n")
    }

    fn check(&self, context: &Context<'_>, found: &mut Vec<Diagnostic>) {
        let text = context.draft.text();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let words = line.trim_end();
            let marker = ["<<<<<<< ", ">>>>>>> ", "||||||| "].iter().any(|mark| words.starts_with(mark));
            if marker {
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
            at += line.len();
        }
    }
}
