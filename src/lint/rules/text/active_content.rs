use html5gum::{Token, Tokenizer};

use crate::draft::BlockKind;
use crate::lint::images::ShownImage;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::lint::{Scope, Severity};
use crate::text::Span;
use crate::text::SpanSet;
use crate::text::address::is_script;

pub(super) struct ActiveContent;

const META: Meta = Meta {
    name: "active-content",
    severity: Severity::Warning,
    summary: "A tag runs a script, or loads content of another site into the page.",
    why: "Mail programs drop it, and on the site it can do anything in the newsletter's name. It is an error if a change adds it.",
    bad: issue!("See <a href=\"https://example.org/plans\" onclick=\"count(this)\">the plans</a>.\n"),
    good: issue!("See <a href=\"https://example.org/plans\">the plans</a>.\n"),
};

impl Rule for ActiveContent {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn severities(&self) -> &'static [Severity] {
        &[Severity::Error, Severity::Warning]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let (draft, scope) = (context.draft, context.facts.scope);
        let severity = match scope {
            Scope::Change => Severity::Error,
            Scope::Draft => Severity::Warning,
        };
        let mut report = |span, message| found.push(self.problem(span, message).severity(severity));
        let mut reader = Reader { scope, budget: READ_BYTES };
        let has = |byte: u8, text: &str| memchr::memchr(byte, text.as_bytes()).is_some();
        let has_braces = has(b'{', draft.text());
        for block in draft.blocks().iter().filter(|block| block.kind != BlockKind::Code) {
            let text = draft.slice(block.span);
            let may_be_active = has(b'<', text) || (has_braces && has(b'{', text));
            if !may_be_active {
                continue;
            }
            let code = SpanSet::new(block.code.iter().copied());
            let is_literal = |at: usize| {
                let slashes = || text[..at].bytes().rev().take_while(|byte| *byte == b'\\').count();
                let place = block.span.start + at;
                code.contains(Span::new(place, place + 1))
                    || (block.kind != BlockKind::Html && slashes() % 2 == 1)
            };
            for (own, message) in reader.active(text, is_literal) {
                report(own.shift(block.span.start as isize), message);
            }
        }
        // Sites insert titles and descriptions into their pages unescaped.
        for field in draft.front_matter().iter().flat_map(|front| &front.fields) {
            for (own, message) in reader.active(field.decoded(draft.text()), |_| false) {
                report(field.span_of(own, draft.text()).unwrap_or(field.value), message);
            }
        }
        if scope == Scope::Change && has_braces {
            for (span, message) in commands(draft.text()) {
                report(span, message);
            }
        }
        for ShownImage { image, name, .. } in context.known_images().filter(|known| known.about.is_program) {
            report(image.dest, format!("{name} runs a script when it is opened on its own"));
        }
    }
}

/// Elements that a newsletter does not need, and their effect.
const ELEMENTS: [(&[&str], &str); 3] = [
    (
        &[
            "script", "iframe", "object", "embed", "base", "meta", "link", "form", "applet", "frame",
            "frameset", "portal",
        ],
        "is dropped in mails and runs on the site",
    ),
    (
        &["plaintext", "textarea", "template", "xmp", "noscript", "noembed", "noframes", "select"],
        "changes how the rest of the page is read",
    ),
    (&["style"], "is dropped in mails and changes the whole page on the site"),
];

/// The number of bytes of a tag that are read.
const TAG_BYTES: usize = 16_000;

/// The number of bytes of a draft's tags that are read. Later tags are reported unread.
const READ_BYTES: usize = 10_000_000;

/// Reads tags as browsers do, and attribute lists as kramdown does.
struct Reader {
    scope: Scope,
    budget: usize,
}

/// The text that a `<` begins.
enum Tag<'t> {
    Whole(&'t str),
    /// Text, because the tag does not end.
    Text,
    TooLong,
}

const TOO_LONG: &str = "this is too long to be searched for scripts";

