use super::*;
use jiff::ToSpan;
use jiff::civil::{ISOWeekDate, Weekday, date};
use proptest::prelude::*;

fn unknown(name: &str, meant: &'static str) -> PathError {
    PathError::UnknownToken { name: name.to_owned(), meant: Some(meant) }
}

fn pattern(path: &str) -> Pattern {
    Pattern::new(path).unwrap()
}

#[test]
fn patterns_that_can_match_no_path_are_refused() {
    for (path, why) in [
        ("_drafts/{dat}.md", unknown("dat", "date")),
        ("_drafts/{date.md", PathError::LoneBrace),
        ("_drafts/date}.md", PathError::LoneBrace),
        ("_drafts/{number:0}.md", unknown("number:0", "number:03")),
        ("_drafts/{number:3}.md", unknown("number:3", "number:03")),
        ("../{date}.md", PathError::Leaves),
        ("content/{mm}.md", PathError::MonthWithoutYear),
        ("content/{month}/{dd}.md", PathError::MonthWithoutYear),
        ("content/{yyyy}/{dd}.md", PathError::DayWithoutMonth),
        ("content/{week}.md", PathError::WeekWithoutYear),
    ] {
        assert_eq!(Pattern::new(path).unwrap_err(), why, "{path}");
    }
    let long = format!("{}{{date}}.md", "a".repeat(300));
    assert_eq!(Pattern::new(&long).unwrap_err(), PathError::TooLong);
    assert_eq!(Pattern::new(&"{date}-".repeat(17)).unwrap_err(), PathError::TooLong);
}

#[test]
fn a_pattern_under_which_a_path_has_two_readings_is_refused() {
    for path in [
        "{slug}{number}.md",
        "{slug}-{number}-{slug}.md",
        "{number}{number}.md",
        "{yyyy}{month}{slug}.md",
        "{slug}*.md",
        "*{slug}.md",
        "*{number}.md",
        "*-{date}-*.md",
        "*_{date}_*",
    ] {
        assert_eq!(Pattern::new(path).unwrap_err(), PathError::Ambiguous, "{path}");
    }
    for path in [
        "{slug}-{number}.md",
        "{number}-{slug}.md",
        "{number}{mm}{yyyy}.md",
        "{date}-{date}.md",
        "{date}*",
        "*-{date}.md",
        "_drafts*/{date}.md",
        "a*b*{date}",
        "{slug}{week_year}-{week}.md",
        "{month}-{yyyy}.md",
    ] {
        assert!(Pattern::new(path).is_ok(), "{path}");
    }
}

