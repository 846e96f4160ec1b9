use super::{Finder, Inline, Inliner, Match, before, is_space_or_none};
use crate::profile::RendererExtension;
use crate::render::python_markdown::entities;
use crate::render::python_markdown::stash::{self, AMPERSAND};
use crate::render::python_markdown::text::{Text, is_space};

/// What a backslash escapes (`ESCAPED_CHARS`, with the bar of tables).
const ESCAPED: &str = "\\`*_{}[]()>#+-.!|";

/// Characters behind a backslash (`EscapeInlineProcessor`).
pub(super) struct Escapes;

impl Finder for Escapes {
    fn next(&mut self, inliner: &mut Inliner<'_>, text: &Text, at: usize) -> Match {
        let Some(found) = memchr::memchr(b'\\', &text.as_bytes()[at..]) else { return Match::None };
        let start = at + found;
        let Some(character) = text[start + 1..].chars().next() else { return Match::None };
        let end = start + 1 + character.len_utf8();
        let is_quote = || matches!(character, '"' | '\'') && inliner.page.has(RendererExtension::Smarty);
        if !ESCAPED.contains(character) && !is_quote() {
            return Match::Skip(end);
        }
        Match::Found(
            Inline::Text(Text::made(&stash::escaped(character), text.source_of(start..end))),
            start,
            end,
        )
    }
}

/// `<https://…>` (`AutolinkInlineProcessor`).
pub(super) struct Addresses;

impl Finder for Addresses {
    const COMPLETES: bool = true;

    fn next(&mut self, inliner: &mut Inliner<'_>, text: &Text, at: usize) -> Match {
        let Some((start, end)) = angle(text, at) else { return Match::None };
        let address = text.slice(start + 1..end - 1);
        let is_address = ["http://", "https://", "ftp://", "ftps://"]
            .iter()
            .any(|scheme| address.get(..scheme.len()).is_some_and(|own| own.eq_ignore_ascii_case(scheme)));
        if !is_address {
            return Match::Skip(start + 1);
        }
        let link = inliner.page.elements.add("a");
        let target = inliner.plain(&address).into_owned();
        inliner.page.elements[link].set("href", target);
        inliner.page.elements[link].text = address.atomic();
        Match::Found(Inline::Element(link), start, end)
    }
}

/// The next `<…>` without another angle in it: its start and end.
fn angle(text: &str, mut at: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    loop {
        let start = at + memchr::memchr(b'<', &bytes[at..])?;
        let close = start + 1 + memchr::memchr2(b'<', b'>', &bytes[start + 1..])?;
        if bytes[close] == b'>' {
            return Some((start, close + 1));
        }
        at = close;
    }
}

/// `<name@example.org>` (`AutomailInlineProcessor`).
pub(super) struct Mails;

impl Finder for Mails {
    const COMPLETES: bool = true;

    fn next(&mut self, inliner: &mut Inliner<'_>, text: &Text, at: usize) -> Match {
        let Some((start, end)) = angle(text, at) else { return Match::None };
        let address = &text[start + 1..end - 1];
        let is_mail = address.rsplit_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && !host.is_empty() && !address.contains(' ') && !name.contains('!')
        });
        if !is_mail {
            return Match::Skip(start + 1);
        }
        let plain = inliner.plain(address);
        let plain = plain.strip_prefix("mailto:").unwrap_or(&plain);
        let coded =
            |text: &str| text.chars().map(|letter| format!("{AMPERSAND}#{};", u32::from(letter))).collect();
        let (name, target): (String, String) = (coded(plain), coded(&format!("mailto:{plain}")));
        let link = inliner.page.elements.add("a");
        inliner.page.elements[link].set("href", target);
        inliner.page.elements[link].text = Text::made(&name, text.source_of(start + 1..end - 1)).atomic();
        Match::Found(Inline::Element(link), start, end)
    }
}

