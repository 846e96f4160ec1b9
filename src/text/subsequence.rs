/// Returns the positions of a longest subsequence in which `precedes` holds between neighbours, in
/// order (patience sorting, in O(n log n)). Of several, it takes the one that ends with later items.
///
/// `precedes` must order the items: `<` for an increasing subsequence, `<=` for one that may repeat
/// an item.
pub fn longest_subsequence<T>(items: &[T], precedes: impl Fn(&T, &T) -> bool) -> Vec<usize> {
    // The last position of the best subsequence of each length.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(items.len());
    for (at, item) in items.iter().enumerate() {
        let length = ends.partition_point(|end| precedes(&items[*end], item));
        before.push(length.checked_sub(1).map(|last| ends[last]));
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut positions = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(at) = next {
        positions.push(at);
        next = before[at];
    }
    positions.reverse();
    positions
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_longest_subsequence_is_found() {
        for (items, increasing, sorted) in [
            (&[][..], &[][..], &[][..]),
            (&[5], &[0], &[0]),
            (&[2, 1], &[1], &[1]),
            (&[1, 3, 2, 4], &[0, 2, 3], &[0, 2, 3]),
            (&[4, 1, 2, 3], &[1, 2, 3], &[1, 2, 3]),
            (&[1, 2, 2, 1, 3], &[0, 2, 4], &[0, 1, 2, 4]),
        ] {
            assert_eq!(longest_subsequence(items, |a, b| a < b), increasing, "{items:?}");
            assert_eq!(longest_subsequence(items, |a, b| a <= b), sorted, "{items:?}");
        }
    }

    proptest! {
        #[test]
        fn it_is_in_order_and_none_is_longer(items in prop::collection::vec(0u8..8, 0..12)) {
            let found = longest_subsequence(&items, |a, b| a < b);
            prop_assert!(found.windows(2).all(|two| two[0] < two[1] && items[two[0]] < items[two[1]]));
            let mut lengths: Vec<usize> = Vec::new();
            for (at, item) in items.iter().enumerate() {
                let before = (0..at).filter(|other| items[*other] < *item).map(|other| lengths[other]);
                lengths.push(before.max().unwrap_or(0) + 1);
            }
            prop_assert_eq!(found.len(), lengths.into_iter().max().unwrap_or(0));
        }
    }
}
