//! Checks how issues are sent as mails.

use super::{BLANK, Problems};
use crate::profile::Profile;
use crate::profile::key_path::KeyPath;
use crate::profile::path::relative;

pub(super) fn check(profile: &Profile, problems: &mut Problems) {
    let Some(mail) = &profile.mail else { return };
    let place = KeyPath::default().key("mail");
    if let Some(from) = &mail.from
        && (!from.contains('@') || from.contains(char::is_control))
    {
        let what = format!("'{from}' has no address; write such as Tide Weekly <tide@example.org>");
        problems.add(place.key("from"), what);
    }
    if let Some(addresses) = &mail.addresses {
        let is_address = ["http://", "https://"].iter().any(|scheme| addresses.starts_with(scheme));
        if !is_address || addresses.matches("{path}").count() != 1 || addresses.contains(char::is_whitespace)
        {
            let what = format!(
                "'{addresses}' is no address with one {{path}}, such as https://example.org/{{path}}"
            );
            problems.add(place.key("addresses"), what);
        }
    }
    if mail.preheader.as_deref().is_some_and(|key| key.trim().is_empty()) {
        problems.add(place.key("preheader"), BLANK);
    }
    if mail.max_subject == Some(0) {
        problems.add(place.key("max_subject"), "is 0, so every subject is too long; write such as 40");
    }
    if let Some(Err(why)) = mail.template.as_deref().map(relative) {
        problems.add(place.key("template"), why.to_string());
    }
    if mail.overhead.is_some_and(|overhead| overhead.link == 0 && overhead.footer == 0) {
        problems.add(place.key("overhead"), "adds nothing, so it has no effect; remove it");
    }
}
