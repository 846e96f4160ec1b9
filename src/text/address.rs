//! Addresses of pages: what of them names the page, and what only tells how a reader came to it.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher};

use foldhash::quality::FixedState;
use html5gum::{Token, Tokenizer};

use crate::text::{Edit, Edits, Span};

/// An address with a scheme, in its parts. Nothing is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Address<'t> {
    /// Without `www.`, as it is written.
    pub host: &'t str,
    /// From the first `/`, without the last one.
    pub path: &'t str,
    /// Without `?`; empty where there is none.
    pub query: &'t str,
    /// Without `#`; empty where there is none.
    pub place: &'t str,
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

/// Services that shorten addresses for anybody; a newsletter's own is not among them.
const SHORTENERS: [&str; 16] = [
    "bit.ly",
    "buff.ly",
    "cutt.ly",
    "dlvr.it",
    "goo.gl",
    "ift.tt",
    "is.gd",
    "lnkd.in",
    "ow.ly",
    "rb.gy",
    "shorturl.at",
    "t.co",
    "t.ly",
    "tiny.cc",
    "tinyurl.com",
    "trib.al",
];

/// Those that mean something else elsewhere, with the hosts that use them to follow readers.
const TRACKING_OF: [(&str, &[&str]); 6] = [
    ("si", &["youtube.com", "youtu.be", "open.spotify.com"]),
    ("feature", &["youtube.com", "youtu.be"]),
    ("rcm", &["linkedin.com"]),
    ("share_id", &["reddit.com"]),
    ("s", &["twitter.com", "x.com"]),
    ("t", &["twitter.com", "x.com"]),
];

impl<'t> Address<'t> {
    /// `None` where it is no address of a page on the web.
    pub fn new(text: &'t str) -> Option<Address<'t>> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
        let (rest, place) = rest.split_once('#').unwrap_or((rest, ""));
        let (page, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (host, path) = page.split_at(page.find('/').unwrap_or(page.len()));
        let host = host.strip_prefix("www.").unwrap_or(host);
        Some(Address { host, path: path.trim_end_matches('/'), query, place })
    }

    pub fn is_at(&self, host: &str) -> bool {
        self.host.eq_ignore_ascii_case(host)
    }

    /// Whether it hides where it leads, behind a service that shortens addresses.
    pub fn is_shortened(&self) -> bool {
        !self.is_site() && SHORTENERS.iter().any(|host| self.is_at(host))
    }

    /// Whether it is a site's first page.
    pub fn is_site(&self) -> bool {
        self.path.is_empty() && self.query.is_empty()
    }

    /// Whether it is a project's first page on a site that hosts code.
    pub fn is_project(&self) -> bool {
        self.is_code_host() && self.path.split('/').filter(|part| !part.is_empty()).count() == 2
    }

    /// Whether it is an issue or a discussion of a project, or a list of them, which goes on under one
    /// address.
    pub fn is_issue_of_project(&self) -> bool {
        let mut parts = self.path.split('/').filter(|part| !part.is_empty() && *part != "-").skip(2);
        self.is_code_host() && matches!(parts.next(), Some("issues" | "discussions"))
    }

    fn is_code_host(&self) -> bool {
        ["github.com", "gitlab.com", "codeberg.org"].iter().any(|host| self.is_at(host))
    }

    /// Whether it is a list of recordings, which grows under one address.
    pub fn is_playlist(&self) -> bool {
        self.path.ends_with("playlist") && self.query.starts_with("list=")
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
    /// doubled and last slashes, the host in lower case. Two places on one page are two pages: a
    /// remark under an article, an entry of a change log.
    pub fn page(&self) -> Page {
        if let Some(video) = self.path.strip_prefix('/').filter(|_| self.is_at("youtu.be")) {
            let query = format!("v={video}");
            return Address { host: "youtube.com", path: "/watch", query: &query, place: "" }.page();
        }
        let mut hasher = FixedState::default().build_hasher();
        if self.host.bytes().any(|byte| byte.is_ascii_uppercase()) {
            hasher.write(self.host.to_ascii_lowercase().as_bytes());
        } else {
            hasher.write(self.host.as_bytes());
        }
        if self.path.contains("//") {
            let parts: Vec<&str> = self.path.split('/').filter(|part| !part.is_empty()).collect();
            hasher.write(format!("/{}", parts.join("/")).as_bytes());
        } else {
            hasher.write(self.path.as_bytes());
        }
        if !self.query.is_empty() {
            for parameter in self.query.split('&').filter(|one| !one.is_empty() && !self.follows_readers(one))
            {
                hasher.write(b"?");
                hasher.write(parameter.as_bytes());
            }
        }
        if !matches!(self.place, "" | "top") && !self.place.starts_with(":~:") {
            hasher.write(b"#");
            hasher.write(self.place.as_bytes());
        }
        Page(hasher.finish())
    }
}

/// A page on the web, whichever way it is addressed: 64 bits of a hash. Of the some thousand pages
/// that are ever compared, two are the same by chance once in 10¹² newsletters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Page(u64);

impl Hash for Page {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0);
    }
}

