use std::borrow::Cow;

use super::Role;
use crate::draft::{Draft, Link, LinkKind, Quoting};
use crate::profile::Profile;
use crate::text::{Edit, Edits, Span};

/// What a field takes, which decides how it is edited and when it counts as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// One line of plain words, such as a heading.
    Line,
    /// One line inside brackets: a link's text or an image's description.
    Bracketed,
    /// An address inside parentheses.
    Address,
    /// An image's path.
    Path,
    /// A value of the front matter, inside its quotes where it has some.
    Value,
    /// Markdown of any length.
    Markdown,
}

/// What a place holds, by whose end its value is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ValueForm {
    /// Anything that its input takes.
    Free,
    /// One word: a version or a number.
    Word,
    /// Bold text, between two pairs of stars.
    Bold,
    /// One paragraph: after a blank line it would be another text.
    Paragraph,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// Nothing there.
    Missing,
    /// What the template had.
    Placeholder,
    /// Written, but with a word of the template's left in it.
    Mixed,
    Written,
}

/// A part of a slot that is edited by itself. Its value is what stands in the draft at its
/// place, or at each of its places: changing it changes those bytes and no others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub role: Role,
    /// Its label: that of its role, or a name of its own.
    pub name: Cow<'static, str>,
    pub input: Input,
    pub spans: Vec<Span>,
    /// All of the link that the value is the text of.
    pub(super) link: Option<Span>,
    pub fill: Fill,
    /// Whether the slot is unfinished without it.
    pub required: bool,
    /// Whether it tells that somebody has worked on the slot. An image's path does not, for
    /// templates carry file names that look real, nor does what stands every week.
    pub shows_work: bool,
    /// What goes before and after the value where there was none yet: `: ` before a title.
    pub wrapper: (&'static str, &'static str),
    /// What its place can hold.
    pub(super) form: ValueForm,
    /// Whether the value also says where the link leads, as in `[label]`: another value keeps the
    /// old one as the label.
    pub(super) label: bool,
    /// How a value of the front matter is written.
    pub(super) quoting: Quoting,
    /// Whether what goes around the value stands in the draft because of a value that was written
    /// here, and goes again with it.
    wrapper_inserted: bool,
    /// How far before an address the words begin that become a link with it, in bytes.
    link_start: Option<usize>,
    /// What may be written where there is nothing.
    pub hint: String,
}

impl Field {
    pub(super) fn new(role: Role, input: Input, spans: Vec<Span>, draft: &Draft, profile: &Profile) -> Field {
        let value = spans.first().map_or("", |span| draft.slice(*span));
        let whole = match input {
            Input::Address => profile.is_address_placeholder(value),
            Input::Path => profile.is_image_placeholder(value),
            Input::Line | Input::Value | Input::Bracketed | Input::Markdown => {
                profile.is_text_placeholder(value)
            }
        };
        let fill = if value.trim().is_empty() {
            Fill::Missing
        } else if whole {
            Fill::Placeholder
        } else if profile.tokens(value).next().is_some() {
            if input == Input::Markdown { Fill::Mixed } else { Fill::Placeholder }
        } else {
            Fill::Written
        };
        let shows_work = input != Input::Path;
        Field {
            role,
            name: role.label().into(),
            input,
            spans,
            link: None,
            fill,
            required: false,
            shows_work,
            wrapper: ("", ""),
            form: ValueForm::Free,
            label: false,
            quoting: Quoting::Plain,
            wrapper_inserted: false,
            link_start: None,
            hint: String::new(),
        }
    }

    /// Gives it a name of its own.
    pub(super) fn named(mut self, name: impl Into<Cow<'static, str>>) -> Field {
        self.name = name.into();
        self
    }

    /// Makes it the one of that number, where it is one of several.
    pub(super) fn numbered(self, n: Option<usize>) -> Field {
        match n {
            Some(n) => {
                let label = self.role.numbered(n);
                self.named(label)
            }
            None => self,
        }
    }

    pub(super) fn required(mut self) -> Field {
        self.required = true;
        self
    }

    /// Makes it a field that stands every week: it says nothing about how far the slot is.
    pub(super) fn standing(mut self) -> Field {
        self.required = false;
        self.shows_work = false;
        self
    }

    pub(super) fn with_form(mut self, form: ValueForm) -> Field {
        self.form = form;
        self
    }

    /// Makes it the address of words that begin so many bytes before it, and that are a link only where
    /// there is one.
    pub(super) fn linking(mut self, before: usize) -> Field {
        self.link_start = Some(before);
        self
    }

    /// Has the marks around the value go with it.
    pub(super) fn with_inserted_wrapper(mut self) -> Field {
        self.wrapper_inserted = true;
        self
    }

