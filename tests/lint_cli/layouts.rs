//! Newsletters whose issues are named by months, words and numbers, in folders of their own.

use super::folder::Folder;

const PROFILE: &str = "extends: circuitpython\nname: tide-letter\nsections:\n  - {id: tides, title: Tides, headings: [tides], kinds: [links]}\n";

#[test]
fn a_monthly_newsletter_has_a_folder_for_each_issue_and_toml() {
    let folder = Folder::new();
    folder.write(
        "copydesk.yml",
        format!(
            "{PROFILE}files:\n  drafts: 'next/{{yyyy}}-{{mm}}/index.md'\n  posts: 'content/{{yyyy}}-{{mm}}/index.md'\n  template: template.md\n"
        ),
    );
    let issue = |month: &str, place: &str| {
        format!(
            "+++\nlayout = \"post\"\ntitle = \"The tides of {month}\" # in the subject\ndate = {month}-01\ncategories = \"sea\"\n+++\n\n## Tides\n\n* [The tide at {place}](https://tide.example/{month})\n"
        )
    };
    folder.write("template.md", issue("2025-01", "the pier").replace("2025-01-01", "2025-mm-dd"));
    for (month, place) in [("2026-04", "the pier"), ("2026-05", "the lock"), ("2026-06", "the mill")] {
        folder.write(&format!("content/{month}/index.md"), issue(month, place));
    }
    let run = folder.run("new 2026-07-01 --as-of 2026-06-20").exits(0);
    assert!(run.out.starts_with("created next/2026-07/index.md from template.md\n"), "{}", run.out);
    let draft = folder.read("next/2026-07/index.md");
    assert!(draft.contains("# in the subject\ndate = 2026-07-01\ncategories"), "{draft}");
    let status = folder.run("status --as-of 2026-06-20");
    assert!(
        status.out.starts_with("next/2026-07/index.md: the issue of 2026-07-01, in 11 days\n"),
        "{status:?}"
    );
    folder.run("new 2026-07-01 --as-of 2026-06-20").fails("next/2026-07/index.md is there already");
    folder.run("new 2026-06-01").fails("content/2026-06/index.md is there already");
    let report =
        folder.run("lint content --select invalid-front-matter,missing-key,date-mismatch,misnamed-file");
    assert_eq!(report.code, Some(0), "{report:?}");
    folder.write("content/2026-06/index.md", issue("2026-06", "the mill").replace("\"sea\"", "sea"));
    let report = folder.run("lint content --select invalid-front-matter").exits(1);
    assert!(report.out.contains("the front matter is not TOML"), "{report:?}");
    // An issue about a month may appear after it.
    let later = issue("2026-06", "the mill").replace("date = 2026-06-01", "date = 2026-07-07");
    folder.write("content/2026-06/index.md", later);
    folder.run("lint content --select date-mismatch,wrong-weekday").exits(0);
}

#[test]
fn a_numbered_newsletter_goes_by_its_numbers() {
    let folder = Folder::new();
    folder.write(
        "copydesk.yml",
        format!(
            "{PROFILE}files:\n  drafts: 'docs/next/issue-{{number}}.md'\n  posts: 'docs/issue-{{number}}.md'\n  assets: ~\n  template: template.md\nweekday: ~\ntemplate: {{number: [NNN]}}\n"
        ),
    );
    folder.write("template.md", "# Tide letter NNN\n\n## Tides\n");
    for number in 8..=11 {
        let text = format!(
            "# Tide letter {number}\n\n## Tides\n\n* [Tide {number}](https://tide.example/{number})\n"
        );
        folder.write(&format!("docs/issue-{number}.md"), text);
    }
    let run = folder.run("new").exits(0);
    assert_eq!(run.out, "created docs/next/issue-12.md from template.md\n");
    assert_eq!(folder.read("docs/next/issue-12.md"), "# Tide letter 12\n\n## Tides\n");
    folder.run("new 11").fails("docs/issue-11.md is there already");
    // Links are compared with the issues that have a smaller number: 8 to 11, and not in the order of letters.
    let item = |number: u32| format!("* [Again](https://tide.example/{number})\n");
    folder.write("docs/next/issue-12.md", format!("# Tide letter 12\n\n## Tides\n\n{}", item(11)));
    let report = folder.run("lint docs/next/issue-12.md --select already-sent-link").exits(0);
    assert!(report.out.contains("docs/issue-11.md"), "{report:?}");
    folder.write("docs/issue-9.md", format!("# Tide letter 9\n\n## Tides\n\n{}", item(11)));
    let report = folder.run("lint docs/issue-9.md --select already-sent-link").exits(0);
    assert!(!report.out.contains("already-sent-link"), "{report:?}");
    let status = folder.run("status 12");
    assert!(status.out.starts_with("docs/next/issue-12.md: issue 12\n"), "{status:?}");
}

