use crate::lint::images::ShownImage;
use crate::lint::rules::{Context, Diagnostic, Findings, FixKind, Meta, Rule};
use crate::lint::{ImageFact, Severity};
use crate::outline::{Field, Fill, Outline, Role};
use crate::profile::SlotKind;
use crate::text::Span;

pub(super) struct FlashingImage;

const META: Meta = Meta {
    name: "flashing-image",
    severity: Severity::Warning,
    summary: "An image flashes more than three times a second and the issue has no warning, or the issue has a warning and no image flashes.",
    why: "Flashes over a quarter of the middle of the view can cause seizures (WCAG 2.2, success criterion 2.3.1); readers ignore a warning that is always there.",
    bad: issue!("![A lamp](../assets/20260608/20260608flash.gif)\n"),
    good: issue!("**Warning: Flashing Imagery**\n\n![A lamp](../assets/20260608/20260608flash.gif)\n"),
};

impl Rule for FlashingImage {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn severities(&self) -> &'static [Severity] {
        &[Severity::Warning, Severity::Hint]
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Suggestion]
    }

    fn keys(&self) -> &'static [&'static str] {
        &["images.flash_warning"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some(warning) = &context.profile.images.flash_warning else { return };
        let draft = context.draft;
        let body = draft.slice(Span::new(draft.body(), draft.text().len()));
        let place = body.find(warning.as_str()).map(|at| Span::new(at, at + warning.len()));
        let mut flashing =
            context.scanned_images().filter_map(|known| Some((known.about.flashes?, known))).peekable();
        let field = field_for_warning(context.outline);
        let change = |words: &str| field.map(|field| field.clone().write(words, draft));
        let suggest = |problem: Diagnostic, words: &str| match change(words) {
            Some(edits) if !edits.is_empty() => problem.suggest(edits),
            _ => problem,
        };
        match place.map(|place| place.shift(draft.body() as isize)) {
            Some(place) if flashing.peek().is_none() && all_scanned(context) => {
                let message = "this warns of flashing images, but no image of the issue flashes";
                let problem = self
                    .problem(place, message)
                    .severity(Severity::Hint)
                    .help("remove the warning, so that readers notice it when it is needed");
                // Only the warning in the opening can be removed safely.
                let is_field =
                    field.is_some_and(|field| field.spans.iter().any(|span| span.touches(place.start)));
                found.push(if is_field { suggest(problem, "") } else { problem });
            }
            Some(_) => {}
            None => {
                for (flashes, ShownImage { image, name, .. }) in flashing {
                    let what = if flashes.is_red { "flashes red" } else { "flashes" };
                    let message =
                        format!("{name} {what} {} times a second; up to three are safe", flashes.most);
                    let problem = self
                        .problem(image.dest, message)
                        .help(format!("slow it down, or write '{warning}' at the beginning of the issue"));
                    let is_free = field.is_some_and(|field| field.fill == Fill::Missing);
                    found.push(if is_free { suggest(problem, warning) } else { problem });
                }
            }
        }
    }
}

/// Returns the field for a warning in the opening.
fn field_for_warning(outline: &Outline) -> Option<&Field> {
    let mut slots = outline.slots.iter().filter(|slot| slot.kind == SlotKind::Opening);
    slots.find_map(|slot| slot.fields.iter().find(|field| field.role == Role::Warning))
}

/// True if every image that may be animated has been scanned.
fn all_scanned(context: &Context<'_>) -> bool {
    context.images().all(|image| {
        let path = context.draft.slice(image.dest);
        let may_be_animated = match context.facts.images.get(path) {
            Some(ImageFact::Known(info)) => info.is_animated(),
            _ => path.to_ascii_lowercase().contains(".gif"),
        };
        !may_be_animated || context.facts.scans.contains_key(path)
    })
}
