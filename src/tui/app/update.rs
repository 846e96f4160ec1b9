//! Events and actions on the state. Nothing here touches the terminal, the disk or git.

use crossterm::event::{Event as Input, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseEventKind};

use crate::outline::Direction;
use crate::tui::action::{Action, KeyContext};
use crate::tui::app::answered;
use crate::tui::app::browser;
use crate::tui::app::clipboard;
use crate::tui::app::command::{self, Command};
use crate::tui::app::contained;
use crate::tui::app::context::Context;
use crate::tui::app::dead_key;
use crate::tui::app::empty;
use crate::tui::app::external;
use crate::tui::app::finding;
use crate::tui::app::gather;
use crate::tui::app::import;
use crate::tui::app::import_image;
use crate::tui::app::job::clipboard::Taken;
use crate::tui::app::job::{AfterSave, Event, Job};
use crate::tui::app::mouse;
use crate::tui::app::navigate::{close_work, open, open_slot, whole_file};
use crate::tui::app::pasted;
use crate::tui::app::preview;
use crate::tui::app::problems;
use crate::tui::app::session::Session;
use crate::tui::app::slots::{self, RowChange};
use crate::tui::app::state::{Leave, Pane, Request, State, Work};
use crate::tui::app::stepping::{Arrives, Step, visited_problem};
use crate::tui::app::upstream;
use crate::tui::app::{finished, past, push, saving, status, switch, undoing, watch};
use crate::tui::key::Key;
use crate::tui::overlays::Overlay;
use crate::tui::overlays::help::HelpView;
use crate::tui::overlays::menu::MenuView;
use crate::tui::overlays::palette::PaletteView;
use crate::tui::panes::form::{FormView, ImageState};
use crate::tui::widgets::{EditCommand, Markup, Outcome, command_for};

/// Handles an event and returns the jobs for it.
pub fn update(state: &mut State, event: Event) -> Vec<Job> {
    let jobs = handle(state, event);
    status::forget_reason(state);
    preview::scroll_to_selections(state);
    preview::keep_selection(state);
    jobs
}

fn handle(state: &mut State, event: Event) -> Vec<Job> {
    match event {
        Event::Terminal(Input::Key(key)) if key.kind != KeyEventKind::Release => key_event(state, key),
        Event::Terminal(Input::Paste(text)) => paste_event(state, text),
        Event::Terminal(Input::Mouse(mouse)) => {
            if matches!(mouse.kind, MouseEventKind::Down(_)) {
                status::forget_message(state);
            }
            if mouse.kind != MouseEventKind::Moved {
                pasted::settle(state, None);
            }
            mouse::mouse_event(state, mouse)
        }
        Event::Terminal(Input::FocusGained) => {
            let mut jobs = saving::reread(state);
            jobs.extend(saving::look_again(state));
            state.upstream.is_due = true;
            if state.images.are_lost_with_focus(state.config.images) {
                state.request(Request::Redraw);
            }
            jobs
        }
        Event::Terminal(Input::Resize(..)) => {
            state.images.resized();
            Vec::new()
        }
        Event::Terminal(_) | Event::Tick => Vec::new(),
        Event::Watch => {
            answered::ask_again(state);
            watch::look(state)
        }
        Event::Answered(answer) => {
            answered::answered(state, answer);
            Vec::new()
        }
        Event::Done(done) => finished::finished(state, *done),
        Event::Asked(asked) => browser::asked(state, asked),
        Event::Terminate => {
            state.request(Request::Leave(Leave::Terminated));
            Vec::new()
        }
    }
}

