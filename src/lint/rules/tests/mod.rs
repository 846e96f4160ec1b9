//! Tests of the rules, with the examples of every rule.

mod evidence;
mod front_matter;
mod images;
mod items;
mod languages;
mod newsletters;
mod popular;
mod site;
mod waivers;

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::{Date, Weekday, date};

use crate::draft::Draft;
use crate::lint::{
    Context, Facts, Fix, Flashes, ImageFact, ImageInfo, ImageScan, MailFacts, PastIssue, Scope, Stage,
    TemplateFacts, check,
};
use crate::outline::Outline;
use crate::profile::{Profile, built_in, built_in_template, load, parse_day};
use crate::render::target::mail::MailTemplate;
use crate::text::Bars;

use super::*;

fn lamp() -> ImageInfo {
    ImageInfo { width: 550, height: 300, bytes: 9_000, frames: 1, format: "JPEG", ..ImageInfo::default() }
}

fn gif(bytes: u64) -> ImageInfo {
    ImageInfo { bytes, frames: 40, format: "GIF", ..lamp() }
}

/// The facts of every example: the issue of Monday 2026-06-08 with its images.
fn facts() -> Facts {
    let images = [
        ("lamp.jpg", lamp()),
        ("again.jpg", lamp()),
        ("bars.jpg", lamp()),
        ("camera.jpg", ImageInfo { has_camera: true, ..lamp() }),
        ("cut.jpg", ImageInfo { is_cut_off: true, ..lamp() }),
        ("fades.gif", gif(9_000)),
        ("flash.gif", gif(9_000)),
        ("heavy.gif", gif(1_010_000)),
        ("heavy.jpg", ImageInfo { bytes: 740_000, ..lamp() }),
        ("home.jpg", ImageInfo { has_position: true, has_camera: true, ..lamp() }),
        ("huge1.jpg", ImageInfo { bytes: 12_000_000, ..lamp() }),
        ("huge2.jpg", ImageInfo { bytes: 9_000_000, ..lamp() }),
        ("moves.gif", gif(1_000_000)),
        ("new.webp", ImageInfo { format: "WebP", ..lamp() }),
        ("posing.png", ImageInfo { format: "WebP", right_extension: Some("webp"), ..lamp() }),
        ("really.jpg", ImageInfo { format: "PNG", right_extension: Some("png"), ..lamp() }),
        ("spare.jpg", lamp()),
        ("wide.jpg", ImageInfo { width: 1_920, height: 1_080, ..lamp() }),
    ];
    let mut images: HashMap<String, ImageFact> =
        images.into_iter().map(|(name, info)| (path(name), ImageFact::Known(info))).collect();
    images.insert("../assets/20260601/20260601lamp.jpg".into(), ImageFact::Known(lamp()));
    for (name, nearest) in [
        ("lost.jpg", None),
        ("Lamp.JPG", Some(path("lamp.jpg"))),
        ("lmap.jpg", Some(path("lamp.jpg"))),
        ("huge3.jpg", Some(path("huge2.jpg"))),
    ] {
        images.insert(path(name), ImageFact::Missing { nearest });
    }
    for (name, why) in [
        ("torn.jpg", "is torn"),
        ("empty.avif", "is empty"),
        ("phone.heic", "is HEIC, which needs a decoder"),
    ] {
        images.insert(path(name), ImageFact::Unreadable { why: why.into() });
    }
    let scan = |bars, same_as| ImageScan { bars, same_as, ..ImageScan::default() };
    let scans = HashMap::from([
        (path("lamp.jpg"), scan(None, None)),
        (path("again.jpg"), scan(None, Some(path("lamp.jpg")))),
        (
            path("flash.gif"),
            ImageScan { flashes: Some(Flashes { most: 5, is_red: false }), ..ImageScan::default() },
        ),
        (path("moves.gif"), ImageScan::default()),
        (path("fades.gif"), ImageScan { starts_blank: true, ..ImageScan::default() }),
        (path("bars.jpg"), scan(Some(Bars { top: 60, bottom: 58, ..Bars::default() }), None)),
    ]);
    Facts {
        file_date: Some(date(2026, 6, 8)),
        path: Some(EXAMPLE_PATH.into()),
        published: Some((date(2026, 6, 1), "_posts/2026-06-01-boxes.md".into())),
        template: built_in_template("circuitpython")
            .map(|text| Arc::new(TemplateFacts::new(text, &profile()))),
        archive: archive(),
        weekday: Some(Weekday::Monday),
        images,
        scans,
        unused_images: vec![path("spare.jpg")],
        has_assets: true,
        mail: MailFacts { site: Some(SITE.into()), ..MailFacts::default() },
        ..Facts::default()
    }
}

