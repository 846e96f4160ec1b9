use super::MailRule;
use crate::draft::Image;
use crate::lint::Severity;
use crate::lint::mail::MAIL_WIDTH;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::profile::Mail;
use crate::text::Span;

pub(super) struct ImageWithoutWidth;

const META: Meta = Meta {
    name: "image-without-width",
    severity: Severity::Warning,
    summary: "An image of another site has no width.",
    why: "Outlook for Windows shows it as wide as its file and ignores what a style says, so the column breaks.",
    bad: issue!("<img src=\"https://example.org/lamp.jpg\" alt=\"A lamp\">\n"),
    good: issue!("<img src=\"https://example.org/lamp.jpg\" alt=\"A lamp\" width=\"550\">\n"),
};

impl MailRule for ImageWithoutWidth {
    const META: &'static Meta = &META;
    const KEYS: &'static [&'static str] = &["mail"];

    fn check_mail(&self, _: &Mail, context: &Context<'_>, found: &mut Findings) {
        let mut report = |span: Span| {
            let message = "the image has no width, and its file is not here to take it from";
            found.push(
                self.problem(span, message).help(format!("write its width in pixels, at most {MAIL_WIDTH}")),
            );
        };
        for tag in context.tags().iter().filter(|tag| tag.is("img")) {
            let Some(src) = tag.attribute("src") else { continue };
            if tag.attribute("width").is_none_or(|width| width.value.is_empty())
                && is_elsewhere(context, src.value)
            {
                report(tag.span);
            }
        }
        for image in context.images().filter(|image| !has_width(context, image)) {
            if is_elsewhere(context, context.draft.slice(image.dest)) {
                report(image.dest);
            }
        }
    }
}

/// True if the mail can't take an image's width from its file. Other rules report files that are missing.
fn is_elsewhere(context: &Context<'_>, path: &str) -> bool {
    !path.is_empty() && !context.facts.images.contains_key(path) && crate::lint::local_path(path).is_none()
}

/// True if kramdown's attribute list after an image, or after the link around it, sets a width.
fn has_width(context: &Context<'_>, image: &Image) -> bool {
    let is_list_of = |span: Span| [image.span.end, image.outer.end].contains(&span.start);
    context.tags().iter().any(|tag| tag.name.is_empty() && is_list_of(tag.span) && tag.has_width())
}
