//! The well-known placeholders for a date, week or number: `Month DD, YYYY`, `${year}-(TODO: MM-DD)`, `POST_DATE`,
//! `{{ .Date }}`, `#NNN`, `WNN`.

use super::layout::layout;
use super::part::Part;
use crate::text::Span;

/// A placeholder with what replaces it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Placeholder {
    pub span: Span,
    pub parts: Vec<Part>,
}

/// Where a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A value of the front matter, or the main heading: words such as `DATE` and `{number}` stand for the issue's own.
    Head,
    Body,
}

/// The placeholders in a text, in order.
pub(super) fn placeholders(text: &str, place: impl Fn(usize) -> Place) -> Vec<Placeholder> {
    let mut found: Vec<Placeholder> = Vec::new();
    let mut at = 0;
    while let Some(start) = next_start(text, at) {
        match (Reader { text, place: place(start) }).read(start) {
            Some(placeholder) => {
                at = placeholder.span.end;
                found.push(placeholder);
            }
            // Past the word, or past the sign.
            None => at = start + word(text, start).len().max(1),
        }
    }
    found
}

/// The next offset where a placeholder may begin: the start of a word, or a sign.
fn next_start(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    (from..bytes.len()).find(|at| match bytes[*at] {
        b'$' | b'{' | b'(' => true,
        byte => is_of_word(byte) && !at.checked_sub(1).is_some_and(|before| is_of_word(bytes[before])),
    })
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The word at an offset.
fn word(text: &str, at: usize) -> &str {
    let len = text.as_bytes()[at..].iter().take_while(|byte| is_of_word(**byte)).count();
    &text[at..at + len]
}

/// One word or expression of a placeholder.
#[derive(Clone, Debug)]
struct Piece {
    span: Span,
    /// The text between it and the piece before it.
    before: &'static str,
    what: What,
    weight: Weight,
    /// True within brackets that are left out, except for the last piece there.
    is_open: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    Year,
    ShortYear,
    Month,
    BareMonth,
    /// `${month}`: a word between spaces, else a number.
    AnyMonth,
    MonthName,
    ShortMonthName,
    Day,
    BareDay,
    Week,
    /// `WNN`, with its letter.
    LetterWeek,
    Date,
    Number,
    Layout(Vec<Part>),
}

/// What a piece means by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weight {
    /// It is a placeholder.
    Strong,
    /// It is one only beside others: `MM`, `Month`.
    Weak,
    /// As [`Weak`](Weight::Weak), in capitals, which no other words have.
    Capital,
    /// A year that is written out.
    Literal,
}

/// The longest placeholder.
const MAX_PIECES: usize = 8;
/// What may be between two pieces; of `2026-W23`, also the letter.
const SEPARATORS: [&str; 9] = [", ", ". ", "-", "/", ".", " ", "_", "-W", ""];

struct Reader<'t> {
    text: &'t str,
    place: Place,
}

