//! The views of an issue, each for one target.

use std::fmt;
use std::sync::{Arc, OnceLock};

use super::page::View;
use crate::render::target::Target;

/// Makes the views of a page.
pub trait MakeView: Send + Sync {
    fn make(&self, target: Target) -> View;
}

/// The views of a page. Each is made when a browser first asks for it, on the thread of that browser's connection.
#[derive(Clone, Default)]
pub struct Views {
    maker: Option<Arc<dyn MakeView>>,
    made: [OnceLock<View>; Target::ALL.len()],
}

impl Views {
    pub fn made_by(maker: Arc<dyn MakeView>) -> Views {
        Views { maker: Some(maker), ..Views::default() }
    }

    /// The targets that have a view.
    pub(super) fn targets(&self) -> impl Iterator<Item = Target> {
        Target::ALL
            .into_iter()
            .filter(|target| self.maker.is_some() || self.made[*target as usize].get().is_some())
    }

    /// The view of a target, or else the first one.
    pub(super) fn get(&self, target: Target) -> Option<&View> {
        let made = &self.made[target as usize];
        match &self.maker {
            Some(maker) => Some(made.get_or_init(|| maker.make(target))),
            None => made.get().or_else(|| self.made.iter().find_map(OnceLock::get)),
        }
    }

    /// The targets whose views were made.
    pub fn made(&self) -> impl Iterator<Item = Target> {
        Target::ALL.into_iter().filter(|target| self.made[*target as usize].get().is_some())
    }
}

/// Views that are made already.
impl<const COUNT: usize> From<[View; COUNT]> for Views {
    fn from(views: [View; COUNT]) -> Views {
        let mut all = Views::default();
        for view in views {
            let place = view.target as usize;
            all.made[place] = OnceLock::from(view);
        }
        all
    }
}

/// Equal views are those that browsers see as equal, so this makes all of them.
impl PartialEq for Views {
    fn eq(&self, other: &Views) -> bool {
        self.targets().eq(other.targets())
            && self.targets().all(|target| self.get(target) == other.get(target))
    }
}

impl Eq for Views {}

impl fmt::Debug for Views {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self.made.iter().filter_map(OnceLock::get)).finish()
    }
}
