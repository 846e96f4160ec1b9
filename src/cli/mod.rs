//! The command line: arguments and exit codes, one file for each command.

mod add;
mod completions;
mod demo;
mod doctor;
mod error;
mod gather;
mod help;
mod image;
mod import;
mod init;
mod licences;
mod lint;
mod lsp;
mod mail;
mod man;
mod merge;
mod merge_driver;
mod new;
mod newsletter;
mod notes;
mod open;
mod output;
mod preview;
mod push;
#[cfg(test)]
mod reference;
mod remote;
mod render;
mod rules;
mod status;
mod version;

use std::cell::OnceCell;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use jiff::civil::Date;

use crate::desk::{FileError, Now, Workspace};
use crate::root::{FileKind, about_named};
use error::CliError;
use output::{
    choose_one, confirm, may_colour, pass_on, put, put_beside, put_usage, say, say_error, say_lines,
    show_in_pager, show_progress,
};

/// No problems.
pub const CLEAN: u8 = 0;
/// Problems were found.
pub const PROBLEMS: u8 = 1;
/// The command could not run.
pub const FAILED: u8 = 2;

/// A newsletter desk in the terminal, for newsletters drafted as Markdown in git.
///
/// Without a command, opens the next issue's draft.
#[derive(Debug, Parser)]
#[command(name = "copydesk", version = version::VERSION, disable_help_subcommand = true)]
struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    /// Run as if started in this folder.
    #[arg(short = 'C', long, value_name = "DIR", global = true)]
    directory: Option<PathBuf>,
    /// The newsletter's folder, if the repository has several.
    #[arg(long, value_name = "FOLDER", global = true)]
    newsletter: Option<String>,
    /// Run as if today were this date.
    #[arg(long, value_name = "DATE", global = true, value_parser = day)]
    as_of: Option<Date>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Open(open::Args),
    New(new::Args),
    Lint(lint::Args),
    Status(status::Args),
    Rules(rules::Args),
    Image(image::Args),
    Import(import::Args),
    Render(render::Args),
    Notes(notes::Args),
    Add(Box<add::Args>),
    Gather(gather::Args),
    Preview(preview::Args),
    Push(push::Args),
    Mail(mail::Args),
    Merge(merge::Args),
    MergeDriver(merge_driver::Args),
    Demo(demo::Args),
    Init(init::Args),
    Lsp(lsp::Args),
    Doctor(doctor::Args),
    Completions(completions::Args),
    Man(man::Args),
    Help(help::Args),
    /// Print the licences of the program and of what is built into it.
    Licences,
}

/// The values of the global options, for every command.
#[derive(Debug)]
struct CliContext {
    directory: PathBuf,
    /// As the user named it, or chose it when asked.
    newsletter: OnceCell<String>,
    now: Now,
}

impl CliContext {
    fn workspace(&self) -> Result<Workspace, CliError> {
        self.workspace_of(&self.folder()?)
    }

    /// The newsletter of a file or folder.
    fn workspace_of(&self, path: &Path) -> Result<Workspace, CliError> {
        let workspace = Workspace::find(path)?;
        Ok(Workspace { today: Some(self.today(&workspace)), ..workspace })
    }

    /// Today in the newsletter's time zone.
    fn today(&self, workspace: &Workspace) -> Date {
        self.now.today(&workspace.profile)
    }

    /// A path for messages: relative to the current folder if it is inside.
    fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.directory).unwrap_or(path).display().to_string()
    }

    /// The issue as typed by the user: a path relative to the folder of `-C` if there is such a file, or
    /// a date.
    fn issue(&self, issue: &str) -> String {
        let path = self.directory.join(issue);
        if about_named(&path, None).is_err() {
            return issue.to_owned();
        }
        crate::root::absolute(&path).unwrap_or(path).display().to_string()
    }

    /// A path as typed by the user, relative to the folder of `-C`.
    fn path(&self, path: &str) -> String {
        self.directory.join(path).display().to_string()
    }
}

