//! What is shipped for build servers: the action, the hooks, and the page about them. Nothing of it
//! needs a network here: other programs that it calls are stood in for.

use crate::support::program;
use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

use serde_yaml::Value;

use crate::lint_cli::Folder;
use crate::lint_cli::folder::CLEAN;
use crate::lint_cli::release::{Releases, can_download};
use crate::lint_cli::since::{commit, git};

const FILE: &str = "_drafts/2026-06-08-draft.md";
pub(super) const PROGRAM: &str = env!("CARGO_BIN_EXE_copydesk");

pub(super) fn own(file: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap()
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// A run of the action's own shell steps on a checkout, with the expressions that GitHub would fill in.
pub(super) struct Workflow<'a> {
    folder: &'a Folder,
    checkout: &'a str,
    /// The address of the releases.
    releases: String,
    known: HashMap<String, String>,
    pub(super) log: String,
}

impl<'a> Workflow<'a> {
    /// Without releases: their server has no file.
    fn new(folder: &'a Folder, checkout: &'a str, given: &[(&str, &str)]) -> Self {
        Self::with_releases(folder, checkout, &Releases::new().address, given)
    }

    pub(super) fn with_releases(
        folder: &'a Folder,
        checkout: &'a str,
        releases: &str,
        given: &[(&str, &str)],
    ) -> Self {
        let action = yaml(&own("action.yml"));
        let mut known = HashMap::from([
            ("github.action_path".to_owned(), env!("CARGO_MANIFEST_DIR").to_owned()),
            ("github.base_ref".to_owned(), "main".to_owned()),
        ]);
        for (name, input) in action["inputs"].as_mapping().unwrap() {
            let default = input["default"].as_str().unwrap().to_owned();
            known.insert(format!("inputs.{}", name.as_str().unwrap()), default);
        }
        for (name, value) in given {
            assert!(known.insert((*name).to_owned(), (*value).to_owned()).is_some(), "{name} is no input");
        }
        std::fs::create_dir_all(folder.join("temp")).unwrap();
        Workflow { folder, checkout, releases: releases.to_owned(), known, log: String::new() }
    }

    fn fill(&self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${{") {
            let (name, after) = after.split_once("}}").unwrap();
            out.push_str(before);
            out.push_str(self.value(name.trim()));
            rest = after;
        }
        out + rest
    }

    /// A step that did not run has empty outputs.
    fn value(&self, name: &str) -> &str {
        let of_step = name.strip_prefix("steps.").and_then(|rest| rest.split_once(".outputs."));
        let is_step = of_step.is_some_and(|(id, _)| own("action.yml").contains(&format!("      id: {id}\n")));
        match self.known.get(name) {
            Some(value) => value,
            None if is_step => "",
            None => panic!("{name} is not known"),
        }
    }

    /// Evaluates the condition of a step, which compares values with words.
    fn is_wanted(&self, step: &Value) -> bool {
        let Some(condition) = step["if"].as_str() else { return true };
        condition.split(" && ").all(|part| {
            let compared = part.split_once(" == ").map(|(name, word)| (name, word, true));
            let compared =
                compared.or_else(|| part.split_once(" != ").map(|(name, word)| (name, word, false)));
            let (name, word, is_equal) = compared.unwrap_or_else(|| panic!("{part} compares nothing"));
            (self.value(name) == word.trim_matches('\'')) == is_equal
        })
    }

    /// Runs the shell steps one after the other up to one that fails; gives its exit code.
    pub(super) fn run(&mut self) -> i32 {
        let action = yaml(&own("action.yml"));
        for step in action["runs"]["steps"].as_sequence().unwrap() {
            let Some(script) = step["run"].as_str() else { continue };
            assert!(!script.contains("${{"), "an expression in a script can be more than a word: {script}");
            assert_eq!(step["shell"].as_str(), Some("bash"));
            if !self.is_wanted(step) {
                continue;
            }
            let output = self.folder.join("temp/output");
            std::fs::write(&output, "").unwrap();
            let path = std::env::var("PATH").unwrap_or_default();
            let inner = step["working-directory"].as_str().map_or(".".to_owned(), |inner| self.fill(inner));
            let mut command = Command::new("bash");
            command
                .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script])
                .current_dir(self.folder.join(self.checkout).join(inner))
                .env_clear()
                .env("PATH", format!("{}:{path}", self.folder.join("bin").display()))
                .env("HOME", self.folder.path())
                .env("GIT_CONFIG_NOSYSTEM", "1")
                .env("COPYDESK_RELEASES", &self.releases)
                .env("RUNNER_TEMP", self.folder.join("temp"))
                .env("GITHUB_OUTPUT", &output)
                .env("GITHUB_STEP_SUMMARY", self.folder.join("temp/summary.md"));
            for (name, value) in step["env"].as_mapping().into_iter().flatten() {
                command.env(name.as_str().unwrap(), self.fill(value.as_str().unwrap()));
            }
            let done = command.output().unwrap();
            self.log.push_str(&String::from_utf8_lossy(&done.stdout));
            self.log.push_str(&String::from_utf8_lossy(&done.stderr));
            let id = step["id"].as_str().unwrap_or("");
            for line in std::fs::read_to_string(&output).unwrap().lines() {
                let (name, value) = line.split_once('=').unwrap();
                self.known.insert(format!("steps.{id}.outputs.{name}"), value.to_owned());
            }
            if !done.status.success() {
                return done.status.code().unwrap();
            }
        }
        0
    }
}

