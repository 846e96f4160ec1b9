//! Recognises names that some file system reads as `.git`.

use std::ffi::OsStr;

/// True if some file system reads the name as `.git`.
///
/// The rules are git's own (`is_ntfs_dotgit` in `path.c`, `is_hfs_dotgit` in `utf8.c`): any case,
/// trailing dots and spaces, a stream (`.git::$INDEX_ALLOCATION`), the short name (`git~1`), and
/// characters that HFS+ ignores.
pub(super) fn is_dot_git(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    // The common case, without a copy: every such name begins with one of these characters.
    if !name.starts_with(['.', 'g', 'G']) && name.is_ascii() {
        return false;
    }
    let visible: String = name.chars().filter(|c| !is_ignored(*c)).collect();
    let stem = visible.split(':').next().unwrap_or("").trim_end_matches(['.', ' ']);
    stem.eq_ignore_ascii_case(".git") || stem.eq_ignore_ascii_case("git~1")
}

/// True for a character that HFS+ ignores in names (Apple's technical note 1150).
fn is_ignored(c: char) -> bool {
    matches!(c, '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{206a}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_the_git_folder_is_recognised() {
        for name in [
            ".git",
            ".GIT",
            ".Git",
            ".git.",
            ".git ",
            ".git. .",
            "git~1",
            "GIT~1",
            ".git::$INDEX_ALLOCATION",
            ".g\u{200c}it",
            "\u{feff}.git",
        ] {
            assert!(is_dot_git(OsStr::new(name)), "{name:?}");
        }
        for name in [".gitignore", ".github", "git", "a.git", ".gitattributes", "git~2", "émoji", ".", "..."]
        {
            assert!(!is_dot_git(OsStr::new(name)), "{name:?}");
        }
    }
}
