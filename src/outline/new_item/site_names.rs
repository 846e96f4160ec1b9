//! How a newsletter calls the sites that it names as sources: `GitHub`, not `github.com`.

use std::collections::HashMap;

use super::vote::most_frequent_share;
use crate::draft::Draft;
use crate::outline::{Fill, Outline, Role};
use crate::profile::Profile;
use crate::text::address::{Address, host};

/// The names of sites in the sources of stories.
#[derive(Clone, Debug, Default)]
pub(super) struct SiteNames {
    /// All names of a host without `www.`, newest issue first.
    names: HashMap<String, Vec<String>>,
}

/// Shorter names of sites may be other words of a text.
const MIN_NAME: usize = 4;

impl SiteNames {
    /// Adds the sources of an issue that is older than those before it.
    pub fn learn(&mut self, draft: &Draft, outline: &Outline) {
        for slot in &outline.slots {
            for pair in slot.fields.windows(2) {
                let [name, address] = pair else { continue };
                let is_source = matches!(name.role, Role::Source | Role::Via)
                    && address.role.is_of_source()
                    && name.fill == Fill::Written
                    && address.fill == Fill::Written;
                if is_source {
                    let host = host_name(address.value(draft)).to_ascii_lowercase();
                    self.names.entry(host).or_default().push(name.value(draft).to_owned());
                }
            }
        }
    }

    /// The newsletter's name of a site: from its issues and its profile, or else its host.
    /// `words` are a text that may contain the name.
    pub fn name(&self, address: &str, words: &str, issue: &SiteNames, profile: &Profile) -> String {
        let host = host_name(address).to_ascii_lowercase();
        let site = Address::new(address).map(|address| address.site()).unwrap_or_default();
        let named = |host: &str| {
            let all = [issue, self].into_iter().filter_map(|names| names.names.get(host));
            let learnt = most_frequent_share(all.flatten().map(String::as_str));
            let own = profile.style.source_name(host);
            // A host of many sites has a name for each. One other name may be a slip.
            let learnt = learnt.filter(|(_, count, total)| 2 * count > *total);
            let learnt = learnt.filter(|(_, count, _)| own.is_none() || *count > 1);
            learnt.map(|(name, _, _)| name).or(own).map(str::to_owned)
        };
        named(&host).or_else(|| named(&site)).or_else(|| spelling_in(words, label(&site))).unwrap_or(host)
    }
}

/// The host of an address without `www.`.
pub(super) fn host_name(address: &str) -> &str {
    let host = host(address).unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host)
}

/// The first label of a site: `gulls` of `gulls.example`.
fn label(site: &str) -> &str {
    site.split('.').next().unwrap_or(site)
}

/// The words of a text that have the same letters as a site's name: `Gull's Nest` for `gullsnest`.
fn spelling_in(text: &str, label: &str) -> Option<String> {
    let letters = |words: &str| -> String {
        words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let wanted = letters(label);
    if wanted.chars().count() < MIN_NAME {
        return None;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let ends = |c: char| !c.is_alphanumeric();
    (1..=3).flat_map(|len| words.windows(len)).map(|window| window.join(" ")).find_map(|name| {
        let name = name.trim_matches(ends);
        let is_it =
            letters(name) == wanted && name.starts_with(char::is_uppercase) && !name.contains(['[', '(']);
        is_it.then(|| name.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::built_in;

    fn names(text: &str) -> (SiteNames, Profile) {
        let profile = built_in("circuitpython").unwrap();
        let draft = Draft::parse(text);
        let mut names = SiteNames::default();
        names.learn(&draft, &Outline::new(&draft, &profile));
        (names, profile)
    }

    #[test]
    fn a_site_has_the_name_that_the_newsletter_gave_it() {
        let story =
            |name: &str, url: &str| format!("A gull [flies](https://a.example) - [{name}]({url}).\n\n");
        let text = format!(
            "## News From Around the Web\n\n{}{}{}",
            story("Gull Weekly", "https://www.gulls.example/1"),
            story("Gulls", "https://gulls.example/2"),
            story("Gull Weekly", "https://gulls.example/3"),
        );
        let (known, profile) = names(&text);
        let none = SiteNames::default();
        let name = |url: &str, words: &str| known.name(url, words, &none, &profile);
        assert_eq!(name("https://gulls.example/9", ""), "Gull Weekly");
        let many = format!(
            "## News From Around the Web\n\n{}{}",
            story("A Tern's Diary", "https://blogs.example/1"),
            story("Auk Notes", "https://blogs.example/2"),
        );
        assert_eq!(names(&many).0.name("https://blogs.example/3", "", &none, &profile), "blogs.example");
        let slip = format!("## News From Around the Web\n\n{}", story("Gull Hub", "https://github.com/1"));
        let slipped = names(&slip).0.name("https://github.com/a/b", "", &none, &profile);
        assert_eq!(slipped, "GitHub");
        assert_eq!(name("https://github.com/a/b", ""), "GitHub");
        assert_eq!(name("https://gist.github.com/a/b", ""), "GitHub");
        assert_eq!(name("https://ternlab.example/1", "At TernLab, terns are counted"), "TernLab");
        assert_eq!(name("https://tern-lab.example/1", ""), "tern-lab.example");
    }
}
