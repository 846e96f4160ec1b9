//! The screens in `assets`, which tests compare. The example `screenshot` writes those that don't move.

pub(crate) mod gallery;
#[cfg(unix)]
pub(crate) mod motion;
pub(crate) mod svg;
