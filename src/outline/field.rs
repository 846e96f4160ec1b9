use std::borrow::Cow;

use super::Role;
use super::encode::{address, escape, is_plain, link_text, one_line, one_paragraph};
use crate::draft::{Draft, Link, LinkKind, Quoting};
use crate::profile::Profile;
use crate::text::{Bias, Edit, Edits, Span};

/// The kind of text that a field accepts. Determines how it is edited and when it counts as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// One line of plain words, such as a heading.
    Line,
    /// One line inside brackets: the text of a link or the description of an image.
    Bracketed,
    /// An address inside parentheses.
    Address,
    /// The path of an image.
    Path,
    /// A value of the front matter, without its quotes.
    Value,
    /// Markdown of any length.
    Markdown,
}

/// Restricts the values of a field so that the parser finds the end of the value again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ValueForm {
    /// Anything that its input accepts.
    Free,
    /// One word: a version or a number.
    Word,
    /// Bold text, between two pairs of stars.
    Bold,
    /// One paragraph: a blank line would end it.
    Paragraph,
}

/// How much of a field is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// The value is empty.
    Missing,
    /// The value is the template's placeholder.
    Placeholder,
    /// Written, but with one of the template's tokens left in it.
    Mixed,
    Written,
}

/// Where the markup around a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// The draft has it.
    InText,
    /// The text of the slot lacks the part: its markup is the wrapper.
    Absent,
    /// It was inserted with the value, and is removed with it.
    Added,
}

/// The link whose text the value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LinkText {
    /// `[text](address)` or `[text][label]`.
    Full(Span),
    /// `[label]`: the text is the label too. A new value keeps the old one as the label.
    Shortcut(Span),
}

/// A value of a slot that is edited on its own. It may occur at several places of the draft: a change
/// edits all of them, and nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub role: Role,
    /// The label in a form: the role's label or a more specific one.
    pub name: Cow<'static, str>,
    pub input: Input,
    /// The occurrences of the value.
    pub spans: Vec<Span>,
    link: Option<LinkText>,
    pub fill: Fill,
    /// True if the slot is unfinished without it.
    pub required: bool,
    /// True if a written value shows that somebody has worked on the slot. False for an image's path,
    /// because some templates carry file names that look real, and for boilerplate.
    pub shows_work: bool,
    /// Text that is inserted before and after the first value of an empty field, such as `: ` before
    /// a title.
    pub wrapper: (Cow<'static, str>, Cow<'static, str>),
    pub presence: Presence,
    pub(super) form: ValueForm,
    /// How a value of the front matter is quoted.
    pub(super) quoting: Quoting,
    /// True if the wrapper was inserted together with the value and is removed with it.
    wrapper_inserted: bool,
    /// For an address: how many bytes before it the words begin that are a link only with it.
    link_start: Option<usize>,
    /// A suggested value for the empty field.
    pub hint: String,
    /// The first of the template's words that are left in the value.
    pub placeholder: Option<String>,
}

impl Field {
    pub(super) fn new(role: Role, input: Input, spans: Vec<Span>, draft: &Draft, profile: &Profile) -> Field {
        let value = spans.first().map_or("", |span| draft.slice(*span));
        let token = profile.tokens(value).next();
        let is_whole = token.is_some_and(|token| token.len() == value.trim().len());
        let is_placeholder = match input {
            Input::Address => profile.is_address_placeholder(value),
            Input::Path => profile.is_image_placeholder(value),
            Input::Line | Input::Value | Input::Bracketed | Input::Markdown => {
                is_whole || profile.is_listed_placeholder(value)
            }
        };
        // Words of the template around a token, such as `on {date}`: typing replaces the token only.
        let is_form = is_placeholder && input == Input::Markdown && token.is_some() && !is_whole;
        let fill = if value.trim().is_empty() {
            Fill::Missing
        } else if is_placeholder && !is_form {
            Fill::Placeholder
        } else if token.is_some() {
            if input == Input::Markdown { Fill::Mixed } else { Fill::Placeholder }
        } else {
            Fill::Written
        };
        let placeholder = match fill {
            Fill::Missing | Fill::Written => None,
            Fill::Placeholder | Fill::Mixed => {
                Some(token.map_or(value.trim(), |token| token.of(value)).to_owned())
            }
        };
        Field {
            role,
            name: role.label().into(),
            input,
            spans,
            link: None,
            fill,
            required: false,
            shows_work: input != Input::Path && !is_form,
            wrapper: (Cow::Borrowed(""), Cow::Borrowed("")),
            presence: Presence::InText,
            form: ValueForm::Free,
            quoting: Quoting::Plain,
            wrapper_inserted: false,
            link_start: None,
            hint: String::new(),
            placeholder,
        }
    }

