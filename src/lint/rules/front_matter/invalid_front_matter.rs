use crate::draft::Syntax;
use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::text::Span;
use crate::text::limits::FRONT_MATTER_BYTES;

pub(super) struct InvalidFrontMatter;

const META: Meta = Meta {
    name: "invalid-front-matter",
    severity: Severity::Error,
    summary: "The front matter is not valid YAML.",
    why: "The site's generator stops there, and the issue is not built.",
    bad: "---\nlayout: post\ntitle: \"A lamp\" \"twice\"\ndate: 2026-06-08 07:00:00 -0800\ncategories: weekly\n---\n\n",
    good: issue!(""),
};

impl Rule for InvalidFrontMatter {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some(front) = context.draft.front_matter() else { return };
        if !front.syntax.is_fenced() || !front.closed {
            return;
        }
        let source = context.draft.slice(front.content);
        let message = if front.content.len() > FRONT_MATTER_BYTES {
            format!("the front matter is over {FRONT_MATTER_BYTES} bytes long")
        } else if crate::text::nests_too_deep(source) {
            "the front matter has too many nested brackets".to_owned()
        } else {
            match fault(front.syntax, source) {
                Some(fault) => fault,
                None => return,
            }
        };
        let place = front.content.trim(context.draft.text());
        let end = context.draft.slice(place).find('\n').map_or(place.end, |n| place.start + n);
        found.push(self.problem(Span::new(place.start, end), message).help(match front.syntax {
            Syntax::Toml => "a text goes in double quotes: title = \"A lamp\"",
            Syntax::Yaml | Syntax::Metadata => "a value with a colon or a quote in it goes in double quotes",
        }));
    }
}

/// What the parser says about a front matter; `None` if it is valid.
fn fault(syntax: Syntax, source: &str) -> Option<String> {
    match syntax {
        Syntax::Yaml => match serde_yaml::from_str::<serde_yaml::Value>(source) {
            Ok(serde_yaml::Value::Mapping(_)) => None,
            Ok(_) => Some("the front matter has no 'key: value' lines".to_owned()),
            Err(error) => Some(format!("the front matter is not YAML: {error}")),
        },
        Syntax::Toml => {
            let error = toml::from_str::<toml::Table>(source).err()?;
            Some(format!("the front matter is not TOML: {}", error.message()))
        }
        Syntax::Metadata => None,
    }
}
