//! Markdown around a selection.

use super::input::TextInput;
use super::place;
use crate::outline::encode_address;
use crate::text::address::Address;
use crate::text::{Edit, Edits, Span};

/// The markup that a key puts around a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    Bold,
    Code,
    Link,
}

impl TextInput {
    /// Returns the edits that put markup around the selection, or else around the word at the cursor.
    /// Bold text and code lose their markup. `None` if there are no words, or several paragraphs, or where
    /// Markdown would not read the markup: in code, around a part that is bold, and a link around a link.
    pub fn surround(&self, text: &str, markup: Markup) -> Option<Edits> {
        let span = self.selection().unwrap_or_else(|| place::word_at(text, self.cursor())).trim(text);
        let words = span.of(text);
        if words.is_empty() || has_blank_line(words) {
            return None;
        }
        let mark = match markup {
            Markup::Bold => "**".to_owned(),
            Markup::Code => "`".repeat(longest_run(words, '`') + 1),
            Markup::Link if words.contains(['[', ']']) || is_in_code(text, span) => return None,
            Markup::Link if Address::new(words).is_some() => return Some(around(span, "[](", ")")),
            Markup::Link => return Some(around(span, "[", "]()")),
        };
        if let Some(edits) = without_mark(text, span, &mark) {
            return Some(edits);
        }
        if is_in_code(text, span) || (markup == Markup::Bold && words.contains(&mark)) {
            return None;
        }
        // A backtick at the edge of code needs a space beside it.
        let gap = if markup == Markup::Code && mark.len() > 1 { " " } else { "" };
        Some(around(span, &format!("{mark}{gap}"), &format!("{gap}{mark}")))
    }

    /// Moves the cursor from behind an inserted link to the empty part of it.
    pub fn enter_markup(&mut self, edits: &Edits) {
        let mut inserted = edits.iter().map(|edit| edit.text.as_str());
        match (inserted.next(), inserted.next()) {
            (_, Some("]()")) => self.set_cursor(self.cursor().saturating_sub(1)),
            (Some("[]("), _) => {
                let start = edits.span().map_or(0, |span| span.start);
                self.set_cursor(start + 1);
            }
            _ => {}
        }
    }

    /// Returns the edits that make the selection a link to a pasted address. `None` if the text is no
    /// address, or if what is selected is not words.
    pub fn link_selection(&self, text: &str, pasted: &str) -> Option<Edits> {
        let address = pasted.trim();
        let span = self.selection()?.trim(text);
        let words = span.of(text);
        let is_address = Address::new(address).is_some() && !address.contains(char::is_whitespace);
        let is_words = !words.is_empty()
            && !has_blank_line(words)
            && !words.contains(['[', ']'])
            && Address::new(words).is_none()
            && !is_in_code(text, span)
            && !is_in_address(text, span);
        (is_address && is_words).then(|| around(span, "[", &format!("]({})", encode_address(address))))
    }
}

fn around(span: Span, before: &str, after: &str) -> Edits {
    let insert = |at, text: &str| Edit { span: Span::at(at), text: text.to_owned() };
    // Two places of a span that is not empty.
    Edits::new(vec![insert(span.start, before), insert(span.end, after)]).unwrap_or_default()
}

/// The edits that remove a mark that is around the span, or just inside of it.
fn without_mark(text: &str, span: Span, mark: &str) -> Option<Edits> {
    let len = mark.len();
    let outside = Span::new(span.start.checked_sub(len).unwrap_or(span.start), span.end + len);
    let [outer, inner] = [outside, span].map(|span| {
        let words = span.of(text);
        let within = words.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
        within.is_some_and(|within| !within.is_empty() && !within.contains(mark))
    });
    let whole = if outer && outside.start < span.start { outside } else { span };
    let remove = |at| Edit { span: Span::new(at, at + len), text: String::new() };
    (outer || inner)
        .then(|| Edits::new(vec![remove(whole.start), remove(whole.end - len)]).unwrap_or_default())
}

