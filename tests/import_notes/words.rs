//! What people write and what exports make of it, in small documents of ours: before → after.

use crate::support::properties::notes::grammar;
use copydesk::import::Tone;
use copydesk::import::notes::{self, Library, MeetingNotes};

fn read(text: &str) -> MeetingNotes {
    notes::read(text, grammar()).unwrap().value
}

/// What is read of one person's part.
fn converted(text: &str) -> String {
    let notes = read(&format!("## Status Updates\n@jenny\n{text}\n"));
    notes.status.first().map(|person| person.text.clone()).unwrap_or_default()
}

fn listed(text: &str) -> Vec<Library> {
    read(&format!("## State of CircuitPython\n### Libraries\n* **New Libraries**\n{text}\n")).state.new
}

fn names(libraries: &[Library]) -> String {
    let one = |library: &Library| {
        let owner = library.owner.as_deref().unwrap_or("?");
        format!("{owner}/{} {}", library.name, library.address.as_deref().unwrap_or("–"))
    };
    libraries.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn video(opening: &str) -> String {
    let notes = read(&format!("# Snake Weekly for May 6, 2024\n{opening}\n## Hug Reports\n@a\n* b\n"));
    notes.video.map(|link| link.address).unwrap_or_default()
}

#[test]
fn only_a_release_that_is_out_is_one() {
    for (title, stable) in [
        ("CircuitPython 9.1.4 Released!", "9.1.4"),
        ("CircuitPython 9.1.4 is out", "9.1.4"),
        ("5:24 CircuitPython 9.1.4 now available", "9.1.4"),
        ("CircuitPython 9.1.4 Stable Released", "9.1.4"),
        ("CircuitPython 9.1.4 stable has been released!", "9.1.4"),
        ("CircuitPython 9.1.4, the newest of all, has a new stable release. It will be the last.", "9.1.4"),
        ("CircuitPython 9.1.4 is the latest bugfix revision", "9.1.4"),
        ("CircuitPython 9.1.4 Release Notes", "9.1.4"),
        ("CircuitPython 9.1.4 is out. A plan for 9.2.0 is next", "9.1.4"),
        ("CircuitPython 10.0.0 Release Planning Begins", ""),
        ("CircuitPython 10.0.0 Stable Release Planned", ""),
        ("CircuitPython 10.0.0 Release Party", ""),
        ("CircuitPython 10.0.0 Release Date", ""),
        ("CircuitPython 9.2.0 will not be available before October", ""),
        ("CircuitPython 9.2.0 isn’t released yet", ""),
        ("CircuitPython 9.2.0 to be released", ""),
        ("CircuitPython 9.2.0 available soon", ""),
        ("CircuitPython 9.2.0 coming soon: what the release brings", ""),
        ("CircuitPython 9.2.0 roadmap available", ""),
        ("CircuitPython 9.2.0 is released as a candidate", ""),
        ("CircuitPython 9.2.0: find out more", ""),
        ("Once we have released CircuitPython 9.2.0 we rest", ""),
    ] {
        let notes = read(&format!("## Community News\n### {title}\nA story.\n"));
        let version = notes.state.stable.map(|release| release.version).unwrap_or_default();
        assert_eq!(version, stable, "{title}");
    }
}

#[test]
fn links_whose_address_stands_elsewhere_have_it_with_them() {
    let end = "\n## Wrap-Up\nBye.\n\n[1]: https://a.example/one \"One\"\n[Two words]: <https://a.example/two>\n[3]: https://a.example/w_(x)\n";
    for (before, after) in [
        (
            "* linked [thing][1] and [two  WORDS][]",
            "* linked [thing](https://a.example/one) and [two WORDS](https://a.example/two)",
        ),
        (
            "* a [Two words] and [w][3]",
            "* a [Two words](https://a.example/two) and [w](https://a.example/w_(x))",
        ),
        ("* lost [on a page][9] and `[a][1]`", "* lost on a page and `[a][1]`"),
        ("* a ][ and [x, y] and [x][y], m[one][2]", "* a ][ and [x, y] and [x][y], m[one][2]"),
        ("* ![a lamp][1]", "* ![a lamp](https://a.example/one)"),
    ] {
        assert_eq!(converted(&format!("{before}{end}")), after);
    }
    // What no link names is somebody's text.
    assert_eq!(converted("* one\n\n[a]: https://a.example/a"), "* one\n\n[a]: https://a.example/a");
    assert_eq!(converted("* see [a]\n\n[a]: https://a.example/a"), "* see [a](https://a.example/a)");
    assert_eq!(video("Video is [on YouTube][1]\n\n[1]: https://youtu.be/abc"), "https://youtu.be/abc");
    assert_eq!(
        names(&listed(&format!(
            "* [snakes/Snake_Py][1]{}",
            end.replace("a.example/one", "github.com/snakes/Snake_Py")
        ))),
        "snakes/Snake_Py https://github.com/snakes/Snake_Py"
    );
}

#[test]
fn libraries_that_share_a_line_or_a_link_are_each_read() {
    let py = "https://github.com/snakes/Snake_Py";
    let eggs = "https://github.com/snakes/Snake_Eggs";
    let both = format!("snakes/Snake_Py {py}; snakes/Snake_Eggs {eggs}");
    for line in [
        format!("* [snakes/Snake_Py]({py}), [snakes/Snake_Eggs]({eggs})"),
        format!("* [Snake_Py]({py}) and [Snake_Eggs]({eggs})"),
        format!("* {py} {eggs}"),
    ] {
        assert_eq!(names(&listed(&line)), both, "{line}");
    }
    let one = format!("snakes/Snake_Py {py}");
    for line in [
        format!("* [snakes/Snake\\_]({py})[Py]({py})"),
        format!("* [Snake_Py]({py}), [notes]({py}/releases)"),
        format!("* [Snake_Py]({py}) - [eggs]({eggs})"),
        format!("* [Snake_Py]({py}) by [Eggs](https://github.com/eggs)"),
    ] {
        assert_eq!(names(&listed(&line)), one, "{line}");
    }
    assert_eq!(names(&listed("* Snake_Py, snakes/Snake_Eggs")), "?/Snake_Py –; snakes/Snake_Eggs –");
    assert_eq!(
        converted(&format!("* [a\\_b](https://a.example/a\\_b)[c](https://a.example/a_b)[d]({py})")),
        format!("* [a_bc](https://a.example/a_b)[d]({py})")
    );
}

#[test]
fn redirects_give_way_to_what_they_lead_to() {
    let led = |to: &str| format!("https://www.google.com/url?q={to}&sa=D&source=editors&ust=17&usg=AO_x");
    let py = "https://github.com/snakes/Snake_Py";
    assert_eq!(names(&listed(&format!("* [snakes/Snake_Py]({})", led(py)))), format!("snakes/Snake_Py {py}"));
    assert_eq!(
        video(&format!("Video is [on YouTube]({})", led("https://youtu.be/abc"))),
        "https://youtu.be/abc"
    );
    for (before, after) in [
        (led("https://a.example/a%3Fb%3D1%26c%3D%25"), "https://a.example/a?b=1&c=%"),
        (format!("[a]({})", led("https://a.example/w_%28x%29%20y")), "[a](https://a.example/w_(x)%20y)"),
        (
            "[a](https://www.google.com/url?sa\\=D&q\\=https://a.example/a\\_b)".into(),
            "[a](https://a.example/a_b)",
        ),
        ("[a](https://www.google.com/url?q=snakes)".into(), "[a](https://www.google.com/url?q=snakes)"),
        ("see https://www.google.com/url?x=1, twice".into(), "see https://www.google.com/url?x=1, twice"),
    ] {
        assert_eq!(converted(&format!("* {before}")), format!("* {after}"));
    }
    let text = format!("## Community News\n### [One]({})\nIt is.\n", led("https://a.example/one"));
    assert_eq!(read(&text).news[0].sources[0].address, "https://a.example/one");
}

#[test]
fn the_video_is_that_of_this_meeting() {
    let (new, old) = ("https://youtu.be/new", "https://youtu.be/old");
    for opening in [
        format!("Last week's video: [here]({old})\n\nVideo is available [on YouTube]({new})."),
        format!("Video: [this week]({new}), [last week]({old})"),
        format!("Last week's video is [here]({old}), this week's [here]({new})."),
        format!("Last week we met late. Video is available [on YouTube]({new})."),
        format!(
            "Video of the previous meeting: [diode](https://a.example/old) and [YouTube]({old})\nVideo of the meeting: {new}"
        ),
    ] {
        assert_eq!(video(&opening), new, "{opening}");
    }
    assert_eq!(video(&format!("Last week's video: [here]({old})")), "");
}

#[test]
fn numbers_are_read_whole_however_their_digits_are_grouped() {
    for (total, boards) in [
        ("128,179", "1,133"),
        ("128 179", "1 133"),
        ("128\u{a0}179", "1\u{202f}133"),
        ("128.179", "1.133"),
        ("128'179", "1’133"),
        ("128179", "1133"),
    ] {
        let text = format!(
            "## State of CircuitPython\n### Libraries\n* Adafruit Libraries: {boards} Community Libraries: 143\n\
             #### Library PyPI Weekly Download Stats\n* **Total Library Stats**\n  * {total} PyPI downloads over 326 libraries.\n\
             * **Top 10 Libraries by PyPI Downloads**\n  * Snake Bus (snake-bus): {total}\n  * Snake Nest: 1.5k\n\
             ### Blinka\n* Number of supported boards: {boards}\n"
        );
        let reading = notes::read(&text, grammar()).unwrap();
        let state = reading.value.state;
        let downloads = state.downloads.clone().unwrap();
        assert_eq!((downloads.total.value, downloads.libraries.unwrap().value), (128_179, 326), "{total}");
        let top: Vec<_> = downloads.top.iter().map(|one| one.downloads.value).collect();
        assert_eq!((top, state.boards.clone().unwrap().value), (vec![128_179], 1133), "{total}");
        assert_eq!(state.libraries.sum(), Some(1276));
        assert!(!state.boards.unwrap().written.contains(|c: char| c != ' ' && c.is_whitespace()));
        // Half of a number is worse than none.
        let unclear = "not a library with its downloads: “Snake Nest: 1.5k”";
        assert!(reading.remarks.iter().any(|remark| remark.text == unclear), "{:?}", reading.remarks);
    }
}

#[test]
fn lists_that_were_typed_into_a_word_processor_are_lists() {
    for (before, after) in [
        ("\\- first  \n\\- second  ", "- first\n- second"),
        ("\\* Fixed  \n  \\* it  \n\nand so on\n\n\\* more", "* Fixed\n  * it\n\nand so on\n\n* more"),
        ("\\- one dash is none", "\\- one dash is none"),
        ("\\- a dash\n\n\\* a star", "\\- a dash\n\n\\* a star"),
        ("1\\. first", "1\\. first"),
        ("1\\. first  \n\n2\\. second  ", "1. first\n2. second"),
        ("2019\\. was good\n\n2020\\. was not", "2019\\. was good\n\n2020\\. was not"),
        ("3\\. that\n\nand so on\n\n4\\. this", "3\\. that\n\nand so on\n\n4\\. this"),
        ("```\n\\- a\n\\- b\n```", "```\n\\- a\n\\- b\n```"),
    ] {
        assert_eq!(converted(before), after, "{before}");
    }
}

#[test]
fn marks_that_were_typed_into_a_word_processor_are_marks() {
    for (before, after) in [
        ("in \\`secrets.py\\` and \\`a\\_b\\`", "in `secrets.py` and `a_b`"),
        ("\\*\\*typed bold\\*\\* and \\*\\*a \\`b\\`\\*\\*", "**typed bold** and **a `b`**"),
        ("a \\[link\\](https://a.example/b\\_c) here", "a [link](https://a.example/b_c) here"),
        ("a \\[link\\]\\(https://a.example/b\\), b", "a [link](https://a.example/b), b"),
        ("\\[b\\]([https://a.example/b](https://a.example/b))!", "[b](https://a.example/b)!"),
        ("an \\!\\[image\\](https://a.example/b.png)", "an ![image](https://a.example/b.png)"),
        ("a \\[x\\] and \\[y\\](z)", "a [x] and \\[y\\](z)"),
        ("2\\*\\*3\\*\\*4, f(\\*\\*a, \\*\\*b)", "2\\*\\*3\\*\\*4, f(\\*\\*a, \\*\\*b)"),
        ("the \\`one' and \\`two'", "the \\`one' and \\`two'"),
        ("one \\` tick", "one ` tick"),
        ("`\\*\\*a\\*\\*`", "`\\*\\*a\\*\\*`"),
        ("(\\~3 hours), 5\\~6", "(~3 hours), 5\\~6"),
        ("5\\~6 and \\~\\~no\\~\\~", "5\\~6 and \\~\\~no\\~\\~"),
        ("5\\~6", "5~6"),
    ] {
        assert_eq!(converted(&format!("* {before}")), format!("* {after}"), "{before}");
    }
    assert_eq!(converted("* \\[x\\] done"), "* \\[x\\] done");
    assert_eq!(
        converted("| a | b |\n| --- | --- |\n| x\\_y | 1 \\| 2 \\- 3 |"),
        "| a | b |\n| --- | --- |\n| x_y | 1 \\| 2 - 3 |"
    );
    let py = "https://github.com/snakes/Snake_Py";
    let typed = "\\* \\[snakes/Snake\\_Py\\](https://github.com/snakes/Snake\\_Py)\n\\* Snake\\_Nest";
    assert_eq!(names(&listed(typed)), format!("snakes/Snake_Py {py}; ?/Snake_Nest –"));
}

#[test]
fn entities_of_spaces_are_spaces() {
    for (before, after) in [
        ("* &nbsp;nb one &nbsp; two&#160;three&nbsp;", "* nb one two three"),
        ("* a &amp; b &lt;c&gt; `&nbsp;` \\&nbsp;", "* a &amp; b &lt;c&gt; `&nbsp;` \\&nbsp;"),
        ("* a\n\n&nbsp;\n\n* b", "* a\n* b"),
        ("```\n&nbsp;\n```", "```\n&nbsp;\n```"),
    ] {
        assert_eq!(converted(before), after, "{before}");
    }
}

fn unclear(text: &str) -> Vec<String> {
    let remarks = notes::read(text, grammar()).unwrap().remarks;
    let unclear = remarks.into_iter().filter(|remark| remark.tone == Tone::Unclear);
    unclear.map(|remark| remark.text).collect()
}

#[test]
fn what_can_be_read_is_not_called_unclear() {
    let top = "* **Top 10 Libraries by PyPI Downloads**\n  * Snake Bus (snake-bus): 9\n";
    let total = "* **Total Library Stats**\n  * 128 PyPI downloads over 2 libraries\n";
    let start = "## State of CircuitPython\n### Libraries\n#### Library PyPI Weekly Download Stats\n";
    let updates = "#### Library updates in the last seven days:\n* **New Libraries**\n";
    for order in [format!("{start}{top}{total}"), format!("{start}{total}{top}")] {
        assert_eq!(unclear(&order), Vec::<String>::new());
        let downloads = read(&order).state.downloads.unwrap();
        assert_eq!((downloads.total.value, downloads.top.len()), (128, 1));
    }
    for item in [
        "None",
        "*None!*",
        "No new libraries",
        "N/A",
        "no new libraries this week.",
        "-",
        "There were none",
        "Nothing new",
    ] {
        let text = format!("{start}{total}{updates}  * {item}\n* **Updated Libraries**\n  * Snake_Py\n");
        assert_eq!(unclear(&text), Vec::<String>::new(), "{item}");
        let state = read(&text).state;
        assert_eq!((state.new.len(), state.updated.len()), (0, 1), "{item}");
    }
    let text = format!("{start}{updates}  * Notable ones: see there\n");
    assert_eq!(unclear(&text), ["not a library: “Notable ones: see there”"]);
}

/// Liquid as far as it matters here: raw text is as it is, and nothing else is left for it.
fn is_left_alone(text: &str) -> bool {
    let mut rest = text;
    let mut out = String::new();
    while let Some((before, raw)) = rest.split_once("{% raw %}") {
        let Some((_, after)) = raw.split_once("{% endraw %}") else { return false };
        out.push_str(before);
        rest = after;
    }
    out.push_str(rest);
    !out.contains("{{") && !out.contains("{%")
}

#[test]
fn liquid_finds_nothing_in_what_people_write() {
    for (before, after) in [
        ("* uses ${{ github.sha }} now", "* uses $&#123;{ github.sha }} now"),
        ("* {% for x in y %} {{{ {{% {x}", "* &#123;% for x in y %} &#123;&#123;{ &#123;&#123;% {x}"),
        ("* \\{\\{ x \\}\\} \\{{ y }} {\\% z \\%}", "* &#123;{ x }} &#123;{ y }} &#123;% z %}"),
        ("* \\{: .a}", "* \\{: .a}"),
        ("* in `${{ a }}` and `{x}`", "* in {% raw %}`${{ a }}`{% endraw %} and `{x}`"),
        ("* {`{{`", "* &#123;{% raw %}`{{`{% endraw %}"),
        ("* a ` tick {{ x }}", "* a ` tick &#123;{ x }}"),
        (
            "* [{{ a }}](https://a.example/{{b}}) https://a.example/{%c",
            "* [&#123;{ a }}](https://a.example/%7B{b}}) https://a.example/%7B%c",
        ),
        (
            "```yaml\na: ${{ b }}\n  {% c %}\nd\n```",
            "```yaml\n{% raw %}a: ${{ b }}{% endraw %}\n  {% raw %}{% c %}{% endraw %}\nd\n```",
        ),
        ("| {{ a }} |\n| --- |", "| &#123;{ a }} |\n| --- |"),
        ("> {{ a }}", "> &#123;{ a }}"),
    ] {
        assert_eq!(converted(before), after, "{before}");
        assert!(is_left_alone(after), "{after}");
    }
    let text = "## Community News\n### One\nIt is [it](https://a.example/{{{%b).\n";
    assert_eq!(read(text).news[0].sources[0].address, "https://a.example/%7B%7B%7B%b");
    assert_eq!(converted("* `{% endraw %}{{`"), "* `{{ \"{%\" }} endraw %}{{ \"{{\" }}`");
    let news = read("## Community News\n### On {{ x }}\nIt is {% y %}.\n").news;
    assert_eq!((news[0].title.as_deref(), &*news[0].body), (Some("On &#123;{ x }}"), "It is &#123;% y %}."));
}

#[test]
fn code_in_a_list_keeps_its_indent() {
    for (before, after) in [
        (
            "* a\n\n      def hum(x_y):\n          return `x` * 2\n\n      - 1\n* b",
            "* a\n\n      def hum(x_y):\n          return `x` * 2\n\n      - 1\n* b",
        ),
        ("* a\n   * b\n\n           x = \\_y\\_", "* a\n  * b\n\n          x = \\_y\\_"),
        ("1. a\n\n       x = {{ y }}", "1. a\n\n        {% raw %}x = {{ y }}{% endraw %}"),
        // Text that goes on, and items far to the right, are no code.
        ("* a\n\n  and b", "* a\n\n  and b"),
        ("* a\n        and b", "* a\n  and b"),
        ("* a\n\n         * b", "* a\n  * b"),
    ] {
        assert_eq!(converted(before), after, "{before}");
    }
}

#[test]
fn an_item_that_lost_its_line_is_one_item() {
    assert_eq!(converted("* a\n*      * b\n* - c\n* d"), "* a\n  * b\n  * c\n* d");
}

#[test]
fn a_time_code_after_a_title_is_none_of_it() {
    let titles = |text: &str| {
        let notes = read(&format!("## Community News\n{text}\n"));
        notes.news.into_iter().filter_map(|item| item.title).collect::<Vec<_>>()
    };
    let text = "### Snakes hum 3:15\nThey do.\n### Snakes wake at 5:30\nThey do.\n### This is a preview of the newsletter\nIt is.\n";
    assert_eq!(titles(text), ["Snakes hum", "Snakes wake at 5:30"]);
}

#[test]
fn a_redirect_keeps_the_query_it_leads_to_and_what_stands_around_it() {
    let to = |query: &str| format!("https://www.google.com/url?q={query}&sa=D&source=editors");
    let video_of = video(&format!("Video: {}", to("https://www.youtube.com/watch?v%3Dabc")));
    assert_eq!(video_of, "https://www.youtube.com/watch?v=abc");
    for (text, read) in [
        (format!("* {}, and", to("https://x.org/a")), "* https://x.org/a, and"),
        (format!("* **{}** bold", to("https://x.org/a")), "* **https://x.org/a** bold"),
        (
            format!("* `{}` stays", to("https://x.org")),
            "* `https://www.google.com/url?q=https://x.org&sa=D&source=editors` stays",
        ),
    ] {
        assert_eq!(converted(&text), read);
    }
}

#[test]
fn what_is_meant_as_it_stands_stays() {
    for text in [
        "* `[a](https://x.org)[b](https://x.org)`",
        "* a [1](https://x.org)[2](https://x.org) b",
        "* [Fix x\\]y](https://x.org)",
        "5:24 in the morning I woke up.",
        "10:30 - meeting with folks",
    ] {
        assert_eq!(converted(text), text);
    }
    let text = "\\#9012 is merged, \\_\\_init\\_\\_.py\n\n\\#9013 is open\n\n```\nre.sub(\"\\\\.\", \"\\-\", s)\n```";
    let read = converted(text);
    assert!(
        read.contains("\\_\\_init\\_\\_.py") && read.ends_with("re.sub(\"\\\\.\", \"\\-\", s)\n```"),
        "{read}"
    );
}
