use crate::lint::Severity;
use crate::lint::images::Known;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};

pub(super) struct MisnamedImage;

const META: Meta = Meta {
    name: "misnamed-image",
    summary: "An image's file is of another format than its ending says.",
    why: "Some servers and mail programs go by the ending, and show nothing.",
    bad: issue!("![A lamp](../assets/20260608/20260608really.jpg)\n"),
    good: issue!("![A lamp](../assets/20260608/20260608lamp.jpg)\n"),
};

impl Rule for MisnamedImage {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        // A format that mails must not have is reported as that, and gets a new name on the way.
        for Known { image, path, name, about } in
            context.known_images().filter(|known| known.about.is_for_mail())
        {
            let Some(ending) = about.right_ending else { continue };
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            let message = format!("{name} is {} by its content", about.format);
            found.push(
                Diagnostic::new(self.name(), Severity::Warning, image.dest, message)
                    .help(format!("call the file {stem}.{ending}, here as well"))
                    .fit_image(path),
            );
        }
    }
}
