use super::{Finder, SectionView};
use crate::draft::{Block, BlockKind};
use crate::outline::insertion::InsertionPoint;
use crate::outline::slot::Group;
use crate::outline::{Role, Slot, story};
use crate::profile::SlotKind;

/// Stories one after the other under one heading, each an image and a text.
pub struct Stories;

impl Finder for Stories {
    fn slots(&self, part: &SectionView<'_>, out: &mut Vec<Slot>) {
        let groups = groups(part, part.blocks);
        for place in emptied(part, &groups) {
            out.push(Slot::new(SlotKind::Stories, place.span, "", vec![part.empty_text(Role::Text, place)]));
        }
        for group in groups {
            let blocks = &part.blocks[group.clone()];
            out.push(Slot::new(
                SlotKind::Stories,
                part.cover(&group),
                part.title_of(blocks),
                story::fields(part, blocks),
            ));
        }
    }
}

/// Where a story of nothing but a text was emptied: under the heading, or after another story.
fn emptied(part: &SectionView<'_>, groups: &[Group]) -> Vec<InsertionPoint> {
    let has_text =
        |group: &&Group| part.blocks[group.start..group.end].iter().any(|one| !part.is_image_only(one));
    let ends = groups.iter().filter(has_text).map(|group| group.end);
    let holes = std::iter::once(0).chain(ends).map(|end| part.insertion_after(&part.blocks[..end]));
    holes.filter(|place| place.had_paragraph).collect()
}

/// A story begins with its pictures; one without begins where the story before it has named its
/// source, or where it names one itself. Bold lines and comments before it are nobody's: they may
/// stand for all that follows, and stay where a story goes.
pub(super) fn groups(part: &SectionView<'_>, blocks: &[Block]) -> Vec<Group> {
    let text = part.draft.text();
    let intro = if part.spec.intro {
        blocks.iter().position(|block| part.is_image_only(block)).unwrap_or(blocks.len())
    } else {
        0
    };
    let mut groups: Vec<Group> = Vec::new();
    let mut has_text = false;
    let mut has_source = false;
    // Whether a block that belongs to no story came after the last one.
    let mut is_parted = false;
    for (n, block) in blocks.iter().enumerate().skip(intro) {
        if !part.lines(block).is_empty() {
            is_parted = true;
            continue;
        }
        let picture = part.is_image_only(block);
        let bare = story::bare_sources(blocks, n, text).is_some();
        let source = bare || story::sources(block, text).is_some();
        let begins = match groups.last() {
            None => !is_aside(block, text),
            Some(_) if is_parted => !is_aside(block, text),
            // The text between two pictures may have been emptied.
            Some(_) if picture => has_text || part.insertion_after(&blocks[..n]).had_paragraph,
            Some(_) => {
                let is_story =
                    block.is_paragraph() && block.label(text).is_none() && (source || has_links_only(block));
                has_source && (is_story || bare)
            }
        };
        if begins {
            groups.push(n..n + 1);
            (has_text, has_source, is_parted) = (false, false, false);
        } else if let Some(group) = groups.last_mut().filter(|_| !is_parted) {
            group.end = n + 1;
        }
        has_text |= !picture;
        has_source |= source;
    }
    for group in &mut groups {
        let blocks = &blocks[group.clone()];
        let own = blocks.iter().rposition(|block| !is_aside(block, text)).map_or(0, |last| last + 1);
        // Right under a picture, and with no other text, the bold line is the story's text.
        let has_words = blocks[..own].iter().any(|block| !part.is_image_only(block));
        let is_text = !has_words && blocks.get(own).is_some_and(|block| block.label(text).is_some());
        group.end = group.start + own + usize::from(is_text);
    }
    groups
}

/// A bold line or a comment.
fn is_aside(block: &Block, text: &str) -> bool {
    let is_comment = || block.kind == BlockKind::Html && block.span.of(text).trim_start().starts_with("<!--");
    block.label(text).is_some() || is_comment()
}

/// A line of news in a sentence with a link: it stands for itself.
fn has_links_only(block: &Block) -> bool {
    !block.links.is_empty()
}
