//! A pasted item whose values are offered for the fields.

use super::FormView;
use crate::outline::{ItemForm, PastedItem};
use crate::profile::Profile;
use crate::text::Edits;
use crate::tui::app::session::Session;

/// A pasted text that waits for an answer, and the item that was read from it.
#[derive(Debug)]
pub struct PasteOffer {
    pub text: String,
    pub item: PastedItem,
}

impl FormView {
    /// Keeps a pasted text if it is an item that the form has fields for, and names its values.
    pub fn offer(&mut self, text: &str, session: &Session, profile: &Profile) -> Option<String> {
        let slot = self.slot(session, profile)?;
        let form = ItemForm { slot: &slot, row: self.focused_row() };
        let item = PastedItem::read(text, profile, &session.outline, form)?;
        item.fill(&session.draft, profile, form)?;
        let found = item.summary();
        self.offer = Some(PasteOffer { text: text.to_owned(), item });
        Some(found)
    }

    pub fn has_offer(&self) -> bool {
        self.offer.is_some()
    }

    pub fn take_offer(&mut self) -> Option<PasteOffer> {
        self.offer.take()
    }

    /// The edits that fill the form with the values of an item.
    pub fn filled(&self, item: &PastedItem, session: &Session, profile: &Profile) -> Option<Edits> {
        let slot = self.slot(session, profile)?;
        item.fill(&session.draft, profile, ItemForm { slot: &slot, row: self.focused_row() })
    }
}
