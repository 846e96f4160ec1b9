use super::{Context, Diagnostic, Findings, Rule};

pub(super) struct PlaceholderTitle;

impl Rule for PlaceholderTitle {
    fn name(&self) -> &'static str {
        "placeholder-title"
    }

    fn summary(&self) -> &'static str {
        "The title is still the template's."
    }

    fn why(&self) -> &'static str {
        "It becomes the subject of the mail."
    }

    fn bad(&self) -> &'static str {
        "---\nlayout: post\ntitle: \"Featured story title here!\"\ndate: 2026-06-08 07:00:00 -0800\ncategories: weekly\n---\n\n"
    }

    fn good(&self) -> &'static str {
        issue!("")
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let text = context.draft.text();
        let field = context.title_field();
        if let Some(field) = field
            && context
                .profile
                .front_matter
                .title_placeholders
                .iter()
                .any(|title| title == field.read(text).trim())
        {
            found.push(Diagnostic::new(
                self.name(),
                context.unwritten(),
                field.value,
                "the title is still the template's",
            ));
        }
    }
}
