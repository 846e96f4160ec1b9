use super::{CLEAN, pass_on};

/// Written by `update.py` in the same folder.
const NOTICES: &str = include_str!("../../assets/licences/notices.txt");

pub(super) fn run() -> u8 {
    pass_on(NOTICES);
    CLEAN
}
