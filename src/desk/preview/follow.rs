use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::pages::{PreviewPages, PreviewedDraft};
use crate::desk::{
    DeskError, FileError, Listing, Probe, WatchedChange, Watcher, Workspace, collect_of_file, read,
};
use crate::draft::Draft;
use crate::lint::{Context, check};
use crate::preview::{Page, Writer};

/// The pages of a draft that other programs change.
#[derive(Debug)]
pub struct FollowedDraft {
    workspace: Arc<Workspace>,
    listing: Listing,
    path: PathBuf,
    draft: Arc<Draft>,
    pages: PreviewPages,
    watcher: Watcher,
    probe: Probe,
    /// Why the last change of the draft or the settings is not shown.
    failure: Option<String>,
}

impl FollowedDraft {
    /// Follows the draft at `path`. `state` is the user's state folder.
    ///
    /// # Errors
    ///
    /// If it can't be read.
    pub fn open(
        workspace: Workspace,
        listing: Listing,
        path: &Path,
        state: Option<&Path>,
    ) -> Result<FollowedDraft, DeskError> {
        let draft = Arc::new(Draft::parse(read(path, &workspace.root)?));
        let workspace = Arc::new(workspace);
        let pages = PreviewPages::new(workspace.clone(), &listing, path, state);
        let path = path.to_owned();
        let (watcher, probe) = (Watcher::default(), Probe::default());
        let mut followed =
            FollowedDraft { workspace, listing, path, draft, pages, watcher, probe, failure: None };
        // What the first look reports was just read.
        followed.changes();
        Ok(followed)
    }

    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// The page as of the last look.
    pub fn page(&mut self) -> Page {
        let (draft, profile) = (&self.draft, &self.workspace.profile);
        let mut facts = collect_of_file(&self.workspace, &self.listing, Some(&self.path), draft);
        facts.images.extend(self.probe.look_all(&dests(draft), &self.path, &self.workspace.root));
        let outline = Arc::new(facts.outline(draft, profile));
        let problems = check(&Context::new(draft, &outline, profile, &facts));
        let draft = self.draft.clone();
        let of = PreviewedDraft { draft, outline, problems: &problems, writer: Writer::Files, title: None };
        let mut page = self.pages.page(of);
        page.remarks.extend(self.failure.clone());
        page
    }

    /// Looks at the files, and returns the page if they changed.
    pub fn look(&mut self) -> Option<Page> {
        let changes = self.changes();
        let mut is_changed = false;
        for change in changes {
            is_changed |= match change {
                WatchedChange::Draft => self.read_again(),
                WatchedChange::Images => {
                    self.pages.images_changed();
                    true
                }
                WatchedChange::Settings => self.load_again(),
                WatchedChange::Branch(_) => false,
            };
        }
        is_changed.then(|| self.page())
    }

    /// Marks a page as read.
    ///
    /// # Errors
    ///
    /// If the state folder can't be written.
    pub fn mark_as_read(&mut self, page: &Page) -> Result<(), FileError> {
        self.pages.mark_as_read(page)
    }

    fn changes(&mut self) -> Vec<WatchedChange> {
        self.watcher.look(&self.path, &dests(&self.draft), &self.workspace)
    }

    fn read_again(&mut self) -> bool {
        match read(&self.path, &self.workspace.root) {
            Ok(text) if text == self.draft.text() && self.failure.is_none() => return false,
            Ok(text) => {
                self.draft = Arc::new(Draft::parse(text));
                self.failure = None;
            }
            // The last text stays: editors may replace the file in two steps.
            Err(error) => self.failure = Some(error.to_string()),
        }
        true
    }

    fn load_again(&mut self) -> bool {
        match self.workspace.reload() {
            Ok(workspace) => {
                self.listing = workspace.listing();
                self.workspace = Arc::new(workspace);
                self.pages.settings_changed(self.workspace.clone(), &self.listing);
                self.failure = None;
            }
            Err(error) => self.failure = Some(format!("the changed settings are not used: {error}")),
        }
        true
    }
}

/// The images of a draft, each once.
fn dests(draft: &Draft) -> Vec<String> {
    let mut dests: Vec<String> = draft.images().map(|image| draft.slice(image.dest).to_owned()).collect();
    dests.sort();
    dests.dedup();
    dests
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::built_in;
    use crate::render::target::Target;
    use crate::root::Root;

    #[test]
    fn a_change_by_another_program_makes_a_new_page() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("_drafts/2026-06-08-draft.md");
        std::fs::create_dir(dir.path().join("_drafts")).unwrap();
        std::fs::write(&path, "---\ntitle: x\n---\nOne ![a](a.png)\n").unwrap();
        let profile = built_in("circuitpython").unwrap();
        let workspace = Workspace { root: Root::new(dir.path()), profile, today: None };
        let listing = workspace.listing();
        let mut followed = FollowedDraft::open(workspace, listing, &path, None).unwrap();
        let html = |page: &Page| {
            let site = page.view(Target::Site).unwrap();
            site.blocks.iter().map(|block| block.html()).collect::<String>()
        };
        let first = followed.page();
        assert!(html(&first).contains("One") && !first.problems.is_empty());
        assert_eq!(followed.look(), None);
        std::fs::write(&path, "---\ntitle: x\n---\nOne and two ![a](a.png)\n").unwrap();
        assert!(html(&followed.look().unwrap()).contains("One and two"));
        std::fs::write(dir.path().join("_drafts/a.png"), "not an image").unwrap();
        assert!(html(&followed.look().unwrap()).contains("a.png?1"), "browsers load it again");
        std::fs::remove_file(&path).unwrap();
        let gone = followed.look().unwrap();
        assert!(
            html(&gone).contains("One and two") && gone.remarks[0].contains("does not exist"),
            "{:?}",
            gone.remarks
        );
        std::fs::write(&path, "---\ntitle: x\n---\nOne and two ![a](a.png)\n").unwrap();
        assert!(followed.look().unwrap().remarks.is_empty());
    }
}
