//! What the terminal and the user's own programs can do, as the desk chooses them.

use std::io::{IsTerminal as _, stdin, stdout};

use crate::desk::{Finding, Topic};
use crate::platform::{IS_WINDOWS, find_program};
use crate::tui::action::Action;
use crate::tui::app::job::clipboard::ClipboardProgram;
use crate::tui::app::job::edit::chosen_editor;
use crate::tui::app::keyboard;
use crate::tui::app::terminal::Tty;
use crate::tui::ask::{Answer, Question};
use crate::tui::characters::Characters;
use crate::tui::config::{self, Config};
use crate::tui::images::Means;
use crate::tui::theme::{Background, Colours, ThemeChoice};

const TERMINAL: Topic = Topic::Terminal;

/// What the terminal has said.
enum Asked {
    /// Standard input or output is no terminal.
    NoTerminal,
    /// It would print the questions, or none is open.
    Nothing,
    Answers(Vec<Answer>),
}

/// Looks at the terminal, the clipboard and the editor. A terminal is asked the questions that the desk asks.
pub fn diagnose_terminal() -> Vec<Finding> {
    let (settings, mut config) = settings();
    let asked = ask(&config);
    if let Asked::Answers(answers) = &asked {
        for answer in answers {
            let _ = config.take(*answer);
        }
    }
    let mut findings = vec![settings, terminal(&asked), colours(&config), background(&config, &asked)];
    findings.extend([
        characters(&config, &asked),
        images(&config, &asked),
        keyboard(&config),
        mouse(&config),
    ]);
    findings.extend(clipboard(&config));
    findings.push(editor());
    findings
}

/// The user's `config.yml`, or else the defaults for this terminal.
fn settings() -> (Finding, Config) {
    let path = config::path().map_or_else(|| "config.yml".to_owned(), |path| path.display().to_string());
    match config::load() {
        Ok(config) => (TERMINAL.works("settings", format!("{path}, or else the defaults")), config),
        Err(error) => {
            let help = format!("change {path}; `copydesk help desk` names its keys");
            (TERMINAL.broken("settings", error.to_string(), help), config::without_file())
        }
    }
}

fn ask(config: &Config) -> Asked {
    if !stdout().is_terminal() || !stdin().is_terminal() {
        return Asked::NoTerminal;
    }
    let text = config.questions.text();
    if text.is_empty() {
        return Asked::Nothing;
    }
    // The questions are for an empty screen.
    let Ok(mut tty) = Tty::enter(false) else { return Asked::NoTerminal };
    match tty.ask(&text) {
        Ok(()) => Asked::Answers(keyboard::answers(config.questions)),
        Err(_) => Asked::Nothing,
    }
}

fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_default()
}

fn terminal(asked: &Asked) -> Finding {
    let name = "terminal";
    let term = variable("TERM");
    match asked {
        Asked::NoTerminal => TERMINAL.missing(
            name,
            "standard input or output is not a terminal, so it was not asked",
            "run this in the terminal that the desk opens in",
        ),
        // Windows has no such variable.
        _ if term.is_empty() && !IS_WINDOWS || term == "dumb" => TERMINAL.broken(
            name,
            format!("TERM is '{term}', which can't move the cursor"),
            "use another terminal",
        ),
        _ => TERMINAL.works(name, term),
    }
}

fn colours(config: &Config) -> Finding {
    let name = "colours";
    if config.choice == ThemeChoice::None {
        return TERMINAL.works(name, "none, as the theme or NO_COLOR says");
    }
    match config.colours {
        Colours::Rgb => TERMINAL.works(name, "16 million"),
        Colours::Indexed => TERMINAL.works(name, "256"),
        Colours::Sixteen => TERMINAL.missing(
            name,
            "16 only",
            "use a terminal with 256 colours, or set TERM to its own name, such as xterm-256color",
        ),
    }
}

fn background(config: &Config, asked: &Asked) -> Finding {
    let theme = config.theme.name;
    let is_answered = matches!(asked, Asked::Answers(answers)
        if answers.iter().any(|answer| matches!(answer, Answer::Background(_))));
    let how = match (config.choice.depends_on_background(), is_answered) {
        (false, _) => "chosen in the settings",
        (true, true) => "the terminal has said its background",
        (true, false) if Background::from_colorfgbg(&variable("COLORFGBG")).is_some() => "by COLORFGBG",
        (true, false) => "the terminal's background is unknown",
    };
    TERMINAL.works("theme", format!("{theme}: {how}"))
}

