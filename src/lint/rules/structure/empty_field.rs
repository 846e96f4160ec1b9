use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::outline::{Field, Input, Slot};
use crate::text::Span;

pub(super) struct EmptyField;

const META: Meta = Meta {
    name: "empty-field",
    severity: Severity::Error,
    summary: "A value, name, text or image is missing.",
    why: "The sentence around it is published with a gap.",
    bad: issue!("## CircuitPython Libraries\n\nThe current number of CircuitPython libraries is ****!\n"),
    good: issue!("## CircuitPython Libraries\n\nThe current number of CircuitPython libraries is **569**!\n"),
};

impl Rule for EmptyField {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn severities_in_draft(&self) -> &'static [Severity] {
        &[Severity::Warning]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        let untouched = context.untouched();
        for slot in context.outline.slots.iter().filter(|slot| !is_end_of_file(context, slot)) {
            let is_bare = has_empty_section(context, slot);
            let fields = slot.all_fields().filter(|field| is_needed(field));
            // `empty-section` reports sections without text.
            for field in fields.filter(|field| !is_bare || field.input != Input::Markdown) {
                let is_empty = |span: &&Span| draft.slice(**span).trim().is_empty();
                let Some(place) = field.spans.iter().find(is_empty) else { continue };
                if untouched.contains(*place) {
                    continue;
                }
                let section = context.outline.sections.get(slot.section);
                let title = section.map_or("", |section| section.title.as_str());
                let message = format!("the field '{}' in “{title}” is empty", field.name);
                let other =
                    field.spans.iter().map(|span| draft.slice(*span)).find(|value| !value.trim().is_empty());
                let help = match other {
                    Some(value) => format!("write '{value}', as in the other place"),
                    None => "fill it in, or remove its slot".to_owned(),
                };
                found
                    .push(self.problem(*place, message).severity(context.severity_of_unwritten()).help(help));
            }
        }
    }
}

/// True if the field must have a value. Other rules check links and alternative texts.
fn is_needed(field: &Field) -> bool {
    match field.input {
        Input::Line | Input::Markdown => field.required,
        Input::Path => true,
        Input::Bracketed | Input::Address | Input::Value => false,
    }
}

/// True for blank lines at the end of the file, where nothing need have been. After items, they look like an emptied
/// one.
fn is_end_of_file(context: &Context<'_>, slot: &Slot) -> bool {
    let text = context.draft.text();
    let is_only = || context.outline.slots_of(slot.section).len() == 1;
    slot.span.start == slot.span.end && text[slot.span.end..].trim().is_empty() && !is_only()
}

/// True if the slot's section has nothing under its heading.
fn has_empty_section(context: &Context<'_>, slot: &Slot) -> bool {
    let Some(section) = context.outline.sections.get(slot.section) else { return false };
    section.heading.is_some() && context.draft.blocks_in(section.span).iter().all(|block| block.is_heading())
}
