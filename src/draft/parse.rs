use std::collections::HashSet;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::inline::destination;
use super::opaque::OpaqueParts;
use super::{Block, BlockKind, Definition, Draft, Image, Item, Link, LinkKind, Task, front_matter};
use crate::text::Span;

impl Draft {
    /// Parses a text. Never fails: text that is no valid Markdown is prose.
    pub fn parse(text: impl Into<String>) -> Draft {
        let text = text.into();
        let front = front_matter::parse(&text);
        let body = Span::new(
            front.as_ref().map_or_else(|| front_matter::bom_len(&text), |front| front.span.end),
            text.len(),
        );
        let definitions = definitions(&text, body);
        let blocks = blocks(&text, body, &definitions);
        let definition_marks = definition_marks(&text).count();
        Draft { text, front, blocks, definitions, definition_marks }
    }
}

/// The top-level blocks of `part`. References are resolved with `definitions`, which may be anywhere in the
/// draft.
pub(super) fn blocks(text: &str, part: Span, definitions: &[Definition]) -> Vec<Block> {
    let raw = part.of(text);
    let opaque = OpaqueParts::find(raw);
    let masked = opaque.masked(raw);
    let source = masked.as_deref().unwrap_or(raw);
    let labels: HashSet<String> =
        definitions.iter().map(|definition| definition.label.of(text).to_lowercase()).collect();
    let resolve = |link: BrokenLink<'_>| {
        labels.contains(&link.reference.to_lowercase()).then(|| (CowStr::from("x"), CowStr::from("")))
    };
    let parser = Parser::new_with_broken_link_callback(source, Options::ENABLE_TASKLISTS, Some(resolve));
    let mut builder = TreeBuilder {
        raw,
        source,
        blocks: Vec::new(),
        depth: 0,
        open: Vec::new(),
        link: None,
        images: 0,
        in_code: false,
        opaque: &opaque.spans,
    };
    for (event, range) in parser.into_offset_iter() {
        builder.event(&event, Span::from(range));
    }
    let mut blocks = builder.blocks;
    add_opaque(&mut blocks, &opaque.spans);
    if part.start > 0 {
        for block in &mut blocks {
            block.shift(part.start as isize);
        }
    }
    blocks
}

/// Builds the blocks from the parser's events.
struct TreeBuilder<'t> {
    raw: &'t str,
    source: &'t str,
    blocks: Vec<Block>,
    depth: usize,
    open: Vec<OpenInline>,
    /// The open link, as an index: links are not nested.
    link: Option<usize>,
    /// The number of open images.
    images: usize,
    /// True in a code block within a list or a quote.
    in_code: bool,
    /// The opaque parts, which are no prose.
    opaque: &'t [Span],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum InlineKind {
    Link,
    Image,
}

/// A link or image whose end event has not come yet.
struct OpenInline {
    kind: InlineKind,
    link_type: LinkType,
    span: Span,
    /// The end of its content so far.
    text_end: usize,
    first_image: Option<usize>,
}

