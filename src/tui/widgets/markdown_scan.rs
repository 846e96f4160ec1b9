//! The parts of a Markdown line, for highlighting only. The scanner goes line by line, never fails and is
//! independent of the draft's parser.

use super::markdown_inline::Inline;
use super::place;
use crate::draft::Syntax;
use crate::text::Span;

/// Longer lines, in bytes, are not highlighted. No paragraph of prose is as long.
pub const MAX_LINE: usize = 8 * 1024;
/// Bytes between two checkpoints.
const STRIDE: usize = 4 * 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Heading,
    /// Characters of syntax: `**`, brackets, the `>` of a quote.
    Marker,
    LinkText,
    LinkAddress,
    Image,
    Bold,
    Italic,
    Code,
    Quote,
    Bullet,
    Comment,
    FrontMatter,
    /// The key of a front matter line.
    Key,
}

/// The construct that a line begins in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    #[default]
    Text,
    FrontMatter(Syntax),
    /// Fenced code: the fence's character and its length.
    Fence(u8, usize),
    Comment,
}

/// The states at some line starts, so that drawing the end of a long text does not scan all of it for each
/// key.
#[derive(Clone, Debug, Default)]
pub struct Checkpoints {
    /// In order, without the start of the text, where the state is `Text`.
    known: Vec<(usize, State)>,
}

impl Checkpoints {
    /// Forgets the states that a change at `offset` may have changed.
    pub fn forget_after(&mut self, offset: usize) {
        let keep = self.known.partition_point(|(at, _)| *at <= offset);
        self.known.truncate(keep);
    }

    /// Returns the state of the line that starts at `line`.
    pub fn state_at(&mut self, text: &str, line: usize) -> State {
        let next = self.known.partition_point(|(at, _)| *at <= line);
        let known = next.checked_sub(1).and_then(|last| self.known.get(last)).copied();
        let (mut at, mut state) = known.unwrap_or((0, State::Text));
        while at < line {
            let end = place::line_end(text, at);
            state = next_state(state, Span::new(at, end), text);
            let Some(start) = place::next_line(text, end) else { break };
            at = start;
            if at >= self.known.last().map_or(0, |(last, _)| *last) + STRIDE {
                self.known.push((at, state));
            }
        }
        state
    }
}

/// Returns the state after a line. Most lines can't change it and are not scanned.
fn next_state(state: State, line: Span, text: &str) -> State {
    let slice = line.of(text);
    let special = slice.trim_start().starts_with(['`', '~', '-', '.', '+']) || slice.contains("--");
    if special || (line.start == 0 && slice.starts_with('\u{feff}')) {
        scan(state, line, text, &mut Vec::new())
    } else {
        state
    }
}

/// Adds the parts of the line `line` of `text` to `parts`; a later part is drawn over an earlier one.
/// Returns the state of the next line.
pub fn scan(state: State, line: Span, text: &str, parts: &mut Vec<(Span, Kind)>) -> State {
    let slice = line.of(text);
    if slice.len() > MAX_LINE {
        return state;
    }
    let trimmed = slice.trim_end();
    match state {
        State::FrontMatter(syntax) => {
            front_matter(line, slice, syntax, parts);
            let is_end = match syntax {
                Syntax::Toml => trimmed == "+++",
                Syntax::Yaml | Syntax::Metadata => trimmed == "---" || trimmed == "...",
            };
            if is_end { State::Text } else { state }
        }
        State::Fence(byte, length) => {
            parts.push((line, Kind::Code));
            let fence =
                fence(slice).filter(|(b, n, rest)| *b == byte && *n >= length && rest.trim().is_empty());
            if fence.is_some() { State::Text } else { state }
        }
        State::Comment => Inline::new(line, slice, parts).text_after_comment(),
        State::Text => {
            let fenced = match slice.trim_start_matches('\u{feff}').trim_end() {
                "---" => Some(Syntax::Yaml),
                "+++" => Some(Syntax::Toml),
                _ => None,
            };
            if let Some(syntax) = fenced.filter(|_| line.start == 0) {
                parts.push((line, Kind::FrontMatter));
                return State::FrontMatter(syntax);
            }
            if let Some((byte, length, _)) = fence(slice) {
                parts.push((line, Kind::Code));
                return State::Fence(byte, length);
            }
            let from = block(line, slice, parts);
            Inline::new(line, slice, parts).text(from)
        }
    }
}

