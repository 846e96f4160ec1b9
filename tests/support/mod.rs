//! What several tests share.

pub(crate) mod attributes;
pub(crate) mod program;
pub(crate) mod require;
pub(crate) mod schema;
pub(crate) mod within;
