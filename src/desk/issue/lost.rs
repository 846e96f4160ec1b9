use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::create::{self, NextIssue};
use super::recover::Journal;
use crate::desk::{DeskError, FileError, Listing, Workspace, parse_key};
use crate::root::absolute;

/// A draft whose file is gone, and whose unsaved text an earlier run kept.
#[derive(Debug)]
pub struct LostDraft {
    pub path: PathBuf,
    /// The text that the file had when it was edited.
    base: String,
    journal: Journal,
}

impl LostDraft {
    /// Finds the unsaved text of `wanted` (a path, a date or a number), or else of the next issue. `None` if the
    /// draft is there, or no text of it is kept under `state`.
    pub fn find(
        workspace: &Workspace,
        listing: &Listing,
        wanted: Option<&str>,
        today: Date,
        state: &Path,
    ) -> Option<LostDraft> {
        let path = match wanted.map(|wanted| (wanted, parse_key(wanted))) {
            Some((path, None)) => absolute(Path::new(path)).ok()?,
            Some((_, Some(key))) => create::draft_path(workspace, listing, NextIssue::from(key), today)?,
            None => create::draft_path(workspace, listing, NextIssue::default(), today)?,
        };
        if workspace.root.is_taken(&path) || !workspace.root.contains(&path) {
            return None;
        }
        let journal = Journal::new(state, &path);
        let base = journal.recovered()?.base;
        Some(LostDraft { path, base, journal })
    }

    /// Creates the file again, with the text that it had. The unsaved text stays in the journal, so that the desk
    /// asks about it.
    ///
    /// # Errors
    ///
    /// If the file cannot be written, or another program has created it meanwhile.
    pub fn restore(&self, workspace: &Workspace) -> Result<(), DeskError> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        let root = &workspace.root;
        root.make_folders(folder).map_err(|error| FileError::root_write(folder, error))?;
        root.create(&self.path, self.base.as_bytes())
            .map_err(|error| FileError::root_write(&self.path, error))?;
        Ok(())
    }

    /// Renames the journal, so that it is not offered again, and returns its new path.
    pub fn set_aside(&self) -> Option<PathBuf> {
        self.journal.set_aside()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::built_in;
    use crate::root::Root;
    use jiff::civil::date;

    #[test]
    fn the_text_of_a_deleted_draft_is_found_by_its_path_its_date_and_as_the_next_issue() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().canonicalize().unwrap();
        let state = folder.join("state");
        let root = folder.join("newsletter");
        let draft = root.join("_drafts/2026-06-08-draft.md");
        for name in
            ["_posts/2026-05-25-draft.md", "_posts/2026-06-01-draft.md", "_drafts/2026-06-08-draft.md"]
        {
            let path = root.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "Old\n").unwrap();
        }
        let profile = built_in("circuitpython").unwrap();
        let workspace = Workspace { root: Root::new(&root), profile, today: None };
        let find = |wanted: Option<&str>| {
            LostDraft::find(&workspace, &workspace.listing(), wanted, date(2026, 6, 3), &state)
        };
        Journal::new(&state, &draft).keep("Old\n", "New\n").unwrap();
        let path = draft.to_str().unwrap();
        assert!(find(Some(path)).is_none(), "the file is there");
        std::fs::remove_file(&draft).unwrap();
        for wanted in [Some(path), Some("2026-06-08"), None] {
            assert_eq!(find(wanted).map(|lost| lost.path), Some(draft.clone()), "{wanted:?}");
        }
        assert!(find(Some("2026-06-15")).is_none());
        std::fs::remove_dir(root.join("_drafts")).unwrap();
        find(None).unwrap().restore(&workspace).unwrap();
        assert_eq!(std::fs::read_to_string(&draft).unwrap(), "Old\n");
        // The desk asks about the rest.
        assert_eq!(Journal::new(&state, &draft).recovered().unwrap().text, "New\n");
        assert!(find(None).is_none());
    }
}
