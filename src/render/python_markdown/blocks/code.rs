use super::{Blocks, Parser, TAB, detab};
use crate::render::python_markdown::element::Id;
use crate::render::python_markdown::text::{Builder, Text};
use crate::text::Span;

impl Parser<'_> {
    /// The code of a code block at the end of an element.
    pub(super) fn code_before(&self, parent: Id) -> Option<Id> {
        let elements = &self.page.elements;
        let block = elements.last_child(parent).filter(|last| elements[*last].tag == "pre")?;
        elements[block].children.first().copied().filter(|code| elements[*code].tag == "code")
    }

    /// An indented code block (`CodeBlockProcessor`).
    pub(super) fn code(&mut self, parent: Id, block: &Text, blocks: &mut Blocks) -> bool {
        if !block.starts_with(TAB) {
            return false;
        }
        let (code, rest) = detab(block);
        let (code, span) = (escaped(&code.trimmed_end()), code.trimmed_end().source());
        match self.code_before(parent) {
            Some(before) => {
                let text = &mut self.page.elements[before].text;
                text.append_line_break();
                text.append(&code);
                text.append_line_break();
                text.atomic = true;
                if let Some(pre) = self.page.elements.last_child(parent) {
                    self.page.cover(pre, span);
                }
            }
            None => {
                let pre = self.page.elements.add_child_at(parent, "pre", span);
                let element = self.page.elements.add_child_at(pre, "code", span);
                let text = &mut self.page.elements[element].text;
                *text = code;
                text.append_line_break();
                text.atomic = true;
            }
        }
        if !rest.is_empty() {
            blocks.push(rest);
        }
        true
    }
}

/// A text with `&`, `<` and `>` as entities (`code_escape`).
pub(in crate::render::python_markdown) fn escaped(code: &Text) -> Text {
    if code.find(['&', '<', '>']).is_none() {
        return code.clone();
    }
    let mut builder = Builder::default();
    let mut copied = 0;
    for (at, character) in code.match_indices(['&', '<', '>']) {
        builder.push(&code.slice(copied..at));
        let entity = match character {
            "&" => "&amp;",
            "<" => "&lt;",
            _ => "&gt;",
        };
        let place = code.source_of(at..at + 1);
        builder.make(entity, Span::new(place.start, place.end));
        copied = at + 1;
    }
    builder.push(&code.from(copied));
    builder.finish()
}
