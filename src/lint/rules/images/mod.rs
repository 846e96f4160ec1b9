//! Rules about images and their files.

mod duplicate_image;
mod file_name_alt;
mod flashing_image;
mod foreign_image;
mod heavy_gif;
mod heavy_image;
mod heavy_issue;
mod hotlinked_image;
mod image_metadata;
mod image_of_another_site;
mod letterboxed_image;
mod misnamed_image;
mod missing_alt;
mod missing_image;
mod placeholder_alt;
mod unmailable_image;
mod unreadable_image;
mod unused_image;
mod wide_image;

use super::Rule;

pub(super) static RULES: &[&dyn Rule] = &[
    &duplicate_image::DuplicateImage,
    &file_name_alt::FileNameAlt,
    &flashing_image::FlashingImage,
    &foreign_image::ForeignImage,
    &heavy_gif::HeavyGif,
    &heavy_image::HeavyImage,
    &heavy_issue::HeavyIssue,
    &hotlinked_image::HotlinkedImage,
    &image_metadata::ImageMetadata,
    &image_of_another_site::ImageOfAnotherSite,
    &letterboxed_image::LetterboxedImage,
    &misnamed_image::MisnamedImage,
    &missing_alt::MissingAlt,
    &missing_image::MissingImage,
    &placeholder_alt::PlaceholderAlt,
    &unmailable_image::UnmailableImage,
    &unreadable_image::UnreadableImage,
    &unused_image::UnusedImage,
    &wide_image::WideImage,
];
