//! Addresses of the newsletter's own pages and images, for readers elsewhere.

use crate::profile::Profile;

/// Makes the newsletter's own addresses absolute, because a mail or another site has no folder to start from.
#[derive(Clone, Copy, Debug)]
pub struct Addresses<'a> {
    profile: &'a Profile,
    /// The address of the site, without a `/` at its end: `https://example.org/news`.
    site: Option<&'a str>,
    /// The folder of the draft, from the newsletter's folder.
    folder: &'a str,
}

impl<'a> Addresses<'a> {
    /// `site` is the site's own address, and `path` the draft's path from the newsletter's folder.
    pub fn new(profile: &'a Profile, site: Option<&'a str>, path: Option<&'a str>) -> Self {
        let folder = path.and_then(|path| path.rsplit_once('/')).map_or("", |(folder, _)| folder);
        Self { profile, site: site.map(|site| site.trim_end_matches('/')), folder }
    }

    /// The absolute address. Unchanged if it is one already, is a place on the page, or if the site's address is unknown.
    pub fn absolute(&self, address: &str) -> String {
        let address = address.trim();
        if !is_own_address(address) {
            return match address.strip_prefix("//") {
                // A mail is read from no site, so that it has no scheme to take.
                Some(rest) => format!("https://{rest}"),
                None => address.to_owned(),
            };
        }
        let (path, rest) = address.split_at(address.find(['?', '#']).unwrap_or(address.len()));
        let path = match path.strip_prefix('/') {
            Some(path) => normal("", path),
            None => normal(self.folder, path),
        };
        let path = self.on_site(&path);
        let pattern = self.profile.mail.as_ref().and_then(|mail| mail.addresses.as_deref());
        match (pattern, self.site) {
            (Some(pattern), _) => format!("{}{rest}", pattern.replace("{path}", path)),
            (None, Some(site)) => format!("{}{rest}", self.below(site, path, address.starts_with('/'))),
            (None, None) => address.to_owned(),
        }
    }

    /// True if the newsletter's own addresses can be made absolute.
    pub fn have_base(&self) -> bool {
        self.site.is_some() || self.profile.mail.as_ref().is_some_and(|mail| mail.addresses.is_some())
    }

    /// The path on the site of a path in the newsletter's folder.
    fn on_site<'p>(&self, path: &'p str) -> &'p str {
        self.profile.files.site_roots.iter().find_map(|root| root.on_site(path)).unwrap_or(path)
    }

    /// A path below the site's address. A path from the root may begin with the folder that the site is in.
    fn below(&self, site: &str, path: &str, is_from_root: bool) -> String {
        let host = site.find("://").map_or(0, |at| at + 3);
        let base = site[host..].split_once('/').map_or("", |(_, base)| base);
        let own = path.strip_prefix(base).and_then(|rest| rest.strip_prefix('/'));
        match own.filter(|_| is_from_root && !base.is_empty()) {
            Some(own) => format!("{site}/{own}"),
            None => format!("{site}/{path}"),
        }
    }
}

/// True for the address of a page or a file of the newsletter itself, such as `../assets/a.jpg`.
pub fn is_own_address(address: &str) -> bool {
    let address = address.trim();
    !(address.is_empty()
        || address.starts_with(['#', '?'])
        || address.starts_with("//")
        || has_scheme(address))
}

/// True for `https:`, `mailto:` and the like.
fn has_scheme(address: &str) -> bool {
    let Some((scheme, _)) = address.split_once(':') else { return false };
    let is_of_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(is_of_scheme)
}

/// A path without `.` and `..`; those that lead out of the newsletter's folder are left out.
fn normal(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let mut joined = parts.join("/");
    if path.ends_with('/') && !joined.is_empty() {
        joined.push('/');
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::load;

    #[test]
    fn own_addresses_become_absolute_and_others_stay() {
        let profile =
            load("files: {drafts: 'd/{date}.md', posts: 'p/{date}.md', site_roots: [static]}\n").unwrap();
        let site = Addresses::new(&profile, Some("https://example.org/news/"), Some("_posts/2026/a.md"));
        for (address, absolute) in [
            ("../../assets/a.jpg?x=1#y", "https://example.org/news/assets/a.jpg?x=1#y"),
            ("a.jpg", "https://example.org/news/_posts/2026/a.jpg"),
            ("/assets/a.jpg", "https://example.org/news/assets/a.jpg"),
            ("/news/assets/a.jpg", "https://example.org/news/assets/a.jpg"),
            ("../../../../a.jpg", "https://example.org/news/a.jpg"),
            ("/static/a.jpg", "https://example.org/news/a.jpg"),
            ("/2026/06/", "https://example.org/news/2026/06/"),
            ("//cdn.example.org/a.jpg", "https://cdn.example.org/a.jpg"),
            ("https://example.com/a", "https://example.com/a"),
            ("mailto:nia@example.org", "mailto:nia@example.org"),
            ("#top", "#top"),
        ] {
            assert_eq!(site.absolute(address), absolute);
        }
        assert_eq!(Addresses::new(&profile, None, None).absolute("/a.jpg"), "/a.jpg");
    }

    #[test]
    fn the_pattern_of_the_mail_comes_before_the_site() {
        let yaml = "files: {drafts: 'd/{date}.md', posts: 'p/{date}.md'}\nmail: {addresses: 'https://img.example.org/n/{path}'}\n";
        let profile = load(yaml).unwrap();
        let addresses = Addresses::new(&profile, Some("https://example.org"), Some("d/2026-06-08.md"));
        assert_eq!(addresses.absolute("../assets/a.jpg"), "https://img.example.org/n/assets/a.jpg");
    }
}
