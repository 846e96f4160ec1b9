//! A link: the earlier issues that had it.

use super::{Part, plain};
use crate::lsp::view::View;

pub(super) fn at(view: &View<'_>, at: usize) -> Option<Part> {
    let link = view.draft.link_at(at).filter(|link| !link.dest.is_empty());
    let definition = || view.draft.definitions().iter().find(|one| one.dest.touches(at)).map(|one| one.dest);
    let (span, dest) = match link {
        Some(link) => (link.span, link.dest),
        None => definition().map(|dest| (dest, dest))?,
    };
    let address = view.draft.slice(view.draft.without_angles(dest));
    let sent = view.facts().archive.iter().filter_map(|issue| {
        let heading = issue.heading_above(address)?;
        Some(format!("- {}, under “{}”", plain(&issue.path), plain(heading)))
    });
    let lines: Vec<String> = sent.collect();
    let count = view.facts().archive.len();
    let text = match (lines.is_empty(), count) {
        (_, 0) => return None,
        (true, 1) => "The last issue did not link to this page.".to_owned(),
        (true, _) => format!("None of the last {count} issues linked to this page."),
        (false, _) => format!("This page went out before:\n\n{}", lines.join("\n")),
    };
    Some((span, text))
}
