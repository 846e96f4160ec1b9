//! The newsletter as a mail.

use serde::{Deserialize, Serialize};

/// How issues are sent as mails. Without it, the rules about mails are off.
///
/// The subject is the title of the issue. `template` is a file of HTML or MJML in which `{{ body }}` is replaced by the
/// issue, and `{{ title }}` and `{{ preheader }}` by its title and preheader; a mail without a template has a layout of
/// one column. HTML is sent as it is, so it needs its styles in its elements; any template needs the address to
/// unsubscribe. MJML includes no other files, and the place of the issue is in an `mj-text`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mail {
    /// The sender of the message that `copydesk render --for mail --out X.eml` writes, such as
    /// `Tide Weekly <tide@example.org>`.
    pub from: Option<String>,
    /// The address of the newsletter's own images and pages in a mail: `{path}` is their path from the newsletter's folder,
    /// as in `https://example.org/{path}`. Without it, it is the `url` of the site.
    pub addresses: Option<String>,
    /// The key of the front matter with the preheader: the text that an inbox shows after the subject. Without it, that is
    /// the beginning of the text.
    pub preheader: Option<String>,
    /// The number of characters of a subject that phones show. Without it, 40.
    pub max_subject: Option<usize>,
    /// The path of the mail's template.
    pub template: Option<String>,
    /// What the service that sends the mails adds to them. `copydesk mail learn` writes it.
    pub overhead: Option<MailOverhead>,
}

/// What the service that sends the mails adds to the HTML of each.
///
/// `copydesk mail learn LAST.eml` measures it in a mail as it arrived. The size of a mail is that of its HTML with these
/// additions, because Gmail cuts off what arrives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MailOverhead {
    /// The bytes that each link becomes longer, because the service counts clicks by its own addresses.
    pub link: usize,
    /// The bytes of the service's own header, footer and counting image.
    pub footer: usize,
}

impl Mail {
    /// The number of characters of a subject that phones show.
    pub fn max_subject(&self) -> usize {
        self.max_subject.unwrap_or(40)
    }

    /// What the service adds.
    pub fn overhead(&self) -> MailOverhead {
        self.overhead.unwrap_or_default()
    }
}
