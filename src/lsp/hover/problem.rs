//! A problem: the page of its rule.

use super::{Part, plain};
use crate::lint::{explain, find_rule};
use crate::lsp::view::View;

/// The most rules whose pages are shown.
const MOST: usize = 2;

pub(super) fn at(view: &View<'_>, at: usize) -> Vec<Part> {
    let problems = view.checked.problems.iter().filter(|one| one.span.touches(at));
    let mut shown = Vec::new();
    let mut parts = Vec::new();
    for one in problems {
        if shown.contains(&one.rule) || shown.len() == MOST {
            continue;
        }
        shown.push(one.rule);
        let page = find_rule(one.rule).map(explain).unwrap_or_default();
        let help = one.help.as_ref().map_or(String::new(), |help| format!(" ({})", plain(help)));
        parts.push((one.span, format!("{}{help}\n\n{page}", plain(&one.message))));
    }
    parts
}
