//! Small documents of ours, one for each form that the notes have had, and what is read of them.

use std::fmt::Write;

use crate::support::properties::notes::grammar;
use crate::support::within::limited;
use copydesk::import::notes::{self, Library, MeetingNotes, Person, State};
use copydesk::import::{Kind, Reading, Refusal, Remark, Tone, report};

fn read(text: &str) -> MeetingNotes {
    notes::read(text, grammar()).unwrap().value
}

fn library(library: &Library) -> String {
    let owner = library.owner.as_deref().unwrap_or("?");
    format!("{}: {owner}/{} {}", library.line, library.name, library.address.as_deref().unwrap_or("–"))
}

fn people(people: &[Person]) -> String {
    let mut out = String::new();
    for person in people {
        let notes =
            if person.notes.is_empty() { String::new() } else { format!(" ({})", person.notes.join("; ")) };
        writeln!(out, "[{}] {}{notes}\n{}", person.line, person.handle, person.text).unwrap();
    }
    out
}

fn state(state: &State) -> String {
    let mut out = String::new();
    let lists = [("new", &state.new), ("updated", &state.updated)];
    for (title, libraries) in lists {
        for one in libraries {
            writeln!(out, "{title} {}", library(one)).unwrap();
        }
    }
    if let Some(downloads) = &state.downloads {
        let over = downloads.libraries.as_ref().map(|count| count.value);
        writeln!(out, "{}: {} downloads over {over:?}", downloads.total.line, downloads.total.value).unwrap();
        for one in &downloads.top {
            let package = one.package.as_deref().unwrap_or("–");
            writeln!(out, "{}. {} ({package}) {}", one.rank, one.name, one.downloads.value).unwrap();
        }
    }
    if let Some(boards) = &state.boards {
        writeln!(out, "{}: {} boards", boards.line, boards.value).unwrap();
    }
    if let Some(sum) = state.libraries.sum() {
        let value = |count: &Option<notes::Count>| count.as_ref().map(|count| count.value);
        let (all, one, other) = (&state.libraries.total, &state.libraries.own, &state.libraries.community);
        writeln!(out, "{sum} libraries: {:?} = {:?} + {:?}", value(all), value(one), value(other)).unwrap();
    }
    for release in state.stable.iter().chain(&state.next) {
        writeln!(out, "{}: {} as “{}”", release.line, release.version, release.written).unwrap();
    }
    out
}

fn news(notes: &MeetingNotes) -> String {
    let mut out = String::new();
    for item in &notes.news {
        writeln!(out, "[{}] {}", item.line, item.title.as_deref().unwrap_or("–")).unwrap();
        if !item.body.is_empty() {
            writeln!(out, "{}", item.body).unwrap();
        }
        for source in &item.sources {
            writeln!(out, "→ {} {}", source.label.as_deref().unwrap_or("–"), source.address).unwrap();
        }
    }
    out
}

pub fn all(notes: &MeetingNotes) -> String {
    let day = notes.date.as_ref().map(|date| format!("{} (line {})", date.day, date.line));
    let link =
        |link: &Option<notes::Link>| link.as_ref().map(|link| link.address.clone()).unwrap_or_default();
    format!(
        "{} video {} notes {}\n\n{}\n{}\nhugs\n{}\nstatus\n{}",
        day.unwrap_or_default(),
        link(&notes.video),
        link(&notes.notes),
        news(notes),
        state(&notes.state),
        people(&notes.hugs),
        people(&notes.status),
    )
}

/// As the notes were written by hand in the first years.
const OLD: &str = "\
# Snake Weekly January 7th, 2019

