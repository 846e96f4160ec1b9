//! Images on the screen. Drawing shows what is ready and notes what is wanted; a job makes that,
//! and its answer is drawn with the next frame. One is made at a time, so what nobody looks at any
//! more by then is never made.

mod cube;
mod make;
mod means;

use std::path::{Path, PathBuf};

use ratatui::Frame;
use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::{Position, Rect, Size};
use ratatui::text::Line;
use ratatui_image::Image;
use ratatui_image::protocol::Protocol;

pub(crate) use make::{Stamp, make};
pub use means::{Means, NAMES};

use crate::image::Header;
use crate::root::Root;
use crate::tui::app::job::Job;
use crate::tui::overlays::draw_line;
use crate::tui::theme::Theme;

/// So many images are kept ready.
const KEPT: usize = 12;

/// An image to be made ready.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub(crate) path: PathBuf,
    /// The newsletter that is open, which the image need not lie in.
    pub(crate) root: Root,
    /// In cells.
    pub(crate) room: Size,
    pub(crate) means: Means,
    /// The pixels of a cell, where they are known.
    pub(crate) cell: Option<(u16, u16)>,
    /// Its id for kitty.
    pub(crate) id: u32,
    /// True if the image must be wrapped for tmux to pass it on.
    pub(crate) tmux: bool,
}

/// An image that can be drawn, or why it can't.
pub struct Ready {
    stamp: Option<Stamp>,
    header: Option<Header>,
    protocol: Result<Protocol, String>,
}

impl Ready {
    pub(crate) fn failed(why: &str) -> Ready {
        Ready { stamp: None, header: None, protocol: Err(why.to_owned()) }
    }
}

impl std::fmt::Debug for Ready {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let size = self.protocol.as_ref().map(Protocol::size);
        f.debug_struct("Ready").field("header", &self.header).field("size", &size).finish_non_exhaustive()
    }
}

#[derive(Debug)]
struct Entry {
    wanted: Wanted,
    ready: Ready,
    /// True if the file may have changed since.
    stale: bool,
}

/// The images that are ready, the oldest first.
#[derive(Debug, Default)]
pub struct Images {
    entries: Vec<Entry>,
    wanted: Option<(PathBuf, Size)>,
    pending: Option<Wanted>,
    cell: Option<(u16, u16)>,
    /// True if the cell size was measured since the last resize.
    is_measured: bool,
    covered: bool,
    /// Where this frame shows images in pixels that the terminal forgets when they are overwritten.
    drawn: Vec<Rect>,
    tmux: bool,
    ids: u32,
    /// Ids of images that kitty may forget.
    dropped: Vec<u32>,
}

impl Images {
    pub(crate) fn new(tmux: bool) -> Images {
        Images { tmux, ..Images::default() }
    }

    /// Begins a frame. Under an overlay, no image is made.
    pub(crate) fn begin(&mut self, covered: bool) {
        self.wanted = None;
        self.covered = covered;
        self.drawn.clear();
    }

    /// Ends the panes: what is drawn from now on is on top of them.
    pub(crate) fn uncover(&mut self) {
        self.covered = false;
    }

    /// Draws an image if it is ready, and returns its file's header.
    pub(crate) fn show(
        &mut self,
        frame: &mut Frame<'_>,
        area: Rect,
        path: &Path,
        means: Means,
        theme: &Theme,
    ) -> Option<&Header> {
        let room = area.as_size();
        if area.is_empty() {
            return None;
        }
        let exact = self.entries.iter().position(|one| one.wanted.path == path && one.wanted.room == room);
        if !self.covered && exact.is_none_or(|at| self.entries[at].stale) {
            self.wanted = Some((path.to_owned(), room));
        }
        // While the screen is resized, what was made for less room will do.
        let fits = |one: &Entry| {
            one.wanted.path == path
                && one.wanted.room.width <= room.width
                && one.wanted.room.height <= room.height
        };
        let at = exact.or_else(|| self.entries.iter().rposition(fits))?;
        // What is looked at is kept longest.
        let entry = self.entries.remove(at);
        self.entries.push(entry);
        let entry = self.entries.last()?;
        match &entry.ready.protocol {
            // With images off, only the file's header is shown.
            _ if means == Means::Off => {}
            // Kitty keeps its images: to show one again costs nothing.
            Ok(Protocol::Kitty(_)) if self.covered => {}
            Ok(protocol) => {
                frame.render_widget(Image::new(protocol), area);
                if matches!(protocol, Protocol::Sixel(_) | Protocol::ITerm2(_)) {
                    let size = protocol.size();
                    self.drawn.push(Rect { width: size.width, height: size.height, ..area });
                }
                if means == (Means::HalfBlocks { true_colour: false }) {
                    let size = protocol.size();
                    cube::to_256_colours(
                        frame.buffer_mut(),
                        Rect { width: size.width, height: size.height, ..area },
                    );
                }
            }
            Err(why) => draw_line(frame, area, Line::styled(format!("(not shown: it {why})"), theme.dim)),
        }
        entry.ready.header.as_ref()
    }

