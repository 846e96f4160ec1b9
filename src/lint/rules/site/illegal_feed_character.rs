use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::text::Span;

pub(super) struct IllegalFeedCharacter;

const META: Meta = Meta {
    name: "illegal-feed-character",
    severity: Severity::Error,
    summary: "A character reference means a character that feeds can't contain.",
    why: "XML forbids most control characters, and feed readers refuse the whole feed.",
    bad: issue!("A lamp &#11; of glass.\n"),
    good: issue!("A lamp of glass.\n"),
};

impl Rule for IllegalFeedCharacter {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn example_profile(&self) -> &'static str {
        "this-week-in-rust"
    }

    fn keys(&self) -> &'static [&'static str] {
        &["renderer"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some(page) = context.site_page() else { return };
        let text = context.draft.text();
        let texts = page.texts.iter().map(|shown| shown.span);
        let mut spans: Vec<Span> = texts.chain(page.raws.iter().map(|raw| raw.span)).collect();
        spans.sort_unstable();
        spans.dedup();
        let mut end = 0;
        for span in spans {
            let span = Span::new(span.start.max(end), span.end.max(end));
            end = span.end;
            let source = span.of(text);
            for (at, _) in source.match_indices("&#") {
                let Some((length, code)) = reference(&source[at..]) else { continue };
                if !is_of_xml(code) {
                    let own = Span::new(span.start + at, span.start + at + length);
                    let message = format!("'{}' is a character that XML forbids", own.of(text));
                    found.push(self.problem(own, message).help("remove it"));
                }
            }
        }
    }
}

/// The length and the number of a character reference.
pub(super) fn reference(text: &str) -> Option<(usize, u32)> {
    let end = text.get(..12).unwrap_or(text).find(';')?;
    let number = text.get(2..end)?;
    let code = match number.strip_prefix(['x', 'X']) {
        Some(number) => u32::from_str_radix(number, 16),
        None => number.parse(),
    };
    Some((end + 1, code.ok()?))
}

/// True for characters of XML 1.0.
fn is_of_xml(code: u32) -> bool {
    matches!(code, 0x9 | 0xa | 0xd | 0x20..=0xd7ff | 0xe000..=0xfffd | 0x1_0000..=0x10_ffff)
}
