//! The body of a mail: the blocks of the page, tag by tag, with what mail programs show and nothing else.

use super::super::Addresses;
use super::super::tags::{Part, Reader, Tag, attribute, is_plain, name};
use super::MailPart;
use super::styles::{self, IMAGE_WIDTH};
use crate::render::html::{escape_attribute, escape_text};
use crate::render::{Node, Tree, tree};
use crate::text::address::is_script;

/// The HTML of all blocks.
#[derive(Debug)]
pub(super) struct Body {
    pub html: String,
    pub parts: Vec<MailPart>,
}

pub(super) fn body(tree: &Tree, addresses: &Addresses<'_>, width: &dyn Fn(&str) -> Option<u32>) -> Body {
    let mut writer =
        Writer { addresses, width, targets: targets(tree), html: String::new(), open: Vec::new(), links: 0 };
    let mut reader = Reader::default();
    let mut parts = Vec::new();
    for (span, block) in tree.block_nodes() {
        writer.links = 0;
        reader.read_block(block, &mut |part| writer.part(part));
        writer.html.push('\n');
        parts.push(MailPart { span, end: writer.html.len(), links: writer.links });
    }
    writer.close(0);
    if let Some(last) = parts.last_mut() {
        last.end = writer.html.len();
    }
    Body { html: writer.html, parts }
}

/// The ids that links of the page lead to. The others are left out.
fn targets(tree: &Tree) -> Vec<String> {
    let mut targets = Vec::new();
    let mut add = |href: &str| targets.extend(href.strip_prefix('#').map(str::to_owned));
    for (_, block) in tree.block_nodes() {
        if is_plain(block) {
            tree::visit(std::slice::from_ref(block), &mut |node: &Node| {
                let element = node.element();
                element.and_then(|element| element.attributes.get("href")).into_iter().for_each(&mut add);
            });
            continue;
        }
        let html = block.html();
        if may_lead_within(&html) {
            Reader::default().read(&html, &mut |part| {
                if let Part::Start(tag) = part {
                    attribute(&tag, "href").iter().map(String::as_str).for_each(&mut add);
                }
            });
        }
    }
    targets
}

/// True if a value in some HTML may begin with `#`, as it is or as a reference to it.
fn may_lead_within(html: &str) -> bool {
    let bytes = html.as_bytes();
    let is_start = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        before
            .is_none_or(|before| matches!(before, b'"' | b'\'' | b'=' | b'&') || before.is_ascii_whitespace())
    };
    memchr::memchr_iter(b'#', bytes).any(is_start) || html.contains("&num;")
}

/// Elements that are written as they are.
const KEPT: [&str; 52] = [
    "a",
    "b",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
];

/// Elements that are written as `div`, because some mail programs drop them.
const AS_DIV: [&str; 14] = [
    "article",
    "aside",
    "details",
    "figcaption",
    "figure",
    "footer",
    "header",
    "main",
    "nav",
    "section",
    "summary",
    "address",
    "fieldset",
    "hgroup",
];

/// Elements that end a paragraph.
const BLOCKS: [&str; 18] = [
    "blockquote",
    "center",
    "div",
    "dl",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "ol",
    "p",
    "pre",
    "table",
    "ul",
    "dd",
    "dt",
];

/// Attributes that are kept as they are, by element; `""` for every element.
const ATTRIBUTES: [(&str, &[&str]); 8] = [
    ("", &["align", "bgcolor", "dir", "lang"]),
    ("table", &["border", "cellpadding", "cellspacing", "role", "width"]),
    ("td", &["colspan", "height", "rowspan", "valign", "width"]),
    ("th", &["colspan", "height", "rowspan", "valign", "width"]),
    ("ol", &["reversed", "start", "type"]),
    ("li", &["value"]),
    ("font", &["color", "face", "size"]),
    ("img", &["height"]),
];

/// An element that is open, and the name that it is written under. Empty if it is not written.
struct Open {
    name: String,
    written: &'static str,
}

struct Writer<'a> {
    addresses: &'a Addresses<'a>,
    width: &'a dyn Fn(&str) -> Option<u32>,
    targets: Vec<String>,
    html: String,
    open: Vec<Open>,
    links: usize,
}

