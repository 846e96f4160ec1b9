use super::{Finder, SectionView, feature, plain_start};
use crate::draft::{Block, Image, Link};
use crate::outline::{Field, Input, Role, Slot, story};
use crate::profile::SlotKind;
use crate::text::Span;

/// Last week's most clicked link: its title and address, each standing in several places, and
/// the address of last week's issue. It has a heading of its own, or is a line of another section.
pub struct Popular;

impl Finder for Popular {
    fn line(&self, part: &SectionView<'_>, block: &Block, line: Span) -> Option<Slot> {
        let links: Vec<&Link> = block.links_in(line).iter().filter(|link| !link.shows_image).collect();
        // Where there is one link only, it is the popular one; what follows both is neither.
        let (popular, issue) = match links[..] {
            [] => return None,
            [popular] => (popular, None),
            [issue, popular, ..] => (popular, Some(issue)),
        };
        let mut fields = vec![
            part.field(Role::Title, Input::Bracketed, popular.text).required(),
            part.field(Role::Address, Input::Address, popular.dest).required(),
        ];
        let issue = issue.map(|issue| part.field(Role::LastIssue, Input::Address, issue.dest));
        fields.extend(issue.map(Field::required));
        Some(Slot::new(SlotKind::Popular, line, plain_start(part.slice(line)), fields))
    }

    fn slots(&self, part: &SectionView<'_>, out: &mut Vec<Slot>) {
        let Some(heading) = part.heading else { return };
        let image: Option<&Image> = part.blocks.iter().flat_map(|block| &block.images).next();
        let Some(block) =
            part.blocks.iter().find(|block| block.links.iter().filter(|link| !link.shows_image).count() >= 2)
        else {
            return;
        };
        let links: Vec<&Link> = block.links.iter().filter(|link| !link.shows_image).collect();
        let (issue, popular) = (links[0], links[1]);
        let title = feature::title(part, heading);
        // A heading without a colon names no title, emptied or not.
        let has_place = |title: &Field| !title.spans.is_empty() && title.wrapper.0 != ": ";
        let mut fields = vec![if title.value(part.draft) == part.slice(popular.text) && has_place(&title) {
            part.fields(Role::Title, Input::Bracketed, vec![title.spans[0], popular.text]).required()
        } else {
            part.field(Role::Title, Input::Bracketed, popular.text).required()
        }];
        let mut places = vec![popular.dest];
        let value = part.slice(popular.dest);
        if let Some(link) = image.and_then(|image| image.link).filter(|link| part.slice(*link) == value) {
            places.insert(0, link);
        }
        fields.push(part.fields(Role::Address, Input::Address, places).required());
        fields.push(part.field(Role::LastIssue, Input::Address, issue.dest).required());
        if let Some(image) = image {
            let mut own = Vec::new();
            story::image_fields(part, image, None, &mut own);
            // The picture and its description stand every week; its link is the address above.
            own.truncate(1);
            fields.extend(own);
        }
        out.push(Slot::new(
            SlotKind::Popular,
            Span::new(part.span.start, part.end()),
            part.slice(heading),
            fields,
        ));
    }
}
