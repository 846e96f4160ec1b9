use crate::lint::Severity;
use crate::lint::archive::day_in;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::outline::{Fill, Input, dates_in};

pub(super) struct DisagreeingMeeting;

const META: Meta = Meta {
    name: "disagreeing-meeting",
    severity: Severity::Warning,
    summary: "A meeting's date differs from the date of its notes or recording.",
    why: "One of them is still last week's.",
    bad: issue!(
        "## This Week's Python Streams\n\n**Weekly Meeting**\n\nCircuitPython Weekly Meeting for June 1st, 2026 ([notes](https://example.org/meetings/2026-05-25.md)) [on video](https://example.net/watch/a).\n"
    ),
    good: issue!(
        "## This Week's Python Streams\n\n**Weekly Meeting**\n\nCircuitPython Weekly Meeting for June 1st, 2026 ([notes](https://example.org/meetings/2026-06-01.md)) [on video](https://example.net/watch/a).\n"
    ),
};

impl Rule for DisagreeingMeeting {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn keys(&self) -> &'static [&'static str] {
        &["sections.meeting"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some(issue) = context.issue.date() else { return };
        for slot in &context.outline.slots {
            let written = || slot.fields.iter().filter(|field| field.fill == Fill::Written);
            let Some(date) = slot.meeting().filter(|date| date.fill == Fill::Written) else { continue };
            let written_date = date.value(context.draft);
            let Some((day, _)) = dates_in(written_date, issue) else { continue };
            for field in written().filter(|field| field.input == Input::Address) {
                let other = day_in(field.value(context.draft)).filter(|other| *other != day);
                if let (Some(other), Some(span)) = (other, field.spans.first()) {
                    let message = format!("this has the date {other}, but the meeting has {written_date}");
                    found.push(self.problem(*span, message).help("link to that meeting, or fix its date"));
                }
            }
        }
    }
}
