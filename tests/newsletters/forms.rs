//! Newsletters of many layouts, of our own making: twelve as they are found in public repositories, and the two that
//! are built in. Each has its last eight issues.

use jiff::ToSpan;
use jiff::civil::{Date, date};

/// A newsletter, and what the program should make of it.
pub struct Form {
    pub name: &'static str,
    /// The layout, in one line.
    pub layout: &'static str,
    /// Paths and texts.
    pub files: Vec<(String, String)>,
    pub today: Date,
    /// The file that the desk opens after `init`.
    pub opens: &'static str,
    /// Lines that the profile has, without the reason after them.
    pub profile: &'static [&'static str],
    /// Sections of the newest issue with the number of their slots and rows: heading, count.
    pub sections: &'static [(&'static str, usize)],
    /// The path of the next issue, and texts that it has.
    pub next: &'static str,
    pub next_has: &'static [&'static str],
    /// The date to give to `new`, where it can't be learnt.
    pub next_date: Option<&'static str>,
    /// Files of finished issues, as a folder or path for `lint`.
    pub issues: &'static str,
    /// An item to add: section, and the text that is in the draft afterwards.
    pub add: (&'static str, &'static str),
}

/// Nouns that make each issue different.
const THINGS: [&str; 8] = ["lamp", "bell", "kite", "boat", "clock", "drum", "lens", "gate"];

fn cap(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

fn weeks(first: Date, step: i64) -> impl Iterator<Item = (usize, Date, &'static str)> {
    THINGS
        .iter()
        .enumerate()
        .map(move |(n, thing)| (n + 1, first.saturating_add((step * n as i64).days()), *thing))
}

fn files(issues: impl Iterator<Item = (String, String)>, more: &[(&str, &str)]) -> Vec<(String, String)> {
    issues.chain(more.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))).collect()
}

pub fn all() -> Vec<Form> {
    vec![
        rolling(),
        among_posts(),
        zola_months(),
        chinese_numbers(),
        chinese_monthly(),
        plain_numbers(),
        pelican_weeks(),
        fortnightly(),
        month_words(),
        jsx(),
        blog(),
        zola_numbers(),
        circuitpython(),
        rust(),
    ]
}

/// One draft in the root that becomes each issue; no key for the date; links with `+` and blank lines.
fn rolling() -> Form {
    let issue = |date: Date, thing: &str, n: usize| {
        let week = date.iso_week_date();
        format!(
            "---\nlayout: post\ntitle: Reed Weekly {}-W{:02}\ndescription: News of the reeds\n---\n\n+ [Send us a link](https://reed.example/send)\n\nThis issue was written by the reed team.\n\n### Highlight\n\n+ [A {thing} of reed](https://{thing}.example/{n})\n\n### Insights\n\n+ [How a {thing} works](https://{thing}.example/how)\n\n+ [Why a {thing} floats](https://{thing}.example/why)\n\n### Resources\n\n+ [The {thing} book](https://{thing}.example/book)\n\n",
            week.year(),
            week.week()
        )
    };
    let posts = weeks(date(2026, 4, 6), 7).map(move |(n, date, thing)| {
        let week = date.iso_week_date();
        let name = format!("_posts/{date}-{}-W{:02}.md", week.year(), week.week());
        (name, issue(date, thing, n))
    });
    let draft = "---\nlayout: draft\ntitle: Reed Weekly 2026-W23\ndescription: News of the reeds\n---\n\n+ [Send us a link](https://reed.example/send)\n\nThis issue was written by the reed team.\n\n### Highlight\n\n+ [A new harp](https://harp.example/new)\n\n### Insights\n\n+ [How a harp sounds](https://harp.example/how)\n\n### Resources\n\n\n\n";
    let template = draft
        .replace("W23", "W00")
        .replace("+ [A new harp](https://harp.example/new)\n", "\n")
        .replace("+ [How a harp sounds](https://harp.example/how)\n", "\n");
    Form {
        name: "reed-weekly",
        layout: "one rolling draft in the root, weeks in names, no date",
        files: files(
            posts,
            &[("draft.md", draft), ("editors-draft.txt", &template), ("_config.yml", "title: Reed Weekly\n")],
        ),
        today: date(2026, 5, 29),
        opens: "draft.md",
        profile: &[
            "drafts: draft.md",
            "posts: \"_posts/{date}-{week_year}-W{week}.md\"",
            "template: editors-draft.txt",
            "section_levels: [3]",
        ],
        sections: &[("Highlight", 1), ("Insights", 1), ("Resources", 1)],
        next: "",
        next_has: &[],
        next_date: None,
        issues: "_posts",
        add: ("resources", "### Resources\n\n+ [A harp song](https://harp.example/song)\n"),
    }
}

