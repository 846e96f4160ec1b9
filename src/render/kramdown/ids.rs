use std::collections::HashMap;

/// The ids of the headings so far.
#[derive(Debug, Default)]
pub(super) struct Ids {
    of_gfm: HashMap<String, usize>,
    plain: HashMap<String, usize>,
}

impl Ids {
    /// GitHub's way: letters, digits, `_` and `-`, in lower case.
    pub fn gfm(&mut self, text: &str) -> String {
        let id: String = text
            .to_lowercase()
            .chars()
            .filter_map(|c| match c {
                ' ' | '\t' => Some('-'),
                c => (c == '-' || is_word(c)).then_some(c),
            })
            .collect();
        numbered(&mut self.of_gfm, id)
    }

    /// kramdown's own way, which it also uses inside of HTML: ASCII from the first letter on.
    pub fn plain(&mut self, text: &str) -> String {
        let from_letter = text.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
        let id: String = from_letter
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-'))
            .map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() })
            .collect();
        numbered(&mut self.plain, if id.is_empty() { "section".to_owned() } else { id })
    }
}

fn numbered(used: &mut HashMap<String, usize>, id: String) -> String {
    let count = used.entry(id.clone()).and_modify(|count| *count += 1).or_insert(0);
    if *count == 0 { id } else { format!("{id}-{count}") }
}

/// Ruby's `\p{Word}`.
fn is_word(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(
            c,
            '_' | '\u{203f}' | '\u{2040}' | '\u{2054}' | '\u{fe33}' | '\u{fe34}' | '\u{fe4d}'
                ..='\u{fe4f}' | '\u{ff3f}'
        )
        || is_mark(c)
}

/// Marks that are added to letters or emoji.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}'
            | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{e31}' | '\u{e34}'..='\u{e3a}'
            | '\u{e47}'..='\u{e4e}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20f0}'
            | '\u{302a}'..='\u{302f}' | '\u{3099}' | '\u{309a}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}'
            | '\u{e0100}'..='\u{e01ef}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_numbered_from_the_second_on() {
        let mut ids = Ids::default();
        let texts = ["A & B – c", "Über_1", "A & B – c", "!"];
        assert_eq!(texts.map(|text| ids.gfm(text)), ["a--b--c", "über_1", "a--b--c-1", ""]);
        assert_eq!(
            ["2. Über uns", "2. Über uns", "!"].map(|text| ids.plain(text)),
            ["ber-uns", "ber-uns-1", "section"]
        );
    }
}
