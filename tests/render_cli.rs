//! `copydesk render` and `copydesk mail`: an issue as HTML, a mail and a text, and what a service adds to a mail.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use crate::lint_cli::Folder;

const PROFILE: &str = "files:\n  drafts: _drafts/{date}.md\n  posts: _posts/{date}.md\nmail:\n  from: Tide Weekly <tide@example.org>\n  addresses: https://example.org/{path}\n";

const ISSUE: &str = "---\ntitle: Lamps & buoys\ndate: 2026-06-08\n---\n\nHello! A lamp hums.\n\n## News\n\nA [buoy](/buoy) listens to the [sea](https://example.com/sea).\n\n![A lamp](../assets/lamp.png)\n";

fn newsletter() -> Folder {
    let folder = Folder::new();
    folder.write("copydesk.yml", PROFILE);
    folder.write("_drafts/2026-06-08.md", ISSUE);
    folder
}

/// A mail as it arrives: each link is one of the service, and there is a footer.
fn arrived(html: &str) -> String {
    let html =
        html.replace("href=\"https://example", "href=\"https://click.example.net/0123456789?https://example");
    format!(
        "From: tide@example.org\r\nSubject: Lamps\r\nDate: Mon, 8 Jun 2026 07:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}<p>{}</p>",
        "x".repeat(493)
    )
}

#[test]
fn an_issue_is_rendered_for_each_target() {
    let folder = newsletter();
    let rendered = |target: &str| folder.run(&format!("render 2026-06-08 --for {target}")).exits(0).out;
    assert!(rendered("site").contains("<p>Hello! A lamp hums.</p>"));
    let text = rendered("text");
    assert!(text.contains("A buoy [1] listens to the sea [2].\n\n[Image: A lamp]\n"), "{text}");
    assert!(text.ends_with("[1] https://example.org/buoy\n[2] https://example.com/sea\n"), "{text}");
    let mail = rendered("mail");
    for part in [
        "<title>Lamps &amp; buoys</title>",
        "Hello! A lamp hums.\u{34f} ",
        "<a href=\"https://example.org/buoy\">buoy</a>",
        "<img src=\"https://example.org/assets/lamp.png\" alt=\"A lamp\"",
        "prefers-color-scheme: dark",
    ] {
        assert!(mail.contains(part), "{part} is not in {mail}");
    }
    let post = rendered("wordpress");
    assert!(post.contains("<!-- wp:heading -->\n<h2 class=\"wp-block-heading\""), "{post}");
    assert!(
        post.contains("<figure class=\"wp-block-image\"><img src=\"https://example.org/assets/lamp.png\""),
        "{post}"
    );
}

#[test]
fn addresses_without_a_site_are_told_and_the_editors_notes_stay_here() {
    let folder = newsletter();
    let notes = "- [ ] update [![](../assets/)]() for images\n- [x] change date\n\n";
    folder.write("_drafts/2026-06-08.md", ISSUE.replace("Hello!", &format!("{notes}Hello!")));
    for target in ["mail", "text", "wordpress"] {
        let run = folder.run(&format!("render 2026-06-08 --for {target}")).exits(0);
        assert!(!run.out.contains("change date") && run.out.contains("Hello!"), "{}", run.out);
        assert_eq!(run.err, "");
    }
    assert!(folder.run("render 2026-06-08 --for site").out.contains("change date"));
    let without = PROFILE.replace("  addresses: https://example.org/{path}\n", "");
    for profile in [without.as_str(), without.split("mail:").next().unwrap()] {
        folder.write("copydesk.yml", profile);
        for target in ["mail", "text", "wordpress"] {
            let run = folder.run(&format!("render 2026-06-08 --for {target}")).exits(0);
            assert!(
                run.err.contains("can't follow 2 links") && run.err.contains("`mail.addresses`"),
                "{}",
                run.err
            );
        }
        assert_eq!(folder.run("render 2026-06-08 --for site").err, "");
    }
    folder.write("copydesk.yml", &without);
    let lint = "lint 2026-06-08.md -C _drafts --stage publish --select relative-address --format concise";
    let run = folder.run(lint);
    assert!(run.out.contains("can't follow 2 links"), "{}{}", run.out, run.err);
    folder.write("_config.yml", "url: https://lamps.example\n");
    let run = folder.run("render 2026-06-08 --for mail");
    assert!(run.out.contains("https://lamps.example/assets/lamp.png") && run.err.is_empty(), "{}", run.err);
    assert!(folder.run(lint).out.contains("no problems"), "{}", folder.run(lint).out);
}

