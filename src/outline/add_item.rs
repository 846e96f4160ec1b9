//! One item put where it belongs: into the first empty slot of its section, or after the last one.

use super::issue::Issue;
use super::spacing::with_spacing;
use super::{
    Field, Fill, Outline, Role, Slot, SlotState, add_row, add_slot, dates_in, kinds, update_count,
    write_contained,
};
use crate::draft::Draft;
use crate::profile::{Profile, SlotKind};
use crate::text::{Bias, Edits, Span};

/// An item as whoever contributes it tells it; what is empty is not told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewItem {
    pub title: String,
    pub url: String,
    pub text: String,
    /// As the draft is to refer to it.
    pub image: String,
    /// Where it comes from: the source that ends a story.
    pub source: String,
    pub source_url: String,
    /// Who wrote it, where such items name that: guides do.
    pub author: String,
    pub author_url: String,
}

/// A draft with an item more.
#[derive(Clone, Debug)]
pub struct AddedItem {
    pub draft: Draft,
    /// Where the item stands in it.
    pub span: Span,
}

/// Where an item goes: a slot, by its start, or a line of a list slot.
#[derive(Clone, Copy, Debug)]
struct Place {
    start: usize,
    row: Option<usize>,
}

/// Which of a section's slots an item may go into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Any,
    /// Those of a list, where the section has such among others: an event without a picture.
    Bullet,
}

impl Sort {
    fn of(self, slots: &[Slot]) -> Vec<&Slot> {
        let is_meant = |slot: &&Slot| self == Sort::Any || slot.is_item() && slot.line_of.is_none();
        let meant: Vec<&Slot> = slots.iter().filter(is_meant).collect();
        if meant.is_empty() { slots.iter().collect() } else { meant }
    }
}

/// Puts an item into the section `section`. A form for a picture goes where none is told, and so do
/// the words around an author. Which pictures are there tells which slots somebody works on. `None`
/// where the section takes no items: one that is a story itself takes its own.
pub fn add_item(
    draft: &Draft,
    profile: &Profile,
    section: usize,
    item: &NewItem,
    template: Option<(&Draft, &Outline)>,
    folder: &str,
    has_picture: &dyn Fn(&str) -> bool,
) -> Option<AddedItem> {
    let mut work = Work { draft: draft.clone(), outline: Outline::default(), profile, has_picture };
    work.read();
    let sort = if item.image.is_empty() { Sort::Bullet } else { Sort::Any };
    let place = match work.empty(section, sort) {
        Some(place) => place,
        None => work.append(section, sort, &item.text, template, folder)?,
    };
    if item.author.is_empty() {
        work.without_author(place);
    }
    let text = if item.text.is_empty() { &item.title } else { &item.text };
    let has_title = work.has(place, Role::Title) || work.has(place, Role::Name);
    for (role, value) in [
        (Role::Title, &item.title),
        (Role::Name, &item.title),
        (Role::Image, &item.image),
        (Role::AltText, &item.title),
        (Role::ImageLink, &item.url),
        (Role::Address, &item.url),
        (Role::Text, if has_title { &item.text } else { text }),
        (Role::Source, &item.source),
        (Role::SourceAddress, &item.source_url),
        (Role::Author, &item.author),
        (Role::AuthorAddress, &item.author_url),
    ] {
        if !value.is_empty() {
            work.write(place, role, value);
        }
    }
    if has_title && !item.text.is_empty() && !work.has(place, Role::Text) {
        work.append_text(place, &item.text);
    }
    work.without_talks(place);
    if item.image.is_empty()
        && let Some(edits) = work.without_picture(place)
    {
        // What is left of an event without a picture and without a day is no slot.
        let span = work.span(place)?;
        let span = Span::new(edits.map(span.start, Bias::Before), edits.map(span.end, Bias::After));
        work.apply(&edits);
        return Some(AddedItem { span: span.trim(work.draft.text()), draft: work.draft });
    }
    let slot = work.slot(place)?;
    if let Some(edits) = update_count(&work.draft, profile, &work.outline, slot) {
        let start = edits.map(place.start, Bias::Before);
        work.apply(&edits);
        return work.done(Place { start, ..place });
    }
    work.done(place)
}

