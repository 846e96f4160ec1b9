//! Adds the first event of a week.

use super::change::end_of_slots;
use super::{Layout, Outline, kinds};
use crate::draft::Draft;
use crate::profile::{Profile, SlotKind};
use crate::text::{Edits, Span};

/// The first event of a section without any: a bullet in the form of the template, in place of the
/// sentence that says that nothing happens. `None` for other sections, and where events are stories.
pub(super) fn first_event(
    draft: &Draft,
    outline: &Outline,
    profile: &Profile,
    section: usize,
    template: Option<(&Draft, &Outline)>,
) -> Option<Edits> {
    let target = outline.sections.get(section)?;
    let spec = profile.section(&target.id)?;
    let kind = spec.kinds.iter().copied().find(|kind| kind.takes_items());
    if kind != Some(SlotKind::Events)
        || outline.slots_of(section).iter().any(|slot| !slot.kind.is_boilerplate())
    {
        return None;
    }
    let bullet = template.and_then(|(template, sections)| {
        let slots = sections.slots_of(sections.find(&target.id)?);
        let bullet = slots.iter().find(|slot| slot.is_item() && slot.line_of.is_none())?;
        Some(template.slice(bullet.span).trim_end().to_owned())
    });
    let usual = || spec.form.is_none().then(|| kinds::finder(SlotKind::Events).row_form().to_owned());
    let bullet = draft.with_newlines(&bullet.or_else(usual)?);
    let left_out = spec.left_out.as_deref().unwrap_or_default();
    let heading = target.heading.map_or(target.span.start, |heading| heading.end);
    let text = Span::new(heading, target.span.end.max(heading)).trim(draft.text());
    if !left_out.is_empty() && draft.slice(text) == left_out {
        return Some(Edits::replace(text, bullet));
    }
    let at = end_of_slots(draft, outline, section, Layout::Item);
    Some(Edits::insert(at, format!("{}{bullet}", draft.with_newlines("\n\n"))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outline::add_slot;
    use crate::profile::built_in;

    /// The draft with an event's empty slot in its section "Upcoming Events".
    fn added(profile: &str, text: &str, template: Option<&str>) -> String {
        let profile = built_in(profile).unwrap();
        let read = |text: &str| {
            let draft = Draft::parse(text);
            let outline = Outline::new(&draft, &profile);
            (draft, outline)
        };
        let (draft, outline) = read(text);
        let template = template.map(read);
        let template = template.as_ref().map(|(draft, outline)| (draft, outline));
        let section = outline.sections.iter().position(|one| one.title == "Upcoming Events").unwrap();
        let edits = add_slot(&draft, &outline, &profile, section, None, template, "20260608").unwrap();
        edits.apply(text)
    }

    #[test]
    fn a_week_without_events_gets_a_bullet() {
        let template = "## Upcoming Events\n\n[![title](../a/x.jpg)](url)\n\ntext - [site](url).\n\n* [Event name](url) on {date}\n";
        assert_eq!(
            added("circuitpython", "## Upcoming Events\n\n## Contribute!\n", Some(template)),
            "## Upcoming Events\n\n* [Event name](url) on {date}\n\n## Contribute!\n"
        );
        assert_eq!(
            added("this-week-in-rust", "## Upcoming Events\n\n## Jobs\n", None),
            "## Upcoming Events\n\n* [title](url)\n\n## Jobs\n"
        );
    }
}
