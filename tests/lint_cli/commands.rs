//! `copydesk new`, `init` and `demo` without a terminal.

use crate::lint_cli::Folder;
use crate::lint_cli::folder::CLEAN;

const TEMPLATE: &str = "---\nlayout: post\ntitle: \"Featured story title here!\"\ndate: 2025-11-10 07:00:00 -0800\ncategories: weekly\n---\n\n## Headline\n\n[![](../assets/2025mmdd/2025mmdd-name.jpg)](url)\n\ntext - [site](url).\n";

#[test]
fn new_copies_the_folder_s_own_template_for_the_next_day_of_the_cadence() {
    let folder = Folder::new();
    folder.write("_drafts/template.md", TEMPLATE);
    folder.write("_posts/2026-05-25-draft.md", CLEAN);
    folder.write("_posts/2026-06-01-draft.md", CLEAN);
    let run = folder.run("new --as-of 2026-06-02").exits(0);
    assert_eq!(
        run.out,
        "created _drafts/2026-06-08-draft.md from _drafts/template.md\ncreated assets/20260608/\n"
    );
    assert_eq!(
        folder.read("_drafts/2026-06-08-draft.md"),
        TEMPLATE.replace("2025-11-10", "2026-06-08").replace("2025mmdd", "20260608")
    );
    assert_eq!(folder.read("_drafts/template.md"), TEMPLATE);
    assert!(folder.join("assets/20260608").is_dir());
    // The one after it, once it is there.
    folder.run("new --as-of 2026-06-02").exits(0).says("created _drafts/2026-06-15-draft.md");
    // After a pause, the first day of the cadence that is not over.
    folder.run("new --as-of 2026-07-22").exits(0).says("created _drafts/2026-07-27-draft.md");
}

#[test]
fn new_takes_a_date_and_never_overwrites() {
    let folder = Folder::new();
    folder.write("copydesk.yml", "extends: circuitpython\n");
    folder
        .run("new 2026-06-10")
        .exits(0)
        .says("created _drafts/2026-06-10-draft.md from the built-in template");
    folder.write("_drafts/2026-06-10-draft.md", "mine");
    folder.run("new 2026-06-10").fails("2026-06-10-draft.md is there already; `copydesk open ");
    assert_eq!(folder.read("_drafts/2026-06-10-draft.md"), "mine");
    folder.write("_posts/2026-06-17-on-air.md", "out");
    folder.run("new 2026-06-17").fails("_posts/2026-06-17-on-air.md is there already");
    folder.run("new 2026-13-01").exits(2);
    folder.run("new soon").exits(2);
}

#[test]
fn a_new_draft_has_its_dates_in_order_and_its_slots_untouched() {
    for profile in ["circuitpython", "this-week-in-rust"] {
        let folder = Folder::new();
        folder.write("copydesk.yml", format!("extends: {profile}\n"));
        folder.run("new --as-of 2026-06-03").exits(0);
        let run = folder.run("lint --format concise --fail-on hint --as-of 2026-06-03").exits(1);
        for rule in
            ["date-mismatch", "wrong-weekday", "unreadable-date", "invalid-front-matter", "foreign-image"]
        {
            assert!(!run.out.contains(&format!("[{rule}]")), "{profile}: {}", run.out);
        }
        assert!(!run.out.contains("mmdd"), "{profile}: {}", run.out);
    }
}

#[test]
fn new_without_issues_goes_by_the_profile_s_weekday() {
    let folder = Folder::new();
    folder.write("copydesk.yml", "extends: circuitpython\n");
    folder.run("new --as-of 2026-06-03").exits(0).says("created _drafts/2026-06-08-draft.md");
    let folder = Folder::new();
    folder.write("copydesk.yml", "extends: circuitpython\nweekday: null\n");
    folder.run("new --as-of 2026-06-03").fails("give it: `copydesk new YYYY-MM-DD`");
}

#[test]
fn new_refuses_where_nothing_says_what_a_draft_is() {
    let folder = Folder::new();
    folder.write("src/main.rs", "fn main() {}\n");
    folder.run("new 2026-06-08").fails("no copydesk.yml and no folder of drafts or posts");
    folder.run("new 2026-06-08").fails("`copydesk init --extends circuitpython`");
    folder.write("copydesk.yml", "extends: circuitpython\nname: lamp-letter\n");
    folder.run("new 2026-06-08").fails("there is no template _drafts/template.md");
    folder.run("new 2026-06-08").fails("`copydesk help profile`");
    assert!(!folder.join("_drafts").exists() && !folder.join("assets").exists());
    folder.write("_drafts/template.md", TEMPLATE.replace("2025-11-10 07:00:00", "POST_DATE 22:00:00"));
    folder.run("new 2026-06-08").exits(0);
    let text = folder.read("_drafts/2026-06-08-draft.md");
    assert!(text.contains("\ndate: 2026-06-08 22:00:00 -0800\n"), "{text}");
}

#[test]
fn new_where_it_can_t_be_written_leaves_nothing_behind() {
    let folder = Folder::new();
    folder.write("copydesk.yml", "extends: circuitpython\n");
    folder.write("_drafts", "a file where the folder should be");
    let run = folder.run("new 2026-06-08").fails("_drafts can't be written");
    assert!(run.err.ends_with("; fix that and run this again\n"), "{run:?}");
    assert!(!folder.join("assets").exists());
}

#[test]
fn init_writes_a_profile_that_changes_nothing_yet() {
    let folder = Folder::with_draft(CLEAN);
    let run = folder.run("init").exits(0);
    assert!(run.out.starts_with("wrote copydesk.yml"), "{}", run.out);
    assert!(folder.read("copydesk.yml").contains("\nextends: circuitpython\n"));
    folder.run("lint --format concise").exits(0);
    folder.write("copydesk.yml", "mine: 1\n");
    // A profile with a slip in it, or one that is there already, is reported and stays.
    folder.run("init").exits(2);
    assert_eq!(folder.read("copydesk.yml"), "mine: 1\n");

    let other = Folder::new();
    other
        .run("init --extends nobody")
        .fails("there is no built-in profile 'nobody'; write circuitpython, this-week-in-rust or none");
    other.run("init --extends this-week-in-rust").exits(0);
    other.run("init").fails("copydesk.yml is there already");
    other.run("new --as-of 2026-06-03").exits(0).says("created draft/2026-06-03-this-week-in-rust.md");
}

#[test]
fn the_demo_is_laid_out_clean_of_the_user_s_settings_and_has_something_to_find() {
    let folder = Folder::new();
    folder.run("demo --no-open --dir try --as-of 2026-06-03").exits(0).says("created a newsletter in ");
    assert!(folder.join("try/.git").is_dir());
    folder
        .run("-C try lint --format concise --as-of 2026-06-03")
        .exits(1)
        .says("_drafts/2026-06-08-draft.md:3:");
    folder.run("demo --no-open --dir try").fails("is not empty; name another folder with --dir");
    folder.run("demo --no-open --as-of 2026-06-03").exits(0);
    folder.run("demo --no-open --as-of 2026-06-03").exits(0).says("copydesk-demo-2");
    assert!(folder.join("copydesk-demo/_posts").is_dir());
}

#[test]
fn open_says_what_is_not_there() {
    let folder = Folder::with_draft(CLEAN);
    folder
        .run("open 2026-01-01")
        .fails("there is no draft dated 2026-01-01; `copydesk new 2026-01-01` creates it");
    folder.run("open nothing.md").fails("nothing.md does not exist");
    Folder::new().run("").fails("there are no drafts and no issues");
}