impl Reader<'_> {
    /// The longest placeholder that begins at an offset.
    fn read(&self, start: usize) -> Option<Placeholder> {
        let mut pieces = self.pieces(start);
        while !pieces.is_empty() {
            if !pieces.last().is_some_and(|piece| piece.is_open) && is_placeholder(&pieces) {
                let end = pieces.last().map_or(start, |piece| piece.span.end);
                return Some(Placeholder { span: Span::new(start, end), parts: parts(&pieces) });
            }
            pieces.pop();
        }
        None
    }

    /// The pieces from an offset on, with short separators between them.
    fn pieces(&self, start: usize) -> Vec<Piece> {
        self.chain(start, |at, before| {
            self.group(at, before).or_else(|| self.piece(at, before).map(|piece| vec![piece]))
        })
    }

    /// `(TODO: MM-DD)`: the pieces within the brackets, which are left out with the word.
    fn group(&self, at: usize, before: &'static str) -> Option<Vec<Piece>> {
        let rest = self.text[at..].strip_prefix('(')?;
        let rest = rest.strip_prefix("TODO").or_else(|| rest.strip_prefix("todo"))?;
        let start = self.text.len() - rest.trim_start_matches([':', ' ']).len();
        let mut pieces = self.chain(start, |at, before| self.piece(at, before).map(|piece| vec![piece]));
        let end = pieces.last()?.span.end;
        if !self.text[end..].starts_with(')') {
            return None;
        }
        let count = pieces.len();
        for (n, piece) in pieces.iter_mut().enumerate() {
            piece.is_open = n + 1 < count;
        }
        pieces.first_mut()?.before = before;
        pieces.last_mut()?.span.end = end + 1;
        Some(pieces)
    }

    /// What `next` reads from an offset on, again and again. It takes an offset and the separator before it.
    fn chain(&self, start: usize, next: impl Fn(usize, &'static str) -> Option<Vec<Piece>>) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut at = start;
        while pieces.len() < MAX_PIECES {
            let separators = SEPARATORS.iter().filter(|separator| !pieces.is_empty() || separator.is_empty());
            let mut fitting = separators.filter(|separator| self.text[at..].starts_with(**separator));
            let Some(found) = fitting.find_map(|separator| next(at + separator.len(), separator)) else {
                break;
            };
            at = found.last().map_or(at, |piece| piece.span.end);
            pieces.extend(found);
        }
        pieces
    }

    fn piece(&self, at: usize, before: &'static str) -> Option<Piece> {
        let piece = |len: usize, what, weight| {
            Some(Piece { span: Span::new(at, at + len), before, what, weight, is_open: false })
        };
        let rest = &self.text[at..];
        if rest.starts_with(['$', '{']) {
            let (len, what) = self.expression(rest)?;
            return piece(len, what, Weight::Strong);
        }
        let whole = word(self.text, at);
        if let Some((what, weight)) = self.whole_word(whole) {
            // `yyyy####` is a number of its own.
            return piece(whole.len(), what, weight)
                .filter(|piece| !self.text[piece.span.end..].starts_with('#'));
        }
        // Several pieces may be joined by `_`.
        let first = whole.split('_').next().filter(|first| !first.is_empty() && first.len() < whole.len())?;
        let (what, weight) = self.whole_word(first)?;
        piece(first.len(), what, weight)
    }

    /// `${year}`, `$issue_number`, `{{ .Date }}`; in the head, also `{date}` and `{{ date }}`.
    fn expression(&self, rest: &str) -> Option<(usize, What)> {
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ':');
        if let Some(inner) = rest.strip_prefix("{{") {
            let (inner, _) = inner.split_once("}}").filter(|(inner, _)| !inner.contains('\n'))?;
            let len = inner.len() + "{{}}".len();
            let trimmed = inner.trim();
            let name = trimmed.strip_prefix('.').unwrap_or(trimmed);
            let is_of_generator = trimmed.starts_with('.') || self.place == Place::Head;
            if name.chars().all(is_name) && is_of_generator {
                return Some((len, meaning(name)?));
            }
            let parts = layout(trimmed).filter(|_| self.place == Place::Head)?;
            return Some((len, What::Layout(parts)));
        }
        let braced =
            rest.strip_prefix("${").or_else(|| rest.strip_prefix('{').filter(|_| self.place == Place::Head));
        if let Some(inner) = braced {
            let (name, after) = inner.split_once('}').filter(|(name, _)| name.chars().all(is_name))?;
            return Some((rest.len() - after.len(), meaning(name)?));
        }
        let name = rest.strip_prefix('$')?;
        let end = name.find(|c: char| !(c.is_ascii_lowercase() || c == '_')).unwrap_or(name.len());
        Some((1 + end, meaning(&name[..end])?))
    }

    fn whole_word(&self, word: &str) -> Option<(What, Weight)> {
        let is_year =
            || word.len() == 4 && word.starts_with("20") && word.bytes().all(|b| b.is_ascii_digit());
        Some(match word {
            "YYYY" => (What::Year, Weight::Strong),
            "yyyy" => (What::Year, Weight::Weak),
            "YY" | "yy" => (What::ShortYear, Weight::Weak),
            "MM" => (What::Month, Weight::Capital),
            "mm" => (What::Month, Weight::Weak),
            "DD" => (What::Day, Weight::Capital),
            "dd" => (What::Day, Weight::Weak),
            "M" => (What::BareMonth, Weight::Weak),
            "D" => (What::BareDay, Weight::Weak),
            "MMMM" | "Month" | "MONTH" => (What::MonthName, Weight::Weak),
            "MMM" | "Mon" => (What::ShortMonthName, Weight::Weak),
            "WNN" | "Wnn" | "WXX" | "Wxx" | "Www" => (What::LetterWeek, Weight::Strong),
            "WW" | "ww" => (What::Week, Weight::Weak),
            _ if word.len() > 2 && word.bytes().all(|byte| byte == b'N') => (What::Number, Weight::Strong),
            _ if is_year() => (What::Year, Weight::Literal),
            _ => (self.capitals(word)?, Weight::Strong),
        })
    }

    /// `POST_DATE`, `ISSUE_NUMBER`; in the head, also `DATE` and `NUMBER`.
    fn capitals(&self, word: &str) -> Option<What> {
        let (first, others) = word.split_once('_').unwrap_or((word, ""));
        let is_own = match self.place {
            Place::Head => !others.is_empty() || matches!(first, "DATE" | "NUMBER"),
            Place::Body => !others.is_empty() && OWN.contains(&first),
        };
        let last = word.rsplit('_').next().unwrap_or(word);
        let is_value = matches!(last, "DATE" | "NUMBER" | "NUM" | "NO" | "YEAR" | "MONTH" | "DAY" | "WEEK");
        meaning(word).filter(|_| is_own && is_value)
    }
}

