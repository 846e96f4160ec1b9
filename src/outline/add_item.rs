//! Adds one item to a section: in its first empty slot, or after its last one.

use super::issue::Issue;
use super::spacing::with_spacing;
use super::{
    Field, Fill, Outline, Role, Slot, SlotState, add_row, add_slot, dates_in, kinds, update_count,
    write_contained,
};
use crate::draft::Draft;
use crate::profile::Profile;
use crate::text::{Bias, Edits, Span};

/// The values of a new item. An empty value is unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewItem {
    pub title: String,
    pub url: String,
    pub text: String,
    /// The image's path as the draft refers to it.
    pub image: String,
    /// The name of the source at the end of a story.
    pub source: String,
    pub source_url: String,
    /// Who wrote it, for items that name their author, such as guides.
    pub author: String,
    pub author_url: String,
}

/// A draft with one more item.
#[derive(Clone, Debug)]
pub struct AddedItem {
    pub draft: Draft,
    /// The item in the new draft.
    pub span: Span,
}

/// A slot, by its start, or a row of a list slot.
#[derive(Clone, Copy, Debug)]
struct ItemPosition {
    start: usize,
    row: Option<usize>,
}

/// Which slots of a section are considered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SlotFilter {
    Any,
    /// Items of lists if the section has any: events without an image are bullets.
    ListItems,
}

impl SlotFilter {
    fn select(self, slots: &[Slot]) -> Vec<&Slot> {
        let fits = |slot: &&Slot| self == SlotFilter::Any || slot.is_item() && slot.line_of.is_none();
        let selected: Vec<&Slot> = slots.iter().filter(fits).collect();
        if selected.is_empty() { slots.iter().collect() } else { selected }
    }
}

/// Adds an item to a section. Removes the image and the author of the slot's form if the item has
/// none. `has_image` is true for paths of images that exist: a slot with such an image is in use.
///
/// Returns `None` if the section takes no items. A section that is one story takes an item only while
/// it is empty.
pub fn add_item(
    draft: &Draft,
    profile: &Profile,
    section: usize,
    item: &NewItem,
    template: Option<(&Draft, &Outline)>,
    folder: &str,
    has_image: &dyn Fn(&str) -> bool,
) -> Option<AddedItem> {
    let mut builder = ItemBuilder::new(draft, profile, has_image);
    let filter = if item.image.is_empty() { SlotFilter::ListItems } else { SlotFilter::Any };
    let position = match builder.empty_position(section, filter) {
        Some(position) => position,
        None => builder.append(section, filter, &item.text, template, folder)?,
    };
    let edits = builder.fill(position, item);
    builder.apply(&edits);
    if item.image.is_empty()
        && let Some(edits) = builder.image_removal(position)
    {
        // Without its image and a date, an event is no slot any more, so the span is mapped.
        return Some(builder.finish(position, &edits)?.trimmed());
    }
    let slot = builder.slot(position)?;
    match update_count(&builder.draft, profile, &builder.outline, slot) {
        Some(edits) => builder.finish(position, &edits),
        None => builder.finish(position, &Edits::default()),
    }
}

/// A draft in which an item is being filled in, with its outline.
struct ItemBuilder<'p> {
    draft: Draft,
    outline: Outline,
    profile: &'p Profile,
    has_image: &'p dyn Fn(&str) -> bool,
}

impl<'p> ItemBuilder<'p> {
    fn new(draft: &Draft, profile: &'p Profile, has_image: &'p dyn Fn(&str) -> bool) -> Self {
        let outline = Outline::default();
        let mut builder = ItemBuilder { draft: draft.clone(), outline, profile, has_image };
        builder.read();
        builder
    }

    fn apply(&mut self, edits: &Edits) {
        if !edits.is_empty() {
            self.draft = std::mem::take(&mut self.draft).edit(edits);
            self.read();
        }
    }

    fn read(&mut self) {
        self.outline = Outline::new(&self.draft, self.profile);
        self.outline.note_images(&self.draft, self.has_image);
    }

