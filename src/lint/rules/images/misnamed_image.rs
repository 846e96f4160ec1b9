use crate::lint::Severity;
use crate::lint::images::ShownImage;
use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};

pub(super) struct MisnamedImage;

const META: Meta = Meta {
    name: "misnamed-image",
    severity: Severity::Warning,
    summary: "An image file has another format than its extension says.",
    why: "Some servers and mail programs rely on the extension, and show nothing.",
    bad: issue!("![A lamp](../assets/20260608/20260608really.jpg)\n"),
    good: issue!("![A lamp](../assets/20260608/20260608lamp.jpg)\n"),
};

impl Rule for MisnamedImage {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Image]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        // `unmailable-image` reports other formats, and its fix renames the file.
        for ShownImage { image, path, name, about } in
            context.known_images().filter(|known| known.about.is_for_mail())
        {
            let Some(extension) = about.right_extension else { continue };
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            let message = format!("{name} is {} by its content", about.format);
            found.push(
                self.problem(image.dest, message)
                    .help(format!("rename the file to {stem}.{extension}, here as well"))
                    .fit_image(path),
            );
        }
    }
}
