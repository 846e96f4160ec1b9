#![no_main]

#[path = "../../tests/support/properties/drafts.rs"]
#[allow(dead_code, reason = "each target uses one of them")]
mod properties;

libfuzzer_sys::fuzz_target!(|data: &[u8]| properties::profile(data));
