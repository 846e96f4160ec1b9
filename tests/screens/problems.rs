//! Going from problem to problem, fixing what the cursor is on, and fixing all that is safe.

use copydesk::lint::{Diagnostic, Fix, Severity, Subject};
use copydesk::tui::{Pane, Selected, State};

use super::*;

/// Two of these are fixed by one key each, and the words of one line have several problems.
const MORE: &str = "Write to teh harbour, or recieve the the lamp from teh shed.

See [the pier](https://pier.example/a?utm_source=desk&id=4) and [here](https://pier.example/b).

A lamp of teh pier  stays lit untill the morning, and teh bell beside it.
";

impl Desk {
    fn with_more(width: u16, height: u16) -> Desk {
        Desk::with(width, height, |text| format!("{}\n\n{MORE}", text.trim_end()))
    }

    fn problems(&self) -> &[Diagnostic] {
        &self.program.state.session.diagnostics
    }

    /// The selected problem.
    fn problem(&self) -> (usize, &Diagnostic) {
        let State { panes, session, .. } = &self.program.state;
        match panes.checks.selected(session) {
            Selected::Problem(n) => (n, &session.diagnostics[n]),
            other => panic!("{other:?} is selected:\n{}", self.screen()),
        }
    }

    fn assert_says(&self, words: &str) {
        assert!(self.said().contains(words), "no {words:?} in {:?}:\n{}", self.said(), self.screen());
    }

    /// The number that the last step said, with the number of all.
    fn number(&self) -> (usize, usize) {
        let numbers = self.said().split(&[' ', ',', ':'][..]).filter_map(|word| word.parse().ok());
        let numbers: Vec<usize> = numbers.take(2).collect();
        assert_eq!(numbers.len(), 2, "{:?}\n{}", self.said(), self.screen());
        (numbers[0], numbers[1])
    }

    /// Opens the whole file with the cursor before these words.
    fn whole_file_at(&mut self, words: &str) -> &mut Desk {
        assert!(self.text().contains(words), "no {words:?}");
        self.keys("esc f4 ctrl-home ctrl-f").keys(&format!("\"{words}\"")).keys("esc left")
    }
}

/// Goes through all problems with `key`, and checks that each is gone to in its turn.
fn walk(desk: &mut Desk, key: &str, order: impl Iterator<Item = usize>, wraps: &str) {
    let len = desk.problems().len();
    assert!(len > 30, "{len}");
    let order: Vec<usize> = order.collect();
    for (step, n) in order.iter().enumerate() {
        desk.keys(key);
        assert_eq!(desk.problem().0, *n, "step {step}: {}\n{}", desk.said(), desk.screen());
        let message = desk.problem().1.message.clone();
        assert!(desk.said().starts_with(&format!("{} of {len}", n + 1)), "{}", desk.said());
        desk.assert_says(&format!(": {message}"));
    }
    desk.keys(key);
    assert_eq!(desk.problem().0, order[0]);
    desk.assert_says(wraps);
}

#[test]
fn every_problem_is_gone_to_in_its_turn_and_the_end_is_said() {
    for (width, height) in SIZES {
        let mut desk = Desk::with_more(width, height);
        let len = desk.problems().len();
        walk(&mut desk, "f8", 0..len, "again from the top: ");
        let mut desk = Desk::with_more(width, height);
        walk(&mut desk, "f7", (0..len).rev(), "again from the end: ");
    }
}

#[test]
fn every_problem_is_gone_to_in_its_turn_in_the_whole_file() {
    let mut desk = Desk::with_more(120, 40);
    let len = desk.problems().len();
    desk.keys("f4 ctrl-home");
    walk(&mut desk, "f8", 0..len, "again from the top: ");
    desk.keys("ctrl-home");
    walk(&mut desk, "f7", (0..len).rev(), "again from the end: ");
}

#[test]
fn every_problem_is_gone_to_in_its_turn_from_the_list() {
    let mut desk = Desk::with_more(120, 40);
    let len = desk.problems().len();
    desk.keys("f6 f6 end");
    assert_eq!(desk.problem().0, len - 1);
    desk.keys("up up f8");
    assert_eq!(desk.problem().0, len - 2, "{}", desk.said());
    // The keys are in the text now.
    desk.keys("f7 f7 f7");
    assert_eq!(desk.problem().0, len - 5, "{}", desk.said());
}

#[test]
fn after_each_fix_the_next_problem_is_the_next_one() {
    for start in ["", "f4 ctrl-home"] {
        let mut desk = Desk::with_more(120, 40);
        desk.keys(start);
        let (mut seen, mut fixed) = (0, 0);
        loop {
            desk.keys("f8");
            let (number, len) = desk.number();
            assert_eq!(
                (number, len),
                (seen + 1, desk.problems().len()),
                "{}\n{}",
                desk.said(),
                desk.screen()
            );
            let problem = desk.problem().1.clone();
            if matches!(problem.fix, Some(Fix::Text(_) | Fix::Suggestion(_))) {
                let removes = problem.rule == "untouched-slot";
                let before = desk.text().to_owned();
                desk.keys("f5");
                if matches!(problem.fix, Some(Fix::Suggestion(_))) {
                    // A fix that `--fix` does not make is shown first.
                    desk.assert_shows("What fixing changes");
                    assert_eq!(desk.text(), before);
                    desk.keys("f5");
                }
                desk.assert_says(if removes { "Removed the empty slot; " } else { "Fixed line " });
                assert!(desk.problems().len() < len, "{problem:?}");
                fixed += 1;
            } else {
                seen += 1;
            }
            if seen == desk.problems().len() {
                break;
            }
        }
        assert!(fixed >= 8 && seen >= 20, "{fixed} {seen}");
        let is_fixable = |one: &&Diagnostic| matches!(one.fix, Some(Fix::Text(_) | Fix::Suggestion(_)));
        assert_eq!(desk.problems().iter().filter(is_fixable).count(), 0);
    }
}

#[test]
fn after_a_fix_from_the_list_the_next_problem_is_the_next_one() {
    let mut desk = Desk::with_more(120, 40);
    desk.keys("f6 f6 end up");
    desk.keys_until("up", |desk| desk.problem().1.message.contains("'recieve'"));
    let (n, len) = (desk.problem().0, desk.problems().len());
    desk.keys("f").assert_says("“recieve” → “receive”");
    // The selection is on the next one, which nobody has gone to.
    assert_eq!((desk.problem().0, desk.problems().len()), (n, len - 1));
    desk.keys("f8");
    assert_eq!(desk.number(), (n + 1, len - 1), "{}", desk.said());
    desk.keys("f8");
    assert_eq!(desk.number(), (n + 2, len - 1), "{}", desk.said());
}

#[test]
fn after_each_fix_in_a_form_the_next_problem_is_the_next_one() {
    for (width, height) in SIZES {
        let alt = "A buoy on teh waves and teh rocks, untill noon";
        let mut desk = Desk::with(width, height, |text| text.replacen("A buoy on the waves", alt, 1));
        desk.select("A buoy on teh waves").keys("enter f8").assert_says("'teh'");
        let (number, len) = desk.number();
        let wanted = ["'teh'", "'teh'", "untill", "utm_source", "utm_source"];
        for (fixed, words) in wanted.iter().enumerate() {
            assert_eq!(desk.number(), (number, len - fixed), "{}", desk.said());
            desk.assert_says(words);
            desk.assert_shows("● Alt text");
            desk.keys("f5").assert_says("Fixed line ");
            desk.keys("f8");
        }
        assert_eq!(desk.number(), (number, len - wanted.len()), "{}", desk.said());
        let text = desk.text();
        assert!(text.contains("A buoy on the waves and the rocks, until noon"), "{text}");
        assert_eq!(text.matches("https://example.com/buoy-film)").count(), 2, "{text}");
    }
}

#[test]
fn fixes_that_come_late_open_nothing_over_something_else() {
    let mut desk = Desk::with_more(120, 40);
    desk.keys("f6 f6");
    desk.program.send_at_once(["F", "F", "f1"].map(event).into());
    assert_eq!(desk.program.state.overlays.len(), 1, "{}", desk.screen());
    desk.assert_shows("Keys — ");
    desk.keys("esc");
    assert!(!desk.screen().contains("All safe fixes"), "{}", desk.screen());
    // The second press of the key shows nothing twice.
    desk.program.send_at_once(["F", "F"].map(event).into());
    assert_eq!(desk.program.state.overlays.len(), 1, "{}", desk.screen());
    desk.assert_shows("All safe fixes");
}

#[test]
fn a_problem_that_is_typed_over_leaves_the_next_one_the_next_one() {
    let mut desk = Desk::with_more(120, 40);
    desk.keys("f4 ctrl-end");
    desk.keys("f7").keys_until("f7", |desk| desk.problem().1.message.contains("'recieve'"));
    let (n, len) = (desk.problem().0, desk.problems().len());
    for _ in 0.."recieve".len() {
        desk.event(Input::Key(KeyEvent::new(KeyCode::Delete, KeyModifiers::NONE)));
    }
    desk.keys("\"get\"");
    assert_eq!(desk.problems().len(), len - 1);
    desk.keys("f8");
    assert_eq!(desk.number(), (n + 1, len - 1), "{}", desk.said());
}

#[test]
fn the_next_problem_is_the_next_one_from_the_cursor() {
    let mut desk = Desk::with_more(140, 40);
    // In the outline, from the selected slot on.
    desk.select("Gulls over a rock");
    let slot = desk.program.state.place().start;
    desk.keys("f8");
    assert!(desk.problem().1.span.start >= slot, "{}", desk.said());
    let (n, _) = desk.problem();
    assert!(n > 0 && desk.problems()[n - 1].span.start < slot, "{}", desk.said());
    // In the whole file, from the cursor on.
    desk.keys("esc").whole_file_at("untill").keys("f8");
    desk.assert_says("untill");
    desk.whole_file_at("bell beside").keys("f7").assert_says("'teh'");
    let before = desk.problem().1.span.start;
    assert_eq!(desk.program.state.place().start, before);
    // In a form, from the field and the column on.
    let mut desk = Desk::changed(|text| {
        text.replacen("A buoy on the waves", "A buoy on teh waves and teh rocks and teh sand", 1)
    });
    desk.select("A buoy on teh waves").keys("enter tab home f8").assert_says("'teh'");
    let (n, _) = desk.problem();
    desk.keys("f8");
    assert_eq!(desk.problem().0, n + 1, "{}\n{}", desk.said(), desk.screen());
    // Past the second one.
    desk.keys("home");
    for _ in 0.."A buoy on teh waves and teh".len() {
        desk.keys("right");
    }
    desk.keys("f8");
    assert_eq!(desk.problem().0, n + 2, "{}\n{}", desk.said(), desk.screen());
}

#[test]
fn errors_only_is_one_key_and_the_other_keys_obey() {
    let mut desk = Desk::with_more(120, 40);
    let errors: Vec<usize> = (0..)
        .zip(desk.problems())
        .filter(|(_, one)| one.severity == Severity::Error)
        .map(|(n, _)| n)
        .collect();
    let (count, all) = (errors.len(), desk.problems().len());
    assert!(count > 1 && count < all);
    desk.keys("f6 f6 e");
    desk.assert_shows(&format!("Problems: errors only, {count} of {all}"));
    desk.keys("end");
    assert_eq!(desk.problem().0, errors[count - 1]);
    desk.assert_shows(&format!("Error {count} of {count}"));
    desk.keys("home f8");
    for (n, error) in errors.iter().enumerate() {
        assert_eq!(desk.problem().0, *error);
        desk.assert_says(&format!("{} of {count} errors", n + 1));
        desk.keys("f8");
    }
    desk.assert_says("again from the top");
    // The error that the selection comes to by the key is gone to, and not passed over.
    desk.keys("f6 e end up up e");
    let (n, _) = desk.problem();
    desk.keys("f8");
    assert_eq!((desk.problem().0, n), (errors[count - 1], errors[count - 1]), "{}", desk.said());
    // From anywhere, the palette shows all again.
    desk.keys("ctrl-p \"errors\" enter").assert_says(&format!("All {all} problems again."));
    desk.keys("f8").assert_says(&format!(" of {all}: "));
}

#[test]
fn the_key_that_fixes_fixes_what_the_cursor_is_on_and_says_what_and_where() {
    let mut desk = Desk::with_more(120, 40);
    let before = desk.text().to_owned();
    let line = |words: &str| before[..before.find(words).unwrap()].lines().count();
    // Nobody has gone there by that key.
    desk.whole_file_at("utm_source=desk").keys("f5");
    let said = format!(
        "Fixed line {} in “Contribute”: removed “utm_source=desk&” from the address; Ctrl-_ undoes it.",
        line("[the pier]")
    );
    assert_eq!(desk.said(), said);
    let fixed = before.replace("utm_source=desk&", "");
    assert_eq!(desk.text(), fixed);
    // The nearest of the line.
    desk.whole_file_at("lit untill").keys("f5");
    desk.assert_says("“untill” → “until”");
    desk.keys("alt-u alt-u");
    assert_eq!(desk.text(), before);
}

#[test]
fn the_key_that_fixes_works_in_a_form_and_on_the_selected_slot() {
    let change = |text: &str| text.replacen("A buoy on the waves", "A buoy on teh waves", 1);
    let mut desk = Desk::changed(change);
    let before = desk.text().to_owned();
    desk.select("A buoy on teh waves").keys("f5").assert_says("“teh” → “the”");
    assert_eq!(desk.text(), before.replace("teh", "the"));
    let mut desk = Desk::changed(change);
    desk.select("A buoy on teh waves").keys("enter");
    desk.keys("tab f5").assert_says("“teh” → “the”");
    assert_eq!(desk.text(), before.replace("teh", "the"));
}

#[test]
fn what_has_no_safe_fix_says_so_with_the_keys_that_help() {
    let mut desk = Desk::open(120, 40);
    desk.keys("]");
    let before = desk.text().to_owned();
    desk.keys("f5").assert_says("no safe fix; fix it by hand, or w waives it: the title is still");
    desk.keys("enter f5")
        .assert_says("no safe fix; fix it by hand, or Ctrl-X w waives it: the title is still");
    assert_eq!(desk.text(), before);
    desk.keys("f6 f").assert_says("no safe fix; Enter goes there, w waives it: the title is still");
    desk.keys("w").assert_shows("Waive this problem");
    desk.keys("esc f6").select("The Kestrel board").keys("f5");
    desk.assert_says("There is no problem here; ] goes to the next one.");
}

#[test]
fn a_warning_that_a_key_is_about_is_listed_again_among_the_errors() {
    let mut desk = Desk::open(120, 40);
    desk.keys("f6 f6 e esc").select("Front matter");
    desk.keys("enter f5").assert_says("no safe fix");
    desk.keys("f6 w").assert_shows("the title is still the template's. [");
    desk.keys("esc").assert_shows("Problems: 38, ");
}

#[test]
fn files_that_no_text_uses_are_no_problem_of_a_slot() {
    let dir = Desk::open(120, 40);
    let day = dir.draft().file_name().unwrap().to_string_lossy()[..10].replace('-', "");
    let folder = dir.dir.path().join("assets").join(&day);
    let name = format!("{day}spare.jpg");
    let some = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    std::fs::copy(some, folder.join(&name)).unwrap();
    let mut desk = dir;
    desk.keys("ctrl-l");
    let (n, problem) = desk.problems().iter().enumerate().next_back().unwrap();
    assert_eq!((problem.rule, problem.subject), ("unused-image", Subject::Files), "{}", desk.screen());
    // Neither a slot nor a field shows it.
    let words = problem.message.clone();
    desk.keys("home");
    for _ in 0..60 {
        assert!(!desk.screen().contains(&name), "{}", desk.screen());
        desk.keys("down");
    }
    // It is in the list, and going to it says what it is.
    desk.keys("f6 f6 end");
    assert_eq!(desk.problem().0, n);
    desk.assert_shows("file 1 file in this issue's image folder is not used");
    let place = desk.program.state.place();
    desk.keys("enter").assert_says(&words);
    desk.assert_says("it has no place in the text (show it, or delete the file if nobody needs it)");
    assert_eq!(desk.program.state.place(), place);
    assert_eq!(desk.program.state.panes.focus, Pane::Checks);
    let all = desk.problems().len();
    desk.keys("f6 f7").assert_says(" of ");
    desk.keys("f6 f6 end f7 f8").assert_says(&format!("{all} of {all}: {words}; it has no place"));
    desk.keys("f8").assert_says(&format!("1 of {all}, again from the top"));
}

#[test]
fn all_that_is_safe_is_shown_and_fixed_as_one_step() {
    for (width, height) in SIZES {
        let mut desk = Desk::with_more(width, height);
        let before = desk.text().to_owned();
        let all = desk.problems().len();
        let safe = desk.problems().iter().filter(|one| matches!(one.fix, Some(Fix::Text(_)))).count();
        assert!(safe > 5);
        desk.keys("f6 f6 F");
        insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("fix-all-{width}x{height}"), desk.screen());
        });
        desk.assert_shows(&format!("{safe} of {all} problems have a safe fix"));
        desk.keys("esc");
        assert_eq!(desk.text(), before);
        // The palette has it everywhere.
        desk.keys("f6 ctrl-p \"all safe\" enter").assert_shows("All safe fixes");
        desk.keys("enter").assert_says(&format!("Fixed {safe} problems in "));
        let fixed = desk.text().to_owned();
        assert!(desk.problems().iter().all(|one| !matches!(one.fix, Some(Fix::Text(_)))));
        assert!(fixed.contains("Write to the harbour, or receive the lamp from the shed."), "{fixed}");
        desk.keys("alt-u");
        assert_eq!(desk.text(), before);
        desk.keys("alt-r");
        assert_eq!(desk.text(), fixed);
        desk.keys("f6 f6 F").assert_says("has a safe fix; ] goes to the next one.");
    }
}

