//! The rules about images: messages, severities and fixes.

use super::{built_in, facts, path, profile};
use crate::lint::{
    Context, Diagnostic, EarlierImage, Facts, Fix, ImageFact, Scope, Severity, Stage, Subject, Verdict,
    checklist,
};
use crate::profile::Profile;
use crate::text::Span;

const FRONT: &str = issue!("");

/// The problems of a text that is not a whole issue.
fn found(text: &str, profile: &Profile, facts: &Facts) -> Vec<Diagnostic> {
    let mut found = super::found(text, profile, facts);
    found.retain(|one| one.rule != "missing-section");
    found
}

/// An issue that shows these files of its image folder, or other images if a name has a slash.
fn issue_with(names: &[&str]) -> String {
    let mut text = FRONT.to_owned();
    for name in names {
        let dest = if name.contains('/') { (*name).to_owned() } else { path(name) };
        text.push_str(&format!("![A lamp]({dest})\n\n"));
    }
    text
}

/// The problems of an issue that shows these images, without unused ones.
fn problems_with(names: &[&str], facts: &Facts) -> Vec<Diagnostic> {
    let mut found = found(&issue_with(names), &profile(), facts);
    found.retain(|one| one.rule != "unused-image");
    found
}

#[track_caller]
fn only(names: &[&str]) -> Diagnostic {
    let mut found = problems_with(names, &facts());
    assert_eq!(found.len(), 1, "{found:#?}");
    found.remove(0)
}

#[test]
fn a_problem_of_a_file_has_numbers_and_is_fixed_by_fitting() {
    for (name, rule, message) in [
        ("wide.jpg", "wide-image", "20260608wide.jpg is 1,920×1,080 pixels, over 550 wide"),
        (
            "heavy.gif",
            "heavy-gif",
            "20260608heavy.gif weighs 1,010,000 bytes (40 frames), over 1,000,000 bytes",
        ),
        ("heavy.jpg", "heavy-image", "20260608heavy.jpg weighs 740 kB, over 500 kB"),
        ("new.webp", "unmailable-image", "20260608new.webp is WebP, which not every mail program shows"),
        ("posing.png", "unmailable-image", "20260608posing.png is WebP, which not every mail program shows"),
        ("really.jpg", "misnamed-image", "20260608really.jpg is PNG by its content"),
        ("home.jpg", "image-metadata", "20260608home.jpg records the place where it was taken"),
        ("camera.jpg", "image-metadata", "20260608camera.jpg records the camera and the time"),
    ] {
        // Shown twice, it is one file to fix.
        let one = only(&[name, name]);
        assert_eq!((one.rule, one.message.as_str()), (rule, message));
        assert_eq!(one.fix, Some(Fix::Image(path(name))));
        assert_eq!(one.span.start, FRONT.len() + "![A lamp](".len());
    }
}

#[test]
fn problems_that_the_editor_can_fix_are_warnings_before_publishing() {
    for (name, before, after) in [
        ("wide.jpg", Severity::Warning, Severity::Error),
        ("heavy.gif", Severity::Warning, Severity::Error),
        ("new.webp", Severity::Warning, Severity::Error),
        ("home.jpg", Severity::Warning, Severity::Error),
        ("cut.jpg", Severity::Warning, Severity::Error),
        ("heavy.jpg", Severity::Warning, Severity::Warning),
        ("camera.jpg", Severity::Hint, Severity::Hint),
        ("torn.jpg", Severity::Error, Severity::Error),
        ("lost.jpg", Severity::Error, Severity::Error),
    ] {
        for (stage, severity) in [(Stage::Contribution, before), (Stage::Publish, after)] {
            let found = problems_with(&[name], &Facts { stage, ..facts() });
            assert_eq!(found.iter().map(|one| one.severity).collect::<Vec<_>>(), [severity], "{name}");
        }
    }
}

#[test]
fn a_typing_error_in_a_name_is_fixed_and_another_number_is_not() {
    for name in ["Lamp.JPG", "lmap.jpg"] {
        let one = only(&[name]);
        assert_eq!(one.help, Some(format!("did you mean {}?", path("lamp.jpg"))));
        let Some(Fix::Text(edits)) = &one.fix else { panic!("{one:?}") };
        assert_eq!(edits.apply(&issue_with(&[name])), issue_with(&["lamp.jpg"]));
    }
    let one = only(&["huge3.jpg"]);
    assert_eq!(one.help, Some(format!("did you mean {}?", path("huge2.jpg"))));
    assert_eq!(one.fix, None);
}

