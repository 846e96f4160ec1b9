//! What others wrote, to be taken over: the kind of document, where it is, and what it offers.

mod ask;
mod offer;

use std::collections::BTreeMap;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::{Paragraph, Wrap};

use super::{draw_line, hints, popup, popup_inner};
use crate::desk::{ImportSource, Imported};
use crate::import::Kind;
use crate::import::candidate::Question;
use crate::tui::action::{Action, KeyContext};
use crate::tui::app::command::Command;
use crate::tui::app::context::Context;
use crate::tui::app::dropped;
use crate::tui::app::job::Job;
use crate::tui::app::job::import::{Document, DraftSnapshot, ImportJob, Refused, Ticket};
use crate::tui::key::Key;
use crate::tui::overlays::list::FilteredList;
use crate::tui::theme::Theme;
use crate::tui::widgets::TextBox;
use ask::{Ask, Said};
use offer::Offer;

pub use ask::Given;

const WIDTH: u16 = 76;
const HEIGHT: u16 = 13;

/// A pane in three steps, each with Esc back to the one before.
#[derive(Debug)]
pub struct ImportView {
    step: Step,
    kinds: FilteredList,
    input: TextBox,
    refused: Option<Refused>,
    offer: Option<Box<Offer>>,
    /// What Esc was pressed on: its ticks are kept for the same document.
    left: Option<Box<Offer>>,
    /// What the document left open and somebody does not want to say now.
    unanswered: Vec<Question>,
    /// Where shortened addresses lead, as far as it was said.
    expanded: BTreeMap<String, String>,
}

#[derive(Debug)]
enum Step {
    Kind,
    Name,
    Wait {
        ticket: Ticket,
        says: String,
    },
    /// An answer is kept, which nothing interrupts.
    Keep {
        ticket: Ticket,
    },
    Ask(Box<Ask>),
    Choose,
}

impl ImportView {
    pub(in crate::tui) fn new() -> ImportView {
        let input = TextBox::one_line("").with_placeholder("~/Downloads/2026-06-01.md");
        ImportView {
            step: Step::Kind,
            kinds: FilteredList::new(Kind::ALL.len()),
            input,
            refused: None,
            offer: None,
            left: None,
            unanswered: Vec::new(),
            expanded: BTreeMap::new(),
        }
    }

    pub(in crate::tui) fn waits_for(&self, answer: &Ticket) -> bool {
        matches!(&self.step, Step::Wait { ticket, .. } | Step::Keep { ticket } if ticket.is(answer))
    }

    /// Takes what was read, with the ticks of what had been read before of the same document.
    pub(in crate::tui) fn learn(
        &mut self,
        asked: DraftSnapshot,
        imported: Imported,
        sources: Vec<ImportSource>,
        unkept: Option<String>,
    ) {
        let kind = self.kind();
        let left = self.left.take().filter(|left| left.is_of(kind, &sources));
        let before = self.offer.take().or(left);
        let mut offer = Offer::new(asked, kind, imported, sources, before.as_deref());
        if let Some(unkept) = unkept {
            offer.say(unkept);
        }
        self.offer = Some(Box::new(offer));
        self.ask();
    }

    /// The next question, or what is offered.
    fn ask(&mut self) {
        let all = self.offer.iter().flat_map(|offer| &offer.imported.questions);
        let open = all.map(|(_, question)| question).filter(|question| !self.unanswered.contains(question));
        let open: Vec<&Question> = open.collect();
        self.step = match open[..] {
            [] => Step::Choose,
            [first, ref more @ ..] => Step::Ask(Box::new(Ask::new(first.clone(), more.len()))),
        };
    }

    pub(in crate::tui) fn refuse(&mut self, refused: Refused) {
        self.refused = Some(refused);
        self.back();
    }

    /// Has the same document read for the draft as it is now.
    pub(in crate::tui) fn read_again(&mut self, context: &Context<'_>) -> Job {
        if let Some(offer) = &mut self.offer {
            offer.say("The draft has changed meanwhile, so this was read again: look once more.");
        }
        self.read_with(None, context)
    }

