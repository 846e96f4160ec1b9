use std::borrow::Cow;

use crate::text::Span;

mod toml;
mod values;

/// The syntax of a front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// YAML between two `---` lines (Jekyll, Hugo).
    Yaml,
    /// TOML between two `+++` lines (Hugo, Zola).
    Toml,
    /// `Key: value` lines up to the first empty line (Pelican).
    Metadata,
}

impl Syntax {
    /// True if the front matter is between two lines, and may have comments that begin with `#`.
    pub fn is_fenced(self) -> bool {
        match self {
            Syntax::Yaml | Syntax::Toml => true,
            Syntax::Metadata => false,
        }
    }
}

/// The metadata before the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontMatter {
    pub syntax: Syntax,
    /// The whole front matter, with its fences and the line break after the closing one.
    pub span: Span,
    /// The lines between the fences. Without a closing fence, up to the last key or the first heading; for
    /// [`Syntax::Metadata`], the whole span.
    pub content: Span,
    /// True if there is a closing fence, or none is needed ([`Syntax::Metadata`]).
    pub closed: bool,
    /// The top-level keys with their values.
    pub fields: Vec<Field>,
}

/// One key with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The decoded key.
    pub name: String,
    /// The span of the key in the source. If no line starts with the key, as in `{title: x}`, the whole
    /// content without the blank space around it.
    pub key: Span,
    /// The span of the value in the source, without quotes and without a comment after it. For
    /// [`Quoting::Raw`], everything after the colon, with quotes and comments (of TOML, the value with its
    /// quotes); or, if no line starts with the key, the same as `key`.
    pub value: Span,
    pub quoting: Quoting,
    /// The decoded value, if it differs from its source.
    decoded: Option<String>,
}

impl Field {
    /// Returns the decoded value; for a list or a mapping, its source.
    pub fn decoded<'v>(&'v self, text: &'v str) -> &'v str {
        self.decoded.as_deref().unwrap_or_else(|| self.value.of(text))
    }

    /// Maps a span of the decoded value to the source. If decoding changed the value, returns `None` unless
    /// the part occurs exactly once in the source.
    pub fn span_of(&self, part: Span, text: &str) -> Option<Span> {
        if self.decoded.is_none() {
            return Some(part.shift(self.value.start as isize));
        }
        let part = part.of(self.decoded(text));
        let mut matches = self.value.of(text).match_indices(part).map(|(at, _)| self.value.start + at);
        let at = matches.next().filter(|_| !part.is_empty() && matches.next().is_none())?;
        Some(Span::new(at, at + part.len()))
    }
}

/// How a value is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quoting {
    /// [`Syntax::Metadata`], which has neither quotes nor comments.
    Verbatim,
    /// YAML without quotes, also a list or a mapping that begins on the line of its key and ends there.
    Plain,
    Single,
    /// Also TOML's double quotes, whose escapes are among those of YAML.
    Double,
    /// A YAML value on other lines than its key, or of a key that does not start a line. A TOML value that is
    /// no string in double quotes on one line.
    Raw,
}

impl Quoting {
    /// Decodes the text between the quotes. Returns invalid text unchanged.
    pub fn decode(self, source: &str) -> Cow<'_, str> {
        match self {
            Quoting::Double if source.contains('\\') => {
                serde_yaml::from_str(&format!("\"{source}\"")).map_or(Cow::Borrowed(source), Cow::Owned)
            }
            Quoting::Single if source.contains("''") => source.replace("''", "'").into(),
            _ => Cow::Borrowed(source),
        }
    }
}

impl FrontMatter {
    /// The first field with this name, ignoring ASCII case.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name.eq_ignore_ascii_case(name))
    }

    /// The decoded value of the field with this name.
    pub fn value<'t>(&'t self, name: &str, text: &'t str) -> Option<&'t str> {
        self.field(name).map(|field| field.decoded(text))
    }
}

/// The length of the byte-order mark, or 0.
pub(super) fn bom_len(text: &str) -> usize {
    text.len() - text.trim_start_matches('\u{feff}').len()
}

/// Parses the front matter at the start of `text`, after a byte-order mark. Returns `None` if the text begins
/// with anything else.
pub(super) fn parse(text: &str) -> Option<FrontMatter> {
    let start = bom_len(text);
    let mut lines = Lines { text, at: start };
    let first = lines.next()?;
    if first.of(text).trim_end() == "---" {
        return Some(yaml(text, start, lines));
    }
    if first.of(text).trim_end() == toml::FENCE {
        return Some(toml::parse(text, start, lines));
    }
    metadata(text, start)
}