/// The first words of names that are about the issue itself, wherever they are.
const OWN: [&str; 8] = ["POST", "ISSUE", "EDITION", "PUBLISH", "PUBLICATION", "NEWSLETTER", "THIS", "NEXT"];

/// A name's meaning is that of its last word: `issue_number`, `POST_SLUG_DATE`, `mm`.
fn meaning(name: &str) -> Option<What> {
    let name = name.split(':').next().unwrap_or(name);
    let last = name.rsplit(['_', '-']).next().unwrap_or(name).to_ascii_lowercase();
    Some(match last.as_str() {
        "date" | "today" | "now" => What::Date,
        "number" | "num" | "no" | "nr" | "issue" | "nnn" => What::Number,
        "year" | "yyyy" => What::Year,
        "yy" => What::ShortYear,
        "month" => What::AnyMonth,
        "mm" => What::Month,
        "day" | "dd" => What::Day,
        "week" | "ww" => What::Week,
        _ => return None,
    })
}

/// True if the pieces together can only be a placeholder.
fn is_placeholder(pieces: &[Piece]) -> bool {
    if pieces.iter().all(|piece| piece.weight == Weight::Strong) {
        return true;
    }
    let count = |is: fn(&What) -> bool| pieces.iter().filter(|piece| is(&piece.what)).count();
    let years = count(|what| matches!(what, What::Year | What::ShortYear));
    let names = count(|what| matches!(what, What::MonthName | What::ShortMonthName));
    let months = names + count(|what| matches!(what, What::Month | What::BareMonth | What::AnyMonth));
    let days = count(|what| matches!(what, What::Day | What::BareDay));
    let weeks = count(|what| matches!(what, What::Week | What::LetterWeek));
    let is_once = years < 2 && months < 2 && days < 2 && weeks < 2;
    if !is_once || years + months + days + weeks != pieces.len() {
        return false;
    }
    let written_out = pieces.iter().filter(|piece| piece.weight == Weight::Literal).count();
    if written_out == pieces.len() {
        return false;
    }
    let is_capital = |what: fn(&What) -> bool| {
        pieces
            .iter()
            .any(|piece| what(&piece.what) && matches!(piece.weight, Weight::Capital | Weight::Strong))
    };
    let has_capital_day = is_capital(|what| matches!(what, What::Day));
    let has_capital_month = is_capital(|what| matches!(what, What::Month));
    let of_year = years == 1 && (months == 1 || weeks == 1);
    let without_year = years == 0 && weeks == 0 && has_capital_day && (names == 1 || has_capital_month);
    let spaced = pieces.iter().skip(1).any(|piece| piece.before.contains(' '));
    of_year || (without_year && (names == 1 || !spaced))
}

