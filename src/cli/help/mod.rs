//! `copydesk help`: the pages of `docs` in the terminal, and the help of commands.

mod page;
mod pages;

use std::fmt::Write;
use std::io::IsTerminal;

use clap::{Command, CommandFactory};

use super::{CLEAN, CliError, may_colour, show_in_pager};
use page::{PageStyle, render};
use pages::{Page, summaries};

/// The columns of a page where the output is no terminal.
const COLUMNS: usize = 80;

/// The most columns of a page. Longer lines are hard to read.
const MOST_COLUMNS: usize = 100;

/// Show a page of the documentation, or the help of a command.
///
/// Without a word, lists all pages and commands. On a terminal, a page is shown in the pager that PAGER names, by default
/// in less.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A page such as `editor`, or a command such as `image fit`; if both have the name, both are shown.
    #[arg(value_name = "PAGE|COMMAND")]
    words: Vec<String>,
}

pub(super) fn run(args: &Args) -> Result<u8, CliError> {
    let mut program = super::Args::command();
    program.build();
    let is_terminal = std::io::stdout().is_terminal();
    let text = match args.words.as_slice() {
        [] => list(&program),
        // The index of the pages, which is a table of links.
        [word] if is_index(word) => list(&program),
        words => {
            let style = if is_terminal && may_colour() { PageStyle::Bold } else { PageStyle::Plain };
            describe(&program, words, columns(is_terminal), style)?
        }
    };
    show_in_pager(&text);
    Ok(CLEAN)
}

/// The names of the pages.
pub(super) fn pages() -> impl Iterator<Item = &'static str> {
    Page::names()
}

fn is_index(word: &str) -> bool {
    ["readme", "readme.md", "index"].iter().any(|name| word.eq_ignore_ascii_case(name))
}

fn columns(is_terminal: bool) -> usize {
    let size = is_terminal.then(crossterm::terminal::size).and_then(Result::ok);
    size.map_or(COLUMNS, |(columns, _)| usize::from(columns).min(MOST_COLUMNS))
}

/// All pages and commands.
fn list(program: &Command) -> String {
    let commands = program.get_subcommands().filter(|command| !command.is_hide_set());
    let commands = commands.map(|command| {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        (command.get_name().to_owned(), about)
    });
    let commands: Vec<(String, String)> = commands.collect();
    let pages: Vec<(String, String)> =
        summaries().map(|(name, summary)| (name.to_owned(), summary.to_owned())).collect();
    let width = pages.iter().chain(&commands).map(|(name, _)| name.len()).max().unwrap_or(0);
    let mut out = String::new();
    for (title, list) in [("Pages, as `copydesk help PAGE`:", &pages), ("Commands:", &commands)] {
        if !out.is_empty() {
            out.push('\n');
        }
        let _ = writeln!(out, "{title}");
        for (name, summary) in list {
            let _ = writeln!(out, "  {name:width$}  {summary}");
        }
    }
    out.push_str(
        "\n`copydesk COMMAND --help` and `copydesk help COMMAND` explain a command and its options.\n",
    );
    out
}

/// The help of a command, and the page of the name.
fn describe(
    program: &Command,
    words: &[String],
    columns: usize,
    style: PageStyle,
) -> Result<String, CliError> {
    let name = words.join(" ");
    let is_command = words.iter().try_fold(program, |command, word| command.find_subcommand(word)).is_some();
    let help = is_command.then(|| help(program, words));
    let page = Page::find(&name).map(|page| render(page.text, columns, style));
    match (help, page) {
        (None, None) => Err(unknown(program, &name)),
        (help, page) => {
            let parts: Vec<String> = [help, page].into_iter().flatten().collect();
            Ok(parts.join("\n"))
        }
    }
}

/// What a command prints with `--help`.
fn help(program: &Command, words: &[String]) -> String {
    let line = ["copydesk"].into_iter().chain(words.iter().map(String::as_str)).chain(["--help"]);
    program.clone().try_get_matches_from(line).map_or_else(|shown| shown.to_string(), |_| String::new())
}

fn unknown(program: &Command, name: &str) -> CliError {
    let error = CliError::usage(format!("there is no page or command '{name}'"));
    let mut names: Vec<&str> = Page::names().collect();
    names.extend(program.get_subcommands().map(Command::get_name));
    let distance = |known: &&str| strsim::osa_distance(known, &name.to_lowercase());
    let nearest = names.into_iter().min_by_key(distance).filter(|known| distance(known) * 3 <= name.len());
    match nearest {
        Some(known) => error.hint(format!("did you mean `copydesk help {known}`?")),
        None => error.hint("`copydesk help` lists them"),
    }
}
