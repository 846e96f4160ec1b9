//! Blog posts: one story each, from Markdown with front matter or from HTML.

mod body;
mod front;
mod html;
mod image;
mod inline;
mod liquid;
mod page;
mod repair;
mod trailer;
mod writer;

use std::borrow::Cow;

use jiff::civil::Date;

pub use image::Image;
pub(super) use image::absolute;
use page::Head;
use writer::{Block, BlockKind, Writer};

use super::decode::unix_lines;
use super::markdown::{escaped, one_line, plain};
use super::notes::liquid::escape_liquid;
use super::recognise::{expect, is_web_page};
use super::{Kind, Reading, Refusal, Remark, Tone};
use crate::profile::grammar::Grammar;
use crate::text::address::{self, Address};

/// The story of a blog post.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Post {
    pub title: Option<Paragraph>,
    pub date: Option<Date>,
    /// The first paragraph with content, in one line.
    pub lead: Option<Paragraph>,
    /// The rest in order: paragraphs, headings, whole lists, quotations and code.
    pub paragraphs: Vec<Paragraph>,
    /// In order, without emoji, which are in the text, and tracking pixels.
    pub images: Vec<Image>,
    /// The post's page.
    pub address: Option<String>,
    /// The name of the site, or its host.
    pub source: Option<String>,
}

/// The properties of a post from its front matter, or from the head of its page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct About {
    title: Option<String>,
    /// The line of the title, counted from 1.
    title_line: usize,
    date: Option<Date>,
    address: Option<String>,
    source: Option<String>,
    image: Option<String>,
}

/// A part of a post as Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    pub text: String,
    /// Counted from 1; 0 for a part of the page's head.
    pub line: usize,
}

/// A page with an error in its title and less text than this is an error page.
const SHORT: usize = 3_000;

/// Reads a post: Markdown with or without front matter, HTML, or a mix. Text that was decoded in a
/// wrong encoding before is repaired.
///
/// # Errors
///
/// If the text is empty, is a document of another kind or an error page, or has no story.
pub fn read(text: &str, grammar: &Grammar) -> Result<Reading<Post>, Refusal> {
    expect_post(text, grammar)?;
    let text = unix_lines(text.trim_start_matches('\u{feff}'));
    let mut remarks = Vec::new();
    let text = match repair::repair(&text) {
        Some(repair) => {
            let times = if repair.times > 1 { ", more than once" } else { "" };
            let text = format!("UTF-8 that was decoded as {}{times}: fixed", repair.taken_for);
            remarks.push(Remark::found(repair.line, text));
            Cow::Owned(repair.text)
        }
        None => text,
    };
    let (front, rest) = front::split(&text);
    if front.is_open {
        remarks.push(Remark::unclear(1, "front matter without an end"));
    } else if front.is_broken {
        remarks.push(Remark::unclear(1, "malformed front matter: read line by line"));
    }
    let mut writer = Writer::default();
    let head = if is_html(rest) {
        page::read(rest, &mut writer)
    } else {
        body::read(&liquid::without(rest), front.lines, &mut writer);
        Head::default()
    };
    let is_short = writer.blocks.iter().map(|block| block.text.len()).sum::<usize>() < SHORT;
    if head.is_refusal && is_short || writer.blocks.is_empty() && is_web_page(&text) {
        return Err(Refusal::WebPage(Kind::Post));
    }
    let last = text.lines().count().max(1);
    if head.is_torn || is_torn(rest) {
        remarks.push(Remark::unclear(last, "the post seems to be cut off here"));
    }
    if head.articles > 1 {
        let text = format!("{} articles on the page: one is read", head.articles);
        remarks.push(Remark { tone: Tone::Unclear, line: None, text });
    }
    let post = post(front.about, head.about, writer);
    if post.title.is_none() && post.lead.is_none() && post.images.is_empty() {
        return Err(Refusal::Nothing(Kind::Post));
    }
    remarks.extend(remarks_about(&post));
    remarks.sort_by_key(|remark| (remark.line.is_none(), remark.line));
    Ok(Reading { value: post, remarks })
}

/// A post may look like an issue, and also like releases: a blog's line may be a name and a number.
fn expect_post(text: &str, grammar: &Grammar) -> Result<(), Refusal> {
    match expect(Kind::Post, text, grammar) {
        Err(Refusal::LooksLike { found: Kind::Issue | Kind::Releases, .. }) => Ok(()),
        other => other,
    }
}

/// True if the text is HTML, not Markdown that begins with a tag.
fn is_html(text: &str) -> bool {
    let start = text.trim_start();
    if is_web_page(start) {
        return true;
    }
    let tag: String = start.chars().take(12).collect::<String>().to_ascii_lowercase();
    let is_block =
        ["<p", "<div", "<article", "<section", "<main", "<h1", "<h2", "<figure", "<blockquote", "<ul"]
            .iter()
            .any(|name| tag.strip_prefix(name).is_some_and(|rest| rest.starts_with(['>', ' ', '\n'])));
    // Markdown with a tag at its start has paragraphs between empty lines.
    is_block
        && !start.split("\n\n").skip(1).take(50).any(|block| {
            let block = block.trim_start();
            !block.is_empty() && !block.starts_with('<')
        })
}

/// True if the text ends within a link or a tag.
fn is_torn(text: &str) -> bool {
    let last = text.trim_end().rsplit('\n').next().unwrap_or_default();
    let window: String = last.chars().rev().take(400).collect::<Vec<_>>().into_iter().rev().collect();
    let opens = |open: &str, close: char| window.rfind(open).is_some_and(|at| !window[at..].contains(close));
    opens("](", ')') || opens("<a ", '>') || opens("<img ", '>')
}