/// The end of a line that becomes a line break of the page.
pub(super) struct LineBreaks(pub &'static str);

impl Finder for LineBreaks {
    fn next(&mut self, inliner: &mut Inliner<'_>, text: &Text, at: usize) -> Match {
        let Some(found) = memchr::memmem::find(&text.as_bytes()[at..], self.0.as_bytes()) else {
            return Match::None;
        };
        let element = inliner.page.elements.add("br");
        Match::Found(Inline::Element(element), at + found, at + found + self.0.len())
    }
}

/// Tags and comments (`HtmlInlineProcessor`).
pub(super) struct Html;

impl Finder for Html {
    const COMPLETES: bool = true;

    fn next(&mut self, inliner: &mut Inliner<'_>, text: &Text, at: usize) -> Match {
        let Some(found) = memchr::memchr(b'<', &text.as_bytes()[at..]) else { return Match::None };
        let start = at + found;
        let length =
            if text[start..].starts_with("<!--") { comment(&text[start..]) } else { tag(&text[start..]) };
        let Some(length) = length else { return Match::Skip(start + 1) };
        let source = text.slice(start..start + length);
        let html = inliner.stash_html(&source, &source);
        Match::Found(html, start, start + length)
    }
}

/// The length of a comment at the start of a text, in which no other begins.
fn comment(text: &str) -> Option<usize> {
    let mut at = 4;
    loop {
        let found = at + memchr::memchr2(b'-', b'<', text.as_bytes().get(at..)?)?;
        if text[found..].starts_with("-->") {
            return Some(found + 3);
        }
        if text[found..].starts_with("<!--") {
            return None;
        }
        at = found + 1;
    }
}

/// The length of a tag at the start of a text.
fn tag(text: &str) -> Option<usize> {
    let name = text[1..].strip_prefix('/').unwrap_or(&text[1..]);
    name.starts_with(|first: char| first.is_ascii_alphabetic()).then_some(())?;
    let name_end = text.len() - name.len() + name.find(['<', '>', '@', ' '])?;
    match text.as_bytes()[name_end] {
        b'>' => Some(name_end + 1),
        b' ' => {
            let end = name_end + text[name_end..].find(['<', '>'])?;
            text[end..].starts_with('>').then_some(end + 1)
        }
        _ => None,
    }
}

/// Entities, which stay as they are.
pub(super) struct Entities;

impl Finder for Entities {
    fn next(&mut self, inliner: &mut Inliner<'_>, text: &Text, at: usize) -> Match {
        let Some(found) = memchr::memchr(b'&', &text.as_bytes()[at..]) else { return Match::None };
        let start = at + found;
        let is_upper_x = text[start..].starts_with("&#X");
        let Some(length) = entities::reference(&text[start..]).filter(|_| !is_upper_x) else {
            return Match::Skip(start + 1);
        };
        let source = text.slice(start..start + length);
        let html = inliner.stash_html(&source, &source);
        Match::Found(html, start, start + length)
    }
}

/// Asterisks and underscores that stand alone, between white space.
pub(super) struct NotStrong;

impl Finder for NotStrong {
    fn next(&mut self, _: &mut Inliner<'_>, text: &Text, at: usize) -> Match {
        let Some(found) = memchr::memchr2(b'*', b'_', &text.as_bytes()[at..]) else { return Match::None };
        let start = at + found;
        let length = crate::render::python_markdown::text::run(&text[start..], text.as_bytes()[start]);
        let end = start + length;
        let is_alone = is_space_or_none(before(text, start)) && is_space_or_none(text[end..].chars().next());
        if length > 3 || !is_alone {
            return Match::Skip(end);
        }
        Match::Found(Inline::Text(text.slice(start..end)), start, end)
    }
}

/// True for white space and nothing else, as a line break in a name becomes a blank.
pub(super) fn blanks_joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_blank = false;
    for character in text.chars() {
        if !is_space(character) {
            out.push(character);
        } else if !is_blank {
            out.push(' ');
        }
        is_blank = is_space(character);
    }
    out
}
