//! The styles of Markdown in the editor. What a part is does not depend on colour alone: it has a modifier
//! as well, or characters of its own.

use super::layout::Row;
use super::markdown_scan::{Checkpoints, Kind, MAX_LINE, scan};
use super::place;
use crate::text::Span;
use ratatui::style::{Modifier, Style};

/// The style of each part of a Markdown text, over the style of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkdownStyle {
    pub heading: Style,
    /// `**`, brackets and other characters of syntax.
    pub marker: Style,
    pub link_text: Style,
    pub link_address: Style,
    pub image: Style,
    pub bold: Style,
    pub italic: Style,
    pub code: Style,
    pub quote: Style,
    pub bullet: Style,
    pub comment: Style,
    pub front_matter: Style,
    /// The key of a front matter line.
    pub key: Style,
}

impl Default for MarkdownStyle {
    /// The styles without colours.
    fn default() -> Self {
        let plain = Style::new();
        Self {
            heading: plain.add_modifier(Modifier::BOLD),
            marker: plain,
            link_text: plain.add_modifier(Modifier::UNDERLINED),
            // Not like the text of a link, also within a heading.
            link_address: plain.remove_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            image: plain.add_modifier(Modifier::UNDERLINED | Modifier::ITALIC),
            bold: plain.add_modifier(Modifier::BOLD),
            italic: plain.add_modifier(Modifier::ITALIC),
            code: plain,
            quote: plain.add_modifier(Modifier::ITALIC),
            bullet: plain.add_modifier(Modifier::BOLD),
            comment: plain.add_modifier(Modifier::ITALIC),
            front_matter: plain,
            key: plain.add_modifier(Modifier::BOLD),
        }
    }
}

impl MarkdownStyle {
    fn style(&self, kind: Kind) -> Style {
        match kind {
            Kind::Heading => self.heading,
            Kind::Marker => self.marker,
            Kind::LinkText => self.link_text,
            Kind::LinkAddress => self.link_address,
            Kind::Image => self.image,
            Kind::Bold => self.bold,
            Kind::Italic => self.italic,
            Kind::Code => self.code,
            Kind::Quote => self.quote,
            Kind::Bullet => self.bullet,
            Kind::Comment => self.comment,
            Kind::FrontMatter => self.front_matter,
            Kind::Key => self.key,
        }
    }

    /// Returns the styles of the text in `rows`; a later one is drawn over an earlier one.
    pub(super) fn marks(
        &self,
        text: &str,
        rows: &[Row],
        checkpoints: &mut Checkpoints,
    ) -> Vec<(Span, Style)> {
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Vec::new() };
        let mut start = place::line_start(text, first.span.start);
        let mut state = checkpoints.state_at(text, start);
        let mut parts = Vec::new();
        loop {
            // A longer line is not highlighted, and it hides the lines after it.
            let limit = place::floor(text, last.span.end.max(start + MAX_LINE) + 2);
            let end = place::line_end(text.get(..limit).unwrap_or(text), start);
            if end == limit && limit < text.len() {
                break;
            }
            state = scan(state, Span::new(start, end), text, &mut parts);
            match place::next_line(text, end) {
                Some(next) if next <= last.span.end => start = next,
                _ => break,
            }
        }
        parts.into_iter().map(|(span, kind)| (span, self.style(kind))).collect()
    }
}
