//! An HTML page: the properties in its head, and the part that is the post.

use html5gum::Token;

use super::About;
use super::front::date;
use super::html::{Html, Tag, attribute, tokens};
use super::writer::Writer;

/// The properties in a page's head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub about: About,
    /// The number of parts that could be the post.
    pub articles: usize,
    /// True if the page has a beginning and no end.
    pub is_torn: bool,
    /// True if its title is that of an error or a login page.
    pub is_refusal: bool,
}

#[derive(Default)]
struct Scan {
    head: Head,
    og_title: Option<String>,
    title: Option<String>,
    heading: Option<(String, usize)>,
    og_url: Option<String>,
    /// The best part so far: its rank, its start and its tag.
    part: Option<(u8, usize, String)>,
    has_html: bool,
    has_end: bool,
}

/// Class names of the part that contains the post.
const CONTENT: [&str; 9] = [
    "entry-content",
    "post-content",
    "article-content",
    "article-body",
    "post-body",
    "content-body",
    "e-content",
    "postcontent",
    "post__content",
];

/// Reads a page or a part of one into `writer`.
pub(super) fn read(html: &str, writer: &mut Writer) -> Head {
    let scan = scan(html);
    let mut reader = Html::default();
    let mut at = 0;
    let mut line = 1;
    // Tokens are in the order of the text, so each line break is counted once.
    let mut lines = |place: usize| {
        let place = place.min(html.len());
        if place > at {
            line += html.as_bytes()[at..place].iter().filter(|byte| **byte == b'\n').count();
            at = place;
        }
        line
    };
    let mut depth = 0_usize;
    for token in tokens(html) {
        if let Some((_, start, name)) = &scan.part {
            match &token {
                Token::StartTag(tag) if tag.span.start < *start => continue,
                Token::StartTag(tag) if tag.name.as_slice() == name.as_bytes() => depth += 1,
                Token::EndTag(tag) if depth > 0 && tag.name.as_slice() == name.as_bytes() => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                _ if depth == 0 => continue,
                _ => {}
            }
        }
        reader.token(&token, writer, &mut lines);
    }
    writer.finish();
    scan.head()
}

