use crate::lint::images::Known;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};
use crate::lint::{ImageFact, Severity};
use crate::outline::{Field, Fill, Outline, Role};
use crate::profile::SlotKind;
use crate::text::Span;

pub(super) struct FlashingImage;

const META: Meta = Meta {
    name: "flashing-image",
    summary: "An image flashes more than three times a second, and the issue has no warning; or it has a warning, and no image flashes.",
    why: "Flashes over a quarter of the middle of the view can cause seizures (WCAG 2.2, success criterion 2.3.1); a warning that is always there warns of nothing.",
    bad: issue!("![A lamp](../assets/20260608/20260608flash.gif)\n"),
    good: issue!("**Warning: Flashing Imagery**\n\n![A lamp](../assets/20260608/20260608flash.gif)\n"),
};

impl Rule for FlashingImage {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some(warning) = &context.profile.images.flash_warning else { return };
        let draft = context.draft;
        let body = draft.slice(Span::new(draft.body(), draft.text().len()));
        let place = body.find(warning.as_str()).map(|at| Span::new(at, at + warning.len()));
        let mut flashing =
            context.looked_at().filter_map(|known| Some((known.about.flashes?, known))).peekable();
        let field = field_for_warning(context.outline);
        let change = |words: &str| field.map(|field| field.clone().write(words, draft));
        let suggest = |problem: Diagnostic, words: &str| match change(words) {
            Some(edits) if !edits.is_empty() => problem.suggest(edits),
            _ => problem,
        };
        match place.map(|place| place.shift(draft.body() as isize)) {
            Some(place) if flashing.peek().is_none() && all_looked_at(context) => {
                let message = "this warns of flashing images, and none of the issue's flashes";
                let problem = Diagnostic::new(self.name(), Severity::Hint, place, message)
                    .help("take the warning out, so that it means something where it is needed");
                // Another warning than the opening's stays for a person.
                let is_field =
                    field.is_some_and(|field| field.spans.iter().any(|span| span.touches(place.start)));
                found.push(if is_field { suggest(problem, "") } else { problem });
            }
            Some(_) => {}
            None => {
                for (flashes, Known { image, name, .. }) in flashing {
                    let what = if flashes.is_red { "flashes red" } else { "flashes" };
                    let message =
                        format!("{name} {what} {} times a second, and three are safe", flashes.most);
                    let problem = Diagnostic::new(self.name(), Severity::Warning, image.dest, message)
                        .help(format!("slow it down, or write '{warning}' where the issue begins"));
                    let is_free = field.is_some_and(|field| field.fill == Fill::Missing);
                    found.push(if is_free { suggest(problem, warning) } else { problem });
                }
            }
        }
    }
}

/// The place for a warning in the opening, whether there is one or not.
fn field_for_warning(outline: &Outline) -> Option<&Field> {
    let mut slots = outline.slots.iter().filter(|slot| slot.kind == SlotKind::Opening);
    slots.find_map(|slot| slot.fields.iter().find(|field| field.role == Role::Warning))
}

/// Whether the frames of each image that may move are known.
fn all_looked_at(context: &Context<'_>) -> bool {
    context.images().all(|image| {
        let path = context.draft.slice(image.dest);
        let may_move = match context.facts.images.get(path) {
            Some(ImageFact::Known(info)) => info.moves(),
            _ => path.to_ascii_lowercase().contains(".gif"),
        };
        !may_move || context.facts.looks.contains_key(path)
    })
}
