use super::*;

fn read(output: &str) -> Refusal {
    Refusal::from_output(output)
}

fn sentence(remote: &str, output: &str) -> String {
    Refused::new(remote, &remote.into(), read(output), output.to_owned()).with_hint()
}

/// Lines as git, ssh, curl and the hosting sites write them.
#[test]
fn the_output_of_git_and_the_sites_is_recognised() {
    for (output, wanted) in [
        ("fatal: could not read Username for 'https://github.com': terminal prompts disabled", Login {}),
        ("fatal: could not read Password for 'https://ed@github.com': terminal prompts disabled", Login {}),
        (
            "remote: Invalid username or token. Password authentication is not supported for Git operations.\n\
             fatal: Authentication failed for 'https://github.com/o/r.git/'",
            LoginRefused {},
        ),
        (
            "remote: HTTP Basic: Access denied.\nfatal: Authentication failed for 'https://gitlab.com/o/r.git/'",
            LoginRefused {},
        ),
        (
            "git@github.com: Permission denied (publickey).\nfatal: Could not read from remote repository.\n\n\
             Please make sure you have the correct access rights\nand the repository exists.",
            Key {},
        ),
        ("Received disconnect from 1.2.3.4 port 22:2: Too many authentication failures", Key {}),
        (
            "No ED25519 host key is known for git.example.org and you have requested strict checking.\n\
             Host key verification failed.\nfatal: Could not read from remote repository.",
            UnknownHost {},
        ),
        (
            "@@@@@@@@@@@\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\n@@@@@@@@@@@\n\
             Host key verification failed.\nfatal: Could not read from remote repository.",
            ChangedHost {},
        ),
        (
            "fatal: unable to access 'https://git.example.org/r/': SSL certificate problem: self-signed certificate",
            Certificate {},
        ),
        (
            "fatal: unable to access 'https://git.example.invalid/r/': Could not resolve host: git.example.invalid",
            NoHost {},
        ),
        (
            "ssh: Could not resolve hostname git.example.invalid: Name or service not known\nfatal: Could not read from remote repository.",
            NoHost {},
        ),
        ("fatal: unable to look up git.example.invalid (port 9418) (Name or service not known)", NoHost {}),
        (
            "ssh: connect to host 127.0.0.1 port 1: Connection refused\nfatal: Could not read from remote repository.",
            Connection {},
        ),
        (
            "fatal: unable to access 'http://127.0.0.1:1/r/': Failed to connect to 127.0.0.1 port 1 after 0 ms: Couldn't connect to server",
            Connection {},
        ),
        (
            "ssh: connect to host git.example.org port 22: Connection timed out\nfatal: Could not read from remote repository.",
            Connection {},
        ),
        ("fatal: read error: Connection reset by peer\nfatal: the remote end hung up unexpectedly", Gone {}),
        (
            "error: RPC failed; curl 56 Recv failure: Connection reset by peer\nfatal: early EOF\nfatal: fetch-pack: invalid index-pack output",
            Gone {},
        ),
        (
            "kex_exchange_identification: Connection closed by remote host\nfatal: Could not read from remote repository.",
            Gone {},
        ),
        ("fatal: unable to access 'http://x/': Proxy CONNECT aborted", Proxy {}),
        (
            "remote: Repository not found.\nfatal: repository 'https://github.com/o/none.git/' not found",
            NotFound {},
        ),
        ("ERROR: Repository not found.\nfatal: Could not read from remote repository.", NotFound {}),
        (
            "fatal: '/srv/none.git' does not appear to be a git repository\nfatal: Could not read from remote repository.",
            NotFound {},
        ),
        ("fatal: remote error: access denied or repository not exported: /none", NotFound {}),
        (
            "remote: \nremote: ========\nremote: \nremote: ERROR: The project you were looking for could not be found or you don't have permission to view it.\nremote:\nfatal: Could not read from remote repository.",
            NotFound {},
        ),
        (
            "remote: Permission to o/r.git denied to ed.\nfatal: unable to access 'https://github.com/o/r.git/': The requested URL returned error: 403",
            NoPermission {},
        ),
        (
            "ERROR: Permission to o/r.git denied to ed.\nfatal: Could not read from remote repository.",
            NoPermission {},
        ),
        (
            "ERROR: The key you are authenticating with has been marked as read only.\nfatal: Could not read from remote repository.",
            NoPermission {},
        ),
        (
            "remote: You are not allowed to push code to this project.\nfatal: Could not read from remote repository.",
            NoPermission {},
        ),
        ("fatal: remote error: service not enabled: /r.git", NoPermission {}),
        (
            "remote: This repository was archived so it is read-only.\nfatal: unable to access 'https://github.com/o/r/': The requested URL returned error: 403",
            Archived {},
        ),
        (
            "error: failed to push some refs to 'x'\n!\trefs/heads/main:refs/heads/main\t[rejected] (fetch first)",
            Moved {},
        ),
        ("!\trefs/heads/main:refs/heads/main\t[remote rejected] (non-fast-forward)", Moved {}),
        (
            "remote: error: GH006: Protected branch update failed for refs/heads/main.\nremote: error: Changes must be made through a pull request.\n!\trefs/heads/main:refs/heads/main\t[remote rejected] (protected branch hook declined)",
            Protected {},
        ),
        (
            "remote: GitLab: You are not allowed to push code to protected branches on this project.\n!\trefs/heads/main:refs/heads/main\t[remote rejected] (pre-receive hook declined)",
            Protected {},
        ),
        (
            "remote: error: GH013: Repository rule violations found for refs/heads/main.\n!\trefs/heads/main:refs/heads/main\t[remote rejected] (push declined due to repository rule violations)",
            Protected {},
        ),
        (
            "remote: no tabs\n!\trefs/heads/main:refs/heads/main\t[remote rejected] (pre-receive hook declined)",
            Hook {},
        ),
        ("!\trefs/heads/main:refs/heads/main\t[remote rejected] (hook declined)", Hook {}),
        (
            "remote: error: File a.gif is 120.00 MB; this exceeds GitHub's file size limit of 100.00 MB\n!\trefs/heads/main:refs/heads/main\t[remote rejected] (pre-receive hook declined)",
            TooLarge {},
        ),
        (
            "error: RPC failed; HTTP 413 curl 22 The requested URL returned error: 413\nfatal: the remote end hung up unexpectedly",
            TooLarge {},
        ),
        (
            "remote: fatal: pack exceeds maximum allowed size (1.00 MiB)\n!\trefs/heads/main:refs/heads/main\t[remote rejected] (unpacker error)",
            TooLarge {},
        ),
        (
            "remote: error: GH007: Your push would publish a private email address.\n!\trefs/heads/main:refs/heads/main\t[remote rejected] (push declined due to email privacy restrictions)",
            PrivateAddress {},
        ),
        (
            "remote: error: cannot lock ref 'refs/heads/main': Unable to create '/r/refs/heads/main.lock': File exists.\n!\trefs/heads/main:refs/heads/main\t[remote rejected] (failed to update ref)",
            Locked {},
        ),
        (
            "!\trefs/heads/main:refs/heads/main\t[remote rejected] (branch is currently checked out)",
            CheckedOut {},
        ),
        ("!\trefs/heads/main:refs/heads/main\t[remote rejected] (shallow update not allowed)", Shallow {}),
        (
            "error: remote unpack failed: unable to create temporary object directory\n!\trefs/heads/main:refs/heads/main\t[remote rejected] (unpacker error)",
            RemoteDisk {},
        ),
        (
            "fatal: couldn't find remote ref refs/pull/5/head",
            Refusal::NoRef { name: "refs/pull/5/head".into() },
        ),
        ("error: unknown option `no-write-fetch-head'\nusage: git fetch", OldGit {}),
        ("error: cannot run ssh: No such file or directory\nfatal: unable to fork", NoSsh {}),
        ("git: 'remote-https' is not a git command. See 'git --help'.", NoTransport {}),
        ("fatal: Could not read from remote repository.", NoAnswer {}),
        ("fatal: something new", Refusal::Unknown {}),
        ("", Gone {}),
    ] {
        assert_eq!(read(output), wanted, "{output}");
    }
}

