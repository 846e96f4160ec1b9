//! A time of day, with or without a zone.

/// The start of a time of day at the end of a value, with the space or `T` before it: ` 22:00:00`, `T07:00Z`,
/// ` 07:00:00 -0800`.
pub(crate) fn time_at_end(value: &str) -> Option<usize> {
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
