//! Code blocks as Pygments makes them, without the spans of its tokens (`codehilite`).

use super::Page;
use super::element::Id;
use super::stash::{Code, Stashed};
use super::text::is_word;
use crate::render::tree::{Element, Node};

/// Replaces code blocks by placeholders (`HiliteTreeprocessor`).
pub(super) fn run(page: &mut Page, root: Id) {
    for id in page.elements.in_order(root) {
        let element = &page.elements[id];
        let code = match element.children.as_slice() {
            [code] if element.tag == "pre" && page.elements[*code].tag == "code" => *code,
            _ => continue,
        };
        let text = page.elements[code].text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        let span = element.span.unwrap_or_default();
        let (code, has_line_numbers) = without_language(text.trim_matches('\n'));
        let code = Code { class: "highlight".into(), code, has_line_numbers, span };
        let placeholder = page.stash.store(Stashed::Code(code), span);
        let element = &mut page.elements[id];
        element.attributes.clear();
        element.children.clear();
        element.tag = "p".into();
        element.text = placeholder;
        element.tail = super::text::Text::default();
    }
}

/// The code without a first line that names its language, and true for a line that asks for line numbers. A line with a
/// path stays (`_parseHeader`).
fn without_language(code: &str) -> (String, bool) {
    let (first, rest) = code.split_once('\n').unwrap_or((code, ""));
    let (is_numbered, after) = match (first.strip_prefix("#!"), first.starts_with("::")) {
        (Some(after), _) => (true, after),
        (None, true) => (false, first.trim_start_matches(':')),
        (None, false) => return (code.to_owned(), false),
    };
    let code = if has_path(after) { code } else { rest };
    (code.trim_matches('\n').to_owned(), is_numbered)
}

/// True for `/word/word ` or a part of it: the line names a program.
fn has_path(text: &str) -> bool {
    let mut rest = text;
    let mut has_name = false;
    while let Some(after) = rest.strip_prefix('/') {
        let end = after.find(|character| !is_word(character)).unwrap_or(after.len());
        if end == 0 {
            return true;
        }
        has_name = true;
        rest = &after[end..];
    }
    has_name || rest.starts_with(' ')
}

/// The code block in the page.
pub(super) fn node(code: &Code) -> Node {
    let text = Node { span: Some(code.span), ..Node::text(format!("{}\n", code.code)) };
    let marker = Node::from(Element::new("span"));
    let element = Element::new("code").containing(vec![text]).at(code.span);
    let block = Element::new("pre").containing(vec![marker, element]).at(code.span);
    let mut outer = Element::new("div");
    outer.attributes.set("class", code.class.clone());
    if !code.has_line_numbers {
        return outer.containing(vec![block]).at(code.span);
    }
    let lines = code.code.split('\n').count();
    let width = lines.to_string().len();
    let mut numbers = Vec::new();
    for line in 1..=lines {
        numbers.push(
            Element::new("span")
                .with("class", "normal")
                .containing(vec![Node::text(format!("{line:width$}"))])
                .into(),
        );
        if line < lines {
            numbers.push(Node::text("\n"));
        }
    }
    let numbers = Element::new("pre").containing(numbers);
    let numbers = Element::new("div").with("class", "linenodiv").containing(vec![numbers.into()]);
    let numbers = Element::new("td").with("class", "linenos").containing(vec![numbers.into()]);
    let block = Element::new("div").containing(vec![block]);
    let block = Element::new("td").with("class", "code").containing(vec![block.into()]);
    let row = Element::new("tr").containing(vec![numbers.into(), block.into()]);
    let mut table = Element::new("table").containing(vec![row.into()]);
    table.attributes.set("class", format!("{}table", code.class));
    outer.containing(vec![table.into()]).at(code.span)
}
