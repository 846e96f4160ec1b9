//! Questions to the terminal, asked once at the start. The answers come as keys, from the one reader that
//! there is, and are picked out of them: nobody waits for them, and no second reader can eat what is typed
//! (as in ratatui-image#202).

pub(crate) mod early;

use crossterm::event::{Event, KeyCode, KeyModifiers};

use crate::tui::characters::PROBE;
use crate::tui::theme::Background;

/// What the terminal is asked about images.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Whether it shows kitty's images.
    Plain,
    /// The same, and its device attributes, which say whether it shows sixels.
    Attributes,
    /// The same, in the envelope in which tmux passes things on.
    ThroughTmux,
    /// Which version of kitty it is.
    Version,
}

impl Question {
    pub fn text(self) -> &'static str {
        match self {
            // An image of one pixel, which is only to be judged.
            Question::Plain | Question::Attributes => "\x1b_Gi=4711,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\",
            Question::ThroughTmux => "\x1bPtmux;\x1b\x1b_Gi=4711,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\x1b\\\x1b\\",
            // XTVERSION.
            Question::Version => "\x1b[>q",
        }
    }
}

/// What the terminal is asked about its background (OSC 11).
const BACKGROUND: &str = "\x1b]11;?\x1b\\";

/// Everything that the terminal is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Questions {
    /// True if the background is asked: not of a terminal that would print the question.
    pub background: bool,
    pub images: Option<Question>,
    /// True if it is asked how wide an ambiguous character is. It takes another answer to look for this one.
    pub width: bool,
}

impl Questions {
    /// True if the answer about the device attributes is read before crossterm reads.
    pub fn are_read_early(self) -> bool {
        self.images == Some(Question::Attributes)
    }

    /// The questions that a terminal understands.
    pub fn new(
        images: Option<Question>,
        is_width_open: bool,
        variable: &dyn Fn(&str) -> String,
    ) -> Questions {
        let term = variable("TERM");
        let is_simple = term.is_empty() || ["dumb", "linux", "vt"].iter().any(|name| term.starts_with(name));
        Questions { background: !is_simple, images, width: is_width_open && !is_simple }
    }

    /// What is sent: on an empty screen, which stays empty.
    pub fn text(self) -> String {
        let mut text = String::new();
        // Its answer is read by itself, and so comes first.
        if self.are_read_early() {
            text.push_str(early::QUESTION);
        }
        if self.width {
            text.push_str(PROBE);
        }
        if self.background {
            text.push_str(BACKGROUND);
        }
        text.push_str(self.images.map_or("", Question::text));
        text
    }
}

/// An answer of the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Background(Background),
    /// It shows kitty's images, also as placeholders in its cells.
    ShowsKitty,
    /// It shows sixels, with enough colours.
    ShowsSixels,
    /// A question was answered, but nothing follows from it.
    Nothing,
    /// Ambiguous characters take two cells.
    WideCharacters,
}

/// The form of an answer. Crossterm takes an escape and the character after it for a key with Alt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Kitty,
    Background,
    Version,
}

impl Form {
    /// The character after the escape that begins it.
    fn opener(self) -> char {
        match self {
            Form::Kitty => '_',
            Form::Background => ']',
            Form::Version => 'P',
        }
    }

    fn start(self) -> &'static str {
        match self {
            Form::Kitty => "Gi=4711;",
            Form::Background => "11;rgb",
            Form::Version => ">|",
        }
    }

    /// True if a text may go on with this character.
    fn fits(self, text: &str, c: char) -> bool {
        match self.start()[text.len().min(self.start().len())..].chars().next() {
            Some(wanted) => c == wanted,
            None => c.is_ascii() && text.len() < LONGEST,
        }
    }

    /// What the answer says after its start.
    fn read(self, rest: &str) -> Answer {
        match self {
            Form::Kitty if rest == "OK" => Answer::ShowsKitty,
            Form::Background => {
                rgb(rest).map_or(Answer::Nothing, |rgb| Answer::Background(Background::from_rgb(rgb)))
            }
            Form::Version if has_placeholders(rest) => Answer::ShowsKitty,
            Form::Kitty | Form::Version => Answer::Nothing,
        }
    }
}

/// The first version of kitty that shows images in cells of text.
const PLACEHOLDERS_SINCE: (u32, u32) = (0, 28);

/// Reads the version in `kitty(0.26.5)`.
fn has_placeholders(name: &str) -> bool {
    let Some(version) = name.strip_prefix("kitty(") else { return false };
    let mut numbers = version.split(|c: char| !c.is_ascii_digit()).map_while(|part| part.parse::<u32>().ok());
    let (Some(major), Some(minor)) = (numbers.next(), numbers.next()) else { return false };
    (major, minor) >= PLACEHOLDERS_SINCE
}

