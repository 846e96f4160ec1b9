//! Events and actions on the state. Nothing here touches the terminal, the disk or git.

use crossterm::event::{Event as Input, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::desk::{Document, commit_paths, suggest_message};
use crate::git::Hint;
use crate::git::commit::CommitError;
use crate::git::commit::{FileChange, FileChangeKind};
use crate::merge::has_markers;
use crate::outline::Direction;
use crate::text::{Coalesce, Edits};
use crate::tui::Session;
use crate::tui::action::Action;
use crate::tui::app::contained;
use crate::tui::app::gather;
use crate::tui::app::import;
use crate::tui::app::import_image;
use crate::tui::app::job::{AfterSave, Done, Event, IfDeleted, Job};
use crate::tui::app::merging::{self, Merging};
use crate::tui::app::mouse;
use crate::tui::app::navigate::{close_work, go_to_place, open, open_slot, whole_file};
use crate::tui::app::problems;
use crate::tui::app::slots::{self, RowChange};
use crate::tui::app::state::{Message, Pane, State, Work};
use crate::tui::app::upstream;
use crate::tui::images::Means;
use crate::tui::key::Key;
use crate::tui::overlays::Overlay;
use crate::tui::overlays::commit::CommitView;
use crate::tui::overlays::help::HelpView;
use crate::tui::overlays::palette::PaletteView;
use crate::tui::overlays::question::QuestionView;
use crate::tui::panes::form::FormView;
use crate::tui::widgets::Outcome;

/// Handles an event and says what there is to do.
pub fn update(state: &mut State, event: Event) -> Vec<Job> {
    match event {
        Event::Terminal(Input::Key(key)) if key.kind != KeyEventKind::Release => key_event(state, key),
        Event::Terminal(Input::Paste(text)) => paste(state, text),
        Event::Terminal(Input::Mouse(mouse)) => {
            mouse::mouse_event(state, mouse);
            Vec::new()
        }
        Event::Terminal(Input::FocusGained) => {
            let mut jobs = reread(state);
            jobs.extend(look_again(state));
            state.upstream.is_due = true;
            jobs
        }
        Event::Terminal(Input::Resize(..)) => {
            state.pictures.resized();
            Vec::new()
        }
        Event::Terminal(_) | Event::Tick => Vec::new(),
        Event::ShowsKitty => {
            state.config.images = Means::Kitty;
            // What was made for half blocks is made anew.
            state.pictures.forget();
            Vec::new()
        }
        Event::Done(done) => finished(state, *done),
        Event::Terminate => {
            state.terminated = true;
            state.quit = true;
            Vec::new()
        }
    }
}

fn key_event(state: &mut State, key: KeyEvent) -> Vec<Job> {
    // What was said about the last key is over with this one; why this draft is open stays.
    if !state.message.stays {
        state.message = Message::default();
    }
    if let Some(mut overlay) = state.overlays.pop() {
        let depth = state.overlays.len();
        let answer = overlay.key(key, state);
        if !answer.close {
            state.overlays.insert(depth.min(state.overlays.len()), overlay);
        }
        return answer.jobs;
    }
    let place = state.place();
    let asked = state.config.keys.action(Key::of(key), place);
    // While something is looked for, every key belongs to the line that is typed in.
    let finding =
        matches!(&state.work, Work::Editor(editor) if editor.is_finding()) && state.focus == Pane::Work;
    if let Some(action) = asked.filter(|action| {
        !finding || matches!(action, Action::Save | Action::Quit | Action::FindNext | Action::FindPrevious)
    }) {
        return act(action, state);
    }
    match state.focus {
        Pane::Outline => {
            if !state.outline.navigate(key.code, &state.session) && key.code == KeyCode::Tab {
                return act(Action::NextPane, state);
            }
        }
        Pane::Checks => {
            if !state.checks.navigate(key.code, &state.session) {
                match key.code {
                    KeyCode::Tab => return act(Action::NextPane, state),
                    KeyCode::Esc => state.focus = Pane::Outline,
                    _ => {}
                }
            }
        }
        Pane::Work => return type_key(state, key),
    }
    Vec::new()
}

/// A key for the text that is edited.
fn type_key(state: &mut State, key: KeyEvent) -> Vec<Job> {
    if key.modifiers == KeyModifiers::CONTROL && key.code == KeyCode::Char('v') {
        return paste(state, state.clipboard.clone());
    }
    let outcome = match &mut state.work {
        Work::Preview => {
            match key.code {
                KeyCode::Tab => state.focus = Pane::Checks,
                KeyCode::Esc => state.focus = Pane::Outline,
                _ => {}
            }
            return Vec::new();
        }
        Work::Editor(editor) => editor.key(key, &mut state.session),
        Work::Form(form) => {
            let outcome = form.key(key, &mut state.session, &state.workspace.profile);
            if matches!(outcome, Outcome::Ignored) {
                match key.code {
                    KeyCode::Enter if wants_picture(form, &state.session) => {
                        return import_image::choose(state);
                    }
                    KeyCode::Enter | KeyCode::Down => form.move_focus(true),
                    KeyCode::Up => form.move_focus(false),
                    _ => {}
                }
            }
            outcome
        }
    };
    match outcome {
        Outcome::Edited(_) => state.touched(),
        Outcome::Copied(text) => state.clipboard = text,
        Outcome::Cut(text, _) => {
            state.clipboard = text;
            state.touched();
        }
        Outcome::Moved | Outcome::Ignored => {}
    }
    contained::tell(state);
    Vec::new()
}

/// Whether the field in focus is an image's that names no picture, or one that is not there.
fn wants_picture(form: &FormView, session: &Session) -> bool {
    form.focused_image().is_some_and(|image| image.is_open || session.is_missing(image.span))
}

fn paste(state: &mut State, text: String) -> Vec<Job> {
    if let Some(mut overlay) = state.overlays.pop() {
        let jobs = overlay.paste(text, state);
        state.overlays.push(overlay);
        return jobs;
    }
    if let Some(jobs) = import_image::paste(state, &text) {
        return jobs;
    }
    match &mut state.work {
        Work::Form(form) if state.focus == Pane::Work => {
            form.paste(text, &mut state.session, &state.workspace.profile);
        }
        Work::Editor(editor) if state.focus == Pane::Work => editor.paste(text, &mut state.session),
        _ => {
            state.complain("Nothing to paste into: open a slot (Enter) or the whole file first.");
            return Vec::new();
        }
    }
    contained::tell(state);
    state.touched();
    Vec::new()
}

/// Does what a key or the palette asks for.
pub fn act(action: Action, state: &mut State) -> Vec<Job> {
    match action {
        Action::Help => state.overlays.push(Overlay::Help(HelpView::default())),
        Action::Palette => state.overlays.push(Overlay::Palette(PaletteView::commands(state))),
        Action::Heading => state.overlays.push(Overlay::Palette(PaletteView::headings(state))),
        Action::Save => return save(state, AfterSave::Stay),
        Action::Commit => return save(state, AfterSave::Commit),
        Action::Undo => history(state, true),
        Action::Redo => history(state, false),
        Action::NextPane => {
            state.focus = match state.focus {
                Pane::Outline => Pane::Work,
                Pane::Work => Pane::Checks,
                Pane::Checks => Pane::Outline,
            };
        }
        Action::NextProblem => problems::step_problem(state, true),
        Action::PreviousProblem => problems::step_problem(state, false),
        Action::WholeFile => whole_file(state),
        Action::CreateNext => return create_next(state),
        Action::Mouse => {
            state.mouse = !state.mouse;
            state.say(if state.mouse {
                "The mouse is used here."
            } else {
                "The mouse is the terminal's: select with it as usual."
            });
        }
        Action::Redraw => {
            state.redraw = true;
            state.pictures.forget();
            return look_again(state);
        }
        Action::CancelFitting => import_image::cancel(state),
        Action::ChooseImage => return import_image::choose(state),
        Action::FetchRemote => return upstream::fetch(state),
        Action::MergeRemote => return upstream::merge(state),
        Action::Gather => return gather::open(state),
        Action::Import => import::open(state),
        // The picker and the view of conflicts themselves ask for these.
        Action::BringIn | Action::FolderUp | Action::KeepOriginal | Action::ClosePicker => {}
        Action::KeepMine | Action::TakeTheirs | Action::TakeBoth | Action::EditConflicts => {}
        Action::NextConflict | Action::PreviousConflict | Action::ApplyMerge | Action::CloseConflict => {}
        Action::Suspend => state.suspend = true,
        Action::Quit => return quit(state),
        Action::Open => open(state),
        Action::AddSlot => slots::add(state),
        Action::RemoveSlot => slots::remove(state),
        Action::DropEmpty => slots::drop_all(state),
        Action::LeaveOut => slots::skip_week(state),
        Action::SlotUp => slots::swap(state, Direction::Up),
        Action::SlotDown => slots::swap(state, Direction::Down),
        Action::MoveTo => match state.outline.slot(&state.session) {
            Some(slot) if !state.session.outline.slots[slot].is_list() => {
                state.overlays.push(Overlay::Palette(PaletteView::move_targets(state, slot)));
            }
            _ => state.complain("Select a slot to move first; a list stays in its section."),
        },
        Action::Fold => state.outline.fold(&state.session, true),
        Action::Unfold => state.outline.fold(&state.session, false),
        Action::FilterOpen => {
            state.outline.only_open = !state.outline.only_open;
            state.outline.keep_in_range(&state.session);
        }
        Action::GoTo => match state.checks.place(&state.session) {
            Some(span) => go_to_place(state, span.start),
            None => state.say("There is no place in the draft for this line."),
        },
        Action::Tick => problems::tick(state),
        Action::Fix | Action::FixFound => return problems::fix(state),
        Action::ShowFix => problems::show_fix(state),
        Action::Waive => problems::waive(state),
        Action::NextField | Action::PreviousField => {
            state.session.seal();
            if let Work::Form(form) = &mut state.work {
                form.move_focus(action == Action::NextField);
            }
        }
        Action::AddRow => slots::form_row(state, RowChange::Add),
        Action::RemoveRow => slots::form_row(state, RowChange::Remove),
        Action::RowUp => slots::form_row(state, RowChange::Move(Direction::Up)),
        Action::RowDown => slots::form_row(state, RowChange::Move(Direction::Down)),
        Action::RowTo => slots::row_to(state),
        Action::CloseForm | Action::CloseEditor => close_work(state),
        Action::Find => {
            if let Work::Editor(editor) = &mut state.work {
                editor.open_find(state.session.draft.text());
            }
        }
        Action::FindNext | Action::FindPrevious => {
            if let Work::Editor(editor) = &mut state.work {
                let direction = if action == Action::FindNext { Direction::Down } else { Direction::Up };
                editor.find_next(state.session.draft.text(), direction);
            }
        }
        Action::OpenSlot => {
            if let Work::Editor(editor) = &state.work {
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

/// Makes a change that was not typed, and brings the form or the editor up to it.
pub fn change(state: &mut State, edits: &Edits, coalesce: Coalesce, said: &str) {
    state.session.seal();
    state.session.apply(edits, coalesce);
    follow(state, std::slice::from_ref(edits), false);
    if !said.is_empty() {
        state.say(said);
    }
}

/// Lets what is shown follow changes that were not typed in it.
pub(crate) fn follow(state: &mut State, changes: &[Edits], undo: bool) {
    let held = state.checks.held(&state.session);
    state.session.refresh(&state.workspace);
    state.touched();
    match &mut state.work {
        Work::Preview => {}
        Work::Editor(editor) => {
            for edits in changes {
                if undo { editor.input.apply_undo(edits) } else { editor.input.apply_external(edits) }
            }
        }
        Work::Form(form) => {
            changes.iter().for_each(|edits| form.moved(edits));
            if !form.reload(&state.session, &state.workspace.profile, undo) {
                state.work = Work::Preview;
                state.focus = Pane::Outline;
            }
        }
    }
    state.outline.keep_in_range(&state.session);
    state.checks.hold(held, &state.session);
}

fn history(state: &mut State, undo: bool) {
    let changes = if undo { state.session.undo() } else { state.session.redo() };
    if changes.is_empty() {
        return state.say(if undo { "Nothing to undo." } else { "Nothing to redo." });
    }
    follow(state, &changes, true);
    state.upstream.doubt();
    let at = changes.last().and_then(Edits::span).map_or(0, |span| span.start);
    let section =
        state.session.outline.section_at(at).map(|n| state.session.outline.sections[n].title.as_str());
    let place = section.filter(|_| at >= state.session.draft.body()).unwrap_or("the front matter");
    state.say(format!("{} in “{place}”.", if undo { "Undone" } else { "Done again" }));
}

/// Saves; what follows is told by the job's answer.
pub fn save(state: &mut State, then: AfterSave) -> Vec<Job> {
    save_or_create(state, then, IfDeleted::Ask)
}

/// As [`save`], and says what becomes of a file that another program deleted.
pub fn save_or_create(state: &mut State, then: AfterSave, if_deleted: IfDeleted) -> Vec<Job> {
    state.session.seal();
    if state.saving.is_some() {
        // It comes when the save that runs is done.
        if then != AfterSave::Stay {
            state.then = Some(then);
        }
        return Vec::new();
    }
    if !state.session.is_dirty() && if_deleted == IfDeleted::Ask {
        return match then {
            AfterSave::Stay => {
                let mut jobs = reread(state);
                jobs.extend(look_again(state));
                jobs
            }
            AfterSave::Commit => plan(state),
            AfterSave::Quit => {
                state.quit = true;
                Vec::new()
            }
        };
    }
    let (document, root) = (state.session.document.clone(), state.workspace.root.clone());
    let (text, journal) = (state.session.draft.text().to_owned(), state.journal.clone());
    state.saving = Some(text.clone());
    vec![Job::Save { document, root, text, journal, if_deleted, then }]
}

fn reread(state: &State) -> Vec<Job> {
    if state.saving.is_some() {
        // The save looks at the file itself, and what it writes is no other program's.
        return Vec::new();
    }
    vec![Job::Reread { document: state.session.document.clone(), root: state.workspace.root.clone() }]
}

/// Looks at the files of all images again: another program may have changed them. One whose size
/// and time are the same is not opened.
pub(crate) fn look_again(state: &mut State) -> Vec<Job> {
    let all = state.session.all_images();
    state.probe(all)
}

fn plan(state: &mut State) -> Vec<Job> {
    if let Some(fitting) = &state.fitting {
        let key = state.config.keys.label(Action::CancelFitting);
        let said =
            format!("{} is being fitted; commit when it is there, or cancel it with {key}.", fitting.name);
        state.complain(said);
        return Vec::new();
    }
    if has_markers(state.session.draft.text()) {
        let key = state.config.keys.label(Action::NextProblem);
        state.complain(format!("There are conflict markers in the draft, so it is not committed: settle them first; {key} goes to them."));
        return Vec::new();
    }
    state.say("Comparing with the last commit …");
    let root = state.workspace.root.clone();
    let draft = state.session.document.path.clone();
    let paths = commit_paths(&state.workspace, &draft, &state.session.draft);
    // The checks that are shown with the commit are those of the files as they are now.
    let mut jobs = look_again(state);
    jobs.push(Job::Plan { root, paths, draft });
    jobs
}

fn quit(state: &mut State) -> Vec<Job> {
    let all_is_being_saved = state.saving.as_deref() == Some(state.session.draft.text());
    if all_is_being_saved && state.fitting.is_none() {
        // Leaving waits for the save; where that fails, the desk stays and says why.
        state.then = Some(AfterSave::Quit);
        return Vec::new();
    }
    if state.session.is_dirty() {
        state.overlays.push(Overlay::Question(QuestionView::quit()));
        return Vec::new();
    }
    if let Some(fitting) = &state.fitting {
        let question = QuestionView::quit_fitting(&fitting.name);
        state.overlays.push(Overlay::Question(question));
        return Vec::new();
    }
    state.quit = true;
    // What was typed and taken back a moment ago is still written down.
    let due = state.journal_due.take();
    state
        .journal
        .clone()
        .filter(|_| due.is_some())
        .map(|journal| Job::Forget { journal })
        .into_iter()
        .collect()
}

fn create_next(state: &mut State) -> Vec<Job> {
    let Some(date) = state.offer else {
        state.say("The coming issue has its draft already.");
        return Vec::new();
    };
    if state.session.is_dirty() {
        state.complain("Save this draft first.");
        return Vec::new();
    }
    vec![Job::Create { workspace: state.workspace.clone(), date }]
}

fn finished(state: &mut State, done: Done) -> Vec<Job> {
    match done {
        Done::Nothing => {}
        Done::Saved { text, then } => return saved(state, text, then),
        Done::Deleted { then } => {
            state.saving = None;
            state.then = None;
            let path = state.workspace.shown(&state.session.document.path);
            state.overlays.push(Overlay::Question(QuestionView::deleted(&path, then)));
        }
        Done::SaveFailed { error } => {
            state.saving = None;
            state.then = None;
            state.complain(error.to_string());
        }
        Done::ChangedOnDisk { theirs, then } => {
            if then.is_some() {
                state.saving = None;
            }
            return merge_from_disk(state, theirs, then);
        }
        Done::Gone { error } => {
            state.complain(format!("{error} (your text is here; saving writes it again)"))
        }
        Done::Kept(Ok(())) => {}
        Done::Kept(Err(error)) => {
            state.complain(format!("What you type can't be kept against a crash: {error}"))
        }
        Done::Probed { seen, has_assets, unused } => {
            state.probing = false;
            if state.session.learn_images(seen, has_assets, unused) {
                state.pictures.doubt();
            }
        }
        Done::Committed { made: Err(error @ CommitError::Changed { .. }), .. } => {
            refused(state, &error);
            let mut jobs = reread(state);
            jobs.extend(plan(state));
            return jobs;
        }
        Done::Planned { plan: Err(error), .. } | Done::Committed { made: Err(error), .. } => {
            refused(state, &error)
        }
        Done::Planned { plan: Ok(plan), before } => {
            let shown = state.overlays.iter_mut().find_map(|overlay| match overlay {
                Overlay::Commit(view) => Some(view),
                _ => None,
            });
            if let Some(view) = shown {
                view.show(plan);
                state.say("");
                return Vec::new();
            }
            if plan.changes.is_empty() {
                state.say("Nothing to commit: the draft and its images are as in the last commit.");
                return Vec::new();
            }
            let issue = state
                .issue()
                .date()
                .map_or_else(|| state.workspace.shown(&state.session.document.path), |date| date.to_string());
            let draft = &state.session.document.path;
            let is_image = |change: &&FileChange| {
                change.kind == FileChangeKind::Modified && !draft.ends_with(&change.path)
            };
            let images = plan.changes.iter().filter(is_image).count();
            let suggested =
                suggest_message(&state.workspace, before.as_deref(), &state.session.draft, &issue, images);
            let message = state.kept_message.take().unwrap_or(suggested);
            state.say("");
            state.overlays.push(Overlay::Commit(Box::new(CommitView::new(plan, &message))));
        }
        Done::Committed { made: Ok(made), joined } => {
            state.overlays.retain(|overlay| !matches!(overlay, Overlay::Commit(_)));
            state.kept_message = None;
            let left = match made.left_staged.len() {
                0 => String::new(),
                1 => " Another staged path was left as it is.".to_owned(),
                n => format!(" {n} other staged paths were left as they are."),
            };
            let output = made.hook_output.trim();
            state.upstream.committed();
            let joined = joined.map(|said| format!(" {said}")).unwrap_or_default();
            state.say(format!("Committed {}: {}.{left}{joined}", made.short(), made.summary));
            if !output.is_empty() {
                state
                    .overlays
                    .push(Overlay::Question(QuestionView::notice("Git and the hooks said", output)));
            }
        }
        Done::Picture { wanted, ready } => state.pictures.learn(wanted, ready),
        Done::Listed(listed) => {
            let mut overlays = state.overlays.iter_mut();
            if let Some(view) = overlays.find_map(|overlay| match overlay {
                Overlay::Picker(view) => Some(view),
                _ => None,
            }) {
                view.learn(listed);
            }
        }
        Done::ImageImported { source, place, brought } => {
            return import_image::brought(state, &source, place, brought);
        }
        Done::Fitted { dest, fitted, text } => return import_image::fitted(state, &dest, fitted, &text),
        Done::Looked { dests, looks, control } => import_image::looked(state, dests, looks, &control),
        Done::Followed(followed) => upstream::followed(state, followed),
        Done::Waited(waited) => gather::waited(state, waited),
        Done::Imported(answered) => return import::answered(state, *answered),
        Done::Gathered { gathered, text } => return gather::gathered(state, &gathered, text),
        Done::Created(Ok(created)) => return open_created(state, &created.path),
        Done::Created(Err(error)) => state.complain(error.to_string()),
    }
    Vec::new()
}

fn saved(state: &mut State, text: String, then: AfterSave) -> Vec<Job> {
    state.saving = None;
    state.session.document.base = text;
    let mut jobs: Vec<Job> = Vec::new();
    if !state.session.is_dirty() {
        state.journal_due = None;
        jobs.extend(state.journal.clone().map(|journal| Job::Forget { journal }));
    }
    match then {
        AfterSave::Stay => {
            let merged = std::mem::take(&mut state.merged);
            state.say(if merged {
                "Saved, with another program's changes merged in; they can be undone."
            } else {
                "Saved."
            });
            jobs.extend(look_again(state));
        }
        AfterSave::Commit => jobs.extend(plan(state)),
        AfterSave::Quit if state.session.is_dirty() => state.say("Saved; there is newer text."),
        AfterSave::Quit => state.quit = true,
    }
    if let Some(then) = state.then.take() {
        jobs.extend(save(state, then));
    }
    jobs
}

/// Another program changed the file: its changes go into the text, and ours stay.
fn merge_from_disk(state: &mut State, theirs: String, then: Option<AfterSave>) -> Vec<Job> {
    let base = state.session.document.base.clone();
    merging::merge(state, &base, &theirs, Merging::Disk { theirs: theirs.clone(), then })
}

fn refused(state: &mut State, error: &CommitError) {
    match state.overlays.last_mut() {
        Some(Overlay::Commit(view)) => view.refuse(error),
        _ => state.complain(error.with_hint()),
    }
}

fn open_created(state: &mut State, path: &std::path::Path) -> Vec<Job> {
    match Document::open(path, &state.workspace.root) {
        Ok(document) => {
            state.listing = state.workspace.listing();
            let template = state.session.template.take();
            let session = crate::tui::Session::new(document, &state.workspace, &state.listing, template);
            state.session = session.after(&state.session);
            state.journal = state.journal.as_ref().map(|journal| journal.beside(path));
            state.upstream.forget();
            state.work = Work::Preview;
            state.focus = Pane::Outline;
            state.offer = None;
            state.say(format!("Created and opened {}.", state.workspace.shown(path)));
        }
        Err(error) => state.complain(error.to_string()),
    }
    Vec::new()
}
