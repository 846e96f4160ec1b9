//! The terminal program.

pub mod widgets;

use jiff::civil::Date;

use crate::desk::{Choice, DeskError, Listing, Workspace};

pub fn run(_: Workspace, _: Listing, _: Choice, _: Date) -> Result<(), DeskError> {
    Ok(())
}
