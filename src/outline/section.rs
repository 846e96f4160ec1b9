use std::sync::LazyLock;

use crate::draft::{Block, BlockKind, Draft};
use crate::profile::{Profile, Section, SlotKind, fits, normalise};
use crate::text::Span;

/// The level of a heading that begins a section, else `None`.
pub(super) fn begins(block: &Block, profile: &Profile) -> Option<u8> {
    match block.kind {
        BlockKind::Heading { level, .. } if profile.section_levels.contains(&level) => Some(level),
        _ => None,
    }
}

static OPENING: LazyLock<Section> = LazyLock::new(|| Section {
    id: super::OPENING.into(),
    title: "Opening".into(),
    kinds: vec![SlotKind::Prose],
    ..Section::default()
});

static PROSE: LazyLock<Section> = LazyLock::new(|| Section {
    id: "prose".into(),
    title: "Section".into(),
    kinds: vec![SlotKind::Prose],
    ..Section::default()
});

/// The section of a heading.
pub(super) struct HeadingMatch<'p> {
    pub spec: &'p Section,
    pub text: Option<Span>,
    pub level: u8,
    pub known: bool,
}

/// Matches headings to sections of the profile. Headings must be passed in order: an unknown one means
/// something else before the first known one.
pub(super) struct Matcher<'p> {
    profile: &'p Profile,
    seen_known: bool,
}

impl<'p> Matcher<'p> {
    pub fn new(profile: &'p Profile) -> Self {
        Self { profile, seen_known: false }
    }

    pub fn find(&mut self, heading: Option<&Block>, draft: &Draft) -> HeadingMatch<'p> {
        let Some(Block { kind: BlockKind::Heading { level, text }, .. }) = heading else {
            let spec = self.profile.section(super::OPENING).unwrap_or(&OPENING);
            return HeadingMatch { spec, text: None, level: 0, known: true };
        };
        let words = normalise(draft.slice(*text));
        if let Some(spec) = self.known(&words) {
            self.seen_known = true;
            return HeadingMatch { spec, text: Some(*text), level: *level, known: true };
        }
        let id = if self.seen_known { &self.profile.unknown_after } else { &self.profile.unknown_before };
        let spec = self.profile.section(id).unwrap_or(&PROSE);
        HeadingMatch { spec, text: Some(*text), level: *level, known: false }
    }

    /// True if a heading is a topic of a section and not a section itself: it is deeper, and the profile has
    /// no section of that name.
    pub fn is_topic_of(&self, section: &HeadingMatch<'_>, heading: &Block, draft: &Draft) -> bool {
        let BlockKind::Heading { level, text } = heading.kind else { return false };
        section.spec.kinds.contains(&SlotKind::Topics)
            && level > section.level
            && self.known(&normalise(draft.slice(text))).is_none()
    }

    /// The section with the longest matching heading.
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
