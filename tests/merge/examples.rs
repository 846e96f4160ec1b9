//! What comes of changes that meet: base, ours, theirs → the result.

use copydesk::merge::{Markers, MergeError, Version, merge, with_markers};
use copydesk::profile::built_in;

/// The result of three short drafts, with markers where there are conflicts.
fn result(base: &str, ours: &str, theirs: &str) -> String {
    of_profile("this-week-in-rust", base, ours, theirs)
}

fn of_profile(profile: &str, base: &str, ours: &str, theirs: &str) -> String {
    let profile = built_in(profile).unwrap();
    let read = |text| Version::new(text, &profile).unwrap();
    let merge = merge(&read(base), &read(ours), &read(theirs), &profile).unwrap();
    let newline = if ours.contains("\r\n") { "\r\n" } else { "\n" };
    with_markers(&merge, &Markers::default(), newline)
}

const BASE: &str = "## Official\n\n## Newsletters\n\n* [one](https://one.example)\n* [two](https://two.example)\n\n## Research\n\nWords.\n";

fn edited(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(BASE.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    })
}

#[test]
fn both_add_to_an_empty_section() {
    let ours = edited(&[("## Official\n", "## Official\n\n* [a](https://a.example)\n")]);
    let theirs = edited(&[("## Official\n", "## Official\n* [b](https://b.example)\n")]);
    let both = "## Official\n\n* [a](https://a.example)\n* [b](https://b.example)\n\n## Newsletters";
    assert!(result(BASE, &ours, &theirs).starts_with(both));
}

#[test]
fn a_bare_link_does_not_go_on_with_the_item_before_it() {
    let ours = edited(&[("## Official\n", "## Official\n\n* [a](https://a.example)\n")]);
    let theirs = edited(&[("## Official\n", "## Official\n\n[b](https://b.example)\n")]);
    let both = "## Official\n\n* [a](https://a.example)\n\n[b](https://b.example)\n\n## Newsletters";
    assert!(result(BASE, &ours, &theirs).starts_with(both));
}

#[test]
fn each_is_put_after_the_neighbour_that_it_was_put_after() {
    let ours = edited(&[("* [two]", "* [new](https://new.example)\n* [two]")]);
    let theirs =
        edited(&[("(https://two.example)\n", "(https://two.example)\n* [last](https://last.example)\n")]);
    let merged = result(BASE, &ours, &theirs);
    assert!(merged.contains("* [one](https://one.example)\n* [new](https://new.example)\n* [two](https://two.example)\n* [last](https://last.example)\n\n## Research"), "{merged}");
}

#[test]
fn the_same_item_added_twice_is_kept_once() {
    let new = ("* [two]", "* [new](https://new.example)\n* [two]");
    let other = ("* [two]", "* [other](https://other.example)\n* [new](https://new.example)\n* [two]");
    let merged = result(BASE, &edited(&[new]), &edited(&[other]));
    assert_eq!(merged.matches("[new]").count(), 1);
    assert_eq!(merged.matches("[other]").count(), 1);
}

#[test]
fn an_item_moved_here_and_edited_there_is_moved_and_edited() {
    let one = "* [one](https://one.example)\n";
    let ours = edited(&[(one, ""), ("## Official\n", &format!("## Official\n\n{one}"))]);
    let theirs = edited(&[("[one](https://one.example)", "[one, written better](https://one.example)")]);
    let wanted = edited(&[
        (one, ""),
        ("## Official\n", "## Official\n\n* [one, written better](https://one.example)\n"),
    ]);
    assert_eq!(result(BASE, &ours, &theirs), wanted);
    assert_eq!(result(BASE, &theirs, &ours), wanted);
}

