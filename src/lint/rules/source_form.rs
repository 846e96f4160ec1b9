use super::{Context, Diagnostic, Findings, Rule};
use crate::lint::Severity;
use crate::lint::stories::stories;
use crate::text::{Edits, Span};

pub(super) struct SourceForm;

impl Rule for SourceForm {
    fn name(&self) -> &'static str {
        "source-form"
    }

    fn summary(&self) -> &'static str {
        "The source of a story is not written as in the other stories."
    }

    fn why(&self) -> &'static str {
        "A list of stories reads as one when they all end alike."
    }

    fn bad(&self) -> &'static str {
        issue!(
            "## News From Around the Web\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org)\n\nIt hums – [Site](https://example.org)\n"
        )
    }

    fn good(&self) -> &'static str {
        issue!(
            "## News From Around the Web\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org)\n\nIt hums - [Site](https://example.org).\n"
        )
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
                    format!("'{own}' before the source wants one blank on each side")
                } else {
                    format!("'{own}' stands before the source in place of '{}'", dash.trim())
                };
                found.push(
                    Diagnostic::new(self.name(), Severity::Hint, before, message)
                        .fix(Edits::replace(before, dash)),
                );
            }
            // `[check it out!](…)` ends its sentence itself.
            if draft.slice(*last).split("](").next().is_some_and(|words| words.ends_with(['!', '?'])) {
                continue;
            }
            let rest = draft.text()[last.end..].lines().next().unwrap_or("").trim_end();
            let is_end = rest.is_empty();
            if is_end && !stop.is_empty() {
                let end = Span::new(last.end - 1, last.end);
                let message = format!("the source ends without its '{stop}'");
                found.push(
                    Diagnostic::new(self.name(), Severity::Warning, end, message)
                        .fix(Edits::insert(last.end, stop)),
                );
            }
        }
    }
}
