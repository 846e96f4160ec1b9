use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};
use crate::lint::{Severity, Verdict, checklist};

pub(super) struct ContradictedTick;

const META: Meta = Meta {
    name: "contradicted-tick",
    summary: "A line of the task list is ticked, but the draft says otherwise.",
    why: "A tick is what the editor trusts on publishing day.",
    bad: "---\nlayout: post\ntitle: \"Featured story title here!\"\ndate: 2026-06-08 07:00:00 -0800\ncategories: weekly\n---\n\n- [x] update title\n",
    good: issue!("- [x] update title\n"),
};

impl Rule for ContradictedTick {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn is_last(&self) -> bool {
        true
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        if !context.draft.tasks().any(|task| task.done) {
            return;
        }
        let lines = checklist(context, found.open());
        for line in lines {
            if let (Some(task), Verdict::Contradicted) = (line.task, line.verdict)
                && task.done
            {
                found.push(
                    Diagnostic::new(
                        self.name(),
                        Severity::Error,
                        task.text,
                        format!("ticked, but {}", line.detail),
                    )
                    .help("fix it, or take the tick back")
                    .suggest(task.toggle()),
                );
            }
        }
    }
}
