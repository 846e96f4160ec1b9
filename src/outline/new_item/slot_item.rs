//! Fills an empty slot or row with an item, or a new one after the section's last one.

use super::examples::Examples;
use super::list_item::event_text;
use super::site_names::SiteNames;
use super::slot_form::{story_form, usual_row_form};
use super::story_text::{OwnSource, links_to, with_stop, without_stop};
use super::style::LinkedStory;
use super::vote::most_frequent;
use super::{AddedItem, ItemContext, ItemStyle, MissingSource, NewItem};
use crate::draft::Draft;
use crate::outline::change::add_row_like;
use crate::outline::issue::Issue;
use crate::outline::spacing::with_spacing;
use crate::outline::{
    Field, Fill, Layout, Outline, Role, Slot, SlotState, SourceMarks, add_row, add_slot, dates_in, kinds,
    remove_slot, update_count, write_contained,
};
use crate::profile::normalise;
use crate::text::{Edits, Span};

/// A slot, by its start, or a row of a list slot.
#[derive(Clone, Copy, Debug)]
pub(super) struct ItemPosition {
    start: usize,
    row: Option<usize>,
}

/// Where a new slot goes, by the index of a slot in the section.
#[derive(Clone, Copy, Debug)]
enum SlotPlace {
    Before(usize),
    After(usize),
    End,
}

/// How the source in a story's form is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
enum SourceChoice {
    /// The form has none.
    Unknown,
    /// It keeps its placeholder.
    Open,
    /// The text has its own, or needs none.
    Removed,
    /// An empty value keeps that of the form.
    Named { name: String, address: String },
}

impl SourceChoice {
    fn values(&self) -> (&String, &String) {
        static NONE: String = String::new();
        match self {
            SourceChoice::Named { name, address } => (name, address),
            _ => (&NONE, &NONE),
        }
    }
}

/// Which slots of a section are considered, if it has any of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SlotFilter {
    /// Stories and lists: an item with an image is no bullet.
    Blocks,
    /// Items of lists: events without an image are bullets.
    ListItems,
}

impl SlotFilter {
    fn select(self, slots: &[Slot]) -> Vec<&Slot> {
        let fits = |slot: &&Slot| match self {
            SlotFilter::Blocks => !slot.is_item(),
            SlotFilter::ListItems => slot.is_item() && slot.line_of.is_none(),
        };
        let selected: Vec<&Slot> = slots.iter().filter(fits).collect();
        if selected.is_empty() { slots.iter().collect() } else { selected }
    }
}

/// A draft in which an item is being filled in, with its outline.
pub(super) struct ItemBuilder<'c> {
    draft: Draft,
    outline: Outline,
    context: &'c ItemContext<'c>,
}

impl<'c> ItemBuilder<'c> {
    pub fn new(draft: &Draft, context: &'c ItemContext<'c>) -> Self {
        let mut builder = ItemBuilder { draft: draft.clone(), outline: Outline::default(), context };
        builder.read();
        builder
    }

    pub fn outline(&self) -> &Outline {
        &self.outline
    }

    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// True if the section has events with a date among those that are considered.
    pub fn has_dated_slots(&self, section: usize, filter: SlotFilter) -> bool {
        filter.select(self.outline.slots_of(section)).iter().any(|slot| !slot.days.is_empty())
    }

    /// Removes an empty slot. `None` if it is a row of a list, or does not exist.
    pub fn remove(&mut self, position: ItemPosition) -> Option<()> {
        let at = self.outline.slots.iter().position(|slot| slot.span.start == position.start)?;
        let edits = remove_slot(&self.draft, &self.outline, at).filter(|_| position.row.is_none())?;
        self.apply(&edits);
        Some(())
    }

    /// Adds an item after the section's last one.
    pub fn append(mut self, section: usize, filter: SlotFilter, item: &NewItem) -> Option<AddedItem> {
        let position = self.new_position(section, filter, item)?;
        self.add_at(position, item)
    }

