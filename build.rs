//! Names the commit that is built, and packs the list of misspellings.
//!
//! The misspellings become one file without pointers. The program reads nothing of it at its start, and a lookup reads
//! two places.
//!
//! ```text
//! a bit for each hash, set if a misspelling has that hash
//! offsets of bucket 0, 1, … and of the end, from the start of the file (u32, little endian)
//! entries of bucket 0, 1, …: length, misspelling, length, corrections separated by commas
//! ```

use std::path::{Path, PathBuf};

include!("src/lint/spelling/hash.rs");

mod source {
    include!("src/cli/version/source.rs");
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={CSV}");
    println!("cargo::rerun-if-changed=src/lint/spelling/hash.rs");
    println!("cargo::rerun-if-changed=src/cli/version/source.rs");
    name_source()?;
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("cargo names no OUT_DIR")?);
    std::fs::write(out.join("misspellings.bin"), pack()?)?;
    Ok(())
}

/// Sets `COPYDESK_VERSION` and `COPYDESK_DAY` for the program. Only builds with the release profile look at the commit:
/// a build for tests would be repeated after each commit.
fn name_source() -> Result<(), Box<dyn std::error::Error>> {
    let number = std::env::var("CARGO_PKG_VERSION")?;
    let (version, day) = if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-env-changed=SOURCE_DATE_EPOCH");
        let epoch = std::env::var("SOURCE_DATE_EPOCH").ok();
        let folder = std::env::var_os("CARGO_MANIFEST_DIR").ok_or("cargo names no CARGO_MANIFEST_DIR")?;
        let source = source::Source::new(Path::new(&folder), &number, epoch.as_deref());
        for file in &source.files {
            println!("cargo::rerun-if-changed={}", file.display());
        }
        (source.version(&number), source.day.unwrap_or_default())
    } else {
        (format!("{number} (development build)"), String::new())
    };
    println!("cargo::rustc-env=COPYDESK_VERSION={version}");
    println!("cargo::rustc-env=COPYDESK_DAY={day}");
    Ok(())
}

/// One misspelling per line, followed by its corrections, the most likely first. Written by `update.py`
/// in the same folder.
const CSV: &str = "assets/misspellings/words.csv";

/// Misspellings in published newsletters that the list does not contain.
const MORE: [(&str, &str); 1] = [("permmitted", "permitted")];

fn pack() -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut buckets = vec![Vec::new(); 1 << BUCKET_BITS];
    let csv = std::fs::read_to_string(CSV)?;
    let mut words: Vec<(&str, &str)> = csv.lines().filter_map(|line| line.split_once(',')).collect();
    words.extend(MORE);
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