fn scan(html: &str) -> Scan {
    let mut scan = Scan::default();
    let mut open: Option<(&'static str, String, usize)> = None;
    for token in tokens(html) {
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                match name.as_str() {
                    "title" if scan.title.is_none() => open = Some(("title", String::new(), tag.span.start)),
                    "h1" if scan.heading.is_none() => open = Some(("h1", String::new(), tag.span.start)),
                    _ => scan.start(&name, &tag),
                }
            }
            Token::String(text) => {
                if let Some((_, title, _)) = &mut open {
                    title.push_str(&String::from_utf8_lossy(&text));
                }
            }
            Token::EndTag(tag) => {
                scan.has_end |= tag.name.as_slice() == b"html";
                if let Some((name, title, start)) =
                    open.take_if(|open| tag.name.as_slice() == open.0.as_bytes())
                {
                    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
                    match name {
                        "title" => scan.title = Some(title),
                        _ if !title.is_empty() => {
                            let line = html.get(..start).map_or(0, |before| before.matches('\n').count()) + 1;
                            scan.heading = Some((title, line));
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    scan
}

impl Scan {
    fn start(&mut self, name: &str, tag: &Tag) {
        let get = |name| attribute(tag, name).filter(|value| !value.is_empty());
        match name {
            "html" => self.has_html = true,
            "meta" => self.meta(tag),
            "link" if get("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                self.head.about.address = get("href");
            }
            "time" if self.head.about.date.is_none() => {
                self.head.about.date = get("datetime").and_then(|time| date(&time));
            }
            _ => {}
        }
        let sure = if get("itemprop").is_some_and(|prop| prop == "articleBody") {
            5
        } else if get("class")
            .is_some_and(|class| class.split_whitespace().any(|word| CONTENT.contains(&word)))
        {
            4
        } else {
            match name {
                "article" => 3,
                "main" => 2,
                "body" => 1,
                _ => 0,
            }
        };
        self.head.articles += usize::from(sure == 3);
        if sure > self.part.as_ref().map_or(0, |(sure, ..)| *sure) {
            self.part = Some((sure, tag.span.start, name.to_owned()));
        }
    }

    fn meta(&mut self, tag: &Tag) {
        let Some(content) = attribute(tag, "content").filter(|content| !content.is_empty()) else { return };
        let name = ["property", "name", "itemprop"].iter().find_map(|name| attribute(tag, name));
        match name.unwrap_or_default().to_ascii_lowercase().as_str() {
            "og:title" => self.og_title = Some(content),
            "twitter:title" if self.og_title.is_none() => self.og_title = Some(content),
            "og:url" => self.og_url = Some(content),
            "og:site_name" => self.head.about.source = Some(content),
            "og:image" | "og:image:secure_url" | "twitter:image" if self.head.about.image.is_none() => {
                self.head.about.image = Some(content);
            }
            "article:published_time" | "datepublished" | "date" | "dc.date" | "dc.date.issued" => {
                self.head.about.date = date(&content).or(self.head.about.date);
            }
            _ => {}
        }
    }

    fn head(self) -> Head {
        let is_page = |address: &String| address.starts_with("https://") || address.starts_with("http://");
        let source = self.head.about.source.clone();
        let whole = self.title.filter(|title| !title.is_empty());
        let is_refusal =
            whole.iter().chain(self.heading.as_ref().map(|(title, _)| title)).any(|title| is_refusal(title));
        let (heading, line) = self.heading.map_or((None, 0), |(title, line)| (Some(title), line));
        // A heading in a part of a page may belong to another part.
        let heading = heading.filter(|_| self.has_html);
        let title = self.og_title.or(heading).or(whole).map(|title| without_site(title, source.as_deref()));
        let address = self.head.about.address.clone().filter(is_page).or(self.og_url.filter(is_page));
        Head {
            about: About { title, title_line: line, address, ..self.head.about },
            is_torn: self.has_html && !self.has_end,
            is_refusal,
            articles: self.head.articles,
        }
    }
}

/// Removes the site's name from the end of a title.
fn without_site(title: String, site: Option<&str>) -> String {
    let Some(site) = site else { return title };
    [" | ", " – ", " — ", " - ", " · ", " :: "]
        .iter()
        .find_map(|sign| {
            let (start, end) = title.rsplit_once(sign)?;
            (end.trim().eq_ignore_ascii_case(site.trim()) && !start.trim().is_empty())
                .then(|| start.trim().to_owned())
        })
        .unwrap_or(title)
}

/// Titles of pages that are shown instead of the requested one.
fn is_refusal(title: &str) -> bool {
    let title = title.trim().to_lowercase();
    let ends = |rest: &str| {
        let rest = rest.trim_start();
        rest.is_empty() || rest.starts_with(['-', '|', ':', '–', '—', '.', '!', '…', '·', '('])
    };
    let words = ["not found", "error", "forbidden", "unauthorized", "bad ", "service ", "page ", "gateway"];
    let is_number =
        ["400", "401", "403", "404", "410", "429", "500", "502", "503", "504"].iter().any(|number| {
            let rest = title.strip_prefix("error ").unwrap_or(&title).strip_prefix(number);
            rest.is_some_and(|rest| {
                ends(rest) || words.iter().any(|word| rest.trim_start().starts_with(word))
            })
        });
    let names = [
        "page not found",
        "not found",
        "access denied",
        "accessdenied",
        "nosuchkey",
        "forbidden",
        "just a moment",
        "attention required",
        "sign in",
        "log in",
        "login",
        "bad gateway",
        "service unavailable",
        "internal server error",
        "error",
        "are you a robot?",
        "please wait",
    ];
    is_number || names.iter().any(|name| title.strip_prefix(name).is_some_and(ends))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_that_stand_for_another_are_known_by_their_titles() {
        for title in
            ["404", "404 Not Found", "Error 404: gone", "Log in | Lamps", "Just a moment...", "Access Denied"]
        {
            assert!(is_refusal(title), "{title}");
        }
        for title in ["404 ways to light a lamp", "Error handling", "Log in a fire", "A lamp", ""] {
            assert!(!is_refusal(title), "{title}");
        }
    }

    #[test]
    fn a_title_is_read_without_the_name_of_its_site() {
        let shortened = |title: &str| without_site(title.to_owned(), Some("Lamp Blog"));
        assert_eq!(shortened("A lamp – it hums – Lamp Blog"), "A lamp – it hums");
        assert_eq!(shortened("A lamp | Other"), "A lamp | Other");
        assert_eq!(shortened("Lamp Blog"), "Lamp Blog");
    }
}