#[test]
fn values_are_read_from_folders_and_names() {
    let day = |y, m, d| Some(Period::Day(date(y, m, d)));
    let week = |year, week| Period::week(year, week);
    for (path, given, period, number, slug) in [
        ("_drafts/{date}-draft.md", "_drafts/2026-06-01-draft.md", day(2026, 6, 1), None, None),
        ("_drafts/{date}-x.md", "_drafts/2026-6-8-x.md", day(2026, 6, 8), None, None),
        ("_posts/{date}-*.md", "_posts/2018-03-20-on-air.md", day(2018, 3, 20), None, None),
        (
            "_posts/{date}-{week_year}-W{week}.md",
            "_posts/2024-12-30-2025-W01.md",
            day(2024, 12, 30),
            None,
            None,
        ),
        // The week of a path with a date is a label.
        (
            "_posts/{date}-{week_year}-W{week}.md",
            "_posts/2024-09-29-2024-W40.md",
            day(2024, 9, 29),
            None,
            None,
        ),
        (
            "this-month/{yyyy}-{mm}/index.md",
            "this-month/2026-06/index.md",
            Period::month(2026, 6),
            None,
            None,
        ),
        ("docs/issue-{number}.md", "docs/issue-407.md", None, Some(407), None),
        ("content/HelloYou{number}.md", "content/HelloYou07.md", None, Some(7), None),
        (
            "news/{yyyy}/issue-{number}.markdown",
            "news/2026/issue-538.markdown",
            Some(Period::Year(2026)),
            Some(538),
            None,
        ),
        ("{yyyy}-{mm}-{dd}-x.md", "2026-6-8-x.md", day(2026, 6, 8), None, None),
        ("content/{yyyy}/{week}.md", "content/2022/01.md", week(2022, 1), None, None),
        ("content/{yyyy}/{week}.md", "content/2022/5.md", week(2022, 5), None, None),
        (
            "_posts/{date}-issue-{number}.md",
            "_posts/2021-12-16-issue-200.md",
            day(2021, 12, 16),
            Some(200),
            None,
        ),
        ("contents/{yyyy}/{month:short}/{dd}.md", "contents/2022/Jul/25.md", day(2022, 7, 25), None, None),
        ("contents/{yyyy}/{month}/{dd}.md", "contents/2022/july/25.md", day(2022, 7, 25), None, None),
        ("blog/{date}-week{number:04}.md", "blog/2026-08-21-week0365.md", day(2026, 8, 21), Some(365), None),
        ("blog/{date}-week{number:04}.md", "blog/2026-08-21-week365.md", day(2026, 8, 21), Some(365), None),
        ("{yy}{mm}{dd}-{slug}/index.mdx", "260821-on-air/index.mdx", day(2026, 8, 21), None, Some("on-air")),
        ("draft.md", "draft.md", None, None, None),
    ] {
        let values = PathValues { period, number, slug: slug.map(str::to_owned) };
        assert_eq!(pattern(path).read(given), Some(values), "{path} {given}");
    }
    for (path, given) in [
        ("{yyyy}{mm}{dd}.md", "2026111.md"),
        ("{date}{slug}.md", "2026-1-11.md"),
        ("_drafts/{date}-draft.md", "_drafts/2026-13-01-draft.md"),
        ("_drafts/{date}-draft.md", "_posts/2026-12-01-draft.md"),
        ("_drafts/{date}-draft.md", "_drafts/deep/2026-12-01-draft.md"),
        ("_posts/{date}-*.md", "_posts/2018-03-20.md"),
        ("{yyyy}/{date}.md", "2025/2026-06-01.md"),
        ("{number}/{number}.md", "7/8.md"),
        ("contents/{yyyy}/{month}/{dd}.md", "contents/2022/Juli/25.md"),
        ("content/{yyyy}/{week}.md", "content/2022/53.md"),
        ("issue-{number}.md", "issue-99999999999.md"),
        ("{slug}.md", ".md"),
        ("draft.md", "drafts.md"),
    ] {
        assert_eq!(pattern(path).read(given), None, "{path} {given}");
    }
}

#[test]
fn a_star_is_any_text() {
    let assets = pattern("assets/{yyyymmdd}");
    assert_eq!(assets.for_date(date(2026, 6, 1)), "assets/20260601");
    assert_eq!(assets.date_of("20260601"), Some(date(2026, 6, 1)));
    assert_eq!(pattern("assets/{yyyy}/{yyyymmdd}").for_date(date(2026, 6, 1)), "assets/2026/20260601");
    assert_eq!(pattern("{yyyymmdd}*").named(date(2026, 6, 1), "-lamp"), "20260601-lamp");
    assert_eq!(pattern("{date}_*_*").date_of("2026-06-01_c_d_e"), Some(date(2026, 6, 1)));
}

#[test]
fn the_end_of_a_path_is_as_long_as_the_pattern_from_its_first_token() {
    let nested = pattern("content/{yyyy}/{month:short}/{dd}.md");
    assert_eq!((nested.folder(), nested.depth()), ("content", 3));
    assert_eq!(nested.date_of("elsewhere/2022/Jul/25.md"), Some(date(2022, 7, 25)));
    assert_eq!(nested.date_of("25.md"), None);
    assert_eq!((pattern("draft.md").folder(), pattern("draft.md").depth()), ("", 1));
    assert_eq!(pattern("_drafts/{date}.md").date_of("2026-06-01.md"), Some(date(2026, 6, 1)));
}

