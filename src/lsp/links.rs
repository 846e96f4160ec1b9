//! Links that an editor can follow: to pages, and to the files of images.

use super::protocol as lsp;
use super::uri;
use super::view::View;
use crate::desk::probe_image;
use crate::lint::ImageFact;
use crate::text::Span;

pub(super) fn links(view: &View<'_>, _: lsp::DocumentLinkParams) -> Option<Vec<lsp::DocumentLink>> {
    let draft = view.draft;
    let links = draft.links().map(|link| link.dest);
    let defined = draft.definitions().iter().map(|one| draft.without_angles(one.dest));
    let around = draft.images().filter_map(|image| image.link);
    let mut pages: Vec<Span> = links.chain(defined).chain(around).collect();
    pages.sort();
    pages.dedup();
    let pages = pages.into_iter().filter(|span| {
        let address = draft.slice(*span);
        address.starts_with("https://") || address.starts_with("http://")
    });
    let mut found: Vec<lsp::DocumentLink> =
        pages.map(|span| link(view, span, draft.slice(span).to_owned())).collect();
    let mut seen = std::collections::HashSet::new();
    for image in draft.images().filter(|image| seen.insert(image.dest)) {
        let dest = draft.slice(image.dest);
        let is_there = matches!(view.facts().images.get(dest), Some(ImageFact::Known(_)));
        let file = probe_image(dest, &view.document.path, &view.workspace().root).filter(|_| is_there);
        found.extend(file.map(|file| link(view, image.dest, uri::from_path(&file))));
    }
    Some(found)
}

fn link(view: &View<'_>, span: Span, target: String) -> lsp::DocumentLink {
    lsp::DocumentLink { range: view.range(span), target: Some(target.into()), tooltip: None, data: None }
}
