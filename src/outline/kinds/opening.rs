use super::{Finder, SectionView, prose};
use crate::draft::{Block, LinkKind};
use crate::outline::field::ValueForm;
use crate::outline::{Field, Input, Role, Slot};
use crate::profile::SlotKind;
use crate::text::Span;

/// The text before the first heading: the line that links the mail to the page, with a warning
/// if images flash; the editor's words; and the closing paragraph of every issue.
pub struct Opening;

impl Finder for Opening {
    fn slots(&self, view: &SectionView<'_>, out: &mut Vec<Slot>) {
        let browser = view.blocks.iter().enumerate().find_map(|(n, block)| {
            let words = browser_words(view, block)?;
            Some((n, words))
        });
        let mut fields = Vec::new();
        // Blocks above that line are not part of the issue.
        let first = browser.map_or(prose::own(view).start, |(n, _)| n + 1);
        let mut same_block = None;
        if let Some((n, words)) = browser {
            let block = &view.blocks[n];
            let line = line_end(view, words.end, block);
            fields.extend(browser_fields(view, block, words, line));
            same_block =
                Some(Span::new(line, block.span.end).trim(view.draft.text())).filter(|rest| !rest.is_empty());
        }
        let own = &view.blocks[first..];
        let before = view.insertion_after(&view.blocks[..first]);
        let after = view.insertion_after(view.blocks);
        // Older issues have no such line, and a story instead of the closing paragraph.
        let has_outro = view.spec.outro && browser.is_some();
        // The blank lines of an emptied paragraph still show where it was.
        let closing = match own {
            [_] if has_outro && same_block.is_none() && before.had_paragraph => 0,
            [_, ..]
                if has_outro && !after.had_paragraph && own.len() + usize::from(same_block.is_some()) > 1 =>
            {
                own.len() - 1
            }
            _ => own.len(),
        };
        let cover = |blocks: &[Block]| blocks.iter().map(|block| block.span).reduce(Span::cover);
        let words = same_block.into_iter().chain(cover(&own[..closing])).reduce(Span::cover);
        match words {
            Some(span) => fields.push(view.field(Role::EditorsWords, Input::Markdown, span).required()),
            // An issue without an opening gets no slot, an emptied opening keeps its slot.
            None if fields.is_empty() && own.is_empty() && !before.had_paragraph => return,
            None => fields.push(view.empty_text(Role::EditorsWords, before)),
        }
        match cover(&own[closing..]) {
            Some(span) => fields.push(outro(view.field(Role::Outro, Input::Markdown, span))),
            None if has_outro && after.had_paragraph && !own.is_empty() => {
                fields.push(outro(view.empty_text(Role::Outro, after)));
            }
            None => {}
        }
        let places = fields.iter().flat_map(|field| field.spans.iter().copied());
        let blocks = &view.blocks[browser.map_or(first, |(n, _)| n)..];
        let span = cover(blocks).into_iter().chain(places).reduce(Span::cover).unwrap_or(before.span);
        out.push(Slot::new(SlotKind::Opening, span, view.spec.title.clone(), fields));
    }
}

/// Marks the closing paragraph of every issue.
fn outro(field: Field) -> Field {
    field.with_form(ValueForm::Paragraph).boilerplate()
}

/// The words that link to the page, if the paragraph begins with them.
fn browser_words(view: &SectionView<'_>, block: &Block) -> Option<Span> {
    let words = view.spec.browser.as_deref().filter(|_| block.is_paragraph())?;
    let text = view.slice(block.span);
    let start = text.len() - text.trim_start_matches(['[', '*', '_', '(', ' ']).len();
    let own = text.get(start..start + words.len())?;
    own.eq_ignore_ascii_case(words)
        .then(|| Span::new(0, words.len()).shift((block.span.start + start) as isize))
}

/// The end of the line that contains `at`.
fn line_end(view: &SectionView<'_>, at: usize, block: &Block) -> usize {
    let rest = view.draft.text().get(at..block.span.end).unwrap_or("");
    rest.find('\n').map_or(block.span.end, |end| at + end)
}

/// The fields for the page's address, which makes the words a link, and for the warning after them.
fn browser_fields(view: &SectionView<'_>, block: &Block, words: Span, line: usize) -> Vec<Field> {
    let text = view.draft.text();
    let link = block.links.iter().find(|link| link.text.contains(words));
    let address = match link {
        // The address of a reference is at its definition.
        Some(link) if link.kind != LinkKind::Inline => None,
        Some(link) => {
            let field = view.field(Role::BrowserAddress, Input::Address, link.dest);
            Some(field.linking(link.dest.start - link.span.start))
        }
        None => {
            let mut field = view.field(Role::BrowserAddress, Input::Address, Span::at(words.end));
            field.wrapper = ("](".into(), ")".into());
            Some(field.linking(words.len()))
        }
    };
    let start = link.map_or(words.end, |link| link.span.end);
    let rest = text.get(start..line).unwrap_or("").trim_end();
    let end = start + rest.len();
    let marked = rest.strip_suffix("**").and_then(|rest| rest.rfind("**"));
    let value = marked.map_or(Span::at(end), |at| Span::new(start + at + 2, end - 2));
    let mut warning = view.field(Role::Warning, Input::Line, value).with_form(ValueForm::Bold);
    warning.hint = view.profile.images.flash_warning.clone().unwrap_or_default();
    // The bold markup and the space before it are inserted and removed with the warning.
    let has_space = marked.is_some_and(|at| rest[..at].ends_with(' '));
    let (before, after) = match marked {
        None => (" **", "**"),
        Some(_) if value.is_empty() => ("", ""),
        Some(_) if has_space => (" **", "**"),
        Some(_) => ("**", "**"),
    };
    warning.wrapper = (before.into(), after.into());
    if marked.is_some() && !value.is_empty() {
        warning = warning.with_inserted_wrapper();
    }
    address.map(Field::required).into_iter().chain([warning.boilerplate()]).collect()
}
