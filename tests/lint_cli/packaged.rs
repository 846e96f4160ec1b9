//! What packages contain beside the program: completions for shells, manual pages, and the version.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use crate::lint_cli::Folder;
use crate::support::require::{Need, missing};

/// The script for a shell, in a file.
fn script(folder: &Folder, shell: &str) -> std::path::PathBuf {
    let run = folder.run(&format!("completions {shell}")).exits(0);
    assert!(run.err.is_empty(), "{}", run.err);
    folder.write("script", run.out);
    folder.join("script")
}

/// What a program prints; `None`, with a word, where it is missing.
fn output_of(need: Need, program: &str, args: &[&str]) -> Option<String> {
    let mut command = Command::new(program);
    command.args(args).env_remove("BASH_ENV").env("LC_ALL", "C.UTF-8");
    let Ok(output) = command.output() else {
        missing(need, &format!("there is no {program}"));
        return None;
    };
    let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    assert!(output.status.success() && err.is_empty(), "{program} {args:?}: {err}");
    Some(out)
}

/// What bash offers for the last of some words after `copydesk`.
fn offered_by_bash(script: &Path, words: &[&str]) -> Option<BTreeSet<String>> {
    const COMPLETE: &str = r#"
        source "$1"; shift
        COMP_WORDS=(copydesk "$@"); COMP_CWORD=$#
        _copydesk copydesk "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\n' "${COMPREPLY[@]}""#;
    let start = ["--norc", "--noprofile", "-c", COMPLETE, "bash", script.to_str().unwrap()];
    let offered = output_of(Need::Bash, "bash", &[&start, words].concat())?;
    Some(offered.lines().map(str::to_owned).collect())
}

#[test]
fn bash_offers_commands_options_and_values() {
    let folder = Folder::new();
    let script = script(&folder, "bash");
    let cases: [(&[&str], &[&str]); 10] = [
        (&["ren"], &["render"]),
        (&["image", ""], &["add", "fit", "list"]),
        (&["lint", "--fi"], &["--fix"]),
        (&["render", "--for", ""], &["mail", "site", "text", "wordpress"]),
        (&["completions", "z"], &["zsh"]),
        (&["man", "--o"], &["--out"]),
        (&["help", "edito"], &["editor", "editors"]),
        (&["help", "lin"], &["lint"]),
        (&["rules", "repeated-w"], &["repeated-word"]),
        (&["lint", "--select", "repeated-w"], &["repeated-word"]),
    ];
    for (words, expected) in cases {
        let Some(offered) = offered_by_bash(&script, words) else { return };
        for word in expected {
            assert!(offered.contains(*word), "{words:?}: {word} is not in {offered:?}");
        }
        // Options are offered too where a command may follow.
        let is_closed = words.last().is_some_and(|word| !word.is_empty());
        assert!(!is_closed || offered.len() == expected.len(), "{words:?}: {offered:?}");
    }
}

#[test]
fn zsh_loads_the_completions() {
    let folder = Folder::new();
    let script = script(&folder, "zsh");
    let load = "autoload -Uz compinit && compinit -D -u && source $1 && print $_comps[copydesk]";
    let args = ["-f", "-c", load, "zsh", script.to_str().unwrap()];
    if let Some(loaded) = output_of(Need::Zsh, "zsh", &args) {
        assert_eq!(loaded, "_copydesk\n");
    }
}

#[test]
fn fish_offers_commands_and_values() {
    let folder = Folder::new();
    let script = script(&folder, "fish");
    for (line, expected) in [
        ("copydesk ren", "render"),
        ("copydesk render --for m", "mail"),
        ("copydesk completions z", "zsh"),
        ("copydesk help edito", "editor editors"),
        ("copydesk rules repeated-w", "repeated-word"),
        ("copydesk lint --ignore repeated-w", "repeated-word"),
    ] {
        let complete = "source $argv[1]; complete -C $argv[2]";
        let args = ["--no-config", "-c", complete, script.to_str().unwrap(), line];
        let Some(offered) = output_of(Need::Fish, "fish", &args) else { return };
        let words: Vec<&str> = offered.lines().filter_map(|line| line.split('\t').next()).collect();
        assert_eq!(words.join(" "), expected, "{line}");
    }
}

#[test]
fn help_does_not_list_all_rules() {
    let folder = Folder::new();
    for command in ["rules", "help", "lint"] {
        let help = folder.run(&format!("{command} --help")).exits(0).out;
        assert!(!help.contains("repeated-word"), "{help}");
    }
}

