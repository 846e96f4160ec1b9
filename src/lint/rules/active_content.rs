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
        "Mail programs drop it, and on the site it can do in the newsletter's name whatever its author likes. What a change adds of it is an error."
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
        for block in draft.blocks().iter().filter(|block| block.kind != BlockKind::Code) {
            let text = draft.slice(block.span);
            if !text.contains('<') {
                continue;
            }
            let code = Places::new(block.code.iter().copied());
            let mut tell = |start: usize, len: usize, message: String| {
                let span = Span::new(block.span.start + start, block.span.start + start + len);
                if !code.hold(span) {
                    found.push(Diagnostic::new(self.name(), severity, span, message));
                }
            };
            for (at, name) in tags(text) {
                tell(at, 1 + name.len(), format!("<{name}> is dropped in mails, and runs on the site"));
            }
            for (at, name) in handlers(text) {
                tell(at, name.len(), format!("'{name}' runs a program in the reader's browser"));
            }
        }
    }
}

/// Elements that run something or put another page in the place of this one.
const TAGS: [&str; 6] = ["script", "iframe", "object", "embed", "base", "meta"];

/// How far before an attribute its tag may begin, in bytes.
const TAG_BYTES: usize = 4_000;

/// The tags of [`TAGS`] that begin in a text, whether or not they end: where they begin, and their names.
fn tags(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices('<').filter_map(|(at, _)| {
        let rest = &text[at + 1..];
        let name = &rest[..rest.bytes().take(8).take_while(u8::is_ascii_alphabetic).count()];
        let is_one = TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name));
        // `<base-lamp>` is an element that somebody made up.
        let ends = rest[name.len()..]
            .bytes()
            .next()
            .is_none_or(|next| !next.is_ascii_alphanumeric() && next != b'-');
        (is_one && ends && !text[..at].ends_with('\\')).then_some((at, name))
    })
}

/// The attributes of tags that are programs, such as `onclick`: where they begin, and their names.
fn handlers(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices('=').filter_map(|(equals, _)| {
        let before = text[..equals].trim_ascii_end();
        let len = before.bytes().rev().take(40).take_while(u8::is_ascii_alphabetic).count();
        let start = before.len() - len;
        let name = &before[start..];
        let is_handler = len > 2 && name.get(..2).is_some_and(|two| two.eq_ignore_ascii_case("on"));
        let is_apart = before[..start].ends_with(|c: char| c.is_ascii_whitespace() || "/\"'".contains(c));
        (is_handler && is_apart && is_in_tag(before, start)).then_some((start, name))
    })
}

/// Whether a tag that begins before `at` has not ended there.
fn is_in_tag(text: &str, at: usize) -> bool {
    let mut start = at.saturating_sub(TAG_BYTES);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let near = &text[start..at];
    let Some(open) = near.rmatch_indices('<').find(|(open, _)| {
        let name = near[open + 1..].trim_start_matches('/');
        name.starts_with(|c: char| c.is_ascii_alphabetic())
    }) else {
        return false;
    };
    let inner = &near[open.0..];
    // What stands between quotes does not end it.
    let outside = |quote: char| inner.split(quote).step_by(2).any(|part| part.contains('>'));
    !(outside('"') && outside('\''))
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
        assert_eq!(found("It is `<script>`, \\<script>, <base-lamp> or <scripture>.\n"), [""; 0]);
        assert_eq!(found("```html\n<script>x</script>\n```\n"), [""; 0]);
    }

    #[test]
    fn attributes_that_are_programs() {
        assert_eq!(found("A <a href=\"x\" onclick=\"y()\">lamp</a>.\n"), ["onclick"]);
        assert_eq!(found("A <img src=x OnError = y()>.\n"), ["OnError"]);
        assert_eq!(found("A <a title=\"a > b\" onclick=y()>lamp</a>.\n"), ["onclick"]);
        assert_eq!(found("<div\n  onmouseover='y()'>lamp</div>\n"), ["onmouseover"]);
        assert_eq!(found("A <b>lamp</b> turned onwards = brighter.\n"), [""; 0]);
        assert_eq!(found("Write `<a onclick=\"y()\">`.\n"), [""; 0]);
    }
}
