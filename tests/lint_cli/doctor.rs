//! `copydesk doctor`: what works on the machine and in a folder, what is missing, and what is broken.

use serde_json::Value;

use crate::lint_cli::Folder;
use crate::lint_cli::since::git;
use crate::support::schema;

/// A run in a folder on a machine whose PATH has git, `sh` and a program of each of these names, and nothing else.
struct Machine {
    folder: Folder,
    variables: Vec<(&'static str, String)>,
}

impl Machine {
    fn new(programs: &[&str]) -> Machine {
        let folder = Folder::new();
        for name in programs {
            folder.write(&format!("bin/{name}"), "#!/bin/sh\nexit 1\n");
        }
        make_executable(&folder, programs);
        for name in ["git", "sh"] {
            let all = std::env::var_os("PATH").unwrap();
            let path = std::env::split_paths(&all).map(|folder| folder.join(name));
            let path = path.into_iter().find(|path| path.is_file()).unwrap();
            link(&path, &folder.join("bin").join(name));
        }
        let path = folder.join("bin").display().to_string();
        Machine { folder, variables: vec![("PATH", path), ("TERM", "xterm-256color".into())] }
    }

    fn with(mut self, name: &'static str, value: &str) -> Machine {
        self.variables.push((name, value.to_owned()));
        self
    }

    /// The findings, with the exit code.
    fn findings(&self, code: i32) -> Vec<Value> {
        let mut command = self.folder.command(&["doctor", "--format", "json"]);
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        let output = command.stdin(std::process::Stdio::null()).output().unwrap();
        let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        assert_eq!(output.status.code(), Some(code), "{out}{err}");
        let report = schema::output("doctor", &out);
        report["findings"].as_array().unwrap().clone()
    }

    /// The finding of a name, as its mark, detail and help.
    fn finding(&self, name: &str, code: i32) -> (String, String, String) {
        let findings = self.findings(code);
        let found = findings.iter().find(|finding| finding["name"] == name);
        let found = found.unwrap_or_else(|| panic!("no finding is called '{name}': {findings:#?}"));
        let text = |key: &str| found[key].as_str().unwrap_or_default().to_owned();
        (text("mark"), text("detail"), text("help"))
    }
}

#[cfg(unix)]
fn make_executable(folder: &Folder, programs: &[&str]) {
    use std::os::unix::fs::PermissionsExt;
    for name in programs {
        let path = folder.join("bin").join(name);
        std::fs::set_permissions(path, PermissionsExt::from_mode(0o755)).unwrap();
    }
}

#[cfg(not(unix))]
fn make_executable(_: &Folder, _: &[&str]) {}

#[cfg(unix)]
fn link(path: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to.parent().unwrap()).unwrap();
    std::os::unix::fs::symlink(path, to).unwrap();
}

#[cfg(not(unix))]
fn link(path: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to.parent().unwrap()).unwrap();
    std::fs::copy(path, to).unwrap();
}

#[track_caller]
fn is(finding: (String, String, String), mark: &str, detail: &str, help: &str) {
    assert_eq!(finding.0, mark, "{finding:?}");
    assert!(finding.1.contains(detail) && finding.2.contains(help), "{finding:?}");
}

#[test]
fn outside_of_a_repository_nothing_is_broken() {
    let machine = Machine::new(&["nano"]).with("EDITOR", "nano -w");
    for (name, mark, detail, help) in [
        ("version", "works", env!("CARGO_PKG_VERSION"), ""),
        ("language server", "missing", "not in PATH", "put the program into a folder of PATH"),
        ("program", "works", "git 2.", ""),
        ("repository", "missing", "this folder is in none", "git init"),
        ("name and e-mail", "missing", "git does not know your name", "git config --global user.name"),
        ("profile", "missing", "has no copydesk.yml", "copydesk init"),
        ("terminal", "missing", "so it was not asked", "run this in the terminal"),
        ("colours", "works", "256", ""),
        ("keyboard", "works", "Ctrl-X opens the menu", ""),
        ("editor", "works", "`nano -w`", ""),
    ] {
        is(machine.finding(name, 0), mark, detail, help);
    }
}

