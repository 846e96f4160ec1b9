//! What readers have sent in for the demo's draft: pull requests and branches of the demo's remote.

use std::path::PathBuf;

use jiff::civil::Date;

use super::files::{Snapshot, with_dates};

/// An item for the draft, with the number of its request and the branch that it is on.
pub(super) struct Contribution {
    pub number: u32,
    pub branch: &'static str,
    pub author: &'static str,
    message: &'static str,
    /// A line of the draft, after which the item is.
    after: &'static str,
    item: &'static str,
}

pub(super) const CONTRIBUTIONS: [Contribution; 3] = [
    Contribution {
        number: 17,
        branch: "add/tide-class",
        author: "Edda Sandvik",
        message: "Add Tide Class",
        after: "Lakes slosh, and now there is a calculator",
        item: "\nThe school of Port Ardle reads its own gauge before the first lesson, and the children compare it with the table - [Tide Class](https://example.com/tide-class).\n",
    },
    Contribution {
        number: 21,
        branch: "add/plover-a0",
        author: "Ole Brandvold",
        message: "Add Plover A0",
        after: "- [Heron Mini](",
        item: "- [Plover A0](https://example.org/tidewatch/boards/plover-a0)\n",
    },
    Contribution {
        number: 23,
        branch: "add/harbor-cinema",
        author: "Ines Calder",
        message: "Add Harbor Cinema",
        after: "* [Night of the Lighthouses](",
        item: "* [Harbor Cinema](https://example.org/tidewatch/events/harbor-cinema) is on {{week+0+18d:B d}} in the ferry hall\n",
    },
];

impl Contribution {
    /// The commit with the item, on top of the one with the draft.
    pub fn snapshot(&self, draft: &Snapshot, due: Date) -> Option<Snapshot> {
        let (path, text) = draft.files.iter().find(|(path, _)| path.starts_with("_drafts"))?;
        let text = self.added_to(std::str::from_utf8(text).ok()?, due)?;
        let files = vec![(PathBuf::from(path), text.into_bytes())];
        Some(Snapshot { date: draft.date, message: self.message.to_owned(), files })
    }

    /// The draft's text with the item.
    fn added_to(&self, text: &str, due: Date) -> Option<String> {
        let line = text.find(self.after)?;
        let at = line + text[line..].find('\n')? + 1;
        Some(format!("{}{}{}", &text[..at], with_dates(self.item, due), &text[at..]))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::files::{due, files};
    use super::*;

    #[test]
    fn each_contribution_is_one_item_of_the_draft() {
        let today = date(2026, 6, 3);
        let draft = files(today).pop().unwrap();
        for one in CONTRIBUTIONS {
            let snapshot = one.snapshot(&draft, due(today)).unwrap();
            let text = String::from_utf8(snapshot.files[0].1.clone()).unwrap();
            let (_, before) = draft.files.iter().find(|(path, _)| *path == snapshot.files[0].0).unwrap();
            let before = std::str::from_utf8(before).unwrap();
            assert_eq!(before.matches(one.after).count(), 1, "{}", one.message);
            assert!(!text.contains("{{") && text.len() > before.len(), "{}", one.message);
        }
    }
}
