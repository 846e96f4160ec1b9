//! The text of a new issue from a template.

mod concrete;
mod layout;
mod part;
mod placeholder;

use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;

use crate::draft::{Draft, Field, Quoting};
use crate::profile::{FrontDateMeaning, Profile, SlotKind, parse_day, time_at_end};
use crate::text::{Edit, Edits, Span, SpanSet};

pub(super) use concrete::{Concrete, Value, values_in};
pub(super) use part::{Part, Values};
use placeholder::{Place, placeholders};

/// Returns the text of a new issue: the template with its date and number filled in.
///
/// Replaces the date in the front matter, except for a time and zone after it, any of the profile's words for the
/// date and number, and every placeholder of a usual form: `yyyymmdd`, `2025-mm-dd`, `Month DD, YYYY`,
/// `${year}-(TODO: MM-DD)`, `POST_DATE`, `{{ .Date }}`, `NNN`, `WNN`. A template may also be a past issue: the dates,
/// weeks and numbers that are written out in its title, slug and main heading move on, and so do the same ones
/// elsewhere in the front matter. Dates in the body stay.
///
/// Dates of items are not the issue's: those in the profile's forms of items stay, and those with a placeholder of the
/// profile, such as `2026-MM-DD` with `MM-DD`. Paths of images (`2026mmdd`) have the issue's date there, too.
///
/// Without a date or a number, the words for it stay.
pub fn issue_from_template(
    template: &str,
    profile: &Profile,
    date: Option<Date>,
    number: Option<u32>,
) -> String {
    let draft = Draft::parse(template);
    let values = Values { date, number };
    let mut filling = Filling { template, kept: ItemDates::new(&draft, profile), edits: BTreeMap::new() };
    if let Some(date) = date {
        filling.front_date(&draft, profile, date);
    }
    filling.words(profile, values);
    let heads = heads(&draft, profile);
    filling.placeholders(&draft, profile, &heads, values);
    for span in date_patterns(template) {
        let text = date.map(|date| in_format_of(span.of(template), date));
        filling.replace(span, text);
    }
    filling.concrete(&heads, values);
    match Edits::new(filling.edits.into_values().collect()) {
        Ok(edits) => edits.apply(template),
        Err(_) => template.to_owned(),
    }
}

/// A value of the front matter or a heading that may name the issue's date or number.
struct Head {
    span: Span,
    kind: HeadKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum HeadKind {
    /// The title, the slug, or the main heading: all values in it are the issue's own.
    Name,
    /// The date of the issue.
    Date,
    /// The number of the issue.
    Number,
    /// Another value of the front matter.
    Other,
}

/// The keys of the front matter that name an issue besides the title.
const NAME_KEYS: [&str; 3] = ["slug", "permalink", "url"];
const NUMBER_KEYS: [&str; 3] = ["number", "issue", "issue_number"];

fn heads(draft: &Draft, profile: &Profile) -> Vec<Head> {
    let keys = &profile.front_matter;
    let is = |field: &Field, name: &str| field.name.eq_ignore_ascii_case(name);
    let fields = draft.front_matter().map_or(&[][..], |front| &front.fields);
    // A field without a line of its own covers the whole front matter.
    let fields = fields.iter().filter(|field| field.key != field.value);
    let mut heads: Vec<Head> = fields
        .map(|field| {
            let kind = if is(field, &keys.title) || NAME_KEYS.iter().any(|key| is(field, key)) {
                HeadKind::Name
            } else if is(field, &keys.date) && keys.date_is == FrontDateMeaning::Issue {
                HeadKind::Date
            } else if NUMBER_KEYS.iter().any(|key| is(field, key)) {
                HeadKind::Number
            } else {
                HeadKind::Other
            };
            Head { span: field.value, kind }
        })
        .collect();
    let first =
        draft.blocks().iter().find(|block| block.is_heading()).filter(|block| block.level() == Some(1));
    heads.extend(first.map(|block| Head { span: block.span, kind: HeadKind::Name }));
    heads
}

/// The replacements in a template. Of two at one place, the first one counts.
struct Filling<'t> {
    template: &'t str,
    kept: ItemDates<'t>,
    /// By their starts.
    edits: BTreeMap<usize, Edit>,
}

