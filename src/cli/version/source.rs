// The commit that a build is made from, and its day. `build.rs` includes this file; the library only tests it.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Digits of a commit in the version.
const SHORT: usize = 9;

/// What is built.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The whole name of the commit.
    pub commit: Option<String>,
    /// YYYY-MM-DD in UTC. Never the day of the build, so that a build can be repeated.
    pub day: Option<String>,
    /// The files that change when another commit is checked out or made.
    pub files: Vec<PathBuf>,
}

impl Source {
    /// Looks at a folder with sources: a checkout, or a crate as `cargo package` packs it. `number` is the version of
    /// the crate. `epoch` is the value of `SOURCE_DATE_EPOCH`: seconds since 1970, which replace any other date.
    pub fn new(folder: &Path, number: &str, epoch: Option<&str>) -> Source {
        let packed = std::fs::read_to_string(folder.join(".cargo_vcs_info.json"));
        let mut source = match packed {
            Ok(info) => {
                let commit = packed_commit(&info);
                // Cargo's note has no date, and the files of each crate have the same one.
                let changes = std::fs::read_to_string(folder.join("CHANGELOG.md"));
                let day =
                    changes.ok().filter(|_| commit.is_some()).and_then(|text| released_day(&text, number));
                Source { commit, day, files: Vec::new() }
            }
            // In a folder without `.git`, git would find the repository of another project around it.
            Err(_) if folder.join(".git").exists() => checked_out(folder).unwrap_or_default(),
            Err(_) => Source::default(),
        };
        if let Some(seconds) = epoch.and_then(|epoch| epoch.trim().parse().ok()) {
            source.day = Some(day(seconds));
        }
        source
    }

    /// The version to show, for the number of a release.
    pub fn version(&self, number: &str) -> String {
        let commit = self.commit.as_ref().map(|commit| &commit[..commit.len().min(SHORT)]);
        let known: Vec<&str> = commit.into_iter().chain(self.day.as_deref()).collect();
        if known.is_empty() { number.to_owned() } else { format!("{number} ({})", known.join(" ")) }
    }
}

