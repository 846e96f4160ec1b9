use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};
use crate::text::{Edit, Edits, Span};

pub(super) struct MixedLineEndings;

const META: Meta = Meta {
    name: "mixed-line-endings",
    severity: Severity::Warning,
    summary: "Some lines end with a carriage return and some do not.",
    why: "Every tool that writes the file changes lines that nobody edited.",
    bad: issue!("One lamp.\r\n\nTwo lamps.\n"),
    good: issue!("One lamp.\n\nTwo lamps.\n"),
};

impl Rule for MixedLineEndings {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Safe]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let text = context.draft.text();
        if memchr::memchr(b'\r', text.as_bytes()).is_none() {
            return;
        }
        let all = text.bytes().filter(|byte| *byte == b'\n').count();
        let returns: Vec<usize> = text.match_indices("\r\n").map(|(at, _)| at).collect();
        if returns.is_empty() || returns.len() == all {
            return;
        }
        // The less frequent line ending is the mistake.
        let bare = text.match_indices('\n').map(|(at, _)| at).filter(|at| !text[..*at].ends_with('\r'));
        let edits: Vec<Edit> = if 2 * returns.len() <= all {
            // Deletes all carriage returns before a line feed.
            let run = |at: usize| Span::new(text[..at].trim_end_matches('\r').len(), at + 1);
            returns.iter().map(|at| Edit { span: run(*at), text: String::new() }).collect()
        } else {
            bare.map(|at| Edit { span: Span::at(at), text: "\r".into() }).collect()
        };
        let first = edits.first().map_or(0, |edit| edit.span.start);
        let Ok(edits) = Edits::new(edits) else { return };
        let message = format!("{} of {all} lines end with a carriage return", returns.len());
        found.push(self.problem(Span::at(first), message).fix(edits));
    }
}
