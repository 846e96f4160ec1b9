//! Reads how an item of a list is written: `* [video] [title](address), text`, or an event with its date
//! and place first.

use super::dated::{Dated, form_in_words, read_dated};

/// The form of a list item, without its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LineForm {
    /// The bullet with the spaces after it.
    pub bullet: String,
    pub lead: Lead,
    pub emphasis: Emphasis,
    /// The characters between the link and the text after it; `None` without a text.
    pub separator: Option<String>,
    /// What follows the link on its line.
    pub tail: String,
    pub below: Option<BelowForm>,
    pub talk: Option<TalkForm>,
}

/// The emphasis of a link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Emphasis {
    #[default]
    None,
    /// `[**title**](address)`
    Title,
    /// `**[title](address)**`, with these marks.
    Link(&'static str),
}

/// How a text below the line of the link begins: `  - text`, `  > text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BelowForm {
    /// The number of line breaks before it.
    pub breaks: usize,
    /// The indentation, and the bullet or the mark of a quotation.
    pub mark: String,
}

/// The text between the bullet and the link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lead {
    /// Labels, such as `[video] ` or `Film: `; empty for most items.
    Label(String),
    Date(DateLead),
    /// Other words.
    Words,
}

/// A date and a place before the link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DateLead {
    /// True for dates like `2026-06-24`.
    pub is_iso: bool,
    /// The form of a single day in words.
    pub in_words: Option<&'static str>,
    /// The characters between the two dates of an event of several days.
    pub range: Option<String>,
    /// The characters between date and place; `None` without a place.
    pub before_place: Option<String>,
    pub before_link: String,
}

/// The line of a talk below its event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TalkForm {
    /// The indentation and the bullet.
    pub bullet: String,
    pub is_bold: bool,
}

/// The form of an item, with the title and the address of its first link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LineItem<'t> {
    pub form: LineForm,
    pub title: &'t str,
    pub address: &'t str,
}

/// A link in a line, by byte offsets.
struct LinkParts {
    start: usize,
    text_end: usize,
    end: usize,
}

impl<'t> LineItem<'t> {
    /// Reads an item from its bullet on. `None` if it has no link in its first line.
    pub fn read(item: &'t str) -> Option<LineItem<'t>> {
        let (first, rest) = item.split_once('\n').unwrap_or((item, ""));
        let bullet = bullet_len(first)?;
        let line = first[bullet..].trim_end();
        let link = first_link(line)?;
        let (title, is_bold) = without_bold(&line[link.start + 1..link.text_end]);
        let (before, after) = (&line[..link.start], &line[link.end..]);
        let marks = ["**", "__", "*", "_"].into_iter().find(|marks| before.ends_with(marks));
        let marks = marks.filter(|marks| after.starts_with(marks));
        let len = marks.map_or(0, str::len);
        let (before, after) = (&before[..before.len() - len], &after[len..]);
        let emphasis = match (marks, is_bold) {
            (Some(marks), _) => Emphasis::Link(marks),
            (None, true) => Emphasis::Title,
            (None, false) => Emphasis::None,
        };
        let text = after.trim_start_matches(SEPARATORS);
        // A full stop touches the link and is no example.
        let separator = after[..after.len() - text.len()].to_owned();
        let separator = Some(separator).filter(|separator| !text.is_empty() && !separator.is_empty());
        let form = LineForm {
            bullet: first[..bullet].to_owned(),
            lead: Lead::read(before),
            emphasis,
            separator,
            tail: after.to_owned(),
            below: BelowForm::read(rest),
            talk: rest.lines().next().and_then(TalkForm::read),
        };
        Some(LineItem { form, title, address: &line[link.text_end + 2..link.end - 1] })
    }
}

impl Lead {
    fn read(words: &str) -> Lead {
        if words.is_empty() || split_labels(words).1.is_empty() {
            return Lead::Label(words.to_owned());
        }
        match read_dated(words) {
            Some(Dated { date, is_iso, range, before_place, end, .. }) => Lead::Date(DateLead {
                is_iso,
                in_words: form_in_words(date),
                range: range.map(str::to_owned),
                before_place: before_place.map(str::to_owned),
                before_link: words[end..].to_owned(),
            }),
            None if is_label(words) => Lead::Label(words.to_owned()),
            None => Lead::Words,
        }
    }

