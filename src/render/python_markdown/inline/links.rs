use super::{Finder, Inline, Inliner, Match, Pattern, before};
use crate::render::python_markdown::element::Id;
use crate::render::python_markdown::text::{Builder, Text, is_space};

/// `[^name]` (`FootnoteInlineProcessor`).
pub(super) struct Footnotes {
    last_bracket: usize,
}

impl Footnotes {
    pub fn new(text: &Text) -> Self {
        Self { last_bracket: memchr::memrchr(b']', text.as_bytes()).unwrap_or(0) }
    }
}

impl Finder for Footnotes {
    fn next(&mut self, inliner: &mut Inliner<'_>, text: &Text, at: usize) -> Match {
        let Some(found) = memchr::memmem::find(&text.as_bytes()[at..], b"[^") else { return Match::None };
        let start = at + found;
        if start > self.last_bracket {
            return Match::None;
        }
        let Some(length) = memchr::memchr(b']', &text.as_bytes()[start + 2..]) else { return Match::None };
        let end = start + 2 + length + 1;
        let name = &text[start + 2..end - 1];
        let Some(number) = inliner.page.footnotes.number(name) else { return Match::Skip(end) };
        let mark = inliner.page.elements.add("sup");
        let link = inliner.page.elements.add_child(mark, "a");
        let id = inliner.page.footnotes.refer(name);
        inliner.page.elements[mark].set("id", id);
        inliner.page.elements[link].set("href", format!("#fn:{name}"));
        inliner.page.elements[link].set("class", "footnote-ref");
        inliner.page.elements[link].text = Text::made(&number.to_string(), text.source_of(start..end));
        Match::Found(Inline::Element(mark), start, end)
    }
}

/// Each opening bracket and the one that closes it, if there is one.
struct Brackets(Vec<(usize, Option<usize>)>);

impl Brackets {
    fn new(text: &str) -> Self {
        let (mut open, mut pairs) = (Vec::<usize>::new(), Vec::new());
        for at in memchr::memchr2_iter(b'[', b']', text.as_bytes()) {
            if text.as_bytes()[at] == b'[' {
                open.push(pairs.len());
                pairs.push((at, None));
            } else if let Some(index) = open.pop() {
                pairs[index].1 = Some(at);
            }
        }
        Self(pairs)
    }

    fn close(&self, open: usize) -> Option<usize> {
        let at = self.0.binary_search_by_key(&open, |(start, _)| *start).ok()?;
        self.0.get(at)?.1
    }
}

/// What a bracket turned out to be.
enum Bracket {
    /// An element up to this end.
    Found(Id, usize),
    /// A reference to nothing, which is skipped up to this end.
    Unknown(usize),
    /// No link. The text up to this offset says so.
    None(usize),
}

