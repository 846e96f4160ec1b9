// Shared with build.rs, which puts the words where `corrections` looks for them.

/// The number of buckets, as a power of two: about one and a half words in each.
const BUCKET_BITS: u32 = 16;

/// The number of bits of the filter, as a power of two: one in fifteen is set.
const FILTER_BITS: u32 = 20;

/// FNV-1a.
fn hash_of(word: &[u8]) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    for byte in word {
        hash = (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    }
    hash
}

/// The hash, folded to a bucket's number.
fn bucket_of(hash: u32) -> usize {
    ((hash >> BUCKET_BITS) ^ (hash & ((1 << BUCKET_BITS) - 1))) as usize
}

/// The hash, folded to a bit of the filter: its byte, and the bit there.
fn filter_bit(hash: u32) -> (usize, u8) {
    let bit = (hash ^ (hash >> FILTER_BITS)) & ((1 << FILTER_BITS) - 1);
    ((bit / 8) as usize, 1 << (bit % 8))
}
