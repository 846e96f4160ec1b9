use super::{Parser, State, TAB, items, loose_detab};
use crate::profile::RendererExtension;
use crate::render::python_markdown::element::Id;
use crate::render::python_markdown::text::Text;
use crate::text::Span;

/// The lists and items that an indented block can belong to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    /// `ul`, `ol` and `li`.
    Lists,
    /// Also `dl` and `dd`.
    WithDefinitions,
}

impl Family {
    fn is_item(self, tag: &str) -> bool {
        tag == "li" || self == Self::WithDefinitions && tag == "dd"
    }

    fn is_list(self, tag: &str) -> bool {
        matches!(tag, "ul" | "ol") || self == Self::WithDefinitions && tag == "dl"
    }
}

impl Parser<'_> {
    /// An ordered or unordered list (`OListProcessor`, `UListProcessor`).
    pub(super) fn list(&mut self, parent: Id, block: &Text) -> bool {
        let Some(kind) = items::list_kind(block) else { return false };
        let is_sane = self.page.has(RendererExtension::SaneLists);
        let mut items = items::split(block, is_sane.then_some(kind)).into_iter();
        let elements = &self.page.elements;
        let is_list =
            |last: &Id| if is_sane { elements[*last].tag == kind } else { elements[*last].is_list() };
        let before = elements.last_child(parent).filter(is_list);
        let list = match before {
            Some(list) => {
                self.loosen_last_item(list);
                if let Some(first) = items.next() {
                    let item = self.page.elements.add_child_at(list, "li", first.span);
                    self.within(State::LooseList, |parser| parser.parse_block(item, first.text));
                }
                list
            }
            // `* * one` and then an indented `* two`.
            None if elements[parent].is_list() => parent,
            None => {
                let list = self.page.elements.add_child(parent, kind);
                let start = block.trim_start().split('.').next().filter(|start| is_sane && *start != "1");
                if let Some(start) = start.filter(|_| kind == "ol") {
                    self.page.elements[list].set("start", start);
                }
                list
            }
        };
        self.page.cover(list, block.trimmed_end().source());
        self.within(State::List, |parser| {
            for item in items {
                let item_before = parser.page.elements.last_child(list);
                match item_before.filter(|_| item.text.starts_with(TAB)) {
                    Some(before) => {
                        parser.page.cover(before, item.span);
                        parser.parse_block(before, item.text);
                    }
                    None => {
                        let element = parser.page.elements.add_child_at(list, "li", item.span);
                        parser.parse_block(element, item.text);
                    }
                }
            }
        });
        true
    }

    /// Puts the text of the last item into a paragraph, because a blank line follows it.
    fn loosen_last_item(&mut self, list: Id) {
        let Some(item) = self.page.elements.last_child(list) else { return };
        self.text_to_paragraph(item);
        let elements = &mut self.page.elements;
        if let Some(last) = elements.last_child(item)
            && !elements[last].tail.is_empty()
        {
            let tail = std::mem::take(&mut elements[last].tail);
            let paragraph = elements.add_child_at(item, "p", tail.trimmed().source());
            elements[paragraph].text = tail.trimmed_start();
        }
    }

    fn text_to_paragraph(&mut self, item: Id) {
        let elements = &mut self.page.elements;
        if elements[item].text.is_empty() {
            return;
        }
        let text = std::mem::take(&mut elements[item].text);
        let paragraph = elements.add("p");
        elements[paragraph].span = Some(text.trimmed().source());
        elements[paragraph].text = text;
        elements[item].children.insert(0, paragraph);
    }

    /// An indented block that belongs to an item (`ListIndentProcessor`, `DefListIndentProcessor`).
    pub(super) fn indented_item(&mut self, parent: Id, block: &Text) -> bool {
        if !block.starts_with(TAB) || self.state() == Some(State::Detabbed) {
            return false;
        }
        let elements = &self.page.elements;
        let is_one = |family: Family| {
            if family == Family::WithDefinitions && !self.page.has(RendererExtension::DefList) {
                return false;
            }
            family.is_item(&elements[parent].tag)
                || elements.tag_of_last_child(parent).is_some_and(|tag| family.is_list(tag))
        };
        let Some(family) =
            [Family::Lists, Family::WithDefinitions].into_iter().find(|family| is_one(*family))
        else {
            return false;
        };
        let (level, sibling) = self.level(parent, block, family);
        let source = block.trimmed_end().source();
        let block = loose_detab(block, level);
        self.cover_last(parent, sibling, source);
        self.within(State::Detabbed, |parser| parser.item_block(parent, sibling, block, family));
        true
    }

    fn item_block(&mut self, parent: Id, sibling: Id, block: Text, family: Family) {
        let elements = &self.page.elements;
        let is_item = |id: Id| family.is_item(&elements[id].tag);
        if is_item(parent) {
            // An indented list whose first item is already there.
            let list = elements.last_child(parent).filter(|last| family.is_list(&elements[*last].tag));
            self.parse_block(list.unwrap_or(parent), block);
        } else if is_item(sibling) {
            self.parse_block(sibling, block);
        } else if let Some(item) = elements.last_child(sibling).filter(|last| is_item(*last)) {
            self.text_to_paragraph(item);
            self.parse_text(item, &block);
        } else {
            let tag = if family == Family::WithDefinitions { "dd" } else { "li" };
            let item = self.page.elements.add_child_at(sibling, tag, block.source());
            self.parse_block(item, block);
        }
    }

    /// Extends the spans of the elements from `parent` to the item that a block belongs to.
    fn cover_last(&mut self, parent: Id, sibling: Id, source: Span) {
        let mut next = Some(parent);
        while let Some(id) = next {
            if self.page.elements[id].span.is_some() {
                self.page.cover(id, source);
            }
            next = if id == sibling { None } else { self.page.elements.last_child(id) };
        }
        if let Some(item) =
            self.page.elements.last_child(sibling).filter(|id| self.page.elements[*id].tag == "li")
        {
            self.page.cover(item, source);
        }
    }

    /// The level of indentation of a block, and the list or item at that level.
    fn level(&self, parent: Id, block: &Text, family: Family) -> (usize, Id) {
        let elements = &self.page.elements;
        let indent = (block.len() - block.trim_start_matches(' ').len()) / TAB.len();
        let mut level = usize::from(self.state() == Some(State::List));
        let mut at = parent;
        while indent > level {
            let Some(child) = elements.last_child(at) else { break };
            let tag = elements[child].tag.as_ref();
            if family.is_list(tag) {
                level += 1;
            } else if !family.is_item(tag) {
                break;
            }
            at = child;
        }
        (level, at)
    }
}