impl Inliner<'_> {
    /// Links, images and references. After each, Python begins again at the start of the text, because a bracket before
    /// it may now have a partner.
    pub(super) fn links(&mut self, mut text: Text, pattern: Pattern) -> Text {
        let is_image =
            matches!(pattern, Pattern::Image | Pattern::ImageReference | Pattern::ShortImageReference);
        'again: loop {
            let brackets = Brackets::new(&text);
            let mut builder: Option<Builder> = None;
            let (mut copied, mut at) = (0, 0);
            // The end of what was looked at for brackets that are no links, and whether one was never closed.
            let (mut looked, mut has_unclosed) = (0, false);
            while let Some(found) = memchr::memchr(b'[', &text.as_bytes()[at..]) {
                let open = at + found;
                at = open + 1;
                let is_behind_mark = before(&text, open) == Some('!');
                if is_behind_mark != is_image {
                    continue;
                }
                let start = open - usize::from(is_image);
                if start < copied {
                    continue;
                }
                let Some(close) = brackets.close(open) else {
                    has_unclosed = true;
                    continue;
                };
                match self.bracket(&text, open, close, pattern) {
                    Bracket::None(end) => looked = looked.max(end),
                    Bracket::Unknown(end) => {
                        looked = looked.max(end);
                        at = end;
                    }
                    Bracket::Found(id, end) => {
                        let builder = builder.get_or_insert_with(|| Builder::with_capacity(text.len()));
                        builder.push(&text.slice(copied..start));
                        let source = text.source_of(start..end);
                        self.store(Inline::Element(id), pattern, source, builder);
                        copied = end;
                        at = end;
                        let is_unbalanced = || !is_balanced(&text[close + 1..end]);
                        let matters = looked > start || has_unclosed && is_unbalanced();
                        if matters && self.work > text.len() {
                            self.spend(text.len());
                            builder.push(&text.from(end));
                            text = std::mem::take(builder).finish();
                            continue 'again;
                        }
                    }
                }
            }
            let Some(mut builder) = builder else { return text };
            builder.push(&text.from(copied));
            return builder.finish();
        }
    }

    fn bracket(&mut self, text: &Text, open: usize, close: usize, pattern: Pattern) -> Bracket {
        let content = text.slice(open + 1..close);
        match pattern {
            Pattern::Link | Pattern::Image => {
                let target = if self.work == 0 { Err(close + 1) } else { self.target(text, close + 1) };
                match target {
                    Ok(target) => {
                        Bracket::Found(self.link(&content, target.address, target.title, pattern), target.end)
                    }
                    Err(end) => Bracket::None(end),
                }
            }
            Pattern::ShortReference | Pattern::ShortImageReference => {
                self.named(&content, &content, close + 1, pattern)
            }
            _ => match reference_name(text, close + 1) {
                Some((name, end)) if name.is_empty() => self.named(&content, &content, end, pattern),
                Some((name, end)) => self.named(&content, &name, end, pattern),
                None => Bracket::None(close + 3),
            },
        }
    }

    fn named(&mut self, content: &Text, name: &str, end: usize, pattern: Pattern) -> Bracket {
        let name = super::markup::blanks_joined(&name.to_lowercase());
        let Some(reference) = self.page.references.get(&name) else { return Bracket::Unknown(end) };
        let title = reference.title.clone().filter(|title| !title.is_empty());
        let address = reference.address.clone();
        Bracket::Found(self.link(content, address, title, pattern), end)
    }

    fn link(&mut self, content: &Text, address: String, title: Option<String>, pattern: Pattern) -> Id {
        let is_image =
            matches!(pattern, Pattern::Image | Pattern::ImageReference | Pattern::ShortImageReference);
        let id = self.page.elements.add(if is_image { "img" } else { "a" });
        let alt = is_image.then(|| self.plain(content).into_owned());
        let element = &mut self.page.elements[id];
        element.set(if is_image { "src" } else { "href" }, address);
        if let Some(title) = title {
            element.set("title", title);
        }
        match alt {
            Some(alt) => element.set("alt", alt),
            None => element.text = content.clone(),
        }
        id
    }

    /// The target in parentheses (`getLink`). An error is the end of what was looked at.
    fn target(&mut self, text: &Text, at: usize) -> Result<Target, usize> {
        let Some(rest) = text[at..].strip_prefix('(') else { return Err(at + 1) };
        let start = text.len() - rest.trim_start_matches(is_space).len();
        if text[start..].starts_with('<')
            && let Some(target) = self.angle_target(text, start)
        {
            return Ok(target);
        }
        let mut scan = TargetScan::new(start);
        let is_mark = |byte: &u8| matches!(*byte, b'(' | b')' | b'\'' | b'"');
        while let Some(found) = text.as_bytes()[scan.end..].iter().position(is_mark) {
            scan.read(text, scan.end + found);
            if scan.brackets == 0 {
                break;
            }
        }
        if scan.brackets > 0 {
            scan.end = text.len();
        }
        self.spend(scan.end - start);
        let (address, title) = match scan.finish() {
            Some(parts) => parts,
            None => return Err(scan.end),
        };
        let title = title.map(|(from, to)| text.get(from..to).unwrap_or("").to_owned());
        let title = title.map(|title| clean_title(&self.plain(title.trim_matches(is_space))));
        let address = self.plain(text.get(address.0..address.1).unwrap_or(""));
        Ok(Target { address: address.trim_matches(is_space).to_owned(), title, end: scan.end })
    }

    /// `<address> "title")`
    fn angle_target(&self, text: &str, start: usize) -> Option<Target> {
        let close = start + 1 + memchr::memchr2(b'<', b'>', &text.as_bytes()[start + 1..])?;
        text[close..].strip_prefix('>')?;
        let skip = |at: usize| text.len() - text[at..].trim_start_matches(is_space).len();
        let mut at = skip(close + 1);
        let mut title = None;
        if let Some(quote @ (b'\'' | b'"')) = text.as_bytes().get(at) {
            let length = memchr::memchr(*quote, &text.as_bytes()[at + 1..])?;
            title = Some(&text[at + 1..at + 1 + length]);
            at = skip(at + length + 2);
        }
        text[at..].strip_prefix(')')?;
        let title = title.map(|title| clean_title(&self.plain(title.trim_matches(is_space))));
        let address = self.plain(text[start + 1..close].trim_matches(is_space));
        Some(Target { address: address.trim_matches(is_space).to_owned(), title, end: at + 1 })
    }
}

