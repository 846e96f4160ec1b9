/// The text as it can be printed: nothing in it can steer the terminal, and nothing is hidden.
/// Control characters, marks that turn the direction of writing and characters without a width are
/// escaped; joiners, which belong to emoji and scripts, stay.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let is_hidden = matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
        if c.is_control() {
            out.extend(c.escape_default());
        } else if is_hidden {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}
