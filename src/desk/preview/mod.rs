//! Pages of a draft for the preview: the HTML of the site's generator, with the problems at their places.

pub(super) mod follow;
mod groups;
pub(super) mod pages;
mod read_marks;
mod views;
