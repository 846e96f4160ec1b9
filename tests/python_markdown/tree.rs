//! Comparing HTML as trees: white space between blocks and the spans of a highlighter do not count.

use html5gum::{Token, Tokenizer};

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Start(String, Vec<(String, String)>),
    End(String),
    Text(String),
    Other(String),
}

const BLOCKS: [&str; 24] = [
    "blockquote",
    "dd",
    "div",
    "dl",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

impl Part {
    fn is_block(&self) -> bool {
        match self {
            Self::Start(name, _) | Self::End(name) => BLOCKS.contains(&name.as_str()),
            Self::Text(_) => false,
            Self::Other(_) => true,
        }
    }
}

/// The first difference of two pages.
pub fn differences(expected: &str, own: &str) -> Option<String> {
    let (expected, own) = (parts(expected), parts(own));
    if expected == own {
        return None;
    }
    let at = expected.iter().zip(&own).take_while(|(expected, own)| expected == own).count();
    let around = |parts: &[Part]| {
        format!("{:?}", &parts[at.saturating_sub(2).min(parts.len())..(at + 3).min(parts.len())])
    };
    Some(format!("expected {}\nfound    {}", around(&expected), around(&own)))
}

fn parts(html: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    // The depth of elements within a highlighted block.
    let mut highlighted = 0;
    let string = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    for token in Tokenizer::new(html).flatten() {
        match token {
            Token::StartTag(tag) => {
                let name = string(&tag.name);
                let mut attributes: Vec<_> =
                    tag.attributes.iter().map(|(name, value)| (string(name), string(value))).collect();
                attributes.sort();
                if highlighted > 0 && name == "span" {
                    continue;
                }
                let is_highlight =
                    attributes.iter().any(|(name, value)| name == "class" && value.ends_with("highlight"));
                if name == "div" && (highlighted > 0 || is_highlight) {
                    highlighted += 1;
                }
                parts.push(Part::Start(name, attributes));
            }
            Token::EndTag(tag) => {
                let name = string(&tag.name);
                if highlighted > 0 && name == "span" {
                    continue;
                }
                if highlighted > 0 && name == "div" {
                    highlighted -= 1;
                }
                parts.push(Part::End(name));
            }
            Token::String(text) => match parts.last_mut() {
                Some(Part::Text(before)) => before.push_str(&string(&text)),
                _ => parts.push(Part::Text(string(&text))),
            },
            Token::Comment(text) => parts.push(Part::Other(string(&text))),
            Token::Doctype(doctype) => parts.push(Part::Other(format!("{doctype:?}"))),
            Token::Error(_) => {}
        }
    }
    without_space_between_blocks(&parts)
}

fn without_space_between_blocks(parts: &[Part]) -> Vec<Part> {
    let is_code = |index: usize| {
        parts[index.saturating_sub(2)..index]
            .iter()
            .any(|part| matches!(part, Part::Start(name, _) if name == "pre"))
    };
    let mut kept = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let Part::Text(text) = part else {
            kept.push(part.clone());
            continue;
        };
        let mut text = text.as_str();
        if !is_code(index) {
            if index == 0 || parts[index - 1].is_block() {
                text = text.trim_start();
            }
            if parts.get(index + 1).is_none_or(Part::is_block) {
                text = text.trim_end();
            }
        }
        if !text.is_empty() {
            kept.push(Part::Text(text.to_owned()));
        }
    }
    kept
}
