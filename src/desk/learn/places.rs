//! Where a newsletter's drafts, issues and template are.

use jiff::civil::Date;

use crate::profile::{IssueKey, LearntPattern, Pattern, Period, learn_patterns, may_be_an_issue};

/// Folders of drafts, in lower case, without underscores in front.
pub(super) const DRAFT_FOLDERS: [&str; 5] = ["drafts", "draft", "next", "upcoming", "wip"];
/// Names of a draft that becomes one issue after the other, without extension.
pub(super) const ROLLING_NAMES: [&str; 7] =
    ["draft", "next", "next-issue", "upcoming", "current", "wip", "_draft"];
/// Words in the names of templates.
const TEMPLATE_WORDS: [&str; 4] = ["template", "skeleton", "archetype", "draft"];
/// Folders of templates that are not issues': of a forge, and of pages.
const OTHER_TEMPLATES: [&str; 5] = ["_layouts", "_includes", "layouts", "themes", "templates"];

/// Where the issues and drafts are.
#[derive(Clone, Debug)]
pub(super) struct Places {
    pub posts: LearntPattern,
    /// Places for drafts, the likeliest first; never empty.
    pub drafts: Vec<DraftPlace>,
    /// Files that may be the template, the likeliest first.
    pub templates: Vec<String>,
    /// Other patterns that the repository's files have, the likeliest first.
    pub others: Vec<LearntPattern>,
}

/// A pattern for drafts, with the reason for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DraftPlace {
    pub path: String,
    pub reason: String,
    /// The newest of its files; `None` for a draft that becomes each issue.
    pub newest: Option<IssueKey>,
}

impl Places {
    /// The places of a repository's files; `None` if no files look like issues.
    pub fn from_files(files: &[String]) -> Option<Places> {
        let mut patterns = learn_patterns(files.iter().map(String::as_str));
        let at = patterns.iter().position(|one| !is_of_drafts(one.pattern.folder()))?;
        let posts = patterns.remove(at);
        let drafts = draft_places(files, &posts, &patterns);
        let templates = templates(files, &posts, &drafts);
        patterns.retain(|one| !drafts.iter().any(|place| place.path == one.pattern.path()));
        Some(Places { posts, drafts, templates, others: patterns })
    }
}

impl Places {
    /// Where a number in the paths may be a month, a week or that of an issue, takes what the dates of the issues fit
    /// best. True if the pattern of the issues has changed.
    pub fn take_other_reading(&mut self, dates: &[(&str, Option<Date>)]) -> bool {
        let fits = |one: &LearntPattern| {
            let read =
                dates.iter().filter_map(|(path, date)| Some((one.pattern.read(path)?.period?, (*date)?)));
            // A year fits nearly all dates: it says half as much as a week that fits.
            let weight = |period| if matches!(period, Period::Year(_)) { 1 } else { 2 };
            read.filter(|(period, date)| is_in(*period, *date))
                .map(|(period, _)| weight(period))
                .sum::<usize>()
        };
        let same_paths = |one: &LearntPattern| {
            one.issues.len() == self.posts.issues.len() && one.pattern.folder() == self.posts.pattern.folder()
        };
        let own = fits(&self.posts);
        let better = (0..self.others.len()).filter(|at| same_paths(&self.others[*at]));
        let better = better.map(|at| (fits(&self.others[at]), at)).filter(|(fit, _)| *fit > own);
        // Of two that fit as well, the likelier one is in front.
        let Some((_, at)) = better.max_by_key(|(fit, at)| (*fit, std::cmp::Reverse(*at))) else {
            return false;
        };
        let place = self.posts.pattern.path().to_owned();
        std::mem::swap(&mut self.posts, &mut self.others[at]);
        for draft in self.drafts.iter_mut().filter(|draft| draft.path == place) {
            draft.path = self.posts.pattern.path().to_owned();
        }
        true
    }
}

/// True if a date is in a period.
fn is_in(period: Period, date: Date) -> bool {
    match period {
        Period::Day(day) => day == date,
        Period::Week(week) => {
            let own = date.iso_week_date();
            (own.year(), own.week()) == (week.year(), week.week())
        }
        Period::Month(month) => (month.year(), month.month()) == (date.year(), date.month()),
        Period::Year(year) => year == date.year(),
    }
}

