//! Learns the profile of a newsletter from its repository.

mod branches;
mod compare;
mod extensions;
mod first_step;
mod front;
mod images;
mod language;
mod places;
mod profile;
mod questions;
mod recurring;
mod remedy;
mod scan;
mod sections;
mod site;
mod yaml;

use std::path::Path;

use jiff::civil::Date;

use super::issue::document;
use crate::desk::{DeskError, FileError, IssueError, Workspace};
use crate::draft::Draft;
use crate::profile::{
    Cadence, IssueKey, LearntCadence, LearntPattern, PathValues, Pattern, Precision, Profile,
};
use crate::root::Root;

pub use compare::{Difference, FixedProfile, ProfileCheck, check_profile};
pub use first_step::FirstStep;
pub use profile::Learnt;
pub use questions::{Answer, AnswerForm, Answers, Question, Subject};

use branches::LearntBranch;
use front::FrontMatter;
use images::Images;
use places::Places;
use sections::Headings;
use site::Site;

/// How many issues are read, the newest.
const ISSUES: usize = 20;
/// How many files are read that may be the template.
const TEMPLATES: usize = 3;

/// What a repository's files say about its newsletter.
#[derive(Debug)]
pub struct Survey {
    name: String,
    places: Places,
    /// The newest issues, the newest last.
    issues: Vec<IssueText>,
    front: FrontMatter,
    headings: Headings,
    site: Site,
    images: Images,
    /// The likeliest first; two if the issues are in two languages.
    languages: Vec<language::Guess>,
    template: Option<TemplateText>,
    /// Where paths say only the week, the weekday is unknown: `None` unless it is irregular.
    cadence: Option<LearntCadence>,
    /// The branch on which drafts are written, if none is here.
    branch: Option<LearntBranch>,
    /// The built-in profile that fits a newsletter without a profile.
    base: Option<Profile>,
    today: Date,
}

/// The file that a new issue begins with.
#[derive(Debug)]
struct TemplateText {
    file: String,
    text: String,
}

/// An issue that was read.
#[derive(Debug)]
struct IssueText {
    values: PathValues,
    path: String,
    draft: Draft,
}

/// The error of the newest file with a number in its name that is in another markup language than Markdown.
fn issue_in_other_markup(files: &[String]) -> Option<FileError> {
    let is_numbered = |file: &&String| {
        file.rsplit('/').next().is_some_and(|name| name.contains(|c: char| c.is_ascii_digit()))
    };
    files.iter().rev().filter(is_numbered).find_map(|file| document::not_other_markup(Path::new(file)).err())
}

/// The built-in profile whose folders a newsletter has, for one with too few issues to learn from.
pub fn built_in_layout(root: &Root) -> Option<String> {
    let workspace = Workspace::load(root.folder().to_owned()).ok()?;
    workspace.has_known_layout().then_some(workspace.profile.name)
}

