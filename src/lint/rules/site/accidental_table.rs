use crate::draft::Block;
use crate::lint::Severity;
use crate::lint::passages::passages;
use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};
use crate::profile::Renderer;
use crate::text::{Edit, Edits, Span};

pub(super) struct AccidentalTable;

const META: Meta = Meta {
    name: "accidental-table",
    severity: Severity::Error,
    summary: "A vertical bar turns a paragraph into a table.",
    why: "kramdown splits the line into cells at every bar, even inside a link.",
    bad: issue!("See [Lamps | Boxes](https://example.org) and more.\n"),
    good: issue!("See [Lamps \\| Boxes](https://example.org) and more.\n"),
};

impl Rule for AccidentalTable {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Safe]
    }

    fn keys(&self) -> &'static [&'static str] {
        &["renderer"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        if context.profile.renderer != Some(Renderer::Kramdown) {
            return;
        }
        let text = context.draft.text();
        for part in passages(context.draft) {
            let first_line = part.span.of(text).lines().next().unwrap_or("");
            // A line that begins with a bar is an intended table row. Liquid removes its bars before
            // kramdown reads the line, and bars in code do not count.
            let is_heading = context.draft.blocks_in(part.span).first().is_some_and(Block::is_heading);
            let is_formula = part.span.of(text).contains("$$");
            if first_line.trim_start().starts_with('|') || is_heading || is_formula {
                continue;
            }
            let end = part.span.start + first_line.len();
            let bars = part.marks(context).filter(|sign| sign.byte == b'|').map(|sign| sign.at);
            let bars: Vec<usize> = bars.take_while(|at| *at < end).collect();
            let Some(first) = bars.first() else { continue };
            let span = Span::new(*first, first + 1);
            let mut one = self
                .problem(span, "kramdown turns this line into a table, split at its bars")
                .help("write \\| for a literal bar");
            let edits = bars.iter().map(|at| Edit { span: Span::at(*at), text: "\\".into() }).collect();
            if let Ok(edits) = Edits::new(edits) {
                one = one.fix(edits);
            }
            found.push(one);
        }
    }
}
