use clap::builder::{Resettable, StyledStr};
use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::version::DAY;
use super::{CLEAN, CliContext, CliError, put, say};
use crate::desk::{make_output_folder, write_output};

/// Print the manual page, or write those of all commands.
///
/// `copydesk man | man -l -` shows the page of copydesk itself.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Write copydesk.1, and a page for each command such as copydesk-lint.1, to this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<String>,
}

pub(super) fn run(context: &CliContext, args: &Args) -> Result<u8, CliError> {
    let mut command = super::Args::command();
    command.build();
    let Some(out) = &args.out else {
        put(&page(&command, &[]).text);
        return Ok(CLEAN);
    };
    let folder = context.directory.join(out);
    make_output_folder(&folder)?;
    let pages = pages(&command, &[]);
    for page in &pages {
        write_output(&folder.join(&page.file), page.text.as_bytes())?;
    }
    say(&format!("{} pages in {}", pages.len(), context.shown(&folder)));
    Ok(CLEAN)
}

/// A manual page in roff. It contains only texts of the program.
struct Page {
    file: String,
    text: String,
}

/// The pages of a command and of its commands. `above` is the names of the pages above it.
fn pages(command: &Command, above: &[String]) -> Vec<Page> {
    let mut pages = vec![page(command, above)];
    let inner: Vec<String> = above.iter().cloned().chain([name(command)]).collect();
    for command in command.get_subcommands().filter(|command| !command.is_hide_set()) {
        pages.extend(self::pages(command, &inner));
    }
    pages
}

/// The name of a command's page, such as copydesk-lint.
fn name(command: &Command) -> String {
    command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned()
}

fn page(command: &Command, above: &[String]) -> Page {
    // The places of files have lines of their own.
    let shown =
        command.clone().subcommand_help_heading("COMMANDS").after_help(Resettable::<StyledStr>::Reset);
    let shown = if shown.has_subcommands() { shown.subcommand_value_name("COMMAND") } else { shown };
    let man = Man::new(shown)
        .title(name(command).to_uppercase())
        // The place of the date is in the middle of the last line.
        .date(if DAY.is_empty() { "undated build" } else { DAY })
        .source(concat!("copydesk ", env!("CARGO_PKG_VERSION")))
        .manual("Manual of copydesk");
    let mut text = Vec::new();
    // A vector takes everything.
    let _ = man.render(&mut text);
    let mut text = String::from_utf8_lossy(&text).into_owned();
    let mut end = Roff::new();
    if let Some(places) = command.get_after_help() {
        files(&mut end, &places.to_string());
    }
    if above.is_empty() {
        exit_codes(&mut end);
    }
    see_also(&mut end, command, above);
    // Without roff's preamble, which `text` has.
    text.push_str(&end.to_roff());
    Page { file: man.get_filename(), text: in_ascii(&text) }
}

/// Every program that shows manual pages reads ASCII; the encoding of others must be said.
fn in_ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_ascii() => out.push(c),
            c => out.push_str(&format!("\\[u{:04X}]", u32::from(c))),
        }
    }
    out
}

/// Lines that are not filled.
fn files(page: &mut Roff, text: &str) {
    page.control("SH", ["FILES"]);
    page.control("nf", []);
    for line in text.lines() {
        page.text([roman(line)]);
    }
    page.control("fi", []);
}

fn exit_codes(page: &mut Roff) {
    page.control("SH", ["EXIT STATUS"]);
    for (code, meaning) in
        [("0", "No problems."), ("1", "Problems were found."), ("2", "The command could not run.")]
    {
        page.control("TP", []);
        page.text([bold(code)]);
        page.text([roman(meaning)]);
    }
}

/// Links to the pages above and below a page.
fn see_also(page: &mut Roff, command: &Command, above: &[String]) {
    let below = command.get_subcommands().filter(|command| !command.is_hide_set()).map(name);
    let names: Vec<String> = above.iter().cloned().chain(below).collect();
    if names.is_empty() {
        return;
    }
    page.control("SH", ["SEE ALSO"]);
    let last = names.len() - 1;
    let links = names
        .iter()
        .enumerate()
        .flat_map(|(n, name)| [bold(name), roman(if n == last { "(1)" } else { "(1), " })]);
    page.text(links.collect::<Vec<_>>());
}
