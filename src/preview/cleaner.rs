//! Rebuilds the HTML of a block from allowed elements, and names it by its content.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

use foldhash::fast::RandomState;
use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};
use sha1::{Digest, Sha1};

use super::elements::{Treatment, is_kept, treatment};
use super::page::Block;
use super::style;
use crate::render::html::is_void;
use crate::text::Span;
use crate::text::percent::encode_path;

/// Where an image of the page comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImageSource {
    /// A file of the newsletter, by its path from the root with `/` between folders.
    File(String),
    /// An address, which is loaded only if the user asks for it.
    Remote(String),
    /// Nothing that could be shown.
    Missing,
}

/// Nested elements that are kept. Deeper ones lose their tags.
const DEPTH: usize = 100;

/// The number of pages without a block after which it is forgotten. Browsers of two targets may be some pages apart.
const KEPT_PAGES: u64 = 8;

/// Makes blocks, and remembers those of the last pages, so that a key costs only the block it changes.
#[derive(Debug, Default)]
pub struct Cleaner {
    /// By the HTML before it is cleaned.
    known: HashMap<String, Known, RandomState>,
    /// Counts the pages.
    page: u64,
    /// Counts the changes of image files, so that a browser does not show an old one.
    images: u64,
}

#[derive(Debug)]
struct Known {
    key: Arc<str>,
    html: Arc<str>,
    /// The last page that had it.
    page: u64,
}

impl Cleaner {
    /// Starts a page. Blocks that the last ones did not have are forgotten.
    pub fn start_page(&mut self) {
        self.page += 1;
        let page = self.page;
        self.known.retain(|_, known| known.page + KEPT_PAGES > page);
    }

    /// Makes the next blocks load their images again.
    pub fn images_changed(&mut self) {
        self.images += 1;
        self.known.clear();
    }

    /// Makes a block of the generator's HTML. `image` says where the image of a `src` attribute comes from.
    pub fn block(
        &mut self,
        html: &str,
        span: Span,
        section: Option<usize>,
        image: &dyn Fn(&str) -> ImageSource,
    ) -> Block {
        if let Some(known) = self.known.get_mut(html) {
            known.page = self.page;
            return Block { key: known.key.clone(), html: known.html.clone(), span, section };
        }
        let clean: Arc<str> = clean(html, image, self.images).into();
        let key = self.add(html.to_owned(), clean.clone());
        Block { key, html: clean, span, section }
    }

    /// Makes a block of plain text.
    pub fn text_block(&mut self, text: &str, span: Span, section: Option<usize>) -> Block {
        let mut html = String::from("<pre class=\"plain\">");
        escape(&mut html, text);
        html.push_str("</pre>");
        let html: Arc<str> = html.into();
        Block { key: key_of(&html), html, span, section }
    }

    fn add(&mut self, raw: String, html: Arc<str>) -> Arc<str> {
        let key = key_of(&html);
        self.known.insert(raw, Known { key: key.clone(), html, page: self.page });
        key
    }
}

/// The first 80 bits of a hash of the HTML, without the positions in it: a block that has only moved is the same.
fn key_of(html: &str) -> Arc<str> {
    let digest = Sha1::digest(html.as_bytes());
    let mut key = String::with_capacity(20);
    for byte in &digest[..10] {
        let _ = write!(key, "{byte:02x}");
    }
    key.into()
}

/// Escapes a text for HTML, also for an attribute in double quotes.
pub(super) fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // A browser reads it as another character.
            '\0' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}

fn clean(html: &str, image: &dyn Fn(&str) -> ImageSource, images: u64) -> String {
    let mut emitter = DefaultEmitter::<()>::new_with_span();
    emitter.naively_switch_states(true);
    let mut writer =
        HtmlWriter { out: String::with_capacity(html.len()), open: Vec::new(), dropped: None, image, images };
    for token in Tokenizer::new_with_emitter(html, emitter).filter_map(Result::ok) {
        match token {
            Token::StartTag(tag) => writer.start(&tag),
            Token::EndTag(tag) => writer.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) if writer.dropped.is_none() => {
                escape(&mut writer.out, &String::from_utf8_lossy(&text));
            }
            _ => {}
        }
    }
    for name in std::mem::take(&mut writer.open).iter().rev() {
        let _ = write!(writer.out, "</{name}>");
    }
    writer.out
}

struct HtmlWriter<'i> {
    out: String,
    /// The elements that are open in the output.
    open: Vec<String>,
    /// The element that is dropped with its content, and the number of open ones of its name in it.
    dropped: Option<(String, usize)>,
    image: &'i dyn Fn(&str) -> ImageSource,
    images: u64,
}