    /// Has it read with an answer to what it left open.
    fn read_with(&mut self, given: Option<Given>, context: &Context<'_>) -> Job {
        let sources = self.offer.as_ref().map(|offer| offer.sources.clone()).unwrap_or_default();
        let mut person = None;
        match given {
            None => {}
            Some(Given::Person { key, name }) => person = Some((key, name)),
            Some(Given::Address { short, address }) => {
                self.unanswered.push(Question::Shortened { address: short.clone() });
                self.expanded.insert(short, address);
            }
        }
        let keeps = person.is_some();
        let job = self.read(Document::Read { sources, person }, "Reading again …".to_owned(), context);
        if let (true, Step::Wait { ticket, .. }) = (keeps, &self.step) {
            self.step = Step::Keep { ticket: ticket.clone() };
        }
        job
    }

    fn kind(&self) -> Kind {
        self.kinds.selected().and_then(|at| Kind::ALL.get(at)).copied().unwrap_or(Kind::Notes)
    }

    fn read(&mut self, document: Document, says: String, context: &Context<'_>) -> Job {
        let asked = DraftSnapshot::now(context);
        self.step = Step::Wait { ticket: asked.ticket.clone(), says };
        let (kind, expanded) = (self.kind(), self.expanded.clone());
        Job::Import(Box::new(ImportJob::Read { asked, kind, document, expanded }))
    }

    /// From waiting: to what there was before.
    fn back(&mut self) {
        self.step = match (&self.offer, self.kind()) {
            (Some(_), _) => Step::Choose,
            (None, Kind::Issue) => Step::Kind,
            (None, _) => Step::Name,
        };
    }

