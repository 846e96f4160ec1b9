//! `file:` addresses, as editors name their documents.

use std::path::{Path, PathBuf};

use crate::platform::{IS_WINDOWS, with_slashes};
use crate::text::percent;

/// The absolute path of a `file:` address; `None` for another scheme, and for a path that is not UTF-8.
pub(super) fn to_path(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let rest = rest.strip_prefix("localhost").unwrap_or(rest);
    let end = rest.find(['?', '#']).unwrap_or(rest.len());
    let path = percent::decode(&rest[..end])?;
    // `/c:/folder` is a path of Windows.
    let is_drive = IS_WINDOWS && path.as_bytes().get(2) == Some(&b':');
    let path = PathBuf::from(if is_drive { &path[1..] } else { &path[..] });
    path.is_absolute().then_some(path)
}

/// The `file:` address of an absolute path.
pub(super) fn from_path(path: &Path) -> String {
    let path = path.to_string_lossy();
    let path = with_slashes(&path);
    let slash = if path.starts_with('/') { "" } else { "/" };
    format!("file://{slash}{}", percent::encode_path(&path))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_files_are_paths() {
        for (uri, path) in [
            ("file:///n/_drafts/a%20b.md", Some("/n/_drafts/a b.md")),
            ("file:///n/%E6%BD%AE.md", Some("/n/潮.md")),
            ("file://localhost/n/a.md", Some("/n/a.md")),
            ("file:///n/a.md?x#y", Some("/n/a.md")),
            ("file://host/n/a.md", None),
            ("untitled:Untitled-1", None),
            ("https://example.org/a.md", None),
            ("file:///n/%FF.md", None),
        ] {
            assert_eq!(to_path(uri).as_deref(), path.map(Path::new), "{uri}");
        }
        for path in ["/n/a b (1).md", "/n/潮?.md"] {
            assert_eq!(to_path(&from_path(Path::new(path))).as_deref(), Some(Path::new(path)));
        }
    }
}
