//! The merge driver: the command line by which git lets copydesk merge two versions of a draft.

use std::path::{Path, PathBuf};

use thiserror::Error;

use super::error::Hint;
use super::program::bare_command;
use super::repository::Repo;
use crate::platform::with_slashes;

/// The value of git's setting `merge.copydesk.driver`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeDriver {
    program: PathBuf,
    command: String,
}

/// The driver that a clone's configuration names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfiguredDriver {
    /// The program of a command line that [`MergeDriver::new`] wrote.
    Own(PathBuf),
    /// The command line of somebody else.
    Foreign(String),
}

impl Repo {
    /// The merge driver of this clone, if it has one.
    pub fn merge_driver(&self) -> Option<ConfiguredDriver> {
        let command = self.setting("merge.copydesk.driver")?;
        let own = program_of(&command).map(ConfiguredDriver::Own);
        Some(own.unwrap_or(ConfiguredDriver::Foreign(command)))
    }
}

/// The program of a command line, if [`MergeDriver::new`] writes the same for it.
fn program_of(command: &str) -> Option<PathBuf> {
    let (quoted, _) = command.strip_prefix("p='")?.split_once("'; if ")?;
    let program = PathBuf::from(quoted.replace("%%", "%").replace("'\\''", "'"));
    MergeDriver::new(&program).is_ok_and(|driver| driver.command == command).then_some(program)
}

/// Why the merge driver can't be set up. Git's configuration is unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DriverError {
    #[error("cannot write the path of copydesk into git's configuration ({})", program.display())]
    Path { program: PathBuf },
    /// `message` is what the program or the shell wrote.
    #[error("{} does not merge drafts when git runs it ({message})", program.display())]
    Fails { program: PathBuf, message: String },
}

impl Hint for DriverError {
    fn hint(&self) -> Option<String> {
        let place = match self {
            Self::Path { .. } => "move the program to a folder with a plain name",
            Self::Fails { .. } => "install copydesk where git's shell can run it",
        };
        Some(format!("{place} and run `copydesk init --merge-driver` again"))
    }
}

impl MergeDriver {
    /// A driver that runs `program merge-driver`. If the program is missing when git runs the driver, git
    /// merges line by line and says how to set the driver up again.
    ///
    /// # Errors
    ///
    /// [`DriverError::Path`] for a path that can't be written into git's configuration.
    pub fn new(program: &Path) -> Result<MergeDriver, DriverError> {
        let path = program.to_str().filter(|path| !path.contains(char::is_control));
        let path = path.ok_or_else(|| DriverError::Path { program: program.to_owned() })?;
        // Git's shell on Windows understands slashes. Git replaces the letter after a `%`.
        let path = with_slashes(path);
        let quoted = format!("'{}'", path.replace('\'', "'\\''")).replace('%', "%%");
        // To git, an exit code of 1 to 128 means conflicts, and 129 means that the driver could not run. A
        // program that fails and leaves no markers must not look like one that left conflicts.
        let command = format!(
            "p={quoted}; if test -x \"$p\"; \
             then \"$p\" merge-driver -- %O %A %B %L %P || exit $(($? == 1 ? 1 : 129)); \
             else echo \"copydesk is no longer at $p, so only lines are merged; \
             run \\`copydesk init --merge-driver\\` again\" >&2; \
             git merge-file -L ours -L base -L theirs --marker-size=%L %A %O %B || exit $(($? < 128 ? 1 : 129)); fi"
        );
        Ok(MergeDriver { program: program.to_owned(), command })
    }

    /// The command line, as written into git's configuration.
    pub fn command(&self) -> &str {
        &self.command
    }

    /// Runs the command line on a small draft, in the shell that git uses.
    ///
    /// # Errors
    ///
    /// [`DriverError::Fails`] if the program does not run or does not merge.
    pub fn check(&self) -> Result<(), DriverError> {
        let fails = |message: String| DriverError::Fails { program: self.program.clone(), message };
        let io = |error: std::io::Error| fails(error.to_string());
        let folder = tempfile::tempdir().map_err(io)?;
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text);
        write("base", SAMPLE).map_err(io)?;
        // Both add at one position. Only copydesk merges that without a conflict.
        write("ours", &format!("{SAMPLE}{OURS}")).map_err(io)?;
        write("theirs", &format!("{SAMPLE}{THEIRS}")).map_err(io)?;
        let mut line = self.command.replace("%%", "\0");
        for (token, value) in
            [("%O", "base"), ("%A", "ours"), ("%B", "theirs"), ("%L", "7"), ("%P", "draft.md")]
        {
            line = line.replace(token, value);
        }
        let alias = format!("alias.copydesk-check=!{}", line.replace('\0', "%"));
        let mut command = bare_command();
        command.current_dir(folder.path()).args(["-c", &alias, "copydesk-check"]);
        let out = command.output().map_err(io)?;
        let merged = std::fs::read_to_string(folder.path().join("ours")).map_err(io)?;
        if out.status.success() && merged == format!("{SAMPLE}{OURS}{THEIRS}") {
            return Ok(());
        }
        let message = String::from_utf8_lossy(&out.stderr);
        let message = message.lines().next().unwrap_or("it merged a draft wrongly");
        Err(fails(message.chars().filter(|c| !c.is_control()).collect()))
    }
}

const SAMPLE: &str = "---\ntitle: A lamp\n---\n\n## News\n\n* [a](https://a.example)\n";
const OURS: &str = "* [b](https://b.example)\n";
const THEIRS: &str = "* [c](https://c.example)\n";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_s_path_is_quoted_for_the_shell_and_for_git() {
        let driver = MergeDriver::new(Path::new("/opt/it's 100% $HOME/copydesk")).unwrap();
        assert!(
            driver.command().starts_with("p='/opt/it'\\''s 100%% $HOME/copydesk'; "),
            "{}",
            driver.command()
        );
        let error = MergeDriver::new(Path::new("/opt/a\nb")).unwrap_err();
        assert!(error.with_hint().contains("copydesk init --merge-driver"), "{error}");
    }

    #[test]
    fn the_program_of_a_command_line_is_known() {
        for path in ["/usr/bin/copydesk", "/opt/it's 100% $HOME/copydesk"] {
            let driver = MergeDriver::new(Path::new(path)).unwrap();
            assert_eq!(program_of(driver.command()), Some(PathBuf::from(path)));
            assert_eq!(program_of(&format!("{} # mine", driver.command())), None);
        }
        assert_eq!(program_of("copydesk merge-driver %O %A %B"), None);
    }

    #[test]
    fn a_program_that_does_not_merge_fails_the_check() {
        for program in ["/bin/true", "/bin/false", "/nowhere/copydesk"] {
            let error = MergeDriver::new(Path::new(program)).unwrap().check().unwrap_err();
            assert!(matches!(error, DriverError::Fails { .. }), "{program}: {error}");
        }
    }
}
