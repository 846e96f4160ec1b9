//! A blog post as a story.

use std::collections::BTreeMap;

use jiff::Span;
use jiff::civil::Date;

use super::Places;
use crate::draft::Draft;
use crate::import::candidate::{Candidate, Change, Proposal, Question, TargetState};
use crate::import::markdown::{label, target};
use crate::import::post::{Post, absolute};
use crate::outline::{NewItem, Outline};
use crate::profile::{Profile, SlotKind};
use crate::text::address::{Address, without_tracking};
use crate::text::{Edit, Edits};

/// Proposes a post for a section of the outline. `image` is the destination to write for its image.
/// `expanded` maps shortened addresses to their targets.
pub fn from_post(
    post: &Post,
    (image, expanded): (Option<&str>, &BTreeMap<String, String>),
    section: usize,
    draft: &Draft,
    outline: &Outline,
    profile: &Profile,
) -> Proposal {
    let mut places = Places::new(draft, outline, profile);
    let title = post.title.as_ref().or(post.lead.as_ref());
    let Some(first) = title else {
        places.missing("a title or a text in the post");
        return places.proposal;
    };
    let address = post.address.as_deref().map(|address| own_address(address, expanded)).unwrap_or_default();
    let lead = post.lead.as_ref();
    let lead = lead.map(|lead| with_whole_links(&lead.text, &address, expanded)).unwrap_or_default();
    let lead = lead.as_str();
    let has_form = profile.section(&outline.sections[section].id).and_then(|spec| spec.form.as_deref());
    // The title goes into the form of a list item, and into the heading of a story that is a
    // section.
    let is_section = outline.slots_of(section).iter().any(|slot| slot.kind == SlotKind::Feature);
    let is_titled = is_section || image.is_some() || has_form.is_none_or(|form| !form.contains('!'));
    // Otherwise only an image has a title. Without one the text begins with it.
    let text = match !is_titled && !lead.is_empty() && post.title.is_some() {
        true if address.is_empty() => format!("{}: {lead}", first.text),
        true => format!("[{}]({}): {lead}", label(&first.text), address),
        false => lead.to_owned(),
    };
    let item = NewItem {
        title: first.text.clone(),
        url: address.clone(),
        text: text.trim_end_matches(['.', ' ']).to_owned(),
        image: image.unwrap_or_default().to_owned(),
        source: post.source.clone().unwrap_or_default(),
        source_url: address.clone(),
        ..NewItem::default()
    };
    let page = Address::new(&address).map(|address| address.page());
    let same = draft.links().find(|link| {
        page.is_some() && Address::new(draft.slice(link.dest)).map(|address| address.page()) == page
    });
    let same_slot = same.and_then(|link| outline.slots.iter().find(|slot| slot.span.contains(link.span)));
    let title = &outline.sections[section].title;
    let doubts =
        [address.is_empty().then(|| "the post has no address".to_owned()), too_old(post.date, places.date)];
    let doubts: Vec<String> = doubts.into_iter().flatten().collect();
    let doubt = (!doubts.is_empty()).then(|| doubts.join("; "));
    let own = Draft::parse(text.as_str());
    let links = own.links().map(|link| own.slice(link.dest)).chain([address.as_str()]);
    let mut shortened: Vec<&str> = Vec::new();
    for address in links.filter(|address| is_shortened(address)) {
        if !shortened.contains(&address) {
            shortened.push(address);
        }
    }
    let questions = shortened.into_iter().map(|address| Question::Shortened { address: address.to_owned() });
    places.proposal.questions.extend(questions);
    places.proposal.candidates.push(Candidate {
        what: first.text.clone(),
        place: title.clone(),
        line: Some(first.line).filter(|line| *line > 0),
        current: same_slot.map(|slot| draft.slice(slot.span).to_owned()).unwrap_or_default(),
        text: if text.is_empty() { first.text.clone() } else { text },
        target: if same.is_some() { TargetState::Same } else { TargetState::Open },
        doubt,
        files: Vec::new(),
        change: Change::Item { section: title.clone(), item: Box::new(item) },
    });
    places.proposal
}

fn is_shortened(address: &str) -> bool {
    Address::new(address).is_some_and(|address| address.is_shortened())
}

/// Why a post that is much older than the issue may not be news.
fn too_old(post: Option<Date>, issue: Option<Date>) -> Option<String> {
    let (post, issue) = (post?, issue?);
    let is_old = post < issue.saturating_sub(Span::new().years(1));
    is_old.then(|| format!("the post is of {post}, more than a year before the issue"))
}

/// The address of the post, expanded if it was shortened.
fn own_address(address: &str, expanded: &BTreeMap<String, String>) -> String {
    let address = target(&without_tracking(address));
    expanded.get(&address).map_or(address.clone(), |address| target(address))
}

/// Resolves the links of the text relative to the post's page.
fn with_whole_links(text: &str, address: &str, expanded: &BTreeMap<String, String>) -> String {
    let part = Draft::parse(text);
    let edits = part.links().filter_map(|link| {
        let old = part.slice(link.dest);
        let new = absolute(old, Some(address));
        let new = expanded.get(&new).map_or(new, |address| target(address));
        (!old.is_empty() && !old.starts_with('#') && new != old)
            .then_some(Edit { span: link.dest, text: new })
    });
    Edits::new(edits.collect()).unwrap_or_default().apply(text)
}
