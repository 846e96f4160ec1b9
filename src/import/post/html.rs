//! Feeds the HTML of a post to the writer, tag by tag.

use html5gum::{DefaultEmitter, EndTag, StartTag, Token, Tokenizer};

use super::image::Image;
use super::inline::Mark;
use super::writer::Writer;

pub(super) type Tag = StartTag<usize>;

/// The tokens of a text with their positions.
pub(super) fn tokens(html: &str) -> impl Iterator<Item = Token<usize>> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(html, emitter).filter_map(Result::ok)
}

pub(super) fn attribute(tag: &Tag, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    Some(String::from_utf8_lossy(value).trim().to_owned())
}

/// Elements that are not part of a text.
const SKIPPED: [&str; 26] = [
    "script",
    "style",
    "nav",
    "noscript",
    "noembed",
    "noframes",
    "template",
    "svg",
    "math",
    "form",
    "button",
    "select",
    "textarea",
    "iframe",
    "object",
    "audio",
    "video",
    "canvas",
    "aside",
    "footer",
    "figcaption",
    "dialog",
    "menu",
    "map",
    "title",
    "option",
];

/// Class names of parts beside a post.
const BESIDE: [&str; 22] = [
    "share",
    "sharing",
    "sharedaddy",
    "addtoany",
    "addthis",
    "social",
    "related",
    "relatedposts",
    "jp-relatedposts",
    "comments",
    "comment",
    "breadcrumb",
    "breadcrumbs",
    "sidebar",
    "navigation",
    "pagination",
    "post-navigation",
    "subscribe",
    "newsletter-signup",
    "entry-meta",
    "post-meta",
    "byline",
];

/// Elements that end a paragraph at their start and end.
const BLOCKS: [&str; 33] = [
    "address", "article", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figure",
    "header", "hgroup", "hr", "html", "head", "main", "p", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "caption", "colgroup", "legend", "search", "picture", "ul",
];

const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Reads tags in order. A tag that is not closed, or was never opened, affects nothing else.
#[derive(Debug, Default)]
pub(super) struct Html {
    /// The element that is skipped, and the number of open ones of its name within.
    skipped: Option<(String, usize)>,
    /// True in the head of an article, of which only headings and images belong to the story.
    header: usize,
}

impl Html {
    /// `lines` returns the line of a position in the text of the tokens.
    pub fn token(
        &mut self,
        token: &Token<usize>,
        writer: &mut Writer,
        lines: &mut impl FnMut(usize) -> usize,
    ) {
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name);
                self.start(&name, tag, writer, lines(tag.span.start));
            }
            Token::EndTag(tag) => self.end(tag, writer),
            Token::String(text) if self.skipped.is_none() => {
                writer.text(&String::from_utf8_lossy(text), lines(text.span.start));
            }
            _ => {}
        }
    }

    pub fn is_skipping(&self) -> bool {
        self.skipped.is_some()
    }

    fn start(&mut self, name: &str, tag: &Tag, writer: &mut Writer, line: usize) {
        let is_void = VOID.contains(&name) || tag.self_closing && matches!(name, "svg" | "path");
        if let Some((skipped, depth)) = &mut self.skipped {
            *depth += usize::from(skipped == name && !is_void);
            return;
        }
        if !is_void && (SKIPPED.contains(&name) || is_beside(name, tag)) {
            writer.end_block_unless_inline(name);
            self.skipped = Some((name.to_owned(), 1));
            return;
        }
        match name {
            "br" => writer.line_break(),
            "img" => image(tag, writer, line),
            "b" | "strong" => writer.open(Mark::Strong, tag_name(name)),
            "i" | "em" => writer.open(Mark::Emphasis, tag_name(name)),
            "code" | "tt" | "kbd" | "samp" => writer.open(Mark::Code, tag_name(name)),
            "a" => {
                // Links are not nested: the first ends where the next begins.
                writer.close("a");
                let address = attribute(tag, "href").unwrap_or_default();
                writer.open(Mark::Link(address), "a");
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                writer.start_heading(name[1..].parse().unwrap_or(2));
            }
            "ul" => writer.start_list(None),
            "ol" => {
                let start = attribute(tag, "start").and_then(|start| start.parse().ok());
                writer.start_list(Some(start.unwrap_or(1)));
            }
            "li" => writer.start_item(),
            "blockquote" => writer.start_quote(),
            "pre" => writer.start_code("", line),
            "header" => {
                writer.end_block();
                self.header += 1;
            }
            _ if BLOCKS.contains(&name) => writer.end_block(),
            _ => {}
        }
    }

    /// Ends a block. In the head of an article it is dropped.
    fn end_block(&self, writer: &mut Writer) {
        if self.header > 0 { writer.drop_block() } else { writer.end_block() }
    }

    fn end(&mut self, tag: &EndTag<usize>, writer: &mut Writer) {
        let name = String::from_utf8_lossy(&tag.name);
        if let Some((skipped, depth)) = &mut self.skipped {
            if *skipped == *name {
                *depth -= 1;
                if *depth == 0 {
                    self.skipped = None;
                }
            }
            return;
        }
        match name.as_ref() {
            "b" | "strong" | "i" | "em" | "code" | "tt" | "kbd" | "samp" | "a" => writer.close(&name),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => writer.end_heading(),
            "ul" | "ol" => writer.end_list(),
            "li" => writer.end_item(),
            "blockquote" => writer.end_quote(),
            "pre" => writer.end_code(),
            "header" => {
                self.end_block(writer);
                self.header = self.header.saturating_sub(1);
            }
            name if BLOCKS.contains(&name) => self.end_block(writer),
            _ => {}
        }
    }
}

fn tag_name(name: &str) -> &'static str {
    ["b", "strong", "i", "em", "code", "tt", "kbd", "samp"]
        .into_iter()
        .find(|known| *known == name)
        .unwrap_or("")
}

fn is_beside(name: &str, tag: &Tag) -> bool {
    if !matches!(name, "div" | "ul" | "section" | "p" | "span" | "ol" | "h2" | "h3") {
        return false;
    }
    if tag.attributes.contains_key(b"hidden".as_slice()) {
        return true;
    }
    ["class", "id"].iter().filter_map(|name| attribute(tag, name)).any(|class| {
        class.to_ascii_lowercase().split_whitespace().any(|word| {
            BESIDE.contains(&word)
                || word.starts_with("share-")
                || word.starts_with("sd-sharing")
                || word.starts_with("social-")
        })
    })
}

fn image(tag: &Tag, writer: &mut Writer, line: usize) {
    let get = |name| attribute(tag, name).filter(|value| !value.is_empty());
    let src = get("src").filter(|src| !src.starts_with("data:"));
    // Lazily loaded images have their address in another attribute.
    let lazy =
        ["data-src", "data-lazy-src", "data-original", "data-orig-file"].iter().find_map(|name| get(name));
    let of_set = || get("srcset").and_then(|set| set.split([' ', ',']).next().map(str::to_owned));
    let address = lazy.or(src).or_else(of_set).unwrap_or_default();
    let size = |name| get(name).and_then(|size: String| size.trim_end_matches("px").parse().ok());
    let image = Image { address, alt: get("alt").unwrap_or_default(), link: None, line };
    writer.image(image, &get("class").unwrap_or_default(), (size("width"), size("height")));
}
