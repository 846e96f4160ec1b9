//! The front matter of a post.

use jiff::civil::Date;
use serde_yaml::Value;

use super::About;

/// Front matter and its form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Front {
    /// The fields, by any of their usual names.
    pub about: About,
    /// The number of lines before the text.
    pub lines: usize,
    pub is_open: bool,
    pub is_broken: bool,
}

/// A longer text is not front matter.
const LONGEST: usize = 100_000;

const ADDRESS: [&str; 10] = [
    "canonical_url",
    "canonicalurl",
    "canonical",
    "original_url",
    "source_url",
    "external_url",
    "permalink",
    "link",
    "url",
    "guid",
];

/// Splits a text into its front matter and the rest.
pub(super) fn split(text: &str) -> (Front, &str) {
    let text = text.trim_start_matches('\u{feff}');
    let fence = match text.lines().next().map(str::trim_end) {
        Some(fence @ ("---" | "+++")) => fence,
        _ => return headers(text),
    };
    let mut at = 0;
    let mut end = None;
    let mut lines = 0;
    for line in text.split_inclusive('\n') {
        at += line.len();
        lines += 1;
        let content = line.trim_end();
        if lines > 1 && (content == fence || fence == "---" && content == "...") {
            end = Some((at - line.len(), at));
            break;
        }
        if at > LONGEST {
            break;
        }
    }
    let start = text.find('\n').map_or(text.len(), |at| at + 1);
    let Some((end, after)) = end else {
        // Front matter that was cut off, or a thematic break above a text without front matter.
        let about = by_lines(&text[start..text.len().min(at)]);
        if about.title.is_none() {
            return (Front::default(), text);
        }
        let front = Front { about, lines, is_open: true, is_broken: false };
        return (front, &text[at.min(text.len())..]);
    };
    let content = &text[start..end];
    let value =
        if fence == "+++" { toml_value(content) } else { serde_yaml::from_str::<Value>(content).ok() };
    let (mut about, is_broken) = match value {
        Some(Value::Mapping(fields)) => (by_fields(&fields), false),
        // One colon in a title makes it invalid YAML, but it is readable.
        _ => (by_lines(content), !content.trim().is_empty()),
    };
    about.title_line = title_line(content) + 1;
    (Front { about, lines, is_open: false, is_broken }, &text[after..])
}

/// Pelican's form: fields before the first empty line, without a fence.
fn headers(text: &str) -> (Front, &str) {
    let is_headed = text.lines().next().is_some_and(|line| line.starts_with("Title: "));
    if !is_headed {
        return (Front::default(), text);
    }
    let end = text.find("\n\n").map_or(text.len(), |at| at + 1);
    let lines = text[..end].matches('\n').count();
    let about = About { title_line: 1, ..by_lines(&text[..end]) };
    (Front { about, lines, ..Front::default() }, &text[end..])
}

fn title_line(content: &str) -> usize {
    let is_title =
        |line: &str| line.trim_start().get(..5).is_some_and(|word| word.eq_ignore_ascii_case("title"));
    content.lines().position(is_title).map_or(0, |at| at + 1)
}

fn toml_value(content: &str) -> Option<Value> {
    let table: toml::Table = toml::from_str(content).ok()?;
    Some(Value::Mapping(
        table.into_iter().map(|(key, value)| (Value::String(key), plain(value, 0))).collect(),
    ))
}

fn plain(value: toml::Value, depth: usize) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Datetime(time) => Value::String(time.to_string()),
        toml::Value::Array(values) if depth < 4 => {
            Value::Sequence(values.into_iter().map(|value| plain(value, depth + 1)).collect())
        }
        toml::Value::Table(table) if depth < 4 => Value::Mapping(
            table.into_iter().map(|(key, value)| (Value::String(key), plain(value, depth + 1))).collect(),
        ),
        _ => Value::Null,
    }
}

fn by_fields(fields: &serde_yaml::Mapping) -> About {
    let text = |name: &str| {
        fields
            .iter()
            .find(|(key, _)| key.as_str().is_some_and(|key| key.eq_ignore_ascii_case(name)))
            .and_then(|(_, value)| first_text(value, 0))
    };
    from_texts(text)
}

fn first_text(value: &Value, depth: usize) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Sequence(values) if depth < 3 => first_text(values.first()?, depth + 1),
        // Themes nest images: `cover: {image: …, alt: …}`.
        Value::Mapping(fields) if depth < 3 => ["url", "src", "image", "path", "teaser", "name"]
            .iter()
            .find_map(|name| first_text(fields.get(*name)?, depth + 1)),
        _ => None,
    }
}

