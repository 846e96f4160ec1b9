use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};

pub(super) struct MissingAlt;

const META: Meta = Meta {
    name: "missing-alt",
    severity: Severity::Warning,
    summary: "An image has no alternative text.",
    why: "Many mail programs show no images until asked, and some readers never see them: the text is all they get.",
    bad: issue!("[![](../assets/20260608/20260608lamp.jpg)](https://example.org)\n"),
    good: issue!("[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org)\n"),
};

impl Rule for MissingAlt {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn severities(&self) -> &'static [Severity] {
        &[Severity::Warning, Severity::Hint]
    }

    fn keys(&self) -> &'static [&'static str] {
        &["placeholders.images"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        for image in context.images() {
            let path = draft.slice(image.dest);
            if !draft.slice(image.alt).trim().is_empty() || context.profile.is_image_placeholder(path) {
                continue;
            }
            // The alternative text of a linked image is the link's text. An image without a link may be
            // decorative.
            let severity = if image.link.is_some() { Severity::Warning } else { Severity::Hint };
            found.push(
                self.problem(image.span, "this image has no alternative text")
                    .severity(severity)
                    .help("describe the image in a few words, between [ and ]"),
            );
        }
    }
}
