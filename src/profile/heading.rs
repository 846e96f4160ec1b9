//! Matches headings with the aliases of sections.

/// Aliases shorter than this (`new`) must be the whole heading.
const MIN_PREFIX: usize = 5;

/// Punctuation that is ignored at the end of a heading.
const PUNCTUATION: [char; 5] = ['!', '.', ':', '?', ' '];

/// True if an alias matches a heading, which must be [normalized](normalise).
pub fn fits(alias: &str, words: &str) -> bool {
    // `* thanks` also matches `Thanks`, before the number is filled in.
    if let Some(end) = alias.strip_prefix('*') {
        return words.ends_with(end) || words == end.trim_start();
    }
    if let Some(start) = alias.strip_suffix('*') {
        return words.starts_with(start) || words == start.trim_end();
    }
    match words.strip_prefix(alias) {
        Some("") => true,
        Some(rest) => alias.len() >= MIN_PREFIX && !rest.starts_with(char::is_alphanumeric),
        None => false,
    }
}

/// Normalizes a heading: lower case, straight apostrophes, no link around it, no emphasis or code marks, no `{#id}`
/// and no punctuation at its end.
pub fn normalise(heading: &str) -> String {
    let heading = without_id(heading);
    let heading: String = heading.chars().filter(|c| !matches!(c, '*' | '`')).collect();
    let heading = heading.as_str();
    let text = match (heading.strip_prefix('['), heading.find("](")) {
        (Some(inner), Some(at)) => &inner[..at - 1],
        _ => heading,
    };
    text.replace(['’', '‘'], "'").to_lowercase().trim_end_matches(PUNCTUATION).trim().to_owned()
}

/// Removes the attributes at the end of a heading, which Docusaurus, Hugo, Zola and kramdown read: `Events {#events}`.
fn without_id(heading: &str) -> &str {
    let trimmed = heading.trim_end();
    match trimmed.rfind('{') {
        Some(at) if trimmed.ends_with('}') && trimmed[at + 1..].starts_with(['#', '.', ':']) => {
            &trimmed[..at]
        }
        _ => heading,
    }
}

/// Returns a message if an alias matches no heading at all.
pub(super) fn never_matches(alias: &str) -> Option<String> {
    let (first, last) = (alias.strip_prefix('*'), alias.strip_suffix('*'));
    let words = first.or(last).unwrap_or(alias);
    if words.contains('*') {
        return Some("may have one *, at its beginning or at its end".to_owned());
    }
    let normal = normalise(words);
    let is_normal = match (first, last) {
        // Next to the *, a space or punctuation is allowed.
        (Some(_), _) => words.trim_start() == normal,
        (_, Some(_)) => words.trim_end_matches(PUNCTUATION) == normal,
        _ => words == normal,
    };
    (!is_normal).then(|| {
        let (before, after) = match (first, last) {
            (Some(_), _) => (&alias[..alias.len() - words.trim_start().len()], ""),
            (_, Some(_)) => ("", "*"),
            _ => ("", ""),
        };
        format!("matches no heading: headings are compared in lower case, without punctuation at the end; write '{before}{normal}{after}'")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_match_with_punctuation_links_and_titles() {
        assert!(fits("what's up this week", &normalise("What’s up this week?")));
        assert!(fits("approved rfcs", &normalise("[Approved RFCs](https://example.org)")));
        assert!(fits("project of the week", &normalise("Project of the Week: A lamp")));
        assert!(fits("* thanks", &normalise("39,012 Thanks!")));
        assert!(fits("* thanks", &normalise("Thanks!")));
        assert!(!fits("* thanks", &normalise("No thanksgiving")));
        assert!(fits("new", &normalise("New")));
        assert!(!fits("new", &normalise("New Boards")));
        assert!(!fits("contribute", &normalise("Contributed boards")));
        assert!(fits("events", &normalise("**Events** {#events}")));
        assert!(fits("rustc and cargo", &normalise("`rustc` and *cargo*: {: .big}")));
    }

    #[test]
    fn aliases_that_match_nothing_are_reported() {
        for (alias, better) in [
            ("what's new?", "'what's new'"),
            ("News", "'news'"),
            ("what’s new", "'what's new'"),
            ("* thanks!", "'* thanks'"),
            ("Project *", "'project*'"),
            ("[news](x)", "'news'"),
            ("a*b", "at its beginning"),
            ("*news*", "at its beginning"),
        ] {
            let why = never_matches(alias).unwrap_or_default();
            assert!(why.contains(better), "{alias}: {why}");
        }
        for alias in ["news", "* thanks", "project: *", "*", "coming soon / new"] {
            assert_eq!(never_matches(alias), None, "{alias}");
        }
    }
}
