use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::text::Span;

pub(super) struct UnreadMarkdown;

const META: Meta = Meta {
    name: "unread-markdown",
    severity: Severity::Warning,
    summary: "Markdown in HTML is shown as it is written.",
    why: "The site's generator copies an HTML block without reading it.",
    bad: issue!("<div>\nThe **lamp** is bright.\n</div>\n"),
    good: issue!("<div>\nThe <b>lamp</b> is bright.\n</div>\n"),
};

impl Rule for UnreadMarkdown {
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
        for raw in &page.raws {
            let source = raw.span.of(text);
            if !source.contains('\n') {
                continue;
            }
            if let Some(span) = markdown_in(source) {
                let message =
                    format!("'{}' is in an HTML block, and is not read as Markdown", span.of(source));
                found.push(
                    self.problem(span.shift(raw.span.start as isize), message).help("write it in HTML"),
                );
            }
        }
    }
}

/// Elements and comments whose content is no text.
const OTHER_LANGUAGES: [(&str, &str); 5] =
    [("<!--", "-->"), ("<script", "</script"), ("<style", "</style"), ("<pre", "</pre"), ("<code", "</code")];

/// Characters that are read for one link or bold text.
const MOST_READ: usize = 500;

/// The first link or bold text in HTML.
fn markdown_in(html: &str) -> Option<Span> {
    let mut at = 0;
    while let Some(next) = html[at..].find(['<', '[', '*']) {
        let start = at + next;
        let rest = &html[start..];
        at = start + 1;
        if rest.starts_with('<') {
            let other = OTHER_LANGUAGES.iter().find(|(open, _)| rest.starts_with(open));
            let end = other.map_or(">", |(_, close)| close);
            at = rest.find(end).map_or(html.len(), |end| start + end + 1);
            continue;
        }
        let start_of_rest = rest.char_indices().nth(MOST_READ).map_or(rest, |(end, _)| &rest[..end]);
        let line = start_of_rest.lines().next().unwrap_or_default();
        let length = if line.starts_with('[') {
            line.find("](").and_then(|middle| Some(middle + line[middle..].find(')')? + 1))
        } else {
            let inner = line.strip_prefix("**").filter(|inner| inner.starts_with(char::is_alphanumeric));
            inner.and_then(|inner| Some(inner.find("**")? + 4))
        };
        if let Some(length) = length {
            return Some(Span::new(start, start + length));
        }
    }
    None
}
