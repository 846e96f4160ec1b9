use super::clean::{inline, plain};
use super::links::{LinkSpan, links};
use super::opening::address;
use super::state::Library;

/// Returns the libraries that an item names by links, addresses or bare names. Usually it is one.
pub(super) fn libraries(text: &str, line: usize) -> Vec<Library> {
    let mut found = Vec::new();
    let mut end = 0;
    for link in links(text).filter(|link| !link.is_image && !link.address.is_empty()) {
        if found.is_empty() {
            match linked(text, link, line) {
                Some(library) => found.push(library),
                // An item with words before its link is a sentence.
                None => return found,
            }
        } else {
            let between = text[end..link.start].trim_matches(|c: char| !c.is_alphanumeric() && c != '-');
            let is_next = matches!(between, "" | "and") && is_repository(&address(link.address));
            let library = linked("", link, line).filter(|_| is_next);
            let Some(library) = library.filter(|library| found.iter().all(|one| one.name != library.name))
            else {
                break;
            };
            found.push(library);
        }
        end = link.end;
    }
    if found.is_empty() && end == 0 {
        let text = inline(text);
        let mut named = text.split([',', ';']).flat_map(|part| part.split(" and ")).map(str::trim);
        found = named
            .try_fold(found, |mut found, name| {
                found.push(bare(name, line)?);
                Some(found)
            })
            .unwrap_or_default();
    }
    found
}

fn linked(text: &str, link: LinkSpan<'_>, line: usize) -> Option<Library> {
    let before = text.get(..link.start).unwrap_or_default();
    let before = before.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '<'));
    if before.contains(' ') {
        return None;
    }
    let address = address(link.address);
    let (owner, name) = owner_and_name(&address);
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

/// True for the address of a repository, not of a page within it.
fn is_repository(address: &str) -> bool {
    let path = address.split_once("://").map_or(address, |(_, rest)| rest).trim_end_matches('/');
    matches!(owner_and_name(address), (Some(_), Some(_))) && path.split('/').count() == 3
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

/// The owner and the name of a repository, from its address.
fn owner_and_name(address: &str) -> (Option<&str>, Option<&str>) {
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
