//! What stands out of order in a row.

/// The places that have to change for `row` to be in order: as few as can be, later ones where
/// there is a choice. Equal ones may follow one another.
pub(super) fn out_of_order<T: Ord>(row: &[T]) -> Vec<usize> {
    // The longest part in order, by the least last place of each length (patience sorting).
    let mut lasts: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(row.len());
    for (at, one) in row.iter().enumerate() {
        let length = lasts.partition_point(|last| row[*last] <= *one);
        before.push(length.checked_sub(1).map(|shorter| lasts[shorter]));
        if length == lasts.len() {
            lasts.push(at);
        } else if row[lasts[length]] != *one {
            lasts[length] = at;
        }
    }
    let mut in_order = vec![false; row.len()];
    let mut next = lasts.last().copied();
    while let Some(at) = next {
        in_order[at] = true;
        next = before[at];
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
            (&[], &[]),
        ] {
            assert_eq!(out_of_order(row), out, "{row:?}");
        }
    }
}
