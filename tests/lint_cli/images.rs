//! Problems of image files, and their severity at each stage.

use crate::lint_cli::Folder;
use crate::lint_cli::folder::CLEAN;

const DRAFT: &str = "_drafts/2026-06-08-draft.md";
const WIDE: &str = "![A gate](../assets/20260608/20260608gate.png)";

/// An issue that shows an image of its own that is 800 pixels wide.
fn with_wide_image() -> Folder {
    let folder = Folder::with_draft(CLEAN.replace("Good morning.", WIDE));
    image(&folder, "assets/20260608/20260608gate.png", 800);
    folder.write("copydesk.yml", "extends: circuitpython\n");
    folder.write("_config.yml", "url: https://lamps.example\n");
    folder
}

fn image(folder: &Folder, path: &str, width: u32) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    image::RgbImage::from_pixel(width, 40, image::Rgb([40, 90, 60])).save(path).unwrap();
}

#[test]
fn a_way_up_and_down_again_leads_to_the_same_images() {
    let folder = with_wide_image();
    let plain = folder.run("lint --format concise --fail-on hint").exits(1).out;
    assert!(plain.contains("[wide-image]"), "{plain}");
    for way in ["-C _drafts/..", "-C assets/20260608/../.."] {
        assert_eq!(
            folder.run(&format!("{way} lint --format concise --fail-on hint")).exits(1).out,
            plain,
            "{way}"
        );
        folder.run(&format!("{way} status")).says("0 errors, 1 warning, 0 hints");
        folder.run(&format!("{way} image fit --dry-run")).exits(1).says("550");
    }
    let named = folder.run("-C assets lint ../_drafts/2026-06-08-draft.md --format concise --fail-on hint");
    assert!(named.exits(1).out.contains("[wide-image]"));
}

#[test]
fn a_wide_image_is_a_warning_in_a_draft_and_an_error_at_publishing() {
    let folder = with_wide_image();
    let line = |word: &str| {
        format!(
            "{DRAFT}:8:11: {word}: 20260608gate.png is 800×40 pixels, over 550 wide [wide-image]\n1 file checked, 1 problem: 1 {word}\n"
        )
    };
    assert_eq!(folder.run("lint --format concise --fail-on hint").exits(1).out, line("warning"));
    assert_eq!(
        folder
            .run(&format!("lint --format concise --fail-on hint {DRAFT} --stage contribution"))
            .exits(1)
            .out,
        line("warning")
    );
    assert_eq!(
        folder.run("lint --format concise --fail-on hint --stage publish").exits(1).out,
        line("error")
    );
    folder.run("lint --format concise --fail-on hint --stage later").exits(2);
}

#[test]
fn a_post_is_checked_as_what_goes_out_even_under_its_draft_s_name() {
    let folder = with_wide_image();
    for name in ["_posts/2026-06-08-gates.md", "_posts/2026-06-08-draft.md"] {
        folder.write(name, folder.read(DRAFT));
        folder
            .run(&format!("lint --format concise --fail-on hint {name}"))
            .exits(1)
            .says("error: 20260608gate.png is 800×40");
        folder
            .run(&format!("lint --format concise --fail-on hint {name} --stage contribution"))
            .exits(1)
            .says("warning: 20260608gate.png");
    }
    let run = folder
        .run("lint --format concise --fail-on hint .")
        .exits(1)
        .says("6 problems: 2 errors, 4 warnings");
    assert!(run.out.contains(&format!("{DRAFT}:8:11: warning: ")), "{}", run.out);
    folder.write("gates/2026-06-08-gates.md", folder.read(DRAFT).replace("../assets", "/assets"));
    folder
        .run("lint --format concise --fail-on hint gates/2026-06-08-gates.md")
        .exits(1)
        .says("error: 20260608gate.png");
}

#[test]
fn standard_input_is_a_contribution_unless_said() {
    let folder = Folder::new();
    let text = CLEAN.replace("Good morning.", "![A gate](https://example.org/gate.png)");
    folder
        .feed("lint --format concise --fail-on hint -", text.as_bytes())
        .exits(1)
        .says("warning: this image is loaded from example.org");
    folder
        .feed("lint --format concise --fail-on hint - --stage publish", text.as_bytes())
        .exits(1)
        .says("[hotlinked-image]");
}

#[test]
fn a_profile_of_the_folder_s_own_sets_the_limits() {
    let folder = with_wide_image();
    folder.write("copydesk.yml", "extends: circuitpython\nimages: {max_width: 800}\n");
    folder.run("lint --format concise --fail-on hint").exits(0);
    folder.write("copydesk.yml", "extends: circuitpython\nimages: {max_width: 800, max_still_bytes: 40}\n");
    folder.run("lint --format concise --fail-on hint").exits(1).says("[heavy-image]").says(", over 40 bytes");
    folder.write("copydesk.yml", "extends: this-week-in-rust\nimages: {max_width: ~}\n");
    assert!(
        !folder.run("lint --format concise --fail-on hint _drafts/2026-06-08-draft.md").out.contains("wide")
    );
}
