use crate::lint::Severity;
use crate::lint::images::ShownImage;
use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};

pub(super) struct ImageMetadata;

const META: Meta = Meta {
    name: "image-metadata",
    severity: Severity::Error,
    summary: "An image file records where it was taken, or with what camera.",
    why: "Anyone who gets the mail can read the place, which is often somebody's home.",
    bad: issue!("![A lamp](../assets/20260608/20260608home.jpg)\n"),
    good: issue!("![A lamp](../assets/20260608/20260608lamp.jpg)\n"),
};

impl Rule for ImageMetadata {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn severities(&self) -> &'static [Severity] {
        &[Severity::Error, Severity::Hint]
    }

    fn severities_in_draft(&self) -> &'static [Severity] {
        &[Severity::Warning, Severity::Hint]
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Image]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        for ShownImage { image, path, name, about } in context.known_images() {
            let (severity, message) = if about.has_position {
                (context.facts.stage.severity(), format!("{name} records the place where it was taken"))
            } else if about.has_camera {
                (Severity::Hint, format!("{name} records the camera and the time"))
            } else {
                continue;
            };
            found.push(
                self.problem(image.dest, message)
                    .severity(severity)
                    .help("remove the metadata from the file")
                    .fit_image(path),
            );
        }
    }
}
