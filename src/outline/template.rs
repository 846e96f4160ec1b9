use jiff::civil::Date;

use crate::draft::{Draft, Field, Quoting};
use crate::profile::{Profile, parse_day};
use crate::text::{Edit, Edits, Span};

/// Returns the text of a new issue: the template with its date and number filled in.
///
/// Replaces the date in the front matter, except for a time and zone after it, any of the profile's
/// words for the date and number, and every date pattern of the text: `yyyymmdd`, `2025mmdd`,
/// `YYYY-MM-DD`, `2025-mm-dd`, with any year.
///
/// Without a date, the words for it stay.
pub fn issue_from_template(
    template: &str,
    profile: &Profile,
    date: Option<Date>,
    number: Option<u32>,
) -> String {
    let draft = Draft::parse(template);
    let mut edits = Vec::new();
    let mut taken = Vec::new();
    if let Some(date) = date
        && let Some(front) = draft.front_matter()
        && let Some(field) = front.field(&profile.front_matter.date)
    {
        let edit = match field.quoting {
            Quoting::Raw => raw_date(template, field, date),
            _ => Some(front_date(template, field.value, date)),
        };
        taken.extend(edit.iter().map(|edit| edit.span));
        edits.extend(edit);
    }
    for (span, date) in date_patterns(template).into_iter().filter_map(|span| Some((span, date?))) {
        if !taken.iter().any(|other| other.start < span.end && span.start < other.end) {
            taken.push(span);
            edits.push(Edit { span, text: in_format_of(span.of(template), date) });
        }
    }
    let dates = profile.template.date.iter().filter_map(|word| Some((word.as_str(), dated(word, date?))));
    let mut words: Vec<(&str, String)> = dates.collect();
    if let Some(number) = number {
        words.extend(profile.template.number.iter().map(|word| (word.as_str(), number.to_string())));
    }
    for (word, text) in words {
        for (at, _) in template.match_indices(word) {
            let span = Span::new(at, at + word.len());
            if !taken.iter().any(|other| other.start < span.end && span.start < other.end) {
                taken.push(span);
                edits.push(Edit { span, text: text.clone() });
            }
        }
    }
    match Edits::new(edits) {
        Ok(edits) => edits.apply(template),
        Err(_) => template.to_owned(),
    }
}

/// Replaces the date in a value of the front matter. A valid time after it, with or without a zone
/// (`07:00:00 -0800`), stays.
fn front_date(template: &str, value: Span, date: Date) -> Edit {
    let words = value.of(template);
    let start = time_at_end(words).unwrap_or(words.len());
    let span = Span::new(value.start, value.start + start);
    let mut text = dashed(date);
    if words.get(start..).is_some_and(|time| time.starts_with(|c: char| c.is_ascii_digit())) {
        // The value was a time only.
        text.push(' ');
    }
    if words.is_empty() {
        // The value is empty, perhaps with a comment after it.
        if !template[..span.start].ends_with([' ', '\t', '"', '\'']) {
            text.insert(0, ' ');
        }
        if template[span.end..].starts_with('#') {
            text.push(' ');
        }
    }
    Edit { span, text }
}

/// Like [`front_date`], for a value of several lines or in a mapping: replaces only the date, if it is
/// found.
fn raw_date(template: &str, field: &Field, date: Date) -> Option<Edit> {
    let words = field.decoded(template).trim_end();
    let day = &words[..time_at_end(words).unwrap_or(words.len())];
    // In a mapping, search after the key: another value may have the same date.
    let raw = field.value.of(template);
    let key = if field.key == field.value { raw.find(field.name.as_str())? + field.name.len() } else { 0 };
    let at = field.value.start + key + raw[key..].find(day).filter(|_| !day.is_empty())?;
    Some(Edit { span: Span::new(at, at + day.len()), text: dashed(date) })
}

/// The start of a time of day at the end of a value, with the space or `T` before it: ` 22:00:00`,
/// `T07:00Z`, ` 07:00:00 -0800`.
fn time_at_end(value: &str) -> Option<usize> {
    let starts = value.char_indices().filter(|(_, c)| matches!(c, ' ' | 'T' | 't')).map(|(at, _)| at);
    let after_mark = starts.filter(|at| is_time(value[at + 1..].trim_start()));
    is_time(value).then_some(0).or_else(|| after_mark.min())
}

