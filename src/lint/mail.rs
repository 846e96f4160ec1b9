//! What the rules about mails share.

use std::sync::LazyLock;

use super::{Context, Facts, ImageFact};
use crate::draft::Draft;
use crate::profile::{Mail, Profile};
use crate::render::Tree;
use crate::render::target::Addresses;
use crate::render::target::mail::{MailSize, MailSources, MailTemplate, mail_size, reading_minutes};
use crate::render::target::text::text;

/// The width of the column that every mail program shows, in pixels.
pub(super) const MAIL_WIDTH: u32 = 600;

/// What big mail clients do not show, from caniemail.com.
const SUPPORT: &str = include_str!("../../assets/mail/support.csv");

/// What a part of HTML or CSS is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PartKind {
    Element,
    Attribute,
    /// A property of a style.
    Property,
    /// A property with its value, such as `display:flex`.
    Value,
    /// A function of a style, such as `calc()`.
    Function,
}

/// A part of HTML or CSS that some of the big clients do not show.
#[derive(Clone, Debug)]
struct Unshown {
    kind: PartKind,
    name: &'static str,
    clients: Vec<&'static str>,
}

static UNSHOWN: LazyLock<Vec<Unshown>> = LazyLock::new(|| {
    let rows = SUPPORT.lines().filter(|line| !line.starts_with('#'));
    let parts = rows.filter_map(|row| {
        let mut cells = row.splitn(3, ',');
        let kind = match cells.next()? {
            "element" => PartKind::Element,
            "attribute" => PartKind::Attribute,
            "property" => PartKind::Property,
            "value" => PartKind::Value,
            "function" => PartKind::Function,
            _ => return None,
        };
        Some(Unshown { kind, name: cells.next()?, clients: cells.next()?.split('|').collect() })
    });
    parts.collect()
});

/// The big clients that do not show a part. Empty if all of them do, or if it is only one that few readers use: the others
/// show the mail as it is meant.
pub(super) fn not_shown_by(kind: PartKind, name: &str) -> &'static [&'static str] {
    let part = UNSHOWN.iter().find(|part| part.kind == kind && part.name.eq_ignore_ascii_case(name));
    let clients = part.map_or(&[][..], |part| &part.clients);
    let is_one_of_few = matches!(clients, [one] if !matches!(*one, "Gmail" | "Apple Mail"));
    if is_one_of_few { &[] } else { clients }
}

/// Names clients in a sentence: "Gmail, Outlook.com and Yahoo Mail".
pub(super) fn named(clients: &[&str]) -> String {
    match clients {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// What a mail needs besides the draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailFacts {
    /// The address of the site.
    pub site: Option<String>,
    /// The newsletter's own template.
    pub template: Option<MailTemplate>,
}

impl Facts {
    /// What the mail of a draft is made of.
    pub fn mail_sources<'f>(&'f self, width: &'f dyn Fn(&str) -> Option<u32>) -> MailSources<'f> {
        let MailFacts { site, template } = &self.mail;
        MailSources { site: site.as_deref(), path: self.path.as_deref(), template: template.as_ref(), width }
    }

    /// The width of an image's file, by its path as the draft writes it.
    pub fn image_width(&self, path: &str) -> Option<u32> {
        match self.images.get(path) {
            Some(ImageFact::Known(info)) => Some(info.width),
            _ => None,
        }
    }

    /// The size of the mail that a draft and its page become. `None` if its template can't be used.
    fn mail_size(&self, draft: &Draft, tree: &Tree, profile: &Profile) -> Option<MailSize> {
        let width = |path: &str| self.image_width(path);
        mail_size(draft, tree, profile, &self.mail_sources(&width)).ok()
    }
}

impl<'a> Context<'a> {
    /// The size of the mail. `None` if it can't be made.
    pub fn mail_size(&self) -> Option<&MailSize> {
        self.cached_mail_size(|| self.facts.mail_size(self.draft, self.tree(), self.profile))
    }

    /// The minutes that reading the mail takes.
    pub fn reading_minutes(&self) -> usize {
        let MailFacts { site, .. } = &self.facts.mail;
        let addresses = Addresses::new(self.profile, site.as_deref(), self.facts.path.as_deref());
        reading_minutes(&text(self.tree(), &addresses))
    }

    /// How the issue is sent as a mail. `None` if it is not, or does not go out yet.
    pub(super) fn mail(&self) -> Option<&'a Mail> {
        self.profile.mail.as_ref().filter(|_| self.goes_out())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_data_is_read_and_names_known_clients() {
        let rows = SUPPORT.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(UNSHOWN.len(), rows);
        assert!(rows > 100, "{rows}");
        let known = ["Apple Mail", "Gmail", "Outlook for Windows", "Outlook.com", "Yahoo Mail"];
        for part in UNSHOWN.iter() {
            assert!(part.clients.iter().all(|client| known.contains(client)), "{part:?}");
        }
        let first = SUPPORT.lines().next().unwrap();
        assert!(
            first.contains("caniemail@") && first.contains("MIT") && first.contains(", of 20"),
            "{first}"
        );
    }

    #[test]
    fn parts_that_big_clients_lack_are_found_by_kind_and_name() {
        assert_eq!(
            not_shown_by(PartKind::Element, "VIDEO"),
            ["Gmail", "Outlook for Windows", "Outlook.com", "Yahoo Mail"]
        );
        assert_eq!(not_shown_by(PartKind::Property, "position"), ["Gmail", "Outlook for Windows"]);
        // Only Outlook for Windows draws square corners.
        assert_eq!(not_shown_by(PartKind::Property, "border-radius"), [""; 0]);
        assert_eq!(not_shown_by(PartKind::Element, "table"), [""; 0]);
        assert_eq!(named(&["Gmail", "Outlook.com", "Yahoo Mail"]), "Gmail, Outlook.com and Yahoo Mail");
    }
}