    /// Fills an empty slot or row.
    pub fn add_at(mut self, position: ItemPosition, item: &NewItem) -> Option<AddedItem> {
        let edits = self.fill(position, item);
        self.apply(&edits);
        if item.image.is_empty()
            && let Some(edits) = self.image_removal(position)
        {
            // Without its image and a date, an event is no slot any more, so the span is mapped.
            return Some(self.finish(position, &edits)?.trimmed());
        }
        let slot = self.slot(position)?;
        match update_count(&self.draft, self.context.profile, &self.outline, slot) {
            Some(edits) => self.finish(position, &edits),
            None => self.finish(position, &Edits::default()),
        }
    }

    fn apply(&mut self, edits: &Edits) {
        if !edits.is_empty() {
            self.draft = std::mem::take(&mut self.draft).edit(edits);
            self.read();
        }
    }

    fn read(&mut self) {
        self.outline = Outline::new(&self.draft, self.context.profile);
        self.outline.note_images(&self.draft, self.context.has_image);
    }

    fn slot(&self, position: ItemPosition) -> Option<&Slot> {
        let is_it =
            |slot: &&Slot| slot.span.start == position.start && slot.is_list() == position.row.is_some();
        self.outline.slots.iter().find(is_it)
    }

    /// The first slot or row of the section that nobody has filled.
    pub fn empty_position(&self, section: usize, filter: SlotFilter) -> Option<ItemPosition> {
        let can_hold = |slot: &&Slot| slot.kind.holds_items();
        let slots = filter.select(self.outline.slots_of(section));
        slots.into_iter().filter(can_hold).find_map(|slot| {
            let start = slot.span.start;
            if slot.is_list() {
                let row = slot.rows.iter().position(|row| row.state() == SlotState::Empty)?;
                return Some(ItemPosition { start, row: Some(row) });
            }
            (slot.state() == SlotState::Empty).then_some(ItemPosition { start, row: None })
        })
    }

    /// Adds a slot or row after the section's last one. Events are kept in order of their dates.
    fn new_position(&mut self, section: usize, filter: SlotFilter, item: &NewItem) -> Option<ItemPosition> {
        let slots = self.outline.slots_of(section);
        let selected = filter.select(slots);
        let is_selected =
            |slot: &Slot| slot.kind.takes_items() && selected.iter().any(|one| one.span == slot.span);
        let kinds = &self.context.profile.section(&self.outline.sections.get(section)?.id)?.kinds;
        if !kinds.iter().any(|kind| kind.takes_items()) {
            return None;
        }
        let last = slots.iter().rposition(is_selected);
        let list = last.map(|at| &slots[at]).filter(|slot| slot.is_list());
        let edits = match list {
            Some(list) => self.new_row(list, item)?,
            None => {
                let issue = Issue::new(&self.draft, self.context.profile, None).date();
                let words = format!("{} {}", item.date, item.text);
                let day = issue.and_then(|issue| dates_in(&words, issue)).map(|(first, _)| first);
                let first_day = |slot: &Slot| slot.dates(issue).map(|(first, _)| first);
                let is_earlier = |slot: &Slot| {
                    is_selected(slot)
                        && first_day(slot).is_some_and(|first| day.is_some_and(|day| first <= day))
                };
                let is_later = |slot: &Slot| is_selected(slot) && first_day(slot).is_some() && day.is_some();
                let place = match (slots.iter().rposition(is_earlier), slots.iter().position(is_later)) {
                    (Some(at), _) => SlotPlace::After(at),
                    (None, Some(at)) => SlotPlace::Before(at),
                    (None, None) => last.map_or(SlotPlace::End, SlotPlace::After),
                };
                self.new_slot(section, place, item)?
            }
        };
        let is_list = list.is_some();
        let at = edits.span()?.start;
        self.apply(&edits);
        // The inserted text may begin with line breaks, so the new slot starts at `at` or after it.
        let mut slots = self.outline.slots_of(section).iter().filter(|slot| slot.is_list() == is_list);
        slots.find_map(|slot| match is_list {
            true => {
                let row = slot.rows.iter().position(|row| row.span.start >= at)?;
                Some(ItemPosition { start: slot.span.start, row: Some(row) })
            }
            false => (slot.span.start >= at).then_some(ItemPosition { start: slot.span.start, row: None }),
        })
    }

