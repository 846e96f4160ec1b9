use std::cmp::Ordering;

use crate::lint::Severity;
use crate::lint::archive::compare;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};
use crate::lint::values::facts;
use crate::outline::Fill;
use crate::profile::FactForm;

pub(super) struct DecreasedValue;

const META: Meta = Meta {
    name: "decreased-value",
    summary: "A number, a version or a day in the fixed text is lower than last week's.",
    why: "Libraries, members and versions grow; a lower one is an old one, or a slip of the hand.",
    bad: issue!(
        "## Latest Releases\n\n[v1.18.0](https://micropython.org/download) is the latest MicroPython release.\n"
    ),
    good: issue!(
        "## Latest Releases\n\n[v1.19.1](https://micropython.org/download) is the latest MicroPython release.\n"
    ),
};

impl Rule for DecreasedValue {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn is_able(&self, context: &Context<'_>) -> bool {
        !context.facts.archive.is_empty()
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some(last) = context.facts.archive.first() else { return };
        for fact in facts(context).filter(|fact| fact.field.fill == Fill::Written) {
            let value = fact.field.value(context.draft);
            let Some(before) = last.fact(&fact.field.name) else { continue };
            if compare(fact.form, value, before) != Some(Ordering::Less) {
                continue;
            }
            let what = if fact.form == FactForm::Day { "older" } else { "lower" };
            let message =
                format!("{} is {value}, {what} than the {before} of {}", fact.field.name, last.path);
            if let Some(span) = fact.field.spans.first() {
                found.push(
                    Diagnostic::new(self.name(), Severity::Warning, *span, message)
                        .help("look up what it is now"),
                );
            }
        }
    }
}
