//! The content of the preview, made from the selected part of the draft only.

use std::path::PathBuf;

use ratatui::style::Style;
use ratatui::text::Line;

use super::page::Page;
use crate::draft::Draft;
use crate::lint::Diagnostic;
use crate::outline::{Counts, Fill, Slot, SlotState, front_matter_slot};
use crate::render::Dialect;
use crate::text::{Span, counted};
use crate::tui::action::{Action, KeyContext};
use crate::tui::app::context::Context;
use crate::tui::app::session::size_of;
use crate::tui::panes::hints::Hint;
use crate::tui::panes::outline::{Row, slot_title};
use crate::tui::theme::Theme;
use crate::tui::widgets::Rendering;

/// So many problems are listed.
const MOST_PROBLEMS: usize = 8;

/// What the preview shows.
#[derive(Debug)]
pub(super) struct Content {
    pub title: String,
    pub lines: Vec<Line<'static>>,
    pub hints: Vec<Hint>,
}

impl Content {
    /// Describes a row of the outline in lines of `width` columns.
    pub fn new(subject: Row, context: &Context<'_>, width: u16) -> Content {
        let mut page = Page::new(width);
        let outline = &context.session.outline;
        let title = match subject {
            Row::FrontMatter => {
                front_matter(&mut page, context);
                "Front matter".to_owned()
            }
            Row::Checklist => {
                checklist(&mut page, context);
                "Checklist".to_owned()
            }
            Row::Section(n) => {
                section(&mut page, n, context);
                outline.sections[n].title.clone()
            }
            Row::Slot(n) | Row::SingleSlot(n) => {
                slot(&mut page, &outline.slots[n], context);
                let slot = &outline.slots[n];
                let section = &outline.sections[slot.section].title;
                if slot.title.is_empty() { section.clone() } else { slot.title.clone() }
            }
        };
        // The keys of the outline are of no use in the list of problems.
        let has_keys = context.keys_below == KeyContext::Outline;
        let hints = if has_keys { hints_of(subject, context) } else { Vec::new() };
        Content { title, lines: page.lines, hints }
    }
}

/// The section and the slot, unless they have the same name.
pub(crate) fn title_of(section: &str, slot: &str) -> String {
    match slot {
        "" => section.to_owned(),
        slot if slot == section => section.to_owned(),
        slot => format!("{section} — {slot}"),
    }
}

/// What can be done with a row of the outline, the most usual first.
pub(crate) fn hints_of(subject: Row, context: &Context<'_>) -> Vec<Hint> {
    match subject {
        Row::FrontMatter => vec![(Action::Open, "edit")],
        Row::Checklist => vec![(Action::Open, "go to its lines")],
        Row::Section(n) => {
            let has_slots = !context.session.outline.sections[n].slots.is_empty();
            let open = if has_slots { "open" } else { "edit in the file" };
            let mut all = vec![(Action::Open, open), (Action::AddSlot, "add")];
            if has_slots {
                all.extend([
                    (Action::DropEmpty, "drop empty"),
                    (Action::Fold, "fold"),
                    (Action::Unfold, "unfold"),
                ]);
            }
            all
        }
        Row::Slot(n) | Row::SingleSlot(n) if context.session.outline.slots[n].is_list() => vec![
            (Action::Open, "open"),
            (Action::AddSlot, "add a line"),
            (Action::DropEmpty, "drop empty"),
            (Action::LeaveOut, "leave out"),
        ],
        // Text of the section itself.
        Row::Slot(n) | Row::SingleSlot(n) if context.session.outline.slots[n].kind.is_boilerplate() => {
            vec![(Action::Open, "edit")]
        }
        Row::Slot(_) | Row::SingleSlot(_) => vec![
            (Action::Open, "open"),
            (Action::AddSlot, "add"),
            (Action::RemoveSlot, "remove"),
            (Action::MoveTo, "move to"),
            (Action::SlotUp, "up"),
            (Action::SlotDown, "down"),
            (Action::LeaveOut, "leave out"),
            (Action::DropEmpty, "drop empty"),
        ],
    }
}

/// The first image of a slot that can be shown.
pub(super) fn image_of(subject: Row, context: &Context<'_>) -> Option<PathBuf> {
    let (Row::Slot(slot) | Row::SingleSlot(slot)) = subject else { return None };
    let span = context.session.outline.slots[slot].span;
    images_in(span, context).find_map(|dest| context.session.image_file(dest))
}

/// The paths of the images in a part of the draft.
fn images_in<'c>(span: Span, context: &Context<'c>) -> impl Iterator<Item = Span> + use<'c> {
    let images = context.session.draft.images().filter(move |image| span.contains(image.span));
    images.map(|image| image.dest)
}

fn front_matter(page: &mut Page, context: &Context<'_>) {
    let (session, theme) = (context.session, &context.config.theme);
    let Some(slot) = front_matter_slot(&session.draft, &context.workspace.profile) else {
        return page.text("The draft has no front matter.", theme.warn);
    };
    for field in &slot.fields {
        let (sign, style) = match field.fill {
            Fill::Placeholder => ("○", theme.warn),
            Fill::Mixed => ("◐", theme.warn),
            Fill::Missing => (" ", theme.dim),
            Fill::Written => ("●", theme.good),
        };
        let key = (format!("{}: ", field.name), theme.markdown.key);
        let value = (field.value(&session.draft).trim_end().to_owned(), theme.text);
        page.signed((format!("{sign} "), style), [key, value]);
    }
    let body = session.draft.body();
    page.gap();
    problems(page, context, |one| one.span.start < body);
}

