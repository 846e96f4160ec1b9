//! The most clicked link of the previous issue.

use super::Places;
use crate::draft::Draft;
use crate::import::Remark;
use crate::import::candidate::Proposal;
use crate::import::clicks::{Click, Clicks};
use crate::outline::{Outline, Role, Slot};
use crate::profile::{Profile, SlotKind};
use crate::text::address::{Address, Page};

/// The number of more clicked pages that are reported, although they are not stories.
const PASSED_OVER: usize = 3;

/// Proposes the most clicked story of the previous issue with its title there, and stories with nearly
/// as many clicks.
pub fn from_clicks(
    clicks: &Clicks,
    previous: (&Draft, &Outline),
    draft: &Draft,
    outline: &Outline,
    profile: &Profile,
) -> Proposal {
    let mut places = Places::new(draft, outline, profile);
    let Some(slot) = outline.slots.iter().find(|slot| slot.kind == SlotKind::Popular) else {
        places.missing("a place for the most popular link in the draft");
        return places.proposal;
    };
    let stories = stories(previous, profile);
    let of = |address: &str| {
        let page = Address::new(address)?.page();
        stories.iter().find(|(own, ..)| *own == page).map(|(_, title, own)| (title.clone(), own.clone()))
    };
    let ranked = clicks.ranked(|address| of(address).is_some());
    let Some(first) = ranked.first.first() else {
        places.missing("a story of the last issue among the clicked links");
        return places.proposal;
    };
    let most = first.clicks;
    // The reader of the report may wonder about these.
    for click in clicks.rows.iter().take_while(|click| click.clicks > most).take(PASSED_OVER) {
        let text = format!("skipped, since no story of the last issue links to it: {}", click.address);
        places.proposal.remarks.push(Remark::found(click.line, format!("{text}, {} clicks", click.clicks)));
    }
    let all = ranked.first.iter().chain(&ranked.near).copied();
    for click in all.collect::<Vec<&Click>>() {
        let Some((title, address)) = of(&click.address) else { continue };
        propose(&mut places, slot, click, &title, &address);
        places.doubt(match click.clicks {
            own if own < most => Some(format!("{own} clicks, {} fewer than the first", most - own)),
            _ if ranked.first.len() > 1 => Some(format!("{} links have {most} clicks", ranked.first.len())),
            _ => None,
        });
    }
    places.proposal
}

fn propose(places: &mut Places<'_>, slot: &Slot, click: &Click, title: &str, address: &str) {
    let field = |role: Role| slot.fields.iter().find(|field| field.role == role);
    let mut values = Vec::new();
    values.extend(field(Role::Title).zip(Some(title)).filter(|_| !title.is_empty()));
    values.extend(field(Role::Address).zip(Some(address)));
    let what = format!("{title}, {} clicks", click.clicks);
    places.offer_fields(what, slot, "", Some(click.line), &values);
}

/// The pages that the stories of an issue link to, with titles and addresses as in the issue.
/// Boilerplate is left out.
fn stories((draft, outline): (&Draft, &Outline), profile: &Profile) -> Vec<(Page, String, String)> {
    let mut stories = Vec::new();
    let has_stories = |slot: &&Slot| {
        let spec = outline.spec(slot.section, profile);
        let has_facts = spec.is_some_and(|spec| spec.kinds.iter().any(|kind| kind.has_independent_fields()));
        slot.kind.holds_items() && !has_facts
    };
    for slot in outline.slots.iter().filter(has_stories) {
        for link in draft.links().filter(|link| slot.span.contains(link.span)) {
            let Some(address) = Address::new(draft.slice(link.dest)) else { continue };
            let row = slot.rows.iter().find(|row| row.span.contains(link.span));
            let name = row.and_then(|row| row.fields.iter().find(|field| field.role == Role::Name));
            let name = name
                .or_else(|| slot.fields.iter().find(|field| matches!(field.role, Role::Title | Role::Name)));
            let title =
                name.map(|field| field.value(draft).trim().to_owned()).filter(|title| !title.is_empty());
            let own = draft.slice(link.dest).to_owned();
            stories.push((address.page(), title.unwrap_or_else(|| slot.title.clone()), own));
        }
    }
    stories
}
