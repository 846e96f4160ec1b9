use super::{Blocks, Parser, State, detab, indent};
use crate::render::python_markdown::element::Id;
use crate::render::python_markdown::text::{Builder, Text, line_end, line_starts};

impl Parser<'_> {
    /// A term and its definition (`DefListProcessor`).
    pub(super) fn definition_list(&mut self, parent: Id, block: &Text, blocks: &mut Blocks) -> bool {
        let Some((start, own)) =
            line_starts(block).find_map(|start| Some((start, definition(&block[start..])?)))
        else {
            return false;
        };
        let terms: Vec<Text> = block
            .until(start)
            .split_lines()
            .map(|term| term.trimmed())
            .filter(|term| !term.is_empty())
            .collect();
        let elements = &mut self.page.elements;
        let before = elements.last_child(parent);
        if terms.is_empty() && before.is_none() {
            return false;
        }
        let first_end = line_end(block, start);
        let first = block.slice(start + own..first_end);
        let lines = block.from((first_end + 1).min(block.len()));
        let is_lazy = indent(&lines, 3)
            .is_some_and(|indent| !matches!(lines[indent..].chars().next(), None | Some(':')));
        let (lines, rest) = if is_lazy { (lines, None) } else { (detab(&lines).0, Some(detab(&lines).1)) };
        let mut text = Builder::default();
        text.push(&first);
        if !lines.is_empty() {
            text.line_break();
            text.push(&lines);
        }
        let (mut state, mut all_terms) = (State::List, terms);
        // The paragraph before contains the terms.
        if let Some(before) = before.filter(|before| all_terms.is_empty() && elements[*before].tag == "p") {
            state = State::LooseList;
            all_terms = elements[before].text.split_lines().collect();
            elements[parent].children.pop();
        }
        let list = match elements.last_child(parent).filter(|last| elements[*last].tag == "dl") {
            Some(list) => {
                let last = elements.last_child(list);
                let has_blocks = last
                    .is_some_and(|last| elements[last].tag == "dd" && !elements[last].children.is_empty());
                if all_terms.is_empty() && has_blocks {
                    state = State::LooseList;
                }
                list
            }
            None => elements.add_child(parent, "dl"),
        };
        for term in all_terms {
            self.page.cover(list, term.source());
            let element = self.page.elements.add_child_at(list, "dt", term.source());
            self.page.elements[element].text = term;
        }
        self.page.cover(list, block.source_of(start..first_end));
        let text = text.finish();
        let element = self.page.elements.add_child_at(list, "dd", text.source());
        self.within(state, |parser| parser.parse_block(element, text));
        if let Some(rest) = rest.filter(|rest| !rest.is_empty()) {
            blocks.push(rest);
        }
        true
    }
}

/// The length of the mark of a definition, with the blanks around it.
fn definition(line: &str) -> Option<usize> {
    let start = indent(line, 3)?;
    let rest = line[start..].strip_prefix(':')?;
    let blanks = rest.len() - rest.trim_start_matches(' ').len();
    (blanks > 0).then_some(start + 1 + blanks.min(3))
}
