use super::{Finder, SectionView, feature, plain_start};
use crate::draft::{Block, Image, Link};
use crate::outline::{Field, Input, Role, Slot, story};
use crate::profile::SlotKind;
use crate::text::Span;

/// Last week's most clicked link: its title and address, which both occur several times, and the address
/// of last week's issue. It is a section, or a line of another section.
pub struct Popular;

impl Finder for Popular {
    fn line(&self, view: &SectionView<'_>, block: &Block, line: Span) -> Option<Slot> {
        let links: Vec<&Link> = block.links_in(line).iter().filter(|link| !link.shows_image).collect();
        // A single link is the popular one.
        let (popular, issue) = match links[..] {
            [] => return None,
            [popular] => (popular, None),
            [issue, popular, ..] => (popular, Some(issue)),
        };
        let mut fields = vec![
            view.field(Role::Title, Input::Bracketed, popular.text).required(),
            view.field(Role::Address, Input::Address, popular.dest).required(),
        ];
        let issue = issue.map(|issue| view.field(Role::LastIssue, Input::Address, issue.dest));
        fields.extend(issue.map(Field::required));
        Some(Slot::new(SlotKind::Popular, line, plain_start(view.slice(line)), fields))
    }

    fn slots(&self, view: &SectionView<'_>, out: &mut Vec<Slot>) {
        let Some(heading) = view.heading else { return };
        let image: Option<&Image> = view.blocks.iter().flat_map(|block| &block.images).next();
        let Some(block) =
            view.blocks.iter().find(|block| block.links.iter().filter(|link| !link.shows_image).count() >= 2)
        else {
            return;
        };
        let links: Vec<&Link> = block.links.iter().filter(|link| !link.shows_image).collect();
        let (issue, popular) = (links[0], links[1]);
        let title = feature::title(view, heading);
        // A heading without a colon has no title.
        let has_place = |title: &Field| !title.spans.is_empty() && title.wrapper.0 != ": ";
        let mut fields = vec![if title.value(view.draft) == view.slice(popular.text) && has_place(&title) {
            view.fields(Role::Title, Input::Bracketed, vec![title.spans[0], popular.text]).required()
        } else {
            view.field(Role::Title, Input::Bracketed, popular.text).required()
        }];
        let mut places = vec![popular.dest];
        let value = view.slice(popular.dest);
        if let Some(link) = image.and_then(|image| image.link).filter(|link| view.slice(*link) == value) {
            places.insert(0, link);
        }
        fields.push(view.fields(Role::Address, Input::Address, places).required());
        fields.push(view.field(Role::LastIssue, Input::Address, issue.dest).required());
        if let Some(image) = image {
            let mut fields_of_image = Vec::new();
            story::image_fields(view, image, None, &mut fields_of_image);
            // The image's description is the same every week; its link is the address above.
            fields_of_image.truncate(1);
            fields.extend(fields_of_image);
        }
        out.push(Slot::new(
            SlotKind::Popular,
            Span::new(view.span.start, view.end()),
            view.slice(heading),
            fields,
        ));
    }
}