/// The address of the site of all examples.
const SITE: &str = "https://lamps.example";

/// The three previous issues, which all link to a club.
fn archive() -> Vec<Arc<PastIssue>> {
    let issue = |day: Date, last: &str, story: &str| {
        let text = format!(
            "---\nlayout: post\ntitle: \"A lamp of {day}\"\ndate: {day}\ncategories: weekly\n---\n\n## News From Around the Web\n\nIt hums - [Lamp](https://example.org/{story}).\n\nMeet - [Club](https://example.org/club), [A](https://example.org/{story}-a), [B](https://example.org/{story}-b), [C](https://example.org/{story}-c).\n\n## Popular Last Week\n\n[![A lamp](lamp.jpg)](https://example.org/old)\n\nIn [last week's issue](https://example.org/{last}/issue) readers liked [Old](https://example.org/old) most.\n\n## Latest Releases\n\n[v1.19.0](https://micropython.org/download) is the latest MicroPython release.\n"
        );
        let (draft, profile) = (Draft::parse(text), profile());
        let outline = Outline::new(&draft, &profile);
        Arc::new(PastIssue::new(day, format!("_posts/{day}-issue.md"), &draft, &outline, &profile))
    };
    vec![
        issue(date(2026, 6, 1), "2026/05/25", "may-lamp"),
        issue(date(2026, 5, 25), "2026/05/18", "april-lamp"),
        issue(date(2026, 5, 18), "2026/05/11", "march-lamp"),
    ]
}

/// The path of a file of this issue, as the draft writes it.
fn path(name: &str) -> String {
    format!("../assets/20260608/20260608{name}")
}

/// The facts with which a rule's example is checked.
fn facts_of(rule: &str) -> Facts {
    // Only a change has new waivers.
    let scope = if rule == "new-waiver" { Scope::Change } else { Scope::Draft };
    // Nearly all that Gmail shows, so that the example need not be long.
    let template = (rule == "clipped-mail").then(|| format!("{}{{{{ body }}}}", "x".repeat(101_800)));
    let template = template.map(|text| MailTemplate::new(&text));
    let site = (rule != "relative-address").then(|| SITE.to_owned());
    Facts { scope, mail: MailFacts { site, template }, ..facts() }
}

fn profile() -> Profile {
    built_in("circuitpython").unwrap()
}

fn found(text: &str, profile: &Profile, facts: &Facts) -> Vec<Diagnostic> {
    let draft = Draft::parse(text);
    let outline = Outline::new(&draft, profile);
    check(&Context::new(&draft, &outline, profile, facts))
}

fn finds(text: &str, path: &str, rule: &str) -> bool {
    problems(text, path, rule).iter().any(|one| one.rule == rule)
}

/// The rules and messages of problems.
fn listed(problems: &[Diagnostic]) -> String {
    let lines = problems.iter().map(|one| format!("\n  {}: {}", one.rule, one.message));
    lines.collect()
}

/// The problems in a file of that path, checked as an example of the rule.
fn problems(text: &str, path: &str, rule: &str) -> Vec<Diagnostic> {
    let name = path.rsplit('/').next().unwrap();
    let file_date = name.get(..10).and_then(parse_day).or(facts().file_date);
    // Only a change has new waivers.
    let scope = if rule == "new-waiver" { Scope::Change } else { Scope::Draft };
    found(text, &profile_of(rule), &Facts { path: Some(path.into()), file_date, scope, ..facts_of(rule) })
}

/// The profile of a rule's examples.
fn profile_of(rule: &str) -> Profile {
    let rule = RULES.iter().find(|one| one.name() == rule);
    let (base, keys) =
        rule.map_or(("circuitpython", ""), |rule| (rule.example_profile(), rule.example_keys()));
    load(&format!("extends: {base}\n{keys}")).unwrap()
}

