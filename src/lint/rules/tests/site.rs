//! Rules about the page that the site's generator makes.

use super::*;
use crate::lint::rules::site;

/// The rules of this folder that report something, with the text at the place.
fn reported<'t>(text: &'t str, profile: &str) -> Vec<(&'static str, &'t str)> {
    let (draft, profile) = (Draft::parse(text), built_in(profile).unwrap());
    let (outline, facts) = (Outline::new(&draft, &profile), Facts::default());
    let found = check(&Context::new(&draft, &outline, &profile, &facts));
    let is_own = |rule: &str| site::RULES.iter().any(|own| own.name() == rule);
    let mut found: Vec<_> = found.into_iter().filter(|one| is_own(one.rule)).collect();
    found.sort_by_key(|one| one.span);
    found.iter().map(|one| (one.rule, one.span.of(text))).collect()
}

#[test]
fn the_faults_that_broke_a_feed_have_three_places() {
    let text = "Title: A lamp\nDate: 2026-06-10\n\nAre you a speaker?\n\
                * [**Lamps**](https://example.org/1) \\| May 5 [Site](https://example.org/2)\
                <!-- use: * [**name**](address)| date -->\n\n* impl SliceIndex\\<str> for lamps\n";
    let expected = [
        ("list-as-text", "* "),
        ("leftover-marker", "<!-- use: * [**name**](address)| date -->"),
        ("unclosed-element", "\\<str>"),
    ];
    let found = reported(text, "this-week-in-rust");
    let found: Vec<_> =
        found.iter().map(|(rule, text)| (*rule, if text.starts_with("* ") { "* " } else { text })).collect();
    assert_eq!(found, expected);
    // In code, the backslash is shown.
    let text = "Title: A lamp\n\n* `impl SliceIndex\\<str>` for lamps\n";
    assert_eq!(reported(text, "this-week-in-rust"), [("visible-backslash", "\\<")]);
}

#[test]
fn a_page_without_faults_has_none() {
    let text = "Title: A lamp\n\nSee [the *list*](#one-two) of `a\\n` and 2 * 3.\n\n# One & `two`\n\n* <small>one</small> \\* two\n    * three\n\n\
                <div>\n<p>Four\n</div>\n\n<!-- * [five](six) -->\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nA&#8217;s \u{b0}\n";
    assert_eq!(reported(text, "this-week-in-rust"), []);
}

#[test]
fn the_items_of_a_list_in_an_item_are_no_text() {
    let text = "---\ntitle: A lamp\n---\n\n* One\n    * [two](https://example.org/2) hums\n    * *three*\n* Four\n\n    * five\n";
    assert_eq!(reported(text, "circuitpython"), []);
    let text = text.replace("---\ntitle: A lamp\n---\n", "Title: A lamp\n");
    assert_eq!(reported(&text, "this-week-in-rust"), []);
}