/// A shallow checkout of a pull request that adds a link without an address to a draft that has one.
pub(super) fn pull_request() -> Folder {
    let folder = Folder::new();
    folder.write(&format!("origin/{FILE}"), CLEAN.replace("Good morning.", "See [the plans]()."));
    let origin = folder.join("origin");
    git(&origin, &["init", "-q", "-b", "main"]);
    commit(&origin);
    git(&origin, &["switch", "-q", "-c", "mine"]);
    let text = folder.read(&format!("origin/{FILE}"));
    folder.write(&format!("origin/{FILE}"), text.replace("## Gates", "A [hole]().\n\n## Gates"));
    commit(&origin);
    let url = format!("file://{}", origin.display());
    git(folder.path(), &["clone", "-q", "--depth=1", "-b", "mine", &url, "checkout"]);
    folder
}

#[test]
fn the_action_tells_what_a_pull_request_brings_in() {
    let folder = pull_request();
    let mut workflow = Workflow::new(&folder, "checkout", &[("inputs.program", PROGRAM)]);
    assert_eq!(workflow.run(), 1, "{}", workflow.log);
    let log = &workflow.log;
    assert!(log.contains(&format!("::error file={FILE},line=10,col=3")), "{log}");
    assert!(log.contains("1 file checked, 1 problem: 1 error"), "{log}");
    assert_eq!(workflow.known["steps.check.outputs.exit-code"], "1");
    let report = std::fs::read_to_string(&workflow.known["steps.check.outputs.report"]).unwrap();
    assert!(report.starts_with("### copydesk: 1 file checked, 1 problem: 1 error\n"), "{report}");
    assert_eq!(folder.read("temp/summary.md"), report);
    // What the file says of its outputs is there.
    let action = yaml(&own("action.yml"));
    for (_, output) in action["outputs"].as_mapping().unwrap() {
        workflow.fill(output["value"].as_str().unwrap());
    }
}

