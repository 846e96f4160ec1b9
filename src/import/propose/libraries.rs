//! Numbers and lists of libraries.

use super::Places;
use super::place::filled;
use crate::import::candidate::TargetState;
use crate::import::notes::{Downloads, Library, State};
use crate::outline::Slot;
use crate::profile::{LabelledList, Libraries};
use crate::text::{Edit, Edits, Span};

/// Proposes the libraries, downloads and releases of a report or of notes.
pub(super) fn propose(places: &mut Places<'_>, state: &State) {
    let profile = places.profile;
    let Some(spec) = &profile.import.libraries else { return };
    if places.outline.find(&spec.section).is_none() {
        places.missing("a section for libraries in the draft");
        return;
    }
    count(places, state, spec);
    if state.has_updates {
        lists(places, state, spec);
    }
    if let Some(downloads) = &state.downloads {
        statistics(places, downloads, spec);
    }
}

fn count(places: &mut Places<'_>, state: &State, spec: &Libraries) {
    let Some(sum) = state.libraries.sum() else { return };
    let line = [&state.libraries.total, &state.libraries.own].into_iter().flatten().next();
    let line = line.map(|count| count.line);
    let fact = places
        .slots(&spec.section)
        .find_map(|slot| Some((slot, slot.fields.iter().find(|field| field.name == spec.count)?)));
    match fact {
        Some((slot, field)) => {
            let what = format!("{sum} libraries");
            places.offer_fields(what, slot, &spec.count, line, &[(field, &sum.to_string())]);
        }
        None => places.missing("a place for the number of libraries in the draft"),
    }
}

/// A list of the draft, or its place.
struct List<'a> {
    label: &'a str,
    items: &'a [Library],
    what: &'static str,
    slot: Option<&'a Slot>,
}

fn lists(places: &mut Places<'_>, state: &State, spec: &Libraries) {
    let slot = |label: &str| {
        let is_it = |slot: &&Slot| slot.title.trim_end_matches(['!', ':']).eq_ignore_ascii_case(label);
        places.slots(&spec.section).find(is_it)
    };
    // A new library is not an update.
    let is_new = |library: &Library| {
        state.new.iter().any(|new| new.address.is_some() && new.address == library.address)
    };
    let updated: Vec<Library> = state.updated.iter().filter(|library| !is_new(library)).cloned().collect();
    let lists = [
        List { label: &spec.new, items: &state.new, what: "new", slot: slot(&spec.new) },
        List { label: &spec.updated, items: &updated, what: "updated", slot: slot(&spec.updated) },
    ];
    if lists.iter().all(|list| list.items.is_empty()) {
        replace_lists(places, &lists, spec);
        return;
    }
    for list in &lists {
        match (list.slot, list.items.is_empty()) {
            (Some(slot), false) => fill_list(places, list, slot),
            (Some(slot), true) => drop_list(places, list, slot, spec),
            (None, false) => insert_list(places, list, spec, &lists),
            (None, true) => keep_removed_list(places, list, spec),
        }
    }
}

fn rows(items: &[Library]) -> Vec<String> {
    let row = |library: &Library| match &library.address {
        Some(address) => format!("[{}]({address})", library.written),
        None => library.written.clone(),
    };
    items.iter().map(row).collect()
}

fn in_words(list: &List<'_>) -> String {
    let libraries = if list.items.len() == 1 { "library" } else { "libraries" };
    format!("{} {} {libraries}", list.items.len(), list.what)
}

fn fill_list(places: &mut Places<'_>, list: &List<'_>, slot: &Slot) {
    let block = places.draft.blocks().iter().find(|block| block.span == slot.span);
    let Some(block) = block else { return };
    let (span, text) = places.list_like(block, &rows(list.items));
    let state = if slot.counts().filled == 0 { TargetState::Open } else { TargetState::Written };
    let line = list.items.first().map(|library| library.line);
    let edits = replaced(places, span, &text);
    let place = places.place(slot, list.label);
    places.offer(in_words(list), place, line, span, edits, state);
}

/// A list that was removed before: it is still a candidate, so that the others keep their numbers.
fn keep_removed_list(places: &mut Places<'_>, list: &List<'_>, spec: &Libraries) {
    let Some(section) = places.outline.find(&spec.section) else { return };
    let section = &places.outline.sections[section];
    let place = format!("{}, {}", section.title, list.label);
    let what = format!("no {} libraries: the list is removed", list.what);
    places.offer(what, place, None, Span::at(section.span.start), Edits::default(), TargetState::Open);
}

/// The label, its sentence and the list.
fn label_and_list(places: &Places<'_>, list: &List<'_>, slot: &Slot, spec: &Libraries) -> Span {
    let label = places.label(&spec.section, list.label).map(|(_, block)| block.span);
    label.map_or(slot.span, |label| label.cover(slot.span))
}

