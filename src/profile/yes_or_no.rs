//! Booleans of a profile, which may be written in words.

use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer};

/// Deserializes `yes`, `no`, `true` or `false`, in any case.
pub(super) fn yes_or_no<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    deserializer.deserialize_any(YesOrNo)
}

/// Deserializes an optional answer; `None` for `~`.
pub(super) fn yes_or_no_if_set<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    struct Answer(bool);

    impl<'de> Deserialize<'de> for Answer {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            yes_or_no(deserializer).map(Answer)
        }
    }

    Ok(Option::<Answer>::deserialize(deserializer)?.map(|answer| answer.0))
}

/// The answer in a word; `None` for other words.
pub(super) fn from_word(word: &str) -> Option<bool> {
    let is = |answer: &&str| word.eq_ignore_ascii_case(answer);
    if ["yes", "true"].iter().any(is) {
        return Some(true);
    }
    ["no", "false"].iter().any(is).then_some(false)
}

struct YesOrNo;

impl Visitor<'_> for YesOrNo {
    type Value = bool;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("yes or no")
    }

    fn visit_bool<E: Error>(self, answer: bool) -> Result<bool, E> {
        Ok(answer)
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<bool, E> {
        from_word(word).ok_or_else(|| E::invalid_value(serde::de::Unexpected::Str(word), &self))
    }
}

#[cfg(test)]
mod tests {
    use crate::profile::{Profile, load};

    /// A profile with one section, which has these keys.
    fn with(keys: &str) -> Result<Profile, String> {
        let yaml = format!(
            "extends: circuitpython\nsections:\n  - {{id: shop, title: Shop, headings: [shop], kinds: [links], {keys}}}\n"
        );
        load(&yaml).map_err(|error| error.to_string())
    }

    #[test]
    fn yes_and_no_are_read_as_true_and_false() {
        for (word, is_true) in
            [("yes", true), ("no", false), ("true", true), ("false", false), ("Yes", true), ("NO", false)]
        {
            let profile = with(&format!("required: {word}, allow_repeats: {word}")).unwrap();
            let section = profile.section("shop").unwrap();
            assert_eq!((section.required, section.allow_repeats), (is_true, Some(is_true)), "{word}");
            let style = load(&format!(
                "extends: none\nfiles: {{drafts: a.md, posts: 'b/{{date}}.md'}}\nstyle: {{keep_titles: {word}}}\n"
            ));
            assert_eq!(style.unwrap().style.keep_titles, is_true, "{word}");
        }
        assert_eq!(with("allow_repeats: ~").unwrap().section("shop").unwrap().allow_repeats, None);
        let dropped = load("extends: circuitpython\nsections: [{id: news, drop: yes}]\n").unwrap();
        assert!(dropped.section("news").is_none());
    }

    #[test]
    fn other_words_are_refused_with_the_two() {
        for word in ["maybe", "1", "\"\"", "[yes]"] {
            let error = with(&format!("required: {word}")).unwrap_err();
            assert!(error.starts_with("copydesk.yml:3: sections[shop].required: "), "{error}");
            assert!(error.contains("write yes or no"), "{error}");
        }
    }
}