fn has_blank_line(words: &str) -> bool {
    words.lines().any(|line| line.trim().is_empty())
}

fn longest_run(words: &str, mark: char) -> usize {
    words.split(|c| c != mark).map(str::len).max().unwrap_or(0)
}

/// True if the span is between the backticks of code in its line.
fn is_in_code(text: &str, span: Span) -> bool {
    let before = text.get(place::line_start(text, span.start)..span.start).unwrap_or("");
    let after = text.get(span.end..place::line_end(text, span.end)).unwrap_or("");
    before.matches('`').count() % 2 == 1 && after.contains('`')
}

/// True if the span is in the parentheses of a link, where a link can't be.
fn is_in_address(text: &str, span: Span) -> bool {
    let line = text.get(place::line_start(text, span.start)..span.start).unwrap_or("");
    line.rfind("](").is_some_and(|at| !line[at..].contains(')'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text after the markup of `words`, which are selected.
    fn surrounded(text: &str, words: &str, markup: Markup) -> Option<String> {
        let start = text.find(words).unwrap();
        let mut input = TextInput::many_lines();
        input.select(text, Span::new(start, start + words.len()));
        Some(input.surround(text, markup)?.apply(text))
    }

    #[test]
    fn marks_are_put_around_words_and_taken_away() {
        for (before, words, markup, after) in [
            ("a lamp hums", " lamp ", Markup::Bold, Some("a **lamp** hums")),
            ("a **lamp** hums", "lamp", Markup::Bold, Some("a lamp hums")),
            ("a **lamp** hums", "**lamp**", Markup::Bold, Some("a lamp hums")),
            ("run x.py", "x.py", Markup::Code, Some("run `x.py`")),
            ("run a`b", "a`b", Markup::Code, Some("run `` a`b ``")),
            ("a lamp", "lamp", Markup::Link, Some("a [lamp]()")),
            ("https://a.example", "https://a.example", Markup::Link, Some("[](https://a.example)")),
            ("one\n\ntwo", "one\n\ntwo", Markup::Bold, None),
            ("**a** and **b**", "**a** and **b**", Markup::Bold, None),
            ("x **a** and **b**", "a** and **b", Markup::Bold, None),
            ("run `a lamp` now", "lamp", Markup::Bold, None),
            ("run `a lamp` now", "lamp", Markup::Link, None),
            ("a [lamp](https://a.example)", "[lamp]", Markup::Link, None),
        ] {
            assert_eq!(surrounded(before, words, markup).as_deref(), after, "{before}");
        }
        // Without a selection, the word at the cursor.
        let mut input = TextInput::many_lines();
        input.set_cursor(3);
        assert_eq!(input.surround("a lamp", Markup::Bold).unwrap().apply("a lamp"), "a **lamp**");
        input.set_cursor(0);
        assert_eq!(input.surround("", Markup::Bold), None);
    }

    #[test]
    fn only_words_become_the_text_of_a_pasted_address() {
        for (text, words, pasted, after) in [
            ("a lamp", "lamp", "https://a.example/x y", None),
            ("a lamp", "lamp", "lamps", None),
            ("see https://b.example", "https://b.example", "https://a.example", None),
            ("a [lamp](https://b.example/x)", "b.example/x", "https://a.example", None),
            ("a [lamp](https://b.example)", "[lamp]", "https://a.example", None),
            ("a lamp", "lamp", "https://a.example/(x", Some("a [lamp](https://a.example/%28x)")),
        ] {
            let start = text.find(words).unwrap();
            let mut input = TextInput::many_lines();
            input.select(text, Span::new(start, start + words.len()));
            let linked = input.link_selection(text, pasted).map(|edits| edits.apply(text));
            assert_eq!(linked.as_deref(), after, "{text} {pasted}");
        }
    }
}