/// Drafts among the posts; the front matter's date is the time of publishing.
fn among_posts() -> Form {
    let posts = weeks(date(2026, 4, 5), 7).map(|(n, date, thing)| {
        let later = date.saturating_add(4.days());
        let text = format!(
            "---\nlayout: post\ntitle: Week Ending {}\ndate: {later} 22:00:00 -0000\nslug: {date}-update\n---\n\n## Builder News\n\nThe {thing} builders met. They [wrote down]({}) what they said.\n\n## Featured Changes\n\n### [{n}21: a new {thing}](https://build.example/{n}21)\n\nIt makes the {thing} lighter.\n\n### [{n}22: an old {thing}](https://build.example/{n}22)\n\nIt makes the {thing} last.\n\n## Other Changes\n\n* [The {thing} is blue](https://build.example/{n}31)\n* [The {thing} is red](https://build.example/{n}32)\n\n## Shoutouts\n\n* No shoutouts this week.\n",
            date.strftime("%B %d, %Y"),
            format_args!("https://{thing}.example/notes"),
        );
        (format!("_posts/{date}-update.md"), text)
    });
    let template = "---\nlayout: post\ntitle: Week Ending Month DD, YYYY\ndate: POST_DATE 22:00:00 -0000\nslug: POST_SLUG_DATE-update\n---\n\n## Builder News\n\n\n## Featured Changes\n\n\n## Other Changes\n\n*\n\n## Shoutouts\n\n* No shoutouts this week.\n";
    Form {
        name: "builders-week",
        layout: "drafts among posts, the date is the time of publishing",
        files: files(
            posts,
            &[("template.md", template), ("_config.yml", "title: Builders\npermalink: /:year\n")],
        ),
        today: date(2026, 5, 26),
        opens: "_posts/2026-05-24-update.md",
        profile: &[
            "drafts: \"_posts/{date}-update.md\"",
            "posts: \"_posts/{date}-update.md\"",
            "template: template.md",
            "section_levels: [2]",
        ],
        sections: &[("Builder News", 1), ("Featured Changes", 2), ("Other Changes", 1), ("Shoutouts", 0)],
        next: "_posts/2026-05-31-update.md",
        next_has: &["title: Week Ending May 31, 2026\n", "slug: 2026-05-31-update\n", "22:00:00 -0000\n"],
        next_date: None,
        issues: "_posts",
        add: (
            "other",
            "* [The gate is red](https://build.example/832)\n* [A harp song](https://harp.example/song)\n",
        ),
    }
}

