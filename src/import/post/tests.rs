use jiff::civil::date;

use super::*;
use crate::import::grammar;

fn post(text: &str) -> Post {
    read(text, grammar()).unwrap().value
}

fn texts(post: &Post) -> Vec<&str> {
    post.lead.iter().chain(&post.paragraphs).map(|paragraph| paragraph.text.as_str()).collect()
}

#[test]
fn a_post_with_front_matter_is_one_story() {
    let text = "---\ntitle: 'A lamp &amp; its *hum*'\ndate: 2024-05-06T02:21:00+01:00\ndraft: false\n---\n\n\
        ![The lamp](https://example.org/lamp.jpg)\n\nBy Ada, May 6\n\nIt _really_ hums, says [its maker](https://example.org/maker) of `hum.py`.\n\n\
        *   One\n    *   Two\n        deep\n*   Three\n\n> Quoted\n\n```python\nhum()\n```\n\n\
        from Lamp Blog – All about lamps! https://ift.tt/abc123  \nvia [IFTTT](https://ifttt.com/?ref=da&site=blogger)";
    let post = post(text);
    assert_eq!(post.title.as_ref().unwrap().text, "A lamp & its \\*hum\\*");
    assert_eq!(post.title.as_ref().unwrap().line, 2);
    assert_eq!(post.date, Some(date(2024, 5, 6)));
    assert_eq!(post.lead.as_ref().unwrap().line, 11);
    assert_eq!(
        texts(&post),
        [
            "It *really* hums, says [its maker](https://example.org/maker) of `hum.py`.",
            "By Ada, May 6",
            "- One\n  - Two deep\n- Three",
            "> Quoted",
            "```python\nhum()\n```",
        ]
    );
    let lines: Vec<usize> = post.paragraphs.iter().map(|paragraph| paragraph.line).collect();
    assert_eq!(lines, [9, 13, 18, 20]);
    assert_eq!(
        post.images,
        [Image {
            address: "https://example.org/lamp.jpg".into(),
            alt: "The lamp".into(),
            link: None,
            line: 7
        }]
    );
    assert_eq!(post.address.as_deref(), Some("https://ift.tt/abc123"));
    assert_eq!(post.source.as_deref(), Some("Lamp Blog"));
}

const PAGE: &str = r#"<!DOCTYPE html>
<html><head><title>A lamp – Lamp Blog</title>
<meta property="og:site_name" content="Lamp Blog"><link rel="canonical" href="https://example.org/2024/lamp/">
<meta property="article:published_time" content="2024-05-06T08:00:00+00:00">
<script>var a = "<p>no</p>";</script><style>p{}</style></head>
<body><nav><a href="/">Home</a></nav>
<article><header><h1>A lamp</h1><p>Posted by Ada</p></header>
<div class="entry-content">
<p><a href="/shop"><img src="data:image/gif;base64,x" data-src="/img/lamp.jpg" alt="The lamp" width="600"></a><br></p>
<p>It <strong>really </strong>hums &amp; glows <img class="emoji" src="https://s.w.org/images/core/emoji/12/72x72/1f642.png" alt=":)">,
says <a href="https://example.org/maker">its maker</a>.</p>
<h2>How</h2>
<ul><li>With <em>care</em><ol><li>first<li>second</ol></li><li>and 1 * 2 * 3</li></ul>
<blockquote><p>One</p><p>Two</p></blockquote>
<pre><code>if a &lt; b:
    hum()</code></pre>
<p>Line<br>break<br><br>New</p>
<div class="sharedaddy sd-sharing-enabled"><p>Share this</p></div>
<img src="https://pixel.wp.com/b.gif?v=1" width="1" height="1">
</div></article>
<footer><p>Imprint</p></footer></body></html>
"#;

#[test]
fn a_page_of_html_is_one_story() {
    let reading = read(PAGE, grammar()).unwrap();
    let post = &reading.value;
    assert_eq!(post.title.as_ref().map(|title| (title.text.as_str(), title.line)), Some(("A lamp", 7)));
    assert_eq!(post.date, Some(date(2024, 5, 6)));
    assert_eq!(
        texts(post),
        [
            "It **really** hums & glows 🙂, says [its maker](https://example.org/maker).",
            "## How",
            "- With *care*\n  1. first\n  2. second\n- and 1 * 2 * 3",
            "> One\n>\n> Two",
            "```\nif a < b:\n    hum()\n```",
            "Line break",
            "New",
        ]
    );
    assert_eq!(post.lead.as_ref().unwrap().line, 10);
    assert_eq!(
        post.images,
        [Image {
            address: "https://example.org/img/lamp.jpg".into(),
            alt: "The lamp".into(),
            link: Some("https://example.org/shop".into()),
            line: 9
        }]
    );
    assert_eq!(post.address.as_deref(), Some("https://example.org/2024/lamp/"));
    assert_eq!(post.source.as_deref(), Some("Lamp Blog"));
    assert!(reading.remarks.iter().all(|remark| remark.tone == Tone::Found), "{:?}", reading.remarks);
}

