//! A test that can't run passes and says so, and fails where the machine was meant to have what it needs.

use std::path::Path;
use std::process::{Command, Output};

use crate::support::require::{Need, corpus, required, seeds};

/// What the tests below run in a process of their own.
#[test]
fn a_test_of_the_shared_folder() {
    let _ = (corpus("drafts"), seeds());
}

fn without_the_folder(require: &str) -> Output {
    let nowhere = tempfile::tempdir().unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["corpus::required::a_test_of_the_shared_folder", "--exact", "--nocapture"]);
    child.env("COPYDESK_SHARED", nowhere.path()).env("COPYDESK_REQUIRE", require).output().unwrap()
}

#[test]
fn what_is_not_required_is_skipped_with_a_word() {
    let out = without_the_folder("sshd, mount");
    let text = String::from_utf8_lossy(&out.stdout);
    assert!(out.status.success() && text.contains("1 passed"), "{text}");
    assert!(text.contains("skipped: there is no folder") && text.contains("(seeds)"), "{text}");
}

#[test]
fn what_is_required_and_missing_fails() {
    for (require, said) in [
        ("corpus", "corpus is required, but there is no folder"),
        ("sshd,seeds", "seeds is required, but there is no folder"),
        ("corpsu", "nothing is called 'corpsu'"),
    ] {
        let out = without_the_folder(require);
        let text = String::from_utf8_lossy(&out.stderr);
        assert!(!out.status.success() && text.contains(said), "{require}: {text}");
    }
}

#[test]
fn every_name_is_explained_and_the_build_machine_uses_names_that_there_are() {
    let own = |file: &str| std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    let page = own("CONTRIBUTING.md");
    for need in Need::ALL {
        assert!(page.contains(&format!("`{}`", need.name())), "{}", need.name());
    }
    let script = own(".ci/run");
    let of_need =
        script.lines().filter_map(|line| line.trim_start().strip_prefix("need ")?.split(' ').next());
    let added = script.split("require+=(").skip(1).filter_map(|rest| rest.split(')').next());
    let names: Vec<&str> = of_need.chain(added).filter(|name| !name.contains('$')).collect();
    assert!(names.len() >= 8, "{names:?}");
    assert_eq!(required(&names.join(",")).len(), names.len());
}
