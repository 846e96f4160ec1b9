//! Recognizes the kind of a document. Only a certain result counts: a wrong guess would refuse a
//! good document.

use super::{Kind, Refusal, calendar, clicks, releases};
use crate::profile::grammar::{Grammar, Phrase};

/// The number of bytes that are examined.
const HEAD: usize = 200_000;

/// Returns the kind of a document, or `None` if it is uncertain. Also `None` for web pages, since
/// some are posts.
pub fn recognise(text: &str, grammar: &Grammar) -> Option<Kind> {
    let head = head(text);
    let first = head.lines().map(str::trim).find(|line| !line.is_empty())?;
    if calendar::begins(first) {
        return Some(Kind::Events);
    }
    if is_web_page(text) {
        return None;
    }
    if clicks::has_header(head) {
        return Some(Kind::Clicks);
    }
    let features = DocumentFeatures::new(head, grammar);
    if features.is_issue() {
        Some(Kind::Issue)
    } else if is_releases(head) {
        Some(Kind::Releases)
    } else if features.is_notes() {
        Some(Kind::Notes)
    } else if features.is_report() {
        Some(Kind::Report)
    } else if features.is_post() {
        Some(Kind::Post)
    } else {
        None
    }
}

/// True for a whole HTML page, such as a site's error page.
pub fn is_web_page(text: &str) -> bool {
    let mut rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    // An XML declaration and comments may precede it.
    while let Some(end) = ["<?", "<!--"].iter().find_map(|start| rest.strip_prefix(start)).and_then(|inner| {
        let close = if rest.starts_with("<?") { "?>" } else { "-->" };
        inner.find(close).map(|at| &inner[at + close.len()..])
    }) {
        rest = end.trim_start();
    }
    let start: String = rest.chars().take(15).collect::<String>().to_ascii_lowercase();
    let is_tag = |name: &str| {
        start.strip_prefix(name).is_some_and(|rest| rest.starts_with(|c: char| c == '>' || c.is_whitespace()))
    };
    start.starts_with("<!doctype html") || ["<html", "<head", "<body"].into_iter().any(is_tag)
}

/// Refuses a document that is certainly of another kind.
pub(super) fn expect(wanted: Kind, text: &str, grammar: &Grammar) -> Result<(), Refusal> {
    if text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty() {
        return Err(Refusal::Empty);
    }
    if head(text).contains('\0') {
        return Err(Refusal::Binary);
    }
    if is_web_page(text) && wanted != Kind::Post {
        return Err(Refusal::WebPage(wanted));
    }
    match recognise(text, grammar) {
        Some(found) if found != wanted => Err(Refusal::LooksLike { wanted, found }),
        _ => Ok(()),
    }
}

fn head(text: &str) -> &str {
    let end = (0..4).filter_map(|less| HEAD.checked_sub(less)).find(|at| text.is_char_boundary(*at));
    text.get(..end.unwrap_or(text.len())).unwrap_or(text)
}

/// True if the first twenty lines, without comments, are a name and a version each. A version needs
/// a point, a dash or a date, since any sentence may end in a number.
fn is_releases(head: &str) -> bool {
    let mut lines = head
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .take(20)
        .peekable();
    lines.peek().is_some()
        && lines.all(|line| {
            releases::release(line, 1).is_some_and(|one| {
                let version = one.version.without_v();
                version.contains(['.', '-']) || version.len() == 8
            })
        })
}

/// Properties of a Markdown document that distinguish the kinds.
#[derive(Debug, Default)]
struct DocumentFeatures {
    has_front_matter: bool,
    has_title: bool,
    /// `- [ ]` lines above the first heading.
    tasks: usize,
    headings: usize,
    linked_items: usize,
    /// Headings, with or without `#`, that only meeting notes have.
    meeting: usize,
    titled_meeting: bool,
    /// Headings that library reports share with the notes.
    report: usize,
    has_view_line: bool,
    titled_issue: bool,
    /// True if the front matter has a word that only issues have there.
    is_weekly: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum DocumentArea {
    FrontMatter,
    Body,
}

impl DocumentFeatures {
    fn new(head: &str, grammar: &Grammar) -> Self {
        let mut features = Self::default();
        let mut lines = head.lines();
        let first = lines.next().unwrap_or_default().trim_end().trim_start_matches('\u{feff}');
        let fence = matches!(first, "---" | "+++").then_some(first);
        features.has_front_matter = fence.is_some();
        let mut area = if fence.is_some() { DocumentArea::FrontMatter } else { DocumentArea::Body };
        if fence.is_none() {
            features.line(first, DocumentArea::Body, grammar);
        }
        for line in lines {
            if area == DocumentArea::FrontMatter && Some(line.trim_end()) == fence {
                area = DocumentArea::Body;
                continue;
            }
            features.line(line, area, grammar);
        }
        features
    }

