use std::io::{BufRead, BufReader, ErrorKind, Read};

use super::ImageError;
use super::metadata::Metadata;

const TRAILER: u8 = 0x3b;
const EXTENSION: u8 = 0x21;
const IMAGE: u8 = 0x2c;
const APPLICATION: u8 = 0xff;
const COMMENT: u8 = 0xfe;
const XMP: &[u8] = b"XMP DataXMP";
/// Application blocks with the number of repetitions.
const LOOPS: [&[u8]; 2] = [b"NETSCAPE2.0", b"ANIMEXTS1.0"];
/// XMP packets are searched up to this many bytes.
const MAX_XMP: usize = 1 << 20;

/// The properties of a GIF that its blocks declare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frames {
    /// The size of the logical screen.
    pub width: u32,
    pub height: u32,
    pub count: u32,
    pub metadata: Metadata,
    /// True if the file is truncated, has no trailer, or contains an unknown block.
    pub is_cut_off: bool,
}

/// Counts the frames of a GIF by its blocks, without decompressing them. An incomplete frame
/// counts, since programs show it.
///
/// # Errors
///
/// If the header is not that of a GIF or is itself cut off, or the bytes can't be read.
pub fn count(reader: impl Read) -> Result<Frames, ImageError> {
    let mut blocks = Blocks(BufReader::with_capacity(64 * 1024, reader));
    let header = blocks
        .take::<13>()
        .map_err(ImageError::Read)?
        .ok_or_else(|| ImageError::Damaged("it ends within its header".into()))?;
    let [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', width0, width1, height0, height1, flags, _, _] = header
    else {
        return Err(ImageError::Unknown);
    };
    let mut frames = Frames {
        width: u32::from(u16::from_le_bytes([width0, width1])),
        height: u32::from(u16::from_le_bytes([height0, height1])),
        count: 0,
        metadata: Metadata::default(),
        is_cut_off: false,
    };
    let is_whole = blocks.skip(palette_bytes(flags)).map_err(ImageError::Read)?.is_some()
        && blocks.read_blocks(&mut frames).map_err(ImageError::Read)?.is_some();
    frames.is_cut_off = !is_whole;
    Ok(frames)
}

/// Removes comments and application data, except the number of repetitions. The frames are unchanged. Returns `None` for
/// an incomplete or invalid file.
pub fn without_metadata(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut at = 13 + palette_bytes(*bytes.get(10)?);
    let mut out = bytes.get(..at)?.to_vec();
    loop {
        let start = at;
        let kind = *bytes.get(at)?;
        let (head, is_kept) = match kind {
            TRAILER => {
                out.push(kind);
                return Some(out);
            }
            EXTENSION => {
                let name = bytes.get(at + 3..at + 3 + usize::from(*bytes.get(at + 2)?))?;
                let label = *bytes.get(at + 1)?;
                (2, label != COMMENT && (label != APPLICATION || LOOPS.contains(&name)))
            }
            IMAGE => (11 + palette_bytes(*bytes.get(at + 9)?), true),
            _ => return None,
        };
        at += head;
        loop {
            let length = usize::from(*bytes.get(at)?);
            at += 1 + length;
            if length == 0 {
                break;
            }
        }
        if is_kept {
            out.extend_from_slice(bytes.get(start..at)?);
        }
    }
}

/// The length of the palette that a descriptor's flags declare.
fn palette_bytes(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 0x07) + 1) }
}

/// Reads blocks. `None` means that the file ends too early.
struct Blocks<R>(BufReader<R>);

type ReadResult<T> = std::io::Result<Option<T>>;

impl<R: Read> Blocks<R> {
    /// Reads all blocks up to the trailer.
    fn read_blocks(&mut self, frames: &mut Frames) -> ReadResult<()> {
        while let Some([kind]) = self.take()? {
            let is_complete = match kind {
                TRAILER => return Ok(Some(())),
                EXTENSION => self.extension(&mut frames.metadata)?.is_some(),
                IMAGE => {
                    frames.count += 1;
                    self.image()?.is_some()
                }
                _ => return Ok(None),
            };
            if !is_complete {
                break;
            }
        }
        Ok(None)
    }

    /// Reads an extension. Of an application extension with XMP, reads the metadata: the packet is not divided into
    /// sub-blocks, but can be skipped as if it were.
    fn extension(&mut self, metadata: &mut Metadata) -> ReadResult<()> {
        let Some([label]) = self.take()? else { return Ok(None) };
        if label != APPLICATION {
            return self.sub_blocks();
        }
        let Some([length]) = self.take()? else { return Ok(None) };
        let mut name = vec![0; usize::from(length)];
        for byte in &mut name {
            let Some([next]) = self.take()? else { return Ok(None) };
            *byte = next;
        }
        if length == 0 {
            return Ok(Some(()));
        }
        if name != XMP {
            return self.sub_blocks();
        }
        let mut packet = Vec::new();
        while let Some([length]) = self.take()? {
            if length == 0 {
                metadata.read_xmp(&packet);
                return Ok(Some(()));
            }
            // In XMP, the byte that is read as a length is part of the packet.
            let room = |packet: &Vec<u8>| packet.len() < MAX_XMP;
            if room(&packet) {
                packet.push(length);
            }
            for _ in 0..length {
                let Some([next]) = self.take()? else { return Ok(None) };
                if room(&packet) {
                    packet.push(next);
                }
            }
        }
        Ok(None)
    }