/// A folder for each month, TOML.
fn zola_months() -> Form {
    let posts = THINGS.iter().enumerate().map(|(n, thing)| {
        let month = date(2025, 9, 1).saturating_add((n as i64).months());
        let text = format!(
            "+++\ntitle = \"This Month in Kilns: {0}\"\ndate = {1}\n\n[extra]\nmonth = \"{0}\"\n+++\n\nWelcome to the month in kilns.\n\n<!-- more -->\n\n## Announcements\n\nHere we collect news.\n\n- [A {thing} of clay](https://{thing}.example/clay)\n  - It is red.\n- [A {thing} of glass](https://{thing}.example/glass)\n\n## Tools\n\n- [Tongs for a {thing}](https://{thing}.example/tongs)\n",
            month.strftime("%B %Y"),
            month.saturating_add(38.days()),
        );
        (format!("content/this-month/{}/index.md", month.strftime("%Y-%m")), text)
    });
    Form {
        name: "kilns",
        layout: "Zola, a folder for each month, TOML, nested lists",
        files: files(
            posts,
            &[
                ("content/this-month/_index.md", "+++\ntitle = \"All\"\n+++\n"),
                ("config.toml", "base_url = \"https://kilns.example\"\n"),
            ],
        ),
        today: date(2026, 5, 20),
        opens: "content/this-month/2026-04/index.md",
        profile: &["posts: \"content/this-month/{yyyy}-{mm}/index.md\"", "section_levels: [2]"],
        sections: &[("Announcements", 1), ("Tools", 1)],
        next: "content/this-month/2026-05/index.md",
        next_has: &["+++\ntitle = \"This Month in Kilns: May 2026\"\n"],
        next_date: Some("2026-05-01"),
        issues: "content/this-month",
        add: (
            "tools",
            "- [Tongs for a gate](https://gate.example/tongs)\n- [A harp song](https://harp.example/song)\n",
        ),
    }
}

/// Chinese, numbers in names and titles, no front matter, items numbered in the text.
fn chinese_numbers() -> Form {
    let posts = THINGS.iter().enumerate().map(|(n, thing)| {
        let number = n + 93;
        let text = format!(
            "# 灯塔周刊（第 {number} 期）：关于 {thing}\n\n这里记录每周的灯塔消息，周五发布。\n\n## 封面图\n\n![](https://img.example/{number}.webp)\n\n海边的灯塔。\n\n## 文章\n\n1、[{thing} 的故事](https://{thing}.example/story)\n\n这是一篇关于灯塔的文章。\n\n2、[{thing} 的历史](https://{thing}.example/history)（英文）\n\n作者写了三十年。\n\n## 工具\n\n1、[{thing} 工具](https://{thing}.example/tool)\n\n一个小工具。\n\n## 订阅\n\n本周刊每周五发布。\n"
        );
        (format!("docs/issue-{number}.md"), text)
    });
    Form {
        name: "lighthouse",
        layout: "Chinese, numbers, no front matter, items numbered in the text",
        files: files(posts, &[("README.md", "# 灯塔周刊\n")]),
        today: date(2026, 6, 1),
        opens: "docs/issue-100.md",
        profile: &["posts: \"docs/issue-{number}.md\"", "section_levels: [2]"],
        sections: &[("封面图", 0), ("文章", 2), ("工具", 1), ("订阅", 0)],
        next: "docs/issue-101.md",
        next_has: &["（第 101 期）", "## 文章\n", "本周刊每周五发布。\n"],
        next_date: None,
        issues: "docs",
        add: ("工具", "一个小工具。\n\n2、[A harp song](https://harp.example/song)\n"),
    }
}

/// Chinese, monthly, images as HTML.
fn chinese_monthly() -> Form {
    let posts = THINGS.iter().enumerate().map(|(n, thing)| {
        let number = n + 93;
        let text = format!(
            "# 《灯笼》第 {number} 期\n\n> 分享有趣的灯笼，每月 28 号更新。\n\n## 内容\n\n### 纸灯\n\n1、[{thing}](https://{thing}.example/paper)：一盏纸做的灯\n\n<p align=\"center\"><img src='https://img.example/{thing}.png' style=\"max-width:80%;\"></img></p>\n\n2、[{thing}-lite](https://{thing}.example/lite)：一盏小灯\n\n### 布灯\n\n3、[{thing}-silk](https://{thing}.example/silk)：一盏丝做的灯\n"
        );
        (format!("content/Lantern{number}.md"), text)
    });
    Form {
        name: "lantern",
        layout: "Chinese, monthly, numbers without a separator, images as HTML",
        files: files(posts, &[("README.md", "# 灯笼\n")]),
        today: date(2026, 6, 1),
        opens: "content/Lantern100.md",
        profile: &["posts: \"content/Lantern{number}.md\""],
        sections: &[("纸灯", 2), ("布灯", 1)],
        next: "content/Lantern101.md",
        next_has: &["第 101 期"],
        next_date: None,
        issues: "content",
        add: ("布灯", "[A harp song](https://harp.example/song)"),
    }
}

