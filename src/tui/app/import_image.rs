//! Bringing images into the draft: asking for one, following its fitting, and writing its path
//! where it was asked for. The draft stays open to every key meanwhile.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::desk::{DeskError, Fit, FittedImages, ImageFileError, ImageImport};
use crate::image::{Control, ImageError};
use crate::outline::{Field, Presence, Role, with_missing_fields};
use crate::text::{Coalesce, Edit, Edits, Span, StepKind};
use crate::tui::action::Action;
use crate::tui::app::dropped::{are_several, dropped};
use crate::tui::app::edits;
use crate::tui::app::job::image::{Brought, ImageRequest};
use crate::tui::app::job::{Job, Pasted};
use crate::tui::app::session::{Marker, Place};
use crate::tui::app::state::{Pane, State, Work};
use crate::tui::app::update;
use crate::tui::overlays::Overlay;
use crate::tui::overlays::picker::PickerView;
use crate::tui::panes::form::{ImageField, ImageState};

/// An image that is being fitted.
#[derive(Debug)]
pub struct Fitting {
    pub control: Arc<Control>,
    pub name: String,
}

/// The background's look at the pixels of these images.
#[derive(Debug)]
pub struct ImageScanJob {
    dests: Vec<String>,
    control: Arc<Control>,
    given_up: bool,
}

/// Opens the picker for the image field in focus.
pub(crate) fn choose(state: &mut State) -> Vec<Job> {
    let Some(field) = focused(state) else {
        state.complain("Select a story's image first: the image is for that field.");
        return Vec::new();
    };
    if is_busy(state) || issue(state).is_none() {
        return Vec::new();
    }
    let place = mark(state, field);
    let home = state.config.home.clone();
    let usual = ["Downloads", "Pictures"];
    let mut folders: Vec<PathBuf> = state.image_work.folder.iter().cloned().collect();
    folders.extend(home.iter().flat_map(|home| usual.map(|name| home.join(name))));
    folders.push(state.workspace.root.folder().to_owned());
    let (view, job) = PickerView::new(place, folders, home);
    state.overlays.push(Overlay::Picker(Box::new(view)));
    vec![job]
}

/// Marks the path of an image, or where the image is inserted.
fn mark(state: &mut State, field: ImageField) -> Marker {
    let place = if field.state == ImageState::NoImage { Place::AbsentImage } else { Place::Text };
    state.session.mark(field.span, place)
}

/// The image field that has the keys.
pub(crate) fn focused(state: &State) -> Option<ImageField> {
    match &state.panes.work {
        Work::Form(form) if state.panes.focus == Pane::Work => form.focused_image(),
        _ => None,
    }
}

/// An image that was dropped or pasted; `None` where it is something else. A drop has no place of
/// its own: it goes to whatever has the keys.
pub(crate) fn paste(state: &mut State, text: &str) -> Option<Vec<Job>> {
    let home = state.config.home.as_deref();
    let field = focused(state);
    let first = match &state.panes.work {
        Work::Form(form) => form.first_image().filter(|_| state.panes.focus == Pane::Work),
        _ => None,
    };
    if first.is_some() && are_several(text, home) {
        state.complain("Drop one image at a time: each goes into a field of its own.");
        return Some(Vec::new());
    }
    let path = dropped(text, home)?;
    if let Some(field) = field {
        return Some(start_at(state, path, field, text));
    }
    // Outside of an image field, the path of no file is meant as text.
    let at = match &state.panes.work {
        Work::Editor(editor) if state.panes.focus == Pane::Work && !editor.is_finding() => {
            Some(Span::at(editor.input.cursor()))
        }
        _ => first.map(|first| first.span),
    };
    let at = at.map(|at| state.session.mark(at, Place::Text));
    let root = state.workspace.root.clone();
    Some(vec![Job::CheckPath { path, root, pasted: Pasted { text: text.to_owned(), at } }])
}

