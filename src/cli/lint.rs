use std::collections::HashSet;
use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use super::newsletter::newsletters_in;
use super::{
    CLEAN, CliContext, CliError, FAILED, PROBLEMS, may_colour, pass_on, put, put_beside, say_error,
    unified_diff,
};
use crate::desk::{
    Cost, DeskError, FileError, FixMode, IssuePaths, LintOptions, LintTotals, Linted, ProfileSource, Source,
    StatusReport, Workspace, choose, repository_above, waivers_without_files,
};
use crate::lint::report::{self, Detail, Failure, FileReport, Report, TextStyle};
use crate::lint::{Selection, Severity, Stage};
use crate::root::{FileKind, about_named};
use crate::text::limits::DRAFT_BYTES;

/// Check drafts without a terminal: exit 0 clean, 1 problems found, 2 could not run.
///
/// Reads the next draft, files, all drafts in a folder, or standard input (`-`). Image files are fixed by `copydesk image
/// fit`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Drafts, folders of drafts, or - for standard input; by default the next issue, or else the newest.
    paths: Vec<String>,
    /// The stage to check for; by default contribution for drafts and publish for posts.
    #[arg(long, value_enum, value_name = "STAGE")]
    stage: Option<For>,
    /// Report only problems that are new since this revision: a branch, a tag, or a commit.
    #[arg(long, value_name = "REV")]
    since: Option<String>,
    /// With --since: the source of the profile and template.
    #[arg(long, value_enum, value_name = "WHOSE", default_value_t = Whose::Revision)]
    profile: Whose,
    /// Compare each issue with this many previous issues; 0 for none. The default is set in the profile,
    /// or is 8.
    #[arg(long, value_name = "N")]
    archive: Option<usize>,
    /// Apply the safe fixes of the text and report the remaining problems. Image files are fixed by
    /// `copydesk image fit`.
    #[arg(long)]
    fix: bool,
    /// Show what `--fix` would change and write nothing; the report goes to standard error.
    #[arg(long, conflicts_with = "fix")]
    diff: bool,
    /// The format of the report.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    format: Format,
    /// The least severe problem that makes the exit code 1.
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = FailOn::Error)]
    fail_on: FailOn,
    /// Check these rules only; `copydesk rules` lists them.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    select: Vec<String>,
    /// Ignore these rules.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Skip named files that are no draft and no issue of their newsletter, as a hook that passes all changed files
    /// needs it.
    #[arg(long)]
    skip_others: bool,
    /// Check standard input (`-`) as the file at this path, with its name, folder and images.
    #[arg(long, value_name = "PATH")]
    stdin_filename: Option<PathBuf>,
    /// Print the time and the number of findings of each rule on standard error, and of the other phases the
    /// time and the number of files.
    #[arg(long)]
    statistics: bool,
}

/// The stage that a draft is checked for.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum For {
    /// Problems that the editor can still fix are warnings.
    Contribution,
    /// Problems that must not be published are errors.
    Publish,
}

/// The source of the profile and template.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Whose {
    /// The revision, so that a change does not choose the rules that it is checked by.
    Revision,
    /// The work tree.
    Worktree,
}

