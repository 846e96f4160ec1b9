//! The subject of a commit message, which git's own tools cut after so many columns.

use unicode_width::UnicodeWidthStr as _;

/// The most columns of a subject, and of a line below it.
const COLUMNS: usize = 72;

/// The first of these subjects that is short enough. The sentence of the first one, which says
/// everything, then follows below it. If none is short enough, the last one is cut at a word.
pub(super) fn message_of(subjects: &[String]) -> String {
    let Some((whole, shorter)) = subjects.split_first() else { return String::new() };
    if whole.width() <= COLUMNS {
        return whole.clone();
    }
    let fits = shorter.iter().find(|subject| subject.width() <= COLUMNS);
    let subject = fits.cloned().unwrap_or_else(|| cut(subjects.last().unwrap_or(whole)));
    format!("{subject}\n\n{}", wrapped(whole))
}

/// The words that there is room for, before an ellipsis.
fn cut(subject: &str) -> String {
    let mut out = String::new();
    for word in subject.split(' ') {
        let gap = usize::from(!out.is_empty());
        if out.width() + gap + word.width() + 2 > COLUMNS {
            break;
        }
        if gap > 0 {
            out.push(' ');
        }
        out.push_str(word);
    }
    if out.is_empty() {
        // One word that is too long.
        out = subject.chars().take(COLUMNS / 2 - 1).collect();
    }
    out.push_str(" …");
    out
}

/// The words in lines of so many columns.
fn wrapped(text: &str) -> String {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last_mut();
        match last.filter(|line| line.is_empty() || line.width() + 1 + word.width() <= COLUMNS) {
            Some(line) => {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_subject_is_the_whole_message() {
        assert_eq!(message_of(&["Add 1 guide".into(), "Add".into()]), "Add 1 guide");
    }

    #[test]
    fn a_shorter_subject_has_the_whole_sentence_below_it() {
        let whole = format!("Add {} and the end", ["1 guide"; 12].join(", "));
        let message = message_of(&[whole.clone(), whole.replace("1 ", "2 "), "Add 12 guides".into()]);
        let (subject, body) = message.split_once("\n\n").unwrap();
        assert_eq!(subject, "Add 12 guides");
        assert_eq!(body.replace('\n', " "), whole);
        assert!(body.lines().count() > 1 && body.lines().all(|line| line.width() <= COLUMNS), "{body}");
    }

    #[test]
    fn a_subject_without_a_shorter_form_is_cut_at_a_word() {
        let whole = format!("Edit {}", ["some", "漢字"].repeat(12).join(" "));
        let message = message_of(std::slice::from_ref(&whole));
        let (subject, body) = message.split_once("\n\n").unwrap();
        assert!(subject.width() <= COLUMNS && subject.ends_with(" …"), "{subject}");
        assert!(whole.starts_with(&format!("{} ", subject.trim_end_matches(" …"))), "{subject}");
        assert_eq!(body.replace('\n', " "), whole);
        let message = message_of(&["漢".repeat(60)]);
        assert!(message.lines().next().unwrap().width() <= COLUMNS, "{message}");
    }
}
