use super::*;
use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;

fn cadence(text: &str) -> Cadence {
    text.parse().unwrap()
}

/// `count` dates, each `days` after the one before.
fn every(days: i64, from: Date, count: i64) -> Vec<Date> {
    (0..count).map(|n| from.saturating_add((n * days).days())).collect()
}

fn learnt(dates: &[Date]) -> LearntCadence {
    Cadence::infer(dates.iter().copied(), *dates.last().unwrap()).unwrap()
}

#[test]
fn each_form_is_read_and_written_back() {
    for text in [
        "every Monday",
        "every Tuesday and Friday",
        "every Monday, Wednesday and Friday",
        "every 2 weeks on Thursday",
        "every month on day 28",
        "every month on the first Monday",
        "every month on the last Friday",
        "every month on the first weekday",
        "every month on the last weekday",
        "every 3 months on day 1",
        "every 2 months on the third Sunday",
        "every day",
        "every 3 days",
        "irregular",
    ] {
        assert_eq!(cadence(text).to_string(), text);
        assert_eq!(cadence(&format!(" {}  ", text.to_uppercase().replace(' ', "  "))), cadence(text));
    }
    for text in [
        "",
        "weekly",
        "Monday",
        "every",
        "every Mondays",
        "every mon",
        "every Monday and Monday",
        "every Monday Friday",
        "every Monday Friday and Sunday",
        "every 1 weeks on Monday",
        "every 13 weeks on Monday",
        "every 2 weeks",
        "every month on day 0",
        "every month on day 32",
        "every month on the fifth Monday",
        "every month on the second weekday",
        "every 61 days",
        "irregular issues",
    ] {
        let error = text.parse::<Cadence>().unwrap_err().to_string();
        assert!(error.contains("'every Monday'") && error.contains("'irregular'"), "{error}");
    }
}

#[test]
fn the_next_issue_is_on_the_next_day_of_the_cadence() {
    for (text, last, today, next) in [
        ("every Monday", (2026, 5, 25), (2026, 5, 26), (2026, 6, 1)),
        // A day late, and some days early.
        ("every Monday", (2026, 5, 26), (2026, 5, 27), (2026, 6, 1)),
        ("every Monday", (2026, 6, 5), (2026, 6, 5), (2026, 6, 15)),
        ("every Monday", (2026, 6, 4), (2026, 6, 4), (2026, 6, 8)),
        // After a pause.
        ("every Monday", (2026, 5, 25), (2026, 7, 1), (2026, 7, 6)),
        ("every 2 weeks on Thursday", (2026, 6, 4), (2026, 6, 5), (2026, 6, 18)),
        ("every 2 weeks on Thursday", (2026, 6, 4), (2026, 7, 10), (2026, 7, 16)),
        ("every 2 weeks on Thursday", (2026, 6, 5), (2026, 6, 5), (2026, 6, 18)),
        ("every Tuesday and Friday", (2026, 6, 2), (2026, 6, 2), (2026, 6, 5)),
        ("every Tuesday and Friday", (2026, 6, 5), (2026, 6, 6), (2026, 6, 9)),
        ("every Tuesday and Friday", (2026, 6, 3), (2026, 6, 3), (2026, 6, 5)),
        ("every month on day 28", (2026, 6, 28), (2026, 7, 1), (2026, 7, 28)),
        ("every month on day 28", (2026, 7, 1), (2026, 7, 2), (2026, 7, 28)),
        ("every month on day 28", (2026, 6, 25), (2026, 6, 25), (2026, 7, 28)),
        ("every month on day 31", (2026, 1, 31), (2026, 2, 1), (2026, 2, 28)),
        ("every month on day 31", (2026, 2, 28), (2026, 3, 1), (2026, 3, 31)),
        ("every month on day 30", (2028, 1, 30), (2028, 2, 1), (2028, 2, 29)),
        ("every month on the first Monday", (2026, 6, 1), (2026, 6, 1), (2026, 7, 6)),
        ("every month on the last Friday", (2026, 6, 26), (2026, 6, 27), (2026, 7, 31)),
        ("every month on the first weekday", (2026, 7, 1), (2026, 7, 2), (2026, 8, 3)),
        ("every month on the last weekday", (2026, 4, 30), (2026, 5, 1), (2026, 5, 29)),
        ("every 3 months on day 1", (2026, 2, 1), (2026, 2, 3), (2026, 5, 1)),
        ("every 3 months on day 1", (2026, 2, 3), (2026, 6, 3), (2026, 8, 1)),
        ("every 3 days", (2026, 6, 10), (2026, 6, 14), (2026, 6, 16)),
        ("every day", (2026, 6, 10), (2026, 6, 10), (2026, 6, 11)),
    ] {
        let day = |(y, m, d)| date(y, m, d);
        let found = cadence(text).next(Some(day(last)), day(today));
        assert_eq!(found, Some(day(next)), "{text}, last {last:?}, today {today:?}");
    }
    assert_eq!(Cadence::Irregular.next(Some(date(2026, 6, 1)), date(2026, 6, 2)), None);
    assert_eq!(cadence("every Monday").next(Some(Date::MAX), date(2026, 6, 1)), None);
}

