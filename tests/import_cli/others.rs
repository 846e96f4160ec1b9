//! Posts, click reports and releases → the draft.

use std::io::{Read, Write};

use super::*;

#[test]
fn releases_fill_the_facts_and_a_step_back_is_told() {
    let letter = Letter::new();
    let before = letter.draft();
    let (code, said) = letter.import(
        "releases",
        "circuitpython 9.0.5 2024-05-10\nmicropython 1.22.2\npython 3.12.3\npython 3.13.0b1\nfoo 1.0\n",
        &["--apply"],
    );
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("-:5: unclear: 'foo' is not a release that the newsletter lists"), "{said}");
    assert_eq!(
        changed(&before, &letter.draft()),
        "-CircuitPython's stable release is [#.#.#](https://github.com/adafruit/circuitpython/releases/latest) and its unstable release is [#.#.#-##.#](https://github.com/adafruit/circuitpython/releases).
+CircuitPython's stable release is [9.0.5](https://github.com/adafruit/circuitpython/releases/latest).
-[v#.#.#](https://micropython.org/download) is the latest MicroPython release.
+[v1.22.2](https://micropython.org/download) is the latest MicroPython release.
-[#.#.#](https://www.python.org/downloads/) is the latest Python release. The latest pre-release version is [#.#.#](https://www.python.org/download/pre-releases/).
+[3.12.3](https://www.python.org/downloads/) is the latest Python release. The latest pre-release version is [3.13.0b1](https://www.python.org/download/pre-releases/).
"
    );
    let (code, said) = letter.import("releases", "circuitpython 9.0.3\n", &["--apply"]);
    assert_eq!(code, 1);
    assert!(said.contains("look twice: last week's issue has 9.0.4, which is higher"), "{said}");
    // A pre-release comes back with its words.
    let once = letter.draft();
    letter.import("releases", "circuitpython 9.0.5\ncircuitpython 9.1.0-beta.2\n", &["--apply"]);
    assert_eq!(
        letter.draft(),
        once.replace("latest).\n\n[", "latest) and its unstable release is [9.1.0-beta.2](https://github.com/adafruit/circuitpython/releases).\n\n[").as_str()
    );
}

#[test]
fn the_most_clicked_story_of_last_week_is_the_popular_one() {
    let letter = Letter::new();
    let clicks = "\u{feff}Clicks;Link\r\n900;https://lists.example/unsubscribe\r\n40;\"https://buoy.example/song?utm_source=mail\"\r\n39;https://lamp.example/hum\r\n";
    let (code, said) = letter.import("clicks", clicks, &["--apply"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("look twice: 39 clicks, 1 fewer than the first"), "{said}");
    let text = letter.draft();
    assert!(text.contains("[A buoy](https://buoy.example/song)"), "{text}");
    assert!(!text.contains("unsubscribe"));
}

#[test]
fn the_popular_one_may_be_a_line_among_the_news() {
    let letter = Letter::new();
    let line = "#ICYDNCI Which was opened most in [the last letter](https://letter.example/2024/05/06/x)? [title](url).";
    let text = letter.draft();
    let start = text.find("## Popular Last Week").unwrap();
    let end = start + 4 + text[start + 4..].find("\n## ").unwrap();
    let text = format!("{}{line}\n{}", &text[..start], &text[end..]);
    letter.write(DRAFT, &text);
    let clicks = "Link,Clicks\nhttps://buoy.example/song,40\n";
    let (code, said) = letter.import("clicks", clicks, &["--apply"]);
    assert_eq!(code, 0, "{said}");
    let written = line.replace("[title](url)", "[A buoy](https://buoy.example/song)");
    assert_eq!(letter.draft(), text.replace(line, &written));
}

#[test]
fn a_post_becomes_one_story() {
    let letter = Letter::new();
    let post =
        "---\ntitle: A kite\nlink: https://kite.example/1\n---\n\nIt flies.\n\n![k](k.png)\n\nAnd more.\n";
    let (code, said) = letter.import("post", post, &["--apply"]);
    assert_eq!(code, 0, "{said}");
    let text = letter.draft();
    assert!(
        text.contains(
            "[A kite](https://kite.example/1): It flies - [kite.example](https://kite.example/1).\n"
        ),
        "{text}"
    );
    letter.import("post", post, &["--apply"]);
    assert_eq!(letter.draft(), text);
    // With an image that is given, in the story's form.
    let letter = Letter::new();
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_fn(80, 40, |x, y| image::Rgb([x as u8, y as u8, 9]))
        .write_to(&mut png, image::ImageFormat::Png)
        .unwrap();
    std::fs::write(letter.at("k.png"), png.into_inner()).unwrap();
    let (_, said) = letter.import("post", post, &["--apply", "--image", "k.png"]);
    let text = letter.draft();
    assert!(
        text.contains("[![A kite](../assets/20240513/20240513k.png)](https://kite.example/1)\n\nIt flies - "),
        "{said}{text}"
    );
}

#[test]
fn a_standing_link_is_not_the_most_popular_story() {
    let letter = Letter::new();
    let post = format!(
        "{POST}\n## What's the CircuitPython team up to this week?\n\n**Ada**\n\n[![Ada](../assets/20240506/20240506ada.jpg)](https://www.circuitpython.example/)\n\nHums.\n"
    );
    letter.write("_posts/2024-05-06-issue.md", &post);
    let clicks = "Link,Clicks\nhttps://www.circuitpython.example/,7000\nhttp://buoy.example/song/,40\n";
    let (_, said) = letter.import("clicks", clicks, &["--apply"]);
    let text = letter.draft();
    assert!(text.contains("[A buoy](https://buoy.example/song)"), "{said}{text}");
}

#[test]
fn images_are_copied_into_the_issues_folder_only_and_brought_in_only_for_a_story() {
    let letter = Letter::new();
    letter.write(".git/20240506x.png", "an image");
    letter.write("assets/20240506/20240506gone.png", "");
    std::fs::remove_file(letter.at("assets/20240506/20240506gone.png")).unwrap();
    let events = "## Upcoming Events\n\n[![Regatta](../assets/20240506/../../.git/20240506x.png)](https://boat.example/regatta)\n\nThe regatta is on May 25, 2024 - [Boats](https://boat.example).\n\n[![Pier](../assets/20240506/20240506gone.png)](https://pier.example/day)\n\nPier day is on May 26, 2024 - [Piers](https://pier.example).\n\n## Latest";
    let (start, rest) = POST.split_once("## Upcoming Events").unwrap();
    letter.write(
        "_posts/2024-05-06-issue.md",
        &format!("{start}{events}{}", rest.split_once("## Latest").unwrap().1),
    );
    let (_, said) = letter.run(&["import", "issue", "--apply"], "");
    assert!(!letter.at(".git/20240513x.png").exists(), "{said}");
    assert!(
        said.contains("look twice: its image ../assets/20240506/20240506gone.png does not exist"),
        "{said}"
    );
    letter.write("k.png", "no image");
    let (code, said) =
        letter.import("post", "BEGIN:VCALENDAR\nEND:VCALENDAR\n", &["--apply", "--image", "k.png"]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("it looks like a calendar"), "{said}");
    assert!(!letter.at("assets/20240513/20240513k.png").exists());
}

#[test]
fn links_of_a_post_lead_where_they_led_and_another_profile_asks_for_the_section() {
    let letter = Letter::new();
    let post = "---\ntitle: A kite\nlink: https://kite.example/a/1\n---\n\nIt [flies](/high) and [sings](well.html).\n";
    letter.import("post", post, &["--apply"]);
    let text = letter.draft();
    assert!(
        text.contains("[flies](https://kite.example/high) and [sings](https://kite.example/a/well.html)"),
        "{text}"
    );
    let letter = Letter { dir: tempfile::tempdir().unwrap() };
    letter.write("copydesk.yml", "extends: this-week-in-rust\n");
    let (code, said) = letter.run(&["new", "2024-05-15"], "");
    assert_eq!(code, 0, "{said}");
    let (code, said) = letter.import("post", post, &["--apply", "--issue", "2024-05-15"]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("Project/Tooling Updates"), "{said}");
}

#[test]
fn addresses_follow_nobody_and_nothing_is_told_twice() {
    let letter = Letter::new();
    let notes = NOTES
        .replace("https://video.example/6", "https://video.example/6?v=1&utm_source=chat")
        .replace("**Updated Libraries**\n", "**New Libraries**\n* [ada/Lamp\\_Driver](https://code.example/ada/Lamp_Driver)\n**Updated Libraries**\n");
    let (_, said) = letter.import("notes", &notes, &["--apply"]);
    let text = letter.draft();
    assert!(text.contains("[on YouTube](https://video.example/6?v=1)"), "{said}{text}");
    assert_eq!(text.matches("https://code.example/ada/Lamp_Driver").count(), 1, "{text}");
    let weekly = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Pier talk\r\nDTSTART;VALUE=DATE:20240515\r\nRRULE:FREQ=WEEKLY\r\nURL:https://pier.example/talk?utm_source=ics\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let (_, said) = letter.import("events", weekly, &["--apply"]);
    let text = letter.draft();
    assert_eq!(
        text.matches("[Pier talk](https://pier.example/talk) will be held May 15, 2024").count(),
        1,
        "{said}"
    );
    assert_eq!(text.matches("Pier talk").count(), 1, "of one that repeats the next time is enough: {text}");
}

#[test]
fn numbers_that_people_count_come_with_the_releases() {
    let letter = Letter::new();
    let post = POST.replace("## Latest", "[4,010 Stars](https://stars.example)\n\n## Latest");
    letter.write("_posts/2024-05-06-issue.md", &post);
    let list = "stars 3,999\nlibraries 489\nadafruit_circuitpython_bundle 2024-05-07\nmicropython 1.23.0-preview.3\n";
    let (_, said) = letter.import("releases", list, &["--apply"]);
    let text = letter.draft();
    assert!(text.contains("libraries is **489**!") && text.contains("[20240507]("), "{said}{text}");
    assert!(
        said.contains(
            "unclear: micropython 1.23.0-preview.3 is a pre-release, and the draft has no place for one"
        ),
        "{said}"
    );
    assert!(text.contains("[3,999 Stars]("), "{said}{text}");
    // Less than there were is looked at.
    letter.write(
        "_posts/2024-05-06-issue.md",
        &POST.replace(
            "## Upcoming",
            "## Latest Releases\n\n[4,010 Stars](https://stars.example)\n\n## Upcoming",
        ),
    );
    letter.write(DRAFT, &text.replace("[3,999 Stars]", "[#,### Stars]"));
    let (code, said) = letter.import("releases", "stars 3,999\n", &["--apply"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("last week's issue has 4,010, which is higher"), "{said}");
}

#[test]
fn a_post_is_shown_as_it_is_written() {
    let letter = Letter::new();
    let post = "---\ntitle: \"Foo [bar] baz\"\ncanonical_url: https://lamp.example/a\nauthor: Ada\n---\nIt hums[^1] at night.\n\n[^1]: hums\n";
    let (_, said) = letter.import("post", post, &[]);
    let reported: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("    + ")).collect();
    let before = letter.draft();
    let (_, said) = letter.import("post", post, &["--apply"]);
    let after = letter.draft();
    let diff = changed(&before, &after);
    let added: Vec<&str> =
        diff.lines().filter_map(|line| line.strip_prefix('+')).filter(|line| !line.is_empty()).collect();
    assert_eq!(reported, added, "{said}");
    assert!(after.contains("[Foo \\[bar\\] baz](https://lamp.example/a): It hums at night"), "{diff}");
}

#[test]
fn pages_that_were_clicked_more_are_told() {
    let letter = Letter::new();
    let (_, said) = letter.import(
        "clicks",
        "URL,Total Clicks\nhttps://else.example/,90\nhttps://buoy.example/song,7\n",
        &[],
    );
    assert!(said.contains("-:1: found: pages: 2, total clicks: 97"), "{said}");
    assert!(said.contains("-:2: found: skipped, since no story of the last issue links to it: https://else.example/, 90 clicks"), "{said}");
    let (code, said) = letter.import("clicks", "Seite;Aufrufe\nhttps://a.example/;3\n", &[]);
    assert_eq!(code, 2);
    assert!(
        said.contains("a report has a header with a name such as URL or Link, and one such as Clicks"),
        "{said}"
    );
}

#[test]
fn a_post_fills_a_headline_or_a_project_that_nobody_has_written() {
    let letter = Letter::new();
    let post = |page: &str| {
        format!("---\ntitle: A lamp\ncanonical_url: https://lamp.example/{page}\n---\nIt hums at night.\n")
    };
    for (section, page) in [("Headline", "a"), ("project of the week", "b"), ("Feature", "c")] {
        let before = letter.draft();
        let (code, said) = letter.import("post", &post(page), &["--apply", "--section", section]);
        assert_eq!(code, 0, "{said}");
        let diff = changed(&before, &letter.draft());
        let heading = if page == "b" { "+## Project of the Week: A lamp\n" } else { "+## A lamp\n" };
        assert!(diff.contains(heading), "{diff}");
        assert!(
            diff.contains(&format!("+It hums at night - [lamp.example](https://lamp.example/{page}).\n")),
            "{diff}"
        );
        assert_eq!(diff.matches('+').count(), 2, "{diff}");
    }
    // It is written now.
    let (code, said) = letter.import("post", &post("d"), &["--apply", "--section", "project of the week"]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("there is no section 'project of the week'"), "{said}");
}

#[test]
fn an_image_of_a_story_is_fetched_where_its_address_is_given() {
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_fn(600, 300, |x, y| image::Rgb([x as u8, y as u8, 9]))
        .write_to(&mut png, image::ImageFormat::Png)
        .unwrap();
    let png = png.into_inner();
    let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/up/Red%20Lamp.png?w=600", server.local_addr().unwrap());
    let serving = std::thread::spawn(move || {
        let (mut stream, _) = server.accept().unwrap();
        let mut asked = [0; 2048];
        let read = stream.read(&mut asked).unwrap();
        write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", png.len())
            .unwrap();
        stream.write_all(&png).unwrap();
        String::from_utf8_lossy(&asked[..read]).into_owned()
    });
    let letter = Letter::new();
    let post = "---\ntitle: A lamp\ncanonical_url: https://lamp.example/a\n---\nIt hums at night.\n";
    // Nothing is fetched for a look at what would come of it.
    let (code, said) = letter.import("post", post, &["--image", &address]);
    assert_eq!(code, 0, "{said}");
    let (code, said) = letter.import("post", post, &["--image", &address, "--apply"]);
    assert_eq!(code, 0, "{said}");
    assert!(serving.join().unwrap().starts_with("GET /up/Red%20Lamp.png?w=600 "));
    let text = letter.draft();
    let (_, rest) = text.split_once("[![A lamp](../").unwrap_or_else(|| panic!("{said}{text}"));
    let (path, _) = rest.split_once(')').unwrap();
    assert!(
        path.starts_with("assets/20240513/20240513") && path.contains("lamp") && !path.contains("20l"),
        "{path}"
    );
    assert_eq!(image::open(letter.at(path)).unwrap().width(), 550);
}

#[test]
fn what_goes_with_a_step_back_is_looked_at_too() {
    let letter = Letter::new();
    let before = letter.draft();
    let (code, said) = letter.import("releases", "circuitpython 8.2.0\n", &["--apply"]);
    assert_eq!((code, letter.draft()), (1, before), "{said}");
}

#[test]
fn the_site_runs_nothing_of_what_a_calendar_or_an_address_says() {
    let letter = Letter::new();
    let calendar = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Day {% include %} of {{ x }}\r\nDTSTART;VALUE=DATE:20240520\r\nURL:https://pier.example/\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let post = "---\ntitle: A lamp\ncanonical_url: https://b.example/{{z}}\n---\nIt hums.\n";
    letter.import("events", calendar, &["--apply"]);
    let (_, said) = letter.import("post", post, &["--apply"]);
    let text = letter.draft();
    assert!(text.contains("(https://b.example/%7B%7Bz%7D%7D)"), "{said}{text}");
    assert!(text.contains("Day &#123;% include %}"), "{text}");
    assert!(!text.contains("{%") && !text.contains("{{"), "{text}");
}

#[test]
fn no_image_is_brought_in_for_a_story_that_is_not_taken() {
    let letter = Letter::new();
    let png = letter.at("lamp.png");
    image::RgbImage::from_pixel(40, 30, image::Rgb([9, 9, 9])).save(&png).unwrap();
    let images = || std::fs::read_dir(letter.at("assets/20240513")).unwrap().count();
    // Without an address the story waits for somebody's look.
    let (code, said) = letter.import(
        "post",
        "---\ntitle: A lamp\n---\nIt hums at night.\n",
        &["--apply", "--image", "lamp.png"],
    );
    assert_eq!((code, images()), (1, 0), "{said}");
    let post = "---\ntitle: A lamp\ncanonical_url: https://lamp.example/a\n---\nIt hums at night.\n";
    letter.import("post", post, &["--apply"]);
    let (code, said) = letter.import("post", post, &["--apply", "--image", "lamp.png"]);
    assert_eq!((code, images()), (0, 0), "there already: {said}");
}
