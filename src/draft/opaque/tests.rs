use super::OpaqueParts;
use crate::draft::{BlockKind, Draft};

fn opaque(text: &str) -> Vec<&str> {
    let found = OpaqueParts::find(text);
    if let Some(masked) = found.masked(text) {
        assert_eq!(masked.len(), text.len());
        assert_eq!(masked.matches('\n').count(), text.matches('\n').count());
    }
    found.spans.iter().map(|span| span.of(text)).collect()
}

#[test]
fn templates_are_opaque_with_the_text_that_they_read() {
    for (text, parts) in [
        ("See {{ site.url }} and {% include a.html %}.\n", &["{{ site.url }}", "{% include a.html %}"][..]),
        ("{{< youtube id=\"a\" >}}\n", &["{{< youtube id=\"a\" >}}"]),
        (
            "{{< figure src=\"a.png\"\n  title=\"A lamp\" >}}\n",
            &["{{< figure src=\"a.png\"\n  title=\"A lamp\" >}}"],
        ),
        (
            "{{% note %}}\nIt hums.\n\nSo.\n{{% /note %}} Yes.\n",
            &["{{% note %}}\nIt hums.\n\nSo.\n{{% /note %}}"],
        ),
        ("{{< note />}} and {{</* note */>}}\n", &["{{< note />}}", "{{</* note */>}}"]),
        ("{{ youtube(id=\"a\") }}\n", &["{{ youtube(id=\"a\") }}"]),
        ("{% quote(by=\"Ada\") %}\nIt hums.\n{% end %}\n", &["{% quote(by=\"Ada\") %}\nIt hums.\n{% end %}"]),
        ("{% comment %}teh{% endcomment %} lamp\n", &["{% comment %}teh{% endcomment %}"]),
        // The text between them is Markdown.
        ("{% if a %}lamp{% endif %}\n", &["{% if a %}", "{% endif %}"]),
        // A heading is in no part.
        ("{% quote() %}\n## A\n{% end %}\n", &["{% quote() %}", "{% end %}"]),
        ("It is {{ open.\n\nNot }} closed.\n", &[]),
        ("A lamp\n{: .bright}\n", &["{: .bright}"]),
        ("A {set} of {things: x}\n", &[]),
    ] {
        assert_eq!(opaque(text), parts, "{text}");
    }
}

#[test]
fn components_are_told_from_types() {
    for (text, parts) in [
        ("<Tweet id=\"1\" />\n", &["<Tweet id=\"1\" />"][..]),
        (
            "<Tweet\n  id={parse(\"{1}\")}\n  {...more}\n/>\n",
            &["<Tweet\n  id={parse(\"{1}\")}\n  {...more}\n/>"],
        ),
        ("A <Badge text=\"new\" /> lamp\n", &["<Badge text=\"new\" />"]),
        ("<Card>\n\nIt *hums*.\n\n</Card>\n", &["<Card>", "</Card>"]),
        ("<Tabs.Item value={a => b}>x</Tabs.Item>\n", &["<Tabs.Item value={a => b}>", "</Tabs.Item>"]),
        ("A Vec<Lamp> or <T> or <K, V> or </String>, <b>so</b>.\n", &[]),
        ("Write `<Tweet id={1} />` so.\n", &[]),
        ("```jsx\n<Tweet id={1} />\nimport A from 'a';\n:::tip\n```\n", &[]),
        ("{/* teh\n\nlamp */} hums\n", &["{/* teh\n\nlamp */}"]),
        (
            "import A from './a';\nimport B from \"b\"\n\nexport const x = {\n  a: 1,\n};\n\nText\n",
            &["import A from './a';\nimport B from \"b\"", "export const x = {\n  a: 1,\n};"],
        ),
        ("import taxes are high, says an exporter from 'abroad'.\n\nexport is easy (so).\n", &[]),
    ] {
        assert_eq!(opaque(text), parts, "{text}");
    }
}

#[test]
fn the_fences_of_containers_are_blocks_of_their_own() {
    let text = ":::tip[A *lamp*]\nIt hums.\n\n- one\n- two\n:::\n\n::: warning\nSo.\n:::\n";
    assert_eq!(opaque(text), [":::tip[A *lamp*]", ":::", "::: warning", ":::"]);
    let draft = Draft::parse(text);
    let kinds = draft.blocks().iter().map(|block| match block.kind {
        BlockKind::Html => "fence",
        BlockKind::Paragraph => "text",
        BlockKind::List(_) => "list",
        _ => "other",
    });
    assert_eq!(kinds.collect::<Vec<_>>(), ["fence", "text", "list", "fence", "fence", "text", "fence"]);
    let prose: Vec<&str> = draft.prose().map(|span| draft.slice(span)).collect();
    assert_eq!(prose, ["It hums.", "one", "two", "So."]);
}

#[test]
fn opaque_parts_are_no_prose_and_hide_no_links() {
    let draft = Draft::parse(
        "{{< note >}}\nSee [a](b) **teh\n{{< /note >}}\n\nSee [it]({% post_url 2026-06-01-a %}) <Badge a={1} />, [c](d).\n",
    );
    let prose: Vec<&str> = draft.prose().map(|span| draft.slice(span)).collect();
    assert_eq!(prose, ["See ", "it", " ", ", ", "c", "."]);
    let links: Vec<&str> = draft.links().map(|link| draft.slice(link.dest)).collect();
    assert_eq!(links, ["{% post_url 2026-06-01-a %}", "d"]);
    let parts: Vec<&str> = draft.opaque().map(|span| draft.slice(span)).collect();
    assert_eq!(parts[1..], ["{% post_url 2026-06-01-a %}", "<Badge a={1} />"]);
}

#[test]
fn long_hostile_texts_are_read_quickly() {
    for part in
        ["{% a() %}", "{{< a >}}", "<A>", "<A b={", "`", "{{", "{/*", "{:", ":::\n", "import {\n\n", "``a`"]
    {
        let text = part.repeat(400_000 / part.len());
        OpaqueParts::find(&text);
    }
}
