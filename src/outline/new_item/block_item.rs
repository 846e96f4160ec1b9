//! Writes a new paragraph or topic in the form of the section's other items.

use super::block_form::{BlockExample, BlockForm, Hole};
use super::line_form::without_emphasis;
use super::list_item::{event_text, is_same_sentence};
use super::story_text::links_to;
use super::vote::most_frequent;
use super::{AddedItem, ItemContext, ItemStyle, NewItem};
use crate::draft::Draft;
use crate::outline::empty_form::preferred;
use crate::outline::encode::{address, escape, link_text, one_line};
use crate::outline::numbers::{next_number, opened_gap};
use crate::outline::{Outline, Slot, SlotState};
use crate::profile::{Profile, SlotKind, normalise};
use crate::text::{Edit, Edits, Span};

/// The section that gets an item of several blocks.
#[derive(Clone, Copy, Debug)]
pub(in crate::outline) struct BlockSection<'a> {
    pub draft: &'a Draft,
    pub outline: &'a Outline,
    pub profile: &'a Profile,
    pub section: usize,
    /// [`SlotKind::Paragraphs`] or [`SlotKind::Topics`].
    pub kind: SlotKind,
}

/// Where an item goes.
#[derive(Clone, Debug)]
struct BlockPlace {
    /// The text that gives way to the item.
    span: Span,
    before: String,
    after: String,
    /// Its number, if it gets one.
    number: u32,
    /// True if the items of the section have numbers; `None` without items.
    is_numbered: Option<bool>,
    /// The index of the first slot after it.
    next: usize,
}

/// The values of an item as its form shows them. An empty one is unknown.
#[derive(Clone, Debug, Default)]
struct BlockValues {
    title: String,
    url: String,
    text: String,
    image: String,
    author: String,
    author_url: String,
    /// True if the text links to the address.
    is_linked: bool,
}

/// Adds an item. `None` if there is no such section.
pub(super) fn add_block_item(
    target: BlockSection<'_>,
    item: &NewItem,
    learnt: &ItemStyle,
    context: &ItemContext<'_>,
) -> Option<AddedItem> {
    let place = target.place(None)?;
    let mut values = BlockValues::new(item);
    if target.kind == SlotKind::Paragraphs && !target.has_titles(place.is_numbered, &[learnt, context.style])
    {
        values.link_title();
    }
    values.drop_repetition();
    let form = target.form(&values, place.is_numbered, &[learnt, context.style])?;
    let add = |values: &BlockValues| {
        let title = if form.marks_title() { without_emphasis(&values.title) } else { &values.title };
        let values = BlockValues { title: title.to_owned(), ..values.clone() };
        let text = form.filled(|hole| values.value(hole, place.number));
        target.inserted(&place, &text, form.has(Hole::Number))
    };
    let added = add(&values)?;
    if target.is_kept_by(&added) {
        return Some(added);
    }
    add(&values.escaped())
}

impl BlockValues {
    fn new(item: &NewItem) -> BlockValues {
        let text = event_text(item.text.trim(), item, None);
        let mut values = BlockValues {
            title: item.title.trim().to_owned(),
            url: item.url.clone(),
            text,
            image: item.image.clone(),
            author: item.author.clone(),
            author_url: if item.author_url.is_empty() { item.url.clone() } else { item.author_url.clone() },
            is_linked: false,
        };
        values.is_linked = !values.url.is_empty() && links_to(&values.text, &values.url);
        values
    }

    /// Empties a text that is only the title.
    fn drop_repetition(&mut self) {
        if !self.is_linked && is_same_sentence(&self.text, &self.title) {
            self.text.clear();
        }
    }

