//! The tokens of a pattern: how each one is written and read.

use jiff::civil::Date;

use super::{IssueName, PathValues, Period};
use crate::profile::message::nearest;
use crate::text::{MONTHS, month_begun_by};

/// A part of a path that differs between issues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Token {
    /// `2026-06-01`
    Date,
    /// `20260601`
    CompactDate,
    /// `2026`
    Year,
    /// `26`, of this century.
    ShortYear,
    /// `06`
    Month,
    /// `6`, without a zero. Read with one, too.
    BareMonth,
    /// `01`
    Day,
    /// `1`, without a zero. Read with one, too.
    BareDay,
    /// `June`. Read in any case, long or short.
    MonthName(NameLength),
    /// The week of the year by ISO 8601: `23`.
    Week,
    /// The year that the ISO week belongs to.
    WeekYear,
    /// The issue's number, with zeros up to a width.
    Number { width: usize },
    /// Any text that is not empty.
    Slug,
    /// Any text, also an empty one, that says nothing about the issue: `*`.
    Star,
}

/// How the name of a month is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum NameLength {
    Long,
    Short,
}

/// The length of a short name: `Jan`.
const SHORT_NAME: usize = 3;
/// The most zeros that a number can be padded with.
const MAX_WIDTH: usize = 9;

impl Token {
    /// The token between two braces. `None` for unknown names.
    pub fn from_name(name: &str) -> Option<Token> {
        Some(match name {
            "date" => Token::Date,
            "yyyymmdd" => Token::CompactDate,
            "yyyy" => Token::Year,
            "yy" => Token::ShortYear,
            "mm" => Token::Month,
            "dd" => Token::Day,
            "m" => Token::BareMonth,
            "d" => Token::BareDay,
            "month" => Token::MonthName(NameLength::Long),
            "month:short" => Token::MonthName(NameLength::Short),
            "week" => Token::Week,
            "week_year" => Token::WeekYear,
            "number" => Token::Number { width: 1 },
            "slug" => Token::Slug,
            _ => {
                let width = name.strip_prefix("number:0")?.parse().ok()?;
                (1..=MAX_WIDTH).contains(&width).then_some(Token::Number { width })?
            }
        })
    }

    /// The name of the token that another name most probably means.
    pub fn meant_by(name: &str) -> Option<&'static str> {
        const NAMES: [&str; 14] = [
            "date",
            "yyyymmdd",
            "yyyy",
            "yy",
            "mm",
            "dd",
            "m",
            "d",
            "month",
            "month:short",
            "week",
            "week_year",
            "number",
            "slug",
        ];
        let lower = name.to_lowercase();
        let other = match lower.as_str() {
            "day" => Some("dd"),
            "year" => Some("yyyy"),
            "yyyy-mm-dd" | "iso" | "today" => Some("date"),
            "mon" | "month_short" | "month-short" => Some("month:short"),
            "title" | "name" => Some("slug"),
            "issue" | "no" | "nr" | "num" | "n" | "nnn" => Some("number"),
            "kw" | "ww" => Some("week"),
            other if other.starts_with("number:") => Some("number:03"),
            _ => None,
        };
        other.or_else(|| nearest(&lower, NAMES.into_iter()))
    }

    /// The states of an automaton that reads the token, one a character.
    pub fn steps(self, zeros: Zeros) -> Vec<Step> {
        let digits = |count| vec![Step::once(Class::Digit); count];
        let bare = || vec![Step::once(Class::Digit), Step::optional(Class::Digit)];
        let padded = || match zeros {
            Zeros::AsWritten => digits(2),
            Zeros::MayLack => bare(),
        };
        let dash = || vec![Step::once(Class::Dash)];
        let then = |mut steps: Vec<Step>, class| {
            steps.push(Step::repeated(class));
            steps
        };
        match self {
            Token::Date => [digits(4), dash(), padded(), dash(), padded()].concat(),
            Token::CompactDate => digits(8),
            Token::Year | Token::WeekYear => digits(4),
            Token::ShortYear => digits(2),
            Token::Month | Token::Day | Token::Week => padded(),
            Token::BareMonth | Token::BareDay => bare(),
            Token::MonthName(_) => then(vec![Step::once(Class::Letter); SHORT_NAME], Class::Letter),
            Token::Number { width } => match zeros {
                Zeros::AsWritten => then(digits(width), Class::Digit),
                Zeros::MayLack => then(digits(1), Class::Digit),
            },
            Token::Slug => then(vec![Step::once(Class::Any)], Class::Any),
            Token::Star => then(Vec::new(), Class::Any),
        }
    }

    /// True for tokens that name a month, or a day with its month.
    pub fn has_month(self) -> bool {
        let is_month = matches!(self, Token::Month | Token::BareMonth | Token::MonthName(_));
        is_month || self.is_whole_date()
    }

    /// True for tokens that are a date by themselves.
    pub fn is_whole_date(self) -> bool {
        matches!(self, Token::Date | Token::CompactDate)
    }

    /// True for a day of the month.
    pub fn is_day(self) -> bool {
        matches!(self, Token::Day | Token::BareDay)
    }

    /// Appends the token for an issue. `None` if it is about a value that the issue does not have.
    pub fn write(self, issue: &IssueName<'_>, out: &mut String) -> Option<()> {
        let formatted = |format: &str| Some(issue.date?.strftime(format).to_string());
        let text = match self {
            Token::Date => formatted("%Y-%m-%d")?,
            Token::CompactDate => formatted("%Y%m%d")?,
            Token::Year => formatted("%Y")?,
            Token::ShortYear => formatted("%y")?,
            Token::Month => formatted("%m")?,
            Token::Day => formatted("%d")?,
            Token::BareMonth => issue.date?.month().to_string(),
            Token::BareDay => issue.date?.day().to_string(),
            Token::MonthName(NameLength::Long) => formatted("%B")?,
            Token::MonthName(NameLength::Short) => formatted("%b")?,
            Token::Week => format!("{:02}", issue.date?.iso_week_date().week()),
            Token::WeekYear => format!("{:04}", issue.date?.iso_week_date().year()),
            Token::Number { width } => format!("{:0width$}", issue.number?),
            Token::Slug | Token::Star => issue.slug.to_owned(),
        };
        out.push_str(&text);
        Some(())
    }
}

