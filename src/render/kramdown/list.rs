//! Lists, and the rule that decides whether an item's paragraph is one.

use super::element::{El, Ending, Ial, Kind, ListType};
use super::list_line::{first_line, next_line};
use super::parser::{Parser, Scanner, Tree};
use super::scan;
use crate::text::Span;

/// An item before its blocks are parsed.
struct ItemSource {
    ial: Option<Ial>,
    /// Texts that are parsed one after the other: a nested list begins a text of its own.
    parts: Vec<Span>,
    span: Span,
}

impl ItemSource {
    /// Ends the current part where the store ends.
    fn extend(&mut self, end: usize) {
        if let Some(last) = self.parts.last_mut() {
            last.end = end;
        }
    }
}

/// The list as it is read line by line.
struct Reading {
    items: Vec<ItemSource>,
    indentation: usize,
    has_nested_list: bool,
    is_after_blank: bool,
    is_ended: bool,
}

impl Parser {
    pub(super) fn list(&mut self, src: &mut Scanner, tree: &mut Tree) -> bool {
        let Some(kind) = scan::list_start(self.rest(src)) else { return false };
        let start = src.pos;
        let mut list = El::new(Kind::List(kind), Span::at(start));
        list.ial = tree.ial.take().map(Box::new);
        let Reading { items, is_ended, .. } = self.list_lines(src, kind);
        list.span.end = src.pos;
        let mut last_blank = None;
        let count = items.len();
        for (n, source) in items.into_iter().enumerate() {
            let mut item = self.item(source);
            let is_last = n + 1 == count;
            if item.children.is_empty() {
                list.children.push(item);
                continue;
            }
            if is_tight(&mut item, &list.children, is_last, is_ended) {
                self.make_transparent(&mut item);
            }
            let is_blank = item.children.last().is_some_and(El::is_blank);
            last_blank = if is_blank { item.children.pop() } else { None };
            list.children.push(item);
        }
        if self.options.is_gfm {
            self.tasks(&mut list);
        }
        tree.children.push(list);
        tree.children.extend(last_blank.filter(|_| !is_ended));
        true
    }

    fn list_lines(&mut self, src: &mut Scanner, kind: ListType) -> Reading {
        let mut reading = Reading {
            items: Vec::new(),
            indentation: 0,
            has_nested_list: false,
            is_after_blank: false,
            is_ended: false,
        };
        let mut max_spaces = 3;
        while !src.is_at_end() {
            let rest = self.rest(src);
            if reading.is_after_blank && scan::rule(rest).is_some() {
                break;
            }
            if let Some(len) = scan::end_marker(rest) {
                src.take(len);
                reading.is_ended = true;
                break;
            }
            if let Some(marker) = scan::list_marker(rest, kind, max_spaces) {
                self.new_item(src, &mut reading, marker);
                max_spaces = (reading.indentation - 1).min(3);
            } else if !self.item_line(src, &mut reading) {
                break;
            }
        }
        reading
    }

    fn new_item(&mut self, src: &mut Scanner, reading: &mut Reading, marker: usize) {
        let start = src.pos;
        let rest = self.rest(src);
        let content = &rest[marker..scan::line(rest)];
        let (indentation, skipped) = first_line(content, marker);
        let (ial, skipped) = self.item_ial(content, skipped);
        let len = marker + content.len();
        let text = Span::new(start + marker + skipped, start + len);
        reading.has_nested_list = scan::list_start(self.store.of(text)).is_some();
        src.take(len);
        let from = self.store.len();
        self.store.copy(text);
        let part = Span::new(from, self.store.len());
        reading.items.push(ItemSource { ial, parts: vec![part], span: Span::new(start, src.pos) });
        (reading.indentation, reading.is_after_blank) = (indentation, false);
    }

    /// The attributes at the start of an item, and the bytes before its text.
    pub(super) fn item_ial(&self, content: &str, skipped: usize) -> (Option<Ial>, usize) {
        let text = &content[skipped..];
        let is_list = text.starts_with("{:") && !text.starts_with("{:/") && !self.is_named_list(text);
        match scan::braces(text).filter(|_| is_list) {
            Some((inner, len)) => {
                let after = &text[len..];
                let blank = after.len()
                    - after.trim_start_matches(|c: char| c.is_ascii() && scan::is_space(c as u8)).len();
                (Some(super::attributes::parse(inner)), skipped + len + blank)
            }
            None => (None, skipped),
        }
    }

    /// True for `{:name:` and `{::`.
    fn is_named_list(&self, text: &str) -> bool {
        let name = &text[2..];
        let len = name
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
            .count();
        scan::byte(name, len) == b':'
    }

