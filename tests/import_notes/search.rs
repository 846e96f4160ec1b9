//! What a plain search finds in the notes, written without the reader: the other side of the table.

use std::cell::RefCell;
use std::collections::HashMap;

use regex::Regex;

thread_local! {
    static PATTERNS: RefCell<HashMap<String, Regex>> = RefCell::default();
}

/// A pattern, made once.
fn pattern(text: &str) -> Regex {
    PATTERNS.with_borrow_mut(|known| {
        known.entry(text.to_owned()).or_insert_with(|| Regex::new(text).unwrap()).clone()
    })
}

/// What the search finds of each field, as text that can be compared.
#[derive(Debug, Default)]
pub struct Plain {
    pub date: Option<String>,
    pub video: Option<String>,
    pub notes: Option<String>,
    pub new: Vec<String>,
    pub updated: Vec<String>,
    pub downloads: Option<String>,
    pub top: Vec<String>,
    pub boards: Option<String>,
    pub count: Option<String>,
    pub stable: Option<String>,
    pub next: Option<String>,
    /// Headings of the news, and their lines that begin with a time code.
    pub news: usize,
    pub hugs: Vec<String>,
    pub status: Vec<String>,
}

fn one(pattern: &str, text: &str) -> Option<String> {
    let found = self::pattern(pattern).captures(text)?;
    let groups: Vec<&str> = found.iter().skip(1).flatten().map(|group| group.as_str()).collect();
    Some(groups.join(" "))
}

fn all(pattern: &str, text: &str) -> Vec<String> {
    let pattern = self::pattern(pattern);
    pattern.captures_iter(text).map(|found| found[1].to_owned()).collect()
}

/// The lines from one that matches on, up to another that matches.
fn between<'t>(text: &'t str, from: &str, to: &str) -> String {
    let (from, to) = (pattern(from), pattern(to));
    let mut lines: Vec<&'t str> = Vec::new();
    let mut is_in = false;
    for line in text.lines() {
        let begins = from.is_match(line);
        is_in = begins || is_in && !to.is_match(line);
        if is_in && !begins {
            lines.push(line);
        }
    }
    lines.join("\n")
}

const TITLE: &str = r"(?i)^\W*[\d:]*\W*(hug reports?|status updates?|in the weeds|wrap.?up|community news|state of circuitpython.*)\W*(\(.*\)|[\d:]+)?\W*$";

fn without(title: &str) -> String {
    TITLE.replace(&format!("{title}|"), "")
}

pub fn search(text: &str) -> Plain {
    let opening: String = text.lines().take(30).map(|line| format!("{line}\n")).collect();
    let title = one(r"(?i)(CircuitPython Weekly.*20\d\d)", &opening);
    let date = title.as_deref().and_then(|title| {
        let day = one(r"(?i)([a-z]+) (\d+)(?:st|nd|rd|th)?,? (20\d\d)", title);
        day.or_else(|| {
            let day = pattern(r"(?i)(\d+) ([a-z]+) (20\d\d)");
            day.captures(title).map(|found| format!("{} {} {}", &found[2], &found[1], &found[3]))
        })
    });
    let list = |title: &str| {
        let body = between(
            text,
            &format!(r"(?i)^\W*{title} libraries( \(.*\))?\W*$"),
            r"(?i)^\W*(new|updated) libraries|^#|^\s*[\d:]+ #|^[A-Za-z]",
        );
        all(r"(?m)^\s*[*-] \[[^\]]*\]\(([^)]*)\)", &body)
    };
    // Or directly under the title over both.
    let updated = match list("updated") {
        found if found.is_empty() && list("new").is_empty() => {
            let title = r"(?i)^\W*library updates in the last seven days\W*$";
            let body = between(text, title, r"(?i)^\W*(new|updated) libraries|^#|^\s*[\d:]+ #|^[A-Za-z]");
            all(r"(?m)^\s*[*-] \[[^\]]*\]\(([^)]*)\)", &body)
        }
        found => found,
    };
    let news = between(text, r"(?i)^\W*[\d:]*\W*community news", &without("community news"));
    let newsletter = pattern(r"(?i)newsletter( details)?\s*$|newsletter is a");
    let starts = pattern(r"^\s?(\d+:)?\d?\d:\d\d |^\s*([\d:]+ )?#+ ");
    let people = |title: &str| {
        let part =
            between(text, &format!(r"(?i)^\W*[\d:]*\W*{title}\W*[\d:]*\W*(\(.*\))?\W*$"), &without(title));
        // A handle of up to three words where a bracket, a sign or nothing follows, else of one.
        let name = r"(?m)^\s?(?:[\d:]+[ \t]+)?\W?@([^\s()\[\]:,;#*]+(?: [a-zA-Z][\w.]*){0,2}?)(?:\*\*)?\s*(?:$|[(\[:,;#–]|-|\d+:\d)";
        let word = r"(?m)^\s?(?:[\d:]+[ \t]+)?\W?@([^\s()\[\]:,;#*]+)";
        let names = part.lines().filter_map(|line| one(name, line).or_else(|| one(word, line)));
        names.map(|name| name.to_lowercase().replace(' ', "·")).collect()
    };
    Plain {
        date,
        video: one(r"(?im)^.*video.*?\((https?://(?:www\.)?youtu\.?be[^)\s]*)\)", &opening),
        notes: one(r"(?i)(https?://docs\.google\.com/\S+|\[notes[^\]]*\]\([^)]*\))", &opening),
        new: list("new"),
        updated,
        downloads: one(r"(\d[\d,]*) PyPI downloads over (\d[\d,]*) libraries", text),
        top: all(r"(?m)^\s*[*-] .*(\(adafruit-[a-z0-9-]+\): \d+)", text),
        boards: all(r"Number of supported boards: (\d+)", text).pop(),
        count: one(r"(?i)(adafruit libraries: \d+.*community libraries: \d+)", text),
        stable: newest(text, false),
        next: newest(text, true),
        news: news.lines().filter(|line| starts.is_match(line) && !newsletter.is_match(line)).count(),
        hugs: people("hug reports?"),
        status: people("status updates?"),
    }
}