#[test]
fn every_rule_is_documented_and_its_examples_hold() {
    for rule in RULES.iter() {
        let name = rule.name();
        assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{name}");
        assert!(!rule.meta().summary.is_empty() && !rule.meta().why.is_empty(), "{name}");
        let bad = problems(rule.meta().bad, rule.bad_path(), name);
        assert!(
            bad.iter().any(|one| one.rule == name),
            "{name} finds nothing in its bad example (META.bad); all rules find: {}",
            listed(&bad)
        );
        let good = problems(rule.meta().good, EXAMPLE_PATH, name);
        let wrong: Vec<Diagnostic> = good.into_iter().filter(|one| one.rule == name).collect();
        assert!(wrong.is_empty(), "{name} finds in its good example (META.good): {}", listed(&wrong));
        let worst = bad.iter().filter(|one| one.rule == name).map(|one| one.severity).max();
        assert_eq!(
            worst,
            Some(rule.meta().severity),
            "META.severity of {name} is not the severity of the worst problem in its bad example"
        );
    }
    let names: Vec<&str> = RULES.iter().map(|rule| rule.name()).collect();
    assert!(names.is_sorted(), "the table is in the order of the names");
}

#[test]
fn every_rule_is_as_severe_as_documented() {
    for rule in RULES.iter() {
        let name = rule.name();
        let issue = rule.severities();
        assert!(issue.contains(&rule.meta().severity), "{name}: META.severity is none of {issue:?}");
        let path = rule.bad_path();
        let file_date = path.rsplit('/').next().and_then(|name| name.get(..10)).and_then(parse_day);
        let facts =
            Facts { path: Some(path.into()), file_date: file_date.or(facts().file_date), ..facts_of(name) };
        let draft = Facts { stage: Stage::Contribution, in_progress: true, ..facts.clone() };
        for (facts, documented) in [(facts, issue), (draft, rule.severities_in_draft())] {
            assert!(documented.is_sorted_by(|one, other| one > other), "{name}: {documented:?}");
            let found = found(rule.meta().bad, &profile_of(name), &facts);
            let own: Vec<&Diagnostic> = found.iter().filter(|one| one.rule == name).collect();
            assert_eq!(own.is_empty(), documented.is_empty(), "{name} at {:?}: {documented:?}", facts.stage);
            for one in own {
                assert!(
                    documented.contains(&one.severity),
                    "{name} at {:?}: {:?}",
                    facts.stage,
                    one.severity
                );
            }
        }
    }
}

#[test]
fn every_fix_and_every_key_of_a_rule_is_documented() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/profile.md")).unwrap();
    let folders = ["events", "front_matter", "images", "links", "mail", "site", "structure", "text"];
    for rule in RULES.iter() {
        let name = rule.name();
        let file = format!("{}.rs", name.replace('-', "_"));
        let paths = folders.map(|folder| root.join("src/lint/rules").join(folder).join(&file));
        let path = paths.iter().find(|path| path.is_file()).unwrap_or_else(|| panic!("{file} is nowhere"));
        let code = std::fs::read_to_string(path).unwrap();
        let code = code.split("#[cfg(test)]\nmod tests").next().unwrap();
        let offered =
            [(".fix(", FixKind::Safe), (".suggest(", FixKind::Suggestion), (".fit_image(", FixKind::Image)];
        let offered = offered.into_iter().filter(|(call, _)| code.contains(call)).map(|(_, kind)| kind);
        assert_eq!(rule.fixes(), offered.collect::<Vec<_>>(), "`fixes` of {name}");
        assert!(rule.keys().is_sorted(), "{name}: {:?}", rule.keys());
        for key in rule.keys() {
            let last = key.rsplit('.').next().unwrap();
            assert!(
                page.contains(&format!("`{last}`")) || page.contains(&format!("`{key}`")),
                "{name}: {key}"
            );
        }
    }
}

#[test]
fn every_file_of_a_rule_is_registered() {
    let rules = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lint/rules");
    for folder in std::fs::read_dir(&rules).unwrap().map(|entry| entry.unwrap().path()) {
        if !folder.is_dir() || folder.ends_with("tests") {
            continue;
        }
        let list = std::fs::read_to_string(folder.join("mod.rs")).unwrap();
        for file in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = file.file_stem().unwrap().to_str().unwrap();
            let place = folder.strip_prefix(&rules).unwrap().join("mod.rs");
            for line in [format!("mod {name};"), format!("    &{name}::")].iter().filter(|_| name != "mod") {
                assert!(
                    list.contains(line.as_str()),
                    "src/lint/rules/{}: add the line that begins with `{}`",
                    place.display(),
                    line.trim()
                );
            }
        }
    }
}

