//! Files that never end, and files that never answer.

use super::{Checkout, fifo};

const PATHS: [&str; 5] = [
    "copydesk.yml",
    "_drafts/template.md",
    "_drafts/2026-06-01-draft.md",
    // Badly named, so that it is looked at as a slip.
    "_drafts/2026-06-1draft.md",
    "_posts/2026-05-25-draft.md",
];

#[test]
fn devices_are_not_read() {
    for path in PATHS {
        let checkout = Checkout::new();
        checkout.link("/dev/zero", path);
        checkout.run_all();
        for target in ["/dev/stdin", "/proc/self/environ", "/dev/tty"] {
            checkout.link(target, path);
            for command in [&["lint", "."][..], &["lint", ".", "--fix"], &["new", "2026-06-15"], &["notes"]] {
                checkout.run(command);
            }
        }
    }
}

#[test]
fn pipes_are_not_waited_for() {
    let checkout = Checkout::new();
    for path in PATHS.into_iter().skip(1).chain(["assets/20260601/icymi.png"]) {
        fifo(&checkout.at(path));
    }
    checkout.run_all();
    fifo(&checkout.at("copydesk.yml"));
    let run = checkout.run(&["lint"]);
    assert_eq!(run.code, 2);
    assert!(run.printed.contains("copydesk.yml is not a regular file"), "{}", run.printed);
}

#[test]
fn files_over_the_limits_are_refused_by_their_size() {
    for (path, limit) in [("copydesk.yml", 1 << 20), ("_drafts/template.md", 16 << 20)] {
        let checkout = Checkout::new();
        let file = std::fs::File::options().write(true).open(checkout.at(path)).unwrap();
        // A hole: nothing of it is on disk.
        file.set_len(limit + (1 << 34)).unwrap();
        for command in [&["lint"][..], &["lint", ".", "--fix"], &["new", "2026-06-15"], &["init"]] {
            let run = checkout.run(command);
            assert_eq!(run.code, 2, "{command:?}: {}", run.printed);
        }
    }
}
