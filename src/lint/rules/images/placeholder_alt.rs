use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};

pub(super) struct PlaceholderAlt;

const META: Meta = Meta {
    name: "placeholder-alt",
    severity: Severity::Warning,
    summary: "An image's alternative text is still the template's.",
    why: "Readers whose mail program shows no images read it instead.",
    bad: issue!("![title](../assets/20260608/20260608lamp.jpg)\n"),
    good: issue!("![A lamp](../assets/20260608/20260608lamp.jpg)\n"),
};

impl Rule for PlaceholderAlt {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn keys(&self) -> &'static [&'static str] {
        &["images.alt_placeholders"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        for image in context.images().filter(|image| context.has_placeholder_alt(image)) {
            let alt = context.draft.slice(image.alt);
            found.push(
                self.problem(image.alt, format!("the alternative text is still the template's '{alt}'"))
                    .help("describe the image in a few words"),
            );
        }
    }
}
