//! `init --check` says what of a profile no longer fits, and `--fix` changes it in its lines.

use super::{forms, laid_out};
use crate::lint_cli::Folder;

const PROFILE: &str = "# Our newsletter.\r\nextends: none\r\nname: lamps\r\nfiles:\r\n  drafts: 'drafts/{date}-lamp.md'\r\n  posts: 'letters/{date}-lamp.md'  # since 2020\r\n  template: old.md\r\nfront_matter: {title: title, required: [title, author]}\r\ncadence: every Monday  # for the mail\r\nsection_levels: [2]\r\nsections:\r\n  # The list.\r\n  - { id: lamps, title: Lamps, headings: [lamps], kinds: [links], required: true }\r\n  - { id: gone, title: Gone, headings: [gone], kinds: [links], required: true }  # always\r\nwaivers: [{rule: fallen-value, reason: it may fall}]\r\n";

/// Six weekly issues with other names, keys, days and sections than the profile says.
fn newsletter(profile: &str) -> Folder {
    let folder = Folder::new();
    for (n, day) in ["2026-04-02", "2026-04-09", "2026-04-16", "2026-04-23", "2026-04-30", "2026-05-07"]
        .into_iter()
        .enumerate()
    {
        let text = format!(
            "---\ntitle: Lamps of {day}\ndate: {day}\n---\n\n## Lamps\n\n* [Lamp {n}](https://lamp.example/{n})\n\n## Bells\n\n* [Bell {n}](https://bell.example/{n})\n"
        );
        folder.write(&format!("letters/{day}-letter.md"), text);
    }
    folder.write("template.md", "---\ntitle:\ndate:\n---\n\n## Lamps\n\n## Bells\n");
    folder.write("copydesk.yml", profile);
    folder
}

#[test]
fn the_values_that_no_longer_fit_are_changed_and_nothing_else() {
    let folder = newsletter(PROFILE);
    let check = folder.run("init --check --as-of 2026-05-08").exits(1);
    for line in [
        "copydesk.yml:6: files.posts: 6 of the last 6 issues have other paths, such as letters/2026-05-07-letter.md; most have letters/{date}-letter.md",
        "copydesk.yml:7: files.template: there is no file old.md; perhaps it is template.md",
        "copydesk.yml:8: front_matter.required: 6 of the last 6 issues have no `author`",
        "copydesk.yml:9: cadence: the last issues are published every Thursday: 6 of the last 6 issues were on a Thursday, 7 days apart",
        "copydesk.yml:14: sections[gone]: is required, and 6 of the last 6 issues do not have it",
        "copydesk.yml:11: sections: 'bells' is a heading of 6 of the last 6 issues, and no section has it",
        "copydesk.yml:15: waivers[0].rule: the rule's name is decreased-value now",
        "`copydesk init --check --fix` changes what can be changed in its line",
    ] {
        assert!(check.out.lines().any(|own| own == line), "no line '{line}' in\n{}", check.out);
    }
    assert_eq!(folder.read("copydesk.yml"), PROFILE);

    let fix = folder.run("init --check --fix --as-of 2026-05-08").exits(1);
    let said: Vec<&str> = fix.out.lines().collect();
    assert_eq!(
        said,
        [
            "copydesk.yml:15: waivers[0].rule is now decreased-value",
            "copydesk.yml:6: files.posts is now \"letters/{date}-letter.md\"",
            "copydesk.yml:7: files.template is now template.md",
            "copydesk.yml:8: front_matter.required is now [title]",
            "copydesk.yml:9: cadence is now every Thursday",
            "copydesk.yml:14: sections[gone].required is now false",
            "copydesk.yml:11: sections: 'bells' is a heading of 6 of the last 6 issues, and no section has it; add - { id: bells, title: Bells, headings: [bells], kinds: [links], required: true }",
        ]
    );
    let expected = PROFILE
        .replace("'letters/{date}-lamp.md'", "\"letters/{date}-letter.md\"")
        .replace("old.md", "template.md")
        .replace("[title, author]", "[title]")
        .replace("Monday", "Thursday")
        .replace("[gone], kinds: [links], required: true", "[gone], kinds: [links], required: false")
        .replace("fallen-value", "decreased-value");
    assert_eq!(folder.read("copydesk.yml"), expected);

    let with_bells = expected.replace(
        "  # The list.\r\n",
        "  # The list.\r\n  - { id: bells, title: Bells, headings: [bells], kinds: [links], required: true }\r\n",
    );
    folder.write("copydesk.yml", &with_bells);
    for arguments in ["init --check --as-of 2026-05-08", "init --check --fix --as-of 2026-05-08"] {
        let run = folder.run(arguments).exits(0);
        assert_eq!(run.out, "the profile fits the last issues\n");
    }
    assert_eq!(folder.read("copydesk.yml"), with_bells);
}