impl Survey {
    /// Reads the newest twenty issues, and at most ten other files.
    ///
    /// # Errors
    ///
    /// [`IssueError::NothingToLearn`] if no files have names like those of issues, and if none can be read;
    /// [`FileError::NotMarkdown`] if there are such files in another markup language.
    pub fn new(root: &Root, today: Date) -> Result<Survey, DeskError> {
        let files = scan::files(root);
        let nothing = || match issue_in_other_markup(&files) {
            Some(error) => DeskError::from(error),
            None => IssueError::NothingToLearn(root.folder().to_owned()).into(),
        };
        let mut places = Places::from_files(&files).ok_or_else(nothing)?;
        let mut issues = read_issues(root, &places.posts);
        if issues.is_empty() {
            return Err(nothing());
        }
        let learn_front = |issues: &[IssueText]| {
            let with_days: Vec<_> = issues.iter().map(|issue| (issue.day(), &issue.draft)).collect();
            front::learn(&with_days)
        };
        let mut front = learn_front(&issues);
        if places.take_other_reading(&issues_dates(&issues, &front)) {
            issues = read_issues(root, &places.posts);
            front = learn_front(&issues);
        }
        let drafts: Vec<&Draft> = issues.iter().map(|issue| &issue.draft).collect();
        let mut headings = sections::learn(&drafts);
        let site = Site::find(&files, |file| document::read(&root.join(file), root).ok());
        let images = Images::learn(root, &issues);
        let languages = language::guess(&drafts, site.language.as_deref());
        let template = template(root, &places.templates, &headings);
        let rolling = rolling_draft(root, &places);
        for TemplateText { file, text } in template.iter().chain(&rolling) {
            headings.add_from(&Draft::parse(text.as_str()), file);
        }
        let cadence = cadence(&places.posts, &issues_dates(&issues, &front), today);
        let branch = branches::learn(root, &mut places, today);
        let folder = root.folder().file_name().and_then(|name| name.to_str()).unwrap_or("newsletter");
        let name = folder.trim().to_owned();
        let mut survey = Survey {
            name: if name.is_empty() { "newsletter".to_owned() } else { name },
            places,
            issues,
            front,
            headings,
            site,
            images,
            languages,
            template,
            cadence,
            branch,
            base: None,
            today,
        };
        if !Workspace::is_configured(root) {
            survey.base = survey.built_in()?;
        }
        Ok(survey)
    }

    /// The first and the last of the issues that were read.
    fn read_from_to(&self) -> Option<(&str, &str)> {
        Some((&self.issues.first()?.path, &self.issues.last()?.path))
    }
}

/// The cadence of the dates in the paths, or else of those in the front matters.
fn cadence(posts: &LearntPattern, in_fronts: &[(&str, Option<Date>)], today: Date) -> Option<LearntCadence> {
    let precision = posts.pattern.precision().filter(|precision| *precision != Precision::Year);
    let dates: Vec<Date> = match precision {
        Some(_) => posts.issues.iter().filter_map(|(values, _)| values.period?.day(None)).collect(),
        None => in_fronts.iter().filter_map(|(_, date)| *date).collect(),
    };
    let last = dates.iter().max().copied().map_or(today, |last| last.min(today));
    let learnt = Cadence::infer_of(dates, last, precision.unwrap_or(Precision::Day));
    learnt.filter(|learnt| precision != Some(Precision::Week) || learnt.cadence == Cadence::Irregular)
}

impl IssueText {
    /// The day in the path.
    fn day(&self) -> Option<Date> {
        self.values.period?.exact_day(None)
    }
}

fn read_issues(root: &Root, posts: &LearntPattern) -> Vec<IssueText> {
    // Of two files of an issue, such as its translations, one is enough.
    let mut seen: Option<IssueKey> = None;
    let mut issues: Vec<IssueText> = Vec::new();
    for (values, path) in posts.issues.iter().rev() {
        let key = values.key(None);
        if issues.len() == ISSUES {
            break;
        }
        if seen.replace(key) == Some(key) {
            continue;
        }
        if let Ok(text) = document::read(&root.join(path), root) {
            issues.push(IssueText { values: values.clone(), path: path.clone(), draft: Draft::parse(text) });
        }
    }
    issues.reverse();
    issues
}

/// The dates in the front matter of issues.
fn issues_dates<'i>(issues: &'i [IssueText], front: &FrontMatter) -> Vec<(&'i str, Option<Date>)> {
    let date_of = |issue: &IssueText| front::date_of(&issue.draft, front.date.as_deref()?);
    issues.iter().map(|issue| (issue.path.as_str(), date_of(issue))).collect()
}

/// The draft that becomes each issue, if it is the likeliest place for drafts.
fn rolling_draft(root: &Root, places: &Places) -> Option<TemplateText> {
    let file = &places.drafts.first()?.path;
    let pattern = Pattern::new(file).ok().filter(Pattern::is_one_file)?;
    let text = document::read(&root.join(file), root).ok()?;
    Some(TemplateText { file: pattern.path().to_owned(), text })
}

