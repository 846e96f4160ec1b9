use std::borrow::Cow;

use super::text::Text;
use crate::render::html::BLOCKS;
use crate::text::Span;

pub(super) type Id = usize;

/// An element as in Python's `ElementTree`: with a text before its children, and one after its end.
#[derive(Clone, Debug, Default)]
pub(super) struct Element {
    pub tag: Cow<'static, str>,
    /// True for an element that is not wrapped in a paragraph, by its tag.
    pub is_block: bool,
    /// By name, as they are written.
    pub attributes: Vec<(Cow<'static, str>, String)>,
    pub text: Text,
    /// The text after the end of the element.
    pub tail: Text,
    pub children: Vec<Id>,
    pub span: Option<Span>,
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub fn set(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) {
        let name = name.into();
        let at = self.attributes.partition_point(|(own, _)| *own < name);
        match self.attributes.get_mut(at).filter(|(own, _)| *own == name) {
            Some((_, old)) => *old = value.into(),
            None => self.attributes.insert(at, (name, value.into())),
        }
    }

    pub fn is_heading(&self) -> bool {
        matches!(self.tag.as_ref(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
    }

    pub fn is_list(&self) -> bool {
        matches!(self.tag.as_ref(), "ol" | "ul")
    }
}

/// All elements of a page. An element that is not reached from the root is not in the page.
#[derive(Debug, Default)]
pub(super) struct Elements(Vec<Element>);

impl Elements {
    pub fn add(&mut self, tag: impl Into<Cow<'static, str>>) -> Id {
        let tag = tag.into();
        let is_block = is_block_level(&tag);
        self.0.push(Element { tag, is_block, ..Element::default() });
        self.0.len() - 1
    }

    pub fn add_child(&mut self, parent: Id, tag: impl Into<Cow<'static, str>>) -> Id {
        let child = self.add(tag);
        self[parent].children.push(child);
        child
    }

    /// Adds a child for a part of the source.
    pub fn add_child_at(&mut self, parent: Id, tag: impl Into<Cow<'static, str>>, span: Span) -> Id {
        let child = self.add_child(parent, tag);
        self[child].span = Some(span);
        child
    }

    pub fn last_child(&self, parent: Id) -> Option<Id> {
        self[parent].children.last().copied()
    }

    pub fn tag_of_last_child(&self, parent: Id) -> Option<&str> {
        self.last_child(parent).map(|child| self[child].tag.as_ref())
    }

    /// The elements below and including `root`, in the order of the page.
    pub fn in_order(&self, root: Id) -> Vec<Id> {
        let (mut ids, mut stack) = (Vec::with_capacity(self.0.len()), vec![root]);
        while let Some(id) = stack.pop() {
            ids.push(id);
            stack.extend(self[id].children.iter().rev());
        }
        ids
    }

    pub fn copy(&mut self, id: Id) -> Id {
        let children = self[id].children.clone();
        let children = children.into_iter().map(|child| self.copy(child)).collect();
        let element = Element { children, ..self[id].clone() };
        self.0.push(element);
        self.0.len() - 1
    }
}

impl std::ops::Index<Id> for Elements {
    type Output = Element;

    #[inline]
    fn index(&self, id: Id) -> &Element {
        &self.0[id]
    }
}

impl std::ops::IndexMut<Id> for Elements {
    #[inline]
    fn index_mut(&mut self, id: Id) -> &mut Element {
        &mut self.0[id]
    }
}

/// Elements that are not wrapped in a paragraph, besides [`BLOCKS`] (`BLOCK_LEVEL_ELEMENTS`).
const OWN_BLOCKS: [&str; 14] = [
    "canvas", "details", "figure", "group", "math", "noscript", "object", "option", "output", "progress",
    "script", "style", "textarea", "video",
];

/// For each first byte of the names above, their lengths as bits. This alone excludes most other names.
const LENGTHS: [u32; 256] = {
    let mut table = [0; 256];
    let lists: [&[&str]; 2] = [&BLOCKS, &OWN_BLOCKS];
    let mut list = 0;
    while list < lists.len() {
        let mut at = 0;
        while at < lists[list].len() {
            let name = lists[list][at].as_bytes();
            table[name[0] as usize] |= 1 << name.len();
            at += 1;
        }
        list += 1;
    }
    table
};

/// True for the name of an element that is not wrapped in a paragraph.
pub(super) fn is_block_level(tag: &str) -> bool {
    let tag = tag.trim_end_matches('/');
    let Some(first) = tag.bytes().next() else { return false };
    if tag.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return is_block_level(&tag.to_ascii_lowercase());
    }
    let has_length = tag.len() < 32 && LENGTHS[usize::from(first)] & (1 << tag.len()) != 0;
    has_length && (BLOCKS.contains(&tag) || OWN_BLOCKS.contains(&tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_known_in_any_case() {
        assert!(BLOCKS.is_sorted() && OWN_BLOCKS.is_sorted());
        assert!(BLOCKS.iter().chain(&OWN_BLOCKS).all(|name| is_block_level(&name.to_uppercase())));
        assert!(["p/", "Details", "ul"].iter().all(|name| is_block_level(name)));
        assert!(["", "/", "b", "é", "pp"].iter().all(|name| !is_block_level(name)));
    }
}
