//! What others already wrote, read for this week's draft: meeting notes, the library report, blog
//! posts, click reports, calendars, releases. A reader takes text and says what it found, with
//! lines; what it found becomes candidates for slots of a draft.

mod kind;
mod reading;

pub use kind::Kind;
pub use reading::{Reading, Refusal, Remark, Tone};
