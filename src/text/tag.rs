//! HTML tags in Markdown.

/// Returns the tag at the start of a text that begins with `<`: `<T>`, `</T>`, `<a href="x">`. Returns `None`
/// if it does not end on its line, or has words that are not attributes.
pub fn tag_at(text: &str) -> Option<&str> {
    let name = text.get(1..)?.strip_prefix('/').unwrap_or(&text[1..]);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let end = 1 + text[1..].find(['<', '>', '\n'])?;
    let tag = text.get(..=end).filter(|tag| tag.ends_with('>'))?;
    let inner = tag.trim_start_matches(['<', '/']).trim_end_matches(['>', '/']);
    let (name, attributes) = inner.split_once(' ').unwrap_or((inner, "="));
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (is_name && attributes.contains('=')).then_some(tag)
}

/// True for tags of HTML, and for names that custom elements may have, such as `<my-lamp>`.
pub fn is_of_html(tag: &str) -> bool {
    let name = tag.trim_matches(['<', '>', '/']).split_whitespace().next().unwrap_or("");
    name.contains('-') || TAGS.contains(&name.to_ascii_lowercase().as_str())
}

/// The tags of HTML, including obsolete ones.
const TAGS: &[&str] = &[
    "a",
    "abbr",
    "address",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "map",
    "mark",
    "math",
    "menu",
    "meta",
    "meter",
    "nav",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "picture",
    "pre",
    "progress",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "script",
    "section",
    "select",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
    "menuitem",
    "xmp",
    "rtc",
    "rb",
    "plaintext",
    "noframes",
    "frame",
    "applet",
    "dir",
    "marquee",
    "search",
    "slot",
    "nobr",
    "acronym",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_html_are_known_by_name_or_by_a_hyphen() {
        for tag in ["<b>", "</B>", "<video controls=\"\">", "<br/>", "<my-lamp>", "</my-lamp>"] {
            assert!(is_of_html(tag), "{tag}");
        }
        for tag in ["<T>", "<str>", "<u8>", "</String>"] {
            assert!(!is_of_html(tag), "{tag}");
        }
    }
}
