/// The value that occurs most often; among equals the first one.
pub(super) fn most_frequent<T: PartialEq>(values: impl IntoIterator<Item = T>) -> Option<T> {
    most_frequent_share(values).map(|(value, _, _)| value)
}

/// Like [`most_frequent`], with the number of its occurrences and of all values.
pub(super) fn most_frequent_share<T: PartialEq>(
    values: impl IntoIterator<Item = T>,
) -> Option<(T, usize, usize)> {
    let mut counts: Vec<(T, usize)> = Vec::new();
    let mut total = 0;
    for value in values {
        total += 1;
        match counts.iter_mut().find(|(known, _)| *known == value) {
            Some((_, count)) => *count += 1,
            None => counts.push((value, 1)),
        }
    }
    // The last maximum wins, so the order is reversed.
    let (value, count) = counts.into_iter().rev().max_by_key(|(_, count)| *count)?;
    Some((value, count, total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_equals_wins() {
        assert_eq!(most_frequent(["b", "a", "a", "b", "c"]), Some("b"));
        assert_eq!(most_frequent_share(["b", "a", "a"]), Some(("a", 2, 3)));
        assert_eq!(most_frequent::<&str>([]), None);
    }
}
