use crate::lint::Severity;
use crate::lint::broken_links::broken_links;
use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};
use crate::text::{Edit, Edits, Span};

pub(super) struct SpacedAddress;

const META: Meta = Meta {
    name: "spaced-address",
    severity: Severity::Error,
    summary: "An address contains a space.",
    why: "The link is rendered as plain text.",
    bad: issue!("See [the plans](/assets/the plans.pdf).\n"),
    good: issue!("See [the plans](/assets/the%20plans.pdf).\n"),
};

impl Rule for SpacedAddress {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Safe, FixKind::Suggestion]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let text = context.draft.text();
        for open in broken_links(context, *b"](") {
            let Some(close) = open.of(text).find(')') else { continue };
            let dest = Span::new(open.start + 2, open.start + close);
            let inner = dest.trim(text);
            // Without a space, the link is broken for another reason.
            if !dest.of(text).contains(char::is_whitespace) {
                continue;
            }
            let spaces = inner.of(text).match_indices(' ').map(|(n, _)| inner.start + n);
            let edits =
                spaces.map(|space| Edit { span: Span::new(space, space + 1), text: "%20".into() }).collect();
            let words = inner.of(text);
            // An unclosed link may contain a whole sentence.
            let is_sentence =
                words.contains(['(', '\t', '\n', '"', '\'']) || words.contains(". ") || words.contains(", ");
            let is_file = words.starts_with("../") || words.starts_with("/assets");
            let is_page = words.starts_with("http") && words.matches(' ').count() == 1;
            let mut one = self
                .problem(dest, "this address contains a space")
                .help("write %20 for a space that belongs to it");
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