#[test]
fn wrongly_decoded_text_is_fixed_and_reported() {
    let good =
        "---\ntitle: Ada’s lamp\n---\n\nHi – it’s a lamp, and it hums all the day long.\n\n* a\u{a0}b 🙂\n";
    for encoding in [encoding_rs::MACINTOSH, encoding_rs::WINDOWS_1252] {
        let wrong = encoding.decode_without_bom_handling(good.as_bytes()).0.into_owned();
        let reading = read(&wrong, grammar()).unwrap();
        assert_eq!(reading.value, post(good));
        assert_eq!(reading.remarks[0].line, Some(2));
        assert!(reading.remarks[0].text.contains("fixed"));
    }
}

#[test]
fn html_within_markdown_is_read_too() {
    let text = "# A lamp\n\n<figure>\n<img src=\"//example.org/a.png\" width=300>\n<figcaption>Above</figcaption>\n</figure>\n\n\
        It hums <b>well</b>.<br/>So it does, all the day.\n\n<script>\nno()\n</script>\n\n| a | b |\n|---|---|\n| 1 | 2 |\n";
    let post = post(text);
    assert_eq!(post.title.as_ref().map(|title| title.text.as_str()), Some("A lamp"));
    assert_eq!(texts(&post), ["It hums **well**. So it does, all the day.", "a | b", "1 | 2"]);
    assert_eq!(post.images[0].address, "https://example.org/a.png");
}

#[test]
fn marks_that_end_after_a_space_are_fixed() {
    let text =
        "# A lamp\n\nIt does _hum\u{a0}_so well, and **glows\u{a0}**so: __init__ and a_b are\u{a0}_names_.\n";
    assert_eq!(
        texts(&post(text)),
        ["It does *hum*\u{a0}so well, and **glows**\u{a0}so: **init** and a_b are\u{a0}*names*."]
    );
}

#[test]
fn a_part_of_a_page_has_the_title_that_comes_first() {
    let part = post("<p>It hums, and so on.</p><h1>News</h1><p>More.</p>");
    assert_eq!(part.title, None);
    assert_eq!(post("<h1>News</h1><p>More.</p>").title.map(|title| title.text).as_deref(), Some("News"));
}

#[test]
fn what_is_no_post_is_refused() {
    assert_eq!(read("", grammar()).unwrap_err(), Refusal::Empty);
    assert_eq!(read("---\ntitle:\n---\n", grammar()).unwrap_err(), Refusal::Nothing(Kind::Post));
    let error = "<!DOCTYPE html><html><head><title>404 Not Found</title></head><body><h1>Not Found</h1><p>The page is not here.</p></body></html>";
    assert_eq!(read(error, grammar()).unwrap_err(), Refusal::WebPage(Kind::Post));
    assert_eq!(
        read("<html><body><script>go()</script></body></html>", grammar()).unwrap_err(),
        Refusal::WebPage(Kind::Post)
    );
    let calendar = Refusal::LooksLike { wanted: Kind::Post, found: Kind::Events };
    assert_eq!(read("BEGIN:VCALENDAR\nEND:VCALENDAR\n", grammar()).unwrap_err(), calendar);
}

#[test]
fn a_post_that_is_cut_off_is_read_and_reported() {
    for text in
        ["# A lamp\n\nIt hums, see [the", "---\ntitle: A lamp\n---\n\nIt hums, see [here](https://exa"]
    {
        let reading = read(text, grammar()).unwrap();
        let torn = reading.remarks.iter().any(|remark| remark.tone == Tone::Unclear);
        assert_eq!(torn, text.contains("]("), "{text}");
    }
    let page = &PAGE[..PAGE.find("says <a").unwrap() + 12];
    let reading = read(page, grammar()).unwrap();
    assert!(reading.value.lead.unwrap().text.contains("hums & glows"));
    assert!(reading.remarks.iter().any(|remark| remark.text.contains("cut off")));
}

#[test]
fn depth_costs_nothing() {
    for part in
        ["<div>", "<b>", "<ul><li>", "<blockquote>", "<a href=x>", "> ", "<svg>", "[", "{% ", "![", "`"]
    {
        let text = format!("It hums, and so on and on and on and on.\n\n{}", part.repeat(20_000));
        let _ = read(&text, grammar());
    }
}

#[test]
fn nothing_of_a_post_is_run_by_the_site() {
    let text =
        "---\ntitle: What {{ x }} says\n---\n<p>It {{ hums }} in {% loop %} and <code>{{ y }}</code></p>\n";
    let post = post(text);
    let texts = [&post.title, &post.lead].map(|one| one.as_ref().unwrap().text.clone());
    assert_eq!(texts[0], "What &#123;{ x }} says");
    assert!(texts[1].starts_with("It &#123;{ hums }} in &#123;% loop %}"), "{texts:?}");
    assert!(texts[1].ends_with("{% raw %}`{{ y }}`{% endraw %}"), "{texts:?}");
}
