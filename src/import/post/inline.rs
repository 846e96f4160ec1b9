//! Words with their marks, as Markdown.

use crate::import::markdown::{escape_into, target};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Strong,
    Emphasis,
    Code,
    Link(String),
    /// Holds text alone: what is opened within itself, or leads nowhere.
    None,
}

/// One paragraph while it is read.
#[derive(Debug, Default)]
pub(super) struct Inline {
    text: String,
    frames: Vec<Frame>,
    /// Whether a space has to come before the next word.
    has_space: bool,
}

#[derive(Debug)]
struct Frame {
    mark: Mark,
    /// What opened it: an end closes the same.
    name: &'static str,
    text: String,
}

/// More marks within each other are no text that anybody wrote.
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

    /// Closes what was opened by this name, and all within it.
    pub fn close(&mut self, name: &str) {
        if let Some(at) = self.frames.iter().rposition(|frame| frame.name == name) {
            while self.frames.len() > at {
                self.close_last();
            }
        }
    }

    /// Where what is read now leads.
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

    /// Markdown that is ready.
    pub fn raw(&mut self, markdown: &str) {
        self.space();
        self.current().push_str(markdown);
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.frames.iter().all(|frame| frame.text.is_empty())
    }

    /// The whole of it; what is still open is closed.
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
        // What ended where this begins is the same mark, and goes on.
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
                    // Else it were an image.
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

/// Code in a line, with as many backticks as it needs.
pub(super) fn code(text: &str) -> String {
    let text = text.replace('\n', " ");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

/// What parts words; no-break spaces do not, and control characters have no place in them.
fn is_break(c: char) -> bool {
    c == ' ' || c.is_control()
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}' | '\u{feff}')
}

/// Whether a link leads anywhere out of its page.
fn is_target(address: &str) -> bool {
    let lower = address.trim().chars().take(12).collect::<String>().to_ascii_lowercase();
    !(lower.is_empty()
        || lower.starts_with('#')
        || lower.starts_with("javascript:")
        || lower.starts_with("data:"))
}

/// Buttons that pass a post on to somewhere else.
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

/// Escapes brackets within a link's text where they are not in pairs.
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
