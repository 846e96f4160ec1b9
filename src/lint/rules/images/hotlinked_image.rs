use crate::lint::Severity;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};
use crate::text::address::host;

pub(super) struct HotlinkedImage;

const META: Meta = Meta {
    name: "hotlinked-image",
    summary: "An image is loaded from somebody else's server.",
    why: "It is gone when that server changes, it costs them traffic, and it tells them who reads the mail.",
    bad: issue!("![A lamp](https://example.org/lamp.jpg)\n"),
    good: issue!("![A lamp](../assets/20260608/20260608lamp.jpg)\n"),
};

impl Rule for HotlinkedImage {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        // A newsletter without a folder for images has nowhere else to put them.
        let Some(folder) = &context.profile.files.assets else { return };
        for image in context.images() {
            let Some(host) = host(context.draft.slice(image.dest)) else { continue };
            if context.profile.images.allows_host(host) {
                continue;
            }
            found.push(
                Diagnostic::new(
                    self.name(),
                    Severity::Warning,
                    image.dest,
                    format!("this image is loaded from {host}"),
                )
                .help(format!("save it into {}, and show it from there", folder.path())),
            );
        }
    }
}
