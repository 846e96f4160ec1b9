use super::MailRule;
use crate::lint::images::ShownImage;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::lint::{ImageFact, Severity};
use crate::profile::Mail;

pub(super) struct BlankFirstFrame;

const META: Meta = Meta {
    name: "blank-first-frame",
    severity: Severity::Warning,
    summary: "The first frame of an animated image shows nothing.",
    why: "Outlook for Windows, until 2019, shows the first frame only, and so do readers who turned animations off.",
    bad: issue!("![A lamp fades in](../assets/20260608/20260608fades.gif)\n"),
    good: issue!("![A lamp moves](../assets/20260608/20260608moves.gif)\n"),
};

impl MailRule for BlankFirstFrame {
    const META: &'static Meta = &META;
    const KEYS: &'static [&'static str] = &["mail"];

    fn check_mail(&self, _: &Mail, context: &Context<'_>, found: &mut Findings) {
        for ShownImage { image, path, name, about } in context.scanned_images() {
            let is_animated =
                matches!(context.facts.images.get(path), Some(ImageFact::Known(info)) if info.is_animated());
            if about.starts_blank && is_animated {
                let message = format!("the first frame of {name} shows nothing");
                found.push(
                    self.problem(image.dest, message)
                        .help("begin the animation with a frame that shows what it is about"),
                );
            }
        }
    }
}
