/// A line of a document, without its line break.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'a> {
    /// Counted from 1.
    pub number: usize,
    pub raw: &'a str,
    /// The start of the line, and of the next one.
    pub start: usize,
    pub end: usize,
}

/// Iterates over the lines of a text. `first` is the number of the first line.
pub(crate) fn lines(text: &str, first: usize) -> impl Iterator<Item = Line<'_>> + Clone {
    text.split_inclusive('\n').enumerate().scan(0, move |start, (n, whole)| {
        let raw = whole.strip_suffix('\n').unwrap_or(whole);
        let raw = raw.strip_suffix('\r').unwrap_or(raw);
        let line = Line { number: first + n, raw, start: *start, end: *start + whole.len() };
        *start = line.end;
        Some(line)
    })
}

/// Passes each line outside code blocks to `write`, with and without its line break. Code is
/// copied.
pub(crate) fn outside_code<'t>(
    text: &'t str,
    mut write: impl FnMut(Line<'t>, &'t str, &mut String),
) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_code = false;
    for line in lines(text, 1) {
        in_code ^= line.is_fence();
        let whole = &text[line.start..line.end];
        if in_code {
            out.push_str(whole);
        } else {
            write(line, whole, &mut out);
        }
    }
    out
}

/// True for white space, including the zero-width characters of word processors.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

pub(crate) fn trim(text: &str) -> &str {
    let text = text.trim_ascii();
    let bytes = text.as_bytes();
    let is_ascii = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii);
    // Usually this is already the result.
    if is_ascii(bytes.first()) && is_ascii(bytes.last()) { text } else { text.trim_matches(is_space) }
}

/// The beginning of a text, at most `most` bytes long.
pub(crate) fn head(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(0)]
}

/// The end of a text, at most `most` bytes long.
pub(crate) fn tail(text: &str, most: usize) -> &str {
    let start = (text.len().saturating_sub(most)..text.len()).find(|at| text.is_char_boundary(*at));
    &text[start.unwrap_or(text.len())..]
}

impl<'a> Line<'a> {
    pub fn text(&self) -> &'a str {
        trim(self.raw)
    }

    pub fn is_blank(&self) -> bool {
        self.text().is_empty()
    }

    /// The number of columns before its text.
    pub fn indent(&self) -> usize {
        let spaces = self.raw.chars().take_while(|c| is_space(*c));
        spaces.map(|c| if c == '\t' { 4 } else { usize::from(!matches!(c, '\u{feff}' | '\u{200b}')) }).sum()
    }

    /// The marker and the text of a list item.
    pub fn bullet(&self) -> Option<(&'a str, &'a str)> {
        Self::bullet_of(self.text())
    }

    fn bullet_of(text: &'a str) -> Option<(&'a str, &'a str)> {
        let marker = match text.as_bytes().first()? {
            b'*' | b'-' | b'+' => 1,
            b'0'..=b'9' => {
                let digits = text.bytes().take_while(u8::is_ascii_digit).count();
                let closed = matches!(text.as_bytes().get(digits), Some(b'.' | b')'));
                if digits > 3 || !closed {
                    return None;
                }
                digits + 1
            }
            _ => text.chars().next().filter(|c| matches!(c, '•' | '◦' | '▪' | '●' | '○'))?.len_utf8(),
        };
        let (marker, rest) = text.split_at(marker);
        (rest.is_empty() || rest.starts_with(is_space)).then(|| (marker, trim(rest)))
    }

    /// Like [`Line::bullet`], also for a marker that a word processor escaped.
    pub fn escaped_bullet(&self) -> Option<(&'a str, &'a str)> {
        let text = self.text();
        let digits = match text.as_bytes().first() {
            Some(b'\\') => 0,
            Some(b'0'..=b'9') => text.bytes().take_while(u8::is_ascii_digit).count(),
            _ => return Self::bullet_of(text),
        };
        let (number, after) = text.split_at(digits);
        let rest = after.strip_prefix('\\').filter(|rest| match digits {
            0 => rest.starts_with(['*', '-', '+']),
            1..=3 => rest.starts_with(['.', ')']),
            _ => false,
        });
        let Some(rest) = rest else { return Self::bullet_of(text) };
        let (sign, item) = rest.split_at(1);
        let marker = if digits > 0 { number } else { sign };
        (item.starts_with(is_space) && !trim(item).is_empty()).then(|| (marker, trim(item)))
    }

    /// True for a fence of a code block.
    pub fn is_fence(&self) -> bool {
        let text = self.text();
        if !text.starts_with(['`', '~']) {
            return false;
        }
        text.starts_with("~~~") || text.strip_prefix("```").is_some_and(|info| !info.contains('`'))
    }

    /// True for a thematic break, such as `---` or `***`, escaped or not.
    pub fn is_rule(&self) -> bool {
        let mut marks = self.text().chars().filter(|c| !is_space(*c) && *c != '\\');
        let Some(first) = marks.next().filter(|c| matches!(c, '-' | '*' | '_')) else { return false };
        self.text().len() >= 3 && marks.all(|c| c == first)
    }

    /// The line without the marks of a title: hashes, bold, time code.
    pub fn peeled(&self) -> Peeled<'a> {
        let mut peeled = Peeled { hashes: 0, is_bold: false, time: None, text: self.text() };
        loop {
            let text = trim(peeled.text);
            if let Some((hashes, after)) = hashes(text, peeled.hashes > 0) {
                if peeled.hashes == 0 {
                    peeled.hashes = hashes;
                }
                peeled.text = without_anchor(trim(after.trim_end_matches('#')));
                continue;
            }
            // `18:02 & 27:38`
            let timed = if peeled.time.is_none() { text } else { text.strip_prefix('&').map_or("", trim) };
            if let Some((time, rest)) = time_code(timed) {
                peeled.time = Some(time);
                peeled.text = rest;
                continue;
            }
            // `**18:02** title`
            if let Some((time, rest)) = bold_time(text).filter(|_| peeled.time.is_none()) {
                peeled.time = Some(time);
                peeled.text = rest;
                continue;
            }
            if let Some(inner) = bold(text) {
                peeled.is_bold = true;
                peeled.text = inner;
                continue;
            }
            peeled.text = text;
            return peeled;
        }
    }
}

