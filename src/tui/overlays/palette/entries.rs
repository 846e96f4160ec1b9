//! What the palette finds: commands, and everything in the draft.

use super::{Entry, Target};
use crate::draft::BlockKind;
use crate::outline::{Role, front_matter_slot};
use crate::profile::SlotKind;
use crate::text::Span;
use crate::tui::action::{ACTIONS, Action, KeyContext, Spec};
use crate::tui::app::command::Opens;
use crate::tui::app::context::Context;
use crate::tui::app::session::Session;
use crate::tui::keymap::Keymap;
use crate::tui::panes::outline::slot_title;

/// Other words for what an action does.
const SYNONYMS: &[(Action, &str)] = &[
    (Action::Help, "keys shortcuts bindings manual"),
    (Action::Menu, "leader which-key"),
    (Action::Save, "write store"),
    (Action::Commit, "git diff changes message check in"),
    (Action::Undo, "take back revert"),
    (Action::Redo, "again repeat"),
    (Action::Copy, "clipboard yank"),
    (Action::NextPane, "window focus switch checklist"),
    (Action::PreviousPane, "window focus switch checklist problems back"),
    (Action::NextProblem, "error warning check lint spell spelling typo"),
    (Action::PreviousProblem, "error warning check lint spell spelling typo"),
    (Action::FixFound, "repair correct spell spelling typo autofix"),
    (Action::Fix, "repair correct spell spelling typo autofix"),
    (Action::FixAll, "repair correct spell spelling typo autofix"),
    (Action::ErrorsOnly, "filter severity warnings"),
    (Action::Waive, "ignore suppress dismiss allow"),
    (Action::WaiveFound, "ignore suppress dismiss allow"),
    (Action::Tick, "check done task todo"),
    (Action::NextEmpty, "unfilled open untouched fill todo"),
    (Action::PreviousEmpty, "unfilled open untouched fill todo"),
    (Action::WholeFile, "source raw text markdown"),
    (Action::ExternalEditor, "vim nano emacs visual"),
    (Action::CreateNext, "new issue week"),
    (Action::Drafts, "open archive issues week old last copy"),
    (Action::History, "log versions commits earlier"),
    (Action::Push, "upload publish send remote"),
    (Action::FetchRemote, "pull download update sync"),
    (Action::MergeRemote, "pull update sync"),
    (Action::Gather, "pull requests contributions forks"),
    (Action::Import, "notes meeting report paste calendar"),
    (Action::Mouse, "select click"),
    (Action::CancelFitting, "stop image"),
    (Action::Redraw, "refresh repaint"),
    (Action::Suspend, "background shell"),
    (Action::Quit, "exit close bye"),
    (Action::AddSlot, "new item insert create"),
    (Action::RemoveSlot, "delete item drop"),
    (Action::DropEmpty, "delete unused clean"),
    (Action::MoveTo, "section category"),
    (Action::SlotUp, "reorder order sort"),
    (Action::SlotDown, "reorder order sort"),
    (Action::LeaveOut, "skip"),
    (Action::FilterOpen, "filter unfilled todo"),
    (Action::AddRow, "insert new item"),
    (Action::RemoveRow, "delete drop"),
    (Action::ChooseImage, "picture photo screenshot insert"),
    (Action::Find, "search replace substitute"),
    (Action::Heading, "section jump go"),
    (Action::Link, "address url hyperlink"),
    (Action::Bold, "strong fat"),
    (Action::Code, "monospace literal"),
];

/// The commands that can be run in the pane below.
pub(super) fn commands<'a>(context: &Context<'a>) -> impl Iterator<Item = Entry> + use<'a> {
    let here = Keymap::menu_contexts(context.keys_below);
    let (keys, pane) = (&context.config.keys, context.keys_below);
    let is_here = move |spec: &Spec| here.contains(&spec.context);
    let usable = ACTIONS.iter().map(move |spec| (spec, is_here(spec)));
    let usable = usable.filter(|(spec, is_here)| *is_here || spec.action.is_for_whole_draft());
    usable.filter(|(spec, _)| spec.action != Action::Palette).map(move |(spec, is_here)| {
        // Elsewhere, the key means something else.
        let detail = if is_here { keys.label_in(spec.action, pane) } else { String::new() };
        command(spec, detail, Target::Run(spec.action))
    })
}

/// The commands of the other panes, which are gone to first.
pub(super) fn commands_elsewhere<'a>(context: &Context<'a>) -> impl Iterator<Item = Entry> + use<'a> {
    let here = Keymap::menu_contexts(context.keys_below);
    let panes = [KeyContext::Outline, KeyContext::Checks, KeyContext::Form, KeyContext::Editor];
    let elsewhere = ACTIONS.iter().filter(move |spec| {
        let moves = matches!(spec.action, Action::CloseForm | Action::CloseEditor);
        let moves = moves || spec.action.is_for_whole_draft();
        panes.contains(&spec.context) && !here.contains(&spec.context) && !moves
    });
    elsewhere.map(|spec| {
        let place = spec.context.title().to_lowercase();
        command(spec, place, Target::RunIn(spec.context, spec.action))
    })
}

