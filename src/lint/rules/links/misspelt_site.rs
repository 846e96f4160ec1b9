use crate::draft::LinkKind;
use crate::lint::Severity;
use crate::lint::address::Address;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::lint::words::is_near;

pub(super) struct MisspeltSite;

const META: Meta = Meta {
    name: "misspelt-site",
    severity: Severity::Warning,
    summary: "A link's text is nearly the name of the site that it links to.",
    why: "The address shows how the site spells its name.",
    bad: issue!("The lamp show is in June - [Lanternbright](https://www.lanternbrite.example/e/lamps).\n"),
    good: issue!("The lamp show is in June - [Lanternbrite](https://www.lanternbrite.example/e/lamps).\n"),
};

impl Rule for MisspeltSite {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        for link in draft.links().filter(|link| link.kind != LinkKind::Auto && !link.shows_image) {
            let name = draft.slice(link.text);
            let Some(address) = Address::new(draft.slice(context.dest_of(link))) else { continue };
            let site = address.site();
            let site = site.split('.').next().unwrap_or_default();
            // An address has no spaces, but it may have hyphens.
            if is_misspelt(name, &site.replace('-', "")) {
                let message = format!("the site is called '{site}', not '{name}'");
                found.push(self.problem(link.text, message));
            }
        }
    }
}

/// True if the name is probably a misspelling of the site's. A part of the site's name is a short form, and
/// a short name may be another one.
fn is_misspelt(name: &str, site: &str) -> bool {
    if name.len() > LONGEST_NAME || !name.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return false;
    }
    let name = name.to_ascii_lowercase();
    let most = match site.len() {
        0..8 => return false,
        8..10 => 1,
        _ => 3,
    };
    let is_part = site.contains(&name) || name.contains(site);
    !is_part && name.get(..4) == site.get(..4) && is_near(&name, site, most)
}

/// The longest name that is compared, in letters.
const LONGEST_NAME: usize = 40;
