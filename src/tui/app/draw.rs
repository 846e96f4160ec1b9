//! One draw from the state.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::{Block, BorderType, Paragraph, Wrap};
use unicode_width::UnicodeWidthStr;

use crate::profile::SlotKind;
use crate::tui::action::Action;
use crate::tui::app::import_image;
use crate::tui::app::state::{Areas, Pane, State, Work};
use crate::tui::app::upstream;
use crate::tui::images::Means;
use crate::tui::panes::checks::ChecksView;
use crate::tui::panes::form::FormView;
use crate::tui::panes::image_pane::{self, Shown};
use crate::tui::panes::outline::Row;
use crate::tui::theme::Theme;
use crate::tui::widgets::TextInput;

/// Narrower screens fold the checks away until they have the keys …
const WIDE: u16 = 150;
/// … and still narrower ones show one pane at a time.
const MIDDLE: u16 = 100;

pub(crate) fn draw(frame: &mut Frame<'_>, state: &mut State) {
    let area = frame.area();
    if area.width < 20 || area.height < 6 {
        frame.render_widget(Paragraph::new("too small"), area);
        return;
    }
    let head = Rect { height: 1, ..area };
    // A long message takes a second line rather than being cut.
    let said = status(state);
    let lines = if said.width() + 1 > usize::from(area.width) && area.height > 12 { 2 } else { 1 };
    state.images.begin(!state.overlays.is_empty());
    let body = Rect { y: area.y + 1, height: area.height - 2 - lines, ..area };
    let status = Rect { y: body.bottom(), height: lines, ..area };
    let hints = Rect { y: area.bottom() - 1, height: 1, ..area };
    draw_head(frame, head, state);
    let mut cursor = match area.width {
        WIDE.. => draw_wide(frame, body, state),
        MIDDLE.. => draw_middle(frame, body, state),
        _ => draw_narrow(frame, body, state),
    };
    draw_status(frame, status, &said, state);
    // An overlay has the keys, and shows its own hints.
    if state.overlays.is_empty() {
        draw_hints(frame, hints, state);
    }
    state.images.uncover();
    state.panes.areas.overlay = Rect { height: area.height - 1, ..area };
    let mut images = std::mem::take(&mut state.images);
    let context = state.context();
    for overlay in &state.overlays {
        cursor = overlay.draw(frame, context.screen, &context, &mut images);
    }
    state.images = images;
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
}

/// Three panes; the checks go under each other on the right.
fn draw_wide(frame: &mut Frame<'_>, body: Rect, state: &mut State) -> Option<Position> {
    let side = (body.width / 4).clamp(32, 56);
    let right = (body.width / 4).clamp(34, 64);
    let outline = Rect { width: side, ..body };
    let work = Rect { x: body.x + side, width: body.width - side - right, ..body };
    let checks = Rect { x: work.right(), width: right, ..body };
    draw_outline(frame, outline, state);
    let cursor = draw_work(frame, work, state);
    draw_checks(frame, checks, state);
    cursor
}

/// The outline, and the work area or the checks beside it.
fn draw_middle(frame: &mut Frame<'_>, body: Rect, state: &mut State) -> Option<Position> {
    state.panes.areas = Areas::default();
    let side = (body.width / 3).clamp(32, 48);
    let right = Rect { x: body.x + side, width: body.width - side, ..body };
    draw_outline(frame, Rect { width: side, ..body }, state);
    if state.panes.focus == Pane::Checks {
        draw_checks(frame, right, state);
        return None;
    }
    draw_work(frame, right, state)
}

/// The pane that has the keys, alone.
fn draw_narrow(frame: &mut Frame<'_>, body: Rect, state: &mut State) -> Option<Position> {
    state.panes.areas = Areas::default();
    match state.panes.focus {
        Pane::Outline => draw_outline(frame, body, state),
        Pane::Work => return draw_work(frame, body, state),
        Pane::Checks => draw_checks(frame, body, state),
    }
    None
}

fn pane(frame: &mut Frame<'_>, area: Rect, title: &str, focused: bool, theme: &Theme) -> Rect {
    // The frame of the pane with the keys is thick, so that it is recognised without colour.
    let kind = if focused { BorderType::Thick } else { BorderType::Plain };
    let block = Block::bordered()
        .border_type(kind)
        .border_style(if focused { theme.focused } else { theme.unfocused })
        .title(format!(" {title} "))
        .title_style(if focused { theme.title } else { theme.text });
    let inner = block.inner(area);
    frame.render_widget(block, area);
    inner
}

