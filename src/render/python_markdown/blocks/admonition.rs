use std::ops::Range;

use super::{Blocks, MOST_NESTED, Parser, TAB, detab_by, is_indented};
use crate::render::python_markdown::element::Id;
use crate::render::python_markdown::text::{Text, is_word, line_end, line_starts};

/// The first line of a box: `!!! note "Title"`.
struct Head {
    /// The start of the match, which includes the line break before it.
    start: usize,
    end: usize,
    class: Range<usize>,
    title: Option<Range<usize>>,
}

impl Parser<'_> {
    /// A box with a title, and the indented blocks that go on with it (`AdmonitionProcessor`).
    pub(super) fn admonition(&mut self, parent: Id, block: &Text, blocks: &mut Blocks) -> bool {
        if self.boxes > MOST_NESTED {
            return false;
        }
        let (target, content) = match line_starts(block).find_map(|start| head(block, start)) {
            Some(head) => {
                if head.start > 0 {
                    self.parse_block(parent, block.until(head.start));
                }
                (self.add_admonition(parent, block, &head), detab_by(&block.from(head.end), TAB.len()))
            }
            None => {
                let Some((sibling, indent)) = self.admonition_of(parent, block) else { return false };
                self.wrap_text(sibling);
                (sibling, detab_by(block, indent))
            }
        };
        let (content, rest) = content;
        self.boxes += 1;
        self.parse_text(target, &content);
        self.boxes -= 1;
        if !rest.is_empty() {
            blocks.push(rest);
        }
        true
    }

    fn add_admonition(&mut self, parent: Id, block: &Text, head: &Head) -> Id {
        let written = block[head.class.clone()].to_lowercase();
        let class = written.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        let place = block.source_of(head.class.clone());
        let own = self.page.elements.add_child_at(parent, "div", block.source_of(head.start..head.end));
        let title = match &head.title {
            Some(title) => block.slice(title.clone()),
            None => Text::made(&capitalized(class.split(' ').next().unwrap_or("")), place),
        };
        self.page.elements[own].set("class", format!("admonition {class}"));
        if !title.is_empty() {
            let paragraph = self.page.elements.add_child_at(own, "p", title.source());
            self.page.elements[paragraph].set("class", "admonition-title");
            self.page.elements[paragraph].text = title;
        }
        own
    }

    /// The box, or the item of a list in it, that an indented block goes on with; and how far the block is indented.
    fn admonition_of(&self, parent: Id, block: &Text) -> Option<(Id, usize)> {
        let elements = &self.page.elements;
        let is_box = |id: &Id| {
            let class = elements[*id].attribute("class").unwrap_or("");
            elements[*id].tag == "div" && class.contains("admonition")
        };
        let mut sibling = elements.last_child(parent).filter(is_box)?;
        let mut indent = 0;
        let mut last = elements.last_child(sibling);
        while let Some(list) = last {
            let is_list = matches!(elements[list].tag.as_ref(), "ul" | "ol" | "dl");
            if !is_list || !is_indented(&block[indent..], 2 * TAB.len()) {
                break;
            }
            sibling = elements.last_child(list)?;
            last = elements.last_child(sibling);
            indent += TAB.len();
        }
        is_indented(&block[indent..], TAB.len()).then_some((sibling, indent + TAB.len()))
    }

    /// Makes a paragraph of an item's text, at its end.
    fn wrap_text(&mut self, item: Id) {
        let elements = &mut self.page.elements;
        if matches!(elements[item].tag.as_ref(), "li" | "dd") && !elements[item].text.is_empty() {
            let text = std::mem::take(&mut elements[item].text);
            let paragraph = elements.add_child_at(item, "p", text.source());
            elements[paragraph].text = text;
        }
    }
}

/// The head of a box in the line that begins at an offset.
fn head(block: &str, start: usize) -> Option<Head> {
    let end = line_end(block, start);
    let line = block[start..end].strip_prefix("!!!")?;
    let line = line.strip_prefix(' ').unwrap_or(line);
    let class_start = end - line.len();
    let line = line.trim_end_matches(' ');
    let (class, title) = match line.find('"') {
        None => (line, None),
        Some(quote) => {
            let title = line[quote + 1..].strip_suffix('"')?;
            let title_start = class_start + quote + 1;
            (&line[..quote], Some(title_start..title_start + title.len()))
        }
    };
    let words = class.trim_end_matches(' ');
    let is_class = !words.is_empty()
        && !words.starts_with(' ')
        && words.chars().all(|c| is_word(c) || matches!(c, '-' | ' '))
        && (title.is_none() || words.len() < class.len());
    is_class.then(|| Head {
        start: start.saturating_sub(1),
        end: (end + 1).min(block.len()),
        class: class_start..class_start + words.len(),
        title,
    })
}

/// The first letter in upper case.
fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