/// The dates in a template that items get when they are written.
struct ItemDates<'t> {
    template: &'t str,
    /// From here on, the template is no front matter.
    body: usize,
    /// The lines that are those of the profile's forms.
    forms: SpanSet,
    /// Placeholders of the profile that stand for a part of a date.
    tokens: Vec<&'t str>,
    /// The profile's words for the issue's date.
    words: &'t [String],
}

impl<'t> ItemDates<'t> {
    fn new(draft: &'t Draft, profile: &'t Profile) -> Self {
        let template = draft.text();
        let forms = profile.sections.iter().filter_map(|section| section.form.as_deref());
        let lines: HashSet<&str> = forms.flat_map(str::lines).map(str::trim).collect();
        let mut at = 0;
        let mut spans = Vec::new();
        for line in template.split_inclusive('\n') {
            if lines.contains(line.trim()) {
                spans.push(Span::new(at, at + line.len()));
            }
            at += line.len();
        }
        let is_date = |token: &&str| token.len() > 2 && token.chars().all(|c| "YMDymd-/.".contains(c));
        let tokens = profile.placeholders.tokens.iter().map(String::as_str).filter(is_date).collect();
        ItemDates {
            template,
            body: draft.body(),
            forms: SpanSet::new(spans),
            tokens,
            words: &profile.template.date,
        }
    }

    fn contain(&self, span: Span) -> bool {
        let word = span.of(self.template);
        // A date of digits and letters alone is that of an image's path.
        let is_of_path = word.chars().all(char::is_alphanumeric);
        let has_token = || self.tokens.iter().any(|token| word.contains(token));
        let is_issues = || self.words.iter().any(|own| own == word);
        let is_open = || self.forms.contains(span) || (has_token() && !is_issues());
        span.start >= self.body && !is_of_path && is_open()
    }
}

impl Filling<'_> {
    /// Replaces a part of the template; nothing without a text, and not the date of an item.
    fn replace(&mut self, span: Span, text: Option<String>) {
        if self.kept.contain(span) {
            return;
        }
        let before = self.edits.range(..span.end.max(span.start + 1)).next_back();
        let is_free = before.is_none_or(|(start, edit)| edit.span.end <= span.start && *start != span.start);
        if let Some(text) = text.filter(|_| is_free) {
            self.edits.insert(span.start, Edit { span, text });
        }
    }

    /// Fills the date of the front matter. A time of publishing is filled only in place of a date: other words about
    /// it stay.
    fn front_date(&mut self, draft: &Draft, profile: &Profile, date: Date) {
        let keys = &profile.front_matter;
        let Some(field) = draft.front_matter().and_then(|front| front.field(&keys.date)) else { return };
        let value = field.decoded(self.template);
        let stands_for_date =
            keys.read_date(value).is_some() || !placeholders(value, |_| Place::Head).is_empty();
        if keys.date_is == FrontDateMeaning::PublishingTime && !stands_for_date {
            return;
        }
        let edit = match field.quoting {
            Quoting::Raw => raw_date(self.template, field, profile, date),
            _ => Some(front_date(self.template, field.value, profile, date)),
        };
        if let Some(Edit { span, text }) = edit {
            self.replace(span, Some(text));
        }
    }

    /// Fills the profile's own words.
    fn words(&mut self, profile: &Profile, values: Values) {
        let dates = profile.template.date.iter();
        let dates = dates.filter_map(|word| Some((word.as_str(), dated(word, values.date?))));
        let numbers = profile.template.number.iter();
        let numbers = numbers.filter_map(|word| Some((word.as_str(), values.number?.to_string())));
        for (word, text) in dates.chain(numbers) {
            for (at, _) in self.template.match_indices(word) {
                self.replace(Span::new(at, at + word.len()), Some(text.clone()));
            }
        }
    }

    /// Fills the usual placeholders, but none that the profile gives another meaning.
    fn placeholders(&mut self, draft: &Draft, profile: &Profile, heads: &[Head], values: Values) {
        let heads = SpanSet::new(heads.iter().map(|head| head.span));
        let place = |at| if heads.contains(Span::new(at, at + 1)) { Place::Head } else { Place::Body };
        let others = &profile.placeholders;
        let code = SpanSet::new(draft.code());
        for found in placeholders(self.template, place) {
            let word = found.span.of(self.template);
            let has_meaning = others.tokens.iter().chain(&others.numbers).any(|token| token == word)
                && place(found.span.start) == Place::Body;
            if !has_meaning && !code.contains(found.span) {
                self.replace(found.span, Part::write_all(&found.parts, values));
            }
        }
    }

    /// Moves on what is written out: every value of the names, the number, and elsewhere the values that the names
    /// and the date have.
    fn concrete(&mut self, heads: &[Head], values: Values) {
        let template = self.template;
        let found: Vec<(HeadKind, Span, Concrete)> = heads
            .iter()
            .flat_map(|head| {
                let shift = move |one: Concrete| (head.kind, one.span.shift(head.span.start as isize), one);
                values_in(head.span.of(template)).into_iter().map(shift)
            })
            .collect();
        let before = values.number.and_then(|number| number.checked_sub(1));
        let is_own_number = |kind: HeadKind, span: Span, number: u32| match kind {
            HeadKind::Number => true,
            HeadKind::Name => Some(number) == before || template[..span.start].ends_with('#'),
            HeadKind::Date | HeadKind::Other => false,
        };
        let old: Vec<Value> = found
            .iter()
            .filter(|(kind, ..)| matches!(kind, HeadKind::Name | HeadKind::Date))
            .map(|(_, _, one)| one.value)
            .filter(|value| !matches!(value, Value::Number(_)))
            .collect();
        for (kind, span, one) in &found {
            let is_own = match (one.value, kind) {
                (Value::Number(number), kind) => is_own_number(*kind, *span, number),
                (_, HeadKind::Name) => true,
                (value, HeadKind::Other) => old.iter().any(|old| old.covers(value)),
                (_, HeadKind::Date | HeadKind::Number) => false,
            };
            if is_own {
                self.replace(*span, Part::write_all(&one.parts, values));
            }
        }
    }
}

