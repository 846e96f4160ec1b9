use html5gum::{Token, Tokenizer};

use super::{Context, Diagnostic, Findings, Rule};
use crate::draft::BlockKind;
use crate::lint::places::Places;
use crate::lint::{About, Severity};
use crate::text::Span;

pub(super) struct ActiveContent;

impl Rule for ActiveContent {
    fn name(&self) -> &'static str {
        "active-content"
    }

    fn summary(&self) -> &'static str {
        "A tag runs a program, or loads something of another site into the page."
    }

    fn why(&self) -> &'static str {
        "Mail programs drop it, and on the site its author can do anything in the newsletter's name. If a change adds it, it is an error."
    }

    fn bad(&self) -> &'static str {
        issue!("See <a href=\"https://example.org/plans\" onclick=\"count(this)\">the plans</a>.\n")
    }

    fn good(&self) -> &'static str {
        issue!("See <a href=\"https://example.org/plans\">the plans</a>.\n")
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let severity = match context.facts.about {
            About::Change => Severity::Error,
            About::Draft => Severity::Warning,
        };
        let draft = context.draft;
        let mut budget = SEARCHED_BYTES;
        for block in draft.blocks().iter().filter(|block| block.kind != BlockKind::Code) {
            let text = draft.slice(block.span);
            if !text.contains('<') && !text.contains("{:") {
                continue;
            }
            let code = Places::new(block.code.iter().copied());
            let hidden = Places::new(comments(text));
            let mut tell = |start: usize, len: usize, message: String| {
                let span = Span::new(block.span.start + start, block.span.start + start + len);
                if !code.hold(span) && !hidden.hold(Span::at(start)) {
                    found.push(Diagnostic::new(self.name(), severity, span, message));
                }
            };
            let is_escaped = |at: usize| {
                let slashes = text[..at].bytes().rev().take_while(|byte| *byte == b'\\').count();
                block.kind != BlockKind::Html && slashes % 2 == 1
            };
            for (at, name) in tags(text).filter(|(at, _)| !is_escaped(*at)) {
                if TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name)) {
                    tell(at, 1 + name.len(), format!("<{name}> is dropped in mails, and runs on the site"));
                    continue;
                }
                let Some(tag) = tag_at(&text[at..], &mut budget) else { continue };
                if let Some(program) = program(tag) {
                    tell(at, 1 + name.len(), format!("'{program}' runs a program in the reader's browser"));
                }
            }
            for (at, list) in attribute_lists(text) {
                if let Some(program) = program(&format!("<a {list}>")) {
                    tell(at, 2, format!("'{program}' runs a program in the reader's browser"));
                }
            }
        }
    }
}

/// Elements that run something, send what readers type, or put another page in the place of this one.
const TAGS: [&str; 12] = [
    "script", "iframe", "object", "embed", "base", "meta", "link", "form", "applet", "frame", "frameset",
    "portal",
];

/// So many bytes of a tag are read.
const TAG_BYTES: usize = 16_000;

/// So many bytes of a draft are searched in vain for the ends of tags.
const SEARCHED_BYTES: usize = 20_000_000;

/// Where tags begin, whether or not they end, with their names.
fn tags(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices('<').filter_map(|(at, _)| {
        let rest = &text[at + 1..];
        let name = &rest[..rest.bytes().take(30).take_while(|byte| is_of_name(*byte)).count()];
        let next = rest.as_bytes().get(name.len());
        // `<meta@example.org>` is an address.
        let ends = next.is_none_or(|next| next.is_ascii_whitespace() || matches!(next, b'/' | b'>' | 0x0b));
        (name.starts_with(|c: char| c.is_ascii_alphabetic()) && ends).then_some((at, name))
    })
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b':'
}

/// What a tag runs: an attribute such as `onclick`, or an address that is a program in disguise.
/// `not-an-address` tells those that are spelled out.
fn program(tag: &str) -> Option<String> {
    let start = Tokenizer::new(tag).flatten().find_map(|token| match token {
        Token::StartTag(start) => Some(start),
        _ => None,
    })?;
    let lower = tag.to_ascii_lowercase();
    let is_plain = ["javascript:", "vbscript:"].iter().any(|scheme| lower.contains(scheme));
    start.attributes.iter().find_map(|(name, value)| {
        let (name, value) = (String::from_utf8_lossy(name), String::from_utf8_lossy(value));
        let is_handler = name.len() > 2 && name.starts_with("on");
        let address: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
        let address = address.to_ascii_lowercase();
        let is_program = !is_plain && PROGRAMS.iter().any(|scheme| address.starts_with(scheme));
        (is_handler || is_program).then(|| name.into_owned())
    })
}

