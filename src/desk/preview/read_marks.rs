//! Which blocks of an issue were read: a file per draft in the user's state folder.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::desk::FileError;
use crate::git;
use crate::root::{read_named, write_private};

const HEAD: &str = "copydesk read 1";
/// A file of marks has a line of twenty characters for each block.
const BYTES: u64 = 1024 * 1024;

/// The blocks of the draft when it was marked as read.
#[derive(Debug, Default)]
pub(super) struct ReadMarks {
    /// `None` if they last only as long as the program.
    file: Option<PathBuf>,
    pub keys: Option<Arc<HashSet<String>>>,
}

impl ReadMarks {
    /// The marks of the draft at `path`, kept under `state`.
    pub fn open(state: Option<&Path>, path: &Path) -> ReadMarks {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or("draft");
        let name = format!("{stem}-{}.txt", git::content_id(path.to_string_lossy().as_bytes()));
        let file = state.map(|state| state.join("read").join(name));
        let text = file.as_ref().and_then(|file| read_named(file, None, BYTES).ok());
        let text = text.and_then(|bytes| String::from_utf8(bytes).ok());
        let keys = text
            .as_deref()
            .and_then(|text| text.strip_prefix(HEAD))
            .map(|text| Arc::new(text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()));
        ReadMarks { file, keys }
    }

    /// Marks these blocks, and no others.
    ///
    /// # Errors
    ///
    /// If the state folder can't be written. The marks last until the end of the program then.
    pub fn mark<'k>(&mut self, keys: impl Iterator<Item = &'k str>) -> Result<(), FileError> {
        let mut sorted: Vec<&str> = keys.collect();
        sorted.sort_unstable();
        sorted.dedup();
        self.keys = Some(Arc::new(sorted.iter().map(|key| (*key).to_owned()).collect()));
        let Some(file) = &self.file else { return Ok(()) };
        let text = format!("{HEAD}\n{}\n", sorted.join("\n"));
        write_private(file, text.as_bytes()).map_err(|error| FileError::write(file, error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_kept_for_the_next_run() {
        let dir = tempfile::tempdir().unwrap();
        let path = Path::new("/n/_drafts/a.md");
        let mut marks = ReadMarks::open(Some(dir.path()), path);
        assert_eq!(marks.keys, None);
        marks.mark(["b", "a", "b"].into_iter()).unwrap();
        let keys = |marks: &ReadMarks| {
            let mut keys: Vec<String> = marks.keys.iter().flat_map(|keys| keys.iter().cloned()).collect();
            keys.sort();
            keys
        };
        assert_eq!(keys(&ReadMarks::open(Some(dir.path()), path)), ["a", "b"]);
        assert_eq!(ReadMarks::open(Some(dir.path()), Path::new("/n/_drafts/b.md")).keys, None);
        marks.mark(std::iter::empty()).unwrap();
        assert_eq!(ReadMarks::open(Some(dir.path()), path).keys.map(|keys| keys.len()), Some(0));
    }
}
