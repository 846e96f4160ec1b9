use super::MailRule;
use crate::lint::Severity;
use crate::lint::mail::MAIL_WIDTH;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::lint::tags::{Tag, pixels};
use crate::profile::Mail;
use crate::text::Span;

pub(super) struct WideLayout;

const META: Meta = Meta {
    name: "wide-layout",
    severity: Severity::Warning,
    summary: "An element is wider than the column of a mail.",
    why: "Mail programs show 600 pixels beside their lists; readers have to scroll to the side, or see the whole mail scaled down.",
    bad: issue!("<table width=\"720\"><tr><td>A lamp hums.</td></tr></table>\n"),
    good: issue!("<table width=\"600\"><tr><td>A lamp hums.</td></tr></table>\n"),
};

impl MailRule for WideLayout {
    const META: &'static Meta = &META;
    const KEYS: &'static [&'static str] = &["mail"];

    fn check_mail(&self, _: &Mail, context: &Context<'_>, found: &mut Findings) {
        for tag in context.tags().iter().filter(|tag| !is_dropped(tag)) {
            if let Some((width, span)) = widest(tag).filter(|(width, _)| *width > MAIL_WIDTH) {
                let message = format!("this is {width} pixels wide, over the {MAIL_WIDTH} of a mail");
                found.push(self.problem(span, message).help(format!("set a width of {MAIL_WIDTH} or less")));
            }
        }
    }
}

/// True for an element that mails do not show, so that its width says nothing.
fn is_dropped(tag: &Tag<'_>) -> bool {
    ["iframe", "video", "object", "embed", "script"].iter().any(|name| tag.is(name))
}

/// The largest width that a tag sets for itself: `max-width` only limits it.
fn widest(tag: &Tag<'_>) -> Option<(u32, Span)> {
    let least = tag.style("min-width").and_then(|one| Some((pixels(one.value)?, one.span)));
    tag.width().into_iter().chain(least).max_by_key(|(width, _)| *width)
}