impl HtmlWriter<'_> {
    fn start(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        if let Some((dropped, depth)) = &mut self.dropped {
            *depth += usize::from(*dropped == name);
            return;
        }
        match treatment(&name) {
            Treatment::Keep if name == "img" => self.image(tag),
            Treatment::Keep if self.open.len() < DEPTH || is_void(&name) => self.element(&name, tag),
            Treatment::Keep | Treatment::Unwrap => {}
            Treatment::Drop if is_void(&name) || tag.self_closing && name == "path" => {}
            Treatment::Drop => self.dropped = Some((name, 0)),
            Treatment::Box => self.left_out(&name, tag),
            Treatment::BoxWhole => {
                self.left_out(&name, tag);
                self.dropped = Some((name, 0));
            }
        }
    }

    fn end(&mut self, name: &str) {
        if let Some((dropped, depth)) = &mut self.dropped {
            if *dropped == name {
                match depth.checked_sub(1) {
                    Some(less) => *depth = less,
                    None => self.dropped = None,
                }
            }
            return;
        }
        let Some(at) = self.open.iter().rposition(|open| open == name) else { return };
        for closed in self.open.split_off(at).iter().rev() {
            let _ = write!(self.out, "</{closed}>");
        }
    }

    fn element(&mut self, name: &str, tag: &StartTag<()>) {
        let _ = write!(self.out, "<{name}");
        for (attribute, value) in &tag.attributes {
            let attribute = String::from_utf8_lossy(attribute);
            let value = String::from_utf8_lossy(value);
            if !is_name(&attribute) {
                continue;
            }
            match &*attribute {
                "style" => self.attribute("style", &style::allowed(&value)),
                "href" if name == "a" => self.link(&value),
                other if is_kept(name, other, &value) => self.attribute(other, &value),
                _ => {}
            }
        }
        if name == "input" {
            // A task's box. Forms that the readers' browsers would show can't be filled in here.
            self.out.push_str(" type=\"checkbox\" disabled");
        }
        self.out.push('>');
        if !is_void(name) {
            self.open.push(name.to_owned());
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        let _ = write!(self.out, " {name}=\"");
        escape(&mut self.out, value);
        self.out.push('"');
    }

    fn link(&mut self, href: &str) {
        // Browsers ignore these in the scheme.
        let plain: String = href.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
        let scheme = plain.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        let scheme = scheme.filter(|scheme| !scheme.contains(['/', '?', '#']));
        match scheme.as_deref() {
            None if plain.starts_with('#') => self.attribute("href", &plain),
            Some("http" | "https" | "mailto" | "tel") => {
                self.attribute("href", href.trim());
                self.out.push_str(" target=\"_blank\" rel=\"noopener noreferrer\"");
            }
            // A page of the site, which this server does not have.
            None => self.attribute("data-href", href.trim()),
            Some(_) => {}
        }
    }

    fn image(&mut self, tag: &StartTag<()>) {
        self.out.push_str("<img");
        for (attribute, value) in &tag.attributes {
            let attribute = String::from_utf8_lossy(attribute);
            let value = String::from_utf8_lossy(value);
            match &*attribute {
                "style" => self.attribute("style", &style::allowed(&value)),
                "src" => self.source(value.trim()),
                other if is_name(other) && is_kept("img", other, &value) => self.attribute(other, &value),
                _ => {}
            }
        }
        self.out.push('>');
    }

    fn source(&mut self, source: &str) {
        if is_inline(source) {
            return self.attribute("src", source);
        }
        match (self.image)(source) {
            ImageSource::File(path) => {
                let address = format!("file/{}?{}", encode_path(&path), self.images);
                self.attribute("src", &address);
            }
            ImageSource::Missing => {}
            ImageSource::Remote(address) => self.attribute("data-remote", &address),
        }
        self.attribute("data-source", source);
    }

    /// Shows what readers would get, without it.
    fn left_out(&mut self, name: &str, tag: &StartTag<()>) {
        let address = ["src", "data", "href"].iter().find_map(|one| tag.attributes.get(one.as_bytes()));
        let _ = write!(self.out, "<span class=\"left-out\" data-element=\"{name}\">");
        if let Some(address) = address {
            escape(&mut self.out, &String::from_utf8_lossy(address));
        }
        self.out.push_str("</span>");
    }
}

/// True for an image that is written in its address. A drawing could hold anything.
fn is_inline(source: &str) -> bool {
    ["png", "gif", "jpeg", "webp"]
        .iter()
        .any(|kind| source.starts_with(&format!("data:image/{kind};base64,")))
}