    fn slot(&self, position: ItemPosition) -> Option<&Slot> {
        let is_it =
            |slot: &&Slot| slot.span.start == position.start && slot.is_list() == position.row.is_some();
        self.outline.slots.iter().find(is_it)
    }

    /// The first slot or row of the section that nobody has filled.
    fn empty_position(&self, section: usize, filter: SlotFilter) -> Option<ItemPosition> {
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
    fn append(
        &mut self,
        section: usize,
        filter: SlotFilter,
        text: &str,
        template: Option<(&Draft, &Outline)>,
        folder: &str,
    ) -> Option<ItemPosition> {
        let slots = self.outline.slots_of(section);
        let selected = filter.select(slots);
        let is_selected =
            |slot: &Slot| slot.kind.takes_items() && selected.iter().any(|one| one.span == slot.span);
        let last = slots.iter().rposition(is_selected);
        let issue = Issue::new(&self.draft, self.profile, None).date();
        let day = issue.and_then(|issue| dates_in(text, issue)).map(|(first, _)| first);
        let is_earlier = |slot: &Slot| {
            is_selected(slot)
                && slot.dates(issue).is_some_and(|(first, _)| day.is_some_and(|day| first <= day))
        };
        let last = slots.iter().rposition(is_earlier).or(last);
        let list = last.map(|at| &slots[at]).filter(|slot| slot.is_list());
        let kinds = &self.profile.section(&self.outline.sections.get(section)?.id)?.kinds;
        if !kinds.iter().any(|kind| kind.takes_items()) {
            return None;
        }
        let edits = match list {
            Some(slot) => add_row(&self.draft, self.profile, &self.outline, slot, None)?,
            None => {
                let after = last.map(|at| self.outline.sections[section].slots.start + at);
                add_slot(&self.draft, &self.outline, self.profile, section, after, template, folder)?
            }
        };
        let is_list = list.is_some();
        let at = edits.span()?.start;
        self.apply(&edits);
        // The inserted text begins with line breaks, so the new slot starts after `at`.
        let mut slots = self.outline.slots_of(section).iter().filter(|slot| slot.is_list() == is_list);
        slots.find_map(|slot| match is_list {
            true => {
                let row = slot.rows.iter().position(|row| row.span.start >= at)?;
                Some(ItemPosition { start: slot.span.start, row: Some(row) })
            }
            false => (slot.span.start >= at).then_some(ItemPosition { start: slot.span.start, row: None }),
        })
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
            (Role::Text, text),
            (Role::Source, &item.source),
            (Role::SourceAddress, &item.source_url),
            (Role::Author, &item.author),
            (Role::AuthorAddress, &item.author_url),
        ] {
            let is_removed = author.is_some() && matches!(role, Role::Author | Role::AuthorAddress);
            if !value.is_empty() && !is_removed {
                add(self.value(position, role, value));
            }
        }
        add(author);
        if has_title && !item.text.is_empty() && !has(Role::Text) {
            add(self.text_after(position, &item.text));
        }
        add(self.talks_removal(position));
        all
    }

    fn value(&self, position: ItemPosition, role: Role, value: &str) -> Option<Edits> {
        let mut field = self.field(position, role)?.clone();
        let (edits, _) = write_contained(&mut field, value, &self.draft, self.profile);
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
        let at = field.spans.first().filter(|at| !(self.has_image)(self.draft.slice(**at)))?;
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
        let span = Span::new(edits.map(span.start, Bias::Before), edits.map(span.end, Bias::After));
        Some(AddedItem { draft: self.draft.edit(edits), span })
    }
}

