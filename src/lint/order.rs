//! What stands out of order in a row.

/// The places that have to change for `row` to be in order: as few as can be, later ones where
/// there is a choice. Equal ones may follow one another.
pub(super) fn out_of_order<T: Ord>(row: &[T]) -> Vec<usize> {
    // The longest part in order, by the greatest first place of each length (patience sorting, from
    // the end, which keeps the earlier one of two that could stay).
    let mut firsts: Vec<usize> = Vec::new();
    let mut after: Vec<Option<usize>> = vec![None; row.len()];
    for (at, one) in row.iter().enumerate().rev() {
        let length = firsts.partition_point(|first| row[*first] >= *one);
        after[at] = length.checked_sub(1).map(|shorter| firsts[shorter]);
        if length == firsts.len() {
            firsts.push(at);
        } else if row[firsts[length]] != *one {
            firsts[length] = at;
        }
    }
    let mut in_order = vec![false; row.len()];
    let mut next = firsts.last().copied();
    while let Some(at) = next {
        in_order[at] = true;
        next = after[at];
    }
    (0..row.len()).filter(|at| !in_order[*at]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_few_as_can_be_are_out_of_order() {
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
