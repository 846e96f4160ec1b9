//! Writes a profile with a reason beside each line.

/// The YAML of a profile that is being written.
#[derive(Debug, Default)]
pub(super) struct Yaml {
    out: String,
}

/// A column of its own for the reasons of short lines.
const REASONS: usize = 44;

impl Yaml {
    /// A line of comment.
    pub fn comment(&mut self, text: &str) {
        self.out.push_str("# ");
        self.out.push_str(&plain(text));
        self.out.push('\n');
    }

    pub fn blank(&mut self) {
        self.out.push('\n');
    }

    /// A key whose values follow on lines of their own.
    pub fn key(&mut self, depth: usize, key: &str) {
        self.line(depth, &format!("{key}:"), "");
    }

    pub fn text(&mut self, depth: usize, key: &str, value: &str, reason: &str) {
        self.line(depth, &format!("{key}: {}", scalar(value)), reason);
    }

    pub fn list(&mut self, depth: usize, key: &str, values: &[String], reason: &str) {
        self.line(depth, &format!("{key}: {}", list(values)), reason);
    }

    /// A line of YAML. The reason becomes a comment after it.
    pub fn line(&mut self, depth: usize, yaml: &str, reason: &str) {
        let start = self.out.len();
        self.out.push_str(&"  ".repeat(depth));
        self.out.push_str(yaml);
        if !reason.is_empty() {
            let width = self.out.len() - start;
            self.out.push_str(&" ".repeat(REASONS.saturating_sub(width).max(2)));
            self.out.push_str("# ");
            self.out.push_str(&plain(reason));
        }
        self.out.push('\n');
    }

    pub fn finish(self) -> String {
        self.out
    }
}

/// A text in YAML, in quotes unless it is plain beyond doubt.
pub(super) fn scalar(text: &str) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ' ');
    let begins = text.chars().next().is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '_'));
    let is_reserved =
        ["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(&text.to_lowercase().as_str());
    if begins && !is_reserved && text.chars().all(is_word) && text.trim() == text {
        return text.to_owned();
    }
    // JSON's strings are YAML's.
    serde_json::to_string(text).unwrap_or_default()
}

/// A list in one line.
pub(super) fn list(values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|value| scalar(value)).collect();
    format!("[{}]", values.join(", "))
}

/// A text for a comment: in one line, without characters that a terminal would obey.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !crate::text::is_hidden(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn every_text_is_read_back(text in "\\PC{0,24}") {
            let mut yaml = Yaml::default();
            yaml.text(0, "key", &text, "a # reason\nof two lines");
            yaml.list(0, "list", &[text.clone(), "x".into()], "");
            let read: serde_yaml::Value = serde_yaml::from_str(&yaml.finish()).unwrap();
            proptest::prop_assert_eq!(read["key"].as_str(), Some(text.as_str()));
            proptest::prop_assert_eq!(read["list"][0].as_str(), Some(text.as_str()));
        }
    }
}
