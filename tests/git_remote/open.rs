//! Which requests are open, asked of a site on this machine.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use copydesk::git::{Control, Hint, Limits, OpenRequests, SiteError, forked_from, open_requests};

use crate::git_remote::server::listen;
use crate::git_remote::{Desk, alone};
use crate::support::require::{Need, missing};

/// What a site answers: its status and headers, and a body.
type Answer = (String, String);

/// A site that answers each request line, and keeps all that it was asked.
#[derive(Debug)]
struct Site {
    desk: Desk,
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Site {
    fn new(answer: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Self {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let kept = asked.clone();
        let port = listen(move |stream| {
            let _ = serve(&stream, &answer, &kept);
        });
        let desk = Desk::new();
        desk.git(&["config", "copydesk.127.0.0.1.forge", "github"]);
        Self { desk, port, asked }
    }

    fn asks(&self, control: &Control) -> Result<OpenRequests, SiteError> {
        let repo = self.desk.repo();
        let url = repo.remote_url(&format!("http://127.0.0.1:{}/o/r.git", self.port).into()).unwrap();
        open_requests(&repo, &url, control)
    }

    fn why(&self) -> String {
        self.asks(&Control::default()).unwrap_err().with_hint()
    }

    /// The first lines of what was asked.
    fn lines(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        asked.iter().map(|head| head.lines().next().unwrap().to_owned()).collect()
    }
}

fn serve(
    mut stream: &TcpStream,
    answer: &dyn Fn(&str) -> Answer,
    asked: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut head = String::new();
    let mut reader = BufReader::new(stream);
    while reader.read_line(&mut head)? > 2 {}
    let target = head.split(' ').nth(1).unwrap_or_default().to_owned();
    asked.lock().unwrap().push(head);
    let (status, body) = answer(&target);
    write!(stream, "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
}

fn ok(body: &str) -> Answer {
    ("200 OK\r\nContent-Type: application/json".to_owned(), body.to_owned())
}

fn pulls(numbers: impl Iterator<Item = u32>) -> String {
    let one =
        |number| format!(r#"{{"number": {number}, "title": "Add {number}", "user": {{"login": "ada"}}}}"#);
    format!("[{}]", numbers.map(one).collect::<Vec<_>>().join(","))
}

fn page(target: &str) -> u32 {
    target.rsplit_once("&page=").unwrap().1.parse().unwrap()
}

#[test]
fn one_page_tells_which_are_open() {
    alone("git_remote::open::one_page_tells_which_are_open", || {
        let site = Site::new(|_| ok(&pulls([9, 4].into_iter())));
        let open = site.asks(&Control::default()).unwrap();
        assert_eq!((open.is_open(4), open.is_open(5)), (Some(true), Some(false)));
        let nine = &open.requests[&9];
        assert_eq!((&nine.title, &nine.author), (&"Add 9".into(), &Some("ada".into())));
        assert_eq!(open.rest, None);
        let asked = site.asked.lock().unwrap().join("");
        let line = "GET /api/v3/repos/o/r/pulls?state=open&per_page=100&page=1 HTTP/1.1\r\n";
        assert!(asked.starts_with(line), "{asked}");
        let asked = asked.to_ascii_lowercase();
        assert!(
            asked.contains("user-agent: copydesk/") && asked.contains("accept: application/json"),
            "{asked}"
        );
        assert!(!asked.contains("authorization") && !asked.contains("cookie"), "{asked}");
    });
}

#[test]
fn pages_go_on_until_the_site_names_no_next_one() {
    alone("git_remote::open::pages_go_on_until_the_site_names_no_next_one", || {
        // As a site that gives less at once than it was asked for.
        let site = Site::new(|target| {
            let page = page(target);
            let rel = if page < 3 { "next" } else { "first" };
            let (status, body) = ok(&pulls(page * 10..page * 10 + 10));
            (format!("{status}\r\nLink: <https://example.org/?page=1>; rel=\"{rel}\""), body)
        });
        let open = site.asks(&Control::default()).unwrap();
        assert_eq!(open.requests.into_keys().collect::<BTreeSet<_>>(), (10..40).collect());
        assert_eq!((site.lines().len(), open.rest), (3, None));
        // Without a word on pages, a full one is not the last.
        let site = Site::new(|target| ok(&pulls((page(target) - 1) * 100..130.min(page(target) * 100))));
        assert_eq!(site.asks(&Control::default()).unwrap().requests.len(), 130);
        assert_eq!(site.lines().len(), 2);
    });
}

#[test]
fn more_than_is_asked_for_and_a_failure_in_the_middle_leave_the_others_unknown() {
    alone(
        "git_remote::open::more_than_is_asked_for_and_a_failure_in_the_middle_leave_the_others_unknown",
        || {
            let site = Site::new(|target| ok(&pulls(page(target) * 100..page(target) * 100 + 100)));
            let open = site.asks(&Control::default()).unwrap();
            assert_eq!((open.is_open(2099), open.is_open(2100)), (Some(true), None));
            assert_eq!(
                open.rest.unwrap().with_hint(),
                "127.0.0.1 has more open requests than the 2000 that were listed"
            );
            assert_eq!(site.lines().len(), 20);
            let site = Site::new(|target| match page(target) {
                1 => ok(&pulls(1..101)),
                _ => ("500 Oh".to_owned(), String::new()),
            });
            let open = site.asks(&Control::default()).unwrap();
            assert_eq!((open.is_open(100), open.is_open(101)), (Some(true), None));
            assert_eq!(
                open.rest.unwrap().with_hint(),
                "127.0.0.1 answered with an error (status 500): try again later"
            );
        },
    );
}

#[test]
fn each_refusal_is_told_in_a_sentence() {
    alone("git_remote::open::each_refusal_is_told_in_a_sentence", || {
        let answers = |status: &str, body: &str| {
            let answer = (status.to_owned(), body.to_owned());
            Site::new(move |_| answer.clone()).why()
        };
        let limited =
            "127.0.0.1 accepts no more queries from here for now (rate limit): try again in an hour";
        let message = r#"{"message": "API rate limit exceeded"}"#;
        assert_eq!(answers("403 Forbidden\r\nX-RateLimit-Remaining: 0", message), limited);
        assert_eq!(answers("403 Forbidden\r\nRetry-After: 60", message), limited);
        assert_eq!(answers("429 Too Many Requests", "slow down"), limited);
        let hidden = "127.0.0.1 does not show these requests to the public: look at the site itself";
        assert_eq!(answers("404 Not Found", r#"{"message": "Not Found"}"#), hidden);
        assert_eq!(answers("401 Unauthorized", ""), hidden);
        assert_eq!(answers("403 Forbidden\r\nX-RateLimit-Remaining: 59", ""), hidden);
        let no_list = "the answer of 127.0.0.1 is not a list of requests: look at the site itself";
        assert_eq!(answers("200 OK", "<!DOCTYPE html><title>Sign in</title>"), no_list);
        assert_eq!(answers("200 OK", &format!("[{}]", " ".repeat(5_000_000))), no_list);
        assert_eq!(answers("200 OK\r\nContent-Encoding: gzip", "[]"), no_list);
    });
}

#[test]
fn a_site_may_send_on_within_itself_and_to_https_only() {
    alone("git_remote::open::a_site_may_send_on_within_itself_and_to_https_only", || {
        // As GitHub does for a repository that was renamed.
        let site = Site::new(|target| match target.strip_prefix("/repositories/7") {
            Some(_) => ok(&pulls(1..2)),
            None => ("301 Moved Permanently\r\nLocation: /repositories/7/pulls".to_owned(), String::new()),
        });
        assert_eq!(site.asks(&Control::default()).unwrap().is_open(1), Some(true));
        assert_eq!(site.lines().len(), 2);

        let other = Site::new(|_| ok("[]"));
        let elsewhere = format!("http://127.0.0.1:{}/", other.port);
        let location = format!("302 Found\r\nLocation: {elsewhere}");
        assert_eq!(
            Site::new(move |_| (location.clone(), String::new())).why(),
            format!(
                "127.0.0.1 redirects to {elsewhere}, which is not an https address: look at the site itself"
            )
        );
        assert_eq!(other.lines(), [""; 0]);
        let round = Site::new(|_| ("302 Found\r\nLocation: /round".to_owned(), String::new()));
        assert!(matches!(round.asks(&Control::default()), Err(SiteError::Redirected { .. })));
        assert_eq!(round.lines().len(), 4);
    });
}

#[test]
fn the_address_of_the_api_can_be_set() {
    alone("git_remote::open::the_address_of_the_api_can_be_set", || {
        let site =
            Site::new(|_| ok(r#"[{"id": 5, "iid": 3, "title": "Add", "author": {"username": "lin"}}]"#));
        let base = format!("http://127.0.0.1:{}/gitlab/api/v4/", site.port);
        site.desk.git(&["config", "copydesk.git.example.org.api", &base]);
        site.desk.git(&["config", "copydesk.git.example.org.forge", "gitlab"]);
        let repo = site.desk.repo();
        let url = repo.remote_url(&"git@git.example.org:a/b/c.git".into()).unwrap();
        assert_eq!(open_requests(&repo, &url, &Control::default()).unwrap().is_open(3), Some(true));
        let line =
            "GET /gitlab/api/v4/projects/a%2Fb%2Fc/merge_requests?state=opened&per_page=100&page=1 HTTP/1.1";
        assert_eq!(site.lines(), [line]);
    });
}

#[test]
fn nobody_there_and_nobody_who_answers() {
    alone("git_remote::open::nobody_there_and_nobody_who_answers", || {
        let mut site = Site::new(|_| ok("[]"));
        // Taken, and free again.
        site.port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let why = site.asks(&Control::default()).unwrap_err();
        assert!(matches!(&why, SiteError::Unreachable { cause, .. } if cause.contains("refused")), "{why}");

        // The system takes the connection, and nobody reads from it.
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        site.port = silent.local_addr().unwrap().port();
        let limits = Limits { total: Some(Duration::from_millis(200)), ..Limits::default() };
        let why = site.asks(&Control::with_limits(limits)).unwrap_err();
        assert!(matches!(why, SiteError::TooSlow { .. }), "{why}");
    });
}

#[test]
fn the_question_can_be_cancelled() {
    alone("git_remote::open::the_question_can_be_cancelled", || {
        let control = Arc::new(Control::default());
        let cancel = control.clone();
        let (done, test_is_done) = mpsc::channel::<()>();
        let test_is_done = Mutex::new(test_is_done);
        // Cancelled while the site takes its time for the first page.
        let site = Site::new(move |target| {
            cancel.cancel();
            let _ = test_is_done.lock().unwrap().recv();
            ok(&pulls(page(target) * 100..page(target) * 100 + 100))
        });
        assert_eq!(site.asks(&control), Err(SiteError::Cancelled));
        assert_eq!(site.asks(&control), Err(SiteError::Cancelled));
        drop(done);
        assert_eq!(site.lines().len(), 1);
    });
}

/// The port of a site with https, in a process that trusts its certificate.
const TRUSTED: &str = "COPYDESK_TEST_TRUSTED";

/// Ended at the end of a test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill().and_then(|()| self.0.wait());
    }
}

/// Asks a site on this machine over https.
fn asks_over_https(port: &str) -> Result<OpenRequests, SiteError> {
    let desk = Desk::new();
    desk.git(&["config", "copydesk.127.0.0.1.forge", "github"]);
    let repo = desk.repo();
    let url = repo.remote_url(&format!("https://127.0.0.1:{port}/o/r.git").into()).unwrap();
    open_requests(&repo, &url, &Control::default())
}

/// openssl as a server of files over https, with a certificate of its own, and its port.
fn https(dir: &Path) -> Option<(Server, String)> {
    let mut request = Command::new("openssl");
    request.args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem"]);
    request.args(["-days", "2", "-subj", "/CN=news", "-addext", "subjectAltName=IP:127.0.0.1"]);
    request.args(["-addext", "basicConstraints=critical,CA:FALSE"]).stderr(Stdio::null());
    if !request.current_dir(dir).status().is_ok_and(|status| status.success()) {
        missing(Need::Openssl, "there is no openssl that makes a certificate");
        return None;
    }
    let mut server = Command::new("openssl");
    server.args(["s_server", "-accept", "127.0.0.1:0", "-cert", "cert.pem", "-key", "key.pem", "-WWW"]);
    server.current_dir(dir).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut server = Server(server.spawn().unwrap());
    let out = BufReader::new(server.0.stdout.take().unwrap());
    let mut lines = out.lines().map(Result::unwrap);
    let port =
        lines.find_map(|line| Some(line.strip_prefix("ACCEPT")?.rsplit_once(':')?.1.to_owned())).unwrap();
    // Whoever listens has to go on, or the server stops at its next word.
    std::thread::spawn(move || lines.count());
    Some((server, port))
}

#[test]
fn a_site_is_believed_whose_certificate_this_machine_trusts() {
    const NAME: &str = "git_remote::open::a_site_is_believed_whose_certificate_this_machine_trusts";
    alone(NAME, || {
        if let Ok(port) = std::env::var(TRUSTED) {
            assert_eq!(asks_over_https(&port).unwrap().is_open(3), Some(true));
            return;
        }
        let dir = tempfile::tempdir().unwrap();
        let list = dir.path().join("api/v3/repos/o/r");
        std::fs::create_dir_all(&list).unwrap();
        std::fs::write(list.join("pulls?state=open&per_page=100&page=1"), pulls([3].into_iter())).unwrap();
        let Some((_server, port)) = https(dir.path()) else { return };
        let why = asks_over_https(&port).unwrap_err();
        assert!(
            matches!(&why, SiteError::Unreachable { cause, .. } if cause.contains("UnknownIssuer")),
            "{why}"
        );
        let mut trusting = Command::new(std::env::current_exe().unwrap());
        trusting.args([NAME, "--exact", "--nocapture"]).env(TRUSTED, &port);
        trusting.env("SSL_CERT_FILE", dir.path().join("cert.pem")).env_remove("SSL_CERT_DIR");
        let out = trusting.output().unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    });
}

#[test]
fn a_site_tells_what_a_repository_was_forked_from() {
    alone("git_remote::open::a_site_tells_what_a_repository_was_forked_from", || {
        let source = "https://git.example.org/news/letter.git";
        let github = format!(r#"{{"fork": true, "parent": {{"clone_url": "{source}"}}}}"#);
        let gitlab = format!(r#"{{"id": 7, "forked_from_project": {{"http_url_to_repo": "{source}"}}}}"#);
        for (forge, answer, wanted) in [
            ("github", github.as_str(), Some(source)),
            ("gitlab", gitlab.as_str(), Some(source)),
            ("gitea", r#"{"fork": false, "parent": null}"#, None),
            ("github", r#"{"parent": {"clone_url": "ext::sh -c x"}}"#, None),
        ] {
            let answer = answer.to_owned();
            let site = Site::new(move |_| ok(&answer));
            site.desk.git(&["config", "copydesk.127.0.0.1.forge", forge]);
            let repo = site.desk.repo();
            let url = repo.remote_url(&format!("http://127.0.0.1:{}/o/r.git", site.port).into()).unwrap();
            let found = forked_from(&repo, &url, &Control::default()).unwrap();
            assert_eq!(found.as_deref(), wanted, "{forge}");
            assert!(!site.lines()[0].contains("page="), "{:?}", site.lines());
        }
    });
}
