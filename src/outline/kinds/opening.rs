use super::{Kind, Part, prose};
use crate::draft::{Block, LinkKind};
use crate::outline::{Field, Input, Slot, WARNING};
use crate::text::Span;

/// What stands before the first heading: the line that leads from the mail to the page, with a
/// warning where images flash, the editor's words, and paragraphs that every issue has.
pub struct Opening;

impl Kind for Opening {
    fn name(&self) -> &'static str {
        "opening"
    }

    fn slots(&self, part: &Part<'_>, out: &mut Vec<Slot>) {
        let start = prose::own(part).start;
        let blocks = &part.blocks[start..];
        let browser = blocks.iter().enumerate().find_map(|(n, block)| Some((n, browser_words(part, block)?)));
        let mut fields = Vec::new();
        if let Some((n, words)) = browser {
            fields.extend(browser_fields(part, &blocks[n], words));
        }
        let first = browser.map_or(0, |(n, _)| n + 1);
        let before = part.hole_after(&part.blocks[..start + first]);
        let after = part.hole_after(part.blocks);
        let own = &blocks[first..];
        // Issues of a time before that line told a story here.
        let has_outro = part.spec.outro && browser.is_some();
        // Where a paragraph was emptied its place is still to be seen.
        let standing = match own {
            [_, ..] if before.was_filled => 0,
            [_, _, ..] if has_outro && !after.was_filled => own.len() - 1,
            _ => own.len(),
        };
        let cover = |blocks: &[Block]| blocks.iter().map(|block| block.span).reduce(Span::cover);
        match cover(&own[..standing]) {
            Some(span) => fields.push(part.field(WORDS, Input::Markdown, span).required()),
            // An issue without an opening has none to fill; one that was emptied has.
            None if blocks.is_empty() && !before.was_filled => return,
            None => fields.push(named(WORDS, part.empty_text(before))),
        }
        match cover(&own[standing..]) {
            Some(span) => fields.push(part.field(STANDING, Input::Markdown, span).required().standing()),
            None if has_outro && after.was_filled && !own.is_empty() => {
                fields.push(named(STANDING, part.empty_text(after)).standing());
            }
            None => {}
        }
        let places = fields.iter().flat_map(|field| field.spans.iter().copied());
        let span = cover(blocks).into_iter().chain(places).reduce(Span::cover).unwrap_or(before.span);
        out.push(Slot::new("opening", span, part.spec.title.clone(), fields));
    }
}

const BROWSER: &str = "Browser address";
const WORDS: &str = "Editor's words";
const STANDING: &str = "Standing text";

fn named(name: &'static str, mut field: Field) -> Field {
    field.name = name.into();
    field
}

/// Where the words stand that lead to the page, if the paragraph begins with them.
fn browser_words(part: &Part<'_>, block: &Block) -> Option<Span> {
    let words = part.spec.browser.as_deref().filter(|_| block.is_paragraph())?;
    let text = part.slice(block.span);
    let start = text.len() - text.trim_start_matches(['[', '*', '_', '(', ' ']).len();
    let own = text.get(start..start + words.len())?;
    own.eq_ignore_ascii_case(words)
        .then(|| Span::new(0, words.len()).shift((block.span.start + start) as isize))
}

/// The address of the page, which makes a link of the words, and the warning after them.
fn browser_fields(part: &Part<'_>, block: &Block, words: Span) -> Vec<Field> {
    let text = part.draft.text();
    let link = block.links.iter().find(|link| link.text.contains(words));
    let address = match link {
        // A reference's address stands at its definition.
        Some(link) if link.kind != LinkKind::Inline => None,
        Some(link) => {
            let field = part.field(BROWSER, Input::Address, link.dest);
            Some(field.linking(link.dest.start - link.span.start))
        }
        None => {
            let mut field = part.field(BROWSER, Input::Address, Span::at(words.end));
            field.around = ("](", ")");
            Some(field.linking(words.len()))
        }
    };
    let after = link.map_or(words.end, |link| link.span.end);
    let rest = text.get(after..block.span.end).unwrap_or("").trim_end();
    let end = after + rest.len();
    let warning = rest.strip_suffix("**").and_then(|rest| rest.rfind("**")).map(|at| after + at + 2);
    let mut field =
        part.field(WARNING, Input::Line, warning.map_or(Span::at(end), |start| Span::new(start, end - 2)));
    field.around = (" **", "**");
    field.hint = part.profile.images.flash_warning.clone().unwrap_or_default();
    if warning.is_some() {
        field = field.with_marks();
    }
    address.map(Field::required).into_iter().chain([field.standing()]).collect()
}
