//! Addresses of pages: what of them names the page, and what only tells how a reader came to it.

use crate::draft::Draft;
use crate::text::Span;

/// An address with a scheme, in its parts. Nothing is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Address<'t> {
    /// Without `www.`, as it is written.
    pub host: &'t str,
    /// From the first `/`, without the last one.
    pub path: &'t str,
    /// Without `?`; empty where there is none.
    pub query: &'t str,
}

/// What mailing services, networks and shops hang on an address to follow its readers: as a whole,
/// or (with `*`) as a beginning.
const TRACKING: [&str; 22] = [
    "utm_*",
    "fbclid",
    "gclid",
    "dclid",
    "msclkid",
    "yclid",
    "twclid",
    "igshid",
    "igsh",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "_hsenc",
    "_hsmi",
    "vero_id",
    "oly_anon_id",
    "oly_enc_id",
    "ck_subscriber_id",
    "ref_src",
    "ref_url",
    "s_cid",
    "trk",
];

/// Those that mean something else elsewhere, with the hosts that use them to follow readers.
const TRACKING_OF: [(&str, &[&str]); 4] = [
    ("si", &["youtube.com", "youtu.be", "open.spotify.com"]),
    ("feature", &["youtube.com", "youtu.be"]),
    ("s", &["twitter.com", "x.com"]),
    ("t", &["twitter.com", "x.com"]),
];

impl<'t> Address<'t> {
    /// `None` where it is no address of a page on the web.
    pub fn new(text: &'t str) -> Option<Address<'t>> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
        let rest = rest.split_once('#').map_or(rest, |(page, _)| page);
        let (page, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (host, path) = page.split_at(page.find('/').unwrap_or(page.len()));
        let host = host.strip_prefix("www.").unwrap_or(host);
        Some(Address { host, path: path.trim_end_matches('/'), query })
    }

    pub fn is_at(&self, host: &str) -> bool {
        self.host.eq_ignore_ascii_case(host)
    }

    /// Whether it is a site's first page.
    pub fn is_site(&self) -> bool {
        self.path.is_empty() && self.query.is_empty()
    }

    /// The last two parts of the host, by which `blog.example.org` and `example.org` are one site.
    pub fn site(&self) -> String {
        let mut dots = self.host.rmatch_indices('.').map(|(at, _)| at + 1);
        let start = dots.nth(1).unwrap_or(0);
        self.host[start..].to_ascii_lowercase()
    }

    fn follows_readers(&self, parameter: &str) -> bool {
        let name = parameter.split('=').next().unwrap_or(parameter);
        let everywhere = TRACKING.iter().any(|known| match known.strip_suffix('*') {
            Some(start) => name.starts_with(start),
            None => name == *known,
        });
        everywhere
            || TRACKING_OF
                .iter()
                .any(|(known, hosts)| name == *known && hosts.iter().any(|host| self.is_at(host)))
    }

    /// The same for every way in which a page is addressed: without scheme, tracking parameters,
    /// place on the page and last slash, the host in lower case.
    pub fn key(&self) -> String {
        let mut key = self.host.to_ascii_lowercase();
        key.push_str(self.path);
        let mut mark = '?';
        for parameter in self.query.split('&').filter(|one| !one.is_empty() && !self.follows_readers(one)) {
            key.push(mark);
            key.push_str(parameter);
            mark = '&';
        }
        key
    }
}

/// The parts of an address that only follow its readers, each with the `?` or `&` that goes with
/// it, as spans of `text`.
pub(super) fn tracking(text: &str) -> Vec<Span> {
    let Some(address) = Address::new(text).filter(|address| !address.query.is_empty()) else {
        return Vec::new();
    };
    let start = text.find('?').map_or(text.len(), |at| at + 1);
    let end = start + address.query.len();
    let mut spans: Vec<Span> = Vec::new();
    let mut keeps = false;
    let mut at = start;
    for parameter in address.query.split('&') {
        let span = Span::new(at, at + parameter.len());
        at = (span.end + 1).min(end);
        if !address.follows_readers(parameter) {
            keeps = true;
        } else if keeps {
            // With the `&` before it.
            spans.push(Span::new(span.start - 1, span.end));
        } else {
            spans.push(Span::new(span.start, at));
        }
    }
    if !keeps && let Some(first) = spans.first_mut() {
        first.start -= 1;
    }
    spans
}

/// Every address that the draft leads to, in the order of the text.
pub(super) fn addresses(draft: &Draft) -> impl Iterator<Item = Span> {
    let defined = draft.definitions().iter().map(|definition| definition.dest);
    draft.links().map(|link| link.dest).filter(|dest| !dest.is_empty()).chain(defined)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Edit, Edits};

    fn cleaned(text: &str) -> String {
        let edits = tracking(text).into_iter().map(|span| Edit { span, text: String::new() }).collect();
        Edits::new(edits).unwrap().apply(text)
    }

    #[test]
    fn tracking_parameters_go_and_the_others_stay() {
        for (before, after) in [
            ("https://example.org/a?utm_source=x&utm_medium=y", "https://example.org/a"),
            ("https://example.org/a?utm_source=x&b=1#top", "https://example.org/a?b=1#top"),
            ("https://example.org/a?b=1&fbclid=x&c=2", "https://example.org/a?b=1&c=2"),
            ("https://example.org/a?b=1&fbclid=x", "https://example.org/a?b=1"),
            ("https://youtu.be/abc?si=x&t=10", "https://youtu.be/abc?t=10"),
            ("https://example.org/a?si=x", "https://example.org/a?si=x"),
            ("https://example.org/a#?utm_source=x", "https://example.org/a#?utm_source=x"),
        ] {
            assert_eq!(cleaned(before), after);
        }
    }

    #[test]
    fn one_page_has_one_key() {
        let key = |text| Address::new(text).unwrap().key();
        let page = key("https://www.Example.org/Plans/?utm_source=x#top");
        assert_eq!(page, "example.org/Plans");
        assert_eq!(key("http://example.org/Plans"), page);
        assert_ne!(key("https://example.org/plans"), page);
        assert_ne!(key("https://example.org/Plans?id=2"), page);
        assert!(Address::new("https://example.org/").unwrap().is_site());
        assert_eq!(Address::new("mailto:a@example.org"), None);
    }
}
