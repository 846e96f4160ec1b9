use super::{Context, Diagnostic, Findings, Rule};
use crate::draft::{Block, BlockKind};

pub(super) struct EmptySection;

impl Rule for EmptySection {
    fn name(&self) -> &'static str {
        "empty-section"
    }

    fn summary(&self) -> &'static str {
        "Nothing stands under a heading."
    }

    fn why(&self) -> &'static str {
        "Readers wonder what is missing."
    }

    fn bad(&self) -> &'static str {
        issue!(
            "## New Boards\n\n## Upcoming Events\n\n* [Lamp Days](https://example.org/days) are on June 23, 2026 in Town.\n"
        )
    }

    fn good(&self) -> &'static str {
        issue!(
            "## Upcoming Events\n\n* [Lamp Days](https://example.org/days) are on June 23, 2026 in Town.\n"
        )
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        let blocks = draft.blocks();
        let is_remark = |block: &Block| {
            block.kind == BlockKind::Html && draft.slice(block.span).trim_start().starts_with("<!--")
        };
        for (n, block) in blocks.iter().enumerate() {
            let BlockKind::Heading { level, text } = block.kind else { continue };
            let next = blocks[n + 1..].iter().find(|block| !is_remark(block));
            if text.is_empty() || next.is_some_and(|next| next.level().is_none_or(|below| below > level)) {
                continue;
            }
            let message = format!("nothing stands under '{}'", draft.slice(text));
            found.push(
                Diagnostic::new(self.name(), context.unwritten(), text, message)
                    .help("fill the section, or take its heading out"),
            );
        }
    }
}
