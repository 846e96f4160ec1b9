use jiff::civil::date;

use super::*;
use crate::import::grammar;

fn calendar(parts: &str) -> String {
    format!("BEGIN:VCALENDAR\nVERSION:2.0\n{parts}\nEND:VCALENDAR\n").replace('\n', "\r\n")
}

fn event(lines: &str) -> String {
    format!("BEGIN:VEVENT\n{}\nEND:VEVENT", lines.trim())
}

fn reading(text: &str) -> Reading<Vec<Event>> {
    read(text, date(2024, 5, 6), date(2024, 6, 2), grammar()).unwrap()
}

fn summary(text: &str) -> Vec<String> {
    reading(text)
        .value
        .iter()
        .map(|event| {
            let show = |when: &When| match when {
                When::Day(day) => day.to_string(),
                When::Local(time) => time.to_string(),
                When::At(time) => time.to_string(),
            };
            let ends = event.ends.as_ref().map(|ends| format!(" to {}", show(ends))).unwrap_or_default();
            format!("{} {}{ends}", event.name, show(&event.starts))
        })
        .collect()
}

#[test]
fn an_event_is_read_with_its_place_and_its_page() {
    let text = calendar(&event(
        "UID:1\nSUMMARY:Lamp *Day*\\, the 2nd\nDTSTART;VALUE=DATE:20240510\nDTEND;VALUE=DATE:20240513\n\
         LOCATION:Lamp Hall\\nAachen\\, Germany\nDESCRIPTION:<b>All</b> about lamps.<br>See \n https://example.org/lamps.\n",
    ));
    assert_eq!(
        reading(&text).value,
        [Event {
            name: "Lamp \\*Day\\*, the 2nd".to_owned(),
            starts: When::Day(date(2024, 5, 10)),
            ends: Some(When::Day(date(2024, 5, 12))),
            place: Some("Lamp Hall, Aachen, Germany".to_owned()),
            address: Some("https://example.org/lamps".to_owned()),
            about: Some("All about lamps.".to_owned()),
            repeats: false,
            line: 3,
        }]
    );
}

#[test]
fn only_events_of_the_weeks_ahead_are_taken() {
    let day = |name: &str, from: &str, to: &str| {
        event(&format!("SUMMARY:{name}\nDTSTART;VALUE=DATE:{from}\nDTEND;VALUE=DATE:{to}"))
    };
    let parts = [
        day("past", "20240501", "20240506"),
        day("still on", "20240501", "20240507"),
        day("last", "20240602", "20240610"),
        day("later", "20240603", "20240604"),
    ];
    let text = calendar(&parts.join("\n"));
    assert_eq!(summary(&text), ["still on 2024-05-01 to 2024-05-06", "last 2024-06-02 to 2024-06-09"]);
    let remarks: Vec<_> = reading(&text).remarks.into_iter().map(|remark| remark.text).collect();
    assert!(remarks.contains(&"past events left out: 1".to_owned()), "{remarks:?}");
    assert!(remarks.contains(&"later events left out: 1".to_owned()), "{remarks:?}");
}

