use crate::git::merge_lines;

/// What came of merging a change of the file by another program with ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reconciled {
    /// Both changes are in it.
    Merged(String),
    /// Both changed the same lines: the text with markers around them.
    Conflict(String),
}

/// Merges two changes of `base`, line by line.
pub fn reconcile(base: &str, ours: &str, theirs: &str) -> Reconciled {
    if ours == base || ours == theirs {
        return Reconciled::Merged(theirs.to_owned());
    }
    if theirs == base {
        return Reconciled::Merged(ours.to_owned());
    }
    match merge_lines(base, ours, theirs) {
        Ok(merged) => Reconciled::Merged(merged),
        Err(conflict) => Reconciled::Conflict(conflict),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_of_different_lines_are_both_kept() {
        let base = "a\nb\nc\nd\ne\n";
        assert_eq!(
            reconcile(base, "A\nb\nc\nd\ne\n", "a\nb\nc\nd\nE\n"),
            Reconciled::Merged("A\nb\nc\nd\nE\n".into())
        );
    }

    #[test]
    fn changes_of_one_line_are_a_conflict() {
        match reconcile("a\nb\n", "x\nb\n", "y\nb\n") {
            Reconciled::Conflict(text) => {
                assert!(text.contains("<<<<<<<") && text.contains('x') && text.contains('y'))
            }
            Reconciled::Merged(text) => panic!("{text}"),
        }
    }
}
