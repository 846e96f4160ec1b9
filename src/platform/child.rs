//! Programs that start programs: git starts ssh, hooks and helpers.

use process_wrap::std::{ChildWrapper, CommandWrap};

/// Has a program run in a session of its own: it has no terminal to ask on, and is ended with all that it starts.
#[cfg(unix)]
pub fn in_own_group(command: &mut CommandWrap) {
    command.wrap(process_wrap::std::ProcessSession);
}

/// Has a program run in a job of its own, which is ended with all that it starts.
#[cfg(windows)]
pub fn in_own_group(command: &mut CommandWrap) {
    command.wrap(process_wrap::std::JobObject);
}

#[cfg(not(any(unix, windows)))]
pub fn in_own_group(_: &mut CommandWrap) {}

/// Asks a program to remove its lock files and end. False if it can't be asked.
#[cfg(unix)]
pub fn ask_to_end(child: &mut dyn ChildWrapper) -> bool {
    child.signal(signal_hook::consts::SIGTERM).is_ok()
}

#[cfg(not(unix))]
pub fn ask_to_end(_: &mut dyn ChildWrapper) -> bool {
    false
}
