use serde::{Deserialize, Serialize};

use super::naming::glob;

/// Disables a rule for some files, or for all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// The rule's name.
    pub rule: String,
    /// A path relative to the newsletter's root, in which `*` matches any text. All files if it is missing.
    #[serde(default)]
    pub path: Option<String>,
    pub reason: String,
}

impl Waiver {
    /// True if it applies to a file. `file` is its path in the newsletter's folder, if it is in there.
    pub fn is_for(&self, file: Option<&str>) -> bool {
        match (&self.path, file) {
            (None, _) => true,
            (Some(path), Some(file)) => glob(path.strip_prefix("./").unwrap_or(path), file),
            (Some(_), None) => false,
        }
    }

    /// True if it applies to a single file.
    pub fn is_for_one_file(&self) -> bool {
        self.path.as_ref().is_some_and(|path| !path.contains('*'))
    }
}
