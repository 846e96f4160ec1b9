use super::*;
use crate::profile::built_in;
use jiff::civil::date;

/// A new issue of August 10, 2026, number 12, from weekly issues before it, the newest last.
fn made(texts: &[String]) -> Option<String> {
    let drafts: Vec<Draft> = texts.iter().map(|text| Draft::parse(text.as_str())).collect();
    let next = date(2026, 8, 10);
    let past: Vec<PastDraft<'_>> = drafts
        .iter()
        .zip((1..=drafts.len()).rev())
        .map(|(draft, back)| PastDraft {
            draft,
            date: Some(next.saturating_sub(jiff::ToSpan::weeks(back as i64))),
            number: Some(12 - back as u32),
        })
        .collect();
    issue_from_past(&past, &built_in("circuitpython").unwrap(), Some(next), Some(12))
}

/// Issues of the three weeks before August 10: their dates, numbers and items differ.
fn issues(of: impl Fn(&str, u32, &str) -> String) -> Vec<String> {
    let weeks = [("2026-07-20", 9, "bells"), ("2026-07-27", 10, "lamps"), ("2026-08-03", 11, "gates")];
    weeks.into_iter().map(|(day, number, item)| of(day, number, item)).collect()
}

#[test]
fn what_differs_is_empty_and_what_is_shared_stays() {
    let texts = issues(|day, number, item| {
        format!(
            "---\nlayout: post\ntitle: \"Tide letter {number}: {item}\"\ndate: {day} 07:00:00 +0200\nslug: {day}-letter\nauthor: {item}\n# where it is sent\nlist: tides\n---\n\nWelcome to issue {number} of {day}, with [the tides](https://tide.example).\n\n<!-- One item a line. -->\n\n## News\n\nThe {item} are here.\n\n* [{item}](https://tide.example/{item})\n* [Everything else](https://tide.example/all)\n\n## Events\n\n- [x] Ask {item}\n- [ ] Ask the harbour\n\n## Goodbye\n\nWrite to us.\n"
        )
    });
    assert_eq!(
        made(&texts).unwrap(),
        "---\nlayout: post\ntitle: \"Tide letter 12:\"\ndate: 2026-08-10 07:00:00 +0200\nslug: 2026-08-10-letter\nauthor:\n# where it is sent\nlist: tides\n---\n\nWelcome to issue 12 of 2026-08-10, with [the tides](https://tide.example).\n\n<!-- One item a line. -->\n\n## News\n\n* [Everything else](https://tide.example/all)\n\n## Events\n\n- [ ] Ask the harbour\n\n## Goodbye\n\nWrite to us.\n"
    );
    let crlf: Vec<String> = texts.iter().map(|text| text.replace('\n', "\r\n")).collect();
    assert_eq!(made(&crlf).unwrap(), made(&texts).unwrap().replace('\n', "\r\n"));
}

#[test]
fn headings_are_those_of_most_issues_in_their_order() {
    let of = |headings: &[&str]| {
        let sections = headings.iter().map(|heading| format!("## {heading}\n\nText of {heading}.\n"));
        sections.collect::<Vec<_>>().join("\n")
    };
    let texts = [
        of(&["News", "Jobs", "Events", "Quote"]),
        of(&["News", "A special", "Events"]),
        of(&["News", "Jobs", "Events", "Quote"]),
        of(&["News", "Events", "Quote"]),
        of(&["News", "Jobs", "Quote"]),
    ];
    assert_eq!(
        made(&texts).unwrap(),
        "## News\n\nText of News.\n\n## Jobs\n\nText of Jobs.\n\n## Events\n\nText of Events.\n\n## Quote\n\nText of Quote.\n"
    );
}

#[test]
fn a_main_heading_keeps_its_number_and_beginning() {
    let texts = issues(|_, number, item| {
        format!(
            "# 周刊（第 {number} 期）：{item}\n\n这里。\n\n## 封面\n\n![](https://tide.example/{item}.png)\n\n## 文章\n\n1、[{item}](https://tide.example/{item})\n"
        )
    });
    assert_eq!(made(&texts).unwrap(), "# 周刊（第 12 期）：\n\n这里。\n\n## 封面\n\n## 文章\n");
    let same = issues(|_, _, item| format!("# Tide letter\n\n## News\n\n* {item}\n"));
    assert_eq!(made(&same).unwrap(), "# Tide letter\n\n## News\n");
    let other = issues(|_, _, item| format!("# {item}\n\n## News\n\n* {item}\n"));
    assert_eq!(made(&other).unwrap(), "#\n\n## News\n");
}

