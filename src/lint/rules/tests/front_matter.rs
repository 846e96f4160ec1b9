//! Front matters of other generators than Jekyll.

use super::*;

fn front_problems(front: &str) -> Vec<(&'static str, String, Option<String>)> {
    let found = problems(&format!("{front}\n## A lamp\n\nIt hums.\n"), EXAMPLE_PATH, "");
    let rules = [
        "invalid-front-matter",
        "unclosed-front-matter",
        "missing-key",
        "no-front-matter",
        "unreadable-date",
    ];
    let of_front = found.into_iter().filter(|one| rules.contains(&one.rule));
    of_front.map(|one| (one.rule, one.message, one.help)).collect()
}

#[test]
fn toml_between_plus_signs_is_read() {
    let keys =
        "layout = \"post\"\ntitle = \"A lamp\"\ndate = 2026-06-08T07:00:00-08:00\ncategories = \"weekly\"\n";
    assert_eq!(front_problems(&format!("+++\n{keys}+++\n")), []);
    let found = front_problems(&format!("+++\n{keys}author = Ada\n+++\n"));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, "invalid-front-matter");
    assert!(found[0].1.starts_with("the front matter is not TOML: "), "{found:?}");
    let found = front_problems(&format!("+++\n{keys}"));
    assert_eq!(found[0].0, "unclosed-front-matter");
    assert_eq!(found[0].2.as_deref(), Some("add a line of +++ after its last line"));
    let found = front_problems("+++\ntitle = \"A lamp\"\n+++\n");
    assert!(found.iter().any(|one| one.0 == "missing-key"), "{found:?}");
}