#[test]
fn without_a_last_issue_the_cadence_begins_today() {
    for (text, next) in [
        ("every Monday", (2026, 6, 8)),
        ("every Wednesday", (2026, 6, 3)),
        ("every 2 weeks on Monday", (2026, 6, 8)),
        ("every month on day 2", (2026, 7, 2)),
        ("every month on day 3", (2026, 6, 3)),
        ("every 3 months on day 15", (2026, 7, 15)),
        ("every 3 days", (2026, 6, 3)),
    ] {
        let (y, m, d) = next;
        assert_eq!(cadence(text).next(None, date(2026, 6, 3)), Some(date(y, m, d)), "{text}");
    }
}

#[test]
fn the_issue_about_a_month_may_be_made_in_the_next_one() {
    let next = |text: &str, last: Option<Date>, today: Date| {
        cadence(text).next_of(last, today, Precision::Month).unwrap()
    };
    let june = Some(date(2026, 6, 1));
    assert_eq!(next("every month on day 1", june, date(2026, 7, 20)), date(2026, 7, 1));
    assert_eq!(next("every month on day 1", june, date(2026, 8, 5)), date(2026, 7, 1));
    assert_eq!(next("every month on day 1", june, date(2026, 9, 20)), date(2026, 8, 1));
    assert_eq!(next("every month on day 28", june, date(2026, 6, 2)), date(2026, 7, 28));
    assert_eq!(next("every 3 months on day 1", june, date(2026, 12, 24)), date(2026, 12, 1));
    assert_eq!(next("every month on day 1", None, date(2026, 7, 20)), date(2026, 7, 1));
    assert_eq!(Cadence::Irregular.next_of(june, date(2026, 7, 1), Precision::Month), None);
    // The issue of a week may be made on any of its days.
    let week = cadence("every Monday").next_of(Some(date(2026, 6, 1)), date(2026, 6, 12), Precision::Week);
    assert_eq!(week, Some(date(2026, 6, 8)));
}

#[test]
fn every_kind_is_learnt_from_the_newest_issues() {
    let months = |day: &dyn Fn(i8) -> i8| -> Vec<Date> {
        (1..=8).map(|month| date(2026, month, day(month))).collect()
    };
    let last_of = |month: i8| date(2026, month, 1).days_in_month();
    let nth = |week: i8, weekday: Weekday| -> Vec<Date> {
        (1..=8).map(|month| date(2026, month, 1).nth_weekday_of_month(week, weekday).unwrap()).collect()
    };
    let twice: Vec<Date> =
        every(7, date(2026, 6, 2), 4).into_iter().chain(every(7, date(2026, 6, 5), 4)).collect();
    let workdays: Vec<Date> = every(1, date(2026, 6, 1), 10)
        .into_iter()
        .filter(|day| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday))
        .collect();
    let quarters = vec![date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1)];
    for (dates, text, reason) in [
        (
            every(7, date(2026, 6, 1), 8),
            "every Monday",
            "8 of the last 8 issues were on a Monday, 7 days apart",
        ),
        (
            every(14, date(2026, 1, 1), 9),
            "every 2 weeks on Thursday",
            "8 of the last 8 issues were on a Thursday, 14 days apart",
        ),
        (twice, "every Tuesday and Friday", "8 of the last 8 issues were on a Tuesday or Friday"),
        (
            workdays,
            "every Monday, Tuesday, Wednesday, Thursday and Friday",
            "8 of the last 8 issues were on a Monday, Tuesday, Wednesday, Thursday or Friday",
        ),
        (months(&|_| 28), "every month on day 28", "8 of the last 8 issues were on day 28 of a month"),
        (months(&last_of), "every month on day 31", "8 of the last 8 issues were on day 31 of a month"),
        (
            nth(1, Weekday::Monday),
            "every month on the first Monday",
            "8 of the last 8 issues were on the first Monday of a month",
        ),
        (
            nth(-1, Weekday::Friday),
            "every month on the last Friday",
            "8 of the last 8 issues were on the last Friday of a month",
        ),
        (
            [30, 27, 31, 30, 29, 30, 31]
                .iter()
                .zip(1..)
                .map(|(day, month)| date(2026, month, *day))
                .collect(),
            "every month on the last weekday",
            "7 of the last 7 issues were on the last weekday of a month",
        ),
        (
            quarters,
            "every 3 months on day 1",
            "4 of the last 4 issues were on day 1 of a month, 3 months apart",
        ),
        (
            every(28, date(2026, 1, 1), 8),
            "every 4 weeks on Thursday",
            "8 of the last 8 issues were on a Thursday, 28 days apart",
        ),
        (every(3, date(2026, 6, 1), 8), "every 3 days", "most of the last 8 issues were 3 days apart"),
        (every(1, date(2026, 6, 1), 8), "every day", "most of the last 8 issues were one day apart"),
        (
            [3, 20, 24, 50, 91, 96, 130].iter().map(|n| date(2026, 1, 1).saturating_add(n.days())).collect(),
            "irregular",
            "the last 7 issues were on no regular days",
        ),
    ] {
        let learnt = learnt(&dates);
        assert_eq!(
            (learnt.cadence.to_string().as_str(), learnt.reason().as_str()),
            (text, reason),
            "{dates:?}"
        );
    }
}

