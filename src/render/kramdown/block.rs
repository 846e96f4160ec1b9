//! kramdown's blocks. They are tried in kramdown's order.

use super::element::{El, Ending, Kind};
use super::parser::{Parser, Scanner, Tree};
use super::scan;
use crate::text::Span;

/// What the attempt to parse a block came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// It was another kind of block.
    No,
    Yes,
    /// The end tag of the HTML element around the blocks.
    Stop,
}

impl From<bool> for Flow {
    fn from(is_parsed: bool) -> Self {
        if is_parsed { Flow::Yes } else { Flow::No }
    }
}

impl Parser {
    /// Parses the blocks of a text of its own.
    pub fn blocks_of(&mut self, text: Span, tree: &mut Tree) {
        self.blocks(&mut Scanner::new(text), tree);
    }

    /// Parses blocks up to the end, or to the end tag of the HTML element around them. Returns true for the latter.
    pub fn blocks(&mut self, src: &mut Scanner, tree: &mut Tree) -> bool {
        if self.is_too_deep() {
            let rest = src.take(src.rest().len());
            tree.push(paragraph_of(rest.trim(self.store.of(Span::new(0, self.store.len())))));
            return false;
        }
        let ial = tree.ial.take();
        self.depth += 1;
        let mut is_stopped = false;
        while !src.is_at_end() && !is_stopped {
            match self.block(src, tree) {
                Flow::Yes => {}
                Flow::Stop => is_stopped = true,
                Flow::No => {
                    let line = src.take(scan::line(self.rest(src)));
                    tree.children.push(El::new(Kind::Source(line), line));
                }
            }
        }
        self.depth -= 1;
        tree.ial = ial;
        is_stopped
    }

