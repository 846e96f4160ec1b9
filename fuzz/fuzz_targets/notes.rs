#![no_main]

#[path = "../../tests/support/properties/notes.rs"]
mod properties;

libfuzzer_sys::fuzz_target!(|data: &[u8]| properties::notes(data));
