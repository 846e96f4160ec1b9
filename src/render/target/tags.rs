//! Reads HTML tag by tag, also HTML that an author wrote and no parser understands.

use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};

use crate::render::html::is_void;
use crate::render::{Node, NodeKind};

pub(super) type Tag = StartTag<()>;

/// The tokens of a text. The content of `script` and the like is text.
pub(super) fn tokens(html: &str) -> impl Iterator<Item = Token> {
    let mut emitter = DefaultEmitter::<()>::new_with_span();
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(html, emitter).filter_map(Result::ok)
}

/// The name of a tag, in lower case.
pub(super) fn name(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

pub(super) fn attribute(tag: &Tag, name: &str) -> Option<String> {
    tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value).into_owned())
}

/// Elements whose content is no text of an issue.
const WITHOUT_TEXT: [&str; 20] = [
    "script", "style", "iframe", "object", "embed", "applet", "template", "noscript", "noembed", "noframes",
    "svg", "math", "video", "audio", "canvas", "select", "textarea", "title", "dialog", "form",
];

/// Elements with media of their own, which a link replaces.
const MEDIA: [&str; 4] = ["iframe", "video", "audio", "embed"];

/// A part of a page.
#[derive(Debug)]
pub(super) enum Part {
    Start(Tag),
    End(String),
    Text(String),
    /// Media that only a browser plays, with their address.
    Media(String),
}

/// Reads the parts of a page in order, without elements that have no text, and without comments.
#[derive(Debug, Default)]
pub(super) struct Reader {
    /// The element that is skipped, and the number of open ones of its name.
    skipped: Option<(String, usize)>,
}

impl Reader {
    /// The parts of a block: those of its HTML. What the renderer made is taken as it is, since writing it as HTML and
    /// reading that takes many times longer.
    pub fn read_block(&mut self, block: &Node, part: &mut dyn FnMut(Part)) {
        if self.skipped.is_none() && is_plain(block) {
            parts(block, part);
        } else {
            self.read(&block.html(), part);
        }
    }

    /// The parts of a piece of HTML. An element may end in a later piece.
    pub fn read(&mut self, html: &str, part: &mut dyn FnMut(Part)) {
        for token in tokens(html) {
            match token {
                Token::StartTag(tag) => self.start(tag, part),
                Token::EndTag(tag) => self.end(name(&tag.name), part),
                Token::String(text) if self.skipped.is_none() => {
                    part(Part::Text(String::from_utf8_lossy(&text).into_owned()));
                }
                _ => {}
            }
        }
    }

    fn start(&mut self, tag: Tag, part: &mut dyn FnMut(Part)) {
        let name = name(&tag.name);
        if let Some((skipped, depth)) = &mut self.skipped {
            // The address may be in a `source` within.
            if *skipped == name && !tag.self_closing {
                *depth += 1;
            }
            return;
        }
        if !WITHOUT_TEXT.contains(&name.as_str()) {
            part(Part::Start(tag));
            return;
        }
        if let Some(address) = attribute(&tag, "src").filter(|_| MEDIA.contains(&name.as_str())) {
            part(Part::Media(address));
        }
        if !is_void(&name) && !tag.self_closing {
            self.skipped = Some((name, 1));
        }
    }

    fn end(&mut self, name: String, part: &mut dyn FnMut(Part)) {
        match &mut self.skipped {
            None => part(Part::End(name)),
            Some((skipped, depth)) if *skipped == name => {
                *depth -= 1;
                if *depth == 0 {
                    self.skipped = None;
                }
            }
            Some(_) => {}
        }
    }
}

/// True for a node whose parts are those of its HTML in any case: without HTML of the author, and without what a reader
/// of HTML changes.
pub(super) fn is_plain(node: &Node) -> bool {
    let is_kept = |text: &str| memchr::memchr2(b'\0', b'\r', text.as_bytes()).is_none();
    match &node.kind {
        NodeKind::Text(text) => is_kept(text),
        NodeKind::Raw(_) | NodeKind::Comment(_) => false,
        NodeKind::Element(element) => {
            let name = element.name.as_ref();
            let is_text = |node: &Node| matches!(node.kind, NodeKind::Text(_));
            is_lower(name)
                && !WITHOUT_TEXT.contains(&name)
                && !OTHER_CONTENT.contains(&name)
                && element.attributes.iter().all(|(name, value)| is_lower(name) && is_kept(value))
                // Their HTML would be one text.
                && !element.children.windows(2).any(|pair| pair.iter().all(is_text))
                && element.children.iter().all(is_plain)
        }
    }
}

/// Elements whose content a reader of HTML reads in another way, besides [`WITHOUT_TEXT`].
const OTHER_CONTENT: [&str; 3] = ["noframe", "plaintext", "xmp"];

