use std::ffi::OsStr;

/// True if some file system takes the name for `.git`.
///
/// As git itself decides it (`is_ntfs_dotgit` in `path.c`, `is_hfs_dotgit` in `utf8.c`): in any
/// case, with trailing dots and blanks, as a stream (`.git::$INDEX_ALLOCATION`), by its short name
/// (`git~1`), and with characters in it that HFS+ ignores.
pub(super) fn is_dot_git(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    // The common case, without a copy: every such name begins with one of these.
    if !name.starts_with(['.', 'g', 'G']) && name.is_ascii() {
        return false;
    }
    let seen: String = name.chars().filter(|c| !is_ignored(*c)).collect();
    let stem = seen.split(':').next().unwrap_or("").trim_end_matches(['.', ' ']);
    stem.eq_ignore_ascii_case(".git") || stem.eq_ignore_ascii_case("git~1")
}

/// The code points that HFS+ ignores in names: Apple's technical note 1150.
fn is_ignored(c: char) -> bool {
    matches!(c, '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{206a}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_the_repositorys_folder_is_known() {
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