fn checklist(page: &mut Page, context: &Context<'_>) {
    let theme = &context.config.theme;
    for line in &context.session.checklist {
        let (sign, style) = theme.verdict(line.verdict);
        let tick = match line.task {
            Some(task) if task.done => "[x]",
            Some(_) => "[ ]",
            None => "   ",
        };
        page.signed((format!("{tick} {sign} "), style), [(line.label.clone(), theme.text)]);
        if !line.detail.is_empty() {
            page.signed(("      ".to_owned(), theme.dim), [(line.detail.clone(), theme.dim)]);
        }
    }
}

fn section(page: &mut Page, n: usize, context: &Context<'_>) {
    let (session, theme) = (context.session, &context.config.theme);
    let section = &session.outline.sections[n];
    let slots = session.outline.slots_of(n);
    if slots.is_empty() {
        problems(page, context, |one| section.span.contains(one.span));
        page.gap();
        return markdown(page, section.span, context);
    }
    page.text(counts_in_words(session.outline.counts(n)), theme.text);
    page.gap();
    for slot in slots {
        let (sign, style) = theme.state(slot.state());
        let title = (slot_title(slot).to_owned(), theme.text);
        let open = open_in_words(slot).map(|open| (format!(" — {open}"), theme.dim));
        page.signed((format!("{sign} "), style), std::iter::once(title).chain(open));
    }
    page.gap();
    problems(page, context, |one| section.span.contains(one.span));
}

fn slot(page: &mut Page, slot: &Slot, context: &Context<'_>) {
    let theme = &context.config.theme;
    let (sign, style) = theme.state(slot.state());
    let state = match slot.state() {
        SlotState::Empty => "empty",
        SlotState::Half => "half filled",
        SlotState::Filled => "filled",
    };
    let open = open_in_words(slot).map_or(String::new(), |open| format!(" — {open}"));
    page.signed((format!("{sign} "), style), [(format!("{state}{open}"), style)]);
    problems(page, context, |one| slot.span.contains(one.span));
    page.gap();
    markdown(page, slot.span, context);
}

/// What is missing in a slot: "no Image; still the template's: Text, Source".
fn open_in_words(slot: &Slot) -> Option<String> {
    if slot.is_list() && !slot.rows.is_empty() {
        let Counts { half, filled, .. } = slot.counts();
        let all = slot.rows.len();
        let half = if half > 0 { format!(", {half} half") } else { String::new() };
        return (filled < all).then(|| format!("{filled} of {all} lines filled{half}"));
    }
    let names = |is_open: fn(Fill, bool) -> bool| {
        let open = slot.all_fields().filter(|field| is_open(field.fill, field.required));
        let mut names: Vec<&str> = open.map(|field| field.name.as_ref()).collect();
        names.dedup();
        names.join(", ")
    };
    let parts = [
        ("no ", names(|fill, required| fill == Fill::Missing && required)),
        ("still the template's: ", names(|fill, _| fill == Fill::Placeholder)),
        ("partly the template's: ", names(|fill, _| fill == Fill::Mixed)),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(what, names)| format!("{what}{names}"))
        .collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// "4 filled, 1 half, 2 empty", without counts of zero.
fn counts_in_words(counts: Counts) -> String {
    let parts = [(counts.filled, "filled"), (counts.half, "half"), (counts.empty, "empty")];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    parts.join(", ")
}

/// Lists the problems of a part of the draft.
fn problems(page: &mut Page, context: &Context<'_>, is_here: impl Fn(&Diagnostic) -> bool) {
    let theme = &context.config.theme;
    let all: Vec<&Diagnostic> = context.session.text_problems().filter(|one| is_here(one)).collect();
    for one in all.iter().take(MOST_PROBLEMS) {
        let sign = (format!("{} ", one.severity.sign()), theme.severity(one.severity));
        page.signed(sign, [(one.message.clone(), theme.text)]);
    }
    if all.len() > MOST_PROBLEMS {
        let more = counted(all.len() - MOST_PROBLEMS, "more problem");
        page.text(format!("  and {more}"), theme.dim);
    }
}

/// Renders a part of the draft.
fn markdown(page: &mut Page, span: Span, context: &Context<'_>) {
    let session = context.session;
    // The text may be newer than the outline.
    let Some(text) = session.text_at(span.whole_lines(session.draft.text())) else { return };
    let notes: Vec<(&str, String)> = images_in(span, context)
        .filter_map(|dest| Some((session.text_at(dest)?, size_of(session.image_info(dest)?))))
        .collect();
    let definitions = definitions_of(text, span, &session.draft);
    let note_of = |path: &str| notes.iter().find(|(known, _)| *known == path).map(|(_, note)| note.clone());
    let theme: &Theme = &context.config.theme;
    let rendering = Rendering {
        width: page.width,
        dialect: &Dialect::new(&context.workspace.profile),
        markdown: &theme.markdown,
        dim: Style::new().patch(theme.dim),
        definitions: &definitions,
        note_of: &note_of,
    };
    page.lines.extend(rendering.lines(text));
}

/// The definitions of the labels in a part of the draft that are outside of it, one a line.
fn definitions_of(text: &str, span: Span, draft: &Draft) -> String {
    let mut lines = String::new();
    if !text.contains('[') {
        return lines;
    }
    let labelled = text.to_lowercase();
    for one in draft.definitions().iter().filter(|one| !span.contains(one.label)) {
        let label = draft.slice(one.label);
        if labelled.contains(&format!("[{}]", label.to_lowercase())) {
            lines.push_str(&format!("[{label}]: <{}>\n", draft.slice(one.dest)));
        }
    }
    lines
}
