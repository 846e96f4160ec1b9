use super::unmailable_image::refused_format;
use super::{Context, Diagnostic, Findings, Rule};
use crate::lint::Severity;
use crate::lint::images::Known;

pub(super) struct UnreadableImage;

impl Rule for UnreadableImage {
    fn name(&self) -> &'static str {
        "unreadable-image"
    }

    fn summary(&self) -> &'static str {
        "A file that the draft shows as an image is none, or is cut off."
    }

    fn why(&self) -> &'static str {
        "It is a broken picture in every mail program."
    }

    fn bad(&self) -> &'static str {
        issue!("![A lamp](../assets/20260608/20260608torn.jpg)\n")
    }

    fn good(&self) -> &'static str {
        issue!("![A lamp](../assets/20260608/20260608lamp.jpg)\n")
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
