//! Counts the elements and letters of a drawing before it is rendered, with each copy that `use`
//! and markers make.

use std::collections::HashMap;

use resvg::usvg::roxmltree::{Document, Node, NodeId};

use crate::text::limits::SVG_DEPTH;

/// The number of elements and letters of a drawing, with copies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    pub elements: u64,
    pub letters: u64,
}

impl Parts {
    fn add(&mut self, other: Parts, times: u64) {
        self.elements = self.elements.saturating_add(other.elements.saturating_mul(times));
        self.letters = self.letters.saturating_add(other.letters.saturating_mul(times));
    }
}

pub(super) fn parts(document: &Document<'_>) -> Parts {
    let mut counter = Counter {
        by_id: HashMap::new(),
        sheet: Sheet::default(),
        counted: HashMap::new(),
        marker: Parts::default(),
        depth: 0,
    };
    for node in document.descendants().filter(|node| node.is_element()) {
        if let Some(id) = node.attribute("id") {
            counter.by_id.entry(id).or_insert(node);
        }
        if is_called(node, "style") {
            node.children().filter_map(|child| child.text()).for_each(|css| counter.sheet.read(css));
        }
    }
    let mut largest = Parts::default();
    for marker in document.descendants().filter(|node| is_called(*node, "marker")) {
        let own = counter.count(marker, NodeContext::Shapes);
        largest.elements = largest.elements.max(own.elements);
        largest.letters = largest.letters.max(own.letters);
    }
    counter.marker = largest;
    counter.counted.clear();
    counter.count(document.root_element(), NodeContext::Shapes)
}

fn is_called(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

/// References in the rules of style sheets.
#[derive(Debug, Default)]
struct Sheet<'d> {
    by_class: HashMap<&'d str, Vec<&'d str>>,
    /// In rules for other selectors than a class.
    of_any: Vec<&'d str>,
}

impl<'d> Sheet<'d> {
    fn read(&mut self, css: &'d str) {
        for (selectors, declarations) in css.split('}').filter_map(|rule| rule.rsplit_once('{')) {
            let ids: Vec<&str> = referred(declarations).collect();
            if ids.is_empty() {
                continue;
            }
            for selector in selectors.split(',').map(str::trim) {
                let class = selector
                    .strip_prefix('.')
                    .filter(|class| class.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')));
                match class {
                    Some(class) => self.by_class.entry(class).or_default().extend(&ids),
                    None => self.of_any.extend(&ids),
                }
            }
        }
    }

    fn references(&self, node: Node<'_, '_>) -> Vec<&'d str> {
        let classes = node.attribute("class").unwrap_or_default().split_whitespace();
        let own = classes.filter_map(|class| self.by_class.get(class)).flatten();
        own.chain(&self.of_any).copied().collect()
    }
}

/// The names in each `url(#name)`.
fn referred(text: &str) -> impl Iterator<Item = &str> {
    text.split("url(").skip(1).filter_map(|rest| {
        let name = rest.trim_start_matches([' ', '\'', '"']).strip_prefix('#')?;
        name.split([')', '\'', '"', ' ']).next()
    })
}

/// The kind of element around a node. Text nodes are drawn as letters only within text.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum NodeContext {
    Text,
    Shapes,
}

struct Counter<'d, 'i> {
    by_id: HashMap<&'d str, Node<'d, 'i>>,
    sheet: Sheet<'d>,
    /// Counted elements. `None` marks one that is being counted, so that a cycle ends.
    counted: HashMap<(NodeId, NodeContext), Option<Parts>>,
    /// The largest marker. Which marker a corner has is not looked up.
    marker: Parts,
    depth: usize,
}

