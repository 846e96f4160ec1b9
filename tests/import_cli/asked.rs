//! What a document leaves open, and what became of each of its parts.

use super::*;

const PROFILE: &str = "copydesk.yml";

impl Letter {
    fn profile(&self) -> String {
        std::fs::read_to_string(self.at(PROFILE)).unwrap_or_default()
    }
}

#[test]
fn each_part_of_the_notes_is_used_or_unused_or_not_known() {
    let letter = Letter::new();
    let notes = NOTES.replace(
        "@nobody\n",
        "@nobody\n* Sat there\n\n## 12:30 A word from the harbour\nThe tide is high.\n\n## In the Weeds\nWhy lamps hum.\n",
    );
    let (_, said) = letter.import("notes", &notes, &[]);
    for line in [
        "-:1: used: the opening, for one offer",
        "-:5: unused: the part “community news”",
        "-:11: used: the part “library pypi weekly download stats”, for 2 offers",
        "-:18: used: the part “library updates in the last seven days”, for one offer",
        "-:23: unused: the part “hug reports”",
        "-:27: used: the part “status updates”, for one offer",
        "-:34: unclear: the part “A word from the harbour” is unknown, so it is not used",
        "-:37: unused: the part “in the weeds”",
    ] {
        assert!(said.lines().any(|own| own == line), "no {line:?} in\n{said}");
    }
    let (_, json) = letter.import("notes", &notes, &["--json"]);
    let json = crate::support::schema::output("import", &json);
    let tones = |tone: &str| {
        let remarks = json["remarks"].as_array().unwrap().iter();
        remarks.filter(|remark| remark["tone"] == tone).count()
    };
    assert_eq!((tones("used"), tones("unused")), (4, 3), "{json:#}");
}

#[test]
fn a_part_that_nothing_is_known_of_yet_waits_for_an_answer() {
    let letter = Letter::new();
    let (before, _) = NOTES.split_once("## Status Updates\n").unwrap();
    let notes = format!("{before}## Status Updates\n@nobody\n* Was there\n");
    let (_, said) = letter.import("notes", &notes, &[]);
    assert!(said.contains("unclear: the part “status updates” waits for an answer"), "{said}");
    let (_, said) = letter.import("notes", &notes, &["--person", "nobody="]);
    assert!(said.contains("unused: the part “status updates”"), "{said}");
}

#[test]
fn whose_block_somebody_writes_is_asked_once_and_kept() {
    let letter = Letter::new();
    let (_, said) = letter.import("notes", NOTES, &[]);
    assert!(
        said.contains("-:31: unclear: whose block @nobody writes: `--person nobody=NAME` says it"),
        "{said}"
    );
    // What is only looked at keeps nothing.
    let (_, said) = letter.import("notes", NOTES, &["--person", "@Nobody=Nia"]);
    assert!(said.contains("update by Nia") && !said.contains("whose block"), "{said}");
    let (_, diff) = letter.import("notes", NOTES, &["--person", "nobody=Nia", "--dry-run"]);
    assert!(!diff.contains("whose block"), "{diff}");
    assert_eq!(letter.profile(), "");
    // Nor does what can't be read, and two answers are none.
    assert_eq!(letter.import("notes", "Just a word.\n", &["--person", "nobody=Nia", "--apply"]).0, 2);
    let (code, said) =
        letter.import("notes", NOTES, &["--person", "nobody=Nia", "--person", "@nobody=Bo", "--apply"]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("`--person` names two people for the block of nobody"), "{said}");
    assert_eq!(letter.profile(), "");
    let (code, said) = letter.import("notes", NOTES, &["--person", "nobody=Nia", "--apply"]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(
        letter.profile(),
        "extends: circuitpython\nname: circuitpython\n\nimport:\n  people:\n    nobody: Nia\n"
    );
    assert!(letter.draft().contains("**Nia**\n\n* Was there\n"), "{}", letter.draft());
    let (_, said) = letter.import("notes", NOTES, &[]);
    assert!(!said.contains("whose block"), "{said}");
    // Said once more it is the same.
    let kept = letter.profile();
    assert_ne!(letter.import("notes", NOTES, &["--person", "nobody=Nia", "--apply"]).0, 2);
    assert_eq!(letter.profile(), kept);
}

#[test]
fn nobody_is_an_answer_too_and_the_rest_of_the_profile_stays() {
    let letter = Letter::new();
    let own =
        "extends: circuitpython # ours\nimport:\n  # who is who\n  people: { zoe: Zoë }\nweekday: monday\n";
    letter.write(PROFILE, own);
    let (code, said) = letter.import("notes", NOTES, &["--person", "nobody=", "--apply"]);
    assert_eq!(code, 0, "{said}");
    assert!(!said.contains("whose block"), "{said}");
    assert_eq!(letter.profile(), own.replace("{ zoe", "{ nobody: ~, zoe"));
    let (_, said) = letter.import("notes", NOTES, &[]);
    assert!(!said.contains("whose block") && !said.contains("nobody"), "{said}");
    // Another answer takes the place of the first, and one about somebody whom no document names is refused.
    let (_, said) = letter.import("notes", NOTES, &["--person", "nobody=Nia", "--apply"]);
    assert!(said.contains("update by Nia"), "{said}");
    assert_eq!(letter.profile(), own.replace("{ zoe", "{ nobody: Nia, zoe"));
    let (code, said) = letter.import("notes", NOTES, &["--person", "zoe=Nia", "--apply"]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("no document names zoe, to which `--person` refers"), "{said}");
    for (answer, why) in [
        ("nobody", "write HANDLE=NAME"),
        ("@=Nia", "a handle has letters"),
        ("a=**b**", "a name has up to 60 letters"),
        ("a=b\nc", "a name has up to 60 letters"),
    ] {
        let (code, said) = letter.import("notes", NOTES, &["--person", answer]);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains(why), "{said}");
    }
    assert_eq!(letter.import("clicks", "Link,Clicks\n", &["--person", "a=B"]).0, 2);
}