/// What replaces the pieces, with the text between them.
fn parts(pieces: &[Piece]) -> Vec<Part> {
    let has_week = pieces.iter().any(|piece| matches!(piece.what, What::Week | What::LetterWeek));
    let has_month = pieces.iter().any(|piece| {
        matches!(
            piece.what,
            What::Month | What::BareMonth | What::AnyMonth | What::MonthName | What::ShortMonthName
        )
    });
    let mut parts = Vec::new();
    for (n, piece) in pieces.iter().enumerate() {
        if !piece.before.is_empty() {
            parts.push(Part::Text(piece.before.to_owned()));
        }
        let after = pieces.get(n + 1).map_or("", |next| next.before);
        parts.extend(match &piece.what {
            What::Year if has_week && !has_month => vec![Part::WeekYear],
            What::Year => vec![Part::Year],
            What::ShortYear => vec![Part::ShortYear],
            What::Month => vec![Part::Month],
            What::BareMonth => vec![Part::BareMonth],
            What::AnyMonth if pieces.len() == 1 || piece.before.contains(' ') || after.contains(' ') => {
                vec![Part::MonthName]
            }
            What::AnyMonth => vec![Part::Month],
            What::MonthName => vec![Part::MonthName],
            What::ShortMonthName => vec![Part::ShortMonthName],
            What::Day => vec![Part::Day],
            What::BareDay => vec![Part::BareDay],
            What::Week => vec![Part::Week],
            What::LetterWeek => vec![Part::Text("W".to_owned()), Part::Week],
            What::Date => vec![Part::Date],
            What::Number => vec![Part::Number { width: 1 }],
            What::Layout(parts) => parts.clone(),
        });
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::super::part::Values;
    use super::*;
    use jiff::civil::date;

    /// The text with its placeholders filled for issue 201 of August 3, 2026.
    fn filled(text: &str, place: Place) -> String {
        let values = Values { date: Some(date(2026, 8, 3)), number: Some(201) };
        let mut out = String::new();
        let mut done = 0;
        for found in placeholders(text, |_| place) {
            out.push_str(&text[done..found.span.start]);
            out.push_str(&Part::write_all(&found.parts, values).unwrap());
            done = found.span.end;
        }
        out + &text[done..]
    }

    #[test]
    fn every_form_is_filled() {
        for (text, after) in [
            ("Week Ending Month DD, YYYY", "Week Ending August 03, 2026"),
            ("This Month in Lamps: Month YYYY", "This Month in Lamps: August 2026"),
            ("Lamps of DD Month YYYY", "Lamps of 03 August 2026"),
            ("MMMM D, YYYY", "August 3, 2026"),
            ("on Month DD", "on August 03"),
            (
                "YYYY-MM-DD, YYYY/MM/DD, DD.MM.YYYY, MM-DD-YYYY",
                "2026-08-03, 2026/08/03, 03.08.2026, 08-03-2026",
            ),
            ("2025-mm-dd and YYYY_MM_DD", "2026-08-03 and 2026_08_03"),
            ("${year}-(TODO: MM-DD)", "2026-08-03"),
            ("${year}-${month}-${day}, ${month} ${year}", "2026-08-03, August 2026"),
            ("POST_DATE 22:00:00", "2026-08-03 22:00:00"),
            ("POST_SLUG_DATE-update", "2026-08-03-update"),
            ("{{ .Date }} {{.Date}}", "2026-08-03 2026-08-03"),
            ("Issue #NNN", "Issue #201"),
            ("issue-NNN.md", "issue-201.md"),
            ("Weekly $number of $issue_date", "Weekly 201 of 2026-08-03"),
            ("Weekly ${number}", "Weekly 201"),
            ("YYYY-WNN", "2026-W32"),
            ("2024-WXX and WNN", "2026-W32 and W32"),
            ("${year}-W${week}", "2026-W32"),
            ("第NNN期", "第201期"),
            ("© YYYY", "© 2026"),
        ] {
            assert_eq!(filled(text, Place::Body), after, "{text}");
            assert_eq!(filled(text, Place::Head), after, "{text}");
        }
        for (text, after) in [
            ("Week {week} of {year}", "Week 32 of 2026"),
            ("Issue {number:03}: DATE", "Issue 201: 2026-08-03"),
            ("{{ date }} NUMBER", "2026-08-03 201"),
            ("{{ .Date.Format \"January 2, 2006\" }}", "August 3, 2026"),
            ("{{ now | date: '%Y-%m-%d' }}", "2026-08-03"),
            ("MY_OWN_DATE", "2026-08-03"),
        ] {
            assert_eq!(filled(text, Place::Head), after, "{text}");
            assert_eq!(filled(text, Place::Body), text);
        }
    }

    #[test]
    fn other_words_stay() {
        for text in [
            "This Month in Rust, THIS WEEK IN RUST",
            "the D language, 5 MM, 3 mm, M and DD",
            "mm/dd and MM DD",
            "2025 was a year, 2025-06-01 a day and 2024-W44 a week",
            "yyyy#### and 2025####, hammdd",
            "{{ page.date }} and {{ site.title }} and {{ .Title }} and {{ content }}",
            "WWW, NN, XXX, www",
            "$5 and $HOME and ${HOME}",
            "(TODO: ask) and (TODO MM) and (TODO: MM-DD",
            "PIN_NUMBER, SOURCE_DATE_EPOCH",
            "éYYYÝ",
        ] {
            let expected = text.replace("(TODO: MM-DD", "(TODO: 08-03").replace("YYYÝ", "2026́");
            assert_eq!(filled(text, Place::Body), expected, "{text}");
        }
    }
}