struct Target {
    address: String,
    title: Option<String>,
    end: usize,
}

fn is_balanced(text: &str) -> bool {
    let mut depth = 0_isize;
    for at in memchr::memchr2_iter(b'[', b']', text.as_bytes()) {
        depth += if text.as_bytes()[at] == b'[' { 1 } else { -1 };
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

/// The name in brackets behind a text in brackets, and its end.
fn reference_name(text: &Text, at: usize) -> Option<(Text, usize)> {
    let rest = &text[at..];
    let rest = rest.strip_prefix(is_space).unwrap_or(rest).strip_prefix('[')?;
    let start = text.len() - rest.len();
    let end = start + memchr::memchr(b']', rest.as_bytes())?;
    Some((text.slice(start..end), end + 1))
}

/// A title without one pair of quotes, in one line.
fn clean_title(title: &str) -> String {
    let quoted = |quote: char| title.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    let title = quoted('"').or_else(|| quoted('\'')).unwrap_or(title);
    title.chars().map(|character| if is_space(character) { ' ' } else { character }).collect()
}

/// Python's reading of a target: nested parentheses, and a title in one of two kinds of quotes.
struct TargetScan {
    start: usize,
    end: usize,
    brackets: usize,
    /// Parentheses that close the target if the title is never closed.
    backtrack: usize,
    last_bracket: Option<usize>,
    is_in_title: bool,
    first: Quote,
    second: Quote,
    closed: Option<Parts>,
}

/// The bytes of the address, and of the title.
type Parts = ((usize, usize), Option<(usize, usize)>);

#[derive(Clone, Copy, Default)]
struct Quote {
    mark: Option<u8>,
    start: usize,
    exit: Option<usize>,
}

impl Quote {
    fn is_closed_by(self, last: Option<u8>) -> bool {
        self.exit.is_some() && self.mark == last
    }
}

impl TargetScan {
    fn new(start: usize) -> Self {
        Self {
            start,
            end: start,
            brackets: 1,
            backtrack: 1,
            last_bracket: None,
            is_in_title: false,
            first: Quote::default(),
            second: Quote::default(),
            closed: None,
        }
    }

    /// Reads a parenthesis or a quote.
    fn read(&mut self, text: &str, at: usize) {
        let next = at + 1;
        // Of a target, and not of what is before it.
        let start = self.start;
        let before = || text[start..at].trim_end_matches(' ').bytes().next_back();
        match text.as_bytes()[at] {
            b'(' if !self.is_in_title => self.brackets += 1,
            b'(' => self.backtrack = self.backtrack.saturating_sub(1),
            b')' => self.close(next, before()),
            mark => self.quote(next, mark),
        }
        self.end = next;
        if self.brackets == 0 {
            let title = [self.first, self.second].into_iter().find(|quote| quote.is_closed_by(before()));
            self.closed = Some(match title {
                Some(quote) => (
                    (self.start, quote.start - 1),
                    Some((quote.start, quote.exit.unwrap_or(quote.start) - 1)),
                ),
                None => ((self.start, next - 1), None),
            });
        }
    }

    fn close(&mut self, next: usize, before: Option<u8>) {
        if self.first.is_closed_by(before) || self.second.is_closed_by(before) {
            self.brackets = 0;
        } else if !self.is_in_title {
            self.brackets -= 1;
        } else if self.backtrack > 0 {
            self.backtrack -= 1;
            if self.backtrack == 0 {
                self.last_bracket = Some(next);
            }
        }
    }

    fn quote(&mut self, next: usize, mark: u8) {
        if self.first.mark.is_none() {
            self.is_in_title = true;
            self.backtrack = self.brackets;
            self.brackets = 1;
            self.first = Quote { mark: Some(mark), start: next, exit: None };
        } else if self.first.mark != Some(mark) && self.second.mark.is_none() {
            self.second = Quote { mark: Some(mark), start: next, exit: None };
        } else if self.first.mark == Some(mark) {
            self.first.exit = Some(next);
        } else {
            self.second.exit = Some(next);
        }
    }

    /// The parts, if the target is closed. Sets the end to the last parenthesis of a target with an open title.
    fn finish(&mut self) -> Option<Parts> {
        if self.closed.is_some() {
            return self.closed;
        }
        let last = self.last_bracket.filter(|_| self.backtrack == 0)?;
        self.end = last;
        Some(((self.start, last - 1), None))
    }
}
