use super::{Finder, SectionView};
use crate::draft::{Block, Link, LinkKind};
use crate::outline::missing::Part;
use crate::outline::{Input, Role, Row, Slot};
use crate::profile::SlotKind;
use crate::text::Span;

/// Paragraphs of the form `[title](address) from [author](address)`.
pub struct Guides;

impl Finder for Guides {
    fn parts(&self) -> &[Part] {
        &[Part::Author]
    }

    fn slots(&self, view: &SectionView<'_>, out: &mut Vec<Slot>) {
        let rows: Vec<Row> = view.blocks.iter().flat_map(|block| rows(view, block)).collect();
        let span = match (rows.first(), rows.last()) {
            (Some(first), Some(last)) => first.span.cover(last.span),
            _ => Span::at(view.end()),
        };
        out.push(Slot::list(SlotKind::Guides, span, view.spec.title.clone(), rows));
    }

    fn row_separator(&self) -> &'static str {
        "\n\n"
    }

    fn row_form(&self) -> &'static str {
        "[title](url) from [name](url)"
    }
}

/// The rows of a block: lines that begin with a link and end there or continue with "from" and the
/// authors.
fn rows(view: &SectionView<'_>, block: &Block) -> Vec<Row> {
    if !block.is_paragraph() && block.items().is_empty() {
        return Vec::new();
    }
    let text = view.draft.text();
    let mut rows = Vec::new();
    let mut start = block.span.start;
    for line in view.slice(block.span).split('\n') {
        let span = Span::new(start, start + line.len()).trim(text);
        start += line.len() + 1;
        let links: Vec<&Link> = block
            .links_in(span)
            .iter()
            .filter(|link| link.kind == LinkKind::Inline && !link.shows_image)
            .collect();
        let Some(first) = links.first() else { continue };
        let before = text.get(span.start..first.span.start).unwrap_or("");
        let after = text.get(first.span.end..span.end).unwrap_or("").trim();
        let is_line = before.trim_matches(['*', '-', ' ']).is_empty();
        if !is_line || !(after.is_empty() || after.starts_with("from ") || after.starts_with("by ")) {
            continue;
        }
        let mut fields = vec![
            view.field(Role::Title, Input::Bracketed, first.text).required(),
            view.field(Role::Address, Input::Address, first.dest).required(),
        ];
        for (n, author) in links.iter().enumerate().skip(1) {
            let number = (n > 1).then_some(n);
            fields.push(view.field(Role::Author, Input::Bracketed, author.text).numbered(number).required());
            fields.push(
                view.field(Role::AuthorAddress, Input::Address, author.dest).numbered(number).required(),
            );
        }
        rows.push(Row { span, fields });
    }
    rows
}
