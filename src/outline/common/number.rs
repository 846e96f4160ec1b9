//! Numbers of issues that only their titles have.

use super::super::template::{Value, values_in};
use super::title::visible_title;
use crate::draft::Draft;
use crate::profile::Profile;

/// The numbers that count up, one an issue, in the titles or main headings of the last issues, the newest last. `None`
/// for the issues without theirs.
pub fn counted_numbers(drafts: &[&Draft], profile: &Profile) -> Vec<Option<u32>> {
    let numbers: Vec<Vec<u32>> = drafts.iter().map(|draft| numbers_in_title(draft, profile)).collect();
    let newest = match &numbers[..] {
        [.., before, newest] => newest
            .iter()
            .copied()
            .find(|number| number.checked_sub(1).is_some_and(|one| before.contains(&one))),
        _ => None,
    };
    let back = (0..u32::try_from(drafts.len()).unwrap_or(0)).rev();
    let own = |back| newest?.checked_sub(back);
    numbers.iter().zip(back).map(|(found, back)| own(back).filter(|number| found.contains(number))).collect()
}

fn numbers_in_title(draft: &Draft, profile: &Profile) -> Vec<u32> {
    let title = draft.front_matter().and_then(|front| {
        let field = front.field(&profile.front_matter.title)?;
        let visible = visible_title(field, front.syntax, draft.text());
        Some(if visible == field.value { field.decoded(draft.text()) } else { draft.slice(visible) })
    });
    let heading = draft.blocks().iter().find(|block| block.is_heading());
    let heading = heading.filter(|block| block.level() == Some(1)).map(|block| draft.slice(block.span));
    let values = title.into_iter().chain(heading).flat_map(values_in);
    let numbers = values.filter_map(|one| match one.value {
        Value::Number(number) => Some(number),
        Value::Date(_) | Value::Week { .. } | Value::Month { .. } => None,
    });
    numbers.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::built_in;

    #[test]
    fn numbers_that_count_up_are_those_of_the_issues() {
        let profile = built_in("circuitpython").unwrap();
        let numbers = |titles: &[&str]| {
            let drafts =
                titles.iter().map(|title| Draft::parse(format!("---\ntitle: \"{title}\"\n---\n\n# 12\n")));
            let drafts: Vec<Draft> = drafts.collect();
            counted_numbers(&drafts.iter().collect::<Vec<_>>(), &profile)
        };
        let some = |list: &[u32]| list.iter().copied().map(Some).collect::<Vec<_>>();
        assert_eq!(numbers(&["Tides 8: 5 ways", "Tides 9: 3 ways", "Tides 10"]), some(&[8, 9, 10]));
        assert_eq!(numbers(&["Tides", "Tides 9", "Tides 10"]), [None, Some(9), Some(10)]);
        assert_eq!(numbers(&["Tides of 2025-06-08", "Tides of 2025-06-15"]), [None, None]);
        assert_eq!(numbers(&["Tides 10"]), [None]);
        // Without quotes, YAML reads the number as a comment.
        let plain = [8, 9].map(|n| Draft::parse(format!("---\ntitle: Tides #{n}\n---\n\nText.\n")));
        assert_eq!(counted_numbers(&plain.iter().collect::<Vec<_>>(), &profile), some(&[8, 9]));
    }
}
