use super::{Context, Diagnostic, Findings, Rule};
use crate::lint::images::Known;

pub(super) struct WideImage;

impl Rule for WideImage {
    fn name(&self) -> &'static str {
        "wide-image"
    }

    fn summary(&self) -> &'static str {
        "An image is wider than a mail can show."
    }

    fn why(&self) -> &'static str {
        "Some mail programs show it at the file's full width, whatever the page says."
    }

    fn bad(&self) -> &'static str {
        issue!("![A lamp](../assets/20260608/20260608wide.jpg)\n")
    }

    fn good(&self) -> &'static str {
        issue!("![A lamp](../assets/20260608/20260608lamp.jpg)\n")
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
