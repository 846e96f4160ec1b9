//! `install.sh` and the action take a released program from a server, and only if its sum is right.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex};

use crate::git_remote::server::listen;
use crate::lint_cli::Folder;
use crate::support::require::{Need, missing};

/// True if `install.sh` can download; otherwise, says that the test does not run.
pub(super) fn can_download() -> bool {
    let is_there = |program: &&str| {
        let found = Command::new(program).arg("--version").output();
        found.is_ok_and(|output| output.status.success())
    };
    let can = ["curl", "wget"].iter().any(is_there);
    if !can {
        missing(Need::Curl, "neither curl nor wget is installed");
    }
    can
}

/// The releases of a project, on a server on loopback.
pub(super) struct Releases {
    folder: Arc<tempfile::TempDir>,
    /// The paths that were asked for.
    asked: Arc<Mutex<Vec<String>>>,
    pub(super) address: String,
}

impl Releases {
    /// A server that has no file.
    pub(super) fn new() -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (root, seen) = (folder.clone(), asked.clone());
        let port = listen(move |stream| {
            let mut request = BufReader::new(&stream);
            let mut line = String::new();
            request.read_line(&mut line).unwrap();
            let path = line.split(' ').nth(1).unwrap().trim_start_matches('/').to_owned();
            while line != "\r\n" && !line.is_empty() {
                line.clear();
                request.read_line(&mut line).unwrap();
            }
            let body = std::fs::read(root.path().join(&path));
            seen.lock().unwrap().push(path);
            let status = if body.is_ok() { "200 OK" } else { "404 Not Found" };
            let body = body.unwrap_or_default();
            let head =
                format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
            (&stream).write_all(&[head.as_bytes(), &body].concat()).unwrap();
        });
        Self { folder, asked, address: format!("http://127.0.0.1:{port}") }
    }
}

#[cfg(unix)]
mod on_unix {
    use super::*;
    use crate::lint_cli::ci::{PROGRAM, Workflow, own, pull_request};
    use crate::support::program;

    const VERSION: &str = env!("CARGO_PKG_VERSION");

