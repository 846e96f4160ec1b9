use crate::profile::RendererExtension;

/// How a generator makes the ids of headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    None,
    /// Of the heading as it is written, with the addresses of its links.
    Hugo,
    /// Of its text, in ASCII.
    Zola,
}

/// The ids of the headings so far.
pub(super) struct Ids {
    scheme: Scheme,
    used: Vec<String>,
}

impl Ids {
    pub fn new(extensions: &[RendererExtension]) -> Self {
        let scheme = extensions.iter().find_map(|extension| match extension {
            RendererExtension::HugoIds => Some(Scheme::Hugo),
            RendererExtension::ZolaIds => Some(Scheme::Zola),
            _ => None,
        });
        Self { scheme: scheme.unwrap_or(Scheme::None), used: Vec::new() }
    }

    /// The id of the next heading. `own` is one that the author wrote, `written` the whole heading with its marks.
    pub fn next(
        &mut self,
        own: Option<&str>,
        written: &str,
        text: impl FnOnce() -> String,
    ) -> Option<String> {
        if let Some(own) = own {
            self.used.push(own.to_owned());
            return None;
        }
        let id = match self.scheme {
            Scheme::None => return None,
            Scheme::Hugo => hugo(content(written)),
            Scheme::Zola => slug::slugify(text()),
        };
        let is_free = |id: &String| !self.used.contains(id);
        let numbered = (1..).map(|n| format!("{id}-{n}"));
        let id = std::iter::once(id.clone()).chain(numbered).find(is_free)?;
        self.used.push(id.clone());
        Some(id)
    }
}

/// The last line of a heading's content, without the marks of a heading.
fn content(written: &str) -> &str {
    let written = written.trim();
    if let Some(inner) = written.strip_prefix('#') {
        let inner = inner.trim_start_matches('#').trim();
        let without = inner.trim_end_matches('#');
        return if without.ends_with([' ', '\t']) || without.is_empty() { without.trim_end() } else { inner };
    }
    let before = written.rfind('\n').map_or(written, |at| written[..at].trim_end());
    before.rfind('\n').map_or(before, |at| before[at + 1..].trim())
}

/// Hugo's `github` ids.
fn hugo(heading: &str) -> String {
    let id: String = heading
        .chars()
        .filter_map(|c| match c {
            ' ' | '-' => Some('-'),
            '_' => Some('_'),
            c if c.is_alphabetic() || c.is_numeric() => Some(c),
            _ => None,
        })
        .flat_map(char::to_lowercase)
        .collect();
    if id.is_empty() { "heading".to_owned() } else { id }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(extension: RendererExtension, headings: &[(&str, &str)]) -> Vec<String> {
        let mut ids = Ids::new(&[extension]);
        headings.iter().filter_map(|(written, text)| ids.next(None, written, || (*text).to_owned())).collect()
    }

    #[test]
    fn hugo_makes_ids_of_the_written_heading() {
        let headings = [
            ("# What's *new*? ##", "What's new?"),
            ("## [A](u/v) `b_c`", "A b_c"),
            ("Über\n----", "Über"),
            ("# What's new", "What's new"),
            ("# !", "!"),
        ];
        let expected = ["whats-new", "auv-b_c", "über", "whats-new-1", "heading"];
        assert_eq!(ids(RendererExtension::HugoIds, &headings), expected);
    }

    #[test]
    fn zola_makes_ids_of_the_text_in_ascii() {
        let headings = [("# What's *new*?", "What's new?"), ("## Über", "Über"), ("## Uber", "Uber")];
        assert_eq!(ids(RendererExtension::ZolaIds, &headings), ["what-s-new", "uber", "uber-1"]);
    }
}
