use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::text::SpanSet;
use crate::text::{Edits, Span};

pub(super) struct HouseStyle;

const META: Meta = Meta {
    name: "house-style",
    severity: Severity::Warning,
    summary: "A name is not spelled as the house style says.",
    why: "Names whose spelling varies look careless, and searches miss them.",
    bad: issue!("The lamp runs Circuit Python.\n"),
    good: issue!("The lamp runs CircuitPython.\n"),
};

impl Rule for HouseStyle {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let style = &context.profile.style;
        let Some(finder) = style.finder() else { return };
        let right: Vec<&str> = style.other_spellings().map(|(_, right)| right).collect();
        let draft = context.draft;
        let titles = SpanSet::new(draft.links().map(|link| link.text).filter(|_| style.keep_titles));
        for prose in draft.prose() {
            let text = prose.of(draft.text());
            let mut quotes = Quotes::default();
            for one in finder.find_iter(text) {
                let right = right[one.pattern().as_usize()];
                let quoted = style.keep_titles && quotes.are_open(text, one.start());
                if quoted || !is_whole_word(text, one.start(), one.end()) {
                    continue;
                }
                let span = Span::new(prose.start + one.start(), prose.start + one.end());
                let message = format!("the house style is '{right}', not '{}'", &text[one.range()]);
                let fix = Edits::replace(span, right);
                // The text of a link may be a title by somebody else.
                found.push(if titles.contains(span) {
                    self.problem(span, message).severity(Severity::Hint).suggest(fix)
                } else {
                    self.problem(span, message).fix(fix)
                });
            }
        }
    }
}

/// True if the match is a whole word and not part of an address, a file name, a tag or a longer name.
fn is_whole_word(text: &str, start: usize, end: usize) -> bool {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '@' | '#' | '\\' | ':');
    let mut after = text[end..].chars();
    let next = after.next();
    let is_dotted = next == Some('.') && after.next().is_some_and(char::is_alphanumeric);
    let before = text[..start].chars().next_back();
    !before.is_some_and(|c| joins(c) || c == '.')
        && !next.is_some_and(|c| joins(c) && c != ':' && c != '-')
        && !is_dotted
}

/// The double quotes of a text up to an offset. Calls must have ascending offsets, so that each byte is
/// read once.
#[derive(Default)]
struct Quotes {
    read: usize,
    is_straight_open: bool,
    curly: isize,
}

impl Quotes {
    /// True if a double quote is open at the offset.
    fn are_open(&mut self, text: &str, at: usize) -> bool {
        for c in text[self.read..at].chars() {
            match c {
                '"' => self.is_straight_open = !self.is_straight_open,
                '“' => self.curly += 1,
                '”' => self.curly -= 1,
                _ => {}
            }
        }
        self.read = at;
        self.is_straight_open || self.curly > 0
    }
}
