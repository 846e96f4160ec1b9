use crate::lint::Severity;
use crate::lint::places::breaks;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};
use crate::text::{Edit, Edits, Span};

pub(super) struct SpacedAddress;

const META: Meta = Meta {
    name: "spaced-address",
    summary: "An address has a blank in it.",
    why: "The link is shown as text.",
    bad: issue!("See [the plans](/assets/the plans.pdf).\n"),
    good: issue!("See [the plans](/assets/the%20plans.pdf).\n"),
};

impl Rule for SpacedAddress {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let text = context.draft.text();
        for open in breaks(context, *b"](") {
            let Some(close) = open.of(text).find(')') else { continue };
            let dest = Span::new(open.start + 2, open.start + close);
            let inner = dest.trim(text);
            // Without one, the link is broken by something in its words.
            if !dest.of(text).contains(char::is_whitespace) {
                continue;
            }
            let blanks = inner.of(text).match_indices(' ').map(|(n, _)| inner.start + n);
            let edits =
                blanks.map(|blank| Edit { span: Span::new(blank, blank + 1), text: "%20".into() }).collect();
            let words = inner.of(text);
            // A whole sentence may have come in, where the link is not closed.
            let is_sentence =
                words.contains(['(', '\t', '\n', '"', '\'']) || words.contains(". ") || words.contains(", ");
            let is_file = words.starts_with("../") || words.starts_with("/assets");
            let is_page = words.starts_with("http") && words.matches(' ').count() == 1;
            let mut one =
                Diagnostic::new(self.name(), Severity::Error, dest, "this address has a blank in it")
                    .help("write %20 for a blank that belongs to it");
            if let Ok(edits) = Edits::new(edits)
                && !is_sentence
                && !edits.is_empty()
            {
                one = match (is_file, is_page) {
                    (true, _) => one.fix(edits),
                    (_, true) => one.suggest(edits),
                    _ => one,
                };
            }
            found.push(one);
        }
    }
}
