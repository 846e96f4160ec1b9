use super::*;

const PAGE: &str = "# The lamp\n\nA `lamp` that hums, see [the desk](desk.md#keys), [below](#more) and \
                    [its page](https://example.org/lamp).\nIt goes on.\n\n<!-- hidden -->\n\n## More\n\n1. One\n2. Two\n   \
                    - inner\n   - and another one\n\n   ```sh\n   copydesk new   # a draft\n   ```\n3. Three\n\n### Keys\n\n\
                    | key | what it does |\n|---|---|\n| `a` | adds an item to the section that the cursor is in |\n| `Enter` | opens |\n";

#[test]
fn a_page_is_plain_where_it_is_piped() {
    let expected = "\
The lamp
========

A `lamp` that hums, see the desk (`copydesk help
desk`), below and its page
<https://example.org/lamp>. It goes on.

More
----

1. One
2. Two
   - inner
   - and another one

       copydesk new   # a draft
3. Three

Keys

key      what it does
-------  ---------------------------------------
`a`      adds an item to the section that the
         cursor is in
`Enter`  opens
";
    assert_eq!(render(PAGE, 48, PageStyle::Plain), expected);
}

#[test]
fn headings_and_code_are_bold_on_a_terminal() {
    let out = render(PAGE, 100, PageStyle::Bold);
    assert!(
        out.starts_with("\x1b[1mThe\x1b[0m \x1b[1mlamp\x1b[0m\n\nA \x1b[1mlamp\x1b[0m that hums"),
        "{out:?}"
    );
    assert!(out.contains("    copydesk new   # a draft\n"), "{out:?}");
    assert!(
        out.contains("\n\x1b[1ma\x1b[0m      adds an item to the section that the cursor is in\n"),
        "{out:?}"
    );
}

#[test]
fn every_page_fits_into_its_columns_but_for_code_and_long_words() {
    for name in Page::names() {
        let page = Page::find(name).unwrap();
        for columns in [60, 80, 100] {
            let out = render(page.text, columns, PageStyle::Plain);
            for line in out.lines().filter(|line| line.width() > columns) {
                let is_code = line.trim_start().len() + 4 <= line.len();
                let longest = line.split_whitespace().map(UnicodeWidthStr::width).max().unwrap_or(0);
                assert!(is_code || longest > 24, "{name} at {columns}: {line}");
            }
            let mut is_code = false;
            let headings = page.text.lines().filter(|line| {
                is_code ^= line.trim_start().starts_with("```");
                !is_code && line.starts_with("## ")
            });
            for heading in headings.filter(|heading| heading.len() < 40 && !heading.contains(['`', '['])) {
                let heading = heading.trim_start_matches('#').trim();
                assert!(out.contains(&format!("\n{heading}\n---")), "{name}: {heading}");
            }
        }
    }
}
