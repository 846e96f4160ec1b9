//! The reason why a contribution is not merged.

use std::path::PathBuf;

use super::running_merge::Collision;

/// Why a contribution is not merged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// A reason in words.
    CannotMerge(String),
    /// The draft has changed at the same lines since the merge base.
    Changed {
        places: usize,
        at: Option<String>,
    },
    /// Another contribution, which is merged first, changes the same lines.
    Collides {
        with: String,
        at: Option<String>,
    },
    /// Another contribution, which is merged first, is about the same page.
    SamePage {
        with: String,
    },
    Errors {
        count: usize,
    },
    /// Another contribution, which is merged first, has a different image of this name.
    Image {
        path: PathBuf,
    },
    /// None of its items can be moved to that section.
    CannotMove {
        section: String,
    },
}

impl LeftOut {
    /// Names the contribution of a collision by `name`.
    pub(super) fn from_collision(collision: Collision, name: impl FnOnce(usize) -> String) -> LeftOut {
        let Collision { with, places, at } = collision;
        match with {
            Some(with) => LeftOut::Collides { with: name(with), at },
            None => LeftOut::Changed { places, at },
        }
    }
}

impl std::fmt::Display for LeftOut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            LeftOut::CannotMerge(reason) => f.write_str(reason),
            LeftOut::Changed { places: 1, at } => {
                write!(f, "the draft has changed since at one place that it changes too")?;
                place(f, at)
            }
            LeftOut::Changed { places, at } => {
                write!(f, "the draft has changed since at {places} places that it changes too, first")?;
                place(f, at)
            }
            LeftOut::Collides { with, at } => {
                write!(f, "it collides with {with}, which is taken before it")?;
                place(f, at)
            }
            LeftOut::SamePage { with } => {
                write!(f, "{with}, which is taken before it, is about the same page")
            }
            LeftOut::Errors { count: 1 } => f.write_str("it has an error"),
            LeftOut::Errors { count } => write!(f, "it has {count} errors"),
            LeftOut::Image { path } => {
                write!(f, "{} is a different image in a contribution that is taken before it", path.display())
            }
            LeftOut::CannotMove { section } => write!(f, "none of its items can be moved to '{section}'"),
        }
    }
}

fn place(f: &mut std::fmt::Formatter<'_>, at: &Option<String>) -> std::fmt::Result {
    at.as_ref().map_or(Ok(()), |at| write!(f, ": '{at}'"))
}