    fn block(&mut self, src: &mut Scanner, tree: &mut Tree) -> Flow {
        let is_text = self.rest(src).bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic());
        // No other block begins with a letter.
        if !is_text {
            let markup = self.blank(src, tree)
                || self.indented_code(src, tree)
                || self.fenced_code(src, tree)
                || self.quote(src, tree)
                || self.atx_heading(src, tree)
                || self.rule(src, tree)
                || self.list(src, tree)
                || self.definition_list(src, tree);
            if markup {
                return Flow::Yes;
            }
            match self.html_block(src, tree) {
                Flow::No => {}
                flow => return flow,
            }
        }
        let is_parsed = self.setext_heading(src, tree)
            || (!is_text && self.math_block(src, tree))
            || self.table(src, tree)
            || (!is_text
                && (self.footnote_definition(src, tree)
                    || self.link_definition(src, tree)
                    || self.abbreviation_definition(src, tree)
                    || self.block_extension(src, tree)
                    || self.end_marker(src, tree)))
            || self.paragraph(src, tree);
        is_parsed.into()
    }

    fn blank(&mut self, src: &mut Scanner, tree: &mut Tree) -> bool {
        let Some(len) = scan::blank_lines(self.rest(src)) else { return false };
        let span = src.take(len);
        match tree.children.last_mut() {
            Some(last) if last.is_blank() => last.span.end = span.end,
            _ => tree.push(El::new(Kind::Blank, span)),
        }
        true
    }

    fn indented_code(&mut self, src: &mut Scanner, tree: &mut Tree) -> bool {
        let rest = self.rest(src);
        if scan::code_indent(rest).is_none() {
            return false;
        }
        let len = indented(rest);
        let text = without_indents(&joined(&rest[..len]));
        let span = src.take(len);
        tree.push(El::new(Kind::Code { text, language: None }, span));
        len > 0
    }

    fn fenced_code(&mut self, src: &mut Scanner, tree: &mut Tree) -> bool {
        let rest = self.rest(src);
        if !scan::fence_start(rest) || self.is_exhausted() {
            return false;
        }
        let Some((info, text, len)) = scan::fenced(rest) else {
            let len = rest.len();
            self.spend(len);
            return false;
        };
        let (info, text) = (info.to_owned(), text.to_owned());
        let mut code = El::new(Kind::Code { text, language: None }, src.take(len));
        if !info.is_empty() {
            let name = info.split_once('?').map_or(info.as_str(), |(name, _)| name);
            code.attributes.set("class", format!("language-{}", if name.is_empty() { &info } else { name }));
            code.kind = match code.kind {
                Kind::Code { text, .. } => Kind::Code { text, language: Some(info) },
                other => other,
            };
        }
        tree.push(code);
        true
    }

    fn quote(&mut self, src: &mut Scanner, tree: &mut Tree) -> bool {
        let rest = self.rest(src);
        if scan::byte(rest, scan::spaces(rest, 3)) != b'>' {
            return false;
        }
        let span = self.lines_until(src, scan::lazy_end);
        let start = self.store.len();
        let mut at = span.start;
        while at < span.end {
            let line = self.store.of(Span::new(at, span.end));
            let len = scan::line(line);
            let indent = scan::spaces(line, 3);
            let mark = match scan::byte(line, indent) {
                b'>' => indent + 1 + usize::from(scan::byte(line, indent + 1) == b' '),
                _ => 0,
            };
            self.store.copy(Span::new(at + mark, at + len));
            at += len;
        }
        let inner = Span::new(start, self.store.len());
        let mut quote = El::new(Kind::Quote, span);
        quote.ial = tree.ial.take().map(Box::new);
        let mut content = Tree::default();
        self.blocks_of(inner, &mut content);
        quote.children = content.children;
        tree.children.push(quote);
        true
    }

    /// The first line, and all others up to one where `is_end` is true.
    fn lines_until(&self, src: &mut Scanner, is_end: fn(&str) -> bool) -> Span {
        let start = src.pos;
        loop {
            src.take(scan::line(self.rest(src)));
            if is_end(self.rest(src)) {
                return Span::new(start, src.pos);
            }
        }
    }

    fn atx_heading(&mut self, src: &mut Scanner, tree: &mut Tree) -> bool {
        let rest = self.rest(src);
        if scan::byte(rest, 0) != b'#' {
            return false;
        }
        let (is_gfm, is_boundary) = (self.options.is_gfm, tree.is_after_boundary());
        let found = if is_gfm { scan::atx(rest) } else { scan::loose_atx(rest).filter(|_| is_boundary) };
        let Some((level, content, len)) = found else { return false };
        let (mut text, id) = heading_parts(content);
        let unmarked = text.trim_end_matches('#');
        let is_marked = unmarked.len() < text.len();
        if is_gfm && is_marked && unmarked.ends_with([' ', '\t']) {
            text = unmarked.trim_end();
        } else if !is_gfm && is_marked {
            // The mark after a backslash is text.
            let escaped = usize::from(unmarked.ends_with('\\'));
            text = text[..unmarked.len() + escaped].trim_end();
        }
        if text.is_empty() {
            return false;
        }
        let start = src.pos + content.as_ptr().addr() - rest.as_ptr().addr();
        let (span, id) = (Span::new(start, start + text.len()), id.map(str::to_owned));
        self.heading(src, tree, level, span, id, len)
    }

    fn setext_heading(&mut self, src: &mut Scanner, tree: &mut Tree) -> bool {
        if !tree.is_after_boundary() {
            return false;
        }
        let rest = self.rest(src);
        let Some((level, content, len)) = scan::setext(rest) else { return false };
        let (text, id) = heading_parts(content);
        if text.is_empty() {
            return false;
        }
        let start = src.pos + content.as_ptr().addr() - rest.as_ptr().addr();
        let (span, id) = (Span::new(start, start + text.len()), id.map(str::to_owned));
        self.heading(src, tree, level, span, id, len)
    }

    fn heading(
        &mut self,
        src: &mut Scanner,
        tree: &mut Tree,
        level: u8,
        text: Span,
        id: Option<String>,
        len: usize,
    ) -> bool {
        let mut heading = El::new(Kind::Heading { level, raw: String::new() }, src.take(len));
        heading.children.push(El::new(Kind::Source(text), text));
        if let Some(id) = id {
            heading.attributes.set("id", id);
        }
        tree.push(heading);
        true
    }

    fn rule(&mut self, src: &mut Scanner, tree: &mut Tree) -> bool {
        let Some(len) = scan::rule(self.rest(src)) else { return false };
        tree.push(El::new(Kind::Rule, src.take(len)));
        true
    }

    fn end_marker(&mut self, src: &mut Scanner, tree: &mut Tree) -> bool {
        let Some(len) = scan::end_marker(self.rest(src)) else { return false };
        tree.push(El::new(Kind::End(Ending::Marker), src.take(len)));
        true
    }

    /// `$$…$$` between blank lines.
    fn math_block(&mut self, src: &mut Scanner, tree: &mut Tree) -> bool {
        let rest = self.rest(src);
        let at = scan::spaces(rest, 3);
        let Some(inner) = rest[at..].strip_prefix("$$") else { return false };
        if !tree.is_after_boundary() || self.is_exhausted() {
            return false;
        }
        let Some(len) = inner.find("$$") else {
            let len = rest.len();
            self.spend(len);
            return false;
        };
        let text = inner[..len].trim().to_owned();
        let end = at + 2 + len + 2;
        let end = scan::line_end(rest, end).unwrap_or(end);
        if !scan::block_boundary(&rest[end..]) {
            return false;
        }
        tree.push(El::new(Kind::Math { text, is_block: true }, src.take(end)));
        true
    }

    fn paragraph(&mut self, src: &mut Scanner, tree: &mut Tree) -> bool {
        let rest = self.rest(src);
        if matches!(scan::byte(rest, scan::spaces(rest, 3)), b' ' | b'\t') {
            return false;
        }
        let is_end = if self.options.is_gfm { scan::paragraph_end } else { scan::plain_paragraph_end };
        let span = self.lines_until(src, is_end);
        let text = self.store.of(span);
        let end = span.start
            + text.trim_end_matches(|c: char| c.is_ascii() && scan::is_space(c as u8) || c == '\0').len();
        match tree.children.last_mut() {
            Some(last) if last.is_paragraph() => {
                last.span.end = span.end;
                if let Some(El { kind: Kind::Source(old), span: place, .. }) = last.children.last_mut() {
                    *old = self.joined_paragraph(*old, Span::new(span.start, end));
                    *place = *old;
                }
            }
            _ => {
                let leading = text.len()
                    - text.trim_start_matches(|c: char| c.is_ascii() && scan::is_space(c as u8)).len();
                let mut paragraph =
                    paragraph_of(Span::new(span.start + leading, end.max(span.start + leading)));
                paragraph.span = span;
                tree.push(paragraph);
            }
        }
        true
    }

    /// The source of a paragraph that goes on in a block that came to nothing.
    fn joined_paragraph(&mut self, old: Span, new: Span) -> Span {
        let before = self.store.of(Span::new(new.start.saturating_sub(3), new.start));
        let joiner = if before == "  \n" { "  \n" } else { "\n" };
        if self.store.of(Span::new(old.end, new.start)) == joiner {
            return Span::new(old.start, new.end);
        }
        let start = self.store.len();
        self.store.copy(old);
        self.store.push(joiner, new.start);
        self.store.copy(new);
        Span::new(start, self.store.len())
    }
}

