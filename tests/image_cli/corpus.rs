//! Real issues with real photographs, where the shared corpus is there.

use crate::image_cli::images::size;
use crate::image_cli::{Folder, tree};

#[test]
fn the_issues_of_2018_are_brought_within_the_limits_and_stay_so() {
    let Some(corpus) = crate::support::require::corpus("jekyll-2018") else { return };
    let folder = Folder::new();
    folder.write("copydesk.yml", "extends: circuitpython\n");
    let mut posts = String::new();
    for part in ["_posts", "assets"] {
        for entry in std::fs::read_dir(corpus.join(part)).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{part}/{}", path.file_name().unwrap().to_str().unwrap());
            folder.write(&name, std::fs::read(&path).unwrap());
            if part == "_posts" {
                posts.push_str(&format!(" {name}"));
            }
        }
    }
    let before = tree(&folder);
    folder.run(&format!("image fit{posts}")).exits(0);
    let after = tree(&folder);
    let mut wide = 0;
    for (name, bytes) in after.iter().filter(|(name, _)| name.ends_with(".jpg")) {
        assert!(size(bytes).0 <= 550, "{name}");
        wide += usize::from(before.get(name).is_some_and(|old| size(old).0 > 550));
    }
    assert_eq!(wide, 2, "photographs that were too wide");
    for (name, old) in before.iter().filter(|(name, _)| name.ends_with(".md")) {
        let (old, new) = (String::from_utf8_lossy(old), String::from_utf8_lossy(&after[name]));
        for (old, new) in old.lines().zip(new.lines()).filter(|(old, new)| old != new) {
            // One drawing is a tenth of its weight as JPEG.
            assert_eq!(old.replace(".png\"", ".jpg\""), new, "{name}");
        }
        assert_eq!(old.lines().count(), new.lines().count(), "{name}");
    }
    folder.run(&format!("image fit{posts}")).exits(0).says("0 fitted, ");
    assert_eq!(tree(&folder), after);
}