    /// Takes a value such as `#,###` for the placeholder of a fact, also if the profile does not list it.
    pub(super) fn of_fact(mut self, draft: &Draft, profile: &Profile) -> Field {
        let value = self.value(draft);
        if self.fill == Fill::Written && profile.is_fact_placeholder(value) {
            self.placeholder = Some(value.to_owned());
            self.fill = Fill::Placeholder;
        }
        self
    }

    /// Replaces the role's label.
    pub(super) fn named(mut self, name: impl Into<Cow<'static, str>>) -> Field {
        self.name = name.into();
        self
    }

    /// Adds a number to the label if there are several fields of the role.
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

    /// Marks text that is the same in every issue: it does not affect the state of the slot.
    pub(super) fn boilerplate(mut self) -> Field {
        self.required = false;
        self.shows_work = false;
        self
    }

    pub(super) fn with_form(mut self, form: ValueForm) -> Field {
        self.form = form;
        self
    }

    /// Makes it the address of words that begin `before` bytes before it. They are a link only while
    /// there is an address.
    pub(super) fn linking(mut self, before: usize) -> Field {
        self.link_start = Some(before);
        self
    }

    /// Removes the wrapper, which is already in the draft, together with the value.
    pub(super) fn with_inserted_wrapper(mut self) -> Field {
        self.wrapper_inserted = true;
        self
    }

    pub(super) fn with_link(mut self, link: &Link) -> Field {
        let is_shortcut = link.kind == LinkKind::Reference && link.span.end == link.text.end + 1;
        self.link = Some(if is_shortcut { LinkText::Shortcut(link.span) } else { LinkText::Full(link.span) });
        self
    }

    /// The whole link whose text the value is.
    pub fn link(&self) -> Option<Span> {
        self.link.map(|(LinkText::Full(span) | LinkText::Shortcut(span))| span)
    }

    /// True if the value may have several lines.
    pub fn takes_lines(&self) -> bool {
        self.input == Input::Markdown || self.quoting == Quoting::Raw
    }