    fn image(&mut self) -> ReadResult<()> {
        let Some([.., flags]) = self.take::<9>()? else { return Ok(None) };
        // The byte after the palette is the code size.
        if self.skip(palette_bytes(flags) + 1)?.is_none() {
            return Ok(None);
        }
        self.sub_blocks()
    }

    fn sub_blocks(&mut self) -> ReadResult<()> {
        while let Some([length]) = self.take()? {
            if length == 0 {
                return Ok(Some(()));
            }
            if self.skip(usize::from(length))?.is_none() {
                break;
            }
        }
        Ok(None)
    }

    fn take<const N: usize>(&mut self) -> ReadResult<[u8; N]> {
        let mut bytes = [0; N];
        match self.0.read_exact(&mut bytes) {
            Ok(()) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn skip(&mut self, mut length: usize) -> ReadResult<()> {
        while length > 0 {
            let here = match self.0.fill_buf() {
                Ok(buffer) => buffer.len().min(length),
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if here == 0 {
                return Ok(None);
            }
            self.0.consume(here);
            length -= here;
        }
        Ok(Some(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A GIF of small frames. Every second one has a local palette.
    fn moving(frames: u16) -> Vec<u8> {
        let mut encoder = gif::Encoder::new(Vec::new(), 20, 10, &[0, 0, 0, 255, 255, 255]).unwrap();
        encoder.set_repeat(gif::Repeat::Infinite).unwrap();
        for n in 0..frames {
            let palette = n.is_multiple_of(2).then(|| vec![n as u8; 12]);
            let buffer = (0..200).map(|at| u8::from((at * 7 + n) % 3 == 0)).collect::<Vec<_>>().into();
            let frame = gif::Frame { width: 20, height: 10, palette, buffer, ..gif::Frame::default() };
            encoder.write_frame(&frame).unwrap();
        }
        encoder.into_inner().unwrap()
    }

    #[test]
    fn frames_are_counted_without_their_pixels() {
        for frames in [1, 2, 60, 10_000] {
            let counted = count(moving(frames).as_slice()).unwrap();
            assert_eq!(
                counted,
                Frames {
                    width: 20,
                    height: 10,
                    count: u32::from(frames),
                    metadata: Metadata::default(),
                    is_cut_off: false
                }
            );
        }
    }

    /// XMP as the standard stores it in a GIF: the packet, then a trailer that ends it for readers
    /// of sub-blocks.
    fn with_xmp(gif: &[u8]) -> Vec<u8> {
        let mut out = gif[..gif.len() - 1].to_vec();
        out.extend(
            b"\x21\xff\x0bXMP DataXMP<x exif:GPSLatitude='52,1N' and so on until it is long enough/>\x01",
        );
        out.extend((0..=255).rev());
        out.extend(b"\x00\x21\xfe\x05hello\x00\x3b");
        out
    }

    #[test]
    fn where_it_was_taken_is_found_and_goes_with_the_frames_as_they_were() {
        let plain = moving(4);
        let tagged = with_xmp(&plain);
        let counted = count(tagged.as_slice()).unwrap();
        assert!(counted.metadata.position && !counted.is_cut_off && counted.count == 4);
        assert_eq!(without_metadata(&tagged).unwrap(), plain);
        assert_eq!(without_metadata(&tagged[..tagged.len() - 1]), None);
    }

    #[test]
    fn a_file_that_ends_anywhere_is_cut_off_but_counted() {
        let whole = moving(5);
        let mut last = 0;
        for end in 13..whole.len() {
            let counted = count(&whole[..end]).unwrap();
            assert!(counted.is_cut_off, "at {end}");
            assert!(counted.count >= last && counted.count <= 5);
            last = counted.count;
        }
        assert_eq!(last, 5);
        for end in 0..13 {
            assert!(matches!(count(&whole[..end]), Err(ImageError::Damaged(_))));
        }
    }

    #[test]
    fn a_file_that_is_not_a_gif_is_distinguished_from_a_damaged_one() {
        assert!(matches!(count(&b"\x89PNG\r\n\x1a\n0123456789"[..]), Err(ImageError::Unknown)));
        let mut stray = moving(3);
        let trailer = stray.len() - 1;
        stray[trailer] = 0x77;
        let counted = count(stray.as_slice()).unwrap();
        assert_eq!((counted.count, counted.is_cut_off), (3, true));
    }
}
