//! A week of real contributions, merged one after the other into one draft.

use std::path::Path;

use super::triples::merged;
use crate::support::score::{Counts, corpus, difference, order_free, read, slots};

/// A week's pull requests, each with the draft that it was made on, in the order of their merging.
struct Week {
    name: String,
    start: String,
    contributions: Vec<(String, String)>,
}

fn weeks(folder: &Path) -> Vec<Week> {
    let mut names: Vec<String> =
        folder.read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    let week = |name: String| {
        let week = folder.join(&name);
        let contributions = (1..)
            .map(|n| (week.join(format!("pr-{n:02}-base.md")), week.join(format!("pr-{n:02}-head.md"))))
            .take_while(|(base, _)| base.is_file())
            .map(|(base, head)| (read(&base), read(&head)))
            .collect();
        Week { name, start: read(&week.join("start.md")), contributions }
    };
    names.into_iter().map(week).collect()
}

/// Whether a contribution only adds lines.
fn is_addition(base: &Counts, head: &Counts) -> bool {
    base.iter().all(|(key, count)| head.get(key).copied().unwrap_or(0) >= *count)
}

#[test]
fn a_week_of_contributions_is_folded_into_one_draft() {
    let Some(corpus) = corpus() else { return };
    let (mut equal, mut refused) = (0, Vec::new());
    let all = ["gather", "gather-opened"].map(|name| weeks(&corpus.join(name)));
    for week in all.iter().flatten() {
        let mut draft = week.start.clone();
        let mut wanted = slots(&week.start);
        for (n, (base, head)) in week.contributions.iter().enumerate() {
            let (base_counts, head_counts) = (slots(base), slots(head));
            match merged(base, &draft, head).ok().and_then(|merge| merge.clean()) {
                Some(text) => {
                    draft = text;
                    wanted = order_free(&base_counts, &wanted, &head_counts);
                }
                None => {
                    let name = format!("{}, number {}", week.name, n + 1);
                    assert!(!is_addition(&base_counts, &head_counts), "{name} only adds lines");
                    refused.push(name);
                }
            }
        }
        assert_eq!(difference(&slots(&draft), &wanted), "", "{}", week.name);
        equal += 1;
    }
    assert_eq!(equal, 10);
    // Two people put one missing bullet right, each in a way of their own.
    assert_eq!(refused, ["2022-06-15, number 2"]);
}
