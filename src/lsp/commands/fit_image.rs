//! Fitting an image into the limits.

use serde::Deserialize;
use serde_json::json;

use super::{Finished, Work};
use crate::desk::{Fit, FitOptions, Originals, fit_images};
use crate::image::Control;

/// The path of the image, as the draft writes it.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub(super) struct Options {
    image: String,
}

pub(super) fn work(options: Options) -> Work {
    Box::new(move |target| {
        let Options { image } = options;
        let workspace = &target.newsletter.workspace;
        let fit = FitOptions { originals: Originals::of_user(), ..FitOptions::default() };
        let only = [image];
        let mut fitted =
            fit_images(workspace, &target.path, &target.draft, Some(&only), &fit, &Control::default());
        let mut said = String::new();
        let mut summaries = Vec::new();
        for image in std::mem::take(&mut fitted.images) {
            match image.result? {
                Fit::Kept { summary } => said = format!("{}: kept, {summary}", image.reference),
                Fit::AlreadyRight => said = format!("{} is within the limits", image.reference),
                Fit::Done { summary, renamed } => {
                    said = format!("{}: {summary}", image.reference);
                    if let Some(renamed) = renamed {
                        said.push_str(&format!("; now {renamed}"));
                    }
                    summaries.push(summary);
                }
            }
        }
        // The editor's text is not saved yet, so the old file stays: the text on disk refers to it.
        for old in &fitted.obsolete {
            said.push_str(&format!("; once the draft is saved, nothing refers to {}", workspace.shown(old)));
        }
        Ok(Finished { value: json!({ "fitted": summaries }), said, edits: fitted.edits })
    })
}
