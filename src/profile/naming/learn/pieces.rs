//! Divides a path into the values that may differ between issues and the text between them.

use jiff::civil::Date;

use super::super::may_be_an_issue;
use crate::text::{MONTHS, month_begun_by};

/// A part of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Text(String),
    /// A value that can only be that of one token.
    Known {
        token: &'static str,
        value: String,
    },
    /// The English name of a month.
    Month(String),
    /// A number whose meaning only other paths can tell.
    Digits(String),
    /// A name of its own.
    Slug,
}

/// One way to generalise a path: all of its words are fixed, or the name of its file or folder is a slug.
#[derive(Clone, Debug)]
pub(super) struct Form {
    /// Equal for all paths of the same form.
    pub key: String,
    pub pieces: Vec<Piece>,
}

/// Years of newsletters.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;
/// A longer number is no issue's.
const MAX_DIGITS: usize = 9;

/// The forms of a path; none if it is no Markdown file or has no value in it.
pub(super) fn forms(path: &str) -> Vec<Form> {
    let names: Vec<&str> = path.split('/').collect();
    let Some((file, folders)) = names.split_last() else { return Vec::new() };
    let Some(dot) = file.rfind('.').filter(|at| *at > 0 && may_be_an_issue(file)) else { return Vec::new() };
    let (stem, extension) = file.split_at(dot);
    // An issue may be a folder with the text in `index.md`.
    let is_folder = stem == "index" && !folders.is_empty();
    let named = if is_folder { folders.len() - 1 } else { folders.len() };
    let mut parts: Vec<Vec<Piece>> = folders.iter().map(|name| pieces_of(name)).collect();
    parts.push(pieces_of(stem));
    let has_year = parts.iter().flatten().any(|piece| matches!(piece, Piece::Known { .. }));
    if !has_year {
        parts.iter_mut().flatten().for_each(month_to_text);
    }
    let form = |parts: &[Vec<Piece>]| Form::new(parts, extension);
    let mut forms = vec![form(&parts)];
    for own in with_slugs(&parts[named]) {
        let mut general = parts.clone();
        general[named] = own;
        forms.push(form(&general));
    }
    forms.retain(|form| form.pieces.iter().any(Piece::is_value));
    forms
}

impl Form {
    fn new(parts: &[Vec<Piece>], extension: &str) -> Form {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut push = |piece: &Piece| match (pieces.last_mut(), piece) {
            (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(text),
            _ => pieces.push(piece.clone()),
        };
        for (n, part) in parts.iter().enumerate() {
            if n > 0 {
                push(&Piece::Text("/".to_owned()));
            }
            part.iter().for_each(&mut push);
        }
        push(&Piece::Text(extension.to_owned()));
        let key = pieces.iter().map(Piece::key).collect();
        Form { key, pieces }
    }
}

impl Piece {
    fn known(token: &'static str, value: &str) -> Piece {
        Piece::Known { token, value: value.to_owned() }
    }

    fn is_value(&self) -> bool {
        matches!(self, Piece::Known { .. } | Piece::Digits(_))
    }