#[test]
fn where_a_shortened_address_leads_is_asked() {
    let letter = Letter::new();
    let post = "---\ntitle: A kite\nlink: https://bit.ly/kite\ndate: 2024-05-01\n---\n\nIt flies [high](https://t.co/high) and [low](https://kite.example/low).\n";
    let (_, said) = letter.import("post", post, &[]);
    for address in ["https://bit.ly/kite", "https://t.co/high"] {
        let line = format!("-: unclear: where {address} leads: `--expand {address}=ADDRESS` says it");
        assert!(said.lines().any(|own| own == line), "{said}");
    }
    let answers = [
        "--expand",
        "https://bit.ly/kite=https://kite.example/1",
        "--expand",
        "https://t.co/high=https://kite.example/high?a=b",
    ];
    let (code, said) = letter.import("post", post, &[&answers[..], &["--apply"]].concat());
    assert_eq!(code, 0, "{said}");
    assert!(!said.contains("leads"), "{said}");
    let text = letter.draft();
    let story = "[A kite](https://kite.example/1): It flies [high](https://kite.example/high?a=b) and [low](https://kite.example/low)";
    assert!(text.contains(story) && !text.contains("bit.ly") && !text.contains("https://t.co"), "{text}");
    // As a browser would find it from the post's page, and once though it is there twice.
    let post = "---\ntitle: A drum\nlink: https://drum.example/1\n---\n\nIt [booms](//bit.ly/a=http) and [more](https://drum.example/2), it [booms](//bit.ly/a=http).\n";
    let (_, said) = letter.import("post", post, &[]);
    assert_eq!(said.matches("leads:").count(), 1, "{said}");
    let answer = "https://bit.ly/a=http=https://drum.example/boom";
    let (code, said) = letter.import("post", post, &["--expand", answer, "--apply"]);
    assert_eq!(code, 0, "{said}");
    assert!(!letter.draft().contains("bit.ly"), "{}", letter.draft());
    let elsewhere = letter.import("post", post, &["--expand", "https://bit.ly/b=https://drum.example/b"]);
    assert_eq!(elsewhere.0, 2, "{}", elsewhere.1);
    for answer in ["https://bit.ly/kite", "https://bit.ly/kite=https://a b", "x=https://a.example"] {
        assert_eq!(letter.import("post", post, &["--expand", answer]).0, 2, "{answer}");
    }
}

#[test]
fn a_post_of_more_than_a_year_ago_waits_for_a_second_look() {
    let letter = Letter::new();
    for (date, is_old) in [("2023-05-12", true), ("2023-05-13", false), ("2024-05-10", false)] {
        let post =
            format!("---\ntitle: A kite\nlink: https://kite.example/1\ndate: {date}\n---\n\nIt flies.\n");
        let (_, said) = letter.import("post", &post, &[]);
        let look = format!("look twice: the post is of {date}, more than a year before the issue");
        assert_eq!(said.contains(&look), is_old, "{said}");
    }
}
