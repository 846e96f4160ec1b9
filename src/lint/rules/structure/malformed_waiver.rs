use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::lint::waiver::Waivers;
use crate::lint::{Selection, Severity};

pub(super) struct MalformedWaiver;

const META: Meta = Meta {
    name: "malformed-waiver",
    severity: Severity::Warning,
    summary: "A waiver gives no reason, or names a rule that does not exist.",
    why: "Others can't tell whether it still applies, and a misspelled rule name waives nothing.",
    bad: issue!("<!-- copydesk-disable-next-line empty-link -->\nSee [the plans]().\n"),
    good: issue!(
        "<!-- copydesk-disable-next-line empty-link: the plans come on Friday -->\nSee [the plans]().\n"
    ),
};

impl Rule for MalformedWaiver {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, _: &Context<'_>, _: &mut Findings) {}

    fn check_waivers(&self, _: &Context<'_>, waivers: &Waivers, _: &Selection, found: &mut Findings) {
        for one in &waivers.malformed {
            found.push(
                self.problem(one.span, one.message.as_str())
                    .help("write it as `copydesk-disable-next-line RULE: the reason`"),
            );
        }
    }
}
