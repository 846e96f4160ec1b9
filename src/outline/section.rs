use std::sync::LazyLock;

use crate::draft::{Block, BlockKind, Draft};
use crate::profile::{Profile, Section};
use crate::text::Span;

/// The level of a heading that begins a section.
pub(super) fn begins(block: &Block, profile: &Profile) -> Option<u8> {
    match block.kind {
        BlockKind::Heading { level, .. } if profile.section_levels.contains(&level) => Some(level),
        _ => None,
    }
}

static OPENING: LazyLock<Section> = LazyLock::new(|| Section {
    id: super::OPENING.into(),
    title: "Opening".into(),
    kinds: vec!["prose".into()],
    ..Section::default()
});

static PROSE: LazyLock<Section> = LazyLock::new(|| Section {
    id: "prose".into(),
    title: "Section".into(),
    kinds: vec!["prose".into()],
    ..Section::default()
});

pub(super) struct Found<'p> {
    pub spec: &'p Section,
    pub text: Option<Span>,
    pub level: u8,
    pub known: bool,
}

/// Finds what a heading means; it has to be asked in order, for what an unknown heading is
/// depends on whether a known one came before it.
pub(super) struct Matcher<'p> {
    profile: &'p Profile,
    seen_known: bool,
}

impl<'p> Matcher<'p> {
    pub fn new(profile: &'p Profile) -> Self {
        Self { profile, seen_known: false }
    }

    pub fn find(&mut self, heading: Option<&Block>, draft: &Draft) -> Found<'p> {
        let Some(Block { kind: BlockKind::Heading { level, text }, .. }) = heading else {
            return Found { spec: &OPENING, text: None, level: 0, known: true };
        };
        let words = normalise(draft.slice(*text));
        if let Some(spec) = self.known(&words) {
            self.seen_known = true;
            return Found { spec, text: Some(*text), level: *level, known: true };
        }
        let id = if self.seen_known { &self.profile.unknown_after } else { &self.profile.unknown_before };
        let spec = self.profile.section(id).unwrap_or(&PROSE);
        Found { spec, text: Some(*text), level: *level, known: false }
    }

    /// The section with the longest heading that fits.
    fn known(&self, words: &str) -> Option<&'p Section> {
        self.profile
            .sections
            .iter()
            .filter_map(|section| {
                let fit =
                    section.headings.iter().filter(|alias| fits(alias, words)).map(String::len).max()?;
                Some((fit, section))
            })
            .max_by_key(|(fit, _)| *fit)
            .map(|(_, section)| section)
    }
}

/// Shorter aliases (`new`) must be the whole heading.
const MIN_PREFIX: usize = 5;

fn fits(alias: &str, words: &str) -> bool {
    // `39,012 Thanks` is the same section while its number is empty.
    if let Some(end) = alias.strip_prefix('*') {
        return words.ends_with(end) || words == end.trim_start();
    }
    if let Some(start) = alias.strip_suffix('*') {
        return words.starts_with(start) || words == start.trim_end();
    }
    match words.strip_prefix(alias) {
        Some("") => true,
        Some(rest) => alias.len() >= MIN_PREFIX && !rest.starts_with(char::is_alphanumeric),
        None => false,
    }
}

/// Lower case, straight apostrophes, no link around it, no mark at its end.
fn normalise(heading: &str) -> String {
    let text = match (heading.strip_prefix('['), heading.find("](")) {
        (Some(inner), Some(at)) => &inner[..at - 1],
        _ => heading,
    };
    text.replace(['’', '‘'], "'").to_lowercase().trim_end_matches(['!', '.', ':', '?', ' ']).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_fit_with_marks_links_and_titles() {
        assert!(fits("what's up this week", &normalise("What’s up this week?")));
        assert!(fits("approved rfcs", &normalise("[Approved RFCs](https://example.org)")));
        assert!(fits("project of the week", &normalise("Project of the Week: A lamp")));
        assert!(fits("* thanks", &normalise("39,012 Thanks!")));
        assert!(fits("* thanks", &normalise("Thanks!")));
        assert!(!fits("* thanks", &normalise("No thanksgiving")));
        assert!(fits("new", &normalise("New")));
        assert!(!fits("new", &normalise("New Boards")));
        assert!(!fits("contribute", &normalise("Contributed boards")));
    }
}