#[test]
fn a_missing_folder_is_one_problem_besides_a_typing_error() {
    let mut facts = Facts { has_assets: false, ..facts() };
    facts.images.insert(path("gone.jpg"), ImageFact::Missing { nearest: None });
    let messages: Vec<String> = problems_with(&["lost.jpg", "gone.jpg", "lmap.jpg"], &facts)
        .into_iter()
        .map(|one| one.message)
        .collect();
    assert_eq!(
        messages,
        [
            "the folder of this issue's images is not here, so 2 of them can't be checked".to_owned(),
            format!("there is no image {}", path("lmap.jpg")),
        ]
    );
}

#[test]
fn an_image_that_the_last_issue_has_is_not_there_yet() {
    let banner = path("learn.png");
    let mut facts = facts();
    facts.images.insert(banner.clone(), ImageFact::Missing { nearest: None });
    facts.recurring_images.insert(banner.clone(), EarlierImage::InLastIssue);
    let issue = format!("{FRONT}## New Learn Guides\n\n![Guides]({banner})\n");
    let mut only = |text: &str, stage: Stage| {
        facts.stage = stage;
        facts.in_progress = stage == Stage::Contribution;
        let mut found = found(text, &profile(), &facts);
        found.retain(|one| one.rule == "missing-image");
        assert_eq!(found.len(), 1, "{found:?}");
        found.remove(0)
    };
    for (stage, severity) in [(Stage::Contribution, Severity::Warning), (Stage::Publish, Severity::Error)] {
        let one = only(&issue, stage);
        assert_eq!(one.severity, severity);
        assert!(
            one.help.as_ref().is_some_and(|help| help.contains("`copydesk import issue --apply`")),
            "{one:?}"
        );
    }
    // A story has an image of its own.
    let story = format!("{FRONT}## A lamp\n\n[![A lamp]({banner})](https://a.example)\n\nIt hums.\n");
    let one = only(&story, Stage::Contribution);
    assert_eq!(one.severity, Severity::Error);
    assert_eq!(one.help.as_deref(), Some("put the file there, or fix its name"));
}

#[test]
fn a_liquid_path_is_fitted_and_renamed_within_its_quotes() {
    let mut facts = facts();
    let dest = "/assets/20260608/wide.jpg".to_owned();
    facts.images.insert(dest.clone(), facts.images[&path("wide.jpg")].clone());
    let nearest = Some("/assets/20260608/lamp.jpg".to_owned());
    facts.images.insert("/assets/20260608/lanp.jpg".into(), ImageFact::Missing { nearest });
    let text = format!(
        "{FRONT}![A]({{{{ \"{dest}\" | absolute_url }}}}){{:width=\"550px\"}}\n\n![B]({{{{ \"/assets/20260608/lanp.jpg\" | absolute_url }}}})\n"
    );
    let mut found = found(&text, &profile(), &facts);
    found.retain(|one| one.rule != "unused-image");
    assert_eq!(found[0].fix, Some(Fix::Image(dest)));
    let Some(Fix::Text(edits)) = &found[1].fix else { panic!("{found:#?}") };
    assert!(edits.apply(&text).contains("![B]({{ \"/assets/20260608/lamp.jpg\" | absolute_url }})"));
}

#[test]
fn a_boilerplate_image_may_be_from_any_week() {
    assert_eq!(
        problems_with(&["../assets/20260601/blinka.png", "../assets/20260608/20260601icymi.jpg"], &facts()),
        []
    );
    let one = only(&["../assets/20260608/20260601hat.jpg"]);
    assert_eq!(one.rule, "foreign-image");
    assert_eq!(one.message, "20260601hat.jpg is named after the issue of 2026-06-01");
    let one = only(&["../assets/20260601/20260601lamp.jpg"]);
    assert_eq!(one.message, "this image is in the folder of 2026-06-01");
}

