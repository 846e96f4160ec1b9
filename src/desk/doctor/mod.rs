//! What of the machine and of the newsletter works, without asking the network or changing anything.

mod hooks;
mod newsletter;
mod program;
mod repository;
mod rights;

use std::path::Path;

use crate::git::Repo;

/// The state of something that copydesk uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    Works,
    /// It is not there. Copydesk does without it, or with less.
    Missing,
    /// It is there and wrong.
    Broken,
}

impl Mark {
    pub fn name(self) -> &'static str {
        match self {
            Mark::Works => "works",
            Mark::Missing => "missing",
            Mark::Broken => "broken",
        }
    }
}

/// The part that a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    Program,
    Terminal,
    Clipboard,
    Editor,
    Git,
    Newsletter,
}

impl Topic {
    pub const ALL: [Topic; 6] =
        [Topic::Program, Topic::Terminal, Topic::Clipboard, Topic::Editor, Topic::Git, Topic::Newsletter];

    pub fn name(self) -> &'static str {
        match self {
            Topic::Program => "program",
            Topic::Terminal => "terminal",
            Topic::Clipboard => "clipboard",
            Topic::Editor => "editor",
            Topic::Git => "git",
            Topic::Newsletter => "newsletter",
        }
    }
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub topic: Topic,
    /// What it is about, such as "colours".
    pub name: &'static str,
    pub mark: Mark,
    pub detail: String,
    /// How to get what is missing, or to repair what is broken.
    pub help: Option<String>,
}

impl Topic {
    pub fn works(self, name: &'static str, detail: impl Into<String>) -> Finding {
        Finding { topic: self, name, mark: Mark::Works, detail: detail.into(), help: None }
    }

    pub fn missing(self, name: &'static str, detail: impl Into<String>, help: impl Into<String>) -> Finding {
        Finding { help: Some(help.into()), mark: Mark::Missing, ..self.works(name, detail) }
    }

    pub fn broken(self, name: &'static str, detail: impl Into<String>, help: impl Into<String>) -> Finding {
        Finding { help: Some(help.into()), mark: Mark::Broken, ..self.works(name, detail) }
    }
}

/// Looks at the program, at git, and at the newsletter of a folder.
pub fn diagnose(folder: &Path, version: &str) -> Vec<Finding> {
    let mut findings = program::findings(version);
    findings.push(repository::program());
    let repo = Repo::discover(folder);
    findings.extend(repository::findings(&repo));
    if let Ok(Some(repo)) = &repo {
        findings.extend(rights::findings(repo));
        findings.extend(hooks::findings(repo));
    }
    let newsletters = newsletter::newsletters(folder);
    if let Ok(Some(repo)) = &repo {
        let found = newsletters.iter().find_map(|newsletter| newsletter.as_ref().ok());
        findings.push(hooks::merge_driver(repo, found));
    }
    findings.extend(newsletters.into_iter().map(newsletter::finding));
    findings
}
