//! The packaged crate: its tests compile and find their files.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::{Component, Path, PathBuf};

/// The paths at the top of the package, from `include` in `Cargo.toml`.
fn included() -> Vec<String> {
    let manifest = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    // The manifest in a package is rewritten by cargo, with the same list.
    let (_, list) = manifest.split_once("include = [").unwrap();
    let (list, _) = list.split_once("\n]").unwrap();
    let entries = list.split('"').skip(1).step_by(2).map(|entry| entry.trim_start_matches('/').to_owned());
    // cargo adds these itself.
    entries.chain(["Cargo.toml", "Cargo.lock", "README.md"].map(str::to_owned)).collect()
}

fn is_included(path: &str, included: &[String]) -> bool {
    included.iter().any(|entry| match entry.strip_suffix('*') {
        Some(start) => path.starts_with(start),
        None => path == entry || path.strip_prefix(entry.as_str()).is_some_and(|rest| rest.starts_with('/')),
    })
}

/// The Rust files below a path.
fn rust_files(path: PathBuf, files: &mut Vec<PathBuf>) {
    if path.is_dir() {
        std::fs::read_dir(path).unwrap().for_each(|entry| rust_files(entry.unwrap().path(), files));
    } else if path.extension().is_some_and(|extension| extension == "rs") {
        files.push(path);
    }
}

/// Returns `a/c` for `a/b/../c`.
fn without_dots(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => assert!(clean.pop(), "{} is outside of the project", path.display()),
            part => clean.push(part),
        }
    }
    clean
}

#[test]
fn every_file_that_the_code_names_is_in_the_package() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let included = included();
    let mut files = Vec::new();
    for folder in ["build.rs", "src", "tests", "benches", "examples"] {
        rust_files(root.join(folder), &mut files);
    }
    let relative = regex::Regex::new(r#"(?:include(?:_str|_bytes)?!\(|#\[path = )"([^"]+)""#).unwrap();
    let from_root =
        regex::Regex::new(r#"env!\("CARGO_MANIFEST_DIR"\)[,)]\s*(?:\)?\s*\.join\()?\s*"/?([\w./-]+)""#)
            .unwrap();
    let own = regex::Regex::new(r#"\bown\("([^"]+)"\)"#).unwrap();
    let mut named = 0;
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let folder = file.parent().unwrap().strip_prefix(root).unwrap().to_owned();
        let of_file = relative.captures_iter(&text).map(|found| without_dots(&folder.join(&found[1])));
        let of_root = from_root.captures_iter(&text).chain(own.captures_iter(&text));
        let of_root = of_root.map(|found| PathBuf::from(&found[1]));
        for path in of_file.chain(of_root) {
            let path = path.to_str().unwrap().replace('\\', "/");
            // Outside of the project or of the package, and asked for before it is used.
            if path.starts_with("..") || path == "fuzz/corpus" {
                continue;
            }
            assert!(
                is_included(&path, &included),
                "{} names {path}: add it to `include` in Cargo.toml",
                file.strip_prefix(root).unwrap().display()
            );
            named += 1;
        }
    }
    assert!(named > 40, "{named}");
}

/// Tests, benches, examples and fuzz targets are crates of their own. What they share is in one place.
#[test]
fn only_files_of_the_support_folder_are_shared() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["src", "tests", "benches", "examples", "fuzz/fuzz_targets"] {
        // The packaged crate has no fuzz targets.
        if root.join(folder).exists() {
            rust_files(root.join(folder), &mut files);
        }
    }
    let borrowed = regex::Regex::new(r#"(?m)^\s*#\[path = "([^"]+)"\]"#).unwrap();
    let mut shared = 0;
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let folder = file.parent().unwrap().strip_prefix(root).unwrap().to_owned();
        for found in borrowed.captures_iter(&text) {
            let path = without_dots(&folder.join(&found[1]));
            let is_shared = path.starts_with("tests/support") && !folder.starts_with("tests");
            let is_of_benches = path.starts_with("benches/support") && folder.starts_with("benches");
            assert!(is_shared || is_of_benches, "{} takes {} by its path", file.display(), path.display());
            shared += 1;
        }
    }
    assert!(shared > 5, "{shared}");
}