    pub fn value<'t>(&self, draft: &'t Draft) -> &'t str {
        self.spans.first().map_or("", |span| draft.slice(*span))
    }

    /// The value as a form shows it: a placeholder is shown as an empty field. Of the placeholder for
    /// an image's path, the folder and the date are kept.
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

    /// Decodes a value of the draft: removes the backslashes and doubled quotes that its syntax needs.
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

    /// Sets the field's value and returns the edits for every occurrence. Afterwards `spans` are those
    /// in the changed draft, so that the next key needs no new outline. A value that is shown already
    /// needs no edits, even if it is malformed.
    pub fn write(&mut self, typed: &str, draft: &Draft) -> Edits {
        if self.spans.iter().all(|span| self.shown(draft.slice(*span)) == typed) {
            return Edits::default();
        }
        let old = self.value(draft);
        // A list, a table or an alias of YAML is written as it is typed.
        let is_words = !old.starts_with(['[', '{', '&', '*', '!', '|', '>']);
        let needs_quotes =
            self.input == Input::Value && self.quoting == Quoting::Plain && is_words && !is_plain(typed);
        let quoting = if needs_quotes { Quoting::Double } else { self.quoting };
        let source = self.source(typed, quoting, draft);
        let adds = old.is_empty() && !source.is_empty();
        let wrapper = if adds { self.wrapper_in(draft) } else { self.wrapper.clone() };
        let (before, after) = if adds { (&*wrapper.0, &*wrapper.1) } else { ("", "") };
        let quote = if needs_quotes { "\"" } else { "" };
        let label = match self.link {
            Some(LinkText::Shortcut(_)) => format!("][{old}"),
            _ => String::new(),
        };
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
            let has_bracket = draft.slice(Span::new(start, span.start)).starts_with('[');
            // A wrapper that begins with the bracket removes it.
            let is_inside = |wrapped: Span| wrapped != *span && wrapped.start > start;
            if adds && !has_bracket {
                edits.push(Edit { span: Span::at(start), text: "[".into() });
                shift = 1;
                link_start = Some(before + 1 + lead.len());
            } else if has_bracket && source.is_empty() && is_inside(self.with_wrapper(*span, draft)) {
                edits.push(Edit { span: Span::new(start, start + 1), text: String::new() });
                shift = -1;
                link_start = before.checked_sub(1 + draft.with_newlines(&self.wrapper.0).len());
            }
        }
        for span in &mut spans {
            let old = if source.is_empty() { self.with_wrapper(*span, draft) } else { *span };
            // Edit only what differs: a typed letter is an edit of one letter, and lines whose ending
            // differs from the draft's keep theirs.
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
        if adds && self.presence == Presence::Absent {
            self.presence = Presence::Added;
        }
        (self.spans, self.wrapper, self.quoting) = (spans, wrapper, quoting);
        self.link = self.link().map(LinkText::Full);
        self.link_start = link_start;
        edits
    }

    /// Like [`write`](Self::write), for an input that has already made the edits that turn the shown
    /// value into `typed`. A value that is stored as it is shown takes them over; other values are
    /// encoded and compared again.
    pub fn write_edits(&mut self, typed: &str, made: &Edits, draft: &Draft) -> Edits {
        let Some((edits, spans)) = self.moved_edits(typed, made, draft) else {
            return self.write(typed, draft);
        };
        self.spans = spans;
        edits
    }

    /// The edits at every occurrence, and the spans after them. `None` if the value is not stored as
    /// it is typed, or if the wrapper is inserted or removed.
    fn moved_edits(&self, typed: &str, made: &Edits, draft: &Draft) -> Option<(Edits, Vec<Span>)> {
        let old = self.value(draft);
        let is_stored_as_typed = match (self.input, self.form) {
            (Input::Markdown, ValueForm::Free) => true,
            (Input::Line, ValueForm::Free) => !typed.contains(['\n', '\r']),
            _ => false,
        };
        let fits = is_stored_as_typed
            && self.link_start.is_none()
            && !old.is_empty()
            && !typed.is_empty()
            && made.turns(old, typed)
            && self.spans.iter().all(|span| draft.slice(*span) == old)
            && made.iter().all(|edit| draft.with_newlines(&edit.text) == edit.text);
        if !fits {
            return None;
        }
        let mut spans = self.spans.clone();
        spans.sort();
        let mut edits = Vec::with_capacity(spans.len());
        for (n, span) in spans.iter_mut().enumerate() {
            let at = span.start as isize;
            edits.extend(made.iter().map(|edit| Edit { span: edit.span.shift(at), text: edit.text.clone() }));
            let start = span.start.wrapping_add_signed(made.delta() * n as isize);
            *span = Span::new(start, start + typed.len());
        }
        Some((Edits::new(edits).ok()?, spans))
    }

    /// Moves the spans of a field through edits of another field of the slot. `bias` decides where an
    /// empty field goes if text is inserted exactly there: [`Bias::Before`] if it precedes the edited
    /// field, [`Bias::After`] if it follows it.
    pub fn map_spans(&mut self, edits: &Edits, bias: Bias) {
        if let Some((span, before)) = self.spans.first().zip(self.link_start) {
            let start = edits.map(span.start.saturating_sub(before), Bias::Before);
            self.link_start = edits.map(span.start, bias).checked_sub(start);
        }
        for span in &mut self.spans {
            let start = edits.map(span.start, bias);
            *span = Span::new(start, edits.map(span.end, bias).max(start));
        }
    }

    /// The field after its text has moved by `delta` bytes.
    pub(super) fn moved(&self, delta: isize) -> Field {
        let link = self.link.map(|link| match link {
            LinkText::Full(span) => LinkText::Full(span.shift(delta)),
            LinkText::Shortcut(span) => LinkText::Shortcut(span.shift(delta)),
        });
        let mut moved = Field { link, ..self.clone() };
        moved.spans.iter_mut().for_each(|span| *span = span.shift(delta));
        moved
    }

    /// Takes over the inserted wrapper from `old`, the same field before the draft was read again.
    pub fn inherit_wrapper(&mut self, old: &Field) {
        if old.wrapper_inserted {
            (self.wrapper, self.wrapper_inserted) = (old.wrapper.clone(), true);
            self.presence = old.presence;
        }
    }

    /// The wrapper for a value in this draft.
    fn wrapper_in(&self, draft: &Draft) -> (Cow<'static, str>, Cow<'static, str>) {
        let Some(span) = self.spans.first().filter(|_| self.input == Input::Value) else {
            return self.wrapper.clone();
        };
        // YAML does not read `key:value` as a key, and a comment needs a space before it.
        let text = draft.text();
        let before = text.get(..span.start).is_some_and(|text| text.ends_with(':'));
        let after = text.get(span.end..).is_some_and(|text| text.starts_with('#'));
        (if before { " ".into() } else { "".into() }, if after { " ".into() } else { "".into() })
    }

    /// The span with its inserted wrapper, if the wrapper is still in the draft.
    fn with_wrapper(&self, span: Span, draft: &Draft) -> Span {
        let (before, after) = (draft.with_newlines(&self.wrapper.0), draft.with_newlines(&self.wrapper.1));
        let text = draft.text();
        let is_present = self.wrapper_inserted
            && text.get(..span.start).is_some_and(|text| text.ends_with(&before))
            && text.get(span.end..).is_some_and(|text| text.starts_with(&after));
        if is_present { Span::new(span.start - before.len(), span.end + after.len()) } else { span }
    }

    /// Encodes typed or pasted text for the draft: joins lines where only one is allowed, escapes what
    /// would end a link's text or begin a link in it, percent-encodes spaces and lone parentheses of
    /// an address, and quotes for YAML.
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
                // In a draft with definitions, `[1]` in a link's text may be a link itself.
                if draft.definitions().is_empty() { text } else { escape(&text, &['[', ']']) }
            }
            Input::Address | Input::Path => address(typed.trim_start()),
        }
    }
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
    fn values_are_encoded_for_their_syntax() {
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

    fn text_field(draft: &Draft, spans: Vec<Span>) -> Field {
        Field::new(Role::Text, Input::Markdown, spans, draft, &built_in("circuitpython").unwrap())
    }

    #[test]
    fn edits_of_an_input_are_moved_to_every_occurrence() {
        let draft = Draft::parse("A lamp and a lamp.\n");
        let spans = vec![Span::new(2, 6), Span::new(13, 17)];
        for (typed, made) in [
            ("lamps", Edits::insert(4, "s")),
            ("amp", Edits::delete(Span::new(0, 1))),
            ("lump", Edits::replace(Span::new(1, 2), "u")),
            ("", Edits::delete(Span::new(0, 4))),
        ] {
            let (mut one, mut other) = (text_field(&draft, spans.clone()), text_field(&draft, spans.clone()));
            let edits = one.write_edits(typed, &made, &draft);
            assert_eq!(edits, other.write(typed, &draft), "{typed}");
            assert_eq!(one, other, "{typed}");
            assert_eq!(edits.apply(draft.text()), format!("A {typed} and a {typed}.\n"));
        }
    }

    #[test]
    fn edits_of_an_input_are_encoded_where_the_value_is() {
        let draft = Draft::parse("[site](url)\n");
        let profile = built_in("circuitpython").unwrap();
        let link = draft.links().next().unwrap();
        let mut field = Field::new(Role::Address, Input::Address, vec![link.dest], &draft, &profile);
        let edits = field.write_edits("url x", &Edits::insert(3, " x"), &draft);
        assert_eq!(edits.apply(draft.text()), "[site](url%20x)\n");
        assert_eq!(field.spans, [Span::new(7, 14)]);
    }

    #[test]
    fn an_empty_field_stays_on_its_side_of_text_that_is_typed_next_to_it() {
        let text = "# T\n\n";
        let draft = Draft::parse(text);
        let at = |offset| text_field(&draft, vec![Span::at(offset)]);
        let (mut typed, mut before, mut after) = (at(5), at(5), at(5));
        let edits = typed.write("Words", &draft);
        before.map_spans(&edits, Bias::Before);
        after.map_spans(&edits, Bias::After);
        assert_eq!(typed.spans, [Span::new(5, 10)]);
        assert_eq!(before.spans, [Span::at(5)]);
        assert_eq!(after.spans, [Span::at(10)]);
    }
}
