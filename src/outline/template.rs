use jiff::civil::Date;

use crate::draft::Draft;
use crate::profile::{Profile, parse_day};
use crate::text::{Edit, Edits, Span};

/// The text of a new issue: the template with its dates put in.
///
/// Changed are the date in the front matter (the time and zone after it stay), the profile's
/// date and number words, and every date-shaped word in a path: `yyyymmdd`, `2025mmdd`,
/// `YYYY-MM-DD`, `2025-mm-dd`, whatever year the template carries.
pub fn issue_from_template(template: &str, profile: &Profile, date: Date, number: Option<u32>) -> String {
    let draft = Draft::parse(template);
    let mut edits = Vec::new();
    let mut taken = Vec::new();
    if let Some(front) = draft.front_matter()
        && let Some(field) = front.field(&profile.front_matter.date, template)
    {
        let value = field.value.of(template);
        // The day only: what follows (`07:00:00 -0800`) is the newsletter's habit.
        let len = value.find([' ', 'T']).unwrap_or(value.len());
        let day = Span::new(field.value.start, field.value.start + len);
        taken.push(day);
        edits.push(Edit { span: day, text: dashed(date) });
    }
    for span in date_words(template) {
        if !taken.iter().any(|other| other.start < span.end && span.start < other.end) {
            taken.push(span);
            edits.push(Edit { span, text: as_written(span.of(template), date) });
        }
    }
    let mut words: Vec<(&str, String)> =
        profile.template.date.iter().map(|word| (word.as_str(), dated(word, date))).collect();
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

/// The form of a new slot with the issue's day, as its folder has it (`20260608`), put in; as it is
/// where the folder is none.
pub(super) fn dated_form(form: &str, folder: &str) -> String {
    let Some(date) = parse_day(folder) else { return form.to_owned() };
    let form = form.replace("{yyyymmdd}", "yyyymmdd");
    let edits =
        date_words(&form).into_iter().map(|span| Edit { span, text: as_written(span.of(&form), date) });
    Edits::new(edits.collect()).unwrap_or_default().apply(&form)
}

/// The day in the way of the word that stands for it.
fn as_written(word: &str, date: Date) -> String {
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

/// `yyyymmdd`, `2025mmdd`, `YYYY-MM-DD`, `2025-mm-dd`: a year in letters or digits, then month
/// and day in letters.
fn date_words(text: &str) -> Vec<Span> {
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
    fn every_date_of_the_template_is_put_in_whatever_its_year() {
        let profile = built_in("circuitpython").unwrap();
        let template = "---\ntitle: \"x\"\ndate: 2025-11-10 07:00:00 -0800\n---\n\n[![](../assets/2025mmdd/2025mmddjp.jpg)]() yyyymmdd YYYY-MM-DD 2024-mm-dd\n[2025####] 2025-11-10 hammdd\n";
        let issue = issue_from_template(template, &profile, date(2026, 6, 8), None);
        assert_eq!(
            issue,
            "---\ntitle: \"x\"\ndate: 2026-06-08 07:00:00 -0800\n---\n\n[![](../assets/20260608/20260608jp.jpg)]() 20260608 2026-06-08 2026-06-08\n[2025####] 2025-11-10 hammdd\n"
        );
    }

    #[test]
    fn a_form_gets_the_issue_s_day_in_its_own_way() {
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
        let issue = issue_from_template(template, &profile, date(2026, 6, 3), Some(12));
        assert_eq!(issue, "Title: Weekly 12\nNumber: 12\nDate: 2026-06-03\n\nfrom 2026-06-03\n");
    }
}