#[test]
fn the_text_has_a_line_for_each_finding_and_below_it_what_helps() {
    let machine = Machine::new(&[]);
    let count = machine.findings(0).len();
    let run = machine.folder.run_with("doctor", "PATH", &machine.variables[0].1).exits(0);
    let marks = ["  works  ", "  missing"];
    let lines = run.out.lines().filter(|line| marks.iter().any(|mark| line.starts_with(mark)));
    assert_eq!(lines.count(), count, "{}", run.out);
    for topic in ["program", "terminal", "clipboard", "editor", "git", "newsletter"] {
        assert!(run.out.lines().any(|line| line == topic), "{topic}: {}", run.out);
    }
    let at = run.out.find("neither VISUAL nor EDITOR is set, and there is no vi").unwrap();
    let next = run.out[at..].lines().nth(1).unwrap();
    assert_eq!(next.trim(), "-> set EDITOR to your editor, such as `export EDITOR=nano`");
    assert!(run.out.ends_with(" missing\n") && run.out.contains("\n0 broken, "), "{}", run.out);
}

#[test]
fn what_is_wrong_is_broken_and_makes_the_exit_code_1() {
    let machine = Machine::new(&[]).with("EDITOR", "no-such-editor --wait");
    is(machine.finding("editor", 1), "broken", "there is no no-such-editor", "set VISUAL or EDITOR");

    let machine = Machine::new(&["vi"]);
    machine.folder.write("copydesk.yml", "extends: circuitpython\nfiles:\n  draft: x\n");
    is(machine.finding("profile", 1), "broken", "copydesk.yml", "change copydesk.yml");

    let machine = Machine::new(&["vi"]);
    machine.folder.write("config/copydesk/config.yml", "theme: mauve\n");
    let folder = machine.folder.join("config").display().to_string();
    let machine = machine.with("XDG_CONFIG_HOME", &folder);
    is(machine.finding("settings", 1), "broken", "there is no theme 'mauve'", "config.yml");
}

#[test]
fn the_terminal_and_the_clipboard_are_those_that_the_desk_would_use() {
    let machine = Machine::new(&["vi"]).with("TERM", "xterm-ghostty").with("WAYLAND_DISPLAY", "wayland-0");
    is(machine.finding("images", 0), "works", "kitty's protocol", "");
    is(machine.finding("wl-copy", 0), "missing", "wl-copy is not installed", "install wl-clipboard");
    let machine = Machine::new(&["vi", "xclip"]).with("COLORTERM", "truecolor").with("DISPLAY", ":0");
    is(machine.finding("colours", 0), "works", "16 million", "");
    is(machine.finding("xclip", 0), "works", "copies and pastes", "");
    let machine = Machine::new(&["vi"]).with("TMUX", "/tmp/tmux,1,0");
    is(machine.finding("images", 0), "missing", "tmux is in between", "images: ask");
}

/// A newsletter with one draft, in a repository.
fn newsletter(programs: &[&str]) -> Machine {
    let machine = Machine::new(programs);
    let folder = &machine.folder;
    git(folder.path(), &["init", "-q", "-b", "main"]);
    for setting in [["user.name", "Ada"], ["user.email", "ada@example.org"]] {
        git(folder.path(), &["config", setting[0], setting[1]]);
    }
    folder.write("copydesk.yml", "extends: circuitpython\n");
    folder.write("_drafts/2026-06-08-draft.md", crate::lint_cli::folder::CLEAN);
    machine
}