#[test]
fn fixing_all_is_what_the_command_line_fixes() {
    let mut desk = Desk::with_more(120, 40);
    let before = desk.text().to_owned();
    desk.keys("f6 f6 F enter ctrl-s");
    let fixed = desk.on_disk();
    assert_ne!(fixed, before);
    std::fs::write(desk.draft(), &before).unwrap();
    let out = std::process::Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .args(["--as-of", "2026-06-03", "lint", "--fix"])
        .arg(desk.draft())
        .current_dir(desk.dir.path())
        .output()
        .unwrap();
    assert_eq!(desk.on_disk(), fixed, "{}", String::from_utf8_lossy(&out.stdout));
}

#[test]
fn a_written_field_shows_its_problems_beside_it() {
    let mut desk = Desk::changed(|text| text.replacen("A buoy on the waves", "A buoy on teh waves", 1));
    desk.select("A buoy on teh waves").keys("enter");
    let screen = desk.screen();
    let lines: Vec<&str> = screen.lines().collect();
    let field =
        lines.iter().position(|line| line.contains("● Alt text") && line.contains("teh waves")).unwrap();
    assert!(lines[field + 1].contains("'teh' is probably"), "{screen}");
}

#[test]
fn in_the_outline_a_letter_goes_from_problem_to_problem_and_another_fixes_them() {
    let mut desk = Desk::changed(|text| text.replacen("make a buoy dance", "make teh buoy dance", 1));
    let before = desk.text().to_owned();
    desk.select("A jar with a ring of lights");
    for _ in 0..8 {
        if desk.screen().contains("'teh' is probably 'the' (f fixes it)") {
            break;
        }
        desk.keys("]");
    }
    assert!(desk.selected().contains("A buoy on the waves"), "{}", desk.screen());
    assert_eq!(desk.text(), before);
    desk.keys("enter");
    let cursor = desk.program.state.place().start;
    assert!(desk.text()[cursor..].starts_with("teh buoy"), "{}", desk.screen());
    desk.keys("esc [ ] f").assert_says("“teh” → “the”");
    assert_eq!(desk.text(), before.replace("teh", "the"));
}