impl TreeBuilder<'_> {
    fn event(&mut self, event: &Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(end) => self.end(*end, span),
            Event::TaskListMarker(done) => self.task(*done, span),
            Event::Rule => self.push(BlockKind::Rule, span),
            Event::Text(_) | Event::SoftBreak | Event::HardBreak => {
                self.words(span);
                self.grow(span);
            }
            Event::Code(_) => {
                self.code(span);
                self.grow(span);
            }
            _ => self.grow(span),
        }
    }

    fn code(&mut self, span: Span) {
        if let Some(block) = self.blocks.last_mut() {
            block.code.push(span);
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        if self.depth == 0 {
            let kind = match tag {
                Tag::Heading { level, .. } => {
                    BlockKind::Heading { level: *level as u8, text: Span::at(self.trim_end(span).end) }
                }
                Tag::Paragraph => BlockKind::Paragraph,
                Tag::List(_) => BlockKind::List(Vec::new()),
                Tag::BlockQuote(_) => BlockKind::Quote,
                Tag::CodeBlock(_) => BlockKind::Code,
                Tag::HtmlBlock => BlockKind::Html,
                _ => BlockKind::Other,
            };
            self.push(kind, span);
        }
        match tag {
            Tag::Item if self.depth == 1 => {
                let span = without_definitions(self.raw, self.trim_end(span));
                if let Some(Block { kind: BlockKind::List(items), .. }) = self.blocks.last_mut() {
                    items.push(Item { span, task: None });
                }
            }
            Tag::Link { link_type, .. } => self.open(InlineKind::Link, *link_type, span),
            Tag::Image { link_type, .. } => self.open(InlineKind::Image, *link_type, span),
            Tag::CodeBlock(_) if self.depth > 0 => {
                self.in_code = true;
                self.code(span);
            }
            _ => {}
        }
        self.depth += 1;
    }

    fn open(&mut self, kind: InlineKind, link_type: LinkType, span: Span) {
        self.grow(Span::at(span.start));
        let text_start = match kind {
            InlineKind::Image => {
                self.images += 1;
                span.start + 2
            }
            InlineKind::Link => {
                self.link.get_or_insert(self.open.len());
                span.start + 1
            }
        };
        self.open.push(OpenInline { kind, link_type, span, text_end: text_start, first_image: None });
    }

    fn end(&mut self, end: TagEnd, span: Span) {
        self.depth = self.depth.saturating_sub(1);
        if end == TagEnd::CodeBlock {
            self.in_code = false;
        }
        if matches!(end, TagEnd::Link | TagEnd::Image)
            && let Some(open) = self.open.pop()
        {
            self.link = self.link.filter(|link| *link < self.open.len());
            self.images -= usize::from(open.kind == InlineKind::Image);
            self.close(&open);
        }
        self.grow(span);
    }

    fn close(&mut self, open: &OpenInline) {
        let dest = match open.link_type {
            LinkType::Inline => destination(self.source, self.raw, open.text_end, open.span.end),
            LinkType::Autolink | LinkType::Email => Span::new(open.span.start + 1, open.span.end - 1),
            _ => Span::at(open.span.end),
        };
        let Some(block) = self.blocks.last_mut() else { return };
        if open.kind == InlineKind::Image {
            // An image within another one is part of its alternative text.
            if self.images > 0 {
                return;
            }
            let alt = Span::new(open.span.start + 2, open.text_end);
            if let Some(outer) = self.link.and_then(|link| self.open.get_mut(link)) {
                outer.first_image.get_or_insert(block.images.len());
            }
            block.images.push(Image { span: open.span, alt, dest, outer: open.span, link: None });
        } else {
            let kind = match open.link_type {
                LinkType::Inline => LinkKind::Inline,
                LinkType::Autolink | LinkType::Email => LinkKind::Auto,
                _ => LinkKind::Reference,
            };
            if let Some(first) = open.first_image {
                for image in block.images.iter_mut().skip(first) {
                    image.outer = open.span;
                    image.link = Some(dest);
                }
            }
            let text = match kind {
                LinkKind::Auto => dest,
                _ => Span::new(open.span.start + 1, open.text_end),
            };
            let shows_image = open.first_image.is_some();
            block.links.push(Link { kind, span: open.span, text, dest, shows_image });
        }
    }

    /// Extends the content of the innermost open link and of a heading to the end of `span`. An outer link is
    /// extended when the inner one is closed.
    fn grow(&mut self, span: Span) {
        if let Some(open) = self.open.last_mut()
            && span.start > open.span.start
            && span.end < open.span.end
        {
            open.text_end = open.text_end.max(span.end);
        }
        if let Some(Block { kind: BlockKind::Heading { text, .. }, span: whole, .. }) = self.blocks.last_mut()
            && whole.contains(span)
            && span != *whole
            && self.depth > 0
        {
            *text = if text.start >= whole.end || text.is_empty() { span } else { text.cover(span) };
        }
    }

    /// Adds a span of prose, joined with an adjacent one before it.
    fn words(&mut self, span: Span) {
        let is_address = |open: &OpenInline| matches!(open.link_type, LinkType::Autolink | LinkType::Email);
        if self.open.last().is_some_and(is_address) {
            return;
        }
        let Some(block) = self.blocks.last_mut() else { return };
        if matches!(block.kind, BlockKind::Code | BlockKind::Html | BlockKind::Other) || self.in_code {
            return;
        }
        let add = |part: Span| match block.prose.last_mut() {
            Some(last) if last.end == part.start => last.end = part.end,
            _ => block.prose.push(part),
        };
        without(self.opaque, span).filter(|part| !part.is_empty()).for_each(add);
    }

    fn task(&mut self, done: bool, span: Span) {
        if let Some(Block { kind: BlockKind::List(items), .. }) = self.blocks.last_mut()
            && let Some(item) = items.last_mut()
            && item.task.is_none()
        {
            let line_end = self.raw[span.end..].find('\n').map_or(item.span.end, |n| span.end + n);
            item.task = Some(Task {
                mark: Span::new(span.start + 1, span.end - 1),
                done,
                text: Span::new(span.end, line_end.min(item.span.end).max(span.end)).trim(self.raw),
            });
        }
    }

    fn push(&mut self, kind: BlockKind, span: Span) {
        if self.depth == 0 {
            let mut span = self.trim_end(span);
            if matches!(kind, BlockKind::List(_)) {
                span = without_definitions(self.raw, span);
            }
            self.blocks.push(Block {
                kind,
                span,
                images: Vec::new(),
                links: Vec::new(),
                prose: Vec::new(),
                code: Vec::new(),
                opaque: Vec::new(),
            });
        }
    }

    /// Blocks end with the text of their last line. Blank lines are in no block.
    fn trim_end(&self, span: Span) -> Span {
        Span::new(span.start, span.start + span.of(self.raw).trim_end_matches(['\n', '\r']).len())
    }
}

