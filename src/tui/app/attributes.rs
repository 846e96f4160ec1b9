//! Reads the terminal until it has answered the question about its device attributes, before crossterm reads it.

use crate::tui::ask::early::Early;

/// Reads up to the answer, and passes on what is typed before it. The bytes after the answer are left to crossterm.
#[cfg(unix)]
pub(crate) fn read(heard: impl FnMut(Early)) {
    // Without the terminal, crossterm reports it.
    let _ = unix::read(&mut std::io::stdin(), heard);
}

/// Nothing is asked here.
#[cfg(not(unix))]
pub(crate) fn read(_: impl FnMut(Early)) {}

#[cfg(unix)]
mod unix {
    use std::io::{self, Read as _};
    use std::os::fd::AsRawFd as _;
    use std::time::{Duration, Instant};

    use filedescriptor::{AsRawFileDescriptor, FileDescriptor, POLLIN, poll, pollfd};

    use crate::tui::ask::early::{Early, Reader};

    /// A terminal that has not answered by now is not waited for any longer.
    const LONGEST: Duration = Duration::from_secs(2);
    /// An escape that nothing follows for so long is a key.
    const ESCAPE: Duration = Duration::from_millis(50);

    pub(super) fn read(
        terminal: &mut impl AsRawFileDescriptor,
        mut heard: impl FnMut(Early),
    ) -> io::Result<()> {
        // Its bytes are read one by one, past the buffer of the standard library.
        let mut terminal = FileDescriptor::dup(terminal).map_err(io::Error::other)?;
        let until = Instant::now() + LONGEST;
        let mut reader = Reader::default();
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let wait = if reader.is_within() { ESCAPE } else { left };
            let mut ready = [pollfd { fd: terminal.as_raw_fd(), events: POLLIN, revents: 0 }];
            match poll(&mut ready, Some(wait)) {
                Ok(0) if reader.is_within() => {
                    if let Some(early) = reader.pause() {
                        heard(early);
                    }
                    continue;
                }
                Ok(0) => return Ok(()),
                Ok(_) => {}
                Err(filedescriptor::Error::Poll(error) | filedescriptor::Error::Io(error))
                    if error.kind() == io::ErrorKind::Interrupted =>
                {
                    continue;
                }
                Err(error) => return Err(io::Error::other(error)),
            }
            let mut byte = [0];
            if terminal.read(&mut byte)? == 0 {
                return Ok(());
            }
            if let Some(early) = reader.take(byte[0]) {
                let is_last = matches!(early, Early::Attributes(_));
                heard(early);
                if is_last {
                    return Ok(());
                }
            }
        }
    }

    #[cfg(test)]
    mod tests {
        use std::io::Write as _;
        use std::os::unix::net::UnixStream;

        use crossterm::event::{Event, KeyCode};

        use super::*;
        use crate::tui::ask::Answer;

        #[test]
        fn the_bytes_after_the_answer_are_left() {
            let (mut desk, mut terminal) = UnixStream::pair().unwrap();
            terminal.write_all(b"j\x1b[?1;0;1024S\x1b[?63;4;22cxyz").unwrap();
            let mut heard = Vec::new();
            read(&mut desk, |early| heard.push(early)).unwrap();
            assert_eq!(
                heard,
                [Early::Typed(Event::Key(KeyCode::Char('j').into())), Early::Attributes(Answer::ShowsSixels),]
            );
            let mut rest = [0; 3];
            desk.read_exact(&mut rest).unwrap();
            assert_eq!(&rest, b"xyz");
        }

        #[test]
        fn a_terminal_that_is_gone_ends_the_reading() {
            let (mut desk, terminal) = UnixStream::pair().unwrap();
            drop(terminal);
            let mut heard = Vec::new();
            read(&mut desk, |early| heard.push(early)).unwrap();
            assert_eq!(heard, []);
        }
    }
}
