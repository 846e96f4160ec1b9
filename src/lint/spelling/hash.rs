// Shared with build.rs, which puts the words where `corrections` looks for them.

/// As many buckets as there are numbers of so many bits: about one and a half words each.
const BUCKET_BITS: u32 = 16;

/// FNV-1a, folded to a bucket's number.
fn bucket_of(word: &[u8]) -> usize {
    let mut hash = 0x811c_9dc5_u32;
    for byte in word {
        hash = (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    }
    ((hash >> BUCKET_BITS) ^ (hash & ((1 << BUCKET_BITS) - 1))) as usize
}