/// The span of a list or an item without the definitions after it. The parser counts all definitions between a list and
/// the next block, except for the last one, as parts of the list.
fn without_definitions(raw: &str, span: Span) -> Span {
    let text = span.of(raw);
    let column = |at: usize| at - raw[..at].rfind('\n').map_or(0, |line| line + 1);
    let list_indent = column(span.start);
    // A definition that is indented as the text of an item is within the item.
    let is_outside = |line: &str| {
        let words = line.trim_start_matches(' ');
        line.len() - words.len() < list_indent + 2
            && words.starts_with('[')
            && definition_marks(words).next().is_some_and(|mark| mark > 1)
    };
    // A definition's title may be on the next line.
    let is_title = |line: &str| line.trim_start().starts_with(['"', '\'', '(']);
    let mut end = text.len();
    let mut rest = text;
    while let Some(at) = rest.rfind('\n') {
        let (before, line) = (&rest[..at], rest[at + 1..].trim_end());
        if is_outside(line) {
            // Directly after the text of an item, it would be a part of that text; after a fence, it is not.
            let is_after_text = !before.rsplit('\n').next().is_some_and(|line| {
                let line = line.trim();
                line.is_empty() || line.starts_with("```") || line.starts_with("~~~")
            });
            if !is_after_text {
                end = before.trim_end_matches(['\n', '\r']).len();
            }
        } else if !(line.is_empty() || is_title(line) && before.rsplit('\n').next().is_some_and(is_outside)) {
            break;
        }
        rest = before;
    }
    Span::new(span.start, span.start + end)
}

/// The parts of a span outside of the opaque parts.
fn without(opaque: &[Span], span: Span) -> impl Iterator<Item = Span> + use<'_> {
    let first = opaque.partition_point(|part| part.end <= span.start);
    let mut parts = opaque[first..].iter().take_while(move |part| part.start < span.end);
    let mut at = Some(span.start);
    std::iter::from_fn(move || {
        let start = at?;
        let part = parts.next();
        at = part.map(|part| part.end.min(span.end));
        Some(Span::new(start, part.map_or(span.end, |part| part.start.max(start))))
    })
}

/// Adds the opaque parts to the blocks that they are in. A part may go on in the next block.
fn add_opaque(blocks: &mut [Block], opaque: &[Span]) {
    if opaque.is_empty() {
        return;
    }
    for block in blocks {
        let first = opaque.partition_point(|part| part.end <= block.span.start);
        let parts = opaque[first..].iter().take_while(|part| part.start < block.span.end);
        let within = |part: &Span| Span::new(part.start.max(block.span.start), part.end.min(block.span.end));
        block.opaque = parts.map(within).collect();
    }
}

