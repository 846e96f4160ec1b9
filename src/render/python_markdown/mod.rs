//! Python-Markdown 3.7 with the extensions `extra`, `meta`, `toc` with links, and `codehilite`, as Pelican uses it; also
//! `admonition`, `nl2br`, `sane_lists` and `smarty`.
//!
//! It is a port of the generator's own algorithm and not a layer on pulldown-cmark's events. The generator rewrites its
//! text: it takes out HTML, splits the rest at blank lines, and replaces what each inline pattern finds by a
//! placeholder, so its results in unusual text follow from the order of these steps. The faults do as well: a
//! placeholder that stays in the page, an unclosed tag, a list that is a paragraph. Rules on the events of a CommonMark
//! parser would have to repeat each of them by itself.
//!
//! ```text
//! normalize → extract → blocks → footnotes → highlight → inline → finish → smarty → toc → convert
//! ```
//!
//! Regular expressions are replaced by scans that read a text a limited number of times, so that the time is linear in
//! the length of a hostile text. Each [`Text`](text::Text) knows its source, and so do the nodes that are made of it.

mod ascii;
mod attributes;
mod blocks;
mod convert;
mod element;
mod entities;
mod extract;
mod finish;
mod footnotes;
mod highlight;
mod inline;
mod normalize;
mod serialize;
mod stash;
mod tags;
mod text;
mod toc;

use std::collections::HashMap;

use crate::profile::RendererExtension;
use crate::render::tree::Node;
use crate::text::Span;
use element::{Elements, Id};
use footnotes::Footnotes;
use stash::Stash;

#[derive(Clone, Debug)]
struct Reference {
    address: String,
    title: Option<String>,
}

/// The page while it is made.
#[derive(Debug, Default)]
struct Page {
    extensions: Extensions,
    elements: Elements,
    stash: Stash,
    references: HashMap<String, Reference>,
    footnotes: Footnotes,
    abbreviations: Vec<(String, String)>,
}

/// The extensions that are on, as bits.
#[derive(Clone, Copy, Debug, Default)]
struct Extensions(u64);

impl Extensions {
    /// Those of a list, and the parts of `extra` if it is on.
    fn new(extensions: &[RendererExtension]) -> Self {
        use RendererExtension as Own;
        let parts = [
            Own::Abbr,
            Own::AttrList,
            Own::DefList,
            Own::FencedCode,
            Own::Footnotes,
            Own::MdInHtml,
            Own::Tables,
        ];
        let parts = parts.iter().filter(|_| extensions.contains(&Own::Extra));
        Self(extensions.iter().chain(parts).fold(0, |bits, extension| bits | 1 << *extension as u64))
    }
}

impl Page {
    /// True if an extension is on, by itself or as a part of `extra`.
    fn has(&self, extension: RendererExtension) -> bool {
        self.extensions.0 & 1 << extension as u64 != 0
    }

    /// Extends the span of an element.
    fn cover(&mut self, id: Id, span: Span) {
        let own = &mut self.elements[id].span;
        *own = Some(own.map_or(span, |own| own.cover(span)));
    }
}

/// The start of the text that the generator reads: a byte order mark and the empty line that ends the metadata are not
/// part of it.
fn start(text: &str) -> usize {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let body = body.strip_prefix("\r\n").or_else(|| body.strip_prefix('\n')).unwrap_or(body);
    text.len() - body.len()
}

