//! What a profile says of the checks: languages, severities, pages that come again, the site's folders and the
//! front matter.

use crate::lint_cli::Folder;
use crate::lint_cli::folder::CLEAN;

const FILE: &str = "_drafts/2026-06-08-draft.md";

fn with(yaml: &str, text: &str) -> Folder {
    let folder = Folder::with_draft(CLEAN.replace("Good morning.", text));
    folder.write("copydesk.yml", extended(yaml));
    folder
}

/// The profile, of the built-in newsletter unless it names another one.
fn extended(yaml: &str) -> String {
    if yaml.contains("extends:") { yaml.to_owned() } else { format!("{yaml}extends: circuitpython\n") }
}

/// The rules that report something, each with its severity.
fn found(folder: &Folder, args: &str) -> Vec<String> {
    let run = folder.run(&format!("lint --format concise {args}"));
    let problem = |line: &str| {
        let (rest, rule) = line.strip_suffix(']')?.rsplit_once('[')?;
        let severity = rest.split(": ").nth(1)?;
        Some(format!("{severity} {rule}"))
    };
    run.out.lines().filter_map(problem).collect()
}

#[test]
fn the_language_turns_off_rules_about_english_words() {
    let text = "Die die Lampe, teh Lampe.";
    assert_eq!(
        found(&with("language: en-GB\n", text), ""),
        ["warning repeated-word", "warning misspelt-word"]
    );
    assert_eq!(found(&with("language: de\n", text), ""), [""; 0]);
    with("language: german\n", text)
        .run("lint")
        .fails("copydesk.yml:1: language: 'german' is not the tag of a language, such as en, zh or pt-BR");
    with("language: de\nrules: {misspelt-word: off}\n", text).run("lint").fails(
        "copydesk.yml:2: rules.misspelt-word: has no effect: the rule is about English, and the language is de",
    );
}

#[test]
fn severities_are_set_for_the_issue_and_for_sections() {
    let text = "See [the plans](). Open the the gate.";
    assert_eq!(found(&with("", text), ""), ["error empty-link", "warning repeated-word"]);
    let yaml = "rules:\n  empty-link: hint\n  repeated-word: error\n";
    assert_eq!(found(&with(yaml, text), ""), ["hint empty-link", "error repeated-word"]);
    with(yaml, text).run("lint").exits(1);
    assert_eq!(found(&with("rules: {repeated-word: off}\n", text), ""), ["error empty-link"]);
    let yaml = "rules: {repeated-word: off}\nsections:\n  - {id: opening, rules: {repeated-word: hint, empty-link: off}}\n";
    assert_eq!(found(&with(yaml, text), ""), ["hint repeated-word"]);
    let elsewhere = "sections:\n  - {id: contribute, rules: {repeated-word: off}}\n";
    assert_eq!(found(&with(elsewhere, text), ""), ["error empty-link", "warning repeated-word"]);
}

#[test]
fn the_command_line_wins_over_the_profile() {
    let text = "See [the plans](). Open the the gate.";
    let folder = with("rules: {repeated-word: off, empty-link: hint}\n", text);
    assert_eq!(found(&folder, ""), ["hint empty-link"]);
    assert_eq!(found(&folder, "--select repeated-word"), ["warning repeated-word"]);
    assert_eq!(
        found(&folder, "--select repeated-word,empty-link"),
        ["hint empty-link", "warning repeated-word"]
    );
    assert_eq!(found(&folder, "--ignore empty-link"), [""; 0]);
}