impl Writer<'_> {
    fn part(&mut self, part: Part) {
        match part {
            Part::Text(text) => escape_text(&text, &mut self.html),
            Part::Media(address) => self.media(&address),
            Part::Start(tag) => self.start(&tag),
            Part::End(name) => self.end(&name),
        }
    }

    /// A link to what only a browser plays.
    fn media(&mut self, address: &str) {
        if is_script(address) {
            return;
        }
        let address = self.addresses.absolute(address);
        self.links += 1;
        self.html.push_str("<a href=\"");
        escape_attribute(&address, &mut self.html);
        self.html.push_str("\">");
        escape_text(&address, &mut self.html);
        self.html.push_str("</a>");
    }

    fn start(&mut self, tag: &Tag) {
        let name = name(&tag.name);
        if name == "input" {
            let is_box = attribute(tag, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox"));
            if is_box {
                let is_checked = attribute(tag, "checked").is_some();
                self.html.push(if is_checked { '☑' } else { '☐' });
            }
            return;
        }
        self.close_implied(&name);
        let kept = KEPT.iter().find(|kept| **kept == name).copied();
        let written = kept.or_else(|| AS_DIV.contains(&name.as_str()).then_some("div")).unwrap_or("");
        let attributes = self.attributes(tag, written);
        // A highlighter's `span` without a style says nothing.
        let written = if written == "span" && attributes.is_empty() { "" } else { written };
        if !written.is_empty() {
            self.html.push('<');
            self.html.push_str(written);
            self.html.push_str(&attributes);
            self.html.push('>');
        }
        if !matches!(
            name.as_str(),
            "br" | "hr"
                | "img"
                | "wbr"
                | "source"
                | "track"
                | "link"
                | "meta"
                | "base"
                | "col"
                | "area"
                | "param"
        ) {
            self.open.push(Open { name, written });
        }
    }

    /// Closes what HTML closes by itself before an element.
    fn close_implied(&mut self, name: &str) {
        let (ends, within): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl"]),
            "td" | "th" => (&["td", "th"], &["tr", "table"]),
            "tr" => (&["tr"], &["table", "tbody", "thead", "tfoot"]),
            _ if BLOCKS.contains(&name) || AS_DIV.contains(&name) => {
                (&["p"], &["li", "td", "th", "blockquote", "div", "dd", "center"])
            }
            _ => return,
        };
        let open = self.open.iter().rposition(|open| ends.contains(&open.name.as_str()));
        let limit = self.open.iter().rposition(|open| within.contains(&open.name.as_str()));
        if let Some(open) = open.filter(|open| limit.is_none_or(|limit| limit < *open)) {
            self.close(open);
        }
    }

    /// Ends an element. An end without a start, or across a cell of a table, ends nothing: it would end the layout.
    fn end(&mut self, name: &str) {
        let is_cell = |open: &Open| matches!(open.name.as_str(), "td" | "th");
        let in_cell = matches!(name, "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" | "table");
        let limit = if in_cell { None } else { self.open.iter().rposition(is_cell) };
        let at = self.open.iter().rposition(|open| open.name == name);
        if let Some(at) = at.filter(|at| limit.is_none_or(|limit| limit < *at)) {
            self.close(at);
        }
    }

    /// Closes the open elements from an index on.
    fn close(&mut self, from: usize) {
        for open in self.open.drain(from.min(self.open.len())..).rev() {
            if !open.written.is_empty() {
                self.html.push_str("</");
                self.html.push_str(open.written);
                self.html.push('>');
            }
        }
    }

    /// The attributes of an element, each with a space before it.
    fn attributes(&mut self, tag: &Tag, written: &str) -> String {
        let mut out = String::new();
        let mut add = |name: &str, value: &str| {
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            escape_attribute(value, &mut out);
            out.push('"');
        };
        if let Some(id) = attribute(tag, "id").or_else(|| attribute(tag, "name"))
            && self.targets.contains(&id)
        {
            add("id", &id);
        }
        match written {
            "a" => {
                let href = attribute(tag, "href").filter(|href| !is_script(href));
                if let Some(href) = href.map(|href| self.addresses.absolute(&href)) {
                    self.links += usize::from(!href.starts_with('#'));
                    add("href", &href);
                }
            }
            "img" => {
                let src = attribute(tag, "src").unwrap_or_default();
                add("src", &self.addresses.absolute(&src));
                add("alt", &attribute(tag, "alt").unwrap_or_default());
                if let Some(width) = self.image_width(tag, &src) {
                    add("width", &width.to_string());
                }
            }
            _ => {}
        }
        let kept = ATTRIBUTES.iter().filter(|(element, _)| element.is_empty() || *element == written);
        for kept in kept.flat_map(|(_, names)| *names) {
            // A height beside a smaller width would distort the image.
            let is_free = written != "img" || *kept != "height" || self.is_small(tag);
            if let Some(value) = attribute(tag, kept).filter(|_| is_free) {
                add(kept, &value);
            }
        }
        let own = attribute(tag, "style").map(|style| safe_style(&style)).unwrap_or_default();
        // A box needs no bullet beside it.
        let is_task = attribute(tag, "class").is_some_and(|class| class.contains("task-list-item"));
        let ours = if is_task && written == "li" { styles::TASK } else { styles::of(written) };
        match (ours.is_empty(), own.is_empty()) {
            (true, true) => {}
            (false, false) => add("style", &format!("{ours};{own}")),
            _ => add("style", &format!("{ours}{own}")),
        }
        let is_layout =
            ["role", "border", "width", "style"].iter().any(|name| attribute(tag, name).is_some());
        if written == "table" && !is_layout {
            out.push_str(styles::TABLE);
        }
        out
    }

    /// True if an image has a width that the column has space for.
    fn is_small(&self, tag: &Tag) -> bool {
        attribute(tag, "width").and_then(|width| pixels(&width)).is_some_and(|width| width <= IMAGE_WIDTH)
    }

    /// The width of an image in the mail: that of the draft, or else of the file, and no more than the column has.
    fn image_width(&self, tag: &Tag, src: &str) -> Option<u32> {
        let styled = attribute(tag, "style").and_then(|style| {
            let mut declarations = style.split(';').filter_map(|one| one.split_once(':'));
            let (_, value) = declarations.find(|(name, _)| name.trim().eq_ignore_ascii_case("width"))?;
            pixels(value)
        });
        let own = attribute(tag, "width").and_then(|width| pixels(&width)).or(styled);
        own.or_else(|| (self.width)(src)).map(|width| width.min(IMAGE_WIDTH)).filter(|width| *width > 0)
    }
}

