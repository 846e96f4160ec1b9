//! The measure on six real newsletters: fifty items of each are taken out and added again from their address,
//! title, text, image and author.

// Prints the table that it measures.
#![allow(clippy::print_stdout)]

use std::path::{Path, PathBuf};

use copydesk::draft::{Block, Draft};
use copydesk::outline::{ItemStyle, Outline, SectionBody, learn_kinds};
use copydesk::profile::{Profile, load, normalise};

use super::general::general;
use super::{ItemAt, Measured};
use crate::support::require;

/// A newsletter of the corpus.
struct Newsletter {
    folder: &'static str,
    levels: &'static str,
    /// The headings with the kinds of their sections.
    sections: &'static [(&'static str, &'static str)],
    /// How many of a hundred items must come out as the same bytes.
    least: usize,
}

const NEWSLETTERS: [Newsletter; 6] = [
    Newsletter {
        folder: "swift-weekly/_posts",
        levels: "[3]",
        sections: &[
            ("news and community", "paragraphs"),
            ("accepted proposals", "paragraphs"),
            ("returned proposals", "paragraphs"),
            ("proposals in review", "paragraphs"),
            ("swift forums", "paragraphs"),
            ("commits and pull requests", "paragraphs"),
            ("finally", "paragraphs"),
        ],
        least: 90,
    },
    Newsletter {
        folder: "lwkd/_posts",
        levels: "[2]",
        sections: &[
            ("developer news", "paragraphs"),
            ("featured prs", "topics"),
            ("kep of the week", "prose"),
            ("other merges", "links"),
            ("promotions", "links"),
            ("version updates", "links"),
            ("subprojects and dependency updates", "links"),
        ],
        least: 90,
    },
    Newsletter {
        folder: "rust-osdev/content/this-month",
        levels: "[2]",
        sections: &[
            ("announcements, news, and blog posts", "links"),
            ("infrastructure and tooling", "links"),
            ("rust-osdev projects", "topics"),
            ("other projects", "topics"),
        ],
        least: 90,
    },
    Newsletter {
        folder: "haskell-weekly/data/newsletter/2026",
        levels: "[2]",
        sections: &[
            ("featured", "links"),
            ("in brief", "links"),
            ("show & tell", "links"),
            ("call for participation", "links"),
            ("jobs", "links"),
        ],
        least: 90,
    },
    Newsletter {
        folder: "ruanyf-weekly/docs",
        levels: "[2]",
        sections: &[
            ("科技动态", "paragraphs"),
            ("文章", "paragraphs"),
            ("工具", "paragraphs"),
            ("ai 相关", "paragraphs"),
            ("资源", "paragraphs"),
            ("图片", "paragraphs"),
            ("文摘", "paragraphs"),
            ("言论", "paragraphs"),
            ("往年回顾", "paragraphs"),
        ],
        least: 80,
    },
    Newsletter {
        folder: "rweekly/_posts",
        levels: "[3]",
        sections: &[
            ("highlight", "links"),
            ("insights", "links"),
            ("new packages", "links"),
            ("updated packages", "links"),
            ("tutorials", "links"),
            ("upcoming events in 3 months", "links"),
            ("videos and podcasts", "links"),
        ],
        least: 90,
    },
];

const ITEMS: usize = 50;
/// The number of issues whose items are measured; those before them are known.
const MEASURED: usize = 5;

impl Newsletter {
    fn profile(&self) -> Profile {
        let section = |(n, (heading, kinds)): (usize, &(&str, &str))| {
            format!("  - {{ id: s{n}, title: \"{heading}\", headings: [\"{heading}\"], kinds: [{kinds}] }}\n")
        };
        let sections: String = self.sections.iter().enumerate().map(section).collect();
        let levels = self.levels;
        let files = "files: { drafts: 'draft-{date}.md', posts: 'post-{date}.md' }\n";
        load(&format!("extends: none\n{files}section_levels: {levels}\nsections:\n{sections}")).unwrap()
    }

    fn issues(&self, folder: &Path, profile: &Profile) -> Vec<(Draft, Outline)> {
        let read = |path: PathBuf| {
            let draft = Draft::parse(std::fs::read_to_string(path).unwrap());
            let outline = Outline::new(&draft, profile);
            (draft, outline)
        };
        issue_files(folder).into_iter().map(read).collect()
    }
}

