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
        if front.syntax != Syntax::Yaml || !front.closed {
            return;
        }
        let message = if front.content.len() > FRONT_MATTER_BYTES {
            format!("the front matter is over {FRONT_MATTER_BYTES} bytes long")
        } else if crate::text::nests_too_deep(context.draft.slice(front.content)) {
            "the front matter has too many nested brackets".to_owned()
        } else {
            match serde_yaml::from_str::<serde_yaml::Value>(context.draft.slice(front.content)) {
                Ok(serde_yaml::Value::Mapping(_)) => return,
                Ok(_) => "the front matter has no 'key: value' lines".to_owned(),
                Err(error) => format!("the front matter is not YAML: {error}"),
            }
        };
        let place = front.content.trim(context.draft.text());
        let end = context.draft.slice(place).find('\n').map_or(place.end, |n| place.start + n);
        found.push(
            self.problem(Span::new(place.start, end), message)
                .help("a value with a colon or a quote in it goes in double quotes"),
        );
    }
}