/// The pixels of `550` and `550px`; `None` for other units.
fn pixels(value: &str) -> Option<u32> {
    let value = value.trim();
    let number = value.strip_suffix("px").unwrap_or(value).trim();
    number.split_once('.').map_or(number, |(whole, _)| whole).parse().ok()
}

/// An author's style without what loads other files, runs scripts, or moves text out of its place.
fn safe_style(style: &str) -> String {
    let is_safe = |declaration: &&str| {
        let lower = declaration.to_ascii_lowercase();
        let (property, value) = lower.split_once(':').unwrap_or((&lower, ""));
        !value.trim().is_empty()
            && !matches!(property.trim(), "position" | "behavior" | "-moz-binding")
            && !["url(", "expression(", "\\", "/*", "<", "@"].iter().any(|part| lower.contains(part))
    };
    style.split(';').map(str::trim).filter(is_safe).collect::<Vec<_>>().join(";")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Draft;
    use crate::profile::{Profile, load};
    use crate::render::{Node, render};

    fn profile() -> Profile {
        load("files: {drafts: 'd/{date}.md', posts: 'p/{date}.md'}\nmail: {addresses: 'https://example.org/{path}'}\n").unwrap()
    }

    fn written(html: &str) -> String {
        let (profile, tree) = (profile(), Tree { nodes: vec![Node::raw(html)] });
        let addresses = Addresses::new(&profile, None, Some("d/2026-06-08.md"));
        let width = |path: &str| (path == "a.jpg").then_some(1200);
        body(&tree, &addresses, &width).html.trim_end().to_owned()
    }

    #[test]
    fn a_place_keeps_its_id_if_a_link_leads_to_it_in_any_form() {
        let id_with = |address: &str| {
            written(&format!("<p id=x>a</p><p><a href{address}>b</a></p>")).contains("<p id=\"x\">")
        };
        for within in ["='#x'", "=#x", " = \"#x\"", "=\"&#35;x\"", "=\"&num;x\""] {
            assert!(id_with(within), "{within}");
        }
        for elsewhere in ["='https://example.org/a#x'", "=\"https://example.org/&num;x\"", "=x"] {
            assert!(!id_with(elsewhere), "{elsewhere}");
        }
    }

    #[test]
    fn images_have_absolute_addresses_and_a_width_for_outlook() {
        let style = "style=\"max-width:100%;height:auto;border:0\"";
        for (html, mail) in [
            (
                "<img src='a.jpg'>",
                format!("<img src=\"https://example.org/d/a.jpg\" alt=\"\" width=\"560\" {style}>"),
            ),
            (
                "<img src='/b.jpg' alt='A \"lamp\"' width='300px' height='200' class='x' onload='y()' srcset='c.jpg'>",
                format!(
                    "<img src=\"https://example.org/b.jpg\" alt=\"A &quot;lamp&quot;\" width=\"300\" height=\"200\" {style}>"
                ),
            ),
            ("<img src='/b.jpg'>", format!("<img src=\"https://example.org/b.jpg\" alt=\"\" {style}>")),
        ] {
            assert_eq!(written(html), mail);
        }
    }

    #[test]
    fn what_runs_or_breaks_the_layout_is_left_out() {
        for (html, mail) in [
            ("<p onclick='x()'>a<script>b</script></p>", "<p>a</p>"),
            ("<a href=' JavaScript:x()'>a</a>", "<a>a</a>"),
            ("a</td></tr></table></div>b", "ab"),
            ("<div><b>a", "<div><b>a</b></div>"),
            ("<iframe src='/v'>x</iframe>", "<a href=\"https://example.org/v\">https://example.org/v</a>"),
            ("<p style='position:fixed;color:#333;background:url(x)'>a</p>", "<p style=\"color:#333\">a</p>"),
            ("<figure><custom-x>a</custom-x></figure>", "<div>a</div>"),
            ("<p>a<p>b", "<p>a</p><p>b</p>"),
            ("<ul><li>a<li>b</ul>", "<ul style=\"padding-left:24px\"><li>a</li><li>b</li></ul>"),
            ("<code><span class='k'>a</span> &lt;b></code>", "<code>a &lt;b&gt;</code>"),
            ("<input type='checkbox' checked disabled> a", "☑ a"),
        ] {
            let out = written(html);
            let out = if out.ends_with('\n') { out.trim_end().to_owned() } else { out };
            assert_eq!(out.replace('\n', ""), mail, "{html}");
        }
    }

    #[test]
    fn only_ids_with_a_link_to_them_are_kept() {
        assert_eq!(
            written("<p id='a'>x</p><p id='b'><a href='#a'>y</a></p>"),
            "<p id=\"a\">x</p><p><a href=\"#a\">y</a></p>"
        );
    }

    #[test]
    fn the_parts_are_the_blocks_of_the_draft_with_their_links() {
        let draft =
            Draft::parse("---\ntitle: x\n---\n\nA [b](https://example.org/b).\n\n- [c](/c)\n- [d](#d)\n");
        let profile = profile();
        let tree = render(&draft, &profile);
        let body = body(&tree, &Addresses::new(&profile, None, None), &|_| None);
        let parts: Vec<_> =
            body.parts.iter().map(|part| (draft.slice(part.span).trim_end(), part.links)).collect();
        assert_eq!(parts, [("A [b](https://example.org/b).", 1), ("- [c](/c)\n- [d](#d)", 1)]);
        assert_eq!(body.parts[1].end, body.html.len());
        assert!(body.html[..body.parts[0].end].ends_with("</p>\n"), "{}", body.html);
    }
}
