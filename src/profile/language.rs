//! The language of a newsletter.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::path::checked;

/// A language, named as in BCP 47: `en`, `zh-Hans`, `pt-BR`.
///
/// Source: RFC 5646, section 2.1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// As the profile writes it.
    tag: String,
    /// The length of the primary subtag, in bytes.
    primary: usize,
}

/// Why a text is not the tag of a language.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not the tag of a language, such as en, zh or pt-BR")]
pub struct LanguageError(String);

/// How a language writes quotations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuoteStyle {
    /// `«` and `»` are quotation marks, and no arrows.
    pub guillemets: bool,
    /// `»` opens a quotation, too, as in Danish.
    pub opens_inwards: bool,
    /// `”` opens a quotation, too, as in Swedish.
    pub opens_right: bool,
    /// `"` within a word abbreviates it, as in Hebrew.
    pub abbreviates: bool,
}

impl Default for Language {
    fn default() -> Self {
        Language { tag: "en".to_owned(), primary: 2 }
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.tag)
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        checked(deserializer, Language::new)
    }
}

/// The languages whose quotations are known. Source: the delimiters in Unicode's CLDR.
const KNOWN: &str = "af ar az be bg bs ca cs cy da de el en eo es et eu fa fi fr ga gl he hi hr hu hy id is it \
     ja ka ko lb lt lv mk ms nb nl nn no pl pt ro ru sk sl sq sr sv th tr uk vi yi zh";
const GUILLEMETS: &str = "ar be bg bs ca cs da de el es et eu fa fi fr gl hr hu hy it mk nb nn no pl pt ro ru \
     sk sl sq sr sv uk";
const INWARDS: &str = "bs cs da de fi hr hu pl sk sl sr sv";
const RIGHT: &str = "da fi sv";
const ABBREVIATING: &str = "he yi";

impl Language {
    /// Reads a tag.
    ///
    /// # Errors
    ///
    /// If it does not begin with a language of two or three letters, or a later part is not one to eight
    /// letters and digits.
    pub fn new(tag: &str) -> Result<Self, LanguageError> {
        let mut parts = tag.split('-');
        let primary = parts.next().unwrap_or_default();
        let is_primary = (2..=3).contains(&primary.len()) && primary.bytes().all(|c| c.is_ascii_alphabetic());
        let is_part =
            |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|c| c.is_ascii_alphanumeric());
        match is_primary && parts.all(is_part) {
            true => Ok(Language { tag: tag.to_owned(), primary: primary.len() }),
            false => Err(LanguageError(tag.to_owned())),
        }
    }

    /// The tag as the profile writes it.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// True if `primary` is the language without its script and region, in lower case: `pt` for `pt-BR`.
    fn is(&self, primary: &str) -> bool {
        self.tag[..self.primary].eq_ignore_ascii_case(primary)
    }

    pub fn is_english(&self) -> bool {
        self.is("en")
    }

    /// How the language writes quotations; `None` if that is unknown.
    pub fn quotes(&self) -> Option<QuoteStyle> {
        let is_in = |list: &str| list.split_whitespace().any(|one| self.is(one));
        is_in(KNOWN).then(|| QuoteStyle {
            guillemets: is_in(GUILLEMETS),
            opens_inwards: is_in(INWARDS),
            opens_right: is_in(RIGHT),
            abbreviates: is_in(ABBREVIATING),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_and_other_texts_refused() {
        for tag in ["en", "zh", "zh-Hans", "pt-BR", "de-CH-1901", "EN-gb", "haw"] {
            assert_eq!(Language::new(tag).map(|language| language.tag), Ok(tag.to_owned()));
        }
        for text in ["", "e", "english", "zh_CN", "en-", "-en", "12", "中文", "en-abcdefghi"] {
            let message = Language::new(text).unwrap_err().to_string();
            assert!(message.contains(&format!("'{text}' is not the tag of a language")), "{message}");
        }
    }

    #[test]
    fn regions_and_case_do_not_change_the_language() {
        for (tag, is_english) in [("en", true), ("EN-gb", true), ("enm", false), ("de", false), ("zh", false)]
        {
            assert_eq!(Language::new(tag).unwrap().is_english(), is_english, "{tag}");
        }
    }

    #[test]
    fn only_languages_with_known_quotations_have_a_style() {
        let quotes = |tag: &str| Language::new(tag).unwrap().quotes();
        assert_eq!(quotes("en").map(|style| style.guillemets), Some(false));
        assert_eq!(quotes("de-AT").map(|style| style.opens_inwards), Some(true));
        assert_eq!(quotes("sv").map(|style| style.opens_right), Some(true));
        assert_eq!(quotes("he").map(|style| style.abbreviates), Some(true));
        assert_eq!(quotes("tlh"), None);
    }
}
