//! Python-Markdown, as Pelican uses it.

use super::tree::Node;
use crate::profile::RendererExtension;

pub(super) fn parse(text: &str, extensions: &[RendererExtension]) -> Vec<Node> {
    super::commonmark::parse(text, extensions)
}