    /// Makes it the text of a link; `[label]` without an address is its own label.
    pub(super) fn with_link(mut self, link: &Link) -> Field {
        self.label = link.kind == LinkKind::Reference && link.span.end == link.text.end + 1;
        self.link = Some(link.span);
        self
    }

    /// All of the link that the value is the text of.
    pub fn link(&self) -> Option<Span> {
        self.link
    }

    /// Whether it takes more than one line.
    pub fn takes_lines(&self) -> bool {
        self.input == Input::Markdown || self.quoting == Quoting::Raw
    }

    pub fn value<'t>(&self, draft: &'t Draft) -> &'t str {
        self.spans.first().map_or("", |span| draft.slice(*span))
    }

    /// The value with what belongs to the form around it left out: a placeholder counts as
    /// nothing, so that a form starts with empty lines to write in.
    ///
    /// Of an image's path the folder and the day stay, and escapes are shown as what they mean.
    pub fn written<'t>(&self, draft: &'t Draft) -> Cow<'t, str> {
        let value = self.value(draft);
        match (self.fill, self.input) {
            (Fill::Placeholder, Input::Path) => {
                let name = value.rfind('/').map_or(0, |at| at + 1);
                let day = value[name..].bytes().take_while(u8::is_ascii_digit).count();
                Cow::Borrowed(&value[..name + day])
            }
            (Fill::Placeholder, _) if self.quoting != Quoting::Raw => Cow::Borrowed(""),
            _ => self.shown(value),
        }
    }

    /// A value as it is typed: without the backslashes and doubled quotes that its place needs.
    pub fn shown<'v>(&self, value: &'v str) -> Cow<'v, str> {
        match (self.input, self.quoting) {
            (Input::Value, quoting) => match quoting.decode(value) {
                Cow::Owned(read) => one_line(&read).into(),
                Cow::Borrowed(_) => Cow::Borrowed(value),
            },
            (Input::Bracketed, _) if value.contains("\\[") || value.contains("\\]") => {
                value.replace("\\[", "[").replace("\\]", "]").into()
            }
            _ => Cow::Borrowed(value),
        }
    }

    /// Gives the field what was typed, at all of its places, and says how the draft is to change
    /// for it. Afterwards the places are those in the changed draft, so that the next key can come
    /// before the outline is read again. What is shown already is no change, however unfit.
    pub fn write(&mut self, typed: &str, draft: &Draft) -> Edits {
        if self.spans.iter().all(|span| self.shown(draft.slice(*span)) == typed) {
            return Edits::default();
        }
        let old = self.value(draft);
        // A list or a reference to another value is written as it is typed.
        let is_words = !old.starts_with(['[', '{', '&', '*', '!', '|', '>']);
        let needs_quotes =
            self.input == Input::Value && self.quoting == Quoting::Plain && is_words && !is_plain(typed);
        let quoting = if needs_quotes { Quoting::Double } else { self.quoting };
        let source = self.source(typed, quoting, draft);
        let adds = old.is_empty() && !source.is_empty();
        let around = if adds { self.wrapper_in(draft) } else { self.wrapper };
        let (before, after) = if adds { around } else { ("", "") };
        let quote = if needs_quotes { "\"" } else { "" };
        let label = if self.label { format!("][{old}") } else { String::new() };
        let lead = draft.with_newlines(&format!("{before}{quote}"));
        let tail = draft.with_newlines(&format!("{label}{quote}{after}"));
        let text = format!("{lead}{source}{tail}");
        let mut spans = self.spans.clone();
        spans.sort();
        let mut edits = Vec::with_capacity(spans.len());
        let mut shift = 0;
        let mut link_start = self.link_start;
        if let Some((span, before)) = spans.first().zip(self.link_start) {
            let start = span.start.saturating_sub(before);
            let has_mark = draft.slice(Span::new(start, span.start)).starts_with('[');
            if adds && !has_mark {
                edits.push(Edit { span: Span::at(start), text: "[".into() });
                shift = 1;
                link_start = Some(before + 1 + lead.len());
            } else if has_mark && source.is_empty() && self.with_wrapper(*span, draft) != *span {
                edits.push(Edit { span: Span::new(start, start + 1), text: String::new() });
                shift = -1;
                link_start = before.checked_sub(1 + draft.with_newlines(self.wrapper.0).len());
            }
        }
        for span in &mut spans {
            let old = if source.is_empty() { self.with_wrapper(*span, draft) } else { *span };
            // Only what differs, so that typing a letter is an edit of one letter, and lines that
            // end in another way than the draft's go on to do so.
            let mut len = old.len();
            for edit in Edits::between(draft.slice(old), &text).iter() {
                let text = draft.with_newlines(&edit.text);
                len = len - edit.span.len() + text.len();
                edits.push(Edit { span: edit.span.shift(old.start as isize), text });
            }
            let start = old.start.wrapping_add_signed(shift) + lead.len();
            shift += len as isize - old.len() as isize;
            *span = Span::new(start, start + len - lead.len() - tail.len());
        }
        let Ok(edits) = Edits::new(edits) else { return Edits::default() };
        self.wrapper_inserted = !source.is_empty() && (self.wrapper_inserted || adds);
        (self.spans, self.wrapper, self.quoting, self.label) = (spans, around, quoting, false);
        self.link_start = link_start;
        edits
    }

    /// Takes over from the same field, as it was before the draft was read again, what is to go
    /// when the value does.
    pub fn inherit_wrapper(&mut self, old: &Field) {
        if old.wrapper_inserted {
            (self.wrapper, self.wrapper_inserted) = (old.wrapper, true);
        }
    }

    /// What goes around a value that is put where there was none.
    fn wrapper_in(&self, draft: &Draft) -> (&'static str, &'static str) {
        let Some(span) = self.spans.first().filter(|_| self.input == Input::Value) else {
            return self.wrapper;
        };
        // `key:value` is no line of YAML, and a comment needs a blank before it.
        let text = draft.text();
        let before = text.get(..span.start).is_some_and(|text| text.ends_with(':'));
        let after = text.get(span.end..).is_some_and(|text| text.starts_with('#'));
        (if before { " " } else { "" }, if after { " " } else { "" })
    }

    /// The span with what was put around it, where that still stands there.
    fn with_wrapper(&self, span: Span, draft: &Draft) -> Span {
        let (before, after) = (draft.with_newlines(self.wrapper.0), draft.with_newlines(self.wrapper.1));
        let text = draft.text();
        let stands = self.wrapper_inserted
            && text.get(..span.start).is_some_and(|text| text.ends_with(&before))
            && text.get(span.end..).is_some_and(|text| text.starts_with(&after));
        if stands { Span::new(span.start - before.len(), span.end + after.len()) } else { span }
    }

    /// What was typed or pasted as it has to stand in the draft: no line break where a line is asked
    /// for, nothing that would end a link's text or begin a link in it, no blank or lone parenthesis
    /// in an address, one word where only one can be found again, and quotes as YAML writes them.
    fn source(&self, typed: &str, quoting: Quoting, draft: &Draft) -> String {
        match self.input {
            Input::Markdown if self.form == ValueForm::Paragraph => one_paragraph(typed),
            Input::Markdown => typed.to_owned(),
            Input::Line if self.form == ValueForm::Bold => {
                one_line(typed).replace(['*', '\\'], "").trim_start().to_owned()
            }
            Input::Value if quoting == Quoting::Raw => typed.to_owned(),
            Input::Line if self.form == ValueForm::Word => {
                typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '[' | ']')).collect()
            }
            Input::Line => one_line(typed),
            Input::Value => {
                let line: String =
                    one_line(typed).chars().filter(|c| !c.is_control() || *c == '\t').collect();
                match quoting {
                    Quoting::Double => line.replace('\\', "\\\\").replace('"', "\\\""),
                    Quoting::Single => line.replace('\'', "''"),
                    Quoting::Plain | Quoting::Verbatim | Quoting::Raw => line,
                }
            }
            Input::Bracketed => {
                let text = link_text(&one_line(typed));
                // Where the draft has labels, `[1]` in a link's text may be a link of its own.
                if draft.definitions().is_empty() { text } else { escape(&text, &['[', ']']) }
            }
            Input::Address | Input::Path => address(typed.trim_start()),
        }
    }
}

