//! HTML read by html5gum as a tree, and the first difference between two of them. White space between blocks and the
//! spans of a highlighter make no difference.

use std::collections::BTreeMap;

use html5gum::{Token, Tokenizer};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Element { name: String, attributes: BTreeMap<String, String>, children: Vec<Part> },
    Text(String),
    Comment(String),
}

const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];

const BLOCKS: [&str; 44] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "col",
    "colgroup",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "html",
    "head",
];

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The tree of a page or a part of one, without white space between blocks.
pub fn read(html: &str) -> Vec<Part> {
    let mut open: Vec<(String, BTreeMap<String, String>, Vec<Part>)> =
        vec![(String::new(), BTreeMap::new(), Vec::new())];
    for token in Tokenizer::new(html).flatten() {
        match token {
            Token::StartTag(tag) => {
                let attributes =
                    tag.attributes.iter().map(|(name, value)| (text(name), text(value))).collect();
                let name = text(&tag.name);
                let is_closed = tag.self_closing || VOID.contains(&name.as_str());
                open.push((name, attributes, Vec::new()));
                if is_closed {
                    close(&mut open);
                }
            }
            Token::EndTag(tag) => {
                let name = text(&tag.name);
                if open.iter().skip(1).any(|(own, ..)| *own == name) {
                    while open.last().unwrap().0 != name {
                        close(&mut open);
                    }
                    close(&mut open);
                }
            }
            Token::String(string) => open.last_mut().unwrap().2.push(Part::Text(text(&string))),
            Token::Comment(comment) => open.last_mut().unwrap().2.push(Part::Comment(text(&comment))),
            Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    normalized("", open.pop().unwrap().2, false)
}

fn close(open: &mut Vec<(String, BTreeMap<String, String>, Vec<Part>)>) {
    let (name, attributes, children) = open.pop().unwrap();
    open.last_mut().unwrap().2.push(Part::Element { name, attributes, children });
}

fn is_block(part: Option<&Part>) -> bool {
    match part {
        Some(Part::Element { name, .. }) => BLOCKS.contains(&name.as_str()),
        Some(Part::Comment(_)) => true,
        _ => false,
    }
}

fn is_break(part: Option<&Part>) -> bool {
    matches!(part, Some(Part::Element { name, .. }) if name == "br")
}

fn normalized(parent: &str, parts: Vec<Part>, in_code: bool) -> Vec<Part> {
    let mut joined: Vec<Part> = Vec::new();
    join(parts, in_code, &mut joined);
    let is_verbatim = in_code && parent != "code";
    let is_edge = parent.is_empty() || BLOCKS.contains(&parent);
    let mut result = Vec::new();
    for n in 0..joined.len() {
        let (before, after) = (n.checked_sub(1).and_then(|n| joined.get(n)), joined.get(n + 1));
        match &joined[n] {
            Part::Text(text) if is_verbatim || parent == "code" => result.push(Part::Text(text.clone())),
            Part::Text(text) => {
                let mut text = collapsed(text);
                if is_block(before) || is_break(before) || (before.is_none() && is_edge) {
                    text = text.trim_start_matches(' ').to_owned();
                }
                if is_block(after) || (after.is_none() && is_edge) {
                    text = text.trim_end_matches(' ').to_owned();
                }
                if !text.is_empty() {
                    result.push(Part::Text(text));
                }
            }
            Part::Element { name, attributes, children } => {
                let in_code = in_code || matches!(name.as_str(), "pre" | "code" | "script" | "style");
                let children = normalized(name, children.clone(), in_code);
                result.push(Part::Element { name: name.clone(), attributes: attributes.clone(), children });
            }
            Part::Comment(text) => result.push(Part::Comment(text.clone())),
        }
    }
    result
}

/// Joins neighbouring texts, and leaves out the spans of a highlighter.
fn join(parts: Vec<Part>, in_code: bool, joined: &mut Vec<Part>) {
    for part in parts {
        match part {
            Part::Element { name, children, .. } if in_code && name == "span" => {
                join(children, in_code, joined)
            }
            Part::Text(text) => match joined.last_mut() {
                Some(Part::Text(own)) => own.push_str(&text),
                _ => joined.push(Part::Text(text)),
            },
            part => joined.push(part),
        }
    }
}

fn collapsed(text: &str) -> String {
    let is_space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c');
    let mut collapsed = String::with_capacity(text.len());
    for c in text.chars() {
        if !is_space(c) {
            collapsed.push(c);
        } else if !collapsed.ends_with(' ') {
            collapsed.push(' ');
        }
    }
    collapsed
}

/// Describes the first difference between two trees.
pub fn difference(expected: &[Part], found: &[Part]) -> Option<String> {
    for n in 0..expected.len().max(found.len()) {
        let (own, other) = (expected.get(n), found.get(n));
        if own == other {
            continue;
        }
        if let (
            Some(Part::Element { name, attributes, children }),
            Some(Part::Element { name: other_name, attributes: other_attributes, children: others }),
        ) = (own, other)
            && name == other_name
            && attributes == other_attributes
        {
            return difference(children, others).map(|inner| format!("<{name}> {inner}"));
        }
        return Some(format!("\n  expected {}\n  found    {}", shown(own), shown(other)));
    }
    None
}

fn shown(part: Option<&Part>) -> String {
    part.map_or_else(|| "nothing".to_owned(), |part| format!("{part:?}").chars().take(400).collect())
}

#[test]
fn only_white_space_between_blocks_and_highlighting_makes_no_difference() {
    let same = |a: &str, b: &str| difference(&read(a), &read(b)).is_none();
    assert!(same("<ul>\n  <li>a\nb</li>\n</ul>", "<ul><li>a b</li></ul>"));
    assert!(same("<pre><code><span class=\"k\">a</span>\n</code></pre>", "<pre><code>a\n</code></pre>"));
    assert!(same("<p>&copy; a&quot;</p>", "<p>© a\"</p>"));
    assert!(!same("<pre>a b</pre>", "<pre>a  b</pre>"));
    assert!(!same("<p>a <b>b</b></p>", "<p>a<b>b</b></p>"));
    assert!(!same("<p id=\"a\">a</p>", "<p>a</p>"));
}