/// Renders a text without front matter.
pub(super) fn parse(text: &str, extensions: &[RendererExtension]) -> Vec<Node> {
    if finish::is_blank(text) {
        return Vec::new();
    }
    let mut page = Page { extensions: Extensions::new(extensions), ..Page::default() };
    let mut text = normalize::normalize(text, start(text));
    if page.has(RendererExtension::FencedCode) {
        let highlighter = page.has(RendererExtension::Codehilite).then_some("highlight");
        text = normalize::stash_fenced_code(&text, &mut page.stash, highlighter);
    }
    let text = extract::extract(&mut page, &text);
    let root = page.elements.add("div");
    blocks::Parser::new(&mut page, &text).parse_text(root, &text);
    footnotes::add_list(&mut page, root, &text);
    if page.has(RendererExtension::Codehilite) {
        highlight::run(&mut page, root);
    }
    inline::run(&mut page, root);
    footnotes::add_more_backlinks(&mut page, root);
    finish::separate(&mut page.elements, root);
    if page.has(RendererExtension::AttrList) {
        finish::attribute_lists(&mut page.elements, root);
    }
    let abbreviations = std::mem::take(&mut page.abbreviations);
    finish::abbreviations(&mut page.elements, root, &abbreviations);
    if page.has(RendererExtension::Smarty) {
        inline::educate(&mut page, root);
    }
    if page.has(RendererExtension::Toc) {
        toc::run(&mut page, root);
    }
    finish::unescape(&mut page.elements, root);
    convert::nodes(&page, root)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tree::{Tree, visit};

    use RendererExtension::{AnchorLinks, Codehilite, Extra, Toc};
    const ALL: [RendererExtension; 4] = [Extra, Toc, AnchorLinks, Codehilite];

    fn html(text: &str) -> String {
        Tree { nodes: parse(text, &ALL) }.html().replace("\n\n", "\n").trim().to_owned()
    }

    /// The source of the first node that fits.
    fn source(text: &str, is_it: impl Fn(&Node) -> bool) -> &str {
        let nodes = parse(text, &ALL);
        let mut found = None;
        visit(&nodes, &mut |node| {
            if found.is_none() && is_it(node) {
                found = node.span;
            }
        });
        found.map_or("", |span| span.of(text))
    }

    #[test]
    fn a_list_under_a_paragraph_keeps_markers_of_a_link_in_a_comment() {
        let text = "See these:\n* [**One**](https://example.org/1) \\| [Site](https://example.org/2)\
                    <!-- use: * [**name**](address)| date -->\n* impl SliceIndex\\<str> for x\n";
        assert_eq!(
            html(text),
            "<p>See these:\n* <a href=\"https://example.org/1\"><strong>One</strong></a> | \
             <a href=\"https://example.org/2\">Site</a><!-- use: * <a href=\"address\">\u{2}klzzwxh:0004\u{3}</a>| date -->\n\
             * impl SliceIndex\\<str> for x</p>"
        );
    }

    #[test]
    fn extensions_that_are_off_change_nothing() {
        let text = "# A\n\na | b\n--|--\n\n```\nc\n```\n\nd\n: e\n\n    f\n";
        let nodes = parse(text, &[]);
        assert_eq!(
            Tree { nodes }.html().replace("\n\n", "\n"),
            "<h1>A</h1>\n<p>a | b\n--|--</p>\n<p><code>c</code></p>\n<p>d\n: e</p>\n<pre><code>f\n</code></pre>\n"
        );
        let nodes = parse("* a\n1. b\n\n2. c\n", &[RendererExtension::SaneLists]);
        assert_eq!(
            Tree { nodes }.html().replace("\n\n", "\n"),
            "<ul>\n<li>a\n1. b</li>\n</ul>\n<ol start=\"2\">\n<li>c</li>\n</ol>\n"
        );
        let nodes = parse("a\nb", &[RendererExtension::Nl2br]);
        assert_eq!(Tree { nodes }.html(), "<p>a<br />\nb</p>\n");
    }

    #[test]
    fn nodes_know_their_source() {
        let text = "Title\n=====\n\n* one\n* [two *three*](x)\n\n      code\n    > quote `a`\n\n<div>\n  html\n</div>\n";
        assert_eq!(source(text, |node| node.is("h1")), "Title\n=====");
        assert_eq!(source(text, |node| node.is("em")), "*three*");
        assert_eq!(
            source(text, |node| node.is("a") && node.element().is_some_and(|a| a.text() == "two three")),
            "[two *three*](x)"
        );
        assert_eq!(
            source(text, |node| node.is("code") && node.span.is_some_and(|span| span.of(text).contains('a'))),
            "`a`"
        );
        assert_eq!(
            source(text, |node| matches!(&node.kind, crate::render::NodeKind::Raw(_))),
            "<div>\n  html\n</div>"
        );
        assert_eq!(
            source(text, |node| node.is("ul")),
            "* one\n* [two *three*](x)\n\n      code\n    > quote `a`"
        );
    }

    #[test]
    fn the_time_for_hostile_texts_is_bounded() {
        // Each takes seconds or more where a step is quadratic.
        let pieces = [
            "[",
            "[a](",
            "![",
            "[a][",
            "*",
            "**a",
            "*a_",
            "_",
            "`",
            "`` ",
            "<a ",
            "<!-- ",
            "<a <b",
            "&#",
            "</",
            "> ",
            "* ",
            "    * ",
            "# a\n",
            "***\n",
            "[a]: b\n",
            "[^a",
            "*[a",
            "*[a]\n",
            "a\n: b\n",
            "|a|b\n",
            "```\n",
            "{: .a }\n",
            "<div markdown=1>\n",
            "<?",
            "<![",
            "\\",
            "a <b> ",
        ];
        for piece in pieces {
            let text = piece.repeat(10_000 / piece.len());
            let nodes = parse(&format!("Text.\n\n{text}"), &ALL);
            assert!(nodes.first().is_some_and(|first| first.is("p")), "{piece}");
        }
    }
}
