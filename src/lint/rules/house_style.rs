use super::{Context, Diagnostic, Rule};
use crate::lint::Severity;
use crate::lint::places::Places;
use crate::text::{Edits, Span};

pub(super) struct HouseStyle;

impl Rule for HouseStyle {
    fn name(&self) -> &'static str {
        "house-style"
    }

    fn summary(&self) -> &'static str {
        "A name is not written as the house writes it."
    }

    fn why(&self) -> &'static str {
        "Names that change their spelling look careless, and searches miss them."
    }

    fn bad(&self) -> &'static str {
        issue!("The lamp runs Circuit Python.\n")
    }

    fn good(&self) -> &'static str {
        issue!("The lamp runs CircuitPython.\n")
    }

    fn check(&self, context: &Context<'_>, found: &mut Vec<Diagnostic>) {
        let style = &context.profile.style;
        let Some(finder) = style.finder() else { return };
        let right: Vec<&str> = style.other_spellings().map(|(_, right)| right).collect();
        let draft = context.draft;
        let titles = Places::new(draft.links().map(|link| link.text).filter(|_| style.keep_titles));
        for prose in draft.prose() {
            let text = prose.of(draft.text());
            for one in finder.find_iter(text) {
                let right = right[one.pattern().as_usize()];
                let quoted = style.keep_titles && in_quotes(text, one.start());
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

/// Whether a double quote is open there.
fn in_quotes(text: &str, at: usize) -> bool {
    let before = &text[..at];
    before.matches('"').count() % 2 == 1 || before.matches('“').count() > before.matches('”').count()
}
