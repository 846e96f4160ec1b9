//! What differs between operating systems, behind functions that all of them have. No other room asks for the system,
//! but for the ones that `tests/architecture.rs` names.
//!
//! | matter | Unix | Windows |
//! |---|---|---|
//! | a new file over one that another program has open | takes its name at once | is tried again for a moment, since the other program may lock it |
//! | owner, mode, access lists | are copied | only the read-only mark is |
//! | a program and its children | a session of their own, which gets SIGTERM first | a job, which is ended |
//! | Ctrl-C, a closed terminal | are signals | end the program |
//! | the time zone | is a file | is asked for by name |
//! | resolved paths | as they are | without the prefix `\\?\`, which other programs do not read |
//! | names such as CON and NUL | are avoided, since a repository is for all systems | are devices |

mod allocator;
mod child;
mod clock;
mod files;
mod names;
mod program;
mod signals;
mod terminal;

pub use child::{ask_to_end, in_own_group};
pub use clock::now;
pub use files::{
    Mode, copy_attributes, has_one_name, index_numbers, is_file_at, make_executable, make_private,
    path_from_bytes, replace_file, set_mode,
};
pub use names::{is_reserved, real_path, with_slashes, without_prefix};
pub use program::{find_program, is_executable, shell_command};
pub use signals::{Interrupt, Interrupts, on_interrupt};
pub use terminal::{suspend, wake_reader, while_interrupts_are_ignored};

/// True where paths have drives, and backslashes between folders.
pub const IS_WINDOWS: bool = cfg!(windows);

/// True where the program reads the bytes of the terminal itself, file modes are kept, and a signal wakes a reader.
pub const IS_UNIX: bool = cfg!(unix);

/// True where the desktop's clipboard has programs of the system.
pub const IS_MAC: bool = cfg!(target_os = "macos");
