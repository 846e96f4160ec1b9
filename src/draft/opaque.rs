//! Parts of a draft that the site's generator replaces: Liquid, shortcodes of Hugo and Zola, MDX and the
//! fences of containers. They are shown and never changed, and rules about text do not look inside.
//!
//! | form | generator |
//! |---|---|
//! | `{{ … }}`, `{% … %}`, `{% comment %}…{% endcomment %}` | Liquid (Jekyll) |
//! | `{{< … >}}`, `{{% … %}}`, also with `{{< /… >}}` at the end | Hugo |
//! | `{{ name(…) }}`, `{% name(…) %}…{% end %}` | Zola |
//! | `<Name … />`, `<Name …>`, `</Name>`, `{/* … */}`, `import …`, `export …` | MDX |
//! | `:::name`, `:::` | containers (Docusaurus, VuePress) |
//! | `{: … }` | attributes (kramdown) |
//!
//! A part never contains a line that begins with `#`: such a line is a heading, and each section is read
//! without the others.

mod braces;
mod jsx;

use std::collections::HashSet;

use crate::text::Span;
use braces::BraceKind;
use jsx::TagKind;

/// The longest tag, in bytes. More is text, so that each byte is read a limited number of times.
const LONGEST_TAG: usize = 4_000;
/// The longest text between two tags that belong together, in bytes.
const LONGEST_BODY: usize = 10_000;
/// The number of bytes of a section that are searched in vain. The rest of the section has no opaque parts, so that
/// a hostile text is read quickly.
const WASTED_BYTES: usize = 100_000;

