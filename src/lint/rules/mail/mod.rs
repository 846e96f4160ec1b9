//! Rules about the mail that an issue becomes. They are on if the profile has `mail`, and check issues that go out.

mod blank_first_frame;
mod clipped_mail;
mod image_without_width;
mod long_subject;
mod low_contrast;
mod missing_preheader;
mod personal_merge_tag;
mod relative_address;
mod unsupported_element;
mod unsupported_style;
mod wide_layout;

use super::{Context, Findings, Meta, Rule};
use crate::lint::Severity;
use crate::profile::Mail;

/// A rule about the mail of an issue that goes out.
trait MailRule: Sync {
    const META: &'static Meta;
    /// The keys of the profile that it depends on, sorted.
    const KEYS: &'static [&'static str];

    fn check_mail(&self, mail: &Mail, context: &Context<'_>, found: &mut Findings);
}

impl<R: MailRule> Rule for R {
    fn meta(&self) -> &'static Meta {
        R::META
    }

    /// A draft that is still written is not sent yet.
    fn severities_in_draft(&self) -> &'static [Severity] {
        &[]
    }

    fn keys(&self) -> &'static [&'static str] {
        R::KEYS
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        if let Some(mail) = context.mail() {
            self.check_mail(mail, context, found);
        }
    }
}

pub(super) static RULES: &[&dyn Rule] = &[
    &blank_first_frame::BlankFirstFrame,
    &clipped_mail::ClippedMail,
    &image_without_width::ImageWithoutWidth,
    &long_subject::LongSubject,
    &low_contrast::LowContrast,
    &missing_preheader::MissingPreheader,
    &personal_merge_tag::PersonalMergeTag,
    &relative_address::RelativeAddress,
    &unsupported_element::UnsupportedElement,
    &unsupported_style::UnsupportedStyle,
    &wide_layout::WideLayout,
];
