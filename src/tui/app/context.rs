use std::sync::Arc;

use ratatui::layout::Rect;

use crate::desk::{Journal, Listing, Workspace};
use crate::tui::action::KeyContext;
use crate::tui::app::session::Session;
use crate::tui::app::state::State;
use crate::tui::app::upstream::Upstream;
use crate::tui::config::Config;
use crate::tui::panes::hints::PaneKeys;

/// What an overlay may look at. A key changes only the overlay itself, which returns commands for everything else.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    pub config: &'a Config,
    pub workspace: &'a Arc<Workspace>,
    pub listing: &'a Listing,
    pub session: &'a Session,
    pub journal: Option<&'a Journal>,
    pub upstream: &'a Upstream,
    /// The area of the last frame that overlays are drawn in.
    pub screen: Rect,
    /// The context of the pane below.
    pub keys_below: KeyContext,
    /// The number of frames that were drawn.
    pub frames: u64,
}

impl<'a> Context<'a> {
    /// The keys of the pane below.
    pub(crate) fn pane_keys(&self) -> PaneKeys<'a> {
        PaneKeys { keys: &self.config.keys, context: self.keys_below }
    }
}

impl State {
    pub fn context(&self) -> Context<'_> {
        Context {
            config: &self.config,
            workspace: &self.workspace,
            listing: &self.series.listing,
            session: &self.session,
            journal: self.journal.as_ref(),
            upstream: &self.upstream,
            screen: self.panes.areas.overlay,
            keys_below: self.key_context(),
            frames: self.frames,
        }
    }
}