fn post(front: About, head: About, mut writer: Writer) -> Post {
    let trailer = trailer::strip(&mut writer.blocks);
    let address = front.address.or(head.address).or(trailer.address);
    let own = |text: String| escape_liquid(escaped(&one_line(&plain_title(&text))));
    let titles = [(front.title, front.title_line), (head.title, head.title_line)];
    let mut title = titles
        .into_iter()
        .filter_map(|(title, line)| Some(Paragraph { text: own(title?), line }))
        .find(|title| !title.text.is_empty());
    let mut blocks = writer.blocks;
    take_title(&mut blocks, &mut title);
    let lead = lead(&blocks).map(|at| blocks.remove(at));
    let host = address.as_deref().and_then(host);
    let mut images: Vec<Image> = writer.images;
    for image in &mut images {
        image.address = absolute(&image.address, address.as_deref());
        image.alt = one_line(&image.alt);
        image.link = image.link.as_deref().map(|link| absolute(link, address.as_deref()));
    }
    // The head of a page names an image, which often is one of the post's.
    if let Some(named) = front.image.or(head.image) {
        let named = absolute(&named, address.as_deref());
        if images.is_empty() && !named.contains(char::is_whitespace) {
            images.push(Image { address: named, ..Image::default() });
        }
    }
    let paragraph = |block: Block| Paragraph { text: escape_liquid(block.text), line: block.line };
    Post {
        title,
        date: front.date.or(head.date),
        lead: lead.map(paragraph),
        paragraphs: blocks.into_iter().map(paragraph).collect(),
        images,
        address,
        source: [front.source, head.source, trailer.source]
            .into_iter()
            .flatten()
            .map(|name| escape_liquid(escaped(&one_line(&name))))
            .find(|name| !name.is_empty())
            .or(host),
    }
}

/// Converts the inline marks of a title.
fn plain_title(title: &str) -> String {
    if !title.contains('&') && !title.contains("</") {
        return title.to_owned();
    }
    // Entities are decoded if there is a tag.
    plain(&format!("{title}<br/>"))
}

/// Removes the first heading if it is the title. Without another title it becomes the title.
fn take_title(blocks: &mut Vec<Block>, title: &mut Option<Paragraph>) {
    let Some(at) = blocks.iter().take(3).position(|block| block.kind == BlockKind::Heading) else { return };
    let Some(block) = blocks.get(at) else { return };
    let text = block.text.trim_start_matches('#').trim();
    let words = |text: &str| trailer::plain(text).0.to_lowercase();
    match title {
        Some(known) if words(&known.text) != words(text) => return,
        Some(known) if known.line == 0 => known.line = block.line,
        Some(_) => {}
        None if at == 0 && !text.is_empty() => {
            *title = Some(Paragraph { text: text.to_owned(), line: block.line })
        }
        None => return,
    }
    blocks.remove(at);
}

/// Returns the index of the first paragraph with content: not the author and date, and not a single
/// link.
fn lead(blocks: &[Block]) -> Option<usize> {
    let is_paragraph = |block: &Block| block.kind == BlockKind::Paragraph;
    let has_content = |block: &Block| {
        let (text, links) = trailer::plain(&block.text);
        let text = text.trim();
        let lower = text.chars().take(40).collect::<String>().to_lowercase();
        let is_byline = text.chars().count() < 80
            && ["by ", "posted ", "published ", "written by", "last updated", "updated "]
                .iter()
                .any(|start| lower.starts_with(start));
        let is_link = links.len() == 1 && links.first().is_some_and(|(link, _)| link.trim() == text);
        let length = text.chars().count();
        let is_sentence = text.ends_with(['.', '!', '?', '…', ':', '”', ')']);
        !is_byline && !is_link && (length >= 40 || length >= 10 && is_sentence)
    };
    blocks
        .iter()
        .take(50)
        .position(|block| is_paragraph(block) && has_content(block))
        .or_else(|| blocks.iter().position(is_paragraph))
}

/// The host of a post. Short addresses do not have it.
fn host(address: &str) -> Option<String> {
    if Address::new(address)?.is_shortened() {
        return None;
    }
    let host = address::host(address)?;
    Some(host.strip_prefix("www.").unwrap_or(host).to_ascii_lowercase())
}

fn remarks_about(post: &Post) -> Vec<Remark> {
    let mut remarks = Vec::new();
    match &post.title {
        Some(title) if title.line > 0 => remarks.push(Remark::found(title.line, "the title")),
        Some(_) => {}
        None => remarks.push(Remark::missing("a title")),
    }
    match &post.lead {
        Some(lead) => remarks.push(Remark::found(lead.line, "the first paragraph")),
        None => remarks.push(Remark::missing("a paragraph")),
    }
    match post.images.first() {
        Some(image) if image.line > 0 => {
            let text = match post.images.len() {
                1 => "an image".to_owned(),
                count => format!("the first of {count} images"),
            };
            remarks.push(Remark::found(image.line, text));
        }
        Some(_) => {}
        None => remarks.push(Remark::missing("an image")),
    }
    if post.address.is_none() {
        remarks.push(Remark::missing("the post's own address"));
    }
    match post.date {
        Some(date) => {
            remarks.push(Remark { tone: Tone::Found, line: None, text: format!("the post is of {date}") })
        }
        None => remarks.push(Remark::missing("a date")),
    }
    remarks
}

#[cfg(test)]
mod tests;
