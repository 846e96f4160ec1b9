//! Reads HTML tag by tag, also HTML that an author wrote and no parser understands.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use crate::render::html::is_void;

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
