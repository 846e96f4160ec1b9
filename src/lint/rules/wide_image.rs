use super::{Context, Diagnostic, Rule};
use crate::lint::{ImageFact, ImageInfo, Severity};

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
        "---\nlayout: post\ntitle: \"A lamp\"\ndate: 2026-06-08 07:00:00 -0800\ncategories: weekly\n---\n\n![A lamp](../assets/20260608/20260608wide.jpg)\n"
    }

    fn good(&self) -> &'static str {
        "---\nlayout: post\ntitle: \"A lamp\"\ndate: 2026-06-08 07:00:00 -0800\ncategories: weekly\n---\n\n![A lamp](../assets/20260608/20260608lamp.jpg)\n"
    }

    fn check(&self, context: &Context<'_>, found: &mut Vec<Diagnostic>) {
        let Some(limit) = context.profile.images.max_width else { return };
        for image in context.images() {
            let path = context.draft.slice(image.dest);
            if let Some(ImageFact::Known(ImageInfo { width, height, .. })) = context.facts.images.get(path)
                && *width > limit
            {
                found.push(
                    Diagnostic::new(
                        self.name(),
                        Severity::Error,
                        image.dest,
                        format!("{path} is {width}×{height} pixels, over {limit} wide"),
                    )
                    .help(format!("resize the file to {limit} pixels or less")),
                );
            }
        }
    }
}