fn characters(config: &Config, asked: &Asked) -> Finding {
    let name = "characters";
    match config.characters {
        Characters::Unicode => TERMINAL.works(name, "Unicode"),
        Characters::Ascii if matches!(asked, Asked::Answers(answers) if answers.contains(&Answer::WideCharacters)) => {
            TERMINAL.works(name, "ASCII, because frames and marks take two cells in this terminal")
        }
        Characters::Ascii => TERMINAL.works(name, "ASCII, as the settings say"),
    }
}

fn images(config: &Config, asked: &Asked) -> Finding {
    let name = "images";
    let open = match (asked, config.questions.images) {
        (Asked::Answers(_), _) | (_, None) => "",
        (_, Some(_)) => "; the desk asks the terminal for more when it opens",
    };
    let means = match config.images {
        Means::Kitty => "in full, by kitty's protocol",
        Means::Sixel => "in full, as sixels",
        Means::Iterm2 => "in full, by iTerm2's protocol",
        Means::HalfBlocks { true_colour: true } => "in half blocks",
        Means::HalfBlocks { true_colour: false } => "in half blocks of 256 colours",
        Means::Off => {
            let help =
                "use a terminal with kitty's or iTerm2's images or sixels, or set `images: halfblocks`";
            let few =
                if config.colours == Colours::Sixteen { ", because there are 16 colours only" } else { "" };
            return TERMINAL.missing(name, format!("not shown{few}{open}"), help);
        }
    };
    let is_in_tmux = config.tmux && config.questions.images != Some(Question::ThroughTmux);
    match (config.images.has_pixels(), is_in_tmux) {
        (false, true) => TERMINAL.missing(
            name,
            format!("{means}, because tmux is in between"),
            "set `images: ask` in the settings, and `set -g allow-passthrough on` in tmux",
        ),
        _ => TERMINAL.works(name, format!("{means}{open}")),
    }
}

fn keyboard(config: &Config) -> Finding {
    let keys = &config.keys;
    let label = |action: Action| keys.label(action);
    let detail = format!("{} opens the menu, {} the help", label(Action::Menu), label(Action::Help));
    match keys.losses() {
        None => TERMINAL.works("keyboard", detail),
        Some(lost) => TERMINAL.broken("keyboard", lost, "change `keys` in the settings"),
    }
}

fn mouse(config: &Config) -> Finding {
    match config.mouse {
        true => TERMINAL.works("mouse", "is captured; hold Shift to select text as elsewhere"),
        false => TERMINAL.works("mouse", "is left to the terminal"),
    }
}

/// The programs of the desktop, and the terminal itself, which also takes texts.
fn clipboard(config: &Config) -> Vec<Finding> {
    let topic = Topic::Clipboard;
    let terminal = match config.tmux {
        true => "the terminal takes what is copied (OSC 52), if tmux has `set -g set-clipboard on`",
        false => "the terminal takes what is copied (OSC 52), if it is not set to refuse that",
    };
    let program = |program: &ClipboardProgram| {
        let (names, source) = program.needs();
        let name = names[0];
        match names.into_iter().find(|name| find_program(name).is_none()) {
            Some(missing) => topic.missing(name, format!("{missing} is not installed"), source),
            None => topic.works(name, "copies and pastes"),
        }
    };
    let programs = config.clipboard.iter().map(program);
    programs.chain([topic.works("terminal", terminal)]).collect()
}

fn editor() -> Finding {
    let topic = Topic::Editor;
    let (line, program) = chosen_editor();
    let is_set = ["VISUAL", "EDITOR"].into_iter().any(|name| !variable(name).trim().is_empty());
    match (find_program(&program), is_set) {
        (Some(path), true) => topic.works("editor", format!("`{line}` ({})", path.display())),
        (Some(_), false) => {
            topic.works("editor", format!("{program}, because neither VISUAL nor EDITOR is set"))
        }
        (None, true) => topic.broken(
            "editor",
            format!("`{line}` can't be run: there is no {program}"),
            "set VISUAL or EDITOR to an editor that is installed",
        ),
        (None, false) => topic.missing(
            "editor",
            format!("neither VISUAL nor EDITOR is set, and there is no {program}"),
            "set EDITOR to your editor, such as `export EDITOR=nano`",
        ),
    }
}
