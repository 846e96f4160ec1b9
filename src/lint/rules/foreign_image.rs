use super::{Context, Diagnostic, Rule};
use crate::lint::{Facts, Severity, local_path};

pub(super) struct ForeignImage;

impl Rule for ForeignImage {
    fn name(&self) -> &'static str {
        "foreign-image"
    }

    fn summary(&self) -> &'static str {
        "An image stands in another issue's folder."
    }

    fn why(&self) -> &'static str {
        "Old folders are cleaned up, and the picture is gone from the archive."
    }

    fn bad(&self) -> &'static str {
        "---\nlayout: post\ntitle: \"A lamp\"\ndate: 2026-06-08 07:00:00 -0800\ncategories: weekly\n---\n\n![A lamp](../assets/20260601/20260601lamp.jpg)\n"
    }

    fn good(&self) -> &'static str {
        "---\nlayout: post\ntitle: \"A lamp\"\ndate: 2026-06-08 07:00:00 -0800\ncategories: weekly\n---\n\n![A lamp](../assets/20260608/20260608lamp.jpg)\n"
    }

    fn check(&self, context: &Context<'_>, found: &mut Vec<Diagnostic>) {
        let Some(pattern) = &context.profile.files.assets else { return };
        let Some(date) = Facts::front_date(context.draft, context.profile).or(context.facts.file_date) else {
            return;
        };
        let own = pattern.for_date(date);
        let folder = own.rsplit('/').next().unwrap_or("");
        for image in context.images() {
            let path = context.draft.slice(image.dest);
            let Some(parent) = local_path(path).and_then(|path| path.rsplit('/').nth(1)) else { continue };
            if let Some(other) = pattern.date_of(parent).filter(|other| *other != date) {
                found.push(
                    Diagnostic::new(
                        self.name(),
                        Severity::Warning,
                        image.dest,
                        format!("this image is in the folder of {other}"),
                    )
                    .help(format!("put a copy into {own} and name {folder} here")),
                );
            }
        }
    }
}
