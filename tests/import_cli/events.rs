//! Calendars and the issue before → the draft.

use super::*;

#[test]
fn events_ahead_stand_by_their_days_and_none_twice() {
    let letter = Letter::new();
    let event = |uid: u8, name: &str, day: &str, more: &str| {
        format!(
            "BEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:{name}\r\nDTSTART;VALUE=DATE:{day}\r\nURL:https://{name}.example/{uid}\r\n{more}END:VEVENT\r\n"
        )
    };
    let calendar = format!(
        "BEGIN:VCALENDAR\r\n{}{}{}{}END:VCALENDAR\r\n",
        event(1, "past", "20240510", ""),
        event(2, "later", "20240601", "LOCATION:Kiel\r\n"),
        event(3, "sooner", "20240520", "DTEND;VALUE=DATE:20240523\r\n"),
        event(4, "endless", "20240515", "RRULE:FREQ=YEARLY\r\n"),
    );
    let before = letter.draft();
    let (code, said) = letter.import("events", &calendar, &["--apply"]);
    assert_eq!(code, 0, "{said}");
    let text = letter.draft();
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}: {text}"));
    assert!(at("[endless]") < at("[sooner]") && at("[sooner]") < at("[later]"), "{text}");
    assert!(text.contains("May 20–22, 2024"), "{text}");
    assert!(text.contains("June 1, 2024 in Kiel"), "{text}");
    assert!(!text.contains("[past]") && before.len() < text.len());
    letter.import("events", &calendar, &["--apply"]);
    assert_eq!(letter.draft(), text);
}

#[test]
fn what_stands_every_week_is_carried_over() {
    let letter = Letter::new();
    letter.write("assets/20240506/20240506mp.png", "an image");
    letter.write("_posts/2024-05-06-issue.md", &format!("{POST}\n![m](../assets/20240506/20240506mp.png)\n"));
    letter.write(
        DRAFT,
        &letter
            .draft()
            .replace("## Latest Releases", "![m](../assets/20240513/20240513mp.png)\n\n## Latest Releases"),
    );
    let (code, said) = letter.run(&["import", "issue", "--apply"], "");
    assert_eq!(code, 0, "{said}");
    let text = letter.draft();
    assert!(text.contains("* [Regatta](https://boat.example/regatta) is on May 25, 2024"), "{said}{text}");
    assert!(!text.contains("Boat day"), "it is over");
    assert_eq!(std::fs::read_to_string(letter.at("assets/20240513/20240513mp.png")).unwrap(), "an image");
    letter.run(&["import", "issue", "--apply"], "");
    assert_eq!(letter.draft(), text);
}

#[test]
fn the_image_of_a_story_is_not_carried_over() {
    let letter = Letter::new();
    letter.write("assets/20240506/20240506new1.jpg", "last week's board");
    letter.write("assets/20240506/learn.png", "a banner");
    let story = "[![A board](../assets/20240506/20240506new1.jpg)](https://board.example)\n\nIt hums - [Boards](https://board.example).\n";
    letter.write("_posts/2024-05-06-issue.md", &format!("{POST}\n## Coming Soon / New\n\n{story}\n## New Learn Guides\n\n![m](../assets/20240506/learn.png)\n"));
    let draft = "---\nlayout: post\ntitle: x\ndate: 2024-05-13 07:00:00 -0800\ncategories: weekly\n---\n\n## Coming Soon / New\n\n[![title](../assets/20240513/20240513new1.jpg)](url)\n\ntext - [site](url).\n\n## New Learn Guides\n\n![m](../assets/20240513/learn.png)\n";
    letter.write(DRAFT, draft);
    let lint = |letter: &Letter| letter.run(&["lint", DRAFT, "--select", "missing-image"], "");
    let (code, said) = lint(&letter);
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("warning[missing-image]") && said.contains("`copydesk import issue --apply`"),
        "{said}"
    );
    let (code, said) = letter.run(&["import", "issue", "--apply"], "");
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("the image learn.png") && !said.contains("new1.jpg"), "{said}");
    assert!(letter.at("assets/20240513/learn.png").exists());
    assert!(!letter.at("assets/20240513/20240513new1.jpg").exists());
    assert!(!lint(&letter).1.contains("missing-image"));
}

