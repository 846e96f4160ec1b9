use super::{Finder, SectionView, links};
use crate::draft::Block;
use crate::outline::{Role, Row, Slot, SlotState};
use crate::profile::SlotKind;
use crate::text::{Edit, Edits, Span};

/// A list after a sentence that counts its items.
pub struct Boards;

impl Finder for Boards {
    fn is_bulleted(&self) -> bool {
        true
    }

    fn slots(&self, view: &SectionView<'_>, out: &mut Vec<Slot>) {
        let Some((at, line)) = count_line(view) else { return };
        let list = view.blocks.get(at + 1).filter(|block| !block.items().is_empty());
        let rows: Vec<Row> = list.map_or_else(Vec::new, |list| {
            list.items().iter().filter_map(|item| links::row(view, list, item)).collect()
        });
        let span = view.blocks[at].span;
        let span = list.map_or(span, |list| span.cover(list.span));
        let mut slot = Slot::list(SlotKind::Boards, span, view.spec.title.clone(), rows);
        // The state of an empty list depends on the sentence: it may say that there are no boards.
        slot.fields.push(view.field(Role::Sentence, crate::outline::Input::Line, line));
        out.push(slot);
    }

    /// Corrects the number in the sentence. `None` if it is right, if there is no such sentence, or if the
    /// list has only placeholders.
    fn count_edits(&self, view: &SectionView<'_>, slot: &Slot) -> Option<Edits> {
        let spec = view.spec.count_line.as_ref()?;
        let (_, line) = count_line(view)?;
        let count = slot.rows.iter().filter(|row| row.state() != SlotState::Empty).count();
        if count == 0 && !slot.rows.is_empty() {
            return None;
        }
        let mut words = match count {
            0 => spec.none.clone(),
            1 => spec.one.clone(),
            n => spec.many.replace("{}", &n.to_string()),
        };
        // Keep the capital letter at the start of a sentence.
        if view.slice(line).starts_with(char::is_uppercase) {
            words = words.chars().take(1).flat_map(char::to_uppercase).chain(words.chars().skip(1)).collect();
        }
        let mut edits = vec![Edit { span: line, text: words }];
        let stop = Span::new(line.end, line.end + 1);
        match (view.slice(stop), count) {
            (":", 0) => edits.push(Edit { span: stop, text: ".".into() }),
            (".", 1..) => edits.push(Edit { span: stop, text: ":".into() }),
            _ => {}
        }
        edits.retain(|edit| view.slice(edit.span) != edit.text);
        Edits::new(edits).ok().filter(|edits| !edits.is_empty())
    }

    fn row_form(&self) -> &'static str {
        "- [title](url)"
    }
}

/// The index of the sentence's block, and the span that depends on the count.
fn count_line(view: &SectionView<'_>) -> Option<(usize, Span)> {
    let spec = view.spec.count_line.as_ref()?;
    view.blocks.iter().enumerate().filter(|(_, block)| block.is_paragraph()).find_map(|(n, block)| {
        let span = sentence(view, block, spec)?;
        Some((n, span))
    })
}

fn sentence(view: &SectionView<'_>, block: &Block, spec: &crate::profile::CountLine) -> Option<Span> {
    let text = view.slice(block.span);
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
    fn letters_that_are_longer_in_lower_case_shift_no_span() {
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
