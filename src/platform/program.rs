//! Programs in PATH.

use std::ffi::OsString;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The file that runs for the name of a program: the first in PATH, or a path itself. `None` if no such file can run.
pub fn find_program(name: &str) -> Option<PathBuf> {
    if Path::new(name).components().count() > 1 {
        return found(Path::new(name));
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).find_map(|folder| found(&folder.join(name)))
}

/// The file at a path, if it can be run. Windows adds `.exe`, as the standard library does when it starts a program.
fn found(path: &Path) -> Option<PathBuf> {
    let is_program =
        |path: &PathBuf| path.metadata().is_ok_and(|about| about.is_file() && is_executable(&about));
    let with_end = path.extension().is_none().then(|| path.with_extension(std::env::consts::EXE_EXTENSION));
    [with_end, Some(path.to_owned())].into_iter().flatten().find(is_program)
}

/// True if the permissions let a file be run.
#[cfg(unix)]
pub fn is_executable(about: &Metadata) -> bool {
    std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o111 != 0
}

/// True: Windows has no such permission, and git ignores it there.
#[cfg(not(unix))]
pub fn is_executable(_: &Metadata) -> bool {
    true
}

/// A command line of the user, such as an editor's, with arguments behind its own. It is for the shell, as in git. If the
/// terminal is closed, the shell waits until the program has written its text.
#[cfg(unix)]
pub fn shell_command(line: &str, arguments: &[OsString]) -> Command {
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("trap : HUP; {line} \"$@\"")).arg("copydesk").args(arguments);
    command
}

/// The same without a shell: the words of the line are the program and its arguments.
#[cfg(not(unix))]
pub fn shell_command(line: &str, arguments: &[OsString]) -> Command {
    let mut words = line.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or("notepad"));
    command.args(words).args(arguments);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_found_in_path_or_by_its_path() {
        let git = find_program("git").unwrap();
        assert!(git.is_absolute(), "{}", git.display());
        assert_eq!(find_program(git.to_str().unwrap()), Some(git));
        assert_eq!(find_program("no-such-program"), None);
        assert_eq!(find_program("./no-such-program"), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_without_the_permission_is_no_program() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("tool");
        std::fs::write(&path, "").unwrap();
        for (mode, expected) in [(0o644, None), (0o755, Some(path.clone()))] {
            std::fs::set_permissions(&path, PermissionsExt::from_mode(mode)).unwrap();
            assert_eq!(find_program(path.to_str().unwrap()), expected, "{mode:o}");
        }
    }
}
