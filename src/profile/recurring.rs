//! Pages that every issue may link to.

use super::naming;

/// True if a pattern, in which `*` matches any text, matches an address. Both may be without a scheme and
/// `www.`. A pattern without a query or fragment also matches addresses that have one.
pub(super) fn is_page(pattern: &str, address: &str) -> bool {
    let (pattern, address) = (plain(pattern), plain(address));
    let without = |marks: &[char]| address.split(marks).next().map(|page| page.trim_end_matches('/'));
    let pages = [Some(address.as_str()), without(&['#']), without(&['#', '?'])];
    pages.into_iter().flatten().any(|page| naming::glob(&pattern, page))
}

/// Why a pattern matches no page.
pub(super) fn never_matches(pattern: &str) -> Option<&'static str> {
    let plain = plain(pattern);
    let host = plain.split('/').next().unwrap_or_default();
    if plain.contains(char::is_whitespace) {
        Some("an address has no spaces")
    } else if plain.contains("://") || plain.starts_with("mailto:") {
        Some("only pages with http:// or https:// are compared")
    } else if !host.contains(['.', '*', ':']) {
        Some("it has no host, such as example.org/about")
    } else {
        None
    }
}

fn plain(address: &str) -> String {
    let address = address.trim().to_ascii_lowercase();
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    let rest = rest.unwrap_or(&address);
    rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_addresses_in_each_spelling() {
        for (pattern, address, fits) in [
            ("https://example.org/send", "http://www.example.org/send/", true),
            ("example.org/send", "https://example.org/send#how", true),
            ("example.org/send", "https://example.org/send?from=mail#how", true),
            ("example.org/send?a=1", "https://example.org/send?a=1", true),
            ("example.org/send?a=1", "https://example.org/send?a=2", false),
            ("example.org/send", "https://example.org/send/more", false),
            ("example.org/*", "https://example.org/send/more", true),
            ("*.example.org/send", "https://letters.example.org/send", true),
            ("example.org", "https://example.org/", true),
        ] {
            assert_eq!(is_page(pattern, address), fits, "{pattern} {address}");
        }
    }

    #[test]
    fn patterns_that_match_nothing_are_refused() {
        for pattern in ["about", "/send", "a b.org/x", "ftp://example.org", "mailto:a@example.org"] {
            assert!(never_matches(pattern).is_some(), "{pattern}");
        }
        for pattern in ["example.org", "https://example.org/a*", "*.example.org", "localhost:80/a"] {
            assert_eq!(never_matches(pattern), None, "{pattern}");
        }
    }
}