/// A profile of a newsletter of its own, with these keys.
fn own_profile(folder: &Folder, keys: &str) {
    folder.write("copydesk.yml", format!("{PROFILE}weekday: ~\n{keys}"));
}

#[test]
fn a_fortnightly_newsletter_without_a_template_gets_an_issue_like_the_last_ones() {
    let folder = Folder::new();
    own_profile(
        &folder,
        "files: {drafts: '_drafts/{date}-tide-{number}.md', posts: '_posts/{date}-tide-{number}.md', assets: ~, template: ~}\nfront_matter: {required: [title], date: ''}\n",
    );
    let mut day = jiff::civil::date(2026, 3, 5);
    for (number, pier) in (195..=200).zip(["mill", "lock", "weir", "quay", "dock", "moor"]) {
        let sponsor = if number == 198 { "sponsor:\n    name: The mill\n" } else { "" };
        let heading = if number % 3 == 0 { "### A guest\n\nMira.\n\n" } else { "" };
        folder.write(
            &format!("_posts/{day}-tide-{number}.md"),
            format!("---\nlayout: post\ntitle: ! 'Tide #{number}'\nauthor: mira\n{sponsor}---\n\nHigh water of week {number}.\n\n<!--more-->\n\n{heading}### Piers\n\nThe [{pier}](https://tide.example/{pier}).\n\n### Goodbye\n\nWrite to [us](https://tide.example/write).\n"),
        );
        day = day.checked_add(jiff::Span::new().days(14)).unwrap();
    }
    let run = folder.run("new --as-of 2026-05-20").exits(0);
    assert_eq!(
        run.out,
        "created _drafts/2026-05-28-tide-201.md from what the last 6 issues have in common\nits date is 2026-05-28: 6 of the last 6 issues were on a Thursday, 14 days apart\n"
    );
    assert_eq!(
        folder.read("_drafts/2026-05-28-tide-201.md"),
        "---\nlayout: post\ntitle: ! 'Tide #201'\nauthor: mira\n---\n\nHigh water of week 201.\n\n<!--more-->\n\n### Piers\n\n### Goodbye\n\nWrite to [us](https://tide.example/write).\n"
    );
    // `init` learns it, too.
    std::fs::remove_file(folder.join("copydesk.yml")).unwrap();
    folder.run("init --yes --as-of 2026-05-20").exits(0);
    let profile = folder.read("copydesk.yml");
    assert!(profile.contains("every 2 weeks on Thursday") && profile.contains("14 days apart"), "{profile}");
}

#[test]
fn the_number_of_a_title_without_quotes_moves_on() {
    let folder = Folder::new();
    own_profile(
        &folder,
        "files: {drafts: 'drafts/{date}.md', posts: 'posts/{date}.md', assets: ~, template: ~}\n",
    );
    for (day, number) in [("2026-05-06", 363), ("2026-05-13", 364), ("2026-05-20", 365)] {
        let text = format!("---\ntitle: Issue #{number}\ndate: {day}\n---\n\n## Tides\n\nHigh.\n");
        folder.write(&format!("posts/{day}.md"), text);
    }
    folder.run("new --as-of 2026-05-21").exits(0);
    assert_eq!(
        folder.read("drafts/2026-05-27.md"),
        "---\ntitle: Issue #366\ndate: 2026-05-27\n---\n\n## Tides\n\nHigh.\n"
    );
}

