use crate::lint::Severity;
use crate::lint::images::ShownImage;
use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};
use crate::text::weights;

pub(super) struct HeavyImage;

const META: Meta = Meta {
    name: "heavy-image",
    severity: Severity::Warning,
    summary: "A still image is heavier than necessary.",
    why: "At the width of a mail no photograph needs that many bytes, and every reader loads them.",
    bad: issue!("![A lamp](../assets/20260608/20260608heavy.jpg)\n"),
    good: issue!("![A lamp](../assets/20260608/20260608lamp.jpg)\n"),
};

impl Rule for HeavyImage {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Image]
    }

    fn keys(&self) -> &'static [&'static str] {
        &["images.max_still_bytes"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some(limit) = context.profile.images.max_still_bytes else { return };
        for ShownImage { image, path, name, about } in
            context.known_images().filter(|known| !known.about.is_animated() && known.about.bytes > limit)
        {
            let (bytes, most) = weights(about.bytes, limit);
            let message = format!("{name} weighs {bytes}, over {most}");
            found.push(
                self.problem(image.dest, message)
                    .help("scale it down, or save it with more compression")
                    .fit_image(path),
            );
        }
    }
}
