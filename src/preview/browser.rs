//! Opens the page in the user's browser, or says how to reach it from another machine.

use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

/// How to reach this machine's page from the machine at the other end of an ssh connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tunnel {
    user: Option<String>,
    host: String,
    port: u16,
}

impl Tunnel {
    /// The tunnel of the connection that `variable` describes (`SSH_CONNECTION`); `None` on the user's own machine.
    pub fn new(variable: &dyn Fn(&str) -> Option<String>) -> Option<Tunnel> {
        let connection = variable("SSH_CONNECTION")?;
        let mut parts = connection.split_ascii_whitespace().skip(2);
        let (host, port) = (parts.next()?, parts.next()?.parse().ok()?);
        let host = host.parse::<std::net::IpAddr>().ok()?.to_string();
        let is_name = |name: &String| {
            !name.is_empty()
                && name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
                && !name.starts_with('-')
        };
        let user = ["USER", "LOGNAME"].into_iter().find_map(variable).filter(is_name);
        Some(Tunnel { user, host, port })
    }

    /// The command to run on the user's machine.
    pub fn command(&self, page_port: u16) -> String {
        let user = self.user.as_ref().map_or(String::new(), |user| format!("{user}@"));
        let port = if self.port == 22 { String::new() } else { format!(" -p {}", self.port) };
        format!("ssh -N -L {page_port}:127.0.0.1:{page_port}{port} {user}{}", self.host)
    }
}

/// Why no browser shows an address.
#[derive(Debug, thiserror::Error)]
pub enum NoBrowser {
    #[error("{program} could not be run: {source}")]
    NotRun { program: String, source: std::io::Error },
    #[error("{program} found none ({status})")]
    Failed { program: String, status: ExitStatus },
}

/// How long the desktop's program may take to fail. One that runs longer has a browser: some stay as long as it does.
const FAILS_WITHIN: Duration = Duration::from_secs(1);

/// Asks the desktop to open an address.
///
/// # Errors
///
/// If the desktop's program is not there, or fails at once.
pub fn open_browser(url: &str) -> Result<(), NoBrowser> {
    let line: &[&str] = match std::env::consts::OS {
        "macos" => &["open"],
        // The empty argument is the title of a window that is not opened.
        "windows" => &["cmd", "/C", "start", ""],
        _ => &["xdg-open"],
    };
    open_with(line, url)
}

/// Runs a program with its arguments and the address.
fn open_with(line: &[&str], url: &str) -> Result<(), NoBrowser> {
    let [name, arguments @ ..] = line else { return Ok(()) };
    let program = || (*name).to_owned();
    let mut command = Command::new(name);
    command.args(arguments).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|source| NoBrowser::NotRun { program: program(), source })?;
    let (sender, ended) = channel();
    std::thread::spawn(move || {
        // Nobody waits for a program that stays.
        let _ = sender.send(child.wait());
    });
    match ended.recv_timeout(FAILS_WITHIN) {
        Ok(Ok(status)) if !status.success() => Err(NoBrowser::Failed { program: program(), status }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn a_program_that_fails_opens_nothing_and_says_so() {
        assert!(open_with(&["true"], "http://127.0.0.1").is_ok());
        let failed = open_with(&["false"], "http://127.0.0.1").unwrap_err().to_string();
        assert_eq!(failed, "false found none (exit status: 1)");
        let gone = open_with(&["copydesk-no-such-program"], "http://127.0.0.1").unwrap_err().to_string();
        assert!(gone.starts_with("copydesk-no-such-program could not be run: "), "{gone}");
    }

    #[test]
    fn the_tunnel_ends_at_the_server_of_the_ssh_connection() {
        let command = |connection: &'static str, user: &'static str| {
            let tunnel = Tunnel::new(&|name| match name {
                "SSH_CONNECTION" => Some(connection.to_owned()),
                "USER" => Some(user.to_owned()),
                _ => None,
            });
            tunnel.map(|tunnel| tunnel.command(4321))
        };
        let expected = "ssh -N -L 4321:127.0.0.1:4321 ada@192.0.2.7";
        assert_eq!(command("198.51.100.2 50022 192.0.2.7 22", "ada").as_deref(), Some(expected));
        let other_port = "ssh -N -L 4321:127.0.0.1:4321 -p 2222 2001:db8::7";
        assert_eq!(command("::1 5 2001:db8::7 2222", "$(x)").as_deref(), Some(other_port));
        assert_eq!(command("198.51.100.2 50022 $(x) 22", "ada"), None);
        assert_eq!(Tunnel::new(&|_| None), None);
    }
}
