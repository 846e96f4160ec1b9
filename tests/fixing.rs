//! What `--fix` promises, on every rule's examples, the example drafts, and real ones where they
//! are at hand: fixed twice is fixed once, what was fixed is gone, and nothing new has come.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use crate::support::require;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use copydesk::draft::Draft;
use copydesk::lint::{Context, Diagnostic, Facts, Fix, RULES, check, fix_all};
use copydesk::outline::Outline;
use copydesk::profile::{Profile, built_in, parse_day};

fn look(draft: &Draft, profile: &Profile, facts: &Facts) -> Vec<Diagnostic> {
    let outline = Outline::new(draft, profile);
    check(&Context::new(draft, &outline, profile, facts))
}

fn facts(name: &str, profile: &Profile) -> Facts {
    Facts {
        path: Some(name.to_owned()),
        file_date: name.get(..10).and_then(parse_day),
        weekday: profile.weekday(),
        has_assets: true,
        ..Facts::default()
    }
}

fn by_rule(found: &[Diagnostic]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for one in found {
        *counts.entry(one.rule).or_default() += 1;
    }
    counts
}

/// A fixed line may become a heading that the draft already has, or an image whose address is relative.
const MAY_COME: &[&str] = &["relative-address", "repeated-section"];

/// Holds one text to the promises; says how many problems were fixed.
fn hold(name: &str, text: &str, profile: &Profile) -> usize {
    hold_but(MAY_COME, name, text, profile)
}

/// The same where the fixes may bring to light what these rules find.
fn hold_but(may_come: &[&str], name: &str, text: &str, profile: &Profile) -> usize {
    let facts = facts(name, profile);
    let draft = Draft::parse(text);
    let before = look(&draft, profile, &facts);
    let once = fix_all(draft, |draft| look(draft, profile, &facts));
    let after = by_rule(&once.diagnostics);
    for (rule, count) in after.iter().filter(|(rule, _)| !may_come.contains(rule)) {
        let old = by_rule(&before).get(rule).copied().unwrap_or(0);
        assert!(*count <= old, "{name}: fixing brought {rule}: {old} before, {count} after");
    }
    for one in &once.diagnostics {
        assert!(!matches!(one.fix, Some(Fix::Text(_))), "{name}: not fixed: {one:?}");
    }
    let fixed = once.draft.text().to_owned();
    let twice = fix_all(Draft::parse(fixed.as_str()), |draft| look(draft, profile, &facts));
    assert_eq!(twice.draft.text(), fixed, "{name}");
    assert!(twice.counts.is_empty(), "{name}: {:?}", twice.counts);
    if once.counts.is_empty() {
        assert_eq!(fixed, text, "{name}");
    }
    once.counts.values().sum()
}

#[test]
fn every_rule_s_examples_are_fixed_once_and_for_all() {
    let profile = built_in("circuitpython").unwrap();
    for rule in RULES.iter() {
        let bad = look(&Draft::parse(rule.meta().bad), &profile, &facts("2026-06-08-draft.md", &profile));
        let is_fixed = bad.iter().any(|one| one.rule == rule.name() && matches!(one.fix, Some(Fix::Text(_))));
        let fixed = hold("2026-06-08-draft.md", rule.meta().bad, &profile);
        assert!(!is_fixed || fixed > 0, "{} offers a fix that is not made", rule.name());
        hold("2026-06-08-draft.md", rule.meta().good, &profile);
    }
}

/// Drafts of our own making, all at once in one text: fixes of many rules side by side.
#[test]
fn all_examples_in_one_draft_are_fixed_together() {
    let profile = built_in("circuitpython").unwrap();
    let body = |text: &'static str| text.split_once("\n---\n\n").map_or("", |(_, body)| body);
    let front =
        "---\nlayout: post\ntitle: \"A lamp\"\ndate: 2026-06-08 07:00:00 -0800\ncategories: weekly\n---\n\n";
    // One example's heading takes in the next example: fixed, it has fields, which were empty before
    // without being seen, and what stood between brackets that did not match is an image of its own.
    let may_come = [MAY_COME, &["empty-field", "image-of-another-site"]].concat();
    for skip in 0..4 {
        // Each with addresses of its own, so that none is a repetition of another's.
        let own = |(n, text): (usize, &str)| text.replace("example.org", &format!("example{n}.org"));
        let rules = RULES.iter().skip(skip).step_by(2);
        let bodies: Vec<String> = rules.map(|rule| body(rule.meta().bad)).enumerate().map(own).collect();
        let text = format!("{front}{}", bodies.join("\n"));
        assert!(hold_but(&may_come, "2026-06-08-draft.md", &text, &profile) > 3);
    }
}

fn files_in(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files_in(&path, found);
        } else if path
            .extension()
            .is_some_and(|ending| ending == "md" || ending == "markdown" || ending == "txt")
        {
            found.push(path);
        }
    }
}