#[test]
fn a_mail_is_written_as_html_or_as_a_message() {
    let folder = newsletter();
    let said = folder.run("render --for mail --out issue.html").exits(0).out;
    assert!(said.starts_with("issue.html: ") && said.contains(" of 102 kB · 2 links · 1 minute"), "{said}");
    folder.run("--as-of 2026-06-08 render --for mail --out issue.eml").exits(0);
    let message = std::fs::read_to_string(folder.join("issue.eml")).unwrap();
    for header in [
        "Subject: Lamps & buoys\r\n",
        "Date: Mon, 8 Jun 2026 12:00:00 +0000\r\n",
        "From: \"Tide Weekly\" <tide@example.org>\r\n",
        "multipart/alternative",
        "@example.org>\r\n",
    ] {
        assert!(message.contains(header), "{header} is not in {message}");
    }
    assert!(message.find("text/plain").unwrap() < message.find("text/html").unwrap());
    // The same issue at the same moment is the same message.
    folder.run("--as-of 2026-06-08 render --for mail --out again.eml").exits(0);
    assert_eq!(std::fs::read_to_string(folder.join("again.eml")).unwrap(), message);
    let run = folder.run("render --for mail --out issue.eml").exits(0);
    assert!(!run.err.contains("From:"), "{}", run.err);
    let refused = folder.run("render --for text --out issue.eml").exits(2);
    assert!(refused.err.contains("only a mail"), "{refused:?}");
}

#[test]
fn what_a_message_or_a_page_lacks_is_said() {
    let folder = newsletter();
    folder.write("copydesk.yml", PROFILE.replace("  from: Tide Weekly <tide@example.org>\n", ""));
    let run = folder.run("render --for mail --out issue.eml").exits(0);
    assert!(run.err.contains("no `From:`, because copydesk.yml has no `mail.from`"), "{}", run.err);
    assert!(!std::fs::read_to_string(folder.join("issue.eml")).unwrap().contains("From:"));
    let run = folder.run("render --for mail --out issue.html").exits(0);
    assert!(!run.err.contains("From:"), "{}", run.err);
    folder.write("_drafts/2026-06-08.md", ISSUE.replace("title:", "layout: post\ntitle:"));
    let run = folder.run("render --layout").exits(0);
    let expected =
        "the page has no layout of the site: `layout: post` needs _layouts/post.html, which is not there";
    assert!(run.err.contains(expected), "{}", run.err);
}

#[test]
fn the_newsletters_own_template_is_used() {
    let folder = newsletter();
    folder.write("copydesk.yml", format!("{PROFILE}  template: mail/frame.html\n"));
    let missing = folder.run("render --for mail").exits(2);
    assert!(missing.err.contains("frame.html"), "{missing:?}");
    folder.write("mail/frame.html", "<h1>{{ title }}</h1>");
    let no_place = folder.run("render --for mail").exits(2);
    assert!(no_place.err.contains("mail/frame.html: the mail's template has no {{ body }}"), "{no_place:?}");
    folder.write("mail/frame.html", "<h1>{{ title }}</h1><td>{{ body }}</td>");
    let mail = folder.run("render --for mail").exits(0).out;
    assert!(mail.starts_with("<h1>Lamps &amp; buoys</h1><td><p>Hello!"), "{mail}");
}

