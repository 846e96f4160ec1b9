use serde::{Deserialize, Serialize};

use super::naming::glob;

/// A rule whose problems are not reported in some files, or in all:
/// `{ rule: hotlinked-image, path: "_posts/2018-*", reason: Old issues show images of other servers }`.
///
/// A waiver for a single file is reported if it matches no problem there. When the newsletter's whole folder is checked,
/// a waiver is also reported if its `path` matches no draft or post. Waivers in the draft itself are described in
/// [Checks in CI](ci.md#waivers).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// The name of the rule; `copydesk rules` lists the names.
    pub rule: String,
    /// The path of the files from the newsletter's folder, in which `*` matches any text. Without it, all files.
    #[serde(default)]
    pub path: Option<String>,
    /// Why the problems are intended.
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
