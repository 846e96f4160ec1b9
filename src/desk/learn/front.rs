//! The front matter that issues have in common.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::draft::{Draft, Syntax};
use crate::profile;

/// What the front matter of several issues has in common.
#[derive(Clone, Debug, Default)]
pub(super) struct FrontMatter {
    /// The syntax of most issues; `None` if most have no front matter.
    pub syntax: Option<Syntax>,
    /// How many issues have one.
    pub issues: usize,
    /// Keys that every issue has, in the order of the newest, without those of the list below.
    pub required: Vec<String>,
    pub title: Option<String>,
    pub date: Option<String>,
    /// How many dates differ from those in the paths.
    pub other_dates: usize,
    /// How many dates were read.
    pub dates: usize,
}

/// Names of the title's and of the date's key, in lower case.
const TITLES: [&str; 2] = ["title", "name"];
const DATES: [&str; 5] = ["date", "published", "pubdate", "publish_date", "day"];

/// Learns from issues in their order, the newest last, with the dates in their paths.
pub(super) fn learn(issues: &[(Option<Date>, &Draft)]) -> FrontMatter {
    let fronts: Vec<_> =
        issues.iter().filter_map(|(day, draft)| Some((*day, *draft, draft.front_matter()?))).collect();
    if fronts.len() * 2 < issues.len() || fronts.is_empty() {
        return FrontMatter { issues: fronts.len(), ..FrontMatter::default() };
    }
    let mut keys: BTreeMap<String, usize> = BTreeMap::new();
    for field in fronts.iter().flat_map(|(_, _, front)| &front.fields) {
        *keys.entry(field.name.to_lowercase()).or_default() += 1;
    }
    let Some((_, _, newest)) = fronts.last() else { return FrontMatter::default() };
    let in_all = |name: &str| keys.get(&name.to_lowercase()) == Some(&fronts.len());
    let required = newest.fields.iter().map(|field| field.name.clone()).filter(|name| in_all(name)).collect();
    let known = |names: &[&str]| {
        let own = newest.fields.iter().map(|field| field.name.clone());
        own.into_iter().find(|name| names.contains(&name.to_lowercase().as_str()))
    };
    let title = known(&TITLES);
    let date = known(&DATES);
    let mut learnt = FrontMatter {
        syntax: Some(newest.syntax),
        issues: fronts.len(),
        required,
        title,
        date,
        ..FrontMatter::default()
    };
    if let Some(key) = &learnt.date {
        let dates = fronts.iter().filter_map(|(day, draft, _)| Some((*day, date_of(draft, key)?)));
        for (in_path, own) in dates {
            learnt.dates += 1;
            learnt.other_dates += usize::from(in_path.is_some_and(|day| day != own));
        }
    }
    learnt
}

/// The date in the front matter of an issue.
pub(super) fn date_of(draft: &Draft, key: &str) -> Option<Date> {
    let value = draft.front_matter()?.value(key, draft.text())?;
    Some(profile::FrontMatter::default().read_date(value)?.date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn keys_of_all_issues_are_required() {
        let issue = |day: i8, more: &str| {
            Draft::parse(format!(
                "---\nlayout: post\ntitle: Lamps {day}\nDate: 2026-06-0{day}\n{more}---\n\nText.\n"
            ))
        };
        let drafts = [issue(1, "tags: a\n"), issue(2, ""), issue(3, "tags: b\n")];
        let days = (1..=3).map(|day| Some(date(2026, 6, day)));
        let issues: Vec<_> = days.zip(&drafts).collect();
        let front = learn(&issues);
        assert_eq!(front.required, ["layout", "title", "Date"]);
        assert_eq!((front.title.as_deref(), front.date.as_deref()), (Some("title"), Some("Date")));
        assert_eq!((front.syntax, front.dates, front.other_dates), (Some(Syntax::Yaml), 3, 0));
    }

    #[test]
    fn issues_without_front_matter_need_none() {
        let front = learn(&[(None, &Draft::parse("# 1\n")), (None, &Draft::parse("# 2\n"))]);
        assert_eq!((front.syntax, front.required.len()), (None, 0));
    }
}
