//! Splits a calendar into its components.

use calcard::icalendar::ICalendarComponent;
use calcard::{Entry, Parser};

use super::Remarks;

#[derive(Default)]
pub(super) struct Parts {
    /// Each component with its first line.
    pub events: Vec<(usize, ICalendarComponent)>,
    pub zones: Vec<ICalendarComponent>,
    /// The time zone in which the calendar is shown.
    pub zone: Option<String>,
    /// True if the calendar cancels all of its events.
    pub is_cancelled: bool,
}

/// A longer component is not an event: it has an attachment.
const LONGEST: usize = 1_000_000;

/// Reads each component separately, so that a broken one affects no other and each has its line.
pub(super) fn split(text: &str, remarks: &mut Remarks) -> Parts {
    let mut parts = Parts::default();
    let mut open: Option<OpenComponent> = None;
    let mut at = 0;
    for (line, written) in (1..).zip(text.split_inclusive('\n')) {
        let start = at;
        at += written.len();
        let content = written.trim_end();
        if let Some(kind) = ComponentKind::from_first_line(content) {
            if let Some(unclosed) = open.take() {
                remarks.unclear(unclosed.line, "an event that has no end");
            }
            open = Some(OpenComponent { kind, start, line });
            continue;
        }
        let Some(current) = &open else {
            parts.own_line(content);
            continue;
        };
        if current.is_end(content) {
            let part = text.get(current.start..at).unwrap_or_default();
            let (line, kind) = (current.line, current.kind);
            open = None;
            match component(part) {
                Some(component) if kind == ComponentKind::Event => parts.events.push((line, component)),
                Some(component) => parts.zones.push(component),
                None => remarks.unclear(line, "an event that can't be read"),
            }
        } else if !content.is_empty() && !content.contains(':') && !written.starts_with([' ', '\t']) {
            // The rest of a long value without the leading space, or noise. Names and parameters
            // may continue in the next line.
            let is_folded = text.get(at..).is_some_and(|next| next.starts_with([' ', '\t']));
            if !is_folded {
                remarks.unclear(line, "a line without a property of an event");
            }
        }
    }
    if let Some(unclosed) = open.filter(|unclosed| unclosed.kind == ComponentKind::Event) {
        remarks.unclear(unclosed.line, "an event that is cut off");
    }
    parts
}

/// A component whose end has not been read.
struct OpenComponent {
    kind: ComponentKind,
    start: usize,
    line: usize,
}

impl OpenComponent {
    fn is_end(&self, line: &str) -> bool {
        line.eq_ignore_ascii_case(match self.kind {
            ComponentKind::Event => "END:VEVENT",
            ComponentKind::TimeZone => "END:VTIMEZONE",
        })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ComponentKind {
    Event,
    TimeZone,
}

impl ComponentKind {
    fn from_first_line(line: &str) -> Option<Self> {
        if line.eq_ignore_ascii_case("BEGIN:VEVENT") {
            Some(Self::Event)
        } else if line.eq_ignore_ascii_case("BEGIN:VTIMEZONE") {
            Some(Self::TimeZone)
        } else {
            None
        }
    }
}

impl Parts {
    fn own_line(&mut self, line: &str) {
        let Some((name, value)) = line.split_once(':') else { return };
        let name = name.split(';').next().unwrap_or(name);
        if name.eq_ignore_ascii_case("X-WR-TIMEZONE") {
            self.zone = Some(value.trim().to_owned());
        } else if name.eq_ignore_ascii_case("METHOD") {
            self.is_cancelled = value.trim().eq_ignore_ascii_case("CANCEL");
        }
    }
}

fn component(part: &str) -> Option<ICalendarComponent> {
    if part.len() > LONGEST {
        return None;
    }
    match Parser::new(part).entry() {
        // The properties of the component, then those of its alarms.
        Entry::ICalendar(calendar) => calendar.components.into_iter().next(),
        _ => None,
    }
}
