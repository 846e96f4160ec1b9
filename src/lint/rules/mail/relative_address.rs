use super::MailRule;
use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::profile::Mail;
use crate::render::target::{Addresses, is_own_address};
use crate::text::{Span, counted};

pub(super) struct RelativeAddress;

const META: Meta = Meta {
    name: "relative-address",
    severity: Severity::Warning,
    summary: "The mail has addresses that lead nowhere, because that of the site is unknown.",
    why: "A mail is read on no site, so its images are missing and its links to the newsletter itself are dead.",
    bad: issue!("![A lamp](../assets/20260608/20260608lamp.jpg)\n"),
    good: issue!("[A lamp](https://example.org/lamp)\n"),
};

impl MailRule for RelativeAddress {
    const META: &'static Meta = &META;
    const KEYS: &'static [&'static str] = &["mail.addresses"];

    fn check_mail(&self, _: &Mail, context: &Context<'_>, found: &mut Findings) {
        let (draft, profile) = (context.draft, context.profile);
        if Addresses::new(profile, context.facts.mail.site.as_deref(), None).have_base() {
            return;
        }
        let is_relative = |address: &str| {
            is_own_address(address)
                && !profile.is_address_placeholder(address)
                && !profile.is_image_placeholder(address)
        };
        let (untouched, tasks) = (context.untouched(), context.tasks());
        let shown = draft.links().filter(|link| !untouched.contains(link.span) && !tasks.contains(link.span));
        let named = context.images().map(|image| image.dest).chain(shown.map(|link| link.dest));
        let mut places: Vec<Span> = named.filter(|dest| is_relative(draft.slice(*dest))).collect();
        for tag in context.tags() {
            let values = ["src", "href"].into_iter().filter_map(|name| tag.attribute(name));
            places.extend(values.filter(|value| is_relative(value.value)).map(|_| tag.span));
        }
        let Some(first) = places.iter().min_by_key(|span| span.start) else { return };
        let links = counted(places.len(), "link");
        let message = format!(
            "readers of the mail can't follow {links} to the newsletter's own pages and images: its address is unknown"
        );
        found.push(self.problem(*first, message).help(
            "set `mail.addresses` in copydesk.yml, or the site's own address, such as `url` in _config.yml",
        ));
    }
}
