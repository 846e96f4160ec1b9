use super::{Context, Diagnostic, Rule};
use crate::lint::{ImageFact, Severity};

pub(super) struct MissingImage;

impl Rule for MissingImage {
    fn name(&self) -> &'static str {
        "missing-image"
    }

    fn summary(&self) -> &'static str {
        "An image that the draft shows is not there."
    }

    fn why(&self) -> &'static str {
        "The mail has a hole where the picture should be."
    }

    fn bad(&self) -> &'static str {
        "---\nlayout: post\ntitle: \"A lamp\"\ndate: 2026-06-08 07:00:00 -0800\ncategories: weekly\n---\n\n![A lamp](../assets/20260608/20260608lost.jpg)\n"
    }

    fn good(&self) -> &'static str {
        "---\nlayout: post\ntitle: \"A lamp\"\ndate: 2026-06-08 07:00:00 -0800\ncategories: weekly\n---\n\n![A lamp](../assets/20260608/20260608lamp.jpg)\n"
    }

    fn check(&self, context: &Context<'_>, found: &mut Vec<Diagnostic>) {
        let missing: Vec<_> = context
            .images()
            .filter(|image| {
                let fact = context.facts.images.get(context.draft.slice(image.dest));
                matches!(fact, Some(ImageFact::Missing { .. }))
            })
            .filter(|image| !context.profile.is_image_placeholder(context.draft.slice(image.dest)))
            .collect();
        if !context.facts.has_assets
            && let Some(first) = missing.first()
        {
            // Where the whole folder is absent, as in a checkout without assets, that is one thing.
            let message = format!(
                "the folder of this issue's images is not here, so {} of them can't be checked",
                missing.len()
            );
            found.push(Diagnostic::new(self.name(), Severity::Warning, first.dest, message));
            return;
        }
        for image in missing {
            let path = context.draft.slice(image.dest);
            found.push(
                Diagnostic::new(
                    self.name(),
                    Severity::Error,
                    image.dest,
                    format!("there is no image {path}"),
                )
                .help("put the file there, or mend its name"),
            );
        }
    }
}