#[test]
fn one_item_changed_to_two_things_is_a_conflict_of_that_item_only() {
    let ours = edited(&[("[one]", "[uno]"), ("Words.", "Our words.")]);
    let theirs =
        edited(&[("[one]", "[eins]"), ("## Official\n", "## Official\n\n* [b](https://b.example)\n")]);
    insta::assert_snapshot!(result(BASE, &ours, &theirs), @r"
    ## Official

    * [b](https://b.example)

    ## Newsletters

    <<<<<<< ours
    * [uno](https://one.example)
    ||||||| base
    * [one](https://one.example)
    =======
    * [eins](https://one.example)
    >>>>>>> theirs
    * [two](https://two.example)

    ## Research

    Our words.
    ");
}

#[test]
fn an_item_deleted_here_and_edited_there_is_a_conflict() {
    let ours = edited(&[("* [two](https://two.example)\n", "")]);
    let theirs = edited(&[("[two]", "[zwei]")]);
    let conflict = "<<<<<<< ours\n||||||| base\n* [two](https://two.example)\n=======\n* [zwei](https://two.example)\n>>>>>>> theirs\n";
    assert!(result(BASE, &ours, &theirs).contains(conflict));
    let other = "<<<<<<< ours\n* [zwei](https://two.example)\n||||||| base\n* [two](https://two.example)\n=======\n>>>>>>> theirs\n";
    assert!(result(BASE, &theirs, &ours).contains(other));
}

#[test]
fn an_item_deleted_here_and_untouched_there_is_gone() {
    let ours = edited(&[("* [two](https://two.example)\n", "")]);
    let theirs = edited(&[("[one]", "[uno]")]);
    assert_eq!(
        result(BASE, &ours, &theirs),
        edited(&[("* [two](https://two.example)\n", ""), ("[one]", "[uno]")])
    );
}

#[test]
fn white_space_never_conflicts() {
    let ours = edited(&[("* [one]", "*  [one]"), ("Words.\n", "Words.  \n")]);
    let theirs =
        edited(&[("[one](https://one.example)", "[uno](https://one.example)"), ("\n\nWords", "\n\n\nWords")]);
    let wanted = edited(&[
        ("[one](https://one.example)", "[uno](https://one.example)"),
        ("\n\nWords.\n", "\n\n\nWords.  \n"),
    ]);
    assert_eq!(result(BASE, &ours, &theirs), wanted);
}

#[test]
fn ticks_merge_beside_words_and_each_by_itself() {
    let base = "---\ntitle: a\n---\n\n- [ ] change date\n- [ ] images\n\n## News\n\nText.\n";
    let ours = base.replace("[ ] change", "[x] change");
    let theirs = base.replace("change date", "change the date").replace("[ ] images", "[x] images");
    let wanted = base.replace("[ ] change date", "[x] change the date").replace("[ ] images", "[x] images");
    assert_eq!(of_profile("circuitpython", base, &ours, &theirs), wanted);
}

#[test]
fn the_front_matter_merges_field_by_field() {
    let base = "---\ntitle: a\ndate: 2026-06-01\nlayout: post\n---\n\nText.\n";
    let ours = base.replace("title: a", "title: ours").replace("layout: post", "layout: post\nlang: en");
    let theirs = base.replace("2026-06-01", "2026-06-08").replace("layout: post", "layout: post\ntags: x");
    let merged = of_profile("circuitpython", base, &ours, &theirs);
    assert_eq!(merged, "---\ntitle: ours\ndate: 2026-06-08\nlayout: post\nlang: en\ntags: x\n---\n\nText.\n");
    let other = base.replace("title: a", "title: theirs");
    let conflict = "---\n<<<<<<< ours\ntitle: ours\n||||||| base\ntitle: a\n=======\ntitle: theirs\n>>>>>>> theirs\ndate:";
    assert!(of_profile("circuitpython", base, &ours, &other).starts_with(conflict));
}

#[test]
fn facts_merge_each_by_itself() {
    let base = "## Latest Releases\n\nPython is at [3.14.1](https://www.python.org/downloads), and [3.15.0a2](https://www.python.org/download/pre-releases) can be tried.\n";
    let ours = base.replace("3.14.1", "3.14.2");
    let theirs = base.replace("3.15.0a2", "3.15.0a3");
    let both = ours.replace("3.15.0a2", "3.15.0a3");
    assert_eq!(of_profile("circuitpython", base, &ours, &theirs), both);
    assert_eq!(of_profile("circuitpython", base, &theirs, &ours), both);
    let worded = theirs.replace("can be tried", "waits for you");
    let merged = of_profile("circuitpython", base, &ours, &worded);
    assert_eq!(merged, worded.replace("3.14.1", "3.14.2"));
    let other = base.replace("3.14.1", "3.14.9");
    assert!(of_profile("circuitpython", base, &ours, &other).contains("<<<<<<< ours"));
}

#[test]
fn a_job_for_a_company_stays_with_it_where_another_company_is_added() {
    let base = "## Jobs\n\n**Mill**\n\n* [miller](https://mill.example/1)\n\nWrite to us.\n";
    let company =
        base.replace("Write to us", "**Dairy**\n\n* [cook](https://dairy.example/1)\n\nWrite to us");
    let job = base.replace("/1)\n\nWrite", "/1)\n* [baker](https://mill.example/2)\n\nWrite");
    let wanted = "## Jobs\n\n**Mill**\n\n* [miller](https://mill.example/1)\n* [baker](https://mill.example/2)\n\n**Dairy**\n\n* [cook](https://dairy.example/1)\n\nWrite to us.\n";
    assert_eq!(result(base, &company, &job), wanted);
    assert_eq!(result(base, &job, &company), wanted);
}

#[test]
fn an_addition_follows_a_section_that_was_renamed_or_moved() {
    let ours = edited(&[("## Newsletters", "## News and letters")]);
    let theirs = edited(&[("(https://two.example)\n", "(https://two.example)\n* [c](https://c.example)\n")]);
    assert!(result(BASE, &ours, &theirs).contains("## News and letters\n\n* [one](https://one.example)\n* [two](https://two.example)\n* [c](https://c.example)\n\n## Research"));
    let moved = "## Official\n\n## Research\n\nWords.\n\n## Newsletters\n\n* [one](https://one.example)\n* [two](https://two.example)\n";
    assert_eq!(result(BASE, moved, &theirs), format!("{moved}* [c](https://c.example)\n"));
}

#[test]
fn line_breaks_are_those_of_ours() {
    let crlf = BASE.replace('\n', "\r\n");
    let theirs = edited(&[("* [two]", "* [new](https://new.example)\n* [two]")]);
    assert_eq!(result(&crlf, &crlf, &theirs), theirs.replace('\n', "\r\n"));
    assert_eq!(result(&crlf, BASE, &theirs.replace('\n', "\r\n")), theirs);
}

#[test]
fn what_cannot_be_read_for_certain_is_left_to_the_merge_of_lines() {
    let profile = built_in("circuitpython").unwrap();
    let error = |text| Version::new(text, &profile).err();
    assert_eq!(error("---\ntitle: a\n\n## News\n"), Some(MergeError::OpenFrontMatter));
    assert_eq!(error("a\n<<<<<<< ours\nb\n=======\nc\n>>>>>>> theirs\n"), Some(MergeError::Markers));
    assert_eq!(error("## N\r\r- a\r"), Some(MergeError::LineBreaks));
    assert_eq!(error("a\n"), None);
}

#[test]
fn what_one_side_moved_to_another_section_and_the_other_deleted_is_kept_there() {
    let two = "* [two](https://two.example)\n";
    let deleted = edited(&[(two, "")]);
    let moved = edited(&[(two, ""), ("## Official\n", &format!("## Official\n\n{two}"))]);
    assert_eq!(result(BASE, &deleted, &moved), moved);
    assert_eq!(result(BASE, &moved, &deleted), moved);
}

#[test]
fn a_move_to_another_section_counts_more_than_another_order() {
    let two = "* [two](https://two.example)\n";
    let order = edited(&[(two, ""), ("* [one]", &format!("{two}* [one]"))]);
    let moved = edited(&[(two, ""), ("## Official\n", &format!("## Official\n\n{two}"))]);
    assert_eq!(result(BASE, &order, &moved), moved);
    assert_eq!(result(BASE, &moved, &order), moved);
}

#[test]
fn blocks_that_are_alike_belong_each_to_its_own_story() {
    let base = "## Notes\n\n### Old\n\nWords.\n";
    let with = |text: &str| base.replace("## Notes\n", &format!("## Notes\n\n{text}\n\n---\n"));
    let merged = result(base, &with("A tale of a lamp that hums."), &with("Another one, of boats."));
    assert_eq!(merged.matches("---").count(), 2, "{merged}");
    let same = with("A tale of a lamp that hums.");
    assert_eq!(result(base, &same, &same), same);
}

#[test]
fn a_label_that_became_a_paragraph_is_still_that_one() {
    let base = "## Jobs\n\n**Mill**\n\n## Quote\n";
    let ours = base.replace("**Mill**", "**Mill**\nours hires people");
    let theirs = base.replace("**Mill**", "**Mill**\ntheirs hires cats");
    let merged = result(base, &ours, &theirs);
    assert!(merged.contains("<<<<<<< ours"), "{merged}");
}

#[test]
fn a_label_of_a_link_leads_to_one_page() {
    let base = "Words [a].\n\n[a]: https://a.example\n";
    let ours = format!("{base}[x]: https://ours.example\n");
    let theirs = format!("{base}[x]: https://theirs.example\n");
    assert!(result(base, &ours, &theirs).contains("<<<<<<< ours\n[x]: https://ours.example"));
}

#[test]
fn white_space_counts_in_code() {
    let base = "Code:\n\n```python\nif x:\n    y\n```\n";
    let ours = base.replace("    y", "  y");
    let theirs = base.replace("    y", "        y");
    assert!(result(base, &ours, &theirs).contains("<<<<<<< ours"));
    assert_eq!(result(base, base, &theirs), theirs);
}

#[test]
fn the_same_rewrite_among_others_is_no_conflict() {
    let base = "## Notes\n\n* one\n* two\n";
    let ours = base.replace("one", "ONE").replace("two", "TWO");
    assert_eq!(result(base, &ours, &base.replace("two", "TWO")), ours);
    assert_eq!(result(base, &base.replace("two", "TWO"), &ours), ours);
}

#[test]
fn an_item_without_a_page_is_rewritten_and_not_added() {
    let base = "## Notes\n\n* Host: nobody\n";
    let merged = result(base, &base.replace("nobody", "Ann of the Lamp"), &base.replace("nobody", "Bob"));
    assert!(merged.contains("<<<<<<< ours\n* Host: Ann of the Lamp"), "{merged}");
}

#[test]
fn lines_broken_anew_and_a_byte_order_mark_are_no_conflict() {
    let words = "A long paragraph of words that somebody has\nbroken into two lines by hand.";
    let broken = "A long paragraph of words\nthat somebody has broken into two lines by hand.";
    let third = "A long paragraph\nof words that somebody has broken\ninto two lines by hand.";
    let base = format!("## Official\n\n{words}\n\n* [a](https://a.example)\n");
    let with = |text: &str, item: &str| base.replace(words, text) + item;
    for (ours, theirs) in [
        (with(broken, ""), with(third, "")),
        (with(broken, "* [o](https://o.example)\n"), with(third, "* [t](https://t.example)\n")),
        (with(&words.replace("long", "short"), ""), with(third, "* [t](https://t.example)\n")),
        (with(broken, ""), with(&words.replace("long", "short"), "")),
        (base.replace('\n', "\r\n"), with(third, "* [t](https://t.example)\n")),
        (format!("\u{feff}{base}* [o](https://o.example)\n"), with(words, "* [t](https://t.example)\n")),
    ] {
        let merged = result(&base, &ours, &theirs);
        assert!(!merged.contains("<<<<<<<"), "{merged}");
        assert_eq!(merged.contains("[t]"), theirs.contains("[t]"), "{merged}");
        assert_eq!(merged.contains("[o]"), ours.contains("[o]"), "{merged}");
    }
}

#[test]
fn what_stands_under_something_moved_into_a_deleted_section_is_in_the_conflict() {
    let one = "* x [one](https://a.example/1)\n    * child of x\n";
    let (two, bee) = ("* y [two](https://a.example/2)\n", "* b1 [bee](https://b.example/1)\n");
    let bees = "* b2 [bees](https://b.example/2)\n";
    let base = format!("## A\n\n{one}{two}\n## B\n\n{bee}{bees}\n## C\n\n* c\n");
    let ours = format!("## A\n\n{one}{two}\n## C\n\n* c\n");
    let theirs = format!("## A\n\n{two}\n## B\n\n{}{one}{bees}\n## C\n\n* c\n", bee.replace("b1", "b1 new"));
    let merged = result(&base, &ours, &theirs);
    assert!(merged.contains("child of x"), "{merged}");
}

#[test]
fn a_blank_line_that_ours_added_between_items_stays() {
    let ours = edited(&[("* [two]", "\n* [two]")]);
    let theirs = edited(&[("[two]", "[zwei]")]);
    assert_eq!(result(BASE, &ours, &theirs), edited(&[("* [two]", "\n* [zwei]")]));
}

#[test]
fn a_section_deleted_here_that_got_an_item_from_another_there_is_a_conflict() {
    let bee = "## B\n\n* [bee](https://b.example)\n";
    let base =
        format!("## A\n\n* [one](https://one.example)\n* [two](https://two.example)\n\n{bee}\n## C\n\n* c\n");
    let ours = base.replace(&format!("{bee}\n"), "");
    let theirs = base
        .replace("* [one](https://one.example)\n", "")
        .replace(bee, &format!("{bee}* [one](https://one.example)\n"));
    insta::assert_snapshot!(result(&base, &ours, &theirs), @r"
    ## A

    * [two](https://two.example)

    <<<<<<< ours
    ||||||| base
    ## B

    * [bee](https://b.example)
    =======
    ## B

    * [bee](https://b.example)
    * [one](https://one.example)
    >>>>>>> theirs

    ## C

    * c
    ");
}

#[test]
fn an_image_above_a_story_and_an_item_below_it_are_both_added() {
    let base = "# Coming soon\n\nfirst words\n\nsecond words\n\n## News\n\nx\n";
    let image = "[![p](../assets/p.jpg)](https://p.example)\n\nWords of p - [P](https://p.example).\n";
    let above = base.replacen("first words", &format!("{image}\nfirst words"), 1);
    let below = base.replacen("second words\n", "second words\n\n* [o](https://o.example/1)\n", 1);
    for (ours, theirs) in [(&above, &below), (&below, &above)] {
        let merged = of_profile("circuitpython", base, ours, theirs);
        assert!(!merged.contains("<<<<<<<"), "{merged}");
        for part in ["Words of p", "first words", "second words", "[o](https://o.example/1)"] {
            assert_eq!(merged.matches(part).count(), 1, "{part}: {merged}");
        }
    }
}

#[test]
fn items_below_one_that_was_deleted_go_to_the_item_before_in_both_orders() {
    let (talk, slides) = ("    - [talk](https://talk.example)\n", "    - [slides](https://slides.example)\n");
    let two = "* [two](https://two.example)\n";
    let base = edited(&[(two, &format!("{two}{talk}{slides}"))]);
    let reordered = base.replace(&format!("{talk}{slides}"), &format!("{slides}{talk}"));
    let deleted = base.replace(two, "");
    for (ours, theirs) in [(&reordered, &deleted), (&deleted, &reordered)] {
        assert_eq!(result(&base, ours, theirs), deleted);
    }
}

#[test]
fn a_sentence_that_counts_a_list_is_right_in_the_result_only() {
    let list = "- [Heron](https://heron.example)\n- [Board name](url)\n- [Board name](url)\n";
    let base = format!(
        "## New Boards Supported by CircuitPython\n\nThis week there were (#/no) new boards added:\n\n{list}"
    );
    let moved = base.replace(
        "- [Heron](https://heron.example)\n- [Board name](url)\n",
        "- [Board name](url)\n- [Heron](https://heron.example)\n",
    );
    // Other bullets make a list of their own.
    let added =
        base.replacen("- [Board name](url)\n", "- [Board name](url)\n* [Otter](https://otter.example)\n", 1);
    for (ours, theirs) in [(&moved, &added), (&added, &moved)] {
        let merged = of_profile("circuitpython", &base, ours, theirs);
        assert!(!merged.contains("<<<<<<<"), "{merged}");
        for item in ["[Heron]", "[Otter]", "(#/no)"] {
            assert_eq!(merged.matches(item).count(), 1, "{item}: {merged}");
        }
    }
}
