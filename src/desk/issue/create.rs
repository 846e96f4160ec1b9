use std::path::PathBuf;

use jiff::civil::Date;

use super::choose::{find_issue, has_numbers};
use super::document;
use super::draft_branch::{DraftElsewhere, IssueBranch};
use super::series::Series;
use crate::desk::{DeskError, FileError, FirstStep, IssueError, Listing, Workspace};
use crate::outline::issue_from_template;
use crate::profile::{IssueKey, IssueName, Precision};
use crate::root::RootError;

/// The files created for a new issue.
#[derive(Clone, Debug)]
pub struct Created {
    pub path: PathBuf,
    pub issue: NextIssue,
    /// The asset folder, if it was created.
    pub assets: Option<PathBuf>,
    /// A description of the template, for messages.
    pub from: String,
    /// The branch on which the profile wants the draft.
    pub branch: Option<IssueBranch>,
    /// Why the issue has its date, if that was learnt from the other issues.
    pub why: Option<String>,
}

/// The date and the number of an issue that does not exist yet, as far as they are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NextIssue {
    pub date: Option<Date>,
    pub number: Option<u32>,
}

impl NextIssue {
    /// The issue in a message.
    pub fn phrase(self) -> String {
        let key = self.date.map(IssueKey::Day).or(self.number.map(IssueKey::Number));
        key.unwrap_or(IssueKey::Next).phrase()
    }
}

impl From<IssueKey> for NextIssue {
    fn from(key: IssueKey) -> NextIssue {
        match key {
            IssueKey::Day(date) => NextIssue { date: Some(date), number: None },
            IssueKey::Number(number) => NextIssue { date: None, number: Some(number) },
            IssueKey::Next => NextIssue::default(),
        }
    }
}

/// The date and number of the next issue.
///
/// # Errors
///
/// [`IssueError::NoCadence`] or [`IssueError::Irregular`] if the name of a draft has a date and the next one is
/// unknown.
pub fn next_issue(workspace: &Workspace, listing: &Listing, today: Date) -> Result<NextIssue, DeskError> {
    let series = Series::new(workspace, listing);
    Ok(complete(workspace, &series, NextIssue::default(), today)?)
}

/// Adds the values that a wanted issue lacks. Numbers in texts count only if the template needs them.
fn complete(
    workspace: &Workspace,
    series: &Series<'_>,
    wanted: NextIssue,
    today: Date,
) -> Result<NextIssue, IssueError> {
    let files = &workspace.profile.files;
    let date = match wanted.date {
        Some(date) => Some(date),
        None if files.drafts.has_date() => Some(series.next_date(today)?),
        None => series.next_date(today).ok(),
    };
    let has_number = files.drafts.has_number()
        || files.posts.has_number()
        || !workspace.profile.template.number.is_empty();
    let number = wanted.number.or_else(|| has_number.then(|| series.next_number()).flatten());
    Ok(NextIssue { date, number })
}

/// The path of the draft of an issue, by the profile's pattern.
fn path_of(workspace: &Workspace, series: &Series<'_>, issue: NextIssue, today: Date) -> Option<PathBuf> {
    let drafts = &workspace.profile.files.drafts;
    let slug = series.slug();
    let slug = slug.as_deref().unwrap_or("issue");
    // A year in the path beside a number needs no cadence: it is this year.
    let is_year = drafts.precision() == Some(Precision::Year);
    let date = issue.date.or(is_year.then_some(today));
    let path = drafts.write(&IssueName { date, number: issue.number, slug })?;
    Some(workspace.root.join(path))
}

/// The path that the draft of a wanted issue, or of the next one, would have. `None` if it is unknown.
pub(super) fn draft_path(
    workspace: &Workspace,
    listing: &Listing,
    wanted: NextIssue,
    today: Date,
) -> Option<PathBuf> {
    let series = Series::new(workspace, listing);
    let issue = complete(workspace, &series, wanted, today).ok()?;
    path_of(workspace, &series, issue, today)
}