fn yaml(text: &str, start: usize, mut lines: Lines<'_>) -> FrontMatter {
    let content_start = lines.at;
    let mut fields = Vec::new();
    let mut has_closing_fence = false;
    loop {
        let line_start = lines.at;
        let Some(line) = lines.next() else {
            // No closing fence: end the front matter after the last key, so that the body is kept.
            let end = fields.last().map_or(content_start, |field: &Field| line_end(text, field.value.end));
            let span = Span::new(start, end);
            let content = Span::new(content_start.min(end), end);
            return FrontMatter { syntax: Syntax::Yaml, span, content, closed: false, fields };
        };
        if matches!(line.of(text).trim_end(), "---" | "...") {
            let content = Span::new(content_start, line_start);
            return FrontMatter {
                syntax: Syntax::Yaml,
                span: Span::new(start, lines.at),
                content,
                closed: true,
                fields: values::decode_values(text, content, fields),
            };
        }
        // A `## ` line is a YAML comment if a closing fence follows before the next blank line. Otherwise the
        // fence is missing, and the body starts here.
        if line.of(text).starts_with("## ") && !has_closing_fence {
            has_closing_fence = has_fence_before_blank(text, lines.at);
            if !has_closing_fence {
                let end = line_start;
                return FrontMatter {
                    syntax: Syntax::Yaml,
                    span: Span::new(start, end),
                    content: Span::new(content_start, end),
                    closed: false,
                    fields,
                };
            }
        }
        fields.extend(field(text, line, Syntax::Yaml));
    }
}

/// True if a closing fence follows before the next blank line.
fn has_fence_before_blank(text: &str, at: usize) -> bool {
    Lines { text, at }
        .take_while(|line| !line.of(text).trim_end().is_empty())
        .any(|line| matches!(line.of(text).trim_end(), "---" | "..."))
}

fn metadata(text: &str, start: usize) -> Option<FrontMatter> {
    let mut lines = Lines { text, at: start };
    let mut fields = Vec::new();
    let mut end = start;
    while let Some(line) = lines.next() {
        if line.of(text).trim().is_empty() {
            end = lines.at;
            break;
        }
        let field = field(text, line, Syntax::Metadata)?;
        // `Two words: text` is prose.
        if field.key.of(text).contains(char::is_whitespace) {
            return None;
        }
        fields.push(field);
        end = lines.at;
    }
    // A single `Word: text` line may be prose. An issue has at least a title and a date.
    (fields.len() >= 2).then(|| FrontMatter {
        syntax: Syntax::Metadata,
        span: Span::new(start, end),
        content: Span::new(start, end),
        closed: true,
        fields,
    })
}

fn field(text: &str, line: Span, syntax: Syntax) -> Option<Field> {
    let raw = line.of(text);
    let (key, name, colon) = key_of(raw, syntax)?;
    let is_key = !name.is_empty() && !key.starts_with(' ');
    let after = &raw[colon + 1..];
    if !is_key || !(after.is_empty() || after.starts_with([' ', '\t'])) {
        return None;
    }
    let value = Span::new(line.start + colon + 1, line.end).trim(text);
    let (value, quoting) = match syntax {
        Syntax::Yaml => unquote(text, value),
        Syntax::Toml | Syntax::Metadata => (value, Quoting::Verbatim),
    };
    let decoded = match quoting.decode(value.of(text)) {
        Cow::Owned(decoded) => Some(decoded),
        Cow::Borrowed(_) => None,
    };
    let key = Span::new(line.start, line.start + key.len());
    Some(Field { name: name.to_owned(), key, value, quoting, decoded })
}

/// Returns the source of a line's key, the decoded key, and the offset of the colon. Returns `None` if the
/// line does not begin with a key.
fn key_of(raw: &str, syntax: Syntax) -> Option<(&str, &str, usize)> {
    if let Some(quote) = raw.chars().next().filter(|c| syntax == Syntax::Yaml && matches!(c, '"' | '\'')) {
        let end = 1 + raw[1..].find(quote)?;
        let colon = end + 1 + raw[end + 1..].find(':')?;
        let is_plain = !raw[1..end].contains('\\') && raw[end + 1..colon].trim().is_empty();
        return is_plain.then_some((&raw[..=end], &raw[1..end], colon));
    }
    // A colon within a YAML key has no space after it: `og:title: Lamps`.
    let ends_key = |(at, _): &(usize, &str)| {
        syntax == Syntax::Metadata || raw[at + 1..].is_empty() || raw[at + 1..].starts_with([' ', '\t'])
    };
    let (colon, _) = raw.match_indices(':').find(ends_key)?;
    let key = raw[..colon].trim_end();
    let is_name = key.chars().all(|c| {
        c.is_alphanumeric()
            || matches!(c, '_' | '-' | ' ')
            || (syntax == Syntax::Yaml && matches!(c, '.' | ':' | '/'))
    });
    is_name.then_some((key, key, colon))
}

/// Returns the span of a value between its quotes, or without the comment after it, and how it is quoted.
fn unquote(text: &str, value: Span) -> (Span, Quoting) {
    let value = Span::new(value.start + properties(value.of(text)), value.end);
    let raw = value.of(text);
    for (quote, quoting) in [('"', Quoting::Double), ('\'', Quoting::Single)] {
        if let Some(inner) = raw.strip_prefix(quote) {
            // If no closing quote is valid, the last quote ends the value.
            let len = closing(inner, quote).or_else(|| inner.rfind(quote)).unwrap_or(inner.len());
            return (Span::new(value.start + 1, value.start + 1 + len), quoting);
        }
    }
    let comment = if raw.starts_with('#') { Some(0) } else { raw.find(" #") };
    let value = comment.map_or(value, |at| Span::new(value.start, value.start + at));
    (Span::new(value.start, value.start + value.of(text).trim_end().len()), Quoting::Plain)
}