    /// Links the words of the title where the text has them, unless the text has the link.
    fn link_title(&mut self) {
        let (text, title) = (&self.text, &self.title);
        let is_part =
            !self.is_linked && !title.is_empty() && !self.url.is_empty() && title.len() < text.len();
        let Some(at) = text.find(title.as_str()).filter(|_| is_part) else { return };
        let end = at + title.len();
        let draft = Draft::parse(text.as_str());
        let is_prose = draft.prose_at(at).is_some_and(|prose| prose.contains(Span::new(at, end)));
        let is_free = draft.link_at(at).is_none() && draft.link_at(end - 1).is_none();
        let is_whole = !text[..at].ends_with(joins_words) && !text[end..].starts_with(joins_words);
        if is_prose && is_free && is_whole {
            let link = format!("[{}]({})", link_text(title), address(&self.url));
            self.text = format!("{}{link}{}", &text[..at], &text[end..]);
            self.is_linked = true;
        }
    }

    fn value(&self, hole: Hole, number: u32) -> String {
        match hole {
            Hole::Number => number.to_string(),
            Hole::Title | Hole::AltText => link_text(&one_line(&self.title)),
            Hole::Address | Hole::ImageLink => address(&self.url),
            Hole::Text => self.text.trim().to_owned(),
            Hole::Image => address(&self.image),
            Hole::Author => link_text(&one_line(&self.author)),
            Hole::AuthorAddress => address(&self.author_url),
        }
    }

    fn has(&self, hole: Hole) -> bool {
        match hole {
            Hole::Number => true,
            Hole::Title | Hole::AltText => !self.title.is_empty(),
            Hole::Address | Hole::ImageLink => !self.url.is_empty(),
            Hole::Text => !self.text.is_empty(),
            Hole::Image => !self.image.is_empty(),
            Hole::Author | Hole::AuthorAddress => !self.author.is_empty(),
        }
    }

    /// Escapes everything in the text that Markdown may read as markup, in one paragraph.
    fn escaped(self) -> BlockValues {
        let marks = ['<', '`', '[', ']', '*', '_', '#', '~', '|', '>'];
        let text = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        BlockValues { text: escape(&text, &marks), title: escape(&self.title, &marks), ..self }
    }

    /// True if a form shows these values, and needs no others.
    fn fit(&self, form: &BlockForm, kind: SlotKind, is_numbered: Option<bool>) -> bool {
        let is_same = |hole: Hole| form.has(hole) == self.has(hole);
        let has_number = form.has(Hole::Number);
        // A paragraph whose text has the link needs no other; numbered items and topics have a title too.
        let is_plain = kind == SlotKind::Paragraphs && !has_number;
        let shows_page = form.has(Hole::Address);
        let has_page = match is_plain {
            true => shows_page != self.is_linked || self.url.is_empty(),
            false => shows_page || self.is_linked || self.url.is_empty(),
        };
        let shows_title =
            is_plain || form.has(Hole::Title) || self.title.is_empty() || has_number && self.is_linked;
        form.holes().all(|hole| self.has(hole))
            && is_same(Hole::Text)
            && is_same(Hole::Image)
            && has_page
            && shows_title
            && is_numbered.is_none_or(|is_numbered| is_numbered == has_number)
    }
}

/// True for a letter or digit of a script that separates its words with spaces.
fn joins_words(c: char) -> bool {
    c.is_alphanumeric() && c < FIRST_WITHOUT_SPACES
}

/// The first character of the scripts of East Asia.
const FIRST_WITHOUT_SPACES: char = '\u{2e80}';

