use super::MailRule;
use crate::lint::Severity;
use crate::lint::mail::{PartKind, named, not_shown_by};
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::profile::Mail;

pub(super) struct UnsupportedStyle;

const META: Meta = Meta {
    name: "unsupported-style",
    severity: Severity::Warning,
    summary: "Big mail clients ignore a style.",
    why: "Their readers see the text at another place or in another form (by the tests of caniemail.com).",
    bad: issue!("<p style=\"position: absolute; top: 0\">A lamp hums.</p>\n"),
    good: issue!("<p style=\"text-align: center\">A lamp hums.</p>\n"),
};

impl MailRule for UnsupportedStyle {
    const META: &'static Meta = &META;
    const KEYS: &'static [&'static str] = &["mail"];

    fn check_mail(&self, _: &Mail, context: &Context<'_>, found: &mut Findings) {
        for declaration in context.tags().iter().flat_map(|tag| tag.declarations()) {
            let property = declaration.property.to_ascii_lowercase();
            let whole = format!("{property}:{}", declaration.value.to_ascii_lowercase());
            let functions = declaration.value.match_indices('(').map(|(at, _)| {
                let name = declaration.value[..at].rsplit([' ', ',', '(']).next().unwrap_or("");
                (PartKind::Function, format!("{name}()"))
            });
            let parts =
                [(PartKind::Property, property), (PartKind::Value, whole)].into_iter().chain(functions);
            let ignored = parts.map(|(kind, name)| (not_shown_by(kind, &name), name));
            if let Some((clients, name)) = ignored.into_iter().find(|(clients, _)| !clients.is_empty()) {
                let message = format!("{} ignore '{name}'", named(clients));
                found.push(
                    self.problem(declaration.span, message).help("remove it, or use a table and widths"),
                );
            }
        }
    }
}