impl Reader {
    /// Returns the active parts of a text, with a message for each. `is_literal` is true if a character
    /// has no special meaning: in code, or after a backslash.
    fn active(&mut self, text: &str, is_literal: impl Fn(usize) -> bool) -> Vec<(Span, String)> {
        let mut found = Vec::new();
        // Text inside an earlier tag or comment is neither a tag nor a comment.
        let mut from = 0;
        for at in memchr::memchr_iter(b'<', text.as_bytes()) {
            if at < from || is_literal(at) {
                continue;
            }
            if let Some(comment) = text[at..].strip_prefix("<!--") {
                from = comment_len(comment).map_or(from, |len| at + 4 + len);
                continue;
            }
            let Some(name) = name_at(&text[at + 1..]) else { continue };
            let span = Span::new(at, at + 1 + name.len());
            let is_one = |names: &[&str]| names.iter().any(|element| element.eq_ignore_ascii_case(name));
            let tag = self.tag(&text[at..]);
            if let Tag::Whole(tag) = tag {
                from = at + tag.len();
            }
            if let Some((_, does)) = ELEMENTS.iter().find(|(names, _)| is_one(names)) {
                found.push((span, format!("<{name}> {does}")));
                continue;
            }
            let message = match tag {
                Tag::Whole(tag) => attribute(tag, self.scope),
                Tag::Text => None,
                Tag::TooLong => Some(TOO_LONG.to_owned()),
            };
            found.extend(message.map(|message| (span, message)));
        }
        self.lists(text, is_literal, &mut found);
        found
    }

    /// Checks kramdown's attribute lists, `{: onclick="…"}`.
    fn lists(&mut self, text: &str, is_literal: impl Fn(usize) -> bool, found: &mut Vec<(Span, String)>) {
        let is_end = |at: &usize| !text[..*at].ends_with('\\');
        let mut ends = memchr::memchr_iter(b'}', text.as_bytes()).filter(is_end).peekable();
        for (at, _) in text.match_indices("{:").filter(|(at, _)| !is_literal(*at)) {
            while ends.next_if(|end| *end < at).is_some() {}
            let Some(end) = ends.peek() else { return };
            let list = &text[at + 2..(*end).max(at + 2)];
            self.budget = self.budget.saturating_sub(list.len());
            let message = match list.len() > TAG_BYTES || self.budget == 0 {
                true => Some(TOO_LONG.to_owned()),
                // In an attribute list, `<` and `>` have no special meaning.
                false => attribute(&format!("<a {}>", list.replace(['<', '>'], " ")), self.scope),
            };
            found.extend(message.map(|message| (Span::new(at, at + 2), message)));
        }
    }

    /// Returns the tag at the beginning of a text. A `>` in a quoted value does not end it.
    fn tag<'t>(&mut self, text: &'t str) -> Tag<'t> {
        if self.budget == 0 {
            return Tag::TooLong;
        }
        let (mut quote, mut last) = (None, b' ');
        for (at, byte) in text.bytes().enumerate().take(TAG_BYTES) {
            self.budget = self.budget.saturating_sub(1);
            match (quote, byte) {
                (Some(open), _) if byte == open => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') if last == b'=' => quote = Some(byte),
                (None, b'>') => return Tag::Whole(&text[..=at]),
                (None, b'<') if at > 0 => return Tag::Text,
                (None, _) => {}
            }
            if !byte.is_ascii_whitespace() {
                last = byte;
            }
        }
        if text.len() > TAG_BYTES { Tag::TooLong } else { Tag::Text }
    }
}

/// Returns the name of a tag, even if the tag does not end. `None` if it is not a tag: `<meta@example.org>`
/// is an address.
fn name_at(text: &str) -> Option<&str> {
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | 0x0b);
    let len = text.bytes().take(200).position(|byte| is_end(&byte)).unwrap_or(text.len().min(200));
    let name = text.get(..len)?;
    (name.starts_with(|c: char| c.is_ascii_alphabetic()) && !name.contains(['@', '<'])).then_some(name)
}

/// Returns the length of a comment, counted after its `<!--`; `None` if it does not end.
fn comment_len(rest: &str) -> Option<usize> {
    if rest.starts_with('>') || rest.starts_with("->") {
        return Some(0);
    }
    // One search for both endings: two would search the whole text again for each comment.
    let is_end = |at: &usize| rest[..*at].ends_with("--") || rest[..*at].ends_with("--!");
    rest.match_indices('>').map(|(at, _)| at).find(is_end)
}

/// Attributes with addresses, and attributes that an animation may turn into one.
const ADDRESSES: [&str; 12] = [
    "href",
    "xlink:href",
    "src",
    "action",
    "formaction",
    "data",
    "values",
    "to",
    "from",
    "by",
    "poster",
    "background",
];

