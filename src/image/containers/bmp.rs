use super::{Properties, Source, take};
use crate::image::ImageError;

/// Reads the two headers.
pub fn read(source: &mut dyn Source, length: u64) -> Result<Properties, ImageError> {
    let mut found = Properties::default();
    let Some(head) = take::<34>(source)? else { return found.cut_off() };
    let number = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    let short = |at: usize| u32::from(u16::from_le_bytes([head[at], head[at + 1]]));
    // The first kind of header has 16-bit numbers.
    let (bits, packing) = if number(14) == 12 {
        (found.width, found.height) = (short(18), short(20));
        (short(24), 0)
    } else {
        // A negative height means that the rows are stored from top to bottom.
        (found.width, found.height) = (number(18), number(22).cast_signed().unsigned_abs());
        (short(28), number(30))
    };
    if found.width == 0 || found.height == 0 {
        return Err(ImageError::Damaged("it has no size".into()));
    }
    let is_packed = !matches!(packing, 0 | 3 | 6);
    let row = (u64::from(found.width) * u64::from(bits)).div_ceil(32) * 4;
    let end = if is_packed {
        u64::from(number(2))
    } else {
        u64::from(number(10)).saturating_add(row.saturating_mul(u64::from(found.height)))
    };
    found.is_cut_off = end > length;
    Ok(found)
}
