use std::path::Path;

use crate::image::Format;
use crate::root::{EntryKind, Root};
use crate::text::limits::NEAREST_NAMES;

/// The file names of the images in a folder, in order.
pub(in crate::desk) fn image_names(folder: &Path, root: &Root) -> Vec<String> {
    let entries = root.list(folder, NEAREST_NAMES).unwrap_or_default().into_iter();
    // A broken link cannot be the intended file.
    let names = entries.filter(|entry| match entry.kind {
        EntryKind::File => true,
        EntryKind::Link => root.is_file(&folder.join(&entry.name)),
        EntryKind::Folder | EntryKind::Other => false,
    });
    let mut names: Vec<String> = names.filter_map(|entry| entry.name.into_string().ok()).collect();
    names.retain(|name| !name.starts_with('.') && has_image_extension(Path::new(name)));
    names.sort();
    names
}

/// True if the file name has the extension of an image format.
pub(in crate::desk) fn has_image_extension(path: &Path) -> bool {
    path.extension().and_then(|extension| extension.to_str()).and_then(Format::from_extension).is_some()
}

/// The only name similar to `wanted`: it differs in case, extension, or one or two letters. `None` if
/// none is similar, or two are equally similar, since a guess would not help.
pub(in crate::desk) fn nearest<'n>(wanted: &str, names: &'n [String]) -> Option<&'n str> {
    let mut near: Vec<(usize, &str)> =
        names.iter().filter_map(|name| Some((typos(wanted, name)?, name.as_str()))).collect();
    near.sort();
    match near.as_slice() {
        [(_, only)] => Some(only),
        [(first, name), (second, _), ..] if first < second => Some(name),
        _ => None,
    }
}

/// The number of typing errors between two names; `None` if they are different names. A different number
/// means a different image (`board-1.jpg`, `board-2.jpg`), except in the date at the start of a name.
fn typos(wanted: &str, name: &str) -> Option<usize> {
    let (wanted, name) = (wanted.to_lowercase(), name.to_lowercase());
    if wanted == name {
        return Some(0);
    }
    let ((wanted, _), (name, _)) = (split_extension(&wanted), split_extension(&name));
    if wanted == name {
        return Some(1);
    }
    let (wanted_date, wanted_rest) = split_date(wanted);
    let (date, rest) = split_date(name);
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let in_date = strsim::osa_distance(wanted_date, date);
    let in_rest = strsim::osa_distance(wanted_rest, rest);
    let length = wanted_rest.chars().count().min(rest.chars().count());
    let is_typo = digits(wanted_rest) == digits(rest)
        && in_date + in_rest <= 2
        && in_rest * 4 <= length
        && (in_date == 0 || length >= 3);
    is_typo.then_some(1 + in_date + in_rest)
}

fn split_extension(name: &str) -> (&str, &str) {
    name.rsplit_once('.').unwrap_or((name, ""))
}

fn split_date(stem: &str) -> (&str, &str) {
    stem.split_at(stem.find(|c: char| !c.is_ascii_digit()).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typos_are_recognized_and_other_images_are_not() {
        let near = |wanted: &str, names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            nearest(wanted, &names).map(str::to_owned)
        };
        let folder = ["20260608Lamp.JPG", "20260608harbor.jpg", "20260608board-1.jpg", "20260608a.png"];
        for (wanted, found) in [
            ("20260608lamp.jpg", Some("20260608Lamp.JPG")),
            ("20260608lamp.png", Some("20260608Lamp.JPG")),
            ("20260608harbour.jpg", Some("20260608harbor.jpg")),
            ("20260608hrabor.jpg", Some("20260608harbor.jpg")),
            ("2026068harbor.jpg", Some("20260608harbor.jpg")),
            ("20260608board-2.jpg", None),
            ("20260608b.png", None),
            ("20260608garden.jpg", None),
        ] {
            assert_eq!(near(wanted, &folder).as_deref(), found, "{wanted}");
        }
        assert_eq!(near("harbour.jpg", &["harbouar.jpg", "harbours.jpg"]), None);
    }
}
