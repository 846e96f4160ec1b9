//! Converts lines to clean Markdown: nested lists, one empty line between paragraphs, and
//! quotations, tables and code unchanged.

use super::clean::inline;
use super::lines::Line;
use super::links::bare_length;
use super::liquid::in_code;

/// A list that is open while its items are written.
struct Level {
    /// The column from which text belongs to its item.
    content: usize,
    /// The width of its marker in the output.
    width: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Nothing,
    Paragraph,
    Item,
    Quote,
    Table,
    Code,
}

struct Prose<'a> {
    out: String,
    levels: Vec<Level>,
    /// The marker of the last list at each depth.
    markers: Vec<char>,
    last: Last,
    after_blank: bool,
    /// The last line of the paragraph.
    before: &'a str,
    in_code: bool,
    /// True if the last line is indented code in an item.
    in_indented: bool,
}

/// Returns clean Markdown of the lines, without a line break at the end.
pub(crate) fn prose<'a>(lines: impl Iterator<Item = Line<'a>>) -> String {
    let mut prose = Prose {
        out: String::new(),
        levels: Vec::new(),
        markers: Vec::new(),
        last: Last::Nothing,
        after_blank: false,
        before: "",
        in_code: false,
        in_indented: false,
    };
    for line in lines {
        prose.line(line);
    }
    if prose.in_code {
        prose.out.push_str("\n```");
    }
    prose.out
}

/// A word processor's image data: `[image1]: <data:…>`.
fn is_definition(text: &str) -> bool {
    text.starts_with('[') && text.find("]:").is_some_and(|at| at < 60) && text.contains("data:")
}

impl<'a> Prose<'a> {
    fn line(&mut self, line: Line<'a>) {
        if self.in_code || line.is_fence() {
            return self.code(line);
        }
        let text = line.text();
        if text.is_empty() || line.is_rule() || is_definition(text) {
            self.after_blank = true;
            return;
        }
        if self.indented_code(line) {
            self.in_indented = true;
            self.after_blank = false;
            return;
        }
        self.in_indented = false;
        if let Some((marker, rest)) = line.bullet() {
            self.item(line, marker, rest);
        } else if let Some(quoted) = text.strip_prefix('>') {
            self.block(Last::Quote);
            self.out.push_str("> ");
            self.out.push_str(&inline(quoted));
        } else if text.starts_with('|') {
            self.block(Last::Table);
            // The columns of other lines do not change.
            if text.contains(['\\', '{']) {
                self.out.push_str(&inline(text));
            } else {
                self.out.push_str(text);
            }
        } else {
            self.text(line);
        }
        self.after_blank = false;
    }

    fn code(&mut self, line: Line<'a>) {
        if line.is_fence() && !self.in_code {
            self.block(Last::Code);
            self.in_code = true;
        } else {
            self.out.push('\n');
            self.in_code = !line.is_fence();
        }
        let code = line.raw.trim_end();
        if line.is_fence() {
            // Liquid beside the fence is not a language.
            let end = ["{{", "{%"].iter().filter_map(|mark| code.find(mark)).min();
            self.out.push_str(code[..end.unwrap_or(code.len())].trim_end());
        } else {
            self.out.push_str(&in_code(code));
        }
        self.after_blank = !self.in_code;
    }

    /// Begins a line of a quotation, a table or code, which ends all lists.
    fn block(&mut self, kind: Last) {
        self.levels.clear();
        let joins = self.last == kind && !self.after_blank && kind != Last::Code;
        if self.last != Last::Nothing {
            self.out.push_str(if joins { "\n" } else { "\n\n" });
        }
        self.last = kind;
    }

