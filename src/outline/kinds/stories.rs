use super::{Finder, SectionView};
use crate::draft::Block;
use crate::outline::insertion::InsertionPoint;
use crate::outline::missing::Part;
use crate::outline::slot::Group;
use crate::outline::{Role, Slot, SourceMarks, story};
use crate::profile::SlotKind;

/// Several stories under one heading, each with an image and a text.
pub struct Stories;

impl Finder for Stories {
    fn parts(&self) -> &[Part] {
        &[Part::Image, Part::Source]
    }

    fn slots(&self, view: &SectionView<'_>, out: &mut Vec<Slot>) {
        let groups = groups(view, view.blocks);
        for place in emptied(view, &groups) {
            out.push(Slot::new(SlotKind::Stories, place.span, "", vec![view.empty_text(Role::Text, place)]));
        }
        for group in groups {
            let blocks = &view.blocks[group.clone()];
            out.push(Slot::new(
                SlotKind::Stories,
                view.cover(&group),
                view.title_of(blocks),
                story::fields(view, blocks),
            ));
        }
    }
}

/// The places of emptied stories that had only a text: after the heading, or after another story.
pub(super) fn emptied(view: &SectionView<'_>, groups: &[Group]) -> Vec<InsertionPoint> {
    let has_text =
        |group: &&Group| view.blocks[group.start..group.end].iter().any(|one| !view.is_image_only(one));
    let ends = groups.iter().filter(has_text).map(|group| group.end);
    let holes = std::iter::once(0).chain(ends).map(|end| view.insertion_after(&view.blocks[..end]));
    holes.filter(|place| place.had_paragraph).collect()
}

/// Groups the blocks of each story. A story begins with its images. Without images, it begins after the
/// source of the story before it, if it has a source or a link itself. Bold lines and comments before a
/// story belong to no story: they may apply to all that follow. Nor do rules after a source, which separate stories.
pub(super) fn groups(view: &SectionView<'_>, blocks: &[Block]) -> Vec<Group> {
    let text = view.draft.text();
    let marks = SourceMarks::new(view.profile);
    let intro = if view.spec.intro {
        blocks.iter().position(|block| view.is_image_only(block)).unwrap_or(blocks.len())
    } else {
        0
    };
    let mut groups: Vec<Group> = Vec::new();
    let mut has_text = false;
    let mut has_source = false;
    // True after a block that belongs to no story.
    let mut is_interrupted = false;
    for (n, block) in blocks.iter().enumerate().skip(intro) {
        // Within a text, a rule is a part of it.
        if !view.lines(block).is_empty() || (has_source && view.is_separator(block)) {
            is_interrupted = true;
            continue;
        }
        let is_image = view.is_image_only(block);
        let bare = story::bare_sources(blocks, n, text, marks).is_some();
        let source = bare || story::sources(block, text, marks).is_some();
        let begins = match groups.last() {
            None => !is_label_or_comment(block, text),
            Some(_) if is_interrupted => !is_label_or_comment(block, text),
            // The text between two images may have been emptied.
            Some(_) if is_image => has_text || view.insertion_after(&blocks[..n]).had_paragraph,
            Some(_) => {
                let is_story =
                    block.is_paragraph() && block.label(text).is_none() && (source || has_link(block));
                has_source && (is_story || bare)
            }
        };
        if begins {
            groups.push(n..n + 1);
            (has_text, has_source, is_interrupted) = (false, false, false);
        } else if let Some(group) = groups.last_mut().filter(|_| !is_interrupted) {
            group.end = n + 1;
        }
        has_text |= !is_image;
        has_source |= source;
    }
    for group in &mut groups {
        let blocks = &blocks[group.clone()];
        let own =
            blocks.iter().rposition(|block| !is_label_or_comment(block, text)).map_or(0, |last| last + 1);
        // A bold line after an image is the story's text if it has no other.
        let has_words = blocks[..own].iter().any(|block| !view.is_image_only(block));
        let is_text = !has_words && blocks.get(own).is_some_and(|block| block.label(text).is_some());
        group.end = group.start + own + usize::from(is_text);
    }
    groups
}

fn is_label_or_comment(block: &Block, text: &str) -> bool {
    block.label(text).is_some() || block.is_comment(text)
}

/// True if a paragraph can be a story without a source: it has a link.
fn has_link(block: &Block) -> bool {
    !block.links.is_empty()
}