impl Whose {
    fn source(self) -> ProfileSource {
        match self {
            Whose::Revision => ProfileSource::Revision,
            Whose::Worktree => ProfileSource::WorkTree,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Each problem with its line of the draft.
    Text,
    /// One line for each problem.
    Concise,
    /// JSON; the schema is docs/lint.schema.json.
    Json,
    /// Annotations for GitHub Actions, and a Markdown summary in the file $GITHUB_STEP_SUMMARY.
    Github,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// JUnit XML, for build servers.
    Junit,
}

impl Format {
    /// The parts of a problem that the format prints.
    fn detail(self) -> Detail {
        match self {
            Format::Text => Detail::Excerpt,
            Format::Json | Format::Sarif => Detail::Changes,
            Format::Github | Format::Junit => Detail::Help,
            Format::Concise => Detail::None,
        }
    }
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Hint,
}

impl Args {
    fn stage(&self) -> Option<Stage> {
        self.stage.map(|stage| match stage {
            For::Contribution => Stage::Contribution,
            For::Publish => Stage::Publish,
        })
    }

    fn fail_on(&self) -> Severity {
        match self.fail_on {
            FailOn::Error => Severity::Error,
            FailOn::Warning => Severity::Warning,
            FailOn::Hint => Severity::Hint,
        }
    }

    /// True if the problems of a file are printed as soon as it is checked, and not kept.
    fn prints_at_once(&self) -> bool {
        matches!(self.format, Format::Text | Format::Concise) && self.fix_mode() == FixMode::Off
    }

    /// The problems of a file, in a format that prints them file by file.
    fn problems(&self, file: &FileReport) -> String {
        match self.format {
            Format::Concise => report::brief_problems(file),
            _ => report::text_problems(file, text_style()),
        }
    }

    fn fix_mode(&self) -> FixMode {
        match (self.fix, self.diff) {
            (true, _) => FixMode::Write,
            (_, true) => FixMode::InMemory,
            _ => FixMode::Off,
        }
    }
}

pub(super) fn run(context: &CliContext, args: &Args) -> Result<u8, CliError> {
    if args.stdin_filename.is_some() && !args.paths.iter().any(|path| path == "-") {
        return Err(CliError::usage("`--stdin-filename` is the path of standard input, which is not read")
            .hint("add `-` to check it, or name the file without this option"));
    }
    let options = LintOptions {
        selection: Selection::new(&args.select, &args.ignore)?,
        stage: args.stage(),
        fix_mode: args.fix_mode(),
        since: args.since.clone(),
        profile_source: args.profile.source(),
        archive: args.archive,
        status_report: match args.format {
            Format::Json | Format::Github => StatusReport::Include,
            Format::Text | Format::Concise | Format::Sarif | Format::Junit => StatusReport::Omit,
        },
        detail: args.format.detail(),
        directory: directory(context, args)?,
    };
    let mut failures = Vec::new();
    let ToCheck { sources, profiles } = to_check(context, args, &options, &mut failures)?;
    let mut report = Report { files: Vec::new(), failures };
    let add = |files: &mut Vec<FileReport>, mut file: FileReport| {
        if args.prints_at_once() {
            put(&args.problems(&file));
            file.drop_problems();
        }
        files.push(file);
    };
    if options.selection.takes("unused-waiver") {
        profiles.into_iter().for_each(|profile| add(&mut report.files, profile));
    }
    let mut fixed = Vec::new();
    let LintTotals { costs, notices } =
        options.run_each(&sources, &mut |name, source, result| match result {
            Ok(Linted { report: file, fixed: change }) => {
                fixed.extend(change.map(|change| (file.path.raw().to_owned(), source, change)));
                add(&mut report.files, file);
            }
            Err(error) => {
                report.failures.push(failure(name, &error));
            }
        });
    for notice in &notices {
        say_error(notice);
    }
    print(args, &report, &fixed);
    if args.statistics {
        say_costs(&costs);
    }
    Ok(match report.worst() {
        _ if !report.failures.is_empty() => FAILED,
        Some(worst) if worst >= args.fail_on() => PROBLEMS,
        // With `--diff`, a change that `--fix` would make counts as a problem.
        _ if args.diff && fixed.iter().any(|(_, _, (before, after))| before != after) => PROBLEMS,
        _ => CLEAN,
    })
}

/// The files and profiles of a run.
struct ToCheck {
    /// The sources, each with its name in the report.
    sources: Vec<(String, Source)>,
    /// The profiles of whole newsletters, whose waivers must match a file.
    profiles: Vec<FileReport>,
}

/// Finds the files that the arguments name. A file that is named twice is checked once.
fn to_check(
    context: &CliContext,
    args: &Args,
    options: &LintOptions,
    failures: &mut Vec<Failure>,
) -> Result<ToCheck, CliError> {
    let mut sources = Vec::new();
    let mut profiles = Vec::new();
    let mut seen = HashSet::new();
    // Hosting sites expect paths relative to the repository's top.
    let of_site = matches!(args.format, Format::Github | Format::Sarif);
    let top = repository_above(&context.directory).filter(|_| of_site);
    let base = top.unwrap_or_else(|| context.directory.clone());
    let mut issues = IssuePaths::new(options);
    if args.paths.is_empty() {
        match context.all_newsletters()? {
            Some(listed) => {
                for (name, folder) in listed.names().iter().zip(listed.folders()) {
                    match next_of(context, options, &folder) {
                        Ok((_, path)) => sources.push((shown_from(&base, &path), Source::File(path))),
                        Err(error) => failures.push(failure(name, &error)),
                    }
                }
            }
            None => {
                let (workspace, path) = next_of(context, options, &context.folder()?)?;
                sources.push((workspace.shown(&path), Source::File(path)));
            }
        }
    }
    for path in &args.paths {
        if path == "-" {
            sources.push(standard_input(context, args.stdin_filename.as_deref())?);
            continue;
        }
        let named = context.directory.join(path);
        let full = crate::root::absolute(&named).unwrap_or(named);
        let is_folder = about_named(&full, None).is_ok_and(|about| about.kind == FileKind::Folder);
        if !is_folder {
            match args.skip_others.then(|| issues.contain(&full)) {
                Some(Ok(false)) => continue,
                Some(Err(error)) => {
                    failures.push(failure(path, &error));
                    continue;
                }
                Some(Ok(true)) | None => {}
            }
            if seen.insert(real(&full)) {
                sources.push((shown_from(&base, &full), Source::File(full)));
            }
            continue;
        }
        let folders = newsletters_in(&full).unwrap_or_else(|error| {
            failures.push(failure(path, &error));
            Vec::new()
        });
        for folder in folders {
            match options.drafts_in(&folder) {
                Ok(files) => {
                    // A change is checked by the revision's profile, not by the work tree's.
                    let is_whole = args.since.is_none();
                    if let Some((profile, report)) =
                        is_whole.then(|| waivers_without_files(&folder, &files)).transpose()?.flatten()
                    {
                        profiles.push(FileReport { path: shown_from(&base, &profile).into(), ..report });
                    }
                    for file in files.into_iter().filter(|file| seen.insert(real(file))) {
                        sources.push((shown_from(&base, &file), Source::File(file)));
                    }
                }
                Err(error) => failures.push(failure(path, &error)),
            }
        }
    }
    Ok(ToCheck { sources, profiles })
}

/// The folder of files that belong to no newsletter: of standard input, too.
fn directory(context: &CliContext, args: &Args) -> Result<PathBuf, CliError> {
    let is_nameless = args.stdin_filename.is_none() && args.paths.iter().any(|path| path == "-");
    if is_nameless { context.folder() } else { Ok(context.directory.clone()) }
}

/// The newsletter in a folder, with the file that is checked without a path.
fn next_of(
    context: &CliContext,
    options: &LintOptions,
    folder: &Path,
) -> Result<(Workspace, PathBuf), DeskError> {
    let workspace = options.workspace(folder)?;
    let choice = choose(&workspace, &workspace.listing(), None, context.today(&workspace))?;
    Ok((workspace, choice.path))
}

fn failure(name: &str, error: &DeskError) -> Failure {
    Failure { path: name.into(), message: CliError::from_desk(error).to_string().into() }
}

/// A path for the report: from `base` if it is inside, or else the whole path, each without `.` and `..`.
fn shown_from(base: &Path, file: &Path) -> String {
    let plain = crate::root::absolute(file).unwrap_or_else(|_| file.to_owned());
    // `..` leads through the target of a link, which the base may be below of.
    let inside = plain.strip_prefix(base).ok().map(Path::to_owned);
    let inside = inside.or_else(|| Some(plain.strip_prefix(real(base)).ok()?.to_owned()));
    inside.unwrap_or(plain).display().to_string()
}

/// The canonical path, if it can be resolved.
fn real(path: &Path) -> PathBuf {
    crate::platform::real_path(path).unwrap_or_else(|_| path.to_owned())
}

fn standard_input(context: &CliContext, name: Option<&Path>) -> Result<(String, Source), CliError> {
    let shown = name.map_or("<standard input>".to_owned(), |name| name.display().to_string());
    let mut bytes = Vec::new();
    std::io::stdin()
        .take(DRAFT_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|source| FileError::Read { path: PathBuf::from(&shown), source })?;
    let path = name.map(|name| context.directory.join(name));
    Ok((shown, Source::Text { bytes, path }))
}

/// A fixed file: its name, its source, and its text before and after.
type Fixed<'a> = (String, &'a Source, (String, String));

fn print(args: &Args, report: &Report, fixed: &[Fixed<'_>]) {
    let mut printed = HashSet::new();
    // A failure that affects all files of a newsletter is printed once.
    for failure in report.failures.iter().filter(|failure| printed.insert(&failure.message)) {
        say_error(failure.message.raw());
    }
    // If the text goes to standard output, the report goes to standard error.
    let mut is_beside = args.diff;
    for (name, source, (before, after)) in fixed {
        match source {
            _ if args.diff => pass_on(&unified_diff(name, before, after)),
            // The text of standard input goes to standard output.
            Source::Text { .. } => {
                pass_on(after);
                is_beside = true;
            }
            Source::File(_) => {}
        }
    }
    let style = if is_beside { TextStyle::Plain } else { text_style() };
    let nothing_checked = report.files.is_empty();
    let text = match args.format {
        Format::Text | Format::Concise if nothing_checked => String::new(),
        Format::Text if args.prints_at_once() => report::text_summary(report),
        Format::Concise if args.prints_at_once() => report::brief_summary(report),
        Format::Text => report::text(report, style),
        Format::Concise => report::brief(report),
        Format::Json => report::json(report),
        Format::Github => report::annotations(report),
        Format::Sarif => report::sarif(report),
        Format::Junit => report::junit(report, args.fail_on()),
    };
    if is_beside {
        put_beside(&text);
    } else {
        put(&text);
    }
    if args.format == Format::Github
        && let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty())
        && let Err(error) = append(Path::new(&path), &report::summary(report))
    {
        say_error(&format!("the summary can't be written to {}: {error}", Path::new(&path).display()));
    }
}

fn append(path: &Path, text: &str) -> std::io::Result<()> {
    std::fs::OpenOptions::new().append(true).create(true).open(path)?.write_all(text.as_bytes())
}

fn text_style() -> TextStyle {
    match std::io::stdout().is_terminal() && may_colour() {
        true => TextStyle::Coloured,
        false => TextStyle::Plain,
    }
}

fn say_costs(costs: &[Cost]) {
    let total: std::time::Duration = costs.iter().map(|cost| cost.time).sum();
    let mut out = format!("{:>12}  {:>8}  rule or (phase)\n", "time", "count");
    for cost in costs {
        let time = cost.time.as_secs_f64() * 1e3;
        out.push_str(&format!("{time:>9.3} ms  {:>8}  {}\n", cost.found, cost.name));
    }
    out.push_str(&format!("{:>9.3} ms  {:>8}  all together\n", total.as_secs_f64() * 1e3, ""));
    put_beside(&out);
}
