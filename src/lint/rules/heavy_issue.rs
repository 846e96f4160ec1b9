use super::{Context, Diagnostic, Findings, Rule};
use std::cmp::Reverse;

use crate::lint::Severity;
use crate::text::{weight, weights};

pub(super) struct HeavyIssue;

impl Rule for HeavyIssue {
    fn name(&self) -> &'static str {
        "heavy-issue"
    }

    fn summary(&self) -> &'static str {
        "The images of the issue are too heavy together."
    }

    fn why(&self) -> &'static str {
        "Each may be light enough, but whoever opens the mail loads all of them."
    }

    fn bad(&self) -> &'static str {
        issue!(
            "![A lamp](../assets/20260608/20260608huge1.jpg)\n\n![A lamp](../assets/20260608/20260608huge2.jpg)\n"
        )
    }

    fn good(&self) -> &'static str {
        issue!("![A lamp](../assets/20260608/20260608huge1.jpg)\n")
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
            "the issue's images weigh {bytes} together, over {most}; the heaviest: {}",
            named.collect::<Vec<_>>().join(", ")
        );
        found.push(
            Diagnostic::new(self.name(), Severity::Warning, heaviest.image.dest, message)
                .help("make the heaviest ones lighter, or show fewer"),
        );
    }
}
