use super::fine_edits::{fine_edits, refine};
use crate::git::{Names, merge_lines};
use crate::merge::{Chunk, Markers, MergeError, Version, merge, with_markers};
use crate::outline::update_counts;
use crate::profile::Profile;
use crate::text::Edits;

/// The result of a three-way merge of texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconciled {
    /// The result, with markers around conflicts.
    pub text: String,
    /// The edits from ours to the result.
    pub edits: Edits,
    /// The result in parts, if it has conflicts that can be resolved one by one.
    pub parts: Vec<Chunk>,
    pub has_conflicts: bool,
    /// Why the merge was done by lines, if it was.
    pub by_lines: Option<MergeError>,
}

/// Merges two changes of `base`: by the structure of the draft, or line by line if the structure is
/// ambiguous.
pub fn reconcile(base: &str, ours: &str, theirs: &str, profile: &Profile, markers: &Markers) -> Reconciled {
    if ours == theirs || theirs == base {
        return Reconciled::clean(ours.to_owned(), Edits::default(), None);
    }
    if ours == base {
        return Reconciled::clean(theirs.to_owned(), fine_edits(ours, theirs), None);
    }
    let read = |text| Version::new(text, profile);
    let merged = (|| {
        let ours = read(ours)?;
        let merged = merge(&read(base)?, &ours, &read(theirs)?, profile)?;
        Ok((ours, merged))
    })();
    match merged {
        Ok((own, merged)) => match (merged.clean(), merged.edits()) {
            (Some(text), Some(edits)) => {
                let edits = refine(edits, ours);
                match merged.into_result().and_then(|result| counts(&own, &result, profile)) {
                    Some(counts) => {
                        let text = counts.apply(&text);
                        let edits = fine_edits(ours, &text);
                        Reconciled::clean(text, edits, None)
                    }
                    None => Reconciled::clean(text, edits, None),
                }
            }
            _ => {
                let newline = if ours.contains("\r\n") { "\r\n" } else { "\n" };
                let text = with_markers(&merged, markers, newline);
                let parts = merged.chunks().to_vec();
                Reconciled::conflict(ours, text, parts, None)
            }
        },
        Err(why) => by_lines(base, ours, theirs, markers, why),
    }
}

/// The edits that correct the sentences of a merge's result that count the items of a list.
fn counts(ours: &Version, result: &Version, profile: &Profile) -> Option<Edits> {
    update_counts(profile, (ours.draft(), ours.outline()), (result.draft(), result.outline()))
}

fn by_lines(base: &str, ours: &str, theirs: &str, markers: &Markers, why: MergeError) -> Reconciled {
    let marker = u16::try_from(markers.len).unwrap_or(7);
    let names = Names { base: &markers.base, ours: &markers.ours, theirs: &markers.theirs, marker };
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    match merge_lines(base.as_bytes(), ours.as_bytes(), theirs.as_bytes(), names).map(text).map_err(text) {
        Ok(text) => {
            let edits = fine_edits(ours, &text);
            Reconciled::clean(text, edits, Some(why))
        }
        Err(text) => Reconciled::conflict(ours, text, Vec::new(), Some(why)),
    }
}

impl Reconciled {
    /// The number of conflicts; those of a merge by lines count as one.
    pub fn conflicts(&self) -> usize {
        let marked = self.parts.iter().filter(|part| matches!(part, Chunk::Conflict(_))).count();
        if self.has_conflicts { marked.max(1) } else { 0 }
    }

    fn clean(text: String, edits: Edits, by_lines: Option<MergeError>) -> Self {
        Reconciled { text, edits, parts: Vec::new(), has_conflicts: false, by_lines }
    }

    fn conflict(ours: &str, text: String, parts: Vec<Chunk>, by_lines: Option<MergeError>) -> Self {
        let edits = fine_edits(ours, &text);
        Reconciled { text, edits, parts, has_conflicts: true, by_lines }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::built_in;

    fn reconciled(base: &str, ours: &str, theirs: &str) -> Reconciled {
        reconcile(base, ours, theirs, &built_in("circuitpython").unwrap(), &Markers::default())
    }

    #[test]
    fn both_changes_are_in_the_result_and_the_edits_make_it_of_ours() {
        let base = "a\n\nb\n\nc\n\nd\n";
        let ours = "A\n\nb\n\nc\n\nd\n";
        let merged = reconciled(base, ours, "a\n\nb\n\nc\n\nD\n");
        assert_eq!(merged.text, "A\n\nb\n\nc\n\nD\n");
        assert_eq!(merged.edits.apply(ours), merged.text);
        assert!(!merged.has_conflicts);
    }

    #[test]
    fn two_changes_of_one_paragraph_are_a_conflict_of_it_alone() {
        let merged = reconciled("a\n\nb\n", "x\n\nb\n", "y\n\nb\n\nc\n");
        assert!(merged.has_conflicts);
        assert_eq!(merged.text, "<<<<<<< ours\nx\n||||||| base\na\n=======\ny\n>>>>>>> theirs\n\nb\n\nc\n");
        assert_eq!(merged.parts.len(), 2);
    }

    #[test]
    fn boards_of_both_sides_are_counted_again() {
        let boards = |count: &str, names: &[&str]| {
            let rows = names.iter().map(|name| format!("- [{name}](https://{name}.example/)\n"));
            let text = format!("## New Boards\n\nThis week {count}\n\n{}", rows.collect::<String>());
            format!("{}\n", text.trim_end())
        };
        let base = boards("there was 1 new board added:", &["kelp"]);
        let two = boards("there were 2 new boards added:", &["kelp", "moss"]);
        for (ours, theirs, wanted) in [
            (
                &two,
                boards("there were 2 new boards added:", &["kelp", "reed"]),
                ["kelp", "moss", "reed"].as_slice(),
            ),
            (
                &two,
                boards("there were 3 new boards added:", &["fern", "kelp", "reed"]),
                &["fern", "kelp", "moss", "reed"],
            ),
            (&two, boards("there were no new boards added.", &[]), &["moss"]),
        ] {
            let merged = reconciled(&base, ours, &theirs);
            let count = match wanted.len() {
                1 => "there was 1 new board added:".to_owned(),
                n => format!("there were {n} new boards added:"),
            };
            assert_eq!(merged.text, boards(&count, wanted), "{theirs}");
            assert_eq!(merged.edits.apply(ours), merged.text);
            assert!(!merged.has_conflicts);
        }
        // Two ways to write the sentence remain a conflict.
        let other = two.replace("there were 2 new boards added", "two boards are new");
        let more = boards("there were 3 new boards added:", &["kelp", "reed", "fern"]);
        assert!(reconciled(&base, &other, &more).has_conflicts);
    }

    #[test]
    fn what_cannot_be_told_apart_is_merged_by_lines() {
        let base = "---\ntitle: a\n\n## News\n\none\n\ntwo\n";
        let merged = reconciled(base, &base.replace("one", "ONE"), &base.replace("two", "TWO"));
        assert_eq!(merged.text, base.replace("one", "ONE").replace("two", "TWO"));
        assert_eq!(merged.by_lines, Some(MergeError::OpenFrontMatter));
    }
}
