//! What holds for any draft, and for any profile.

use std::sync::LazyLock;

use copydesk::draft::Draft;
use copydesk::lint::{Context, Diagnostic, Facts, Stage, check, checklist, fix_all};
use copydesk::outline::Outline;
use copydesk::profile::{BUILT_IN, Profile, built_in, load, parse_day};
use copydesk::text::limits::{PROFILE_BYTES, PROFILE_SECTIONS, PROFILE_VALUES};
use copydesk::text::{Edits, Span};

/// Any text is a draft, and a changed draft is what its text parses to.
///
/// The first three bytes say what is changed: where, how much goes, and how much of the text's own
/// beginning comes in its place.
pub fn draft(data: &[u8]) {
    let Some(([at, gone, comes], text)) = data.split_first_chunk::<3>().map(|(head, rest)| (*head, rest))
    else {
        return;
    };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let draft = Draft::parse(text);
    assert_eq!(draft.text(), text);
    let at_char = |wanted: usize| (0..=wanted.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    let start = at_char(text.len() * usize::from(at) / 255).unwrap_or(0);
    let end = at_char(start + usize::from(gone)).unwrap_or(start).max(start);
    let new = &text[..at_char(usize::from(comes)).unwrap_or(0)];
    let edits = Edits::replace(Span::new(start, end), new);
    let parsed = Draft::parse(edits.apply(text));
    assert_eq!(draft.edit(&edits), parsed);
}

static PROFILES: LazyLock<Vec<Profile>> =
    LazyLock::new(|| BUILT_IN.iter().map(|(name, _, _)| built_in(name).unwrap()).collect());

fn look(draft: &Draft, profile: &Profile, facts: &Facts) -> Vec<Diagnostic> {
    let outline = Outline::new(draft, profile);
    let context = Context::new(draft, &outline, profile, facts);
    let found = check(&context);
    for line in checklist(&context, &found) {
        assert!(line.place.is_none_or(|place| place.end <= draft.text().len()));
    }
    for one in &found {
        assert!(draft.text().get(one.span.start..one.span.end).is_some(), "{one:?}");
    }
    found
}

/// Any text can be checked and fixed, and a fixed text has nothing more to fix.
///
/// The first byte chooses the profile and the stage.
pub fn lint(data: &[u8]) {
    let Some((choice, text)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let profile = &PROFILES[usize::from(choice & 1) % PROFILES.len()];
    let facts = Facts {
        path: Some("2026-06-08-draft.md".into()),
        file_date: parse_day("2026-06-08"),
        weekday: profile.weekday(),
        has_assets: true,
        stage: if choice & 2 == 0 { Stage::Contribution } else { Stage::Publish },
        ..Facts::default()
    };
    let once = fix_all(Draft::parse(text), |draft| look(draft, profile, &facts));
    let twice = fix_all(once.draft.clone(), |draft| look(draft, profile, &facts));
    assert_eq!(once.draft.text(), twice.draft.text());
}

/// An issue with something for each kind of slot.
const ISSUE: &str = "---\ntitle: \"A lamp\"\ndate: 2026-06-08\n---\n\n- [ ] update title\n\nA headline.\n\n## News\n\n[![A lamp](../assets/20260608/lamp.jpg)](https://example.org)\n\nA lamp - [Site](https://example.org/lamp).\n\n## Upcoming Events\n\n* [Fair](https://example.org/fair) on June 24 in Town\n\n## a\n\nb 1.2.3 c NUMBER {{ x }} #.#.#\n";

/// Any text is a profile within the limits or is refused, and any issue can be checked by what is
/// loaded.
pub fn profile(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(profile) = load(text) else { return };
    assert!(text.len() <= PROFILE_BYTES);
    assert!(profile.sections.len() <= PROFILE_SECTIONS);
    let headings: usize = profile.sections.iter().map(|section| section.headings.len()).sum();
    assert!(headings <= 2 * PROFILE_VALUES);
    let facts = Facts { stage: Stage::Publish, has_assets: true, ..Facts::default() };
    look(&Draft::parse(ISSUE), &profile, &facts);
}
