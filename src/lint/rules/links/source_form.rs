use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};
use crate::lint::stories::stories;
use crate::text::{Edits, Span};

pub(super) struct SourceForm;

const META: Meta = Meta {
    name: "source-form",
    severity: Severity::Warning,
    summary: "The source of a story is not written as in the other stories.",
    why: "A list of stories is easier to read when all of them end the same way.",
    bad: issue!(
        "## News From Around the Web\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org)\n\nIt hums – [Site](https://example.org)\n"
    ),
    good: issue!(
        "## News From Around the Web\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org)\n\nIt hums - [Site](https://example.org).\n"
    ),
};

impl Rule for SourceForm {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn severities(&self) -> &'static [Severity] {
        &[Severity::Warning, Severity::Hint]
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Safe]
    }

    fn keys(&self) -> &'static [&'static str] {
        &["style.source"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some((dash, stop)) =
            context.profile.style.source.as_deref().and_then(|form| form.split_once("{}"))
        else {
            return;
        };
        let draft = context.draft;
        for story in stories(context) {
            let (Some(text), Some(first), Some(last)) =
                (story.text, story.sources.first(), story.sources.last())
            else {
                continue;
            };
            let before = Span::new(text.end, first.start);
            if !text.is_empty() && before.start < before.end && draft.slice(before) != dash {
                let own = draft.slice(before).trim();
                let message = if own == dash.trim() {
                    format!("'{own}' before the source needs one space on each side")
                } else {
                    format!("'{own}' is before the source instead of '{}'", dash.trim())
                };
                found.push(
                    self.problem(before, message).severity(Severity::Hint).fix(Edits::replace(before, dash)),
                );
            }
            // `[check it out!](…)` already ends its sentence.
            if draft.slice(*last).split("](").next().is_some_and(|words| words.ends_with(['!', '?'])) {
                continue;
            }
            let rest = draft.text()[last.end..].lines().next().unwrap_or("").trim_end();
            let is_end = rest.is_empty();
            if is_end && !stop.is_empty() {
                let end = Span::new(last.end - 1, last.end);
                let message = format!("no '{stop}' follows the source");
                found.push(self.problem(end, message).fix(Edits::insert(last.end, stop)));
            }
        }
    }
}
