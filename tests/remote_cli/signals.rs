//! A program that is asked to end takes the git that it has started with it.

use std::io::Read;
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::world::World;

#[test]
fn git_ends_with_the_program_on_every_signal_that_asks_for_it() {
    for signal in ["HUP", "INT", "TERM"] {
        let world = World::new();
        // It takes the connection and says nothing.
        let server = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = server.local_addr().unwrap().port();
        world.git("editor", &["remote", "set-url", "origin", &format!("git://127.0.0.1:{port}/news.git")]);
        let before = world.state("editor");
        let mut command = world.set_up(Command::new(env!("CARGO_BIN_EXE_copydesk")), "editor");
        command.args(["--as-of", "2026-05-28", "gather", "--issue", "2026-06-01"]);
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (mut git, _) = server.accept().unwrap();
        // Far longer than it may take to end, so that a git that stays fails the test.
        git.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        world.shell("editor", &format!("kill -{signal} {}", child.id()));
        let out = child.wait_with_output().unwrap();
        let error = String::from_utf8(out.stderr).unwrap();
        assert_eq!(out.status.code(), Some(2), "{signal}: {error}");
        assert!(error.contains("cancelled"), "{signal}: {error}");
        // The request, and then the end: nobody holds the connection any more.
        let mut asked = Vec::new();
        git.read_to_end(&mut asked).unwrap_or_else(|error| panic!("{signal}: git goes on: {error}"));
        assert_eq!(world.state("editor"), before);
    }
}
