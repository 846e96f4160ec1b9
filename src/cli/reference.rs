//! The part of `docs/commands.md` that is generated from the arguments.

use std::fmt::Write;

use clap::{Arg, Command, CommandFactory};

const START: &str = "<!-- The rest of this page is generated from the arguments in src/cli. -->\n";

/// Describes all commands in Markdown.
fn reference() -> String {
    let mut program = super::Args::command();
    program.build();
    let mut commands = Vec::new();
    collect(&program, "copydesk", &mut commands);
    let mut out = format!("{START}\n## All commands\n\n| command | what it does |\n|---|---|\n");
    for (name, command) in &commands {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(out, "| [`{name}`](#{}) | {} |", name.replace(' ', "-"), cell(&about));
    }
    for (name, command) in commands {
        entry(&mut out, &name, command);
    }
    out
}

/// The commands that take no further command, with their names.
fn collect(command: &Command, name: &str, found: &mut Vec<(String, Command)>) {
    for part in command.get_subcommands().filter(|part| !part.is_hide_set()) {
        let name = format!("{name} {}", part.get_name());
        match part.has_subcommands() {
            true => collect(part, &name, found),
            false => found.push((name, part.clone())),
        }
    }
}

fn entry(out: &mut String, name: &str, mut command: Command) {
    let about = command.get_long_about().or(command.get_about()).map(ToString::to_string).unwrap_or_default();
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ").trim();
    let _ = write!(out, "\n### `{name}`\n\n{}\n\n```text\n{usage}\n```\n", about.trim_end());
    let is_own = |arg: &&Arg| !arg.is_hide_set() && !arg.is_global_set() && !arg.get_id().as_str().eq("help");
    let (arguments, options): (Vec<&Arg>, Vec<&Arg>) =
        command.get_arguments().filter(is_own).partition(|arg| arg.is_positional());
    for (kind, args) in [("argument", arguments), ("option", options)] {
        if args.is_empty() {
            continue;
        }
        let _ = write!(out, "\n| {kind} | meaning |\n|---|---|\n");
        for arg in args {
            let _ = writeln!(out, "| {} | {} |", signature(arg), meaning(arg));
        }
    }
}

/// An argument as the command line has it, in code.
fn signature(arg: &Arg) -> String {
    let values: Vec<&str> =
        arg.get_value_names().unwrap_or_default().iter().map(|name| name.as_str()).collect();
    let takes_values = arg.get_action().takes_values();
    let is_optional = arg.get_num_args().is_some_and(|count| count.min_values() == 0);
    let value = match (takes_values, is_optional) {
        (false, _) => String::new(),
        (true, false) => values.join(" "),
        (true, true) => format!("[{}]", values.join(" ")),
    };
    let Some(long) = arg.get_long() else { return code(&value) };
    let after = |name: String| if value.is_empty() { code(&name) } else { code(&format!("{name} {value}")) };
    let short = arg.get_short().map(|short| format!("{}, ", code(&format!("-{short}"))));
    let aliases = arg.get_visible_aliases().unwrap_or_default();
    let aliases: String = aliases.iter().map(|alias| format!(", {}", after(format!("--{alias}")))).collect();
    format!("{}{}{aliases}", short.unwrap_or_default(), after(format!("--{long}")))
}

fn code(text: &str) -> String {
    format!("`{}`", text.replace('|', "\\|"))
}

fn meaning(arg: &Arg) -> String {
    let help = arg.get_long_help().or(arg.get_help()).map(ToString::to_string).unwrap_or_default();
    let mut out = cell(&help);
    let values = arg.get_possible_values();
    let values: Vec<String> = values
        .iter()
        .filter(|value| !value.is_hide_set())
        .map(|value| format!("`{}`", value.get_name()))
        .collect();
    if arg.get_action().takes_values() && !values.is_empty() {
        let _ = write!(out, "; one of {}", values.join(", "));
    }
    let defaults: Vec<String> =
        arg.get_default_values().iter().map(|value| format!("`{}`", value.to_string_lossy())).collect();
    if arg.get_action().takes_values() && !defaults.is_empty() {
        let _ = write!(out, "; by default {}", defaults.join(", "));
    }
    out
}

/// A text in a cell of a table.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/commands.md");

    #[test]
    fn the_page_of_the_commands_is_generated_from_the_arguments() {
        let page = std::fs::read_to_string(PATH).unwrap().replace("\r\n", "\n");
        let (own, _) = page.split_once(START).unwrap();
        let current = format!("{own}{}", reference());
        if page != current && std::env::var_os("INSTA_UPDATE").is_some_and(|value| value == "always") {
            std::fs::write(PATH, current).unwrap();
            return;
        }
        assert!(page == current, "docs/commands.md is out of date; INSTA_UPDATE=always rewrites it");
    }
}
