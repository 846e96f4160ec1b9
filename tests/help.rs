//! `copydesk help`: the pages of `docs` in the terminal, and the help of commands.

use std::path::Path;

use crate::lint_cli::Folder;

#[test]
fn every_page_is_shown_without_its_markup() {
    let folder = Folder::new();
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let list = folder.run("help").exits(0);
    let code = regex::Regex::new(r"(?ms)^ *```.*?^ *```|^    [^\n]*$|`[^`]*`").unwrap();
    let links = regex::Regex::new(r"\]\(\S*\)").unwrap();
    let mut count = 0;
    for entry in std::fs::read_dir(docs).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        if name == "README" || path.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        assert!(list.out.lines().any(|line| line.starts_with(&format!("  {name} "))), "{}", list.out);
        let page = folder.run(&format!("help {name}")).exits(0);
        assert!(!page.out.contains(['\x1b', '\r']), "{name}");
        for markup in ["\n#", "|---|", "<!--"] {
            // An example of Markdown is code, and indented.
            let found =
                page.out.lines().find(|line| !line.starts_with("  ") && format!("\n{line}").contains(markup));
            assert!(found.is_none(), "{name}: {found:?}");
        }
        let source = std::fs::read_to_string(&path).unwrap();
        for link in links.find_iter(&code.replace_all(&source, "")) {
            assert!(!page.out.contains(link.as_str()), "{name}: {}", link.as_str());
        }
        count += 1;
    }
    assert!(count >= 14, "{count}");
}

#[test]
fn a_page_has_its_text_and_a_command_its_options() {
    let folder = Folder::new();
    let page = folder.run("help newsletter").exits(0);
    assert!(page.out.starts_with("Your newsletter in ten minutes\n======"), "{}", page.out);
    assert!(page.out.contains("\n    copydesk init            # writes copydesk.yml\n"), "{}", page.out);
    for command in ["lint", "image fit", "merge-driver"] {
        let help = folder.run(&format!("help {command}")).exits(0).out;
        assert_eq!(help, folder.run(&format!("{command} --help")).exits(0).out);
    }
    // A command and a page.
    let both = folder.run("help rules").exits(0).out;
    assert!(both.starts_with(&folder.run("rules --help").exits(0).out), "{both}");
    assert!(both.contains("\nThe rules\n=========\n"), "{both}");
    folder.run("help").exits(0).says("  lint ").says("  contributor ").says("copydesk help PAGE");
}

#[test]
fn an_unknown_page_is_refused_with_the_nearest_one() {
    let folder = Folder::new();
    folder
        .run("help contributer")
        .fails("there is no page or command 'contributer'; did you mean `copydesk help contributor`?");
    folder.run("help tides").fails("there is no page or command 'tides'; `copydesk help` lists them");
    folder.run("help image fut").fails("there is no page or command 'image fut'");
}