    /// Ends a frame. Takes those images in pixels off the screen that something was drawn over: they would lie over
    /// it. The others stay, and so are not sent again when an overlay is closed.
    pub(crate) fn remove_covered(&mut self, buffer: &mut Buffer) {
        for area in self.drawn.drain(..) {
            let own = |at: Position| buffer[at].diff_option != CellDiffOption::None;
            if area.positions().all(own) {
                continue;
            }
            for at in area.positions() {
                let cell = &mut buffer[at];
                if cell.diff_option != CellDiffOption::None {
                    cell.reset();
                }
            }
        }
    }

    /// True if the terminal may have lost images when it gets the focus: tmux does not know of those that it passes
    /// on, and draws text in their place when its window is shown again.
    pub(crate) fn are_lost_with_focus(&self, means: Means) -> bool {
        self.tmux && matches!(means, Means::Sixel | Means::Iterm2)
    }

    /// Returns the job that makes the image that the last frame had no image for.
    pub(crate) fn job(&mut self, means: Means, root: &Root) -> Option<Job> {
        if self.pending.is_some() {
            return None;
        }
        let (path, room) = self.wanted.take()?;
        let known = self
            .entries
            .iter()
            .find(|one| one.wanted.path == path && one.wanted.room == room)
            .and_then(|one| one.ready.stamp);
        // Without the size of a cell, what is drawn in pixels would miss its cells.
        let means = if means.has_pixels() && self.cell.is_none() {
            Means::HalfBlocks { true_colour: true }
        } else {
            means
        };
        self.ids = (self.ids + 1) & 0x00ff_ffff;
        let id = (std::process::id() << 12 ^ self.ids) & 0x00ff_ffff;
        let (cell, tmux) = (self.cell.filter(|_| means.has_pixels()), self.tmux);
        let wanted = Wanted { path, root: root.clone(), room, means, cell, id, tmux };
        self.pending = Some(wanted.clone());
        Some(Job::Image { wanted, known })
    }

    /// Takes what a job made; `None` says that the file is still the same.
    pub(crate) fn learn(&mut self, wanted: Wanted, ready: Option<Ready>) {
        if self.pending.as_ref() != Some(&wanted) {
            // Everything was forgotten meanwhile.
            return;
        }
        self.pending = None;
        let same = |one: &Entry| one.wanted.path == wanted.path && one.wanted.room == wanted.room;
        match ready {
            None => self.entries.iter_mut().filter(|one| same(one)).for_each(|one| one.stale = false),
            Some(ready) => {
                while let Some(at) = self.entries.iter().position(same) {
                    self.drop_entry(at);
                }
                if self.entries.len() >= KEPT {
                    self.drop_entry(0);
                }
                self.entries.push(Entry { wanted, ready, stale: false });
            }
        }
    }

    fn drop_entry(&mut self, at: usize) {
        let old = self.entries.remove(at);
        if matches!(old.ready.protocol, Ok(Protocol::Kitty(_))) {
            self.dropped.push(old.wanted.id);
        }
    }

    /// Files may have changed: each is looked at again before it is shown longer.
    pub(crate) fn doubt(&mut self) {
        self.entries.iter_mut().for_each(|one| one.stale = true);
    }

    /// Forgets everything: the terminal may have lost its images, or its cells have another size.
    pub(crate) fn forget(&mut self) {
        while !self.entries.is_empty() {
            self.drop_entry(0);
        }
        self.pending = None;
    }

    /// Notes how many pixels a cell has, where it must be known. `measure` is asked once a size.
    pub(crate) fn measure(&mut self, means: Means, measure: impl FnOnce() -> Option<(u16, u16)>) {
        if self.wanted.is_none() || self.is_measured || !means.has_pixels() {
            return;
        }
        self.is_measured = true;
        let cell = measure();
        if cell != self.cell {
            let wanted = self.wanted.take();
            self.forget();
            self.wanted = wanted;
            self.cell = cell;
        }
    }

    pub(crate) fn resized(&mut self) {
        self.is_measured = false;
    }

    /// Takes the sequences that delete images from kitty's memory which are no longer shown.
    pub(crate) fn take_deletions(&mut self) -> String {
        let ids = std::mem::take(&mut self.dropped);
        let delete: String = ids.iter().map(|id| format!("\x1b_Ga=d,d=I,i={id},q=2\x1b\\")).collect();
        if self.tmux && !delete.is_empty() { through_tmux(&delete) } else { delete }
    }
}

/// Puts sequences into the envelope in which tmux passes them on: every escape is doubled in it.
fn through_tmux(sequences: &str) -> String {
    format!("\x1bPtmux;{}\x1b\\", sequences.replace('\x1b', "\x1b\x1b"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_is_doubled_for_tmux() {
        assert_eq!(through_tmux("\x1b_Gi=1\x1b\\"), "\x1bPtmux;\x1b\x1b_Gi=1\x1b\x1b\\\x1b\\");
    }

    #[test]
    fn images_of_kitty_are_deleted_once() {
        let mut images = Images { dropped: vec![7, 8], ..Images::default() };
        assert_eq!(images.take_deletions(), "\x1b_Ga=d,d=I,i=7,q=2\x1b\\\x1b_Ga=d,d=I,i=8,q=2\x1b\\");
        assert_eq!(images.take_deletions(), "");
        let mut images = Images { dropped: vec![7], tmux: true, ..Images::default() };
        assert!(images.take_deletions().starts_with("\x1bPtmux;\x1b\x1b_G"));
    }
}