/// Creates the draft of a wanted issue, or of the next one, and its asset folder. Its text is the repository's
/// template, or the built-in one for a newsletter of a built-in profile, with the dates and the number filled in; or
/// else what the last issues have in common. Never overwrites a file.
///
/// # Errors
///
/// [`IssueError::Exists`] if the draft or the issue exists already, [`IssueError::OnOtherBranch`] if it does on
/// the profile's branch, [`IssueError::NoNumbers`] if a number is wanted and issues have none,
/// [`IssueError::UnknownLayout`] if the folder for drafts is unknown, and [`IssueError::NoTemplate`] if
/// there is neither a template nor two issues.
pub fn create(workspace: &Workspace, wanted: NextIssue, today: Date) -> Result<Created, DeskError> {
    if !workspace.has_known_layout() {
        let folder = workspace.root.folder().to_owned();
        return Err(IssueError::UnknownLayout { folder, first: FirstStep::new(workspace) }.into());
    }
    let listing = workspace.listing();
    if wanted.number.is_some() && !has_numbers(workspace, &listing) {
        return Err(IssueError::NoNumbers.into());
    }
    let series = Series::new(workspace, &listing);
    let issue = match complete(workspace, &series, wanted, today) {
        // Without a template, a date would not help.
        Err(error) => return Err(text(workspace, &series, wanted).err().unwrap_or(error.into())),
        Ok(issue) => issue,
    };
    let profile = &workspace.profile;
    let path = path_of(workspace, &series, issue, today).ok_or(IssueError::NoCadence)?;
    let key = workspace.key_of(&path);
    let mut known = listing.drafts.iter().chain(&listing.posts);
    if let Some(there) = known.find(|issue| Some(issue.key) == key && key != Some(IssueKey::Next)) {
        return Err(IssueError::Exists(there.path.clone()).into());
    }
    // A path with only a number does not say that there is an issue of this date.
    if let Some(there) = wanted.date.and_then(|date| find_issue(workspace, &listing, IssueKey::Day(date)))
        && !profile.files.drafts.is_one_file()
    {
        return Err(IssueError::Exists(there.path.clone()).into());
    }
    let issue_key = issue.date.map(IssueKey::Day).or(issue.number.map(IssueKey::Number));
    if let Some(there) = DraftElsewhere::find(workspace, &listing, issue_key, today)? {
        return Err(IssueError::OnOtherBranch(Box::new(there)).into());
    }
    let (text, from) = text(workspace, &series, issue)?;
    let folder = path.parent().map(std::path::Path::to_owned).unwrap_or_default();
    let root = &workspace.root;
    root.make_folders(&folder).map_err(|error| FileError::root_write(&folder, error))?;
    root.create(&path, text.as_bytes()).map_err(|error| match error {
        RootError::Io(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            DeskError::from(IssueError::Exists(path.clone()))
        }
        error => FileError::root_write(&path, error).into(),
    })?;
    let assets = profile.files.assets.as_ref().zip(issue.date);
    let assets = assets.map(|(assets, date)| root.join(assets.for_date(date)));
    let assets = assets.filter(|folder| !root.is_taken(folder));
    if let Some(folder) = &assets {
        root.make_folders(folder).map_err(|error| FileError::root_write(folder, error))?;
    }
    let branch = IssueBranch::new(workspace, issue.date, issue.number)?;
    let why = issue.date.filter(|_| wanted.date.is_none()).and_then(|_| series.reason(today));
    Ok(Created { path, issue, assets, from, branch, why })
}