    fn line(&mut self, line: &str, area: DocumentArea, grammar: &Grammar) {
        let in_front = area == DocumentArea::FrontMatter;
        let has =
            |phrases: &[Phrase], text: &str| phrases.iter().any(|phrase| text.contains(phrase.as_str()));
        let issue = &grammar.issue;
        let trimmed = line.trim();
        let lower = || trimmed.chars().take(80).collect::<String>().to_lowercase();
        if in_front || self.headings == 0 && trimmed.len() > 6 && trimmed.is_char_boundary(6) {
            let is_title = trimmed.as_bytes()[..6.min(trimmed.len())].eq_ignore_ascii_case(b"title:")
                || in_front && trimmed.starts_with("title =");
            self.has_title |= in_front && is_title;
            self.titled_issue |= is_title && has(&issue.titles, &lower());
        }
        if in_front {
            self.is_weekly |= has(&issue.front_matter, &lower());
            return;
        }
        let is_item = ["- ", "* ", "+ "].iter().any(|mark| trimmed.starts_with(mark));
        if is_item {
            self.tasks += usize::from(self.headings == 0 && trimmed[2..].starts_with("[ ]"));
            self.linked_items += usize::from(trimmed.contains("]("));
        }
        let is_heading = trimmed.starts_with('#');
        self.headings += usize::from(is_heading);
        if trimmed.len() < 120 {
            let words = name(trimmed);
            let is_one = |titles: &[Phrase]| titles.iter().any(|title| title.is(words));
            self.meeting += usize::from(is_one(&grammar.notes.only_notes));
            self.report += usize::from(is_one(&grammar.notes.only_report));
            if is_heading && !self.titled_meeting {
                let title = lower();
                self.titled_meeting = title.contains("weekly") && title.chars().any(|c| c.is_ascii_digit());
            }
        }
        self.has_view_line |= trimmed.len() < 200 && has(&issue.lines, &lower());
    }

    fn is_issue(&self) -> bool {
        self.titled_issue
            || (self.has_front_matter
                && self.meeting < 2
                && (self.has_view_line || self.tasks >= 3 || self.headings >= 6 && self.linked_items >= 15))
    }

    fn is_notes(&self) -> bool {
        !self.has_front_matter && (self.meeting >= 2 || self.meeting >= 1 && self.titled_meeting)
    }

    fn is_report(&self) -> bool {
        !self.has_front_matter && self.meeting < 2 && !self.titled_meeting && self.report >= 3
    }

    /// Some issues have the form of a post and differ only by their category.
    fn is_post(&self) -> bool {
        self.has_front_matter && self.has_title && self.meeting == 0 && !self.is_weekly
    }
}

/// The words of a heading without its marks and time code.
fn name(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_whitespace() || "#*_:".contains(c))
        .trim_start_matches(|c: char| c.is_ascii_digit() || c == ':')
        .trim()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::grammar;

    #[test]
    fn each_kind_is_known_by_its_form() {
        let known = [
            ("BEGIN:VCALENDAR\nVERSION:2.0\n", Some(Kind::Events)),
            ("URL,Total Clicks,Unique Clicks\nhttps://example.org/,3,2\n", Some(Kind::Clicks)),
            ("lampos 9.0.0\nleft 1.2.3 2024-01-01\n", Some(Kind::Releases)),
            ("# Lamp Weekly for May 6, 2024\n\n## Hug Reports\n\nada\n", Some(Kind::Notes)),
            ("**Hug Reports**\n\nada\n\n5:10 Status Updates\n\nada\n", Some(Kind::Notes)),
            ("Overall\n* 3 pull requests merged\n\nCore\n* 1\n\nLibraries\n* 2\n", Some(Kind::Report)),
            ("---\ntitle: A lamp\n---\n\nIt hums.\n", Some(Kind::Post)),
            ("+++\ntitle = \"A lamp\"\n+++\n\nIt hums.\n", Some(Kind::Post)),
            ("---\nlayout: post\n---\n\n- [ ] a\n- [ ] b\n- [ ] c\n\n## News\n", Some(Kind::Issue)),
            ("Title: This Week in Lamps 5\nNumber: 5\n\n## News\n", Some(Kind::Issue)),
            ("<!doctype html><title>404</title>", None),
            ("A letter to you all.\n", None),
            ("", None),
        ];
        for (text, kind) in known {
            assert_eq!(recognise(text, grammar()), kind, "{text}");
        }
    }

    #[test]
    fn a_web_page_may_begin_with_a_comment_and_an_html_fragment_is_none() {
        assert!(is_web_page("\u{feff}\n<?xml version=\"1.0\"?>\n<!-- hi -->\n<!DOCTYPE HTML PUBLIC>"));
        assert!(is_web_page("<html lang=en>"));
        for text in ["<p>It hums.</p>", "<header>", "text <html>", "<", "<!-- open", ""] {
            assert!(!is_web_page(text), "{text}");
        }
    }

    #[test]
    fn another_kind_is_named() {
        let expect = |kind, text| expect(kind, text, grammar());
        let found = expect(Kind::Notes, "BEGIN:VCALENDAR\n").unwrap_err();
        assert_eq!(found, Refusal::LooksLike { wanted: Kind::Notes, found: Kind::Events });
        assert_eq!(expect(Kind::Notes, "<html>").unwrap_err(), Refusal::WebPage(Kind::Notes));
        assert_eq!(expect(Kind::Notes, " \n").unwrap_err(), Refusal::Empty);
        assert_eq!(expect(Kind::Notes, "a\0b").unwrap_err(), Refusal::Binary);
    }
}