    fn new_row(&self, list: &Slot, item: &NewItem) -> Option<Edits> {
        let profile = self.context.profile;
        match usual_row_form(&self.draft, &self.outline, profile, list.kind, item) {
            Some(form) => Some(add_row_like(&self.draft, list, None, &form)),
            None => add_row(&self.draft, profile, &self.outline, list, None),
        }
    }

    fn new_slot(&self, section: usize, place: SlotPlace, item: &NewItem) -> Option<Edits> {
        let ItemContext { profile, template, folder, .. } = *self.context;
        let slots = self.outline.slots_of(section);
        let form = story_form(&self.draft, slots, profile, item);
        let form = form.map(|form| self.draft.with_newlines(&form));
        let gap = self.draft.newline().repeat(2);
        match (place, form) {
            (SlotPlace::Before(at), Some(form)) => {
                Some(Edits::insert(slots[at].span.start, format!("{form}{gap}")))
            }
            (SlotPlace::After(at), Some(form)) if !slots[at].is_item() => {
                Some(Edits::insert(slots[at].span.end, format!("{gap}{form}")))
            }
            (place, _) => {
                let start = self.outline.sections.get(section)?.slots.start;
                let after = match place {
                    SlotPlace::After(at) => Some(start + at),
                    SlotPlace::Before(_) => slots.len().checked_sub(1).map(|last| start + last),
                    SlotPlace::End => None,
                };
                add_slot(&self.draft, &self.outline, profile, section, after, template, folder)
            }
        }
    }

    fn field(&self, position: ItemPosition, role: Role) -> Option<&Field> {
        let slot = self.slot(position)?;
        let mut fields = match position.row {
            Some(row) => slot.rows.get(row)?.fields.iter(),
            None => slot.fields.iter(),
        };
        fields.find(|field| field.role == role)
    }

    /// Returns the edits for all values at once: the fields of a slot do not overlap.
    fn fill(&self, position: ItemPosition, item: &NewItem) -> Edits {
        let has = |role| self.field(position, role).is_some();
        let has_title = has(Role::Title) || has(Role::Name);
        let text = if has_title || !item.text.is_empty() { &item.text } else { &item.title };
        let author = self.author_removal(position).filter(|_| item.author.is_empty());
        let dated = self.slot(position).filter(|_| !item.date.trim().is_empty());
        let style = dated.map(|_| ItemStyle::learn([(&self.draft, &self.outline)])).unwrap_or_default();
        let heading = dated.map(|slot| normalise(&self.outline.sections[slot.section].title));
        let examples = dated.zip(heading.as_ref()).map(|(slot, heading)| {
            let (past, profile) = (self.context.style, self.context.profile);
            Examples { draft: &style, past, heading, kind: slot.kind, profile }
        });
        let text = event_text(text, item, examples.as_ref());
        let choice = self.source_choice(position, item, &text);
        let text = match choice {
            SourceChoice::Unknown => match self.unplaced_source(position, item, &text) {
                Some(source) => format!("{}{source}", without_stop(&text)),
                None => text,
            },
            SourceChoice::Removed => with_stop(&text),
            SourceChoice::Open | SourceChoice::Named { .. } => without_stop(&text).to_owned(),
        };
        let (source, source_url) = choice.values();
        let mut all = Edits::default();
        let mut add = |edits: Option<Edits>| {
            if let Some(joined) = edits.and_then(|edits| all.clone().join(edits).ok()) {
                all = joined;
            }
        };
        for (role, value) in [
            (Role::Title, &item.title),
            (Role::Name, &item.title),
            (Role::Image, &item.image),
            (Role::AltText, &item.title),
            (Role::ImageLink, &item.url),
            (Role::Address, &item.url),
            (Role::Text, &text),
            (Role::Source, source),
            (Role::SourceAddress, source_url),
            (Role::Author, &item.author),
            (Role::AuthorAddress, &item.author_url),
        ] {
            let is_removed = author.is_some() && role.is_of_author();
            if !value.is_empty() && !is_removed {
                add(self.value(position, role, value));
            }
        }
        add(author);
        if choice == SourceChoice::Removed {
            add(self.source_removal(position));
        }
        if has_title && !item.text.is_empty() && !has(Role::Text) {
            add(self.text_after(position, &item.text));
        }
        add(self.talks_removal(position));
        all
    }

