use crate::lint::Severity;
use crate::lint::images::ShownImage;
use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};

pub(super) struct WideImage;

const META: Meta = Meta {
    name: "wide-image",
    severity: Severity::Error,
    summary: "An image is wider than a mail can show.",
    why: "Some mail programs ignore the width that the page sets and show the full width of the file.",
    bad: issue!("![A lamp](../assets/20260608/20260608wide.jpg)\n"),
    good: issue!("![A lamp](../assets/20260608/20260608lamp.jpg)\n"),
};

impl Rule for WideImage {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn severities_in_draft(&self) -> &'static [Severity] {
        &[Severity::Warning]
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Image]
    }

    fn keys(&self) -> &'static [&'static str] {
        &["images.max_width"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some(limit) = context.profile.images.max_width else { return };
        for ShownImage { image, path, name, about } in
            context.known_images().filter(|known| known.about.width > limit)
        {
            let message = format!("{name} is {} pixels, over {limit} wide", about.pixels());
            found.push(
                self.problem(image.dest, message)
                    .severity(context.facts.stage.severity())
                    .help(format!("resize the file to {limit} pixels or less"))
                    .fit_image(path),
            );
        }
    }
}
