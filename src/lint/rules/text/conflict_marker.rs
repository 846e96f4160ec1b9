use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::text::Span;

pub(super) struct ConflictMarker;

const META: Meta = Meta {
    name: "conflict-marker",
    severity: Severity::Error,
    summary: "The text contains the conflict markers of a merge.",
    why: "They would be published, with the lines of both sides.",
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
                    self.problem(Span::new(at, at + words.len()), "this merge conflict is not resolved")
                        .help("keep one side or both, and remove the lines of `<<<<<<<`, `|||||||`, `=======` and `>>>>>>>`"),
                );
            }
        }
    }
}
