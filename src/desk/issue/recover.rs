use std::fs::{File, TryLockError};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::desk::FileError;
use crate::git;
use crate::platform::{is_file_at, real_path};
use crate::root::{make_private_folders, write_private};

/// Keeps unsaved text safe from a crash: one file for each draft, in the user's state folder, which is
/// removed when the draft is saved.
///
/// A second program with the same draft open uses another file.
#[derive(Clone, Debug)]
pub struct Journal {
    file: PathBuf,
    /// Shows other programs that this one is running; `None` if the file system has no locks.
    _lock: Option<Arc<Lock>>,
}

/// The unsaved text of an earlier run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// The text on disk when the draft was edited.
    pub base: String,
    pub text: String,
}

/// Unsaved text of a draft that was set aside to decide later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptText {
    pub draft: PathBuf,
    file: PathBuf,
    pub recovered: Recovered,
}

impl KeptText {
    /// The file as a journal, to be forgotten. It is not written any more.
    pub fn journal(&self) -> Journal {
        Journal { file: self.file.clone(), _lock: None }
    }
}

const HEAD: &str = "copydesk unsaved draft, version 1";
/// The greatest number of journals for one draft.
const MOST_LEFT: usize = 20;

/// A lock that the system releases when the program ends, even by a crash.
#[derive(Debug)]
struct Lock {
    path: PathBuf,
    _file: File,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A lock file that remains is reused by the next run.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Claims the journal in `file`, unless a running program has it.
fn claim(file: PathBuf) -> Option<Journal> {
    // The lock is a separate file because each save replaces the journal.
    let name = file.file_name()?.to_string_lossy();
    let path = file.with_file_name(format!(".{name}.lock"));
    loop {
        let options = File::options().create(true).truncate(false).write(true).open(&path);
        let Ok(lock) = options else { return Some(Journal { file, _lock: None }) };
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => return None,
            Err(TryLockError::Error(_)) => return Some(Journal { file, _lock: None }),
            Ok(()) if is_file_at(&lock, &path) => {
                return Some(Journal { file, _lock: Some(Arc::new(Lock { path, _file: lock })) });
            }
            // Its owner has just ended and removed the lock file.
            Ok(()) => {}
        }
    }
}

/// The hash in a journal's name before version 0.2. It may differ between compilers.
fn old_hash(path: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    hasher.finish()
}

/// The names of a draft's journals: the current one, and that of versions before 0.2.
fn names(path: &Path) -> [String; 2] {
    // The file may be gone; its folder tells where it was.
    let in_real_folder = || Some(real_path(path.parent()?).ok()?.join(path.file_name()?));
    let real = real_path(path).ok().or_else(in_real_folder).unwrap_or_else(|| path.to_owned());
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or("draft");
    let real = real.to_string_lossy();
    [format!("{stem}-{}", git::content_id(real.as_bytes())), format!("{stem}-{:016x}", old_hash(&real))]
}

/// True for a file that a journal of this name was set aside in: `NAME.1.txt` or `NAME-2.1.txt`.
fn is_set_aside(file: &str, name: &str) -> bool {
    let rest = file.strip_prefix(name).and_then(|rest| rest.strip_suffix(".txt"));
    let numbers = rest.and_then(|rest| rest.split_once('.'));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    numbers.is_some_and(|(program, aside)| {
        (program.is_empty() || program.strip_prefix('-').is_some_and(is_number)) && is_number(aside)
    })
}

impl Journal {
    /// A journal for the draft at `path`, kept under `state`: one that an ended program left, or a new
    /// one. The journal of a running program is not touched.
    pub fn new(state: &Path, path: &Path) -> Journal {
        let [name, old] = names(path);
        let folder = state.join("unsaved");
        // If this fails, writing the journal fails too, and that is reported.
        let _ = make_private_folders(&folder);
        let file = |n: usize| match n {
            1 => folder.join(format!("{name}.txt")),
            n => folder.join(format!("{name}-{n}.txt")),
        };
        let old = (1..=MOST_LEFT).map(|n| match n {
            1 => folder.join(format!("{old}.txt")),
            n => folder.join(format!("{old}-{n}.txt")),
        });
        let left = (1..=MOST_LEFT).map(file).chain(old).filter(|file| file.exists()).find_map(claim);
        left.or_else(|| (1..).map(file).find_map(claim)).unwrap_or(Journal { file: file(1), _lock: None })
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
        Journal::new(self.state(), path)
    }

    pub fn file(&self) -> &Path {
        &self.file
    }

    /// The state folder that it is in.
    pub fn state(&self) -> &Path {
        self.file.parent().and_then(Path::parent).unwrap_or(Path::new("."))
    }

    /// Writes the unsaved text to the journal.
    ///
    /// # Errors
    ///
    /// If the state folder cannot be written.
    pub fn keep(&self, base: &str, text: &str) -> Result<(), FileError> {
        let kept = format!("{HEAD}\n{} {}\n{base}{text}", base.len(), text.len());
        write_private(&self.file, kept.as_bytes()).map_err(|error| FileError::write(&self.file, error))
    }