/// Reads `:1e1e/1e1e/1e1e`, or `a:` with the opacity as a fourth part. A part has one to four digits.
fn rgb(text: &str) -> Option<[u8; 3]> {
    let parts = text.strip_prefix(':').or_else(|| text.strip_prefix("a:"))?;
    let channel = |part: &str| {
        let most =
            u32::checked_pow(16, u32::try_from(part.len()).ok()?)?.checked_sub(1).filter(|most| *most > 0)?;
        let value = u32::from_str_radix(part, 16).ok().filter(|_| part.len() <= 4)?;
        u8::try_from(value * 255 / most).ok()
    };
    let mut channels = parts.split('/').map(channel);
    Some([channels.next()??, channels.next()??, channels.next()??])
}

/// No answer is longer.
const LONGEST: usize = 80;

/// The outcome of an event.
#[derive(Debug, PartialEq)]
pub enum Heard {
    /// The user's; mostly one, more where they looked like an answer until now, none while they do.
    Events(Vec<Event>),
    Answer(Answer),
}

/// Picks the answers out of the events, however late they come: as keys, they would be commands. A key that looks like
/// the start of one waits for the next key.
#[derive(Debug)]
pub struct Listener {
    expected: Vec<Form>,
    /// The form of a question that is asked several times.
    repeated: Option<Form>,
    /// Events that look like an answer so far, its form, and its text after the opener.
    held: Vec<Event>,
    form: Option<Form>,
    text: String,
}

/// A key as a part of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Plain(char),
    Escaped(char),
    /// The other end of an answer that begins with `ESC ]`.
    Bell,
    Other,
}

fn sign_of(event: &Event) -> Sign {
    let Event::Key(key) = event else { return Sign::Other };
    match key.code {
        KeyCode::Char('g') if key.modifiers == KeyModifiers::CONTROL => Sign::Bell,
        KeyCode::Char(c) if key.modifiers.contains(KeyModifiers::ALT) => Sign::Escaped(c),
        KeyCode::Char(c) => Sign::Plain(c),
        _ => Sign::Other,
    }
}

impl Listener {
    pub fn new(questions: Questions) -> Listener {
        let images = questions.images.map(|question| match question {
            Question::Plain | Question::Attributes | Question::ThroughTmux => Form::Kitty,
            Question::Version => Form::Version,
        });
        let background = questions.background.then_some(Form::Background);
        let expected = images.into_iter().chain(background).collect();
        // What is asked through tmux is lost until tmux has a terminal, and is asked again.
        let repeated = (questions.images == Some(Question::ThroughTmux)).then_some(Form::Kitty);
        Listener { expected, repeated, held: Vec::new(), form: None, text: String::new() }
    }

    pub fn hear(&mut self, event: Event) -> Heard {
        let sign = sign_of(&event);
        self.held.push(event);
        match (self.form, sign) {
            (None, Sign::Escaped(c)) => {
                self.form = self.expected.iter().copied().find(|form| form.opener() == c);
                if self.form.is_some() {
                    return Heard::Events(Vec::new());
                }
            }
            (Some(form), Sign::Plain(c)) if form.fits(&self.text, c) => {
                self.text.push(c);
                return Heard::Events(Vec::new());
            }
            (Some(form), Sign::Escaped('\\') | Sign::Bell) => {
                if let Some(rest) = self.text.strip_prefix(form.start()) {
                    let answer = form.read(rest);
                    self.expected.retain(|other| *other != form || self.repeated == Some(form));
                    self.reset();
                    return Heard::Answer(answer);
                }
            }
            _ => {}
        }
        Heard::Events(self.reset())
    }