#[test]
fn in_the_outline_a_letter_waives_the_problem_and_another_fixes_all_that_is_safe() {
    // `tab` goes to the preview of what is selected, which has the same keys.
    for pane in ["", "tab"] {
        let mut desk =
            Desk::changed(|text| text.replacen("make a buoy dance", "make teh buoy dance for teh gulls", 1));
        let before = desk.text().to_owned();
        desk.select("A jar with a ring of lights").keys(pane);
        for _ in 0..8 {
            if desk.said().contains("'teh'") {
                break;
            }
            desk.keys("]");
        }
        let all = desk.problems().len();
        desk.keys("w").assert_shows("Waive this problem");
        desk.keys("\"a quote\" enter").assert_says("Waived by a comment: misspelt-word");
        assert!(desk.problems().len() < all, "{}", desk.screen());
        assert!(desk.text().contains("a quote"), "{}", desk.text());
        desk.keys("u");
        assert_eq!(desk.text(), before);
        desk.keys("F").assert_shows("All safe fixes");
        desk.keys("F").assert_says("; u undoes all of it.");
        assert!(desk.text().contains("make the buoy dance for the gulls"), "{}", desk.text());
        desk.keys("u");
        assert_eq!(desk.text(), before);
        desk.keys("space w").assert_shows("Waive this problem");
        desk.keys("esc space F").assert_shows("All safe fixes");
    }
}

