//! kramdown with GFM input, as Jekyll uses it.
//!
//! ```text
//! source → blocks → inline elements → kramdown's tree → HTML's tree
//! ```
//!
//! pulldown-cmark's events are no help here: kramdown has other rules for where blocks begin and end, and its faults
//! follow from the order in which it tries them. So this is a parser of its own, with kramdown's order.

mod attributes;
mod block;
mod code;
mod convert;
mod definitions;
mod element;
mod footnotes;
mod html_block;
mod html_scan;
mod ids;
mod link;
mod list;
mod list_line;
mod names;
mod parser;
mod scan;
mod span;
mod span_html;
mod store;
mod table;
mod toc;
mod typography;
mod update;

use self::convert::Converter;
use self::element::{El, Kind};
use self::parser::{Options, Parser, Tree};
use super::tree::Node;
use crate::profile::RendererExtension;

pub(super) fn parse(text: &str, extensions: &[RendererExtension]) -> Vec<Node> {
    let options = Options {
        is_gfm: !extensions.contains(&RendererExtension::KramdownInput),
        hard_wrap: extensions.contains(&RendererExtension::HardWrap),
        parses_block_html: false,
        parses_span_html: true,
        auto_ids: true,
    };
    let (mut parser, whole) = Parser::new(text, options);
    let mut tree = Tree::default();
    parser.blocks_of(whole, &mut tree);
    let mut root = El::new(Kind::Quote, whole);
    root.children = tree.children;
    parser.update(&mut root);
    parser.abbreviate(&mut root);
    parser.update_footnotes();
    Converter::new(parser).page(root)
}