    /// The unsaved text of an earlier run, if the journal is complete.
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

    /// Renames the journal so that the next one does not overwrite it, and returns the new path.
    pub fn set_aside(&self) -> Option<PathBuf> {
        let backup =
            (1..1000).map(|n| self.file.with_extension(format!("{n}.txt"))).find(|path| !path.exists())?;
        std::fs::rename(&self.file, &backup).ok()?;
        Some(backup)
    }

    /// The texts of these drafts that were set aside, and are still not in their files.
    pub fn kept_texts<'d>(&self, drafts: impl Iterator<Item = &'d Path>) -> Vec<KeptText> {
        let folder = self.file.parent().unwrap_or(Path::new("."));
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut files: Vec<String> =
            entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        files.sort();
        let mut kept = Vec::new();
        for draft in drafts {
            let names = names(draft);
            let is_own = |file: &&String| names.iter().any(|name| is_set_aside(file, name));
            for file in files.iter().filter(is_own).map(|file| folder.join(file)) {
                let recovered = Journal { file: file.clone(), _lock: None }.recovered();
                let is_saved = |kept: &Recovered| {
                    std::fs::read_to_string(draft).is_ok_and(|on_disk| on_disk == kept.text)
                };
                let recovered = recovered.filter(|kept| !is_saved(kept));
                kept.extend(recovered.map(|recovered| KeptText { draft: draft.to_owned(), file, recovered }));
            }
        }
        kept
    }

    pub fn forget(&self) {
        // A journal that cannot be removed is offered again; no text is lost.
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

    #[test]
    fn texts_that_were_set_aside_are_listed_until_they_are_forgotten_or_saved() {
        let dir = tempfile::tempdir().unwrap();
        let (one, other) = (dir.path().join("a.md"), dir.path().join("a-2.md"));
        let open = |path: &Path| Journal::new(&dir.path().join("state"), path);
        let texts = |journal: &Journal| -> Vec<(PathBuf, String)> {
            let kept = journal.kept_texts([one.as_path(), other.as_path()].into_iter());
            kept.into_iter().map(|kept| (kept.draft, kept.recovered.text)).collect()
        };
        let journal = open(&one);
        let second = open(&one);
        for (journal, text) in [(&journal, "first"), (&second, "second"), (&open(&other), "third")] {
            journal.keep("old", text).unwrap();
            journal.set_aside().unwrap();
        }
        journal.keep("old", "not aside").unwrap();
        let text = |draft: &Path, text: &str| (draft.to_owned(), text.to_owned());
        assert_eq!(texts(&journal), [text(&one, "second"), text(&one, "first"), text(&other, "third")]);
        std::fs::write(&one, "first").unwrap();
        assert_eq!(texts(&journal), [text(&one, "second"), text(&other, "third")]);
        journal.kept_texts([one.as_path()].into_iter())[0].journal().forget();
        assert_eq!(texts(&journal), [text(&other, "third")]);
    }

    #[test]
    fn a_journal_of_an_older_version_is_found_and_is_private() {
        let dir = tempfile::tempdir().unwrap();
        let path = Path::new("/n/_drafts/a.md");
        let old = dir.path().join(format!("unsaved/a-{:016x}.txt", old_hash("/n/_drafts/a.md")));
        std::fs::create_dir(dir.path().join("unsaved")).unwrap();
        std::fs::write(&old, format!("{HEAD}\n4 4\nold\nnew\n")).unwrap();
        let journal = Journal::new(dir.path(), path);
        assert_eq!(journal.recovered().unwrap().text, "new\n");
        journal.forget();
        drop(journal);
        // The name is git's hash of the path, so it does not depend on the compiler.
        let journal = Journal::new(dir.path(), path);
        assert!(journal.file().ends_with("unsaved/a-c4e06932e18c4a00.txt"), "{:?}", journal.file());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            journal.keep("", "text").unwrap();
            assert_eq!(journal.file().metadata().unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_second_program_leaves_the_first_ones_text_to_it() {
        let dir = tempfile::tempdir().unwrap();
        let open = || Journal::new(dir.path(), Path::new("/n/_drafts/a.md"));
        let text = |journal: &Journal| journal.recovered().map(|recovered| recovered.text);
        let first = open();
        first.keep("", "first").unwrap();
        let second = open();
        assert_eq!(text(&second), None);
        second.keep("", "second").unwrap();
        second.forget();
        second.keep("", "second").unwrap();
        assert_eq!(text(&first).unwrap(), "first");
        // Both end without saving: the next runs are offered one after the other.
        drop((first, second));
        let third = open();
        assert_eq!(text(&third).unwrap(), "first");
        third.forget();
        drop(third);
        let fourth = open();
        assert_eq!(text(&fourth).unwrap(), "second");
        fourth.forget();
        drop(fourth);
        assert_eq!(dir.path().join("unsaved").read_dir().unwrap().count(), 0);
    }
}
