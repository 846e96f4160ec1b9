//! What several tests share.

pub(crate) mod attributes;
pub(crate) mod program;
pub(crate) mod properties;
pub(crate) mod reference;
pub(crate) mod require;
pub(crate) mod schema;
pub(crate) mod score;
pub(crate) mod screens;
pub(crate) mod within;