/// Numbers in folders of years, no front matter, quotes below links.
fn plain_numbers() -> Form {
    let posts = weeks(date(2026, 4, 9), 7).map(|(n, date, thing)| {
        let number = n + 92;
        let text = format!(
            "Welcome to another issue of Pond Weekly!\nThis is a weekly summary of what is going on in the pond.\n\n## Featured\n\n- [The {thing} in the pond](https://{thing}.example/pond) by Ada Reed\n  > It has been there since the spring.\n\n- [A {thing} for frogs](https://{thing}.example/frogs) by Bo Marsh\n  > They like it.\n\n## In brief\n\n- [{} 2 released](https://{thing}.example/2) by Cy Brook\n",
            cap(thing)
        );
        (format!("data/newsletter/{}/issue-{number}.markdown", date.year()), text)
    });
    Form {
        name: "pond",
        layout: "numbers in folders of years, no front matter",
        files: files(posts, &[]),
        today: date(2026, 6, 1),
        opens: "data/newsletter/2026/issue-100.markdown",
        profile: &["posts: \"data/newsletter/{yyyy}/issue-{number}.markdown\"", "section_levels: [2]"],
        sections: &[("Featured", 1), ("In brief", 1)],
        next: "data/newsletter/2026/issue-101.markdown",
        next_has: &["Welcome to another issue of Pond Weekly!\n", "## Featured\n", "## In brief\n"],
        next_date: None,
        issues: "data/newsletter",
        add: (
            "brief",
            "- [Gate 2 released](https://gate.example/2) by Cy Brook\n\n- [A harp song](https://harp.example/song)",
        ),
    }
}

/// Pelican, weeks in names, irregular.
fn pelican_weeks() -> Form {
    let weeks = [(40, 2), (41, 9), (43, 23), (44, 30)].map(|(week, day)| (2025, week, date(2025, 10, day)));
    let later = [(3, 15), (4, 22), (6, 5), (9, 26)]
        .map(|(week, day)| (2026, week, date(2026, if day == 5 || day == 26 { 2 } else { 1 }, day)));
    let posts = weeks.into_iter().chain(later).zip(THINGS).map(|((year, week, date), thing)| {
        let text = format!(
            "Title: {year} #{week:02} - the {thing}\nDate: {date}\nCategory: weekly\n\n## News\n\n- [The {thing} moved](https://{thing}.example/moved)\n\n## Contribute\n\nWrite to us about everything.\n"
        );
        (format!("content/{year}/{week:02}.md"), text)
    });
    let template = "Title: ${year} #${week} - TODO\nDate: ${year}-(TODO: MM-DD)\nCategory: weekly\n\n## News\n\n- [title](url)\n\n## Contribute\n\nWrite to us about everything.\n";
    Form {
        name: "flakes",
        layout: "Pelican, weeks in folders of years, irregular",
        files: files(
            posts,
            &[
                ("template.md", template),
                ("pelicanconf.py", "SITENAME = 'Flakes'\nTIMEZONE = 'Europe/Paris'\n"),
            ],
        ),
        today: date(2026, 3, 1),
        opens: "content/2026/09.md",
        profile: &[
            "posts: \"content/{yyyy}/{week}.md\"",
            "template: template.md",
            "renderer: python-markdown",
        ],
        sections: &[("News", 1), ("Contribute", 0)],
        next: "content/2026/10.md",
        next_has: &["Title: 2026 #10 - TODO\n", "Date: 2026-03-05\n"],
        next_date: Some("2026-03-05"),
        issues: "content",
        add: (
            "news",
            "- [The gate moved](https://gate.example/moved)\n- [A harp song](https://harp.example/song)\n",
        ),
    }
}

