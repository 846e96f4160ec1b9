//! The front matter that the past issues have in common.

use super::form::{beginning, form};
use super::title::visible_title;
use super::{PastDraft, most_common};
use crate::draft::{Field, FrontMatter, Quoting, Syntax};
use crate::outline::template::{Part, Values};
use crate::profile::Profile;
use crate::text::{Edit, Edits, Span};

/// The new front matter with its fences; empty if most issues have none.
pub(super) fn front_matter(past: &[PastDraft<'_>], profile: &Profile, values: Values) -> String {
    let with_front: Vec<(&PastDraft<'_>, &FrontMatter)> = past
        .iter()
        .filter_map(|issue| Some((issue, issue.draft.front_matter().filter(|front| front.closed)?)))
        .collect();
    let common = most_common(with_front.iter().map(|(_, front)| front.syntax as u8));
    let Some((syntax, count)) = common.filter(|(_, count)| count * 2 > past.len()) else {
        return String::new();
    };
    let issues: Vec<Issue<'_>> = with_front
        .into_iter()
        .filter(|(_, front)| front.syntax as u8 == syntax)
        .map(|(issue, front)| Issue { text: issue.draft.text(), front, values: issue.values() })
        .collect();
    let has = |issue: &Issue<'_>, name: &str| issue.front.field(name).is_some();
    let is_usual = |name: &str| issues.iter().filter(|issue| has(issue, name)).count() * 2 > count;
    // The newest issue that has all the usual keys is the one that is changed.
    let usual: Vec<&str> = issues
        .iter()
        .flat_map(|issue| &issue.front.fields)
        .map(|field| field.name.as_str())
        .filter(|name| is_usual(name))
        .collect();
    let complete = issues.iter().rev().find(|issue| usual.iter().all(|name| has(issue, name)));
    let Some(base) = complete.or(issues.last()) else { return String::new() };
    let change = Change { base, issues: &issues, profile, values };
    let edits: Vec<Edit> = base
        .front
        .fields
        .iter()
        // A field without a line of its own covers the whole front matter.
        .filter(|field| field.key != field.value)
        .filter_map(
            |field| if is_usual(&field.name) { change.field(field) } else { Some(change.removed(field)) },
        )
        .collect();
    let text = Edits::new(edits).unwrap_or_default().apply(base.text);
    // All edits are within the front matter.
    let end = text.len() - (base.text.len() - base.front.span.end);
    let front = text.get(base.front.span.start..end).unwrap_or("").replace("\r\n", "\n");
    format!("{}\n", front.trim_end_matches('\n'))
}

struct Issue<'d> {
    text: &'d str,
    front: &'d FrontMatter,
    values: Values,
}

impl Issue<'_> {
    /// The text of a field that follows the issue: a title with the number in the comment after it, if that is the
    /// issue's.
    fn span_of(&self, field: &Field, profile: &Profile) -> Span {
        if !field.name.eq_ignore_ascii_case(&profile.front_matter.title) {
            return field.value;
        }
        let title = visible_title(field, self.front.syntax, self.text);
        let comment = Span::new(field.value.end, title.end.max(field.value.end)).of(self.text);
        let has_number = form(comment, self.values).iter().any(|part| matches!(part, Part::Number { .. }));
        if has_number { title } else { field.value }
    }
}

struct Change<'c, 'd> {
    base: &'c Issue<'d>,
    issues: &'c [Issue<'d>],
    profile: &'c Profile,
    values: Values,
}

/// The keys of an issue's number.
const NUMBER_KEYS: [&str; 2] = ["number", "issue"];

impl Change<'_, '_> {
    /// The edit that gives a field its new value. `None` if it stays.
    fn field(&self, field: &Field) -> Option<Edit> {
        let keys = &self.profile.front_matter;
        let span = self.base.span_of(field, self.profile);
        let value = span.of(self.base.text);
        if field.name.eq_ignore_ascii_case(&keys.date) {
            return self.date(field);
        }
        let is_number = NUMBER_KEYS.iter().any(|key| field.name.eq_ignore_ascii_case(key));
        if let Some(number) = self.values.number.filter(|_| is_number && value.parse::<u32>().is_ok()) {
            return Some(Edit { span: field.value, text: number.to_string() });
        }
        let forms: Vec<Vec<Part>> = self
            .issues
            .iter()
            .filter_map(|issue| {
                let own = issue.front.field(&field.name).filter(|own| own.quoting == field.quoting)?;
                Some(form(issue.span_of(own, self.profile).of(issue.text), issue.values))
            })
            .collect();
        let usual =
            most_common(&forms).filter(|(_, count)| count * 2 > forms.len()).map(|(form, _)| form.clone());
        let is_text = !matches!(field.quoting, Quoting::Raw);
        let new = usual.or_else(|| beginning(&forms).filter(|_| is_text));
        match new {
            Some(parts) => {
                let text = Part::write_all(&parts, self.values).filter(|text| text != value)?;
                // Without quotes, a colon at the end makes a key of the words before it.
                let is_plain = field.quoting == Quoting::Plain;
                let text = if is_plain { text.trim_end_matches([':', ' ']).to_owned() } else { text };
                Some(Edit { span, text })
            }
            None => self.emptied(field, span),
        }
    }

    /// The new date in the form of the old one, with its time.
    fn date(&self, field: &Field) -> Option<Edit> {
        let keys = &self.profile.front_matter;
        let found = keys.read_date(field.decoded(self.base.text))?;
        let span = field.span_of(found.span, self.base.text)?;
        Some(Edit { span, text: keys.write_date(span.of(self.base.text), self.values.date?) })
    }

    /// Removes a value, so that the field is an empty place.
    fn emptied(&self, field: &Field, value: Span) -> Option<Edit> {
        let before = &self.base.text[..value.start];
        // A value of several lines may begin on the next one.
        let space = before.len() - before.trim_end().len();
        match (field.quoting, self.base.front.syntax) {
            // TOML has no empty value for what is no text.
            (Quoting::Raw, Syntax::Toml) => None,
            (Quoting::Single | Quoting::Double, _) => Some(Edit { span: value, text: String::new() }),
            (Quoting::Raw | Quoting::Plain | Quoting::Verbatim, _) => {
                let span = Span::new(value.start - space, value.end);
                Some(Edit { span, text: String::new() })
            }
        }
    }

    /// Removes a field with its lines.
    fn removed(&self, field: &Field) -> Edit {
        let front = self.base.front;
        let next =
            front.fields.iter().map(|other| other.key.start).filter(|start| *start > field.key.start).min();
        let lines = field.key.cover(field.value).whole_lines(self.base.text);
        let end = next.map_or(lines.end, |next| lines.end.min(next)).min(front.content.end);
        Edit { span: Span::new(lines.start, end), text: String::new() }
    }
}
