//! Over ssh, to a server with a key of its own.

use std::path::{Path, PathBuf};
use std::process::Command;

use copydesk::git::{Hint, Outcome, Refusal, RemoteError};

use crate::git_remote::server::{hand_over, listen};
use crate::git_remote::{World, alone};
use crate::support::require::{Need, missing};

fn key(path: &Path) {
    let out = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(path).output();
    assert!(out.unwrap().status.success());
}

/// A server that knows one user's key; gives its port. `None`, with a word, where there is none.
fn sshd(folder: &Path) -> Option<u16> {
    let found = ["/usr/sbin/sshd", "/usr/bin/sshd"].into_iter().find(|path| Path::new(path).exists());
    let Some(sshd) = found.filter(|_| Command::new("ssh").arg("-V").output().is_ok()) else {
        missing(Need::Sshd, "there is no openssh-server");
        return None;
    };
    key(&folder.join("host"));
    key(&folder.join("user"));
    key(&folder.join("stranger"));
    std::fs::copy(folder.join("user.pub"), folder.join("authorized")).unwrap();
    // Where the daemon runs as root it wants this folder, which a service would have made.
    let _ = std::fs::create_dir("/run/sshd");
    let config = folder.join("sshd_config");
    let text = format!(
        "HostKey {0}/host\nAuthorizedKeysFile {0}/authorized\nStrictModes no\nPidFile none\n\
         PasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin prohibit-password\n",
        folder.display()
    );
    std::fs::write(&config, text).unwrap();
    let check = Command::new(sshd).arg("-t").arg("-f").arg(&config).output().unwrap();
    if !check.status.success() {
        missing(Need::Sshd, &format!("sshd can't run here: {}", String::from_utf8_lossy(&check.stderr)));
        return None;
    }
    Some(listen(move |stream| {
        hand_over(stream, Command::new(sshd).args(["-i", "-e", "-f"]).arg(&config));
    }))
}

fn user() -> String {
    String::from_utf8(Command::new("id").arg("-un").output().unwrap().stdout).unwrap().trim().to_owned()
}

/// ssh with nothing of the user's own: neither keys, agent nor known hosts.
fn settings(world: &World, folder: &Path, key: &str) -> PathBuf {
    let path = folder.join("ssh_config");
    let text = format!(
        "IdentityFile {0}/{key}\nIdentitiesOnly yes\nIdentityAgent none\nUserKnownHostsFile {0}/known\n\
         GlobalKnownHostsFile none\nStrictHostKeyChecking ask\n",
        folder.display()
    );
    std::fs::write(&path, text).unwrap();
    world.desk.git(&["config", "core.sshCommand", &format!("ssh -F {}", path.display())]);
    path
}

fn learn(folder: &Path, port: u16, key: &str) {
    let public = std::fs::read_to_string(folder.join(format!("{key}.pub"))).unwrap();
    std::fs::write(folder.join("known"), format!("[127.0.0.1]:{port} {public}")).unwrap();
}

#[test]
fn keys_of_users_and_hosts() {
    alone("git_remote::ssh::keys_of_users_and_hosts", || {
        let world = World::new();
        let keys = tempfile::tempdir().unwrap();
        let Some(port) = sshd(keys.path()) else { return };
        let (user, news) = (user(), world.base.path().join("news.git"));
        let url = format!("ssh://{user}@127.0.0.1:{port}{}", news.display());
        world.desk.git(&["remote", "set-url", "origin", &url]);
        world.change("two\n");

        settings(&world, keys.path(), "user");
        let error = world.refusal();
        assert_eq!(
            error.with_hint(),
            format!(
                "this machine does not know the host key of 127.0.0.1 yet: run `ssh -p {port} {user}@127.0.0.1` once \
                 in a terminal, compare the fingerprint with the one that the site publishes, then try again"
            )
        );
        learn(keys.path(), port, "stranger");
        let error = world.refusal();
        assert_eq!(
            error.with_hint(),
            format!(
                "the host key of 127.0.0.1 has changed, so the connection may be intercepted: ask the site's owner if \
                 it was changed, and only then run `ssh-keygen -R '[127.0.0.1]:{port}'` and try again"
            )
        );
        learn(keys.path(), port, "host");
        settings(&world, keys.path(), "stranger");
        let error = world.refusal();
        assert_eq!(
            error.with_hint(),
            "127.0.0.1 does not know your ssh key: load the right key with `ssh-add`, or add your public key to \
             your account there, then try again"
        );
        assert!(error.output().unwrap().contains("Permission denied"), "{error:?}");

        settings(&world, keys.path(), "user");
        let made = world.push().unwrap();
        assert_eq!(made.outcome, Outcome::Updated);
        assert_eq!(world.bare(&["rev-parse", "main"]), made.oid.to_string());

        world.desk.git(&["remote", "set-url", "origin", &url.replace("news", "none")]);
        let error = world.refusal();
        assert!(
            matches!(&error, RemoteError::Refused(it) if it.refusal == Refusal::NotFound {}),
            "{error:?}"
        );
    });
}
