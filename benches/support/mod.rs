//! What the benches share: comparing two things in one run, turn by turn, so that both see the
//! same machine.

#![allow(dead_code, reason = "each bench uses its own part")]

pub mod large;

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long one call takes.
pub fn timed<T>(call: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let value = call();
    let taken = start.elapsed();
    drop(black_box(value));
    taken
}

/// Runs both in turns and prints their medians and how many times the peer's time ours is.
pub fn compare(
    what: &str,
    peer_is: &str,
    rounds: usize,
    mut ours: impl FnMut() -> Duration,
    mut peer: impl FnMut() -> Duration,
) {
    for _ in 0..rounds.div_ceil(10) {
        ours();
        peer();
    }
    let (mut own, mut other) = (Vec::with_capacity(rounds), Vec::with_capacity(rounds));
    for _ in 0..rounds {
        own.push(ours());
        other.push(peer());
    }
    let (own, other) = (median(&mut own), median(&mut other));
    let ratio = own.as_secs_f64() / other.as_secs_f64().max(f64::MIN_POSITIVE);
    println!("{what:<44} {own:>12.2?}   {peer_is:<32} {other:>12.2?}   ratio {ratio:.3}");
}

/// Whether this is a real run: `cargo test --benches` only wants to know that it works, and
/// `--list` only what there is.
pub fn is_measuring() -> bool {
    std::env::args().any(|argument| argument == "--bench")
}

/// True if this part of the bench was named on the command line, or none was.
pub fn wants(part: &str) -> bool {
    let mut named = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).peekable();
    named.peek().is_none() || named.any(|argument| argument == part)
}

/// The middle one; it sorts them.
pub fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// A draft with its body ten times.
pub fn ten_times(text: &str) -> String {
    let body = copydesk::draft::Draft::parse(text).body();
    format!("{}{}", &text[..body], text[body..].repeat(10))
}