#[test]
fn an_unreadable_image_is_reported_with_the_reason() {
    assert_eq!(only(&["torn.jpg"]).message, "20260608torn.jpg is torn");
    assert_eq!(only(&["empty.avif"]).message, "20260608empty.avif is empty");
    let cut = only(&["cut.jpg"]);
    assert_eq!(cut.message, "20260608cut.jpg is truncated: the file ends before the image does");
    let phone = only(&["phone.heic"]);
    assert_eq!(phone.rule, "unmailable-image");
    assert_eq!(phone.help.as_deref(), Some("it is HEIC, which needs a decoder"));
    assert_eq!(phone.fix, None);
}

#[test]
fn cropping_bars_is_suggested_and_not_applied() {
    let one = only(&["bars.jpg"]);
    assert_eq!(one.message, "20260608bars.jpg has bars: 60 px at the top and 58 px at the bottom");
    assert_eq!(
        one.help.as_deref(),
        Some("crop 60 px at the top and 58 px at the bottom; `copydesk image fit --crop PATH` does it")
    );
    assert_eq!((one.severity, one.fix), (Severity::Warning, None));
}

#[test]
fn one_image_under_two_names_is_reported_if_both_are_shown() {
    assert_eq!(
        only(&["lamp.jpg", "again.jpg"]).message,
        "20260608again.jpg shows the same image as 20260608lamp.jpg"
    );
    assert_eq!(problems_with(&["again.jpg"], &facts()), []);
    let mut facts = facts();
    let same = facts.scans[&path("again.jpg")].clone();
    facts.scans.insert("/assets/20260608/20260608lamp.jpg".into(), same);
    assert_eq!(
        problems_with(&["lamp.jpg", "/assets/20260608/20260608lamp.jpg"], &facts),
        [],
        "one file in two forms"
    );
}

#[test]
fn a_heavy_issue_is_one_problem_at_its_heaviest_image() {
    let mut profile = profile();
    profile.images.max_still_bytes = None;
    let text = issue_with(&["lamp.jpg", "huge2.jpg", "huge1.jpg", "heavy.jpg", "huge1.jpg"]);
    let mut found = found(&text, &profile, &facts());
    found.retain(|one| one.rule != "unused-image");
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(
        found[0].message,
        "the issue's images weigh 21.7 MB in total, over 20.0 MB; the heaviest: 20260608huge1.jpg 12.0 MB, 20260608huge2.jpg 9.0 MB, 20260608heavy.jpg 740 kB"
    );
    assert_eq!(found[0].span.of(&text), path("huge1.jpg"));
}

#[test]
fn unused_files_are_one_problem_and_not_reported_to_contributors() {
    let text = issue_with(&["lamp.jpg"]);
    let mut facts = facts();
    facts.unused_images = ["a", "b", "c", "d", "e", "f", "g"].map(|name| path(&format!("{name}.jpg"))).into();
    facts.unused_images.push(path("lamp.jpg"));
    let problems = found(&text, &profile(), &facts);
    assert_eq!(problems.len(), 1, "{problems:#?}");
    assert_eq!(
        problems[0].message,
        "7 files in this issue's image folder are not used: 20260608a.jpg, 20260608b.jpg, 20260608c.jpg, 20260608d.jpg, 20260608e.jpg and 2 more"
    );
    // After the last image: the front matter is right.
    let last = text.rfind("lamp.jpg)").unwrap() + "lamp.jpg)".len();
    assert_eq!((problems[0].severity, problems[0].span), (Severity::Hint, Span::at(last)));
    assert_eq!(problems[0].subject, Subject::Files);
    facts.scope = Scope::Change;
    assert_eq!(found(&text, &profile(), &facts), []);
}

#[test]
fn images_of_a_host_in_the_profile_are_allowed() {
    let text = |dest: &str| format!("{FRONT}![A lamp]({dest})\n");
    let mut profile = profile();
    profile.images.hosts = vec!["cdn.example.org".into()];
    let facts = Facts { unused_images: Vec::new(), ..facts() };
    for (dest, allowed) in [
        ("https://cdn.example.org/a.jpg", true),
        ("https://eu.CDN.example.org/a.jpg", true),
        ("https://example.org/a.jpg", false),
        ("https://evil-cdn.example.org/a.jpg", false),
        ("//other.example/a.jpg", false),
        ("data:image/png;base64,AA//", true),
    ] {
        let found = found(&text(dest), &profile, &facts);
        assert_eq!(found.iter().all(|one| one.rule != "hotlinked-image"), allowed, "{dest}");
    }
    // This newsletter has no image folder.
    let rust = built_in("this-week-in-rust").unwrap();
    let found = found(&text("https://example.org/a.jpg"), &rust, &facts);
    assert!(found.iter().all(|one| one.rule != "hotlinked-image"), "{found:#?}");
}