struct Work<'p> {
    draft: Draft,
    outline: Outline,
    profile: &'p Profile,
    has_picture: &'p dyn Fn(&str) -> bool,
}

impl Work<'_> {
    fn apply(&mut self, edits: &Edits) {
        self.draft = Draft::parse(edits.apply(self.draft.text()));
        self.read();
    }

    fn read(&mut self) {
        self.outline = Outline::new(&self.draft, self.profile);
        self.outline.note_images(&self.draft, self.has_picture);
    }

    fn slot(&self, place: Place) -> Option<&Slot> {
        let is_it = |slot: &&Slot| slot.span.start == place.start && slot.is_list() == place.row.is_some();
        self.outline.slots.iter().find(is_it)
    }

    /// The first slot or line of the section that nobody has filled.
    fn empty(&self, section: usize, sort: Sort) -> Option<Place> {
        // A story that is a section of its own is nothing to add, but a free one can be filled.
        let may_hold = |slot: &&Slot| slot.kind.takes_items() || slot.kind == SlotKind::Feature;
        let slots = sort.of(self.outline.slots_of(section));
        slots.into_iter().filter(may_hold).find_map(|slot| {
            let start = slot.span.start;
            if slot.is_list() {
                let row = slot.rows.iter().position(|row| row.state() == SlotState::Empty)?;
                return Some(Place { start, row: Some(row) });
            }
            (slot.state() == SlotState::Empty).then_some(Place { start, row: None })
        })
    }

    /// A new slot or line after the section's last one.
    fn append(
        &mut self,
        section: usize,
        sort: Sort,
        text: &str,
        template: Option<(&Draft, &Outline)>,
        folder: &str,
    ) -> Option<Place> {
        let slots = self.outline.slots_of(section);
        let wanted = sort.of(slots);
        let is_wanted =
            |slot: &Slot| slot.kind.takes_items() && wanted.iter().any(|one| one.span == slot.span);
        let last = slots.iter().rposition(is_wanted);
        // An event goes behind those that are before it.
        let issue = Issue::new(&self.draft, self.profile, None).date();
        let day = issue.and_then(|issue| dates_in(text, issue)).map(|(first, _)| first);
        let is_before = |slot: &Slot| {
            is_wanted(slot) && slot.dates(issue).is_some_and(|(first, _)| day.is_some_and(|day| first <= day))
        };
        let last = slots.iter().rposition(is_before).or(last);
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
        // What was inserted begins with the line breaks that set it apart.
        let found = self.outline.slots_of(section).iter().filter(|slot| slot.is_list() == is_list);
        found.into_iter().find_map(|slot| match is_list {
            true => {
                let row = slot.rows.iter().position(|row| row.span.start >= at)?;
                Some(Place { start: slot.span.start, row: Some(row) })
            }
            false => (slot.span.start >= at).then_some(Place { start: slot.span.start, row: None }),
        })
    }

    fn has(&self, place: Place, role: Role) -> bool {
        self.field(place, role).is_some()
    }

    fn field(&self, place: Place, role: Role) -> Option<&super::Field> {
        let slot = self.slot(place)?;
        let mut fields = match place.row {
            Some(row) => slot.rows.get(row)?.fields.iter(),
            None => slot.fields.iter(),
        };
        fields.find(|field| field.role == role)
    }

    fn write(&mut self, place: Place, role: Role, value: &str) {
        let Some(mut field) = self.field(place, role).cloned() else { return };
        let (edits, _) = write_contained(&mut field, value, &self.draft, self.profile);
        self.apply(&edits);
    }

    /// Puts a text at the end of an event or a link. Boards and guides have none.
    fn append_text(&mut self, place: Place, text: &str) {
        let kind = self.slot(place).map(|slot| kinds::finder(slot.kind));
        let Some(separator) = kind.and_then(|kind| kind.text_separator()) else { return };
        let Some(span) = self.span(place) else { return };
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let edits = Edits::insert(span.end, format!("{separator}{line}"));
        self.apply(&edits);
    }

    /// Takes out the picture of a slot that nobody has put one into.
    fn without_picture(&self, place: Place) -> Option<Edits> {
        let field = self.field(place, Role::Image)?;
        // A template's names may look real.
        let at = field.spans.first().filter(|at| !(self.has_picture)(self.draft.slice(**at)))?;
        let text = self.draft.text();
        let picture = self.draft.blocks().iter().find(|block| block.span.contains(*at));
        let block = picture.filter(|block| block.is_image_only(text))?;
        let edits = Edits::delete(with_spacing(&self.draft, block.span));
        // The text moves to where the picture began, where it had blank lines after it.
        let rest = text.get(block.span.end..).unwrap_or("");
        let has_text_after = !rest.trim().is_empty();
        (has_text_after && edits.span().is_some_and(|span| span.start == block.span.start)).then_some(edits)
    }

    /// Takes out the form of the talks of an event, which an item does not name.
    fn without_talks(&mut self, place: Place) {
        let is_open = |field: &Field| {
            matches!(field.role, Role::Talk | Role::TalkAddress) && field.fill == Fill::Placeholder
        };
        let Some(slot) = self.slot(place).filter(|slot| slot.fields.iter().any(is_open)) else { return };
        let line = self.draft.slice(slot.span).find('\n').map_or(slot.span.end, |at| slot.span.start + at);
        let edits = Edits::delete(Span::new(line, slot.span.end));
        self.apply(&edits);
    }

    /// Takes out `from [name](url)` of a guide whose author is not told.
    fn without_author(&mut self, place: Place) {
        let author = self.field(place, Role::Author).is_some_and(|field| field.fill != Fill::Written);
        let Some(address) = self.field(place, Role::Address).filter(|_| author) else { return };
        let (Some(address), Some(slot)) = (address.spans.first(), self.slot(place)) else { return };
        let Some(row) = place.row.and_then(|row| slot.rows.get(row)) else { return };
        let end =
            address.end + self.draft.slice(Span::new(address.end, row.span.end)).find(')').unwrap_or(0) + 1;
        let edits = Edits::delete(Span::new(end.min(row.span.end), row.span.end));
        self.apply(&edits);
    }

    fn span(&self, place: Place) -> Option<Span> {
        let slot = self.slot(place)?;
        match place.row {
            Some(row) => Some(slot.rows.get(row)?.span),
            None => Some(slot.span),
        }
    }

    fn done(self, place: Place) -> Option<AddedItem> {
        let span = self.span(place)?;
        Some(AddedItem { draft: self.draft, span })
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
    fn a_story_without_a_picture_has_no_form_for_one() {
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
    fn a_guide_names_its_author_where_one_is_told() {
        let text = "## New Learn Guides\n\n[title](url) from [name](url)\n\n## Events\n";
        let (item, _) = added("circuitpython", text, "New Learn Guides", &lamp());
        assert_eq!(item, "[A lamp](https://lamp.example/a) from [Mira](https://lamp.example/mira)");
        let nobody = NewItem { author: String::new(), author_url: String::new(), ..lamp() };
        let (item, after) = added("circuitpython", text, "New Learn Guides", &nobody);
        assert_eq!(item, "[A lamp](https://lamp.example/a)");
        assert!(after.ends_with("(https://lamp.example/a)\n\n## Events\n"));
    }

    #[test]
    fn a_slot_whose_picture_is_there_is_somebody_elses_and_a_templates_picture_goes() {
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
    fn an_event_without_a_picture_is_a_bullet_or_a_story_without_one() {
        let picture = "## Upcoming Events\n\n[![a](../assets/20260601/20260601fair.jpg)](https://a.example)\n\nThe fair is on June 5 - [A](https://a.example).\n";
        let item = |text: &str| NewItem {
            title: "Regatta".into(),
            url: "https://r.example".into(),
            text: text.into(),
            source: "r.example".into(),
            source_url: "https://r.example".into(),
            ..NewItem::default()
        };
        for words in ["The regatta is on June 20", "The regatta comes back"] {
            let (added, after) = added("circuitpython", picture, "Upcoming Events", &item(words));
            assert_eq!(added, format!("{words} - [r.example](https://r.example)."));
            assert_eq!(after, format!("{picture}\n{added}\n"));
        }
        let bullets = format!("{picture}\n* [Fest](https://fest.example), June 12\n");
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
