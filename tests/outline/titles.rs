//! Values that stand apart from what is before them.

use copydesk::draft::Draft;
use copydesk::outline::Field;

use crate::outline::Issue;

/// What the text is after each of the values is put into the field, with and without the outline
/// being parsed again in between: the same.
fn typed(text: &str, section: &str, name: &str, values: &[&str]) -> Vec<String> {
    let field = |issue: &Issue| -> Field {
        let slots = issue.outline.slots_of(issue.section(section));
        let field = slots.iter().flat_map(|slot| &slot.fields).find(|field| field.name == name);
        field.expect("the field").clone()
    };
    let mut issue = Issue::new(text);
    let mut draft = issue.draft.clone();
    let mut kept = field(&issue);
    let mut parsed_again = kept.clone();
    let mut texts = Vec::new();
    for value in values {
        let edits = kept.write(value, &draft);
        draft = Draft::parse(edits.apply(draft.text()));
        assert_eq!(kept.value(&draft), draft.with_newlines(value), "{}", draft.text());
        let edits = parsed_again.write(value, &issue.draft);
        issue = Issue::new(&edits.apply(issue.draft.text()));
        let before = std::mem::replace(&mut parsed_again, field(&issue));
        parsed_again.inherit_wrapper(&before);
        texts.push(draft.text().to_owned());
        assert_eq!(issue.draft.text(), draft.text(), "parsed again: {value}");
    }
    texts
}

fn both(text: &str, section: &str, name: &str, values: &[&str]) -> Vec<String> {
    let texts = typed(text, section, name, values);
    let windows = typed(&text.replace('\n', "\r\n"), section, name, values);
    let same: Vec<String> = texts.iter().map(|text| text.replace('\n', "\r\n")).collect();
    assert_eq!(windows, same);
    texts
}

#[test]
fn a_title_after_the_section_s_words_has_one_colon() {
    let text = |heading: &str| format!("{heading}\n\nIt hums.\n\n## ICYMI\n\nx\n");
    let plain = text("## Project of the Week");
    let texts = both(&plain, "project", "Title", &["A", "", "B", "", "C"]);
    let with = |title: &str| text(&format!("## Project of the Week: {title}"));
    assert_eq!(texts, [with("A"), plain.clone(), with("B"), plain.clone(), with("C")]);
    for heading in ["## Project of the Week:", "## Project of the Week: "] {
        assert_eq!(both(&text(heading), "project", "Title", &["B"]), [with("B")], "{heading}");
    }
    let closed = both(&text("## Project of the Week: ##"), "project", "Title", &["B"]);
    assert_eq!(closed, [text("## Project of the Week: B ##")]);
}

#[test]
fn a_text_comes_and_goes_with_its_blank_line() {
    let text = |words: &str| {
        format!("## What's the CircuitPython team up to this week?\n\n**Ada**{words}\n\n**Bo**\n\nHums.\n")
    };
    let texts = both(&text(""), "team", "Text", &["A", "", "B\n\nC", ""]);
    assert_eq!(texts, [text("\n\nA"), text(""), text("\n\nB\n\nC"), text("")]);
    let prose = |words: &str| format!("## ICYMI\n\nx\n\n## Our Own Words{words}\n\n## Contribute\n\nx\n");
    let texts = both(&prose(""), "prose", "Text", &["A", "", "B", ""]);
    assert_eq!(texts, [prose("\n\nA"), prose(""), prose("\n\nB"), prose("")]);
}

#[test]
fn lines_that_nobody_touched_keep_their_endings() {
    let issue = Issue::new("## News From Around the Web\r\n\r\nOne\ntwo\nthree and more words\n");
    let field = &issue.outline.slots[issue.slot("One")].fields[0];
    let value = field.value(&issue.draft).replace("two", "two and\na half");
    assert_eq!(
        field.clone().write(&value, &issue.draft).apply(issue.draft.text()),
        "## News From Around the Web\r\n\r\nOne\ntwo and\r\na half\nthree and more words\n"
    );
}