fn plain(folder: &str) -> String {
    folder.trim_start_matches('_').to_lowercase()
}

/// True if one of the path's folders is one of drafts.
fn is_of_drafts(path: &str) -> bool {
    path.split('/').any(|folder| DRAFT_FOLDERS.contains(&plain(folder).as_str()))
}

fn draft_places(files: &[String], posts: &LearntPattern, patterns: &[LearntPattern]) -> Vec<DraftPlace> {
    let mut places = Vec::new();
    let mut add = |path: String, reason: String| {
        if !places.iter().any(|place: &DraftPlace| place.path == path) {
            let pattern = Pattern::new(&path).ok().filter(|pattern| !pattern.is_one_file());
            let keys = pattern.iter().flat_map(|pattern| files.iter().filter_map(|file| pattern.read(file)));
            let newest = keys.map(|values| values.key(None)).max();
            places.push(DraftPlace { path, reason, newest });
        }
    };
    // A folder of drafts with names like those of the issues.
    let folder = posts.pattern.folder();
    let name = posts.pattern.path()[folder.len()..].trim_start_matches('/');
    let mut folders: Vec<&str> = files.iter().filter_map(|file| Some(file.rsplit_once('/')?.0)).collect();
    folders.dedup();
    for own in folders.into_iter().filter(|own| is_of_drafts(own)) {
        let path = format!("{own}/{name}");
        let Ok(pattern) = Pattern::new(&path) else { continue };
        let count = files.iter().filter(|file| pattern.read(file).is_some()).count();
        if count > 0 {
            add(
                path,
                match count {
                    1 => "one of its files has the name of an issue".to_owned(),
                    count => format!("{count} of its files have the name of an issue"),
                },
            );
        }
    }
    let of_drafts = patterns.iter().filter(|one| is_of_drafts(one.pattern.folder()));
    for own in of_drafts.filter(|own| own.pattern.has_date() == posts.pattern.has_date()) {
        let reason = format!("{} files there have such names", own.issues.len());
        add(own.pattern.path().to_owned(), reason);
    }
    for file in files.iter().filter(|file| is_rolling(file, folder)) {
        add(file.clone(), "a draft that becomes one issue after the other".to_owned());
    }
    add(posts.pattern.path().to_owned(), "drafts lie among the issues".to_owned());
    places
}

/// True for the name of a draft without a date: at the top, beside the issues or above them, or in a folder of
/// drafts.
fn is_rolling(file: &str, posts: &str) -> bool {
    let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
    let Some((stem, _)) = name.rsplit_once('.').filter(|_| may_be_an_issue(name)) else { return false };
    let is_near = folder.is_empty()
        || posts == folder
        || posts.starts_with(&format!("{folder}/"))
        || is_of_drafts(folder);
    is_near && ROLLING_NAMES.contains(&stem.to_lowercase().as_str())
}