/// True for a name of lower-case letters, digits and hyphens.
fn is_lower(name: &str) -> bool {
    let is_of_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    name.starts_with(|first: char| first.is_ascii_lowercase()) && name.bytes().all(is_of_name)
}

/// The parts of a plain node.
fn parts(node: &Node, part: &mut dyn FnMut(Part)) {
    match &node.kind {
        NodeKind::Text(text) if !text.is_empty() => part(Part::Text(text.clone())),
        NodeKind::Element(element) => {
            let is_empty = is_void(&element.name) && element.children.is_empty();
            let string = |text: &str| HtmlString::from(text.as_bytes().to_vec());
            let mut tag = Tag { self_closing: is_empty, name: string(&element.name), ..Tag::default() };
            for (name, value) in element.attributes.iter() {
                tag.attributes.entry(string(name)).or_insert_with(|| string(value).into());
            }
            part(Part::Start(tag));
            for child in &element.children {
                parts(child, part);
            }
            if !is_empty {
                part(Part::End(element.name.to_string()));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert_eq, proptest};

    use super::*;
    use crate::profile::{Renderer, RendererExtension};
    use crate::render::Dialect;

    #[test]
    fn what_only_a_browser_runs_is_left_out() {
        let mut shown = String::new();
        let mut reader = Reader::default();
        for piece in
            ["<p>a<script>x = '<p>'</script><!-- c --> b", "<iframe src=\"/v\">no", " frames</iframe> c</p>"]
        {
            reader.read(piece, &mut |part| match part {
                Part::Start(tag) => shown.push_str(&format!("<{}>", name(&tag.name))),
                Part::End(name) => shown.push_str(&format!("</{name}>")),
                Part::Text(text) => shown.push_str(&text),
                Part::Media(address) => shown.push_str(&format!("[{address}]")),
            });
        }
        assert_eq!(shown, "<p>a b[/v] c</p>");
    }

    /// The parts of each block of a page, as they are taken from its nodes and as they are read in its HTML.
    fn both(text: &str, renderer: Renderer) -> [Vec<String>; 2] {
        use RendererExtension as Own;
        let extensions = match renderer {
            Renderer::Kramdown => Vec::new(),
            Renderer::PythonMarkdown => {
                vec![Own::Extra, Own::Toc, Own::AnchorLinks, Own::Codehilite, Own::Smarty, Own::Admonition]
            }
            Renderer::CommonMark => {
                vec![Own::HugoIds, Own::Linkify, Own::SmartPunctuation, Own::DefinitionLists]
            }
        };
        let tree = Dialect { renderer, extensions }.parse(text);
        let (mut own, mut read) = (Reader::default(), Reader::default());
        let (mut taken, mut tokens) = (Vec::new(), Vec::new());
        for (_, block) in tree.block_nodes() {
            own.read_block(block, &mut |part| taken.push(format!("{part:?}")));
            read.read(&block.html(), &mut |part| tokens.push(format!("{part:?}")));
        }
        [taken, tokens]
    }

    #[test]
    fn the_parts_of_a_block_are_those_of_its_html() {
        let pieces = [
            "A *b* **c** `d & <e>`",
            "[f](<g h> \"i & j\")",
            "![k](l.png)",
            "\n\n",
            "\n",
            "* m\n* n\n\n",
            "# o\n",
            "| p | q |\n|---|:-:|\n| r | s |\n",
            "```\nt <u>\n```\n",
            "<b>v</b>",
            "<script>w</script>",
            "<!-- x -->",
            "\r",
            "\0",
            "&amp; &nbsp; &lt;",
            "\"y\" -- z...",
            "- [ ] a\n- [x] b\n",
            "{: .c #d title='e'}\n",
            "<style>\n</style>\n\n",
            "[^1]\n\n[^1]: f\n",
            "<div>\n\ng\n\n</div>\n",
        ];
        proptest!(|(chosen in proptest::collection::vec(0..pieces.len(), 1..12))| {
            let text: String = chosen.iter().map(|n| pieces[*n]).collect();
            for renderer in [Renderer::Kramdown, Renderer::PythonMarkdown, Renderer::CommonMark] {
                let [taken, tokens] = both(&text, renderer);
                prop_assert_eq!(taken, tokens, "{:?} {:?}", renderer, text);
            }
        });
        let is_taken = |text: &str| {
            let tree = Dialect { renderer: Renderer::Kramdown, extensions: Vec::new() }.parse(text);
            tree.block_nodes().all(|(_, block)| is_plain(block))
        };
        assert!(is_taken("# A *b*\n\n* [c](d \"e\") `f` & g\n"));
        assert!(!is_taken("A<script>b</script>\n"));
    }
}