/// Handles the answer whether a pasted path is a file: it is dropped on the story, else pasted.
pub(crate) fn path_checked(state: &mut State, path: PathBuf, pasted: Pasted, is_file: bool) -> Vec<Job> {
    let at = pasted.at.and_then(|held| state.session.release(held));
    if !is_file {
        paste_path(state, pasted.text, at);
        return Vec::new();
    }
    let first = match &state.panes.work {
        Work::Form(form) => form.first_image().filter(|_| state.panes.focus == Pane::Work),
        _ => None,
    };
    match first {
        Some(first) if at != Some(first.span) => {
            state.complain("Another form was opened while the image was looked for: drop it again.");
            Vec::new()
        }
        Some(first) if first.state != ImageState::HasPath || state.session.is_missing(first.span) => {
            start_at(state, path, first, &pasted.text)
        }
        Some(_) => {
            state.complain("This story has an image; drop another one on its Image field to replace it.");
            Vec::new()
        }
        None => {
            let open = state.config.keys.label(Action::Open);
            state.complain(format!("An image is dropped on a story: open its form with {open} first."));
            Vec::new()
        }
    }
}

/// Pastes a path as text, before what was typed while the path was checked.
fn paste_path(state: &mut State, text: String, at: Option<Span>) {
    let moved = match (&state.panes.work, at) {
        (Work::Editor(editor), Some(at)) => Some(at).filter(|at| editor.input.cursor() != at.start),
        _ => None,
    };
    match moved {
        Some(at) => edits::apply(state, &Edits::replace(Span::at(at.start), text), StepKind::Typing, ""),
        None => update::paste_text(state, text),
    }
}

/// Starts importing an image for a field.
fn start_at(state: &mut State, source: PathBuf, field: ImageField, pasted: &str) -> Vec<Job> {
    if is_busy(state) || issue(state).is_none() {
        return Vec::new();
    }
    let place = mark(state, field);
    start(state, source, place, false, Some(pasted.to_owned()))
}

/// Fits an image and brings it in, for the place that is held.
pub(crate) fn start(
    state: &mut State,
    source: PathBuf,
    place: Marker,
    keep_original: bool,
    pasted: Option<String>,
) -> Vec<Job> {
    let Some(date) = issue(state) else { return Vec::new() };
    let control = Arc::new(Control::default());
    state.image_work.fitting = Some(Fitting { control: control.clone(), name: name(&source) });
    let draft = state.session.document.path.clone();
    let wanted = ImageImport { source, draft, date, name: None, keep_original };
    let asked = ImageRequest { wanted, place, pasted, control };
    vec![Job::ImportImage { workspace: state.workspace.clone(), asked: Box::new(asked) }]
}

/// Fits the file of an image that the draft has already.
pub(crate) fn fit(state: &mut State, dest: String) -> Vec<Job> {
    if is_busy(state) {
        return Vec::new();
    }
    let control = Arc::new(Control::default());
    state.image_work.fitting = Some(Fitting { control: control.clone(), name: name(Path::new(&dest)) });
    vec![Job::Fit {
        workspace: state.workspace.clone(),
        draft: state.session.document.path.clone(),
        text: state.session.draft.text().to_owned(),
        dest,
        control,
    }]
}

pub(crate) fn cancel(state: &mut State) {
    match &state.image_work.fitting {
        Some(fitting) => fitting.control.cancel(),
        None => state.say("No image is being fitted."),
    }
}

/// How far the fitting is, with the key that cancels it.
pub(crate) fn progress(state: &State) -> Option<String> {
    let fitting = state.image_work.fitting.as_ref()?;
    let percent = (fitting.control.progress() * 100.0) as u32;
    let key = state.key_label(Action::CancelFitting);
    Some(format!("fitting {} … {percent} % — {key} cancels", fitting.name))
}

/// One image is fitted at a time.
fn is_busy(state: &mut State) -> bool {
    let Some(fitting) = &state.image_work.fitting else { return false };
    let said = format!(
        "{} is being fitted; wait for it, or cancel it with {}.",
        fitting.name,
        state.key_label(Action::CancelFitting)
    );
    state.complain(said);
    true
}