#[test]
fn a_clone_is_known_without_asking_its_remote() {
    let machine = newsletter(&["vi"]);
    let folder = machine.folder.path();
    is(machine.finding("name and e-mail", 0), "works", "Ada <ada@example.org>", "");
    is(machine.finding("repository", 0), "works", "on main, without a commit", "");
    is(machine.finding("profile", 0), "works", "copydesk.yml is valid; 1 draft, 0 posts", "");
    is(machine.finding("remote", 0), "missing", "this clone has none", "git remote add origin");
    git(folder, &["config", "credential.helper", ""]);
    // No address of a documentation network is ever asked.
    git(folder, &["remote", "add", "origin", "https://user:secret@github.com/tide/letter.git"]);
    let remote = machine.finding("remote", 0);
    assert!(!remote.1.contains("secret"), "{remote:?}");
    is(remote, "works", "origin at https://", "");
    is(machine.finding("push", 0), "missing", "git has no password for github.com", "gh auth login");
    is(machine.finding("gh", 0), "missing", "is not installed", "https://cli.github.com");
    git(folder, &["config", "credential.helper", "store"]);
    is(machine.finding("push", 0), "works", "the credential helper `store`", "");
    git(folder, &["remote", "set-url", "origin", "../gone"]);
    is(
        machine.finding("push", 1),
        "broken",
        "no repository that you can write to",
        "git remote set-url origin",
    );
    git(folder, &["init", "-q", "--bare", "origin.git"]);
    git(folder, &["remote", "set-url", "origin", "origin.git"]);
    is(machine.finding("push", 0), "works", "origin is the folder", "");
    git(folder, &["add", "_drafts"]);
    git(folder, &["commit", "-q", "-m", "Begin"]);
    git(folder, &["push", "-q", "origin", "main"]);
    is(machine.finding("push", 0), "works", "this clone has pushed main to origin", "");
}

#[test]
fn hooks_and_the_merge_driver_are_looked_at() {
    let machine = newsletter(&["vi"]);
    let folder = &machine.folder;
    is(machine.finding("hooks", 0), "missing", "none checks a commit", "pre-commit install");
    is(machine.finding("merge driver", 0), "missing", "line by line", "copydesk init --merge-driver");
    folder.run_with("init --merge-driver", "PATH", &machine.variables[0].1).exits(0);
    is(machine.finding("merge driver", 0), "works", "git merges drafts with", "");
    let lines = folder.read(".gitattributes");
    folder.write(".gitattributes", "");
    is(
        machine.finding("merge driver", 1),
        "broken",
        ".gitattributes does not name it",
        "init --merge-driver",
    );
    folder.write(".gitattributes", lines);
    let command = git(folder.path(), &["config", "merge.copydesk.driver"]);
    let gone = command.replace(env!("CARGO_BIN_EXE_copydesk"), "/nowhere/copydesk");
    git(folder.path(), &["config", "merge.copydesk.driver", &gone]);
    is(machine.finding("merge driver", 1), "broken", "no longer at /nowhere/copydesk", "init --merge-driver");
    git(folder.path(), &["config", "merge.copydesk.driver", "mine %O %A %B"]);
    is(machine.finding("merge driver", 0), "works", "a command of your own: mine %O %A %B", "");
    git(folder.path(), &["config", "--unset", "merge.copydesk.driver"]);
    is(machine.finding("merge driver", 0), "missing", "this clone has none", "init --merge-driver");
}

#[cfg(unix)]
#[test]
fn a_hook_that_git_ignores_is_broken() {
    use std::os::unix::fs::PermissionsExt;
    let machine = newsletter(&["vi"]);
    machine.folder.write(".git/hooks/pre-commit", "#!/bin/sh\n");
    let hook = machine.folder.join(".git/hooks/pre-commit");
    std::fs::set_permissions(&hook, PermissionsExt::from_mode(0o644)).unwrap();
    is(machine.finding("hooks", 1), "broken", "git ignores pre-commit", "chmod +x");
    std::fs::set_permissions(&hook, PermissionsExt::from_mode(0o755)).unwrap();
    is(machine.finding("hooks", 0), "works", "git runs pre-commit", "");
}

#[test]
fn a_folder_that_does_not_exist_can_not_be_looked_at() {
    Folder::new().run("-C nowhere doctor").exits(2);
}
