//! Layouts of dates in the expressions of generators: Go's `{{ .Date.Format "January 2, 2006" }}`, and `strftime`'s
//! `{{ now | date: "%Y-%m-%d" }}`.

use super::part::Part;

/// The parts of an expression that formats a date. `None` for other expressions.
pub(super) fn layout(expression: &str) -> Option<Vec<Part>> {
    let is_of_date = ["date", "now"].iter().any(|word| expression.to_ascii_lowercase().contains(word));
    let open = expression.find(['"', '\'', '`']).filter(|_| is_of_date)?;
    // In a quoted value the quote is escaped: `\"`.
    let quote = expression[open..].chars().next()?;
    let inner = expression[open + 1..].split(quote).next()?.trim_end_matches('\\');
    let parts = if inner.contains('%') { read(inner, &STRFTIME) } else { read(inner, &GO) };
    parts.iter().any(|part| !matches!(part, Part::Text(_))).then_some(parts)
}

/// Go's reference time is January 2, 2006. Longer words come first.
const GO: [(&str, Part); 8] = [
    ("2006", Part::Year),
    ("January", Part::MonthName),
    ("Jan", Part::ShortMonthName),
    ("01", Part::Month),
    ("02", Part::Day),
    ("06", Part::ShortYear),
    ("1", Part::BareMonth),
    ("2", Part::BareDay),
];

const STRFTIME: [(&str, Part); 13] = [
    ("%Y", Part::Year),
    ("%y", Part::ShortYear),
    ("%G", Part::WeekYear),
    ("%B", Part::MonthName),
    ("%b", Part::ShortMonthName),
    ("%m", Part::Month),
    ("%-m", Part::BareMonth),
    ("%d", Part::Day),
    ("%-d", Part::BareDay),
    ("%e", Part::BareDay),
    ("%V", Part::Week),
    ("%-V", Part::BareWeek),
    ("%F", Part::Date),
];

fn read(layout: &str, words: &[(&str, Part)]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut rest = layout;
    while let Some(c) = rest.chars().next() {
        match words.iter().find(|(word, _)| rest.starts_with(word)) {
            Some((word, part)) => {
                parts.push(part.clone());
                rest = &rest[word.len()..];
            }
            None => {
                match parts.last_mut() {
                    Some(Part::Text(text)) => text.push(c),
                    _ => parts.push(Part::Text(c.to_string())),
                }
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    parts
}
