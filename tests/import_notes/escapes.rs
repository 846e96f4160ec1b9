//! Backslashes that a word processor puts before what was typed into it: anywhere in titles, marks of
//! lists and labels they change nothing.

use crate::support::properties::notes::grammar;
use copydesk::import::notes::{self, MeetingNotes};

const PLAIN: &str = "\
# Snake Weekly for May 6, 2024

## 2:49 Community News
### 3:05 Snakes hum
They do - [Herald](https://herald.example/hum).
## State of CircuitPython, Libraries and Blinka
### 8:35 Libraries
* Adafruit Libraries: 338 Community Libraries: 143 (Total: 481)
#### Library PyPI Weekly Download Stats
* **Total Library Stats**
  * 128 PyPI downloads over 2 libraries
* **Top 10 Libraries by PyPI Downloads**
  * Snake Bus (snake-bus): 9
#### Library updates in the last seven days:
* **New Libraries**
  * [Snake_Py](https://github.com/snakes/Snake_Py)
* **Updated Libraries**
  * snakes/Snake_Eggs
### 9:00 Blinka
* Number of supported boards: 146
## 04:20 Hug Reports
@jenny (hosting)
* All who hum

## 10:00 Status Updates
10:48 @jorin
* A lamp

11:00 @bert - lurking

**Cara (cara)**
* A buoy
## 50:00 Wrap-Up
";

fn read(text: &str) -> MeetingNotes {
    notes::read(text, grammar()).unwrap().value
}

#[test]
fn escaped_marks_change_nothing() {
    let wanted = read(PLAIN);
    assert_eq!((wanted.hugs.len(), wanted.status.len(), wanted.state.updated.len()), (1, 3, 1));
    for (from, to) in [
        // Titles: what was typed after the word processor's own hashes, one of them and all.
        ("## 04:20 Hug Reports", "## \\#\\# 04:20 Hug Reports"),
        ("## 04:20 Hug Reports", "## \\## 04:20 Hug Reports"),
        ("## 04:20 Hug Reports", "## \\# 04:20 Hug Reports"),
        ("## 04:20 Hug Reports", "## ## 04:20 Hug Reports"),
        ("## 04:20 Hug Reports", "\\## 04:20 Hug Reports"),
        ("## 04:20 Hug Reports", "\\#\\# 04:20 Hug Reports"),
        ("## 04:20 Hug Reports", "\\# Hug Reports"),
        ("## 04:20 Hug Reports", "\\#\\# **04:20 Hug Reports**"),
        ("## 04:20 Hug Reports", "**\\#\\# 04:20 Hug Reports**"),
        ("## 04:20 Hug Reports", "\\*\\*04:20 Hug Reports\\*\\*"),
        ("## 04:20 Hug Reports", "## 04\\:20 Hug Reports\\:"),
        ("## 04:20 Hug Reports", "## \\(04:20\\) Hug Reports"),
        ("## 04:20 Hug Reports", "\\* ## 04:20 Hug Reports"),
        ("## 04:20 Hug Reports", "## 04:20 Hug  Reports"),
        ("## 04:20 Hug Reports", "## 04:20 Hug\u{a0}Reports"),
        ("\n## ", "\n## \\#\\# "),
        ("\n## ", "\n\\#\\# "),
        ("\n### ", "\n### \\#\\#\\# "),
        ("#### Library updates in the last seven days:", "\\#### Library updates in the last seven days\\:"),
        ("## 50:00 Wrap-Up", "## 50:00 Wrap\\-Up"),
        // Marks of lists, one alone too.
        ("* Number of", "\\* Number of"),
        ("* Number of", "\\- Number of"),
        ("* Number of", "\\+ Number of"),
        ("* Number of", "1\\. Number of"),
        ("* Adafruit", "\\* Adafruit"),
        ("  * Snake Bus", "  \\* Snake Bus"),
        ("  * [Snake_Py](", "  \\* \\[Snake\\_Py\\]("),
        ("  * snakes/Snake_Eggs", "  \\- snakes/Snake\\_Eggs"),
        ("* **Updated Libraries**", "\\* **Updated Libraries**"),
        ("* **Updated Libraries**", "\\* \\*\\*Updated Libraries\\*\\*"),
        ("* **Top 10", "\\- **Top 10"),
        // Labels.
        ("supported boards: 146", "supported boards\\: 146"),
        ("Bus (snake-bus): 9", "Bus \\(snake\\-bus\\)\\: 9"),
        ("338 Community Libraries: 143 (Total: 481)", "338 Community Libraries\\: 143 \\(Total\\: 481\\)"),
        // Names.
        ("@jenny (hosting)", "@jenny \\(hosting\\)"),
        ("@jenny (hosting)", "\\@jenny \\(hosting\\)"),
        ("@jenny (hosting)", "\\#\\# @jenny (hosting)"),
        ("@jenny (hosting)", "### \\#\\#\\# @jenny (hosting)"),
        ("10:48 @jorin", "10\\:48 \\- @jorin"),
        ("@bert - lurking", "@bert \\- lurking"),
        ("**Cara (cara)**", "**Cara \\(cara\\)**"),
        ("**Cara (cara)**", "\\*\\*Cara \\(cara\\)\\*\\*"),
    ] {
        let text = PLAIN.replace(from, to);
        assert_ne!(text, PLAIN, "{from}");
        let found = read(&text);
        assert_eq!(found, wanted, "{from} → {to}");
    }
}

#[test]
fn a_document_whose_titles_were_all_typed_into_titles_is_read() {
    let text = "## \\#\\# 04:20 Hug Reports\n@jenny\n* All who hum\n";
    let hugs = read(text).hugs;
    assert_eq!((hugs[0].handle.as_str(), hugs[0].text.as_str()), ("@jenny", "* All who hum"));
}

#[test]
fn a_sentence_that_begins_with_an_escaped_mark_stays_one() {
    for text in
        ["\\# of lamps: 5", "\\#12 is merged", "\\- one dash", "\\* one star", "a \\(b\\) \\[c\\]\\(d\\)"]
    {
        let notes = read(&format!("## Status Updates\n@jenny\n{text}\n"));
        let plain = |text: &str| text.replace(['\\', '*'], "");
        assert_eq!(plain(&notes.status[0].text), plain(text));
        assert!(!notes.status[0].text.starts_with("**"), "{}", notes.status[0].text);
    }
}
