//! What a page is made for. Each target is a module that makes its output from the [`Tree`](super::Tree) of the site.

/// What a page is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The newsletter's own site.
    Site,
}
