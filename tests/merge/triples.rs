use copydesk::merge::{Merge, Unreadable, Version, merge};
use copydesk::profile::built_in;

use super::score::{difference, order_free, slots, triples};

pub fn merged(base: &str, ours: &str, theirs: &str) -> Result<Merge, Unreadable> {
    let profile = built_in("this-week-in-rust").unwrap();
    let read = |text| Version::new(text, &profile);
    merge(&read(base)?, &read(ours)?, &read(theirs)?, &profile)
}

#[test]
fn real_merges_that_git_cannot_do_are_done() {
    let Some(triples) = triples() else { return };
    let (mut clean, mut equal, mut human, mut exact) = (0, 0, 0, 0);
    for triple in &triples {
        let result = merged(&triple.base, &triple.ours, &triple.theirs);
        let (base, ours, theirs) = (slots(&triple.base), slots(&triple.ours), slots(&triple.theirs));
        match result {
            Err(error) => eprintln!("{}: {error}", triple.name),
            Ok(merge) => match merge.clean() {
                None => {
                    eprintln!("{}: conflict", triple.name);
                    for conflict in merge.conflicts() {
                        eprintln!("   {:?}\n--- base\n{}\n--- ours\n{}\n--- theirs\n{}", conflict.reason, conflict.base, conflict.ours, conflict.theirs);
                    }
                }
                Some(text) => {
                    clean += 1;
                    assert_eq!(merge.edits().unwrap().apply(&triple.ours), text, "{}", triple.name);
                    let got = slots(&text);
                    let wanted = order_free(&base, &ours, &theirs);
                    if got == wanted {
                        equal += 1;
                    } else {
                        eprintln!("{}: not order-free\n{}", triple.name, difference(&got, &wanted));
                    }
                    human += i32::from(got == slots(&triple.human));
                    let words = |text: &str| text.lines().map(|line| line.trim_end().to_owned()).filter(|line| !line.is_empty()).collect::<Vec<_>>();
                    exact += i32::from(words(&text) == words(&triple.human));
                }
            },
        }
    }
    eprintln!("{clean} clean, {equal} order-free, {human} human, {exact} human in order, of {}", triples.len());
}
