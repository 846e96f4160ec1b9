use std::collections::BTreeSet;
use std::fmt::Write;

use clap::builder::PossibleValuesParser;
use clap::{Arg, Command, CommandFactory};
use clap_complete::{Generator, Shell};
use clap_complete_nushell::Nushell;

use super::{CLEAN, help, put};
use crate::lint::RULES;

/// Where each shell looks for the script.
const PLACES: &str = "\
Where the shells look for it:

  copydesk completions bash > ~/.local/share/bash-completion/completions/copydesk
  copydesk completions zsh > DIR/_copydesk (DIR is in $fpath)
  copydesk completions fish > ~/.config/fish/completions/copydesk.fish
  copydesk completions powershell >> $PROFILE
  copydesk completions nushell | save ($nu.user-autoload-dirs.0 | path join copydesk.nu)";

/// Print a shell's completions of commands and options.
#[derive(Debug, clap::Args)]
#[command(after_help = PLACES)]
pub(super) struct Args {
    /// The shell.
    #[arg(value_enum)]
    shell: ShellName,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum ShellName {
    Bash,
    Zsh,
    Fish,
    Powershell,
    Nushell,
}

pub(super) fn run(args: &Args) -> u8 {
    put(&match args.shell {
        ShellName::Bash => completions(Shell::Bash),
        ShellName::Zsh => completions(Shell::Zsh),
        ShellName::Fish => completions(Shell::Fish) + &words_for_fish(&program()),
        ShellName::Powershell => completions(Shell::PowerShell),
        ShellName::Nushell => completions(Nushell),
    });
    CLEAN
}

/// The script for a shell. It contains only texts of the program.
fn completions(shell: impl Generator) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut program(), "copydesk", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// The program, with the words that `help`, `rules` and the options for rules take. The commands themselves do not
/// list them, so that `--help` does not print a hundred rules, and an unknown name has an error with a hint.
fn program() -> Command {
    let program = super::Args::command();
    let commands = program.get_subcommands().filter(|command| !command.is_hide_set());
    // clap takes only texts that live on. The program ends after the script.
    let commands = commands.map(|command| &*command.get_name().to_owned().leak());
    let topics: BTreeSet<&'static str> = help::pages().chain(commands).collect();
    let topics = PossibleValuesParser::new(topics);
    let rules = PossibleValuesParser::new(RULES.iter().map(|rule| rule.name()));
    let rule = |arg: Arg| arg.value_parser(rules.clone());
    program
        .mut_subcommand("help", |command| command.mut_arg("words", |arg| arg.value_parser(topics)))
        .mut_subcommand("rules", |command| command.mut_arg("name", rule))
        .mut_subcommand("lint", |command| command.mut_arg("select", rule).mut_arg("ignore", rule))
}

/// Lines for the words that follow a command: `clap_complete` writes only those of options for fish.
fn words_for_fish(program: &Command) -> String {
    let mut lines = String::new();
    for command in program.get_subcommands() {
        let words = command.get_positionals().flat_map(|arg| arg.get_possible_values());
        let words: Vec<String> = words.map(|word| word.get_name().to_owned()).collect();
        if !words.is_empty() {
            let condition = format!("__fish_copydesk_using_subcommand {}", command.get_name());
            let words = words.join(" ");
            let _ = writeln!(lines, "complete -c copydesk -n \"{condition}\" -f -a \"{words}\"");
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_inner_command_takes_words_that_fish_lacks() {
        let program = program();
        let inner = program.get_subcommands().flat_map(Command::get_subcommands);
        for arg in inner.flat_map(Command::get_positionals) {
            assert!(arg.get_possible_values().is_empty(), "{arg:?}");
        }
    }
}