pub(crate) fn key_event(state: &mut State, key: KeyEvent) -> Vec<Job> {
    status::forget_message(state);
    state.overlay_note.clear();
    if let Some(mut overlay) = state.overlays.pop() {
        let above = open_above(state, &overlay, key);
        if let Some(above) = above {
            state.overlays.extend([overlay, above]);
            return Vec::new();
        }
        let contexts = overlay.letter_contexts();
        let commands = overlay.key(key, &state.context());
        if commands.is_empty() {
            dead_key::tell_in_overlay(state, Key::of(key), contexts);
        }
        if !commands.iter().any(|command| matches!(command, Command::Close)) {
            state.overlays.push(overlay);
        }
        return commands.into_iter().flat_map(|command| command::carry_out(state, command)).collect();
    }
    pasted::settle(state, Some(key));
    let context = state.key_context();
    let of_moment = state.momentary_context();
    let of_moment = of_moment.and_then(|context| state.config.keys.first(Key::of(key), &[context]));
    let asked = of_moment.or_else(|| state.config.keys.action(Key::of(key), context));
    let movement = state.config.keys.first(Key::of(key), &[KeyContext::List]);
    // While something is looked for, every other key belongs to the line that is typed in.
    let is_own = |action: &Action| {
        let own = state.config.keys.first(Key::of(key), &[KeyContext::Find]);
        let is_shown = matches!(action, Action::Menu | Action::Palette | Action::Help);
        own == Some(*action) || is_shown || matches!(action, Action::Save | Action::Quit)
    };
    if let Some(action) = asked.filter(|action| context != KeyContext::Find || is_own(action)) {
        return act(action, state);
    }
    let moves = match state.panes.focus {
        Pane::Outline => {
            let height = state.panes.areas.outline.height;
            state.panes.outline.navigate(movement, height, &state.session)
        }
        Pane::Checks => {
            let height = state.panes.areas.checks.problems.height;
            state.panes.checks.navigate(movement, height, &state.session)
        }
        Pane::Work if matches!(state.panes.work, Work::Preview) => preview::navigate(state, movement),
        Pane::Work => return type_key(state, key),
    };
    match key.code {
        _ if moves => {}
        KeyCode::Esc => state.panes.focus = Pane::Outline,
        _ => dead_key::tell(state, Key::of(key)),
    }
    Vec::new()
}

/// Returns the help or the menu if the key asks for it in an overlay that letters are not typed in.
fn open_above(state: &State, overlay: &Overlay, key: KeyEvent) -> Option<Overlay> {
    let contexts = overlay.letter_contexts();
    let (keys, key) = (&state.config.keys, Key::of(key));
    if contexts.is_empty() || keys.first(key, contexts).is_some() {
        return None;
    }
    match keys.first(key, &[KeyContext::NotInText])? {
        Action::Help => {
            Some(Overlay::Help(Box::new(HelpView::new(keys, contexts[0], state.panes.areas.overlay))))
        }
        Action::Menu => Some(Overlay::Menu(Box::new(MenuView::of_overlay(contexts, keys)))),
        _ => None,
    }
}

/// A key for the text that is edited.
fn type_key(state: &mut State, key: KeyEvent) -> Vec<Job> {
    if key.modifiers == KeyModifiers::CONTROL && key.code == KeyCode::Char('v') {
        return clipboard::paste(state);
    }
    let outcome = match &mut state.panes.work {
        Work::Preview => return Vec::new(),
        Work::Editor(editor) => editor.key(key, &mut state.session),
        Work::Form(form) => {
            let outcome = form.key(key, &mut state.session, &state.workspace.profile);
            if matches!(outcome, Outcome::Ignored) {
                match key.code {
                    KeyCode::Enter if wants_image(form, &state.session) => {
                        return import_image::choose(state);
                    }
                    KeyCode::Enter | KeyCode::Down => form.focus_next(),
                    KeyCode::Up => form.focus_previous(),
                    _ => {}
                }
            }
            outcome
        }
    };
    let is_finding = state.key_context() == KeyContext::Find;
    if !is_finding && command_for(key).is_none() && outcome == Outcome::Ignored {
        dead_key::tell(state, Key::of(key));
    }
    match outcome {
        Outcome::Ignored if command_for(key) == Some(EditCommand::Copy) && !is_finding => {
            state.say(NOTHING_SELECTED);
            Vec::new()
        }
        outcome => edited(state, outcome),
    }
}

const NOTHING_SELECTED: &str = "Nothing is selected: Shift with the arrows selects, and so does the mouse.";

/// Follows what a command did to the text that has the keys.
fn edited(state: &mut State, outcome: Outcome) -> Vec<Job> {
    let mut jobs = Vec::new();
    match outcome {
        Outcome::Edited(_) => state.touched(),
        Outcome::Copied(text) => return clipboard::copy(state, text, Taken::Copied),
        Outcome::Cut(text, _) => {
            state.touched();
            jobs = clipboard::copy(state, text, Taken::Cut);
        }
        Outcome::Moved | Outcome::Ignored => {}
    }
    follow_parts(state);
    contained::tell(state);
    jobs
}