/// Every second week, numbers and dates, paragraphs as items, Liquid.
fn fortnightly() -> Form {
    let posts = weeks(date(2026, 2, 5), 14).map(|(n, date, thing)| {
        let number = n + 192;
        let text = format!(
            "---\nlayout: post\ntitle: ! 'Issue #{number}'\nauthor: finch\n---\n\nThe {thing} was busy in these two weeks.\n\n<!--excerpt-->\n\n{{% include sponsor.html %}}\n\n### Starter tasks\n\n* [SW-{number}1](https://swift.example/{number}1) Feed the {thing}\n\n### News and community\n\n[Ada Finch](https://ada.example) wrote [a post](https://{thing}.example/post) about the {thing}.\n\n[Bo Wren](https://bo.example) made [a film](https://{thing}.example/film) of it.\n\n### Proposals\n\n[SP-{number}](https://swift.example/sp/{number}) *A {thing} for all* was accepted.\n\n> The review of the {thing} was kind.\n"
        );
        (format!("_posts/{date}-issue-{number}.md"), text)
    });
    Form {
        name: "finch-brief",
        layout: "fortnightly, numbers and dates, paragraphs as items, Liquid",
        files: files(posts, &[("_config.yml", "markdown: kramdown\ntimezone: America/Los_Angeles\n")]),
        today: date(2026, 5, 15),
        opens: "_posts/2026-05-14-issue-200.md",
        profile: &["posts: \"_posts/{date}-issue-{number}.md\"", "section_levels: [3]", "renderer: kramdown"],
        sections: &[("Starter tasks", 1), ("News and community", 2), ("Proposals", 1)],
        next: "_posts/2026-05-28-issue-201.md",
        next_has: &["title: ! 'Issue #201'\n", "### News and community\n"],
        next_date: None,
        issues: "_posts",
        add: (
            "news",
            "made [a film](https://gate.example/film) of it.\n\n[A harp song](https://harp.example/song)",
        ),
    }
}

/// Months in words, no front matter, headings as items.
fn month_words() -> Form {
    let posts = weeks(date(2026, 4, 7), 7).map(|(n, date, thing)| {
        let text = format!(
            "# This week's {thing}\n\n## News\n\n### [{} {n}](https://{thing}.example/{n})\n\nA new version of the {thing}.\n\n## Plugins\n\n### [{thing}.plug](https://{thing}.example/plug)\n\nIt plugs the {thing}.\n\n### [{thing}.tree](https://{thing}.example/tree)\n\nIt draws a tree.\n",
            cap(thing)
        );
        (format!("contents/{}.md", date.strftime("%Y/%b/%d")), text)
    });
    Form {
        name: "editors-week",
        layout: "months in words, no front matter, headings as items",
        files: files(posts, &[]),
        today: date(2026, 5, 27),
        opens: "contents/2026/May/26.md",
        profile: &["posts: \"contents/{yyyy}/{month:short}/{dd}.md\"", "section_levels: [2]"],
        sections: &[("News", 1), ("Plugins", 2)],
        next: "contents/2026/Jun/02.md",
        next_has: &["## News\n", "## Plugins\n"],
        next_date: None,
        issues: "contents",
        add: ("plugins", "It draws a tree.\n\n### [A harp song](https://harp.example/song)\n"),
    }
}

/// Docusaurus, numbers in folders, `M-D-Y`, JSX.
fn jsx() -> Form {
    let posts = weeks(date(2026, 4, 8), 7).map(|(n, date, thing)| {
        let number = n + 292;
        let text = format!(
            "---\ntitle: Issue {number}\ndate: {}\nimage: /img/{number}.png\n---\n\nimport Sponsor from '../components/Sponsor';\n\nHi everyone!\n\n<Sponsor name=\"{thing}\" />\n\n{{/* truncate */}}\n\n## Web\n\n- [The {thing} renders](https://{thing}.example/renders) - It is fast.\n- [The {thing} hydrates](https://{thing}.example/hydrates) - It is small.\n\n## Native\n\n- [A native {thing}](https://{thing}.example/native) - It is near.\n",
            date.strftime("%m-%d-%Y")
        );
        (format!("newsletter/{number}/index.mdx"), text)
    });
    Form {
        name: "sails",
        layout: "Docusaurus, numbers in folders, M-D-Y, JSX",
        files: files(
            posts,
            &[("docusaurus.config.js", "module.exports = {title: 'Sails'};\n"), ("static/img/300.png", "")],
        ),
        today: date(2026, 5, 28),
        opens: "newsletter/300/index.mdx",
        profile: &["posts: \"newsletter/{number}/index.mdx\"", "section_levels: [2]"],
        sections: &[("Web", 1), ("Native", 1)],
        next: "newsletter/301/index.mdx",
        next_has: &["title: Issue 301\n", "date: 06-03-2026\n", "## Web\n"],
        next_date: Some("2026-06-03"),
        issues: "newsletter",
        add: (
            "native",
            "- [A native gate](https://gate.example/native) - It is near.\n- [A harp song](https://harp.example/song)",
        ),
    }
}

