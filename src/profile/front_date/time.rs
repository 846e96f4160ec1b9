//! A time of day, with or without a zone.

/// The start of a time of day at the end of a value, with the space or `T` before it: ` 22:00:00`, `T07:00Z`,
/// ` 07:00:00 -0800`.
pub(crate) fn time_at_end(value: &str) -> Option<usize> {
    let starts = value.char_indices().filter(|(_, c)| matches!(c, ' ' | 'T' | 't')).map(|(at, _)| at);
    let after_mark = starts.filter(|at| is_time(value[at + 1..].trim_start()));
    is_time(value).then_some(0).or_else(|| after_mark.min())
}

/// True for the times that Jekyll, and so Ruby's `Time.parse`, reads after a date: `HH:MM`, `HH:MM:SS`,
/// `HH:MM:SS.sss`, `8 am`, `8:00 pm`, each with an optional zone.
pub(super) fn is_time(text: &str) -> bool {
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.'))).unwrap_or(text.len());
    let (time, rest) = text.split_at(end);
    let (half, zone) = match half_of_day(rest) {
        Some(zone) => (HalfOfDay::Given, zone),
        None => (HalfOfDay::Unknown, rest),
    };
    is_of_day(time, half) && is_zone(zone)
}

/// True for `HHMM` and `HHMMSS`, with an optional zone.
pub(super) fn is_basic_time(text: &str) -> bool {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (time, zone) = text.split_at(digits);
    matches!(digits, 4 | 6) && {
        let seconds = if digits == 6 { &time[4..] } else { "00" };
        is_time(&format!("{}:{}:{seconds}{zone}", &time[..2], &time[2..4]))
    }
}

/// True if a time says which half of the day it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum HalfOfDay {
    Given,
    Unknown,
}

/// The text after `am` or `pm`; `None` if it begins with neither.
fn half_of_day(text: &str) -> Option<&str> {
    let words = text.trim_start();
    let rest = ["am", "pm", "a.m.", "p.m."].iter().find_map(|half| {
        words.get(..half.len()).filter(|start| start.eq_ignore_ascii_case(half))?;
        words.get(half.len()..)
    });
    rest.filter(|rest| !rest.starts_with(char::is_alphanumeric))
}

fn is_of_day(time: &str, half: HalfOfDay) -> bool {
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    if fraction.is_empty() || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let number = |part: &str| part.parse::<u8>().ok().filter(|_| part.len() <= 2);
    let two_digits = |part: &str| number(part).filter(|_| part.len() == 2);
    let parts: Vec<&str> = time.split(':').collect();
    let (hour, minute, second) = match parts[..] {
        [hour] if half == HalfOfDay::Given => (number(hour), Some(0), Some(0)),
        [hour, minute] => (number(hour), two_digits(minute), Some(0)),
        [hour, minute, second] => (number(hour), two_digits(minute), two_digits(second)),
        _ => return false,
    };
    match (hour, minute, second) {
        // The end of the day.
        (Some(24), Some(0), Some(0)) => true,
        // 60 is a leap second.
        (Some(hour), Some(minute), Some(second)) => hour < 24 && minute < 60 && second <= 60,
        _ => false,
    }
}

/// True for `Z`, `-0800`, `+01:00`, `+1`, names such as `UTC`, `PDT` and `Europe/Berlin`, and an empty text.
fn is_zone(text: &str) -> bool {
    let zone = text.trim();
    let Some(offset) = zone.strip_prefix(['+', '-']) else {
        return is_zone_name(zone);
    };
    let (hours, minutes) = match offset.split_once(':') {
        Some((hours, minutes)) if minutes.len() == 2 => (hours, minutes),
        None if offset.len() == 4 && offset.is_ascii() => offset.split_at(2),
        None => (offset, "00"),
        Some(_) => return false,
    };
    let is_below = |part: &str, end: u8| {
        matches!(part.len(), 1 | 2)
            && part.bytes().all(|b| b.is_ascii_digit())
            && part.parse::<u8>().is_ok_and(|n| n < end)
    };
    is_below(hours, 24) && is_below(minutes, 60)
}

/// True for an abbreviation, or a name of the time zone database, and for an empty text.
fn is_zone_name(name: &str) -> bool {
    let is_abbreviation = name.len() <= 5 && name.bytes().all(|b| b.is_ascii_uppercase());
    let mut parts = name.split('/');
    let is_part = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'-'))
    };
    is_abbreviation || (name.contains('/') && parts.all(is_part))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As Ruby reads them after a date: it takes the time, and raises no error.
    #[test]
    fn the_times_of_a_jekyll_date_are_recognized() {
        for time in [
            "08:00",
            "8:00",
            "08:00:00",
            "08:00:00.000Z",
            "08:00:00 -0800",
            "08:00:00-08:00",
            "08:00:00 +9",
            "08:00 PST",
            "08:00:00 Europe/Berlin",
            "08:00:00 America/Port-au-Prince",
            "24:00",
            "24:00:00",
            "23:59:60",
            "8 am",
            "8am",
            "8:00 pm",
            "8:00 p.m. PST",
        ] {
            assert!(is_time(time), "{time}");
        }
        // Ruby raises an error, or reads the day without the time.
        for other in [
            "25:99",
            "25:99:00 -0800",
            "08:60",
            "08:00:61",
            "24:01",
            "0800",
            "0800Tides",
            "08:00Tides",
            "08:00:00 +25:00",
            "08:00:00 -9900",
            "08:00:00 -08000",
            "08:00:00 +01:0",
            "8",
            "8 ample",
            "in the evening",
            "",
        ] {
            assert!(!is_time(other), "{other}");
        }
    }
}
