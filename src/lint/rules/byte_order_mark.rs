use super::{Context, Diagnostic, Findings, Rule};
use crate::lint::Severity;
use crate::text::{Edits, Span};

pub(super) struct ByteOrderMark;

impl Rule for ByteOrderMark {
    fn name(&self) -> &'static str {
        "byte-order-mark"
    }

    fn summary(&self) -> &'static str {
        "The file begins with a byte-order mark."
    }

    fn why(&self) -> &'static str {
        "The site's generator takes it for text, and the front matter is not seen."
    }

    fn bad(&self) -> &'static str {
        "\u{feff}---\nlayout: post\n---\n"
    }

    fn good(&self) -> &'static str {
        "---\nlayout: post\n---\n"
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        if context.draft.text().starts_with('\u{feff}') {
            let span = Span::new(0, '\u{feff}'.len_utf8());
            let message = "the file begins with a byte-order mark, which nobody sees";
            found.push(Diagnostic::new(self.name(), Severity::Error, span, message).fix(Edits::delete(span)));
        }
    }
}