#[test]
fn an_irregular_newsletter_asks_for_the_date_of_its_next_issue() {
    let folder = Folder::new();
    let files = "files: {drafts: 'drafts/{date}.md', posts: 'posts/{date}.md', assets: ~, template: t.md}\n";
    own_profile(&folder, files);
    folder.write("t.md", "---\ntitle: Tides of Month DD, YYYY\ndate: TODO\n---\n\n## Tides\n");
    for day in ["2026-03-05", "2026-03-30", "2026-04-03", "2026-05-17"] {
        folder
            .write(&format!("posts/{day}.md"), format!("---\ntitle: Tides\ndate: {day}\n---\n\n## Tides\n"));
    }
    let run = folder.run("new --as-of 2026-06-03");
    run.fails("the newsletter is irregular, because the last 4 issues were on no regular days; give the date of the next issue: `copydesk new DATE`");
    // No weekday is expected of it.
    let run = folder.run("new 2026-06-09 --as-of 2026-06-03").exits(0);
    assert_eq!(run.out, "created drafts/2026-06-09.md from t.md\n");
    assert!(
        folder
            .read("drafts/2026-06-09.md")
            .starts_with("---\ntitle: Tides of June 09, 2026\ndate: 2026-06-09\n")
    );
    folder.run("lint drafts/2026-06-09.md --select wrong-weekday --fail-on hint").exits(0);
    own_profile(&folder, &format!("{files}cadence: every month on the last Friday\n"));
    folder.run("new --as-of 2026-06-10").exits(0).says("created drafts/2026-06-26.md from t.md");
    own_profile(&folder, &format!("{files}cadence: irregular\n"));
    folder.run("new --as-of 2026-06-10").fails("the newsletter is irregular; give the date");
    own_profile(&folder, &format!("{files}cadence: fortnightly\n"));
    folder.run("new --as-of 2026-06-10").fails("copydesk.yml:7: cadence: 'fortnightly' is no cadence");
}

#[test]
fn a_date_of_publishing_differs_from_that_of_the_issue() {
    let folder = Folder::new();
    own_profile(
        &folder,
        "files: {drafts: 'drafts/{date}-tides.md', posts: 'posts/{date}-tides.md', assets: ~, template: template.md}\nfront_matter: {required: [title, date], date_is: publishing-time}\n",
    );
    folder.write(
        "template.md",
        "---\ntitle: Tides of Month DD, YYYY\ndate: POST_DATE 22:00:00 -0000\nslug: POST_SLUG_DATE-tides\n---\n\n## Tides\n",
    );
    for (day, out) in
        [("2026-05-17", "2026-05-20"), ("2026-05-24", "2026-05-28"), ("2026-05-31", "2026-06-03")]
    {
        folder.write(
            &format!("posts/{day}-tides.md"),
            format!("---\ntitle: Tides\ndate: {out} 22:00:00 -0000\nslug: {day}-tides\n---\n\n## Tides\n"),
        );
    }
    let run = folder.run("lint posts --select date-mismatch,wrong-weekday,unreadable-date --fail-on hint");
    assert_eq!(run.code, Some(0), "{run:?}");
    let run = folder.run("new --as-of 2026-06-04").exits(0);
    assert!(
        run.out.ends_with("its date is 2026-06-07: 3 of the last 3 issues were on a Sunday, 7 days apart\n")
    );
    assert_eq!(
        folder.read("drafts/2026-06-07-tides.md"),
        "---\ntitle: Tides of June 07, 2026\ndate: 2026-06-07 22:00:00 -0000\nslug: 2026-06-07-tides\n---\n\n## Tides\n"
    );
    std::fs::remove_file(folder.join("copydesk.yml")).unwrap();
    folder.run("init --yes --as-of 2026-06-04").exits(0);
    let profile = folder.read("copydesk.yml");
    assert!(
        profile.contains("cadence: every Sunday") && profile.contains("date_is: publishing-time"),
        "{profile}"
    );
}

#[test]
fn a_numbered_newsletter_may_have_its_dates_in_the_front_matter() {
    let folder = Folder::new();
    own_profile(
        &folder,
        "files: {drafts: 'next/{number}/index.mdx', posts: 'letter/{number}/index.mdx', assets: ~, template: ~}\nfront_matter: {required: [title, date], date_form: '{mm}-{dd}-{yyyy}'}\n",
    );
    let days = ["07-15-2026", "07-22-2026", "07-29-2026", "08-05-2026"];
    for ((number, day), pier) in (290..).zip(days).zip(["mill", "lock", "weir", "quay"]) {
        folder.write(
            &format!("letter/{number}/index.mdx"),
            format!("---\ntitle: 'Tides #{number}: {day}'\ndate: {day}\nimage: /img/{number}.png\n---\n\nHi!\n\n## Tides\n\n- [The {pier}](https://tide.example/{pier})\n"),
        );
    }
    let run = folder.run("new --as-of 2026-08-06").exits(0);
    assert_eq!(
        run.out,
        "created next/294/index.mdx from what the last 4 issues have in common\nits date is 2026-08-12: 4 of the last 4 issues were on a Wednesday, 7 days apart\n"
    );
    assert_eq!(
        folder.read("next/294/index.mdx"),
        "---\ntitle: 'Tides #294:'\ndate: 08-12-2026\nimage: /img/294.png\n---\n\nHi!\n\n## Tides\n"
    );
    folder.run("lint letter --select date-mismatch,unreadable-date,wrong-weekday --fail-on hint").exits(0);
    folder.write("letter/293/index.mdx", "---\ntitle: 'Tides #293'\ndate: 25-08-2026\n---\n\nHi!\n");
    let run = folder.run("lint letter/293/index.mdx --select unreadable-date").exits(1);
    assert!(run.out.contains("write it as {mm}-{dd}-{yyyy}"), "{run:?}");
}

