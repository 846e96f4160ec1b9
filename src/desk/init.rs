use std::path::{Path, PathBuf};

use super::{DeskError, save};
use crate::profile;

/// Writes a commented `copydesk.yml` that extends a built-in profile.
///
/// # Errors
///
/// [`DeskError::Exists`] where there is one, and [`profile::Error::UnknownBase`].
pub fn init(root: &Path, base: &str) -> Result<PathBuf, DeskError> {
    let path = root.join("copydesk.yml");
    if path.exists() {
        return Err(DeskError::Exists(path));
    }
    let yaml = profile::commented(base).ok_or_else(|| profile::Error::UnknownBase(base.to_owned()))?;
    save(&path, &yaml)?;
    Ok(path)
}
