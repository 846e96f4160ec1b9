use super::MailRule;
use crate::lint::Severity;
use crate::lint::mail::{PartKind, named, not_shown_by};
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::profile::Mail;

pub(super) struct UnsupportedElement;

const META: Meta = Meta {
    name: "unsupported-element",
    severity: Severity::Warning,
    summary: "Big mail clients do not show an element or an attribute.",
    why: "Their readers see a gap, or the text without what it refers to (by the tests of caniemail.com).",
    bad: issue!("<video src=\"https://example.org/lamp.mp4\">A lamp</video>\n"),
    good: issue!("[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org/lamp.mp4)\n"),
};

impl MailRule for UnsupportedElement {
    const META: &'static Meta = &META;
    const KEYS: &'static [&'static str] = &["mail"];

    fn check_mail(&self, _: &Mail, context: &Context<'_>, found: &mut Findings) {
        for tag in context.tags() {
            let clients = not_shown_by(PartKind::Element, tag.name);
            if !clients.is_empty() {
                let message = format!("{} do not show <{}>", named(clients), tag.name.to_ascii_lowercase());
                found.push(
                    self.problem(tag.span, message).help("show an image or a link that all of them show"),
                );
            }
            for attribute in &tag.attributes {
                let clients = not_shown_by(PartKind::Attribute, attribute.name);
                if !clients.is_empty() {
                    let message = format!("{} ignore '{}'", named(clients), attribute.name);
                    found.push(
                        self.problem(attribute.name_span, message)
                            .help("write the mail so that it reads well without it"),
                    );
                }
            }
        }
    }
}