#[test]
fn the_action_keeps_the_page_of_the_issue_or_of_each_named_draft() {
    let folder = pull_request();
    let run = |given: &[(&str, &str)]| {
        let program = ("inputs.program", PROGRAM);
        let given: Vec<(&str, &str)> = given.iter().copied().chain([program]).collect();
        let mut workflow = Workflow::new(&folder, "checkout", &given);
        workflow.run();
        workflow.known["steps.page.outputs.page"].clone()
    };
    let page = run(&[]);
    let html = std::fs::read_to_string(Path::new(&page).join("issue.html")).unwrap();
    assert!(html.contains("<main>") && html.contains(">the plans</a>"), "{html}");
    run(&[("inputs.paths", &format!("{FILE}\nnone.md\n"))]);
    let files = std::fs::read_dir(&page).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(files.collect::<Vec<_>>(), ["2026-06-08-draft.html"]);
    // It is uploaded before the check, which may fail the step.
    let action = yaml(&own("action.yml"));
    let steps = action["runs"]["steps"].as_sequence().unwrap();
    let place = |name: &str| steps.iter().position(|step| step["name"] == name).unwrap();
    assert_eq!(steps[place("Keep the page")]["with"]["path"], "${{ steps.page.outputs.page }}");
    assert!(place("Render the page") < place("Keep the page") && place("Keep the page") < place("Check"));
}

#[test]
fn the_action_s_inputs_reach_the_check() {
    let folder = pull_request();
    let run = |given: &[(&str, &str)]| {
        let program = ("inputs.program", PROGRAM);
        let given: Vec<(&str, &str)> = given.iter().copied().chain([program]).collect();
        let mut workflow = Workflow::new(&folder, "checkout", &given);
        (workflow.run(), workflow.log)
    };
    let (code, log) = run(&[("inputs.since", "all")]);
    assert!(code == 1 && log.contains("2 problems: 2 errors"), "{log}");
    let (code, log) = run(&[("inputs.options", "--ignore=empty-link\n")]);
    assert!(code == 0 && log.contains("no problems"), "{log}");
    let (code, log) = run(&[("inputs.paths", "_drafts\n_posts\n")]);
    assert!(code == 2 && log.contains("_posts does not exist"), "{log}");
    let (code, log) = run(&[("inputs.since", "nowhere")]);
    assert!(code == 2 && log.contains("there is no 'nowhere' in this checkout"), "{log}");
    let (code, log) =
        run(&[("inputs.directory", "_drafts"), ("inputs.stage", "publish"), ("inputs.fail-on", "hint")]);
    assert!(code == 1 && log.contains("1 file checked"), "{log}");
    // Places count from the repository's top, wherever the check ran.
    assert!(log.contains(&format!("::error file={FILE},line=")), "{log}");
    // A word of an input stays a word.
    let (code, log) = run(&[("inputs.paths", "$(touch gone) ; exit 0")]);
    assert!(code == 2 && !folder.join("checkout/gone").exists(), "{log}");
}

#[test]
fn a_whole_clone_keeps_its_history() {
    let folder = pull_request();
    let url = format!("file://{}", folder.join("origin").display());
    git(folder.path(), &["clone", "-q", "--single-branch", "-b", "mine", &url, "whole"]);
    let mut workflow = Workflow::new(&folder, "whole", &[("inputs.program", PROGRAM)]);
    assert_eq!(workflow.run(), 1, "{}", workflow.log);
    assert_eq!(git(&folder.join("whole"), &["rev-parse", "--is-shallow-repository"]), "false");
}

#[test]
fn without_a_release_the_action_builds_its_own_version_once() {
    if !can_download() {
        return;
    }
    let folder = pull_request();
    let cargo = "#!/bin/sh\necho \"$@\" >> \"$HOME/cargo.log\"\nmkdir -p \"$4/bin\" && ln -s PROGRAM \"$4/bin/copydesk\"\n";
    #[cfg(unix)]
    program::write(&folder.join("bin/cargo"), cargo.replace("PROGRAM", PROGRAM));
    git(&folder.join("bin"), &["init", "-q"]);
    #[cfg(unix)]
    {
        for _ in 0..2 {
            let mut workflow = Workflow::new(&folder, "checkout", &[]);
            assert_eq!(workflow.run(), 1, "{}", workflow.log);
        }
        let root = folder.join("temp/copydesk");
        let log = folder.read("cargo.log");
        assert_eq!(
            log,
            format!("install --locked --root {} --path {}\n", root.display(), env!("CARGO_MANIFEST_DIR"))
        );
    }
}

