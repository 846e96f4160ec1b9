use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};
use crate::outline::{Fill, Role, SlotState, update_count};
use crate::profile::Profile;

pub(super) struct MiscountedList;

const META: Meta = Meta {
    name: "miscounted-list",
    severity: Severity::Error,
    summary: "A sentence and the list after it disagree on the number of items.",
    why: "Readers count, and one of the two was not updated.",
    bad: issue!(
        "## New Boards\n\nThis week there were 3 new boards added:\n\n- [Lamp board](https://example.org/lamp)\n- [Box board](https://example.org/box)\n"
    ),
    good: issue!(
        "## New Boards\n\nThis week there were 2 new boards added:\n\n- [Lamp board](https://example.org/lamp)\n- [Box board](https://example.org/box)\n"
    ),
};

impl Rule for MiscountedList {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn severities(&self) -> &'static [Severity] {
        &[Severity::Error, Severity::Warning]
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Safe]
    }

    fn keys(&self) -> &'static [&'static str] {
        &["sections.count_line"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let (draft, profile, outline) = (context.draft, context.profile, context.outline);
        for slot in outline.slots.iter().filter(|slot| slot.is_list()) {
            let spec = outline.spec(slot.section, profile);
            if spec.is_none_or(|spec| spec.count_line.is_none()) {
                continue;
            }
            let Some(sentence) = slot.fields.iter().find(|field| field.role == Role::Sentence) else {
                continue;
            };
            let Some(stated) =
                number_in(sentence.value(draft), profile).filter(|_| sentence.fill == Fill::Written)
            else {
                continue;
            };
            let listed = slot.rows.iter().filter(|row| row.state() != SlotState::Empty).count();
            if stated == listed || listed < slot.rows.len() {
                continue;
            }
            let Some(span) = sentence.spans.first() else { continue };
            // The list may be written in another form, such as a sentence.
            let severity = if listed == 0 { Severity::Warning } else { Severity::Error };
            let message = match (stated, listed) {
                (0, _) => format!("this says that there are none, but a list of {listed} follows"),
                (_, 0) => format!("this says {stated}, but no list follows"),
                _ => format!("this says {stated}, but the list has {listed}"),
            };
            let mut one = self.problem(*span, message).severity(severity);
            if listed > 0
                && let Some(edits) = update_count(draft, profile, outline, slot)
            {
                one = one.fix(edits);
            }
            found.push(one);
        }
    }
}

const NUMBERS: [&str; 13] =
    ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// Returns the first number of a sentence, in digits or as an English word.
fn number_in(sentence: &str, profile: &Profile) -> Option<usize> {
    let is_english = profile.language.is_english();
    sentence.split(|c: char| !c.is_alphanumeric()).find_map(|word| {
        let spelt = NUMBERS.iter().position(|number| is_english && word.eq_ignore_ascii_case(number));
        spelt.or_else(|| word.parse().ok())
    })
}