    pub fn as_date(&self) -> Option<&DateLead> {
        match self {
            Lead::Date(lead) => Some(lead),
            Lead::Label(_) | Lead::Words => None,
        }
    }
}

/// The most words of a label such as `Film: `.
const MAX_LABEL: usize = 3;

/// True for `Film: ` and for symbols such as `💰 `.
fn is_label(words: &str) -> bool {
    let label = words.trim();
    let has_words = label.contains(char::is_alphanumeric);
    let is_short = label.ends_with([':', '：']) && label.split_whitespace().count() <= MAX_LABEL;
    !label.is_empty() && !label.contains(['[', '|']) && (is_short || !has_words)
}

impl BelowForm {
    /// Reads the lines below the link's line. A line that begins with a link is an item of its own.
    fn read(rest: &str) -> Option<BelowForm> {
        let blank = rest.lines().take_while(|line| line.trim().is_empty()).count();
        let line = rest.lines().nth(blank)?;
        let words = line.trim_start_matches([' ', '\t']);
        let mark = match words.strip_prefix('>') {
            Some(quoted) => words.len() - quoted.trim_start_matches(' ').len(),
            None => bullet_len(words).unwrap_or(0),
        };
        let indent = line.len() - words.len();
        let is_text = indent > 0 && !words[mark..].starts_with('[');
        is_text.then(|| BelowForm { breaks: blank + 1, mark: line[..indent + mark].to_owned() })
    }
}

impl TalkForm {
    fn read(line: &str) -> Option<TalkForm> {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        let bullet = bullet_len(&line[indent..]).filter(|_| indent > 0)? + indent;
        let words = line.get(bullet..)?;
        let link = first_link(words).filter(|link| link.start == 0)?;
        let (_, is_bold) = without_bold(&words[1..link.text_end]);
        Some(TalkForm { bullet: line[..bullet].to_owned(), is_bold })
    }
}

/// Characters between a link and the text after it.
const SEPARATORS: [char; 9] = [' ', '\t', ',', ':', ';', '-', '–', '—', '|'];

/// The length of a bullet with the spaces after it.
pub(super) fn bullet_len(line: &str) -> Option<usize> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let marks: &[char] = if digits > 0 { &['.', ')'] } else { &['*', '-', '+'] };
    let rest = line[digits..].strip_prefix(marks)?;
    let words = rest.trim_start_matches([' ', '\t']);
    (words.len() < rest.len()).then(|| line.len() - words.len())
}

/// Splits `[video] [DE] rest` into its labels and the rest. A link is no label.
pub(super) fn split_labels(words: &str) -> (&str, &str) {
    let mut at = 0;
    loop {
        let rest = &words[at..];
        let close = match rest.chars().next() {
            Some('[') => ']',
            Some('(') => ')',
            _ => break,
        };
        let Some(end) = rest.find(close) else { break };
        let after = &rest[end + 1..];
        let spaces = after.len() - after.trim_start_matches(' ').len();
        let is_label = end > 1 && !rest[1..end].contains(['[', '(', '\n']) && spaces > 0;
        if !is_label {
            break;
        }
        at += end + 1 + spaces;
    }
    words.split_at(at)
}

/// Removes the stars around a bold text.
pub(super) fn without_bold(text: &str) -> (&str, bool) {
    let inner = text.trim().strip_prefix("**").and_then(|rest| rest.strip_suffix("**"));
    match inner.filter(|inner| !inner.is_empty() && !inner.contains("**")) {
        Some(inner) => (inner, true),
        None => (text, false),
    }
}

/// Removes emphasis or code marks around a whole text.
pub(super) fn without_emphasis(text: &str) -> &str {
    let inner = ["**", "__", "*", "_", "`"].into_iter().find_map(|marks| {
        let inner = text.strip_prefix(marks)?.strip_suffix(marks)?;
        (!inner.is_empty() && !inner.contains(marks)).then_some(inner)
    });
    inner.unwrap_or(text)
}

