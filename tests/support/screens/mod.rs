//! The screens in `assets/screens`, which the example `screenshot` writes and a test compares.

pub(crate) mod gallery;
pub(crate) mod svg;