/// Replaces the date in a value of the front matter. A valid time after it, with or without a zone
/// (`07:00:00 -0800`), stays.
fn front_date(template: &str, value: Span, profile: &Profile, date: Date) -> Edit {
    let words = value.of(template);
    let keys = &profile.front_matter;
    let start = time_at_end(words).unwrap_or(words.len());
    let old = keys.read_date(words).map(|found| found.span);
    let span = old.unwrap_or(Span::new(0, start)).shift(value.start as isize);
    let mut text = new_day(span.of(template), profile, date);
    if old.is_none() && words.get(start..).is_some_and(|time| time.starts_with(|c: char| c.is_ascii_digit()))
    {
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

/// The date in the profile's form, or else in that of the value that it replaces.
fn new_day(old: &str, profile: &Profile, date: Date) -> String {
    let keys = &profile.front_matter;
    // A placeholder of numbers shows their order. Words become an ISO date, which every generator reads.
    let shown = placeholders(old, |_| Place::Head).into_iter().find(|found| found.span.len() == old.len());
    let is_numeric =
        |parts: &[Part]| !parts.iter().any(|part| matches!(part, Part::MonthName | Part::ShortMonthName));
    match shown.filter(|found| keys.date_form.is_none() && is_numeric(&found.parts) && found.parts.len() > 1)
    {
        Some(found) => {
            let values = Values { date: Some(date), number: None };
            Part::write_all(&found.parts, values).unwrap_or_else(|| dashed(date))
        }
        None => keys.write_date(old, date),
    }
}

/// Like [`front_date`], for a value of several lines or in a mapping: replaces only the date, if it is
/// found.
fn raw_date(template: &str, field: &Field, profile: &Profile, date: Date) -> Option<Edit> {
    let words = field.decoded(template).trim_end();
    let day = &words[..time_at_end(words).unwrap_or(words.len())];
    // In a mapping, search after the key: another value may have the same date.
    let raw = field.value.of(template);
    let key = if field.key == field.value { raw.find(field.name.as_str())? + field.name.len() } else { 0 };
    let at = field.value.start + key + raw[key..].find(day).filter(|_| !day.is_empty())?;
    Some(Edit { span: Span::new(at, at + day.len()), text: new_day(day, profile, date) })
}

/// Fills the date of an issue's folder (`20260608`) into the form of a new slot of a kind. Returns the form as it
/// is if the folder has no date. An event has a date of its own, so that only the paths of its images get the issue's.
pub(super) fn dated_form(form: &str, folder: &str, kind: Option<SlotKind>) -> String {
    let Some(date) = parse_day(folder) else { return form.to_owned() };
    let form = form.replace("{yyyymmdd}", "yyyymmdd");
    let is_own = |span: &Span| kind == Some(SlotKind::Events) && span.of(&form).contains('-');
    let patterns = date_patterns(&form).into_iter().filter(|span| !is_own(span));
    let edits = patterns.map(|span| Edit { span, text: in_format_of(span.of(&form), date) });
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
            assert_eq!(dated_form(form, "20260608", Some(SlotKind::Stories)), dated);
            assert_eq!(dated_form(form, "", Some(SlotKind::Stories)), form);
        }
        let event = "* 2026-MM-DD | ![t](a/2026mmdd/name.jpg)";
        let dated = "* 2026-MM-DD | ![t](a/20260608/name.jpg)";
        assert_eq!(dated_form(event, "20260608", Some(SlotKind::Events)), dated);
    }

    #[test]
    fn the_dates_of_items_stay() {
        let template = "---\ntitle: Lamps of 2026-MM-DD\n---\n\nOut on YYYY-MM-DD.\n\n## Events\n\n* 2026-MM-DD | Place | [Event name](url)\n\n[![image](img/yyyymmdd/name.jpg)](url)\n\nOn YYYY-MM-DD.\n";
        let expected = "---\ntitle: Lamps of 2026-08-24\n---\n\nOut on 2026-08-24.\n\n## Events\n\n* 2026-MM-DD | Place | [Event name](url)\n\n[![image](img/20260824/name.jpg)](url)\n\nOn 2026-08-24.\n";
        let files = "files: {drafts: 'n/{date}.md', posts: 'n/{date}.md'}\nsections:\n  - id: events\n    title: Events\n    headings: [events]\n    kinds: [events]\n    form: ";
        for rest in [
            "\"* 2026-MM-DD | Place | [Event name](url)\"\n",
            "\"* name\"\nplaceholders: {tokens: [MM-DD]}\ntemplate: {date: [YYYY-MM-DD]}\n",
            "|\n      * 2026-MM-DD | Place | [Event name](url)\n\n      [![image](img/yyyymmdd/name.jpg)](url)\n",
        ] {
            let profile = crate::profile::load(&format!("{files}{rest}")).unwrap();
            let issue = issue_from_template(template, &profile, Some(date(2026, 8, 24)), None);
            assert_eq!(issue, expected, "{rest}");
        }
    }

    #[test]
    fn pelican_drafts_get_their_number() {
        let profile = built_in("this-week-in-rust").unwrap();
        let template = "Title: Weekly $twir_issue_number\nNumber: $twir_issue_number\nDate: $twir_issue_date\n\nfrom $twir_issue_date\n";
        let issue = issue_from_template(template, &profile, Some(date(2026, 6, 3)), Some(12));
        assert_eq!(issue, "Title: Weekly 12\nNumber: 12\nDate: 2026-06-03\n\nfrom 2026-06-03\n");
    }

    /// The text of issue 201 of August 9, 2026.
    fn next(template: &str) -> String {
        let mut profile = built_in("circuitpython").unwrap();
        profile.template = crate::profile::Template::default();
        issue_from_template(template, &profile, Some(date(2026, 8, 9)), Some(201))
    }

    #[test]
    fn the_usual_placeholders_need_no_key_of_the_profile() {
        for (before, after) in [
            (
                "---\ntitle: Week Ending Month DD, YYYY\ndate: POST_DATE 22:00:00 -0000\nslug: POST_SLUG_DATE-update\n---\n\n## News\n",
                "---\ntitle: Week Ending August 09, 2026\ndate: 2026-08-09 22:00:00 -0000\nslug: 2026-08-09-update\n---\n\n## News\n",
            ),
            (
                "Title: Lamps ${year}-W${week}\nDate: ${year}-(TODO: MM-DD) 10:00\nNumber: ${number}\n\n# Lamps #NNN\n\nHello of Month DD, YYYY.\n",
                "Title: Lamps 2026-W32\nDate: 2026-08-09 10:00\nNumber: 201\n\n# Lamps #201\n\nHello of August 09, 2026.\n",
            ),
            (
                "+++\ntitle = \"This Month in Lamps: Month YYYY\"\ndate = YYYY-MM-DD\n+++\n\nText `YYYY-MM-DD` of {date}.\n",
                "+++\ntitle = \"This Month in Lamps: August 2026\"\ndate = 2026-08-09\n+++\n\nText `2026-08-09` of {date}.\n",
            ),
            (
                "# Issue {number}: NUMBER items, DATE\n\nNUMBER of them.\n",
                "# Issue 201: 201 items, 2026-08-09\n\nNUMBER of them.\n",
            ),
            ("---\ndate: MM-DD-YYYY\n---\n", "---\ndate: 08-09-2026\n---\n"),
        ] {
            assert_eq!(next(before), after);
            let crlf = |text: &str| text.replace('\n', "\r\n");
            assert_eq!(next(&crlf(before)), crlf(after));
        }
    }

    #[test]
    fn what_is_written_out_in_title_slug_and_heading_moves_on() {
        for (before, after) in [
            (
                "---\ntitle: R Weekly 2024-W44\nimage: /img/2024-W44.png\nsince: 2019-01-07\n---\n\nOn 2024-10-28 and 2024-W44.\n",
                "---\ntitle: R Weekly 2026-W32\nimage: /img/2026-W32.png\nsince: 2019-01-07\n---\n\nOn 2024-10-28 and 2024-W44.\n",
            ),
            (
                "---\ntitle: ! 'Issue #200'\nslug: issue-200\nauthor: top 200\n---\n\nIssue #200 was good.\n",
                "---\ntitle: ! 'Issue #201'\nslug: issue-201\nauthor: top 200\n---\n\nIssue #200 was good.\n",
            ),
            (
                "---\ntitle: \"Lamps of July 26, 2026\"\ndate: 2026-07-26 # a day\nimage: /a/20260726.png\nissue: 12\n---\n",
                "---\ntitle: \"Lamps of August 9, 2026\"\ndate: 2026-08-09 # a day\nimage: /a/20260809.png\nissue: 201\n---\n",
            ),
            (
                "+++\ntitle = \"Lamps: July 2026\"\ndate = 2026-08-07\n\n[extra]\nmonth = \"July 2026\"\n+++\n",
                "+++\ntitle = \"Lamps: August 2026\"\ndate = 2026-08-09\n\n[extra]\nmonth = \"August 2026\"\n+++\n",
            ),
            (
                "# Lamps (No. 200): 5 ways of July 26, 2026\n\n## July 26, 2026\n",
                "# Lamps (No. 201): 5 ways of August 9, 2026\n\n## July 26, 2026\n",
            ),
        ] {
            assert_eq!(next(before), after);
        }
        let text = "---\ntitle: Lamps 2026-W30, no. 200\ndate: 2026-07-20\n---\n";
        let profile = built_in("circuitpython").unwrap();
        assert_eq!(issue_from_template(text, &profile, None, None), text);
    }

    #[test]
    fn the_profiles_form_of_dates_is_kept() {
        let mut profile = built_in("circuitpython").unwrap();
        profile.front_matter.date_form = Some(crate::profile::DateForm::new("{mm}-{dd}-{yyyy}").unwrap());
        let filled = |text: &str| issue_from_template(text, &profile, Some(date(2026, 8, 5)), None);
        for old in ["07-22-2026", "TODO", "2026-07-22", "Month DD, YYYY"] {
            let text = |day: &str| format!("---\ntitle: x\ndate: {day} # of the mail\n---\n");
            assert_eq!(filled(&text(old)), text("08-05-2026"), "{old}");
        }
        let text = "---\ntitle: x\ndate: July 22, 2026\n---\n";
        let words =
            issue_from_template(text, &built_in("circuitpython").unwrap(), Some(date(2026, 8, 5)), None);
        assert_eq!(words, text.replace("July 22", "August 5"));
    }

    #[test]
    fn a_time_of_publishing_is_filled_only_in_place_of_a_date() {
        let mut profile = built_in("circuitpython").unwrap();
        profile.front_matter.date_is = FrontDateMeaning::PublishingTime;
        for (before, after) in [
            ("POST_DATE 22:00:00 -0000", "2026-08-09 22:00:00 -0000"),
            ("2026-08-06 23:45:00 -0000", "2026-08-09 23:45:00 -0000"),
            ("when it is sent", "when it is sent"),
            ("", ""),
        ] {
            let text = |value: &str| format!("---\ntitle: Lamps of August 2, 2026\ndate: {value}\n---\n");
            let filled = issue_from_template(&text(before), &profile, Some(date(2026, 8, 9)), None);
            assert_eq!(filled, text(after).replace("August 2", "August 9"));
        }
    }
}
