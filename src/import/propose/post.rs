//! A blog post as one story.

use super::Places;
use crate::draft::Draft;
use crate::import::candidate::{Candidate, Change, Proposal, Standing};
use crate::import::markdown::target;
use crate::import::post::Post;
use crate::outline::{NewItem, Outline};
use crate::profile::Profile;
use crate::text::address::Address;

/// What a post offers for a section of the outline. `image` is how the draft is to refer to its
/// picture; empty for none.
pub fn of_post(
    post: &Post,
    image: &str,
    section: usize,
    draft: &Draft,
    outline: &Outline,
    profile: &Profile,
) -> Proposal {
    let mut places = Places { draft, outline, profile, template: None, proposal: Proposal::default() };
    let title = post.title.as_ref().or(post.lead.as_ref());
    let Some(first) = title else {
        places.missing("a title or a text in the post");
        return places.proposal;
    };
    let address = post.address.clone().unwrap_or_default();
    let lead = post.lead.as_ref().map_or("", |lead| lead.text.as_str());
    // Only a picture has a title; without one the text begins with it.
    let text = match image.is_empty() && !lead.is_empty() && post.title.is_some() {
        true if address.is_empty() || first.text.contains(['[', ']']) => format!("{}: {lead}", first.text),
        true => format!("[{}]({}): {lead}", first.text, target(&address)),
        false => lead.to_owned(),
    };
    let item = NewItem {
        title: first.text.clone(),
        url: address.clone(),
        text: text.trim_end_matches(['.', ' ']).to_owned(),
        image: image.to_owned(),
        source: post.source.clone().unwrap_or_default(),
        source_url: address.clone(),
    };
    let page = Address::new(&address).map(|address| address.page());
    let same = draft.links().find(|link| {
        page.is_some() && Address::new(draft.slice(link.dest)).map(|address| address.page()) == page
    });
    let standing = same.and_then(|link| outline.slots.iter().find(|slot| slot.span.contains(link.span)));
    let title = &outline.sections[section].title;
    let doubt = address.is_empty().then(|| "the post does not tell its address".to_owned());
    places.proposal.candidates.push(Candidate {
        what: first.text.clone(),
        place: title.clone(),
        line: Some(first.line).filter(|line| *line > 0),
        stands: standing.map(|slot| draft.slice(slot.span).to_owned()).unwrap_or_default(),
        text: if text.is_empty() { first.text.clone() } else { text },
        standing: if same.is_some() { Standing::Same } else { Standing::Open },
        doubt,
        files: Vec::new(),
        change: Change::Item { section: title.clone(), item: Box::new(item) },
    });
    places.proposal
}
