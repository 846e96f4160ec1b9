use super::{Context, Diagnostic, Findings, Rule};
use crate::lint::Severity;

pub(super) struct PlaceholderAlt;

impl Rule for PlaceholderAlt {
    fn name(&self) -> &'static str {
        "placeholder-alt"
    }

    fn summary(&self) -> &'static str {
        "An image's alternative text is still the template's."
    }

    fn why(&self) -> &'static str {
        "Readers whose mail program shows no pictures read it instead of them."
    }

    fn bad(&self) -> &'static str {
        issue!("![title](../assets/20260608/20260608lamp.jpg)\n")
    }

    fn good(&self) -> &'static str {
        issue!("![A lamp](../assets/20260608/20260608lamp.jpg)\n")
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        for image in context.images().filter(|image| context.has_placeholder_alt(image)) {
            let alt = context.draft.slice(image.alt);
            found.push(
                Diagnostic::new(
                    self.name(),
                    Severity::Warning,
                    image.alt,
                    format!("the alternative text is still the template's '{alt}'"),
                )
                .help("say in a few words what the picture shows"),
            );
        }
    }
}