/// The issues of a folder in order, those in folders of their own too.
fn issue_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files.push(path.join("index.md")),
            false if path.ends_with("_index.md") => {}
            false => files.push(path),
        }
    }
    files.sort();
    files
}

/// The items without the numbers that they begin with: an item that is added again is the last one.
fn without_number(item: &str) -> &str {
    let rest = item.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.strip_prefix('、').unwrap_or(item)
}

#[test]
fn items_of_other_newsletters_come_out_as_they_were() {
    let Some(corpus) = require::corpus("newsletters") else { return };
    println!("| newsletter | items | same bytes | same issue but for the order |\n|---|---|---|---|");
    for newsletter in &NEWSLETTERS {
        let profile = newsletter.profile();
        let known = newsletter.issues(&corpus.join(newsletter.folder), &profile);
        let issues: Vec<Measured<'_>> = (known.len() - MEASURED..known.len())
            .map(|at| Measured {
                draft: known[at].0.clone(),
                outline: known[at].1.clone(),
                profile: &profile,
                template: None,
                style: ItemStyle::learn(
                    known[at.saturating_sub(8)..at].iter().rev().map(|(draft, outline)| (draft, outline)),
                ),
            })
            .collect();
        let all: Vec<(usize, ItemAt)> = issues
            .iter()
            .enumerate()
            .flat_map(|(n, issue)| issue.items().into_iter().map(move |item| (n, item)).collect::<Vec<_>>())
            .collect();
        let step = (all.len() / ITEMS).max(1);
        let chosen = all.into_iter().step_by(step).take(ITEMS);
        let (mut count, mut same, mut same_issue) = (0, 0, 0);
        for (n, item) in chosen {
            let issue = &issues[n];
            let slot = &issue.outline.slots[item.slot];
            let Some(values) = general(&issue.draft, slot, item.row) else { continue };
            let Some(again) = issue.again_from(item, &values) else { continue };
            let is_same = without_number(&again.wanted) == without_number(&again.found);
            count += 1;
            same += usize::from(is_same);
            same_issue += usize::from(again.has_same_lines);
            if !is_same && std::env::var_os("COPYDESK_MISSES").is_some() {
                let lines = |text: &str, mark: &str| text.replace('\n', &format!("\n{mark} "));
                println!("- {}\n+ {}\n", lines(&again.wanted, "-"), lines(&again.found, "+"));
            }
        }
        println!("| {} | {count} | {same} | {same_issue} |", newsletter.folder);
        assert!(count > ITEMS / 2, "{}: {count}", newsletter.folder);
        assert!(same * 100 >= count * newsletter.least, "{}: {same} of {count}", newsletter.folder);
    }
}

#[test]
fn the_kinds_of_other_newsletters_are_learnt() {
    let Some(corpus) = require::corpus("newsletters") else { return };
    for newsletter in &NEWSLETTERS {
        let drafts: Vec<Draft> = issue_files(&corpus.join(newsletter.folder))
            .into_iter()
            .map(|path| Draft::parse(std::fs::read_to_string(path).unwrap()))
            .collect();
        let level = newsletter.levels.trim_matches(['[', ']']).parse().unwrap();
        for (heading, kinds) in newsletter.sections {
            let bodies: Vec<SectionBody<'_>> =
                drafts.iter().filter_map(|draft| body_of(draft, heading, level)).collect();
            let learnt = learn_kinds(&bodies);
            let names: Vec<&str> = learnt.kinds.iter().map(|kind| kind.name()).collect();
            println!("{}: {heading}: {}: {learnt}", newsletter.folder, names.join(", "));
            assert_eq!(names.join(", "), *kinds, "{heading}: {:?}", learnt.shares);
        }
    }
}

/// The blocks below a heading, up to the next one of its level or above.
fn body_of<'d>(draft: &'d Draft, heading: &str, level: u8) -> Option<SectionBody<'d>> {
    let blocks = draft.blocks();
    let title = |block: &Block| normalise(draft.slice(block.span).trim_start_matches(['#', ' ']));
    let is_it = |block: &Block| block.level() == Some(level) && title(block) == heading;
    let start = blocks.iter().position(is_it)? + 1;
    let len = blocks[start..].iter().take_while(|block| block.level().is_none_or(|own| own > level)).count();
    Some(SectionBody { draft, blocks: &blocks[start..start + len] })
}