#[test]
fn times_are_shown_in_the_time_zone_of_the_calendar() {
    let zone = "BEGIN:VTIMEZONE\nTZID:W. Europe Standard Time\nBEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE";
    let parts = [
        "X-WR-TIMEZONE:America/New_York".to_owned(),
        zone.to_owned(),
        event("SUMMARY:utc\nDTSTART:20240506T180000Z\nDURATION:PT1H30M"),
        event(
            "SUMMARY:zone\nDTSTART;TZID=Europe/Berlin:20240507T200000\nDTEND;TZID=Europe/Berlin:20240507T220000",
        ),
        event("SUMMARY:windows\nDTSTART;TZID=W. Europe Standard Time:20240508T200000"),
        event("SUMMARY:prefixed\nDTSTART;TZID=/example.org/1/Asia/Tokyo:20240509T200000"),
        event("SUMMARY:floating\nDTSTART:20240510T200000"),
        event("SUMMARY:unknown\nDTSTART;TZID=Lamp Time:20240511T200000"),
    ];
    let text = calendar(&parts.join("\n"));
    assert_eq!(
        summary(&text),
        [
            "utc 2024-05-06T14:00:00-04:00[America/New_York] to 2024-05-06T15:30:00-04:00[America/New_York]",
            "zone 2024-05-07T20:00:00+02:00[Europe/Berlin] to 2024-05-07T22:00:00+02:00[Europe/Berlin]",
            "windows 2024-05-08T20:00:00+02:00[Europe/Berlin]",
            "prefixed 2024-05-09T20:00:00+09:00[Asia/Tokyo]",
            "floating 2024-05-10T20:00:00",
            "unknown 2024-05-11T20:00:00",
        ]
    );
    let unclear = reading(&text).remarks.into_iter().find(|remark| remark.tone == Tone::Unclear).unwrap();
    assert_eq!((unclear.line, unclear.text.contains("Lamp Time")), (Some(34), true));
}

