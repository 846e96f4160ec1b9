use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};
use crate::lint::{Severity, Verdict, checklist};

pub(super) struct ContradictedTick;

const META: Meta = Meta {
    name: "contradicted-tick",
    severity: Severity::Error,
    summary: "A task is ticked, but the draft shows that it is not done.",
    why: "The editor relies on the ticks on publishing day.",
    bad: "---\nlayout: post\ntitle: \"Featured story title here!\"\ndate: 2026-06-08 07:00:00 -0800\ncategories: weekly\n---\n\n- [x] update title\n",
    good: issue!("- [x] update title\n"),
};

impl Rule for ContradictedTick {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Suggestion]
    }

    fn keys(&self) -> &'static [&'static str] {
        &["checklist"]
    }

    fn reads_findings(&self) -> bool {
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
                    self.problem(task.text, format!("ticked, but {}", line.detail))
                        .help("fix it, or remove the tick")
                        .suggest(task.toggle()),
                );
            }
        }
    }
}
