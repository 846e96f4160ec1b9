use super::clip::{Clip, ClipFrame};
use super::lzw::Loss;
use super::palette::{Scene, scenes};
use super::write::{Written, write};
use super::{Control, ImageError};

/// Settings that reduce the size of an animation. The loss is chosen up to `max_loss`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Preset {
    colours: usize,
    /// Of so many frames, one is kept.
    frame_step: usize,
    /// In percent of the width.
    width_percent: u32,
    /// The largest loss; see [`Loss::gain`].
    max_loss: u16,
}

const fn preset(colours: usize, frame_step: usize, width_percent: u32, max_loss: u16) -> Preset {
    Preset { colours, frame_step, width_percent, max_loss }
}

/// Those that keep all frames at their width.
pub const GENTLE: [Preset; 3] = [preset(256, 1, 100, 400), preset(128, 1, 100, 600), preset(64, 1, 100, 900)];

/// In the order of visibility, measured on several kinds of animations.
pub const PRESETS: [Preset; 9] = [
    GENTLE[0],
    GENTLE[1],
    GENTLE[2],
    preset(64, 2, 100, 900),
    preset(32, 2, 100, 1500),
    preset(64, 2, 80, 1500),
    preset(32, 2, 60, 1500),
    preset(32, 3, 45, 2500),
    preset(16, 4, 30, 4000),
];

/// A loss that is not visible.
const INVISIBLE_LOSS: u16 = 12;
/// The search stops at this fraction of the limit.
const CLOSE_ENOUGH: f64 = 0.94;
/// The number of rounds that narrow down the loss.
const NARROWING_ROUNDS: usize = 3;

/// Writes a clip of at most `limit` bytes with as little loss as possible, and with the first of the presets that
/// allows it. Returns the bytes and the steps that were taken.
pub fn lightest_loss(
    clip: &Clip,
    limit: Option<u64>,
    presets: &[Preset],
    control: &Control,
) -> Result<(Vec<u8>, Vec<String>), ImageError> {
    let Some(limit) = limit else {
        let attempt = Attempt::new(clip, PRESETS[0])?;
        let Written::Whole(bytes) = attempt.write(0, None, &Progress { control, round: 0 })? else {
            return Err(ImageError::StillTooHeavy { limit: u64::MAX });
        };
        return Ok((bytes, attempt.steps(clip, 0)));
    };
    for (round, preset) in presets.iter().copied().enumerate() {
        let progress = Progress { control, round };
        let attempt = Attempt::new(clip, preset)?;
        let low = if round == 0 { 0 } else { INVISIBLE_LOSS };
        let (lowest, highest) = rayon::join(
            || attempt.write(low, Some(limit), &progress),
            || attempt.write(preset.max_loss, Some(limit), &progress),
        );
        match (lowest?, highest?) {
            (Written::Whole(bytes), _) => return Ok((bytes, attempt.steps(clip, low))),
            (Written::Over(over), Written::Whole(bytes)) => {
                let (loss, bytes) =
                    narrow(&attempt, (low, over), (preset.max_loss, bytes), limit, &progress)?;
                return Ok((bytes, attempt.steps(clip, loss)));
            }
            (Written::Over(_), Written::Over(_)) => {}
        }
    }
    Err(ImageError::StillTooHeavy { limit })
}

