//! Common misspellings of English words, from `assets/misspellings`, packed by `build.rs`.

include!("hash.rs");

static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/misspellings.bin"));

/// Returns the corrections of a known misspelling, the likeliest first, separated by commas. `word` is in
/// lower case.
pub(super) fn corrections(word: &str) -> Option<&'static str> {
    let hash = hash_of(word.as_bytes());
    let (byte, bit) = filter_bit(hash);
    // The filter rejects nearly every word with one memory access.
    if PACKED.get(byte)? & bit == 0 {
        return None;
    }
    let bucket = bucket_of(hash);
    let mut entries = PACKED.get(offset(bucket)?..offset(bucket + 1)?)?;
    while let Some((known, rest)) = text(entries) {
        let (corrections, rest) = text(rest)?;
        if known == word.as_bytes() {
            return std::str::from_utf8(corrections).ok();
        }
        entries = rest;
    }
    None
}

fn offset(bucket: usize) -> Option<usize> {
    let bytes = PACKED.get((1 << (FILTER_BITS - 3)) + 4 * bucket..)?.first_chunk::<4>()?;
    Some(u32::from_le_bytes(*bytes) as usize)
}

/// Reads a text that is prefixed with its length, and returns it with the remaining bytes.
fn text(entries: &'static [u8]) -> Option<(&'static [u8], &'static [u8])> {
    let (length, rest) = entries.split_first()?;
    rest.split_at_checked(usize::from(*length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspellings_are_known_and_words_are_not() {
        assert_eq!(corrections("teh"), Some("the"));
        assert_eq!(corrections("recieve"), Some("receive"));
        for word in ["the", "receive", "circuitpython", "", "a", "é"] {
            assert_eq!(corrections(word), None, "{word}");
        }
    }

    #[test]
    fn every_word_of_the_list_is_found() {
        let list = include_str!("../../../assets/misspellings/words.csv");
        assert!(list.lines().count() > 80_000);
        for line in list.lines() {
            let (word, right) = line.split_once(',').unwrap();
            assert_eq!(corrections(word), Some(right), "{word}");
        }
    }

    #[test]
    fn buckets_hold_only_words_with_their_hash() {
        let mut words = 0;
        for bucket in 0..1 << BUCKET_BITS {
            let mut entries = &PACKED[offset(bucket).unwrap()..offset(bucket + 1).unwrap()];
            while let Some((word, rest)) = text(entries) {
                assert_eq!(bucket_of(hash_of(word)), bucket);
                let (corrections, rest) = text(rest).unwrap();
                assert!(!corrections.is_empty());
                words += 1;
                entries = rest;
            }
            assert!(entries.is_empty());
        }
        assert!(words > 80_000, "{words}");
    }
}
