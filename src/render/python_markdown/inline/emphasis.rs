use super::{Inline, Inliner, Pattern, before};
use crate::render::python_markdown::element::Id;
use crate::render::python_markdown::text::{Builder, Text, is_word};

/// The forms of emphasis, in the order in which they are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    /// `***one* two**`
    EmphasisInStrong,
    /// `***one** two*`
    StrongInEmphasis,
    /// `**one *two***`
    StrongThenEmphasis,
    Strong,
    Emphasis,
}

const FORMS: [Form; 5] =
    [Form::EmphasisInStrong, Form::StrongInEmphasis, Form::StrongThenEmphasis, Form::Strong, Form::Emphasis];

/// The contents of a form: the first, and the second with its start, if it has one. Then the end.
struct Parts {
    first: (usize, usize),
    second: Option<(usize, usize)>,
    end: usize,
}

impl Inliner<'_> {
    /// Emphasis. After each, Python begins again at the start of the text: marks before it may now be emphasis.
    pub(super) fn emphasis(&mut self, mut text: Text, pattern: Pattern) -> Text {
        let mark = if pattern == Pattern::Asterisk { b'*' } else { b'_' };
        loop {
            let mut builder: Option<Builder> = None;
            let (mut copied, mut at) = (0, 0);
            let mut has_failed = false;
            let mut is_again = false;
            while let Some(found) = memchr::memchr(mark, &text.as_bytes()[at..]) {
                let start = at + found;
                let form =
                    FORMS.into_iter().find_map(|form| Some((form, self.parts(&text, start, mark, form)?)));
                let Some((form, parts)) = form else {
                    has_failed = true;
                    at = start + 1;
                    continue;
                };
                let element = self.build(&text, &parts, mark, form);
                let builder = builder.get_or_insert_with(|| Builder::with_capacity(text.len()));
                builder.push(&text.slice(copied..start));
                let source = text.source_of(start..parts.end);
                self.store(Inline::Element(element), pattern, source, builder);
                (copied, at) = (parts.end, parts.end);
                if has_failed && self.work > text.len() {
                    self.spend(text.len());
                    is_again = true;
                    break;
                }
            }
            let Some(mut builder) = builder else { return text };
            builder.push(&text.from(copied));
            text = builder.finish();
            if !is_again {
                return text;
            }
        }
    }

    fn build(&mut self, text: &Text, parts: &Parts, mark: u8, form: Form) -> Id {
        let elements = &mut self.page.elements;
        let first = text.slice(parts.first.0..parts.first.1);
        let second = parts.second.map(|(start, end)| text.slice(start..end));
        let (outer, inner) = match form {
            Form::EmphasisInStrong | Form::StrongThenEmphasis => ("strong", Some("em")),
            Form::StrongInEmphasis => ("em", Some("strong")),
            Form::Strong => ("strong", None),
            Form::Emphasis => ("em", None),
        };
        let outer = elements.add(outer);
        let inner = inner.map(|tag| elements.add(tag));
        match (inner, second) {
            (Some(inner), Some(second)) if form == Form::StrongThenEmphasis => {
                self.within(&first, outer, None, mark, form);
                self.page.elements[outer].children.push(inner);
                self.within(&second, inner, None, mark, form);
            }
            (Some(inner), Some(second)) => {
                self.within(&first, inner, None, mark, form);
                self.page.elements[outer].children.push(inner);
                self.within(&second, outer, Some(inner), mark, form);
            }
            _ => self.within(&first, outer, None, mark, form),
        }
        outer
    }

    /// Reads the later forms in the content of one (`parse_sub_patterns`).
    fn within(&mut self, text: &Text, parent: Id, mut last: Option<Id>, mark: u8, parent_form: Form) {
        let (mut copied, mut at) = (0, 0);
        while let Some(found) = memchr::memchr(mark, text.as_bytes().get(at..).unwrap_or_default()) {
            at += found;
            let mut is_matched = false;
            for form in FORMS.into_iter().filter(|form| *form > parent_form) {
                let Some(parts) = self.parts(text, at, mark, form) else { continue };
                self.text_before(&text.slice(copied..at), parent, last);
                let element = self.build(text, &parts, mark, form);
                self.page.elements[element].span = Some(text.source_of(at..parts.end));
                self.page.elements[parent].children.push(element);
                last = Some(element);
                (copied, at) = (parts.end, parts.end);
                is_matched = true;
            }
            if !is_matched {
                at += 1;
            }
        }
        self.text_before(&text.from(copied), parent, last);
    }

    fn text_before(&mut self, text: &Text, parent: Id, last: Option<Id>) {
        if text.is_empty() {
            return;
        }
        match last {
            Some(last) => self.page.elements[last].tail = text.clone(),
            None => self.page.elements[parent].text = text.clone(),
        }
    }

    /// The contents of a form that begins at `at`.
    fn parts(&mut self, text: &str, at: usize, mark: u8, form: Form) -> Option<Parts> {
        if self.work == 0 {
            return None;
        }
        let scan = Scan { text, mark };
        let parts = scan.parts(at, form);
        let end = parts.as_ref().map_or(text.len(), |parts| parts.end);
        // A form without an end was looked for in all of the text.
        self.spend(if parts.is_some() { (end - at) / 8 } else { scan.cost(at, form) });
        parts
    }
}

