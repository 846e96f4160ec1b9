//! The names that an issue gives with an address: of sources and authors.

use crate::draft::Draft;
use crate::outline::{Field, Fill, Outline, Role, Slot};

/// A name and the address that it links to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedLink {
    /// The role of the name.
    pub role: Role,
    pub name: String,
    pub address: String,
}

/// The written names of a draft's sources and authors, in order.
pub(super) fn named_links(draft: &Draft, outline: &Outline) -> Vec<NamedLink> {
    outline.slots.iter().flat_map(|slot| links_of(draft, slot)).collect()
}

fn links_of(draft: &Draft, slot: &Slot) -> Vec<NamedLink> {
    let fields: Vec<_> = slot.all_fields().collect();
    let pairs = fields.windows(2).filter(|pair| {
        let is_pair = matches!(
            (pair[0].role, pair[1].role),
            (Role::Source, Role::SourceAddress)
                | (Role::Via, Role::ViaAddress)
                | (Role::Author, Role::AuthorAddress)
        );
        is_pair && pair.iter().all(|field| field.fill == Fill::Written)
    });
    let value = |field: &Field| field.shown(field.value(draft)).into_owned();
    let link =
        |pair: &[&Field]| NamedLink { role: pair[0].role, name: value(pair[0]), address: value(pair[1]) };
    pairs.map(link).collect()
}
