use html5gum::{Token, Tokenizer};

use super::{Context, Diagnostic, Findings, Rule};
use crate::draft::BlockKind;
use crate::lint::images::Known;
use crate::lint::places::Places;
use crate::lint::{About, Severity};
use crate::text::Span;
use crate::text::address::is_program;

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
        let (draft, about) = (context.draft, context.facts.about);
        let severity = match about {
            About::Change => Severity::Error,
            About::Draft => Severity::Warning,
        };
        let mut report = |span, message| found.push(Diagnostic::new(self.name(), severity, span, message));
        let mut budget = SEARCHED_BYTES;
        let has = |byte: u8, text: &str| memchr::memchr(byte, text.as_bytes()).is_some();
        let has_braces = has(b'{', draft.text());
        for block in draft.blocks().iter().filter(|block| block.kind != BlockKind::Code) {
            let text = draft.slice(block.span);
            let may_be_active = has(b'<', text) || (has_braces && has(b'{', text));
            if !may_be_active {
                continue;
            }
            let code = Places::new(block.code.iter().copied());
            let hidden = Places::new(comments(text));
            let is_escaped = |at: usize| {
                let slashes = text[..at].bytes().rev().take_while(|byte| *byte == b'\\').count();
                block.kind != BlockKind::Html && slashes % 2 == 1
            };
            for (own, message) in active(text, about, &mut budget) {
                let span = own.shift(block.span.start as isize);
                if !code.hold(span) && !hidden.hold(Span::at(own.start)) && !is_escaped(own.start) {
                    report(span, message);
                }
            }
        }
        // Sites put a title or a description into their pages as it is.
        for field in draft.front_matter().iter().flat_map(|front| &front.fields) {
            for (own, message) in active(draft.slice(field.value), about, &mut budget) {
                report(own.shift(field.value.start as isize), message);
            }
        }
        // The site's generator runs these before it reads Markdown, in code as well.
        let text = if about == About::Change && has_braces { draft.text() } else { "" };
        for (at, _) in text.match_indices("{%") {
            let name: String = text[at + 2..].trim_start_matches(['-', ' ']).chars().take(20).collect();
            let name = name.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
            report(Span::new(at, at + 2), format!("'{{% {name} %}}' is a command to the site's generator"));
        }
        for Known { image, name, .. } in context.known_images().filter(|known| known.about.is_program) {
            report(image.dest, format!("{name} runs a program where it is opened by itself"));
        }
    }
}

/// Elements that a newsletter has no use for, and what they do.
const ELEMENTS: [(&[&str], &str); 3] = [
    (
        &[
            "script", "iframe", "object", "embed", "base", "meta", "link", "form", "applet", "frame",
            "frameset", "portal",
        ],
        "is dropped in mails, and runs on the site",
    ),
    (
        &["plaintext", "textarea", "template", "xmp", "noscript", "noembed", "noframes", "title", "select"],
        "makes something else of the page after it",
    ),
    (&["style"], "is dropped in mails, and changes the whole page on the site"),
];

/// What of a text is active, with a message for each.
fn active(text: &str, about: About, budget: &mut usize) -> Vec<(Span, String)> {
    let mut found = Vec::new();
    for (at, name) in tags(text) {
        let span = Span::new(at, at + 1 + name.len());
        let is_one = |names: &[&str]| names.iter().any(|element| element.eq_ignore_ascii_case(name));
        if let Some((_, does)) = ELEMENTS.iter().find(|(names, _)| is_one(names)) {
            found.push((span, format!("<{name}> {does}")));
        } else if let Some(message) = tag_at(&text[at..], budget).and_then(|tag| attribute(tag, about)) {
            found.push((span, message));
        }
    }
    for (at, list) in attribute_lists(text) {
        let message = attribute(&format!("<a {list}>"), about);
        found.extend(message.map(|message| (Span::new(at, at + 2), message)));
    }
    found
}

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

/// What an attribute of a tag does: it runs something, as `onclick` or an address that is a program,
/// or it hides the page. `not-an-address` reports the addresses that are spelled out.
fn attribute(tag: &str, about: About) -> Option<String> {
    let start = Tokenizer::new(tag).flatten().find_map(|token| match token {
        Token::StartTag(start) => Some(start),
        _ => None,
    })?;
    let lower = tag.to_ascii_lowercase();
    let is_plain = ["javascript:", "vbscript:"].iter().any(|scheme| lower.contains(scheme));
    start.attributes.iter().find_map(|(name, value)| {
        let (name, value) = (String::from_utf8_lossy(name), String::from_utf8_lossy(value));
        if (name.len() > 2 && name.starts_with("on")) || (!is_plain && is_program(&value)) {
            return Some(format!("'{name}' runs a program in the reader's browser"));
        }
        // Mails may well have a line that only their preview shows.
        let hides = about == About::Change && (name == "hidden" || (name == "style" && covers(&value)));
        hides.then(|| format!("'{name}' hides text, or lays it over the page"))
    })
}

/// Whether a style hides something, lays it over the rest of the page, or loads it from elsewhere.
fn covers(style: &str) -> bool {
    const SIGNS: [&str; 6] = ["position:", "display:none", "visibility:", "opacity:", "url(", "\\"];
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    let style = style.to_ascii_lowercase();
    SIGNS.iter().any(|sign| style.contains(sign)) || style.contains("/*")
}

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
        found_in(text, About::Draft)
    }

    fn found_in(text: &str, about: About) -> Vec<String> {
        let (draft, profile) = (Draft::parse(text), built_in("circuitpython").unwrap());
        let (outline, facts) = (Outline::new(&draft, &profile), Facts { about, ..Facts::default() });
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

    #[test]
    fn what_makes_something_else_of_the_page() {
        assert_eq!(found("Hi <plaintext>.\n"), ["<plaintext"]);
        assert_eq!(found("<textarea>\n"), ["<textarea"]);
        assert_eq!(found("<style>@import 'x';</style>\n"), ["<style"]);
        assert_eq!(found("---\ntitle: \"A <script>x()</script>\"\n---\n\nHi.\n"), ["<script"]);
        assert_eq!(found("---\ntitle: A < b, and Vec<T>\n---\n\nHi.\n"), [""; 0]);
    }

    #[test]
    fn what_only_a_change_must_not_bring() {
        for body in [
            "<div hidden>\n",
            "A <span style=\"position : fixed; top: 0\">lamp</span>.\n",
            "A <span style='display: none'>lamp</span>.\n",
            "{% include_relative ../x.yml %}\n",
            "Write `{% raw %}`.\n",
            "{%- comment -%}\n",
        ] {
            assert_eq!(found_in(body, About::Change).len(), 1, "{body}");
            assert_eq!(found(body), [""; 0], "{body}");
        }
        assert_eq!(found_in("A <b style='margin: 0'>lamp</b> {{ site.url }}.\n", About::Change), [""; 0]);
    }
}
