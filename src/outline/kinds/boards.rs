use super::{Finder, SectionView, links};
use crate::draft::Block;
use crate::outline::{Role, Row, Slot, SlotState};
use crate::profile::SlotKind;
use crate::text::{Edit, Edits, Span};

/// A list with a sentence before it that says how many items it has.
pub struct Boards;

impl Finder for Boards {
    fn is_bulleted(&self) -> bool {
        true
    }

    fn slots(&self, part: &SectionView<'_>, out: &mut Vec<Slot>) {
        let Some((at, line)) = count_line(part) else { return };
        let list = part.blocks.get(at + 1).filter(|block| !block.items().is_empty());
        let rows: Vec<Row> = list.map_or_else(Vec::new, |list| {
            list.items().iter().filter_map(|item| links::row(part, list, item)).collect()
        });
        let span = part.blocks[at].span;
        let span = list.map_or(span, |list| span.cover(list.span));
        let mut slot = Slot::list(SlotKind::Boards, span, part.spec.title.clone(), rows);
        // What the sentence says decides whether "no boards" was said or not yet.
        slot.fields.push(part.field(Role::Sentence, crate::outline::Input::Line, line));
        out.push(slot);
    }

    /// The sentence follows the number of boards named, and the list goes when there is none.
    fn count_edits(&self, part: &SectionView<'_>, slot: &Slot) -> Option<Edits> {
        let spec = part.spec.count_line.as_ref()?;
        let (_, line) = count_line(part)?;
        let named = slot.rows.iter().filter(|row| row.state() != SlotState::Empty).count();
        if named == 0 && !slot.rows.is_empty() {
            return None;
        }
        let mut words = match named {
            0 => spec.none.clone(),
            1 => spec.one.clone(),
            n => spec.many.replace("{}", &n.to_string()),
        };
        // At the beginning of a sentence it stays one.
        if part.slice(line).starts_with(char::is_uppercase) {
            words = words.chars().take(1).flat_map(char::to_uppercase).chain(words.chars().skip(1)).collect();
        }
        let mut edits = vec![Edit { span: line, text: words }];
        let stop = Span::new(line.end, line.end + 1);
        match (part.slice(stop), named) {
            (":", 0) => edits.push(Edit { span: stop, text: ".".into() }),
            (".", 1..) => edits.push(Edit { span: stop, text: ":".into() }),
            _ => {}
        }
        edits.retain(|edit| part.slice(edit.span) != edit.text);
        Edits::new(edits).ok().filter(|edits| !edits.is_empty())
    }

    fn row_form(&self) -> &'static str {
        "- [title](url)"
    }
}

/// The block with the sentence, and the part of it that depends on the number.
fn count_line(part: &SectionView<'_>) -> Option<(usize, Span)> {
    let spec = part.spec.count_line.as_ref()?;
    part.blocks.iter().enumerate().filter(|(_, block)| block.is_paragraph()).find_map(|(n, block)| {
        let span = sentence(part, block, spec)?;
        Some((n, span))
    })
}

fn sentence(part: &SectionView<'_>, block: &Block, spec: &crate::profile::CountLine) -> Option<Span> {
    let text = part.slice(block.span);
    let start = spec.anchor.iter().find_map(|anchor| super::find(text, anchor))?;
    let line = &text[start..];
    let line = &line[..line.find('\n').unwrap_or(line.len())];
    let len = line.trim_end().trim_end_matches(['!', '.', ':', ' ']).len();
    Some(Span::new(block.span.start + start, block.span.start + start + len))
}

#[cfg(test)]
mod tests {
    use crate::draft::Draft;
    use crate::outline::Outline;
    use crate::profile::SlotKind;
    use crate::profile::built_in;

    #[test]
    fn letters_that_are_longer_in_lower_case_move_nothing() {
        let before = "İ".repeat(40);
        let text =
            format!("## New Boards Supported by CircuitPython\n\n{before} There were no new boards.\n");
        let draft = Draft::parse(text.as_str());
        let outline = Outline::new(&draft, &built_in("circuitpython").unwrap());
        let sentence =
            outline.slots.iter().find(|slot| slot.kind == SlotKind::Boards).unwrap().fields[0].value(&draft);
        assert_eq!(sentence, "There were no new boards");
    }
}