/// Runs the program with its arguments.
pub fn run() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            let is_driver = std::env::args_os().any(|arg| arg == "merge-driver");
            let failed = if is_driver { merge_driver::COULD_NOT_RUN } else { FAILED };
            let code = if error.use_stderr() { failed } else { CLEAN };
            put_usage(&error);
            return ExitCode::from(code);
        }
    };
    match dispatch(args) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            say_error(&error.to_string());
            error.others.iter().for_each(|line| say_error(line));
            ExitCode::from(error.kind.exit_code())
        }
    }
}

fn dispatch(args: Args) -> Result<u8, CliError> {
    let directory = match args.directory {
        Some(directory) => directory,
        None => std::env::current_dir().map_err(|source| FileError::Read { path: ".".into(), source })?,
    };
    match about_named(&directory, None) {
        Ok(about) if about.kind == FileKind::Folder => {}
        Ok(_) => return Err(FileError::NotAFolder(directory).into()),
        Err(_) => return Err(FileError::NoFolder(directory).into()),
    }
    // All paths of a newsletter's files are absolute.
    let directory = crate::root::absolute(&directory).unwrap_or(directory);
    let now = args.as_of.map_or_else(|| Now::Moment(crate::platform::now()), Now::Day);
    let newsletter = args.newsletter.map_or_else(OnceCell::new, OnceCell::from);
    let context = CliContext { directory, newsletter, now };
    match args.command {
        None => open::run(&context, &open::Args::default()),
        Some(Command::Open(args)) => open::run(&context, &args),
        Some(Command::New(args)) => new::run(&context, &args),
        Some(Command::Lint(args)) => lint::run(&context, &args),
        Some(Command::Status(args)) => status::run(&context, &args),
        Some(Command::Rules(args)) => rules::run(&args),
        Some(Command::Image(args)) => image::run(&context, &args),
        Some(Command::Import(args)) => import::run(&context, &args),
        Some(Command::Render(args)) => render::run(&context, &args),
        Some(Command::Notes(args)) => notes::run(&context, &args),
        Some(Command::Add(args)) => add::run(&context, &args),
        Some(Command::Gather(args)) => gather::run(&context, &args),
        Some(Command::Preview(args)) => preview::run(&context, &args),
        Some(Command::Push(args)) => push::run(&context, &args),
        Some(Command::Mail(args)) => mail::run(&context, &args),
        Some(Command::Merge(args)) => merge::run(&context, &args),
        Some(Command::MergeDriver(args)) => merge_driver::run(&context, &args),
        Some(Command::Demo(args)) => demo::run(&context, &args),
        Some(Command::Init(args)) => init::run(&context, &args),
        Some(Command::Lsp(args)) => lsp::run(&context, &args),
        Some(Command::Doctor(args)) => doctor::run(&context, &args),
        Some(Command::Completions(args)) => Ok(completions::run(&args)),
        Some(Command::Man(args)) => man::run(&context, &args),
        Some(Command::Help(args)) => help::run(&args),
        Some(Command::Licences) => Ok(licences::run()),
    }
}

fn day(text: &str) -> Result<Date, String> {
    crate::profile::parse_day(text).ok_or_else(|| "write a date as YYYY-MM-DD".to_owned())
}

/// A name in a diff as git writes it: quoted if it contains characters that could end the line or
/// control a terminal.
fn name_in_diff(name: &str) -> String {
    if crate::text::is_plain(name) && !name.contains(['"', '\\']) {
        return name.to_owned();
    }
    let mut out = String::from("\"");
    for c in name.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if crate::text::is_hidden(c) => {
                let mut bytes = [0; 4];
                out.extend(c.encode_utf8(&mut bytes).bytes().map(|byte| format!("\\{byte:03o}")));
            }
            c => out.push(c),
        }
    }
    out + "\""
}

/// A diff for `git apply` and `patch -p1`, to run in the folder that the name is relative to.
fn unified_diff(name: &str, before: &str, after: &str) -> String {
    if before == after {
        return String::new();
    }
    let [old, new] = ['a', 'b'].map(|side| name_in_diff(&format!("{side}/{name}")));
    let hunks = crate::text::diff::TextDiff::lines(before, after).unified(1);
    format!("--- {old}\n+++ {new}\n{hunks}")
}
