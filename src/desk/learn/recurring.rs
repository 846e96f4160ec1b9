//! Pages that most of the last issues link to, and that a rule would report as sent before.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::Survey;
use crate::draft::Draft;
use crate::lint::{self, Context, Facts, PastIssue, Purpose, Selection, TemplateFacts};
use crate::outline::Outline;
use crate::profile::Profile;

/// A page of many issues, or all pages below an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RecurringPage {
    /// The address in the form of a profile: without `https://` and `www.`, perhaps with `*` at its end.
    pub pattern: String,
    /// How many issues link to it.
    pub issues: usize,
}

/// A page comes again if this share of the issues have it, and so many.
const SHARE: f64 = 0.5;
const LEAST: usize = 3;
/// The most addresses that are written; of more, those of most issues.
const MOST: usize = 5;
/// The rules about links that were there before, in an earlier issue or in the same.
const RULES: [&str; 2] = ["already-sent-link", "repeated-link"];

impl Survey {
    /// The addresses that may come again. Those of the template and those that no rule reports are left out.
    pub(super) fn recurring(&self, profile: &Profile) -> Vec<RecurringPage> {
        let mut issues_with: BTreeMap<String, HashSet<usize>> = BTreeMap::new();
        for (n, issue) in self.issues.iter().enumerate() {
            for page in pages(&issue.draft) {
                issues_with.entry(page).or_default().insert(n);
            }
        }
        let least = ((self.issues.len() as f64 * SHARE).ceil() as usize).max(LEAST);
        let in_template: HashSet<String> =
            self.template.iter().flat_map(|template| pages(&Draft::parse(template.text.as_str()))).collect();
        let is_usual = |page: &str| {
            issues_with.get(page).is_some_and(|issues| issues.len() >= least) && !in_template.contains(page)
        };
        if !issues_with.keys().any(|page| is_usual(page)) {
            return Vec::new();
        }
        let mut reported = self.reported(profile);
        reported.retain(|page| is_usual(page));
        let mut recurring = short(&reported, &issues_with);
        recurring.sort_by_key(|page| std::cmp::Reverse(page.issues));
        recurring.truncate(MOST);
        recurring
    }

    /// The pages that the rules report in the last issues, each compared with those before it.
    fn reported(&self, profile: &Profile) -> HashSet<String> {
        let rules = RULES.map(str::to_owned);
        let Ok(selection) = Selection::new(&rules, &[]) else { return HashSet::new() };
        let template =
            self.template.as_ref().map(|template| Arc::new(TemplateFacts::new(&template.text, profile)));
        let mut archive: Vec<Arc<PastIssue>> = Vec::new();
        let mut reported = HashSet::new();
        for issue in &self.issues {
            let (draft, outline) = (&issue.draft, Outline::new(&issue.draft, profile));
            let facts = Facts { template: template.clone(), archive: archive.clone(), ..Facts::default() };
            let context = Context::new(draft, &outline, profile, &facts);
            let problems = lint::check_selected(&context, &selection, Purpose::Report, &mut |_, _| ());
            let of_rules = problems.iter().filter(|problem| RULES.contains(&problem.rule));
            reported.extend(of_rules.filter_map(|problem| page(draft.slice(problem.span))));
            let key = issue.values.key(None);
            archive.insert(0, Arc::new(PastIssue::new(key, issue.path.clone(), draft, &outline, profile)));
            archive.truncate(profile.archive);
        }
        reported
    }
}

/// The pages that a draft links to.
fn pages(draft: &Draft) -> Vec<String> {
    draft.links().filter_map(|link| page(draft.slice(link.dest))).collect()
}

/// An address without its scheme, `www.`, fragment and last slash. `None` if it is no page.
fn page(address: &str) -> Option<String> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let page = rest.split('#').next()?.trim_end_matches('/');
    // An asterisk matches any text.
    let is_plain = page.contains('.') && !page.contains(['*', ' ']);
    is_plain.then(|| page.to_owned())
}

/// One address for all reported pages below a folder, if no other page is there; else each page by itself.
fn short(reported: &HashSet<String>, issues_with: &BTreeMap<String, HashSet<usize>>) -> Vec<RecurringPage> {
    let mut by_folder: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
    let mut left: Vec<&String> = reported.iter().collect();
    left.sort();
    for page in left {
        let folder = page.rsplit_once('/').map_or(page.as_str(), |(folder, _)| folder);
        by_folder.entry(folder).or_default().push(page);
    }
    let count = |pages: &[&String]| {
        let issues = pages.iter().filter_map(|page| issues_with.get(*page)).flatten();
        issues.collect::<HashSet<_>>().len()
    };
    let mut found = Vec::new();
    for (folder, pages) in by_folder {
        let start = format!("{folder}/");
        let (below, above): (Vec<&String>, Vec<&String>) =
            pages.into_iter().partition(|page| page.starts_with(&start));
        let is_whole =
            || issues_with.keys().filter(|page| page.starts_with(&start)).all(|page| reported.contains(page));
        // A whole site may have news.
        let has_path = folder.contains('/');
        if below.len() > 1 && has_path && is_whole() {
            found.push(RecurringPage { pattern: format!("{start}*"), issues: count(&below) });
        } else {
            found.extend(below.iter().map(|page| one(page, count(&[page]))));
        }
        found.extend(above.iter().map(|page| one(page, count(&[page]))));
    }
    found
}

fn one(page: &str, issues: usize) -> RecurringPage {
    RecurringPage { pattern: page.to_owned(), issues }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_short_where_no_other_page_is_below_them() {
        let known = |pages: &[(&str, usize)]| -> BTreeMap<String, HashSet<usize>> {
            pages.iter().map(|(page, count)| ((*page).to_owned(), (0..*count).collect())).collect()
        };
        let all = known(&[
            ("reed.example/send", 6),
            ("reed.example/send/form", 6),
            ("reed.example/send/list", 5),
            ("reed.example/news/1", 1),
            ("reed.example/news/all", 4),
        ]);
        let reported: HashSet<String> = all.keys().filter(|page| !page.ends_with('1')).cloned().collect();
        let short: Vec<(String, usize)> =
            short(&reported, &all).into_iter().map(|page| (page.pattern, page.issues)).collect();
        let expected = [("reed.example/send", 6), ("reed.example/news/all", 4), ("reed.example/send/*", 6)];
        assert_eq!(short, expected.map(|(page, issues)| (page.to_owned(), issues)));
    }

    #[test]
    fn an_address_is_written_as_in_a_profile() {
        assert_eq!(page("https://www.reed.example/send/#how").as_deref(), Some("reed.example/send"));
        assert_eq!(page("mailto:a@reed.example"), None);
        assert_eq!(page("../send"), None);
    }
}
