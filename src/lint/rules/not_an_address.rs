use super::{Context, Diagnostic, Rule};
use crate::draft::LinkKind;
use crate::lint::Severity;
use crate::text::Edits;

pub(super) struct NotAnAddress;

impl Rule for NotAnAddress {
    fn name(&self) -> &'static str {
        "not-an-address"
    }

    fn summary(&self) -> &'static str {
        "A link's target is no address."
    }

    fn why(&self) -> &'static str {
        "Without https:// the browser looks for a page of the newsletter's own site."
    }

    fn bad(&self) -> &'static str {
        "---\nlayout: post\ntitle: \"A lamp\"\ndate: 2026-06-08 07:00:00 -0800\ncategories: weekly\n---\n\nSee [the plans](example.org/plans).\n"
    }

    fn good(&self) -> &'static str {
        "---\nlayout: post\ntitle: \"A lamp\"\ndate: 2026-06-08 07:00:00 -0800\ncategories: weekly\n---\n\nSee [the plans](https://example.org/plans).\n"
    }

    fn check(&self, context: &Context<'_>, found: &mut Vec<Diagnostic>) {
        let draft = context.draft;
        for link in draft.links().filter(|link| link.kind == LinkKind::Inline && !link.dest.is_empty()) {
            let dest = draft.slice(link.dest);
            if is_address(dest)
                || context.profile.is_address_placeholder(dest)
                || context.profile.tokens(dest).next().is_some()
            {
                continue;
            }
            let mut diagnostic = Diagnostic::new(
                self.name(),
                Severity::Error,
                link.dest,
                format!("'{dest}' is not an address"),
            );
            if looks_like_host(dest) {
                diagnostic = diagnostic
                    .help(format!("write https://{dest}"))
                    .fix(Edits::insert(link.dest.start, "https://"));
            }
            found.push(diagnostic);
        }
    }
}

/// An address with a scheme that a mail can carry, a path within the site, or a place on the page.
fn is_address(dest: &str) -> bool {
    let known = ["http://", "https://", "mailto:", "tel:", "/", "#", "../", "./", "{{"];
    if known.iter().any(|start| dest.starts_with(start)) {
        let rest =
            dest.split_once("//").filter(|(scheme, _)| scheme.starts_with("http")).map(|(_, rest)| rest);
        return rest.is_none_or(|rest| !rest.is_empty() && !rest.starts_with('/'));
    }
    // A file of the newsletter's own: `plans.md`.
    dest.ends_with(".md") || dest.ends_with(".html")
}

fn looks_like_host(dest: &str) -> bool {
    let host = dest.split('/').next().unwrap_or("");
    host.contains('.') && !host.contains([':', ' ', '@']) && !host.starts_with('.') && !host.ends_with('.')
}
