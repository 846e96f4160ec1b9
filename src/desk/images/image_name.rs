use jiff::civil::Date;

use crate::image::Format;
use crate::platform::is_reserved;
use crate::profile::{Pattern, parse_day};

/// The longest slug, in characters: people read addresses aloud and paste them.
const MAX_LENGTH: usize = 60;

/// The file stem of a new image of an issue: by the profile's pattern, or the given name if there is no
/// pattern.
pub(in crate::desk) fn stem(pattern: Option<&Pattern>, date: Date, given: &str) -> String {
    let slug = slug(given, date);
    let stem = match pattern.map(|pattern| pattern.named(date, &slug)) {
        Some(name) => name.rsplit('/').next().unwrap_or(&name).to_owned(),
        None => slug,
    };
    // Windows would give the name to a device.
    if is_reserved(&stem) { format!("{stem}-image") } else { stem }
}

/// A name of lower-case letters, digits and dashes, which is safe in addresses, shells and mail
/// programs. The date that the pattern adds is removed.
fn slug(given: &str, date: Date) -> String {
    // The extension is not part of the name.
    let given = match given.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && Format::from_extension(extension).is_some() => stem,
        _ => given,
    };
    let slug = slug::slugify(given);
    let dates = [date.strftime("%Y%m%d").to_string(), date.strftime("%Y-%m-%d").to_string()];
    let rest = dates.iter().find_map(|date| slug.strip_prefix(date.as_str())).unwrap_or(&slug);
    let short: String = rest.trim_matches('-').chars().take(MAX_LENGTH).collect();
    match short.trim_matches('-') {
        "" => "image".to_owned(),
        short => short.to_owned(),
    }
}

/// Removes the date of another issue from the start of a name.
pub(in crate::desk) fn without_date(stem: &str) -> &str {
    match stem.get(..8).and_then(parse_day) {
        Some(_) if stem.len() > 8 => &stem[8..],
        _ => stem,
    }
}

/// True if a file in the folder may keep its name.
pub(in crate::desk) fn is_right(pattern: Option<&Pattern>, date: Date, name: &str, format: Format) -> bool {
    let Some((stem, extension)) = name.rsplit_once('.') else { return false };
    let is_plain = stem.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    is_plain
        && Format::from_extension(extension) == Some(format)
        && pattern.is_none_or(|pattern| {
            let name = pattern.path();
            !name.contains('{') || pattern.date_of(stem) == Some(date)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_name_is_plain_and_dated_once() {
        let pattern = Pattern::new("{yyyymmdd}*").unwrap();
        let day = date(2026, 6, 1);
        let long = "very-".repeat(30);
        for (given, name) in [
            ("neopixel", "20260601neopixel"),
            ("Ünïcode näme (1).JPG", "20260601unicode-name-1"),
            ("20260601neopixel", "20260601neopixel"),
            ("2026-06-01 Neo Pixel", "20260601neo-pixel"),
            ("20260601", "20260601image"),
            ("$(rm -rf ~); `id` & 'x' \"y\" | z > w", "20260601rm-rf-id-x-y-z-w"),
            ("v1.2 board", "20260601v1-2-board"),
            ("\u{1b}[31m\n", "2026060131m"),
            ("…", "20260601image"),
            ("", "20260601image"),
            (&long, "20260601very-very-very-very-very-very-very-very-very-very-very-very"),
        ] {
            assert_eq!(stem(Some(&pattern), day, given), name, "{given:?}");
        }
        assert_eq!(stem(None, day, "A B"), "a-b");
        assert_eq!(stem(None, day, "CON.png"), "con-image");
        assert_eq!(stem(Some(&pattern), day, "CON.png"), "20260601con");
        assert_eq!(without_date("20260525lamp"), "lamp");
        assert_eq!(without_date("20269925lamp"), "20269925lamp");
    }
}
