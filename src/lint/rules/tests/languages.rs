//! Rules in newsletters of other languages.

use super::facts;
use crate::draft::Draft;
use crate::lint::{Context, check};
use crate::outline::Outline;
use crate::profile::load;

/// What rules report in an issue with this body, in a newsletter of this language.
fn reported(language: &str, body: &str) -> Vec<String> {
    let profile = load(&format!("extends: this-week-in-rust\nname: letter\nlanguage: {language}\n")).unwrap();
    let text = format!("Title: A\nNumber: 12\nDate: 2026-06-10\nCategory: Weekly\n\n{body}");
    let (draft, mut facts) = (Draft::parse(text), facts());
    (facts.archive, facts.template) = (Vec::new(), None);
    let outline = Outline::new(&draft, &profile);
    let found = check(&Context::new(&draft, &outline, &profile, &facts));
    let ours = found.iter().filter(|one| !one.span.is_empty());
    ours.map(|one| format!("{}: {}", one.rule, draft.slice(one.span))).collect()
}

/// The problems that are not reported in English.
fn text_problems(language: &str, body: &str) -> Vec<String> {
    let about_files =
        ["date-mismatch", "missing-section", "wrong-weekday", "misnamed-file", "misplaced-file"];
    let mut found = reported(language, body);
    found.retain(|one| !about_files.iter().any(|rule| one.starts_with(rule)));
    found
}

#[test]
fn rules_about_english_are_off_in_other_languages() {
    let body = "## Lampen\n\nAlle die die Lampe sehen, in teh Welt: [hier](https://example.org/a), Friday, June 13, 2026, June 31.\n";
    let rules = |language: &str| -> Vec<String> {
        let found = text_problems(language, body).into_iter();
        found.map(|one| one.split(':').next().unwrap_or_default().to_owned()).collect()
    };
    for rule in ["repeated-word", "misspelt-word", "mistaken-weekday", "impossible-date"] {
        assert!(rules("en").iter().any(|one| one == rule), "{rule}: {:?}", rules("en"));
    }
    assert_eq!(rules("de"), [""; 0]);
}

#[test]
fn correct_text_of_other_scripts_is_not_reported() {
    for (language, body) in [
        (
            "zh",
            "## 工具\n\n1、[灯塔](https://example.org/a)\n\n灯很亮……真的——“很亮”（见下）。《海》和「好」。\n\n2、[海（二）](https://example.org/b)\n",
        ),
        ("zh-Hant", "## 工具與文章\n\n他說：「燈『很』亮。」 好。  對。\n"),
        ("ja", "## 今週の記事\n\n「灯台」は、とても明るい。。。\n"),
        ("ar", "## المقالات\n\nقال «المنارة مضيئة» ثم ذهب؟ نعم.\n"),
        ("he", "## כתבות\n\nצה\"ל ו-ארה\"ב וד\"ר כהן.\n"),
        ("th", "## บทความ\n\nประภาคาร\u{200b}สว่าง มาก\n"),
        ("ru", "## СТАТЬИ\n\nОн сказал «маяк „горит“ ярко».\n"),
        ("de", "## Artikel\n\nEr sagte „die die Lampe“ und »das das«.\n"),
        ("fr", "## Articles\n\nIl a dit « nous nous voyons » et “oui”.\n"),
        ("sv", "## Artiklar\n\nHon sa ”fyren lyser” i går.\n"),
        ("tlh", "## Qon\n\n“nuqneH\n"),
    ] {
        assert_eq!(text_problems(language, body), [""; 0], "{language}");
    }
}

#[test]
fn mistakes_in_other_scripts_are_reported() {
    for (language, body, problem) in [
        ("zh", "## 工具\n\n灯很亮，，也很暖。\n", "doubled-punctuation: ，，"),
        ("zh", "## 工具\n\n他说“很亮。\n", "unbalanced-quote: “"),
        ("ja", "## 記事\n\n「灯台は明るい。\n", "unbalanced-quote: 「"),
        ("de", "## Artikel\n\nEr sagte „die Lampe und ging.\n", "unbalanced-quote: „"),
        ("fr", "## Articles\n\nIl a dit « oui et parti.\n", "unbalanced-quote: «"),
    ] {
        assert_eq!(text_problems(language, body), [problem], "{language}");
    }
}