fn draw_outline(frame: &mut Frame<'_>, area: Rect, state: &mut State) {
    let theme = state.config.theme;
    let focused = state.panes.focus == Pane::Outline;
    let title = if state.panes.outline.only_open { "Outline: what is open" } else { "Outline" };
    let inner = pane(frame, area, title, focused, &theme);
    state.panes.areas.outline = inner;
    state.panes.outline.draw(frame, inner, &state.session, &theme, focused);
}

fn draw_work(frame: &mut Frame<'_>, area: Rect, state: &mut State) -> Option<Position> {
    let theme = state.config.theme;
    let focused = state.panes.focus == Pane::Work;
    let title = match &state.panes.work {
        Work::Preview => preview_title(state),
        Work::Form(form) => form_title(form, state),
        Work::Editor(_) => {
            format!("{} — the whole file", state.workspace.shown(&state.session.document.path))
        }
    };
    let room = usize::from(area.width.saturating_sub(6));
    let inner = pane(frame, area, &shorten(&title, room), focused, &theme);
    state.panes.areas.work = inner;
    match &mut state.panes.work {
        Work::Preview => {
            let span = state.panes.outline.span(&state.session);
            let (root, means) = (state.workspace.root.folder(), state.config.images);
            let images = (&mut state.images, means);
            let inner = image_pane::under_preview(frame, inner, &state.session, span, root, images, &theme);
            let text = state.session.draft.slice(span);
            TextInput::many_lines().render(text, inner, frame.buffer_mut(), &theme.input(true));
            None
        }
        Work::Form(form) => {
            let means = state.config.images;
            let path = image_pane::of_form(form, &state.session, state.workspace.root.folder());
            let path = path.filter(|_| means != Means::Off);
            let shown = path.map(|path| Shown { path, images: &mut state.images, means });
            form.draw(frame, inner, &state.session, shown, &theme, focused)
        }
        Work::Editor(editor) => editor.draw(frame, inner, &state.session, &theme, focused),
    }
}

/// The section and the slot, unless they have the same name.
fn form_title(form: &FormView, state: &State) -> String {
    let outline = &state.session.outline;
    let section = outline.section_at(form.span.start).map(|n| outline.sections[n].title.as_str());
    match section.filter(|section| form.kind != SlotKind::FrontMatter && *section != form.title) {
        Some(section) if form.title.is_empty() => section.to_owned(),
        Some(section) => format!("{section} — {}", form.title),
        None => form.title.clone(),
    }
}

fn preview_title(state: &State) -> String {
    let session = &state.session;
    match state.panes.outline.selected(session) {
        Row::FrontMatter => "Front matter".into(),
        Row::Checklist => "Checklist, as in the draft".into(),
        Row::Section(section) => session.outline.sections[section].title.clone(),
        Row::Slot(slot) | Row::Only(slot) => session.outline.slots[slot].title.clone(),
    }
}

fn draw_checks(frame: &mut Frame<'_>, area: Rect, state: &mut State) {
    let theme = state.config.theme;
    let focused = state.panes.focus == Pane::Checks;
    let wanted = ChecksView::checklist_height(&state.session) + 2;
    let height = wanted.min(area.height / 2).max(3.min(area.height));
    let top = Rect { height, ..area };
    let bottom = Rect { y: area.y + height, height: area.height - height, ..area };
    let proven =
        state.session.checklist.iter().filter(|line| line.verdict == crate::lint::Verdict::Proven).count();
    let title = format!("Checklist: {proven} of {} proven", state.session.checklist.len());
    let inner = pane(frame, top, &title, focused, &theme);
    state.panes.areas.checks = inner;
    state.panes.checks.draw_checklist(frame, inner, &state.session, &theme, focused);
    let title = format!("Problems: {}", state.session.problem_count());
    let inner = pane(frame, bottom, &title, focused, &theme);
    state.panes.areas.problems = inner;
    state.panes.checks.draw_problems(frame, inner, &state.session, &theme, focused);
}