/// The offsets of `]:`, which every definition has.
pub(super) fn definition_marks(text: &str) -> impl Iterator<Item = usize> {
    memchr::memmem::find_iter(text.as_bytes(), b"]:")
}

/// The `[label]: address` lines of `part`. The parser does not report their positions.
pub(super) fn definitions(text: &str, part: Span) -> Vec<Definition> {
    let mut found = Vec::new();
    let raw = part.of(text);
    let mut line_end = 0;
    for mark in definition_marks(raw) {
        // Only the first one of a line counts: the rest is part of the address.
        if mark < line_end {
            continue;
        }
        let start = raw[..mark].rfind('\n').map_or(0, |at| at + 1);
        line_end = raw[mark..].find('\n').map_or(raw.len(), |at| mark + at + 1);
        let indent = raw[start..].len() - raw[start..].trim_start_matches(' ').len();
        let open = start + indent;
        if indent > 3 || !raw[open..].starts_with('[') || mark == open + 1 {
            continue;
        }
        let label = Span::new(part.start + open + 1, part.start + mark);
        let dest = Span::new(label.end + 2, part.start + line_end).trim(text);
        let len = dest.of(text).find(char::is_whitespace).unwrap_or(dest.len());
        found.push(Definition { label, dest: Span::new(dest.start, dest.start + len) });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only_image(text: &str) -> (Draft, Image) {
        let draft = Draft::parse(text);
        let image = draft.images().next().expect("an image");
        (draft, image)
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_a_first_heading() {
        let draft = Draft::parse("\u{feff}## News\n\n- a\n");
        assert!(matches!(draft.blocks()[0].kind, BlockKind::Heading { .. }), "{:?}", draft.blocks());
        assert_eq!(draft.blocks()[0].span.start, 3);
    }

    #[test]
    fn a_linked_image_has_alt_path_and_link() {
        let (draft, image) =
            only_image("[![A *big* box](../assets/20260608/box.jpg)](https://example.org/(a)b)\n");
        assert_eq!(draft.slice(image.alt), "A *big* box");
        assert_eq!(draft.slice(image.dest), "../assets/20260608/box.jpg");
        assert_eq!(image.link.map(|link| draft.slice(link)), Some("https://example.org/(a)b"));
        assert!(draft.blocks()[0].is_image_only(draft.text()));
    }

    #[test]
    fn the_liquid_form_of_2018_is_an_image_too() {
        let text =
            "[![Box]({{ \"/assets/box.png\" | absolute_url }}){:width=\"550px\"}](https://example.org/)\n";
        let (draft, image) = only_image(text);
        assert_eq!(draft.slice(image.dest), "/assets/box.png");
        assert_eq!(image.link.map(|link| draft.slice(link)), Some("https://example.org/"));
        assert_eq!(draft.slice(image.outer), text.trim_end());
        assert!(draft.blocks()[0].is_image_only(draft.text()));
    }

    #[test]
    fn a_liquid_image_with_attributes_is_image_only() {
        let text = "![Box]({{ \"/assets/box.png\" | absolute_url }}){:width=\"550px\"}\n";
        assert!(Draft::parse(text).blocks()[0].is_image_only(text));
    }

    #[test]
    fn empty_links_and_headings_have_spans() {
        let draft = Draft::parse("##\n\n## A [b]() c ##\n\n[]()\n\n![](x.jpg)\n");
        let headings: Vec<&str> = draft
            .blocks()
            .iter()
            .filter_map(|block| match block.kind {
                BlockKind::Heading { text, .. } => Some(draft.slice(text)),
                _ => None,
            })
            .collect();
        assert_eq!(headings, ["", "A [b]() c"]);
        let dests: Vec<Span> = draft.links().map(|link| link.dest).collect();
        assert!(dests.iter().all(|dest| dest.is_empty()));
        assert_eq!(&draft.text()[dests[0].start - 1..dests[0].start + 1], "()");
        assert_eq!(draft.slice(draft.images().next().unwrap().alt), "");
    }

    #[test]
    fn tasks_have_the_span_of_their_mark() {
        let draft =
            Draft::parse("- [ ] change date\n- [x] update title\n\n## A\n\n- [ ] no task of the list\n");
        let tasks: Vec<Task> = draft.tasks().collect();
        assert_eq!(tasks.len(), 2);
        assert_eq!(draft.slice(tasks[0].text), "change date");
        assert_eq!(draft.slice(tasks[1].mark), "x");
        assert!(tasks[0].toggle().apply(draft.text()).starts_with("- [x] change date"));
    }

    #[test]
    fn prose_is_neither_code_nor_address_nor_tag() {
        let draft = Draft::parse(
            "# A *big* box\n\nOne\ntwo `code` [three](https://example.org/four) <https://example.org/five>.\n\n- {{ six }} seven {: .eight}\n\n      nine\n\n<p>ten</p>\n\n```\neleven\n```\n\n> twelve\n",
        );
        let prose: Vec<&str> = draft.prose().map(|span| draft.slice(span)).collect();
        assert_eq!(prose, ["A ", "big", " box", "One\ntwo ", " ", "three", " ", ".", " seven ", "twelve"]);
    }

    #[test]
    fn references_resolve_wherever_they_are_defined() {
        let draft = Draft::parse("See [it][here] and [video] too.\n\n[here]: https://example.org/\n");
        let links: Vec<_> = draft.links().collect();
        assert_eq!(links.len(), 1);
        assert_eq!(links[0].kind, LinkKind::Reference);
        assert_eq!(draft.slice(draft.definitions()[0].dest), "https://example.org/");
    }

    #[test]
    fn a_list_ends_before_the_definitions_after_it() {
        let list = |text: &str| {
            let draft = Draft::parse(text);
            let list = draft.blocks().iter().find(|block| !block.items().is_empty()).unwrap();
            let item = list.items().last().unwrap();
            assert_eq!(item.span.end, list.span.end, "{text}");
            draft.slice(list.span).to_owned()
        };
        let definitions =
            "[a]: https://example.org/a\n[b]: https://example.org/b\n[c]: https://example.org/c\n";
        assert_eq!(list(&format!("* one\n* two\n\n{definitions}\n## More\n")), "* one\n* two");
        assert_eq!(
            list(&format!("* one\r\n* two\r\n\r\n{}", definitions.replace('\n', "\r\n"))),
            "* one\r\n* two"
        );
        assert_eq!(list("1. one\n\n[a]: x\n  \"Title\"\n\n[b]: y\n\n\n[c]: z\n"), "1. one");
        assert_eq!(list("* one\n  \n[a]: x\n[b]: y\n"), "* one\n  ");
        // These belong to the item.
        assert_eq!(list("* one\n\n  [a]: x\n  [b]: y\n\n## More\n"), "* one\n\n  [a]: x\n  [b]: y");
        assert_eq!(list("* one\n[a]: x\n[b]: y\n"), "* one\n[a]: x\n[b]: y");
        // A fence ends the text of the item.
        assert_eq!(list("* one\n  ```\n  x\n  ```\n[a]: x\n[b]: y\n"), "* one\n  ```\n  x\n  ```");
        // Another list follows.
        assert_eq!(list("* one\n\n[a]: x\n[b]: y\n\n* two\n"), "* one");
    }

    #[test]
    fn the_text_of_an_autolink_is_its_address() {
        let draft = Draft::parse("See <https://example.org/five> or <desk@example.org>.\n");
        let links: Vec<_> =
            draft.links().map(|link| (link.kind, draft.slice(link.text), draft.slice(link.dest))).collect();
        let [page, mail] = ["https://example.org/five", "desk@example.org"];
        assert_eq!(links, [(LinkKind::Auto, page, page), (LinkKind::Auto, mail, mail)]);
    }

    #[test]
    fn an_empty_label_defines_nothing() {
        let draft = Draft::parse("[]: https://example.org/\n\n[a]: https://example.com/\n");
        let labels: Vec<&str> = draft.definitions().iter().map(|one| draft.slice(one.label)).collect();
        assert_eq!(labels, ["a"]);
    }
}