fn drop_list(places: &mut Places<'_>, list: &List<'_>, slot: &Slot, spec: &Libraries) {
    let span = label_and_list(places, list, slot, spec);
    let is_open = slot.counts().filled == 0 && has_usual_words(places, list, slot, spec);
    let state = if is_open { TargetState::Open } else { TargetState::Written };
    let place = places.place(slot, list.label);
    let edits = Edits::delete(crate::outline::with_spacing(places.draft, span));
    let what = format!("no {} libraries: the list is removed", list.what);
    places.offer(what, place, None, span, edits, state);
}

/// Neither new nor updated libraries: the profile's sentence replaces both lists.
fn replace_lists(places: &mut Places<'_>, lists: &[List<'_>; 2], spec: &Libraries) {
    let there: Vec<(&Slot, Span)> = lists
        .iter()
        .filter_map(|list| list.slot.map(|slot| (slot, label_and_list(places, list, slot, spec))))
        .collect();
    let Some(section) = places.outline.find(&spec.section) else { return };
    let title = places.outline.sections[section].title.clone();
    let what = "no library updates".to_owned();
    let whole = places.outline.sections[section].span;
    if let Some(at) = places.draft.slice(whole).find(&spec.none) {
        let span = Span::new(whole.start + at, whole.start + at + spec.none.len());
        places.offer(what, title, None, span, Edits::default(), TargetState::Open);
        return;
    }
    match there.as_slice() {
        [] => {
            let end = whole.start + places.draft.slice(whole).trim_end().len();
            let text = places.draft.with_newlines(&format!("\n\n{}", spec.none));
            places.offer(what, title, None, Span::at(end), Edits::insert(end, text), TargetState::Open);
        }
        [(first, span), rest @ ..] => {
            let usual = |list: &List<'_>| {
                list.slot
                    .is_none_or(|slot| slot.counts().filled == 0 && has_usual_words(places, list, slot, spec))
            };
            let state = if lists.iter().all(usual) { TargetState::Open } else { TargetState::Written };
            let mut edits = vec![Edit { span: *span, text: spec.none.clone() }];
            let gone = rest.iter().map(|(_, span)| crate::outline::with_spacing(places.draft, *span));
            edits.extend(gone.map(|span| Edit { span, text: String::new() }));
            let shown = rest.iter().fold(*span, |all, (_, span)| all.cover(*span));
            let place = places.place(first, "");
            places.offer(what, place, None, shown, Edits::new(edits).unwrap_or_default(), state);
        }
    }
}

/// The label and the words above a list in the template.
fn usual_words(places: &Places<'_>, label: &str, spec: &Libraries) -> Option<String> {
    let (template, outline) = places.template?;
    let form = Places::new(template, outline, places.profile);
    let (at, block) = form.label(&spec.section, label)?;
    let items = form.list_after(at)?;
    let words = template.slice(Span::new(block.span.start, items.span.start));
    Some(words.trim_end().replace("\r\n", "\n"))
}

/// True if there is only the template's text between a label and its list.
fn has_usual_words(places: &Places<'_>, list: &List<'_>, slot: &Slot, spec: &Libraries) -> bool {
    let label = places.label(&spec.section, list.label).map(|(_, block)| block.span);
    let Some(label) = label else { return true };
    let between = places.draft.slice(Span::new(label.end, slot.span.start.max(label.end))).trim();
    let usual = usual_words(places, list.label, spec);
    let usual =
        usual.as_deref().and_then(|words| words.split_once('\n')).map_or("", |(_, words)| words.trim());
    between.is_empty() || between.replace("\r\n", "\n") == usual
}

