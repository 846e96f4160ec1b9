use std::path::Path;

use crate::desk::Workspace;
use crate::desk::issue::document::read_if_there;
use crate::lint::MailFacts;
use crate::render::target::mail::MailTemplate;

/// The files that name the site's address, with the keys of it.
const SITES: [(&str, &[&str]); 5] = [
    ("_config.yml", &["url"]),
    ("pelicanconf.py", &["SITEURL"]),
    ("config.toml", &["base_url", "baseURL", "baseurl"]),
    ("hugo.toml", &["baseURL", "baseurl"]),
    ("zola.toml", &["base_url"]),
];

/// Reads what a mail needs besides the draft. A file that can't be read is left out.
pub(in crate::desk) fn mail_facts(workspace: &Workspace) -> MailFacts {
    let read =
        |path: &str| read_if_there(&workspace.root.join(Path::new(path)), &workspace.root).ok().flatten();
    let mail = workspace.profile.mail.as_ref();
    let template =
        mail.and_then(|mail| mail.template.as_deref()).and_then(read).map(|text| MailTemplate::new(&text));
    let site = SITES.iter().find_map(|(file, keys)| site_address(&read(file)?, keys));
    MailFacts { site, template }
}

/// The address of the site in a configuration file: a line `key: value` or `key = value`. Jekyll's `baseurl` is the folder
/// on it.
fn site_address(text: &str, keys: &[&str]) -> Option<String> {
    let value = |keys: &[&str]| {
        text.lines().find_map(|line| {
            let (key, value) = line.split_once([':', '='])?;
            let value = value.split(" #").next()?.trim().trim_matches(['"', '\'']);
            (keys.contains(&key.trim()) && !value.is_empty()).then(|| value.to_owned())
        })
    };
    let address = value(keys)?;
    let is_address = address.starts_with("https://") || address.starts_with("http://");
    let folder = if keys.contains(&"url") { value(&["baseurl"]).unwrap_or_default() } else { String::new() };
    is_address.then(|| {
        format!("{}/{}", address.trim_end_matches('/'), folder.trim_matches('/'))
            .trim_end_matches('/')
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_the_site_is_read_from_its_configuration() {
        for (text, keys, address) in [
            (
                "url: \"https://example.org\" # ours\nbaseurl: /news\n",
                &["url"][..],
                Some("https://example.org/news"),
            ),
            ("url: https://example.org/\n", &["url"], Some("https://example.org")),
            ("SITEURL = 'https://example.org'\n", &["SITEURL"], Some("https://example.org")),
            ("SITEURL = ''\n", &["SITEURL"], None),
            ("url: example.org\n", &["url"], None),
        ] {
            assert_eq!(site_address(text, keys).as_deref(), address, "{text}");
        }
    }
}
