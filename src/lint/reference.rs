//! What is to be read of the rules: for the command line, and for the page in `docs/`.

use super::rules::EXAMPLE_PATH;
use super::{RULES, Rule};
use crate::text::Shown;

/// A rule's name, what it finds, why that matters, and a text with and without it, as Markdown.
pub fn explain(rule: &dyn Rule) -> String {
    let mut out = format!("## {}\n\n{} {}\n", rule.name(), rule.meta().summary, rule.meta().why);
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

/// The page of all rules.
pub fn reference() -> String {
    let mut out = String::from(
        "# The rules\n\nMade from the rules themselves: `copydesk rules NAME` says the same of one.\n",
    );
    for rule in RULES.iter() {
        out.push('\n');
        out.push_str(&explain(*rule));
    }
    out
}

/// The examples without the front matter, where it is the same in both.
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
    fn the_page_in_docs_says_what_the_rules_say() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rules.md");
        let page = std::fs::read_to_string(path).unwrap_or_default();
        let made = reference();
        if page != made && std::env::var_os("INSTA_UPDATE").is_some_and(|value| value == "always") {
            std::fs::write(path, &made).unwrap();
            return;
        }
        assert!(page == made, "docs/rules.md is not what the rules say; INSTA_UPDATE=always rewrites it");
    }
}