#[test]
fn an_alternative_text_has_at_most_one_problem() {
    let lamp = path("lamp.jpg");
    for (image, rule, severity) in [
        (format!("[![]({lamp})](https://example.org)"), Some("missing-alt"), Severity::Warning),
        (format!("![ ]({lamp})"), Some("missing-alt"), Severity::Hint),
        (format!("![Title]({lamp})"), Some("placeholder-alt"), Severity::Warning),
        (format!("[![title]({lamp})](https://example.org)"), Some("placeholder-alt"), Severity::Warning),
        (format!("![IMG_2041]({lamp})"), Some("file-name-alt"), Severity::Warning),
        (format!("![A lamp]({lamp})"), None, Severity::Hint),
        (format!("![Title page]({lamp})"), None, Severity::Hint),
    ] {
        let text = format!("{FRONT}## A lamp\n\n{image}\n\nIt hums - [Site](https://example.org).\n");
        let facts = Facts { unused_images: Vec::new(), ..facts() };
        let found = found(&text, &profile(), &facts);
        let found: Vec<_> = found.iter().map(|one| (one.rule, one.severity)).collect();
        assert_eq!(found, rule.map(|rule| (rule, severity)).into_iter().collect::<Vec<_>>(), "{image}");
    }
}

#[test]
fn files_that_have_not_been_probed_have_no_problems() {
    let blank = Facts {
        images: std::collections::HashMap::new(),
        scans: std::collections::HashMap::new(),
        unused_images: Vec::new(),
        ..facts()
    };
    assert_eq!(problems_with(&["wide.jpg", "lost.jpg", "bars.jpg", "torn.jpg"], &blank), []);
}

#[test]
fn the_checklist_s_evidence_has_the_real_sizes() {
    let evidence = |names: &[&str]| {
        let text = issue_with(names).replacen("---\n\n", "---\n\n- [ ] All images 550w max only\n\n", 1);
        let (profile, facts) = (profile(), facts());
        let draft = crate::draft::Draft::parse(text);
        let outline = crate::outline::Outline::new(&draft, &profile);
        let lines = checklist(&Context::new(&draft, &outline, &profile, &facts), []);
        (lines[0].verdict, lines[0].detail.clone())
    };
    assert_eq!(
        evidence(&["lamp.jpg", "again.jpg"]),
        (
            Verdict::Proven,
            "2 of 2 images are at most 550 px wide; the widest: 550×300 20260608lamp.jpg".to_owned()
        )
    );
    assert_eq!(
        evidence(&["lamp.jpg", "wide.jpg", "lost.jpg", "torn.jpg"]),
        (
            Verdict::Contradicted,
            "1 of 4 over 550 px wide: 1,920×1,080 20260608wide.jpg; 1 of 4 not there; 1 of 4 can't be read"
                .to_owned()
        )
    );
}

#[test]
fn flashing_images_need_a_warning_and_a_warning_needs_flashing_images() {
    let warned = |images: &[&str]| format!("{}**Warning: Flashing Imagery**\n", issue_with(images));
    let rule = |text: &str, facts: &Facts| -> Vec<(Severity, String)> {
        let found = found(text, &profile(), facts).into_iter().filter(|one| one.rule == "flashing-image");
        found.map(|one| (one.severity, one.span.of(text).to_owned())).collect()
    };
    let (name, warning) = (path("flash.gif"), "Warning: Flashing Imagery".to_owned());
    let facts = facts();
    assert_eq!(rule(&issue_with(&["flash.gif", "moves.gif"]), &facts), [(Severity::Warning, name)]);
    assert_eq!(rule(&warned(&["flash.gif"]), &facts), []);
    assert_eq!(rule(&warned(&["moves.gif", "lamp.jpg"]), &facts), [(Severity::Hint, warning)]);
    assert_eq!(rule(&issue_with(&["moves.gif"]), &facts), []);
    // One of them has not been scanned yet, or can't be.
    assert_eq!(rule(&warned(&["moves.gif", "heavy.gif"]), &facts), []);
    assert_eq!(rule(&warned(&["moves.gif", "lost.gif"]), &facts), []);
}
