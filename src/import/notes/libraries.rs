use super::clean::{inline, plain};
use super::links::links;
use super::opening::address;
use super::state::Library;

/// The library that an item names: as a link, as an address, or by its name alone.
pub(super) fn library(text: &str, line: usize) -> Option<Library> {
    let link = links(text).find(|link| !link.is_image && !link.address.is_empty());
    let Some(link) = link else {
        return bare(&inline(text), line);
    };
    let before = text[..link.start].trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '<'));
    // What has words before its link is a sentence.
    if before.contains(' ') {
        return None;
    }
    let address = address(link.address);
    let (owner, name) = of_address(&address);
    let label = link.label.map(plain).filter(|label| !label.is_empty() && !label.contains("://"));
    let Some(label) = label else {
        let written = if before.is_empty() { address.clone() } else { plain(before) };
        let name = name?.to_owned();
        return Some(Library {
            name,
            owner: owner.map(str::to_owned),
            address: Some(address),
            written,
            line,
        });
    };
    let (own, name) = split(&label);
    let owner = own.or(owner).map(str::to_owned);
    Some(Library { name: name.to_owned(), owner, address: Some(address), written: label, line })
}

fn bare(text: &str, line: usize) -> Option<Library> {
    let text = text.trim_matches(['*', '`', ',', '.']);
    let is_name = text.len() <= 100
        && text.contains(['_', '-', '/'])
        && !text.starts_with(['/', '-'])
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '.'));
    let (owner, name) = split(text);
    (is_name && !name.is_empty() && !name.contains('/') && !text.eq_ignore_ascii_case("n/a")).then(|| {
        Library {
            name: name.to_owned(),
            owner: owner.map(str::to_owned),
            address: None,
            written: text.to_owned(),
            line,
        }
    })
}

/// `owner/name`
fn split(written: &str) -> (Option<&str>, &str) {
    match written.split_once('/') {
        Some((owner, name)) if !owner.is_empty() && !name.is_empty() => (Some(owner), name),
        _ => (None, written),
    }
}

/// Owner and name of a repository by its address.
fn of_address(address: &str) -> (Option<&str>, Option<&str>) {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let mut parts = rest.split('/').filter(|part| !part.is_empty());
    let host = parts.next().unwrap_or_default();
    let (first, second) = (parts.next(), parts.next());
    let hosts = ["github.com", "www.github.com", "gitlab.com", "codeberg.org"];
    if hosts.contains(&host) {
        (first, second.map(|name| name.strip_suffix(".git").unwrap_or(name)))
    } else {
        (None, rest.rsplit('/').find(|part| !part.is_empty()))
    }
}
