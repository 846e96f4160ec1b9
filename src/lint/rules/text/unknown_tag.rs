use crate::draft::BlockKind;
use crate::lint::Severity;
use crate::lint::places::Places;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};
use crate::text::tag::{is_of_html, tag_at};
use crate::text::{Edits, Span};

pub(super) struct UnknownTag;

const META: Meta = Meta {
    name: "unknown-tag",
    summary: "What stands in angle brackets is no HTML tag.",
    why: "Browsers and mail programs take it for one, and show nothing in its place.",
    bad: issue!("It takes a Vec<Lamp> and more.\n"),
    good: issue!("It takes a `Vec<Lamp>` and more.\n"),
};

impl Rule for UnknownTag {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        for block in draft.blocks().iter().filter(|block| block.kind != BlockKind::Code) {
            let text = draft.slice(block.span);
            if !text.contains('<') {
                continue;
            }
            // What stands in a script, a style or a drawing is another language.
            let is_foreign = ["<script", "<style", "<svg", "<math"]
                .iter()
                .any(|open| text.to_ascii_lowercase().contains(open));
            if is_foreign {
                continue;
            }
            let code = Places::new(block.code.iter().copied());
            let liquid = Places::new(liquid(text));
            let mut remark = 0;
            for (at, _) in text.match_indices('<') {
                if text[..at].ends_with('\\') || liquid.hold(Span::at(at)) {
                    continue;
                }
                if at >= remark && text[at..].starts_with("<!--") {
                    remark = text[at..].find("-->").map_or(text.len(), |len| at + len);
                }
                let Some(tag) = tag_at(&text[at..]).filter(|_| at >= remark) else {
                    let generics = generics_at(&text[at..]).filter(|_| at >= remark);
                    let span = |len| Span::new(block.span.start + at, block.span.start + at + len);
                    if let Some(generics) = generics.filter(|own| !code.hold(span(own.len()))) {
                        let message = format!("'{generics}' looks like code, and some renderers drop it");
                        found.push(
                            Diagnostic::new(self.name(), Severity::Warning, span(generics.len()), message)
                                .help("put it between backticks if it is code"),
                        );
                    }
                    continue;
                };
                let span = Span::new(block.span.start + at, block.span.start + at + tag.len());
                if is_of_html(tag) || code.hold(span) || context.profile.tokens(tag).next().is_some() {
                    continue;
                }
                let message = format!("'{tag}' is no HTML tag, and is not shown");
                let one = Diagnostic::new(self.name(), Severity::Error, span, message)
                    .help("put it between backticks if it is code");
                let fix = Edits::replace(Span::new(span.start, span.start + 1), "&lt;");
                found.push(if block.kind == BlockKind::Html { one.suggest(fix) } else { one.fix(fix) });
            }
        }
    }
}

/// The parts of a text that Liquid makes something else of.
fn liquid(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    // What ends none of them once ends none further on: it is looked for once.
    let mut is_absent = [false; 2];
    while let Some(open) = text[at..].find(['{']).map(|n| at + n) {
        let form = match text.as_bytes().get(open + 1) {
            Some(b'{') => Some((0, "}}")),
            Some(b'%') => Some((1, "%}")),
            _ => None,
        };
        let end = form.filter(|(n, _)| !is_absent[*n]).and_then(|(n, end)| {
            let len = text[open..].find(end);
            is_absent[n] = len.is_none();
            len
        });
        at = end.map_or(open + 1, |len| open + len + 2);
        if end.is_some() {
            found.push(Span::new(open, at));
        }
    }
    found
}

/// What of a text that begins with `<` is no tag of CommonMark, but is one for renderers that are
/// less strict: `<K, V>`, `<T: Copy>`.
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
