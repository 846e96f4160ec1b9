//! How an item of several blocks is written: its text with a hole for each value.

use super::line_form::without_emphasis;
use super::vote::most_frequent_share;
use crate::draft::Draft;
use crate::outline::{Fill, Role, Slot, SlotState};
use crate::profile::{NewItemForm, SlotKind};
use crate::text::Span;

/// An item of an issue.
#[derive(Clone, Debug)]
pub(super) struct BlockExample {
    /// The section's heading, normalized.
    pub heading: String,
    pub kind: SlotKind,
    pub form: BlockForm,
}

/// A value of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hole {
    Number,
    Title,
    Address,
    Text,
    Image,
    AltText,
    ImageLink,
    Author,
    AuthorAddress,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Markup(String),
    /// Words that may be of one item only, such as `（英文）`.
    Words(String),
    Hole(Hole),
}

/// The form of an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct BlockForm {
    pieces: Vec<Piece>,
}

/// The percentage of the items of a form that must have the same words before other items get them.
const AGREED_WORDS: usize = 80;

impl BlockExample {
    /// Reads a written item. `None` if it has several images before or after its text.
    pub fn read(heading: &str, draft: &Draft, slot: &Slot) -> Option<BlockExample> {
        let images = slot.fields.iter().filter(|field| field.role == Role::Image).count();
        if slot.kind.item_form() != NewItemForm::Block || images > 1 || slot.state() == SlotState::Empty {
            return None;
        }
        let form = BlockForm::read(draft, slot);
        Some(BlockExample { heading: heading.to_owned(), kind: slot.kind, form })
    }
}

impl Hole {
    fn of_role(role: Role) -> Option<Hole> {
        Some(match role {
            Role::Title => Hole::Title,
            Role::Address => Hole::Address,
            Role::Text => Hole::Text,
            Role::Image => Hole::Image,
            Role::AltText => Hole::AltText,
            Role::ImageLink => Hole::ImageLink,
            Role::Author => Hole::Author,
            Role::AuthorAddress => Hole::AuthorAddress,
            _ => return None,
        })
    }
}

impl BlockForm {
    /// Reads the form of a slot.
    pub fn read(draft: &Draft, slot: &Slot) -> BlockForm {
        let mut holes: Vec<(Span, Hole)> = slot.number.iter().map(|one| (one.span, Hole::Number)).collect();
        for field in slot.fields.iter().filter(|field| field.fill != Fill::Missing) {
            let Some((span, hole)) = field.spans.first().zip(Hole::of_role(field.role)) else { continue };
            let value = draft.slice(*span);
            let inner = if hole == Hole::Title { without_emphasis(value) } else { value };
            let start = span.start + (value.len() - inner.len()) / 2;
            holes.push((Span::new(start, start + inner.len()), hole));
        }
        holes.sort_by_key(|(span, _)| span.start);
        let mut form = BlockForm::default();
        let mut at = slot.span.start;
        for (span, hole) in holes {
            form.add_text(&draft.slice(Span::new(at, span.start.max(at))).replace("\r\n", "\n"));
            form.pieces.push(Piece::Hole(hole));
            at = span.end.max(at);
        }
        let end = draft.slice(Span::new(at, slot.span.end.max(at))).trim_end();
        form.add_text(&end.replace("\r\n", "\n"));
        form
    }

    /// The form that is used without an example. `heading` is the beginning of a heading, such as `### `.
    pub fn usual(heading: &str, holes: &[Hole]) -> BlockForm {
        let has = |hole: Hole| holes.contains(&hole);
        let mut form = BlockForm::default();
        form.pieces.push(Piece::Markup(heading.to_owned()));
        if has(Hole::Title) && has(Hole::Address) {
            form.add_link(Hole::Title, Hole::Address);
        } else if has(Hole::Title) {
            form.pieces.push(Piece::Hole(Hole::Title));
        }
        let is_begun = has(Hole::Title);
        if has(Hole::Image) {
            form.add_markup(if is_begun { "\n\n![" } else { "![" });
            form.pieces.push(Piece::Hole(Hole::AltText));
            form.add_markup("](");
            form.pieces.push(Piece::Hole(Hole::Image));
            form.add_markup(")");
        }
        if has(Hole::Text) {
            form.add_markup(match (has(Hole::Image) || !heading.is_empty(), is_begun) {
                (true, _) => "\n\n",
                (false, true) => " ",
                (false, false) => "",
            });
            form.pieces.push(Piece::Hole(Hole::Text));
        }
        form
    }

    fn add_link(&mut self, text: Hole, address: Hole) {
        self.add_markup("[");
        self.pieces.push(Piece::Hole(text));
        self.add_markup("](");
        self.pieces.push(Piece::Hole(address));
        self.add_markup(")");
    }

