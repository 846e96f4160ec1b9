//! Lists of releases: each line has a name, a version and an optional date.

use jiff::civil::Date;

use super::recognise::expect;
use super::{Kind, Reading, Refusal, Remark};
use crate::profile::grammar::Grammar;
use crate::text::Version;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    pub name: String,
    pub version: Version,
    pub date: Option<Date>,
    pub is_prerelease: bool,
    /// Counted from 1.
    pub line: usize,
    /// Why it may not be the newest, or may not be out yet.
    pub doubt: Option<String>,
}

/// The number of lines with a remark each. Others are only counted.
const MAX_REMARKS: usize = 20;

/// Reads `name version [date]` on each line, or a name and a number. `#` begins a comment.
/// `name@version`, `name: version` and `name==version` are accepted too, and so are list markers.
///
/// # Errors
///
/// If the text is empty, is a document of another kind, or has no such line.
pub fn read(text: &str, grammar: &Grammar) -> Result<Reading<Vec<Release>>, Refusal> {
    expect(Kind::Releases, text, grammar)?;
    let mut reading = Reading::<Vec<Release>>::default();
    let mut unclear = 0;
    for (line, written) in (1..).zip(text.lines()) {
        let content = content(written);
        if content.is_empty() {
            continue;
        }
        if let Some(release) = release(&ungrouped(content), line) {
            reading.value.push(release);
        } else {
            unclear += 1;
            if unclear <= MAX_REMARKS {
                reading.remarks.push(Remark::unclear(line, "not a name and a version"));
            }
        }
    }
    if reading.value.is_empty() {
        return Err(Refusal::Nothing(Kind::Releases));
    }
    if unclear > MAX_REMARKS {
        let text = format!("{} more lines that are not a name and a version", unclear - MAX_REMARKS);
        reading.remarks.push(Remark { tone: super::Tone::Unclear, line: None, text });
    }
    Ok(reading)
}

/// A line without its list marker and comment.
fn content(line: &str) -> &str {
    let line = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let line = ["- ", "* ", "+ "].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line);
    let comment = if line.starts_with('#') { Some(0) } else { line.find(" #").or_else(|| line.find("\t#")) };
    line[..comment.unwrap_or(line.len())].trim()
}

/// Removes thousands separators: `stars 3,912`.
fn ungrouped(content: &str) -> String {
    let is_digit = |c: char| c.is_ascii_digit();
    let mut out = String::with_capacity(content.len());
    for (at, c) in content.char_indices() {
        let group = content[at..].strip_prefix(',').filter(|rest| {
            rest.len() - rest.trim_start_matches(is_digit).len() == 3 && out.ends_with(is_digit)
        });
        if group.is_none() {
            out.push(c);
        }
    }
    out
}

/// Parses a line, if it is a release.
pub(super) fn release(content: &str, line: usize) -> Option<Release> {
    // Longer lines are prose.
    if content.len() > 200 {
        return None;
    }
    let mut words: Vec<&str> = content
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '=' | '(' | ')'))
        .filter(|word| !word.is_empty())
        .collect();
    let mut date = None;
    if words.len() > 2
        && version(words[words.len() - 2]).is_some()
        && date_of(words[words.len() - 1]).is_some()
    {
        date = words.pop().and_then(date_of);
    }
    let last = words.pop()?;
    let (joined, last) = match last.rsplit_once(['@', ':']) {
        Some((name, version)) => (Some(name), version),
        None => (None, last),
    };
    let version = version(last)?;
    words.extend(joined);
    let name = words.join(" ");
    let name = name.trim_end_matches([':', '@', ' ']).trim();
    if name.is_empty() || words.len() > 6 || name.contains("://") {
        return None;
    }
    let is_prerelease = version.is_prerelease();
    Some(Release { name: name.to_owned(), version, date, is_prerelease, line, doubt: None })
}

fn version(word: &str) -> Option<Version> {
    Version::new(word)
}

fn date_of(word: &str) -> Option<Date> {
    let day = word.split('T').next().unwrap_or(word).replace('/', "-");
    let is_long = day.len() == 10 && day.as_bytes().get(4) == Some(&b'-');
    let is_short = day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit());
    if is_long || is_short { day.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::grammar;

    fn summary(text: &str) -> Vec<String> {
        let releases = read(text, grammar()).unwrap().value;
        releases
            .iter()
            .map(|one| {
                let date = one.date.map(|date| format!(" {date}")).unwrap_or_default();
                let pre = if one.is_prerelease { " (pre)" } else { "" };
                format!("{}: {}|{}{date}{pre}", one.line, one.name, one.version)
            })
            .collect()
    }

    #[test]
    fn a_line_is_a_name_a_version_and_perhaps_a_date() {
        let text = "# this week\n\nlampos 9.0.0 2024-03-19\nlampos\tv9.1.0-beta.1\nsome-bundle 20240319\n\
                    left@2.0.1\n- right: 3.13.0rc1 # soon\nPython 3 3.12.2\npip==24.0, 2024-02-03\nDesk OS 2024-03-15\nBundle 20240319 2024-03-20\n";
        assert_eq!(
            summary(text),
            [
                "3: lampos|9.0.0 2024-03-19",
                "4: lampos|v9.1.0-beta.1 (pre)",
                "5: some-bundle|20240319",
                "6: left|2.0.1",
                "7: right|3.13.0rc1 (pre)",
                "8: Python 3|3.12.2",
                "9: pip|24.0 2024-02-03",
                "10: Desk OS|2024-03-15",
                "11: Bundle|20240319 2024-03-20",
            ]
        );
    }

    #[test]
    fn other_lines_are_reported_with_their_number() {
        let reading = read("lampos 9.0.0\nnothing to say\nlampos\n", grammar()).unwrap();
        assert_eq!(reading.value.len(), 1);
        let lines: Vec<_> = reading.remarks.iter().map(|remark| remark.line).collect();
        assert_eq!(lines, [Some(2), Some(3)]);
    }

    #[test]
    fn what_holds_no_release_is_refused() {
        assert_eq!(read("", grammar()).unwrap_err(), Refusal::Empty);
        assert_eq!(read("Hello there.\n", grammar()).unwrap_err(), Refusal::Nothing(Kind::Releases));
        assert_eq!(
            read("<!DOCTYPE html><title>404</title>", grammar()).unwrap_err(),
            Refusal::WebPage(Kind::Releases)
        );
    }

    #[test]
    fn a_million_lines_are_read_and_few_are_complained_about() {
        let text = format!("lampos 9.0.0\n{}", "what is this\n".repeat(1_000_000));
        assert_eq!(read(&text, grammar()).unwrap().remarks.len(), MAX_REMARKS + 1);
    }
}
