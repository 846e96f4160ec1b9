//! Opens the page in the user's browser, or says how to reach it from another machine.

use std::process::{Command, Stdio};

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

/// Asks the desktop to open an address. Returns false if no program took it.
pub fn open_browser(url: &str) -> bool {
    let line: &[&str] = match std::env::consts::OS {
        "macos" => &["open"],
        // The empty argument is the title of a window that is not opened.
        "windows" => &["cmd", "/C", "start", ""],
        _ => &["xdg-open"],
    };
    let mut command = Command::new(line[0]);
    command.args(&line[1..]).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(mut child) = command.spawn() else { return false };
    // Some programs stay as long as the browser.
    std::thread::spawn(move || child.wait());
    true
}

#[cfg(test)]
mod tests {
    use super::*;

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
