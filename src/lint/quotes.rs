//! Quotation marks and their partners.

use crate::profile::QuoteStyle;

/// The marks that may stand in pairs of two characters. Single ones are apostrophes, too.
const MARKS: [char; 9] = ['“', '”', '„', '«', '»', '「', '」', '『', '』'];

/// True if a text has one of the marks.
pub(super) fn has_marks(text: &str) -> bool {
    text.contains(MARKS)
}

pub(super) fn is_mark(c: char) -> bool {
    MARKS.contains(&c)
}

/// Finds the marks of a passage that have no partner.
#[derive(Debug)]
pub(super) struct QuoteMatcher {
    style: QuoteStyle,
    /// The places of the opened quotations, each with its mark.
    open: Vec<(usize, char)>,
    alone: Vec<usize>,
}

impl QuoteMatcher {
    pub fn new(style: QuoteStyle) -> Self {
        Self { style, open: Vec::new(), alone: Vec::new() }
    }

    /// Reads the next part of the passage, which begins at `start`.
    pub fn read(&mut self, text: &str, start: usize) {
        for (at, mark) in text.match_indices(MARKS) {
            let (at, mark) = (start + at, mark.chars().next().unwrap_or_default());
            if matches!(mark, '«' | '»') && !self.style.guillemets {
                continue;
            }
            let last = self.open.last().map(|(_, open)| *open);
            if last.is_some_and(|open| closes(open, mark)) {
                self.open.pop();
            } else if self.opens(mark) && last != Some(mark) {
                self.open.push((at, mark));
            } else {
                self.alone.push(at);
            }
        }
    }

    /// The places of the marks without a partner.
    pub fn finish(self) -> Vec<usize> {
        let mut alone = self.alone;
        alone.extend(self.open.into_iter().map(|(at, _)| at));
        alone
    }

    fn opens(&self, mark: char) -> bool {
        match mark {
            '“' | '„' | '«' | '「' | '『' => true,
            '»' => self.style.opens_inwards,
            '”' => self.style.opens_right,
            _ => false,
        }
    }
}

/// True if a mark closes a quotation. Quotations of other languages keep their own marks.
fn closes(open: char, mark: char) -> bool {
    match open {
        '“' | '”' => mark == '”',
        '„' => matches!(mark, '“' | '”'),
        '«' => mark == '»',
        '»' => matches!(mark, '«' | '»'),
        '「' => mark == '」',
        '『' => mark == '』',
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Language;

    fn alone(language: &str, text: &str) -> String {
        let mut matcher = QuoteMatcher::new(Language::new(language).unwrap().quotes().unwrap());
        matcher.read(text, 0);
        matcher.finish().into_iter().filter_map(|at| text[at..].chars().next()).collect()
    }

    #[test]
    fn pairs_of_each_language_have_partners() {
        for (language, text) in [
            ("en", "He said “so” and “so”, in German „so“ and in Polish „so”. Read more »"),
            ("de", "Er sagte „so“, »so« und «so», auf Englisch “so”."),
            ("fr", "Il a dit « oui, “bien” »."),
            ("ru", "Он сказал «так, „вот“ так»."),
            ("sv", "Hon sa ”så” och »så»."),
            ("da", "Hun sagde »så« og ”så”."),
            ("zh", "他说“好”，『好』和「好『好』」。"),
            ("ja", "「はい」と『はい』。"),
        ] {
            assert_eq!(alone(language, text), "", "{language}: {text}");
        }
    }

    #[test]
    fn marks_without_a_partner_are_found() {
        for (language, text, mark) in [
            ("en", "He said “so and went.", "“"),
            ("en", "He said so” and went.", "”"),
            ("de", "Er sagte „so und ging.", "„"),
            ("de", "Er sagte so“ und ging.", "“"),
            ("fr", "Il a dit oui ».", "»"),
            ("sv", "Hon sa ”så.", "”"),
            ("zh", "他说「好。", "「"),
        ] {
            assert_eq!(alone(language, text), mark, "{language}: {text}");
        }
    }
}
