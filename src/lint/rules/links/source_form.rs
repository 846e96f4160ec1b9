use crate::draft::Draft;
use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};
use crate::lint::stories::stories;
use crate::text::{Edit, Edits, Span};

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
                let fix = with_marks(draft, before, last.end, (dash, stop));
                found.push(self.problem(before, message).severity(Severity::Hint).fix(fix));
            }
            // `[check it out!](…)` already ends its sentence.
            if draft.slice(*last).split("](").next().is_some_and(|words| words.ends_with(['!', '?'])) {
                continue;
            }
            let rest = line_end(draft, last.end);
            let is_end = rest.is_empty();
            if is_end && !stop.is_empty() {
                let end = Span::new(last.end - 1, last.end);
                let message = format!("no '{stop}' follows the source");
                found.push(self.problem(end, message).fix(Edits::insert(last.end, stop)));
            }
        }
    }
}

/// The rest of the line after the last source.
fn line_end(draft: &Draft, end: usize) -> &str {
    draft.text()[end..].lines().next().unwrap_or("").trim_end()
}

/// Writes the mark before the sources, and the one after them: a bracket has its pair.
fn with_marks(draft: &Draft, before: Span, end: usize, (dash, stop): (&str, &str)) -> Edits {
    let rest = line_end(draft, end);
    let is_other = !rest.is_empty() && rest != stop && rest.chars().all(|c| matches!(c, '.' | '!' | ')'));
    let mut edits = vec![Edit { span: before, text: dash.into() }];
    if is_other {
        edits.push(Edit { span: Span::new(end, end + rest.len()), text: stop.into() });
    }
    Edits::new(edits).unwrap_or_else(|_| Edits::replace(before, dash))
}
