//! Formats numbers for messages.

/// Formats a number with commas between thousands: "1,920".
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Formats a count with the plural of `one`: "1 problem", "2 problems", "3 libraries".
pub fn counted(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {}", plural(one)) }
}

/// The regular plural of an English noun: "problems", "libraries", "days".
pub fn plural(one: &str) -> String {
    match one.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
        Some(stem) => format!("{stem}ies"),
        None => format!("{one}s"),
    }
}

/// Formats a size in decimal units: "740 bytes", "990 kB", "4.2 MB".
pub fn weight(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..=999_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{:.1} MB", bytes as f64 / 1_000_000.0),
    }
}

/// Formats two sizes precisely enough to differ: "1.2 MB" and "1.0 MB", but "1,010,000 bytes" and
/// "1,000,000 bytes".
pub fn weights(one: u64, other: u64) -> (String, String) {
    let (short_one, short_other) = (weight(one), weight(other));
    if one == other || short_one != short_other {
        return (short_one, short_other);
    }
    (format!("{} bytes", grouped(one)), format!("{} bytes", grouped(other)))
}

/// Formats the dimensions of an image: "1,920×1,080".
pub fn pixels(width: u32, height: u32) -> String {
    format!("{}×{}", grouped(u64::from(width)), grouped(u64::from(height)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_weights_have_a_unit() {
        assert_eq!(
            [0, 999, 1_000, 10_000_000].map(grouped),
            ["0", "999", "1,000", "10,000,000"].map(str::to_owned)
        );
        assert_eq!(
            [740, 1_000, 40_001, 999_000, 999_001, 4_200_000].map(weight),
            ["740 bytes", "1 kB", "41 kB", "999 kB", "1.0 MB", "4.2 MB"].map(str::to_owned)
        );
        assert_eq!(pixels(1920, 80), "1,920×80");
        let all = [(0, "hint"), (1, "library"), (2, "new library"), (2, "day")];
        let all = all.map(|(count, one)| counted(count, one));
        assert_eq!(all, ["0 hints", "1 library", "2 new libraries", "2 days"].map(str::to_owned));
    }

    #[test]
    fn a_size_just_over_its_limit_looks_different() {
        assert_eq!(weights(1_200_000, 1_000_000), ("1.2 MB".into(), "1.0 MB".into()));
        assert_eq!(weights(1_010_000, 1_000_000), ("1,010,000 bytes".into(), "1,000,000 bytes".into()));
    }
}
