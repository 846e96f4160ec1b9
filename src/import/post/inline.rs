//! Inline Markdown: words with their marks.

use crate::import::markdown::{escape_into, target};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Strong,
    Emphasis,
    Code,
    Link(String),
    /// Content without a mark: one opened within itself, or a link without a target.
    None,
}

/// A paragraph while it is read.
#[derive(Debug, Default)]
pub(super) struct Inline {
    text: String,
    frames: Vec<Frame>,
    /// True if a space precedes the next word.
    has_space: bool,
}

#[derive(Debug)]
struct Frame {
    mark: Mark,
    /// The tag that opened it. The same tag closes it.
    name: &'static str,
    text: String,
}

/// Deeper nesting is not text that people write.
const DEEPEST: usize = 20;

impl Inline {
    pub fn open(&mut self, mark: Mark, name: &'static str) {
        if self.frames.len() >= DEEPEST {
            return;
        }
        let is_link = |mark: &Mark| matches!(mark, Mark::Link(_));
        let is_open = self.frames.iter().any(|frame| {
            frame.mark == mark || frame.mark == Mark::Code || is_link(&frame.mark) && is_link(&mark)
        });
        let leads = !matches!(&mark, Mark::Link(address) if !is_target(address));
        let mark = if is_open || !leads { Mark::None } else { mark };
        self.space();
        self.frames.push(Frame { mark, name, text: String::new() });
    }

    /// Closes the mark of this name and all marks within.
    pub fn close(&mut self, name: &str) {
        if let Some(at) = self.frames.iter().rposition(|frame| frame.name == name) {
            while self.frames.len() > at {
                self.close_last();
            }
        }
    }

    /// The target of the current link.
    pub fn link(&self) -> Option<&str> {
        self.frames.iter().rev().find_map(|frame| match &frame.mark {
            Mark::Link(address) => Some(address.as_str()),
            _ => None,
        })
    }

    pub fn text(&mut self, text: &str) {
        if self.frames.last().is_some_and(|frame| frame.mark == Mark::Code) {
            return self.current().push_str(text);
        }
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(is_break).unwrap_or(rest.len());
            if end > 0 {
                self.space();
                escape_into(self.current(), &rest[..end]);
            }
            let next = rest[end..].trim_start_matches(is_break);
            self.has_space |= next.len() < rest.len() - end;
            rest = next;
        }
    }

    /// The finished Markdown.
    pub fn raw(&mut self, markdown: &str) {
        self.space();
        self.current().push_str(markdown);
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.frames.iter().all(|frame| frame.text.is_empty())
    }

    /// Returns all of it. Open marks are closed.
    pub fn finish(&mut self) -> String {
        while !self.frames.is_empty() {
            self.close_last();
        }
        self.has_space = false;
        let text = std::mem::take(&mut self.text);
        text.trim_matches(is_blank).to_owned()
    }

    fn current(&mut self) -> &mut String {
        self.frames.last_mut().map_or(&mut self.text, |frame| &mut frame.text)
    }

    fn space(&mut self) {
        if std::mem::take(&mut self.has_space) {
            let texts = std::iter::once(&self.text).chain(self.frames.iter().map(|frame| &frame.text));
            if texts.rev().find_map(|text| text.chars().next_back()).is_some_and(|last| last != ' ') {
                self.current().push(' ');
            }
        }
    }

    fn close_last(&mut self) {
        let Some(Frame { mark, text, .. }) = self.frames.pop() else { return };
        let inner = text.trim_matches(is_blank);
        if inner.is_empty() || is_share(&mark) {
            if !is_share(&mark) {
                self.current().push_str(&text);
            }
            return;
        }
        let start = text.len() - text.trim_start_matches(is_blank).len();
        let (before, after) = (&text[..start], &text[start + inner.len()..]);
        let parent = self.current();
        // A mark that ended here continues.
        let closes = |parent: &str, sign: &str| {
            before.is_empty()
                && parent.ends_with(sign)
                && parent.len() > 2 * sign.len()
                && !parent.ends_with("***")
        };
        match mark {
            Mark::Strong if closes(parent, "**") => {
                parent.truncate(parent.len() - 2);
                parent.push_str(&format!("{inner}**{after}"));
            }
            Mark::Strong => parent.push_str(&format!("{before}**{inner}**{after}")),
            Mark::Emphasis => parent.push_str(&format!("{before}*{inner}*{after}")),
            Mark::Code => {
                let code = code(inner);
                parent.push_str(&format!("{before}{code}{after}"));
            }
            Mark::Link(address) => {
                if parent.ends_with('!') {
                    // Otherwise it would be an image.
                    parent.pop();
                    parent.push_str("\\!");
                }
                let (inner, target) = (brackets(inner), target(&address));
                parent.push_str(&format!("{before}[{inner}]({target}){after}"));
            }
            Mark::None => parent.push_str(&text),
        }
    }
}