#[test]
fn a_fix_removes_its_problem_and_adds_no_other() {
    let mut fixed = Vec::new();
    for rule in RULES.iter() {
        let facts = Facts { path: Some(rule.bad_path().into()), ..facts() };
        let before = found(rule.meta().bad, &profile(), &facts);
        let Some(Fix::Text(edits)) =
            before.iter().filter(|one| one.rule == rule.name()).find_map(|one| one.fix.clone())
        else {
            continue;
        };
        let text = edits.apply(rule.meta().bad);
        let after = found(&text, &profile(), &facts);
        let count = |found: &[Diagnostic], name: &str| found.iter().filter(|one| one.rule == name).count();
        let name = rule.name();
        assert!(count(&after, name) < count(&before, name), "{name} is not fixed by its fix: {text}");
        // Removing a tick leaves an unticked task.
        for other in RULES.iter().map(|rule| rule.name()).filter(|other| *other != "unticked-task") {
            assert!(
                count(&after, other) <= count(&before, other),
                "the fix of {name} brings in {other}: {text}"
            );
        }
        fixed.push(name);
    }
    assert!(fixed.len() > 20, "{fixed:?}");
}

/// The parts of a text that the rule reports, under the profile of that name.
fn reported_spans<'t>(text: &'t str, name: &str, rule: &str, facts: &Facts) -> Vec<&'t str> {
    let found = found(text, &built_in(name).unwrap(), facts);
    found.iter().filter(|one| one.rule == rule).map(|one| one.span.of(text)).collect()
}

/// One test for each text that a rule must not report, so that each failure has its name.
macro_rules! correct_texts {
    ($($name:ident: $rule:literal, $body:literal;)*) => {$(
        #[test]
        fn $name() {
            let text = format!("{}{}", issue!(""), $body);
            assert_eq!(reported_spans(&text, "circuitpython", $rule, &facts()), Vec::<&str>::new());
            // A name that no rule has would find nothing either.
            assert!(RULES.iter().any(|rule| rule.name() == $rule));
        }
    )*};
}

correct_texts! {
    a_bracket_of_a_smiley_or_of_a_numbered_clause_is_balanced:
        "unbalanced-bracket", "It works :) and a) so does b) this; see 1) and [x] (y (z)).\n";
    a_quotation_mark_that_means_inches_is_balanced:
        "unbalanced-quote", "A 7\" screen, “quoted” and \"this\" and a 5\" one with \"that\".\n";
    a_table_with_a_row_of_dashes_is_intended:
        "accidental-table", "| a | b |\n|---|---|\n| 1 | 2 |\n";
    a_bar_in_code_or_in_a_liquid_tag_makes_no_table:
        "accidental-table", "Call `a | b` and ![x]({{ \"/a.png\" | absolute_url }}).\n";
    a_star_between_numbers_or_of_a_footnote_is_no_emphasis:
        "stray-emphasis", "It is 3 * 4, and *this* is **bold**. See below*.\n";
    html_addresses_comments_and_comparisons_are_no_unknown_tags:
        "unknown-tag",
        "Made <b>so</b>, <br/> see <https://example.org> <!-- <T> --> `Vec<T>`, x < y > z.\n";
    the_last_days_of_months_and_other_numbers_are_possible:
        "impossible-date", "On February 29 or May 31 we may 35 times 3.31 June.\n";
    a_day_with_its_own_weekday_is_not_mistaken:
        "mistaken-weekday", "On Monday, June 8 and on Saturday, 13 June 2026.\n";
    a_task_and_numbered_items_are_not_empty:
        "empty-item", "- [ ] \n- a\n\n1. one\n2. two\n";
    a_link_in_parentheses_is_a_source:
        "missing-source", "## News From Around the Web\n\nIt hums ([Site](https://example.org/a)).\n";
    a_heading_of_a_story_is_no_unknown_section:
        "unknown-section", "## A story of its own\n\nIt hums - [Site](https://example.org/a).\n";
}

