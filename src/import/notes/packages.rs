//! Items of the list of most downloaded libraries, and items that say that a list is empty.

use super::clean::plain;
use super::lines::head;
use super::links::links;
use super::opening::address;
use super::state::Package;
use super::statistics::number_right_after;

/// True for an item of an empty list: `None`, `No new libraries this week`, `N/A`.
pub(super) fn is_nothing(text: &str) -> bool {
    let lower = head(text, 200).to_lowercase();
    let text = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let count = words.clone().count();
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let says = match (first, second) {
        ("n", "a") => count == 2,
        ("no", second) => {
            count == 1
                || matches!(second, "new" | "updated" | "updates" | "update" | "changes" | "additions")
                || second.starts_with("librar")
        }
        ("there" | "we", "were" | "are" | "was" | "is" | "had" | "have") => {
            matches!(words.next(), Some("no" | "none"))
        }
        (first, _) => matches!(first, "" | "na" | "none" | "nothing" | "nil"),
    };
    says && count <= 10 && !text.contains("://")
}

/// `Adafruit CircuitPython Motor (adafruit-circuitpython-motor): 1066`
pub(super) fn package(text: &str, rank: usize, line: usize) -> Option<Package> {
    let address = links(text).next().map(|link| address(link.address));
    let text = plain(text);
    let (name, number) = text.rsplit_once(':').or_else(|| text.rsplit_once(" - "))?;
    let downloads = number_right_after(number, 0, line)?;
    let name = name.trim();
    let (name, package) = match name.strip_suffix(')').and_then(|name| name.rsplit_once('(')) {
        Some((name, package)) => (name.trim(), Some(package.trim().to_owned())),
        None => (name, Some(name.to_owned()).filter(|name| is_package(name))),
    };
    Some(Package { rank, name: name.to_owned(), package, address, downloads, line })
}

/// True for a name in the style of PyPI.
fn is_package(name: &str) -> bool {
    name.contains('-') && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
