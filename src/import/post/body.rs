//! Feeds the Markdown of a post to the writer.

use std::borrow::Cow;

use html5gum::Token;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd, TextMergeWithOffset};

use super::html::{Html, tokens};
use super::image::Image;
use super::inline::Mark;
use super::writer::Writer;
use crate::text::LineIndex;

/// Reads Markdown with HTML in it. `above` is the number of lines before it.
pub(super) fn read(text: &str, above: usize, writer: &mut Writer) {
    let text = &*hugged(text);
    let lines = LineIndex::new(text);
    let mut body = Body {
        writer,
        html: Html::default(),
        block: None,
        image: None,
        cell: 0,
        in_footnote: false,
        lines: &lines,
        above,
    };
    let events = Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES).into_offset_iter();
    for (event, range) in TextMergeWithOffset::new(events) {
        body.event(event, range.start);
    }
    writer.finish();
}

/// Converters from HTML put a no-break space before a closing mark, which then closes nothing:
/// `_so\u{a0}_to` means `_so_\u{a0}to`.
fn hugged(text: &str) -> Cow<'_, str> {
    if !["\u{a0}_", "\u{a0}*"].iter().any(|torn| text.contains(torn)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (mut underlines, mut stars) = (0_usize, 0_usize);
        let mut rest = line;
        while let Some(at) = rest.find(['_', '*']) {
            let run = rest[at..].chars().next().unwrap_or('_');
            let length = rest[at..].bytes().take_while(|byte| *byte == run as u8).count();
            out.push_str(&rest[..at]);
            let count = if run == '_' { &mut underlines } else { &mut stars };
            let follows = rest[at + length..].starts_with(|c: char| c.is_alphanumeric());
            let is_torn = *count % 2 == 1 && follows && out.ends_with('\u{a0}');
            if is_torn {
                out.pop();
            }
            out.push_str(&rest[at..at + length]);
            if is_torn {
                out.push('\u{a0}');
            }
            // Within a word it is no mark.
            let is_within =
                follows && line[..line.len() - rest.len() + at].ends_with(|c: char| c.is_alphanumeric());
            *count += usize::from(!is_within || run == '*');
            rest = &rest[at + length..];
        }
        out.push_str(rest);
    }
    Cow::Owned(out)
}

struct Body<'b> {
    writer: &'b mut Writer,
    html: Html,
    /// A block of HTML, which arrives line by line.
    block: Option<(String, usize)>,
    /// The image whose alternative text is being read.
    image: Option<Image>,
    cell: usize,
    /// True within a footnote, which is not part of the story.
    in_footnote: bool,
    lines: &'b LineIndex,
    above: usize,
}

impl Body<'_> {
    fn line(&self, place: usize) -> usize {
        self.lines.line(place) + 1 + self.above
    }

    fn event(&mut self, event: Event<'_>, place: usize) {
        let line = self.line(place);
        if let Some(image) = &mut self.image {
            match event {
                Event::Text(text) | Event::Code(text) => image.alt.push_str(&text),
                Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
                Event::End(TagEnd::Image) => {
                    if let Some(image) = self.image.take() {
                        self.writer.image(image, "", (None, None));
                    }
                }
                _ => {}
            }
            return;
        }
        match event {
            Event::Start(Tag::FootnoteDefinition(_)) => self.in_footnote = true,
            Event::End(TagEnd::FootnoteDefinition) => self.in_footnote = false,
            _ if self.in_footnote => {}
            Event::Html(html) => match &mut self.block {
                Some((block, _)) => block.push_str(&html),
                None => self.html(&html, place),
            },
            Event::InlineHtml(html) => self.html(&html, place),
            Event::Start(Tag::HtmlBlock) => self.block = Some((String::new(), place)),
            Event::End(TagEnd::HtmlBlock) => {
                if let Some((block, place)) = self.block.take() {
                    self.html(&block, place);
                    if !self.html.is_skipping() {
                        self.writer.end_block();
                    }
                }
            }
            _ if self.html.is_skipping() => {}
            Event::Start(tag) => self.start(tag, line),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.writer.text(&text, line),
            Event::Code(text) => self.writer.code_span(&text, line),
            Event::SoftBreak => self.writer.text(" ", line),
            Event::HardBreak => self.writer.line_break(),
            Event::Rule => self.writer.end_block(),
            _ => {}
        }
    }

    fn html(&mut self, html: &str, place: usize) {
        let (lines, above) = (self.lines, self.above);
        for token in tokens(html) {
            // For example an incomplete comment.
            if !matches!(token, Token::Error(_)) {
                self.html.token(&token, self.writer, &mut |at| lines.line(place + at) + 1 + above);
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>, line: usize) {
        let writer = &mut *self.writer;
        match tag {
            Tag::Heading { level, .. } => writer.start_heading(level as usize),
            Tag::BlockQuote(_) => writer.start_quote(),
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                let language = info.split([' ', ',', '{']).next().unwrap_or_default();
                writer.start_code(language, line);
            }
            Tag::CodeBlock(CodeBlockKind::Indented) => writer.start_code("", line),
            Tag::List(number) => writer.start_list(number),
            Tag::Item => writer.start_item(),
            Tag::Emphasis => writer.open(Mark::Emphasis, "*"),
            Tag::Strong => writer.open(Mark::Strong, "**"),
            Tag::Link { dest_url, .. } => writer.open(Mark::Link(dest_url.into_string()), "link"),
            Tag::Image { dest_url, .. } => {
                self.image =
                    Some(Image { address: dest_url.into_string(), alt: String::new(), link: None, line });
            }
            Tag::TableHead | Tag::TableRow => self.cell = 0,
            Tag::TableCell => {
                if self.cell > 0 {
                    writer.text(" | ", line);
                }
                self.cell += 1;
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        let writer = &mut *self.writer;
        match tag {
            TagEnd::Paragraph | TagEnd::TableHead | TagEnd::TableRow => writer.end_block(),
            TagEnd::Heading(_) => writer.end_heading(),
            TagEnd::BlockQuote(_) => writer.end_quote(),
            TagEnd::CodeBlock => writer.end_code(),
            TagEnd::List(_) => writer.end_list(),
            TagEnd::Item => writer.end_item(),
            TagEnd::Emphasis => writer.close("*"),
            TagEnd::Strong => writer.close("**"),
            TagEnd::Link => writer.close("link"),
            _ => {}
        }
    }
}
