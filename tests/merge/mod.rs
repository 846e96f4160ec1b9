//! Merging drafts by what they are made of: real merges that git can't do, real weeks of
//! contributions, and what has to hold of every merge.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod batch;
mod examples;
mod items;
mod properties;
mod triples;
mod weeks;
