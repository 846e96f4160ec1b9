use std::path::{Path, PathBuf};

use super::{DeskError, Fingerprint, save};

/// Keeps what was typed and not saved where a crash can't reach it: one file a draft, in the
/// user's state folder, gone again when the draft is saved.
#[derive(Clone, Debug)]
pub struct Journal {
    file: PathBuf,
}

/// What an earlier run left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// The text on disk that it was typed over.
    pub base: String,
    pub text: String,
}

const HEAD: &str = "copydesk unsaved draft, version 1";

impl Journal {
    /// The journal of the draft at `path`, kept under `state`.
    pub fn new(state: &Path, path: &Path) -> Journal {
        let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or("draft");
        let key = real.to_string_lossy();
        Journal {
            file: state.join("unsaved").join(format!("{stem}-{:016x}.txt", Fingerprint::of(&key).hash())),
        }
    }

    /// The user's state folder for this program.
    pub fn state_folder() -> Option<PathBuf> {
        use etcetera::BaseStrategy;
        let strategy = etcetera::choose_base_strategy().ok()?;
        Some(strategy.state_dir().unwrap_or_else(|| strategy.data_dir()).join("copydesk"))
    }

    /// The journal of another draft, in the same state folder.
    #[must_use]
    pub fn beside(&self, path: &Path) -> Journal {
        let state = self.file.parent().and_then(Path::parent).unwrap_or(Path::new("."));
        Journal::new(state, path)
    }

    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Writes down what is not saved yet.
    ///
    /// # Errors
    ///
    /// Where the state folder can't be written.
    pub fn keep(&self, base: &str, text: &str) -> Result<(), DeskError> {
        if let Some(folder) = self.file.parent() {
            std::fs::create_dir_all(folder)
                .map_err(|error| DeskError::Write { path: folder.to_owned(), source: error })?;
        }
        save(&self.file, &format!("{HEAD}\n{} {}\n{base}{text}", base.len(), text.len()))
    }

    /// What an earlier run left, where it is whole.
    pub fn recovered(&self) -> Option<Recovered> {
        let kept = std::fs::read_to_string(&self.file).ok()?;
        let rest = kept.strip_prefix(HEAD)?.strip_prefix('\n')?;
        let (lengths, rest) = rest.split_once('\n')?;
        let (base_len, text_len) = lengths.split_once(' ')?;
        let (base_len, text_len) = (base_len.parse::<usize>().ok()?, text_len.parse::<usize>().ok()?);
        if rest.len() != base_len + text_len {
            return None;
        }
        Some(Recovered { base: rest.get(..base_len)?.to_owned(), text: rest.get(base_len..)?.to_owned() })
    }

    /// Puts what was kept where the next journal does not write over it, and says where.
    pub fn set_aside(&self) -> Option<PathBuf> {
        let aside =
            (1..1000).map(|n| self.file.with_extension(format!("{n}.txt"))).find(|path| !path.exists())?;
        std::fs::rename(&self.file, &aside).ok()?;
        Some(aside)
    }

    pub fn forget(&self) {
        // A journal that can't be taken away is offered again, which loses nothing.
        let _ = std::fs::remove_file(&self.file);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_comes_back_whole_and_a_torn_journal_does_not() {
        let dir = tempfile::tempdir().unwrap();
        let journal = Journal::new(dir.path(), Path::new("/n/_drafts/a.md"));
        assert_eq!(journal.recovered(), None);
        journal.keep("old\n", "new é\n").unwrap();
        assert_eq!(journal.recovered(), Some(Recovered { base: "old\n".into(), text: "new é\n".into() }));
        let kept = std::fs::read(journal.file()).unwrap();
        std::fs::write(journal.file(), &kept[..kept.len() - 1]).unwrap();
        assert_eq!(journal.recovered(), None);
        journal.forget();
        assert!(!journal.file().exists());
    }
}
