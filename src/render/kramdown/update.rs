//! What happens to the tree once all blocks are read: inline elements, attributes, the texts of headings, and
//! abbreviations.

use super::element::{Content, El, Kind};
use super::parser::Parser;
use crate::text::Span;

impl Parser {
    /// Parses the inline elements below an element, and applies the attributes of its children.
    pub(super) fn update(&mut self, el: &mut El) {
        let mut children = Vec::with_capacity(el.children.len());
        for mut child in std::mem::take(&mut el.children) {
            match child.kind {
                Kind::Source(span) => children.extend(self.spans_of(span)),
                Kind::End(_) => {}
                _ => {
                    self.update(&mut child);
                    if let Some(ial) = child.ial.take() {
                        self.apply_ial(&mut child.attributes, &ial, 0);
                        child.ial = Some(ial);
                    }
                    if let Kind::Heading { raw, .. } = &mut child.kind {
                        child.children.iter().for_each(|child| add_raw(child, raw));
                    }
                    children.push(child);
                }
            }
        }
        el.children = children;
    }

    /// Marks abbreviations in all texts below an element.
    pub(super) fn abbreviate(&self, el: &mut El) {
        if self.abbreviations.is_empty() {
            return;
        }
        let mut names: Vec<&str> = self.abbreviations.iter().map(|one| one.name.as_str()).collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.chars().count()));
        abbreviate(el, &names);
    }
}

fn abbreviate(el: &mut El, names: &[&str]) {
    let is_raw = matches!(&el.kind, Kind::Html(html) if html.content == Content::Raw);
    let mut children = Vec::with_capacity(el.children.len());
    for mut child in std::mem::take(&mut el.children) {
        match &child.kind {
            Kind::Text(text) if !is_raw => split(text, child.span, names, &mut children),
            _ => {
                abbreviate(&mut child, names);
                children.push(child);
            }
        }
    }
    el.children = children;
}

fn split(text: &str, span: Span, names: &[&str], children: &mut Vec<El>) {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut copied = 0;
    let mut at = 0;
    while at < text.len() {
        let is_start = at == copied || !text[..at].ends_with(is_word);
        let found = names
            .iter()
            .find(|name| text[at..].strip_prefix(**name).is_some_and(|after| !after.starts_with(is_word)));
        if let Some(name) = found.filter(|_| is_start) {
            children.push(El::new(Kind::Text(text[copied..at].to_owned()), span));
            children.push(El::new(Kind::Abbreviation((*name).to_owned()), span));
            at += name.len();
            copied = at;
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    children.push(El::new(Kind::Text(text[copied..].to_owned()), span));
}

/// The text that the id of a heading is made of.
fn add_raw(el: &El, raw: &mut String) {
    match &el.kind {
        Kind::Text(text) | Kind::CodeSpan(text) | Kind::Math { text, .. } => raw.push_str(text),
        Kind::Entity(c) => raw.push(*c),
        // The space of a guillemet is a plain one here.
        Kind::Character(text) => raw.extend(text.chars().map(|c| if c == '\u{a0}' { ' ' } else { c })),
        _ => el.children.iter().for_each(|child| add_raw(child, raw)),
    }
}