    /// How the source of the form is changed.
    fn source_choice(&self, position: ItemPosition, item: &NewItem, text: &str) -> SourceChoice {
        let Some(field) = self.field(position, Role::Source) else { return SourceChoice::Unknown };
        let own = OwnSource::of_text(text, SourceMarks::new(self.context.profile));
        let is_given = !item.source.is_empty();
        let is_default = self.context.missing_source == MissingSource::Site && !item.url.is_empty();
        if own == OwnSource::AtEnd || (own == OwnSource::Within && !is_given) {
            return SourceChoice::Removed;
        }
        if !is_given && is_default && links_to(text, &item.url) && self.leaves_linked_unsourced() {
            return SourceChoice::Removed;
        }
        let name = match is_given {
            true => item.source.clone(),
            false if is_default && field.fill != Fill::Written => self.site_name(item),
            false => String::new(),
        };
        let is_named = !name.is_empty() || is_default;
        let address = if item.source_url.is_empty() && is_named { &item.url } else { &item.source_url };
        if name.is_empty() && address.is_empty() {
            return SourceChoice::Open;
        }
        SourceChoice::Named { name, address: address.clone() }
    }

    /// The source for the text of a story whose form has no place for the address of the item. `None` if it has
    /// one, and for a text that links to the page or names its own source.
    fn unplaced_source(&self, position: ItemPosition, item: &NewItem, text: &str) -> Option<String> {
        let is_story = self.slot(position)?.layout == Layout::Blocks && !self.slot(position)?.kind.has_days();
        let has = |role| self.field(position, role).is_some();
        let has_place = has(Role::Address) || (has(Role::ImageLink) && !item.image.is_empty());
        let is_wanted = self.context.missing_source == MissingSource::Site && !item.url.is_empty();
        let marks = SourceMarks::new(self.context.profile);
        let needs_source = is_wanted && is_story && has(Role::Text) && !has_place;
        if !needs_source || links_to(text, &item.url) || OwnSource::of_text(text, marks) != OwnSource::None {
            return None;
        }
        let name = if item.source.is_empty() { self.site_name(item) } else { item.source.clone() };
        let url = if item.source_url.is_empty() { &item.url } else { &item.source_url };
        Some(marks.written(&name, url))
    }

    /// True if stories whose text links to their page mostly name no source.
    fn leaves_linked_unsourced(&self) -> bool {
        let own = ItemStyle::learn([(&self.draft, &self.outline)]);
        let all = own.linked_stories.iter().chain(&self.context.style.linked_stories).copied();
        most_frequent(all) == Some(LinkedStory::Unsourced)
    }

    fn site_name(&self, item: &NewItem) -> String {
        let mut own = SiteNames::default();
        own.learn(&self.draft, &self.outline);
        let words = format!("{} {}", item.title, item.text);
        self.context.style.sites.name(&item.url, &words, &own, self.context.profile)
    }

