//! Packs the dictionary of misspellings into one file without pointers: nothing of it is touched
//! at the program's start, and a look-up reads two places.
//!
//! ```text
//! a bit for each hash, set where a misspelling has it
//! offset of bucket 0, 1, …, and of the end, from the file's start (four bytes each, little end first)
//! entries of bucket 0, 1, …: length, misspelling, length, corrections parted by commas
//! ```

use std::path::PathBuf;

include!("src/lint/spelling/hash.rs");

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/lint/spelling/hash.rs");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("cargo names no OUT_DIR")?);
    std::fs::write(out.join("misspellings.bin"), pack()?)?;
    Ok(())
}

/// Misspellings that newsletters went out with and the dictionary lacks.
const MORE: [(&str, &str); 1] = [("permmitted", "permitted")];

fn pack() -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut buckets = vec![Vec::new(); 1 << BUCKET_BITS];
    let mut words: Vec<(String, String)> = typos_dict::WORD
        .map
        .entries()
        .map(|(word, corrections)| (word.into_inner().to_ascii_lowercase(), corrections.join(",")))
        .collect();
    words.extend(MORE.map(|(word, right)| (word.to_owned(), right.to_owned())));
    words.sort();
    let mut packed = vec![0; 1 << (FILTER_BITS - 3)];
    for (word, corrections) in words {
        let hash = hash_of(word.as_bytes());
        let (byte, bit) = filter_bit(hash);
        packed[byte] |= bit;
        let bucket = &mut buckets[bucket_of(hash)];
        for text in [word, corrections] {
            bucket.push(u8::try_from(text.len())?);
            bucket.extend_from_slice(text.as_bytes());
        }
    }
    let mut offset = u32::try_from(packed.len() + 4 * (buckets.len() + 1))?;
    for bucket in &buckets {
        packed.extend_from_slice(&offset.to_le_bytes());
        offset += u32::try_from(bucket.len())?;
    }
    packed.extend_from_slice(&offset.to_le_bytes());
    packed.extend(buckets.concat());
    Ok(packed)
}
