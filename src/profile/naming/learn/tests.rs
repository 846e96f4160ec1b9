use super::*;

/// The patterns that are learnt from some paths, the likeliest first.
fn learnt(paths: &[&str]) -> Vec<String> {
    learn_patterns(paths.iter().copied()).iter().map(|one| one.pattern.path().to_owned()).collect()
}

fn first(paths: &[&str]) -> String {
    learnt(paths).into_iter().next().unwrap_or_default()
}

#[test]
fn dates_weeks_months_and_numbers_are_found_in_folders_and_names() {
    for (paths, pattern) in [
        (&["_posts/2026-05-25-draft.md", "_posts/2026-06-01-draft.md"][..], "_posts/{date}-draft.md"),
        (
            &["_posts/2024-10-07-2024-W41.md", "_posts/2024-10-14-2024-W42.md"],
            "_posts/{date}-{week_year}-W{week}.md",
        ),
        (
            &["content/tide/2025-12/index.md", "content/tide/2026-01/index.md"],
            "content/tide/{yyyy}-{mm}/index.md",
        ),
        (&["docs/issue-99.md", "docs/issue-100.md"], "docs/issue-{number}.md"),
        (&["content/Lamps09.md", "content/Lamps10.md", "content/Lamps110.md"], "content/Lamps{number:02}.md"),
        (
            &["data/2025/issue-537.markdown", "data/2026/issue-538.markdown"],
            "data/{yyyy}/issue-{number}.markdown",
        ),
        (&["content/2022/01.md", "content/2022/40.md", "content/2021/51.md"], "content/{yyyy}/{week}.md"),
        (&["content/2022/1.md", "content/2022/7.md", "content/2021/12.md"], "content/{yyyy}/{mm}.md"),
        (&["contents/2022/Jul/25.md", "contents/2022/Aug/01.md"], "contents/{yyyy}/{month:short}/{dd}.md"),
        (&["contents/2022/may/25.md", "contents/2022/August/01.md"], "contents/{yyyy}/{month}/{dd}.md"),
        (&["newsletter/9/index.mdx", "newsletter/10/index.mdx"], "newsletter/{number}/index.mdx"),
        (&["news/009/index.md", "news/010/index.md"], "news/{number:03}/index.md"),
        (
            &["_posts/2021-12-02-issue-199.md", "_posts/2021-12-16-issue-200.md"],
            "_posts/{date}-issue-{number}.md",
        ),
        (&["n/20260601.md", "n/20260608.md"], "n/{yyyymmdd}.md"),
        (&["n/2026.06.01.md", "n/2026.06.08.md"], "n/{yyyy}.{mm}.{dd}.md"),
        (&["n/2026_06_01-a.md", "n/2026_06_08-b.md"], "n/{yyyy}_{mm}_{dd}-{slug}.md"),
        (&["n/lamps-2026-06-01.md", "n/bells-2026-06-08.md"], "n/{slug}-{date}.md"),
        (&["2026/06/lamps.md", "2026/07/bells.md"], "{yyyy}/{mm}/{slug}.md"),
        // The numbers of issues go on from year to year.
        (&["n/2025/11.md", "n/2025/12.md", "n/2026/13.md"], "n/{yyyy}/{number}.md"),
        // A number that is always the same is text.
        (&["web3/2026-06-01.md", "web3/2026-06-08.md"], "web3/{date}.md"),
    ] {
        assert_eq!(first(paths), pattern, "{paths:?}");
    }
}

#[test]
fn words_that_most_issues_share_are_better_than_a_slug() {
    let letters = (1..=9).map(|n| format!("blog/2026-06-0{n}-letter00{n}.md"));
    let posts = (10..=20).map(|n| format!("blog/2026-06-{n}-a-story-of-{}.md", ["lamps", "bells"][n % 2]));
    let all: Vec<String> = letters.chain(posts).collect();
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    assert_eq!(first(&all), "blog/{date}-letter{number:03}.md");
    let names = ["blog/2026-06-01-a.md", "blog/2026-06-08-b.md", "blog/2026-06-15-c.md"];
    assert_eq!(learnt(&names), ["blog/{date}-{slug}.md"]);
}

#[test]
fn a_number_after_a_year_is_returned_in_every_way() {
    let paths = ["content/2022/01.md", "content/2022/02.md", "content/2022/03.md"];
    assert_eq!(
        learnt(&paths),
        ["content/{yyyy}/{mm}.md", "content/{yyyy}/{week}.md", "content/{yyyy}/{number:02}.md"]
    );
    let paths = ["n/2026/1.md", "n/2026/2.md", "n/2026/22.md"];
    assert_eq!(learnt(&paths), ["n/{yyyy}/{week}.md", "n/{yyyy}/{number}.md"]);
    // Numbers of issues do not begin again.
    let paths = ["n/2025/1.md", "n/2025/22.md", "n/2026/1.md", "n/2026/22.md"];
    assert_eq!(learnt(&paths), ["n/{yyyy}/{week}.md"]);
    let paths = ["n/2026/w1.md", "n/2026/w2.md", "n/2026/w22.md"];
    assert_eq!(learnt(&paths), ["n/{yyyy}/w{week}.md"]);
}

#[test]
fn other_files_give_no_pattern() {
    for paths in [
        &["README.md", "docs/guide.md", "docs/setup.md"][..],
        &["docs/issue-12.md"],
        &["2026/README.md", "2025/README.md"],
        &["a/1.txt", "a/2.txt"],
        &["the-march-of-time.md", "the-may-of-time.md"],
    ] {
        assert_eq!(learnt(paths), Vec::<String>::new(), "{paths:?}");
    }
}

#[test]
fn issues_are_in_the_order_of_their_keys() {
    let learnt = learn_patterns(["docs/issue-9.md", "docs/issue-100.md", "docs/issue-20.md"]);
    let paths: Vec<&str> = learnt[0].issues.iter().map(|(_, path)| path.as_str()).collect();
    assert_eq!(paths, ["docs/issue-9.md", "docs/issue-20.md", "docs/issue-100.md"]);
    assert_eq!(learnt[0].newest(), Some(IssueKey::Number(100)));
}
