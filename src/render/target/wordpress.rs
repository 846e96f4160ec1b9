//! The issue as a post of WordPress: blocks of its editor, each between comments that name it.
//!
//! The editor compares the HTML of a block with what the block would write itself, and refuses a block that differs. So
//! each block here has exactly the elements, classes and attributes of WordPress 6.x; what no block can hold is a block
//! of "Custom HTML". The code editor, the REST API and XML-RPC take this text; so does pasting.

use std::borrow::Cow;

use super::Addresses;
use crate::render::html::{escape_attribute, escape_text};
use crate::render::{Element, Node, NodeKind, Tree};
use crate::text::address::is_script;

/// Renders a page as blocks of WordPress's editor.
pub fn wordpress(tree: &Tree, addresses: &Addresses<'_>) -> String {
    let mut nodes = tree.nodes.clone();
    crate::render::tree::visit_mut(&mut nodes, &mut |node| match &mut node.kind {
        NodeKind::Element(element) => complete(element, addresses),
        NodeKind::Raw(html) => *html = completed(html, addresses),
        NodeKind::Text(_) | NodeKind::Comment(_) => {}
    });
    blocks(&nodes).join("\n\n") + "\n"
}

/// Makes the addresses of an element absolute, and leaves out those that run scripts.
fn complete(element: &mut Element, addresses: &Addresses<'_>) {
    for name in ["href", "src"] {
        if let Some(value) = element.attributes.get_mut(name) {
            *value = if is_script(value) { String::new() } else { addresses.absolute(value) };
        }
    }
}

/// An author's HTML with absolute addresses, where they are in quotes.
fn completed(html: &str, addresses: &Addresses<'_>) -> String {
    let mut out = String::new();
    let mut rest = html;
    loop {
        let starts = [" src=", " href="].iter().filter_map(|name| Some(rest.find(name)? + name.len()));
        let Some(start) = starts.min() else { break };
        let quote = rest[start..].chars().next().filter(|quote| matches!(quote, '"' | '\''));
        let is_in_tag = rest[..start].rfind('<') > rest[..start].rfind('>');
        let value = quote.filter(|_| is_in_tag).and_then(|quote| {
            let value = &rest[start + 1..];
            value.find(quote).map(|len| &value[..len])
        });
        let Some(value) = value.filter(|value| !value.contains('&')) else {
            out.push_str(&rest[..start]);
            rest = &rest[start..];
            continue;
        };
        out.push_str(&rest[..=start]);
        if !is_script(value) {
            out.push_str(&addresses.absolute(value));
        }
        rest = &rest[start + 1 + value.len()..];
    }
    out + rest
}

/// The blocks of some nodes. Text and inline elements between blocks are paragraphs.
fn blocks(nodes: &[Node]) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut raw = Raw::default();
    let mut inline: Vec<Node> = Vec::new();
    for node in nodes {
        // An author's element may begin in one node and end in another one.
        if raw.takes(node) {
            flush_inline(&mut inline, &mut blocks);
            raw.push(node, &mut blocks);
            continue;
        }
        match &node.kind {
            NodeKind::Text(text) if text.trim().is_empty() && inline.is_empty() => {}
            NodeKind::Comment(text) => {
                flush_inline(&mut inline, &mut blocks);
                blocks.extend(more(text));
            }
            NodeKind::Raw(html) if inline.is_empty() && comment(html).is_some() => {
                blocks.extend(comment(html).and_then(more));
            }
            NodeKind::Element(element) if is_block(&element.name) => {
                flush_inline(&mut inline, &mut blocks);
                blocks.push(block(element));
            }
            _ => inline.push(node.clone()),
        }
    }
    raw.finish(&mut blocks);
    flush_inline(&mut inline, &mut blocks);
    blocks
}

fn flush_inline(inline: &mut Vec<Node>, blocks: &mut Vec<String>) {
    let html = inline_html(&std::mem::take(inline));
    if !html.trim().is_empty() {
        blocks.push(delimited("paragraph", "", &format!("<p>{}</p>", html.trim())));
    }
}

/// An author's HTML, up to the node in which its last element ends.
#[derive(Default)]
struct Raw {
    html: String,
    depth: i64,
}

impl Raw {
    fn takes(&self, node: &Node) -> bool {
        self.depth > 0
            || matches!(&node.kind, NodeKind::Raw(html) if !html.trim().is_empty() && comment(html).is_none())
    }