/// Files with the name of a template, those beside the drafts or issues first.
fn templates(files: &[String], posts: &LearntPattern, drafts: &[DraftPlace]) -> Vec<String> {
    let is_draft = |file: &str| {
        posts.pattern.read(file).is_some()
            || drafts.iter().any(|place| {
                place.path == file || Pattern::new(&place.path).is_ok_and(|one| one.read(file).is_some())
            })
    };
    let is_template = |file: &&String| {
        let name = file.rsplit('/').next().unwrap_or(file).to_lowercase();
        let stem_has = TEMPLATE_WORDS.iter().any(|word| name.contains(word));
        let is_text = !name.contains('.')
            || [".md", ".markdown", ".mdx", ".txt", ".tmpl", ".template"]
                .iter()
                .any(|end| name.ends_with(end));
        let is_archetype = file.starts_with("archetypes/");
        let is_other = file.split('/').any(|folder| OTHER_TEMPLATES.contains(&folder))
            || name.contains("pull_request")
            || name.contains("issue_template");
        (stem_has || is_archetype) && is_text && !is_other && !is_draft(file)
    };
    let folder_of = |path: &str| path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let homes: Vec<String> = std::iter::once(posts.pattern.folder().to_owned())
        .chain(drafts.iter().map(|place| folder_of(&place.path)))
        .collect();
    let mut found: Vec<String> = files.iter().filter(is_template).cloned().collect();
    found.sort_by_key(|file| {
        let is_named = file.to_lowercase().contains("template");
        (!is_named, !homes.contains(&folder_of(file)), file.matches('/').count())
    });
    found
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;

    use super::*;

    fn places(files: &[&str]) -> Option<(String, Vec<String>, Vec<String>)> {
        let files: Vec<String> = files.iter().map(|file| (*file).to_owned()).collect();
        let places = Places::from_files(&files)?;
        let drafts = places.drafts.into_iter().map(|place| place.path).collect();
        Some((places.posts.pattern.path().to_owned(), drafts, places.templates))
    }

    fn owned(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn drafts_are_found_in_their_folder_in_one_file_or_among_the_issues() {
        for (files, posts, drafts, templates) in [
            (
                &[
                    "_posts/2026-05-25-a.md",
                    "_posts/2026-06-01-a.md",
                    "_drafts/2026-06-08-a.md",
                    "_drafts/template.md",
                ][..],
                "_posts/{date}-a.md",
                &["_drafts/{date}-a.md", "_posts/{date}-a.md"][..],
                &["_drafts/template.md"][..],
            ),
            (
                &[
                    "draft.md",
                    "draft-template.txt",
                    "_posts/2026-05-25-2026-W22.md",
                    "_posts/2026-06-01-2026-W23.md",
                ],
                "_posts/{date}-{week_year}-W{week}.md",
                &["draft.md", "_posts/{date}-{week_year}-W{week}.md"],
                &["draft-template.txt"],
            ),
            (
                &["docs/issue-1.md", "docs/issue-2.md", ".github/ISSUE_TEMPLATE.md", "README.md"],
                "docs/issue-{number}.md",
                &["docs/issue-{number}.md"],
                &[],
            ),
            (
                &[
                    "draft/DRAFT_TEMPLATE",
                    "draft/2026-06-03-w.md",
                    "content/2026-05-27-w.md",
                    "content/2026-05-20-w.md",
                ],
                "content/{date}-w.md",
                &["draft/{date}-w.md", "content/{date}-w.md"],
                &["draft/DRAFT_TEMPLATE"],
            ),
        ] {
            let expected = (posts.to_owned(), owned(drafts), owned(templates));
            assert_eq!(places(files), Some(expected), "{files:?}");
        }
        assert_eq!(places(&["README.md", "src/main.rs"]), None);
    }

    #[test]
    fn the_dates_say_whether_a_number_after_a_year_is_a_week_or_that_of_an_issue() {
        let files: Vec<String> = (1..=20).map(|n| format!("letters/2026/{n}.md")).collect();
        let learnt = |date: &dyn Fn(i32) -> Option<Date>| {
            let mut places = Places::from_files(&files).unwrap();
            let dates: Vec<_> = (1..).zip(&files).map(|(n, file)| (file.as_str(), date(n))).collect();
            places.take_other_reading(&dates);
            let drafts: Vec<&str> = places.drafts.iter().map(|place| place.path.as_str()).collect();
            assert_eq!(drafts, [places.posts.pattern.path()]);
            places.posts.pattern.path().to_owned()
        };
        let monday = |n: i32| date(2025, 12, 29) + (i64::from(n - 1) * 7).days();
        assert_eq!(learnt(&|n| Some(monday(n))), "letters/{yyyy}/{week}.md");
        // A few that appear a week late.
        assert_eq!(learnt(&|n| Some(monday(if n % 3 == 0 { n + 1 } else { n }))), "letters/{yyyy}/{week}.md");
        // Since March, or every two weeks.
        assert_eq!(learnt(&|n| Some(monday(n + 9))), "letters/{yyyy}/{number}.md");
        assert_eq!(learnt(&|n| Some(monday(2 * n))), "letters/{yyyy}/{number}.md");
        assert_eq!(learnt(&|_| None), "letters/{yyyy}/{week}.md");
    }
}
