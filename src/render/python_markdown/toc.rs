//! Identifiers of headings, links to themselves, and the table of contents (`toc`).

use std::collections::{HashMap, HashSet};

use super::element::{Elements, Id};
use super::text::Text;
use super::{Page, entities, finish, serialize, stash};
use crate::profile::RendererExtension;

/// Becomes the table of contents.
const MARKER: &str = "[TOC]";

struct Entry {
    level: usize,
    id: String,
    name: String,
}

/// Gives headings an identifier and a link to it, and replaces `[TOC]`.
pub(super) fn run(page: &mut Page, root: Id) {
    let ids = page.elements.in_order(root);
    let mut names = Names::default();
    names.used.extend(ids.iter().filter_map(|id| page.elements[*id].attribute("id")).map(str::to_owned));
    let mut entries = Vec::new();
    for id in ids {
        if !page.elements[id].is_heading() {
            continue;
        }
        let html = inner_html(page, id);
        let mut name = strip_tags(&html);
        let element = &mut page.elements[id];
        if element.attribute("id").is_none() {
            element.set("id", names.unique(slug(&entities::decode(&name))));
        }
        if let Some(at) = element.attributes.iter().position(|(name, _)| name == "data-toc-label") {
            let (_, label) = element.attributes.remove(at);
            name = strip_tags(&serialize::postprocess(page, &label));
        }
        let element = &page.elements[id];
        let own = element.attribute("id").unwrap_or_default().to_owned();
        let level = element.tag[1..].parse().unwrap_or(1);
        if page.has(RendererExtension::AnchorLinks) {
            add_anchor(&mut page.elements, id, &own);
        }
        entries.push(Entry { level, id: own, name });
    }
    replace_marker(&mut page.elements, root, &entries);
}

fn inner_html(page: &mut Page, id: Id) -> String {
    let copy = without_footnote_marks(page, id);
    let mut html = String::new();
    serialize::serialize(&page.elements, copy, &mut html);
    let html = stash::unescape(&html).unwrap_or(html);
    let start = html.find('>').map_or(0, |at| at + 1);
    let end = html.rfind('<').unwrap_or(html.len()).max(start);
    serialize::postprocess(page, html[start..end].trim())
}

fn without_footnote_marks(page: &mut Page, id: Id) -> Id {
    let is_mark = |elements: &Elements, id: Id| {
        elements[id].tag == "sup" && elements[id].attribute("id").is_some_and(|id| id.starts_with("fnref"))
    };
    let has_marks = !page.footnotes.is_empty()
        && page.elements.in_order(id).into_iter().any(|id| is_mark(&page.elements, id));
    if !has_marks {
        return id;
    }
    let copy = page.elements.copy(id);
    for parent in page.elements.in_order(copy) {
        let mut before = None;
        for child in std::mem::take(&mut page.elements[parent].children) {
            if !is_mark(&page.elements, child) {
                page.elements[parent].children.push(child);
                before = Some(child);
                continue;
            }
            let tail = page.elements[child].tail.clone();
            match before {
                Some(before) => page.elements[before].tail.append(&tail),
                None => page.elements[parent].text.append(&tail),
            }
        }
    }
    copy
}

fn add_anchor(elements: &mut Elements, id: Id, own: &str) {
    let anchor = elements.add("a");
    let heading = &mut elements[id];
    let (text, children, span) =
        (std::mem::take(&mut heading.text), std::mem::take(&mut heading.children), heading.span);
    heading.children.push(anchor);
    let anchor = &mut elements[anchor];
    (anchor.text, anchor.children, anchor.span) = (text, children, span);
    anchor.set("href", format!("#{own}"));
    anchor.set("class", "toclink");
}

