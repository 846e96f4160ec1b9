//! Names and addresses of earlier issues that are offered for a field.

use super::{FieldInput, FormView};
use crate::lint::NamedLink;
use crate::outline::{Fill, Role};
use crate::profile::Profile;
use crate::text::Edits;
use crate::tui::app::session::Session;

/// The most values that are offered at once.
const MOST: usize = 3;

impl FormView {
    /// The values offered for the field in focus: those that begin as its text does, the one of the
    /// newest issue first.
    pub fn suggestions(&self, session: &Session) -> Vec<String> {
        let Some(one) = self.inputs.get(self.focus) else { return Vec::new() };
        let typed = one.text(&session.draft).to_lowercase();
        let mut offered: Vec<String> = Vec::new();
        for value in self.candidates(one, session) {
            let lower = value.to_lowercase();
            if lower == typed {
                // The text is complete.
                return Vec::new();
            }
            if lower.starts_with(&typed) && !offered.contains(&value) {
                offered.push(value);
            }
        }
        offered.truncate(MOST);
        offered
    }

    /// The values of earlier issues, and of this slot, that are of the field's kind.
    fn candidates(&self, one: &FieldInput, session: &Session) -> Vec<String> {
        let names = |roles: &[Role]| -> Vec<&NamedLink> {
            session.earlier_names().filter(|link| roles.contains(&link.role)).collect()
        };
        let of_name = |role: Role, all: Vec<&NamedLink>| -> Vec<String> {
            let name = self.sibling(one, role, session).unwrap_or_default();
            all.into_iter().filter(|link| link.name == name).map(|link| link.address.clone()).collect()
        };
        let as_names = |all: Vec<&NamedLink>| all.into_iter().map(|link| link.name.clone()).collect();
        match one.field.role {
            Role::Source | Role::Via => as_names(names(&[Role::Source, Role::Via])),
            Role::Author => as_names(names(&[Role::Author])),
            Role::AuthorAddress => of_name(Role::Author, names(&[Role::Author])),
            Role::SourceAddress => {
                // Most stories link to their source.
                let own = self.sibling(one, Role::ImageLink, session);
                let sites = of_name(Role::Source, names(&[Role::Source, Role::Via]));
                own.into_iter().chain(sites.iter().filter_map(|address| site_of(address))).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The written value of the nearest field of a role before another one, in the same row.
    fn sibling(&self, one: &FieldInput, role: Role, session: &Session) -> Option<String> {
        let at = self.inputs.iter().position(|other| std::ptr::eq(other, one))?;
        let is_sibling = |other: &&FieldInput| other.row == one.row && other.field.role == role;
        let sibling = self.inputs[..at].iter().rev().find(is_sibling)?;
        let text = sibling.text(&session.draft);
        (!text.is_empty()).then(|| text.into_owned())
    }

    /// True if the cursor is at the end of a field that a value is offered for.
    pub fn can_complete(&self, session: &Session) -> bool {
        let is_at_end = |one: &FieldInput| one.is_cursor_at_end(&session.draft);
        self.inputs.get(self.focus).is_some_and(is_at_end) && !self.suggestions(session).is_empty()
    }

    /// Writes the first value that is offered. An author's address is written with the name if there is
    /// none yet. Returns false if nothing is offered.
    pub fn complete(&mut self, session: &mut Session, profile: &Profile) -> bool {
        let Some(value) = self.suggestions(session).into_iter().next() else { return false };
        session.seal();
        self.set_value(self.focus, value, session, profile);
        true
    }

    /// Writes the address of the author whose name was completed, if it is known and none is written.
    pub fn complete_address(&mut self, session: &mut Session, profile: &Profile) {
        let next = self.focus + 1;
        let is_open =
            |one: &&FieldInput| one.field.role == Role::AuthorAddress && one.field.fill != Fill::Written;
        let offered = self.inputs.get(next).filter(is_open).map(|one| self.candidates(one, session));
        if let Some(address) = offered.and_then(|offered| offered.into_iter().next()) {
            self.set_value(next, address.clone(), session, profile);
            if let Some(one) = self.inputs.get_mut(next) {
                one.suggested = Some(address);
            }
        }
        session.seal();
    }

    fn set_value(&mut self, field: usize, value: String, session: &mut Session, profile: &Profile) {
        let Some(one) = self.inputs.get_mut(field) else { return };
        let before = one.part(&session.draft);
        let edits = Edits::between(&one.text(&session.draft), &value);
        let (edits, how) = one.set_text(value, &edits, session, profile);
        self.outdated |= one.part(&session.draft) != before;
        self.shift_others(field, &edits, how);
    }
}

/// The home page of an address.
fn site_of(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    Some(format!("{scheme}://{host}/"))
}
