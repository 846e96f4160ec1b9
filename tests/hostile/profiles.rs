//! Profiles that lead the program elsewhere.

use super::Checkout;

#[test]
fn patterns_that_leave_the_folder_are_refused_with_their_line() {
    let whole =
        |checkout: &Checkout, path: &str| checkout.world.path("outside").join(path).display().to_string();
    for (key, value, is_absolute) in [
        ("drafts", "../outside/_drafts/{date}-draft.md", false),
        ("drafts", "_drafts/{date}-draft.md", true),
        ("posts", "_posts/../../outside/_drafts/{date}-draft.md", false),
        ("assets", "../outside/{yyyymmdd}", false),
        ("template", "../outside/template.md", false),
        ("template", "template.md", true),
        ("drafts", ".git/{date}.md", false),
        ("template", "_drafts/../.GIT/config", false),
    ] {
        let checkout = Checkout::new();
        let value = if is_absolute { whole(&checkout, value) } else { value.to_owned() };
        checkout.write("copydesk.yml", &format!("extends: circuitpython\nfiles:\n  {key}: \"{value}\"\n"));
        let run = checkout.run(&["lint"]);
        assert_eq!(run.code, 2, "{key}: {value}: {}", run.printed);
        assert!(run.printed.contains(key) && run.printed.contains("3"), "{key}: {value}: {}", run.printed);
        checkout.run_all();
    }
}
