//! The form of a new item of the section around an empty line, from the template or the profile.

use super::{Place, item};
use crate::draft::Draft;
use crate::lsp::protocol as lsp;
use crate::lsp::slots::with_holes;
use crate::lsp::snippet;
use crate::lsp::view::View;
use crate::outline::{Outline, add_slot};

pub(super) fn items(view: &View<'_>, place: &Place<'_>) -> Vec<lsp::CompletionItem> {
    form(view, place).into_iter().collect()
}

fn form(view: &View<'_>, place: &Place<'_>) -> Option<lsp::CompletionItem> {
    let (draft, profile) = (view.draft, view.profile());
    let index = view.outline.section_at(place.at)?;
    let section = &view.outline.sections[index];
    let template = view.newsletter.template().map(|template| {
        let outline = Outline::new(&template, profile);
        (template, outline)
    });
    let date = view.workspace().issue(&view.document.path, draft).date();
    let folder = date.map(|date| date.strftime("%Y%m%d").to_string()).unwrap_or_default();
    let template = template.as_ref().map(|(draft, outline)| (draft, outline));
    let edits = add_slot(draft, &view.outline, profile, index, None, template, &folder)?;
    let text = edits.iter().next()?.text.trim().to_owned();
    let label = format!("New item of “{}”", section.title);
    let span = place.last(place.before.len());
    let kind = lsp::CompletionItemKind::Snippet;
    let detail = Some("form of the template".to_owned());
    let own = item(view, &label, kind, span, &text);
    let own = lsp::CompletionItem { detail, filter_text: None, ..own };
    if !view.shared.abilities.snippets {
        return Some(own);
    }
    let snippet = as_snippet(&text, view, section.heading.map(|heading| draft.slice(heading)))?;
    let edit = lsp::TextEdit { range: view.range(span), new_text: snippet };
    Some(lsp::CompletionItem {
        insert_text_format: Some(lsp::InsertTextFormat::Snippet),
        text_edit: Some(lsp::CompletionItemTextEdit::TextEdit(edit)),
        ..own
    })
}

/// The form with a place for each value. It is read in a draft of its own, below the heading of its section.
fn as_snippet(form: &str, view: &View<'_>, heading: Option<&str>) -> Option<String> {
    let above = heading.map_or(String::new(), |heading| format!("## {heading}\n\n"));
    let draft = Draft::parse(format!("{above}{form}\n"));
    let outline = Outline::new(&draft, view.profile());
    let slot = outline.slots.iter().find(|slot| slot.span.start >= above.len());
    let filled = slot.and_then(|slot| with_holes(&draft, slot));
    let Some((edits, holes)) = filled else { return Some(snippet::escape(form)) };
    let text = edits.apply(draft.text());
    Some(snippet::with_places(text.get(above.len()..)?.trim_end(), &holes))
}
