//! The notices that the program prints are those of the crates that `Cargo.lock` names.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use toml::{Table, Value};

fn own(file: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap()
}

/// Each crate that the notices name, as `name version`, with the licences that it offers.
fn noticed() -> BTreeMap<String, String> {
    let notices = own("assets/licences/notices.txt");
    let crates =
        notices.lines().filter_map(|line| line.strip_prefix("* ")?.strip_suffix(')')?.split_once(" ("));
    let crates = crates.filter(|(name, _)| name.split(' ').count() == 2);
    crates.map(|(name, licence)| (name.to_owned(), licence.to_owned())).collect()
}

/// The names of the direct normal and build dependencies.
fn direct() -> BTreeSet<String> {
    let manifest: Table = own("Cargo.toml").parse().unwrap();
    let of_targets = manifest.get("target").and_then(Value::as_table).into_iter().flat_map(Table::values);
    let tables = of_targets.filter_map(Value::as_table).chain([&manifest]);
    let lists = tables.flat_map(|table| ["dependencies", "build-dependencies"].map(|kind| table.get(kind)));
    let entries = lists.flatten().filter_map(Value::as_table).flatten();
    entries
        .map(|(key, value)| value.get("package").and_then(Value::as_str).unwrap_or(key).to_owned())
        .collect()
}

/// All crates that `Cargo.lock` has for these dependencies, as `name version`.
fn locked() -> BTreeSet<String> {
    let lock: Table = own("Cargo.lock").parse().unwrap();
    let text = |package: &Value, key: &str| package[key].as_str().unwrap().to_owned();
    let packages = lock["package"].as_array().unwrap();
    let find = |entry: &str| {
        let (name, version) =
            entry.split_once(' ').map_or((entry, None), |(name, version)| (name, Some(version)));
        let is_it = |package: &&Value| {
            text(package, "name") == name && version.is_none_or(|version| text(package, "version") == version)
        };
        packages.iter().find(is_it).unwrap_or_else(|| panic!("Cargo.lock has no {entry}"))
    };
    let uses = |package: &Value| -> Vec<String> {
        let list = package.get("dependencies").and_then(Value::as_array).into_iter().flatten();
        list.map(|entry| entry.as_str().unwrap().to_owned()).collect()
    };
    let direct = direct();
    let is_direct = |entry: &String| direct.contains(entry.split(' ').next().unwrap());
    let mut left: Vec<String> = uses(find("copydesk")).into_iter().filter(is_direct).collect();
    let mut found = BTreeSet::new();
    while let Some(entry) = left.pop() {
        let package = find(&entry);
        if found.insert(format!("{} {}", text(package, "name"), text(package, "version"))) {
            left.extend(uses(package));
        }
    }
    found
}

#[test]
fn the_notices_name_every_crate_of_the_program() {
    let unused = own("assets/licences/unused.txt");
    let unused = unused.lines().filter(|line| !line.starts_with('#')).map(str::to_owned);
    let known: BTreeSet<String> = noticed().into_keys().chain(unused).collect();
    let locked = locked();
    assert!(locked.len() > 300, "{}", locked.len());
    let missing: Vec<_> = locked.difference(&known).collect();
    let gone: Vec<_> = known.difference(&locked).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "run assets/licences/update.py: the notices lack {missing:?}, and name {gone:?}"
    );
}

#[test]
fn the_page_counts_the_crates_of_the_notices() {
    let page = own("THIRD-PARTY.md");
    let crates = noticed();
    assert!(page.contains(&format!("Of the {} crates", crates.len())), "{} crates", crates.len());
    // Licences in any order, with the older `/` for OR.
    let key = |licence: &str| {
        let mut words: Vec<String> =
            licence.replace('/', " OR ").replace(['(', ')'], "").split(' ').map(str::to_owned).collect();
        words.sort();
        words.join(" ")
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for licence in crates.values() {
        *counts.entry(key(licence)).or_default() += 1;
    }
    let rows = page.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| `")?.split(" | ");
        let licence = cells.next()?.split_once('`')?.0;
        Some((key(licence), cells.next()?.trim().parse::<usize>().ok()?))
    });
    assert_eq!(rows.collect::<BTreeMap<_, _>>(), counts);
}

#[test]
fn the_program_prints_its_notices() {
    let output = Command::new(env!("CARGO_BIN_EXE_copydesk")).arg("licences").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && output.stderr.is_empty());
    assert_eq!(text, own("assets/licences/notices.txt"));
    for part in [
        "based in part on the work of the Independent JPEG Group",
        "unlimited permission to link the compiled",
        "Rich Salz",
        "Jean-loup Gailly",
        "Eric Biggers",
    ] {
        assert!(text.contains(part), "{part}");
    }
}
