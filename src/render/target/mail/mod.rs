//! The issue as a mail: one column, with the styles in the few elements that need them.

mod body;
mod layout;
mod message;
mod overhead;
mod size;
mod styles;
mod template;

use crate::draft::Draft;
use crate::outline::Issue;
use crate::profile::Profile;
use crate::render::{Element, Node, Tree, tree};
use crate::text::Span;

use super::Addresses;
pub use message::{Envelope, message};
pub use overhead::{Learnt, NothingLearnt, learn};
pub use size::{GMAIL_CLIP, MailSize, SizedPart, reading_minutes};
pub use template::{MailTemplate, TemplateError};

/// What a mail is made of, besides the draft and its profile.
#[derive(Clone, Copy)]
pub struct MailSources<'a> {
    /// The address of the site.
    pub site: Option<&'a str>,
    /// The path of the draft from the newsletter's folder.
    pub path: Option<&'a str>,
    /// The newsletter's own template.
    pub template: Option<&'a MailTemplate>,
    /// The width of an image's file in pixels, by its path as the draft writes it.
    pub width: &'a dyn Fn(&str) -> Option<u32>,
}

impl std::fmt::Debug for MailSources<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let MailSources { site, path, template, .. } = self;
        f.debug_struct("MailSources")
            .field("site", site)
            .field("path", path)
            .field("template", template)
            .finish()
    }
}

impl<'a> MailSources<'a> {
    fn addresses(&self, profile: &'a Profile) -> Addresses<'a> {
        Addresses::new(profile, self.site, self.path)
    }
}

impl Default for MailSources<'_> {
    fn default() -> Self {
        MailSources { site: None, path: None, template: None, width: &|_| None }
    }
}

/// A mail before it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    pub subject: String,
    /// The text that an inbox shows after the subject.
    pub preheader: String,
    pub html: String,
    /// The same issue as a plain text.
    pub text: String,
    /// The length of the HTML before the first block.
    pub start: usize,
    /// The blocks of the issue, in order.
    pub parts: Vec<MailPart>,
}

/// A block of the issue in the mail's HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MailPart {
    /// In the draft.
    pub span: Span,
    /// The length of the HTML up to its end.
    pub end: usize,
    /// The number of links to other places in it.
    pub links: usize,
}

/// Makes a mail of a draft and its page.
///
/// # Errors
///
/// If the newsletter's template has no place for the issue, or is no MJML.
pub fn mail(
    draft: &Draft,
    tree: &Tree,
    profile: &Profile,
    sources: &MailSources<'_>,
) -> Result<Mail, TemplateError> {
    let tree = &super::for_readers(draft, tree, profile);
    let html = mail_without_text(draft, tree, profile, sources)?;
    Ok(Mail { text: super::text::text(tree, &sources.addresses(profile)), ..html })
}

/// Computes the size of the mail that a draft and its page become, without making its plain text.
///
/// # Errors
///
/// As [`mail`].
pub fn mail_size(
    draft: &Draft,
    tree: &Tree,
    profile: &Profile,
    sources: &MailSources<'_>,
) -> Result<MailSize, TemplateError> {
    let overhead = profile.mail.as_ref().map(crate::profile::Mail::overhead).unwrap_or_default();
    let tree = &super::for_readers(draft, tree, profile);
    Ok(MailSize::new(&mail_without_text(draft, tree, profile, sources)?, overhead))
}

fn mail_without_text(
    draft: &Draft,
    tree: &Tree,
    profile: &Profile,
    sources: &MailSources<'_>,
) -> Result<Mail, TemplateError> {
    let subject = subject(draft, profile);
    let preheader = preheader(draft, tree, profile);
    let frame = layout::frame(sources.template, &subject, &preheader, language(profile))?;
    let body = body::body(tree, &sources.addresses(profile), sources.width);
    let start = frame.before.len();
    let parts = body.parts.into_iter().map(|part| MailPart { end: start + part.end, ..part }).collect();
    let html = [frame.before, body.html, frame.after].concat();
    Ok(Mail { subject, preheader, html, text: String::new(), start, parts })
}

fn language(profile: &Profile) -> &str {
    profile.language.tag()
}

/// The subject: the title of the issue, or else the newsletter's name and the date.
fn subject(draft: &Draft, profile: &Profile) -> String {
    let title = draft.front_matter().and_then(|front| front.value(&profile.front_matter.title, draft.text()));
    let title = title.map(one_line).filter(|title| !title.is_empty());
    title.unwrap_or_else(|| match Issue::new(draft, profile, None).date() {
        Some(date) => format!("{} {date}", profile.name),
        None => profile.name.clone(),
    })
}

/// The longest preheader, in characters. Inboxes show about as much.
const LONGEST_PREHEADER: usize = 140;

/// The value of the preheader's key, or else the first paragraph of text.
fn preheader(draft: &Draft, tree: &Tree, profile: &Profile) -> String {
    let key = profile.mail.as_ref().and_then(|mail| mail.preheader.as_deref());
    let own = key.and_then(|key| draft.front_matter()?.value(key, draft.text())).map(one_line);
    if let Some(own) = own.filter(|own| !own.is_empty()) {
        return own;
    }
    let is_note = |text: &str| {
        let text = text.to_lowercase();
        profile.notes.iter().any(|note| text.starts_with(note.to_lowercase().as_str()))
    };
    let opening = tree.nodes.iter().filter(|node| node.is("p"));
    // A link to the page in a browser says nothing about the issue.
    let is_text = |paragraph: &&Element| {
        let is_link = |node: &Node| node.is("a") || node.is("img");
        let others = paragraph.children.iter().filter(|node| !is_link(node));
        others
            .map(|node| tree::text_of(std::slice::from_ref(node)))
            .any(|text| text.contains(char::is_alphanumeric))
    };
    let paragraphs = opening.filter_map(Node::element).filter(is_text);
    let texts = paragraphs.map(|paragraph| one_line(&paragraph.text()));
    let first = { texts }.find(|text| !text.is_empty() && !is_note(text)).unwrap_or_default();
    shortened(&first, LONGEST_PREHEADER)
}

/// A text with single spaces in place of white space.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first words of a text, with `…` if there are more.
fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let start: String = text.chars().take(most).collect();
    let whole = start.rsplit_once(' ').map_or(start.as_str(), |(whole, _)| whole);
    format!("{}…", whole.trim_end_matches([',', ';', ':', '.']))
}