/// Whether YAML reads a value without quotes as the words that it is, and not as a list, a
/// comment, a quoted text or another key.
fn is_plain(value: &str) -> bool {
    let begins_other =
        value.starts_with(['[', ']', '{', '}', ',', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`', '#']);
    let is_mark = matches!(value.split([' ', '\t']).next(), Some("-" | "?" | ":"));
    let has_key = value.trim_end().ends_with(':') || value.contains(": ") || value.contains(":\t");
    !(begins_other || is_mark || has_key || value.contains(" #") || value.contains("\t#"))
}

fn one_line(value: &str) -> String {
    value.replace("\r\n", " ").replace(['\n', '\r'], " ")
}

/// The lines that are not blank, for a blank one ends a paragraph.
fn one_paragraph(value: &str) -> String {
    let newline = if value.contains("\r\n") { "\r\n" } else { "\n" };
    let lines: Vec<&str> = value.lines().filter(|line| !line.trim().is_empty()).collect();
    lines.join(newline)
}

fn link_text(line: &str) -> String {
    let mut text = line.to_owned();
    if !balanced(line, '[', ']') || line.contains("](") || line.contains("][") {
        text = escape(&text, &['[', ']']);
    }
    // A single tick would look for its other half behind the link.
    if line.matches('`').count() % 2 == 1 {
        text = escape(&text, &['`']);
    }
    // A backslash at the end would take the closing bracket with it.
    if ends_in_escape(&text) {
        text.push('\\');
    }
    text
}

fn address(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\n' | '\r' => {}
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '"' => out.push_str("%22"),
            '\\' if !chars.peek().is_some_and(char::is_ascii_punctuation) => out.push_str("%5C"),
            c if c.is_whitespace() => out.push_str("%20"),
            c => out.push(c),
        }
    }
    if balanced(&out, '(', ')') { out } else { out.replace('(', "%28").replace(')', "%29") }
}