    fn push(&mut self, node: &Node, blocks: &mut Vec<String>) {
        self.html.push_str(&node.html());
        if let NodeKind::Raw(html) = &node.kind {
            self.depth += depth(html);
        }
        if self.depth <= 0 {
            self.finish(blocks);
        }
    }

    fn finish(&mut self, blocks: &mut Vec<String>) {
        let html = std::mem::take(&mut self.html);
        self.depth = 0;
        if !html.trim().is_empty() {
            blocks.push(html_block(&html));
        }
    }
}

/// The text of a comment, if there is nothing else.
fn comment(html: &str) -> Option<&str> {
    let inner = html.trim().strip_prefix("<!--")?.strip_suffix("-->")?;
    (!inner.contains("-->")).then_some(inner)
}

/// How many more elements a piece of HTML opens than it closes.
fn depth(html: &str) -> i64 {
    super::tags::tokens(html).fold(0, |depth, token| match token {
        html5gum::Token::StartTag(tag) => {
            let is_open = !tag.self_closing && !crate::render::html::is_void(&super::tags::name(&tag.name));
            depth + i64::from(is_open)
        }
        html5gum::Token::EndTag(_) => depth - 1,
        _ => depth,
    })
}

/// The mark after which an overview of posts ends.
fn more(comment: &str) -> Option<String> {
    (comment.trim() == "more").then(|| "<!-- wp:more -->\n<!--more-->\n<!-- /wp:more -->".to_owned())
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "ul"
            | "ol"
            | "dl"
            | "blockquote"
            | "pre"
            | "table"
            | "hr"
            | "div"
            | "figure"
            | "section"
            | "article"
            | "details"
            | "aside"
            | "center"
            | "iframe"
            | "video"
            | "audio"
            | "script"
            | "style"
            | "form"
            | "nav"
            | "header"
            | "footer"
    )
}

/// A block with its delimiters. `attributes` is JSON in braces, or empty.
fn delimited(name: &str, attributes: &str, html: &str) -> String {
    let space = if attributes.is_empty() { "" } else { " " };
    format!("<!-- wp:{name}{space}{attributes} -->\n{html}\n<!-- /wp:{name} -->")
}

fn html_block(html: &str) -> String {
    delimited("html", "", html.trim())
}

fn block(element: &Element) -> String {
    let known = match element.name.as_ref() {
        "p" => paragraph(element),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => heading(element),
        "ul" | "ol" => list(element),
        "blockquote" => quote(element),
        "pre" => code(element),
        "table" => table(element),
        "hr" => {
            Some(delimited("separator", "", "<hr class=\"wp-block-separator has-alpha-channel-opacity\"/>"))
        }
        _ => highlighted(element),
    };
    known.unwrap_or_else(|| html_block(&Node::from(element.clone()).html()))
}

/// True if an element has no attribute besides these.
fn has_only(element: &Element, names: &[&str]) -> bool {
    element.attributes.iter().all(|(name, _)| names.contains(&name))
}

fn paragraph(element: &Element) -> Option<String> {
    if let Some(image) = only_image(&element.children) {
        return has_only(element, &[]).then(|| image_block(&image));
    }
    has_only(element, &[]).then(|| {
        let html = inline_html(&element.children);
        delimited("paragraph", "", &format!("<p>{}</p>", html.trim()))
    })
}

fn heading(element: &Element) -> Option<String> {
    if !has_only(element, &["id"]) {
        return None;
    }
    let level = element.name.get(1..)?;
    let attributes = if level == "2" { String::new() } else { format!("{{\"level\":{level}}}") };
    let id = element.attributes.get("id").map(|id| attribute("id", id)).unwrap_or_default();
    let html = inline_html(&element.children);
    Some(delimited(
        "heading",
        &attributes,
        &format!("<h{level} class=\"wp-block-heading\"{id}>{}</h{level}>", html.trim()),
    ))
}

fn attribute(name: &str, value: &str) -> String {
    let mut out = format!(" {name}=\"");
    escape_attribute(value, &mut out);
    out.push('"');
    out
}

/// A list. `None` if an item has a block that a list's item can't have.
fn list(element: &Element) -> Option<String> {
    if !has_only(element, &["start"]) {
        return None;
    }
    let items: Option<Vec<String>> = elements(&element.children)?
        .map(|item| if item.name == "li" && has_only(item, &["class"]) { list_item(item) } else { None })
        .collect();
    let is_ordered = element.name == "ol";
    let start: Option<i64> = element.attributes.get("start").and_then(|start| start.parse().ok());
    let start = start.filter(|start| *start != 1 && is_ordered);
    let attributes = match (is_ordered, start) {
        (false, _) => String::new(),
        (true, None) => "{\"ordered\":true}".to_owned(),
        (true, Some(start)) => format!("{{\"ordered\":true,\"start\":{start}}}"),
    };
    let start = start.map(|start| format!(" start=\"{start}\"")).unwrap_or_default();
    let name = &element.name;
    let html = format!("<{name}{start} class=\"wp-block-list\">{}</{name}>", items?.join("\n\n"));
    Some(delimited("list", &attributes, &html))
}

