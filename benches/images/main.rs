//! What a user waits for with pictures.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod gif;

fn main() {
    if std::env::args().any(|argument| argument == "--bench") {
        gif::run();
    }
}
