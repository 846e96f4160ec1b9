use std::collections::HashMap;

use super::Page;
use super::blocks::Parser;
use super::element::Id;
use super::text::Text;

const BACKLINK: &str = "\u{2}zz1337820767766393qq\u{3}";
const NO_BREAK_SPACE: &str = "\u{2}qq3936677670287331zz\u{3}";
/// Says where the footnotes go.
const PLACE: &str = "///Footnotes Go Here///";

/// The footnotes of a page, in the order of their definitions.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    texts: Vec<(String, Text)>,
    numbers: HashMap<String, usize>,
    /// How often each is referred to.
    references: HashMap<String, usize>,
}

impl Footnotes {
    pub fn define(&mut self, name: String, text: Text) {
        match self.numbers.get(&name) {
            Some(number) => self.texts[number - 1].1 = text,
            None => {
                self.texts.push((name.clone(), text));
                self.numbers.insert(name, self.texts.len());
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    pub fn number(&self, name: &str) -> Option<usize> {
        self.numbers.get(name).copied()
    }

    /// Counts a reference and returns its identifier.
    pub fn refer(&mut self, name: &str) -> String {
        let count = self.references.entry(name.to_owned()).or_default();
        *count += 1;
        match count {
            1 => format!("fnref:{name}"),
            count => format!("fnref{count}:{name}"),
        }
    }
}

/// Adds the list of footnotes (`FootnoteTreeprocessor`).
pub(super) fn add_list(page: &mut Page, root: Id, text: &Text) {
    if page.footnotes.is_empty() {
        return;
    }
    let block = page.elements.add("div");
    page.elements[block].set("class", "footnote");
    page.elements.add_child(block, "hr");
    let list = page.elements.add_child(block, "ol");
    for index in 0..page.footnotes.texts.len() {
        let (name, note) = page.footnotes.texts[index].clone();
        let item = page.elements.add_child_at(list, "li", note.source());
        page.elements[item].set("id", format!("fn:{name}"));
        let holder = page.elements.add("div");
        Parser::new(page, text).parse_text(holder, &note);
        page.elements[item].children = std::mem::take(&mut page.elements[holder].children);
        let link = page.elements.add("a");
        page.elements[link].set("href", format!("#fnref:{name}"));
        page.elements[link].set("class", "footnote-backref");
        page.elements[link].set("title", format!("Jump back to footnote {} in the text", index + 1));
        page.elements[link].text = Text::made(BACKLINK, note.source());
        match page.elements.last_child(item) {
            Some(last) if page.elements[last].tag == "p" => {
                page.elements[last].text.append(&Text::made(NO_BREAK_SPACE, note.source()));
                page.elements[last].children.push(link);
            }
            Some(_) => {
                let paragraph = page.elements.add_child(item, "p");
                page.elements[paragraph].children.push(link);
            }
            None => {}
        }
    }
    place_list(page, root, block);
}

fn place_list(page: &mut Page, root: Id, block: Id) {
    for parent in page.elements.in_order(root) {
        for at in 0..page.elements[parent].children.len() {
            let child = page.elements[parent].children[at];
            if page.elements[child].text.contains(PLACE) {
                page.elements[parent].children[at] = block;
                return;
            }
            if page.elements[child].tail.contains(PLACE) {
                page.elements[child].tail = Text::default();
                page.elements[parent].children.insert(at + 1, block);
                return;
            }
        }
    }
    page.elements[root].children.push(block);
}

/// Adds links back to the second and further references (`FootnotePostTreeprocessor`).
pub(super) fn add_more_backlinks(page: &mut Page, root: Id) {
    if page.footnotes.references.values().all(|count| *count < 2) {
        return;
    }
    for item in page.elements.in_order(root) {
        let name = page.elements[item].attribute("id").and_then(|id| id.strip_prefix("fn:"));
        let count = name.and_then(|name| page.footnotes.references.get(name)).copied().unwrap_or(0);
        let is_backlink = |id: &Id| page.elements[*id].attribute("class") == Some("footnote-backref");
        let (Some(name), Some(link)) =
            (name.map(str::to_owned), page.elements.in_order(item).into_iter().find(is_backlink))
        else {
            continue;
        };
        for number in 2..=count {
            let copy = page.elements.copy(link);
            page.elements[copy].set("href", format!("#fnref{number}:{name}"));
            if let Some(last) = page.elements.last_child(item) {
                page.elements[last].children.push(copy);
            }
        }
    }
}

/// Replaces the placeholders of footnotes by entities (`FootnotePostprocessor`).
pub(super) fn replace_placeholders(text: &str) -> Option<String> {
    let has_any = text.contains(BACKLINK) || text.contains(NO_BREAK_SPACE);
    has_any.then(|| text.replace(BACKLINK, "&#8617;").replace(NO_BREAK_SPACE, "&#160;"))
}
