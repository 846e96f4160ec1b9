//! Paths as terminals paste them when a file is dropped, and as people type them.

use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};

use crate::image::Format;
use crate::platform::IS_WINDOWS;
use crate::text::percent;

/// The path of an image, where a paste is one and nothing else: in quotes, with backslashes, or
/// as a `file://` address. Only a whole path counts: `../assets/x.jpg` is what a draft says.
pub(crate) fn dropped(text: &str, home: Option<&Path>) -> Option<PathBuf> {
    let text = text.trim();
    if text.is_empty() || text.contains(['\n', '\r']) {
        return None;
    }
    let path = PathBuf::from(plain(text));
    let path = match (path.strip_prefix("~"), home) {
        (Ok(inner), Some(home)) => home.join(inner),
        _ => path,
    };
    let ending = path.extension()?.to_str()?;
    (path.is_absolute() && Format::from_extension(ending).is_some()).then(|| clean(&path))
}

/// True if a paste is several images: one per line, or one after the other, quoted or not.
pub(crate) fn are_several(text: &str, home: Option<&Path>) -> bool {
    let all = |parts: Vec<String>| parts.len() > 1 && parts.iter().all(|part| dropped(part, home).is_some());
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    all(lines.map(str::to_owned).collect())
        || ["' '", "\" \"", " file://", " /"].iter().any(|between| {
            let (end, start) = between.split_at(between.find(' ').unwrap_or(0));
            let text = text.trim();
            let mut parts: Vec<String> = Vec::new();
            for part in text.split(between) {
                if let Some(last) = parts.last_mut() {
                    last.push_str(end);
                }
                let start = if parts.is_empty() { "" } else { start.trim_start() };
                parts.push(format!("{start}{part}"));
            }
            // A blank inside of a name parts no names.
            all(parts)
        })
}

/// A pasted path without quotes, escapes and `file://`.
pub(crate) fn plain(text: &str) -> String {
    let text = text.trim();
    let quoted = |quote: char| {
        text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)).filter(|_| text.len() > 1)
    };
    if let Some(inner) = quoted('\'') {
        return inner.replace("'\\''", "'");
    }
    if let Some(inner) = quoted('"') {
        return unescaped(inner);
    }
    if let Some(rest) = text.strip_prefix("file://") {
        // The host part may be this machine's name.
        let path = &rest[rest.find('/').unwrap_or(0)..];
        return percent::decode(path).map_or_else(|| path.to_owned(), Cow::into_owned);
    }
    if IS_WINDOWS { text.to_owned() } else { unescaped(text) }
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        out.extend(if c == '\\' { chars.next() } else { Some(c) });
    }
    out
}

/// The folder that a typed path leads to from another one, and what is typed after its last slash;
/// `None` for what is no path.
pub(crate) fn typed(text: &str, from: &Path, home: Option<&Path>) -> Option<(PathBuf, String)> {
    let is_path = ["/", "~/", "./", "../"].iter().any(|start| text.starts_with(start));
    let (folder, rest) = text.rsplit_once('/').filter(|_| is_path)?;
    let folder = match (folder.strip_prefix('~'), home) {
        (Some(inner), Some(home)) => home.join(inner.trim_start_matches('/')),
        // Where the first slash is the last one, that is the root.
        _ => from.join(if folder.is_empty() { "/" } else { folder }),
    };
    Some((clean(&folder), rest.to_owned()))
}

/// Without `.` and `..`, by the names alone.
fn clean(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_file_is_known_however_the_terminal_writes_it() {
        let home = Path::new("/home/mira");
        for (text, path) in [
            ("/tmp/a.jpg", "/tmp/a.jpg"),
            (" /tmp/a.jpg \n", "/tmp/a.jpg"),
            ("'/tmp/a kite.PNG'", "/tmp/a kite.PNG"),
            ("'/tmp/Mira'\\''s kite.png'", "/tmp/Mira's kite.png"),
            ("\"/tmp/a kite.png\"", "/tmp/a kite.png"),
            ("/tmp/a\\ kite\\(1\\).gif", "/tmp/a kite(1).gif"),
            ("/tmp/a kite.gif", "/tmp/a kite.gif"),
            ("file:///tmp/a%20kite%C3%A9.webp", "/tmp/a kiteé.webp"),
            ("file://desk.local/tmp/a.heic", "/tmp/a.heic"),
            ("~/Pictures/a.tiff", "/home/mira/Pictures/a.tiff"),
        ] {
            assert_eq!(dropped(text, Some(home)), Some(path.into()), "{text}");
        }
    }

    #[test]
    fn anything_else_is_text() {
        for text in [
            "",
            "'",
            "../assets/20260601/x.jpg",
            "x.jpg",
            "/tmp/notes.txt",
            "/tmp/a.jpg\n/tmp/b.jpg",
            "https://example.org/a.jpg",
            "A kite.jpg",
        ] {
            assert_eq!(dropped(text, None), None, "{text}");
        }
    }

    #[test]
    fn several_files_are_told_from_one_with_blanks() {
        for text in [
            "/tmp/a.jpg\n/tmp/b.png\n",
            "/tmp/a.jpg /tmp/b.png",
            "'/tmp/a kite.jpg' '/tmp/b.png'",
            "file:///tmp/a.jpg file:///tmp/b.png",
        ] {
            assert!(are_several(text, None), "{text}");
        }
        for text in
            ["/tmp/a kite.jpg", "'/tmp/a kite.jpg'", "a\nb", "/tmp/a.jpg", "see /tmp/a.jpg and /tmp/b.jpg"]
        {
            assert!(!are_several(text, None), "{text}");
        }
    }

    #[test]
    fn a_typed_path_leads_to_its_folder() {
        let (from, home) = (Path::new("/news/in"), Some(Path::new("/home/mira")));
        for (text, folder, rest) in [
            ("/", "/", ""),
            ("/tmp", "/", "tmp"),
            ("/tmp/ki", "/tmp", "ki"),
            ("~/", "/home/mira", ""),
            ("~/Pictures/", "/home/mira/Pictures", ""),
            ("../", "/news", ""),
            ("../out/x", "/news/out", "x"),
            ("./a/", "/news/in/a", ""),
        ] {
            assert_eq!(typed(text, from, home), Some((folder.into(), rest.into())), "{text}");
        }
        assert_eq!(typed("kite", from, home), None);
        assert_eq!(typed("a/b", from, home), None);
    }
}
