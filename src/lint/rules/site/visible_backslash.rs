use crate::lint::Severity;
use crate::lint::page::TextPlace;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::text::Span;

pub(super) struct VisibleBackslash;

const META: Meta = Meta {
    name: "visible-backslash",
    severity: Severity::Warning,
    summary: "A backslash is shown to readers.",
    why: "The site's generator does not know the escape, so that the backslash stays.",
    bad: issue!("The lamp is \\< 5 W.\n"),
    good: issue!("The lamp is < 5 W.\n"),
};

impl Rule for VisibleBackslash {
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
        for shown in &page.texts {
            let is_code = match shown.place {
                TextPlace::CodeBlock => continue,
                TextPlace::InlineCode => true,
                _ => false,
            };
            let source = shown.span.of(text);
            let mut at = 0;
            while let Some(next) = source[at..].find('\\') {
                let start = at + next;
                at = start + 1;
                let Some(escaped) = source[at..].chars().next() else { break };
                at += escaped.len_utf8();
                // In code, most backslashes are meant, and so is one behind an escaped one.
                let is_meant = is_code && !"<>".contains(escaped) || source[..start].ends_with("\\\\");
                let is_escape = escaped.is_ascii_punctuation() && escaped != '\\' && !is_meant;
                if is_escape && shown.text.contains(&source[start..at]) {
                    let span = Span::new(shown.span.start + start, shown.span.start + at);
                    let message = format!("the backslash before '{escaped}' is shown");
                    found.push(self.problem(span, message).help("remove the backslash"));
                }
            }
            // The generator takes what the backslash was to escape for a tag.
            let before_tag =
                shown.next_raw.filter(|raw| shown.text.ends_with('\\') && raw.of(text).starts_with('<'));
            if let Some(raw) = before_tag.filter(|raw| !page.unclosed.iter().any(|(_, own)| own == raw)) {
                let span = Span::new(raw.start.saturating_sub(1), raw.end);
                let message = "the backslash is shown, and what follows is read as a tag";
                found.push(self.problem(span, message).help("write &lt; for <"));
            }
        }
    }
}
