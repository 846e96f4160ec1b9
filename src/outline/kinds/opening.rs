use super::{Finder, SectionView, prose};
use crate::draft::{Block, LinkKind};
use crate::outline::field::ValueForm;
use crate::outline::{Field, Input, Role, Slot};
use crate::profile::SlotKind;
use crate::text::Span;

/// What is before the first heading: the line that leads from the mail to the page, with a
/// warning where images flash, the editor's words, and paragraphs that every issue has.
pub struct Opening;

impl Finder for Opening {
    fn slots(&self, part: &SectionView<'_>, out: &mut Vec<Slot>) {
        let browser = part.blocks.iter().enumerate().find_map(|(n, block)| {
            let words = browser_words(part, block)?;
            Some((n, words))
        });
        let mut fields = Vec::new();
        // What is above that line belongs to the editor.
        let first = browser.map_or(prose::own(part).start, |(n, _)| n + 1);
        let mut beside = None;
        if let Some((n, words)) = browser {
            let block = &part.blocks[n];
            let line = first_line(part, words.end, block);
            fields.extend(browser_fields(part, block, words, line));
            beside =
                Some(Span::new(line, block.span.end).trim(part.draft.text())).filter(|rest| !rest.is_empty());
        }
        let own = &part.blocks[first..];
        let before = part.insertion_after(&part.blocks[..first]);
        let after = part.insertion_after(part.blocks);
        // Older issues, without that line, have a story here.
        let has_outro = part.spec.outro && browser.is_some();
        // Where a paragraph was emptied its place is still to be seen.
        let standing = match own {
            [_] if has_outro && beside.is_none() && before.had_paragraph => 0,
            [_, ..] if has_outro && !after.had_paragraph && own.len() + usize::from(beside.is_some()) > 1 => {
                own.len() - 1
            }
            _ => own.len(),
        };
        let cover = |blocks: &[Block]| blocks.iter().map(|block| block.span).reduce(Span::cover);
        let words = beside.into_iter().chain(cover(&own[..standing])).reduce(Span::cover);
        match words {
            Some(span) => fields.push(part.field(Role::EditorsWords, Input::Markdown, span).required()),
            // An issue without an opening has none to fill; one that was emptied has.
            None if fields.is_empty() && own.is_empty() && !before.had_paragraph => return,
            None => fields.push(part.empty_text(Role::EditorsWords, before)),
        }
        match cover(&own[standing..]) {
            Some(span) => fields.push(outro(part.field(Role::Outro, Input::Markdown, span))),
            None if has_outro && after.had_paragraph && !own.is_empty() => {
                fields.push(outro(part.empty_text(Role::Outro, after)));
            }
            None => {}
        }
        let places = fields.iter().flat_map(|field| field.spans.iter().copied());
        let blocks = &part.blocks[browser.map_or(first, |(n, _)| n)..];
        let span = cover(blocks).into_iter().chain(places).reduce(Span::cover).unwrap_or(before.span);
        out.push(Slot::new(SlotKind::Opening, span, part.spec.title.clone(), fields));
    }
}

/// The paragraph that every issue has.
fn outro(field: Field) -> Field {
    field.with_form(ValueForm::Paragraph).boilerplate()
}

/// Where the words stand that lead to the page, if the paragraph begins with them.
fn browser_words(part: &SectionView<'_>, block: &Block) -> Option<Span> {
    let words = part.spec.browser.as_deref().filter(|_| block.is_paragraph())?;
    let text = part.slice(block.span);
    let start = text.len() - text.trim_start_matches(['[', '*', '_', '(', ' ']).len();
    let own = text.get(start..start + words.len())?;
    own.eq_ignore_ascii_case(words)
        .then(|| Span::new(0, words.len()).shift((block.span.start + start) as isize))
}

/// Where the line with a place in it ends.
fn first_line(part: &SectionView<'_>, at: usize, block: &Block) -> usize {
    let rest = part.draft.text().get(at..block.span.end).unwrap_or("");
    rest.find('\n').map_or(block.span.end, |end| at + end)
}

/// The address of the page, which makes a link of the words, and the warning after them, up to the end
/// of the line.
fn browser_fields(part: &SectionView<'_>, block: &Block, words: Span, line: usize) -> Vec<Field> {
    let text = part.draft.text();
    let link = block.links.iter().find(|link| link.text.contains(words));
    let address = match link {
        // The address of a reference is at its definition.
        Some(link) if link.kind != LinkKind::Inline => None,
        Some(link) => {
            let field = part.field(Role::BrowserAddress, Input::Address, link.dest);
            Some(field.linking(link.dest.start - link.span.start))
        }
        None => {
            let mut field = part.field(Role::BrowserAddress, Input::Address, Span::at(words.end));
            field.wrapper = ("](", ")");
            Some(field.linking(words.len()))
        }
    };
    let start = link.map_or(words.end, |link| link.span.end);
    let rest = text.get(start..line).unwrap_or("").trim_end();
    let end = start + rest.len();
    let marked = rest.strip_suffix("**").and_then(|rest| rest.rfind("**"));
    let value = marked.map_or(Span::at(end), |at| Span::new(start + at + 2, end - 2));
    let mut warning = part.field(Role::Warning, Input::Line, value).with_form(ValueForm::Bold);
    warning.hint = part.profile.images.flash_warning.clone().unwrap_or_default();
    // The marks and the blank before them come and go with the words.
    let is_parted = marked.is_some_and(|at| rest[..at].ends_with(' '));
    warning.wrapper = match marked {
        None => (" **", "**"),
        Some(_) if value.is_empty() => ("", ""),
        Some(_) if is_parted => (" **", "**"),
        Some(_) => ("**", "**"),
    };
    if marked.is_some() && !value.is_empty() {
        warning = warning.with_inserted_wrapper();
    }
    address.map(Field::required).into_iter().chain([warning.boilerplate()]).collect()
}
