use super::{Context, Diagnostic, Findings, Rule};
use crate::draft::BlockKind;
use crate::lint::Severity;

pub(super) struct BrokenCode;

impl Rule for BrokenCode {
    fn name(&self) -> &'static str {
        "broken-code"
    }

    fn summary(&self) -> &'static str {
        "A piece of code begins on one line and ends on the next."
    }

    fn why(&self) -> &'static str {
        "It is shown as it should be, but whoever reads the draft, and tools that go line by line, take each half for a backtick without its partner."
    }

    fn bad(&self) -> &'static str {
        issue!("Call `lamp.on(\nbright=1)` to light it.\n")
    }

    fn good(&self) -> &'static str {
        issue!("Call\n`lamp.on(bright=1)` to light it.\n")
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        let blocks = draft.blocks().iter().filter(|block| block.kind != BlockKind::Code);
        for span in blocks.flat_map(|block| &block.code) {
            let text = draft.slice(*span);
            if text.starts_with('`') && !text.starts_with("```") && text.contains('\n') {
                let message = "this piece of code is broken over two lines";
                found.push(Diagnostic::new(self.name(), Severity::Hint, *span, message));
            }
        }
    }
}