#[test]
fn events_are_told_apart_by_whole_names_and_pages() {
    let letter = Letter::new();
    let event = |name: &str, day: &str, more: &str| {
        format!("BEGIN:VEVENT\r\nUID:{name}\r\nSUMMARY:{name}\r\nDTSTART{day}\r\n{more}END:VEVENT\r\n")
    };
    let calendar = |events: &[String]| format!("BEGIN:VCALENDAR\r\n{}END:VCALENDAR\r\n", events.concat());
    letter.import(
        "events",
        &calendar(&[event("Conf", ";VALUE=DATE:20240520", "URL:https://conf.example/1\r\n")]),
        &["--apply"],
    );
    let more = calendar(&[
        event("Con", ";VALUE=DATE:20240520", "URL:https://con.example/1\r\n"),
        event("Jam [online]", ":20240521T220000", "DTEND:20240522T010000\r\nURL:https://jam.example/1\r\n"),
    ]);
    let (_, said) = letter.import("events", &more, &["--apply"]);
    let text = letter.draft();
    assert!(text.contains("[Con](https://con.example/1)"), "{said}{text}");
    assert!(
        text.contains("[Jam \\[online\\]](https://jam.example/1) will be held May 21, 2024"),
        "{said}{text}"
    );
}

/// A calendar of whole days, each with a name and its page.
pub(crate) fn calendar(events: &[(&str, &str)]) -> String {
    let event = |(day, name): &(&str, &str)| {
        format!(
            "BEGIN:VEVENT\r\nUID:{name}\r\nSUMMARY:{name}\r\nDTSTART;VALUE=DATE:{day}\r\nURL:https://{}.example/\r\nEND:VEVENT\r\n",
            name.to_lowercase()
        )
    };
    let events: String = events.iter().map(event).collect();
    format!("BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n")
}