    /// Reads a line of an item. Returns false if the list ends before it.
    fn item_line(&mut self, src: &mut Scanner, reading: &mut Reading) -> bool {
        let rest = self.rest(src);
        let Some(line) = next_line(rest, reading.indentation, reading.is_after_blank) else {
            let Some(len) = scan::blank_lines(rest) else { return false };
            let span = src.take(len);
            self.store.copy(span);
            (reading.has_nested_list, reading.is_after_blank) = (true, true);
            let end = self.store.len();
            if let Some(item) = reading.items.last_mut() {
                item.extend(end);
                item.span.end = span.end;
            }
            return true;
        };
        let mut spaces = line.spaces;
        let text = Span::new(src.pos + line.skipped, src.pos + line.len);
        let is_list = line.spaces <= 3 && {
            let text = self.store.of(text);
            [ListType::Bullets, ListType::Numbers]
                .iter()
                .any(|kind| scan::list_marker(text, *kind, 0).is_some())
        };
        let mut is_new_part = false;
        if !reading.has_nested_list && line.is_indented && is_list {
            (is_new_part, reading.has_nested_list) = (true, true);
        } else if reading.has_nested_list && !line.is_indented && is_list {
            spaces += reading.indentation + 4;
        }
        let span = src.take(line.len);
        let from = self.store.len();
        if spaces > 0 {
            self.store.push(&" ".repeat(spaces), text.start);
        }
        self.store.copy(text);
        let end = self.store.len();
        if let Some(item) = reading.items.last_mut() {
            if is_new_part {
                item.parts.push(Span::new(from, end));
            }
            item.extend(end);
            item.span.end = span.end;
        }
        reading.is_after_blank = false;
        true
    }

    fn item(&mut self, source: ItemSource) -> El {
        let mut item = El::new(Kind::Item, source.span);
        item.ial = source.ial.map(Box::new);
        let mut content = Tree::default();
        for part in source.parts {
            self.blocks_of(part, &mut content);
        }
        item.children = content.children;
        item
    }

    /// Shows only the content of the first paragraph.
    pub(super) fn make_transparent(&mut self, item: &mut El) {
        let has_more = item.children.len() > 1;
        let is_before_blank =
            item.children.get(1).is_some_and(El::is_blank) && matches!(item.kind, Kind::Item);
        let Some(first) = item.children.first_mut() else { return };
        if let Kind::Paragraph { is_transparent } = &mut first.kind {
            *is_transparent = true;
        }
        if has_more
            && !is_before_blank
            && let Some(El { kind: Kind::Source(source), .. }) = first.children.first_mut()
        {
            *source = self.with_line_break(*source);
        }
    }

    fn with_line_break(&mut self, source: Span) -> Span {
        if self.store.of(Span::new(source.end, source.end + 1)) == "\n" {
            return Span::new(source.start, source.end + 1);
        }
        let start = self.store.len();
        self.store.copy(source);
        self.store.push("\n", source.end.saturating_sub(1));
        Span::new(start, self.store.len())
    }

    /// Makes check boxes of `[ ]` and `[x]` at the start of items.
    fn tasks(&mut self, list: &mut El) {
        let mut is_task_list = false;
        for item in &mut list.children {
            let Some(paragraph) = item.children.first_mut().filter(|first| first.is_paragraph()) else {
                continue;
            };
            let Some(El { kind: Kind::Source(source), .. }) = paragraph.children.first_mut() else {
                continue;
            };
            if let Some((is_checked, len)) = task_mark(self.store.of(*source)) {
                let start = self.store.len();
                self.store.push(if is_checked { CHECKED } else { UNCHECKED }, source.start);
                self.store.copy(Span::new(source.start + len, source.end));
                *source = Span::new(start, self.store.len());
                is_task_list = true;
            }
            if is_task_list {
                item.attributes.set("class", "task-list-item");
            }
        }
        if is_task_list {
            list.attributes.set("class", "task-list");
        }
    }
}

const UNCHECKED: &str = r#"<input type="checkbox" class="task-list-item-checkbox" disabled="disabled" />"#;
const CHECKED: &str =
    r#"<input type="checkbox" class="task-list-item-checkbox" disabled="disabled" checked="checked" />"#;

fn task_mark(text: &str) -> Option<(bool, usize)> {
    let is_space = |c: char| c.is_ascii() && scan::is_space(c as u8);
    let inner = text.trim_start_matches(is_space);
    let after = ["[ ]", "[x]", "[X]"].iter().find_map(|mark| inner.strip_prefix(mark))?;
    let rest = after.trim_start_matches(is_space);
    (rest.len() < after.len()).then(|| (!inner.starts_with("[ ]"), text.len() - rest.len()))
}

/// kramdown's rule for tight items: the first paragraph of an item is only its text, unless a blank line follows it. The
/// last item also needs an earlier one that is tight.
fn is_tight(item: &mut El, before: &[El], is_last: bool, is_ended: bool) -> bool {
    let children = &mut item.children;
    if !children[0].is_paragraph() {
        return false;
    }
    // Attributes below the first paragraph end it, but separate nothing.
    if children.len() >= 2 && matches!(children[1].kind, Kind::End(_)) && children[0].ial.is_some() {
        children.remove(1);
    }
    let is_followed = children.len() >= 2 && children[1].is_blank();
    let is_lone_end = is_last && children.len() == 2 && !is_ended;
    let is_tight_before = |item: &El| match item.children.first().map(|first| &first.kind) {
        Some(Kind::Paragraph { is_transparent }) => *is_transparent,
        _ => true,
    };
    (!is_followed || is_lone_end) && (!is_last || before.is_empty() || before.iter().any(is_tight_before))
}