/// A line without its marks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peeled<'a> {
    pub hashes: usize,
    /// True if the whole line is bold.
    pub is_bold: bool,
    pub time: Option<&'a str>,
    pub text: &'a str,
}

/// The hashes at the start of a text, and the rest. Word processors escape typed hashes and put
/// theirs before them: `## \#\# Title`.
fn hashes(text: &str, has_others: bool) -> Option<(usize, &str)> {
    if !text.starts_with(['#', '\\']) {
        return None;
    }
    let end = text.bytes().take_while(|b| matches!(b, b'#' | b'\\')).count();
    let (run, after) = text.split_at(end);
    let is_escaped = run.contains('\\');
    let count = run.bytes().filter(|b| *b == b'#').count();
    let is_apart = after.starts_with(is_space);
    let is_run = match (is_escaped, has_others) {
        (false, false) => after.is_empty() || is_apart || count > 1,
        (false, true) => is_apart && count > 1,
        // `\# of boards` is a sentence.
        (true, _) => is_apart && (count > 1 || has_others) && !run.contains("\\\\") && run.ends_with('#'),
    };
    (is_run && (1..=6).contains(&count)).then_some((count, after))
}

/// `Title {#title}`: removes the anchor of a word processor.
fn without_anchor(text: &str) -> &str {
    let at = text.rfind("{#").filter(|_| text.ends_with('}'));
    at.map_or(text, |at| trim(&text[..at]))
}

/// Returns the content of a text that is bold from end to end, possibly in italics too. `**@name**
/// (text only)` is not.
fn bold(text: &str) -> Option<&str> {
    let mark = ["***", "**", "__"].into_iter().find(|mark| text.starts_with(mark))?;
    let inner = text.strip_prefix(mark)?.strip_suffix(mark)?;
    (!inner.is_empty() && !inner.contains(mark)).then_some(inner)
}

/// A bold time code at the start of a text, and the rest if there is any.
fn bold_time(text: &str) -> Option<(&str, &str)> {
    let mark = ["**", "__"].into_iter().find(|mark| text.starts_with(mark))?;
    let (inner, rest) = text.strip_prefix(mark)?.split_once(mark)?;
    let (time, after) = time_code(trim(inner))?;
    (after.is_empty() && !rest.is_empty()).then(|| (time, trim(rest)))
}

/// A time code at the start of a text, such as `5:24`, `1:02:33` or `(5:24)`, and the rest.
pub(crate) fn time_code(text: &str) -> Option<(&str, &str)> {
    if let Some((code, rest)) = text.strip_prefix('(').and_then(|text| text.split_once(')')) {
        return time_code(code).filter(|(_, after)| after.is_empty()).map(|(code, _)| (code, trim(rest)));
    }
    let end = text.bytes().take_while(|b| b.is_ascii_digit() || *b == b':').count();
    let (code, rest) = text.split_at(end);
    // A typing error before a name must not hide the name: `10:480@name`.
    let longest = if rest.starts_with('@') { 3 } else { 2 };
    let mut parts = code.split(':');
    let first = parts.next()?;
    let mut count = 0;
    let fits = parts.all(|part| {
        count += 1;
        (2..=longest).contains(&part.len())
    });
    let is_code = (1..=2).contains(&first.len()) && fits && (1..=2).contains(&count);
    let is_apart =
        rest.is_empty() || rest.starts_with(|c| is_space(c) || matches!(c, '#' | '*' | '@' | '[' | '_'));
    let after = trim(rest);
    let of_day = after.get(..2).is_some_and(|word| {
        let ends = !after[2..].starts_with(|c: char| c.is_alphanumeric());
        ends && (word.eq_ignore_ascii_case("am") || word.eq_ignore_ascii_case("pm"))
    });
    (is_code && is_apart && !of_day).then_some((code, after))
}
