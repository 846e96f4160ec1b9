//! Attribute lists, such as `{: #id .class key="value" }` (`attr_list`).

/// An attribute of a list. The name of a class is `.`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attribute {
    pub name: String,
    pub value: String,
}

/// Reads a list without its braces. Also returns the text from a brace on that ends the list early.
pub(super) fn read(list: &str) -> (Vec<Attribute>, Option<&str>) {
    let mut attributes = Vec::new();
    let mut rest = list;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix(' ') {
            rest = after;
            continue;
        }
        let name = word(rest);
        if name.is_empty() {
            break;
        }
        let (value, end) = match rest[name.len()..].strip_prefix('=') {
            Some(after) => match value(after) {
                Some((value, length)) => (Some(value), name.len() + 1 + length),
                None => (None, name.len()),
            },
            None => (None, name.len()),
        };
        attributes.push(attribute(name, value));
        rest = &rest[end..];
    }
    (attributes, rest.find('}').map(|at| &rest[at..]))
}

/// The text up to a character that ends a word.
fn word(text: &str) -> &str {
    text.find([' ', '=', '}']).map_or(text, |end| &text[..end])
}

/// The value after `=`, and its length with the quotes.
fn value(text: &str) -> Option<(&str, usize)> {
    for quote in ['"', '\''] {
        let line = text.split('\n').next().unwrap_or_default();
        if let Some(end) = line.strip_prefix(quote).and_then(|inner| inner.find(quote)) {
            return Some((text[1..=end].trim_matches(quote), end + 2));
        }
    }
    let word = word(text);
    (!word.is_empty()).then_some((word, word.len()))
}

fn attribute(name: &str, value: Option<&str>) -> Attribute {
    let (name, value) = match value {
        Some(value) => (name, value),
        None => match (name.strip_prefix('.'), name.strip_prefix('#')) {
            (Some(class), _) => (".", class),
            (_, Some(id)) => ("id", id),
            _ => (name, name),
        },
    };
    Attribute { name: name.to_owned(), value: value.to_owned() }
}

/// A name as an XML name, with `_` for other characters.
pub(super) fn sanitized(name: &str) -> String {
    let mut out = String::new();
    let mut is_replaced = false;
    for character in name.chars() {
        let is_name = matches!(character,
            'A'..='Z' | '_' | 'a'..='z' | ':' | '-' | '.' | '0'..='9' | '\u{b7}' | '\u{c0}'..='\u{d6}'
            | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}' | '\u{300}'..='\u{37d}' | '\u{37f}'..='\u{1fff}'
            | '\u{200c}'..='\u{200d}' | '\u{203f}'..='\u{2040}' | '\u{2070}'..='\u{218f}'
            | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}'
            | '\u{fdf0}'..='\u{fffd}');
        if is_name {
            out.push(character);
        } else if !is_replaced {
            out.push('_');
        }
        is_replaced = !is_name;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_classes_an_identifier_and_values() {
        let (attributes, rest) = read("#one .two key='three four' five=six seven");
        let pairs: Vec<(&str, &str)> =
            attributes.iter().map(|one| (one.name.as_str(), one.value.as_str())).collect();
        let expected =
            [("id", "one"), (".", "two"), ("key", "three four"), ("five", "six"), ("seven", "seven")];
        assert_eq!((pairs.as_slice(), rest), (expected.as_slice(), None));
        assert_eq!(read(".a } b").1, Some("} b"));
    }
}