impl Parser {
    pub(super) fn definition_list(&mut self, src: &mut Scanner, tree: &mut Tree) -> bool {
        if scan::definition_marker(self.rest(src), 3).is_none() {
            return false;
        }
        let Some((paragraph, mut is_loose)) = self.terms(tree) else { return false };
        let mut list = El::new(Kind::DefinitionList, paragraph.span);
        tree.ial = None;
        list.ial.clone_from(&paragraph.ial);
        for source in &paragraph.children {
            if let Kind::Source(span) = source.kind {
                self.add_terms(span, &mut list);
            }
        }
        let mut definitions: Vec<(ItemSource, bool)> = Vec::new();
        let (mut max_spaces, mut indentation, mut is_after_blank) = (3, 0, false);
        while !src.is_at_end() {
            let rest = self.rest(src);
            if let Some(marker) = scan::definition_marker(rest, max_spaces) {
                let mut reading = Reading {
                    items: Vec::new(),
                    indentation: 0,
                    has_nested_list: false,
                    is_after_blank: false,
                    is_ended: false,
                };
                self.new_item(src, &mut reading, marker);
                indentation = reading.indentation;
                max_spaces = (indentation - 1).min(3);
                definitions.extend(reading.items.pop().map(|item| (item, is_loose)));
                (is_loose, is_after_blank) = (false, false);
            } else if scan::end_marker(rest).is_some() {
                break;
            } else if let Some(line) = next_line(rest, indentation, is_after_blank) {
                let text = Span::new(src.pos + line.skipped, src.pos + line.len);
                src.take(line.len);
                self.store.push(&" ".repeat(line.spaces), text.start);
                self.store.copy(text);
                (is_loose, is_after_blank) = (false, false);
            } else if let Some(len) = scan::blank_lines(rest) {
                let span = src.take(len);
                self.store.copy(span);
                (is_loose, is_after_blank) = (true, true);
            } else {
                break;
            }
            let end = self.store.len();
            if let Some((item, _)) = definitions.last_mut() {
                item.extend(end);
                item.span.end = src.pos;
            }
        }
        list.span.end = src.pos;
        let mut last_blank = None;
        for (source, is_paragraph) in definitions {
            let mut item = self.item(source);
            item.kind = Kind::Definition;
            if !item.children.is_empty() {
                let is_blank = item.children.last().is_some_and(El::is_blank);
                last_blank = if is_blank { item.children.pop() } else { None };
            }
            if !is_paragraph && item.children.first().is_some_and(El::is_paragraph) {
                self.make_transparent(&mut item);
            }
            list.children.push(item);
        }
        add_definitions(tree, list);
        tree.children.extend(last_blank);
        true
    }

    /// Takes the paragraph above a definition. True if a blank line is between them.
    fn terms(&self, tree: &mut Tree) -> Option<(El, bool)> {
        let (last, before) = tree.children.split_last()?;
        if last.is_paragraph() {
            return tree.children.pop().map(|paragraph| (paragraph, false));
        }
        let is_one_blank = last.is_blank() && self.store.of(last.span) == "\n";
        if !is_one_blank || !before.last().is_some_and(El::is_paragraph) {
            return None;
        }
        tree.children.pop();
        tree.children.pop().map(|paragraph| (paragraph, true))
    }

    fn add_terms(&self, source: Span, list: &mut El) {
        let mut at = source.start;
        for line in self.store.of(source).split('\n') {
            let blank = line.len() - line.trim_start().len();
            let (ial, skipped) = self.item_ial(line, blank);
            let skipped = if ial.is_some() { skipped } else { 0 };
            let text = Span::new(at + skipped, at + line.len());
            let mut term = El::new(Kind::Term, text);
            term.ial = ial.map(Box::new);
            term.children.push(El::new(Kind::Source(text), text));
            list.children.push(term);
            at += line.len() + 1;
        }
    }
}

fn add_definitions(tree: &mut Tree, list: El) {
    let is_list = |el: Option<&El>| el.is_some_and(|el| matches!(el.kind, Kind::DefinitionList));
    let last = tree.children.len().checked_sub(1);
    let is_blank = tree.children.last().is_some_and(El::is_blank);
    if is_blank && is_list(last.and_then(|last| tree.children.get(last.checked_sub(1)?))) {
        tree.children.pop();
    }
    match tree.children.last_mut() {
        Some(old) if is_list(Some(old)) => {
            old.span.end = list.span.end;
            old.children.extend(list.children);
        }
        _ => tree.children.push(list),
    }
}

/// True for the end of a block that only a definition leaves.
pub(super) fn is_definition(kind: &Kind) -> bool {
    matches!(kind, Kind::End(Ending::Definition(_)))
}