/// Cuts what is selected in the text that has the keys.
fn cut(state: &mut State) -> Vec<Job> {
    let outcome = match &mut state.panes.work {
        Work::Preview => return Vec::new(),
        Work::Editor(editor) => editor.run(EditCommand::Cut, &mut state.session),
        Work::Form(form) => form.run(EditCommand::Cut, &mut state.session, &state.workspace.profile),
    };
    if outcome == Outcome::Ignored {
        state.say(NOTHING_SELECTED);
    }
    edited(state, outcome)
}

/// Reads the form's fields again after a part of the slot was added or removed by typing, since the next
/// key may be for another field of it.
fn follow_parts(state: &mut State) {
    if matches!(&state.panes.work, Work::Form(form) if form.is_outdated()) {
        state.catch_up();
    }
}

/// True if the focused field is an image's and names no image, or a missing one.
fn wants_image(form: &FormView, session: &Session) -> bool {
    form.focused_image()
        .is_some_and(|image| image.state != ImageState::HasPath || session.is_missing(image.span))
}

/// A paste of the terminal, or of the clipboard that was read for one.
pub(crate) fn paste_event(state: &mut State, text: String) -> Vec<Job> {
    status::forget_message(state);
    pasted::settle(state, None);
    paste(state, text)
}

pub(crate) fn paste(state: &mut State, text: String) -> Vec<Job> {
    if let Some(mut overlay) = state.overlays.pop() {
        let jobs = overlay.paste(text, &state.context());
        state.overlays.push(overlay);
        return jobs;
    }
    if let Some(jobs) = import_image::paste(state, &text) {
        return jobs;
    }
    if !pasted::offer(state, &text) {
        paste_text(state, text);
    }
    Vec::new()
}

/// Pastes text into the pane that has the keys.
pub(crate) fn paste_text(state: &mut State, text: String) {
    match &mut state.panes.work {
        Work::Form(form) if state.panes.focus == Pane::Work => {
            form.paste(text, &mut state.session, &state.workspace.profile);
        }
        Work::Editor(editor) if state.panes.focus == Pane::Work => editor.paste(text, &mut state.session),
        _ => {
            let key = |action| state.config.keys.label_in(action, KeyContext::Outline);
            let (open, file) = (key(Action::Open), key(Action::WholeFile));
            let said =
                format!("Nothing to paste into: open a slot ({open}) or the whole file ({file}) first.");
            return state.complain(said);
        }
    }
    follow_parts(state);
    contained::tell(state);
    state.touched();
}

