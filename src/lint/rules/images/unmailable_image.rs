use crate::lint::images::Known;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};

pub(super) struct UnmailableImage;

const META: Meta = Meta {
    name: "unmailable-image",
    summary: "An image has a format that not every mail program shows.",
    why: "Where the format is not known, there is a hole in the mail.",
    bad: issue!("![A lamp](../assets/20260608/20260608new.webp)\n"),
    good: issue!("![A lamp](../assets/20260608/20260608lamp.jpg)\n"),
};

impl Rule for UnmailableImage {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        for Known { image, path, name, about } in
            context.known_images().filter(|known| !known.about.is_for_mail())
        {
            let message = format!("{name} is {}, which not every mail program shows", about.format);
            found.push(
                Diagnostic::new(self.name(), context.facts.stage.severity(), image.dest, message)
                    .help("save it as JPEG or PNG")
                    .fit_image(path),
            );
        }
        for Known { image, name, about: why, .. } in context.unreadable_images() {
            let Some(format) = refused_format(name, why) else { continue };
            let message = format!("{name} is {format}, which not every mail program shows");
            found.push(
                Diagnostic::new(self.name(), context.facts.stage.severity(), image.dest, message)
                    .help(format!("it {why}")),
            );
        }
    }
}

/// The format that is refused rather than read, of a file whose ending says so as well.
pub(super) fn refused_format(name: &str, why: &str) -> Option<&'static str> {
    let (_, ending) = name.rsplit_once('.')?;
    let format = match ending.to_ascii_lowercase().as_str() {
        "avif" => "AVIF",
        "heic" | "heif" | "hif" => "HEIC",
        _ => return None,
    };
    why.contains(format).then_some(format)
}