/// The elements among some nodes. `None` if there is text between them.
fn elements(nodes: &[Node]) -> Option<impl Iterator<Item = &Element>> {
    let is_blank = |node: &Node| match &node.kind {
        NodeKind::Text(text) => text.trim().is_empty(),
        NodeKind::Comment(_) | NodeKind::Element(_) => true,
        NodeKind::Raw(_) => false,
    };
    nodes.iter().all(is_blank).then(|| nodes.iter().filter_map(Node::element))
}

/// An item: its text, and lists within it. The paragraphs of an item are lines.
fn list_item(item: &Element) -> Option<String> {
    let (mut text, mut lists) = (String::new(), Vec::new());
    for node in &item.children {
        match node.element() {
            Some(inner) if matches!(inner.name.as_ref(), "ul" | "ol") => lists.push(list(inner)?),
            Some(inner) if inner.name == "p" => {
                if !lists.is_empty() || !has_only(inner, &[]) {
                    return None;
                }
                let separator = if text.trim().is_empty() { "" } else { "<br>" };
                text = format!("{}{separator}{}", text.trim_end(), inline_html(&inner.children).trim());
            }
            Some(inner) if is_block(&inner.name) => return None,
            _ => {
                let own = inline_html(std::slice::from_ref(node));
                // Text after an inner list has no place.
                if !lists.is_empty() && !own.trim().is_empty() {
                    return None;
                }
                text.push_str(&own);
            }
        }
    }
    Some(delimited("list-item", "", &format!("<li>{}{}</li>", text.trim(), lists.join("\n\n"))))
}

fn quote(element: &Element) -> Option<String> {
    has_only(element, &[]).then(|| {
        let inner = blocks(&element.children).join("\n\n");
        delimited("quote", "", &format!("<blockquote class=\"wp-block-quote\">{inner}</blockquote>"))
    })
}

/// A block of code, without the spans and classes of a highlighter.
fn code(element: &Element) -> Option<String> {
    let text = element.text();
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let mut html = String::new();
    escape_text(text, &mut html);
    // Otherwise, WordPress runs shortcodes and embeds pages that are on a line of their own.
    let html = html.replace('[', "&#91;").replace("://", ":&#47;&#47;");
    Some(delimited("code", "", &format!("<pre class=\"wp-block-code\"><code>{html}</code></pre>")))
}

/// The code in the frame of a highlighter.
fn highlighted(element: &Element) -> Option<String> {
    let is_frame = element.attributes.get("class").is_some_and(|class| class.contains("highlight"));
    let only = |element: &Element| match elements(&element.children)?.collect::<Vec<_>>().as_slice() {
        [only] => Some((*only).clone()),
        _ => None,
    };
    let mut inner = element.clone();
    while is_frame && inner.name == "div" {
        inner = only(&inner)?;
    }
    if inner.name == "pre" { code(&inner) } else { None }
}

fn table(element: &Element) -> Option<String> {
    if !has_only(element, &[]) {
        return None;
    }
    let mut html = String::new();
    for part in elements(&element.children)? {
        let name = part.name.as_ref();
        if !matches!(name, "thead" | "tbody" | "tfoot") || !has_only(part, &[]) {
            return None;
        }
        html.push_str(&format!("<{name}>"));
        for row in elements(&part.children)? {
            html.push_str("<tr>");
            for cell in elements(&row.children)? {
                html.push_str(&table_cell(cell)?);
            }
            html.push_str("</tr>");
        }
        html.push_str(&format!("</{name}>"));
    }
    let html = format!("<figure class=\"wp-block-table\"><table>{html}</table></figure>");
    Some(delimited("table", "{\"hasFixedLayout\":false}", &html))
}

fn table_cell(cell: &Element) -> Option<String> {
    let name = cell.name.as_ref();
    if !matches!(name, "td" | "th") || !has_only(cell, &["style", "align"]) {
        return None;
    }
    let style = cell.attributes.get("style").and_then(|style| style.trim().strip_prefix("text-align:"));
    let align = cell.attributes.get("align").or(style).map(|align| align.trim().trim_end_matches(';').trim());
    let align = match align {
        None => String::new(),
        Some(align @ ("left" | "center" | "right")) => {
            format!(" class=\"has-text-align-{align}\" data-align=\"{align}\"")
        }
        Some(_) => return None,
    };
    Some(format!("<{name}{align}>{}</{name}>", inline_html(&cell.children).trim()))
}