impl<'d, 'i: 'd> Counter<'d, 'i> {
    /// An element that is nested deeper than the limit, references included, counts for more than
    /// any limit.
    fn count(&mut self, node: Node<'d, 'i>, context: NodeContext) -> Parts {
        let context = if is_called(node, "text") { NodeContext::Text } else { context };
        if let Some(known) = self.counted.get(&(node.id(), context)) {
            return known.unwrap_or_default();
        }
        if self.depth > SVG_DEPTH {
            return Parts { elements: u64::MAX, letters: u64::MAX };
        }
        self.counted.insert((node.id(), context), None);
        self.depth += 1;
        let mut parts = Parts { elements: 1, letters: 0 };
        for child in node.children() {
            if child.is_element() {
                let own = self.count(child, context);
                parts.add(own, 1);
            } else if context == NodeContext::Text {
                let text = child.text().filter(|text| !text.trim().is_empty());
                parts.letters += text.map_or(0, |text| text.chars().count() as u64);
            }
        }
        let mut targets = self.sheet.references(node);
        for attribute in node.attributes() {
            let value = attribute.value();
            match attribute.name() {
                "href" => targets.extend(value.strip_prefix('#')),
                _ => targets.extend(referred(value)),
            }
        }
        for target in targets {
            if let Some(target) = self.by_id.get(target).copied() {
                let own = self.count(target, context);
                parts.add(own, 1);
            }
        }
        if self.marker.elements > 0 {
            let marker = self.marker;
            parts.add(marker, corners(node));
        }
        self.depth -= 1;
        self.counted.insert((node.id(), context), Some(parts));
        parts
    }
}

/// The number of corners of a path, each of which may have a marker.
fn corners(node: Node<'_, '_>) -> u64 {
    let points = match node.tag_name().name() {
        "path" => node.attribute("d"),
        "polyline" | "polygon" => node.attribute("points"),
        "line" => return 2,
        _ => None,
    };
    let Some(points) = points else { return 0 };
    let mut was_digit = false;
    let numbers = points.bytes().filter(|byte| {
        let begins = byte.is_ascii_digit() && !was_digit;
        was_digit = byte.is_ascii_digit();
        begins
    });
    numbers.count() as u64 / 2 + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(inside: &str) -> Parts {
        let text = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>{inside}</svg>"
        );
        parts(&Document::parse(&text).unwrap())
    }

    #[test]
    fn what_is_shown_again_counts_again() {
        let text = "<text id='t'>lamp <tspan>post</tspan></text>";
        assert_eq!(count(text), Parts { elements: 3, letters: 9 });
        let copies = "<use xlink:href='#t'/>".repeat(10);
        assert_eq!(count(&format!("{text}{copies}")), Parts { elements: 33, letters: 99 });
        let doubled: String = (1..40)
            .map(|n| format!("<g id='g{n}'><use href='#g{}'/><use href='#g{}'/></g>", n - 1, n - 1))
            .collect();
        let parts = count(&format!("<g id='g0'>{text}</g>{doubled}"));
        assert!(parts.letters > 9 << 39, "{parts:?}");
    }

    #[test]
    fn what_shows_itself_ends() {
        let parts = count("<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>");
        assert!(parts.elements < 20, "{parts:?}");
    }

    #[test]
    fn patterns_that_show_patterns_count_as_often_as_they_are_shown() {
        let paint = |n: usize| match n % 3 {
            0 => format!("fill='url(#p{n})'"),
            1 => format!("style='stroke: url(\"#p{n}\")'"),
            _ => format!("class='a c{n}'"),
        };
        let sheet: String = (0..40).map(|n| format!(".b, .c{n} {{ fill: url(#p{n}) }}")).collect();
        let patterns: String = (1..40)
            .map(|n| format!("<pattern id='p{n}'><rect {0}/><rect {0}/></pattern>", paint(n - 1)))
            .collect();
        let parts = count(&format!("<style>{sheet}</style><pattern id='p0'/>{patterns}"));
        assert!(parts.elements > 1 << 39, "{parts:?}");
    }

    #[test]
    fn a_long_chain_of_references_counts_as_endless() {
        let chain: String = (0..50_000).map(|n| format!("<use id='u{n}' href='#u{}'/>", n + 1)).collect();
        assert_eq!(count(&chain).elements, u64::MAX);
    }

    #[test]
    fn each_corner_may_carry_a_marker() {
        let marker = "<marker id='m'><rect/><rect/></marker>";
        assert_eq!(count(&format!("{marker}<path d='M0 0L1 1 2 2'/>")).elements, 5 + 4 * 3);
    }
}