#[test]
fn in_a_text_the_menu_waives_the_problem_and_fixes_all_that_is_safe() {
    let mut desk = Desk::changed(|text| text.replacen("make a buoy dance", "make teh buoy dance", 1));
    let before = desk.text().to_owned();
    desk.whole_file_at("teh buoy").keys("ctrl-x w").assert_shows("Waive this problem");
    desk.keys("\"a quote\" enter").assert_says("Waived by a comment: misspelt-word");
    desk.keys("ctrl-_");
    assert_eq!(desk.text(), before);
    desk.keys("ctrl-x F F").assert_says("; Ctrl-_ undoes all of it.");
    assert!(desk.text().contains("make the buoy dance"), "{}", desk.text());
}

#[test]
fn one_key_goes_to_the_line_of_the_next_problem_and_another_into_its_field() {
    for (stays, opens) in [("]", ">"), ("]", "f8")] {
        let mut desk = Desk::open(80, 24);
        desk.select("The Kestrel board").keys(stays);
        let (problem, place) = (desk.problem().0, desk.problem().1.span);
        assert_eq!(desk.program.state.panes.focus, Pane::Outline, "{}", desk.screen());
        let mut desk = Desk::open(80, 24);
        desk.select("The Kestrel board").keys(opens);
        assert_eq!(desk.problem().0, problem);
        assert_eq!(desk.program.state.panes.focus, Pane::Work, "{}", desk.screen());
        let slot = desk.program.state.session.outline.slot_at(place.start).unwrap();
        let slot = desk.program.state.session.outline.slots[slot].span;
        assert!(slot.contains(desk.program.state.place()), "{}", desk.screen());
        desk.assert_says(" of 38: ");
    }
    let mut desk = Desk::open(80, 24);
    desk.keys("[").assert_says("38 of 38, again from the end: ");
    let mut again = Desk::open(80, 24);
    again.keys("<");
    assert_eq!(again.said(), desk.said());
    desk.keys("space").assert_shows("Select next problem");
    desk.assert_shows(">         Next problem");
    // No problem of the text opens anything, not even one in the task list above the first section.
    let mut desk = Desk::open(80, 24);
    let before = desk.text().to_owned();
    for n in 1..=38 {
        desk.keys("]").assert_says(&format!("{n} of 38: "));
        assert_eq!(desk.program.state.panes.focus, Pane::Outline, "{}", desk.screen());
    }
    assert_eq!(desk.text(), before);
}