#[test]
fn months_and_days_may_be_written_without_zeros() {
    let bare = pattern("content/{yyyy}/{m}/{d}.md");
    assert_eq!(bare.for_date(date(2026, 6, 1)), "content/2026/6/1.md");
    for path in ["content/2026/6/1.md", "content/2026/06/01.md"] {
        assert_eq!(bare.date_of(path), Some(date(2026, 6, 1)));
    }
}

#[test]
fn a_pattern_says_how_exact_its_dates_are() {
    for (path, precision) in [
        ("{date}.md", Some(Precision::Day)),
        ("{yyyy}/{month}/{d}.md", Some(Precision::Day)),
        ("{date}-{week_year}-W{week}.md", Some(Precision::Day)),
        ("{yyyy}-{mm}/index.md", Some(Precision::Month)),
        ("{yyyy}/{week}.md", Some(Precision::Week)),
        ("{yyyy}/issue-{number}.md", Some(Precision::Year)),
        ("issue-{number}.md", None),
        ("draft.md", None),
    ] {
        assert_eq!(pattern(path).precision(), precision, "{path}");
    }
}

#[test]
fn a_week_is_on_the_newsletters_weekday() {
    let week = pattern("{week_year}-W{week}.md").read("2025-W01.md").unwrap().period.unwrap();
    assert_eq!(week.day(None), Some(date(2024, 12, 30)));
    assert_eq!(week.day(Some(Weekday::Thursday)), Some(date(2025, 1, 2)));
    assert_eq!(Period::Year(2026).day(None), None);
}

#[test]
fn mistyped_names_have_no_date() {
    let drafts = pattern("_drafts/{date}-draft.md");
    assert_eq!(drafts.date_of("2026-06-01-draft.md"), Some(date(2026, 6, 1)));
    for (name, mismatch) in [
        ("20267-02-09-draft.md", Some(NameMismatch::NoDate)),
        ("2025-09-01draft.md", Some(NameMismatch::OtherName)),
        ("2025-13-01-draft.md", Some(NameMismatch::NoDate)),
        ("template.md", None),
        ("2026-06-01-draft.md", None),
        ("2026-06-01-draft.md.swp", None),
    ] {
        assert_eq!(drafts.mismatch(name), mismatch, "{name}");
    }
}

/// Parts of random patterns.
const PIECES: [&str; 20] = [
    "{date}",
    "{yyyymmdd}",
    "{yyyy}",
    "{yy}",
    "{mm}",
    "{dd}",
    "{m}",
    "{d}",
    "{month}",
    "{month:short}",
    "{week}",
    "{week_year}",
    "{number}",
    "{number:04}",
    "{slug}",
    "-",
    "/",
    "issue",
    "W",
    "7",
];

proptest! {
    #[test]
    fn the_values_of_a_written_path_are_those_of_the_issue(
        pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 1..8),
        day in 0..36_000i32,
        number in 0..100_000u32,
        slug in "[a-z0-9-]{1,8}",
    ) {
        let Ok(pattern) = Pattern::new(&format!("{}.md", pieces.concat())) else { return Ok(()) };
        let day = date(2000, 1, 1).saturating_add(day.days());
        let issue = IssueName { date: Some(day), number: Some(number), slug: &slug };
        let path = pattern.write(&issue).unwrap();
        let values = pattern.read(&path);
        prop_assert!(values.is_some(), "{} does not read {path}", pattern.path());
        let values = values.unwrap();
        let expected = match values.period {
            Some(Period::Day(own)) => own == day,
            Some(Period::Month(first)) => first == day.first_of_month(),
            Some(Period::Week(week)) => week == ISOWeekDate::new(
                day.iso_week_date().year(), day.iso_week_date().week(), Weekday::Monday).unwrap(),
            Some(Period::Year(year)) => year == day.year(),
            None => !pattern.has_date(),
        };
        prop_assert!(expected, "{} read {path} as {values:?}", pattern.path());
        let is_about = |token: &str| pieces.iter().any(|piece| piece.starts_with(token));
        prop_assert_eq!(values.number, is_about("{number").then_some(number));
        prop_assert_eq!(values.slug, is_about("{slug").then_some(slug.clone()));
    }
}
