//! The problems of a contribution's images: the same in `copydesk add`, `gather` and `lint --since`.

use gif::{Encoder, Frame, Repeat};

use super::world::{DRAFT, World, image, put, with};

/// The problems that a command printed: the names of their rules, in order.
fn rules(out: &str) -> Vec<String> {
    let rule = |line: &str| {
        let is_problem = |word: &&str| ["error", "warning", "hint"].contains(word);
        let at_start = line.split_once('[').filter(|(word, _)| is_problem(&word.trim()));
        let at_end = || line.strip_suffix(']')?.rsplit_once(" [");
        let (_, rule) = at_start.or_else(at_end)?;
        Some(rule.split(']').next().unwrap_or_default().to_owned())
    };
    let mut rules: Vec<String> = out.lines().filter_map(rule).collect();
    rules.sort();
    rules
}

/// What `lint` reports of a commit that is checked out in the editor's clone.
fn lint_of(world: &World, commit: &str) -> Vec<String> {
    world.git("editor", &["fetch", "-q", "origin", commit]);
    world.git("editor", &["switch", "-q", "--detach", "FETCH_HEAD"]);
    let (code, out, error) = world.copydesk("editor", &["lint", ".", "--since", "origin/main"]);
    assert!(code < 2, "{error}");
    world.git("editor", &["switch", "-q", "main"]);
    rules(&out)
}

/// An addition of the lamp with this image, which is pushed.
fn add_lamp(world: &World, image: &[u8]) -> (i32, String, String) {
    put(&world.at("lamp.jpg"), image);
    let page = "https://lamp.example/hum";
    let item =
        ["--url", page, "--title", "A lamp", "--text", "A lamp that [hums](https://lamp.example/hum)."];
    let more = ["--source", "Lamps", "--image", "../lamp.jpg", "--push", "--anyway"];
    world.copydesk("contributor", &[&["add"][..], &item, &more].concat())
}

fn gathered(world: &World, more: &[&str]) -> String {
    let (code, out, error) = world.copydesk("editor", &[&["gather", "--issue", "2026-06-01"], more].concat());
    assert_eq!(code, 0, "{out}{error}");
    out
}

/// A clip whose frames are black and white by turns.
fn clip(frames: u16, hundredths: u16) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, 200, 150, &[0, 0, 0, 255, 255, 255]).unwrap();
    encoder.set_repeat(Repeat::Infinite).unwrap();
    for n in 0..frames {
        let pixels = vec![(n % 2) as u8; 200 * 150];
        let mut frame = Frame::from_indexed_pixels(200, 150, pixels, None);
        frame.delay = hundredths;
        encoder.write_frame(&frame).unwrap();
    }
    drop(encoder);
    out
}

fn with_bars() -> Vec<u8> {
    let picture = image::RgbImage::from_fn(300, 200, |x, y| match y {
        40..160 => image::Rgb([(x * 7 % 251) as u8, (y * 13 % 241) as u8, (x * y % 239) as u8]),
        _ => image::Rgb([0, 0, 0]),
    });
    let mut out = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut out, image::ImageFormat::Png).unwrap();
    out.into_inner()
}

#[test]
fn the_first_image_of_an_issue_makes_no_problems_of_the_templates_ones() {
    let world = World::new();
    // A new issue: its draft shows images that nobody has put there, so git has no folder for them.
    world.git("start", &["rm", "-rq", "assets"]);
    world.git("start", &["commit", "-qm", "A new issue"]);
    world.git("start", &["push", "-q", &world.bare(), "main"]);
    world.git("editor", &["pull", "-q"]);
    put(&world.at("lamp.jpg"), &image(300));
    let item = ["--url", "https://lamp.example/hum", "--title", "A lamp", "--text", "A lamp that hums."];
    let more = ["--source", "Lamps", "--image", "../lamp.jpg", "--push"];
    let (code, out, error) = world.copydesk("contributor", &[&["add"][..], &item, &more].concat());
    assert_eq!((code, error.as_str()), (0, ""), "{out}");
    assert!(out.contains("checked: no problems") && out.contains("pushed the new branch"), "{out}");
    assert_eq!(lint_of(&world, "add/a-lamp"), [""; 0]);
    let out = gathered(&world, &["--branches", "add/*"]);
    assert!(out.contains("no problems"), "{out}");
    // An image that the contribution itself lacks is its problem, in all of them.
    let place = "assets/20260601/20260601kite.jpg";
    let shown = "\n[![A kite](../assets/20260601/20260601kite.jpg)](https://kite.example/a)\n\nA [kite](https://kite.example/a) - [Kites](https://kite.example).\n\n![A tail](../assets/20260601/20260601tail.jpg)\n";
    let slot = "text - [site](url).\n";
    let draft = with(slot, &format!("{slot}{shown}"));
    world.request_with(1, "Ada", "A kite", &draft, &[(place, &image(310))]);
    let found = rules(&gathered(&world, &[]));
    assert_eq!(found.iter().filter(|rule| *rule == "missing-image").count(), 1, "{found:?}");
    assert_eq!(found, lint_of(&world, "refs/pull/1/head"));
}