/// A name in the characters that identifiers have (`slugify`).
fn slug(name: &str) -> String {
    let ascii = super::ascii::decomposed(name);
    let is_blank =
        |character: char| character.is_ascii_whitespace() || ('\x0b'..='\x1f').contains(&character);
    let kept =
        ascii.chars().filter(|own| own.is_ascii_alphanumeric() || matches!(own, '_' | '-') || is_blank(*own));
    let kept: String = kept.collect();
    let mut slug = String::new();
    for character in kept.trim_matches(is_blank).to_lowercase().chars() {
        if character != '-' && !is_blank(character) {
            slug.push(character);
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug
}

/// The identifiers that are in use.
#[derive(Default)]
struct Names {
    used: HashSet<String>,
    /// The last number that is known to be in use behind a name.
    numbers: HashMap<String, u64>,
}

impl Names {
    /// Adds a number to a name that is in use.
    fn unique(&mut self, name: String) -> String {
        let mut unique = name;
        while unique.is_empty() || self.used.contains(&unique) {
            let numbered =
                unique.rsplit_once('_').and_then(|(base, number)| Some((base, number.parse::<u64>().ok()?)));
            let (base, number) =
                numbered.map_or((unique.clone(), 0), |(base, number)| (base.to_owned(), number));
            let last = self.numbers.get(&base).copied().unwrap_or(0);
            let number = if last >= number { last.max(number) + 1 } else { number + 1 };
            unique = format!("{base}_{number}");
            if number == last + 1 {
                self.numbers.insert(base, number);
            }
        }
        self.used.insert(unique.clone());
        unique
    }
}

/// A text without comments and tags, and with single blanks.
fn strip_tags(html: &str) -> String {
    let without = |text: &str, open: &str, close: &str| {
        // Most headings have no markup.
        if memchr::memchr(b'<', text.as_bytes()).is_none() {
            return text.to_owned();
        }
        let mut out = String::new();
        let mut rest = text;
        while let Some(start) = rest.find(open) {
            let Some(end) = rest[start..].find(close) else { break };
            out.push_str(&rest[..start]);
            rest = &rest[start + end + close.len()..];
        }
        out.push_str(rest);
        out
    };
    let text = without(&without(html, "<!--", "-->"), "<", ">");
    text.split(super::text::is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn replace_marker(elements: &mut Elements, root: Id, entries: &[Entry]) {
    let mut stack = vec![root];
    while let Some(parent) = stack.pop() {
        for at in 0..elements[parent].children.len() {
            let child = elements[parent].children[at];
            let tag = elements[child].tag.as_ref();
            if elements[child].is_heading() || tag == "pre" || tag == "code" {
                continue;
            }
            let is_marker = elements[child].children.is_empty()
                && elements[child].text.trim_matches(super::text::is_space) == MARKER;
            if is_marker {
                let span = elements[child].span;
                let contents = contents(elements, entries);
                elements[contents].span = span;
                elements[parent].children[at] = contents;
            } else {
                stack.push(child);
            }
        }
    }
}

fn contents(elements: &mut Elements, entries: &[Entry]) -> Id {
    let block = elements.add("div");
    elements[block].set("class", "toc");
    let list = elements.add_child(block, "ul");
    // The open lists with the level of their last entry, and that entry.
    let mut open: Vec<(usize, Id, Option<Id>)> =
        vec![(entries.first().map_or(1, |entry| entry.level), list, None)];
    for entry in entries {
        while open.len() > 1 && open[open.len() - 2].0 >= entry.level {
            open.pop();
        }
        let Some((level, list, last)) = open.last_mut() else { break };
        let list = match last {
            Some(item) if entry.level > *level => {
                let inner = elements.add_child(*item, "ul");
                open.push((entry.level, inner, None));
                inner
            }
            _ => {
                *level = entry.level;
                *list
            }
        };
        let item = elements.add_child(list, "li");
        let link = elements.add_child(item, "a");
        elements[link].set("href", format!("#{}", entry.id));
        elements[link].text = Text::made(&entry.name, crate::text::Span::default());
        if let Some((_, _, last)) = open.last_mut() {
            *last = Some(item);
        }
    }
    finish::separate(elements, block);
    block
}