fn command(spec: &Spec, detail: String, target: Target) -> Entry {
    let synonyms = SYNONYMS.iter().find(|(action, _)| *action == spec.action).map_or("", |(_, words)| words);
    Entry::new(spec.help.to_owned(), detail, synonyms, target).with_name(spec.name.replace('-', " "))
}

pub(super) fn headings<'a>(context: &Context<'a>) -> impl Iterator<Item = Entry> + use<'a> {
    let session = context.session;
    let draft = &session.draft;
    draft.blocks().iter().filter_map(move |block| {
        let BlockKind::Heading { level, text } = block.kind else { return None };
        let label = format!("{} {}", "#".repeat(usize::from(level)), draft.slice(text));
        let target = Target::Heading(block.span.start);
        Some(Entry::new(label, line_of(session, block.span.start), "", target))
    })
}

/// The headings, without those of stories, which are items.
pub(super) fn section_headings<'a>(context: &Context<'a>) -> impl Iterator<Item = Entry> + use<'a> {
    let slots = &context.session.outline.slots;
    headings(context).filter(move |entry| match entry.target {
        Target::Heading(start) => slots.iter().all(|slot| slot.is_list() || slot.span.start != start),
        _ => true,
    })
}

/// The items of the draft: stories, people, events, and the lines of its lists. They are found by their
/// text too.
pub(super) fn items<'a>(context: &Context<'a>) -> impl Iterator<Item = Entry> + use<'a> {
    let session = context.session;
    let outline = &session.outline;
    outline.slots.iter().enumerate().flat_map(move |(n, slot)| {
        let section = outline.sections.get(slot.section).map_or("", |section| section.title.as_str());
        let own_text = if slot.is_list() { Span::default() } else { slot.span };
        let own = (slot.title != section || !slot.is_list()).then(|| {
            let title = slot_title(slot).to_owned();
            let entry = Entry::new(title, section.to_owned(), section, Target::Item(n)).with_text(own_text);
            let is_section = slot.is_list() || slot.kind == SlotKind::Feature;
            if is_section { entry.into_section() } else { entry }
        });
        let rows = slot.rows.iter().filter_map(move |row| {
            let named = |role: Role| row.fields.iter().find(|field| field.role == role);
            let field = named(Role::Title).or(named(Role::Name)).or(row.fields.first())?;
            let label = field.written(&session.draft).trim().to_owned();
            let words = format!("{section} {}", slot.title);
            let detail = if slot.title.is_empty() { section } else { &slot.title };
            let at = field.spans.first()?.start;
            let entry = Entry::new(label, detail.to_owned(), words, Target::GoTo(at)).with_text(row.span);
            (!entry.label.is_empty()).then_some(entry)
        });
        own.into_iter().chain(rows)
    })
}

/// The fields of the front matter.
pub(super) fn front_matter(context: &Context<'_>) -> Vec<Entry> {
    let session = context.session;
    let Some(slot) = front_matter_slot(&session.draft, &context.workspace.profile) else { return Vec::new() };
    let entry = |field: &crate::outline::Field| {
        let value = field.written(&session.draft);
        let label = format!("{}: {}", field.name, value.trim());
        Some(Entry::new(label, "front matter".to_owned(), "field", Target::GoTo(field.spans.first()?.start)))
    };
    slot.fields.iter().filter_map(entry).collect()
}

/// The lines of the checklist.
pub(super) fn checklist<'a>(context: &Context<'a>) -> impl Iterator<Item = Entry> + use<'a> {
    context.session.checklist.iter().enumerate().map(|(n, line)| {
        Entry::new(line.label.clone(), "checklist".to_owned(), line.detail.as_str(), Target::Line(n))
    })
}

/// The problems.
pub(super) fn problems<'a>(context: &Context<'a>, opens: Opens) -> impl Iterator<Item = Entry> + use<'a> {
    let session = context.session;
    session.diagnostics.iter().enumerate().map(move |(n, problem)| {
        let words = format!("problem {} {}", problem.severity.word(), problem.rule.replace('-', " "));
        let detail = line_of(session, problem.span.start);
        Entry::new(problem.message.clone(), detail, words, Target::Problem(n, problem.span, opens))
    })
}

fn line_of(session: &Session, offset: usize) -> String {
    format!("line {}", session.lines().position(offset, session.draft.text()).line)
}