/// As rustup and cargo look for what decides which program cargo is, and how it builds.
const LOOKING_CARGO: &str = r#"#!/bin/sh
folder=$PWD
while [ "$folder" != / ]; do
  for file in rust-toolchain.toml rust-toolchain .cargo/config.toml .cargo/config; do
    case $folder in "$HOME"/checkout*) [ -e "$folder/$file" ] && echo "$folder/$file" >> "$HOME/obeyed.log" ;; esac
  done
  folder=$(dirname "$folder")
done
mkdir -p "$4/bin" && ln -s PROGRAM "$4/bin/copydesk"
"#;

#[cfg(unix)]
#[test]
fn the_action_builds_where_no_pull_request_decides_what_cargo_is() {
    if !can_download() {
        return;
    }
    let folder = pull_request();
    folder.write("checkout/rust-toolchain.toml", "[toolchain]\npath = \"evil\"\n");
    folder.write("checkout/rust-toolchain", "evil\n");
    folder.write("checkout/.cargo/config.toml", "[build]\nrustc-wrapper = \"./evil\"\n");
    folder.write("checkout/.cargo/config", "[build]\nrustc-wrapper = \"./evil\"\n");
    program::write(&folder.join("bin/cargo"), LOOKING_CARGO.replace("PROGRAM", PROGRAM));
    let mut workflow = Workflow::new(&folder, "checkout", &[]);
    assert_eq!(workflow.run(), 1, "{}", workflow.log);
    assert!(workflow.log.contains("1 file checked"), "{}", workflow.log);
    let obeyed = std::fs::read_to_string(folder.join("obeyed.log")).unwrap_or_default();
    assert_eq!(obeyed, "", "files of the checkout that cargo looked at");
}

#[test]
fn the_hooks_check_issues_only_and_run() {
    let hooks = yaml(&own(".pre-commit-hooks.yaml"));
    let folder = Folder::with_draft(CLEAN.replace("Good morning.", "Open the the gate."));
    folder.write("README.md", "Open the the gate.\n");
    for hook in hooks.as_sequence().unwrap() {
        for key in ["id", "name", "description", "entry", "language"] {
            assert!(hook[key].is_string(), "{key}");
        }
        // pre-commit passes every Markdown file that a commit changes.
        assert_eq!(hook["types"][0], "markdown");
        assert!(hook["files"].is_null());
        let entry: Vec<&str> = hook["entry"].as_str().unwrap().split(' ').collect();
        assert_eq!(entry[0], "copydesk");
        let words: Vec<&str> = entry[1..].iter().copied().chain([FILE, "README.md"]).collect();
        let run = folder.feed_words(&words, b"").exits(0);
        assert!(run.out.contains("1 file checked"), "{}", run.out);
        let is_fixed = hook["id"] == "copydesk-fix";
        assert_eq!(run.out.contains("fixed 1 problem"), is_fixed, "{}", run.out);
    }
    assert!(folder.read(FILE).contains("Open the gate."));
    assert_eq!(folder.read("README.md"), "Open the the gate.\n");
}

