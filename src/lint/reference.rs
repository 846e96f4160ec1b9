//! The documentation of the rules, for the command line and for the page in `docs/`.

use super::rules::{EXAMPLE_PATH, GROUPS, Group};
use super::{FixKind, Rule, Severity};
use crate::text::Shown;

/// Describes a rule in Markdown: its name, summary and reason, and its examples.
pub fn explain(rule: &dyn Rule) -> String {
    format!("## {}\n\n{}", rule.name(), explanation(rule))
}

/// The description of a rule below its heading.
fn explanation(rule: &dyn Rule) -> String {
    let mut out = format!("{} {}\n", rule.meta().summary, rule.meta().why);
    if rule.is_about_english() {
        out.push_str("\nOnly in newsletters in English (`language` in the profile).\n");
    }
    out.push_str(&format!("\n{}\n{}\n", severities(rule), fixes(rule)));
    if !rule.keys().is_empty() {
        let keys: Vec<String> = rule.keys().iter().map(|key| format!("`{key}`")).collect();
        out.push_str(&format!("Keys of the profile: {}.\n", keys.join(", ")));
    }
    let (bad, good) = bodies(rule.meta().bad, rule.meta().good);
    if rule.bad_path() != EXAMPLE_PATH {
        out.push_str(&format!(
            "\nFound in a file at `{}`, not in one at `{EXAMPLE_PATH}`.\n",
            rule.bad_path()
        ));
        return out;
    }
    for (title, text) in [("Found in", bad), ("Not in", good)] {
        out.push_str(&format!("\n{title}:\n\n"));
        for line in text.lines() {
            out.push_str(format!("    {}", Shown(line)).trim_end());
            out.push('\n');
        }
    }
    out
}

/// The severities at both stages, in a line.
fn severities(rule: &dyn Rule) -> String {
    let words = |severities: &[Severity]| {
        severities.iter().map(|severity| severity.word()).collect::<Vec<_>>().join(" or ")
    };
    let (issue, draft) = (rule.severities(), rule.severities_in_draft());
    match draft {
        _ if draft == issue => format!("Severity: {}.", words(issue)),
        [] => format!("Severity: {} in an issue that goes out; not reported in a draft.", words(issue)),
        _ => format!("Severity: {} in an issue that goes out, {} in a draft.", words(issue), words(draft)),
    }
}

/// What the rule offers to fix its problems, in a line.
fn fixes(rule: &dyn Rule) -> String {
    let words = rule.fixes().iter().map(|fix| match fix {
        FixKind::Safe => "`--fix` makes it if it is safe",
        FixKind::Suggestion => "the desk suggests one to review",
        FixKind::Image => "`copydesk image fit` fits the file",
    });
    match words.collect::<Vec<_>>().join("; ") {
        words if words.is_empty() => "Fix: by hand.".to_owned(),
        words => format!("Fix: {words}."),
    }
}

/// Describes all rules in Markdown.
pub fn reference() -> String {
    let mut out = String::from(
        "# The rules\n\nGenerated from the source of the rules. `copydesk rules NAME` prints the entry of one rule.\n\n\
         A draft is checked as a contribution and an issue as one that goes out, unless `--stage` says which. In the \
         profile, `rules` sets the severity of any rule or turns it off, and `waivers` leaves out single problems; the \
         other keys that a rule depends on are listed with it ([profile.md](profile.md) describes them).\n",
    );
    out.push_str("\n| rules about | number |\n|---|---|\n");
    for Group { title, about, rules } in &GROUPS {
        let anchor = title.to_lowercase().replace(' ', "-");
        out.push_str(&format!("| [{title}](#{anchor}): {about} | {} |\n", rules.len()));
    }
    for Group { title, about, rules } in &GROUPS {
        let mut rules = rules.to_vec();
        rules.sort_by_key(|rule| rule.name());
        let links: Vec<String> = rules.iter().map(|rule| format!("[{0}](#{0})", rule.name())).collect();
        out.push_str(&format!("\n## {title}\n\nRules about {about}: {}.\n", links.join(", ")));
        for rule in rules {
            out.push_str(&format!("\n### {}\n\n{}", rule.name(), explanation(rule)));
        }
    }
    out
}

/// The examples, without the front matter if it is the same in both.
fn bodies(bad: &'static str, good: &'static str) -> (&'static str, &'static str) {
    let split = |text: &'static str| text.split_once("\n---\n\n");
    match (split(bad), split(good)) {
        (Some((front, bad)), Some((same, good))) if front == same => (bad, good),
        _ => (bad, good),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_in_docs_is_generated_from_the_rules() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rules.md");
        let page = std::fs::read_to_string(path).unwrap_or_default();
        let made = reference();
        if page != made && std::env::var_os("INSTA_UPDATE").is_some_and(|value| value == "always") {
            std::fs::write(path, &made).unwrap();
            return;
        }
        assert!(page == made, "docs/rules.md is out of date; INSTA_UPDATE=always rewrites it");
    }
}