#[test]
fn what_is_on_several_lines_is_left_to_the_editor_with_its_line() {
    let profile = PROFILE
        .replace(
            "front_matter: {title: title, required: [title, author]}",
            "front_matter:\r\n  required:\r\n    - title\r\n    - author",
        )
        .replace("'letters/{date}-lamp.md'  #", "'letters/{date}-letter.md'  #")
        .replace("old.md", "template.md")
        .replace("Monday", "Thursday")
        .replace("[gone], kinds: [links], required: true", "[bells], kinds: [links]")
        .replace("waivers: [{rule: fallen-value, reason: it may fall}]\r\n", "");
    let folder = newsletter(&profile);
    let run = folder.run("init --check --fix --as-of 2026-05-08").exits(1);
    assert_eq!(
        run.out,
        "copydesk.yml:9: front_matter.required: 6 of the last 6 issues have no `author`; write front_matter.required: [title]\n"
    );
    assert_eq!(folder.read("copydesk.yml"), profile);
    folder.run("init --fix").exits(2);
    let check = folder.run("init --check --as-of 2026-05-08").exits(1);
    assert_eq!(check.out, "copydesk.yml:9: front_matter.required: 6 of the last 6 issues have no `author`\n");
}

#[test]
fn an_old_profile_without_a_base_gets_the_one_that_it_had() {
    let form = forms::all().into_iter().find(|form| form.name == "blinks").unwrap();
    let folder = laid_out(&form);
    let old = "# Ours.\nimages: {max_width: 600}  # wide\n";
    folder.write("copydesk.yml", old);
    folder.run("lint").fails("has neither `extends` nor `files`");
    let check = folder.run(&format!("init --check --as-of {}", form.today)).exits(1);
    assert!(
        check.out.starts_with(
            "copydesk.yml: extends: is missing; without it, earlier versions took circuitpython\n"
        ),
        "{check:?}"
    );
    assert_eq!(folder.read("copydesk.yml"), old);
    let fix = folder.run(&format!("init --check --fix --as-of {}", form.today));
    assert!(fix.out.starts_with("copydesk.yml:2: added extends: circuitpython\n"), "{fix:?}");
    assert_eq!(
        folder.read("copydesk.yml"),
        "# Ours.\nextends: circuitpython\nimages: {max_width: 600}  # wide\n"
    );
}

/// Weekly issues in the layout of a built-in newsletter. All but the newest have two sections that it requires.
fn of_built_in_layout(folder: &Folder) {
    let days = ["2026-04-06", "2026-04-13", "2026-04-20", "2026-04-27", "2026-05-04"];
    for (n, day) in days.into_iter().enumerate() {
        let usual = if n == 4 { "" } else { "## Latest Releases\n\nNone.\n\n## Contribute\n\nSee there.\n" };
        folder.write(
            &format!("_posts/{day}-draft.md"),
            format!(
                "---\nlayout: post\ntitle: Lamps {n}\ndate: {day} 07:00:00 -0800\n---\n\n## News From Around the Web\n\nA lamp {n} - [Site](https://lamp.example/{n}).\n\n## Upcoming Events\n\n* [Lamp Days {n}](https://days.example/{n}) are on June 1{n}, 2026.\n\n## Bell Corner\n\n* [Bell {n}](https://bell.example/{n})\n\n{usual}"
            ),
        );
    }
}

#[test]
fn a_learnt_profile_requires_only_what_every_issue_has() {
    let folder = Folder::new();
    of_built_in_layout(&folder);
    folder.run("init --yes --as-of 2026-05-05").exits(0);
    let yaml = folder.read("copydesk.yml");
    assert!(yaml.contains("extends: circuitpython"), "{yaml}");
    for line in [
        "- { id: releases, required: false }",
        "in 4 of 5",
        "headings: [bell corner]",
        "required: [layout, title, date]",
    ] {
        assert!(yaml.contains(line), "no '{line}' in\n{yaml}");
    }
    let check = folder.run("init --check --as-of 2026-05-05").exits(0);
    assert_eq!(check.out, "the profile fits the last issues\n");
    let lint = folder.run("lint _posts --stage publish --format concise --as-of 2026-05-05");
    assert!(!lint.out.contains("missing-section") && !lint.out.contains("missing-key"), "{}", lint.out);
}

#[test]
fn a_required_section_of_the_built_in_profile_is_named_as_such() {
    let folder = Folder::new();
    of_built_in_layout(&folder);
    folder.write("copydesk.yml", "extends: circuitpython\n");
    let check = folder.run("init --check --as-of 2026-05-05").exits(1);
    let line = "copydesk.yml: sections[releases]: is required by the built-in profile circuitpython, and 1 of the last 5 issues does not have it";
    assert!(check.out.lines().any(|own| own == line), "{}", check.out);
}

/// A heading in one issue is that of another section as well, which the first reading does not know.
#[test]
fn a_section_whose_heading_another_one_takes_is_not_required() {
    let folder = Folder::new();
    for (n, day) in
        ["2026-04-02", "2026-04-09", "2026-04-16", "2026-04-23", "2026-04-30"].into_iter().enumerate()
    {
        let lamps = if n == 2 { "### Lamps" } else { "## Lamps" };
        folder.write(
            &format!("letters/{day}-letter.md"),
            format!("---\ntitle: {day}\n---\n\n## Bells\n\n* [Bell {n}](https://bell.example/{n})\n\n{lamps}\n\n* [Lamp {n}](https://lamp.example/{n})\n"),
        );
    }
    folder.run("init --yes --as-of 2026-05-01").exits(0);
    folder.run("init --check --as-of 2026-05-01").exits(0);
}
