//! Learns the patterns that the paths of a repository have in common.

mod group;
mod pieces;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::{IssueKey, PathValues, Pattern};
use group::readings;
use pieces::{Form, Piece, forms};

/// A pattern that several paths match, each with its own values.
#[derive(Clone, Debug)]
pub struct LearntPattern {
    pub pattern: Pattern,
    /// The paths that it matches with their values, in the order of issues.
    pub issues: Vec<(PathValues, String)>,
}

/// A pattern needs this many issues.
const MIN_ISSUES: usize = 2;
/// A pattern with fixed words is better than one with `{slug}` if this share of the newest issues of the latter
/// have its words.
const NEWEST: usize = 24;
const SHARE: usize = 3;
/// Folders and names in which newsletters lie.
const WORDS: [&str; 9] =
    ["news", "letter", "week", "issue", "month", "digest", "post", "edition", "bulletin"];

impl LearntPattern {
    /// The newest issue's key.
    pub fn newest(&self) -> Option<IssueKey> {
        self.issues.last().map(|(values, _)| values.key(None))
    }

    /// How many issues speak for the pattern; those at a place that is named like a newsletter's count twice.
    fn weight(&self) -> usize {
        // Tokens have names such as `week`, too.
        let texts =
            self.pattern.path().split('{').map(|part| part.split_once('}').map_or(part, |(_, text)| text));
        let path = texts.collect::<String>().to_lowercase();
        let is_named = WORDS.iter().any(|word| path.contains(word));
        self.issues.len() * if is_named { 2 } else { 1 }
    }

    fn has_slug(&self) -> bool {
        self.pattern.path().contains("{slug}")
    }
}

/// The patterns of a repository's paths, the likeliest first. Paths are relative, with `/` between folders.
///
/// Where a number after a year may be a month, a week or that of an issue, all these patterns are returned, in this order.
pub fn learn_patterns<'p>(paths: impl IntoIterator<Item = &'p str>) -> Vec<LearntPattern> {
    let mut groups: BTreeMap<String, Vec<(Vec<Piece>, &str)>> = BTreeMap::new();
    for path in paths {
        for Form { key, pieces } in forms(path) {
            groups.entry(key).or_default().push((pieces, path));
        }
    }
    let mut learnt: Vec<LearntPattern> = Vec::new();
    for members in groups.values().filter(|members| members.len() >= MIN_ISSUES) {
        for path in readings(members.iter().map(|(pieces, _)| pieces.as_slice())) {
            let found = learn(&path, members.iter().map(|(_, path)| *path));
            let is_new = |found: &LearntPattern| {
                !learnt.iter().any(|known| known.pattern.path() == found.pattern.path())
            };
            learnt.extend(found.filter(is_new));
        }
    }
    // The sort is stable: of several readings of the same paths, the likelier one is in front.
    learnt.sort_by_key(|one| {
        let path = one.pattern.path();
        (std::cmp::Reverse(one.weight()), path.matches('/').count())
    });
    let fixed: Vec<LearntPattern> = learnt.iter().filter(|one| !one.has_slug()).cloned().collect();
    learnt.retain(|one| !(one.has_slug() && fixed.iter().any(|fixed| is_most_of(fixed, one))));
    learnt
}

/// The pattern of a path with tokens, with the issues among `paths`. `None` if it is ambiguous or has too few.
fn learn<'p>(path: &str, paths: impl Iterator<Item = &'p str>) -> Option<LearntPattern> {
    let pattern = Pattern::new(path).ok().filter(|pattern| pattern.has_date() || pattern.has_number())?;
    let read = |path: &'p str| Some((pattern.read(path)?, path.to_owned()));
    let mut issues: Vec<(PathValues, String)> = paths.filter_map(read).collect();
    issues.sort_by(|(one, path), (other, other_path)| {
        one.key(None).cmp(&other.key(None)).then_with(|| path.cmp(other_path))
    });
    let mut keys: Vec<IssueKey> = issues.iter().map(|(values, _)| values.key(None)).collect();
    keys.dedup();
    (keys.len() >= MIN_ISSUES).then_some(LearntPattern { pattern, issues })
}

/// True if a good part of the newest issues of `general` are those of `fixed`.
fn is_most_of(fixed: &LearntPattern, general: &LearntPattern) -> bool {
    let newest = general.issues.iter().rev().take(NEWEST);
    let shared = newest.clone().filter(|(_, path)| fixed.pattern.read(path).is_some()).count();
    shared >= MIN_ISSUES && shared * SHARE >= newest.count()
}