#[test]
fn a_message_names_the_host_and_the_most_informative_line() {
    assert_eq!(
        sentence(
            "https://ed:secret@github.com/o/r",
            "remote: error: GH006: Protected branch update failed for refs/heads/main.\n\
             remote: error: Changes must be made through a pull request.\n\
             !\trefs/heads/main:refs/heads/main\t[remote rejected] (protected branch hook declined)"
        ),
        "github.com protects this branch against direct pushes (“GH006: Protected branch update failed for \
         refs/heads/main”): push to a branch of another name and open a pull request from it"
    );
    assert_eq!(
        sentence(
            "git@gitlab.com:o/r",
            "remote: \nremote: ========\nremote: \nremote: GitLab: You are not allowed to push code to protected branches on this project.\nremote: ====\n!\tx\t[remote rejected] (pre-receive hook declined)"
        ),
        "gitlab.com protects this branch against direct pushes (“You are not allowed to push code to protected \
         branches on this project”): push to a branch of another name and open a pull request from it"
    );
    assert_eq!(
        sentence("ssh://git@git.example.org:2222/o/r", "Host key verification failed."),
        "this machine does not know the host key of git.example.org yet: run `ssh -p 2222 git@git.example.org` \
         once in a terminal, compare the fingerprint with the one that the site publishes, then try again"
    );
    assert_eq!(
        sentence("ssh://git@git.example.org:2222/o/r", "REMOTE HOST IDENTIFICATION HAS CHANGED"),
        "the host key of git.example.org has changed, so the connection may be intercepted: ask the site's \
         owner if it was changed, and only then run `ssh-keygen -R '[git.example.org]:2222'` and try again"
    );
    assert_eq!(
        sentence("https://ed:secret@host.example/r", "hint: read on\nfatal: something new."),
        "git failed at https://ed:***@host.example/r (“something new”): fix the cause, then try again"
    );
}
