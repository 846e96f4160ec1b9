//! The commits of the draft, and the difference that a journal holds.

use super::*;

#[test]
fn the_history_shows_each_commit_with_its_diff() {
    let mut desk = Desk::open(80, 24);
    desk.select("Front matter").keys("enter \"A week\" ctrl-s ctrl-g ctrl-g alt-h");
    desk.assert_shows("History of _drafts/2026-06-08-draft.md");
    desk.assert_shows("+title: \"A week");
    let rows = |desk: &Desk| {
        let screen = desk.screen();
        screen.lines().filter(|line| line.contains("Tidewatch Desk") || line.contains("Mira Example")).count()
    };
    assert_eq!(rows(&desk), 2, "{}", desk.screen());
    desk.keys("/ \"tidewatch\" enter");
    assert_eq!(rows(&desk), 1, "{}", desk.screen());
    // The first commit of the draft added every line of it.
    desk.assert_shows("+layout:");
    desk.keys("enter end");
    assert!(!desk.screen().contains("+layout:"), "the diff is scrolled:\n{}", desk.screen());
    // The search that was kept is typed again, and cleared.
    desk.keys("esc / esc").assert_shows("Mira Example");
    desk.keys("/").event(Input::Paste("tidewatch".into()));
    assert_eq!(rows(&desk), 1, "a pasted word filters too:\n{}", desk.screen());
    desk.assert_shows("+layout:");
    desk.keys("esc esc");
    assert!(!desk.screen().contains("History of"));
}

#[test]
fn long_lines_of_a_diff_are_wrapped() {
    let mut desk = Desk::open(80, 24);
    let text = "A pier ".repeat(20) + "ends here.";
    desk.select("Front matter").keys(&format!("enter \"{text}\" ctrl-s ctrl-g"));
    desk.keys("tab end");
    desk.keys("home").assert_shows("What will be committed");
    desk.assert_shows("here.\"");
    desk.keys("ctrl-g alt-h").assert_shows("History of _drafts/2026-06-08-draft.md");
    desk.keys("enter").assert_shows("here.\"");
    // It is scrolled by the rows that it has.
    desk.keys("esc down enter end").assert_shows("↑");
}

#[test]
fn a_search_that_is_typed_while_the_list_is_read_is_kept() {
    let mut desk = Desk::open(80, 24);
    let keys = ["ctrl-r", "/", "0", "5", "-", "1", "8"].map(|key| Event::Terminal(Input::Key(key_of(key))));
    desk.program.send_at_once(keys.into_iter().collect());
    desk.assert_shows("Watching a Storm Surge From the Sofa");
    assert!(!desk.screen().contains("One Thousand Gauges"), "{}", desk.screen());
    desk.keys("enter right").assert_shows("_posts/2026-05-18-draft.md — read only");
}

#[test]
fn a_draft_without_commits_says_so() {
    let mut desk = Desk::open(120, 40);
    desk.keys("f10 y alt-h").assert_shows("No commit has changed this draft yet.");
}

#[test]
fn the_last_commit_is_amended_from_the_history() {
    let mut desk = Desk::open(120, 40);
    desk.select("Front matter").keys("enter \"A week\" ctrl-s ctrl-g ctrl-g");
    let commits = |desk: &Desk| {
        let repo = copydesk::git::Repo::discover(&desk.draft()).unwrap().unwrap();
        let log = repo.file_log(std::path::Path::new("_drafts/2026-06-08-draft.md"), &Default::default());
        log.unwrap().commits
    };
    let before = commits(&desk);
    desk.keys("\" and more\" ctrl-s alt-h a").assert_shows("What will be added to the last commit");
    desk.assert_shows("amends the last commit");
    desk.keys("end \"!\" ctrl-g").assert_shows("Amended ");
    let after = commits(&desk);
    assert_eq!(after.len(), before.len());
    assert_eq!(after[1..], before[1..]);
    assert_eq!(after[0].subject, format!("{}!", before[0].subject));
}

#[test]
fn unsaved_text_of_an_earlier_run_is_shown_as_a_difference() {
    let mut desk = Desk::open(120, 40);
    desk.select("Front matter").keys("enter \"A kept title\"");
    let journal = desk.program.state.journal_job().unwrap();
    copydesk::tui::run_job(journal, &std::sync::Mutex::default());
    let Desk { dir, program } = desk;
    drop(program);
    let program = start(&dir, 80, 24);
    let mut desk = Desk { dir, program };
    desk.assert_shows("Unsaved text found");
    desk.assert_shows("+title: \"A kept title");
    desk.assert_shows("-title: ");
    desk.keys("r");
    assert!(desk.text().contains("A kept title"));
}

#[test]
fn the_branch_is_pushed_from_the_history() {
    let mut desk = Desk::open(80, 24);
    desk.keys("P");
    let said = desk.program.state.message.text.clone();
    assert!(!said.is_empty());
    for keys in ["h P", "h enter P"] {
        let mut desk = Desk::open(80, 24);
        desk.keys("h").assert_shows("P push");
        desk.keys("esc").keys(keys);
        assert_eq!(desk.program.state.message.text, said, "{}", desk.screen());
        assert!(!desk.screen().contains("History of"), "{}", desk.screen());
    }
}

#[test]
fn text_on_a_large_screen_is_at_most_90_columns_wide() {
    let mut desk = Desk::open(200, 60);
    let text = "A pier ".repeat(40);
    desk.select("Front matter").keys(&format!("enter \"{text}\" ctrl-s ctrl-g ctrl-g alt-h"));
    let screen = desk.screen();
    let rule = screen.lines().filter_map(|line| line.chars().skip(1).position(|c| c == '│')).min();
    // Both frames, the rule, and a blank column.
    assert_eq!(rule.map(|at| 200 - 1 - (at + 1) - 1 - 1), Some(90), "{screen}");
    desk.assert_shows("A pier A pier");
}
