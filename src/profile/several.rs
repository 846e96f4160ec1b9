//! A `copydesk.yml` that lists the folders of several newsletters in the place of a profile.

use serde_yaml::Value;

use super::key_path::KeyPath;
use super::load::Error;
use super::path::relative;
use crate::text::limits::PROFILE_BYTES;
use crate::text::nests_too_deep;

/// The key of the list.
const KEY: &str = "newsletters";
/// The most newsletters in a list.
const MAX_NEWSLETTERS: usize = 100;

/// The folders that a `copydesk.yml` lists, relative to its own, in its order. `None` if it is a profile, or
/// no valid YAML.
///
/// # Errors
///
/// If the list is empty or too long, is beside other keys, has a folder twice, or one that is not below
/// the folder of the file.
pub fn newsletters(yaml: &str) -> Result<Option<Vec<String>>, Error> {
    if yaml.len() > PROFILE_BYTES || nests_too_deep(yaml) {
        return Ok(None);
    }
    let Ok(Value::Mapping(own)) = serde_yaml::from_str(yaml) else { return Ok(None) };
    let Some(list) = own.get(KEY) else { return Ok(None) };
    let place = KeyPath::default().key(KEY);
    let at = |place: &KeyPath, what: String| Error::at(place, yaml, what);
    let others = own.keys().filter_map(Value::as_str).find(|key| *key != KEY);
    if let Some(other) = others {
        let what = format!("allows no other key; move '{other}' to the copydesk.yml of each newsletter");
        return Err(at(&place, what));
    }
    let Some(list) = list.as_sequence().filter(|list| !list.is_empty()) else {
        return Err(at(&place, "must be a list of folders, each with a copydesk.yml".to_owned()));
    };
    if list.len() > MAX_NEWSLETTERS {
        let line = place.line(yaml);
        return Err(Error::TooMany { line, key: KEY.into(), what: list.len(), limit: MAX_NEWSLETTERS });
    }
    let mut folders: Vec<String> = Vec::new();
    for (n, folder) in list.iter().enumerate() {
        let item = place.item(n);
        let Some(folder) = folder.as_str() else {
            return Err(at(&item, "must be the name of a folder".to_owned()));
        };
        let folder = folder.strip_suffix('/').unwrap_or(folder);
        let folder = relative(folder).map_err(|error| at(&item, error.to_string()))?;
        if folders.iter().any(|known| known == folder) {
            return Err(at(&item, format!("'{folder}' is listed twice; remove one")));
        }
        folders.push(folder.to_owned());
    }
    Ok(Some(folders))
}

/// The error of a listed folder, with its line.
pub fn wrong_newsletter(yaml: &str, n: usize, what: impl std::fmt::Display) -> Error {
    Error::at(&KeyPath::default().key(KEY).item(n), yaml, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_folders_and_a_profile_has_none() {
        let listed = |yaml: &str| newsletters(yaml).unwrap();
        let folders = |names: &[&str]| Some(names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert_eq!(listed("newsletters: [en, ./news/fr/]\n"), folders(&["en", "news/fr"]));
        assert_eq!(listed("newsletters:\n  - en\n"), folders(&["en"]));
        for profile in
            ["", "extends: circuitpython\n", "name: newsletters\n", "newsletters: [", "- newsletters\n"]
        {
            assert_eq!(listed(profile), None, "{profile}");
        }
    }

    #[test]
    fn what_is_no_list_of_folders_is_refused_with_its_line() {
        for (yaml, message) in [
            ("newsletters:\n", "copydesk.yml:1: newsletters: must be a list of folders"),
            ("newsletters: en\n", "copydesk.yml:1: newsletters: must be a list of folders"),
            ("newsletters: []\n", "copydesk.yml:1: newsletters: must be a list of folders"),
            ("newsletters:\n  - {en: fr}\n", "copydesk.yml:2: newsletters[0]: must be the name of a folder"),
            (
                "newsletters:\n  - en\n  - fr\n  - ./en/\n",
                "copydesk.yml:4: newsletters[2]: 'en' is listed twice",
            ),
            ("newsletters:\n  - en\n  - ../fr\n", "copydesk.yml:3: newsletters[1]: '..' leads out of"),
            ("newsletters:\n  - /srv/en\n", "copydesk.yml:2: newsletters[0]: the path is absolute"),
            ("newsletters: [.]\n", "newsletters[0]: '.' is not allowed"),
            ("newsletters: [.git]\n", "newsletters[0]: the path is in git's folder"),
            (
                "extends: circuitpython\nnewsletters: [en]\n",
                "copydesk.yml:2: newsletters: allows no other key; move 'extends' to the copydesk.yml of each newsletter",
            ),
        ] {
            let error = newsletters(yaml).unwrap_err().to_string();
            assert!(error.contains(message), "{yaml}: {error}");
        }
        let many: String = (0..101).map(|n| format!("  - n{n}\n")).collect();
        let error = newsletters(&format!("newsletters:\n{many}")).unwrap_err().to_string();
        assert!(error.contains("'newsletters' has 101 entries, over the limit of 100"), "{error}");
    }
}
