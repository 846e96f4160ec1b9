use crate::lint::images::Known;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};

pub(super) struct WideImage;

const META: Meta = Meta {
    name: "wide-image",
    summary: "An image is wider than a mail can show.",
    why: "Some mail programs show it at the file's full width, whatever the page says.",
    bad: issue!("![A lamp](../assets/20260608/20260608wide.jpg)\n"),
    good: issue!("![A lamp](../assets/20260608/20260608lamp.jpg)\n"),
};

impl Rule for WideImage {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some(limit) = context.profile.images.max_width else { return };
        for Known { image, path, name, about } in
            context.known_images().filter(|known| known.about.width > limit)
        {
            let message = format!("{name} is {} pixels, over {limit} wide", about.pixels());
            found.push(
                Diagnostic::new(self.name(), context.facts.stage.severity(), image.dest, message)
                    .help(format!("resize the file to {limit} pixels or less"))
                    .fit_image(path),
            );
        }
    }
}
