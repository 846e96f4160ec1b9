use crate::lint::images::Known;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};
use crate::text::{grouped, weights};

pub(super) struct HeavyGif;

const META: Meta = Meta {
    name: "heavy-gif",
    summary: "A moving image is heavier than a mail can carry.",
    why: "Readers on the road wait for it, and mail programs that give up show nothing.",
    bad: issue!("![A lamp](../assets/20260608/20260608heavy.gif)\n"),
    good: issue!("![A lamp](../assets/20260608/20260608moves.gif)\n"),
};

impl Rule for HeavyGif {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some(limit) = context.profile.images.max_gif_bytes else { return };
        for Known { image, path, name, about } in
            context.known_images().filter(|known| known.about.moves() && known.about.bytes > limit)
        {
            let (bytes, most) = weights(about.bytes, limit);
            let frames = grouped(u64::from(about.frames));
            let message = format!("{name} weighs {bytes} ({frames} frames), over {most}");
            found.push(
                Diagnostic::new(self.name(), context.facts.stage.severity(), image.dest, message)
                    .help("scale it down, or take frames or colours out")
                    .fit_image(path),
            );
        }
    }
}
