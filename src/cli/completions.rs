use clap::CommandFactory;
use clap_complete::{Generator, Shell};
use clap_complete_nushell::Nushell;

use super::{CLEAN, put};

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
        ShellName::Fish => completions(Shell::Fish),
        ShellName::Powershell => completions(Shell::PowerShell),
        ShellName::Nushell => completions(Nushell),
    });
    CLEAN
}

/// The script for a shell. It contains only texts of the program.
fn completions(shell: impl Generator) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut super::Args::command(), "copydesk", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}
