use super::{Context, Diagnostic, Rule};
use crate::lint::{ImageFact, Severity};

pub(super) struct UnreadableImage;

impl Rule for UnreadableImage {
    fn name(&self) -> &'static str {
        "unreadable-image"
    }

    fn summary(&self) -> &'static str {
        "A file that the draft shows as an image is none."
    }

    fn why(&self) -> &'static str {
        "It is a broken picture in every mail program."
    }

    fn bad(&self) -> &'static str {
        "---\nlayout: post\ntitle: \"A lamp\"\ndate: 2026-06-08 07:00:00 -0800\ncategories: weekly\n---\n\n![A lamp](../assets/20260608/20260608torn.jpg)\n"
    }

    fn good(&self) -> &'static str {
        "---\nlayout: post\ntitle: \"A lamp\"\ndate: 2026-06-08 07:00:00 -0800\ncategories: weekly\n---\n\n![A lamp](../assets/20260608/20260608lamp.jpg)\n"
    }

    fn check(&self, context: &Context<'_>, found: &mut Vec<Diagnostic>) {
        for image in context.images() {
            let path = context.draft.slice(image.dest);
            let fact = context.facts.images.get(path);
            if !path.ends_with('/') && matches!(fact, Some(ImageFact::Unreadable { .. })) {
                found.push(
                    Diagnostic::new(
                        self.name(),
                        Severity::Error,
                        image.dest,
                        format!("{path} is not an image that can be read"),
                    )
                    .help("save it again as JPEG, PNG or GIF"),
                );
            }
        }
    }
}
