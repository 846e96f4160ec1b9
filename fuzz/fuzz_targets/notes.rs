#![no_main]

#[path = "../notes_properties.rs"]
mod notes_properties;

libfuzzer_sys::fuzz_target!(|data: &[u8]| notes_properties::notes(data));
