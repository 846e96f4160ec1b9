//! The evidence in the front matter: the date and the title.

use super::{Evidence, Verdict};
use crate::lint::Context;
use crate::profile::{FrontDateMeaning, FrontMatterSyntax, Proof};
use crate::text::Span;

/// False for the date or the title in a newsletter whose issues have none.
pub(super) fn is_about_newsletter(context: &Context<'_>, proof: Proof) -> bool {
    let profile = context.profile;
    let has_front_matter = profile.front_matter.syntax != Some(FrontMatterSyntax::None);
    match proof {
        Proof::Date => {
            (has_front_matter && !profile.front_matter.date.is_empty()) || profile.files.posts.has_date()
        }
        Proof::Title => has_front_matter && !profile.front_matter.title.is_empty(),
        _ => true,
    }
}

/// True if every issue has a date in its front matter.
fn requires_date(context: &Context<'_>) -> bool {
    let front = &context.profile.front_matter;
    front.required.iter().any(|key| key.eq_ignore_ascii_case(&front.date))
}

pub(super) fn date(context: &Context<'_>) -> Evidence {
    let field = context.date_field();
    let place = field.map(|field| field.value);
    let file = context.facts.file_date;
    let without_key = file.filter(|_| field.is_none() && !requires_date(context));
    let Some(front) = context.issue.front_date().or(without_key) else {
        return (Verdict::Contradicted, "the front matter has no readable date".into(), place);
    };
    let is_same = context.profile.front_matter.date_is == FrontDateMeaning::Issue;
    if let Some(file) = file.filter(|file| is_same && *file != front && context.has_one_date_usually()) {
        let message = format!("the front matter says {front}, the file name {file}");
        return (Verdict::Contradicted, message, place);
    }
    let day = context.issue.date().unwrap_or(front);
    if let Some(expected) = context.weekday().filter(|expected| *expected != day.weekday()) {
        return (Verdict::Contradicted, format!("{day} is a {:?}, not a {expected:?}", day.weekday()), place);
    }
    let folders = context.images().filter_map(|image| Some((context.folder_date(&image)?, image.dest)));
    let (own, foreign): (Vec<_>, Vec<_>) = folders.partition(|(folder, _)| *folder == day);
    if let Some((folder, place)) = foreign.first() {
        let message = format!(
            "{} of {} dated image folders are not of {day}: {folder}",
            foreign.len(),
            own.len() + foreign.len()
        );
        return (Verdict::Contradicted, message, Some(*place));
    }
    let agree = match (file.filter(|file| *file == front && field.is_some()), &context.profile.files.assets) {
        (Some(_), Some(_)) => "; file name and asset folder agree",
        (Some(_), None) => "; file name agrees",
        (None, Some(_)) => "; asset folder agrees",
        (None, None) => "",
    };
    (Verdict::Proven, format!("{day}, a {:?}{agree}", day.weekday()), place)
}

pub(super) fn title(context: &Context<'_>) -> Evidence {
    let text = context.draft.text();
    let field = context.title_field();
    let Some(field) = field.filter(|field| !field.decoded(text).trim().is_empty()) else {
        return (Verdict::Contradicted, "there is no title".into(), Some(Span::at(0)));
    };
    let value = field.decoded(text).trim();
    if context.profile.front_matter.title_placeholders.iter().any(|title| title == value) {
        return (Verdict::Contradicted, "the title is still the template's".into(), Some(field.value));
    }
    if let Some(old) = context.facts.archive.iter().find(|issue| issue.has_title(value)) {
        let message = format!("“{value}” is already the title of {}", old.key);
        return (Verdict::Contradicted, message, Some(field.value));
    }
    (Verdict::Proven, format!("“{value}”"), Some(field.value))
}