#[test]
fn late_and_early_issues_and_pauses_do_not_change_a_cadence() {
    let weekly = every(7, date(2026, 5, 4), 8);
    let mut late = weekly.clone();
    late[3] = late[3].tomorrow().unwrap();
    late[6] = late[6].yesterday().unwrap();
    assert_eq!(learnt(&late).cadence, cadence("every Monday"));
    assert_eq!(learnt(&late).reason(), "6 of the last 8 issues were on a Monday, 7 days apart");
    // One issue was left out, and one came after half a year.
    let paused = [&every(14, date(2025, 12, 4), 4)[..], &every(14, date(2026, 6, 4), 4)].concat();
    assert_eq!(learnt(&paused).cadence, cadence("every 2 weeks on Thursday"));
    let mut skipped = weekly;
    skipped.remove(4);
    assert_eq!(learnt(&skipped).cadence, cadence("every Monday"));
    let mut monthly: Vec<Date> = (1..=8).map(|month| date(2026, month, 28)).collect();
    monthly[2] = date(2026, 4, 2);
    monthly[5] = date(2026, 6, 26);
    assert_eq!(learnt(&monthly).cadence, cadence("every month on day 28"));
    monthly.remove(4);
    assert_eq!(learnt(&monthly).cadence, cadence("every month on day 28"));
}

#[test]
fn no_weekday_is_learnt_without_a_majority() {
    let dates = [date(2026, 5, 4), date(2026, 5, 12), date(2026, 5, 20), date(2026, 5, 28), date(2026, 6, 5)];
    assert_eq!(learnt(&dates).cadence.weekday(), None);
    let half = [date(2026, 5, 4), date(2026, 5, 12), date(2026, 5, 18), date(2026, 5, 26)];
    assert_eq!(learnt(&half).cadence, Cadence::Irregular);
    let irregular = [date(2026, 5, 1), date(2026, 5, 11), date(2026, 5, 22)];
    assert_eq!(learnt(&irregular).cadence, Cadence::Irregular);
    // One short distance among long ones is no cadence.
    let short = [date(2026, 3, 5), date(2026, 3, 30), date(2026, 4, 3), date(2026, 5, 17)];
    assert_eq!(learnt(&short).cadence, Cadence::Irregular);
    let thursdays =
        [date(2026, 1, 1), date(2026, 1, 8), date(2026, 2, 12), date(2026, 4, 9), date(2026, 5, 28)];
    assert_eq!(learnt(&thursdays).cadence, Cadence::Irregular);
}

#[test]
fn two_issues_show_a_cadence_only_if_they_fit_one() {
    let of = |one, other| Cadence::infer([one, other], other).map(|learnt| learnt.cadence.to_string());
    let last = date(2026, 6, 9);
    assert_eq!(of(date(2026, 6, 2), last).as_deref(), Some("every Tuesday"));
    assert_eq!(of(date(2026, 5, 9), last).as_deref(), Some("every month on day 9"));
    assert_eq!(of(date(2026, 6, 1), last), None);
    assert_eq!(of(date(2026, 3, 9), last), None);
    assert_eq!(of(date(2023, 10, 9), last), None);
    assert_eq!(Cadence::infer([last], last), None);
}

#[test]
fn only_the_newest_eight_of_a_year_count() {
    let mut dates = every(7, date(2024, 1, 2), 20);
    let start = date(2024, 6, 5);
    dates.extend(every(14, start, 8));
    let found = Cadence::infer(dates, start).unwrap().cadence;
    assert_eq!(found, cadence("every 2 weeks on Wednesday"));
    let dates = [date(2025, 6, 2), date(2025, 6, 9), date(2025, 6, 16)];
    let found = |day| Cadence::infer(dates, day).map(|learnt| learnt.cadence);
    assert_eq!(found(date(2026, 6, 9)), Some(cadence("every Monday")));
    assert_eq!(found(date(2026, 6, 10)), None);
}

