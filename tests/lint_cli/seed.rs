//! A real draft with two issues before it that are made of it: what each proof and each rule refuses
//! beside what it lets pass. The draft is filled in here, and none of its sentences is in this file.

use copydesk::draft::Draft;
use copydesk::outline::{Input, Outline, drop_empty, leave_out, update_count};
use copydesk::profile::{Profile, SlotKind, built_in};
use copydesk::text::{Edit, Edits, Span};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use jiff::civil::{Date, date};
use regex::Regex;
use serde_json::Value;

use super::folder::Folder;
use crate::image_cli::images::{bytes, jpeg};
use crate::support::require::seeds;

const DRAFT: &str = "_drafts/2023-10-09-draft.md";

/// The seed filled in as the issue of a day, with nothing of the template's left.
fn filled(seed: &str, day: Date) -> String {
    let ymd = day.strftime("%Y%m%d").to_string();
    let page = day.strftime("https://letter.example/%Y/%m/%d/view").to_string();
    let mut text = seed.to_owned();
    for (old, new) in [
        ("2023-10-09", day.to_string().as_str()),
        ("20231009", &ymd),
        ("20230925", &ymd),
        ("Featured story title here!", &format!("Lamps of {ymd}")),
        ("- [ ] ", "- [x] "),
        ("{subject}", "lamps"),
        ("permmitted", "permitted"),
        ("Eventbright", "Eventbrite"),
        ("v1.20..0", "v1.20.0"),
        ("NUMBER", "37,500"),
        ("every Tuesday", "every Monday"),
        ("/channel/))", "/channel/)"),
    ] {
        assert!(text.contains(old), "{old}");
        text = text.replace(old, new);
    }
    // Each stream has a page of its own.
    let parsec = text.find("**CircuitPython Parsec**").unwrap();
    let (dive, rest) = text.split_at(parsec);
    let link = |part: &str, n: u8| part.replace("](link)", &format!("](https://video.example/{ymd}/{n})"));
    text = format!("{}{}", link(dive, 1), link(rest, 2));
    let news = text.find("## News from around the web!").unwrap();
    let form = news + text[news..].find("[![title]").unwrap();
    let end = form + text[form..].find("(url).").unwrap() + "(url).".len();
    let story = format!(
        "[![A lamp](../assets/{ymd}/{ymd}lamp.jpg)](https://lamp.example/{ymd})\n\nA lamp that hums - [Lamps](https://lamp.example/about)."
    );
    text.replace_range(form..end, &story);
    let browser = Regex::new(r"(?m)^View this email in your browser\..*$").unwrap();
    let link = format!("[View this email in your browser.]({page})");
    let text = browser.replace(&text, link.as_str()).into_owned();
    let text = Regex::new(r"\*insert [^*]*\*").unwrap().replace(&text, "Hello.").into_owned();
    without_empty(&text, &built_in("circuitpython").unwrap())
}

fn without_empty(text: &str, profile: &Profile) -> String {
    let mut draft = Draft::parse(text);
    let mut outline = Outline::new(&draft, profile);
    let boards =
        |outline: &Outline| outline.slots.iter().position(|slot| slot.kind == SlotKind::Boards).unwrap();
    let edits = leave_out(&draft, &outline, profile, boards(&outline)).unwrap();
    draft = Draft::parse(edits.apply(draft.text()));
    outline = Outline::new(&draft, profile);
    let edits = update_count(&draft, profile, &outline, &outline.slots[boards(&outline)]);
    draft = Draft::parse(edits.unwrap_or_default().apply(draft.text()));
    outline = Outline::new(&draft, profile);
    let dropped = |draft: &Draft, outline: &Outline| {
        (0..outline.sections.len()).find_map(|section| drop_empty(draft, outline, section))
    };
    while let Some(edits) = dropped(&draft, &outline) {
        draft = Draft::parse(edits.apply(draft.text()));
        outline = Outline::new(&draft, profile);
    }
    // A section that nothing is left of.
    let bare = outline.sections.iter().filter(|section| {
        let rest = draft.slice(section.span).split_once('\n').map_or("", |(_, rest)| rest);
        section.known && section.level > 0 && rest.trim().is_empty()
    });
    let edits = bare.map(|section| Edit { span: section.span, text: String::new() }).collect();
    Edits::new(edits).unwrap().apply(draft.text())
}