#[test]
fn what_repeats_without_end_is_followed_within_the_weeks_only() {
    let parts = [
        event(
            "UID:w\nSUMMARY:weekly\nDTSTART;TZID=America/New_York:19900101T140000\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE\nEXDATE;TZID=America/New_York:20240508T140000",
        ),
        event(
            "UID:w\nSUMMARY:weekly\\, moved\nRECURRENCE-ID:20240520T180000Z\nDTSTART;TZID=America/New_York:20240521T090000",
        ),
        event("UID:m\nSUMMARY:monthly\nDTSTART;VALUE=DATE:20100131\nRRULE:FREQ=MONTHLY;BYDAY=-1FR"),
        event(
            "UID:y\nSUMMARY:yearly\nDTSTART;VALUE=DATE:20000515\nDTEND;VALUE=DATE:20000518\nRRULE:FREQ=YEARLY",
        ),
        event("UID:d\nSUMMARY:over\nDTSTART:20240101T100000\nRRULE:FREQ=DAILY;UNTIL=20240507T100000"),
        event("UID:c\nSUMMARY:counted\nDTSTART:20240430T100000\nRRULE:FREQ=WEEKLY;COUNT=2"),
        event("UID:s\nSUMMARY:seconds\nDTSTART:19700101T000000\nRRULE:FREQ=SECONDLY"),
        event("UID:n\nSUMMARY:never\nDTSTART:20200101T000000\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
        event("UID:r\nSUMMARY:also\nDTSTART;VALUE=DATE:20240101\nRDATE;VALUE=DATE:20240517,20240518"),
    ];
    let text = calendar(&parts.join("\n"));
    assert_eq!(
        summary(&text),
        [
            "over 2024-05-06T10:00:00",
            "weekly 2024-05-06T14:00:00-04:00[America/New_York]",
            "counted 2024-05-07T10:00:00",
            "over 2024-05-07T10:00:00",
            "yearly 2024-05-15 to 2024-05-17",
            "also 2024-05-17",
            "also 2024-05-18",
            "weekly, moved 2024-05-21T09:00:00-04:00[America/New_York]",
            "weekly 2024-05-22T14:00:00-04:00[America/New_York]",
            "monthly 2024-05-31",
        ]
    );
}

#[test]
fn what_began_long_ago_keeps_its_step() {
    let of = |start: &str, rule: &str| {
        let text = calendar(&event(&format!("SUMMARY:a\nDTSTART;VALUE=DATE:{start}\nRRULE:{rule}")));
        summary(&text).into_iter().map(|line| line.replace("a 2024-", "")).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(of("19040529", "FREQ=YEARLY;INTERVAL=5"), "05-29");
    assert_eq!(of("19050529", "FREQ=YEARLY;INTERVAL=5"), "");
    assert_eq!(of("19000131", "FREQ=MONTHLY"), "05-31");
    assert_eq!(of("19000131", "FREQ=MONTHLY;INTERVAL=7"), "");
    assert_eq!(of("19010509", "FREQ=MONTHLY;INTERVAL=3;BYDAY=2TH"), "05-09");
    assert_eq!(of("20000229", "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=-1"), "05-31");
    assert_eq!(of("19000101", "FREQ=DAILY;INTERVAL=25"), "05-15");
    assert_eq!(of("19000101", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=-1;COUNT=2000"), "05-27");
}

#[test]
fn cancelled_and_doubled_events_are_left_out() {
    let parts = [
        event("UID:1\nSUMMARY:off\nSTATUS:CANCELLED\nDTSTART:20240510T100000"),
        event("UID:2\nSUMMARY:Canceled: off\nDTSTART:20240510T100000"),
        event("UID:3\nSUMMARY:on\nDTSTART:20240510T100000"),
        event("UID:3\nSUMMARY:on\nDTSTART:20240510T100000"),
        event("UID:4\nSUMMARY:on\nDTSTART:20240510T100000"),
        event("UID:5\nSEQUENCE:1\nSUMMARY:old\nDTSTART:20240511T100000"),
        event("UID:5\nSEQUENCE:2\nSUMMARY:new\nDTSTART:20240512T100000"),
        event("UID:6\nSUMMARY:series\nDTSTART:20240513T100000\nRRULE:FREQ=WEEKLY;COUNT=2"),
        event(
            "UID:6\nSUMMARY:series\nSTATUS:CANCELLED\nRECURRENCE-ID:20240513T100000\nDTSTART:20240513T100000",
        ),
    ];
    assert_eq!(
        summary(&calendar(&parts.join("\n"))),
        ["on 2024-05-10T10:00:00", "new 2024-05-12T10:00:00", "series 2024-05-20T10:00:00"]
    );
}

#[test]
fn broken_parts_are_reported_with_their_line_and_affect_no_other() {
    let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:no time\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:bad\nDTSTART:2024\nEND:VEVENT\n\
                BEGIN:VEVENT\nSUMMARY:good\nnoise\nDTSTART:20240510T100000\nBEGIN:VALARM\nDESCRIPTION:wake\nEND:VALARM\nEND:VEVENT\n\
                BEGIN:VEVENT\nSUMMARY:open\nDTSTART:20240510T100000\nBEGIN:VEVENT\nSUMMARY:cut\nDTSTART:202405";
    let reading = reading(text);
    assert_eq!(reading.value.len(), 1);
    assert_eq!((reading.value[0].name.as_str(), reading.value[0].about.as_deref()), ("good", None));
    let lines: Vec<_> = reading
        .remarks
        .iter()
        .filter(|remark| remark.tone == Tone::Unclear)
        .filter_map(|remark| remark.line)
        .collect();
    assert_eq!(lines, [2, 5, 5, 11, 17, 20]);
}

#[test]
fn what_is_no_calendar_is_refused() {
    let (from, to) = (date(2024, 5, 6), date(2024, 6, 2));
    assert_eq!(read("", from, to, grammar()).unwrap_err(), Refusal::Empty);
    assert_eq!(read("Lamps\n", from, to, grammar()).unwrap_err(), Refusal::Nothing(Kind::Events));
    assert_eq!(read("<html>", from, to, grammar()).unwrap_err(), Refusal::WebPage(Kind::Events));
    let clicks = read("URL,Clicks\nhttps://example.org/,5\n", from, to, grammar()).unwrap_err();
    assert_eq!(clicks, Refusal::LooksLike { wanted: Kind::Events, found: Kind::Clicks });
    assert!(read("BEGIN:VCALENDAR\nEND:VCALENDAR", from, to, grammar()).unwrap().value.is_empty());
}