/// The blocks of a language on the page.
fn blocks(language: &str) -> Vec<String> {
    let page = own("docs/ci.md");
    let start = format!("```{language}\n");
    let blocks = page.split(&start).skip(1);
    blocks.map(|block| block.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn the_page_s_files_can_be_copied() {
    let files: Vec<Value> = blocks("yaml").iter().map(|block| yaml(block)).collect();
    assert_eq!(files.len(), 6);
    let action = yaml(&own("action.yml"));
    let mut ours = 0;
    for job in files.iter().filter_map(|file| file["jobs"].as_mapping()).flat_map(|jobs| jobs.values()) {
        for step in job["steps"].as_sequence().unwrap() {
            let address = env!("CARGO_PKG_REPOSITORY").trim_start_matches("https://github.com/");
            let is_ours = step["uses"].as_str().is_some_and(|uses| uses.starts_with(&format!("{address}@")));
            ours += usize::from(is_ours);
            for name in step["with"].as_mapping().filter(|_| is_ours).into_iter().flat_map(|with| with.keys())
            {
                assert!(action["inputs"].get(name).is_some(), "{name:?} is no input of the action");
            }
        }
    }
    assert_eq!(ours, 1);
    let hooks = own(".pre-commit-hooks.yaml");
    for hook in files.iter().filter_map(|file| file["repos"][0]["hooks"][0]["id"].as_str()) {
        assert!(hooks.contains(&format!("- id: {hook}\n")));
    }
    let profile = files.last().map(|file| serde_yaml::to_string(file).unwrap()).unwrap();
    assert_eq!(
        copydesk::profile::load(&format!("extends: circuitpython\n{profile}")).unwrap().waivers.len(),
        1
    );
}

#[test]
fn the_page_s_commands_run() {
    let folder = pull_request();
    let mut commands: Vec<String> = blocks("sh").concat().lines().map(str::to_owned).collect();
    for file in blocks("yaml") {
        commands.extend(
            file.lines()
                .filter_map(|line| Some(format!("copydesk lint{}", line.split_once("copydesk lint")?.1))),
        );
    }
    assert!(commands.len() > 6);
    git(&folder.join("checkout"), &["fetch", "-q", "--depth=1", "origin", "main"]);
    for command in commands {
        let words =
            command.split(['#', '>']).next().unwrap().trim().strip_prefix("copydesk ").unwrap().to_owned();
        // What GitLab fills in.
        let words = words.replace("\"$CI_MERGE_REQUEST_DIFF_BASE_SHA\"", "FETCH_HEAD");
        folder.run(&format!("-C checkout {words}")).exits(1);
    }
}

#[test]
fn the_comment_goes_to_the_pull_request_that_github_names() {
    let workflow = blocks("yaml").into_iter().find(|block| block.contains("workflow_run:")).unwrap();
    let script = yaml(&workflow)["jobs"]["comment"]["steps"][0]["run"].as_str().unwrap().to_owned();
    assert!(!script.contains("${{"));
    let folder = Folder::new();
    // Replaces GitHub's own program: the report has a number of its own, which is not taken.
    folder.write(
        "bin/gh",
        "#!/bin/sh\necho \"$*\" >> \"$HOME/gh.log\"\ncase \"$*\" in\n  'run download'*) mkdir -p report && echo '### copydesk: #99 $(touch gone)' > report/copydesk-report.md ;;\n  *--method\\ GET*) printf '%s' \"$NUMBER\" ;;\n  *--paginate*) printf '%s' \"$OLD\" ;;\nesac\n",
    );
    let run = |number: &str, old: &str| {
        std::fs::write(folder.join("gh.log"), "").unwrap();
        let path = std::env::var("PATH").unwrap_or_default();
        let done = Command::new("bash")
            .args(["-c", "chmod +x bin/gh; eval \"$SCRIPT\""])
            .current_dir(folder.path())
            .env_clear()
            .env("SCRIPT", &script)
            .env("PATH", format!("{}:{path}", folder.join("bin").display()))
            .env("HOME", folder.path())
            .envs([("RUN", "5"), ("GH_REPO", "a/b"), ("FORK", "mira"), ("BRANCH", "mine"), ("COMMIT", "c0")])
            .envs([("NUMBER", number), ("OLD", old)])
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        folder.read("gh.log")
    };
    let log = run("7\n", "");
    assert!(log.contains("repos/a/b/pulls --method GET -f state=open -f head=mira:mine"), "{log}");
    assert!(log.contains("--method POST repos/a/b/issues/7/comments -F body=@comment.md"), "{log}");
    assert_eq!(folder.read("comment.md"), "<!-- copydesk -->\n### copydesk: #99 $(touch gone)\n");
    assert!(!folder.join("gone").exists());
    assert!(run("7\n", "31\n").contains("--method PATCH repos/a/b/issues/comments/31 "));
    let log = run("", "");
    assert!(!log.contains("comments"), "{log}");
}