pub(super) fn paragraph_of(source: Span) -> El {
    let mut paragraph = El::new(Kind::Paragraph { is_transparent: false }, source);
    paragraph.children.push(El::new(Kind::Source(source), source));
    paragraph
}

/// The text of a heading, and the id at its end, as in `Heading {#id}`.
fn heading_parts(content: &str) -> (&str, Option<&str>) {
    let text = content.trim_end();
    let found = text.strip_suffix('}').and_then(|text| text.rsplit_once("{#"));
    let is_name = |id: &str| {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, ':' | '_' | '-' | '.' | '\u{b7}');
        id.starts_with(|c: char| c.is_alphabetic() || c == ':' || c == '_') && id.chars().all(is_part)
    };
    match found {
        Some((before, id)) if before.ends_with([' ', '\t']) && is_name(id) => (before.trim_end(), Some(id)),
        _ => (text, None),
    }
}

/// The length of indented code, with the lines below it that continue its last line.
pub(super) fn indented(text: &str) -> usize {
    let is_code = |text: &str| {
        scan::code_indent(text).is_some_and(|indent| {
            let at = indent + scan::blanks(&text[indent..]);
            !matches!(scan::byte(text, at), b'\n' | 0) && !scan::is_space(scan::byte(text, at))
        })
    };
    let mut at = 0;
    loop {
        let mut end = at + scan::blank_lines(&text[at..]).unwrap_or(0);
        if !is_code(&text[end..]) {
            return at;
        }
        while end < text.len() {
            let rest = &text[end..];
            let is_blank = scan::blank_lines(rest).is_some();
            let is_other = || {
                scan::attribute_line(rest, 3).is_some()
                    || scan::end_marker(rest).is_some()
                    || scan::block_tag(rest, 3)
            };
            if is_blank || (!is_code(rest) && is_other()) {
                break;
            }
            end += scan::line(rest);
        }
        at = end;
    }
}

/// Joins lines without an indentation with the line above.
fn joined(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let continues = lines.peek().is_some_and(|next| {
            let byte = scan::byte(next, scan::spaces(next, 3));
            byte != 0 && !scan::is_space(byte)
        });
        match line.strip_suffix('\n') {
            Some(line) if continues => {
                joined.push_str(line);
                joined.push(' ');
            }
            _ => joined.push_str(line),
        }
    }
    joined
}

fn without_indents(text: &str) -> String {
    text.split_inclusive('\n').map(|line| &line[scan::code_indent(line).unwrap_or(0)..]).collect()
}
