//! Which headings an alias of a section fits.

/// Aliases shorter than this (`new`) must be the whole heading.
const MIN_PREFIX: usize = 5;

/// The marks that a heading may have at its end.
const END: [char; 5] = ['!', '.', ':', '?', ' '];

/// True if an alias fits a heading's words, which are [normalised](normalise).
pub fn fits(alias: &str, words: &str) -> bool {
    // `39,012 Thanks` is the same section while its number is empty.
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

/// Lower case, straight apostrophes, no link around it, no mark at its end.
pub fn normalise(heading: &str) -> String {
    let text = match (heading.strip_prefix('['), heading.find("](")) {
        (Some(inner), Some(at)) => &inner[..at - 1],
        _ => heading,
    };
    text.replace(['’', '‘'], "'").to_lowercase().trim_end_matches(END).trim().to_owned()
}

/// Why an alias fits no heading at all, and how to write it.
pub(super) fn never_fits(alias: &str) -> Option<String> {
    let (first, last) = (alias.strip_prefix('*'), alias.strip_suffix('*'));
    let words = first.or(last).unwrap_or(alias);
    if words.contains('*') {
        return Some("* stands at the beginning or at the end of an alias, once".to_owned());
    }
    let normal = normalise(words);
    let is_normal = match (first, last) {
        // What stands next to the * may be a blank or a mark.
        (Some(_), _) => words.trim_start() == normal,
        (_, Some(_)) => words.trim_end_matches(END) == normal,
        _ => words == normal,
    };
    (!is_normal).then(|| {
        let (before, after) = match (first, last) {
            (Some(_), _) => (&alias[..alias.len() - words.trim_start().len()], ""),
            (_, Some(_)) => ("", "*"),
            _ => ("", ""),
        };
        format!("fits no heading, for headings are compared in lower case and without a mark at their end; write '{before}{normal}{after}'")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_fit_with_marks_links_and_titles() {
        assert!(fits("what's up this week", &normalise("What’s up this week?")));
        assert!(fits("approved rfcs", &normalise("[Approved RFCs](https://example.org)")));
        assert!(fits("project of the week", &normalise("Project of the Week: A lamp")));
        assert!(fits("* thanks", &normalise("39,012 Thanks!")));
        assert!(fits("* thanks", &normalise("Thanks!")));
        assert!(!fits("* thanks", &normalise("No thanksgiving")));
        assert!(fits("new", &normalise("New")));
        assert!(!fits("new", &normalise("New Boards")));
        assert!(!fits("contribute", &normalise("Contributed boards")));
    }

    #[test]
    fn aliases_that_fit_nothing_are_known() {
        for (alias, better) in [
            ("what's new?", "'what's new'"),
            ("News", "'news'"),
            ("what’s new", "'what's new'"),
            ("* thanks!", "'* thanks'"),
            ("Project *", "'project*'"),
            ("[news](x)", "'news'"),
            ("a*b", "at the beginning"),
            ("*news*", "at the beginning"),
        ] {
            let why = never_fits(alias).unwrap_or_default();
            assert!(why.contains(better), "{alias}: {why}");
        }
        for alias in ["news", "* thanks", "project: *", "*", "coming soon / new"] {
            assert_eq!(never_fits(alias), None, "{alias}");
        }
    }
}