/// Every so manieth file of a folder.
fn hold_folder(folder: &Path, profile: &str, step: usize) -> usize {
    let profile = built_in(profile).unwrap();
    let mut files = Vec::new();
    files_in(folder, &mut files);
    files.sort();
    let texts = files.iter().step_by(step).filter_map(|path| {
        let name = path.file_name()?.to_str()?.to_owned();
        Some((name, std::fs::read_to_string(path).ok()?))
    });
    texts.map(|(name, text)| hold(&name, &text, &profile)).sum()
}

#[test]
fn the_example_drafts_are_fixed_once_and_for_all() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    for profile in ["circuitpython", "this-week-in-rust"] {
        hold_folder(&examples.join(profile), profile, 1);
    }
}

#[test]
fn real_drafts_are_fixed_once_and_for_all() {
    let (Some(_), Some(_)) = (require::corpus(""), require::seeds()) else { return };
    for (folder, profile, step) in [
        ("corpus/drafts", "circuitpython", 1),
        ("corpus/jekyll-2018", "circuitpython", 1),
        ("corpus/twir", "this-week-in-rust", 7),
        ("seeds", "circuitpython", 1),
    ] {
        let fixed = hold_folder(&require::shared().join(folder), profile, step);
        eprintln!("{folder}: {fixed} fixed");
    }
}

/// What may be meant so, or would be fixed wrongly, is left to a person.
#[test]
fn what_is_not_surely_a_slip_is_not_fixed() {
    let profile = built_in("circuitpython").unwrap();
    let front =
        "---\nlayout: post\ntitle: \"A lamp\"\ndate: 2026-06-08 07:00:00 -0800\ncategories: weekly\n---\n\n";
    for body in [
        // Words that stand twice over the end of a paragraph, a heading, a line.
        "It is the lamp\n\nlamp is bright.\n",
        "## Story about the lamp\nlamp is bright.\n",
        "It is the lamp\n \nlamp is bright.\n",
        "It is the lamp  \nlamp is bright.\n",
        // Links that are not closed.
        "I like [x](https://example.org/a. It is nice (and cheap).\n",
        "I like [x](https://example.org/a and more text here) and so on.\n",
        // Files that pages may lead to, and Liquid's tags.
        "See [plans](plans.md#part), [page](issue.html?x=1), [code](code.py) and [next](?page=2).\n",
        "See [last week]({% post_url 2026-06-01-draft %}) and [all]({{ site.url }}{% link a.md %}).\n",
        // Text that looks like tags and is none, and tags in other languages than HTML.
        "A \\<T> and {{ \"<T>\" }} of it.\n",
        "<script>\nif (a<T>(b)) {}\n</script>\n",
        "<svg><ellipse/><text>x</text></svg>\n",
        // Code that shows what went wrong elsewhere.
        "Some read `â€™` there.\n",
        // What may have been three stops, and an address.
        "Wait.. what happens now?\n",
        // Marks that a script from the right needs.
        "The word \u{5e9}\u{5dc}\u{5d5}\u{5dd}\u{200e} is a greeting.\n",
        // Bars of a formula, and of a heading.
        "$$|x|$$ is its length.\n",
        "## Lamps | Boxes\n",
    ] {
        let facts = facts("2026-06-08-draft.md", &profile);
        for newline in ["\n", "\r\n"] {
            let text = format!("{front}{body}").replace('\n', newline);
            let fixed = fix_all(Draft::parse(text.as_str()), |draft| look(draft, &profile, &facts));
            assert_eq!(fixed.draft.text(), text);
        }
    }
}

#[test]
fn what_is_surely_a_slip_is_fixed() {
    let profile = built_in("circuitpython").unwrap();
    let front =
        "---\nlayout: post\ntitle: \"A lamp\"\ndate: 2026-06-08 07:00:00 -0800\ncategories: weekly\n---\n\n";
    for (body, wanted) in [
        ("It is the the lamp.\n", "It is the lamp.\n"),
        (
            "![A lamp](../assets/20260608/20260608 lamp.jpg)\n",
            "![A lamp](../assets/20260608/20260608%20lamp.jpg)\n",
        ),
        ("See [the site](circuitpy.example.org/a).\n", "See [the site](https://circuitpy.example.org/a).\n"),
        ("It is bright..\n", "It is bright.\n"),
        ("A lamp\r\r\r\nis bright.\n", "A lamp\nis bright.\n"),
        ("Itâ€™s bright.\n", "It’s bright.\n"),
        ("See the Vec<Lamp> there.\n", "See the Vec&lt;Lamp> there.\n"),
    ] {
        let facts = facts("2026-06-08-draft.md", &profile);
        let draft = Draft::parse(format!("{front}{body}"));
        let fixed = fix_all(draft, |draft| look(draft, &profile, &facts));
        assert_eq!(fixed.draft.text(), format!("{front}{wanted}"));
    }
}
