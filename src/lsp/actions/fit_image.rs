//! Fitting the image at the cursor into the limits, as `copydesk image fit` does.

use serde_json::json;

use super::{Wanted, action};
use crate::lint::{Diagnostic, Fix, ImageFact};
use crate::lsp::commands::{self, FIT_IMAGE};
use crate::lsp::diagnostics::diagnostic;
use crate::lsp::protocol as lsp;
use crate::lsp::view::View;

pub(super) fn add(view: &View<'_>, wanted: &Wanted, found: &mut Vec<lsp::CodeAction>) {
    let images = view.draft.images();
    for image in images.filter(|image| wanted.touches(image.outer) || wanted.touches(image.dest)) {
        let dest = view.draft.slice(image.dest);
        if !matches!(view.facts().images.get(dest), Some(ImageFact::Known(_))) {
            continue;
        }
        let is_its = |one: &&Diagnostic| matches!(&one.fix, Some(Fix::Image(of)) if of == dest);
        let problems = view.checked.problems.iter().filter(is_its);
        let problems: Vec<_> = problems.map(|one| diagnostic(one, &view.positions)).collect();
        if problems.is_empty() {
            continue;
        }
        let name = dest.rsplit('/').next().unwrap_or(dest);
        let arguments = json!([view.document.uri, dest]);
        found.push(lsp::CodeAction {
            diagnostics: Some(problems),
            is_preferred: Some(true),
            command: Some(commands::command("Fit this image", FIT_IMAGE, arguments)),
            ..action(format!("Fit this image into the limits: {name}"), lsp::CodeActionKind::QuickFix)
        });
    }
}
