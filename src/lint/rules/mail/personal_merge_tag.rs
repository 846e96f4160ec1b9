use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::MailRule;
use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::profile::Mail;
use crate::text::{Span, SpanSet};

pub(super) struct PersonalMergeTag;

const META: Meta = Meta {
    name: "personal-merge-tag",
    severity: Severity::Warning,
    summary: "A merge tag is replaced with the data of one subscriber.",
    why: "The site and the archive show the tag itself, and who forwards the mail passes on a name or an address.",
    bad: issue!("Hello *|FNAME|*, a lamp hums.\n"),
    good: issue!("Hello, a lamp hums.\n"),
};

impl MailRule for PersonalMergeTag {
    const META: &'static Meta = &META;
    const KEYS: &'static [&'static str] = &["mail"];

    fn check_mail(&self, _: &Mail, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        let code = SpanSet::new(draft.code());
        let body = &draft.text()[draft.body()..];
        for (span, tag) in merge_tags(body) {
            let span = span.shift(draft.body() as isize);
            if !code.contains(span) {
                let message = format!("'{tag}' is replaced with the data of one subscriber");
                found.push(self.problem(span, message).help("address all readers"));
            }
        }
    }
}

/// The marks around the merge tags of the mail services.
const MARKS: [(&str, &str); 4] = [("*|", "|*"), ("{{", "}}"), ("%%", "%%"), ("[", "]")];

static OPENS: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(MARKS.map(|(open, _)| open)).ok());

/// The bytes of a merge tag.
const LONGEST: usize = 100;

/// Finds the merge tags with the data of a subscriber.
fn merge_tags(text: &str) -> impl Iterator<Item = (Span, &str)> {
    let opens = OPENS.iter().flat_map(move |opens| opens.find_iter(text));
    opens.filter_map(move |open| {
        let (_, close) = MARKS.get(open.pattern().as_usize())?;
        let rest = &text[open.end()..];
        let end = (0..=LONGEST.min(rest.len())).rev().find(|end| rest.is_char_boundary(*end))?;
        let inner = &rest[..rest[..end].find(close)?];
        let span = Span::new(open.start(), open.end() + inner.len() + close.len());
        is_personal(inner, close).then(|| (span, span.of(text)))
    })
}

/// True for the name of a subscriber's data. In single brackets, it needs a fallback, as in `[firstname,fallback=friend]`:
/// Markdown uses brackets for links.
fn is_personal(inner: &str, close: &str) -> bool {
    if close == "]" && !inner.contains(",fallback=") {
        return false;
    }
    // Before a default, a filter, or a format.
    let name = inner.trim().split(['|', ',', ':']).next().unwrap_or("").trim().to_ascii_lowercase();
    let name = name.strip_prefix("default ").unwrap_or(&name);
    let mut words = name.split(['.', '_', '-', ' ', '"']).filter(|word| !word.is_empty());
    let first = words.clone().next().unwrap_or("");
    matches!(first, "subscriber" | "contact" | "recipient" | "member")
        || words.clone().any(|word| {
            matches!(word, "fname" | "lname" | "firstname" | "lastname" | "fullname" | "uniqid" | "euid")
        })
        || (words.clone().any(|word| matches!(word, "first" | "last" | "full"))
            && words.clone().any(|word| word == "name"))
        || (matches!(first, "email" | "phone" | "mail")
            && words.all(|word| matches!(word, "email" | "phone" | "mail" | "address")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tags_of_every_service_are_found() {
        for (text, tag) in [
            ("Hi *|FNAME|*!", "*|FNAME|*"),
            ("*|EMAIL|*", "*|EMAIL|*"),
            ("Hi {{ subscriber.first_name }}", "{{ subscriber.first_name }}"),
            ("Hi {{first_name | default: \"you\"}}", "{{first_name | default: \"you\"}}"),
            ("Hi %%first_name%%", "%%first_name%%"),
            ("Hi [firstname,fallback=friend]", "[firstname,fallback=friend]"),
            ("{{ contact.EMAIL }}", "{{ contact.EMAIL }}"),
        ] {
            let found: Vec<&str> = merge_tags(text).map(|(_, tag)| tag).collect();
            assert_eq!(found, [tag], "{text}");
        }
    }

    #[test]
    fn tags_that_are_the_same_for_all_and_other_brackets_are_not_reported() {
        let text = "*|ARCHIVE|* *|UNSUB|* {{ site.url }} {{ \"/first/name.jpg\" | absolute_url }} [email](mailto:a@example.org) *| a |* 5%% of %% {{ page.title }} [first name] *|LIST:NAME|*";
        let found: Vec<&str> = merge_tags(text).map(|(_, tag)| tag).collect();
        assert_eq!(found, [""; 0]);
    }
}
