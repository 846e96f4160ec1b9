//! Addresses of web pages: their parts, and which parameters only track their readers.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher};

use foldhash::quality::FixedState;
use html5gum::{Token, Tokenizer};

use crate::text::{Edit, Edits, Span};

/// The parts of an `http` or `https` address. Nothing is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Address<'t> {
    /// The host and port as written, without `www.`.
    pub host: &'t str,
    /// From the first `/`, without the last one.
    pub path: &'t str,
    /// Without `?`; may be empty.
    pub query: &'t str,
    /// Without `#`; may be empty.
    pub fragment: &'t str,
}

/// Parameters that mailing services, networks and shops add to track readers. `*` ends a prefix.
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

/// Public services that shorten addresses. A newsletter's own shortener is not one of them.
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

/// Parameters that track readers only on these hosts.
const TRACKING_OF: [(&str, &[&str]); 6] = [
    ("si", &["youtube.com", "youtu.be", "open.spotify.com"]),
    ("feature", &["youtube.com", "youtu.be"]),
    ("rcm", &["linkedin.com"]),
    ("share_id", &["reddit.com"]),
    ("s", &["twitter.com", "x.com"]),
    ("t", &["twitter.com", "x.com"]),
];

impl<'t> Address<'t> {
    /// Parses an address. Returns `None` if `text` is not an `http` or `https` address.
    pub fn new(text: &'t str) -> Option<Address<'t>> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
        let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
        let (page, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (host, path) = page.split_at(page.find('/').unwrap_or(page.len()));
        let host = host.strip_prefix("www.").unwrap_or(host);
        Some(Address { host, path: path.trim_end_matches('/'), query, fragment })
    }

    pub fn is_at(&self, host: &str) -> bool {
        self.host.eq_ignore_ascii_case(host)
    }

    /// True if a public shortening service hides the real address.
    pub fn is_shortened(&self) -> bool {
        !self.is_site() && SHORTENERS.iter().any(|host| self.is_at(host))
    }

    /// True for the home page of a site.
    pub fn is_site(&self) -> bool {
        self.path.is_empty() && self.query.is_empty()
    }

    /// True for the home page of a project on a code hosting site.
    pub fn is_project(&self) -> bool {
        self.is_code_host() && self.path.split('/').filter(|part| !part.is_empty()).count() == 2
    }

    /// True for an issue or a discussion of a project, or a list of them: their content changes under
    /// one address.
    pub fn is_issue_of_project(&self) -> bool {
        let mut parts = self.path.split('/').filter(|part| !part.is_empty() && *part != "-").skip(2);
        self.is_code_host() && matches!(parts.next(), Some("issues" | "discussions"))
    }

    fn is_code_host(&self) -> bool {
        ["github.com", "gitlab.com", "codeberg.org"].iter().any(|host| self.is_at(host))
    }

    /// True for a list of videos, which grows under one address.
    pub fn is_playlist(&self) -> bool {
        self.path.ends_with("playlist") && self.query.starts_with("list=")
    }

    /// The last two labels of the host: `blog.example.org` and `example.org` are one site.
    pub fn site(&self) -> String {
        let mut dots = self.host.rmatch_indices('.').map(|(at, _)| at + 1);
        let start = dots.nth(1).unwrap_or(0);
        self.host[start..].to_ascii_lowercase()
    }

    fn is_tracking(&self, parameter: &str) -> bool {
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

    /// A key that is equal for equivalent addresses: it ignores the scheme, tracking parameters,
    /// repeated and trailing slashes, and the case of the host. Two fragments of a page have two keys,
    /// because a comment on an article or an entry of a change log is content of its own.
    pub fn page(&self) -> Page {
        if let Some(video) = self.path.strip_prefix('/').filter(|_| self.is_at("youtu.be")) {
            let query = format!("v={video}");
            return Address { host: "youtube.com", path: "/watch", query: &query, fragment: "" }.page();
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
            for parameter in self.query.split('&').filter(|one| !one.is_empty() && !self.is_tracking(one)) {
                hasher.write(b"?");
                hasher.write(parameter.as_bytes());
            }
        }
        if !matches!(self.fragment, "" | "top") && !self.fragment.starts_with(":~:") {
            hasher.write(b"#");
            hasher.write(self.fragment.as_bytes());
        }
        Page(hasher.finish())
    }

    /// The key of the whole page, regardless of the fragment.
    pub fn whole_page(&self) -> Page {
        Address { fragment: "", ..*self }.page()
    }
}

/// The key of a web page: a 64-bit hash of its normalized address. Among a few thousand pages, two
/// keys collide in one of 10¹² newsletters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Page(u64);

impl Hash for Page {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0);
    }
}