/// The day in the heading of a version in the changelog: `## [0.1.0] - 2026-06-08`.
fn released_day(changes: &str, number: &str) -> Option<String> {
    let start = format!("## [{number}] - ");
    let day = changes.lines().find_map(|line| line.strip_prefix(&*start))?.trim_end();
    let is_day = |day: &str| {
        let digits = |part: Option<&str>, count| {
            part.is_some_and(|part| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let mut parts = day.split('-');
        digits(parts.next(), 4)
            && digits(parts.next(), 2)
            && digits(parts.next(), 2)
            && parts.next().is_none()
    };
    is_day(day).then(|| day.to_owned())
}

/// The commit in cargo's note about a packed crate. `None` if uncommitted changes were packed.
fn packed_commit(info: &str) -> Option<String> {
    let info: String = info.chars().filter(|c| !c.is_whitespace()).collect();
    if info.contains("\"dirty\":true") {
        return None;
    }
    let (_, rest) = info.split_once("\"sha1\":\"")?;
    rest.split('"').next().filter(|commit| is_commit(commit)).map(str::to_owned)
}

fn is_commit(name: &str) -> bool {
    name.len() >= SHORT && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn checked_out(folder: &Path) -> Option<Source> {
    let line = git(folder, &["rev-list", "-1", "--timestamp", "HEAD"])?;
    let (seconds, commit) = line.trim().split_once(' ')?;
    let day = seconds.parse().ok().map(day);
    let commit = Some(commit).filter(|commit| is_commit(commit)).map(str::to_owned);
    let branch = git(folder, &["symbolic-ref", "--quiet", "HEAD"]).unwrap_or_default();
    let branch = branch.trim();
    let named = |name: &str| {
        let path = git(folder, &["rev-parse", "--git-path", name])?;
        // cargo would run `build.rs` each time for a file that does not exist.
        Some(folder.join(path.trim_end())).filter(|path| path.is_file())
    };
    let branch = Some(branch).filter(|branch| !branch.is_empty());
    // A packed branch has no file of its own until its next commit, which git's log of HEAD gets as well.
    let moves = branch.and_then(|branch| named(branch).or_else(|| named("logs/HEAD")));
    let files = named("HEAD").into_iter().chain(moves).collect();
    Some(Source { commit, day, files })
}

/// What git prints in a folder. Variables of a hook that runs the build would name another repository.
fn git(folder: &Path, args: &[&str]) -> Option<String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(args);
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE"] {
        command.env_remove(name);
    }
    let output = command.output().ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok()
}

/// The day in UTC of a moment in seconds since 1970, by Howard Hinnant's `civil_from_days`.
fn day(seconds: i64) -> String {
    let days = seconds.div_euclid(86_400) + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A repository with one commit on 8 June 2026, and its name.
    fn repository(folder: &Path) -> String {
        let run = |args: &[&str]| {
            let mut command = Command::new("git");
            command.arg("-C").arg(folder).args(["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]);
            command.env("GIT_CONFIG_GLOBAL", "").env("GIT_CONFIG_NOSYSTEM", "1");
            command.env("GIT_COMMITTER_DATE", "2026-06-08T23:30:00Z");
            let output = command.args(args).output().unwrap();
            assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8(output.stdout).unwrap()
        };
        run(&["init", "-q", "-b", "main"]);
        run(&["commit", "-q", "--allow-empty", "-m", "Begin"]);
        run(&["rev-parse", "HEAD"]).trim().to_owned()
    }

    #[test]
    fn a_checkout_names_its_commit_and_the_files_that_change_with_it() {
        let dir = tempfile::tempdir().unwrap();
        let commit = repository(dir.path());
        let source = Source::new(dir.path(), "0.1.0", None);
        assert_eq!(source.version("0.1.0"), format!("0.1.0 ({} 2026-06-08)", &commit[..9]));
        let git = dir.path().join(".git");
        assert_eq!(source.files, [git.join("HEAD"), git.join("refs/heads/main")]);
    }

    #[test]
    fn a_packed_branch_is_followed_by_the_log_of_head() {
        let dir = tempfile::tempdir().unwrap();
        repository(dir.path());
        git(dir.path(), &["pack-refs", "--all"]).unwrap();
        let git = dir.path().join(".git");
        assert_eq!(Source::new(dir.path(), "0.1.0", None).files, [git.join("HEAD"), git.join("logs/HEAD")]);
    }

    #[test]
    fn a_folder_inside_of_another_repository_has_no_commit() {
        let dir = tempfile::tempdir().unwrap();
        repository(dir.path());
        let inner = dir.path().join("vendor/copydesk");
        std::fs::create_dir_all(&inner).unwrap();
        assert_eq!(Source::new(&inner, "0.1.0", None), Source::default());
        assert_eq!(Source::new(&inner, "0.1.0", None).version("0.1.0"), "0.1.0");
    }

    #[test]
    fn a_packed_crate_names_the_commit_in_cargos_note() {
        let dir = tempfile::tempdir().unwrap();
        let note = |text: &str| std::fs::write(dir.path().join(".cargo_vcs_info.json"), text).unwrap();
        let sha1 = "0123456789abcdef0123456789abcdef01234567";
        note(&format!("{{\n  \"git\": {{\n    \"sha1\": \"{sha1}\"\n  }},\n  \"path_in_vcs\": \"\"\n}}"));
        let version = |epoch| Source::new(dir.path(), "0.1.0", epoch).version("0.1.0");
        assert_eq!(version(None), "0.1.0 (012345678)");
        assert_eq!(version(Some("1780961400")), "0.1.0 (012345678 2026-06-08)");
        let changes = |text: &str| std::fs::write(dir.path().join("CHANGELOG.md"), text).unwrap();
        changes("# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-09-01\n");
        assert_eq!(version(None), "0.1.0 (012345678)");
        changes("## [0.1.0] - soon\n");
        assert_eq!(version(None), "0.1.0 (012345678)");
        changes("## [0.2.0] - 2026-09-01\r\n\r\n## [0.1.0] - 2026-06-07\r\n");
        assert_eq!(version(None), "0.1.0 (012345678 2026-06-07)");
        assert_eq!(version(Some("1780961400")), "0.1.0 (012345678 2026-06-08)");
        note(&format!("{{\"git\": {{\"sha1\": \"{sha1}\", \"dirty\": true}}}}"));
        assert_eq!(version(None), "0.1.0");
        note("{\"git\": {\"sha1\": \"x\\u001b\"}}");
        assert_eq!(version(Some("soon")), "0.1.0");
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        let days = [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (951_782_400, "2000-02-29"),
            (1_709_164_800, "2024-02-29"),
            (1_767_225_599, "2025-12-31"),
            (4_107_542_400, "2100-03-01"),
        ];
        for (seconds, expected) in days {
            assert_eq!(day(seconds), expected);
        }
    }
}