/// The day of the issue, which names folder and file.
fn issue(state: &mut State) -> Option<jiff::civil::Date> {
    let date = state.issue().date();
    if date.is_none() {
        state.complain(
            "The draft has no date to name the image's folder by; give it one in the front matter.",
        );
    }
    date
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// An image is in its place, or is not.
pub(crate) fn brought(state: &mut State, source: &Path, place: Marker, brought: Brought) -> Vec<Job> {
    state.image_work.fitting = None;
    match brought {
        Brought::In(brought) => {
            let said = if brought.is_reused {
                format!("{}: the same image was there already.", name(&brought.path))
            } else {
                format!("{}: {}.", name(&brought.path), brought.summary.trim_end_matches('.'))
            };
            fill(state, place, &brought.path, &brought.reference, &said);
            state.images.doubt();
        }
        Brought::WasThere { path, reference } => {
            let said = format!("{} is one of the issue's own images.", name(&path));
            // It may never have been fitted.
            if let Some(dest) = fill(state, place, &path, &reference, &said) {
                return fit(state, dest);
            }
        }
        Brought::IsText(text) => {
            let here = state.session.release(place);
            match (&mut state.panes.work, here) {
                (Work::Form(form), Some(span))
                    if form.focused_image().is_some_and(|one| one.span == span) =>
                {
                    form.paste(text, &mut state.session, &state.workspace.profile);
                    state.touched();
                }
                _ => state.complain(format!("There is no file {}; nothing was pasted.", source.display())),
            }
        }
        Brought::Failed(error) => {
            state.session.release(place);
            refuse(state, &error);
        }
    }
    Vec::new()
}

fn refuse(state: &mut State, error: &DeskError) {
    match error {
        DeskError::Image(ImageFileError::Unusable { path, source: ImageError::Cancelled }) => {
            state.say(format!("Cancelled: {} was not fitted, and the draft is unchanged.", name(path)));
        }
        error => state.complain(error.to_string()),
    }
}

/// Writes an image's path where it was asked for, which may have moved meanwhile: what was
/// written, or `None` where the place is gone.
fn fill(state: &mut State, place: Marker, path: &Path, reference: &str, said: &str) -> Option<String> {
    state.catch_up();
    let span = state.session.release(place);
    if let Some(edits) =
        span.filter(|_| place.place == Place::AbsentImage).and_then(|at| inserted(state, at, reference))
    {
        apply(state, &edits);
        state.say(said);
        return Some(reference.to_owned());
    }
    let draft = &state.session.draft;
    let span = span.and_then(|span| draft.images().map(|image| image.dest).find(|dest| *dest == span));
    let Some(span) = span else {
        state.complain(format!("{said} Its field is gone; write {reference} where it is to be shown."));
        return None;
    };
    // Liquid is given the path from the site's root, as the draft's other paths in it are.
    let before = state.session.draft.text().get(..span.start).unwrap_or("").trim_end_matches(['"', '\'']);
    let from_root =
        path.strip_prefix(state.workspace.root.folder()).ok().filter(|_| before.trim_end().ends_with("{{"));
    let text = from_root.map_or_else(|| reference.to_owned(), |path| format!("/{}", path.display()));
    apply(state, &Edits::replace(span, text.clone()));
    state.say(said);
    Some(text)
}

/// The edits that give the story at a marked place its image, if it still has none.
fn inserted(state: &State, at: Span, reference: &str) -> Option<Edits> {
    let (session, profile) = (&state.session, &state.workspace.profile);
    let (draft, outline) = (&session.draft, &session.outline);
    let slots = outline.slots.iter().filter(|slot| slot.span.touches(at.start));
    let fields = slots.flat_map(|slot| with_missing_fields(draft, profile, outline, slot).fields);
    let is_for_image = |field: &Field| {
        let is_here = field.spans.first().is_some_and(|span| at.touches(span.start));
        field.role == Role::Image && field.presence == Presence::Absent && is_here
    };
    let mut field = fields.into_iter().find(is_for_image)?;
    Some(field.write(reference, draft))
}

/// Makes a change beside what is typed: it is one step of undo, and the field that is typed in
/// keeps its text and its cursor, unless it is the one that is filled.
fn apply(state: &mut State, edits: &Edits) {
    let is_beside = match &state.panes.work {
        Work::Form(form) => !form.focused_image().is_some_and(|field| {
            edits.iter().any(|edit| field.span.start <= edit.span.start && edit.span.end <= field.span.end)
        }),
        _ => false,
    };
    if is_beside {
        state.session.seal();
        state.session.apply(edits, Coalesce::No(StepKind::Image));
        state.touched();
        if let Work::Form(form) = &mut state.panes.work {
            form.moved(edits);
        }
        // The form follows as it does after typing.
        state.catch_up();
    } else {
        edits::apply(state, edits, StepKind::Image, "");
        if let Work::Form(form) = &mut state.panes.work {
            form.cursor_to_end();
        }
    }
    state.session.seal();
}

/// The file of an image of the draft is fitted, or is not.
pub(crate) fn fitted(
    state: &mut State,
    dest: &str,
    fitted: Result<FittedImages, DeskError>,
    text: &str,
) -> Vec<Job> {
    state.image_work.fitting = None;
    let fitted = match fitted {
        Ok(fitted) => fitted,
        Err(error) => {
            refuse(state, &error);
            return Vec::new();
        }
    };
    let edits = if state.session.draft.text() == text { fitted.edits } else { renamed(state, &fitted) };
    let done = fitted.images.into_iter().find(|image| image.reference == dest);
    match done.map(|image| image.result) {
        None => state.complain(format!("{dest} is not in the draft any more; nothing was fitted.")),
        Some(Err(error)) => refuse(state, &error),
        Some(Ok(Fit::Kept { summary })) => state.say(format!("{}: kept, {summary}.", name(Path::new(dest)))),
        Some(Ok(Fit::AlreadyRight)) => state.say(format!("{} is right as it is.", name(Path::new(dest)))),
        Some(Ok(Fit::Done { summary, renamed })) => {
            if !edits.is_empty() {
                apply(state, &edits);
            }
            let renamed =
                renamed.map_or(String::new(), |new| format!("; it is {} now", name(Path::new(&new))));
            let left = match fitted.obsolete.as_slice() {
                [] => String::new(),
                [one] => format!("; nothing refers to {} any more", name(one)),
                more => format!("; nothing refers to {} older files any more", more.len()),
            };
            let summary = summary.trim_end_matches('.');
            state.say(format!("{}: {summary}{renamed}{left}.", name(Path::new(dest))));
        }
    }
    state.images.doubt();
    let all = state.session.all_images();
    state.probe(all)
}

/// New names for a text that was typed in while the files were fitted.
fn renamed(state: &State, fitted: &FittedImages) -> Edits {
    let new: HashMap<&str, &str> = fitted
        .images
        .iter()
        .filter_map(|image| match &image.result {
            Ok(Fit::Done { renamed: Some(new), .. }) => Some((image.reference.as_str(), new.as_str())),
            _ => None,
        })
        .collect();
    let draft = &state.session.draft;
    let edits = draft.images().filter_map(|image| {
        let new = new.get(draft.slice(image.dest))?;
        Some(Edit { span: image.dest, text: (*new).to_owned() })
    });
    Edits::new(edits.collect()).unwrap_or_default()
}

/// Looks at the pixels of images that are new or changed, in the background. A look at images that
/// the draft does not show any more is given up.
pub(crate) fn look(state: &mut State) -> Option<Job> {
    let wanted = state.session.to_look_at();
    if let Some(looking) = &mut state.image_work.looking {
        if wanted.is_some_and(|wanted| wanted != looking.dests) {
            looking.given_up = true;
            looking.control.cancel();
        }
        return None;
    }
    let dests = wanted?;
    let control = Arc::new(Control::default());
    state.image_work.looking =
        Some(ImageScanJob { dests: dests.clone(), control: control.clone(), given_up: false });
    let draft = state.session.document.path.clone();
    Some(Job::ScanImages { dests, draft, root: state.workspace.root.clone(), control })
}

pub(crate) fn looked(
    state: &mut State,
    dests: Vec<String>,
    looks: HashMap<String, crate::lint::ImageScan>,
    control: &Arc<Control>,
) {
    let Some(looking) = state.image_work.looking.take_if(|looking| Arc::ptr_eq(&looking.control, control))
    else {
        return;
    };
    // What was given up is asked for again by the next look.
    if !looking.given_up {
        state.session.learn_looks(dests, looks);
    }
}