/// The file that has most headings in common with the issues, with its text. A newsletter without headings takes the
/// likeliest by its name.
fn template(root: &Root, files: &[String], headings: &Headings) -> Option<TemplateText> {
    let read = files.iter().take(TEMPLATES).filter_map(|file| {
        let text = document::read(&root.join(file), root).ok()?;
        Some((headings.count_in(&Draft::parse(text.as_str())), file, text))
    });
    // Of several, the first.
    let (count, file, text) = read.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    (count > 0 || headings.sections.is_empty()).then(|| TemplateText { file: file.clone(), text })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::choose;
    use jiff::ToSpan;
    use jiff::civil::date;

    /// A repository of many issues, with a template and a configuration.
    fn large(count: i64) -> (tempfile::TempDir, Root) {
        let dir = tempfile::tempdir().unwrap();
        let write = |path: String, text: &str| {
            let path = dir.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        for n in 0..count {
            let day = date(2005, 1, 3).saturating_add((n * 7).days());
            let text = format!(
                "---\ntitle: Letter {n}\ndate: {day}\n---\n\n![](a.png)\n\n## Lamps\n\n* [Lamp {n}](https://lamp.example/{n})\n\n## Bells\n\n* [Bell {n}](https://bell.example/{n})\n"
            );
            write(format!("letters/{day}-letter.md"), &text);
        }
        for name in ["template.md", "draft-template.md", "_config.yml", "docs/template.md", "letters/a.png"] {
            write(name.to_owned(), "## Lamps\n");
        }
        let root = Root::new(dir.path());
        (dir, root)
    }

    #[test]
    fn init_reads_twenty_issues_and_at_most_ten_other_files() {
        let (_dir, root) = large(1_000);
        let today = date(2024, 4, 1);
        let survey = Survey::new(&root, today).unwrap();
        assert_eq!(survey.issues.len(), 20);
        assert!((20..=30).contains(&root.opened()), "{} files", root.opened());
        let learnt = survey.profile(&Answers::default()).unwrap();
        assert_eq!(learnt.profile.files.posts.path(), "letters/{date}-letter.md");
        crate::desk::init(&root, &learnt.yaml).unwrap();
        let workspace = Workspace::load(root.folder().to_owned()).unwrap();
        let listing = workspace.listing();
        choose(&workspace, &listing, None, today).unwrap();
        let opened = workspace.root.opened();
        assert!(opened <= workspace.profile.archive + 5, "{opened} files");
    }

    #[test]
    fn a_repository_without_issues_has_nothing_to_learn() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("README.md"), "# Lamps\n").unwrap();
        let error = Survey::new(&Root::new(dir.path()), date(2026, 6, 1)).unwrap_err();
        assert!(error.to_string().contains("nothing to learn"), "{error}");
    }

    #[test]
    fn the_profile_gives_a_reason_for_each_line() {
        let (_dir, root) = large(30);
        let survey = Survey::new(&root, date(2005, 8, 1)).unwrap();
        let yaml = survey.profile(&Answers::default()).unwrap().yaml;
        for line in [
            "# Learnt by `copydesk init` from 20 issues, letters/2005-03-14-letter.md to letters/2005-07-25-letter.md.",
            "  posts: \"letters/{date}-letter.md\"         # 30 files, the newest letters/2005-07-25-letter.md",
            "  syntax: yaml                              # of 20 issues",
            "  required: [title, date]                   # in all of 20 issues",
            "section_levels: [2]                         # 40 of 40 headings of these levels come again",
            "  - { id: lamps, title: Lamps, headings: [lamps], kinds: [links], required: true }  # in 20 of 20; 20 of 20 parts are list items with a link",
        ] {
            assert!(yaml.lines().any(|own| own == line), "no line '{line}' in\n{yaml}");
        }
        let bare: Vec<&str> =
            yaml.lines().filter(|line| line.starts_with("#") && line.contains(": ")).collect();
        assert!(bare.is_empty(), "nothing is commented out: {bare:?}");
    }
}