/// Carries out an action of a key or the palette.
pub fn act(action: Action, state: &mut State) -> Vec<Job> {
    match action {
        Action::Help => {
            let view = HelpView::new(&state.config.keys, state.key_context(), state.panes.areas.overlay);
            state.overlays.push(Overlay::Help(Box::new(view)));
        }
        Action::Menu => {
            let menu = MenuView::of_pane(&state.context());
            state.overlays.push(Overlay::Menu(Box::new(menu)));
        }
        Action::Palette => push_palette(state, PaletteView::commands),
        Action::Heading => push_palette(state, PaletteView::headings),
        Action::SearchPane => push_palette(state, PaletteView::search),
        Action::Copy => return clipboard::copy_selected(state),
        Action::SelectAll => select_all(state),
        Action::Cut => return cut(state),
        Action::Save => return saving::save(state, AfterSave::Stay),
        Action::Commit => return saving::save(state, AfterSave::Commit),
        Action::Undo => undoing::undo(state),
        Action::Redo => undoing::redo(state),
        Action::NextPane => {
            let is_preview = matches!(state.panes.work, Work::Preview);
            if state.panes.focus == Pane::Work && is_preview && visited_problem(state).is_none() {
                // A problem that was selected before is for the way back from the outline.
                state.panes.checks.go_to_checklist(&state.session);
            }
            state.panes.focus = match state.panes.focus {
                Pane::Outline => Pane::Work,
                Pane::Work => Pane::Checks,
                Pane::Checks => Pane::Outline,
            };
        }
        Action::PreviousPane => {
            if state.panes.focus == Pane::Outline {
                state.panes.checks.go_to_problems(&state.session);
            }
            state.panes.focus = match state.panes.focus {
                Pane::Outline => Pane::Checks,
                Pane::Work => Pane::Outline,
                Pane::Checks => Pane::Work,
            };
        }
        Action::NextProblem => problems::step_problem(state, Step::Next, Arrives::InText),
        Action::PreviousProblem => problems::step_problem(state, Step::Previous, Arrives::InText),
        Action::SelectNextProblem => problems::step_problem(state, Step::Next, Arrives::InOutline),
        Action::SelectPreviousProblem => problems::step_problem(state, Step::Previous, Arrives::InOutline),
        Action::NextEmpty => empty::go_to_empty(state, Step::Next),
        Action::PreviousEmpty => empty::go_to_empty(state, Step::Previous),
        Action::WholeFile => whole_file(state),
        Action::CreateNext => return switch::create_next(state),
        Action::Mouse => {
            state.mouse = !state.mouse;
            state.say(if state.mouse {
                "The mouse is used here."
            } else {
                "The mouse is the terminal's: select with it as usual."
            });
        }
        Action::Redraw => {
            state.request(Request::Redraw);
            state.images.forget();
            return saving::look_again(state);
        }
        Action::CancelFitting => import_image::cancel(state),
        Action::ChooseImage => return import_image::choose(state),
        Action::FetchRemote => return upstream::fetch(state),
        Action::MergeRemote => return upstream::merge(state),
        Action::Gather => return gather::open(state),
        Action::Import => import::open(state),
        Action::Drafts => return past::open_drafts(state),
        Action::History => return past::open_history(state),
        Action::Push => return push::push(state),
        Action::Preview => return browser::open(state),
        // The overlays handle their own actions.
        Action::ImportImage | Action::FolderUp | Action::KeepOriginal | Action::ClosePicker => {}
        Action::KeepMine | Action::TakeTheirs | Action::TakeBoth | Action::EditConflicts => {}
        Action::NextConflict | Action::PreviousConflict | Action::ApplyMerge | Action::CloseConflict => {}
        Action::ApplyFix | Action::CloseFix | Action::ApplyWaiver | Action::CloseWaiver => {}
        Action::ToDiff | Action::CloseCommit | Action::ChooseEntry | Action::ClosePalette => {}
        Action::RestoreText | Action::DiscardText | Action::KeepForLater | Action::CloseNotice => {}
        Action::SaveAndLeave | Action::LeaveUnsaved | Action::Stay => {}
        Action::WriteAgain | Action::WriteNothing => {}
        Action::SaveAndSwitch | Action::KeepAndSwitch | Action::StayInDraft => {}
        Action::CreateIssue | Action::CreateNothing => {}
        Action::OpenDraft | Action::ReadIssue | Action::NewDraft | Action::CloseDrafts => {}
        Action::CopyItem | Action::PastTextDown | Action::PastTextUp | Action::ClosePast => {}
        Action::HistoryDiff | Action::AmendLast | Action::CloseHistory | Action::ToggleAmend => {}
        Action::PushHistory => {}
        Action::GatherTick | Action::GatherTickClean | Action::GatherMove | Action::GatherMoveBack => {}
        Action::GatherEdit | Action::GatherShow | Action::GatherMerge | Action::CloseGather => {}
        Action::GatherTakeText | Action::GatherLeaveText => {}
        Action::GatherCommit | Action::GatherTakeProblems | Action::GatherBack => {}
        Action::ImportNext | Action::ImportInstead | Action::ImportBack => {}
        Action::AnswerNext | Action::AnswerPrevious | Action::AddLineDown | Action::AddLineUp => {}
        Action::ImportTake | Action::ImportTick | Action::ImportTickSafe | Action::ImportRemarks => {}
        Action::AddNext | Action::AddPrevious | Action::AddTakeSection => {}
        Action::AddNextSection | Action::AddPreviousSection => {}
        Action::AddCommit | Action::AddPush | Action::CloseAdd | Action::HelpPage | Action::CloseHelp => {}
        Action::ListDown | Action::ListUp | Action::ListPageDown | Action::ListPageUp => {}
        Action::ListTop | Action::ListBottom | Action::ListSearch => {}
        Action::KeepSearch | Action::ClearSearch | Action::CloseMenu => {}
        Action::ExternalEditor => external::start(state),
        Action::Suspend => state.request(Request::Suspend),
        Action::Quit => return saving::quit(state),
        Action::Open => open(state),
        Action::AddSlot => slots::add(state),
        Action::RemoveSlot => slots::remove(state),
        Action::DropEmpty => slots::drop_all(state),
        Action::LeaveOut => slots::skip_week(state),
        Action::SlotUp => slots::swap(state, Direction::Up),
        Action::SlotDown => slots::swap(state, Direction::Down),
        Action::MoveTo => match state.panes.outline.slot(&state.session) {
            Some(slot) if state.session.outline.slots[slot].can_be_moved() => {
                push_palette(state, |context| PaletteView::move_targets(context, slot));
            }
            Some(_) => state.complain("That slot is part of its section, and stays in it."),
            None => state.complain("Select a slot to move first."),
        },
        Action::Fold => state.panes.outline.fold(&state.session),
        Action::Unfold => state.panes.outline.unfold(&state.session),
        Action::FilterOpen => {
            state.panes.outline.hides_filled = !state.panes.outline.hides_filled;
            state.panes.outline.keep_in_range(&state.session);
        }
        Action::GoTo => problems::go_to_selected(state),
        Action::Tick => problems::tick(state),
        Action::Fix | Action::FixFound => return problems::fix(state),
        Action::FixAll => return problems::fix_all(state),
        Action::ErrorsOnly => problems::errors_only(state),
        Action::ShowFix => problems::show_fix(state),
        Action::Waive | Action::WaiveFound => problems::waive(state),
        Action::NextField | Action::PreviousField => {
            state.session.seal();
            if let Work::Form(form) = &mut state.panes.work {
                match action {
                    Action::NextField => form.focus_next(),
                    _ => form.focus_previous(),
                }
            }
        }
        Action::Complete => complete(state),
        Action::Link => surround(state, Markup::Link),
        Action::Bold => surround(state, Markup::Bold),
        Action::Code => surround(state, Markup::Code),
        Action::TakeValues => pasted::take(state),
        Action::PasteAsText => pasted::insert(state),
        Action::AddRow => slots::form_row(state, RowChange::Add),
        Action::RemoveRow => slots::form_row(state, RowChange::Remove),
        Action::RowUp => slots::form_row(state, RowChange::Move(Direction::Up)),
        Action::RowDown => slots::form_row(state, RowChange::Move(Direction::Down)),
        Action::RowTo => slots::row_to(state),
        Action::CloseForm | Action::CloseEditor => close_work(state),
        Action::Find | Action::FindNext | Action::FindPrevious => finding::act(state, action),
        Action::NextMatch | Action::PreviousMatch | Action::FindField => finding::act(state, action),
        Action::FindCase | Action::FindWords | Action::ReplaceAll => finding::act(state, action),
        Action::CloseFind => finding::act(state, action),
        Action::OpenSlot => {
            if let Work::Editor(editor) = &state.panes.work {
                let at = editor.input.cursor();
                match state.session.outline.slot_at(at) {
                    Some(slot) => open_slot(state, slot, Some(at)),
                    None => state.complain("There is no slot at the cursor."),
                }
            }
        }
    }
    Vec::new()
}

