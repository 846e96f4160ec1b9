use super::{Context, Diagnostic, Rule};
use crate::lint::Severity;
use crate::lint::places::breaks;
use crate::text::{Edit, Edits, Span};

pub(super) struct SpacedAddress;

impl Rule for SpacedAddress {
    fn name(&self) -> &'static str {
        "spaced-address"
    }

    fn summary(&self) -> &'static str {
        "An address has a blank in it."
    }

    fn why(&self) -> &'static str {
        "The link is shown as text."
    }

    fn bad(&self) -> &'static str {
        issue!("See [the plans](https://example.org/the plans).\n")
    }

    fn good(&self) -> &'static str {
        issue!("See [the plans](https://example.org/the%20plans).\n")
    }

    fn check(&self, context: &Context<'_>, found: &mut Vec<Diagnostic>) {
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
            let is_address = inner.of(text).starts_with("http") || inner.of(text).starts_with("../");
            let mut one =
                Diagnostic::new(self.name(), Severity::Error, dest, "this address has a blank in it")
                    .help("write %20 for a blank that belongs to it");
            if let Ok(edits) = Edits::new(edits)
                && is_address
                && !edits.is_empty()
                && !inner.of(text).contains(['"', '\''])
            {
                one = one.fix(edits);
            }
            found.push(one);
        }
    }
}
