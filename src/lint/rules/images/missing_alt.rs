use crate::lint::Severity;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};

pub(super) struct MissingAlt;

const META: Meta = Meta {
    name: "missing-alt",
    summary: "An image has no alternative text.",
    why: "Many mail programs show no pictures until asked, and some readers never see them: the text is all they get.",
    bad: issue!("[![](../assets/20260608/20260608lamp.jpg)](https://example.org)\n"),
    good: issue!("[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org)\n"),
};

impl Rule for MissingAlt {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        for image in context.images() {
            let path = draft.slice(image.dest);
            if !draft.slice(image.alt).trim().is_empty() || context.profile.is_image_placeholder(path) {
                continue;
            }
            // Where the picture is a link, the text is what the link is called; where it is not, it
            // may be there to look nice.
            let severity = if image.link.is_some() { Severity::Warning } else { Severity::Hint };
            found.push(
                Diagnostic::new(self.name(), severity, image.span, "this image has no alternative text")
                    .help("say in a few words what the picture shows, between [ and ]"),
            );
        }
    }
}