/// Returns a message if an attribute of a tag runs a script, as `onclick` or a `javascript:` address do,
/// or hides the page.
fn attribute(tag: &str, scope: Scope) -> Option<String> {
    let start = Tokenizer::new(tag).flatten().find_map(|token| match token {
        Token::StartTag(start) => Some(start),
        _ => None,
    })?;
    start.attributes.iter().find_map(|(name, value)| {
        let (name, value) = (String::from_utf8_lossy(name), String::from_utf8_lossy(value));
        let is_handler = name.len() > 2 && name.starts_with("on") && !value.is_empty();
        let is_address = ADDRESSES.contains(&&*name);
        if is_handler || (is_address && value.split(';').any(is_script)) {
            return Some(format!("'{name}' runs a script in the reader's browser"));
        }
        // Mails often hide a line that only their preview shows.
        let hides = scope == Scope::Change && (name == "hidden" || (name == "style" && covers(&value)));
        hides.then(|| format!("'{name}' hides text or covers the page"))
    })
}

/// True if a style hides content, covers the rest of the page, or loads a resource.
fn covers(style: &str) -> bool {
    let style = style.to_ascii_lowercase();
    let covers = |declaration: &str| {
        let (key, value) = declaration.split_once(':').unwrap_or((declaration, ""));
        match key.trim() {
            "position" | "visibility" | "opacity" => true,
            "display" => value.contains("none"),
            _ => value.contains("url("),
        }
    };
    // Escapes and comments can hide a declaration.
    style.contains(['\\']) || style.contains("/*") || style.split(';').any(covers)
}

/// Finds commands for the site's generator, which runs them before it reads Markdown, even in code.
/// Addresses that the site completes are allowed: `{{ "/a.jpg" | absolute_url }}`.
fn commands(text: &str) -> impl Iterator<Item = (Span, String)> {
    memchr::memchr_iter(b'{', text.as_bytes()).filter_map(|at| {
        let rest = &text[at + 1..];
        let inner = rest.strip_prefix(['%', '{'])?;
        let near = &inner[..floor_char_boundary(inner, 300)];
        let is_allowed = match rest.starts_with('{') {
            true => near.split_once("}}").is_some_and(|(own, _)| is_value(own)),
            false => near.split_once("%}").is_some_and(|(own, _)| is_address_of_page(own)),
        };
        (!is_allowed).then(|| {
            let first = near.trim_start_matches(['-', ' ']).split([' ', '%', '}']).next().unwrap_or_default();
            let first: String = first.chars().take(20).collect();
            let message = format!("'{first}' is a command for the site's generator");
            (Span::new(at, at + 2), message)
        })
    })
}

/// True for a Liquid tag that is the address of another page: `post_url 2026-06-01-lamps`, `link a.md`.
fn is_address_of_page(tag: &str) -> bool {
    let mut words = tag.trim_matches(['-', ' ']).split_whitespace();
    let is_name =
        |word: &str| word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-/".contains(&byte));
    matches!(words.next(), Some("post_url" | "link"))
        && words.next().is_some_and(is_name)
        && words.next().is_none()
}

/// True if a Liquid expression only inserts a value of the site or completes an address.
fn is_value(expression: &str) -> bool {
    let mut parts = expression.trim_matches(['-', ' ']).split('|').map(str::trim);
    let is_name =
        |word: &str| word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
    let first = parts.next().unwrap_or_default();
    let quoted = ['"', '\''].iter().find_map(|quote| first.strip_prefix(*quote)?.strip_suffix(*quote));
    let is_plain = quoted.map_or(is_name(first), |text| !text.contains(['<', '>', '&', '%', '"', '\'']));
    let is_filter = |filter: &str| match filter.split_once(':') {
        None => matches!(filter, "absolute_url" | "relative_url"),
        Some((name, value)) => name.trim() == "prepend" && is_name(value.trim()),
    };
    is_plain && parts.all(is_filter)
}

