//! Reads other people's documents for the current draft: meeting notes, the library report, blog posts,
//! click reports, calendars, releases. A reader returns what a document contains, with lines. The
//! content becomes candidates for slots of a draft.

pub mod calendar;
pub mod candidate;
pub mod clicks;
mod decode;
mod kind;
mod markdown;
pub mod notes;
mod number;
pub mod post;
pub mod propose;
mod reading;
mod received;
mod recognise;
pub mod releases;
pub mod report;

pub use decode::decode;
pub use kind::Kind;
pub use reading::{Reading, Refusal, Remark, Tone};
pub use received::{MailError, ReceivedMail, read_mail};
pub use recognise::{is_web_page, recognise};

/// The grammar of the built-in profile that has one.
#[cfg(test)]
fn grammar() -> &'static crate::profile::grammar::Grammar {
    static GRAMMAR: std::sync::LazyLock<crate::profile::grammar::Grammar> = std::sync::LazyLock::new(|| {
        let profile = crate::profile::built_in("circuitpython");
        profile.map(|profile| profile.import.grammar).unwrap_or_default()
    });
    &GRAMMAR
}