/// A map with pages as keys, which are hashes already.
pub(crate) type PageMap<T> = HashMap<Page, T, BuildHasherDefault<IdentityHasher>>;

/// Uses a number as its own hash.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct IdentityHasher(u64);

impl Hasher for IdentityHasher {
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

/// Schemes whose addresses browsers run as scripts.
const SCRIPT_SCHEMES: [&str; 3] = ["javascript:", "vbscript:", "data:text/html"];

/// True if browsers run the address as a script. As in browsers, white space and control characters
/// are ignored; entities, backslash escapes and the quotes of a Liquid string are decoded first.
pub(crate) fn is_script(address: &str) -> bool {
    // Fast path: nearly every address begins with another letter.
    let first = address.bytes().next().map(|byte| byte.to_ascii_lowercase());
    if first.is_none_or(|first| first.is_ascii_alphanumeric() && !matches!(first, b'j' | b'v' | b'd')) {
        return false;
    }
    let begins = |text: &str| {
        let read = text.chars().filter(|c| !c.is_whitespace() && !c.is_control() && *c != '\\');
        let mut read = read.map(|c| c.to_ascii_lowercase()).peekable();
        while read.next_if(|c| matches!(c, '{' | '"' | '\'')).is_some() {}
        let start: String = read.take(SCRIPT_SCHEMES[2].len()).collect();
        SCRIPT_SCHEMES.iter().any(|scheme| start.starts_with(scheme))
    };
    begins(address) || (address.contains('&') && begins(&without_entities(address)))
}

/// Decodes the HTML entities of an address.
fn without_entities(address: &str) -> String {
    let tag = format!("<a href=\"{}\">", address.replace('"', "&quot;"));
    let start = Tokenizer::new(&tag).flatten().find_map(|token| match token {
        Token::StartTag(start) => start.attributes.into_values().next(),
        _ => None,
    });
    start.map(|value| String::from_utf8_lossy(&value).into_owned()).unwrap_or_default()
}

/// The host of `https://host/path` or `//host/path`, without user and port. `None` for other schemes
/// and for paths.
pub(crate) fn host(address: &str) -> Option<&str> {
    let (scheme, rest) = address.split_once("//")?;
    if !["", "http:", "https:"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next()?;
    let place = authority.rsplit_once('@').map_or(authority, |(_, place)| place);
    let host = match place.find(']').filter(|_| place.starts_with('[')) {
        Some(end) => &place[..=end],
        None => place.split(':').next()?,
    };
    (!host.is_empty()).then_some(host)
}

/// The spans of tracking parameters in an address, each with the `?` or `&` that is removed with it.
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
        if !address.is_tracking(parameter) {
            keeps = true;
        } else if keeps {
            // Include the `&` before it.
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

/// Removes the tracking parameters of an address.
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
    fn scripts_are_recognized_in_any_spelling() {
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
            assert!(is_script(address), "{address}");
        }
        for address in
            ["https://example.org/javascript:x", "javascripts.html", "{{ site.url }}/a", "data:image/png,x"]
        {
            assert!(!is_script(address), "{address}");
        }
    }

    #[test]
    fn an_address_names_its_host() {
        for (address, name) in [
            ("https://example.org/a.jpg", Some("example.org")),
            ("HTTP://me@Example.org:80?x", Some("Example.org")),
            ("//cdn.example.org/a.jpg", Some("cdn.example.org")),
            ("https://[::1]:8080/a", Some("[::1]")),
            ("../assets//a.jpg", None),
            ("data:image/png;base64,//8=", None),
            ("https://", None),
        ] {
            assert_eq!(host(address), name, "{address}");
        }
    }
}
