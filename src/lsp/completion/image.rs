//! The images in the folder of this issue, first those that the draft does not show.

use super::{Place, item};
use crate::desk::{images_of_issue, reference};
use crate::lsp::protocol as lsp;
use crate::lsp::view::View;

pub(super) fn items(view: &View<'_>, place: &Place<'_>, typed: &str) -> Vec<lsp::CompletionItem> {
    let path = &view.document.path;
    let Some(date) = view.workspace().issue(path, view.draft).date() else { return Vec::new() };
    let span = place.last(typed.len());
    let images = images_of_issue(view.workspace(), date);
    let item = |image: &std::path::PathBuf| {
        let reference = reference(image, path, &view.workspace().root);
        let name = reference.rsplit('/').next().unwrap_or(&reference);
        let is_unused = view.facts().unused_images.contains(&reference);
        let order = if is_unused { "0" } else { "1" };
        lsp::CompletionItem {
            detail: Some(if is_unused { "not in the issue yet" } else { "in the issue" }.to_owned()),
            sort_text: Some(format!("{order}{name}")),
            ..item(view, name, lsp::CompletionItemKind::File, span, &reference)
        }
    };
    images.iter().map(item).collect()
}