#[test]
fn events_fill_the_template_first_and_one_that_moved_is_looked_at() {
    let letter = Letter::new();
    let before = letter.draft();
    let (code, said) =
        letter.import("events", &calendar(&[("20240601", "Quay"), ("20240520", "Buoy")]), &["--apply"]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(
        changed(&before, &letter.draft()),
        "-* [Event name](url) on {date}
+* [Buoy](https://buoy.example/) will be held May 20, 2024
+* [Quay](https://quay.example/) will be held June 1, 2024
"
    );
    let once = letter.draft();
    let (code, said) = letter.import("events", &calendar(&[("20240603", "Quay")]), &["--apply"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("look twice: the draft has it on June 1, 2024"), "{said}");
    assert_eq!(letter.draft(), once);
}

#[test]
fn events_take_the_bullet_and_the_empty_slot_of_a_list_that_has_others() {
    let letter = Letter::new();
    let slot = "* [Event name](url) on {date}";
    let event = |bullet: &str, name: &str, day: &str| {
        format!("{bullet} [{name}](https://{}.example/) will be held {day}, 2024", name.to_lowercase())
    };
    let (early, late) = (event("-", "Jetty", "May 18"), event("-", "Pier", "June 8"));
    let empty = slot.replace('*', "-");
    let fresh = letter.draft();
    let list = |items: &[&String]| {
        let lines: Vec<&str> = items.iter().map(|item| item.as_str()).collect();
        fresh.replace(slot, &lines.join("\n"))
    };
    let days = [("20240520", "Buoy"), ("20240601", "Quay"), ("20240610", "Regatta")];
    let all = [event("-", "Buoy", "May 20"), event("-", "Quay", "June 1"), event("-", "Regatta", "June 10")];
    let [buoy, quay, regatta] = &all;
    for before in [[&early, &late, &empty], [&empty, &early, &late], [&early, &empty, &late]] {
        letter.write(DRAFT, &list(&before));
        let (code, said) = letter.import("events", &calendar(&days), &["--apply"]);
        assert_eq!(code, 0, "{said}");
        assert_eq!(letter.draft(), list(&[&early, buoy, quay, &late, regatta]), "{before:?}");
    }
    // The issue before has its events with stars.
    letter.write(DRAFT, &list(&[&late, &empty]));
    let (code, said) = letter.run(&["import", "issue", "--apply"], "");
    assert_eq!(code, 0, "{said}");
    let carried = "- [Regatta](https://boat.example/regatta) is on May 25, 2024".to_owned();
    assert_eq!(letter.draft(), list(&[&carried, &late]));
}

#[test]
fn events_that_moved_since_the_issue_before_are_written_over_only_when_asked() {
    let letter = Letter::new();
    let mine = letter.draft().replace(
        "* [Event name](url) on {date}",
        "* [Regatta](https://boat.example/regatta) is on May 27, 2024",
    );
    letter.write(DRAFT, &mine);
    let post = POST
        .replace("* [Boat day]", "* [Harbour 2023](https://boat.example/2023) is on May 30\n* [Boat day]");
    letter.write("_posts/2024-05-06-issue.md", &post);
    let (code, said) = letter.run(&["import", "issue", "--apply"], "");
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("look twice: it names 2023"), "{said}");
    assert!(said.contains("(overwrites the text there)"), "{said}");
    assert!(said.contains("- * [Regatta](https://boat.example/regatta) is on May 27, 2024"), "{said}");
    assert_eq!(letter.draft(), mine);
    let number = said
        .lines()
        .find(|line| line.contains("Regatta on"))
        .and_then(|line| line.split('.').next())
        .unwrap();
    letter.run(&["import", "issue", "--take", number], "");
    assert_eq!(letter.draft(), mine.replace("May 27", "May 25"));
}

#[test]
fn an_image_outside_of_the_issues_folder_is_not_copied_and_keeps_its_name() {
    let letter = Letter::new();
    letter.write("images/20240506race.jpg", "an image");
    letter.write("images/20240506crew.jpg", "an image");
    letter.write("assets/20240506/20240506boat.jpg", "an image");
    let post = POST.replace(
        "* [Regatta]",
        "* [Race](https://boat.example/race) ![Race](../images/20240506race.jpg) is on May 26, 2024\n\
         * [Sail](https://boat.example/sail) ![Sail](../assets/20240506/20240506boat.jpg) is on May 28, 2024\n\
         * [Regatta]",
    );
    letter.write("_posts/2024-05-06-issue.md", &format!("{post}\n![crew](../images/20240506crew.jpg)\n"));
    let crew = "![crew](../images/20240513crew.jpg)\n\n## Latest Releases";
    letter.write(DRAFT, &letter.draft().replace("## Latest Releases", crew));
    let (code, said) = letter.run(&["import", "issue", "--apply"], "");
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("copied an image"), "{said}");
    assert!(letter.at("assets/20240513/20240513boat.jpg").exists());
    let text = letter.draft();
    assert!(text.contains("![Race](../images/20240506race.jpg) is on May 26"), "{said}{text}");
    assert!(text.contains("![Sail](../assets/20240513/20240513boat.jpg)"), "{said}{text}");
    assert!(!letter.at("images/20240513race.jpg").exists(), "{said}");
    // The draft names it itself: it can be neither renamed nor copied.
    let not_copied = "not found: the image ../images/20240513crew.jpg: it is not copied from \
                      ../images/20240506crew.jpg, because it is outside of this issue's image folder";
    assert!(said.contains(not_copied), "{said}");
    assert!(!letter.at("images/20240513crew.jpg").exists(), "{said}");
}

#[test]
fn the_last_issue_before_the_draft_is_read_and_named() {
    let letter = Letter::new();
    let before = letter.draft();
    // An issue that nobody has moved to the posts yet, and later ones, which are not before this.
    let last = POST.replace("date: 2024-05-06", "date: 2024-05-09").replace("Regatta", "Race");
    letter.write("_drafts/2024-05-09-draft.md", &last);
    letter.write("_drafts/2024-05-20-draft.md", &POST.replace("Regatta", "Late"));
    letter.write("_posts/2024-04-29-issue.md", &POST.replace("Regatta", "Early"));
    let said_which = "_drafts/2024-05-09-draft.md, the last issue before 2024-05-13";
    let (_, said) = letter.run(&["import", "issue", "--issue", "2024-05-13"], "");
    assert!(said.contains(said_which) && said.contains("Race") && !said.contains("Regatta"), "{said}");
    let (_, said) = letter.run(&["import", "issue", "--issue", "2024-05-13", "--json"], "");
    assert!(said.contains(said_which), "{said}");
    // A new draft that still has the day of the one that it was copied from.
    letter.write(DRAFT, &before.replace("date: 2024-05-13", "date: 2024-05-09"));
    let (_, said) = letter.run(&["import", "issue", "--issue", DRAFT, "--apply"], "");
    assert!(
        said.contains("_drafts/2024-05-09-draft.md, the last issue before") && said.contains("Race"),
        "{said}"
    );
    // Of a draft and a post of one day the post went out.
    letter.write("_posts/2024-05-09-issue.md", &last.replace("Race", "Run"));
    let (_, said) = letter.run(&["import", "issue", "--issue", "2024-05-13"], "");
    assert!(said.contains("_posts/2024-05-09-issue.md, the last issue before"), "{said}");
}
