use std::cell::LazyCell;

use crate::draft::{BlockKind, LinkKind};
use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};
use crate::text::SpanSet;
use crate::text::address::is_script;
use crate::text::{Edits, Span};

pub(super) struct NotAnAddress;

const META: Meta = Meta {
    name: "not-an-address",
    severity: Severity::Error,
    summary: "A link's target is not an address.",
    why: "Without https:// the browser looks for a page on the newsletter's site.",
    bad: issue!("See [the plans](example.org/plans).\n"),
    good: issue!("See [the plans](https://example.org/plans).\n"),
};

impl Rule for NotAnAddress {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Safe]
    }

    fn keys(&self) -> &'static [&'static str] {
        &["placeholders.addresses", "placeholders.tokens"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        for link in draft.links().filter(|link| link.kind == LinkKind::Inline && !link.dest.is_empty()) {
            let dest = draft.slice(link.dest);
            let is_script = is_script(dest);
            if (is_address(dest) && !is_script)
                || context.profile.is_address_placeholder(dest)
                || context.profile.tokens(dest).next().is_some()
            {
                continue;
            }
            let message = match is_script {
                true => format!("'{dest}' runs a script in the reader's browser"),
                false => format!("'{dest}' is not an address"),
            };
            let mut diagnostic = self.problem(link.dest, message);
            if looks_like_host(dest) {
                diagnostic = diagnostic
                    .help(format!("write https://{dest}"))
                    .fix(Edits::insert(link.dest.start, "https://"));
            }
            found.push(diagnostic);
        }
        for span in programs(context) {
            let dest = draft.slice(span);
            let message = format!("'{dest}' runs a script in the reader's browser");
            found.push(self.problem(span, message));
        }
    }
}

/// The script schemes that are searched for in attributes. `active-content` finds other spellings.
const PROGRAMS: [&str; 2] = ["javascript:", "vbscript:"];

fn is_program_here(text: &str) -> bool {
    let begins = |scheme: &&str| text.get(..scheme.len()).is_some_and(|own| own.eq_ignore_ascii_case(scheme));
    PROGRAMS.iter().any(begins)
}

/// Returns script addresses in other forms than `[text](address)`.
fn programs(context: &Context<'_>) -> Vec<Span> {
    let draft = context.draft;
    let autolinks = draft.links().filter(|link| link.kind == LinkKind::Auto).map(|link| link.dest);
    let definitions = draft.definitions().iter().map(|definition| definition.dest);
    let mut found: Vec<Span> =
        autolinks.chain(definitions).filter(|dest| is_script(draft.slice(*dest))).collect();
    for block in draft.blocks().iter().filter(|block| block.kind != BlockKind::Code) {
        let text = draft.slice(block.span);
        let code = LazyCell::new(|| SpanSet::new(block.code.iter().copied()));
        // Both schemes end with `t:`.
        let ends = |at: &usize| text[..*at].ends_with(['t', 'T']);
        for at in memchr::memchr_iter(b':', text.as_bytes()).filter(ends) {
            let start = PROGRAMS.iter().find_map(|scheme| {
                let start = (at + 1).checked_sub(scheme.len())?;
                text.get(start..).is_some_and(is_program_here).then_some(start)
            });
            let Some(start) = start else { continue };
            // The value of an attribute: `href="javascript:…"`.
            let before = text[..start].trim_end().trim_end_matches(['"', '\'']).trim_end();
            let len = text[start..].find(['"', '\'', '>', ' ', '\n']).unwrap_or(text.len() - start);
            let span = Span::new(block.span.start + start, block.span.start + start + len);
            if before.ends_with('=') && !code.contains(span) {
                found.push(span);
            }
        }
    }
    found
}