/// Adds a list whose label is missing in the draft, as in the template.
fn insert_list(places: &mut Places<'_>, list: &List<'_>, spec: &Libraries, lists: &[List<'_>; 2]) {
    let Some(section) = places.outline.find(&spec.section) else { return };
    let title = places.outline.sections[section].title.clone();
    let lead = usual_words(places, list.label, spec);
    let lead = lead.unwrap_or_else(|| format!("**{}**", list.label));
    let rows: Vec<String> = rows(list.items).iter().map(|row| format!("* {row}")).collect();
    let block = format!("{lead}\n\n{}", rows.join("\n"));
    let other = lists.iter().find(|other| other.what != list.what);
    let other = other.and_then(|other| Some((other, other.slot?)));
    let numbers = spec.total.as_ref().and_then(|total| places.label(&spec.section, &total.label));
    let all = places.outline.sections[section].span;
    let text = places.draft.slice(all);
    let none = text.find(&spec.none).map(|at| all.start + at);
    // New libraries precede updated ones, which precede the numbers. The sentence that there is
    // nothing is removed.
    let (span, text) = match (other, none, numbers) {
        (Some((other, slot)), ..) if list.what == "new" => {
            (Span::at(label_and_list(places, other, slot, spec).start), format!("{block}\n\n"))
        }
        (Some((_, slot)), ..) => (Span::at(slot.span.end), format!("\n\n{block}")),
        (None, Some(at), _) => (Span::new(at, at + spec.none.len()), block),
        (None, None, Some((_, label))) => (Span::at(label.span.start), format!("{block}\n\n")),
        (None, None, None) => (Span::at(all.start + text.trim_end().len()), format!("\n\n{block}")),
    };
    let edits = Edits::replace(span, places.draft.with_newlines(&text));
    let line = list.items.first().map(|library| library.line);
    places.offer(in_words(list), format!("{title}, {}", list.label), line, span, edits, TargetState::Open);
}

/// Proposes downloads, if the issue has that part.
fn statistics(places: &mut Places<'_>, downloads: &Downloads, spec: &Libraries) {
    if let (Some(form), Some(libraries)) = (&spec.total, &downloads.libraries) {
        let values = [("downloads", downloads.total.written.as_str()), ("libraries", &libraries.written)];
        let row = filled(&form.row, &values);
        let what = format!("{} downloads over {} libraries", downloads.total.written, libraries.written);
        numbers(places, form, spec, vec![row], what, downloads.total.line);
    }
    if let (Some(form), Some(first)) = (&spec.top, downloads.top.first()) {
        let row = |package: &crate::import::notes::Package| {
            let name = package.package.as_deref().unwrap_or_default();
            let values = [("name", package.name.as_str()), ("downloads", &package.downloads.written)];
            let row = filled(&form.row, &values);
            // A library without a package name has no brackets.
            if name.is_empty() { row.replace(" ({package})", "") } else { filled(&row, &[("package", name)]) }
        };
        let rows: Vec<String> = downloads.top.iter().map(row).collect();
        let what = format!("the {} most downloaded libraries", rows.len());
        numbers(places, form, spec, rows, what, first.line);
    }
}

fn numbers(
    places: &mut Places<'_>,
    form: &LabelledList,
    spec: &Libraries,
    rows: Vec<String>,
    what: String,
    line: usize,
) {
    let Some((label, block)) = places.label(&spec.section, &form.label) else {
        new_part(places, form, spec, &rows, what, line);
        return;
    };
    let section = places.outline.sections.iter().find(|one| one.span.contains(block.span));
    let place = format!("{}, {}", section.map_or("", |one| one.title.as_str()), form.label);
    let Some(list) = places.list_after(label) else {
        let at = block.span.end;
        let rows: Vec<String> = rows.iter().map(|row| format!("* {row}")).collect();
        let text = places.draft.with_newlines(&format!("\n\n{}", rows.join("\n")));
        places.offer(what, place, Some(line), Span::at(at), Edits::insert(at, text), TargetState::Open);
        return;
    };
    let (span, text) = places.list_like(list, &rows);
    // Somebody wrote a number that is there.
    let has_number = places.draft.slice(span).contains(|c: char| c.is_ascii_digit());
    let state = if has_number { TargetState::Written } else { TargetState::Open };
    let edits = replaced(places, span, &text);
    places.offer(what, place, Some(line), span, edits, state);
}

/// Adds numbers whose label is missing in the draft at the end of the section. They are in doubt.
fn new_part(
    places: &mut Places<'_>,
    form: &LabelledList,
    spec: &Libraries,
    rows: &[String],
    what: String,
    line: usize,
) {
    let Some(section) = places.outline.find(&spec.section) else { return };
    let section = &places.outline.sections[section];
    let rows: Vec<String> = rows.iter().map(|row| format!("* {row}")).collect();
    let block = format!("**{}**\n\n{}", form.label, rows.join("\n"));
    let whole = places.draft.slice(section.span);
    // A list above it may be deleted with the empty lines after it.
    let (at, text) = match whole.ends_with("\n\n") || whole.ends_with("\n\r\n") {
        true => (section.span.end, format!("{block}\n\n")),
        false => (section.span.start + whole.trim_end().len(), format!("\n\n{block}")),
    };
    let (place, text) = (format!("{}, {}", section.title, form.label), places.draft.with_newlines(&text));
    places.offer(what, place, Some(line), Span::at(at), Edits::insert(at, text), TargetState::Open);
    places.doubt(Some("the draft has no such part".to_owned()));
}

fn replaced(places: &Places<'_>, span: Span, text: &str) -> Edits {
    if places.draft.slice(span) == text { Edits::default() } else { Edits::replace(span, text) }
}
