use crate::lint::rules::{Context, Findings, Meta, Rule};
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;

use foldhash::fast::RandomState;

use crate::lint::Severity;
use crate::lint::stories::stories;
use crate::text::Span;

pub(super) struct RepeatedStory;

const META: Meta = Meta {
    name: "repeated-story",
    severity: Severity::Warning,
    summary: "Two stories are about the same thing.",
    why: "Readers expect news and find what they have just read.",
    bad: issue!(
        "## News From Around the Web\n\nA brass lamp that hums sea shanties whenever a ship comes into the harbour at night - [Site](https://example.org/lamp).\n\nA small brass lamp that hums sea shanties whenever a ship comes into the harbour - [Box](https://example.com/lamp).\n"
    ),
    good: issue!(
        "## News From Around the Web\n\nA brass lamp that hums sea shanties whenever a ship comes into the harbour at night - [Site](https://example.org/lamp).\n\nA small box that knows which of its drawers holds the screws you are looking for - [Box](https://example.com/box).\n"
    ),
};

impl Rule for RepeatedStory {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        let hasher = RandomState::default();
        let shingles = |text: Span| shingles(&draft.slice(text).to_lowercase(), &hasher);
        let stories: Vec<(Span, Shingles)> =
            stories(context).filter_map(|story| Some((story.text?, shingles(story.text?)))).collect();
        let mut known: HashMap<Shingle, Vec<usize>, RandomState> = HashMap::default();
        for (n, (span, own)) in stories.iter().enumerate() {
            // The number of shingles that each earlier story has in common with this one.
            let mut common: HashMap<usize, usize, RandomState> = HashMap::default();
            for other in own.iter().filter_map(|shingle| known.get(shingle)).flatten() {
                *common.entry(*other).or_default() += 1;
            }
            let alike = |(other, count): &(usize, usize)| {
                let less = own.len().min(stories[*other].1.len());
                less >= MIN_SHINGLES && count * 2 >= less
            };
            if let Some((other, _)) = common.into_iter().filter(alike).min() {
                let line = context.line_number(stories[other].0.start);
                let message = format!("line {line} tells the same story");
                found.push(self.problem(*span, message).help("merge the two, with both sources"));
            }
            for shingle in own {
                let stories = known.entry(*shingle).or_default();
                // A shingle that many stories have does not identify any.
                if stories.len() < MOST_STORIES {
                    stories.push(n);
                }
            }
        }
    }
}

/// A hash of three consecutive words.
type Shingle = u64;

type Shingles = HashSet<Shingle, RandomState>;

/// Stories with fewer shingles are too short to compare.
const MIN_SHINGLES: usize = 6;

const MOST_STORIES: usize = 20;

fn shingles(text: &str, hasher: &RandomState) -> Shingles {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.windows(3).map(|three| hasher.hash_one(three)).collect()
}
