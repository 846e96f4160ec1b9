//! The newsletters of the open documents.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::desk::{DeskError, LiveNewsletter, PROFILE_FILE};

/// A newsletter whose profile is invalid, or can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BrokenProfile {
    pub path: PathBuf,
    /// Each with its line, from 1.
    pub problems: Vec<(usize, String)>,
}

#[derive(Debug, Default)]
pub(super) struct Newsletters {
    /// The folders that the editor has open.
    pub folders: Vec<PathBuf>,
    known: HashMap<PathBuf, Option<Arc<LiveNewsletter>>>,
    broken: HashMap<PathBuf, BrokenProfile>,
}

impl Newsletters {
    pub fn new(folders: Vec<PathBuf>) -> Newsletters {
        Newsletters { folders, ..Newsletters::default() }
    }

    /// The newsletter that a file is a draft or an issue of.
    pub fn of(&mut self, path: &Path) -> Option<Arc<LiveNewsletter>> {
        let root = LiveNewsletter::root_of(path, &self.folders);
        let is_outdated = |known: &Option<Arc<LiveNewsletter>>| {
            known.as_ref().is_none_or(|newsletter| newsletter.is_outdated())
        };
        if self.known.get(&root).is_none_or(is_outdated) {
            self.load(root.clone());
        }
        let newsletter = self.known.get(&root).and_then(Clone::clone);
        newsletter.filter(|newsletter| newsletter.contains(path))
    }

    /// Reads everything again when it is needed next.
    pub fn forget(&mut self) {
        self.known.clear();
    }

    fn load(&mut self, root: PathBuf) {
        self.broken.remove(&root);
        let loaded = LiveNewsletter::load(root.clone());
        let messages: Vec<String> = match &loaded {
            Err(DeskError::Profile(error)) if !error.mistakes().is_empty() => {
                error.mistakes().iter().map(ToString::to_string).collect()
            }
            // A file that can't be read, or is no text.
            Err(error @ (DeskError::Profile(_) | DeskError::File(_))) => vec![error.to_string()],
            Ok(_) | Err(_) => Vec::new(),
        };
        if !messages.is_empty() {
            let with_line = |message: String| (line_in(&message).unwrap_or(1), message);
            let problems = messages.into_iter().map(with_line).collect();
            self.broken.insert(root.clone(), BrokenProfile { path: root.join(PROFILE_FILE), problems });
        }
        self.known.insert(root, loaded.ok().map(Arc::new));
    }

    pub fn broken(&self) -> Vec<BrokenProfile> {
        self.broken.values().cloned().collect()
    }
}

/// The line of `copydesk.yml:3: …`.
fn line_in(message: &str) -> Option<usize> {
    let rest = message.strip_prefix(PROFILE_FILE)?.strip_prefix(':')?;
    rest.split_once(':')?.0.parse().ok()
}
