use super::{Context, Diagnostic, Findings, Rule};
use crate::lint::Severity;
use crate::lint::address::Address;
use crate::lint::archive::{LAST_ISSUE, day_in, popular_fields};
use crate::outline::Fill;

pub(super) struct WrongLastIssue;

/// A mail may go out some days after the issue's own.
const MAX_DAYS: i32 = 3;

impl Rule for WrongLastIssue {
    fn name(&self) -> &'static str {
        "wrong-last-issue"
    }

    fn summary(&self) -> &'static str {
        "The link to last week's issue leads to an earlier one."
    }

    fn why(&self) -> &'static str {
        "It was copied with the form and not changed."
    }

    fn bad(&self) -> &'static str {
        issue!(
            "## Popular Last Week\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org/may-lamp)\n\nIn [last week's issue](https://example.org/2026/05/25/issue) readers liked [A Lamp](https://example.org/may-lamp) most.\n"
        )
    }

    fn good(&self) -> &'static str {
        issue!(
            "## Popular Last Week\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org/may-lamp)\n\nIn [last week's issue](https://example.org/2026/06/01/issue) readers liked [A Lamp](https://example.org/may-lamp) most.\n"
        )
    }

    fn is_able(&self, context: &Context<'_>) -> bool {
        !context.facts.archive.is_empty()
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some(last) = context.facts.archive.first() else { return };
        for field in popular_fields(context.outline)
            .filter(|field| field.name == LAST_ISSUE && field.fill == Fill::Written)
        {
            let value = field.value(context.draft);
            let page = Address::new(value).map(|address| address.page());
            let older =
                context.facts.archive.iter().find(|issue| page.is_some() && page == issue.last_issue());
            let day = day_in(value).filter(|day| (*day - last.date).get_days().abs() > MAX_DAYS);
            let what = match (older, day) {
                (Some(older), _) => format!("{} called this last week's issue already", older.path),
                (None, Some(day)) => format!("this is the issue of {day}; last week's was {}", last.path),
                (None, None) => continue,
            };
            if let Some(span) = field.spans.first() {
                found.push(
                    Diagnostic::new(self.name(), Severity::Warning, *span, what)
                        .help(format!("lead to the issue of {}", last.date)),
                );
            }
        }
    }
}