#[test]
fn toml_and_metadata_keep_their_syntax() {
    let toml = issues(|day, _, item| {
        format!(
            "+++\ntitle = \"Tides of {day}\" # in the mail\ndate = {day}\nauthors = [\"{item}\"]\n\n[extra]\nnote = \"{item}\"\nkind = \"tide\"\n+++\n\n## News\n\n{item}\n"
        )
    });
    assert_eq!(
        made(&toml).unwrap(),
        "+++\ntitle = \"Tides of 2026-08-10\" # in the mail\ndate = 2026-08-10\nauthors = [\"gates\"]\n\n[extra]\nnote = \"\"\nkind = \"tide\"\n+++\n\n## News\n"
    );
    let pelican = issues(|day, number, item| {
        format!("Title: Tides {number}\nDate: {day}\nNumber: {number}\nAuthor: {item}\n\n## News\n\n{item}\n")
    });
    assert_eq!(
        made(&pelican).unwrap(),
        "Title: Tides 12\nDate: 2026-08-10\nNumber: 12\nAuthor:\n\n## News\n"
    );
}

#[test]
fn a_key_of_few_issues_is_removed_with_its_lines() {
    let mut texts =
        issues(|_, number, _| format!("---\ntitle: ! 'Issue #{number}'\nauthor: ada\n---\n\n### News\n"));
    texts[2] =
        texts[2].replace("author", "sponsor:\n    link: https://tide.example\n    body: Tides\nauthor");
    assert_eq!(made(&texts).unwrap(), "---\ntitle: ! 'Issue #12'\nauthor: ada\n---\n\n### News\n");
    // A usual key whose values differ is an empty place.
    for (n, text) in texts.iter_mut().enumerate() {
        let sponsor =
            format!("---\ntitle: Tides\nsponsor:\n    link: https://tide.example/{n}\nauthor: ada\n---\n");
        *text = sponsor;
    }
    assert_eq!(made(&texts).unwrap(), "---\ntitle: Tides\nsponsor:\nauthor: ada\n---\n");
    // A plain value may not end with a colon.
    let texts = issues(|_, _, item| format!("---\ntitle: News - {item}\nby: a, {item}\n---\n\n### News\n"));
    assert_eq!(made(&texts).unwrap(), "---\ntitle: News -\nby: a,\n---\n\n### News\n");
}

#[test]
fn a_value_of_half_of_the_issues_is_not_the_usual_one() {
    let texts = ["ada", "bo"].map(|author| format!("---\ntitle: Tides\nauthor: {author}\n---\n\n## News\n"));
    assert_eq!(made(&texts).unwrap(), "---\ntitle: Tides\nauthor:\n---\n\n## News\n");
}

#[test]
fn a_number_after_a_title_without_quotes_moves_on() {
    let title = |of: &dyn Fn(u32, &str) -> String| {
        let texts = issues(|_, number, item| {
            format!("---\ntitle: {}\nlayout: post\n---\n\n## News\n", of(number, item))
        });
        let made = made(&texts).unwrap();
        made.lines().nth(1).unwrap().to_owned()
    };
    assert_eq!(title(&|number, _| format!("Issue #{number}")), "title: Issue #12");
    assert_eq!(title(&|number, item| format!("Issue #{number}: {item}")), "title: Issue #12");
    // The number of something else, and a comment with the number.
    assert_eq!(title(&|_, _| "Issue #7".to_owned()), "title: Issue #7");
    assert_eq!(title(&|number, _| format!("Tides # {number} was late")), "title: Tides # 11 was late");
    assert_eq!(title(&|number, _| format!("\"Tides\" #{number}")), "title: \"Tides\" #11");
}

#[test]
fn weeks_and_months_in_titles_move_on() {
    let texts: Vec<String> = [("2026-W30", "bells"), ("2026-W31", "lamps"), ("2026-W32", "gates")]
        .iter()
        .map(|(week, item)| {
            format!("---\ntitle: R Tides {week} {item}, and more\n---\n\n### Highlight\n\n+ {item}\n")
        })
        .collect();
    assert_eq!(made(&texts).unwrap(), "---\ntitle: R Tides 2026-W33\n---\n\n### Highlight\n");
    let texts = issues(|_, _, _| "## News of July 2026\n".to_owned());
    // Only two of three are of July.
    assert_eq!(made(&texts).unwrap(), "## News of August 2026\n");
}

#[test]
fn one_issue_is_too_little() {
    assert_eq!(made(&[]), None);
    assert_eq!(made(&["## News\n".to_owned()]), None);
    assert_eq!(made(&["## News\n".to_owned(), "## News\n".to_owned()]).as_deref(), Some("## News\n"));
    assert_eq!(made(&["".to_owned(), "".to_owned()]).as_deref(), Some(""));
}
