//! Detects drawings that run code. Browsers run none of it within a page, but they do if the
//! drawing is opened by itself as a page of the site.

use resvg::usvg::roxmltree::{Document, Node};

use crate::text::address::is_script as is_program_address;

/// Elements that run code or embed a page, of SVG and of HTML within it.
const ELEMENTS: [&str; 9] =
    ["script", "handler", "iframe", "object", "embed", "base", "meta", "link", "form"];

/// Attributes that are addresses, or that an animation may set as one.
const ADDRESSES: [&str; 7] = ["href", "values", "to", "from", "by", "src", "action"];

pub(super) fn is_program(document: &Document<'_>) -> bool {
    document.descendants().any(|node| match node.pi() {
        // An XSLT style sheet creates a new page.
        Some(instruction) => {
            let is_css = instruction.value.is_some_and(|value| value.contains("text/css"));
            instruction.target == "xml-stylesheet" && !is_css
        }
        None => node.is_element() && runs(node),
    })
}

fn runs(node: Node<'_, '_>) -> bool {
    let name = node.tag_name().name();
    let is_element = ELEMENTS.iter().any(|element| element.eq_ignore_ascii_case(name));
    is_element
        || node.attributes().any(|attribute| {
            let (name, value) = (attribute.name(), attribute.value());
            let is_handler =
                name.len() > 2 && name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on"));
            let is_address = ADDRESSES.iter().any(|address| address.eq_ignore_ascii_case(name));
            is_handler || (is_address && value.split(';').any(is_program_address))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(body: &str) -> bool {
        let text = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>{body}</svg>"
        );
        is_program(&Document::parse(&text).unwrap())
    }

    #[test]
    fn what_runs_and_what_does_not() {
        for body in [
            "<script>x()</script>",
            "<g><SCRIPT href='x.js'/></g>",
            "<rect onload='x()'/>",
            "<a xlink:href='java&#10;script:x()'><text>A</text></a>",
            "<a><animate attributeName='href' values='#;javascript:x()'/></a>",
            "<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' src='x'/></foreignObject>",
            "<?xml-stylesheet type='text/xsl' href='#x'?>",
        ] {
            assert!(runs(body), "{body}");
        }
        for body in [
            "<rect width='3' fill='url(#a)'/>",
            "<text>javascript: a script</text>",
            "<a href='https://example.org/'><text>A</text></a>",
            "<set attributeName='on' to='1'/>",
            "<style>rect { fill: red }</style>",
            "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>A</p></foreignObject>",
            "<?xml-stylesheet type='text/css' href='x.css'?>",
            "<a aria-label='JavaScript: the good parts'><text>A</text></a>",
        ] {
            assert!(!runs(body), "{body}");
        }
    }
}