/// An issue that went out: another week's links, words and numbers, and no tasks or notes. `week` is 1
/// for the first.
fn sent(seed: &str, day: Date, week: u8, stories: &str) -> String {
    let mut text = filled(seed, day);
    for (new, old) in [
        ("**449**", format!("**{}**", 446 + u32::from(week))),
        ("[8.2.6]", format!("[8.2.{}]", 3 + week)),
        ("[20231003]", format!("[2023090{week}]")),
        ("[20231004]", format!("[2023090{week}]")),
        ("[v1.20.0]", format!("[v1.19.{week}]")),
        ("[3.12.0]", format!("[3.11.{week}]")),
        ("3,675", format!("3,67{week}")),
        ("37,500", format!("37,40{week}")),
        ("_SSD1680", format!("_SSD168{week}")),
        ("116600", format!("11660{week}")),
        ("9337", format!("933{week}")),
    ] {
        assert!(text.contains(new), "{new}");
        text = text.replace(new, &old);
    }
    let start = text.find("\n---\n").unwrap() + 5;
    let end = text.find("[View this email").unwrap();
    let text = format!("{}\n{}", &text[..start], &text[end..]);
    let draft = Draft::parse(text.as_str());
    let outline = Outline::new(&draft, &built_in("circuitpython").unwrap());
    let mark = day.strftime("%m%d").to_string();
    let mut edits: Vec<Edit> = Vec::new();
    for field in outline.slots.iter().flat_map(|slot| slot.all_fields()) {
        let added = match field.input {
            Input::Address => format!("/w{mark}"),
            Input::Markdown => format!(" That was {mark}."),
            _ => continue,
        };
        edits.extend(field.spans.iter().map(|span| Edit { span: Span::at(span.end), text: added.clone() }));
    }
    edits.sort_by_key(|edit| edit.span);
    edits.dedup();
    let text = Edits::new(edits).unwrap().apply(draft.text());
    let at = text.find("PyDev of the Week").unwrap();
    format!("{}{stories}{}", &text[..at], &text[at..])
}

/// The title and the address of the popular link.
fn popular(seed: &str) -> (String, String) {
    let line = seed.lines().find(|line| line.starts_with("#ICYDNCI")).unwrap();
    let (_, rest) = line.split_once(")? [").unwrap();
    let (title, rest) = rest.split_once("](").unwrap();
    (title.to_owned(), rest.split_once(')').unwrap().0.to_owned())
}

/// An image of its own for each number.
fn blocks(n: u32) -> DynamicImage {
    let is_dark =
        |x: u32, y: u32| (n + 1).wrapping_mul(2_654_435_761).rotate_left(x / 60 * 5 + y / 20) & 1 == 1;
    RgbImage::from_fn(540, 160, |x, y| Rgb(if is_dark(x, y) { [20, 30, 40] } else { [240, 230, 200] })).into()
}

/// The seed and the two issues before it, laid out once.
struct Week {
    folder: Folder,
    /// The draft filled in: nothing speaks against it.
    good: String,
}

impl Week {
    fn new() -> Option<Week> {
        let seed = std::fs::read_to_string(seeds()?.join("002_667add6100d0691e.txt")).unwrap();
        let folder = Folder::new();
        let (title, address) = popular(&seed);
        let book = format!(
            "[![{title}](../assets/20231002/20231002book.jpg)]({address})\n\nA book - [Books]({address}).\n\n"
        );
        folder.write("_posts/2023-09-25-lamps.md", sent(&seed, date(2023, 9, 25), 1, ""));
        folder.write("_posts/2023-10-02-lamps.md", sent(&seed, date(2023, 10, 2), 2, &book));
        let good = filled(&seed, date(2023, 10, 9));
        let draft = Draft::parse(good.as_str());
        for (n, image) in draft.images().enumerate() {
            let path = draft.slice(image.dest);
            if let Some(name) = path.strip_prefix("../").filter(|name| !name.ends_with('/')) {
                let format = if name.ends_with("gif") { ImageFormat::Gif } else { ImageFormat::Jpeg };
                let format = if name.ends_with("png") { ImageFormat::Png } else { format };
                folder.write(name, bytes(&blocks(n as u32), format));
            }
        }
        folder.write(DRAFT, &good);
        Some(Week { folder, good })
    }

    /// What `lint` finds in a text in the draft's place: the rules, and each line of the checklist with
    /// what the evidence says of it.
    fn checked(&self, text: &str) -> (Vec<String>, Vec<(String, String)>) {
        self.folder.write(DRAFT, text);
        let run = self.folder.run(&format!("lint --as-of 2023-10-07 --format json {DRAFT}"));
        let page: Value = serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{run:?}"));
        let file = &page["files"][0];
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let rules = file["problems"].as_array().unwrap().iter().map(|one| text(&one["rule"])).collect();
        let lines = file["status"]["checklist"].as_array().unwrap().iter();
        (rules, lines.map(|line| (text(&line["line"]), text(&line["status"]))).collect())
    }