/// True for an address with a scheme that works in mails, a path on the site, or a fragment.
fn is_address(dest: &str) -> bool {
    let known = [
        "http://",
        "https://",
        "ftp://",
        "irc://",
        "ircs://",
        "git://",
        "webcal://",
        "mailto:",
        "tel:",
        "xmpp:",
        "matrix:",
        "/",
        "#",
        "?",
        "../",
        "./",
        "{{",
        "{%",
    ];
    let begins = |start: &&str| dest.get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start));
    if let Some(start) = known.iter().find(|start| begins(start)) {
        let rest = &dest[start.len()..];
        return !start.ends_with("//") || (!rest.is_empty() && !rest.starts_with('/') && !is_joined(rest));
    }
    // A file of the newsletter: `plans.pdf`. Top-level domains do not count, except those that are more
    // often file extensions.
    let path = dest.split(['#', '?']).next().unwrap_or("");
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    FILES.contains(&extension.to_ascii_lowercase().as_str())
}

/// True if another address follows without a sign between them, as after typing into a field that was not empty.
/// Archives and redirects have one after a `/`, a `=` or another sign: `https://archive.example/https://…`.
fn is_joined(rest: &str) -> bool {
    ["http://", "https://"].iter().flat_map(|scheme| rest.match_indices(scheme)).any(|(at, _)| {
        // `https://` is no second one after `http`.
        rest[..at].chars().next_back().is_none_or(|before| before.is_ascii_alphanumeric())
    })
}

/// Extensions of files that a page may link to.
const FILES: &[&str] = &[
    "md", "html", "htm", "pdf", "txt", "zip", "png", "jpg", "jpeg", "gif", "svg", "webp", "csv", "json",
    "xml", "ics", "py", "ino", "uf2", "bin", "yml", "yaml", "toml", "js", "css", "mp3", "mp4", "odt", "docx",
    "xlsx",
];

fn looks_like_host(dest: &str) -> bool {
    let host = dest.split('/').next().unwrap_or("");
    host.contains('.') && !host.contains([':', ' ', '@']) && !host.starts_with('.') && !host.ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_paths_and_files_are_addresses_and_bare_hosts_are_not() {
        for dest in [
            "HTTPS://example.org",
            "irc://example.org/a",
            "plans.pdf",
            "../a b",
            "#top",
            "?page=2",
            "plans.md#part",
            "issue.html?x=1",
            "mailto:a@b.c",
            "https://archive.example/2026/https://example.org",
            "https://example.org/?to=https://example.net",
        ] {
            assert!(is_address(dest), "{dest}");
        }
        for dest in [
            "example.org",
            "https://https://example.org",
            "https://example.org/jonashttps://example.net",
            "http://",
            "https:///plans",
            "htps://example.org",
            "example.org/a.b",
            "",
        ] {
            assert!(!is_address(dest), "{dest}");
        }
    }

    #[test]
    fn scripts_are_found_in_every_form_of_a_link() {
        use crate::draft::Draft;
        use crate::lint::Facts;
        use crate::outline::Outline;
        use crate::profile::built_in;

        let found = |text: &str| -> Vec<String> {
            let (draft, profile) = (Draft::parse(text), built_in("circuitpython").unwrap());
            let (outline, facts) = (Outline::new(&draft, &profile), Facts::default());
            let mut found = Findings::default();
            NotAnAddress.check(&Context::new(&draft, &outline, &profile, &facts), &mut found);
            found.into_sorted().iter().map(|one| one.span.of(text).to_owned()).collect()
        };
        assert_eq!(found("A [crab](javascript:alert(1)).\n"), ["javascript:alert(1)"]);
        assert_eq!(found("A [crab].\n\n[crab]: JavaScript:alert(1)\n"), ["JavaScript:alert(1)"]);
        assert_eq!(found("A <javascript:alert(1)>.\n"), ["javascript:alert(1)"]);
        assert_eq!(found("A <a href=\"javascript:alert(1)\">crab</a>.\n"), ["javascript:alert(1)"]);
        assert_eq!(found("A [crab].\n\n[crab]: &#106;avascript:x()\n"), ["&#106;avascript:x()"]);
        assert_eq!(found("A [crab]({{\"javascript:x()\"}}).\n"), ["javascript:x()"]);
        assert_eq!(found("In JavaScript: a crab. `href=javascript:x` is bad.\n"), [""; 0]);
    }
}