#[test]
fn a_rule_or_severity_without_effect_is_an_error_with_its_line() {
    for (yaml, message) in [
        (
            "rules:\n  empty-link: hint\n  empty-lnik: off\n",
            "copydesk.yml:3: rules.empty-lnik: there is no rule 'empty-lnik'; did you mean 'empty-link'?",
        ),
        (
            "rules:\n  empty-link: loud\n",
            "copydesk.yml:2: rules.empty-link: 'loud' is none of the values; write ",
        ),
        (
            "rules:\n  fallen-value: off\n  decreased-value: off\n",
            "copydesk.yml:2: rules.fallen-value: 'decreased-value' is in the list twice",
        ),
        (
            "sections:\n  - id: news\n    rules:\n      missing-key: off\n",
            "copydesk.yml:4: sections[news].rules.missing-key: has no effect: the rule finds nothing within a section",
        ),
        (
            "rules: {empty-link: off}\nsections:\n  - id: news\n    rules: {empty-link: off}\n",
            "copydesk.yml:4: sections[news].rules.empty-link: has no effect: 'empty-link' is `off` in all sections",
        ),
        (
            "sections:\n  - {id: news, repeats: [nowhere]}\n",
            "copydesk.yml:2: sections[news].repeats[0]: there is no section 'nowhere'",
        ),
        (
            "sections:\n  - {id: news, repeats: [news]}\n",
            "copydesk.yml:2: sections[news].repeats[0]: is the section itself",
        ),
        (
            "sections:\n  - {id: contribute, allow_repeats: true}\n",
            "copydesk.yml:2: sections[contribute].allow_repeats: has no effect",
        ),
        (
            "may_come_again:\n  - example.org/send\n  - about us\n",
            "copydesk.yml:3: may_come_again[1]: 'about us' matches no page: an address has no spaces",
        ),
        ("files:\n  site_roots: [../static]\n", "copydesk.yml:2: files.site_roots[0]: '..' leads out"),
        (
            "files:\n  site_roots: [\"img/{date}\"]\n",
            "copydesk.yml:2: files.site_roots[0]: the path of one folder",
        ),
        (
            "files:\n  site_roots: [static, static/]\n",
            "copydesk.yml:2: files.site_roots[1]: 'static' is in the list twice",
        ),
        (
            "front_matter:\n  syntax: none\n  required: [title]\n",
            "copydesk.yml:3: front_matter.required: has no effect: issues have no front matter",
        ),
        (
            "front_matter:\n  syntax: json\n",
            "copydesk.yml:2: front_matter.syntax: 'json' is none of the values; write ",
        ),
        (
            "files:\n  drafts: \"docs/next-{number}.adoc\"\n  posts: \"docs/{number}.adoc\"\n",
            "copydesk.yml:2: files.drafts: is AsciiDoc; copydesk reads issues in Markdown only",
        ),
    ] {
        let run = with(yaml, "Hello.").run("lint").exits(2);
        assert!(run.err.contains(message), "{yaml}: {}", run.err);
    }
}

#[test]
fn pages_of_every_issue_and_highlights_are_no_repetitions() {
    let issue = |date: &str, top: &str, news: &str| {
        let body = format!(
            "## Highlight\n\n* [A bell](https://example.org/{top})\n\n## News\n\n* [How to send yours](https://example.org/send#how)\n* [A bell](https://example.org/{news})\n* [A gate](https://example.org/{news}-gate)\n"
        );
        format!("---\ntitle: Bells\ndate: {date}\n---\n\n{body}")
    };
    let profile = |more: &str| {
        format!(
            "extends: circuitpython\nname: bells\nfiles: {{drafts: \"drafts/{{date}}.md\", posts: \"posts/{{date}}.md\", assets: ~}}\nfront_matter: {{syntax: yaml, required: [title, date], max_title: ~}}\nimages: {{name: ~, max_width: ~}}\nweekday: ~\nsections:\n  - {{id: highlight, title: Highlight, headings: [highlight], kinds: [links]{more}}}\n  - {{id: bells, title: News, headings: [news], kinds: [links]}}\n"
        )
    };
    let folder = Folder::new();
    for (date, news) in [("2026-05-18", "one"), ("2026-05-25", "two")] {
        folder.write(
            &format!("posts/{date}.md"),
            issue(date, "bell", news).replace("/send#how", &format!("/{news}-send")),
        );
    }
    folder.write("posts/2026-05-11.md", issue("2026-05-11", "old", "zero"));
    folder.write("drafts/2026-06-08.md", issue("2026-06-08", "three", "three"));
    let rules = "drafts --select repeated-link,already-sent-link";
    folder.write("copydesk.yml", profile(""));
    assert_eq!(found(&folder, rules), ["warning already-sent-link", "warning repeated-link"]);
    folder.write("copydesk.yml", profile(", repeats: [bells]"));
    assert_eq!(found(&folder, rules), ["warning already-sent-link"]);
    folder
        .write("copydesk.yml", profile(", repeats: [\"*\"]") + "may_come_again: [\"www.example.org/se*\"]\n");
    assert_eq!(found(&folder, rules), [""; 0]);
}

