//! What the template left, wherever it is hidden.

use super::Folder;
use super::folder::CLEAN;

const DRAFT: &str = "_drafts/2026-06-08-draft.md";

fn placeholders(folder: &Folder) -> Vec<String> {
    let run =
        folder.run(&format!("lint {DRAFT} --format concise --stage publish --select leftover-placeholder"));
    let found =
        run.out.lines().filter_map(|line| line.split_once("error: ").map(|(_, said)| said.to_owned()));
    found.collect()
}

#[test]
fn a_comment_beside_a_placeholder_does_not_hide_it() {
    let story = |text: &str| {
        let story = format!(
            "[![A kite](../assets/20260608/20260608kite.jpg)](https://example.org/kite)\n\n{text}\n\n## CircuitPython Libraries"
        );
        let folder = Folder::with_draft(CLEAN.replace("## CircuitPython Libraries", &story));
        folder.write("copydesk.yml", "extends: circuitpython\n");
        placeholders(&folder)
    };
    let plain = story("text - [Kites](https://example.org/kite).");
    assert_eq!(plain, ["Text 'text' is still the template's [leftover-placeholder]"]);
    for text in [
        "<!-- from Mira -->\ntext - [Kites](https://example.org/kite).",
        "<!-- from Mira -->\n\ntext - [Kites](https://example.org/kite).",
        "<!-- one -->\n<!-- two -->\ntext - [Kites](https://example.org/kite).",
        "text - [Kites](https://example.org/kite).\n\n<!-- from Mira -->",
    ] {
        assert_eq!(story(text), plain, "{text}");
    }
    // A paragraph of several.
    let second = story("It maps the wind.\n\ntext\n\nIt lands - [Kites](https://example.org/kite).");
    assert_eq!(second, ["'text' is still the template's [leftover-placeholder]"]);
    assert_eq!(story("It maps the wind, text or not - [Kites](https://example.org/kite)."), [""; 0]);
}

#[test]
fn a_fact_with_number_signs_has_no_value_yet() {
    let profile = |form: &str| {
        format!(
            "extends: none\nfiles: {{ drafts: '_drafts/{{date}}-draft.md', posts: '_posts/{{date}}.md' }}\nsections:\n  \
             - {{ id: numbers, title: Numbers, headings: [numbers], kinds: [facts], facts: [{{ name: Steps, {form}places: ['climbed {{}} steps'] }}] }}\n"
        )
    };
    for (form, value) in [
        ("", "#,###"),
        ("form: number, ", "#,###"),
        ("form: number, ", "####"),
        ("form: number, ", "12,###"),
        ("form: version, ", "v#.#.#"),
        ("form: day, ", "2026####"),
    ] {
        let folder = Folder::with_draft(format!(
            "---\ntitle: Stairs\n---\n\n## Numbers\n\nWe climbed {value} steps.\n"
        ));
        folder.write("copydesk.yml", profile(form));
        let expected = format!("Steps '{value}' is still the template's [leftover-placeholder]");
        assert_eq!(placeholders(&folder), [expected], "{form}");
        let status = folder.run("status 2026-06-08 --as-of 2026-06-08");
        assert!(status.out.contains("0 of 1"), "{form} {value}: {status:?}");
    }
}