/// The first inline link of a line that shows no image.
fn first_link(line: &str) -> Option<LinkParts> {
    let mut from = 0;
    while let Some(start) = line[from..].find('[').map(|at| from + at) {
        let is_image = line[..start].ends_with(['!', '\\']);
        match closing(line, start, '[', ']').filter(|_| !is_image) {
            Some(text_end) if line[text_end + 1..].starts_with('(') => {
                let end = closing(line, text_end + 1, '(', ')')? + 1;
                return Some(LinkParts { start, text_end, end });
            }
            Some(text_end) => from = text_end + 1,
            None => from = start + 1,
        }
    }
    None
}

/// The offset of the bracket that closes the one at `start`. Brackets in code and escaped ones do not
/// count.
fn closing(line: &str, start: usize, open: char, close: char) -> Option<usize> {
    let (mut depth, mut is_code, mut is_escaped) = (0usize, false, false);
    for (at, c) in line[start..].char_indices() {
        match c {
            '`' if open == '[' && !is_escaped => is_code = !is_code && line[start + at + 1..].contains('`'),
            _ if is_code || is_escaped => {}
            c if c == open => depth += 1,
            c if c == close => {
                depth -= 1;
                if depth == 0 {
                    return Some(start + at);
                }
            }
            _ => {}
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_of_an_item_is_read_from_its_line() {
        let read = |text| LineItem::read(text).unwrap();
        let item = read("* [video] [A `[gull]`](https://g.example/a_(b)) - by Mira");
        assert_eq!((item.title, item.address), ("A `[gull]`", "https://g.example/a_(b)"));
        assert_eq!(item.form.lead, Lead::Label("[video] ".into()));
        assert_eq!(item.form.separator.as_deref(), Some(" - "));
        let item = read("-   [**Nests**](url)| Oslo");
        assert!(item.form.emphasis == Emphasis::Title && item.title == "Nests");
        assert_eq!((item.form.bullet.as_str(), item.form.separator.as_deref()), ("-   ", Some("| ")));
        assert_eq!(read("* [A](b).").form.separator, None);
        assert_eq!(read("* see [A](b)").form.lead, Lead::Words);
        assert_eq!(LineItem::read("* no link [here]"), None);
        assert_eq!(LineItem::read("words [A](b)"), None);
    }

    #[test]
    fn labels_emphasis_and_the_text_below_are_read() {
        let form = |text| LineItem::read(text).unwrap().form;
        assert_eq!(form("- Film: [A](b)").lead, Lead::Label("Film: ".into()));
        assert_eq!(form("- 💰 [A](b)").lead, Lead::Label("💰 ".into()));
        assert_eq!(form("- The words before: a [A](b)").lead, Lead::Words);
        let bold = form("+ **[A](b)**: text");
        assert_eq!((bold.emphasis, bold.lead), (Emphasis::Link("**"), Lead::Label(String::new())));
        assert_eq!(bold.separator.as_deref(), Some(": "));
        let below = |text| form(text).below.map(|below| (below.breaks, below.mark));
        assert_eq!(below("- [A](b)\n  - text\n"), Some((1, "  - ".into())));
        assert_eq!(below("- [A](b) by C\n  > text\n  > more"), Some((1, "  > ".into())));
        assert_eq!(below("- [A](b)\n\n  text"), Some((2, "  ".into())));
        assert_eq!(below("- [A](b)\n  - [C](d)"), None);
        assert_eq!(below("- [A](b)\n  \n"), None);
    }

    #[test]
    fn an_event_has_a_date_a_place_and_a_talk() {
        let item = LineItem::read(
            "* 2026-06-24 | Nordvik, NO| [Gulls](https://g.example)\n    * [**Nests**](https://g.example/1)\n",
        );
        let form = item.unwrap().form;
        let lead = form.lead.as_date().unwrap();
        assert!(lead.is_iso);
        assert_eq!(lead.before_place.as_deref(), Some(" | "));
        assert_eq!(lead.before_link, "| ");
        assert_eq!(form.talk, Some(TalkForm { bullet: "    * ".into(), is_bold: true }));
    }

    #[test]
    fn labels_are_split_from_the_words_after_them() {
        for (words, labels) in [
            ("[video] A gull", "[video] "),
            ("[DE] [audio] A gull", "[DE] [audio] "),
            ("(audio) A gull", "(audio) "),
            ("[A gull](b)", ""),
            ("[gull]s", ""),
            ("A [video] gull", ""),
        ] {
            assert_eq!(split_labels(words).0, labels, "{words}");
        }
    }
}
