//! An image: its size, and what is wrong with it.

use super::{Part, plain};
use crate::lint::{Diagnostic, ImageFact};
use crate::lsp::view::View;
use crate::text::weight;

pub(super) fn at(view: &View<'_>, at: usize) -> Option<Part> {
    let image = view.draft.images().find(|image| image.span.touches(at) || image.dest.touches(at))?;
    let dest = view.draft.slice(image.dest);
    let mut lines = vec![match view.facts().images.get(dest)? {
        ImageFact::Known(info) => {
            let frames = if info.is_animated() { format!(", {} frames", info.frames) } else { String::new() };
            format!("**{}**, {}, {}{frames}", info.format, info.pixels(), weight(info.bytes))
        }
        ImageFact::Missing { nearest: Some(nearest) } => {
            format!("There is no such file; did you mean {}?", plain(nearest))
        }
        ImageFact::Missing { nearest: None } => "There is no such file.".to_owned(),
        ImageFact::Unreadable { why } => format!("The file {}.", plain(why)),
    }];
    let is_its = |one: &&Diagnostic| image.span.contains(one.span) || image.dest == one.span;
    let faults = view.checked.problems.iter().filter(is_its);
    lines.extend(faults.map(|one| format!("- {}: {}", one.severity.word(), plain(&one.message))));
    Some((image.span, lines.join("\n")))
}
