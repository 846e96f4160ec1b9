use super::MailRule;
use crate::lint::Severity;
use crate::lint::colour::{BLACK, Colour, WHITE};
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::lint::tags::Tag;
use crate::profile::Mail;
use crate::text::Span;

pub(super) struct LowContrast;

const META: Meta = Meta {
    name: "low-contrast",
    severity: Severity::Warning,
    summary: "Text has too little contrast with its background.",
    why: "It is hard to read (WCAG 2.2 asks for 4.5:1), and harder where a mail program changes the colours for the dark.",
    bad: issue!("<p style=\"color: #aaa\">A lamp hums.</p>\n"),
    good: issue!("<p style=\"color: #555\">A lamp hums.</p>\n"),
};

/// The least contrast of text.
const LEAST: f64 = 4.5;

impl MailRule for LowContrast {
    const META: &'static Meta = &META;
    const KEYS: &'static [&'static str] = &["mail"];

    fn check_mail(&self, _: &Mail, context: &Context<'_>, found: &mut Findings) {
        for tag in context.tags() {
            let (text, ground) = (text_colour(tag), background(tag));
            let Some(span) = text.or(ground).map(|(_, span)| span) else { continue };
            let text = text.map_or(BLACK, |(colour, _)| colour);
            let contrast = text.contrast(ground.map_or(WHITE, |(colour, _)| colour));
            if contrast < LEAST {
                let ground = if ground.is_some() { "its background" } else { "white" };
                let message =
                    format!("the text has a contrast of {contrast:.1}:1 with {ground}, under {LEAST}:1");
                found.push(self.problem(span, message).help("choose a darker text, or a lighter background"));
            }
        }
    }
}

fn text_colour(tag: &Tag<'_>) -> Option<(Colour, Span)> {
    let style = tag.style("color").and_then(|one| Some((Colour::read(one.value)?, one.span)));
    style.or_else(|| of_attribute(tag, "color"))
}

fn background(tag: &Tag<'_>) -> Option<(Colour, Span)> {
    let style = ["background-color", "background"].iter().find_map(|property| {
        let one = tag.style(property)?;
        Some((Colour::read(one.value)?, one.span))
    });
    style.or_else(|| of_attribute(tag, "bgcolor"))
}

fn of_attribute(tag: &Tag<'_>, name: &str) -> Option<(Colour, Span)> {
    let attribute = tag.attribute(name)?;
    Some((Colour::read(attribute.value)?, attribute.span))
}