fn draw_head(frame: &mut Frame<'_>, area: Rect, state: &State) {
    let session = &state.session;
    let total = session.slot_counts;
    let dirty = if state.saving.is_running() {
        " saving …"
    } else if session.is_dirty() {
        " ● not saved"
    } else {
        ""
    };
    let flag = upstream::flag(state).map(|flag| format!(" · {flag}")).unwrap_or_default();
    let left = format!(" {}{dirty}{flag}", state.workspace.shown(&session.document.path));
    let long = format!(
        "{} filled, {} half, {} empty · {} problems · {} ",
        total.filled,
        total.half,
        total.empty,
        session.problem_count(),
        state.workspace.profile.name
    );
    let short =
        format!("●{} ◐{} ○{} · {} problems ", total.filled, total.half, total.empty, session.problem_count());
    let room = usize::from(area.width).saturating_sub(left.width() + 1);
    let right = [long, short].into_iter().find(|text| text.width() <= room).unwrap_or_default();
    let theme = &state.config.theme;
    frame.render_widget(Paragraph::new("").style(theme.status), area);
    let width = (right.width() as u16).min(area.width);
    frame.render_widget(
        Paragraph::new(right).style(theme.status),
        Rect { x: area.right() - width, width, ..area },
    );
    frame.render_widget(
        Paragraph::new(left.as_str()).style(theme.status),
        Rect { width: (left.width() as u16).min(area.width), ..area },
    );
}

/// What is said at the bottom, with how far an image or a fetch is, and what the remote has that
/// is not here.
fn status(state: &State) -> String {
    let sign = if state.message.bad { "✗ " } else { "" };
    let said = format!("{sign}{}", state.message.text);
    let is_calm = said.is_empty() || state.message.stays;
    let mut all: Vec<String> =
        import_image::progress(state).into_iter().chain(upstream::progress(state)).collect();
    all.extend(upstream::notice(state).filter(|_| is_calm));
    all.extend(Some(said).filter(|said| !said.is_empty()));
    all.join(" · ")
}

fn draw_status(frame: &mut Frame<'_>, area: Rect, said: &str, state: &State) {
    let theme = &state.config.theme;
    let style = if state.message.bad { theme.bad } else { theme.text };
    frame.render_widget(Paragraph::new(format!(" {said}")).style(style).wrap(Wrap { trim: false }), area);
}

/// The keys that matter here, as many as there is room for.
fn draw_hints(frame: &mut Frame<'_>, area: Rect, state: &State) {
    let theme = &state.config.theme;
    let own: &[(Action, &str)] = match (state.panes.focus, &state.panes.work) {
        (Pane::Outline, _) => &[
            (Action::Open, "open"),
            (Action::AddSlot, "add"),
            (Action::RemoveSlot, "remove"),
            (Action::DropEmpty, "drop empty"),
            (Action::MoveTo, "move to"),
        ],
        (Pane::Checks, _) => &[
            (Action::GoTo, "go there"),
            (Action::Tick, "tick"),
            (Action::Fix, "fix"),
            (Action::ShowFix, "see how"),
            (Action::Waive, "waive"),
        ],
        (Pane::Work, Work::Form(form)) if form.focused_image().is_some() => {
            &[(Action::NextField, "next"), (Action::ChooseImage, "choose image"), (Action::CloseForm, "back")]
        }
        (Pane::Work, Work::Form(_)) => &[
            (Action::NextField, "next"),
            (Action::AddRow, "add line/source"),
            (Action::RemoveRow, "remove it"),
            (Action::CloseForm, "back"),
        ],
        (Pane::Work, Work::Editor(_)) => {
            &[(Action::Find, "find"), (Action::Heading, "heading"), (Action::CloseEditor, "back")]
        }
        (Pane::Work, Work::Preview) => &[],
    };
    let all = [
        (Action::NextPane, "pane"),
        (Action::Save, "save"),
        (Action::Commit, "commit"),
        (Action::Undo, "undo"),
        (Action::WholeFile, "whole file"),
        (Action::NextProblem, "problem"),
        (Action::Palette, "find"),
        (Action::Help, "keys"),
        (Action::Quit, "leave"),
    ];
    let mut pieces: Vec<Piece<'_>> = vec![Piece::raw(" ")];
    let mut width = 1;
    for (action, what) in own.iter().chain(&all) {
        let key = state.config.keys.label(*action);
        let part = key.width() + what.width() + 3;
        if key.is_empty() || width + part > usize::from(area.width) {
            continue;
        }
        width += part;
        pieces.push(Piece::styled(key, theme.key));
        pieces.push(Piece::raw(format!(" {what}  ")));
    }
    frame.render_widget(Paragraph::new(Line::from(pieces)), area);
}

fn shorten(text: &str, room: usize) -> String {
    if text.width() <= room {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        if out.width() + 2 > room {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}