#[test]
fn nushell_offers_commands_options_and_values() {
    let folder = Folder::new();
    let run = folder.run("completions nushell").exits(0).says("export extern \"copydesk image add\"");
    let Some(nushell) = std::env::var_os("COPYDESK_NUSHELL") else {
        return missing(Need::Nushell, "COPYDESK_NUSHELL names none");
    };
    for (line, expected) in [
        ("copydesk ren", vec!["copydesk render"]),
        ("copydesk lint --fi", vec!["--fix"]),
        ("copydesk render --for ", vec!["mail", "site", "text", "wordpress"]),
        ("copydesk completions z", vec!["zsh"]),
        ("copydesk help edito", vec!["editor", "editors"]),
        ("copydesk rules repeated-w", vec!["repeated-word"]),
    ] {
        let script = format!("{}\n{line}", run.out);
        folder.write("line.nu", &script);
        let mut command = Command::new(&nushell);
        let args = ["--no-config-file", "--ide-complete", &script.len().to_string(), "line.nu"];
        let output = command.args(args).current_dir(folder.path()).output().unwrap();
        let offered: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(offered["completions"], serde_json::json!(expected), "{line}");
    }
}

#[test]
fn powershell_has_a_script_as_well() {
    let folder = Folder::new();
    folder.run("completions powershell").exits(0).says("Register-ArgumentCompleter").says("'render'");
    folder.run("completions tcsh").exits(2);
    let help = folder.run("completions --help").exits(0);
    help.says("~/.local/share/bash-completion/completions/copydesk");
}

/// The commands of the program, with those of `image`, as in the names of their pages.
fn commands(folder: &Folder, above: &str) -> Vec<String> {
    let help = folder.run(&format!("{} --help", above.replace('-', " "))).out;
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let lines = lines.take_while(|line| line.starts_with("  "));
    lines.filter_map(|line| Some(line.trim().split_once("  ")?.0.to_owned())).collect()
}

#[test]
fn each_command_has_a_manual_page() {
    let folder = Folder::new();
    let run = folder.run("man --out share/man1").exits(0);
    let mut expected = BTreeSet::from(["copydesk.1".to_owned()]);
    for command in commands(&folder, "") {
        let inner = match command.as_str() {
            "merge-driver" => Vec::new(),
            command => commands(&folder, command),
        };
        expected.extend(inner.iter().map(|inner| format!("copydesk-{command}-{inner}.1")));
        expected.insert(format!("copydesk-{command}.1"));
    }
    assert!(expected.contains("copydesk-image-add.1") && expected.contains("copydesk-lint.1"));
    let entries = std::fs::read_dir(folder.join("share/man1")).unwrap();
    let written: BTreeSet<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(written, expected);
    assert_eq!(run.out, format!("{} pages in share/man1\n", expected.len()));

    // A second run replaces them with the same bytes.
    let page = folder.read("share/man1/copydesk-lint.1");
    folder.write("share/man1/copydesk-lint.1", "old");
    folder.run("man --out share/man1").exits(0);
    assert_eq!(folder.read("share/man1/copydesk-lint.1"), page);
    assert_eq!(folder.read("share/man1/copydesk.1"), folder.run("man").exits(0).out);

    folder.write("file", "");
    folder.run("man --out file").fails("file can't be written");
    assert_eq!(folder.read("file"), "");
}

#[test]
fn manual_pages_are_right_for_groff() {
    let folder = Folder::new();
    folder.run("man --out man1").exits(0);
    let shown = |page: &str| {
        let page = folder.join("man1").join(page);
        output_of(Need::Groff, "groff", &["-ww", "-man", "-Tutf8", "-P-cbou", page.to_str().unwrap()])
    };
    for entry in std::fs::read_dir(folder.join("man1")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let Some(text) = shown(&name) else { return };
        for heading in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "SEE ALSO"] {
            assert!(text.contains(&format!("\n{heading}\n")), "{name} has no {heading}: {text}");
        }
    }
    let Some(text) = shown("copydesk.1") else { return };
    assert!(text.starts_with("COPYDESK(1)"), "{text}");
    for part in ["EXIT STATUS", "copydesk-lint(1)", "Problems were found.", "COMMANDS"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let text = shown("copydesk-completions.1").unwrap();
    assert!(text.contains("copydesk completions zsh > DIR/_copydesk (DIR is in $fpath)\n"), "{text}");
    let text = shown("copydesk-image-add.1").unwrap();
    assert!(text.contains("copydesk(1), copydesk-image(1)"), "{text}");
}

#[test]
fn the_version_begins_with_the_number_of_the_release() {
    let folder = Folder::new();
    let [short, long] = ["-V", "--version"].map(|option| folder.run(option).exits(0).out);
    assert_eq!(short, long);
    let number = concat!("copydesk ", env!("CARGO_PKG_VERSION"));
    let rest = short.trim_end().strip_prefix(number).unwrap_or_else(|| panic!("{short}"));
    let form =
        regex::Regex::new(r"^( \((development build|[0-9a-f]{9}( \d{4}-\d\d-\d\d)?|\d{4}-\d\d-\d\d)\))?$");
    assert!(form.unwrap().is_match(rest), "{short}");
}