Video is available here: [YouTube](https://youtu.be/abc) [elsewhere](https://videos.example/watch/1)

## 3:07 Community News
A board is out! https://boards.example/new

The anatomy of a chip
https://chips.example/anatomy
https://chips.example/pictures

* A bundle for all - https://bundle.example

## 3:30 State of CircuitPython + Libraries
## Overall
* 15 pull requests merged
 * 7 authors - one, two
### 5:52 Core
Download stats for 3.1.2
104 total

By board:
* metro - 5

| Board   | 3.1.2  | 4.0.0-beta.2  |
| --------|--------|---------------|
| metro   |  5     |       2       |

### 6:49 Libraries
* 3 pull requests merged
Library updates in the last seven days:
**New Libraries**
 * [Snake_Py](https://github.com/snakes/Snake_Py)
**Updated Libraries**
 *[Snake_Eggs](https://github.com/snakes/Snake_Eggs)
 * Snake_Nest
 * more/Snake_Skin
 * https://github.com/snakes/Snake_Tail

### 9:00 Blinka
* PyPI Downloads in the last week: 1,234
Number of supported boards: 23

## 9:40 Hug reports

24:04 @brenda - general group hug

12:50 @bert
* @lampada for the board

@cat - (lurking) hello to all
@dog - lurking

## 24:37 Status Updates
30:33 @bert
* Last week:
   * Wrote a driver
      * It works
* This week:
   * Sleep

30:50 @Maker Melinda
Wrote a page.

## 52:10 In The Weeds
52:37 @bert:
* A question
";

#[test]
fn notes_of_the_first_years_are_read() {
    insta::assert_snapshot!(all(&read(OLD)));
}

/// As they are exported and then corrected by hand, with time codes and captions of images.
const NEW: &str = "\u{feff}# Snake Weekly Meeting for Tuesday May 6, 2025
Welcome! Add your notes to the [notes document](https://docs.google.com/document/d/1/edit).

Video is available [on YouTube](https://www.youtube.com/watch?v=abc).
The next meeting is on May 12, 2025.
2:49 ## Community News
### 3:05 Snakes Turn Eleven
 Snakes Turn Eleven

Snakes have turned eleven - [Herald](https://herald.example/a_(b)).
“We began small.”
###  Project of the Week: A `Coin`
A coin - [Herald](https://herald.example/coin), [Herald](https://herald.example/a_(b)).
#### More
* Gold
* Silver
### 5:00 CircuitPython 9.1.0 Beta 2 Released
It is out.
### 4:51 Newsletter Details
The Snake Newsletter is a newsletter. The archives are [here](https://archive.example).
## 5:42 State of CircuitPython, Libraries and Blinka
**This report is of seven days.**
### 8:35 Libraries (Ned can read)
* Adafruit Libraries: 338 Community Libraries: 1,143 (Total: 1,481)
#### 9:00 Library PyPI Weekly Download Stats
* **Total Library Stats**
  * 128,179 PyPI downloads over 326 libraries
* **Top 10 Libraries by PyPI Downloads**
  * Snake Requests (snake-requests): 11,508
  * [Snake Bus](https://pypi.org/project/snake-bus/) (snake-bus): 9969
  * snake-register: 792
#### Library updates in the last seven days:
* **New Community Libraries**
  * [snakes/Snake_Py](https://github.com/snakes/Snake_Py)
* **Updated Libraries**
  * There were too many to list here.
### 13:08 The Blinka
* Number of supported boards: 133

## 14:01 Hug reports


14:24 @jenny (hosting)
* @jorin for patience


15:30 TheDevon3
* @arno for help


16:29@jerry(missing meeting)
* Group hug
* ## 18:01 Status Updates
18:16 @jenny
```python
# Libraries
print(\"\\_\")
```
10:480@jerry (text only, not here)
Last Week:
* Wrote the first half of a long sentence that somebody broke at its margin of eighty
  columns, and its second half
Next week:
1. One thing
   - and its part
2. Another
## Wrap-Up 33:10
Next meeting as usual: May 12, 2025 @ 2PM
";

#[test]
fn notes_of_later_years_are_read() {
    insta::assert_snapshot!(all(&read(NEW)));
}

/// As a word processor saves Markdown: escapes, hard breaks, bold titles, no-break spaces.
const EXPORTED: &str = "\
**Snake Weekly Meeting for September, 25 2024**  \r
\r
Video is available [on YouTube](https://youtu.be/a\\_b-c).  \r
\r
**2:49 Community News**  \r
**3:05 Snakes \\#1, again\\!**\r
![][image1]\r
\r
The file `__init__.py` \\- \\~50 of them, \\_all\\_ in snake\\_case \\(really\\)\\.  \r
See [https://github.com/snakes/Snake\\_Py](https://github.com/snakes/Snake_Py) and []() 2 \\* 3 \\= 6\u{a0}\\[sic\\].  \r
\r
**4:00 Another\\_one**\r
\r
\\- not a list\r
\r
# **5:42 State of CircuitPython, Libraries & Blinka** {#state}\r
## **Libraries** {#libraries}\r
***Updated Libraries***  \r
\r
* [snakes/Snake\\_Py](https://github.com/snakes/Snake_Py)  \r
* [https://github.com/snakes/Snake\\_Eggs](https://github.com/snakes/Snake_Eggs)  \r
\r
## Blinka\r
\r
Number of supported boards: 140  \r
\r
**Hug reports**\r
\r
**@jenny** \\(hosting\\)  \r
\r
* @jorin for the \\<b\\> tag and 5 \\< 6  \r
\r
### 14:52 @jorin {#jorin}\r
\r
1\\. not a list either  \r
\r
## **Status Updates**\r
\r
16:00 @jenny  \r
\r
* One  \r
  * Two  \r
    * Three\\_3  \r
\r
* Four  \r
  \r
  with more\r
\r
[image1]: <data:image/png;base64,AAAA>\r
";

#[test]
fn notes_that_a_word_processor_exports_come_out_clean() {
    insta::assert_snapshot!(all(&read(EXPORTED)));
}

/// Marks of Markdown, with the backslashes that a word processor puts before what was typed into it.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if "#*_[]-!>`~+=<".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out.replace('\n', "  \n")
}

#[test]
fn markdown_that_was_typed_into_a_word_processor_is_read_as_it_was_typed() {
    for text in [OLD, NEW] {
        assert_eq!(read(&escaped(text)), read(text));
    }
    let linked = escaped(NEW).replace(
        "(https://herald.example/coin)",
        "([https://herald.example/coin](https://herald.example/coin))",
    );
    assert_eq!(read(&linked), read(NEW));
}

#[test]
fn what_stands_between_two_rounds_of_people_is_nobodys() {
    let text = "## Status Updates\n@jenny\n* One\n\n## Mini-In The Weeds\n31:02 @bob\n* A talk\n\n# Status Updates Part Deux\n\n33:37 @arno\n* Two\n";
    assert_eq!(people(&read(text).status), "[2] @jenny\n* One\n[11] @arno\n* Two\n");
}

#[test]
fn what_nobody_would_see_as_a_tag_is_escaped() {
    let text = "## Status Updates\n@jenny\n* a Vec<Lamp> of <name>, `<name>`, \\<name\\>, <b>bold</b>, 5<6 and <https://example.org/>\n";
    let reported = "[2] @jenny\n* a Vec\\<Lamp> of \\<name>, `<name>`, \\<name>, <b>bold</b>, 5<6 and <https://example.org/>\n";
    assert_eq!(people(&read(text).status), reported);
}

const REPORT: &str = "\
Running CircuitPython Library checks...
Report Date: 06 May 2024, 12:31PM
 - Report output will be saved to: report.txt

Found 500 repos to check.
Found 338 submodules in the bundle.

State of CircuitPython + Libraries + Blinka

### Overall
* 14 pull requests merged

### Core
* 4 pull requests merged
Number of supported boards: 500

### Libraries
* Adafruit Libraries: 339 Community Libraries: 143 (Total: 482)
* https://circuitpython.org/contributing

#### Library PyPI Weekly Download Stats
* **Total Library Stats**
  * 1000 PyPI downloads over 2 libraries
* **Top 10 Libraries by PyPI Downloads**
  * Snake Requests (snake-requests): 999

#### Library updates in the last seven days:
* **New Libraries**
  * [snakes/Snake_Py](https://github.com/snakes/Snake_Py)
3 out of 338 repos need work.

Not listed on the page - 4
  * https://github.com/snakes/Snake_Old

### Blinka
* Number of supported boards: 150
";

#[test]
fn a_library_report_is_read() {
    let Reading { value, remarks } = report::read(REPORT, grammar()).unwrap();
    assert_eq!(value.date.map(|date| (date.day.to_string(), date.line)), Some(("2024-05-06".into(), 2)));
    insta::assert_snapshot!(state(&value.state));
    let missing: Vec<_> = remarks.iter().filter(|remark| remark.tone == Tone::Missing).collect();
    assert_eq!(missing, [&Remark::missing("updated libraries")]);
}

#[test]
fn numbers_that_do_not_add_up_are_told() {
    let text = REPORT.replace("(Total: 482)", "(Total: 481)");
    let reading = report::read(&text, grammar()).unwrap();
    let unclear = Remark::unclear(18, "481 libraries in total, but the parts add up to 482");
    assert!(reading.remarks.contains(&unclear), "{:?}", reading.remarks);
    assert_eq!(reading.value.state.libraries.sum(), Some(481));
}

#[test]
fn without_a_number_in_all_the_bundles_are_added() {
    let text = REPORT.replace(" (Total: 482)", "");
    assert_eq!(report::read(&text, grammar()).unwrap().value.state.libraries.sum(), Some(482));
}

#[test]
fn what_was_found_and_what_was_not_is_told_with_its_line() {
    let text = NEW.replace("(Total: 1,481)", "");
    let remarks = notes::read(&text, grammar()).unwrap().remarks;
    let mut out = String::new();
    for remark in remarks {
        let line = remark.line.map(|line| line.to_string()).unwrap_or_default();
        writeln!(out, "{line:>3} {:?}: {}", remark.tone, remark.text).unwrap();
    }
    insta::assert_snapshot!(out);
}

#[test]
fn what_is_no_such_document_is_refused() {
    for text in ["", " \r\n\u{feff}\t\u{a0}\n"] {
        assert_eq!(notes::read(text, grammar()).unwrap_err(), Refusal::Empty);
        assert_eq!(report::read(text, grammar()).unwrap_err(), Refusal::Empty);
    }
    let text = "A story.\n\n## About libraries\n\nOverall, it is fine.\n";
    assert_eq!(notes::read(text, grammar()).unwrap_err(), Refusal::Nothing(Kind::Notes));
    assert_eq!(report::read(text, grammar()).unwrap_err(), Refusal::Nothing(Kind::Report));
    let page = "<!doctype html><title>Not found</title>";
    assert_eq!(notes::read(page, grammar()).unwrap_err(), Refusal::WebPage(Kind::Notes));
    assert_eq!(report::read(page, grammar()).unwrap_err(), Refusal::WebPage(Kind::Report));
}

#[test]
fn what_is_cut_off_is_read_up_to_there() {
    let whole = read(NEW);
    let at = NEW.find("herald.example/coin").unwrap();
    let reading = notes::read(&NEW[..at], grammar()).unwrap();
    assert_eq!(reading.value.news.len(), 2);
    assert_eq!(reading.value.news[0], whole.news[0]);
    let torn: Vec<_> = reading.remarks.iter().filter(|remark| remark.tone == Tone::Unclear).collect();
    assert_eq!(torn, [&Remark::unclear(13, "it ends in the middle of a link: was it cut off?")]);
    // Wherever it is cut, nothing breaks, and there is never more than in the whole.
    for (at, _) in NEW.char_indices() {
        if let Ok(reading) = notes::read(&NEW[..at], grammar()) {
            assert!(reading.value.status.len() <= whole.status.len(), "{at}");
        }
    }
}

#[test]
fn line_breaks_of_any_kind_change_nothing() {
    let unix = read(NEW);
    assert_eq!(read(&NEW.replace('\n', "\r\n")), unix);
    assert_eq!(read(NEW.trim_start_matches('\u{feff}')), unix);
    assert_eq!(read(&NEW.replace("\n#", "\n#\u{a0}#").replace("#\u{a0}#", "#")), unix);
}

#[test]
fn levels_time_codes_and_bold_change_nothing() {
    let plain = "# Snake Weekly for May 6, 2024\n\n## Community News\n### One\nIt is.\n\
                 ## State of CircuitPython\n### Blinka\nNumber of supported boards: 9\n\
                 ## Hug Reports\n@a\n* b\n\n## Status Updates\n@c\n* d\n\n## Wrap-Up\n";
    let wanted = read(plain);
    for (from, to) in [
        ("\n## ", "\n#### "),
        ("\n## ", "\n## 5:24 "),
        ("\n## ", "\n##  1:02:33 "),
        ("\n## ", "\n5:24 ## "),
        ("\n@", "\n7:12 @"),
        ("\n@", "\n7:12@"),
        ("Hug Reports", "HUG REPORTS:"),
        ("Hug Reports", "Hug reports (10 minutes)"),
        ("## Hug Reports", "**Hug Reports**"),
        ("## Hug Reports", "10:27 Hug Reports"),
        ("## Hug Reports", "* ## Hug Reports"),
        ("## Hug Reports", "Hug Reports"),
    ] {
        assert_eq!(read(&plain.replace(from, to)), wanted, "{from} → {to}");
    }
}

/// Neither long lines nor many of them take longer than in proportion: what does is ended by the limit.
#[test]
fn a_document_of_any_size_is_read_in_time() {
    const INSIDE: &str = "COPYDESK_TEST_LIMITED";
    let name = "import_notes::forms::a_document_of_any_size_is_read_in_time";
    if std::env::var_os(INSIDE).is_none() {
        let this = std::env::current_exe().unwrap();
        let mut child = limited(None, Some(10), this.to_str().unwrap());
        let output = child.args([name, "--exact", "--nocapture"]).env(INSIDE, "1").output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && text.contains("1 passed"), "{:?}: {text}", output.status);
        return;
    }
    let title = "## Community News\n";
    for piece in [
        "[", "](", "![", "\\_", "\\[", "`", "*", "> ", "https://", "][", "((", "#", "\n", "\n\n", "* \n",
        "a\n", "@a\n", "* a\n", "  * a\n", "## b\n", "5:24 c\n", "**d**\n", "```\n", "|", "[a](b)",
        " \u{a0}", "- \t",
    ] {
        for part in [title, "## Status Updates\n", "## State of CircuitPython\n**New Libraries**\n", ""] {
            let text = format!("{part}{}", piece.repeat(60_000 / piece.len()));
            println!("{piece:?} in {part:?}");
            let _ = notes::read(&text, grammar());
            let _ = report::read(&text, grammar());
        }
    }
}