    /// The contexts of its keys while letters are keys.
    pub fn letter_contexts(&self) -> &'static [KeyContext] {
        let is_typing = match &self.step {
            Step::Kind => self.kinds.is_typing(),
            Step::Choose => self.offer.as_ref().is_some_and(|offer| offer.is_typing()),
            _ => true,
        };
        match self.step {
            _ if is_typing => &[],
            Step::Kind => &[KeyContext::Import, KeyContext::List],
            _ => &[KeyContext::ImportOffer, KeyContext::Import, KeyContext::List],
        }
    }

    pub fn key(&mut self, key: KeyEvent, context: &Context<'_>) -> Vec<Command> {
        let of = |contexts: &[KeyContext]| context.config.keys.first(Key::of(key), contexts);
        match self.step {
            Step::Kind if self.kinds.is_typing() => {
                if self.kinds.type_key(key, &context.config.keys, kinds_area(context.screen).height) {
                    self.kinds.filter(|at| line_of(Kind::ALL[at], &context.config.theme).to_string());
                }
                Vec::new()
            }
            Step::Kind => self.key_for_kind(of(&[KeyContext::Import, KeyContext::List]), context),
            Step::Name => self.key_for_name(key, of(&[KeyContext::Import]), context),
            Step::Keep { .. } => Vec::new(),
            Step::Wait { .. } => {
                if of(&[KeyContext::Import]) == Some(Action::ImportBack) {
                    self.back();
                }
                Vec::new()
            }
            Step::Ask(_) => {
                let action = of(&[KeyContext::ImportAnswer, KeyContext::Import]);
                self.key_for_answer(key, action, context)
            }
            Step::Choose => {
                if let Some(offer) = self.offer.as_mut().filter(|offer| offer.is_typing()) {
                    offer.type_key(key, &context.config.keys, context.screen);
                    return Vec::new();
                }
                let contexts = [KeyContext::ImportOffer, KeyContext::Import, KeyContext::List];
                self.key_for_offer(of(&contexts), context)
            }
        }
    }

    fn key_for_kind(&mut self, action: Option<Action>, context: &Context<'_>) -> Vec<Command> {
        self.refused = None;
        match action {
            Some(Action::ImportBack) if self.kinds.end_search() => {}
            Some(Action::ImportBack) => return vec![Command::Close],
            Some(Action::ImportNext) if self.kinds.is_empty() => {}
            Some(Action::ImportNext) if self.kind() == Kind::Issue => {
                let document = Document::Read { sources: Vec::new(), person: None };
                let job = self.read(document, "Reading the last issue …".to_owned(), context);
                return vec![Command::run(job)];
            }
            Some(Action::ImportNext) => self.step = Step::Name,
            action => drop(self.kinds.act(action, kinds_area(context.screen).height)),
        }
        Vec::new()
    }

    fn key_for_name(&mut self, key: KeyEvent, action: Option<Action>, context: &Context<'_>) -> Vec<Command> {
        let refused = self.refused.take();
        let instead = refused.and_then(|refused| refused.instead);
        match action {
            Some(Action::ImportBack) => self.step = Step::Kind,
            Some(Action::ImportNext) => return self.read_typed(context),
            Some(Action::ImportInstead) if instead.is_some() => {
                let at = Kind::ALL.iter().position(|kind| Some(*kind) == instead);
                self.kinds.show_all(Kind::ALL.len());
                self.kinds.select(at.unwrap_or(0));
                return self.read_typed(context);
            }
            _ => self.input.key(key),
        }
        Vec::new()
    }

    fn read_typed(&mut self, context: &Context<'_>) -> Vec<Command> {
        let text = self.input.line().trim().to_owned();
        let said = match text.as_str() {
            "" => "Type where it is: a file, or an address of https.",
            // Standard input has the keys here.
            "-" => "`-` is for the command line; name a file here, or an address of https.",
            _ => {
                let says = format!("Reading {text} …");
                let job =
                    self.read(Document::Typed { text, home: context.config.home.clone() }, says, context);
                return vec![Command::run(job)];
            }
        };
        self.refused = Some(Refused { said: said.to_owned(), instead: None });
        Vec::new()
    }

    fn key_for_answer(
        &mut self,
        key: KeyEvent,
        action: Option<Action>,
        context: &Context<'_>,
    ) -> Vec<Command> {
        let Step::Ask(ask) = &mut self.step else { return Vec::new() };
        match ask.key(key, action, context.screen) {
            None => {}
            Some(Said::NotNow) => {
                self.unanswered.push(ask.question.clone());
                self.ask();
            }
            Some(Said::Answer(given)) => {
                return vec![Command::run(self.read_with(Some(given), context))];
            }
            Some(Said::Later) => {
                let all = self.offer.iter().flat_map(|offer| &offer.imported.questions);
                self.unanswered.extend(all.map(|(_, question)| question.clone()));
                self.step = Step::Choose;
            }
        }
        Vec::new()
    }

    fn key_for_offer(&mut self, action: Option<Action>, context: &Context<'_>) -> Vec<Command> {
        let Some(offer) = &mut self.offer else { return Vec::new() };
        self.refused = None;
        match action {
            Some(Action::ImportBack) if offer.hide_remarks() || offer.end_search() => {}
            Some(Action::ImportBack) => {
                self.left = self.offer.take();
                self.back();
            }
            Some(Action::ImportTake) => return self.take(context),
            action => offer.key(action, context.screen),
        }
        Vec::new()
    }

    fn take(&mut self, context: &Context<'_>) -> Vec<Command> {
        let Some(offer) = &mut self.offer else { return Vec::new() };
        let Some(chosen) = offer.chosen(&context.config.keys) else { return Vec::new() };
        if !offer.asked.is_current(context) {
            return vec![Command::run(self.read_again(context))];
        }
        let asked = DraftSnapshot::now(context);
        let imported = offer.imported.clone();
        self.step = Step::Wait { ticket: asked.ticket.clone(), says: "Taking what is ticked …".to_owned() };
        let job = Job::Import(Box::new(ImportJob::Take { asked, imported, chosen }));
        vec![Command::run(job)]
    }

    pub fn paste(&mut self, text: &str) {
        match (&mut self.step, &mut self.offer) {
            (Step::Ask(ask), _) => ask.paste(text),
            (Step::Choose, Some(offer)) => offer.paste(text),
            _ => {}
        }
        if matches!(self.step, Step::Name) {
            // A file that is dropped comes in quotes or with backslashes; an address comes as it is.
            let is_address = text.contains("://") && !text.trim().starts_with("file://");
            let text = if is_address { text.trim().to_owned() } else { dropped::plain(text) };
            self.refused = None;
            self.input.paste(&text);
        }
    }

    pub fn scroll(&mut self, rows: i32, context: &Context<'_>) {
        match (&self.step, &mut self.offer) {
            (Step::Choose, Some(offer)) => offer.scroll(rows, context.screen),
            (Step::Kind, _) => self.kinds.scroll(rows, kinds_area(context.screen).height),
            _ => {}
        }
    }

    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context<'_>) -> Option<Position> {
        let (theme, keys) = (&context.config.theme, &context.config.keys);
        if let (Step::Choose, Some(offer)) = (&self.step, &self.offer) {
            let refused = self.refused.as_ref().map(|refused| refused.said.as_str());
            return offer.draw(frame, area, refused, context.config);
        }
        if let Step::Ask(ask) = &self.step {
            return ask.draw(frame, area, context);
        }
        let title = match self.step {
            Step::Kind => "Import".to_owned(),
            _ => format!("Import {}", self.kind().describe()),
        };
        let inner = popup(frame, area, WIDTH, HEIGHT, &title, theme);
        if inner.height < 5 {
            return None;
        }
        let row = |y: u16, height: u16| Rect { y: inner.y + y, height, ..inner }.intersection(inner);
        let foot = Rect { y: inner.bottom() - 1, height: 1, ..inner };
        let mut cursor = None;
        match &self.step {
            Step::Kind => {
                cursor = self.kinds.draw(frame, kinds_area(area), theme, |frame, place, at| {
                    draw_line(frame, place, line_of(Kind::ALL[at], theme));
                });
                draw_line(
                    frame,
                    foot,
                    hints(keys, &[(Action::ImportNext, "choose"), (Action::ImportBack, "back")], theme),
                );
            }
            Step::Name => {
                draw_line(
                    frame,
                    row(0, 1),
                    Line::styled("Where is it? A file, or an address of https:", theme.title),
                );
                draw_line(frame, row(1, 1), Line::styled("> ", theme.key));
                let place = Rect { x: inner.x + 2, width: inner.width.saturating_sub(2), ..row(1, 1) };
                cursor = self.input.render(place, frame.buffer_mut(), &theme.input(false));
                let from = "A path begins in the newsletter's folder, or with / or ~/ elsewhere.";
                draw_line(frame, row(2, 1), Line::styled(from, theme.dim));
                self.draw_name_hints(frame, foot, context);
            }
            Step::Wait { says, .. } => {
                draw_line(frame, row(0, 1), Line::styled(says.as_str(), theme.dim));
                draw_line(frame, foot, hints(keys, &[(Action::ImportBack, "leave it")], theme));
            }
            Step::Keep { .. } => {
                draw_line(frame, row(0, 1), Line::styled("Keeping the answer …", theme.dim));
            }
            Step::Ask(_) | Step::Choose => {}
        }
        if let Some(refused) = &self.refused {
            let top = if matches!(self.step, Step::Kind) { Kind::ALL.len() as u16 + 1 } else { 4 };
            let height = (inner.height - 1).saturating_sub(top);
            let text = Paragraph::new(refused.said.as_str()).style(theme.bad).wrap(Wrap { trim: true });
            frame.render_widget(text, row(top, height));
        }
        cursor
    }

    fn draw_name_hints(&self, frame: &mut Frame<'_>, foot: Rect, context: &Context<'_>) {
        let (theme, keys) = (&context.config.theme, &context.config.keys);
        let instead = self.refused.as_ref().and_then(|refused| refused.instead);
        let mut line = hints(keys, &[(Action::ImportNext, "read"), (Action::ImportBack, "back")], theme);
        if let Some(kind) = instead {
            line.push_span(Piece::styled(keys.label(Action::ImportInstead), theme.key));
            line.push_span(Piece::raw(format!(" read it as {}", kind.describe())));
        }
        draw_line(frame, foot, line);
    }
}

/// Where the kinds are drawn. The row below them is free.
fn kinds_area(area: Rect) -> Rect {
    let inner = popup_inner(area, WIDTH, HEIGHT);
    Rect { height: inner.height.saturating_sub(2).min(Kind::ALL.len() as u16), ..inner }
}

fn line_of(kind: Kind, theme: &Theme) -> Line<'static> {
    let more = match kind {
        Kind::Notes => ": meeting, video, libraries, the team's week",
        Kind::Report => ": libraries, new or updated, and downloads",
        Kind::Post => ", as a story",
        Kind::Clicks => ": last week's most clicked link",
        Kind::Events => ": the events of the weeks ahead",
        Kind::Releases => ": name, version and date, a line each",
        Kind::Issue => ": text of every week",
    };
    Line::from(vec![
        Piece::styled(format!("{:<10}", kind.name()), theme.title),
        Piece::raw(kind.describe()),
        Piece::styled(more, theme.dim),
    ])
}
