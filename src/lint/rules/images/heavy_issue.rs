use crate::lint::rules::{Context, Findings, Meta, Rule};
use std::cmp::Reverse;

use crate::lint::Severity;
use crate::text::{weight, weights};

pub(super) struct HeavyIssue;

const META: Meta = Meta {
    name: "heavy-issue",
    severity: Severity::Warning,
    summary: "The images of the issue are too heavy in total.",
    why: "Each may be small enough, but every reader loads all of them.",
    bad: issue!(
        "![A lamp](../assets/20260608/20260608huge1.jpg)\n\n![A lamp](../assets/20260608/20260608huge2.jpg)\n"
    ),
    good: issue!("![A lamp](../assets/20260608/20260608huge1.jpg)\n"),
};

impl Rule for HeavyIssue {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn keys(&self) -> &'static [&'static str] {
        &["images.max_issue_bytes"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some(limit) = context.profile.images.max_issue_bytes else { return };
        let mut known: Vec<_> = context.known_images().collect();
        let total: u64 = known.iter().map(|known| known.about.bytes).sum();
        if total <= limit {
            return;
        }
        known.sort_by_key(|known| Reverse(known.about.bytes));
        let Some(heaviest) = known.first() else { return };
        let named = known.iter().take(3).map(|known| format!("{} {}", known.name, weight(known.about.bytes)));
        let (bytes, most) = weights(total, limit);
        let message = format!(
            "the issue's images weigh {bytes} in total, over {most}; the heaviest: {}",
            named.collect::<Vec<_>>().join(", ")
        );
        found
            .push(self.problem(heaviest.image.dest, message).help("shrink the heaviest ones, or show fewer"));
    }
}