#[test]
fn an_image_that_the_issue_has_already_is_reported_by_add_gather_and_lint() {
    let world = World::new();
    let (code, out, _) = add_lamp(&world, &image(400));
    assert_eq!((code, rules(&out)), (0, vec!["duplicate-image".to_owned()]), "{out}");
    assert_eq!(rules(&gathered(&world, &["--branches", "add/*"])), ["duplicate-image"]);
    assert_eq!(lint_of(&world, "add/a-lamp"), ["duplicate-image"]);
    let out = gathered(&world, &["--branches", "add/*", "--all-clean"]);
    assert!(!world.read(&format!("editor/{DRAFT}")).contains("lamp.example"), "{out}");
}

#[test]
fn a_small_clone_fetches_the_images_that_a_new_one_is_compared_with() {
    let world = World::new();
    world.git("news.git", &["config", "uploadpack.allowFilter", "true"]);
    world.git("news.git", &["config", "uploadpack.allowAnySHA1InWant", "true"]);
    put(&world.at("lamp.jpg"), &image(400));
    let to = format!("file://{}", world.bare());
    let item = ["--url", "https://lamp.example/hum", "--title", "A lamp", "--text", "A lamp that hums."];
    let more = ["--source", "Lamps", "--image", "lamp.jpg", "--dry-run", "--repo", &to];
    let (_, out, error) = world.copydesk(".", &[&["add"][..], &item, &more].concat());
    assert_eq!(rules(&out), ["duplicate-image"], "{out}{error}");
}

/// The rule, severity and message of each problem in a list of JSON.
fn problems(list: &serde_json::Value) -> Vec<[String; 3]> {
    let keys = ["rule", "severity", "message"];
    let problem = |one: &serde_json::Value| keys.map(|key| one[key].as_str().unwrap().to_owned());
    let mut problems: Vec<_> = list.as_array().unwrap().iter().map(problem).collect();
    problems.sort();
    problems
}

#[test]
fn gather_and_add_know_of_images_what_lint_knows_of_the_branch() {
    let world = World::new();
    let (pier, heavy) = (image(400), image(640));
    let most = pier.len() + heavy.len() - 10;
    let profile =
        format!("extends: circuitpython\nimages: {{max_issue_bytes: {most}, max_gif_bytes: 999}}\n");
    world.write("start/copydesk.yml", &profile);
    world.git("start", &["add", "."]);
    world.git("start", &["commit", "-qm", "A profile"]);
    world.git("start", &["push", "-q", &world.bare(), "main"]);
    world.git("editor", &["pull", "-q"]);
    let cut: Vec<u8> = image(310)[..2_000].to_vec();
    let cases = [
        ("same.jpg", pier.as_slice(), "duplicate-image"),
        ("wide.jpg", &image(900), "wide-image"),
        ("bars.png", &with_bars(), "letterboxed-image"),
        ("flashing.gif", &clip(12, 10), "flashing-image"),
        ("large.gif", &clip(9, 200), "heavy-gif"),
        ("cut.jpg", &cut, "unreadable-image"),
        ("text.jpg", b"No image.", "unreadable-image"),
        ("heavy.jpg", &heavy, "heavy-issue"),
        ("plain.jpg", &image(320), ""),
    ];
    for (n, (name, image, _)) in (1..).zip(&cases) {
        let place = format!("assets/20260601/20260601{name}");
        let shown = format!(
            "\n[![A kite](../{place})](https://kite.example/{n})\n\nA [kite](https://kite.example/{n}) - [Kites](https://kite.example/about).\n"
        );
        let slot = "text - [site](url).\n";
        let draft = with(slot, &format!("{slot}{shown}"));
        world.request_with(n, "Ada", &format!("Kite {n}"), &draft, &[(&place, image)]);
    }
    let all: serde_json::Value = serde_json::from_str(&gathered(&world, &["--json"])).unwrap();
    for (n, (name, image, rule)) in (1..).zip(&cases) {
        let contributions = all["contributions"].as_array().unwrap();
        let gathered = contributions.iter().find(|one| one["number"] == n).unwrap();
        let gathered = problems(&gathered["problems"]);
        world.git("editor", &["fetch", "-q", "origin", &format!("refs/pull/{n}/head")]);
        world.git("editor", &["switch", "-q", "--detach", "FETCH_HEAD"]);
        let lint = ["lint", DRAFT, "--since", "origin/main", "--format", "json"];
        let (_, out, _) = world.copydesk("editor", &lint);
        let linted: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!(gathered, problems(&linted["files"][0]["problems"]), "{name}");
        let has_rule = gathered.iter().any(|[found, ..]| found == rule);
        assert_eq!((has_rule, gathered.is_empty()), (!rule.is_empty(), rule.is_empty()), "{name}");
        world.git("editor", &["switch", "-q", "main"]);
        // `add` fits the image first, and refuses what is no image.
        world.git("contributor", &["branch", "-q", "-f", "add/a-lamp", "main"]);
        world.git("contributor", &["branch", "-q", "-D", "add/a-lamp"]);
        world.git("news.git", &["update-ref", "-d", "refs/heads/add/a-lamp"]);
        let (code, out, error) = add_lamp(&world, image);
        match code {
            0 => assert_eq!(rules(&out), lint_of(&world, "add/a-lamp"), "{name}: {out}"),
            code => assert_eq!((code, *rule), (2, "unreadable-image"), "{name}: {error}"),
        }
    }
}
