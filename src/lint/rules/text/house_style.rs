use crate::lint::Severity;
use crate::lint::places::Places;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};
use crate::text::{Edits, Span};

pub(super) struct HouseStyle;

const META: Meta = Meta {
    name: "house-style",
    summary: "A name is not written as the house writes it.",
    why: "Names that change their spelling look careless, and searches miss them.",
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
        let titles = Places::new(draft.links().map(|link| link.text).filter(|_| style.keep_titles));
        for prose in draft.prose() {
            let text = prose.of(draft.text());
            let mut quotes = Quotes::default();
            for one in finder.find_iter(text) {
                let right = right[one.pattern().as_usize()];
                let quoted = style.keep_titles && quotes.are_open(text, one.start());
                if quoted || !stands_alone(text, one.start(), one.end()) {
                    continue;
                }
                let span = Span::new(prose.start + one.start(), prose.start + one.end());
                let message = format!("the house writes '{right}', not '{}'", &text[one.range()]);
                let fix = Edits::replace(span, right);
                // The words of a link may be a title that somebody else wrote so.
                found.push(if titles.hold(span) {
                    Diagnostic::new(self.name(), Severity::Hint, span, message).suggest(fix)
                } else {
                    Diagnostic::new(self.name(), Severity::Warning, span, message).fix(fix)
                });
            }
        }
    }
}

/// Whether it is a word of its own: no part of an address, a file's name, a tag or a longer name.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '@' | '#' | '\\' | ':');
    let mut after = text[end..].chars();
    let next = after.next();
    let is_dotted = next == Some('.') && after.next().is_some_and(char::is_alphanumeric);
    let before = text[..start].chars().next_back();
    !before.is_some_and(|c| joins(c) || c == '.')
        && !next.is_some_and(|c| joins(c) && c != ':' && c != '-')
        && !is_dotted
}

/// The double quotes of a text up to a place. Places are asked in order, so that each byte is read
/// once.
#[derive(Default)]
struct Quotes {
    read: usize,
    is_straight_open: bool,
    curly: isize,
}

impl Quotes {
    /// Whether a double quote is open at a place.
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