/// True for `HH:MM`, `HH:MM:SS` and `HH:MM:SS.sss`, with an optional zone.
fn is_time(text: &str) -> bool {
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.'))).unwrap_or(text.len());
    let (time, zone) = text.split_at(end);
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let parts: Vec<&str> = time.split(':').collect();
    let is_below = |part: &str, end: u8| part.len() <= 2 && part.parse::<u8>().is_ok_and(|n| n < end);
    let is_sixtieth = |part: &&str| part.len() == 2 && is_below(part, 60);
    let is_of_day = match &parts[..] {
        [hour, rest @ ..] => {
            is_below(hour, 24) && matches!(rest.len(), 1 | 2) && rest.iter().all(is_sixtieth)
        }
        _ => false,
    };
    is_of_day && !fraction.is_empty() && fraction.bytes().all(|b| b.is_ascii_digit()) && is_zone(zone)
}

/// True for `Z`, `-0800`, `+01:00`, `+1`, names such as `UTC` and `PDT`, and an empty text.
fn is_zone(text: &str) -> bool {
    let zone = text.trim();
    let Some(offset) = zone.strip_prefix(['+', '-']) else {
        return zone.len() <= 5 && zone.bytes().all(|b| b.is_ascii_uppercase());
    };
    let digits = offset.replacen(':', "", 1);
    matches!(digits.len(), 1 | 2 | 4) && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Fills the date of an issue's folder (`20260608`) into the form of a new slot. Returns the form as it
/// is if the folder has no date.
pub(super) fn dated_form(form: &str, folder: &str) -> String {
    let Some(date) = parse_day(folder) else { return form.to_owned() };
    let form = form.replace("{yyyymmdd}", "yyyymmdd");
    let edits =
        date_patterns(&form).into_iter().map(|span| Edit { span, text: in_format_of(span.of(&form), date) });
    Edits::new(edits.collect()).unwrap_or_default().apply(&form)
}

/// Formats the date like the pattern that it replaces.
fn in_format_of(word: &str, date: Date) -> String {
    if word.contains('-') { dashed(date) } else { compact(date) }
}

fn dashed(date: Date) -> String {
    date.strftime("%Y-%m-%d").to_string()
}

fn compact(date: Date) -> String {
    date.strftime("%Y%m%d").to_string()
}

fn dated(word: &str, date: Date) -> String {
    if word.to_lowercase() == "yyyymmdd" { compact(date) } else { dashed(date) }
}

/// The spans of `yyyymmdd`, `2025mmdd`, `YYYY-MM-DD`, `2025-mm-dd`: a year in letters or digits, then
/// month and day in letters.
fn date_patterns(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    for (at, _) in text.match_indices(['m', 'M']) {
        if at < 4 || (at > 0 && bytes[at - 1].eq_ignore_ascii_case(&b'm')) {
            continue;
        }
        let tail = &bytes[at..];
        let dash = bytes[at - 1] == b'-';
        let (shape, year_end): (&[u8], usize) = if dash { (b"mm-dd", at - 1) } else { (b"mmdd", at) };
        let Some(start) = year_end.checked_sub(4) else { continue };
        let year = &bytes[start..year_end];
        let is_year = year.iter().all(u8::is_ascii_digit) || year.eq_ignore_ascii_case(b"yyyy");
        if is_year && tail.len() >= shape.len() && tail[..shape.len()].eq_ignore_ascii_case(shape) {
            found.push(Span::new(start, at + shape.len()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::built_in;
    use jiff::civil::date;

    #[test]
    fn every_date_of_the_template_is_replaced_with_any_year() {
        let profile = built_in("circuitpython").unwrap();
        let template = "---\ntitle: \"x\"\ndate: 2025-11-10 07:00:00 -0800\n---\n\n[![](../assets/2025mmdd/2025mmddjp.jpg)]() yyyymmdd YYYY-MM-DD 2024-mm-dd\n[2025####] 2025-11-10 hammdd\n";
        let issue = issue_from_template(template, &profile, Some(date(2026, 6, 8)), None);
        assert_eq!(
            issue,
            "---\ntitle: \"x\"\ndate: 2026-06-08 07:00:00 -0800\n---\n\n[![](../assets/20260608/20260608jp.jpg)]() 20260608 2026-06-08 2026-06-08\n[2025####] 2025-11-10 hammdd\n"
        );
    }

    #[test]
    fn any_value_of_the_date_is_replaced_and_a_time_stays() {
        let profile = built_in("circuitpython").unwrap();
        for (before, after) in [
            ("date: POST_DATE 22:00:00", "date: 2026-08-24 22:00:00"),
            ("date: TODO", "date: 2026-08-24"),
            ("date: Month DD, YYYY", "date: 2026-08-24"),
            ("date: {{ .Date }}", "date: 2026-08-24"),
            ("date: \"{{ .Date }}\" # Hugo", "date: \"2026-08-24\" # Hugo"),
            ("date: ${year}-(TODO: MM-DD)", "date: 2026-08-24"),
            ("date: ${year}-(TODO: MM-DD) 07:00:00 -0800", "date: 2026-08-24 07:00:00 -0800"),
            ("date: yyyy-mm-dd 07:00:00 -0800", "date: 2026-08-24 07:00:00 -0800"),
            ("date: 2025-11-10T07:00:00Z", "date: 2026-08-24T07:00:00Z"),
            ("date: 2025-11-10T07:00:00.000+01:00", "date: 2026-08-24T07:00:00.000+01:00"),
            ("date: 2025-11-10 7:30 PDT", "date: 2026-08-24 7:30 PDT"),
            ("date: THE DAY 08:00", "date: 2026-08-24 08:00"),
            ("date: DATE AT TIME", "date: 2026-08-24"),
            ("date: DAY 25:00", "date: 2026-08-24"),
            ("date: 10:00:00", "date: 2026-08-24 10:00:00"),
            ("date: 20251110", "date: 2026-08-24"),
            ("date:", "date: 2026-08-24"),
            ("date: # the day", "date: 2026-08-24 # the day"),
            ("date: ''", "date: '2026-08-24'"),
        ] {
            let text = |line: &str| format!("---\ntitle: x\n{line}\n---\n\nBody\n");
            let issue = issue_from_template(&text(before), &profile, Some(date(2026, 8, 24)), None);
            assert_eq!(issue, text(after), "{before}");
        }
    }

    #[test]
    fn a_date_in_toml_is_replaced() {
        let profile = built_in("circuitpython").unwrap();
        for (before, after) in [
            ("date = 2025-11-10", "date = 2026-08-24"),
            ("date = 2025-11-10T07:00:00Z # UTC", "date = 2026-08-24T07:00:00Z # UTC"),
            ("date = \"\"", "date = \"2026-08-24\""),
            ("date = \"{{ .Date }}\"", "date = \"2026-08-24\""),
        ] {
            let text = |line: &str| format!("+++\ntitle = \"x\"\n{line}\n+++\n\nBody\n");
            let issue = issue_from_template(&text(before), &profile, Some(date(2026, 8, 24)), None);
            assert_eq!(issue, text(after), "{before}");
        }
    }

    #[test]
    fn a_form_gets_the_issues_date_in_its_own_format() {
        for (form, dated) in [
            ("![t](../assets/{yyyymmdd}/{yyyymmdd}-name.jpg)", "![t](../assets/20260608/20260608-name.jpg)"),
            ("![t](a/2025mmdd/yyyymmdd.jpg)", "![t](a/20260608/20260608.jpg)"),
            ("on YYYY-MM-DD", "on 2026-06-08"),
            ("🧶émmdd hammdd", "🧶émmdd hammdd"),
        ] {
            assert_eq!(dated_form(form, "20260608"), dated);
            assert_eq!(dated_form(form, ""), form);
        }
    }

    #[test]
    fn pelican_drafts_get_their_number() {
        let profile = built_in("this-week-in-rust").unwrap();
        let template = "Title: Weekly $twir_issue_number\nNumber: $twir_issue_number\nDate: $twir_issue_date\n\nfrom $twir_issue_date\n";
        let issue = issue_from_template(template, &profile, Some(date(2026, 6, 3)), Some(12));
        assert_eq!(issue, "Title: Weekly 12\nNumber: 12\nDate: 2026-06-03\n\nfrom 2026-06-03\n");
    }
}
