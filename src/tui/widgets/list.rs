/// The selected entry of a list and the first visible one.
///
/// Ratatui's `ListState` finds its offset only while its widget draws, which takes all entries. With
/// this one, a view knows the visible entries before it makes them, so that a list of thousands costs no
/// more than its visible part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListState {
    pub selected: usize,
    pub offset: usize,
}

impl ListState {
    pub fn next(&mut self, length: usize) {
        self.select(self.selected.saturating_add(1), length);
    }

    pub fn previous(&mut self) {
        self.selected = self.selected.saturating_sub(1);
    }

    pub fn page_down(&mut self, height: usize, length: usize) {
        self.select(self.selected.saturating_add(height.saturating_sub(1).max(1)), length);
    }

    pub fn page_up(&mut self, height: usize) {
        self.selected = self.selected.saturating_sub(height.saturating_sub(1).max(1));
    }

    pub fn home(&mut self) {
        self.selected = 0;
    }

    pub fn end(&mut self, length: usize) {
        self.select(usize::MAX, length);
    }

    /// Selects an entry; the last one if there are fewer.
    pub fn select(&mut self, index: usize, length: usize) {
        self.selected = index.min(length.saturating_sub(1));
    }

    /// Returns the entries that are visible in `height` rows: the selected entry is one of them, and no
    /// row stays empty while entries are hidden above.
    pub fn window(&self, height: usize, length: usize) -> std::ops::Range<usize> {
        let selected = self.selected.min(length.saturating_sub(1));
        let mut offset = self.offset.min(length.saturating_sub(height)).min(selected);
        if height > 0 && selected >= offset + height {
            offset = selected + 1 - height;
        }
        offset..length.min(offset.saturating_add(height))
    }

    /// Moves the offset to [`Self::window`], and returns it.
    pub fn visible(&mut self, height: usize, length: usize) -> std::ops::Range<usize> {
        self.select(self.selected, length);
        let window = self.window(height, length);
        self.offset = window.start;
        window
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selected_entry_stays_visible() {
        let mut list = ListState::default();
        assert_eq!(list.visible(3, 10), 0..3);
        list.page_down(3, 10);
        list.next(10);
        assert_eq!((list.selected, list.visible(3, 10)), (3, 1..4));
        list.end(10);
        assert_eq!((list.selected, list.visible(3, 10)), (9, 7..10));
        list.previous();
        assert_eq!(list.visible(3, 10), 7..10);
        list.home();
        assert_eq!(list.visible(3, 10), 0..3);
    }

    #[test]
    fn a_list_that_shrinks_keeps_a_selection_in_it() {
        let mut list = ListState { selected: 9, offset: 7 };
        assert_eq!(list.visible(3, 4), 1..4);
        assert_eq!(list.selected, 3);
        assert_eq!(list.visible(3, 0), 0..0);
        assert_eq!(list.visible(0, 4), 0..0);
    }
}