fn front_matter(line: Span, slice: &str, syntax: Syntax, parts: &mut Vec<(Span, Kind)>) {
    parts.push((line, Kind::FrontMatter));
    let indent = slice.len() - slice.trim_start_matches([' ', '-']).len();
    let separator = if syntax == Syntax::Toml { '=' } else { ':' };
    if let Some((key, _)) = slice[indent..].split_once(separator)
        && !key.is_empty()
        && !key.starts_with(['#', '"', '\''])
    {
        parts.push((Span::new(line.start + indent, line.start + indent + key.len()), Kind::Key));
    }
}

/// Returns the character and the length of a code fence, and the rest of its line.
fn fence(slice: &str) -> Option<(u8, usize, &str)> {
    let inner = slice.trim_start_matches(' ');
    let byte = *inner.as_bytes().first().filter(|byte| matches!(byte, b'`' | b'~'))?;
    let length = inner.bytes().take_while(|b| *b == byte).count();
    let rest = &inner[length..];
    (slice.len() - inner.len() < 4 && length >= 3 && (byte == b'~' || !rest.contains('`')))
        .then_some((byte, length, rest))
}

/// Marks headings, quotes and list markers. Returns the start of the text after them.
fn block(line: Span, slice: &str, parts: &mut Vec<(Span, Kind)>) -> usize {
    let bytes = slice.as_bytes();
    let mut at = 0;
    loop {
        at += bytes[at..].iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let rest = &slice[at..];
        if rest.starts_with('>') {
            parts.push((Span::new(line.start + at, line.end), Kind::Quote));
            parts.push((Span::new(line.start + at, line.start + at + 1), Kind::Marker));
            at += 1;
            continue;
        }
        let hashes = rest.bytes().take_while(|b| *b == b'#').count();
        if (1..=6).contains(&hashes) && rest[hashes..].chars().next().is_none_or(|c| c == ' ' || c == '\t') {
            parts.push((Span::new(line.start + at, line.end), Kind::Heading));
            return at + hashes;
        }
        let bullet = bullet(rest);
        if bullet == 0 {
            return at;
        }
        parts.push((Span::new(line.start + at, line.start + at + bullet), Kind::Bullet));
        at += bullet;
    }
}

