//! Decodes documents of any encoding.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::Refusal;
use crate::text::limits::IMPORT_BYTES;

/// The number of bytes that are searched for the encoding.
const HEAD: usize = 4096;

/// Decodes UTF-8, UTF-16 of either byte order, and the encoding that a page declares, with or
/// without a byte-order mark, or else Windows-1252, in which all bytes are valid. The result has no
/// byte-order mark, and each line ends in `\n`.
pub fn decode(bytes: &[u8]) -> Result<String, Refusal> {
    if bytes.len() as u64 > IMPORT_BYTES {
        return Err(Refusal::TooLarge { bytes: bytes.len() as u64, limit: IMPORT_BYTES });
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Refusal::Empty);
    }
    let (encoding, start) =
        Encoding::for_bom(bytes).or_else(|| utf_16(bytes).map(|found| (found, 0))).unwrap_or((UTF_8, 0));
    let bytes = &bytes[start..];
    let text = if encoding == UTF_8 {
        if bytes.starts_with(b"%PDF-") || memchr::memchr(0, bytes).is_some() {
            return Err(Refusal::Binary);
        }
        eight_bit(bytes)
    } else {
        // A document that was cut off may end in half a character.
        encoding.decode_without_bom_handling(&bytes[..bytes.len() & !1]).0.into_owned()
    };
    let text = unix_lines(text.trim_start_matches('\u{feff}')).into_owned();
    if text.chars().all(char::is_whitespace) {
        return Err(Refusal::Empty);
    }
    if is_binary(&text) {
        return Err(Refusal::Binary);
    }
    Ok(text)
}

/// In UTF-16, every second byte of Western text is zero.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let (pairs, _) = head.as_chunks::<2>();
    let zeros = |at: usize| pairs.iter().filter(|pair| pair[at] == 0).count();
    match (zeros(0), zeros(1)) {
        (0, low) if low * 2 > pairs.len() => Some(UTF_16LE),
        (high, 0) if high * 2 > pairs.len() => Some(UTF_16BE),
        _ => None,
    }
}

fn eight_bit(bytes: &[u8]) -> String {
    let Err(first) = std::str::from_utf8(bytes) else {
        return String::from_utf8_lossy(bytes).into_owned();
    };
    if first.error_len().is_none() {
        // Only the end is invalid: the document was cut off within a character.
        return String::from_utf8_lossy(&bytes[..first.valid_up_to()]).into_owned();
    }
    // Some invalid bytes in a text with many multi-byte characters.
    let (mut good, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    if good > broken * 4 {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    declared(bytes).unwrap_or(WINDOWS_1252).decode_without_bom_handling(bytes).0.into_owned()
}

/// The encoding that a page declares in its head.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let at = memchr::memmem::find(head, b"charset=")? + "charset=".len();
    let rest = head[at..].strip_prefix(b"\"").unwrap_or(&head[at..]);
    let end = rest.iter().position(|byte| !byte.is_ascii_alphanumeric() && !b"-_:".contains(byte));
    // A page that wrongly declares UTF-8 usually is Windows-1252.
    Encoding::for_label(&rest[..end.unwrap_or(rest.len())])
        .filter(|found| ![UTF_8, UTF_16LE, UTF_16BE].contains(found))
}

/// Converts all line endings to `\n`.
pub(super) fn unix_lines(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\r', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        out.push('\n');
        rest = &rest[at + 1..];
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// True if at least one in fifty characters is a control character.
fn is_binary(text: &str) -> bool {
    let odd = |c: &char| matches!(c, '\0'..='\u{8}' | '\u{e}'..='\u{1a}' | '\u{1c}'..='\u{1f}' | '\u{7f}');
    let strange = text.chars().filter(odd).count();
    text.contains('\0') || strange * 50 > text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf_16le(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    fn utf_16be(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_be_bytes).collect()
    }

    #[test]
    fn every_usual_encoding_gives_the_same_text() {
        let text = "Café – “heute”\nname,clicks\n";
        let windows = WINDOWS_1252.encode(text).0.into_owned();
        let mut forms = vec![text.as_bytes().to_vec(), windows, utf_16le(text), utf_16be(text)];
        forms.push(format!("\u{feff}{text}").into_bytes());
        forms.push(utf_16le(&format!("\u{feff}{text}")));
        forms.push(utf_16be(&format!("\u{feff}{text}")));
        forms.push(text.replace('\n', "\r\n").into_bytes());
        forms.push(text.replace('\n', "\r").into_bytes());
        for form in forms {
            assert_eq!(decode(&form).as_deref(), Ok(text), "{form:?}");
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(decode(b""), Err(Refusal::Empty));
        assert_eq!(decode(b" \r\n\t"), Err(Refusal::Empty));
        assert_eq!(decode(b"\xef\xbb\xbf"), Err(Refusal::Empty));
        assert_eq!(decode(b"\xff\xfe\n\0"), Err(Refusal::Empty));
        assert_eq!(decode(b"PK\x03\x04\x14\0\0\0\x08\0mimetype"), Err(Refusal::Binary));
        assert_eq!(decode(b"%PDF-1.7 is text at first"), Err(Refusal::Binary));
        assert_eq!(decode(&[0x89, b'P', 1, 2, 3, 4, 5, 6]), Err(Refusal::Binary));
    }

    #[test]
    fn a_document_cut_off_within_a_character_is_read_up_to_there() {
        let bytes = "Grüße – hier".as_bytes();
        let at = "Grüße ".len();
        assert_eq!(decode(&bytes[..at + 1]).as_deref(), Ok("Grüße "));
        let mut wide = utf_16le("\u{feff}ab");
        wide.pop();
        assert_eq!(decode(&wide).as_deref(), Ok("a"));
    }

    #[test]
    fn a_broken_byte_does_not_turn_the_rest_into_another_encoding() {
        let text = "“one” “two” “three” “four” ".repeat(3);
        let mut bytes = text.clone().into_bytes();
        bytes.push(0xff);
        bytes.extend(b"end");
        assert_eq!(decode(&bytes).unwrap(), format!("{text}\u{fffd}end"));
    }

    #[test]
    fn a_page_that_names_its_encoding_is_read_by_it() {
        let page = "<meta charset=\"koi8-r\"><p>Привет</p>";
        let bytes = encoding_rs::KOI8_R.encode(page).0.into_owned();
        assert_eq!(decode(&bytes).as_deref(), Ok(page));
    }
}