/// The highest of the releases that tables of downloads, lines that begin with a version and say that
/// it is out, and people's lines with “Released” name.
fn newest(text: &str, is_next: bool) -> Option<String> {
    const VERSION: &str = r"(\d+\.\d+\.\d+(?:[- ](?:alpha|beta|rc|release candidate)(?:[. ]?\d+)?)?)";
    let mut found = all(&format!(r"(?im)^\| Board +\| +{VERSION}"), text);
    found.extend(all(&format!(r"(?im)^\| Board +\| +\d[\w.-]* +\| +{VERSION}"), text));
    found.extend(all(&format!(r"(?im)^Download stats for {VERSION}$"), text));
    let out = "(?:released|available|is out|now out|latest|posted|stable|published)";
    found.extend(all(&format!(r"(?im)^\W*(?:[\d:]+ +)?\W*circuitpython {VERSION}\b[^.\n]*?\b{out}\b"), text));
    let released = r"released (?:circuitpython )?";
    found.extend(all(&format!(r"(?im)^ *[*-] +(?:built and |prepared and )?{released}{VERSION}"), text));
    found.extend(all(&format!(r"(?im)released circuitpython {VERSION}"), text));
    let kind = pattern(r"[- ](alpha|beta|rc|release candidate)[. ]?(\d*)$");
    let numbers = |version: &str| -> Vec<u32> {
        version.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect()
    };
    let tagged = found.into_iter().map(|version| {
        let version = version.to_lowercase().replace("release candidate", "rc");
        kind.replace(&version, "-$1.$2").trim_end_matches('.').to_owned()
    });
    let all = tagged.filter(|version| version.contains('-') == is_next);
    let order = |version: &String| {
        let (number, kind) = version.split_once('-').unwrap_or((version, ""));
        (numbers(number), kind.chars().next(), numbers(kind))
    };
    all.max_by_key(order)
}

/// The lines of hug reports and status updates with their numbers, without titles and without what
/// is in the line of a name.
pub fn people_lines(text: &str) -> Vec<(usize, String)> {
    let title = pattern(TITLE);
    let people = pattern(r"(?i)^\W*[\d:]*\W*(hug reports?|status updates?)");
    let item = pattern(r"^\s*[*+-] +(.*?\w.*)$");
    let mut is_in = false;
    let mut found = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if title.is_match(line) {
            is_in = people.is_match(line);
        } else if let Some(text) = item.captures(line).filter(|_| is_in) {
            found.push((number, text[1].to_owned()));
        }
    }
    found
}
