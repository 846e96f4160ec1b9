//! The newsletter's own template: HTML, or MJML that is compiled once.

use std::sync::Arc;

use htmlparser::{ElementEnd, Token, Tokenizer};
use mrml::prelude::parser::{Error, ParserOptions, loader, noop_loader::NoopIncludeLoader};
use mrml::prelude::render::RenderOptions;

use crate::render::html::is_void;

/// Elements of a template may be nested this deep. The compiler calls itself for each level.
const MOST_NESTED: usize = 64;

/// Why a template can't be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    #[error("the mail's template has no {{{{ body }}}}; write it where the issue belongs")]
    NoBody,
    #[error("the mail's template has {{{{ body }}}} twice; keep one of them")]
    TwoBodies,
    #[error("the mail's template can't include {0}; write its text into the template")]
    Include(String),
    #[error(
        "the elements of the mail's template are nested more than {MOST_NESTED} deep; remove some of them"
    )]
    TooDeep,
    #[error("the mail's template is no MJML{}: {why}", at(*.line))]
    Mjml { line: Option<usize>, why: String },
}

fn at(line: Option<usize>) -> String {
    line.map_or(String::new(), |line| format!(" in line {line}"))
}

/// A template as HTML. Its places are not filled yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailTemplate(Result<Arc<str>, TemplateError>);

impl MailTemplate {
    /// Reads the text of a template. An error is that of each mail which is made with it.
    pub fn new(text: &str) -> MailTemplate {
        MailTemplate(match mjml(text) {
            Some(start) => compile(text, start).map(Into::into),
            None => Ok(text.into()),
        })
    }

    pub(super) fn html(&self) -> Result<&str, TemplateError> {
        self.0.as_deref().map_err(Clone::clone)
    }
}

/// The offset of the `<mjml>` that a text begins with, after comments.
fn mjml(text: &str) -> Option<usize> {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    while let Some(comment) = rest.strip_prefix("<!--") {
        rest = comment.split_once("-->")?.1.trim_start();
    }
    let name = rest.get(..5)?;
    let is_end = |c: char| c.is_whitespace() || c == '>';
    (name.eq_ignore_ascii_case("<mjml") && rest[5..].starts_with(is_end)).then(|| text.len() - rest.len())
}

fn compile(text: &str, start: usize) -> Result<String, TemplateError> {
    let source = text[start..].trim_end();
    if nesting(source) > MOST_NESTED {
        return Err(TemplateError::TooDeep);
    }
    // Files and addresses that a template names are not read.
    let options = ParserOptions { include_loader: Box::new(NoopIncludeLoader) };
    let first_line = text[..start].matches('\n').count();
    let parsed =
        mrml::parse_with_options(source, &options).map_err(|error| explained(&error, source, first_line))?;
    // Without the fonts of others, which a mail would load from their sites.
    let options = RenderOptions { fonts: Default::default(), ..RenderOptions::default() };
    let rendered = parsed.element.render(&options);
    rendered.map_err(|error| TemplateError::Mjml { line: None, why: error.to_string() })
}

/// The greatest number of elements that are open at once, as the compiler's own tokenizer counts them.
fn nesting(source: &str) -> usize {
    let (mut open, mut most, mut is_empty) = (0_usize, 0, false);
    for token in Tokenizer::from(source) {
        match token {
            Ok(Token::ElementStart { local, .. }) => {
                open += 1;
                most = most.max(open);
                is_empty = is_void(local.as_str());
            }
            Ok(Token::ElementEnd { end: ElementEnd::Open, .. }) if !is_empty => {}
            Ok(Token::ElementEnd { .. }) => open = open.saturating_sub(1),
            Ok(_) => {}
            // The compiler stops here as well.
            Err(_) => break,
        }
    }
    most
}

