use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::text::Span;
use crate::text::tag::is_of_html;

pub(super) struct UnclosedElement;

const META: Meta = Meta {
    name: "unclosed-element",
    severity: Severity::Error,
    summary: "An HTML element is not closed.",
    why: "Browsers apply it to the rest of the page.",
    bad: issue!("The <em>lamp is bright.\n"),
    good: issue!("The <em>lamp</em> is bright.\n"),
};

impl Rule for UnclosedElement {
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
        for (name, span) in &page.unclosed {
            let is_escaped = text[..span.start].ends_with('\\');
            // `unknown-tag` reports other names, but takes a backslash for an escape.
            if !is_of_html(span.of(text)) && !is_escaped {
                continue;
            }
            let (span, help) = if is_escaped {
                (Span::new(span.start - 1, span.end), "write &lt; for <, or put it between backticks")
            } else {
                (*span, "add the end tag, or write &lt; for <")
            };
            found.push(self.problem(span, format!("the element '{name}' is never closed")).help(help));
        }
    }
}
