//! What the numbers in paths of the same form mean.

use super::pieces::Piece;

/// The patterns that may be meant, the likeliest first. The paths have the same form: the same number and kinds of
/// pieces.
pub(super) fn readings<'p>(members: impl Iterator<Item = &'p [Piece]>) -> Vec<String> {
    let members: Vec<&[Piece]> = members.collect();
    let Some(first) = members.first() else { return Vec::new() };
    let mut ways = vec![Reading::default()];
    for (at, piece) in first.iter().enumerate() {
        let column: Vec<&Piece> = members.iter().map(|pieces| &pieces[at]).collect();
        ways = ways.into_iter().flat_map(|reading| reading.with(piece, &column, &members)).collect();
    }
    ways.into_iter().map(|reading| reading.path).collect()
}

/// A pattern up to some piece, and the values that it has.
#[derive(Clone, Debug, Default)]
struct Reading {
    path: String,
    has_year: bool,
    has_month: bool,
    has_day: bool,
    has_week: bool,
    has_number: bool,
}

impl Reading {
    /// The readings after one more piece.
    fn with(self, piece: &Piece, column: &[&Piece], members: &[&[Piece]]) -> Vec<Reading> {
        match piece {
            Piece::Text(text) => vec![self.then(text)],
            Piece::Slug => vec![self.then("{slug}")],
            Piece::Known { token, .. } => vec![self.then(token)],
            Piece::Month(_) => {
                let is_long = |piece: &&&Piece| matches!(piece, Piece::Month(name) if name.len() > 3);
                vec![self.then(if column.iter().any(|piece| is_long(&piece)) {
                    "{month}"
                } else {
                    "{month:short}"
                })]
            }
            Piece::Digits(_) => self.with_digits(column, members),
        }
    }

    fn with_digits(self, column: &[&Piece], members: &[&[Piece]]) -> Vec<Reading> {
        let texts: Vec<&str> = column.iter().filter_map(|piece| digits(piece)).collect();
        let Some(first) = texts.first() else { return Vec::new() };
        if texts.iter().all(|text| text == first) {
            return vec![self.then(first)];
        }
        let max = texts.iter().filter_map(|text| text.parse::<u32>().ok()).max().unwrap_or(u32::MAX);
        let is_short = texts.iter().all(|text| text.len() <= 2) && !texts.iter().any(|text| is_zero(text));
        let follows = |word: &str| self.path.to_lowercase().ends_with(word);
        if self.has_month && !self.has_day && is_short && max <= 31 {
            return vec![self.then("{dd}")];
        }
        let years = numbers_of_years(column, members);
        let may_be_of_year = self.has_year && !self.has_month && !self.has_week && is_short && !go_on(&years);
        let is_of_weeks = follows("w") || follows("week") || follows("week-");
        if may_be_of_year && (is_of_weeks || !self.path.ends_with(is_of_word)) {
            let period = |token: &str| self.clone().then(token);
            // In the first year, the numbers of issues look like those of weeks. Numbers that begin again each year
            // would be those of several issues.
            let is_first_year = years.len() == 1 && !self.has_number;
            let numbers = is_first_year.then(|| period(&number(&texts)));
            return match max {
                _ if is_of_weeks && max <= 53 => vec![period("{week}")],
                ..=12 => [period("{mm}"), period("{week}")].into_iter().chain(numbers).collect(),
                13..=53 => std::iter::once(period("{week}")).chain(numbers).collect(),
                _ => vec![period(&number(&texts))],
            };
        }
        if self.has_number { Vec::new() } else { vec![self.then(&number(&texts))] }
    }

    fn then(mut self, part: &str) -> Reading {
        self.path.push_str(part);
        let is_whole = matches!(part, "{date}" | "{yyyymmdd}");
        self.has_year |= is_whole || matches!(part, "{yyyy}" | "{week_year}");
        self.has_month |= is_whole || matches!(part, "{mm}" | "{month}" | "{month:short}");
        self.has_day |= is_whole || part == "{dd}";
        self.has_week |= part == "{week}";
        self.has_number |= part.starts_with("{number");
        self
    }
}

/// True for the end of a word in front of a number: `issue-12`, `issue12`.
fn is_of_word(c: char) -> bool {
    c.is_alphabetic() || c == '-' || c == '_'
}

fn digits(piece: &Piece) -> Option<&str> {
    match piece {
        Piece::Digits(text) => Some(text),
        _ => None,
    }
}

fn is_zero(text: &str) -> bool {
    text.bytes().all(|byte| byte == b'0')
}

/// The token of a number, with the width to which zeros fill it.
fn number(texts: &[&str]) -> String {
    let padded = texts.iter().filter(|text| text.len() > 1 && text.starts_with('0'));
    match padded.map(|text| text.len()).min() {
        Some(width) => format!("{{number:0{width}}}"),
        None => "{number}".to_owned(),
    }
}

/// The smallest and the largest number of each year, in order.
fn numbers_of_years(column: &[&Piece], members: &[&[Piece]]) -> Vec<(u32, u32)> {
    let year = |pieces: &&[Piece]| {
        pieces.iter().find_map(|piece| match piece {
            Piece::Known { token: "{yyyy}", value } => value.parse::<i16>().ok(),
            _ => None,
        })
    };
    let mut of_years: std::collections::BTreeMap<i16, (u32, u32)> = std::collections::BTreeMap::new();
    for (piece, member) in column.iter().zip(members) {
        let (Some(year), Some(number)) = (year(member), digits(piece).and_then(|text| text.parse().ok()))
        else {
            continue;
        };
        let (min, max) = of_years.entry(year).or_insert((number, number));
        (*min, *max) = ((*min).min(number), (*max).max(number));
    }
    of_years.into_values().collect()
}

/// True if numbers go on from one year to the next, as those of issues do and those of weeks do not.
fn go_on(years: &[(u32, u32)]) -> bool {
    years.len() > 1 && years.windows(2).all(|pair| pair[1].0 > pair[0].1)
}
