//! The version and the repository's address are those of `Cargo.toml` wherever a file repeats them.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::{Path, PathBuf};

const VERSION: &str = env!("CARGO_PKG_VERSION");
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The text of a file. The packaged crate does not have all of them.
fn text(file: &str) -> Option<String> {
    std::fs::read_to_string(root().join(file)).ok()
}

/// README, the pages in `docs`, and the files that people copy from.
fn pages() -> Vec<(PathBuf, String)> {
    let docs = std::fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> =
        docs.filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    paths.extend(
        ["README.md", "CONTRIBUTING.md", "MAINTAINERS.md", "action.yml"].map(|file| root().join(file)),
    );
    paths.push(root().join("install.sh"));
    paths.push(root().join("packaging/vscode/README.md"));
    paths.retain(|path| path.exists());
    let read = |path: PathBuf| (path.clone(), std::fs::read_to_string(path).unwrap());
    paths.into_iter().map(read).collect()
}

#[test]
fn every_file_has_the_version_of_cargo_toml() {
    // Each pattern finds one version.
    let package = r#""name": "copydesk",[^{}]*?"version": "([^"]+)""#;
    let locked = r#"name = "copydesk"\nversion = "([^"]+)""#;
    let places = [
        ("Cargo.lock", locked, 1),
        ("fuzz/Cargo.lock", locked, 1),
        ("pyproject.toml", r#"(?m)^version = "([^"]+)"$"#, 1),
        ("pyproject.toml", r#""copydesk==([^"]+)""#, 1),
        ("packaging/vscode/package.json", package, 1),
        ("packaging/vscode/package-lock.json", package, 2),
    ];
    for (file, pattern, count) in places {
        let Some(text) = text(file) else { continue };
        let pattern = regex::Regex::new(pattern).unwrap();
        let found: Vec<&str> =
            pattern.captures_iter(&text).map(|found| found.get(1).unwrap().as_str()).collect();
        assert_eq!(found, vec![VERSION; count], "{file}: run `packaging/release set version {VERSION}`");
    }
    let named = regex::Regex::new(
        r"copydesk(?:==|@v|@|[-_])(\d+\.\d+\.\d+)|\brev: v(\S+)|/download/v(\d+\.\d+\.\d+)",
    )
    .unwrap();
    let mut count = 0;
    for (path, text) in pages() {
        for found in named.captures_iter(&text) {
            let version = found.iter().skip(1).flatten().next().unwrap().as_str();
            let path = path.display();
            assert_eq!(version, VERSION, "{path}: run `packaging/release set version {VERSION}`");
            count += 1;
        }
    }
    assert!(count >= 3, "{count}");
}

#[test]
fn every_address_of_the_repository_is_that_of_cargo_toml() {
    let name = REPOSITORY.strip_prefix("https://github.com/").unwrap();
    let address =
        regex::Regex::new(r"(?:github\.com/|githubusercontent\.com/|uses: |--repo )([\w.-]+/copydesk)\b")
            .unwrap();
    let mut count = 0;
    for (path, text) in pages() {
        for found in address.captures_iter(&text) {
            let path = path.display();
            assert_eq!(&found[1], name, "{path}: run `packaging/release set repository {REPOSITORY}`");
            count += 1;
        }
        assert!(!text.contains("OWNER/"), "{}: the owner is that of Cargo.toml", path.display());
    }
    assert!(count >= 3, "{count}");
}