/// Writes the value that is offered for the field in focus.
fn complete(state: &mut State) {
    let Work::Form(form) = &mut state.panes.work else { return };
    if !form.complete(&mut state.session, &state.workspace.profile) {
        return state.say("No value of an earlier issue is offered for this field.");
    }
    follow_parts(state);
    if let Work::Form(form) = &mut state.panes.work {
        form.complete_address(&mut state.session, &state.workspace.profile);
    }
    state.touched();
    contained::tell(state);
}

fn select_all(state: &mut State) {
    match &mut state.panes.work {
        Work::Form(form) => form.select_all(&state.session.draft),
        Work::Editor(editor) => editor.select_all(&state.session),
        Work::Preview => {}
    }
}

/// Puts markup around the selected words.
fn surround(state: &mut State, markup: Markup) {
    let is_done = match &mut state.panes.work {
        Work::Form(form) => form.surround(markup, &mut state.session, &state.workspace.profile),
        Work::Editor(editor) => editor.surround(markup, &mut state.session),
        Work::Preview => false,
    };
    match is_done {
        true => state.touched(),
        false => state.complain("Select words of one paragraph in a text of Markdown first."),
    }
    contained::tell(state);
}

fn push_palette(state: &mut State, make: impl FnOnce(&Context<'_>) -> PaletteView) {
    let view = make(&state.context());
    state.overlays.push(Overlay::Palette(Box::new(view)));
}
