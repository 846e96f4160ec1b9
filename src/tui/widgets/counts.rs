use super::place;
use crate::text::Span;

/// The length of a text in words and characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Runs between white space, as `wc` counts them.
    pub words: usize,
    /// Unicode characters without line breaks.
    pub characters: usize,
}

impl Counts {
    /// The counts after lines with `old` counts were replaced by lines with `new` counts.
    #[must_use]
    pub fn replace(self, old: Counts, new: Counts) -> Counts {
        Counts {
            words: (self.words + new.words).saturating_sub(old.words),
            characters: (self.characters + new.characters).saturating_sub(old.characters),
        }
    }
}

/// Counts the whole of `text`. For each key in a long text, [`count_lines`] is enough.
pub fn count(text: &str) -> Counts {
    let characters = text.chars().filter(|c| !matches!(c, '\n' | '\r')).count();
    Counts { words: text.split_whitespace().count(), characters }
}

/// Counts the lines that `span` touches. No word is in two lines, so a change of these lines changes
/// their counts only.
pub fn count_lines(text: &str, span: Span) -> Counts {
    let (start, end) = (place::line_start(text, span.start), place::line_end(text, span.end));
    count(text.get(start..end).unwrap_or(""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Edits;

    #[test]
    fn words_and_characters_are_counted() {
        assert_eq!(count("Don't panic:\r\nv9.1 is *out* 👨‍👩‍👧!\n"), Counts { words: 6, characters: 32 });
        assert_eq!(count(""), Counts::default());
    }

    #[test]
    fn after_an_edit_only_its_lines_are_counted() {
        let text = "One two\r\nthree four\n\nfive six";
        for (span, inserted) in [
            (Span::at(3), "and"),
            (Span::new(5, 14), ""),
            (Span::new(5, 14), "x\ny z"),
            (Span::at(text.len()), "\n"),
            (Span::new(0, text.len()), ""),
        ] {
            let edited = Edits::replace(span, inserted).apply(text);
            let new_span = Span::new(span.start, span.start + inserted.len());
            let counts = count(text).replace(count_lines(text, span), count_lines(&edited, new_span));
            assert_eq!(counts, count(&edited), "{span:?} {inserted:?}");
        }
    }
}
