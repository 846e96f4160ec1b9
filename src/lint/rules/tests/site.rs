//! Rules about the page that the site's generator makes.

use super::*;
use crate::lint::rules::site;

/// The rules of this folder that report something, with the text at the place.
fn reported<'t>(text: &'t str, profile: &str) -> Vec<(&'static str, &'t str)> {
    reported_with(text, &built_in(profile).unwrap())
}

fn reported_with<'t>(text: &'t str, profile: &Profile) -> Vec<(&'static str, &'t str)> {
    let draft = Draft::parse(text);
    let (outline, facts) = (Outline::new(&draft, profile), Facts::default());
    let found = check(&Context::new(&draft, &outline, profile, &facts));
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

/// A newsletter whose site has a renderer of CommonMark with these extensions.
fn commonmark(extensions: &str) -> Profile {
    load(&format!("extends: none\nrenderer: commonmark\nrenderer_extensions: [{extensions}]\n")).unwrap()
}

#[test]
fn faults_of_commonmark_pages_have_places() {
    let text = "# Lamps\n\nOne hums.\n     ## Two\n\nSee [it](#the-lamps) and [that](#lamps).\n\n# Bars {#lamps}\n\n\
                <div>\nSee **three**.\n\nA&#1; and a<br>b.\n";
    let faults = [
        ("heading-as-text", "## Two"),
        ("dead-anchor", "[it](#the-lamps)"),
        ("repeated-heading-id", "# Bars {#lamps}\n"),
        ("unclosed-element", "<div>"),
        ("unread-markdown", "**three**"),
        ("illegal-feed-character", "&#1;"),
    ];
    assert_eq!(reported_with(text, &commonmark("zola-ids")), faults);
    // Nobody knows the ids without an extension that makes them.
    let without: Vec<_> = faults
        .into_iter()
        .filter(|(rule, _)| !["dead-anchor", "repeated-heading-id"].contains(rule))
        .collect();
    assert_eq!(reported_with(text, &commonmark("")), without);
}

#[test]
fn html_that_the_page_will_not_contain_has_places() {
    let text = "# Lamps\n\nOne<br>and <b>two</b>. <!-- Ask Ada. -->\n\n<table>\n<tr><td>a</td></tr>\n</table>\n\n\
                `<br>` &lt;b>\n";
    let faults = [
        ("omitted-html", "<br>"),
        ("omitted-html", "<b>"),
        ("omitted-html", "<table>\n<tr><td>a</td></tr>\n</table>\n"),
    ];
    assert_eq!(reported_with(text, &commonmark("hugo-ids, omit-html")), faults);
    assert_eq!(reported_with(text, &commonmark("hugo-ids")), []);
}