/// A code span, with as many backticks as it needs.
pub(super) fn code(text: &str) -> String {
    let text = text.replace('\n', " ");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

/// True for white space, except no-break spaces, and for control characters.
fn is_break(c: char) -> bool {
    c == ' ' || c.is_control()
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}' | '\u{feff}')
}

/// True if a link leaves its page.
fn is_target(address: &str) -> bool {
    let lower = address.trim().chars().take(12).collect::<String>().to_ascii_lowercase();
    !(lower.is_empty()
        || lower.starts_with('#')
        || lower.starts_with("javascript:")
        || lower.starts_with("data:"))
}

/// Buttons that share a post.
const SHARE: [&str; 14] = [
    "facebook.com/sharer",
    "facebook.com/share.php",
    "facebook.com/dialog/share",
    "twitter.com/intent/",
    "twitter.com/share",
    "x.com/intent/",
    "linkedin.com/sharearticle",
    "linkedin.com/sharing/",
    "reddit.com/submit",
    "pinterest.com/pin/create",
    "tumblr.com/share",
    "t.me/share",
    "wa.me/?",
    "ycombinator.com/submitlink",
];

fn is_share(mark: &Mark) -> bool {
    let Mark::Link(address) = mark else { return false };
    let lower = address.chars().take(80).collect::<String>().to_ascii_lowercase();
    SHARE.iter().any(|share| lower.contains(share)) || lower.starts_with("mailto:?")
}

/// Escapes unmatched brackets in the text of a link.
fn brackets(text: &str) -> String {
    let mut depth = 0_i32;
    let mut is_escaped = false;
    let in_pairs = text.chars().all(|c| {
        if is_escaped {
            is_escaped = false;
            return true;
        }
        is_escaped = c == '\\';
        depth += i32::from(c == '[') - i32::from(c == ']');
        depth >= 0
    }) && depth == 0;
    if in_pairs {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 4);
    let mut before = '\0';
    for c in text.chars() {
        if matches!(c, '[' | ']') && before != '\\' {
            out.push('\\');
        }
        out.push(c);
        before = if before == '\\' { '\0' } else { c };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_hug_their_words() {
        let mut inline = Inline::default();
        inline.text("It ");
        inline.open(Mark::Strong, "b");
        inline.text(" really ");
        inline.open(Mark::Strong, "strong");
        inline.text("hums\u{a0}");
        inline.close("strong");
        inline.close("b");
        inline.text("\n so ");
        inline.open(Mark::Link("https://example.org/a b".to_owned()), "a");
        inline.text("well [here");
        inline.close("a");
        inline.text(" .");
        assert_eq!(
            inline.finish(),
            "It **really hums**\u{a0} so [well \\[here](https://example.org/a%20b) ."
        );
    }

    #[test]
    fn empty_and_sharing_links_go() {
        let mut inline = Inline::default();
        for (address, text) in
            [("#top", "top"), ("https://twitter.com/intent/tweet?x", "Tweet"), ("https://x.org", " ")]
        {
            inline.open(Mark::Link(address.to_owned()), "a");
            inline.text(text);
            inline.close("a");
        }
        assert_eq!(inline.finish(), "top");
    }

    #[test]
    fn code_has_as_many_ticks_as_it_needs() {
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("`a"), "`` `a ``");
    }
}