#[test]
fn dates_of_whole_months_show_only_their_distance() {
    let months: Vec<Date> = (1..=8).map(|month| date(2026, month, 1)).collect();
    let found = Cadence::infer_of(months, date(2026, 8, 1), Precision::Month).unwrap();
    assert_eq!(found.cadence, cadence("every month on day 1"));
    assert_eq!(found.reason(), "by their paths, most of the last 8 issues were one month apart");
    let weeks = every(14, date(2026, 6, 1), 5);
    let found = Cadence::infer_of(weeks, date(2026, 8, 1), Precision::Week).unwrap();
    assert_eq!(found.reason(), "by their paths, most of the last 5 issues were 2 weeks apart");
}

#[test]
fn a_named_weekday_keeps_the_distance() {
    for (text, on_monday) in [
        ("every Tuesday", "every Monday"),
        ("every Tuesday and Friday", "every Monday"),
        ("every 2 weeks on Thursday", "every 2 weeks on Monday"),
        ("every month on day 9", "every month on the second Monday"),
        ("every month on the last Friday", "every month on the last Monday"),
        ("every 3 months on the last weekday", "every 3 months on the last Monday"),
        ("irregular", "every Monday"),
    ] {
        assert_eq!(cadence(text).on(Weekday::Monday), cadence(on_monday), "{text}");
    }
}

fn month_days() -> impl Strategy<Value = MonthDay> {
    let nth = prop::sample::select(Nth::ALL.to_vec());
    prop_oneof![
        (1..=31i8).prop_map(MonthDay::Day),
        (nth, weekdays()).prop_map(|(nth, day)| MonthDay::Nth(nth, day)),
        Just(MonthDay::FirstWeekday),
        Just(MonthDay::LastWeekday),
    ]
}

fn weekdays() -> impl Strategy<Value = Weekday> {
    (0..7usize).prop_map(|n| Weekday::Monday.cycle_forward().nth(n).unwrap())
}

fn cadences() -> impl Strategy<Value = Cadence> {
    prop_oneof![
        prop::collection::vec(weekdays(), 1..8).prop_map(|days| Cadence::Week(Weekdays::new(days).unwrap())),
        (2..=12u8, weekdays()).prop_map(|(count, weekday)| Cadence::Weeks { count, weekday }),
        (1..=12u8, month_days()).prop_map(|(count, day)| Cadence::Months { count, day }),
        (1..=60u8).prop_map(|count| Cadence::Days { count }),
        Just(Cadence::Irregular),
    ]
}

proptest! {
    #[test]
    fn a_written_cadence_is_read_as_the_same(cadence in cadences()) {
        prop_assert_eq!(cadence.to_string().parse::<Cadence>(), Ok(cadence));
        let yaml = serde_yaml::to_string(&cadence).unwrap();
        prop_assert_eq!(serde_yaml::from_str::<Cadence>(&yaml).unwrap(), cadence);
    }

    #[test]
    fn the_next_issue_is_later_and_follows_the_cadence(
        cadence in cadences(),
        last in 0..40_000i64,
        today in 0..40_000i64,
    ) {
        let day = |n: i64| date(1990, 1, 1).saturating_add(n.days());
        let (last, today) = (day(last), day(today));
        let Some(next) = cadence.next(Some(last), today) else {
            prop_assert_eq!(cadence, Cadence::Irregular);
            return Ok(());
        };
        prop_assert!(next > last && next >= today);
        let number = cadence.nearest(next).unwrap();
        prop_assert_eq!(cadence.at(number), Some(next));
        // One step earlier is not after the last issue, or is past.
        let before = cadence.at(number - cadence.step().unwrap()).unwrap();
        prop_assert!(before <= last || before < today || cadence.nearest(last).unwrap() >= number - cadence.step().unwrap());
        prop_assert!(cadence.weekday().is_none_or(|weekday| next.weekday() == weekday));
    }

    #[test]
    fn regular_issues_show_their_cadence(cadence in cadences(), start in 0..10_000i64) {
        let first = date(2000, 1, 1).saturating_add(start.days());
        let mut dates = Vec::new();
        let mut today = first;
        for _ in 0..8 {
            let Some(next) = cadence.next(dates.last().copied(), today) else { return Ok(()) };
            today = next;
            dates.push(next);
        }
        let Some(learnt) = Cadence::infer(dates.iter().copied(), today) else {
            return Ok(());
        };
        // Another cadence may fit the same dates, but never fewer of them.
        let next = learnt.cadence.next(dates.last().copied(), today);
        prop_assert!(next.is_some(), "{cadence} gave {dates:?}, and {} was learnt", learnt.cadence);
    }
}
