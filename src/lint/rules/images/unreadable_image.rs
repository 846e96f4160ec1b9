use super::unmailable_image::refused_format;
use crate::lint::Severity;
use crate::lint::images::Known;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};

pub(super) struct UnreadableImage;

const META: Meta = Meta {
    name: "unreadable-image",
    summary: "A file that the draft shows is no image, or is cut off.",
    why: "It is a broken picture in every mail program.",
    bad: issue!("![A lamp](../assets/20260608/20260608torn.jpg)\n"),
    good: issue!("![A lamp](../assets/20260608/20260608lamp.jpg)\n"),
};

impl Rule for UnreadableImage {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        for Known { image, name, about: why, .. } in context.unreadable_images() {
            if refused_format(name, why).is_some() {
                continue;
            }
            found.push(
                Diagnostic::new(self.name(), Severity::Error, image.dest, format!("{name} {why}"))
                    .help("put another copy there, as JPEG, PNG or GIF"),
            );
        }
        for Known { image, name, .. } in context.known_images().filter(|known| known.about.is_cut_off) {
            let message = format!("{name} is cut off: the file ends before its picture does");
            found.push(
                Diagnostic::new(self.name(), context.facts.stage.severity(), image.dest, message)
                    .help("put a whole copy there"),
            );
        }
    }
}
