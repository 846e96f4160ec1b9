//! The page of an issue: the HTML that the site's generator makes of a draft.
//!
//! [`render`] makes a [`Tree`] from a draft and its profile. The profile names the generator's renderer and its
//! extensions, which are a [`Dialect`]. Each dialect is a module with a function from a text and a list of extensions to
//! nodes:
//!
//! ```text
//! pub(super) fn parse(text: &str, extensions: &[RendererExtension]) -> Vec<Node>
//! ```
//!
//! Its spans count from the start of the text that it is given; [`render`] moves them to the draft. Equal HTML means
//! the same tree as the generator's, apart from white space between blocks and the spans of a syntax highlighter. Where
//! the generator has a fault, the dialect has it too, because readers get it.

mod commonmark;
pub mod html;
mod kramdown;
mod layout;
pub mod liquid;
mod python_markdown;
mod site;
mod source;
pub mod target;
pub mod tree;

use crate::draft::Draft;
use crate::profile::{Profile, Renderer, RendererExtension};

pub use commonmark::OMITTED_HTML;
pub use layout::{Page, page};
pub use site::{Site, post_address};
pub use source::Source;
pub use tree::{Attributes, Element, Node, NodeKind, PageBlock, Tree};

/// A renderer of Markdown and the extensions that are on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dialect {
    pub renderer: Renderer,
    pub extensions: Vec<RendererExtension>,
}

impl Dialect {
    /// The dialect of a profile. Without a renderer, it is CommonMark with GitHub's extensions.
    pub fn new(profile: &Profile) -> Self {
        let renderer = profile.renderer.unwrap_or(Renderer::CommonMark);
        // A profile that changes the renderer may inherit extensions of another one.
        let own = profile.renderer_extensions.iter().filter(|extension| extension.renderer() == renderer);
        Self { renderer, extensions: own.copied().collect() }
    }

    /// Renders a Markdown text without front matter. Spans are those of `text`.
    pub fn parse(&self, text: &str) -> Tree {
        let nodes = match self.renderer {
            Renderer::Kramdown => kramdown::parse(text, &self.extensions),
            Renderer::PythonMarkdown => python_markdown::parse(text, &self.extensions),
            Renderer::CommonMark => commonmark::parse(text, &self.extensions),
        };
        Tree { nodes }
    }
}

/// Renders the body of a draft. Spans are those of the draft.
pub fn render(draft: &Draft, profile: &Profile) -> Tree {
    render_source(&Source::new(draft), profile)
}

/// Renders a body whose Liquid tags are replaced. Spans are those of the draft.
pub fn render_source(source: &Source<'_>, profile: &Profile) -> Tree {
    let mut tree = Dialect::new(profile).parse(source.text());
    tree::visit_mut(&mut tree.nodes, &mut |node| node.span = node.span.map(|span| source.in_draft(span)));
    tree
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    #[test]
    fn blocks_have_their_place_in_the_draft() {
        let draft = Draft::parse("---\ntitle: x\n---\n\n# A *b*\n\nOne `two`.\n");
        let tree = render(&draft, &Profile::default());
        let blocks = tree.blocks();
        let parts: Vec<(&str, &str)> =
            blocks.iter().map(|block| (draft.slice(block.span).trim_end(), block.html.as_str())).collect();
        let expected = [("# A *b*", "<h1>A <em>b</em></h1>"), ("One `two`.", "<p>One <code>two</code>.</p>")];
        assert_eq!(parts, expected);
        let code = tree.nodes.iter().filter_map(Node::element).flat_map(|element| &element.children);
        let code = code.filter(|node| node.is("code")).filter_map(|node| node.span).next().unwrap();
        assert_eq!(draft.slice(Span::new(code.start, code.end)), "`two`");
    }

    #[test]
    fn a_change_of_one_block_keeps_the_hashes_of_the_others() {
        let hashes = |text: &str| {
            let blocks = render(&Draft::parse(text), &Profile::default()).blocks();
            blocks.into_iter().map(|block| block.hash).collect::<Vec<_>>()
        };
        let (before, after) =
            (hashes("One.\n\nTwo.\n\nThree.\n"), hashes("One, longer.\n\nTwo.\n\nThree.\n"));
        assert_ne!(before[0], after[0]);
        assert_eq!(before[1..], after[1..]);
    }
}
