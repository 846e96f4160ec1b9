use crate::lint::Severity;
use crate::lint::images::Known;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};

pub(super) struct ImageMetadata;

const META: Meta = Meta {
    name: "image-metadata",
    summary: "An image's file says where or with what camera it was taken.",
    why: "Anyone who gets the mail can read the place, and it is often somebody's home.",
    bad: issue!("![A lamp](../assets/20260608/20260608home.jpg)\n"),
    good: issue!("![A lamp](../assets/20260608/20260608lamp.jpg)\n"),
};

impl Rule for ImageMetadata {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        for Known { image, path, name, about } in context.known_images() {
            let (severity, message) = if about.has_position {
                (context.facts.stage.severity(), format!("{name} tells the place where it was taken"))
            } else if about.has_camera {
                (Severity::Hint, format!("{name} tells with what camera it was taken, and when"))
            } else {
                continue;
            };
            found.push(
                Diagnostic::new(self.name(), severity, image.dest, message)
                    .help("take the metadata out of the file")
                    .fit_image(path),
            );
        }
    }
}
