//! The pages in `docs/`: what is generated is current, and what they show works.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod profile;
mod profile_examples;
mod profile_keys;
mod profile_types;