/// VuePress, issues among other posts.
fn blog() -> Form {
    let posts = weeks(date(2026, 4, 10), 7).map(|(n, date, thing)| {
        let number = n + 357;
        let text = format!(
            "---\ntitle: \"This week in Shells #{number}\"\nauthor: The shell authors\nauthor_site: https://shell.example\nexcerpt: This week, a {thing}.\n---\n\n# This week in Shells #{number}\n\n## Shells\n\n- Ada opened [a {thing}](https://{thing}.example/open) with a shell\n- Bo closed [the {thing}](https://{thing}.example/close) again\n\n## Plugins\n\n- Cy wrote [a plugin](https://{thing}.example/plugin) for it\n"
        );
        (format!("blog/{date}-week{number:04}.md"), text)
    });
    let others = (1..=5).map(|n| {
        (
            format!("blog/2026-0{n}-15-shells_0_{n}.md"),
            format!("---\ntitle: Shells 0.{n}\n---\n\n# Shells 0.{n}\n\nNew shells.\n"),
        )
    });
    Form {
        name: "shells",
        layout: "VuePress, issues among other posts",
        files: files(posts.chain(others), &[(".vuepress/config.js", "export default {};\n")]),
        today: date(2026, 5, 30),
        opens: "blog/2026-05-29-week0365.md",
        profile: &["posts: \"blog/{date}-week{number:04}.md\"", "section_levels: [2]"],
        sections: &[("Shells", 1), ("Plugins", 1)],
        next: "blog/2026-06-05-week0366.md",
        next_has: &["title: \"This week in Shells #366\"\n", "# This week in Shells #366\n"],
        next_date: None,
        issues: "blog/2026-05-29-week0365.md",
        add: (
            "plugins",
            "- Cy wrote [a plugin](https://gate.example/plugin) for it\n- [A harp song](https://harp.example/song)",
        ),
    }
}

/// Zola, numbers in folders, TOML.
fn zola_numbers() -> Form {
    let posts = THINGS.iter().enumerate().map(|(n, thing)| {
        let number = n + 48;
        let month = date(2025, 9, 3).saturating_add((n as i64).months());
        let text = format!(
            "+++\ntitle = \"This Month in Toys #{number}\"\ntransparent = true\ndate = {month}\ndraft = false\n+++\n\nWelcome to issue {number} of the toy newsletter.\n\n## Toy Updates\n\n### [{} Race]\n\nThe {thing} goes round.\n\n[{} Race]: https://{thing}.example/race\n\n## Engine Updates\n\n- [An engine for a {thing}](https://{thing}.example/engine)\n",
            cap(thing),
            cap(thing),
        );
        (format!("content/news/{number:03}/index.md"), text)
    });
    Form {
        name: "toys",
        layout: "Zola, numbers in folders, TOML",
        files: files(posts, &[("config.toml", "base_url = \"https://toys.example\"\n")]),
        today: date(2026, 4, 20),
        opens: "content/news/055/index.md",
        profile: &["posts: \"content/news/{number:03}/index.md\"", "section_levels: [2]"],
        sections: &[("Toy Updates", 1), ("Engine Updates", 1)],
        next: "content/news/056/index.md",
        next_has: &["title = \"This Month in Toys #56\"\n", "## Engine Updates\n"],
        next_date: None,
        issues: "content/news",
        add: (
            "engine",
            "- [An engine for a gate](https://gate.example/engine)\n- [A harp song](https://harp.example/song)\n",
        ),
    }
}