/// Returns the length of the list marker, with a task's box, at the start of `rest`.
fn bullet(rest: &str) -> usize {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let marker = match rest.as_bytes().get(digits) {
        Some(b'-' | b'*' | b'+') if digits == 0 => 1,
        Some(b'.' | b')') if (1..=9).contains(&digits) => digits + 1,
        _ => return 0,
    };
    let after = &rest[marker..];
    if !after.is_empty() && !after.starts_with([' ', '\t']) {
        return 0;
    }
    let task = [" [ ]", " [x]", " [X]"].iter().any(|task| after.starts_with(task));
    if task { marker + 4 } else { marker }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(state: State, line: &str) -> (Vec<(&str, Kind)>, State) {
        // Not at the start, because the first line of a text may be front matter.
        let text = format!("\n{line}");
        let mut found = Vec::new();
        let after = scan(state, Span::new(1, text.len()), &text, &mut found);
        (found.into_iter().map(|(span, kind)| (span.shift(-1).of(line), kind)).collect(), after)
    }

    fn only(line: &str, kind: Kind) -> Vec<&str> {
        parts(State::Text, line).0.into_iter().filter(|(_, k)| *k == kind).map(|(part, _)| part).collect()
    }

    #[test]
    fn links_and_images_have_a_text_and_an_address() {
        let line = "- [x] [![Board](../a.jpg \"A (b)\")](https://example.org/x_(y)) by [Ada][1], see https://a.org/p.";
        assert_eq!(only(line, Kind::Image), ["Board"]);
        assert_eq!(only(line, Kind::LinkText), ["![Board](../a.jpg \"A (b)\")", "Ada"]);
        assert_eq!(
            only(line, Kind::LinkAddress),
            ["../a.jpg \"A (b)\"", "https://example.org/x_(y)", "1", "https://a.org/p."]
        );
        assert_eq!(only(line, Kind::Bullet), ["- [x]"]);
        assert_eq!(only("[1]: https://a.org", Kind::LinkAddress), [" https://a.org"]);
    }

    #[test]
    fn emphasis_closes_what_it_opened() {
        let line = "**Bold** and *italic*, __init__.py, 2 * 3 * 4, ***both*** \\*no\\* `*code*`";
        assert_eq!(only(line, Kind::Bold), ["Bold", "init", "both"]);
        assert_eq!(only(line, Kind::Italic), ["italic", "both"]);
        assert_eq!(only(line, Kind::Code), ["`*code*`"]);
        assert!(only("snake_case_name and 5*4*3", Kind::Italic).len() <= 1);
    }

    #[test]
    fn headings_quotes_and_lists_are_marked_at_their_start() {
        assert_eq!(only("## News `now`", Kind::Heading), ["## News `now`"]);
        assert_eq!(only("#hashtag", Kind::Heading), [""; 0]);
        assert_eq!(only("> > Quoted", Kind::Quote), ["> > Quoted", "> Quoted"]);
        assert_eq!(only("12. Twelfth", Kind::Bullet), ["12."]);
        assert_eq!(only("-dash", Kind::Bullet), [""; 0]);
    }

    #[test]
    fn comments_and_fences_span_lines() {
        assert_eq!(parts(State::Text, "a <!-- b").1, State::Comment);
        assert_eq!(parts(State::Text, "a <!-- b --> *c*").1, State::Text);
        assert_eq!(parts(State::Comment, "b --> <!-- c").1, State::Comment);
        assert_eq!(parts(State::Comment, "b -->").1, State::Text);
        assert_eq!(parts(State::Text, "```rust").1, State::Fence(b'`', 3));
        assert_eq!(parts(State::Fence(b'`', 3), "~~~").1, State::Fence(b'`', 3));
        assert_eq!(parts(State::Fence(b'`', 3), "````").1, State::Text);
        assert_eq!(parts(State::Text, "```inline```").1, State::Text);
    }

    #[test]
    fn front_matter_is_the_first_thing_in_the_text() {
        let text = "\u{feff}---\r\ntitle: \"--- x\"\r\n---\r\n# A\r\n---\r\n";
        let mut checkpoints = Checkpoints::default();
        let body = text.find('#').unwrap();
        assert_eq!(checkpoints.state_at(text, text.find("title").unwrap()), State::FrontMatter(Syntax::Yaml));
        assert_eq!(checkpoints.state_at(text, body), State::Text);
        assert_eq!(checkpoints.state_at(text, text.len()), State::Text);
        let toml = "+++\ntitle = \"---\"\n---\n+++\n# A\n";
        let mut parts = Vec::new();
        let mut checkpoints = Checkpoints::default();
        let state = checkpoints.state_at(toml, toml.find("title").unwrap());
        assert_eq!(state, State::FrontMatter(Syntax::Toml));
        let line = Span::new(4, 17);
        scan(state, line, toml, &mut parts);
        assert!(parts.contains(&(Span::new(4, 10), Kind::Key)), "{parts:?}");
        assert_eq!(checkpoints.state_at(toml, toml.find('#').unwrap()), State::Text);
    }

    #[test]
    fn checkpoints_agree_with_a_scan_from_the_start() {
        let text = "```\ncode\n```\n<!-- a\nb -->\n- [x](y) -- z\n".repeat(600);
        let mut checkpoints = Checkpoints::default();
        let mut ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at + 1).collect();
        let fresh: Vec<State> =
            ends.iter().step_by(97).map(|at| Checkpoints::default().state_at(&text, *at)).collect();
        let kept: Vec<State> = ends.iter().step_by(97).map(|at| checkpoints.state_at(&text, *at)).collect();
        assert_eq!(fresh, kept);
        assert!(checkpoints.known.len() > 2);
        checkpoints.forget_after(5000);
        ends.reverse();
        assert!(
            ends.iter()
                .step_by(97)
                .all(|at| checkpoints.state_at(&text, *at) == Checkpoints::default().state_at(&text, *at))
        );
    }
}