struct Scan<'t> {
    text: &'t str,
    mark: u8,
}

impl Scan<'_> {
    fn count(&self, at: usize) -> usize {
        self.text
            .as_bytes()
            .get(at..)
            .map_or(0, |rest| rest.iter().take_while(|byte| **byte == self.mark).count())
    }

    fn cost(&self, at: usize, form: Form) -> usize {
        let needed = match form {
            Form::EmphasisInStrong | Form::StrongInEmphasis => 3,
            Form::StrongThenEmphasis | Form::Strong => 2,
            Form::Emphasis => 1,
        };
        if self.count(at) >= needed { self.text.len() - at } else { 1 }
    }

    /// The first run of `count` marks from an offset on.
    fn find(&self, from: usize, count: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = from;
        loop {
            at += memchr::memchr(self.mark, bytes.get(at..)?)?;
            let has_all = (at..at + count).all(|place| bytes.get(place) == Some(&self.mark));
            if has_all {
                return Some(at);
            }
            at += 1;
        }
    }

    fn find_where(&self, from: usize, count: usize, is_fit: impl Fn(usize) -> bool) -> Option<usize> {
        let mut at = from;
        loop {
            at = self.find(at, count)?;
            if is_fit(at) {
                return Some(at);
            }
            at += 1;
        }
    }

    fn word_before(&self, at: usize) -> bool {
        before(self.text, at).is_some_and(is_word)
    }

    fn word_at(&self, at: usize) -> bool {
        self.text[at..].chars().next().is_some_and(is_word)
    }

    /// The offset behind the first character of a content.
    fn after_first(&self, at: usize) -> Option<usize> {
        self.text.get(at..)?.chars().next().map(|first| at + first.len_utf8())
    }

    fn parts(&self, at: usize, form: Form) -> Option<Parts> {
        let is_smart = self.mark == b'_';
        match form {
            Form::EmphasisInStrong | Form::StrongInEmphasis => {
                (self.count(at) >= 3).then_some(())?;
                let (inner, outer) = if form == Form::EmphasisInStrong { (1, 2) } else { (2, 1) };
                let close = self.find(self.after_first(at + 3)?, inner)?;
                let end = self.find(close + inner, outer)?;
                Some(Parts { first: (at + 3, close), second: Some((close + inner, end)), end: end + outer })
            }
            Form::StrongThenEmphasis => {
                (self.count(at) == 2 && !(is_smart && self.word_before(at))).then_some(())?;
                let from = self.after_first(at + 2)?;
                let open = if is_smart {
                    self.find_where(from, 1, |open| !self.word_before(open) && self.count(open) == 1)?
                } else {
                    self.find(from, 1).filter(|open| self.count(*open) == 1)?
                };
                let from = self.after_first(open + 1)?;
                let end = if is_smart {
                    self.find_where(from, 3, |end| !self.word_at(end + 3))?
                } else {
                    self.find(from, 3)?
                };
                Some(Parts { first: (at + 2, open), second: Some((open + 1, end)), end: end + 3 })
            }
            Form::Strong if is_smart => self.smart(at, 2),
            Form::Emphasis if is_smart => self.smart(at, 1),
            Form::Strong => {
                (self.count(at) >= 2).then_some(())?;
                let end = self.find(self.after_first(at + 2)?, 2)?;
                Some(Parts { first: (at + 2, end), second: None, end: end + 2 })
            }
            Form::Emphasis => {
                (self.count(at) == 1).then_some(())?;
                let end = self.find(at + 1, 1)?;
                Some(Parts { first: (at + 1, end), second: None, end: end + 1 })
            }
        }
    }

    /// Underscores that are not within a word.
    fn smart(&self, at: usize, count: usize) -> Option<Parts> {
        (self.count(at) == count && !self.word_before(at)).then_some(())?;
        let from = self.after_first(at + count)?;
        let end = self.find_where(from, count, |end| {
            before(self.text, end) != Some('_') && !self.word_at(end + count)
        })?;
        Some(Parts { first: (at + count, end), second: None, end: end + count })
    }
}