    /// Equal for the same text, and for the same kind of value. Braces are never part of a learnt text.
    fn key(&self) -> &str {
        match self {
            Piece::Text(text) => text,
            Piece::Known { token, .. } => token,
            Piece::Month(_) => "{month}",
            Piece::Digits(_) => "{digits}",
            Piece::Slug => "{slug}",
        }
    }
}

fn month_to_text(piece: &mut Piece) {
    if let Piece::Month(name) = piece {
        *piece = Piece::Text(std::mem::take(name));
    }
}

/// The pieces of a name with a slug in place of what follows its first value, or of what is before it; or of the
/// whole name, if it has no value.
fn with_slugs(pieces: &[Piece]) -> Vec<Vec<Piece>> {
    let Some(first) = pieces.iter().position(Piece::is_value) else {
        return vec![vec![Piece::Slug]];
    };
    // A date of several values, with one character between them, stays whole.
    let mut end = first + 1;
    while let [Piece::Text(between), next, ..] = &pieces[end..]
        && between.chars().count() == 1
        && matches!(next, Piece::Known { .. } | Piece::Month(_))
    {
        end += 2;
    }
    let mut ways = Vec::new();
    if let Some(Piece::Text(text)) = pieces.get(end)
        && let Some(separator) = text.chars().next().filter(|c| is_separator(*c))
        && (text.len() > 1 || pieces.len() > end + 1)
    {
        let mut own = pieces[..end].to_vec();
        own.extend([Piece::Text(separator.to_string()), Piece::Slug]);
        ways.push(own);
    }
    if let [Piece::Text(text)] = &pieces[..first]
        && let Some(separator) = text.chars().next_back().filter(|c| is_separator(*c) && text.len() > 1)
        && matches!(pieces[first], Piece::Known { .. })
    {
        let mut own = vec![Piece::Slug, Piece::Text(separator.to_string())];
        own.extend_from_slice(&pieces[first..]);
        ways.push(own);
    }
    ways
}

fn is_separator(c: char) -> bool {
    matches!(c, '-' | '_' | '.' | ' ')
}

/// Divides one name, without its extension.
fn pieces_of(name: &str) -> Vec<Piece> {
    if name.contains(['{', '}', '*']) {
        return vec![Piece::Text(name.to_owned())];
    }
    let mut pieces = Vec::new();
    let mut text_start = 0;
    let mut at = 0;
    while at < name.len() {
        let rest = &name[at..];
        let before = name[..at].chars().next_back();
        let found = if rest.starts_with(|c: char| c.is_ascii_digit()) {
            Some(number(rest, rest.len() == name.len()))
        } else {
            month(rest, before).filter(|_| !before.is_some_and(char::is_alphabetic))
        };
        match found {
            Some((len, values)) => {
                if text_start < at {
                    pieces.push(Piece::Text(name[text_start..at].to_owned()));
                }
                pieces.extend(values);
                at += len;
                text_start = at;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    if text_start < name.len() {
        pieces.push(Piece::Text(name[text_start..].to_owned()));
    }
    pieces
}

/// The name of a month at the start of `rest`, as a word of its own.
fn month(rest: &str, before: Option<char>) -> Option<(usize, Vec<Piece>)> {
    let len = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let word = &rest[..len];
    let at = month_begun_by(word)?;
    let is_name = len == 3 || word.eq_ignore_ascii_case(MONTHS[at]);
    let after = rest[len..].chars().next();
    // In the middle of other words, it is a word: `the-march-of-time`.
    let is_free = |beside: Option<char>, next: Option<char>| {
        beside.is_none() || next.is_none_or(|c| c.is_ascii_digit())
    };
    let next = rest[len..].chars().nth(1);
    let is_value = is_name && (is_free(before, next) || is_free(after, next));
    is_value.then(|| (len, vec![Piece::Month(word.to_owned())]))
}

/// The values at the start of `rest`, which begins with a digit, and their length. `is_whole` if nothing is before
/// them in the name.
fn number(rest: &str, is_whole: bool) -> (usize, Vec<Piece>) {
    let run = digits(rest);
    let text = &rest[..run];
    let year = text.parse().ok().filter(|year: &i16| run == 4 && YEARS.contains(year));
    if let Some(year) = year
        && let Some(found) = dated(rest, year)
    {
        return found;
    }
    match run {
        8 if date(&text[..4], &text[4..6], &text[6..]) => (run, vec![Piece::known("{yyyymmdd}", text)]),
        4 if year.is_some() && is_whole && run == rest.len() => (run, vec![Piece::known("{yyyy}", text)]),
        1..=MAX_DIGITS => (run, vec![Piece::Digits(text.to_owned())]),
        _ => (run, vec![Piece::Text(text.to_owned())]),
    }
}

/// The values after a year: a date, a month, a week, or the name of a month.
fn dated(rest: &str, year: i16) -> Option<(usize, Vec<Piece>)> {
    let year_text = &rest[..4];
    let after = &rest[4..];
    let separator = after.chars().next().filter(|c| is_separator(*c));
    let tail = separator.map_or(after, |c| &after[c.len_utf8()..]);
    let start = rest.len() - tail.len();
    if let Some(week) = tail.strip_prefix(['W', 'w']) {
        let run = digits(week);
        if (1..=2).contains(&run) && week[..run].parse::<u8>().is_ok_and(|week| (1..=53).contains(&week)) {
            let between = Piece::Text(rest[4..=start].to_owned());
            let values =
                vec![Piece::known("{week_year}", year_text), between, Piece::known("{week}", &week[..run])];
            return Some((start + 1 + run, values));
        }
    }
    let separator = separator?;
    let between = || Piece::Text(separator.to_string());
    let run = digits(tail);
    let (month, after_month) = tail.split_at(run);
    if let Some(tail) = after_month.strip_prefix(separator) {
        let run = digits(tail);
        if matches!((month.len(), run), (1..=2, 1..=2)) && date(year_text, month, &tail[..run]) {
            let len = rest.len() - tail.len() + run;
            let values = match separator {
                '-' => vec![Piece::known("{date}", &rest[..len])],
                _ => vec![
                    Piece::known("{yyyy}", year_text),
                    between(),
                    Piece::known("{mm}", month),
                    between(),
                    Piece::known("{dd}", &tail[..run]),
                ],
            };
            return Some((len, values));
        }
    }
    if run == 2 && month.parse().is_ok_and(|month| Date::new(year, month, 1).is_ok()) {
        let values = vec![Piece::known("{yyyy}", year_text), between(), Piece::known("{mm}", month)];
        return Some((start + run, values));
    }
    let is_month = month_name(tail);
    is_month.then(|| (4, vec![Piece::known("{yyyy}", year_text)]))
}

fn month_name(tail: &str) -> bool {
    let word = &tail[..tail.find(|c: char| !c.is_alphabetic()).unwrap_or(tail.len())];
    month_begun_by(word).is_some_and(|at| word.len() == 3 || word.eq_ignore_ascii_case(MONTHS[at]))
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

fn date(year: &str, month: &str, day: &str) -> bool {
    let parsed = || Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?));
    parsed().is_some_and(|(year, month, day)| YEARS.contains(&year) && Date::new(year, month, day).is_ok())
}