/// If the zeros before a day, month, week or number must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zeros {
    AsWritten,
    MayLack,
}

/// One character of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub class: Class,
    pub times: Times,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Times {
    Once,
    AtMostOnce,
    Any,
}

/// The characters that a step reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Exactly(char),
    Digit,
    Letter,
    Dash,
    /// All but `/`.
    Any,
}

impl Step {
    pub fn once(class: Class) -> Step {
        Step { class, times: Times::Once }
    }

    fn optional(class: Class) -> Step {
        Step { class, times: Times::AtMostOnce }
    }

    fn repeated(class: Class) -> Step {
        Step { class, times: Times::Any }
    }
}

impl Class {
    pub fn has(self, c: char) -> bool {
        match self {
            Class::Exactly(own) => own == c,
            Class::Digit => c.is_ascii_digit(),
            Class::Letter => c.is_ascii_alphabetic(),
            Class::Dash => c == '-',
            Class::Any => c != '/',
        }
    }

    /// True if some character is in both classes.
    pub fn meets(self, other: Class) -> bool {
        match (self, other) {
            (Class::Exactly(c), class) | (class, Class::Exactly(c)) => class.has(c),
            (Class::Any, _) | (_, Class::Any) => true,
            (one, other) => one == other,
        }
    }
}

/// The values that the tokens of one path have given so far.
#[derive(Debug, Default)]
pub(super) struct Reader {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    week_year: Option<i16>,
    week: Option<i8>,
    number: Option<u32>,
    slug: Option<String>,
}

impl Reader {
    /// Takes the text of a token. `None` if it is not a value of the token, or differs from the value of a token
    /// before it.
    pub fn take(&mut self, token: Token, text: &str) -> Option<()> {
        match token {
            Token::Date => {
                let mut parts = text.splitn(3, '-');
                set(&mut self.year, parts.next()?.parse().ok()?)?;
                set(&mut self.month, parts.next()?.parse().ok()?)?;
                set(&mut self.day, parts.next()?.parse().ok()?)
            }
            Token::CompactDate => {
                set(&mut self.year, text.get(..4)?.parse().ok()?)?;
                set(&mut self.month, text.get(4..6)?.parse().ok()?)?;
                set(&mut self.day, text.get(6..)?.parse().ok()?)
            }
            Token::Year => set(&mut self.year, text.parse().ok()?),
            Token::ShortYear => set(&mut self.year, 2000 + text.parse::<i16>().ok()?),
            Token::Month | Token::BareMonth => set(&mut self.month, text.parse().ok()?),
            Token::Day | Token::BareDay => set(&mut self.day, text.parse().ok()?),
            Token::MonthName(_) => set(&mut self.month, month_from_name(text)?),
            Token::Week => set(&mut self.week, text.parse().ok()?),
            Token::WeekYear => set(&mut self.week_year, text.parse().ok()?),
            Token::Number { .. } => set(&mut self.number, text.parse().ok()?),
            Token::Slug => set(&mut self.slug, text.to_owned()),
            Token::Star => Some(()),
        }
    }

    /// The values of the whole path. `None` for a day, month or week that does not exist.
    pub fn finish(self) -> Option<PathValues> {
        let period = match (self.year, self.month, self.day, self.week_year.zip(self.week)) {
            // A week beside a day is a label, which newsletters get wrong now and then.
            (Some(year), Some(month), Some(day), _) => Some(Period::Day(Date::new(year, month, day).ok()?)),
            (Some(year), Some(month), None, _) => Some(Period::month(year, month)?),
            (_, _, _, Some((year, week))) => Some(Period::week(year, week)?),
            (Some(year), None, _, None) => Some(Period::Year(year)),
            _ => None,
        };
        Some(PathValues { period, number: self.number, slug: self.slug })
    }
}

/// Sets a value. `None` if it has another one already.
fn set<T: PartialEq>(slot: &mut Option<T>, value: T) -> Option<()> {
    match slot {
        Some(known) => (*known == value).then_some(()),
        None => {
            *slot = Some(value);
            Some(())
        }
    }
}

/// The number of a month from its English name, whole or its first three letters, in any case.
fn month_from_name(name: &str) -> Option<i8> {
    let at = month_begun_by(name)?;
    let is_whole = name.len() == SHORT_NAME || name.eq_ignore_ascii_case(MONTHS[at]);
    i8::try_from(at + 1).ok().filter(|_| is_whole)
}