#[test]
fn a_template_in_mjml_is_compiled() {
    let folder = newsletter();
    folder.write("copydesk.yml", format!("{PROFILE}  template: mail/frame.mjml\n"));
    let template = "<mjml><mj-head><mj-title>{{ title }}</mj-title></mj-head><mj-body><mj-section><mj-column>\n\
                    <mj-text>{{ body }}</mj-text></mj-column></mj-section></mj-body></mjml>\n";
    folder.write("mail/frame.mjml", template);
    let mail = folder.run("render --for mail").exits(0).out;
    assert!(mail.starts_with("<!doctype html>") && !mail.contains("<mj"), "{mail}");
    assert!(mail.contains("<title>Lamps &amp; buoys</title>") && mail.contains("<p>Hello!"), "{mail}");
    folder.write("mail/secret.mjml", "<mj-text>A secret</mj-text>");
    folder.write(
        "mail/frame.mjml",
        template.replace("<mj-text>", "<mj-include path=\"secret.mjml\" /><mj-text>"),
    );
    let refused = folder.run("render --for mail").exits(2);
    let why = "mail/frame.mjml: the mail's template can't include secret.mjml";
    assert!(refused.err.contains(why) && !refused.out.contains("A secret"), "{refused:?}");
    folder.write("mail/frame.mjml", template.replace("<mj-title>", "<mj-titel>"));
    let refused = folder.run("render --for mail").exits(2);
    assert!(refused.err.contains("the mail's template is no MJML in line 1"), "{refused:?}");
}

#[test]
fn what_a_service_adds_is_learnt_from_a_mail_that_arrived() {
    let folder = newsletter();
    let mail = folder.run("render --for mail").exits(0).out;
    folder.write("last.eml", arrived(&mail));
    let said = folder.run("mail learn last.eml --dry-run").exits(0).out;
    assert!(said.contains("2 of 2 links of _drafts/2026-06-08.md are in it"), "{said}");
    assert!(said.contains("copydesk.yml would get mail.overhead: { link: 37, footer: 500 }"), "{said}");
    folder.run("mail learn last.eml").exits(0);
    let profile = std::fs::read_to_string(folder.join("copydesk.yml")).unwrap();
    assert_eq!(profile, PROFILE.replace("mail:\n", "mail:\n  overhead: { link: 37, footer: 500 }\n"));
    // The size counts it.
    let said = folder.run("render --for mail --out issue.html").exits(0).out;
    let bytes = mail.len() + 2 * 37 + 500;
    assert!(said.contains(&format!(": {} of 102 kB", bytes.div_ceil(1000))), "{said}");
}

#[test]
fn nothing_is_learnt_from_other_files() {
    let folder = newsletter();
    for (mail, why) in [
        ("not a mail", "no HTML"),
        ("Subject: a\r\n\r\nText only.\r\n", "no HTML"),
        (
            "Subject: a\r\nContent-Type: text/html\r\n\r\n<p><a href=\"https://example.org/x\">other</a></p>\r\n",
            "another issue",
        ),
    ] {
        folder.write("last.eml", mail);
        let refused = folder.run("mail learn last.eml").exits(2);
        assert!(refused.err.contains(why), "{why}: {refused:?}");
    }
    assert_eq!(std::fs::read_to_string(folder.join("copydesk.yml")).unwrap(), PROFILE);
}

#[test]
fn a_mail_beyond_gmails_cut_is_reported_by_section() {
    let folder = newsletter();
    let stories = "A lamp hums at the sea, and says so to everybody who asks. ".repeat(900);
    folder.write(
        "_posts/2026-06-01.md",
        format!("{ISSUE}\n## Stories\n\n{stories}\n\n## Events\n\n{stories}\n\n## Jobs\n\nNone.\n"),
    );
    let found = folder.run("lint _posts/2026-06-01.md --select clipped-mail --fail-on warning").exits(1).out;
    assert!(
        found.contains("109 kB of HTML, and Gmail shows 102 kB: the cut is here, in 'Events', 'Jobs'"),
        "{found}"
    );
    assert!(found.contains("the largest: 'Stories' 54 kB, 'Events' 54 kB"), "{found}");
    // A draft that is still written has no such problem.
    folder.write("_drafts/2026-06-08.md", format!("{ISSUE}\n{stories}\n\n{stories}\n"));
    folder.run("lint _drafts/2026-06-08.md --select clipped-mail --fail-on hint").exits(0);
}
