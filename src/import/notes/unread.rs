//! Lines in a known part that a reader does not understand. Each run of them becomes a remark, so
//! that nothing is lost silently.

use super::clean::plain;
use super::lines::{Line, head};
use crate::import::Remark;

/// The current run of such lines.
#[derive(Debug, Default)]
pub(super) struct Unread {
    first: Option<(usize, String)>,
    count: usize,
}

impl Unread {
    pub fn push(&mut self, line: Line<'_>) {
        self.count += 1;
        if self.first.is_none() {
            self.first = Some((line.number, quoted(line.text())));
        }
    }

    /// Ends the run, at a line that was understood and at the end of a part.
    pub fn end(&mut self, remarks: &mut Vec<Remark>) {
        if let Some((line, start)) = self.first.take() {
            let text = match self.count {
                1 => format!("this line is not read: {start}"),
                count => format!("{count} lines from here on are not read: {start}"),
            };
            remarks.push(Remark::unclear(line, text));
        }
        self.count = 0;
    }
}

/// The beginning of a line in quotation marks, for a message.
pub(super) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    let text = plain(head(text, 400));
    let start = head(&text, LONGEST);
    format!("“{start}{}”", if start.len() < text.len() { " …" } else { "" })
}
