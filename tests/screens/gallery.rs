//! The images in `assets` show the screens as they are.

use std::path::Path;

use crate::support::screens::gallery;

#[test]
fn the_images_of_the_screens_are_up_to_date() {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    let files = gallery::files().unwrap();
    if std::env::var("INSTA_UPDATE").is_ok_and(|value| value == "always") {
        for (name, text) in &files {
            std::fs::write(assets.join(name), text).unwrap();
        }
    }
    let is_old = |(name, text): &&(String, String)| {
        std::fs::read_to_string(assets.join(name)).ok().as_ref() != Some(text)
    };
    let old: Vec<&str> = files.iter().filter(is_old).map(|(name, _)| name.as_str()).collect();
    assert!(old.is_empty(), "run `cargo run --example screenshot` and look at {old:#?}");
    let known: Vec<&str> = files.iter().filter_map(|(name, _)| name.strip_prefix("screens/")).collect();
    for entry in std::fs::read_dir(assets.join("screens")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(known.contains(&name.as_str()), "{name} is left over");
    }
}