/// Puts a backslash before each of the marks that has none.
fn escape(line: &str, marks: &[char]) -> String {
    let mut out = String::with_capacity(line.len() + 2);
    let mut escaped = false;
    for c in line.chars() {
        if marks.contains(&c) && !escaped {
            out.push('\\');
        }
        escaped = c == '\\' && !escaped;
        out.push(c);
    }
    out
}

fn ends_in_escape(text: &str) -> bool {
    text.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}

fn balanced(text: &str, open: char, close: char) -> bool {
    let mut depth = 0i32;
    let mut escaped = false;
    for c in text.chars() {
        if !escaped && c == open {
            depth += 1;
        } else if !escaped && c == close {
            depth -= 1;
        }
        if depth < 0 {
            return false;
        }
        escaped = c == '\\' && !escaped;
    }
    depth == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::built_in;

    fn source(field: Field, typed: &str) -> String {
        field.source(typed, field.quoting, &Draft::default())
    }

    fn field(input: Input) -> Field {
        Field::new(Role::Text, input, vec![], &Draft::default(), &built_in("circuitpython").unwrap())
    }

    #[test]
    fn a_label_stays_where_the_words_change() {
        let set = |text: &str, value: &str| {
            let draft = Draft::parse(text);
            let profile = built_in("circuitpython").unwrap();
            let link = draft.links().next().unwrap();
            let field =
                Field::new(Role::Text, Input::Bracketed, vec![link.text], &draft, &profile).with_link(link);
            field.clone().write(value, &draft).apply(text)
        };
        let label = "\n\n[crate]: https://example.org/\n";
        assert_eq!(set(&format!("[crate]{label}"), "A [crate]"), format!("[A \\[crate\\]][crate]{label}"));
        assert_eq!(set(&format!("[it][crate]{label}"), "The crate"), format!("[The crate][crate]{label}"));
        assert_eq!(set(&format!("[crate]{label}"), "crate"), format!("[crate]{label}"));
    }

    #[test]
    fn values_are_made_fit_for_their_place() {
        assert_eq!(source(field(Input::Bracketed), "a [b] c]"), "a \\[b\\] c\\]");
        assert_eq!(source(field(Input::Bracketed), "a [b]\nc"), "a [b] c");
        assert_eq!(
            source(field(Input::Address), " https://example.org/a b_(c)"),
            "https://example.org/a%20b_(c)"
        );
        assert_eq!(source(field(Input::Address), "https://example.org/c)"), "https://example.org/c%29");
        assert_eq!(source(field(Input::Bracketed), "a [b](c)"), "a \\[b\\](c)");
        assert_eq!(source(field(Input::Bracketed), "C:\\"), "C:\\\\");
        assert_eq!(source(field(Input::Bracketed), "the ` key"), "the \\` key");
        assert_eq!(
            source(field(Input::Address), "https://example.org/<\"a\">\\"),
            "https://example.org/%3C%22a%22%3E%5C"
        );
        assert_eq!(
            source(field(Input::Address), "https://example.org/a_\\(b\\)"),
            "https://example.org/a_\\(b\\)"
        );
        assert_eq!(source(field(Input::Line).with_form(ValueForm::Word), " 39 012 [x]"), "39012x");
        assert_eq!(source(field(Input::Line).with_form(ValueForm::Bold), " a**b\\ c"), "ab c");
        let paragraph = field(Input::Markdown).with_form(ValueForm::Paragraph);
        assert_eq!(source(paragraph, "a\n \n\nb\n"), "a\nb");
        assert_eq!(source(field(Input::Markdown), "a\n\n* b"), "a\n\n* b");
    }
}