    fn add_markup(&mut self, markup: &str) {
        self.pieces.push(Piece::Markup(markup.to_owned()));
    }

    /// Adds the text between two values, split into markup and words.
    fn add_text(&mut self, text: &str) {
        let is_code = text.trim_start().starts_with('<') || text.contains("{{") || text.contains("}}");
        for line in text.split_inclusive('\n') {
            let words = line.trim_start_matches([')', ']', '*', '_', '`', '#', '>', ' ', ':', '-', ',']);
            let inner = words.trim_end_matches(['\n', '[', '`', '*', '_', '!', '(']);
            if is_code || !inner.contains(char::is_alphanumeric) {
                self.add_markup(line);
                continue;
            }
            self.add_markup(&line[..line.len() - words.len()]);
            self.pieces.push(Piece::Words(inner.to_owned()));
            self.add_markup(&words[inner.len()..]);
        }
    }

    /// The form with a number and the mark after it.
    pub fn numbered(mut self, mark: &str) -> BlockForm {
        // The text is below the line of the number.
        let gap = Piece::Markup(" ".to_owned());
        let is_before_text = |pair: &[Piece]| pair == [gap.clone(), Piece::Hole(Hole::Text)];
        if let Some(at) = self.pieces.windows(2).position(is_before_text) {
            self.pieces[at] = Piece::Markup("\n\n".to_owned());
        }
        self.pieces.splice(0..0, [Piece::Hole(Hole::Number), Piece::Markup(mark.to_owned())]);
        self
    }

    /// The form without the line of its image.
    pub fn without_image(&self) -> BlockForm {
        let ends_line = |piece: &Piece| matches!(piece, Piece::Markup(text) if text.ends_with('\n'));
        let is_blank = |line: &&[Piece]| matches!(line, [Piece::Markup(text)] if text.trim().is_empty());
        let mut lines = self.pieces.split_inclusive(ends_line).peekable();
        let mut pieces: Vec<Piece> = Vec::new();
        while let Some(line) = lines.next() {
            if line.contains(&Piece::Hole(Hole::Image)) {
                lines.next_if(is_blank);
            } else {
                pieces.extend_from_slice(line);
            }
        }
        while let Some(Piece::Markup(_)) = pieces.last().filter(|piece| ends_line(piece)) {
            pieces.pop();
        }
        BlockForm { pieces }
    }

    /// True if the title is code or emphasized.
    pub fn marks_title(&self) -> bool {
        let title = self.pieces.iter().position(|piece| *piece == Piece::Hole(Hole::Title));
        let before = title.and_then(|at| self.pieces.get(at.checked_sub(1)?));
        matches!(before, Some(Piece::Markup(text)) if text.ends_with(['`', '*', '_']))
    }

    pub fn has(&self, hole: Hole) -> bool {
        self.pieces.contains(&Piece::Hole(hole))
    }

    pub fn holes(&self) -> impl Iterator<Item = Hole> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Hole(hole) => Some(*hole),
            _ => None,
        })
    }

    /// The form without its words.
    fn shape(&self) -> BlockForm {
        let mut shape = BlockForm::default();
        for piece in &self.pieces {
            match (piece, shape.pieces.last_mut()) {
                (Piece::Words(_), _) => {}
                (Piece::Markup(text), _) if text.is_empty() => {}
                (Piece::Markup(text), Some(Piece::Markup(before))) => before.push_str(text),
                (piece, _) => shape.pieces.push(piece.clone()),
            }
        }
        shape
    }

    fn words(&self) -> Vec<&str> {
        let words = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Words(words) => Some(words.as_str()),
            _ => None,
        });
        words.collect()
    }

    /// The usual one of some forms: their most frequent shape, with words that nearly all forms of that shape
    /// have. `None` without forms.
    pub fn most_usual<'f>(forms: impl IntoIterator<Item = &'f BlockForm>) -> Option<BlockForm> {
        let forms: Vec<&BlockForm> = forms.into_iter().collect();
        let (shape, ..) = most_frequent_share(forms.iter().map(|form| form.shape()))?;
        let alike = || forms.iter().filter(|form| form.shape() == shape);
        let (words, count, total) = most_frequent_share(alike().map(|form| form.words()))?;
        let with_words = alike().find(|form| form.words() == words);
        let is_agreed = count * 100 >= total * AGREED_WORDS;
        Some(with_words.filter(|_| is_agreed).map_or(shape, |form| (*form).clone()))
    }

    /// Writes an item.
    pub fn filled(&self, value: impl Fn(Hole) -> String) -> String {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Markup(text) | Piece::Words(text) => text.clone(),
                Piece::Hole(hole) => value(*hole),
            })
            .collect()
    }
}