#[test]
fn a_problem_that_is_opened_or_left_from_the_outline_is_not_gone_to_again() {
    // The form of the problem, the outline again, and the whole file; by way of another field too.
    for (between, next) in [
        ("enter", "ctrl-x ]"),
        ("enter", "f8"),
        ("enter esc", "]"),
        ("enter tab esc", "]"),
        ("W", "ctrl-x ]"),
        ("W esc", "]"),
        ("enter ctrl-x W", "ctrl-x ]"),
    ] {
        let mut desk = Desk::open(80, 24);
        desk.keys("] ] ] ] ] ] ] ]");
        let (first, all) = desk.number();
        for number in first..first + 5 {
            desk.keys(between).keys(next);
            assert_eq!(desk.number(), (number + 1, all), "{between}: {}\n{}", desk.said(), desk.screen());
            if desk.program.state.panes.focus == Pane::Work {
                desk.keys("esc");
            }
        }
    }
}

#[test]
fn the_palette_opens_the_form_of_an_untouched_line_of_a_list() {
    for (words, keys, title) in [
        ("un boa", "enter", "New Boards Supported by CircuitPython"),
        ("un boa", "down enter", "New Boards Supported by CircuitPython"),
        ("un gui", "enter", "New Learn Guides"),
    ] {
        let mut desk = Desk::open(80, 24);
        desk.keys(&format!(": \"{words}\"")).keys(keys).assert_shows(title);
        let place = desk.problem().1.span.start;
        // The same field that the outline opens.
        let cursor = desk.program.state.place().start;
        assert!(cursor > place && cursor - place < "- [".len() + 1, "{words} {keys}\n{}", desk.screen());
        let line = desk.text()[..place].lines().count();
        desk.keys("\"Plover\"");
        assert!(desk.text().lines().nth(line).unwrap().contains("[Plover](url)"), "{}", desk.screen());
    }
}

#[test]
fn a_fix_that_removes_an_empty_slot_says_so() {
    for (slot, gone) in [("News From Around", "text - [site](url)"), ("New Boards", "- [Board name](url)")] {
        let mut desk = Desk::open(120, 40);
        let before = desk.text().to_owned();
        desk.select(slot);
        desk.keys_until("]", |desk| desk.said().contains("untouched slot in "));
        desk.assert_says(&format!("untouched slot in “{slot}"));
        desk.assert_says("” (f removes it)");
        assert!(!desk.said().contains("fixes it"));
        desk.keys("tab tab").assert_shows("f remove the slot");
        // `copydesk lint --fix` does not remove it, so it is shown first.
        desk.keys("tab f").assert_shows("What fixing changes");
        assert_eq!(desk.text(), before);
        desk.keys("f");
        assert_eq!(desk.said(), "Removed the empty slot; u undoes it.");
        assert_eq!(before.matches(gone).count(), desk.text().matches(gone).count() + 1, "{}", desk.text());
        desk.keys("u");
        assert_eq!(desk.text(), before);
    }
}