#[test]
fn links_of_the_template_are_not_reported() {
    let template = "[here](https://example.org/plans) and [the list](https://example.org/list)\n";
    let template = Some(Arc::new(TemplateFacts::new(template, &profile())));
    let text = format!(
        "{}## News From Around the Web\n\nIt hums, see [here](https://example.org/plans/) - [Site](https://example.org/list).\n\nIt blinks - [Site](https://example.org/list).\n",
        issue!("")
    );
    let counts = |facts: &Facts| {
        let rules = ["vague-link-text", "repeated-link"];
        rules.map(|rule| reported_spans(&text, "circuitpython", rule, facts).len())
    };
    assert_eq!(counts(&Facts { template: None, ..facts() }), [1, 1]);
    assert_eq!(counts(&Facts { template, ..facts() }), [0, 0]);
}

#[test]
fn only_an_item_s_own_page_counts_as_repeated() {
    let image_of = |page: &str| {
        format!("[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org/{page})\n\n")
    };
    let repeated = |section: &str, one: &str, other: &str| {
        let text = format!("{}## {section}\n\n{one}\n{other}", issue!(""));
        reported_spans(&text, "circuitpython", "repeated-link", &facts()).len()
    };
    let guide = |page: &str, by: &str| format!("[A](https://example.org/{page}) from [M]({by})\n");
    let mira = "https://example.org/u/mira";
    assert_eq!(repeated("New Learn Guides", &guide("a", mira), &guide("b", mira)), 0);
    assert_eq!(repeated("New Learn Guides", &guide("a", mira), &guide("a", mira)), 1);
    let line = |page: &str| format!("* [A](https://example.org/{page}) by [M]({mira})\n");
    assert_eq!(repeated("Articles", &line("a"), &line("b")), 0);
    let story = |page: &str, site: &str| {
        format!("{}It hums - [Lamps](https://example.org/{site}).\n", image_of(page))
    };
    let news = "News From Around the Web";
    assert_eq!(repeated(news, &story("a", "lamps"), &story("b", "lamps")), 0);
    assert_eq!(repeated(news, &story("a", "lamps"), &story("a", "more")), 1);
    let list = "https://video.example/playlist?list=PL1";
    let shown = |page: &str| {
        format!(
            "It [hums](https://example.org/{page}), see [a]({list}) - [Lamps](https://example.org/{page}/more).\n"
        )
    };
    assert_eq!(repeated(news, &shown("a"), &shown("b")), 0);
    // A link in the text of a story with an image is no source.
    let in_text = |page: &str| {
        let link = "[hums](https://example.org/hum)";
        format!("{}It {link} - [Lamps](https://example.org/lamps).\n", image_of(page))
    };
    assert_eq!(repeated(news, &in_text("a"), &in_text("b")), 1);
}

#[test]
fn the_last_steps_are_not_required_while_the_draft_is_in_progress() {
    let text =
        format!("{}- [ ] change date\n\nNews Sources\n\n- [Lamps](https://example.org/lamps)\n", issue!(""));
    let rules = |facts: &Facts| {
        let rules = ["leftover-notes", "missing-section", "unticked-task"];
        rules.map(|rule| reported_spans(&text, "circuitpython", rule, facts).len())
    };
    assert_eq!(rules(&facts()), [1, 1, 1]);
    assert_eq!(rules(&Facts { in_progress: true, ..facts() }), [0, 0, 0]);
    assert_eq!(rules(&Facts { stage: Stage::Contribution, ..facts() }), [0, 0, 0]);
}

#[test]
fn one_slot_is_one_problem() {
    let text = format!(
        "{}## Upcoming Events\n\n* [Event name](url) on {{date}}\n* [Lamp Days](url) are on {{date}} in *insert town*\n",
        issue!("")
    );
    let facts = facts();
    assert_eq!(reported_spans(&text, "circuitpython", "leftover-placeholder", &facts), ["Event name", "url"]);
}