/// Addresses that browsers run.
const PROGRAMS: [&str; 3] = ["javascript:", "vbscript:", "data:text/html"];

/// The tag at the beginning of a text; `None` where it does not end.
fn tag_at<'t>(text: &'t str, budget: &mut usize) -> Option<&'t str> {
    let near = &text[..floor_char_boundary(text, TAG_BYTES.min(*budget))];
    let Some(len) = near.contains('>').then(|| tag_len(near)).flatten() else {
        *budget -= if near.contains('>') { near.len() } else { 0 };
        return None;
    };
    Some(&near[..len])
}

/// Where the tag at the beginning of a text ends. A `>` in a quoted value does not end it.
fn tag_len(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut last = b' ';
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') if last == b'=' => quote = Some(byte),
            (None, b'>') => return Some(at + 1),
            (None, b'<') if at > 0 => return None,
            (None, _) => {}
        }
        if !byte.is_ascii_whitespace() {
            last = byte;
        }
    }
    None
}

fn floor_char_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// Comments of HTML.
fn comments(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find("<!--").map(|at| from + at) {
        let rest = &text[open + 4..];
        let is_empty = rest.starts_with('>') || rest.starts_with("->");
        // One search for both ends: two would search the whole text again for each comment.
        let is_end = |at: &usize| rest[..*at].ends_with("--") || rest[..*at].ends_with("--!");
        let end = match is_empty {
            true => Some(0),
            false => rest.match_indices('>').map(|(at, _)| at).find(is_end),
        };
        let Some(end) = end else { break };
        found.push(Span::new(open, open + 4 + end));
        from = open + 4 + end;
    }
    found
}

/// kramdown's lists of attributes, `{: onclick="…"}`: where they begin, and what is in them.
fn attribute_lists(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices("{:").filter_map(|(at, _)| {
        let rest = &text[at + 2..floor_char_boundary(text, at + TAG_BYTES)];
        Some((at, &rest[..rest.find('}')?]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Draft;
    use crate::lint::Facts;
    use crate::outline::Outline;
    use crate::profile::built_in;

    fn found(text: &str) -> Vec<String> {
        let (draft, profile) = (Draft::parse(text), built_in("circuitpython").unwrap());
        let (outline, facts) = (Outline::new(&draft, &profile), Facts::default());
        let mut found = Findings::default();
        ActiveContent.check(&Context::new(&draft, &outline, &profile, &facts), &mut found);
        found.into_sorted().iter().map(|one| one.span.of(text).to_owned()).collect()
    }

    #[test]
    fn tags_that_run_something_in_any_spelling() {
        assert_eq!(found("Hi <script src=x></script>.\n"), ["<script"]);
        assert_eq!(found("<SCRIPT\nsrc=x>\n</SCRIPT>\n"), ["<SCRIPT"]);
        assert_eq!(found("Hi <script/src=x>.\n"), ["<script"]);
        assert_eq!(found("<iframe src=\"https://example.org\"></iframe>\n"), ["<iframe"]);
        assert_eq!(found("Hi \\\\<script>.\n"), ["<script"]);
        assert_eq!(found("It is `<script>`, \\<script>, <base-lamp> or <scripture>.\n"), [""; 0]);
        assert_eq!(found("```html\n<script>x</script>\n```\n"), [""; 0]);
    }

    #[test]
    fn attributes_that_are_programs() {
        for body in [
            "A <a href=\"x\" onclick=\"y()\">lamp</a>.\n",
            "A <img src=x OnError = y()>.\n",
            "<div>\n<img src=\"x\"onerror=\"y()\">\n</div>\n",
            "A <a href=\"java\nscript:y()\">lamp</a>.\n",
            "A <img title=\"<b>\" alt='>\"' onerror=y()>.\n",
            "<div\n  onmouseover='y()'>lamp</div>\n",
            "A <a href=\"&#x6a;avascript:y()\">lamp</a>.\n",
            "A <a href='data:text/html,x'>lamp</a>.\n",
            "A lamp.\n{: onclick=\"y()\"}\n",
        ] {
            assert_eq!(found(body).len(), 1, "{body}");
        }
        for body in [
            "A <b>lamp</b> turned onwards = brighter.\n",
            "Write `<a onclick=\"y()\">`, or to <base@example.org>.\n",
            "A <a title=\"turn onoff = yes\" href=\"https://example.org/?online=2\">lamp</a>.\n",
            "If x <y and once = 2, then <!-- <a onclick=1> --> stop.\n",
            "A lamp.\n{: .bright title=\"onclick = x\"}\n",
        ] {
            assert_eq!(found(body), [""; 0], "{body}");
        }
    }
}
