//! Formats of text that are no Markdown.

/// A markup language that some newsletters are written in, by the extension of a file's name, in any case.
/// `None` for Markdown and for other files.
pub fn other_markup(path: &str) -> Option<&'static str> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let (_, extension) = name.rsplit_once('.')?;
    let (_, language) = OTHERS.iter().find(|(own, _)| extension.eq_ignore_ascii_case(own))?;
    Some(language)
}

/// Extensions with the languages.
const OTHERS: [(&str, &str); 6] = [
    ("adoc", "AsciiDoc"),
    ("asciidoc", "AsciiDoc"),
    ("org", "Org"),
    ("rst", "reStructuredText"),
    ("rest", "reStructuredText"),
    ("textile", "Textile"),
];

/// True for the name of a Markdown file: `.md`, `.markdown` or `.mdx`, in any case.
pub fn is_markdown(file_name: &str) -> bool {
    let extension = file_name.rsplit_once('.').map_or("", |(_, extension)| extension);
    MARKDOWN.iter().any(|own| extension.eq_ignore_ascii_case(own))
}

const MARKDOWN: [&str; 3] = ["md", "markdown", "mdx"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_known_by_the_extension() {
        for (path, language) in [
            ("docs/issue-1.adoc", Some("AsciiDoc")),
            ("issue.RST", Some("reStructuredText")),
            ("2026/06.org", Some("Org")),
            ("example.org/2026-06-08.md", None),
            ("issue.md", None),
            ("DRAFT_TEMPLATE", None),
        ] {
            assert_eq!(other_markup(path), language, "{path}");
        }
    }

    #[test]
    fn markdown_has_three_extensions() {
        for name in ["a.md", "a.markdown", "a.MDX", "2026-06-08-x.Md"] {
            assert!(is_markdown(name), "{name}");
        }
        for name in ["a", "a.txt", "a.md.bak", "md"] {
            assert!(!is_markdown(name), "{name}");
        }
    }
}