    /// The good draft with one text in the place of another, which must be there.
    fn with(&self, old: &str, new: &str) -> String {
        assert!(self.good.contains(old), "{old} is not in the draft");
        self.good.replacen(old, new, 1)
    }
}

/// The last issue in the address of its page.
const LAST: &str = "daily.com/2023/10/02/";
const STORY: &str = "A lamp that hums - [Lamps](https://lamp.example/about).";

#[test]
fn the_seed_filled_in_is_proven_and_clean() {
    let Some(week) = Week::new() else { return };
    let status = week.folder.run("status --as-of 2023-10-07 2023-10-09");
    let (rules, lines) = week.checked(&week.good);
    // The seed has another dash before one source.
    assert_eq!(rules, ["source-form"]);
    assert!(lines.len() >= 9 && lines.iter().all(|(_, status)| status == "proven"), "{lines:#?}");
    assert_eq!(status.code, Some(0), "{}", status.out);
}

#[test]
fn each_proof_refuses_what_is_not_so() {
    let Some(week) = Week::new() else { return };
    let last = week.folder.read("_posts/2023-10-02-lamps.md");
    let story = |text: &str| {
        let start = text.find("## Python 3.12").unwrap();
        text[start..start + 3 + text[start + 3..].find("\n## ").unwrap()].to_owned()
    };
    let people = |text: &str| {
        let start = text.find("**Dan**").unwrap();
        text[start..text.find("## Upcoming Events").unwrap()].to_owned()
    };
    let without_icymi = {
        let start = week.good.find("## ICYMI").unwrap();
        let end = week.good.find("## Contribute").unwrap();
        format!("{}{}", &week.good[..start], &week.good[end..])
    };
    let book = popular(&week.good);
    // What proves nothing is open, and said where somebody has ticked it.
    let (no, said) = ("contradicted", "said");
    let untick = |text: String| text.replace("[x] Library", "[ ] Library");
    let mut failed = Vec::new();
    for (line, status, text) in [
        ("change date", no, week.with("2023-10-09 07", "2023-10-16 07")),
        ("change date", no, week.with("2023-10-09 07", "TODO 07")),
        ("update title", no, week.with("Lamps of 20231009", "Featured story title here!")),
        ("update title", no, week.with("Lamps of 20231009", "Lamps of 20231002")),
        ("Feature story", no, week.with(&story(&week.good), &story(&last))),
        ("for images", no, week.with("20231009lamp.jpg", "20231009lump.jpg")),
        ("550w", no, week.with("20231009lamp.jpg", "20231009wide.jpg")),
        ("ICYDNCI", no, week.with(LAST, "daily.com/2023/09/25/")),
        ("ICYDNCI", no, week.with(&format!("]({})", book.1), "](https://nowhere.example/x)")),
        ("ICYDNCI", no, week.with(&format!("[{}]", book.0), "[Another title]")),
        ("Library and info", no, week.with("**449**", "**###**")),
        ("Library and info", said, week.with("**449**", "**448**")),
        ("Library and info", said, week.with("116600", "116602")),
        ("Library and info", said, week.with("9337", "9332")),
        ("Library and info", "open", untick(week.with("**449**", "**448**"))),
        ("Library and info", said, week.with(&people(&week.good), &people(&last))),
        ("View this email", no, week.with("(https://letter.example/2023/10/09/view)", "()")),
        ("View this email", no, week.with("/2023/10/09/view", "/2023/10/02/view")),
        ("ICYMI", no, without_icymi),
    ] {
        week.folder.write("assets/20231009/20231009wide.jpg", jpeg(600, 90));
        let (_, lines) = week.checked(&text);
        let (_, found) = lines.iter().find(|(own, _)| own.contains(line)).unwrap();
        if found != status {
            failed.push(format!("{line} is {found}: {:?}", Edits::between(&week.good, &text)));
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn each_rule_refuses_one_draft_and_lets_another_pass() {
    let Some(week) = Week::new() else { return };
    let said = |words: &str| week.with(STORY, &STORY.replace("A lamp that hums", words));
    let more = |words: &str| week.with(STORY, &format!("{STORY}\n\n{words}"));
    let second = |address: &str| {
        more(&format!(
            "[![A drum](../assets/20231009/20231009lamp.jpg)]({address})\n\nA drum - [Drums]({address}/a)."
        ))
    };
    let heading = |words: &str| {
        week.with("## Upcoming Events", &format!("## {words}\n\nAll of it.\n\n## Upcoming Events"))
    };
    let guide =
        Regex::new(r"(?m)^\[[^\]]+\]\(https://learn[^)]+\)( from \[[^\]]+\]\((?P<author>[^)]+)\))").unwrap();
    let author = guide.captures(&week.good).unwrap();
    let meetup = week.good.find("[![MicroPython Meetup]").unwrap();
    let event = week.good[meetup..].split("[![Hackaday").next().unwrap();
    let day = |new: &str| week.with("October 25th", new);
    let last = week.folder.read("_posts/2023-10-02-lamps.md");
    let lamp =
        Regex::new(r"https://lamp\.example/20231002[^)]*").unwrap().find(&last).unwrap().as_str().to_owned();
    let authors = week.good.replace(&author["author"], "https://learn.example/u/ada");
    let old_author = week.with(&author["author"], &format!("{}/w1002", &author["author"]));
    let mut failed = Vec::new();
    for (rule, refused, passes) in [
        (
            "wrong-last-issue",
            week.with(LAST, "daily.com/2023/09/25/"),
            week.with(LAST, "daily.com/2023/10/03/"),
        ),
        ("already-sent-link", second(&lamp), second("https://lamp.example/new")),
        ("already-sent-link", second(&lamp), old_author),
        ("repeated-link", second("https://lamp.example/20231009"), authors),
        (
            "undefined-reference",
            said("[A lamp][nowhere] that hums"),
            said("A [[Korean][ZH] lamp](https://lamp.example/ko) that hums"),
        ),
        ("empty-section", heading("Lamps").replace("All of it.\n\n", ""), heading("Lamps")),
        ("stale-event", day("October 2nd"), day("October 12th")),
        ("unordered-events", day("November 20th"), day("October 26th")),
        ("repeated-word", said("A lamp that hums hums"), said("A lamp that that hums had")),
        (
            "misspelt-word",
            said("Teh lamp that hums"),
            said("The lamp of [Teh](https://lamp.example/teh) that hums"),
        ),
        ("misspelt-word", said("A lamp is permmitted"), said("A lamp is permitted")),
        ("leftover-placeholder", week.with("lamps", "{subject}"), said("A lamp of `{subject}` hums")),
        ("wrongly-decoded-text", said("A lamp that doesnâ€™t hum"), said("A lamp that says `â€™`")),
        ("shouting-heading", heading("LAMPS THAT HUM ALL NIGHT"), heading("夜も鳴るランプの話")),
        (
            "not-an-address",
            said("A [lamp](htp:/lamp) that hums"),
            said("A [lamp]({% post_url 2023-10-02-lamps %}) that hums"),
        ),
        (
            "doubled-punctuation",
            week.with("(https://lamp.example/about).", "(https://lamp.example/about).."),
            said("A lamp that hums (etc.)"),
        ),
        (
            "stale-weekday",
            week.with("every Monday", "every Tuesday"),
            week.with("every Monday", "most Mondays"),
        ),
        (
            "contradicted-tick",
            week.with("**449**", "**###**"),
            week.with("[x] Library", "[ ] Library").replace("**449**", "**###**"),
        ),
        ("decreased-value", week.with("**449**", "**440**"), week.with("**449**", "**450**")),
        ("malformed-value", week.with("[v1.20.0]", "[v1.20..0]"), week.with("[v1.20.0]", "[v1.21.0]")),
    ] {
        week.folder.write("assets/20231009/20231009wide.jpg", jpeg(600, 90));
        let (found, _) = week.checked(&refused);
        if !found.iter().any(|own| own == rule) {
            failed.push(format!("{rule} is not in {found:?}: {:?}", Edits::between(&week.good, &refused)));
        }
        let (found, _) = week.checked(&passes);
        if found.iter().any(|own| own == rule) {
            failed.push(format!("{rule} is reported: {:?}", Edits::between(&week.good, &passes)));
        }
    }
    // The good draft is what passes.
    for (rule, refused) in [
        ("missing-author", week.with(&author[1], "")),
        ("repeated-event", week.with(event, &format!("{event}{event}"))),
        ("misspelt-site", week.with("[Eventbrite]", "[Eventbright]")),
        ("flashing-image", week.with("/view)", "/view) **Warning: Flashing Imagery**")),
        ("empty-field", week.with("**449**", "****")),
        ("untouched-slot", week.with("**Library PyPI", "* [library](url)\n\n**Library PyPI")),
        ("wide-image", week.with("20231009lamp.jpg", "20231009wide.jpg")),
        ("missing-image", week.with("20231009lamp.jpg", "20231009lump.jpg")),
        ("date-mismatch", week.with("2023-10-09 07", "2023-10-16 07")),
    ] {
        let (found, _) = week.checked(&refused);
        if !found.iter().any(|own| own == rule) {
            failed.push(format!("{rule} is not in {found:?}: {:?}", Edits::between(&week.good, &refused)));
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}
