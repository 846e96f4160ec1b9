//! Code with the classes of the highlighter, and images with captions.

use super::convert::attributes;
use super::names::is_highlighted;
use crate::render::tree::{Attributes, Element, Node};

/// The language of a class such as `language-rust`.
fn language(attributes: &Attributes) -> Option<&str> {
    attributes.get("class")?.split_whitespace().find_map(|class| class.strip_prefix("language-"))
}

pub(super) fn code_block(text: &str, written: Option<&str>, own: &Attributes) -> Element {
    let language = language(own).map(str::to_owned);
    let mut rest = attributes(own.clone());
    if let Some(language) = &language {
        let mut classes = own.get("class").unwrap_or("").split_whitespace();
        let own_class = format!("language-{language}");
        let others: Vec<&str> = classes.by_ref().filter(|class| *class != own_class).collect();
        match others.is_empty() {
            true => drop(rest.remove("class")),
            false => rest.set("class", others.join(" ")),
        }
    }
    let name = written.or(language.as_deref()).unwrap_or("plaintext");
    if !is_highlighted(name) {
        let mut code = Element::new("code");
        if let Some(language) = &language {
            code.attributes.set("class", format!("language-{language}"));
        }
        let text = text.strip_suffix('\n').unwrap_or(text);
        let mut pre = Element::new("pre");
        pre.attributes = rest;
        return pre.containing(vec![code.containing(vec![Node::text(format!("{text}\n"))]).into()]);
    }
    highlighter_class(&mut rest, language.as_deref());
    let code = Element::new("code").containing(vec![Node::text(text)]);
    let pre = Element::new("pre").with("class", "highlight").containing(vec![code.into()]);
    let inner = Element::new("div").with("class", "highlight").containing(vec![pre.into()]);
    let mut outer = Element::new("div").containing(vec![inner.into()]);
    outer.attributes = rest;
    outer
}

pub(super) fn code_span(text: String, own: &Attributes) -> Element {
    let language = language(own).map(str::to_owned);
    let mut code = Element::new("code");
    code.attributes = attributes(own.clone());
    if is_highlighted(language.as_deref().unwrap_or("plaintext")) {
        highlighter_class(&mut code.attributes, language.as_deref());
    }
    code.containing(vec![Node::text(text)])
}

fn highlighter_class(attributes: &mut Attributes, language: Option<&str>) {
    let own_class = format!("language-{}", language.unwrap_or("plaintext"));
    let old = attributes.get("class").unwrap_or("").to_owned();
    let class = match old.split_whitespace().any(|class| class == own_class) {
        true => format!("{old} highlighter-rouge"),
        false => format!("{own_class} {old} highlighter-rouge").replace("  ", " "),
    };
    attributes.set("class", class);
}

/// An image alone in its paragraph, with `{:standalone}`.
pub(super) fn figure(paragraph: Element) -> Element {
    let mut figure = Element::new("figure");
    figure.attributes = paragraph.attributes;
    for mut node in paragraph.children {
        let Some(image) = node.element_mut() else { continue };
        for name in ["class", "id"] {
            if figure.attributes.get(name).is_none()
                && let Some(value) = image.attributes.remove(name)
            {
                figure.attributes.set(name, value);
            }
        }
        let alt = image.attributes.get("alt").unwrap_or("").to_owned();
        figure.children.push(node);
        figure.children.push(Element::new("figcaption").containing(vec![Node::text(alt)]).into());
    }
    figure
}