#[test]
fn images_are_found_at_the_top_of_the_site_and_beside_the_issue() {
    let folder = Folder::new();
    folder.write(
        "copydesk.yml",
        "extends: this-week-in-rust\nname: bells\nfiles:\n  drafts: \"blog/next/{date}.md\"\n  posts: \"blog/{date}/index.md\"\n  site_roots: [static, .vuepress/public]\nfront_matter: {syntax: none}\nweekday: ~\n",
    );
    let lamp = include_bytes!("../../assets/demo/assets/week+0/lamp.jpg");
    for path in ["static/img/a.jpg", ".vuepress/public/b.jpg", "blog/2026-06-08/c.jpg", "img/d.jpg"] {
        folder.write(path, lamp);
    }
    let image = |dest: &str| format!("## News\n\n![A lamp]({dest})\n");
    for dest in ["/img/a.jpg", "/b.jpg", "c.jpg", "./c.jpg", "/img/d.jpg", "https://example.org/e.jpg"] {
        folder.write("blog/2026-06-08/index.md", image(dest));
        assert_eq!(found(&folder, "blog"), [""; 0], "{dest}");
    }
    for dest in ["/img/b.jpg", "a.jpg"] {
        folder.write("blog/2026-06-08/index.md", image(dest));
        assert_eq!(found(&folder, "blog"), ["error missing-image"], "{dest}");
    }
}

#[test]
fn opaque_parts_are_neither_checked_nor_changed() {
    let parts = [
        "{% include a.html text=\"teh  the the\" %}",
        "{{< figure title=\"teh  lamp,, so\" >}}",
        "{{% note %}}\nWe recieve  the the lamp,, so **so\n{{% /note %}}",
        "{% quote(by=\"teh\") %}\nWe recieve  the the lamp,, so.\n{% end %}",
        "<Tweet id={\"teh  the the\"} {...lamps} />",
        "{/* We recieve  the the lamp,, so */}",
        "import Lamp from './teh  lamp'",
        ":::tip teh  lamp,, so",
    ];
    let text = format!(
        "{}\n\nSee [it]({{% post_url 2026-06-01-a %}}) and [that]({{% link a.md %}}).",
        parts.join("\n\n")
    );
    let folder = with("", &text);
    assert_eq!(found(&folder, "--fail-on hint"), [""; 0]);
    let before = folder.read(FILE);
    folder.run("lint --fix").exits(0);
    assert_eq!(folder.read(FILE), before);
    let folder = with("", "We recieve it {{ site.url }} by ship.");
    assert_eq!(found(&folder, ""), ["warning misspelt-word"]);
}

#[test]
fn front_matter_is_expected_where_the_issues_have_one() {
    let bare = CLEAN.split_once("---\n\n").unwrap().1;
    let found_in = |yaml: &str, text: &str| {
        let folder = Folder::with_draft(text);
        folder.write("copydesk.yml", extended(yaml));
        found(&folder, "--stage publish")
    };
    assert_eq!(found_in("", bare), ["error no-front-matter"]);
    assert_eq!(found_in("front_matter: {syntax: none}\n", bare), [""; 0]);
    assert_eq!(found_in("front_matter: {syntax: yaml}\n", CLEAN), [""; 0]);
    let toml = "front_matter: {syntax: toml}\n";
    assert_eq!(found_in(toml, CLEAN), ["error no-front-matter"]);
    let folder = Folder::with_draft(CLEAN);
    folder.write("copydesk.yml", extended(toml));
    folder.run("lint").exits(1).says("the front matter is YAML, and that of the other issues is TOML");
}