fn explained(error: &Error, source: &str, first_line: usize) -> TemplateError {
    let line_of = |at: usize| {
        let before = source.get(..at).unwrap_or(source);
        first_line + before.matches('\n').count() + 1
    };
    let (position, why) = match error {
        Error::IncludeLoaderError { source: loader::IncludeLoaderError { path, .. }, .. } => {
            return TemplateError::Include(path.clone());
        }
        Error::UnexpectedElement { position, .. } => (position, "an element is not allowed here".to_owned()),
        Error::UnexpectedToken { position, .. } => (position, "text or a tag is not allowed here".to_owned()),
        Error::MissingAttribute { name, position, .. } => (position, format!("an element has no '{name}'")),
        Error::InvalidAttribute { position, .. } => (position, "an attribute is not allowed here".to_owned()),
        Error::InvalidFormat { position, .. } => (position, "a value can't be read".to_owned()),
        Error::EndOfStream { .. } => {
            return TemplateError::Mjml { line: None, why: "an element has no end tag".to_owned() };
        }
        Error::ParserError { source, .. } => {
            return TemplateError::Mjml { line: None, why: source.to_string() };
        }
        other => return TemplateError::Mjml { line: None, why: other.to_string() },
    };
    TemplateError::Mjml { line: Some(line_of(position.start)), why }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = "<!-- ours -->\n<mjml>\n<mj-head><mj-title>{{ title }}</mj-title>\
        <mj-preview>{{ preheader }}</mj-preview></mj-head>\n<mj-body>\n<mj-section><mj-column>\
        <mj-text font-size=\"16px\">{{ body }}</mj-text>\n\
        <mj-button href=\"https://example.org/?a=1&amp;b={{ id }}\">Leave</mj-button>\n\
        </mj-column></mj-section>\n</mj-body>\n</mjml>\n";

    #[test]
    fn mjml_becomes_html_with_the_same_places() {
        let template = MailTemplate::new(TEMPLATE);
        let html = template.html().unwrap();
        assert!(html.starts_with("<!doctype html>"), "{html}");
        for place in ["<title>{{ title }}</title>", "{{ preheader }}", "{{ body }}", "b={{ id }}"] {
            assert_eq!(html.matches(place).count(), 1, "{place}: {html}");
        }
        assert!(html.contains("font-size:16px") && !html.contains("mj-text"), "{html}");
        assert!(!html.contains("fonts.googleapis"), "a mail loads no fonts: {html}");
        // Other HTML stays as it is.
        let html = "<mjmlx>{{ body }}";
        assert_eq!(MailTemplate::new(html).html(), Ok(html));
    }

    #[test]
    fn a_template_includes_neither_files_nor_addresses() {
        for path in ["/etc/passwd", "../secret.mjml", "file:///etc/passwd", "https://example.org/a.mjml"] {
            for place in ["<mj-head>INCLUDE</mj-head><mj-body></mj-body>", "<mj-body>INCLUDE</mj-body>"] {
                for kind in ["", " type=\"html\"", " type=\"css\""] {
                    let include = format!("<mj-include path=\"{path}\"{kind} />");
                    let text = format!("<mjml>{}</mjml>", place.replace("INCLUDE", &include));
                    let refused = MailTemplate::new(&text).html().unwrap_err();
                    let is_named = refused == TemplateError::Include(path.to_owned());
                    // The body can't include a style sheet at all.
                    let is_mistake = kind.contains("css") && matches!(refused, TemplateError::Mjml { .. });
                    assert!(is_named || is_mistake, "{text}: {refused}");
                }
            }
        }
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        let error = |text: &str| MailTemplate::new(text).html().unwrap_err().to_string();
        let misspelt = TEMPLATE.replace("<mj-title>", "<mj-titel>");
        assert_eq!(
            error(&misspelt),
            "the mail's template is no MJML in line 3: an element is not allowed here"
        );
        let unclosed = TEMPLATE.replace("</mj-column></mj-section>\n</mj-body>\n</mjml>", "");
        assert!(error(&unclosed).contains("no MJML: an element has no end tag"), "{}", error(&unclosed));
        assert!(error("<mjml><").starts_with("the mail's template is no MJML"), "{}", error("<mjml><"));
    }

    #[test]
    fn a_hostile_template_ends() {
        let raw = |inner: &str| format!("<mjml><mj-body><mj-raw>{inner}</mj-raw></mj-body></mjml>");
        for name in ["div", "mj-wrapper", "mj-section", "mj-raw", "mj-column", "mj-hero", "b:r"] {
            let deep = format!("<{name} a=\"</x>\">").repeat(20_000);
            assert_eq!(MailTemplate::new(&raw(&deep)).html(), Err(TemplateError::TooDeep), "{name}");
            // As deep as is allowed.
            let most = MOST_NESTED - 3;
            let allowed =
                format!("{}{}", format!("<{name}>").repeat(most), format!("</{name}>").repeat(most));
            let _ = MailTemplate::new(&raw(&allowed)).html();
            let body = format!("<mjml><mj-body>{allowed}</mj-body></mjml>");
            let _ = MailTemplate::new(&body).html();
        }
        let broken = "<br><img src=\"a\">".repeat(20_000);
        assert!(MailTemplate::new(&raw(&broken)).html().is_ok());
        for piece in ["<", "<!--", "<![CDATA[", "</mj-raw>", "{{", "<mj-raw a=", "&", "<?x ", "<!DOCTYPE a ["]
        {
            let _ = MailTemplate::new(&raw(&piece.repeat(20_000))).html();
            let _ = MailTemplate::new(&format!("<mjml>{}", piece.repeat(20_000))).html();
        }
    }
}