/// The first built-in layout.
fn circuitpython() -> Form {
    let posts = weeks(date(2026, 4, 6), 7).map(|(_, date, thing)| {
        let text = format!(
            "---\nlayout: post\ntitle: \"A {thing} that blinks\"\ndate: {date} 07:00:00 -0800\ncategories: weekly\n---\n\nGood morning.\n\n## A {thing} that blinks\n\nIt blinks at night - [{}](https://{thing}.example/blinks).\n\n## News From Around the Web\n\nA bell that rings for the {thing} - [Bell](https://{thing}.example/bell).\n\n## CircuitPython Libraries\n\nNone this week.\n\n## Upcoming Events\n\nNone this week.\n\n## Latest Releases\n\nNone this week.\n\n## ICYMI\n\nListen to it as well.\n\n## Contribute\n\nWrite to us.\n",
            cap(thing)
        );
        (format!("_posts/{date}-draft.md"), text)
    });
    Form {
        name: "blinks",
        layout: "the built-in layout circuitpython",
        files: files(
            posts,
            &[(
                "_drafts/2026-06-01-draft.md",
                "---\nlayout: post\ntitle: \"A harp that blinks\"\ndate: 2026-06-01 07:00:00 -0800\ncategories: weekly\n---\n\nGood morning.\n\n## A harp that blinks\n\nIt blinks at night - [Harp](https://harp.example/blinks).\n\n## News From Around the Web\n\nA bell that rings for the harp - [Bell](https://harp.example/bell).\n\n## ICYMI\n\nListen to it as well.\n\n## Contribute\n\nWrite to us.\n",
            )],
        ),
        today: date(2026, 5, 27),
        opens: "_drafts/2026-06-01-draft.md",
        profile: &["extends: circuitpython"],
        sections: &[("News From Around the Web", 1), ("Contribute", 0)],
        next: "_drafts/2026-06-08-draft.md",
        next_has: &["date: 2026-06-08 "],
        next_date: None,
        issues: "_posts",
        add: ("news", "It is sung at the pond - [harp.example](https://harp.example/song).\n"),
    }
}

/// The second built-in layout.
fn rust() -> Form {
    let posts = weeks(date(2026, 4, 8), 7).map(|(n, date, thing)| {
        let number = n + 642;
        let text = format!(
            "Title: This Week in Rust {number}\nNumber: {number}\nDate: {date}\nCategory: This Week in Rust\n\nHello and welcome.\n\n## Updates from Rust Community\n\n### Official\n\n* [A {thing} of iron](https://{thing}.example/iron)\n\n### Newsletters\n\n* [The {thing} letter](https://{thing}.example/letter)\n\n### Observations/Thoughts\n\n* [Thoughts on a {thing}](https://{thing}.example/thoughts)\n\n## Quote of the Week\n\n> A {thing} is a {thing}.\n"
        );
        (format!("content/{date}-this-week-in-rust.md"), text)
    });
    Form {
        name: "iron",
        layout: "the built-in layout this-week-in-rust",
        files: files(
            posts,
            &[(
                "draft/2026-06-03-this-week-in-rust.md",
                "Title: This Week in Rust 651\nNumber: 651\nDate: 2026-06-03\nCategory: This Week in Rust\n\nHello and welcome.\n\n## Updates from Rust Community\n\n### Official\n\n### Newsletters\n\n### Observations/Thoughts\n\n* [Thoughts on a harp](https://harp.example/thoughts)\n\n## Quote of the Week\n",
            )],
        ),
        today: date(2026, 5, 30),
        opens: "draft/2026-06-03-this-week-in-rust.md",
        profile: &["extends: this-week-in-rust"],
        sections: &[("Observations/Thoughts", 1)],
        next: "draft/2026-06-10-this-week-in-rust.md",
        next_has: &["Number: 652\n", "Date: 2026-06-10\n"],
        next_date: None,
        issues: "content",
        add: (
            "thoughts",
            "* [Thoughts on a harp](https://harp.example/thoughts)\n* [A harp song](https://harp.example/song)\n",
        ),
    }
}