impl AddedItem {
    fn trimmed(self) -> Self {
        Self { span: self.span.trim(self.draft.text()), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{built_in, built_in_template};

    fn added(profile: &str, text: &str, section: &str, item: &NewItem) -> (String, String) {
        let profile = built_in(profile).unwrap();
        let draft = Draft::parse(text);
        let at = Outline::new(&draft, &profile).sections.iter().position(|one| one.title == section).unwrap();
        let done = add_item(&draft, &profile, at, item, None, "20260601", &|_| false).unwrap();
        (done.draft.slice(done.span).to_owned(), done.draft.text().to_owned())
    }

    fn lamp() -> NewItem {
        NewItem {
            title: "A lamp".into(),
            url: "https://lamp.example/a".into(),
            text: "A lamp that [hums](https://lamp.example/a) at night".into(),
            image: "../assets/20260601/20260601lamp.jpg".into(),
            source: "Lamps".into(),
            source_url: "https://lamp.example".into(),
            author: "Mira".into(),
            author_url: "https://lamp.example/mira".into(),
        }
    }

    #[test]
    fn a_story_fills_the_first_empty_slot_and_nothing_else_changes() {
        let template = built_in_template("circuitpython").unwrap();
        let (item, text) = added("circuitpython", template, "News From Around the Web", &lamp());
        assert_eq!(
            item,
            "[![A lamp](../assets/20260601/20260601lamp.jpg)](https://lamp.example/a)\n\nA lamp that [hums](https://lamp.example/a) at night - [Lamps](https://lamp.example)."
        );
        let edits = Edits::between(template, &text);
        let changed = edits.span().unwrap();
        assert!(!template[changed.start..changed.end].contains("## "));
    }

    #[test]
    fn a_story_without_an_image_has_no_form_for_one() {
        let template = built_in_template("circuitpython").unwrap();
        let item = NewItem { image: String::new(), ..lamp() };
        let (item, _) = added("circuitpython", template, "News From Around the Web", &item);
        assert_eq!(
            item,
            "A lamp that [hums](https://lamp.example/a) at night - [Lamps](https://lamp.example)."
        );
    }

    #[test]
    fn a_full_section_gets_one_more() {
        let text = "## News From Around the Web\n\n[![a](../assets/a.jpg)](https://a.example)\n\nOne - [A](https://a.example).\n\n## Events\n";
        let (item, after) = added("circuitpython", text, "News From Around the Web", &lamp());
        assert!(item.starts_with("[![A lamp]"), "{item}");
        assert_eq!(after.find(&item), Some(text.find("\n\n## Events").unwrap() + 2));
        assert!(after.ends_with("https://lamp.example).\n\n## Events\n"), "{after}");
    }

    #[test]
    fn a_board_is_counted() {
        let text = "## New Boards Supported by CircuitPython\n\nThis week there was 1 new board added:\n\n- [One](https://one.example)\n\n## Events\n";
        let (item, after) = added("circuitpython", text, "New Boards Supported by CircuitPython", &lamp());
        assert_eq!(item, "- [A lamp](https://lamp.example/a)");
        assert!(
            after.contains("there were 2 new boards added:\n\n- [One](https://one.example)\n- [A lamp]"),
            "{after}"
        );
    }

    #[test]
    fn a_guide_names_its_author_if_the_item_has_one() {
        let text = "## New Learn Guides\n\n[title](url) from [name](url)\n\n## Events\n";
        let (item, _) = added("circuitpython", text, "New Learn Guides", &lamp());
        assert_eq!(item, "[A lamp](https://lamp.example/a) from [Mira](https://lamp.example/mira)");
        let nobody = NewItem { author: String::new(), author_url: String::new(), ..lamp() };
        let (item, after) = added("circuitpython", text, "New Learn Guides", &nobody);
        assert_eq!(item, "[A lamp](https://lamp.example/a)");
        assert!(after.ends_with("(https://lamp.example/a)\n\n## Events\n"));
    }

    #[test]
    fn a_slot_with_an_existing_image_is_in_use_and_a_templates_image_is_removed() {
        let slot = "[![title](../assets/20260601/20260601play1.jpg)](url)\n\ntext - [site](url).\n";
        let text = format!("## News From Around the Web\n\n{slot}\n{}", slot.replace("play1", "play2"));
        let profile = built_in("circuitpython").unwrap();
        let draft = Draft::parse(text);
        let item = NewItem { image: String::new(), ..lamp() };
        let has = |path: &str| path.ends_with("play1.jpg");
        let done = add_item(&draft, &profile, 0, &item, None, "20260601", &has).unwrap();
        assert!(done.draft.text().contains("play1.jpg") && !done.draft.text().contains("play2.jpg"));
        assert!(done.draft.slice(done.span).starts_with("A lamp that [hums]"));
    }

    #[test]
    fn an_event_keeps_its_words() {
        let text = "## Upcoming Events\n\n* [Fest](https://fest.example), June 12\n";
        let item = NewItem {
            title: "Regatta".into(),
            url: "https://r.example".into(),
            text: "June 20".into(),
            ..NewItem::default()
        };
        let (_, after) = added("circuitpython", text, "Upcoming Events", &item);
        assert!(
            after.ends_with(
                "* [Fest](https://fest.example), June 12\n* [Regatta](https://r.example), June 20\n"
            ),
            "{after}"
        );
    }

    #[test]
    fn an_event_without_an_image_is_a_bullet_or_a_story_without_one() {
        let with_image = "## Upcoming Events\n\n[![a](../assets/20260601/20260601fair.jpg)](https://a.example)\n\nThe fair is on June 5 - [A](https://a.example).\n";
        let item = |text: &str| NewItem {
            title: "Regatta".into(),
            url: "https://r.example".into(),
            text: text.into(),
            source: "r.example".into(),
            source_url: "https://r.example".into(),
            ..NewItem::default()
        };
        for words in ["The regatta is on June 20", "The regatta comes back"] {
            let (added, after) = added("circuitpython", with_image, "Upcoming Events", &item(words));
            assert_eq!(added, format!("{words} - [r.example](https://r.example)."));
            assert_eq!(after, format!("{with_image}\n{added}\n"));
        }
        let bullets = format!("{with_image}\n* [Fest](https://fest.example), June 12\n");
        let (added, after) = added("circuitpython", &bullets, "Upcoming Events", &item("June 20"));
        assert_eq!(added, "* [Regatta](https://r.example), June 20");
        assert_eq!(after, format!("{bullets}{added}\n"));
    }

    #[test]
    fn an_event_of_a_list_by_days_goes_to_its_day_without_the_talks_of_another() {
        let line = |day: &str| {
            format!(
                "* {day} | Nordvik | [Gulls](https://g.example)\n    * [**Nests**](https://g.example/{day})\n"
            )
        };
        let text = format!(
            "Title: Weekly 5\nNumber: 5\nDate: 2026-06-03\n\n## Upcoming Events\n\n### Europe\n\n{}{}",
            line("2026-06-10"),
            line("2026-06-30")
        );
        let item = NewItem {
            title: "Terns".into(),
            url: "https://t.example".into(),
            text: "2026-06-20 | Saltholm".into(),
            ..NewItem::default()
        };
        let (added, after) = added("this-week-in-rust", &text, "Europe", &item);
        assert_eq!(added, "* 2026-06-20 | Saltholm | [Terns](https://t.example)");
        assert_eq!(after, text.replace(&line("2026-06-30"), &format!("{added}\n{}", line("2026-06-30"))));
    }

    #[test]
    fn a_link_goes_to_the_end_of_its_list_or_begins_one() {
        let text = "## Official\n\n## Research\n\n* [one](https://one.example)\n\n## Jobs\n";
        let lamp = || NewItem { text: String::new(), ..lamp() };
        let (item, after) = added("this-week-in-rust", text, "Research", &lamp());
        assert_eq!(item, "* [A lamp](https://lamp.example/a)");
        assert!(after.contains("* [one](https://one.example)\n* [A lamp]"), "{after}");
        let (_, after) = added("this-week-in-rust", text, "Official", &lamp());
        assert!(
            after.starts_with("## Official\n\n* [A lamp](https://lamp.example/a)\n\n## Research"),
            "{after}"
        );
    }
}