/// An image, and the address of the link around it.
struct Image<'n> {
    image: &'n Element,
    link: Option<&'n str>,
}

/// The only image of a paragraph.
fn only_image(nodes: &[Node]) -> Option<Image<'_>> {
    let mut own = elements(nodes)?;
    let (first, rest) = (own.next()?, own.next());
    if rest.is_some() {
        return None;
    }
    match first.name.as_ref() {
        "img" => Some(Image { image: first, link: None }),
        "a" => match elements(&first.children)?.collect::<Vec<_>>().as_slice() {
            [image] if image.name == "img" => Some(Image { image, link: first.attributes.get("href") }),
            _ => None,
        },
        _ => None,
    }
}

fn image_block(image: &Image<'_>) -> String {
    let Image { image, link } = image;
    let get = |name: &str| image.attributes.get(name).unwrap_or("");
    let width = get("width").trim().trim_end_matches("px").parse::<u32>().ok();
    let mut attributes: Vec<String> =
        width.map(|width| format!("\"width\":\"{width}px\"")).into_iter().collect();
    if link.is_some() {
        attributes.push("\"linkDestination\":\"custom\"".into());
    }
    let attributes =
        if attributes.is_empty() { String::new() } else { format!("{{{}}}", attributes.join(",")) };
    let class = if width.is_some() { "wp-block-image is-resized" } else { "wp-block-image" };
    let style = width.map(|width| format!(" style=\"width:{width}px\"")).unwrap_or_default();
    let title = Some(get("title")).filter(|title| !title.is_empty()).map(|title| attribute("title", title));
    let (src, alt) = (attribute("src", get("src")), attribute("alt", get("alt")));
    let own = format!("<img{src}{alt}{style}{}/>", title.unwrap_or_default());
    let own = match link {
        Some(link) => format!("<a{}>{own}</a>", attribute("href", link)),
        None => own,
    };
    delimited("image", &attributes, &format!("<figure class=\"{class}\">{own}</figure>"))
}

/// The shortcodes that every WordPress runs, wherever they are.
const SHORTCODES: [&str; 8] =
    ["audio", "caption", "embed", "gallery", "playlist", "video", "wp_caption", "code"];

/// The HTML of inline nodes. A word in brackets that is a shortcode stays a word.
fn inline_html(nodes: &[Node]) -> String {
    let mut html = String::new();
    for node in nodes {
        match &node.kind {
            NodeKind::Text(text) => html.push_str(&plain(text)),
            NodeKind::Comment(_) => {}
            NodeKind::Raw(raw) => html.push_str(raw),
            NodeKind::Element(element) if element.children.is_empty() => {
                html.push_str(&Node::from(element.clone()).html());
            }
            NodeKind::Element(element) => {
                let empty = Node::from(Element { children: Vec::new(), ..element.clone() }).html();
                let end = format!("</{}>", element.name);
                html.push_str(empty.strip_suffix(&end).unwrap_or(&empty));
                html.push_str(&inline_html(&element.children));
                html.push_str(&end);
            }
        }
    }
    html
}