/// Searches for a smaller loss that still fits, between one that does not fit and one that does.
fn narrow(
    attempt: &Attempt,
    (mut low, mut excess): (u16, f64),
    (mut high, mut best): (u16, Vec<u8>),
    limit: u64,
    progress: &Progress,
) -> Result<(u16, Vec<u8>), ImageError> {
    for _ in 0..NARROWING_ROUNDS {
        let fraction = best.len() as f64 / limit as f64;
        if fraction > CLOSE_ENOUGH || high - low < 4 {
            break;
        }
        // The logarithm of the size is roughly linear in the root of the loss.
        let position = (excess.ln() + 0.02) / (excess / fraction).ln();
        let at = |part: f64| {
            let root = f64::from(low).sqrt() * (1.0 - part) + f64::from(high).sqrt() * part;
            (root.powi(2) as u16).clamp(low + 1, high - 1)
        };
        // Try both sides of the estimate: 15 % below it, and 15 % of the rest above.
        let (lower, higher) = (at(position * 0.85), at(position + (1.0 - position) * 0.15));
        let (less, more) = rayon::join(
            || attempt.write(lower, Some(limit), progress),
            || attempt.write(higher, Some(limit), progress),
        );
        match (less?, more?) {
            (Written::Whole(bytes), _) => (high, best) = (lower, bytes),
            (Written::Over(by), Written::Whole(bytes)) => {
                (low, excess) = (lower, by);
                (high, best) = (higher, bytes);
            }
            (_, Written::Over(by)) => (low, excess) = (higher, by),
        }
    }
    Ok((high, best))
}

/// An animation prepared for a preset.
struct Attempt {
    clip: Clip,
    scenes: Vec<Scene>,
    preset: Preset,
}

impl Attempt {
    fn new(clip: &Clip, preset: Preset) -> Result<Attempt, ImageError> {
        let mut clip = match preset.width_percent {
            100 => clip.clone(),
            part => clip.narrower((u32::from(clip.width) * part / 100).max(1))?,
        };
        if preset.frame_step > 1 {
            clip.frames = drop_frames(clip.frames, preset.frame_step);
        }
        // One index means transparent.
        let scenes = scenes(&clip.frames, preset.colours - 1);
        Ok(Attempt { clip, scenes, preset })
    }

    fn write(&self, loss: u16, limit: Option<u64>, progress: &Progress) -> Result<Written, ImageError> {
        write(&self.clip, &self.scenes, Loss::new(loss), limit, progress)
    }

    fn steps(&self, before: &Clip, loss: u16) -> Vec<String> {
        let mut out = Vec::new();
        if self.preset.colours < 256 {
            out.push(format!("{} colours", self.preset.colours));
        }
        if loss > INVISIBLE_LOSS {
            out.push("fine differences dropped".into());
        }
        if self.clip.frames.len() < before.frames.len() {
            out.push(match self.preset.frame_step {
                2 => "every 2nd frame".into(),
                3 => "every 3rd frame".into(),
                n => format!("every {n}th frame"),
            });
        }
        if self.clip.width < before.width {
            out.push(format!("{} px wide", self.clip.width));
        }
        out
    }
}

/// Keeps every nth frame, and adds the delays of the dropped ones to it.
fn drop_frames(frames: Vec<ClipFrame>, every: usize) -> Vec<ClipFrame> {
    let mut out: Vec<ClipFrame> = Vec::with_capacity(frames.len().div_ceil(every));
    for (n, mut shown) in frames.into_iter().enumerate() {
        shown.delay = effective_delay(shown.delay);
        match out.last_mut() {
            Some(last) if n % every > 0 && u32::from(last.delay) + u32::from(shown.delay) < 0xffff => {
                last.delay += shown.delay;
            }
            _ => out.push(shown),
        }
    }
    out
}

/// Viewers show a frame with a delay of 0 or 1 (in 1/100 s) for 10.
fn effective_delay(delay: u16) -> u16 {
    if delay < 2 { 10 } else { delay }
}

/// The progress of the search. Decoding is the first half. The number of rounds is unknown, so each takes half of the rest.
pub struct Progress<'c> {
    control: &'c Control,
    round: usize,
}

impl Progress<'_> {
    pub fn step(&self, done: usize, total: usize) -> Result<(), ImageError> {
        let left = 0.5f64.powi(self.round as i32 + 1);
        let part = 1.0 - left + left / 2.0 * done as f64 / total.max(1) as f64;
        self.control.step((part * 1000.0) as usize, 1000)
    }
}