/// A map by pages, which are hashes already.
pub(crate) type PageMap<T> = HashMap<Page, T, BuildHasherDefault<AsItIs>>;

/// Takes a number for its own hash.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct AsItIs(u64);

impl Hasher for AsItIs {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Schemes of addresses that browsers run.
const PROGRAMS: [&str; 3] = ["javascript:", "vbscript:", "data:text/html"];

/// Whether an address is a program, as browsers read it: past white space and control characters, and
/// however a page spells it, with entities, backslashes before punctuation, or as a string of
/// the site's generator.
pub(crate) fn is_program(address: &str) -> bool {
    // Nearly every address begins with another letter than these.
    let first = address.bytes().next().map(|byte| byte.to_ascii_lowercase());
    if first.is_none_or(|first| first.is_ascii_alphanumeric() && !matches!(first, b'j' | b'v' | b'd')) {
        return false;
    }
    let begins = |text: &str| {
        let read = text.chars().filter(|c| !c.is_whitespace() && !c.is_control() && *c != '\\');
        let mut read = read.map(|c| c.to_ascii_lowercase()).peekable();
        while read.next_if(|c| matches!(c, '{' | '"' | '\'')).is_some() {}
        let start: String = read.take(PROGRAMS[2].len()).collect();
        PROGRAMS.iter().any(|scheme| start.starts_with(scheme))
    };
    begins(address) || (address.contains('&') && begins(&decoded(address)))
}

/// An address without entities.
fn decoded(address: &str) -> String {
    let tag = format!("<a href=\"{}\">", address.replace('"', "&quot;"));
    let start = Tokenizer::new(&tag).flatten().find_map(|token| match token {
        Token::StartTag(start) => start.attributes.into_values().next(),
        _ => None,
    });
    start.map(|value| String::from_utf8_lossy(&value).into_owned()).unwrap_or_default()
}

/// The parts of an address that only follow its readers, each with the `?` or `&` that goes with
/// it, as spans of `text`.
pub(crate) fn tracking(text: &str) -> Vec<Span> {
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

/// An address without those parts.
pub(crate) fn without_tracking(address: &str) -> String {
    let edits = tracking(address).into_iter().map(|span| Edit { span, text: String::new() }).collect();
    Edits::new(edits).map_or_else(|_| address.to_owned(), |edits| edits.apply(address))
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert_eq!(without_tracking(before), after);
        }
    }

    #[test]
    fn one_page_has_one_key() {
        let key = |text| Address::new(text).unwrap().page();
        let page = key("https://www.Example.org/Plans/?utm_source=x#top");
        assert_eq!(key("http://example.org/Plans"), page);
        assert_ne!(key("https://example.org/plans"), page);
        assert_ne!(key("https://example.org/Plans?id=2"), page);
        assert_ne!(key("https://example.org/Plans#lamp"), page);
        assert_eq!(key("https://example.org//Plans"), page);
        assert_eq!(key("https://youtu.be/ab-c?si=x"), key("https://www.youtube.com/watch?v=ab-c"));
        assert!(Address::new("https://example.org/").unwrap().is_site());
        assert_eq!(Address::new("mailto:a@example.org"), None);
    }

    #[test]
    fn programs_in_any_spelling() {
        for address in [
            "javascript:x()",
            " JavaScript:x()",
            "java\nscript:x()",
            "&#106;avascript:x()",
            "javascript&colon;x()",
            "javascript\\:x()",
            "{{ \"javascript:x()\" | escape }}",
            "data:text/html,x",
        ] {
            assert!(is_program(address), "{address}");
        }
        for address in
            ["https://example.org/javascript:x", "javascripts.html", "{{ site.url }}/a", "data:image/png,x"]
        {
            assert!(!is_program(address), "{address}");
        }
    }
}