#[test]
fn keys_that_the_last_issues_lack_are_not_required() {
    let text = issue!("").replace("layout: post\n", "");
    let rules = |facts: &Facts| -> Vec<&str> {
        found(&text, &profile(), facts)
            .iter()
            .map(|one| one.rule)
            .filter(|rule| *rule == "missing-key")
            .collect()
    };
    assert_eq!(rules(&facts()), ["missing-key"]);
    let (draft, profile) = (Draft::parse(text.as_str()), profile());
    let outline = Outline::new(&draft, &profile);
    let before = |day| Arc::new(PastIssue::new(day, String::new(), &draft, &outline, &profile));
    let archive = vec![before(date(2026, 6, 1)), before(date(2026, 5, 25)), before(date(2026, 5, 18))];
    assert_eq!(rules(&Facts { archive, ..facts() }), [""; 0]);
}

#[test]
fn a_newsletter_without_a_usual_weekday_may_be_published_on_any() {
    let text = issue!("").replace("2026-06-08", "2026-06-09");
    let is_reported = |archive: Vec<Arc<PastIssue>>| {
        let facts = Facts { archive, file_date: Some(date(2026, 6, 9)), ..facts() };
        found(&text, &profile(), &facts).iter().any(|one| one.rule == "wrong-weekday")
    };
    assert!(is_reported(archive()));
    let (draft, profile) = (Draft::parse(text.as_str()), profile());
    let outline = Outline::new(&draft, &profile);
    let before = |day| Arc::new(PastIssue::new(day, String::new(), &draft, &outline, &profile));
    assert!(!is_reported(vec![
        before(date(2026, 6, 2)),
        before(date(2026, 5, 28)),
        before(date(2026, 5, 18))
    ]));
}

#[test]
fn typing_errors_in_links_and_punctuation_are_reported() {
    for (text, rule) in [
        ("See [a drum](https://https://example.org/a).", "not-an-address"),
        ("See [](https://example.org/drum).", "empty-link"),
        ("A dru\u{fffd}m.", "wrongly-decoded-text"),
        ("We like circuitpython here.", "house-style"),
        (
            "[Video](https://youtu.be/abc) - [One](https://example.org/1).\n\nAgain [Video](https://www.youtube.com/watch?v=abc) - [Two](https://example.org/2).",
            "repeated-link",
        ),
    ] {
        let text = format!("{}## News From Around the Web\n\n{text}\n", issue!(""));
        assert!(finds(&text, super::EXAMPLE_PATH, rule), "{rule}: {text}");
    }
    for (text, rule) in [
        ("- [series][video] A talk", "undefined-reference"),
        ("| Lamp  Box | Two  Three |", "double-space"),
        ("May  1 was bright.", "double-space"),
        (
            "[One](https://example.org/a#x) - [Y](https://example.org/1).\n\nMore [Two](https://example.org/a#y) - [Z](https://example.org/2).",
            "repeated-link",
        ),
    ] {
        let text = format!("{}## News From Around the Web\n\n{text}\n", issue!(""));
        assert!(!finds(&text, super::EXAMPLE_PATH, rule), "{rule}: {text}");
    }
}

#[test]
fn text_that_is_not_an_address_is_not_an_earlier_issue() {
    let text = format!(
        "{}## Popular Last Week\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org/may-lamp)\n\nIn [last week's issue](issue-of-june) readers liked [A Lamp](https://example.org/may-lamp) most.\n",
        issue!("")
    );
    let without = |issue: Arc<PastIssue>| {
        let (draft, profile) = (Draft::parse("No popular link.\n"), profile());
        let outline = Outline::new(&draft, &profile);
        Arc::new(PastIssue::new(issue.key, "_posts/x.md".into(), &draft, &outline, &profile))
    };
    let facts = Facts { archive: archive().into_iter().map(without).collect(), ..facts() };
    assert!(found(&text, &profile(), &facts).iter().all(|one| one.rule != "wrong-last-issue"));
}

#[test]
fn an_event_is_stale_from_the_day_after_its_last_day() {
    let stale = |days: &str| {
        let text = format!(
            "{}## Upcoming Events\n\n* [Lamp Days](https://example.org/days) are on {days} in Town.\n",
            issue!("")
        );
        finds(&text, EXAMPLE_PATH, "stale-event")
    };
    assert!(stale("June 7, 2026") && stale("June 6 and 7, 2026"));
    assert!(!stale("June 8, 2026") && !stale("June 7 and 8, 2026") && !stale("June 9, 2026"));
}