fn by_lines(content: &str) -> About {
    let mut fields: Vec<(&str, &str)> = Vec::new();
    for line in content.lines() {
        let Some((key, value)) = line.split_once([':', '=']) else { continue };
        let value = value.trim().trim_matches(['"', '\'']).trim();
        if !value.is_empty() && !key.starts_with([' ', '\t']) && fields.len() < 200 {
            fields.push((key.trim(), value));
        }
    }
    from_texts(|name| {
        fields.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| (*value).to_owned())
    })
}

fn from_texts(text: impl Fn(&str) -> Option<String>) -> About {
    let first = |names: &[&str]| names.iter().find_map(|name| text(name));
    let is_page = |address: &String| address.starts_with("https://") || address.starts_with("http://");
    About {
        title: text("title"),
        date: ["date", "published", "publishdate", "pubdate", "created"]
            .iter()
            .find_map(|name| date(&text(name)?)),
        address: ADDRESS.iter().filter_map(|name| text(name)).find(is_page),
        source: first(&["source", "site_name", "site", "publication", "blog"]).filter(|name| !is_page(name)),
        image: first(&["image", "featured_image", "cover", "thumbnail", "images", "header", "banner"]),
        ..About::default()
    }
}

/// Parses the day of a time in common notations.
pub(super) fn date(text: &str) -> Option<Date> {
    let text = text.trim().trim_matches(['"', '\'']);
    if let Some(day) = text.get(..10).map(|day| day.replace('/', "-")).and_then(|day| day.parse().ok()) {
        return Some(day);
    }
    if let Ok(time) = jiff::fmt::rfc2822::parse(text) {
        return Some(time.date());
    }
    ["%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y"].iter().find_map(|form| Date::strptime(form, text).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(text: &str) -> String {
        let (front, rest) = split(text);
        let show = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        let date = front.about.date.map_or_else(|| "-".to_owned(), |date| date.to_string());
        let rest = rest.trim();
        format!(
            "{} | {date} | {} | {} | {rest}",
            show(&front.about.title),
            show(&front.about.address),
            show(&front.about.image)
        )
    }

    #[test]
    fn every_usual_form_is_read() {
        let all = "A lamp | 2024-05-06 | https://example.org/lamp | lamp.jpg | It hums.";
        let forms = [
            "---\ntitle: 'A lamp'\ndate: 2024-05-06T02:21:00+01:00\nlink: https://example.org/lamp\nimage: lamp.jpg\n---\n\nIt hums.\n",
            "---\r\nlayout: post\r\nTitle: \"A lamp\"\r\ndate: 2024-05-06 07:00:00 -0800\r\ncanonical_url: https://example.org/lamp\r\ncover:\r\n  image: lamp.jpg\r\n---\r\nIt hums.",
            "+++\ntitle = \"A lamp\"\ndate = 2024-05-06T02:21:00Z\nimages = [\"lamp.jpg\"]\nurl = \"https://example.org/lamp\"\n+++\nIt hums.",
            "Title: A lamp\nDate: Mon, 06 May 2024 10:00:00 +0000\nLink: https://example.org/lamp\nImage: lamp.jpg\n\nIt hums.",
            "---\ntitle: A lamp\ndate: May 6, 2024\npermalink: /lamp/\nurl: https://example.org/lamp\nthumbnail: lamp.jpg\n...\nIt hums.",
        ];
        for form in forms {
            assert_eq!(summary(form), all, "{form}");
        }
    }

    #[test]
    fn broken_and_open_front_matter_is_read_line_by_line() {
        let broken = "---\ntitle: A lamp: it hums\ntags: [a\ndate: 2024-05-06\n---\nText";
        assert_eq!(summary(broken), "A lamp: it hums | 2024-05-06 | - | - | Text");
        assert!(split(broken).0.is_broken);
        let open = "---\ntitle: A lamp\ndate: 2024-05-06\n";
        assert_eq!(summary(open), "A lamp | 2024-05-06 | - | - | ");
        assert!(split(open).0.is_open);
        assert_eq!(summary("---\n\nText"), "- | - | - | - | ---\n\nText");
        assert_eq!(summary("Text"), "- | - | - | - | Text");
    }
}