/// The length of a value's YAML properties: a tag (`!`, `!!str`) and an anchor (`&title`), in any order, each
/// with the spaces after it.
fn properties(raw: &str) -> usize {
    let mut rest = raw;
    while rest.starts_with(['!', '&']) {
        let len = rest.find([' ', '\t']).unwrap_or(rest.len());
        rest = rest[len..].trim_start();
    }
    raw.len() - rest.len()
}

/// The offset of the first quote that is neither escaped nor doubled. `None` without such a quote, or if
/// anything but a comment follows it.
fn closing(inner: &str, quote: char) -> Option<usize> {
    let mut chars = inner.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let is_pair = match quote {
            '"' => c == '\\',
            _ => c == quote && chars.peek().is_some_and(|(_, next)| *next == quote),
        };
        if is_pair {
            chars.next();
        } else if c == quote {
            let rest = inner[at + 1..].trim_start();
            return (rest.is_empty() || rest.starts_with('#')).then_some(at);
        }
    }
    None
}

fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|tail| tail.find('\n')).map_or(text.len(), |n| at + n + 1)
}

struct Lines<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = Span;

    /// The next line without its line break.
    fn next(&mut self) -> Option<Span> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let start = self.at;
        let len = rest.find('\n').unwrap_or(rest.len());
        self.at = (start + len + 1).min(self.text.len());
        let end = if rest[..len].ends_with('\r') { len - 1 } else { len };
        Some(Span::new(start, start + end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_values_lose_quotes_and_comments() {
        let text = "---\ntitle: \"A: b\" \ndate: 2026-06-01 07:00:00 -0800 # Monday\n---\nBody\n";
        let front = parse(text).unwrap();
        assert_eq!(front.value("title", text), Some("A: b"));
        assert_eq!(front.value("Date", text), Some("2026-06-01 07:00:00 -0800"));
        assert_eq!(&text[front.span.end..], "Body\n");
        assert!(front.closed);
    }

    #[test]
    fn pelican_metadata_ends_at_the_empty_line() {
        let text = "Title: Issue 5\nNumber: 5\nDate: 2026-06-03\n\nHello: all\n";
        let front = parse(text).unwrap();
        assert_eq!(front.syntax, Syntax::Metadata);
        assert_eq!(&text[front.span.end..], "Hello: all\n");
    }

    #[test]
    fn a_number_sign_in_metadata_does_not_begin_a_comment() {
        let text = "Title: \"Issue\" #5\nDate: 2026-06-03\n\nHello\n";
        let front = parse(text).unwrap();
        assert_eq!(front.value("title", text), Some("\"Issue\" #5"));
    }

    #[test]
    fn an_unclosed_front_matter_keeps_the_body() {
        let text = "---\ntitle: x\ndate: 2026-06-01\n\n## Headline\n\ntext\n";
        let front = parse(text).unwrap();
        assert!(!front.closed);
        assert!(text[front.span.end..].starts_with("## Headline"));
    }

    #[test]
    fn a_comment_with_two_hashes_is_not_a_heading() {
        let text = "---\ntitle: x\n## keep this\ndate: 2026-06-01\n---\nBody\n";
        let front = parse(text).unwrap();
        assert!(front.closed);
        assert_eq!(front.value("date", text), Some("2026-06-01"));
        assert_eq!(&text[front.span.end..], "Body\n");
    }

    #[test]
    fn quotes_within_quotes_and_comments_are_distinguished() {
        let read = |value: &str| {
            let text = format!("---\nkey: {value}\n---\n");
            let field = &parse(&text).unwrap().fields[0];
            (field.value.of(&text).to_owned(), field.quoting)
        };
        assert_eq!(read("\"a \\\"b\\\"\" # \"c\""), ("a \\\"b\\\"".into(), Quoting::Double));
        assert_eq!(read("'it''s' # 'c'"), ("it''s".into(), Quoting::Single));
        assert_eq!(read("\"a\" \"b\""), ("a\" \"b".into(), Quoting::Double));
        assert_eq!(read("! 'Issue #200'"), ("Issue #200".into(), Quoting::Single));
        assert_eq!(read("!!str \"Issue #200\" # new"), ("Issue #200".into(), Quoting::Double));
        assert_eq!(read("&title !!str Issue 200"), ("Issue 200".into(), Quoting::Plain));
        assert_eq!(read("!important"), (String::new(), Quoting::Plain));
        assert_eq!(read("# nothing yet"), (String::new(), Quoting::Plain));
        assert_eq!(read("it's # Monday"), ("it's".into(), Quoting::Plain));
    }

    #[test]
    fn prose_is_not_front_matter() {
        assert_eq!(parse("Note: this is prose.\n\nMore.\n"), None);
        assert_eq!(parse(""), None);
    }
}
