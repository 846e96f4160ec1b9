//! The pages of `docs`, which are built into the program.

/// A page and its Markdown.
#[derive(Debug)]
pub(super) struct Page {
    pub name: &'static str,
    pub text: &'static str,
}

/// The list of all pages, with what each is for.
const INDEX: &str = include_str!("../../../docs/README.md");

/// Builds the table of the pages from their names.
macro_rules! pages {
    ($($name:literal),* $(,)?) => {
        const PAGES: &[Page] =
            &[$(Page { name: $name, text: include_str!(concat!("../../../docs/", $name, ".md")) }),*];
    };
}

pages!(
    "install",
    "editor",
    "desk",
    "contributor",
    "maintainer",
    "newsletter",
    "ci",
    "publishing",
    "render",
    "editors",
    "commands",
    "profile",
    "rules",
    "limits",
);

impl Page {
    /// The page of a name, with or without `.md`.
    pub fn find(name: &str) -> Option<&'static Page> {
        let name = name.strip_suffix(".md").unwrap_or(name);
        PAGES.iter().find(|page| page.name == name)
    }

    pub fn names() -> impl Iterator<Item = &'static str> {
        PAGES.iter().map(|page| page.name)
    }
}

/// The names of the pages in the order of the index, each with what it is for.
pub(super) fn summaries() -> impl Iterator<Item = (&'static str, &'static str)> {
    INDEX.lines().filter_map(|line| {
        let (name, rest) = line.strip_prefix("| [")?.split_once("](")?;
        let (_, summary) = rest.split_once(") | ")?;
        Some((name, summary.trim_end_matches('|').trim_end()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_has_every_page_and_every_file_is_a_page() {
        let listed: Vec<&str> = summaries().map(|(name, _)| name).collect();
        assert_eq!(listed, Page::names().collect::<Vec<_>>());
        let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/docs");
        for entry in std::fs::read_dir(docs).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if name.ends_with(".md") && name != "README.md" {
                assert!(Page::find(&name).is_some(), "docs/{name} is no page of `copydesk help`");
            }
        }
    }
}