#[test]
fn other_markup_languages_are_refused_by_name() {
    for (name, language) in [
        ("issue.adoc", "AsciiDoc"),
        ("issue.rst", "reStructuredText"),
        ("issue.org", "Org"),
        ("_posts/2026-06-08-bells.adoc", "AsciiDoc"),
    ] {
        let folder = with("", "Hello.");
        folder.write(name, "= Bells\n\nHello.\n");
        let message =
            format!("{name} is {language}; copydesk reads issues in Markdown only (.md, .markdown, .mdx)");
        let run = folder.run(&format!("lint {name}")).exits(2);
        assert!(run.out.contains(&message) || run.err.contains(&message), "{run:?}");
        folder.run(&format!("open {name}")).fails(&message);
        let run = folder.feed(&format!("lint - --stdin-filename {name}"), b"= Bells\n").exits(2);
        assert!(run.out.contains(language) || run.err.contains(language), "{run:?}");
    }
    let folder = Folder::new();
    folder.write("copydesk.yml", "extends: circuitpython\n");
    folder.write("_posts/bells.rst", "Bells\n=====\n");
    folder.run("lint .").fails("bells.rst is reStructuredText");
    let folder = Folder::new();
    folder.write("README.md", "Bells.\n");
    for day in ["01", "08"] {
        folder.write(&format!("issues/2026-06-{day}.adoc"), "= Bells\n");
    }
    folder
        .run("init --yes")
        .fails("issues/2026-06-08.adoc is AsciiDoc; copydesk reads issues in Markdown only");
    for name in ["2026-06-08-a.markdown", "2026-06-08-a.mdx"] {
        let folder = Folder::new();
        folder.write("copydesk.yml", "extends: circuitpython\n");
        folder.write(&format!("_posts/{name}"), CLEAN);
        folder.run("lint .").exits(0);
    }
}

#[test]
fn another_newsletter_does_not_get_the_texts_of_the_built_in_one() {
    let notes = |yaml: &str| with(yaml, "Hello.").run("notes");
    let own = notes("extends: circuitpython\nname: circuitpython\n").exits(0);
    assert!(own.out.contains("cpnews(at)adafruit(dot)com"), "{}", own.out);
    // A newsletter without a name may be any.
    let nameless = notes("extends: circuitpython\n").exits(0);
    assert!(!nameless.out.to_lowercase().contains("adafruit"), "{}", nameless.out);
    assert!(nameless.err.contains("`import.news.standing`"), "{}", nameless.err);
    notes("extends: circuitpython\nname: bells\n").fails("set `import.news`");
    let yaml = "extends: circuitpython\nname: bells\nimport:\n  news: {title: Bells, sections: [feature], features: 1, standing: Ring us.}\n";
    let other = notes(yaml).exits(0);
    assert!(
        other.out.ends_with("Ring us.\n") && !other.out.to_lowercase().contains("adafruit"),
        "{}",
        other.out
    );
    let run = with("extends: circuitpython\nname: bells\n", "We use Circuitpython, text.")
        .run("lint --format concise");
    assert!(!run.out.contains("house-style"), "{}", run.out);
}

#[test]
fn blank_lines_at_the_end_of_the_file_are_no_emptied_item() {
    let yaml = "extends: none\nfiles: {drafts: \"_drafts/{date}-draft.md\", posts: \"_posts/{date}.md\"}\nfront_matter: {syntax: none, title: '', date: ''}\nsections:\n  - {id: news, title: News, headings: [news], kinds: [paragraphs]}\n";
    let first = "## News\n\n[A lamp](https://example.org/lamp) burns at the pond.\n\n";
    let second = "[A bell](https://example.org/bell) rings there.\n";
    for (text, problems) in [
        (format!("{first}{second}"), &[][..]),
        (format!("{first}{second}\n\n"), &[]),
        // Between items, they are the place of an emptied one.
        (format!("{first}\n\n{second}"), &["warning empty-field"]),
    ] {
        let folder = Folder::with_draft(&text);
        folder.write("copydesk.yml", yaml);
        assert_eq!(found(&folder, FILE), problems, "{text:?}");
    }
}

/// Such a profile matches no file.
#[test]
fn a_profile_without_files_still_checks_a_named_file() {
    let folder = Folder::with_draft(CLEAN);
    folder.write("copydesk.yml", "extends: none\n");
    folder.run(&format!("lint {FILE}")).exits(0).says("1 file checked");
    folder.run("status").exits(2);
}