fn floor_char_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Draft;
    use crate::lint::Facts;
    use crate::outline::Outline;
    use crate::profile::built_in;

    fn found(text: &str) -> Vec<String> {
        found_in(text, Scope::Draft)
    }

    fn found_in(text: &str, scope: Scope) -> Vec<String> {
        let (draft, profile) = (Draft::parse(text), built_in("circuitpython").unwrap());
        let (outline, facts) = (Outline::new(&draft, &profile), Facts { scope, ..Facts::default() });
        let mut found = Findings::default();
        ActiveContent.check(&Context::new(&draft, &outline, &profile, &facts), &mut found);
        found.into_sorted().iter().map(|one| one.span.of(text).to_owned()).collect()
    }

    #[test]
    fn tags_that_run_scripts_are_found_in_any_spelling() {
        assert_eq!(found("Hi <script src=x></script>.\n"), ["<script"]);
        assert_eq!(found("<SCRIPT\nsrc=x>\n</SCRIPT>\n"), ["<SCRIPT"]);
        assert_eq!(found("Hi <script/src=x>.\n"), ["<script"]);
        assert_eq!(found("<iframe src=\"https://example.org\"></iframe>\n"), ["<iframe"]);
        assert_eq!(found("Hi \\\\<script>.\n"), ["<script"]);
        assert_eq!(found("It is `<script>`, \\<script>, <base-lamp> or <scripture>.\n"), [""; 0]);
        assert_eq!(found("```html\n<script>x</script>\n```\n"), [""; 0]);
    }

    #[test]
    fn attributes_that_run_scripts_are_found() {
        for body in [
            "A <a href=\"x\" onclick=\"y()\">lamp</a>.\n",
            "A <img src=x OnError = y()>.\n",
            "<div>\n<img src=\"x\"onerror=\"y()\">\n</div>\n",
            "A <a href=\"java\nscript:y()\">lamp</a>.\n",
            "A <img title=\"<b>\" alt='>\"' onerror=y()>.\n",
            "<div\n  onmouseover='y()'>lamp</div>\n",
            "A <a href=\"&#x6a;avascript:y()\">lamp</a>.\n",
            "A <a class=\"xjavascript:\" href=\"&#x6a;avascript:y()\">lamp</a>.\n",
            "A <x_y onclick=\"y()\">lamp</x_y>.\n",
            "Write `<!--` <b onclick=\"y()\">lamp</b> and `-->`.\n",
            "A \\<!-- <b onclick=\"y()\">lamp</b> -->.\n",
            "A <b title=\"<!--\">lamp</b> <b onclick=\"y()\">x</b> <b title=\"-->\">y</b>.\n",
            "A lamp.\n{: > onclick=\"y()\"}\n",
            "A lamp.\n{: title=\"\\}\" onclick=\"y()\"}\n",
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
            "See <https://online.example/a> and <b title=\"JavaScript: a book\">it</b>.\n",
            "A map<std::string,int> or a <svg><title>Lamp</title></svg>.\n",
        ] {
            assert_eq!(found(body), [""; 0], "{body}");
        }
    }

    #[test]
    fn tags_that_change_the_page_are_found() {
        assert_eq!(found("Hi <plaintext>.\n"), ["<plaintext"]);
        assert_eq!(found("<textarea>\n"), ["<textarea"]);
        assert_eq!(found("<style>@import 'x';</style>\n"), ["<style"]);
        assert_eq!(found("---\ntitle: \"A <script>x()</script>\"\n---\n\nHi.\n"), ["<script"]);
        assert_eq!(found("---\ntitle: A < b, and Vec<T>\n---\n\nHi.\n"), [""; 0]);
    }

    #[test]
    fn changes_must_not_hide_text_or_add_commands() {
        for body in [
            "<div hidden>\n",
            "A <span style=\"position : fixed; top: 0\">lamp</span>.\n",
            "A <span style='display: none'>lamp</span>.\n",
            "{% include_relative ../x.yml %}\n",
            "Write `{% raw %}`.\n",
            "{%- comment -%}\n",
            "{{ \"<\" | append: \"img onerror=y()>\" }}\n",
            "{{ \"%3Cscript%3E\" | url_decode }}\n",
        ] {
            assert_eq!(found_in(body, Scope::Change).len(), 1, "{body}");
            assert_eq!(found(body), [""; 0], "{body}");
        }
        for body in [
            "A <b style='margin: 0; background-position: center'>lamp</b> {{ site.url }}.\n",
            "See [it]({% post_url 2026-06-01-lamps %}) and [that]({%- link _posts/a.md -%}).\n",
            "![A]({{ \"/assets/a.jpg\" | absolute_url }}) and {{ '/a' | prepend: site.baseurl }}.\n",
        ] {
            assert_eq!(found_in(body, Scope::Change), [""; 0], "{body}");
        }
    }

    #[test]
    fn too_long_tags_are_reported_quickly() {
        let long = format!("A <b title=\"{}\" onclick=\"y()\">lamp</b>.\n", "x".repeat(20_000));
        assert_eq!(found(&long).len(), 1);
        let many = format!("{} <b onclick=\"y()\">x</b>.\n", "<b a=\"".repeat(2_000_000));
        assert!(!found(&many).is_empty());
        assert!(!found(&format!("{}}}\n", "{:".repeat(200_000))).is_empty());
    }
}
