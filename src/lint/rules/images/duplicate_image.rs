use std::collections::HashSet;

use crate::lint::Severity;
use crate::lint::images::{ShownImage, file_name, is_same_file};
use crate::lint::rules::{Context, Findings, Meta, Rule};

pub(super) struct DuplicateImage;

const META: Meta = Meta {
    name: "duplicate-image",
    severity: Severity::Warning,
    summary: "The same image is shown under two names.",
    why: "One of the two was meant to be another image, or one file is enough.",
    bad: issue!(
        "![A lamp](../assets/20260608/20260608lamp.jpg)\n\n![A lamp](../assets/20260608/20260608again.jpg)\n"
    ),
    good: issue!(
        "![A lamp](../assets/20260608/20260608lamp.jpg)\n\n![A lamp](../assets/20260608/20260608lamp.jpg)\n"
    ),
};

impl Rule for DuplicateImage {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let shown: HashSet<&str> = context.images().map(|image| context.draft.slice(image.dest)).collect();
        for ShownImage { image, path, name, about } in context.scanned_images() {
            let Some(earlier) = about.same_as.as_deref().filter(|earlier| !is_same_file(earlier, path))
            else {
                continue;
            };
            // The scan may be older than the draft.
            if !shown.contains(earlier) {
                continue;
            }
            let message = format!("{name} shows the same image as {}", file_name(earlier));
            found.push(
                self.problem(image.dest, message)
                    .help("show the intended image, or use one file in both places"),
            );
        }
    }
}