    /// Removes the source of the form from a text that names its own.
    fn source_removal(&self, position: ItemPosition) -> Option<Edits> {
        let text = self.field(position, Role::Text)?.spans.first()?.end;
        let last = self.slot(position)?.fields.iter().rfind(|field| field.role.is_of_source())?;
        let end = last.spans.first()?.end;
        let rest = self.draft.text().get(end..)?;
        let rest = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
        Some(Edits::delete(Span::new(text, end + rest.trim_end().len())))
    }

    fn value(&self, position: ItemPosition, role: Role, value: &str) -> Option<Edits> {
        let mut field = self.field(position, role)?.clone();
        let (edits, _) = write_contained(&mut field, value, &self.draft, self.context.profile);
        Some(edits)
    }

    /// Adds a text at the end of an item that has no field for it. `None` for boards and guides.
    fn text_after(&self, position: ItemPosition, text: &str) -> Option<Edits> {
        let separator = kinds::finder(self.slot(position)?.kind).text_separator()?;
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Edits::insert(self.span(position)?.end, format!("{separator}{line}")))
    }

    /// Removes the image of the slot's form. The path alone does not decide whether it is one: some
    /// templates carry paths that look real.
    fn image_removal(&self, position: ItemPosition) -> Option<Edits> {
        let field = self.field(position, Role::Image)?;
        let at = field.spans.first().filter(|at| !(self.context.has_image)(self.draft.slice(**at)))?;
        let text = self.draft.text();
        let block = self.draft.blocks().iter().find(|block| block.span.contains(*at))?;
        if !block.is_image_only(text) {
            return None;
        }
        let edits = Edits::delete(with_spacing(&self.draft, block.span));
        // Only if the text after the image moves up to where the image began.
        let rest = text.get(block.span.end..).unwrap_or("");
        let has_text_after = !rest.trim().is_empty();
        (has_text_after && edits.span().is_some_and(|span| span.start == block.span.start)).then_some(edits)
    }

    /// Removes the placeholders for an event's talks: an item names none.
    fn talks_removal(&self, position: ItemPosition) -> Option<Edits> {
        let is_open = |field: &Field| {
            matches!(field.role, Role::Talk | Role::TalkAddress) && field.fill == Fill::Placeholder
        };
        let slot = self.slot(position).filter(|slot| slot.fields.iter().any(is_open))?;
        let line = self.draft.slice(slot.span).find('\n').map_or(slot.span.end, |at| slot.span.start + at);
        Some(Edits::delete(Span::new(line, slot.span.end)))
    }

    /// Removes ` from [name](url)` from the form of a guide.
    fn author_removal(&self, position: ItemPosition) -> Option<Edits> {
        self.field(position, Role::Author).filter(|field| field.fill != Fill::Written)?;
        let address = self.field(position, Role::Address)?.spans.first()?;
        let row = self.slot(position)?.rows.get(position.row?)?;
        let rest = self.draft.slice(Span::new(address.end, row.span.end));
        let end = address.end + rest.find(')').unwrap_or(0) + 1;
        Some(Edits::delete(Span::new(end.min(row.span.end), row.span.end)))
    }

    fn span(&self, position: ItemPosition) -> Option<Span> {
        let slot = self.slot(position)?;
        match position.row {
            Some(row) => Some(slot.rows.get(row)?.span),
            None => Some(slot.span),
        }
    }

    /// Applies the last edits. They change nothing within the item but its image, so its span is
    /// mapped and the outline is not needed again.
    fn finish(self, position: ItemPosition, edits: &Edits) -> Option<AddedItem> {
        let span = self.span(position)?;
        Some(AddedItem { draft: self.draft.edit(edits), span: edits.map_span(span) })
    }
}

impl AddedItem {
    fn trimmed(self) -> Self {
        Self { span: self.span.trim(self.draft.text()), ..self }
    }
}
