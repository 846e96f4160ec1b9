//! Rules about the mail that an issue becomes. They are on if the profile has `mail`, and check issues that go out.

mod blank_first_frame;
mod clipped_mail;
mod image_without_width;
mod long_subject;
mod low_contrast;
mod missing_preheader;
mod personal_merge_tag;
mod unsupported_element;
mod unsupported_style;
mod wide_layout;

use super::Rule;

pub(super) static RULES: &[&dyn Rule] = &[
    &blank_first_frame::BlankFirstFrame,
    &clipped_mail::ClippedMail,
    &image_without_width::ImageWithoutWidth,
    &long_subject::LongSubject,
    &low_contrast::LowContrast,
    &missing_preheader::MissingPreheader,
    &personal_merge_tag::PersonalMergeTag,
    &unsupported_element::UnsupportedElement,
    &unsupported_style::UnsupportedStyle,
    &wide_layout::WideLayout,
];
