use crate::draft::BlockKind;
use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};
use crate::text::SpanSet;
use crate::text::tag::{is_of_html, tag_at};
use crate::text::{Edits, Span};

pub(super) struct UnknownTag;

const META: Meta = Meta {
    name: "unknown-tag",
    severity: Severity::Error,
    summary: "Text in angle brackets is not an HTML tag.",
    why: "Browsers and mail programs read it as a tag, and show nothing.",
    bad: issue!("It takes a Vec<Lamp> and more.\n"),
    good: issue!("It takes a `Vec<Lamp>` and more.\n"),
};

impl Rule for UnknownTag {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn severities(&self) -> &'static [Severity] {
        &[Severity::Error, Severity::Warning]
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Safe, FixKind::Suggestion]
    }

    fn keys(&self) -> &'static [&'static str] {
        &["placeholders.tokens"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        for block in draft.blocks().iter().filter(|block| block.kind != BlockKind::Code) {
            let text = draft.slice(block.span);
            if !text.contains('<') {
                continue;
            }
            // Scripts, styles and drawings contain other languages.
            let is_foreign = ["<script", "<style", "<svg", "<math"]
                .iter()
                .any(|open| text.to_ascii_lowercase().contains(open));
            if is_foreign {
                continue;
            }
            let code = SpanSet::new(block.code.iter().copied());
            let opaque = SpanSet::new(block.opaque.iter().copied());
            let mut comment_end = 0;
            for (at, _) in text.match_indices('<') {
                let place = block.span.start + at;
                if text[..at].ends_with('\\') || opaque.contains(Span::new(place, place + 1)) {
                    continue;
                }
                if at >= comment_end && text[at..].starts_with("<!--") {
                    comment_end = text[at..].find("-->").map_or(text.len(), |len| at + len);
                }
                let Some(tag) = tag_at(&text[at..]).filter(|_| at >= comment_end) else {
                    let generics = generics_at(&text[at..]).filter(|_| at >= comment_end);
                    let span = |len| Span::new(block.span.start + at, block.span.start + at + len);
                    if let Some(generics) = generics.filter(|own| !code.contains(span(own.len()))) {
                        let message = format!("'{generics}' looks like code, and some renderers drop it");
                        found.push(
                            self.problem(span(generics.len()), message)
                                .severity(Severity::Warning)
                                .help("put it between backticks if it is code"),
                        );
                    }
                    continue;
                };
                let span = Span::new(block.span.start + at, block.span.start + at + tag.len());
                if is_of_html(tag) || code.contains(span) || context.profile.tokens(tag).next().is_some() {
                    continue;
                }
                let message = format!("'{tag}' is not an HTML tag, and is not shown");
                let one = self.problem(span, message).help("put it between backticks if it is code");
                let fix = Edits::replace(Span::new(span.start, span.start + 1), "&lt;");
                found.push(if block.kind == BlockKind::Html { one.suggest(fix) } else { one.fix(fix) });
            }
        }
    }
}

/// Returns text in angle brackets that is not a tag in CommonMark but is one for less strict renderers:
/// `<K, V>`, `<T: Copy>`.
fn generics_at(text: &str) -> Option<&str> {
    let end = 1 + text.get(1..)?.find(['<', '>', '\n'])?;
    let inner = text.get(1..end).filter(|_| text[end..].starts_with('>'))?;
    let first = inner.split([',', ':', ' ', '*']).next()?;
    let is_name = first.starts_with(|c: char| c.is_ascii_alphabetic())
        && first.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let marks =
        inner[first.len()..].starts_with([',', ':', '*']) && !inner.contains("://") && !inner.contains('@');
    (is_name && marks && !inner.starts_with("mailto:")).then(|| &text[..=end])
}