/// How the next draft is created in a newsletter whose place for drafts is known.
pub(in crate::desk) fn way_to_create(workspace: &Workspace) -> FirstStep {
    let listing = workspace.listing();
    let series = Series::new(workspace, &listing);
    let newest = listing.drafts.iter().chain(&listing.posts).filter_map(|issue| issue.key.day()).max();
    // Whether the date follows from the profile does not depend on the day.
    let today = workspace.today.or(newest).unwrap_or(Date::constant(2026, 1, 1));
    let next = complete(workspace, &series, NextIssue::default(), today);
    let has_date = next.is_ok_and(|issue| path_of(workspace, &series, issue, today).is_some());
    match (text(workspace, &series, NextIssue::default()), has_date) {
        (Err(DeskError::Issue(IssueError::NoTemplate { path, .. })), _) => {
            FirstStep::Template { path, is_dated: !has_date }
        }
        (_, true) => FirstStep::New,
        (_, false) => FirstStep::NewOfDate { today: workspace.today },
    }
}

/// The text of a new issue, and what it is made from.
fn text(workspace: &Workspace, series: &Series<'_>, issue: NextIssue) -> Result<(String, String), DeskError> {
    let profile = &workspace.profile;
    let number = || issue.number.or_else(|| series.next_number());
    let filled = |template: &str| issue_from_template(template, profile, issue.date, number());
    if let Some(file) = profile.files.template()
        && let Some(template) = document::read_if_there(&workspace.root.join(file), &workspace.root)?
    {
        return Ok((filled(&template), file.to_owned()));
    }
    if let Some(template) = series.built_in_template() {
        return Ok((filled(template), format!("the built-in template of {}", profile.name)));
    }
    if let Some((text, issues)) = series.common(issue.date, number()) {
        return Ok((text, format!("what the last {issues} issues have in common")));
    }
    let path = profile.files.template().map(PathBuf::from);
    Err(IssueError::NoTemplate { path, name: profile.name.clone() }.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{self, built_in};
    use crate::root::Root;
    use jiff::civil::date;

    fn workspace(root: &std::path::Path, files: &[(&str, &str)], name: &str) -> Workspace {
        for (name, text) in files {
            let path = root.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        Workspace { root: Root::new(root), profile: built_in(name).unwrap(), today: None }
    }

    fn of(day: Date) -> NextIssue {
        IssueKey::Day(day).into()
    }

    #[test]
    fn the_repositorys_own_template_is_copied_and_dated() {
        let dir = tempfile::tempdir().unwrap();
        let files = [
            (
                "_drafts/template.md",
                "---\ntitle: x\ndate: 2025-11-10 07:00:00 -0800\n---\n![](../assets/2025mmdd/2025mmdda.jpg)\n",
            ),
            ("_posts/2026-05-26-draft.md", "x"),
            ("_posts/2026-06-02-draft.md", "x"),
        ];
        let mut workspace = workspace(dir.path(), &files, "circuitpython");
        workspace.profile.weekday = None;
        let created = create(&workspace, NextIssue::default(), date(2026, 6, 3)).unwrap();
        assert_eq!(created.issue.date, Some(date(2026, 6, 9)));
        let text = std::fs::read_to_string(dir.path().join("_drafts/2026-06-09-draft.md")).unwrap();
        assert_eq!(
            text,
            "---\ntitle: x\ndate: 2026-06-09 07:00:00 -0800\n---\n![](../assets/20260609/20260609a.jpg)\n"
        );
        assert!(dir.path().join("assets/20260609").is_dir());
    }

    #[test]
    fn the_profile_s_weekday_counts_more_than_that_of_the_posts() {
        let dir = tempfile::tempdir().unwrap();
        let tuesdays = [("_posts/2023-09-26-draft.md", "x"), ("_posts/2023-10-03-draft.md", "x")];
        let mut workspace = workspace(dir.path(), &tuesdays, "circuitpython");
        let today = date(2023, 10, 4);
        let next =
            |workspace: &Workspace, today| next_issue(workspace, &workspace.listing(), today).ok()?.date;
        assert_eq!(workspace.profile.weekday(), Some(jiff::civil::Weekday::Monday));
        assert_eq!(next(&workspace, today), Some(date(2023, 10, 9)));
        workspace.profile.weekday = None;
        assert_eq!(next(&workspace, today), Some(date(2023, 10, 10)));
        // A cadence from more than a year ago does not count.
        assert_eq!(next(&workspace, date(2024, 10, 4)), None);
        workspace.profile.weekday = Some("wednesday".into());
        assert_eq!(next(&workspace, date(2024, 10, 4)), Some(date(2024, 10, 9)));
    }

    /// A newsletter of files with a template, whose drafts and posts have the given patterns.
    fn with_patterns(root: &std::path::Path, drafts: &str, posts: &str, files: &[&str]) -> Workspace {
        let yaml = format!(
            "extends: circuitpython\nname: lamp-letter\nfiles: {{drafts: '{drafts}', posts: '{posts}', template: template.md}}\nweekday: thursday\ntemplate: {{number: [NNN], date: [DATE]}}\n"
        );
        let mut files: Vec<(&str, &str)> = files.iter().map(|path| (*path, "x")).collect();
        files.push(("template.md", "# Issue NNN of DATE\n"));
        files.push(("copydesk.yml", &yaml));
        let mut workspace = workspace(root, &files, "circuitpython");
        workspace.profile = profile::load(&yaml).unwrap();
        workspace
    }

    #[test]
    fn the_next_issue_has_the_path_number_and_date_of_its_pattern() {
        for (drafts, posts, files, path, text) in [
            (
                "docs/next/issue-{number:03}.md",
                "docs/issue-{number:03}.md",
                ["docs/issue-009.md", "docs/issue-010.md"],
                "docs/next/issue-011.md",
                "# Issue 011 of 2026-06-04\n",
            ),
            (
                "drafts/{yyyy}/{month:short}/{dd}.md",
                "contents/{yyyy}/{month:short}/{dd}.md",
                ["contents/2026/May/21.md", "contents/2026/May/28.md"],
                "drafts/2026/Jun/04.md",
                "# Issue NNN of 2026-06-04\n",
            ),
            (
                "news/{date}-letter{number:04}/index.mdx",
                "news/{date}-letter{number:04}/index.mdx",
                ["news/2026-05-21-letter0007/index.mdx", "news/2026-05-28-letter0008/index.mdx"],
                "news/2026-06-04-letter0009/index.mdx",
                "# Issue 9 of 2026-06-04\n",
            ),
            (
                "next/{week_year}-W{week}.md",
                "content/{week_year}-W{week}.md",
                ["content/2026-W21.md", "content/2026-W22.md"],
                "next/2026-W23.md",
                "# Issue NNN of 2026-06-04\n",
            ),
            (
                "draft.md",
                "_posts/{date}-{week_year}-W{week}.md",
                ["_posts/2026-05-21-2026-W21.md", "_posts/2026-05-28-2026-W22.md"],
                "draft.md",
                "# Issue NNN of 2026-06-04\n",
            ),
        ] {
            let dir = tempfile::tempdir().unwrap();
            let workspace = with_patterns(dir.path(), drafts, posts, &files);
            let created = create(&workspace, NextIssue::default(), date(2026, 6, 1)).unwrap();
            assert_eq!(workspace.shown(&created.path), path);
            let text = text.replace("011", "11");
            assert_eq!(std::fs::read_to_string(&created.path).unwrap(), text, "{drafts}");
            let listing = workspace.listing();
            assert_eq!(listing.drafts.last().map(|draft| draft.path.clone()), Some(created.path), "{drafts}");
            assert!(listing.misnamed.is_empty(), "{drafts}");
            let again = create(&workspace, created.issue, date(2026, 6, 1)).unwrap_err();
            assert!(matches!(again, DeskError::Issue(IssueError::Exists(_))), "{drafts}: {again}");
        }
    }

    #[test]
    fn the_date_is_counted_from_the_newest_draft_where_paths_have_only_numbers() {
        let template = ("template.md", "---\ntitle: x\ndate: 2026-01-01\n---\n");
        let issues = [
            ("docs/1.md", "---\ntitle: x\ndate: 2026-05-19\n---\n"),
            ("docs/2.md", "---\ntitle: x\ndate: 2026-05-26\n---\n"),
            ("docs/3.md", "---\ntitle: x\ndate: 2026-06-02\n---\n"),
        ];
        for (sign, files) in
            [("newest", &issues[..]), ("upcoming", &issues), ("newest", &[&issues[..], &[template]].concat())]
        {
            let dir = tempfile::tempdir().unwrap();
            let mut workspace = workspace(dir.path(), files, "circuitpython");
            workspace.today = Some(date(2026, 6, 1));
            workspace.profile = profile::load(&format!(
                "extends: none\ncadence: every Tuesday\nfiles: {{drafts: 'docs/{{number}}.md', posts: \
                 'docs/{{number}}.md', draft_is: {sign}, template: template.md}}\n"
            ))
            .unwrap();
            let created = create(&workspace, NextIssue::default(), date(2026, 6, 1)).unwrap();
            assert_eq!(workspace.shown(&created.path), "docs/4.md");
            let text = std::fs::read_to_string(&created.path).unwrap();
            assert!(text.contains("date: 2026-06-09\n"), "{sign}: {text}");
        }
    }

    #[test]
    fn an_existing_draft_is_never_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let workspace = workspace(dir.path(), &[("_drafts/2026-06-08-draft.md", "mine")], "circuitpython");
        let error = create(&workspace, of(date(2026, 6, 8)), date(2026, 6, 3)).unwrap_err();
        assert!(matches!(error, DeskError::Issue(IssueError::Exists(_))));
        assert_eq!(std::fs::read_to_string(dir.path().join("_drafts/2026-06-08-draft.md")).unwrap(), "mine");
    }

    #[test]
    fn a_folder_without_a_newsletter_gets_no_draft() {
        let dir = tempfile::tempdir().unwrap();
        let workspace = workspace(dir.path(), &[("src/main.rs", "fn main() {}")], "circuitpython");
        let error = create(&workspace, of(date(2026, 6, 8)), date(2026, 6, 3)).unwrap_err();
        assert!(error.to_string().contains("`copydesk init --extends circuitpython`"), "{error}");
        assert!(!dir.path().join("_drafts").exists() && !dir.path().join("assets").exists());
    }

    #[test]
    fn a_profile_of_another_name_needs_its_own_template() {
        let dir = tempfile::tempdir().unwrap();
        let files = [
            ("copydesk.yml", "extends: circuitpython\nname: lamp-letter\n"),
            ("_posts/2026-06-01-draft.md", "x"),
        ];
        let mut workspace = workspace(dir.path(), &files, "circuitpython");
        workspace.profile = profile::load("extends: circuitpython\nname: lamp-letter\n").unwrap();
        let error = create(&workspace, of(date(2026, 6, 8)), date(2026, 6, 3)).unwrap_err().to_string();
        for part in ["_drafts/template.md", "'lamp-letter'", "`copydesk help profile`"] {
            assert!(error.contains(part), "{error}");
        }
        assert!(!dir.path().join("_drafts").exists());
        std::fs::create_dir(dir.path().join("_drafts")).unwrap();
        std::fs::write(dir.path().join("_drafts/template.md"), "---\ndate: TODO\n---\n\nHello\n").unwrap();
        let created = create(&workspace, of(date(2026, 6, 8)), date(2026, 6, 3)).unwrap();
        assert_eq!(std::fs::read_to_string(created.path).unwrap(), "---\ndate: 2026-06-08\n---\n\nHello\n");
    }

    #[test]
    fn the_built_in_template_serves_and_numbers_go_on() {
        let dir = tempfile::tempdir().unwrap();
        let files = [(
            "content/2026-05-27-this-week-in-rust.md",
            "Title: Weekly 11\nNumber: 11\nDate: 2026-05-27\n\nx\n",
        )];
        let workspace = workspace(dir.path(), &files, "this-week-in-rust");
        let created = create(&workspace, NextIssue::default(), date(2026, 5, 28)).unwrap();
        let text = std::fs::read_to_string(created.path).unwrap();
        assert!(text.contains("Number: 12\nDate: 2026-06-03\n"), "{text}");
    }
}
