use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};
use crate::text::SpanSet;
use crate::text::script::is_unspaced;
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

    fn severities(&self) -> &'static [Severity] {
        &[Severity::Warning, Severity::Hint]
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Safe, FixKind::Suggestion]
    }

    fn keys(&self) -> &'static [&'static str] {
        &["style.keep_titles", "style.spellings"]
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
    let is_letter = |c: char| c.is_alphanumeric() && !is_unspaced(c);
    let joins = |c: char| is_letter(c) || matches!(c, '-' | '_' | '/' | '@' | '#' | '\\' | ':');
    let mut after = text[end..].chars();
    let next = after.next();
    let is_dotted = next == Some('.') && after.next().is_some_and(is_letter);
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
    /// Opened with „, which “ closes.
    low: usize,
    others: isize,
}

impl Quotes {
    /// True if a double quote is open at the offset.
    fn are_open(&mut self, text: &str, at: usize) -> bool {
        for c in text[self.read..at].chars() {
            match c {
                '"' => self.is_straight_open = !self.is_straight_open,
                '„' => self.low += 1,
                '“' | '”' if self.low > 0 => self.low -= 1,
                '“' | '«' | '「' | '『' | '《' => self.others += 1,
                '”' | '»' | '」' | '』' | '》' => self.others -= 1,
                _ => {}
            }
        }
        self.read = at;
        self.is_straight_open || self.low > 0 || self.others > 0
    }
}

#[cfg(test)]
mod tests {
    use super::{Quotes, is_whole_word};

    #[test]
    fn words_end_at_letters_of_scripts_without_spaces() {
        for (text, expected) in [
            ("使用Github的", true),
            ("用 Github。", true),
            ("xGithub", false),
            ("Github_x", false),
            ("Githubé", false),
        ] {
            let start = text.find("Github").unwrap();
            assert_eq!(is_whole_word(text, start, start + "Github".len()), expected, "{text}");
        }
    }

    #[test]
    fn titles_are_in_quotes_of_each_language() {
        for (text, expected) in [
            ("„eins X", true),
            ("„eins“ X", false),
            ("“one X", true),
            ("“one” X", false),
            ("« un X", true),
            ("《一》X", false),
            ("《一 X", true),
        ] {
            assert_eq!(Quotes::default().are_open(text, text.len() - 1), expected, "{text}");
        }
    }
}
