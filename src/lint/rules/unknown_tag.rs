use super::{Context, Diagnostic, Rule};
use crate::draft::BlockKind;
use crate::lint::Severity;
use crate::lint::places::Places;
use crate::text::{Edits, Span};

pub(super) struct UnknownTag;

impl Rule for UnknownTag {
    fn name(&self) -> &'static str {
        "unknown-tag"
    }

    fn summary(&self) -> &'static str {
        "What stands in angle brackets is no HTML tag."
    }

    fn why(&self) -> &'static str {
        "Browsers and mail programs take it for one, and show nothing in its place."
    }

    fn bad(&self) -> &'static str {
        issue!("It takes a Vec<Lamp> and more.\n")
    }

    fn good(&self) -> &'static str {
        issue!("It takes a `Vec<Lamp>` and more.\n")
    }

    fn check(&self, context: &Context<'_>, found: &mut Vec<Diagnostic>) {
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
                let name = tag.trim_matches(['<', '>', '/']).split_whitespace().next().unwrap_or("");
                let is_known = TAGS.contains(&name.to_ascii_lowercase().as_str());
                if is_known
                    || name.contains('-')
                    || code.hold(span)
                    || context.profile.tokens(tag).next().is_some()
                {
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
    while let Some(open) = text[at..].find(['{']).map(|n| at + n) {
        let end = match text.as_bytes().get(open + 1) {
            Some(b'{') => text[open..].find("}}"),
            Some(b'%') => text[open..].find("%}"),
            _ => None,
        };
        at = end.map_or(open + 1, |len| open + len + 2);
        if end.is_some() {
            found.push(Span::new(open, at));
        }
    }
    found
}

/// What of a text that begins with `<` would be read as a tag: `<T>`, `</T>`, `<a href="x">`.
fn tag_at(text: &str) -> Option<&str> {
    let name = text.get(1..)?.strip_prefix('/').unwrap_or(&text[1..]);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let end = 1 + text[1..].find(['<', '>', '\n'])?;
    let tag = text.get(..=end).filter(|tag| tag.ends_with('>'))?;
    let inner = tag.trim_start_matches(['<', '/']).trim_end_matches(['>', '/']);
    let (name, attributes) = inner.split_once(' ').unwrap_or((inner, "="));
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (is_name && attributes.contains('=')).then_some(tag)
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

/// The tags of HTML, old ones included.
const TAGS: &[&str] = &[
    "a",
    "abbr",
    "address",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "map",
    "mark",
    "math",
    "menu",
    "meta",
    "meter",
    "nav",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "picture",
    "pre",
    "progress",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "script",
    "section",
    "select",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
    "menuitem",
    "xmp",
    "rtc",
    "rb",
    "plaintext",
    "noframes",
    "frame",
    "applet",
    "dir",
    "marquee",
    "search",
    "slot",
    "nobr",
    "acronym",
];
