//! `copydesk render`.

use crate::lint_cli::Folder;

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("copydesk.yml", "extends: circuitpython\nname: lamps\n");
    folder.write("_config.yml", "url: https://lamps.example\nbaseurl: /news\ntitle: Lamps\n");
    let draft = "---\nlayout: post\ntitle: \"Two lamps\"\ndate: 2026-06-08\ncategories: weekly\n---\n\n\
                 ## The \"first\" lamp -- lit\n\n![lamp]({{ \"/a.png\" | absolute_url }}){:width=\"550px\"}\n";
    folder.write("_drafts/2026-06-08-draft.md", draft);
    folder
}

const BODY: &str = "<h2 id=\"the-first-lamp--lit\">The “first” lamp – lit</h2>\n\
                    <p><img src=\"https://lamps.example/news/a.png\" alt=\"lamp\" width=\"550px\" /></p>\n";

#[test]
fn the_body_is_printed_as_the_site_makes_it() {
    let run = folder().run("render _drafts/2026-06-08-draft.md --for site");
    assert_eq!(run.exits(0).out, BODY);
}

#[test]
fn a_layout_is_put_around_the_body() {
    let folder = folder();
    folder.write("_layouts/post.html", "<html><h1>{{ page.title }}</h1>{{ content }}</html>");
    let run = folder.run("render _drafts/2026-06-08-draft.md --for site --layout --out page.html");
    assert_eq!(run.exits(0).out, "");
    assert_eq!(folder.read("page.html"), format!("<html><h1>Two lamps</h1>{BODY}</html>"));
    folder.write("_layouts/post.html", "{% for x in site.posts %}{% endfor %}{{ content }}");
    let run = folder.run("render _drafts/2026-06-08-draft.md --for site --layout").exits(0);
    assert!(run.out.contains("<code>{% for x in site.posts %}</code>"), "{}", run.out);
    assert!(run.err.contains("because of {% for x in site.posts %}"), "{}", run.err);
}

#[test]
fn a_tag_that_is_not_understood_is_shown_and_named() {
    let folder = folder();
    folder.write("_drafts/2026-06-08-draft.md", "---\ntitle: x\n---\n{% gist 1 %}\n");
    let run = folder.run("render _drafts/2026-06-08-draft.md --for site").exits(0);
    assert_eq!(run.out, "<p>{% gist 1 %}</p>\n");
    assert!(run.err.contains("{% gist 1 %} is shown as it is written"), "{}", run.err);
    folder.run("render none.md --for site").exits(2);
    folder.run("render --for paper").exits(2);
}