/// The greatest length of at most `most` bytes at which a text can be divided.
fn within(text: &str, most: usize) -> usize {
    (0..=most.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The opaque parts of a text, and what to hide of them from the parser.
#[derive(Debug, Default)]
pub(super) struct OpaqueParts {
    /// In order, without overlaps.
    pub spans: Vec<Span>,
    /// In order, without overlaps.
    masks: Vec<Mask>,
}

/// How the parser sees a span.
#[derive(Clone, Copy, Debug)]
struct Mask {
    span: Span,
    look: Look,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    /// As letters: its spaces, quotes and marks mean nothing.
    Letters,
    /// As a processing instruction of HTML, `<?…?>`, which is a block of its own.
    Block,
}

impl OpaqueParts {
    /// Finds the opaque parts of a text.
    pub fn find(text: &str) -> OpaqueParts {
        let mut found = OpaqueParts::default();
        if !may_have_opaque(text) {
            return found;
        }
        let bytes = text.as_bytes();
        let mut start = 0;
        let lines = memchr::memchr_iter(b'\n', bytes).map(|at| at + 1).chain([text.len()]);
        for at in lines.filter(|at| *at == text.len() || is_heading_line(&text[*at..])) {
            Reader::new(&text[..at], &mut found).read(start);
            start = at;
        }
        found
    }

    /// The text as the parser sees it: with as many bytes, and the same line breaks. `None` if nothing is
    /// hidden.
    pub fn masked(&self, text: &str) -> Option<String> {
        if self.masks.is_empty() {
            return None;
        }
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for mask in &self.masks {
            out.push_str(&text[at..mask.span.start]);
            match mask.look {
                Look::Letters => {
                    out.extend(mask.span.of(text).bytes().map(|byte| match byte {
                        b'\n' | b'\r' => char::from(byte),
                        _ => 'x',
                    }));
                }
                Look::Block => {
                    let inner = mask.span.len().saturating_sub(4);
                    out.push_str(if mask.span.len() > 3 { "<?" } else { "<" });
                    out.extend(std::iter::repeat_n('x', inner));
                    out.push_str("?>");
                }
            }
            at = mask.span.end;
        }
        out.push_str(&text[at..]);
        Some(out)
    }
}

/// False if a text certainly has no opaque parts.
pub(super) fn may_have_opaque(text: &str) -> bool {
    memchr::memchr2(b'{', b'<', text.as_bytes()).is_some()
        || memchr::memmem::find(text.as_bytes(), b":::").is_some()
        || has_module_line(text)
}

/// True if a text begins with a line whose first mark is `#`.
fn is_heading_line(text: &str) -> bool {
    text.trim_start_matches([' ', '\t']).starts_with('#')
}

/// True if a line may be an `import` or `export` of MDX.
fn has_module_line(text: &str) -> bool {
    ["import ", "export "].iter().any(|word| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some())
}

/// Reads one section: the text from one line that begins with `#` to the next.
struct Reader<'t, 'f> {
    /// Up to the end of the section.
    text: &'t str,
    found: &'f mut OpaqueParts,
    /// The components whose tags were opened.
    opened: HashSet<&'t str>,
    /// What is left of [`WASTED_BYTES`].
    budget: usize,
}

impl<'t, 'f> Reader<'t, 'f> {
    fn new(text: &'t str, found: &'f mut OpaqueParts) -> Self {
        Reader { text, found, opened: HashSet::new(), budget: WASTED_BYTES }
    }

    fn read(&mut self, start: usize) {
        let mut at = start;
        let mut fence: Option<&str> = None;
        let mut begins_block = true;
        while at < self.text.len() {
            let line = self.line_at(at);
            let words = line.of(self.text).trim();
            let own_fence = if fence.is_none() { fence_at(words) } else { None };
            at = if fence.is_some() || own_fence.is_some() {
                self.read_line(line, Place::Code)
            } else if words.starts_with(":::") {
                self.push(line.trim(self.text), Some(Look::Block));
                line.end
            } else if begins_block && is_module_line(words) {
                self.read_module(line.start)
            } else {
                self.read_line(line, Place::Text)
            };
            fence = match fence {
                Some(open) if closes_fence(words, open) => None,
                open => open.or(own_fence),
            };
            begins_block = words.is_empty();
        }
    }

    /// The line that begins at an offset, with its line break.
    fn line_at(&self, start: usize) -> Span {
        let len = memchr::memchr(b'\n', &self.text.as_bytes()[start..]);
        Span::new(start, len.map_or(self.text.len(), |len| start + len + 1))
    }

    /// Reads the lines of a module up to an empty one; returns the start of the next line to read.
    fn read_module(&mut self, start: usize) -> usize {
        let mut end = start;
        while end < self.text.len() {
            let line = self.line_at(end);
            if line.of(self.text).trim().is_empty() {
                break;
            }
            end = line.end;
        }
        self.push(Span::new(start, end).trim(self.text), Some(Look::Letters));
        end
    }

    /// Reads the parts that begin on a line; returns the start of the next line to read.
    fn read_line(&mut self, line: Span, place: Place) -> usize {
        let text = self.text;
        let Span { start: mut at, mut end } = line;
        while self.budget > 0
            && let Some(len) = memchr::memchr3(b'{', b'<', b'`', &text.as_bytes()[at..end])
        {
            let next = at + len;
            at = next + self.read_part(next, place);
            if at > end {
                end = self.line_at(at - 1).end;
            }
        }
        end
    }

    /// Reads the part at an offset; returns its length.
    fn read_part(&mut self, at: usize, place: Place) -> usize {
        let text = self.text;
        let rest = &text[at..];
        if rest.starts_with('`') {
            let (len, wasted) = code_len(rest, place);
            self.waste(wasted);
            return len;
        }
        if rest.starts_with('{') {
            let part = match braces::part_at(rest) {
                Ok(part) => part,
                Err(wasted) => return self.waste(wasted),
            };
            self.waste(part.wasted);
            if part.kind != BraceKind::Template && place == Place::Code {
                return 1;
            }
            let look = (part.kind != BraceKind::Attributes).then_some(Look::Letters);
            self.push(Span::new(at, at + part.len), look);
            return part.len;
        }
        let is_in_word = !rest.starts_with("</") && text[..at].ends_with(is_part_of_word);
        let tag = if place == Place::Code || is_in_word { Err(0) } else { jsx::tag_at(rest) };
        let tag = match tag {
            Ok(tag) => tag,
            Err(wasted) => return self.waste(wasted),
        };
        match tag.kind {
            TagKind::Opening => drop(self.opened.insert(tag.name)),
            // The end of a type.
            TagKind::Closing if !self.opened.contains(tag.name) => return 1,
            TagKind::Closing | TagKind::Alone => {}
        }
        self.push(Span::new(at, at + tag.len), None);
        // The parser reads it as a tag of HTML, without its expressions.
        let masks = tag.expressions.iter().map(|span| span.shift(at as isize));
        self.found.masks.extend(masks.map(|span| Mask { span, look: Look::Letters }));
        tag.len
    }

    /// Goes on at the next byte after a search in vain.
    fn waste(&mut self, bytes: usize) -> usize {
        self.budget = self.budget.saturating_sub(bytes);
        1
    }

    fn push(&mut self, span: Span, look: Option<Look>) {
        self.found.spans.push(span);
        self.found.masks.extend(look.map(|look| Mask { span, look }));
    }
}

/// Where a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Text,
    Code,
}

/// The fence of a code block that a line begins with.
fn fence_at(words: &str) -> Option<&str> {
    let mark = words.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let len = words.len() - words.trim_start_matches(mark).len();
    let info = &words[len..];
    (len >= 3 && !(mark == '`' && info.contains('`'))).then(|| &words[..len])
}

fn closes_fence(words: &str, open: &str) -> bool {
    words.starts_with(open) && words.trim_start_matches(&open[..1]).is_empty()
}

/// The length of the inline code at the start of a text, or of its backticks if no others end it on the line, and
/// how many bytes were searched in vain.
/// Liquid is replaced in code, too, so that code with Liquid in it is read as text.
fn code_len(text: &str, place: Place) -> (usize, usize) {
    let ticks = text.len() - text.trim_start_matches('`').len();
    if place == Place::Code {
        return (ticks, 0);
    }
    let near = &text[..within(text, LONGEST_CODE)];
    let line = near.lines().next().unwrap_or("");
    let mut at = ticks.min(line.len());
    while let Some(next) = line[at..].find('`').map(|len| at + len) {
        let run = line[next..].len() - line[next..].trim_start_matches('`').len();
        at = next + run;
        if run == ticks {
            let has_liquid = line[..next].contains("{{") || line[..next].contains("{%");
            return if has_liquid { (ticks, at) } else { (at, 0) };
        }
    }
    (ticks, line.len())
}

/// The longest inline code, in bytes.
const LONGEST_CODE: usize = 1_000;

fn is_part_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '\\')
}

/// True for a line that begins the modules of MDX: `import X from '…'`, `export const x = …`.
fn is_module_line(words: &str) -> bool {
    let ends_with_quote = words.trim_end_matches(';').ends_with(['\'', '"']);
    if let Some(rest) = words.strip_prefix("import ") {
        let has_source =
            [" from '", " from \"", "} from'", "} from\""].iter().any(|from| rest.contains(from));
        return ends_with_quote && (has_source || rest.starts_with(['\'', '"'])) || rest.trim() == "{";
    }
    let Some(rest) = words.strip_prefix("export ") else { return false };
    const WORDS: [&str; 9] =
        ["const ", "let ", "var ", "function ", "async ", "class ", "default ", "{", "* from "];
    let is_declared = ["=", "(", "{", "'", "\""].iter().any(|mark| rest.contains(mark));
    is_declared && WORDS.iter().any(|word| rest.starts_with(word))
}

#[cfg(test)]
mod tests;
