use super::Parser;
use crate::render::python_markdown::element::Id;
use crate::render::python_markdown::stash;
use crate::render::python_markdown::text::Text;

impl Parser<'_> {
    /// A placeholder of an HTML element whose content is Markdown (`MarkdownInHtmlProcessor`).
    pub(super) fn html(&mut self, parent: Id, block: &Text) -> bool {
        let Some((index, _)) = stash::placeholder_at(block) else { return false };
        let Some(element) = self.page.stash.take_element(index) else { return false };
        self.element_content(element);
        self.page.elements[parent].children.push(element);
        true
    }

    fn element_content(&mut self, element: Id) {
        let attributes = &mut self.page.elements[element].attributes;
        let content =
            attributes.iter().position(|(name, _)| name == "markdown").map(|at| attributes.remove(at).1);
        let children = self.page.elements[element].children.clone();
        match content.as_deref() {
            Some("block") => {
                for child in &children {
                    self.element_content(*child);
                }
                let mut all = Vec::new();
                let text = std::mem::take(&mut self.page.elements[element].text);
                let tails: Vec<Text> = children
                    .iter()
                    .map(|child| std::mem::take(&mut self.page.elements[*child].tail))
                    .collect();
                // Python reads the tails first, which matters for definitions.
                let tails: Vec<Vec<Id>> = tails.iter().map(|tail| self.content_blocks(tail)).collect();
                all.extend(self.content_blocks(&text));
                for (child, tail) in children.into_iter().zip(tails) {
                    all.push(child);
                    all.extend(tail);
                }
                self.page.elements[element].children = all;
            }
            Some("span") => {
                for child in children {
                    self.element_content(child);
                }
            }
            _ => {
                self.page.elements[element].text.atomic = true;
                for child in children {
                    self.element_content(child);
                    self.page.elements[child].tail.atomic = true;
                }
            }
        }
    }

    fn content_blocks(&mut self, text: &Text) -> Vec<Id> {
        if text.is_empty() {
            return Vec::new();
        }
        let holder = self.page.elements.add("div");
        self.parse_text(holder, &text.without_at_end('\n'));
        std::mem::take(&mut self.page.elements[holder].children)
    }
}
