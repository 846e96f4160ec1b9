//! Which releases notes name, and where that is not sure.

use crate::support::properties::notes::grammar;
use copydesk::import::notes;

/// The stable release and the pre-release that notes name, with a `?` where they are doubtful.
fn releases(text: &str) -> String {
    let reading = notes::read(text, grammar()).unwrap();
    let state = reading.value.state;
    let named = [state.stable, state.next].map(|release| {
        release.map_or("–".to_owned(), |release| {
            let is_told = reading.remarks.iter().any(|remark| {
                remark.line == Some(release.line)
                    && remark.text.contains(&release.version)
                    && (remark.tone == copydesk::import::Tone::Unclear) == release.doubt.is_some()
            });
            assert!(is_told, "{release:?}: {:?}", reading.remarks);
            format!("{}{}", release.version, if release.doubt.is_some() { "?" } else { "" })
        })
    });
    named.join(" ")
}

#[test]
fn the_newest_of_each_kind_is_read() {
    for (title, named) in [
        ("CircuitPython 9.0.1, 9.0.2 (only for one board), and 9.1.0-beta.0 Released", "9.0.2 9.1.0-beta.0"),
        ("CircuitPython 9.2.5 \\[and 9.2.6\\] Released", "9.2.6 –"),
        ("CircuitPython 9.2.5 [and 9.2.6] released!", "9.2.6 –"),
        ("CircuitPython 9.2.5 (and 9.2.6) Released", "9.2.6 –"),
        ("CircuitPython 9.2.6 and 9.2.5 Released", "9.2.6 –"),
        ("CircuitPython 9.0.0 beta.1 (a slip of the hand) and beta.2 Released", "– 9.0.0-beta.2"),
        ("CircuitPython 9.0.0 Beta 1 & 2 Released", "– 9.0.0-beta.2"),
        ("CircuitPython 9.2.0 Alpha 2351", "– 9.2.0-alpha.2351"),
        ("CircuitPython 9.2.0 ALPHA.2351 released", "– 9.2.0-alpha.2351"),
        ("CircuitPython 9.2.0 (Release Candidate 1) released", "– 9.2.0-rc.1"),
        ("CircuitPython 9.2.0rc1 is out", "– 9.2.0-rc.1"),
        ("CircuitPython v9.2.1 released", "9.2.1 –"),
        ("CircuitPython 8.2.10 Stable + CircuitPython 9.0.0 RC 0 released", "8.2.10 9.0.0-rc.0"),
        ("CircuitPython 9.1.0-beta.0 is available, the first beta for 9.1.0", "– 9.1.0-beta.0"),
        ("CircuitPython 9.1.0 released with changes since 9.0.5", "9.1.0 –"),
        ("CircuitPython 9.0.1, 9.0.2 (withdrawn), and 9.1.0-beta.0 Released", "9.0.2? 9.1.0-beta.0"),
        (
            "CircuitPython 9.0.0 beta.1 came out on Tuesday, it is out, and beta.2 on Friday",
            "– 9.0.0-beta.2?",
        ),
        ("CircuitPython 9.0.1 is out, and 9.0.2 will be soon", "9.0.1 –"),
        ("CircuitPython 9.2 released", "9.2? –"),
        ("CircuitPython 9.2.0 Beta 2024 released", "– 9.2.0-beta?"),
        ("CircuitPython 9.2.0 pre-release available", "– –"),
        ("CircuitPython 9.2.0 betas available", "– –"),
    ] {
        let text = format!("## Community News\n### {title}\nA story.\n");
        assert_eq!(releases(&text), named, "{title}");
    }
}

#[test]
fn what_somebody_released_is_newer_than_the_news() {
    let with = |status: &str| {
        format!(
            "## Community News\n### CircuitPython 9.0.1 Released\nIt is.\n## Status Updates\n@dan\n{status}\n"
        )
    };
    for (status, named) in [
        ("* Released CircuitPython 9.0.2 this morning", "9.0.2 –"),
        ("* Released CircuitPython 9.0.0", "9.0.1 –"),
        (
            "* Released CircuitPython 9.0.2 for a board, and CircuitPython 9.1.0-beta.0 to try",
            "9.0.2 9.1.0-beta.0?",
        ),
        // Without a name it may be a library.
        ("* Released 9.0.2 on Friday", "9.0.2? –"),
        ("* Released 6.2.0-beta.1", "9.0.1 6.2.0-beta.1?"),
        ("* Built and released 9.1.0-rc.0, then 9.1.0-rc.1", "9.0.1 9.1.0-rc.1?"),
        ("* Released 3.1.0 on Friday", "9.0.1 –"),
        ("* Released v9.0.3", "9.0.1 –"),
        ("* Released 9.0.3 of the lamp driver", "9.0.1 –"),
        ("* Released 9.1", "9.0.1 –"),
    ] {
        assert_eq!(releases(&with(status)), named, "{status}");
    }
}

#[test]
fn tables_and_news_are_both_read() {
    let text = "## Community News\n### CircuitPython 9.1.0 Beta 2 Released\nIt is.\n## State of CircuitPython\n### Core\n\
                | Board | 9.0.1 | 9.1.0-beta.1 |\n| --- | --- | --- |\n";
    assert_eq!(releases(text), "9.0.1 9.1.0-beta.2");
}
