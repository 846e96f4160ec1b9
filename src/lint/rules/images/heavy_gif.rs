use crate::lint::Severity;
use crate::lint::images::ShownImage;
use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};
use crate::text::{grouped, weights};

pub(super) struct HeavyGif;

const META: Meta = Meta {
    name: "heavy-gif",
    severity: Severity::Error,
    summary: "An animated image is too heavy for a mail.",
    why: "Readers on slow connections wait for it, and some mail programs show nothing.",
    bad: issue!("![A lamp](../assets/20260608/20260608heavy.gif)\n"),
    good: issue!("![A lamp](../assets/20260608/20260608moves.gif)\n"),
};

impl Rule for HeavyGif {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn severities_in_draft(&self) -> &'static [Severity] {
        &[Severity::Warning]
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Image]
    }

    fn keys(&self) -> &'static [&'static str] {
        &["images.max_gif_bytes"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some(limit) = context.profile.images.max_gif_bytes else { return };
        for ShownImage { image, path, name, about } in
            context.known_images().filter(|known| known.about.is_animated() && known.about.bytes > limit)
        {
            let (bytes, most) = weights(about.bytes, limit);
            let frames = grouped(u64::from(about.frames));
            let message = format!("{name} weighs {bytes} ({frames} frames), over {most}");
            found.push(
                self.problem(image.dest, message)
                    .severity(context.facts.stage.severity())
                    .help("scale it down, or remove frames or colours")
                    .fit_image(path),
            );
        }
    }
}
