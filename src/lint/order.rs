//! Items of a list that are out of order.

use crate::text::longest_subsequence;

/// Returns the positions of the items that must move to put `row` in order: as few as possible, and
/// later ones where there is a choice. Equal items may follow one another.
pub(super) fn out_of_order<T: Ord>(row: &[T]) -> Vec<usize> {
    // Go from the end, so that of two items that could stay, the earlier one stays.
    let from_end: Vec<&T> = row.iter().rev().collect();
    let mut in_order = vec![false; row.len()];
    for at in longest_subsequence(&from_end, |a, b| a >= b) {
        in_order[row.len() - 1 - at] = true;
    }
    (0..row.len()).filter(|at| !in_order[*at]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_few_items_as_possible_are_out_of_order() {
        for (row, out) in [
            (&[1, 2, 2, 3][..], &[][..]),
            (&[1, 5, 2, 3], &[1]),
            (&[4, 1, 2, 3], &[0]),
            (&[1, 2, 3, 0], &[3]),
            (&[1, 3, 2, 4], &[2]),
            (&[2, 1], &[1]),
            (&[1, 2, 2, 1, 3], &[3]),
            (&[], &[]),
        ] {
            assert_eq!(out_of_order(row), out, "{row:?}");
        }
    }
}