#[test]
fn a_rolling_draft_moves_on_to_the_next_week() {
    let folder = Folder::new();
    own_profile(
        &folder,
        "files: {drafts: draft.md, posts: '_posts/{date}-{week_year}-W{week}.md', assets: ~, template: for-editors.txt}\nfront_matter: {required: [title], date: ''}\n",
    );
    folder
        .write("for-editors.txt", "---\ntitle: R Tides 2024-W00\n---\n\n### Highlight\n\nSince 2019-W03.\n");
    for (day, week) in
        [("2026-05-11", "W20"), ("2026-05-19", "W21"), ("2026-05-25", "W22"), ("2026-06-01", "W23")]
    {
        folder.write(
            &format!("_posts/{day}-2026-{week}.md"),
            format!("---\ntitle: R Tides 2026-{week}\n---\n\n### Highlight\n"),
        );
    }
    folder.run("new --as-of 2026-06-03").exits(0).says("created draft.md from for-editors.txt");
    assert_eq!(
        folder.read("draft.md"),
        "---\ntitle: R Tides 2026-W24\n---\n\n### Highlight\n\nSince 2019-W03.\n"
    );
    folder.run("new --as-of 2026-06-03").fails("draft.md is there already");
}

#[test]
fn a_built_in_template_is_not_for_another_newsletter() {
    let folder = Folder::new();
    for (day, news) in [("2026-05-18", "bells"), ("2026-05-25", "gates"), ("2026-06-01", "lamps")] {
        folder.write(
            &format!("_posts/{day}-tides.md"),
            format!("---\ntitle: Tides of {day}\ndate: {day}\n---\n\n## High water\n\nThe {news}.\n\n## Low water\n\n## From the piers\n"),
        );
    }
    let run = folder.run("new --as-of 2026-06-02").exits(0);
    run.says("created _drafts/2026-06-08-draft.md from what the last 3 issues have in common");
    assert_eq!(
        folder.read("_drafts/2026-06-08-draft.md"),
        "---\ntitle: Tides of 2026-06-08\ndate: 2026-06-08\n---\n\n## High water\n\n## Low water\n\n## From the piers\n"
    );
}

#[test]
fn today_is_the_date_in_the_newsletters_time_zone() {
    let folder = Folder::new();
    let files = "files: {drafts: 'drafts/{date}.md', posts: 'posts/{date}.md', assets: ~, template: t.md}\n";
    folder.write("t.md", "## Tides\n");
    let days = |zone: &str| {
        own_profile(&folder, &format!("{files}cadence: every day\ntime_zone: {zone}\n"));
        let _ = std::fs::remove_dir_all(folder.join("drafts"));
        let run = folder.run("new").exits(0);
        let day = run.out.strip_prefix("created drafts/").and_then(|rest| rest.get(..10)).unwrap();
        day.parse::<jiff::civil::Date>().unwrap()
    };
    // There are always 24 or 25 hours between them.
    let (first, last) = (days("Pacific/Kiritimati"), days("Pacific/Pago_Pago"));
    assert!((first - last).get_days() >= 1, "{first} {last}");
    own_profile(&folder, &format!("{files}time_zone: Europe/Atlantis\n"));
    folder.run("new 2026-06-08").fails("'Europe/Atlantis' is no time zone");
}

#[test]
fn new_says_the_date_that_no_path_says() {
    let folder = Folder::new();
    own_profile(
        &folder,
        "files: {drafts: 'letter/{number}.md', posts: 'letter/{number}.md', draft_is: newest, assets: ~, template: t.md}\ncadence: every Tuesday\n",
    );
    folder.write("t.md", "---\ntitle: Tides\ndate: TODO\n---\n");
    for (number, day) in [(1, "2026-05-26"), (2, "2026-06-02")] {
        folder.write(&format!("letter/{number}.md"), format!("---\ntitle: Tides\ndate: {day}\n---\n"));
    }
    let run = folder.run("new --as-of 2026-06-02").exits(0);
    assert!(run.out.starts_with("created letter/3.md from t.md\nits date is 2026-06-09\n"), "{run:?}");
    assert!(folder.read("letter/3.md").contains("date: 2026-06-09\n"));
}
