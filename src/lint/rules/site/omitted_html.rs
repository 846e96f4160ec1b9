use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};

pub(super) struct OmittedHtml;

const META: Meta = Meta {
    name: "omitted-html",
    severity: Severity::Error,
    summary: "HTML that the page will not contain.",
    why: "Hugo leaves out HTML unless `markup.goldmark.renderer.unsafe` is true, so a table, an image or a line break \
          written in HTML is missing, and the build reports nothing.",
    bad: issue!("One lamp<br>and another one.\n"),
    good: issue!("One lamp\\\nand another one. <!-- Ask Ada for a photo. -->\n"),
};

impl Rule for OmittedHtml {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn example_profile(&self) -> &'static str {
        "none"
    }

    fn example_keys(&self) -> &'static str {
        "renderer: commonmark\nrenderer_extensions: [omit-html]\n"
    }

    fn keys(&self) -> &'static [&'static str] {
        &["renderer", "renderer_extensions"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some(page) = context.site_page() else { return };
        let text = context.draft.text();
        for span in &page.omitted {
            let source = span.of(text);
            // Nobody misses a comment, and an end tag is missed together with its start tag.
            if ["<!--", "</"].iter().any(|start| source.trim_start().starts_with(start)) {
                continue;
            }
            found.push(
                self.problem(*span, "the site's generator leaves out this HTML")
                    .help("write it in Markdown, or set `unsafe = true` in the site's configuration"),
            );
        }
    }
}
