//! Names of files and paths.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

/// Names of devices on Windows, with any extension and in any case ("Naming Files, Paths, and Namespaces").
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// True for a name that Windows can't create or gives to a device: it is reserved, or ends in a dot or a space. Such a
/// file would keep others from checking out the repository, so this is asked on every system.
pub fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    let port = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    let is_port = port.is_some_and(|number| {
        matches!(number, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³")
    });
    DEVICES.contains(&stem.as_str()) || is_port || name.ends_with(['.', ' '])
}

/// As [`Path::canonicalize`], in the form that other programs read.
///
/// # Errors
///
/// If the path does not exist, or can't be looked at.
pub fn real_path(path: &Path) -> io::Result<PathBuf> {
    Ok(without_prefix(&path.canonicalize()?).into_owned())
}

/// Returns `C:\folder` for `\\?\C:\folder`, the form in which Windows resolves paths. Other paths with that prefix mean
/// something else without it, and stay.
pub fn without_prefix(path: &Path) -> Cow<'_, Path> {
    let plain = path.to_str().and_then(|text| text.strip_prefix(r"\\?\"));
    let is_drive = |text: &&str| {
        let bytes = text.as_bytes();
        bytes.len() > 2 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':' && bytes[2] == b'\\'
    };
    // Longer paths are read with the prefix only.
    const LONGEST: usize = 259;
    match plain.filter(is_drive).filter(|text| text.len() <= LONGEST) {
        Some(text) if text.split('\\').skip(1).all(|name| !is_reserved(name)) => {
            Cow::Owned(PathBuf::from(text))
        }
        _ => Cow::Borrowed(path),
    }
}

/// A path with `/` between folders, as git's shell and addresses have it.
pub fn with_slashes(path: &str) -> Cow<'_, str> {
    if super::IS_WINDOWS { path.replace('\\', "/").into() } else { path.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_devices_are_reserved_with_any_extension() {
        for name in ["CON", "nul.png", "Aux.tar.gz", "com1", "LPT9.md", "com².txt", "prn .md", "draft.", "a "]
        {
            assert!(is_reserved(name), "{name}");
        }
        for name in ["console", "com", "com10", "null.png", "20260601con.png", "lpt", "a.con", ".con"] {
            assert!(!is_reserved(name), "{name}");
        }
    }

    #[test]
    fn a_resolved_path_is_one_that_other_programs_read() {
        let long = format!(r"\\?\C:\{}", "a".repeat(300));
        for (path, plain) in [
            (r"\\?\C:\letters\draft.md", r"C:\letters\draft.md"),
            (r"\\?\C:\letters\nul", r"\\?\C:\letters\nul"),
            (r"\\?\UNC\server\share", r"\\?\UNC\server\share"),
            (r"\\?\Volume{1}\a", r"\\?\Volume{1}\a"),
            (long.as_str(), long.as_str()),
            ("/letters/draft.md", "/letters/draft.md"),
        ] {
            assert_eq!(without_prefix(Path::new(path)), Path::new(plain));
        }
    }
}