    /// The name of this system in the names of the archives.
    fn target() -> &'static str {
        match (std::env::consts::OS, std::env::consts::ARCH) {
            ("macos", "aarch64") => "aarch64-apple-darwin",
            ("macos", _) => "x86_64-apple-darwin",
            (_, "aarch64") => "aarch64-unknown-linux-musl",
            _ => "x86_64-unknown-linux-musl",
        }
    }

    fn root() -> PathBuf {
        PathBuf::from(env!("CARGO_MANIFEST_DIR"))
    }

    fn shell(script: &str, folder: &std::path::Path) -> String {
        let output = Command::new("sh").args(["-euc", script]).current_dir(folder).output().unwrap();
        assert!(output.status.success(), "{script}: {output:?}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    impl Releases {
        /// A release of this version with an archive for this system, whose program is the tested one.
        fn with_release(sources: &str) -> Self {
            let releases = Self::new();
            let name = format!("copydesk-{VERSION}-{}", target());
            let place = releases.folder.path().join(format!("download/v{VERSION}"));
            let contents = place.join(&name);
            program::write(&contents.join("copydesk"), format!("#!/bin/sh\nexec '{PROGRAM}' \"$@\"\n"));
            let files = ["man/copydesk.1", "completions/copydesk.bash", "completions/copydesk.fish"];
            for file in files.into_iter().chain(["completions/_copydesk"]) {
                std::fs::create_dir_all(contents.join(file).parent().unwrap()).unwrap();
                std::fs::write(contents.join(file), file).unwrap();
            }
            std::fs::write(place.join("SOURCES"), format!("{sources}\n")).unwrap();
            shell(&format!("tar -czf {name}.tar.gz {name} && rm -r {name}"), &place);
            let latest = releases.folder.path().join("latest/download");
            std::fs::create_dir_all(&latest).unwrap();
            shell(
                "hash() { if command -v sha256sum >/dev/null; then sha256sum \"$@\"; else shasum -a 256 \"$@\"; fi; }\n\
                 hash SOURCES *.tar.gz >SHA256SUMS && cp SHA256SUMS ../../latest/download",
                &place,
            );
            releases
        }

        fn archive(&self) -> PathBuf {
            let name = format!("download/v{VERSION}/copydesk-{VERSION}-{}.tar.gz", target());
            self.folder.path().join(name)
        }

        /// Runs `install.sh` with these words; returns its exit code and what it printed.
        fn install(&self, folder: &Folder, words: &[&str]) -> (i32, String) {
            let output = Command::new("sh")
                .arg(root().join("install.sh"))
                .args(words)
                .current_dir(folder.path())
                .env_clear()
                .env("PATH", std::env::var("PATH").unwrap_or_default())
                .env("HOME", folder.path())
                .env("COPYDESK_RELEASES", &self.address)
                .output()
                .unwrap();
            let text = [output.stdout, output.stderr].concat();
            (output.status.code().unwrap(), String::from_utf8(text).unwrap())
        }
    }

    #[test]
    fn install_sh_installs_the_newest_release() {
        if !can_download() {
            return;
        }
        let (folder, releases) = (Folder::new(), Releases::with_release("s"));
        let (code, said) = releases.install(&folder, &[]);
        assert_eq!(code, 0, "{said}");
        assert!(said.starts_with(&format!("copydesk {VERSION} is installed in ")), "{said}");
        assert!(said.contains("to your PATH"), "{said}");
        let version = shell(".local/bin/copydesk --version", folder.path());
        assert!(version.starts_with(&format!("copydesk {VERSION}")), "{version}");
        assert_eq!(folder.read(".local/share/man/man1/copydesk.1"), "man/copydesk.1");
        let completions = ".local/share/bash-completion/completions/copydesk";
        assert_eq!(folder.read(completions), "completions/copydesk.bash");
        assert_eq!(folder.read(".local/share/zsh/site-functions/_copydesk"), "completions/_copydesk");
        // Another folder gets the program only.
        let (code, said) = releases.install(&folder, &["--version", VERSION, "--to=tools"]);
        assert_eq!(code, 0, "{said}");
        let files: Vec<_> = std::fs::read_dir(folder.join("tools")).unwrap().collect();
        assert_eq!(files.len(), 1, "{files:?}");
        assert!(!folder.join("share").exists());
    }

    #[test]
    fn the_line_of_the_pages_installs_the_program() {
        if Command::new("curl").arg("--version").output().is_err() {
            return missing(Need::Curl, "curl is not installed");
        }
        let releases = Releases::with_release("s");
        let script = releases.folder.path().join("latest/download/install.sh");
        std::fs::copy(root().join("install.sh"), script).unwrap();
        for page in ["README.md", "docs/install.md"] {
            let text = std::fs::read_to_string(root().join(page)).unwrap();
            let line = text.split('`').find(|code| code.starts_with("curl ")).unwrap();
            let known = concat!(env!("CARGO_PKG_REPOSITORY"), "/releases");
            assert!(line.contains(known), "{page}: {line}");
            let folder = Folder::new();
            // In a table, a bar has a backslash.
            let line = line.replace(known, &releases.address).replace("\\|", "|");
            let (home, releases) = (folder.path().display(), &releases.address);
            shell(&format!("export HOME='{home}' COPYDESK_RELEASES={releases}; {line}"), folder.path());
            let version = shell(".local/bin/copydesk --version", folder.path());
            assert!(version.starts_with(&format!("copydesk {VERSION}")), "{version}");
        }
    }

    #[test]
    fn install_sh_prints_its_help_also_if_it_is_read_from_standard_input() {
        let script = root().join("install.sh");
        let run = |words: &[&str]| {
            let mut command = Command::new("sh");
            let input = std::fs::File::open(&script).unwrap();
            let output = command.args(words).stdin(input).output().unwrap();
            assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
            String::from_utf8(output.stdout).unwrap()
        };
        let help = run(&["-s", "--", "--help"]);
        assert!(help.starts_with("Installs a released copydesk") && help.contains("--to DIR"), "{help}");
        assert_eq!(run(&[script.to_str().unwrap(), "-h"]), help);
    }

    #[test]
    fn install_sh_keeps_the_installed_program_if_a_sum_is_wrong() {
        if !can_download() {
            return;
        }
        let (folder, releases) = (Folder::new(), Releases::with_release("s"));
        folder.write("bin/copydesk", "the old one");
        let mut archive = std::fs::read(releases.archive()).unwrap();
        archive[40] ^= 1;
        std::fs::write(releases.archive(), archive).unwrap();
        let (code, said) = releases.install(&folder, &["--to", "bin"]);
        assert_eq!(code, 1, "{said}");
        assert!(said.contains("has the SHA-256 sum") && said.contains("nothing was installed"), "{said}");
        assert_eq!(folder.read("bin/copydesk"), "the old one");
        // A truncated archive.
        std::fs::write(releases.archive(), "").unwrap();
        assert_eq!(releases.install(&folder, &["--to", "bin"]).0, 1);
        assert_eq!(folder.read("bin/copydesk"), "the old one");
        assert_eq!(std::fs::read_dir(folder.join("bin")).unwrap().count(), 1);
    }

    #[test]
    fn install_sh_says_what_there_is_no_release_of() {
        if !can_download() {
            return;
        }
        let (folder, releases) = (Folder::new(), Releases::with_release("s"));
        let (code, said) = releases.install(&folder, &["--version", "9.9.9"]);
        assert!(code == 3 && said.contains("there is no http://127.0.0.1:"), "{code} {said}");
        let (code, said) = releases.install(&folder, &["--sources", "other"]);
        assert!(code == 3 && said.contains("was built from other sources"), "{code} {said}");
        program::write(
            &folder.join("plan9/uname"),
            "#!/bin/sh\nif [ \"$1\" = -m ]; then echo x86_64; else echo Plan9; fi\n",
        );
        let path = format!("{}:{}", folder.join("plan9").display(), std::env::var("PATH").unwrap());
        let mut command = Command::new("sh");
        let output = command.arg(root().join("install.sh")).env("PATH", path).output().unwrap();
        assert_eq!(output.status.code(), Some(3));
        assert_eq!(
            String::from_utf8_lossy(&output.stderr),
            "install.sh: there is no release for Plan9 on x86_64\n"
        );
        for words in [&["--version", "1/../2"][..], &["--to"], &["--from", "x"]] {
            assert_eq!(releases.install(&folder, words).0, 2, "{words:?}");
        }
        assert!(!folder.join(".local").exists());
    }

    #[test]
    fn install_sh_allows_plain_http_from_this_machine_only() {
        if !can_download() {
            return;
        }
        let folder = Folder::new();
        for address in
            ["http://example.org", "http://127.0.0.1.example.org:1", "file:///etc", "ftp://127.0.0.1:1"]
        {
            let mut releases = Releases::new();
            releases.address = address.to_owned();
            let (code, said) = releases.install(&folder, &[]);
            assert_eq!(code, 1, "{address}: {said}");
        }
    }

    #[test]
    fn a_part_of_install_sh_does_nothing() {
        let script = own("install.sh");
        let folder = Folder::new();
        for share in [4, 3, 2] {
            let end = script.len() - script.len() / share;
            let end = script[..end].rfind('\n').unwrap();
            folder.write("part.sh", &script[..end]);
            let output = Command::new("sh")
                .arg("part.sh")
                .current_dir(folder.path())
                .env("HOME", folder.path())
                .env("COPYDESK_RELEASES", "http://127.0.0.1:1")
                .output()
                .unwrap();
            assert!(!String::from_utf8_lossy(&output.stderr).contains("download"), "{output:?}");
            assert!(!folder.join(".local").exists());
        }
    }

    #[test]
    fn the_action_takes_the_release_of_its_own_sources() {
        if !can_download() {
            return;
        }
        let folder = pull_request();
        // No cargo can be run.
        program::write(&folder.join("bin/cargo"), "#!/bin/sh\nexit 90\n");
        let sources = shell("packaging/sources-sum", &root());
        assert_eq!(sources.len(), 64, "{sources}");
        let releases = Releases::with_release(&sources);
        let mut workflow = Workflow::with_releases(&folder, "checkout", &releases.address, &[]);
        assert_eq!(workflow.run(), 1, "{}", workflow.log);
        assert!(workflow.log.contains("1 file checked, 1 problem: 1 error"), "{}", workflow.log);
        assert!(workflow.log.contains(&format!("copydesk {VERSION} is installed in")), "{}", workflow.log);
        assert_eq!(
            *releases.asked.lock().unwrap(),
            [
                format!("download/v{VERSION}/SHA256SUMS"),
                format!("download/v{VERSION}/SOURCES"),
                format!("download/v{VERSION}/copydesk-{VERSION}-{}.tar.gz", target()),
            ]
        );
        // A program that the workflow names is not replaced.
        let asked = Releases::with_release(&sources);
        let given = [("inputs.program", PROGRAM)];
        let mut workflow = Workflow::with_releases(&folder, "checkout", &asked.address, &given);
        assert_eq!(workflow.run(), 1, "{}", workflow.log);
        assert!(asked.asked.lock().unwrap().is_empty());
    }

    #[test]
    fn the_action_builds_if_the_release_has_other_sources_and_fails_if_its_sum_is_wrong() {
        if !can_download() {
            return;
        }
        let folder = pull_request();
        let cargo = format!("#!/bin/sh\nmkdir -p \"$4/bin\" && ln -s {PROGRAM} \"$4/bin/copydesk\"\n");
        program::write(&folder.join("bin/cargo"), cargo);
        let releases = Releases::with_release("other");
        let mut workflow = Workflow::with_releases(&folder, "checkout", &releases.address, &[]);
        assert_eq!(workflow.run(), 1, "{}", workflow.log);
        assert!(workflow.log.contains("was built from other sources"), "{}", workflow.log);
        assert!(folder.join("temp/copydesk/bin/copydesk").exists());
        assert!(workflow.log.contains("1 file checked"), "{}", workflow.log);

        let folder = pull_request();
        let releases = Releases::with_release(&shell("packaging/sources-sum", &root()));
        std::fs::write(releases.archive(), "another program").unwrap();
        let mut workflow = Workflow::with_releases(&folder, "checkout", &releases.address, &[]);
        assert_eq!(workflow.run(), 1, "{}", workflow.log);
        assert!(workflow.log.contains("has the SHA-256 sum"), "{}", workflow.log);
        assert!(!workflow.log.contains("file checked"), "{}", workflow.log);
    }
}
