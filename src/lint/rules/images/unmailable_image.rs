use crate::lint::Severity;
use crate::lint::images::ShownImage;
use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};

pub(super) struct UnmailableImage;

const META: Meta = Meta {
    name: "unmailable-image",
    severity: Severity::Error,
    summary: "An image has a format that not every mail program shows.",
    why: "Where the format is not supported, the mail has a gap.",
    bad: issue!("![A lamp](../assets/20260608/20260608new.webp)\n"),
    good: issue!("![A lamp](../assets/20260608/20260608lamp.jpg)\n"),
};

impl Rule for UnmailableImage {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn severities_in_draft(&self) -> &'static [Severity] {
        &[Severity::Warning]
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Image]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        for ShownImage { image, path, name, about } in
            context.known_images().filter(|known| !known.about.is_for_mail())
        {
            let message = format!("{name} is {}, which not every mail program shows", about.format);
            found.push(
                self.problem(image.dest, message)
                    .severity(context.facts.stage.severity())
                    .help("save it as JPEG or PNG")
                    .fit_image(path),
            );
        }
        for ShownImage { image, name, about: why, .. } in context.unreadable_images() {
            let Some(format) = refused_format(name, why) else { continue };
            let message = format!("{name} is {format}, which not every mail program shows");
            found.push(
                self.problem(image.dest, message)
                    .severity(context.facts.stage.severity())
                    .help(format!("it {why}")),
            );
        }
    }
}

/// Returns the unsupported format of a file that can't be read, if its extension confirms the format.
pub(super) fn refused_format(name: &str, why: &str) -> Option<&'static str> {
    let (_, extension) = name.rsplit_once('.')?;
    let format = match extension.to_ascii_lowercase().as_str() {
        "avif" => "AVIF",
        "heic" | "heif" | "hif" => "HEIC",
        _ => return None,
    };
    why.contains(format).then_some(format)
}
