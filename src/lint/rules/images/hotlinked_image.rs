use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::text::address::host;

pub(super) struct HotlinkedImage;

const META: Meta = Meta {
    name: "hotlinked-image",
    severity: Severity::Warning,
    summary: "An image is loaded from another server.",
    why: "It disappears when that server changes, costs its owner traffic, and tells the owner who reads the mail.",
    bad: issue!("![A lamp](https://example.org/lamp.jpg)\n"),
    good: issue!("![A lamp](../assets/20260608/20260608lamp.jpg)\n"),
};

impl Rule for HotlinkedImage {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn keys(&self) -> &'static [&'static str] {
        &["images.hosts"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        // A newsletter without an image folder must load its images from elsewhere.
        let Some(folder) = &context.profile.files.assets else { return };
        for image in context.images() {
            let Some(host) = host(context.draft.slice(image.dest)) else { continue };
            if context.profile.images.allows_host(host) {
                continue;
            }
            found.push(
                self.problem(image.dest, format!("this image is loaded from {host}"))
                    .help(format!("save it into {}, and show it from there", folder.path())),
            );
        }
    }
}
