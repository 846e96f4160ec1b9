use super::{Control, Format, Header, ImageError, animation, decode, still, vector};

/// More bytes than this are not read: photographs have a tenth of it.
pub const MAX_BYTES: u64 = 200_000_000;

/// What a picture may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// In pixels of the file.
    pub max_width: u32,
    /// Of a moving GIF, in bytes.
    pub max_gif_bytes: Option<u64>,
    /// Of any other picture, in bytes.
    pub max_still_bytes: Option<u64>,
}

/// A picture made right for the mail.
#[derive(Clone, Debug)]
pub struct Fitted {
    pub bytes: Vec<u8>,
    pub before: Header,
    pub after: Header,
    /// Whether `bytes` are the source's own: nothing was wrong with it.
    pub unchanged: bool,
    /// What was done beside the scaling, in a few words each: "turned upright", "64 colours".
    pub steps: Vec<String>,
}

/// Brings a picture within the limits. One that is already right comes back byte for byte.
///
/// # Errors
///
/// Where it can't be read, is of a format that is refused, is over the limits of size, or was
/// cancelled.
pub fn fit(source: Vec<u8>, limits: &Limits, control: &Control) -> Result<Fitted, ImageError> {
    let before = Header::of_bytes(&source)?;
    if is_right(&before, limits) {
        // A file whose header is right may still be torn: what goes into a mail was decoded once.
        if before.frames == 1 {
            decode::decode(&source)?;
        }
        return Ok(Fitted {
            bytes: source,
            after: before.clone(),
            before,
            unchanged: true,
            steps: Vec::new(),
        });
    }
    let (bytes, steps) = match before.format {
        Format::Gif if before.frames > 1 => animation::fit(&source, limits, control)?,
        Format::Svg => still::encode(vector::draw(&source, limits.max_width)?, None, limits, control)?,
        Format::Avif | Format::Heic => return Err(ImageError::Refused(before.format)),
        format => still::encode(decode::decode(&source)?, Some(format), limits, control)?,
    };
    let after = Header::of_bytes(&bytes)?;
    Ok(Fitted { bytes, before, after, unchanged: false, steps })
}

/// Whether there is nothing to do.
fn is_right(header: &Header, limits: &Limits) -> bool {
    let max_bytes = if header.frames > 1 { limits.max_gif_bytes } else { limits.max_still_bytes };
    header.format.is_for_mail()
        && header.width <= limits.max_width
        && max_bytes.is_none_or(|max| header.bytes <= max)
        && !header.is_turned
        && !header.position
        && !header.camera
        && !header.is_cut_off
}

impl Fitted {
    /// "1,920×1,080 990 kB → 550×309 41 kB, turned upright".
    pub fn summary(&self) -> String {
        if self.unchanged {
            return format!("{}, already right", self.before.summary());
        }
        let mut out = format!("{} → {}", self.before.summary(), self.after.summary());
        for step in &self.steps {
            out.push_str(", ");
            out.push_str(step);
        }
        out
    }
}