/// True for a name that can't end the tag.
fn is_name(attribute: &str) -> bool {
    !attribute.is_empty() && attribute.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cleaned(html: &str) -> String {
        let image = |source: &str| match source.strip_prefix("/") {
            Some(path) => ImageSource::File(path.to_owned()),
            None => ImageSource::Remote(source.to_owned()),
        };
        clean(html, &image, 3)
    }

    #[test]
    fn a_draft_keeps_its_text_and_loses_what_runs_or_loads() {
        for (html, expected) in [
            ("<p>a <em>b</em> &amp; c</p>", "<p>a <em>b</em> &amp; c</p>"),
            ("<p onclick=\"x()\" class=\"a\">b", "<p class=\"a\">b</p>"),
            ("<script>alert('<b>')</script>c", "<span class=\"left-out\" data-element=\"script\"></span>c"),
            ("<style>@import 'x'</style>a<svg><script>x</script></svg>b", "ab"),
            (
                "<iframe src='https://example.org/a'>x</iframe>",
                "<span class=\"left-out\" data-element=\"iframe\">https://example.org/a</span>",
            ),
            ("<a href=\"java&#10;script:x()\">a</a>", "<a>a</a>"),
            ("<a href=\"#top\">a</a>", "<a href=\"#top\">a</a>"),
            ("<a href=\"../b.html\">a</a>", "<a data-href=\"../b.html\">a</a>"),
            (
                "<a href=\"https://example.org\">a</a>",
                "<a href=\"https://example.org\" target=\"_blank\" rel=\"noopener noreferrer\">a</a>",
            ),
            (
                "<img src=\"/assets/a b.png\" onerror=x>",
                "<img src=\"file/assets/a%20b.png?3\" data-source=\"/assets/a b.png\">",
            ),
            (
                "<img srcset=\"https://example.org/2\" src=\"https://example.org/1\" alt=\"x\">",
                "<img alt=\"x\" data-remote=\"https://example.org/1\" data-source=\"https://example.org/1\">",
            ),
            (
                "<form action=x><input type=password value=a name=b></form>",
                "<input type=\"checkbox\" disabled>",
            ),
            ("</div></p>a</ul>", "a"),
            ("<p data-at=\"12\" data-at2=\"x\">a</p><p data-at=\"x\">", "<p data-at=\"12\">a</p><p></p>"),
            ("<li>a<li>b</ul>", "<li>a<li>b</li></li>"),
            ("<textarea><img src=x></textarea>a", "a"),
            ("<!-- a --><?php x ?>b", "b"),
            ("<x-own a=1>b</x-own>", "b"),
        ] {
            assert_eq!(cleaned(html), expected, "{html}");
        }
    }

    #[test]
    fn a_block_is_made_once_and_its_key_is_that_of_its_html() {
        let mut cleaner = Cleaner::default();
        let image = |_: &str| ImageSource::File("a.png".into());
        let make = |cleaner: &mut Cleaner, html: &str| cleaner.block(html, Span::at(0), None, &image);
        cleaner.start_page();
        let one = make(&mut cleaner, "<p>a<img src=a></p>");
        cleaner.start_page();
        let again = make(&mut cleaner, "<p>a<img src=a></p>");
        assert!(Arc::ptr_eq(&one.html, &again.html));
        cleaner.images_changed();
        let new = make(&mut cleaner, "<p>a<img src=a></p>");
        assert_ne!(one.key, new.key);
        (1..KEPT_PAGES).for_each(|_| cleaner.start_page());
        assert!(!cleaner.known.is_empty(), "a slow browser may still ask for it");
        cleaner.start_page();
        assert!(cleaner.known.is_empty(), "a block that no page has is forgotten");
    }

    #[test]
    fn deep_nesting_is_flattened() {
        let html = cleaned(&"<div>".repeat(100_000));
        assert_eq!(html.matches("<div>").count(), DEPTH);
    }

    proptest! {
        /// What is cleaned can't be cleaned further, and has allowed elements only.
        #[test]
        fn cleaning_is_idempotent(parts in proptest::collection::vec(part(), 0..20)) {
            let html: String = parts.concat();
            let once = cleaned(&html);
            for tag in once.split('<').skip(1) {
                let name: String = tag.trim_start_matches('/').chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
                prop_assert_eq!(treatment(&name), Treatment::Keep, "{}", &once);
            }
            prop_assert!(!once.to_lowercase().contains(" on"), "{}", &once);
            let text = |html: &str| html.replace(" target=\"_blank\" rel=\"noopener noreferrer\"", "");
            let without_images = !once.contains("<img") && !once.contains("<input") && !once.contains("data-");
            if without_images {
                prop_assert_eq!(text(&cleaned(&once)), text(&once));
            }
        }
    }

    fn part() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "<p>",
            "</p>",
            "<b x='",
            "'>",
            "\">",
            "<script>",
            "</script>",
            "<style>",
            "</style>",
            "<!--",
            "-->",
            "<svg>",
            "</svg>",
            "<a href=javascript:x>",
            "<a href='https://e'>",
            "</a>",
            "<img src=x onerror=y>",
            "text",
            "&lt;script&gt;",
            "<",
            ">",
            "&",
            "<td>",
            "<table>",
            "</table>",
            "<textarea>",
            "</textarea>",
            "<plaintext>",
            "<math><mi>",
            "<input>",
            "<p/onclick=x>",
            "<![CDATA[",
            "]]>",
            "<title>",
            "é",
        ])
    }
}
