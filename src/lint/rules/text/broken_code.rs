use crate::draft::BlockKind;
use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};

pub(super) struct BrokenCode;

const META: Meta = Meta {
    name: "broken-code",
    severity: Severity::Hint,
    summary: "Inline code begins on one line and ends on the next.",
    why: "It is rendered correctly, but readers of the draft and tools that work line by line take each half for an unpaired backtick.",
    bad: issue!("Call `lamp.on(\nbright=1)` to light it.\n"),
    good: issue!("Call\n`lamp.on(bright=1)` to light it.\n"),
};

impl Rule for BrokenCode {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        let blocks = draft.blocks().iter().filter(|block| block.kind != BlockKind::Code);
        for span in blocks.flat_map(|block| &block.code) {
            let text = draft.slice(*span);
            if text.starts_with('`') && !text.starts_with("```") && text.contains('\n') {
                let message = "this inline code spans two lines";
                found.push(self.problem(*span, message));
            }
        }
    }
}