    fn reset(&mut self) -> Vec<Event> {
        self.form = None;
        self.text.clear();
        std::mem::take(&mut self.held)
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyEvent;

    use super::*;

    const ALL: Questions = Questions { background: true, images: Some(Question::Plain), width: false };

    /// As crossterm reads them: an escape makes the next key an Alt, and a bell is Ctrl-G.
    fn keys(text: &str) -> Vec<Event> {
        let mut out = Vec::new();
        let mut modifiers = KeyModifiers::NONE;
        for c in text.chars() {
            if c == '\x1b' {
                modifiers = KeyModifiers::ALT;
                continue;
            }
            let (c, control) =
                if c == '\x07' { ('g', KeyModifiers::CONTROL) } else { (c, KeyModifiers::NONE) };
            let shift = if c.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
            out.push(Event::Key(KeyEvent::new(KeyCode::Char(c), modifiers | shift | control)));
            modifiers = KeyModifiers::NONE;
        }
        out
    }

    fn heard_of(questions: Questions, events: Vec<Event>) -> (Vec<Event>, Vec<Answer>) {
        let mut listener = Listener::new(questions);
        let (mut left, mut answers) = (Vec::new(), Vec::new());
        for event in events {
            match listener.hear(event) {
                Heard::Events(events) => left.extend(events),
                Heard::Answer(answer) => answers.push(answer),
            }
        }
        left.extend(listener.held);
        (left, answers)
    }

    fn heard(events: Vec<Event>) -> (Vec<Event>, Vec<Answer>) {
        heard_of(ALL, events)
    }

    #[test]
    fn an_answer_is_told_from_keys() {
        assert_eq!(
            heard(keys("ab\x1b_Gi=4711;OK\x1b\\\x1bxc")),
            (keys("ab\x1bxc"), vec![Answer::ShowsKitty])
        );
        let no = "a\x1b_Gi=4711;ENOTSUPPORTED:no\x1b\\b";
        assert_eq!(heard(keys(no)), (keys("ab"), vec![Answer::Nothing]));
    }

    #[test]
    fn keys_that_look_like_one_for_a_while_all_arrive() {
        for typed in [
            "\x1b_Gull\x1b\\",
            "\x1b_",
            "\x1b_Gi=4711",
            "\x1b\\x",
            "Gi=4711;OK\x1b\\",
            "\x1b_\x1b_Gi=4711;OK\x1b\\",
            "\x1b]11;\x07",
            "\x1b]12;rgb:0/0/0\x07",
            "\x07",
            &format!("\x1b_Gi=4711;{}\x1b\\", "x".repeat(200)),
        ] {
            assert_eq!(heard(keys(typed)), (keys(typed), vec![]), "{}", typed.escape_debug());
        }
        let mut mixed = keys("\x1b_Gi=");
        mixed.push(Event::Resize(80, 24));
        assert_eq!(heard(mixed.clone()), (mixed, vec![]));
    }

    #[test]
    fn the_background_is_read_in_every_form() {
        let dark = Answer::Background(Background::Dark);
        let light = Answer::Background(Background::Light);
        for (answer, said) in [
            ("\x1b]11;rgb:0000/2b2b/3636\x1b\\", dark),
            ("\x1b]11;rgb:fdfd/f6f6/e3e3\x07", light),
            ("\x1b]11;rgb:ff/ff/ff\x07", light),
            ("\x1b]11;rgba:1e1e/1e1e/1e1e/ffff\x1b\\", dark),
            ("\x1b]11;rgb:f/f\x07", Answer::Nothing),
            ("\x1b]11;rgb:/0/0\x07", Answer::Nothing),
            ("\x1b]11;rgb:00000/0/0\x07", Answer::Nothing),
        ] {
            let typed = format!("a{answer}b");
            assert_eq!(heard(keys(&typed)), (keys("ab"), vec![said]), "{}", answer.escape_debug());
        }
    }

    #[test]
    fn kitty_shows_images_in_cells_since_0_28() {
        let questions = Questions { images: Some(Question::Version), ..ALL };
        for (version, said) in [
            ("kitty(0.26.5)", Answer::Nothing),
            ("kitty(0.28.0)", Answer::ShowsKitty),
            ("kitty(0.41.1)", Answer::ShowsKitty),
            ("kitty(1.0)", Answer::ShowsKitty),
            ("kitty", Answer::Nothing),
            ("XTerm(388)", Answer::Nothing),
        ] {
            let typed = format!("\x1bP>|{version}\x1b\\");
            assert_eq!(heard_of(questions, keys(&typed)), (vec![], vec![said]), "{version}");
        }
    }

    #[test]
    fn each_question_is_answered_once() {
        let twice = "\x1b]11;rgb:ff/ff/ff\x07\x1b]11;rgb:ff/ff/ff\x07";
        let (left, answers) = heard(keys(twice));
        assert_eq!(
            (left.len(), answers),
            ("]11;rgb:ff/ff/ff\x07".len(), vec![Answer::Background(Background::Light)])
        );
    }

    #[test]
    fn what_is_asked_again_through_tmux_may_be_answered_again() {
        let questions = Questions { images: Some(Question::ThroughTmux), ..ALL };
        let twice = "a\x1b_Gi=4711;OK\x1b\\b\x1b_Gi=4711;OK\x1b\\c";
        assert_eq!(
            heard_of(questions, keys(twice)),
            (keys("abc"), vec![Answer::ShowsKitty, Answer::ShowsKitty])
        );
    }

    #[test]
    fn a_simple_terminal_is_asked_nothing() {
        let questions = |term: &'static str| {
            Questions::new(None, true, &|name| if name == "TERM" { term.into() } else { String::new() })
        };
        for term in ["", "dumb", "linux", "vt220"] {
            assert_eq!(questions(term).text(), "", "{term}");
        }
        assert!(questions("xterm").text().ends_with("\x1b]11;?\x1b\\"));
    }
}
