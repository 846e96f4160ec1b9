use jiff::civil::Date;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

enum Word {
    Day(i8),
    Month(i8),
    Year(i16),
    Other,
}

/// The first and last day that an event's text names, in the ways people write them: `June 24`,
/// `13-19 July, 2026`, `26 Aug. 2026 – 30 Aug. 2026`, `2026-06-24`. A year that is not said is
/// that of `issue`, or the next one where the day would be over half a year before it.
pub fn dates_in(text: &str, issue: Date) -> Option<(Date, Date)> {
    let words = words(text);
    let mut dates: Vec<Date> = text
        .split(|c: char| !(c.is_ascii_digit() || c == '-'))
        .filter_map(crate::profile::parse_day)
        .collect();
    let mut years = next_years(&words);
    for (at, word) in words.iter().enumerate() {
        let year = years.pop().flatten();
        let Word::Month(month) = word else { continue };
        let is_day = |word: &Word| matches!(word, Word::Day(_));
        let after: Vec<i8> = words[at + 1..].iter().take_while(|word| is_day(word)).filter_map(day).collect();
        let before: Vec<i8> =
            words[..at].iter().rev().take_while(|word| is_day(word)).filter_map(day).collect();
        // `25 July – 26 July`: the day after this month belongs to the next one.
        let use_before = after.is_empty() || (!before.is_empty() && followed_by_month(&words[at + 1..]));
        let days = if use_before { before } else { after };
        dates.extend(days.into_iter().filter_map(|day| resolve(year, *month, day, issue)));
    }
    Some((*dates.iter().min()?, *dates.iter().max()?))
}

/// For each word the first year that stands after it; the last word's comes first.
fn next_years(words: &[Word]) -> Vec<Option<i16>> {
    let mut year = None;
    let words = words.iter().rev().map(|word| {
        let own = year;
        if let Word::Year(number) = word {
            year = Some(*number);
        }
        own
    });
    words.collect()
}

/// Whether one day stands there and then another month.
fn followed_by_month(words: &[Word]) -> bool {
    let rest = words.iter().skip_while(|word| matches!(word, Word::Day(_)));
    let days = words.iter().take_while(|word| matches!(word, Word::Day(_))).count();
    days == 1 && matches!(rest.into_iter().next(), Some(Word::Month(_)))
}

fn day(word: &Word) -> Option<i8> {
    match word {
        Word::Day(day) => Some(*day),
        _ => None,
    }
}

fn resolve(year: Option<i16>, month: i8, day: i8, issue: Date) -> Option<Date> {
    let date = Date::new(year.unwrap_or(issue.year()), month, day).ok()?;
    if year.is_none() && (issue - date).get_days() > 183 {
        return Date::new(issue.year() + 1, month, day).ok();
    }
    Some(date)
}

fn words(text: &str) -> Vec<Word> {
    let split = |c: char| !c.is_alphanumeric();
    text.split(split).filter(|word| !word.is_empty()).filter_map(word).collect()
}

fn word(word: &str) -> Option<Word> {
    let lower = word.to_lowercase();
    if matches!(lower.as_str(), "and" | "to" | "through" | "until" | "the" | "from" | "of") {
        return None;
    }
    let digits = lower.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']);
    if let Ok(number) = digits.parse::<i16>() {
        return Some(match number {
            1..=31 => Word::Day(number as i8),
            2000..=2099 if digits == lower => Word::Year(number),
            _ => Word::Other,
        });
    }
    let month = MONTHS.iter().position(|month| lower.starts_with(month)).filter(|n| {
        let full = [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ];
        full[*n].starts_with(&lower) || lower == "sept"
    });
    Some(month.map_or(Word::Other, |n| Word::Month(n as i8 + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_read_as_people_write_them() {
        let issue = date(2026, 6, 1);
        for (text, first, last) in [
            ("The next meetup will be on June 24 in town", (2026, 6, 24), (2026, 6, 24)),
            ("is coming to Town 13-19 July, 2026. Join", (2026, 7, 13), (2026, 7, 19)),
            ("in Town on May 23rd and 24th, 2026.", (2026, 5, 23), (2026, 5, 24)),
            ("from 25 July through 26 July, 2026 this year", (2026, 7, 25), (2026, 7, 26)),
            ("will be 26 Aug. 2026 – 30 Aug. 2026 in Town", (2026, 8, 26), (2026, 8, 30)),
            ("October 13-15 & October 20-22, 2026", (2026, 10, 13), (2026, 10, 22)),
            ("this Oct 31st - Nov 2nd in Town", (2026, 10, 31), (2026, 11, 2)),
            ("on January 8", (2026, 1, 8), (2026, 1, 8)),
            ("2026-06-24 | Town", (2026, 6, 24), (2026, 6, 24)),
        ] {
            let day = |(y, m, d)| date(y, m, d);
            assert_eq!(dates_in(text, issue), Some((day(first), day(last))), "{text}");
        }
        assert_eq!(dates_in("We may march on with 3 boards", issue), None);
        assert_eq!(dates_in("on January 8", date(2026, 12, 7)), Some((date(2027, 1, 8), date(2027, 1, 8))));
    }
}