fn plain(text: &str) -> Cow<'_, str> {
    let mut html = String::new();
    escape_text(text, &mut html);
    for (at, _) in text.match_indices('[') {
        let name = text[at + 1..].trim_start_matches('/');
        let name = &name[..name.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(name.len())];
        if SHORTCODES.contains(&name) {
            return html.replace('[', "&#91;").into();
        }
    }
    html.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Draft;
    use crate::profile::{Profile, Renderer, load};
    use crate::render::render;

    fn profile() -> Profile {
        load("files: {drafts: 'd/{date}.md', posts: 'p/{date}.md'}\nmail: {addresses: 'https://example.org/{path}'}\n").unwrap()
    }

    fn posted(markdown: &str) -> String {
        let profile = Profile { renderer: Some(Renderer::CommonMark), ..profile() };
        let tree = render(&Draft::parse(markdown), &profile);
        wordpress(&tree, &Addresses::new(&profile, None, Some("d/a.md")))
    }

    #[test]
    fn every_block_has_the_form_of_the_editor() {
        for (markdown, html) in [
            ("One *two*.\n", "<!-- wp:paragraph -->\n<p>One <em>two</em>.</p>\n<!-- /wp:paragraph -->"),
            (
                "## Two\n\n### Three\n",
                "<!-- wp:heading -->\n<h2 class=\"wp-block-heading\">Two</h2>\n<!-- /wp:heading -->\n\n<!-- wp:heading {\"level\":3} -->\n<h3 class=\"wp-block-heading\">Three</h3>\n<!-- /wp:heading -->",
            ),
            (
                "3. a\n4. b\n   - c\n",
                "<!-- wp:list {\"ordered\":true,\"start\":3} -->\n<ol start=\"3\" class=\"wp-block-list\"><!-- wp:list-item -->\n<li>a</li>\n<!-- /wp:list-item -->\n\n<!-- wp:list-item -->\n<li>b<!-- wp:list -->\n<ul class=\"wp-block-list\"><!-- wp:list-item -->\n<li>c</li>\n<!-- /wp:list-item --></ul>\n<!-- /wp:list --></li>\n<!-- /wp:list-item --></ol>\n<!-- /wp:list -->",
            ),
            (
                "> One.\n",
                "<!-- wp:quote -->\n<blockquote class=\"wp-block-quote\"><!-- wp:paragraph -->\n<p>One.</p>\n<!-- /wp:paragraph --></blockquote>\n<!-- /wp:quote -->",
            ),
            (
                "```rust\nlet a = b[1];\n```\n",
                "<!-- wp:code -->\n<pre class=\"wp-block-code\"><code>let a = b&#91;1];</code></pre>\n<!-- /wp:code -->",
            ),
            (
                "***\n",
                "<!-- wp:separator -->\n<hr class=\"wp-block-separator has-alpha-channel-opacity\"/>\n<!-- /wp:separator -->",
            ),
            (
                "![A lamp](a.jpg)\n",
                "<!-- wp:image -->\n<figure class=\"wp-block-image\"><img src=\"https://example.org/d/a.jpg\" alt=\"A lamp\"/></figure>\n<!-- /wp:image -->",
            ),
            (
                "[![A](/a.jpg)](https://example.com/)\n",
                "<!-- wp:image {\"linkDestination\":\"custom\"} -->\n<figure class=\"wp-block-image\"><a href=\"https://example.com/\"><img src=\"https://example.org/a.jpg\" alt=\"A\"/></a></figure>\n<!-- /wp:image -->",
            ),
        ] {
            assert_eq!(posted(markdown).trim_end(), html, "{markdown}");
        }
    }

    #[test]
    fn a_table_keeps_its_alignment() {
        let html = posted("| a | b |\n|:--|--:|\n| 1 | 2 |\n");
        assert!(html.contains("<figure class=\"wp-block-table\"><table><thead><tr><th class=\"has-text-align-left\" data-align=\"left\">a</th>"), "{html}");
        assert!(
            html.contains(
                "<td class=\"has-text-align-right\" data-align=\"right\">2</td></tr></tbody></table></figure>"
            ),
            "{html}"
        );
    }

    #[test]
    fn what_no_block_can_hold_is_custom_html() {
        assert_eq!(
            posted("<div class=\"x\">\n\nOne *two*.\n\n</div>\n\nThree.\n"),
            "<!-- wp:html -->\n<div class=\"x\">\n<p>One <em>two</em>.</p></div>\n<!-- /wp:html -->\n\n<!-- wp:paragraph -->\n<p>Three.</p>\n<!-- /wp:paragraph -->\n"
        );
        let html = posted("- a\n\n  ```\n  b\n  ```\n");
        assert!(html.starts_with("<!-- wp:html -->\n<ul>"), "{html}");
        assert_eq!(posted("<!--more-->\n"), "<!-- wp:more -->\n<!--more-->\n<!-- /wp:more -->\n");
    }

    #[test]
    fn addresses_in_an_authors_html_are_absolute() {
        let html = posted("<div><img src=\"a.jpg\" alt='x src=\"b\"'> <a href='/b'>src=\"c\"</a></div>\n");
        assert!(html.contains("<img src=\"https://example.org/d/a.jpg\" alt="), "{html}");
        assert!(html.contains("<a href='https://example.org/b'>src=\"c\"</a>"), "{html}");
    }

    #[test]
    fn a_word_in_brackets_is_no_shortcode() {
        assert!(posted("A lamp \\[video\\] hums.\n").contains("<p>A lamp &#91;video] hums.</p>"));
        assert!(posted("A lamp \\[sic\\] hums.\n").contains("[sic]"));
    }
}
