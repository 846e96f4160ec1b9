use crate::lint::images::ShownImage;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::lint::{ImageFact, Severity};
use crate::text::Bars;

pub(super) struct LetterboxedImage;

const META: Meta = Meta {
    name: "letterboxed-image",
    severity: Severity::Warning,
    summary: "An image has uniform bars on opposite sides.",
    why: "The bars take space from the image, which is small in a mail anyway.",
    bad: issue!("![A lamp](../assets/20260608/20260608bars.jpg)\n"),
    good: issue!("![A lamp](../assets/20260608/20260608lamp.jpg)\n"),
};

impl Rule for LetterboxedImage {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        for ShownImage { image, path, name, about } in context.scanned_images() {
            let Some(bars) = about.bars else { continue };
            let sides = sides(bars);
            found.push(self.problem(image.dest, format!("{name} has bars: {sides}")).help(
                match context.facts.images.get(path) {
                    Some(ImageFact::Known(info)) if info.is_animated() => {
                        format!("crop {sides} where the clip is made")
                    }
                    _ => format!("crop {sides}; `copydesk image fit --crop PATH` does it"),
                },
            ));
        }
    }
}

/// "60 px at the top and 60 px at the bottom"
fn sides(bars: Bars) -> String {
    let named = [
        (bars.left, "on the left"),
        (bars.right, "on the right"),
        (bars.top, "at the top"),
        (bars.bottom, "at the bottom"),
    ];
    let sides: Vec<String> =
        named.iter().filter(|(px, _)| *px > 0).map(|(px, side)| format!("{px} px {side}")).collect();
    match sides.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => sides.concat(),
    }
}
