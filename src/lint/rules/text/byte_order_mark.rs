use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};
use crate::text::{Edits, Span};

pub(super) struct ByteOrderMark;

const META: Meta = Meta {
    name: "byte-order-mark",
    severity: Severity::Error,
    summary: "The file begins with a byte-order mark.",
    why: "The site's generator reads it as text and does not find the front matter.",
    bad: "\u{feff}---\nlayout: post\n---\n",
    good: "---\nlayout: post\n---\n",
};

impl Rule for ByteOrderMark {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Safe]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        if context.draft.text().starts_with('\u{feff}') {
            let span = Span::new(0, '\u{feff}'.len_utf8());
            let message = "the file begins with an invisible byte-order mark";
            found.push(self.problem(span, message).fix(Edits::delete(span)));
        }
    }
}
