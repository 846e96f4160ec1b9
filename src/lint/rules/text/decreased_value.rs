use std::cmp::Ordering;

use crate::lint::Severity;
use crate::lint::archive::compare;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::lint::values::facts;
use crate::outline::Fill;
use crate::profile::FactForm;

pub(super) struct DecreasedValue;

const META: Meta = Meta {
    name: "decreased-value",
    severity: Severity::Warning,
    summary: "A number, version or date in the fixed text is lower than in the last issue.",
    why: "Libraries, members and versions grow, so a lower value is an old one or a typing error.",
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

    fn keys(&self) -> &'static [&'static str] {
        &["archive", "sections.facts"]
    }

    fn has_facts(&self, context: &Context<'_>) -> bool {
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
                found.push(self.problem(*span, message).help("look up the current value"));
            }
        }
    }
}
