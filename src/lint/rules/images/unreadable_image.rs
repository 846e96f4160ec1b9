use super::unmailable_image::refused_format;
use crate::lint::Severity;
use crate::lint::images::ShownImage;
use crate::lint::rules::{Context, Findings, Meta, Rule};

pub(super) struct UnreadableImage;

const META: Meta = Meta {
    name: "unreadable-image",
    severity: Severity::Error,
    summary: "A file that the draft shows is not an image, or is truncated.",
    why: "Every mail program shows it as a broken image.",
    bad: issue!("![A lamp](../assets/20260608/20260608torn.jpg)\n"),
    good: issue!("![A lamp](../assets/20260608/20260608lamp.jpg)\n"),
};

impl Rule for UnreadableImage {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn severities_in_draft(&self) -> &'static [Severity] {
        &[Severity::Error, Severity::Warning]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        for ShownImage { image, name, about: why, .. } in context.unreadable_images() {
            if refused_format(name, why).is_some() {
                continue;
            }
            found.push(
                self.problem(image.dest, format!("{name} {why}"))
                    .help("replace it with another copy, as JPEG, PNG or GIF"),
            );
        }
        for ShownImage { image, name, .. } in context.known_images().filter(|known| known.about.is_cut_off) {
            let message = format!("{name} is truncated: the file ends before the image does");
            found.push(
                self.problem(image.dest, message)
                    .severity(context.facts.stage.severity())
                    .help("replace it with a complete copy"),
            );
        }
    }
}
