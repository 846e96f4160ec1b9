use super::{Context, Diagnostic, Rule};
use crate::lint::Severity;
use crate::lint::values::facts;
use crate::profile::{FactForm, parse_day};
use crate::text::Edits;

pub(super) struct MalformedValue;

impl Rule for MalformedValue {
    fn name(&self) -> &'static str {
        "malformed-value"
    }

    fn summary(&self) -> &'static str {
        "A version, number or day in the fixed text is not written as one."
    }

    fn why(&self) -> &'static str {
        "It was typed by hand, and readers copy it."
    }

    fn bad(&self) -> &'static str {
        issue!(
            "## Latest Releases\n\n[v1.20..0](https://micropython.org/download) is the latest MicroPython release.\n"
        )
    }

    fn good(&self) -> &'static str {
        issue!(
            "## Latest Releases\n\n[v1.20.0](https://micropython.org/download) is the latest MicroPython release.\n"
        )
    }

    fn check(&self, context: &Context<'_>, found: &mut Vec<Diagnostic>) {
        let draft = context.draft;
        for fact in facts(context) {
            for span in &fact.field.spans {
                let value = draft.slice(*span);
                if fact.is_placeholder(value, context.profile) || is_written_as(fact.form, value) {
                    continue;
                }
                let what = match fact.form {
                    FactForm::Number => "number",
                    FactForm::Version => "version",
                    FactForm::Day => "day, such as 20260528",
                };
                let message = format!("{} '{value}' is no {what}", fact.field.name);
                let mut one = Diagnostic::new(self.name(), Severity::Error, *span, message);
                let single = value.replace("..", ".");
                if single != value && is_written_as(fact.form, &single) {
                    one = one.fix(Edits::replace(*span, single));
                }
                found.push(one);
            }
        }
    }
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
    // `3.15.0.rc1`: the full stop before the letters is theirs.
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
