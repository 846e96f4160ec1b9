use crate::lint::Severity;
use crate::lint::rules::{Context, Diagnostic, Findings, FixKind, Meta, Rule};
use crate::lint::values::{Fact, facts};
use crate::profile::{FactForm, VersionMismatch, parse_day, version_mismatch};
use crate::text::{Edits, Span};

pub(super) struct MalformedValue;

const META: Meta = Meta {
    name: "malformed-value",
    severity: Severity::Error,
    summary: "A version, number or date in the fixed text is malformed.",
    why: "It was typed by hand, and readers copy it.",
    bad: issue!(
        "## Latest Releases\n\n[v1.20..0](https://micropython.org/download) is the latest MicroPython release.\n"
    ),
    good: issue!(
        "## Latest Releases\n\n[v1.20.0](https://micropython.org/download) is the latest MicroPython release.\n"
    ),
};

impl Rule for MalformedValue {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Safe, FixKind::Suggestion]
    }

    fn keys(&self) -> &'static [&'static str] {
        &["sections.facts"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        for fact in facts(context) {
            for span in &fact.field.spans {
                let value = draft.slice(*span);
                if context.profile.is_fact_placeholder(value) {
                    continue;
                }
                if is_written_as(fact.form, value) {
                    found.extend(not_as_pattern(self.name(), fact, *span, value));
                    continue;
                }
                let what = match fact.form {
                    FactForm::Number => "number",
                    FactForm::Version => "version",
                    FactForm::Day => "date such as 20260528",
                };
                let message = format!("{} '{value}' is not a {what}", fact.field.name);
                let mut one = self.problem(*span, message);
                let single = value.replace("..", ".");
                if single != value && is_written_as(fact.form, &single) {
                    one = one.fix(Edits::replace(*span, single));
                }
                found.push(one);
            }
        }
    }
}

/// Reports a version that has another form than the template's: without its `v`, or with fewer numbers.
fn not_as_pattern(rule: &'static str, fact: Fact<'_>, span: Span, value: &str) -> Option<Diagnostic> {
    let pattern = fact.pattern?;
    let mismatch = version_mismatch(pattern, value)?;
    let message = format!("{} '{value}' is not written as '{pattern}'", fact.field.name);
    let one = Diagnostic::new(rule, Severity::Warning, span, message);
    Some(match mismatch {
        VersionMismatch::Prefix(right) => one.suggest(Edits::replace(span, right)),
        VersionMismatch::Numbers => one.help("write as many numbers as the template does"),
    })
}

fn is_written_as(form: FactForm, value: &str) -> bool {
    match form {
        FactForm::Number => is_number(value),
        FactForm::Version => is_version(value),
        FactForm::Day => parse_day(value).is_some(),
    }
}

/// `569`, `39,012`, `39,000+`, `39k`.
fn is_number(value: &str) -> bool {
    let value = value.trim_end_matches(['+', 'k', 'K']);
    let mut groups = value.split(',');
    let first = groups.next().unwrap_or("");
    let is_digits = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let mut is_grouped = false;
    let rest = groups.all(|group| {
        is_grouped = true;
        group.len() == 3 && is_digits(group)
    });
    is_digits(first) && rest && (!is_grouped || first.len() <= 3)
}

/// `10.2.1`, `v1.28.0`, `10.3.0-alpha.2`, `3.15.0b1`: up to four numbers, then letters with
/// numbers after them.
fn is_version(value: &str) -> bool {
    let value = value.strip_prefix(['v', 'V']).unwrap_or(value);
    let end = value.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(value.len());
    let (numbers, rest) = value.split_at(end);
    // `3.15.0.rc1`: the full stop before the letters belongs to them.
    let numbers = if rest.is_empty() { numbers } else { numbers.strip_suffix('.').unwrap_or(numbers) };
    let numbers: Vec<&str> = numbers.split('.').collect();
    let letters = rest.trim_start_matches(['-', '+', '_']);
    let is_rest = rest.is_empty()
        || (letters.starts_with(|c: char| c.is_ascii_alphabetic())
            && letters
                .split(['.', '-', '+'])
                .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric())));
    numbers.len() <= 4 && numbers.iter().all(|number| !number.is_empty()) && is_rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Draft;
    use crate::lint::{Facts, Fix};
    use crate::outline::learn_forms;
    use crate::profile::{built_in, built_in_template};

    #[test]
    fn values_are_compared_with_the_template_s_patterns() {
        let mut profile = built_in("circuitpython").unwrap();
        // As in a `copydesk.yml` with its own facts.
        for fact in profile.sections.iter_mut().flat_map(|section| &mut section.facts) {
            fact.form = None;
        }
        learn_forms(built_in_template("circuitpython").unwrap(), &mut profile);
        let messages = |text: &str| {
            let draft = Draft::parse(text);
            let facts = Facts::default();
            let outline = facts.outline(&draft, &profile);
            let mut found = Findings::default();
            MalformedValue.check(&Context::new(&draft, &outline, &profile, &facts), &mut found);
            found.into_sorted().into_iter().map(|one| (one.message, one.fix)).collect::<Vec<_>>()
        };
        let micropython = |value: &str| {
            messages(&format!(
                "## Latest Releases\n\n[{value}](https://micropython.org/download) is the latest.\n"
            ))
        };
        assert_eq!(micropython("v1.27.0"), []);
        assert_eq!(micropython("v#.#.#"), []);
        let place = Span::new(21, 27);
        assert_eq!(
            micropython("1.27.0"),
            [(
                "MicroPython '1.27.0' is not written as 'v#.#.#'".to_owned(),
                Some(Fix::Suggestion(Edits::replace(place, "v1.27.0")))
            )]
        );
        assert_eq!(micropython("v1.27")[0].0, "MicroPython 'v1.27' is not written as 'v#.#.#'");
        let libraries = |value: &str| {
            messages(&format!("## CircuitPython Libraries\n\nThe number of libraries is **{value}**!\n"))
        };
        assert_eq!(libraries("512"), []);
        assert_eq!(libraries("three")[0].0, "Libraries 'three' is not a number");
        assert_eq!(libraries("about512")[0].0, "Libraries 'about512' is not a number");
        let members = |value: &str| messages(&format!("## {value} Thanks\n\nx\n"));
        assert_eq!(members("1,204"), []);
        assert_eq!(members("many")[0].0, "Discord members 'many' is not a number");
    }

    #[test]
    fn versions_and_numbers_are_known_by_their_form() {
        for right in
            ["10.2.1", "v1.28.0", "10.3.0-alpha.2", "3.15.0b1", "3.12.0rc3", "1.9.4-rc.1", "8", "3.7"]
        {
            assert!(is_version(right), "{right}");
        }
        for wrong in ["v1.20..0", "1.2.", ".5", "", "v", "1.2.3.4.5", "10.2.1-", "ten", "1,2"] {
            assert!(!is_version(wrong), "{wrong}");
        }
        for right in ["569", "39,012", "39,000+", "1,234,567", "39k"] {
            assert!(is_number(right), "{right}");
        }
        for wrong in ["", "39,01", "3901,012", "39.012.", "many", ","] {
            assert!(!is_number(wrong), "{wrong}");
        }
    }
}