    fn item(&mut self, line: Line<'a>, marker: &'a str, rest: &'a str) {
        let mut indent = line.indent();
        let (mut marker, mut rest) = (marker, rest);
        // `*   * text`: an empty item and another one in one line. The marker before the text
        // counts.
        if let Some((inner, after)) =
            (Line { raw: rest, ..line }).bullet().filter(|(_, after)| !after.is_empty())
            && [marker, inner].iter().all(|marker| matches!(*marker, "*" | "-" | "+"))
        {
            indent += line.text().len().saturating_sub(rest.len());
            (marker, rest) = (inner, after);
        }
        let text = inline(rest);
        if text.is_empty() {
            return;
        }
        while self.levels.last().is_some_and(|level| indent < level.content) {
            self.levels.pop();
        }
        let depth = self.levels.len();
        let continues = self.last == Last::Item && depth < self.markers.len();
        let sign = marker.chars().next().filter(|c| matches!(c, '*' | '-' | '+'));
        let is_ordered = marker.starts_with(|c: char| c.is_ascii_digit());
        let known = self.markers.get(depth).copied().filter(|c| continues && !is_ordered && *c != '1');
        let sign = known.or(sign).unwrap_or('*');
        self.markers.truncate(depth);
        self.markers.push(if is_ordered { '1' } else { sign });
        match self.last {
            Last::Nothing => {}
            Last::Item => self.out.push('\n'),
            _ => self.out.push_str("\n\n"),
        }
        self.indent();
        let width = if is_ordered { marker.len() + 1 } else { 2 };
        if is_ordered {
            self.out.push_str(marker);
        } else {
            self.out.push(sign);
        }
        self.out.push(' ');
        self.out.push_str(&text);
        self.levels.push(Level { content: indent + 2, width });
        self.last = Last::Item;
    }

    /// The columns of the open item.
    fn indent(&mut self) {
        let width = self.levels.iter().map(|level| level.width).sum::<usize>();
        self.out.extend(std::iter::repeat_n(' ', width));
    }

    /// Writes a line of code after an empty line, indented by four columns more than the text of
    /// its item. Returns false if it is not code.
    fn indented_code(&mut self, line: Line<'a>) -> bool {
        let Some(level) = self.levels.last().filter(|_| self.after_blank || self.in_indented) else {
            return false;
        };
        let Some(more) = line.indent().checked_sub(level.content + 4).filter(|_| self.last == Last::Item)
        else {
            return false;
        };
        // Word processors indent the items of a list arbitrarily.
        if line.bullet().is_some() && !self.in_indented {
            return false;
        }
        self.out.push_str(if self.after_blank { "\n\n" } else { "\n" });
        self.indent();
        self.out.extend(std::iter::repeat_n(' ', more + 4));
        self.out.push_str(&in_code(line.text()));
        true
    }

    fn text(&mut self, line: Line<'a>) {
        let peeled = line.peeled();
        let text = if peeled.hashes > 0 {
            let text = inline(peeled.text);
            if text.is_empty() { text } else { format!("**{text}**") }
        } else {
            // A bare time code belongs to the recording; `5:24 in the morning` is text.
            let is_code = super::lines::time_code(line.text()).is_some_and(|(_, rest)| rest.is_empty());
            if is_code { String::new() } else { inline(line.text()) }
        };
        if text.is_empty() {
            return;
        }
        if self.last == Last::Item && self.belongs(line, &text) {
            self.out.push_str(if self.after_blank { "\n\n" } else { "\n" });
            self.indent();
        } else {
            let joins = self.last == Last::Paragraph && !self.after_blank && is_wrapped(self.before, &text);
            self.levels.clear();
            if self.last != Last::Nothing {
                self.out.push_str(if joins { "\n" } else { "\n\n" });
            }
            self.last = Last::Paragraph;
        }
        self.before = line.text();
        self.out.push_str(&text);
    }

    /// True if a line after an item belongs to it.
    fn belongs(&mut self, line: Line<'a>, text: &str) -> bool {
        let indent = line.indent();
        if self.after_blank {
            while self.levels.len() > 1 && self.levels.last().is_some_and(|level| indent < level.content) {
                self.levels.pop();
            }
            return self.levels.last().is_some_and(|level| indent >= level.content);
        }
        indent > 0 || bare_length(text).is_some() || text.starts_with(|c: char| c.is_lowercase())
    }
}

/// True if a line continues the sentence of the line before, which was wrapped at a margin.
/// Otherwise each line is a paragraph, as in exports.
fn is_wrapped(before: &str, text: &str) -> bool {
    let ends = before.ends_with(['.', '!', '?', ':', ')', '"', '”', '…']) || before.ends_with("  ");
    let is_broken = (40..=120).contains(&before.len()) && !ends;
    is_broken && text.starts_with(|c: char| c.is_lowercase()) && bare_length(text).is_none()
}
