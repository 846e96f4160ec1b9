use crate::draft::Syntax;
use crate::lint::archive::contradicts;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::lint::{PastIssue, Severity};
use crate::profile::FrontMatterSyntax;
use crate::text::Span;

pub(super) struct NoFrontMatter;

const META: Meta = Meta {
    name: "no-front-matter",
    severity: Severity::Error,
    summary: "The draft does not begin with front matter.",
    why: "Without a title and a date, the site does not treat it as an issue.",
    bad: "## A lamp\n\nIt hums.\n",
    good: issue!("## A lamp\n\nIt hums.\n"),
};

impl Rule for NoFrontMatter {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn keys(&self) -> &'static [&'static str] {
        &["front_matter.required", "front_matter.syntax"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let expected = context.profile.front_matter.syntax;
        let own = context.draft.front_matter();
        let message = match (own, expected) {
            (_, Some(FrontMatterSyntax::None)) => return,
            (None, None) if !is_usual(context) => return,
            (None, _) => "there is no front matter".to_owned(),
            (Some(_), None) => return,
            (Some(own), Some(expected)) if is_in(own.syntax, expected) => return,
            // Text may look like the lines of Pelican.
            (Some(own), Some(_)) if own.syntax == Syntax::Metadata => "there is no front matter".to_owned(),
            (Some(own), Some(expected)) => {
                format!(
                    "the front matter is {}, and that of the other issues is {}",
                    name(own.syntax),
                    form(expected).0
                )
            }
        };
        let keys = context.profile.front_matter.required.join(", ");
        let (_, place) = expected.map_or(("", "begin the file with"), form);
        found.push(self.problem(Span::at(0), message).help(format!("{place} {keys}").trim_end()));
    }
}

/// True if issues need keys, and the last ones have a front matter.
fn is_usual(context: &Context<'_>) -> bool {
    let has_keys = !context.profile.front_matter.required.is_empty();
    has_keys && !contradicts(&context.facts.archive, PastIssue::has_front_matter)
}

fn is_in(own: Syntax, expected: FrontMatterSyntax) -> bool {
    matches!(
        (own, expected),
        (Syntax::Yaml, FrontMatterSyntax::Yaml)
            | (Syntax::Toml, FrontMatterSyntax::Toml)
            | (Syntax::Metadata, FrontMatterSyntax::Metadata)
    )
}

fn name(syntax: Syntax) -> &'static str {
    match syntax {
        Syntax::Yaml => "YAML",
        Syntax::Toml => "TOML",
        Syntax::Metadata => "lines of metadata",
    }
}

/// The name of a syntax, and where its keys go.
fn form(expected: FrontMatterSyntax) -> (&'static str, &'static str) {
    match expected {
        FrontMatterSyntax::Yaml => (name(Syntax::Yaml), "begin the file with --- lines around"),
        FrontMatterSyntax::Toml => (name(Syntax::Toml), "begin the file with +++ lines around"),
        FrontMatterSyntax::Metadata | FrontMatterSyntax::None => {
            (name(Syntax::Metadata), "begin the file with")
        }
    }
}