impl BlockSection<'_> {
    fn slots(&self) -> &[Slot] {
        self.outline.slots_of(self.section)
    }

    fn own(&self) -> impl DoubleEndedIterator<Item = (usize, &Slot)> {
        let kind = self.kind;
        let is_own = move |(_, slot): &(usize, &Slot)| slot.kind == kind && slot.line_of.is_none();
        self.slots().iter().enumerate().filter(is_own)
    }

    /// True if the items of the section have numbers, and mostly a title after them.
    fn has_titles(&self, is_numbered: Option<bool>, styles: &[&ItemStyle]) -> bool {
        let Some(section) = self.outline.sections.get(self.section) else { return false };
        let heading = normalise(&section.title);
        let all = styles.iter().flat_map(|style| &style.blocks);
        let here = all.filter(|one| one.kind == self.kind && one.heading == heading).map(|one| &one.form);
        let numbered = here.filter(|form| form.has(Hole::Number) && is_numbered != Some(false));
        most_frequent(numbered.map(|form| form.has(Hole::Address))).unwrap_or(false)
    }

    /// The usual form for some values: of the section, else of sections of the same kind, else of any
    /// newsletter.
    fn form(
        &self,
        values: &BlockValues,
        is_numbered: Option<bool>,
        styles: &[&ItemStyle],
    ) -> Option<BlockForm> {
        let section = self.outline.sections.get(self.section)?;
        let heading = normalise(&section.title);
        let all = || styles.iter().flat_map(|style| &style.blocks).filter(|one| one.kind == self.kind);
        let own = self.form_of_profile();
        let fits = |form: &&BlockForm| values.fit(form, self.kind, is_numbered);
        let usual = |is_example: &dyn Fn(&&BlockExample) -> bool| {
            let fitting = || all().filter(is_example).map(|one| &one.form).filter(fits);
            // A form with a place for the author, if the author is known.
            let with_author = fitting().filter(|form| form.has(Hole::Author));
            BlockForm::most_usual(with_author).or_else(|| BlockForm::most_usual(fitting()))
        };
        let is_here = |example: &&BlockExample| example.heading == heading;
        let here = usual(&is_here).or_else(|| own.filter(|form| fits(&form)));
        let imageless = || {
            let forms: Vec<BlockForm> = all().filter(is_here).map(|one| one.form.without_image()).collect();
            BlockForm::most_usual(forms.iter().filter(fits))
        };
        let here = here.or_else(imageless);
        // Numbers are a matter of each section.
        let elsewhere = || usual(&|example| !example.form.has(Hole::Number));
        here.or_else(elsewhere).or_else(|| Some(self.usual_form(values, is_numbered)))
    }

    /// The form in the profile, read as an item of the section.
    fn form_of_profile(&self) -> Option<BlockForm> {
        let section = self.outline.sections.get(self.section)?;
        let form = self.profile.section(&section.id)?.form.as_deref()?;
        let heading = section.heading.map_or("", |heading| self.draft.slice(heading));
        let level = "#".repeat(usize::from(section.level.max(1)));
        let draft = Draft::parse(format!("{level} {heading}\n\n{}\n", form.trim()));
        let outline = Outline::new(&draft, self.profile);
        let slot = outline.slots.iter().find(|slot| slot.kind == self.kind)?;
        Some(BlockForm::read(&draft, slot))
    }

    fn usual_form(&self, values: &BlockValues, is_numbered: Option<bool>) -> BlockForm {
        let level = self.outline.sections.get(self.section).map_or(1, |section| section.level);
        let heading = match self.kind {
            SlotKind::Topics => format!("{} ", "#".repeat(usize::from(level) + 1)),
            _ => String::new(),
        };
        let is_plain = self.kind == SlotKind::Paragraphs && is_numbered != Some(true);
        let is_hole = |hole: &Hole| match hole {
            Hole::Title | Hole::Address if is_plain && values.is_linked => false,
            hole => values.has(*hole),
        };
        let holes: Vec<Hole> =
            [Hole::Title, Hole::Address, Hole::Image, Hole::Text].into_iter().filter(is_hole).collect();
        let form = BlockForm::usual(&heading, &holes);
        match is_numbered {
            Some(true) => form.numbered(&self.mark()),
            _ => form,
        }
    }

    /// The mark after the numbers of the section.
    fn mark(&self) -> String {
        let number = self.own().rev().find_map(|(_, slot)| slot.number);
        number.map_or("", |number| self.draft.slice(Span::new(number.span.end, number.end))).to_owned()
    }

    /// The place after the slot `after`, or of the first empty slot, or else after the last slot.
    fn place(&self, after: Option<usize>) -> Option<BlockPlace> {
        let section = self.outline.sections.get(self.section)?;
        let start = section.slots.start;
        let is_empty = |(_, slot): &(usize, &Slot)| after.is_none() && slot.state() == SlotState::Empty;
        let last = match after {
            Some(after) => self.own().find(|(at, _)| start + at == after),
            None => self.own().next_back(),
        };
        let is_numbered = last.map(|(_, slot)| slot.number.is_some());
        if let Some((at, slot)) = self.own().find(is_empty) {
            let number = slot.number.map_or(1, |number| number.value);
            let is_numbered = is_numbered.filter(|_| !slot.span.is_empty());
            let place = BlockPlace { is_numbered, number, next: start + at + 1, ..self.emptied(slot) };
            return Some(place);
        }
        let Some((at, slot)) = last else {
            let next = section.slots.end;
            let number = next_number(self.outline, self.section);
            let gap = self.after_text(self.end_of_text()?);
            return Some(BlockPlace { is_numbered: None, number, next, ..gap });
        };
        let end = slot.span.start + self.draft.slice(slot.span).trim_end().len();
        let number = slot.number.map_or(0, |number| number.value).saturating_add(1);
        let before = "\n".repeat(self.breaks());
        let (span, after) = (Span::at(end), String::new());
        Some(BlockPlace { span, before, after, number, is_numbered, next: start + at + 1 })
    }

    /// The place of an empty slot.
    fn emptied(&self, slot: &Slot) -> BlockPlace {
        let field = slot.fields.iter().find(|field| slot.span.is_empty() && !field.spans.is_empty());
        let (span, before, after) = match field {
            Some(field) => (field.spans[0], field.wrapper.0.to_string(), field.wrapper.1.to_string()),
            None => {
                let end = slot.span.start + self.draft.slice(slot.span).trim_end().len();
                (Span::new(slot.span.start, end), String::new(), String::new())
            }
        };
        BlockPlace { span, before, after, number: 1, is_numbered: None, next: 0 }
    }

    /// The end of the section's own text: a paragraph goes before its topics and its list.
    fn end_of_text(&self) -> Option<usize> {
        let section = self.outline.sections.get(self.section)?;
        let blocks = self.draft.blocks_in(section.span);
        let own = usize::from(section.heading.is_some());
        let is_end = |block: &&crate::draft::Block| {
            self.kind == SlotKind::Paragraphs && (block.is_heading() || !block.items().is_empty())
        };
        let len = blocks.iter().skip(own).take_while(|block| !is_end(block)).count();
        let text = Span::new(section.span.start, blocks[..own + len].last()?.span.end);
        Some(text.start + self.draft.slice(text).trim_end().len())
    }

    fn after_text(&self, end: usize) -> BlockPlace {
        let rest = self.draft.text().get(end..).unwrap_or("");
        let words = rest.trim_start();
        let follows = rest[..rest.len() - words.len()].matches('\n').count();
        let missing = if words.is_empty() { 0 } else { 2usize.saturating_sub(follows) };
        BlockPlace {
            span: Span::at(end),
            before: "\n\n".to_owned(),
            after: "\n".repeat(missing),
            number: 1,
            is_numbered: None,
            next: 0,
        }
    }

    /// The number of line breaks between the items of the section.
    fn breaks(&self) -> usize {
        let slots: Vec<&Slot> = self.own().map(|(_, slot)| slot).collect();
        let breaks = slots.windows(2).filter_map(|pair| {
            let end = pair[0].span.start + self.draft.slice(pair[0].span).trim_end().len();
            let gap = self.draft.slice(Span::new(end, pair[1].span.start));
            gap.trim().is_empty().then(|| gap.matches('\n').count())
        });
        most_frequent(breaks).unwrap_or(2).clamp(2, 3)
    }

    /// The draft with a text at a place.
    fn inserted(&self, place: &BlockPlace, text: &str, has_number: bool) -> Option<AddedItem> {
        let (edits, span) = self.edits(place, text, has_number)?;
        Some(AddedItem { draft: self.draft.clone().edit(&edits), span })
    }

    fn edits(&self, place: &BlockPlace, text: &str, has_number: bool) -> Option<(Edits, Span)> {
        let [before, text, after] =
            [&place.before, text, &place.after].map(|text| self.draft.with_newlines(text));
        let start = place.span.start + before.len();
        let span = Span::new(start, start + text.len());
        let mut edits = vec![Edit { span: place.span, text: format!("{before}{text}{after}") }];
        if has_number && place.span.is_empty() {
            edits.extend(opened_gap(self.draft, self.outline, place.next, place.number));
        }
        Some((Edits::new(edits).ok()?, span))
    }

    /// True if all sections and slots are still there, and the item is one slot.
    fn is_kept_by(&self, added: &AddedItem) -> bool {
        let outline = Outline::new(&added.draft, self.profile);
        let titles = |outline: &Outline| -> Vec<(u8, String)> {
            outline.sections.iter().map(|section| (section.level, section.title.clone())).collect()
        };
        let is_item = |slot: &Slot| slot.kind == self.kind && slot.span == added.span;
        titles(self.outline) == titles(&outline)
            && outline.slots.len() >= self.outline.slots.len()
            && outline.slots.iter().any(is_item)
    }

    /// An empty item in the section's usual form, after the slot `after` or the last one. `None` if the
    /// section has no items of the kind.
    pub fn add_empty(&self, after: Option<usize>) -> Option<Edits> {
        let mut style = ItemStyle::default();
        style.add(self.draft, self.outline);
        let last = self.own().next_back().map(|(at, _)| self.outline.sections[self.section].slots.start + at);
        let after =
            after.filter(|after| self.outline.slots.get(*after).is_some_and(|slot| slot.kind == self.kind));
        let place = match after.or(last) {
            Some(after) => self.place(Some(after))?,
            None => {
                let number = next_number(self.outline, self.section);
                let next = self.outline.slots.len();
                BlockPlace { number, next, ..self.after_text(self.end_of_text()?) }
            }
        };
        let heading = normalise(&self.outline.sections.get(self.section)?.title);
        let own = || {
            let own = style.blocks.iter().filter(|one| one.kind == self.kind && one.heading == heading);
            own.map(|one| &one.form)
                .filter(|form| place.is_numbered.is_none_or(|is| is == form.has(Hole::Number)))
        };
        let plain = own().filter(|form| !form.has(Hole::Image));
        let form = BlockForm::most_usual(plain)
            .or_else(|| BlockForm::most_usual(own()).map(|form| form.without_image()));
        let form = self.form_of_profile().filter(|_| place.is_numbered != Some(true)).or(form);
        let usual = || {
            let holes: &[Hole] = match self.kind {
                SlotKind::Topics => &[Hole::Title, Hole::Address, Hole::Text],
                _ => &[Hole::Text],
            };
            let level = self.outline.sections.get(self.section).map_or(1, |section| section.level);
            let heading = format!("{} ", "#".repeat(usize::from(level) + 1));
            BlockForm::usual(if self.kind == SlotKind::Topics { &heading } else { "" }, holes)
        };
        let placeholders = &self.profile.placeholders;
        let form = form.unwrap_or_else(usual);
        let text = form.filled(|hole| match hole {
            Hole::Number => place.number.to_string(),
            Hole::Title => preferred("title", &placeholders.texts),
            Hole::AltText => preferred("title", &self.profile.images.alt_placeholders),
            Hole::Text => preferred("text", &placeholders.texts),
            Hole::Author => preferred("name", &placeholders.texts),
            Hole::Address | Hole::ImageLink | Hole::AuthorAddress => {
                preferred("url", &placeholders.addresses)
            }
            Hole::Image => String::new(),
        });
        self.edits(&place, text.trim_end_matches('\n'), form.has(Hole::Number)).map(|(edits, _)| edits)
    }
}
