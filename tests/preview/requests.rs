//! Requests that a browser of this user would not send, and the gate that refuses each.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use copydesk::preview::{Asked, Cleaner, Page, ProblemId, Writer};
use copydesk::render::target::Target;
use tempfile::TempDir;

use super::{click, get, page, parts, send, serve};

fn folder() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = dir.path().join("news").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("assets/a b.png", "an image");
    write("assets/drawing.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>");
    write("copydesk.yml", "extends: none\n");
    write(".git/a.png", "of git");
    std::fs::write(dir.path().join("secret.png"), "a secret").unwrap();
    dir
}

fn one_page() -> Page {
    page(&mut Cleaner::default(), &["<p>One</p>", "<p>Two</p>"])
}

#[test]
fn the_page_is_at_its_secret_address_only() {
    let dir = folder();
    let (server, _) = serve(&dir.path().join("news"), one_page());
    let (port, path) = parts(&server.url());
    let answer = get(port, &path);
    assert_eq!(answer.status, 200);
    for header in [
        "Content-Security-Policy: default-src 'none'; script-src 'nonce-",
        "X-Content-Type-Options: nosniff",
        "Referrer-Policy: no-referrer",
        "X-Frame-Options: DENY",
        "Cache-Control: no-store",
    ] {
        assert!(answer.head.contains(header), "{header}: {}", answer.head);
    }
    assert!(!answer.head.contains("https:"), "no other host may send an image: {}", answer.head);
    assert!(!answer.text().contains("{{"), "every part is filled in");
    let other = get(port, &path);
    assert_ne!(nonce(&answer.head), nonce(&other.head));
    let last = if path.ends_with("0/") { 1 } else { 0 };
    let wrong = format!("{}{last}/", &path[..path.len() - 2]);
    for (path, status) in
        [("/", 404), (wrong.as_str(), 404), (path.trim_end_matches('/'), 404), ("/events", 404), ("*", 403)]
    {
        assert_eq!(get(port, path).status, status, "{path}");
    }
    assert_eq!(get(port, &format!("{path}?images=remote")).head.matches("data: https: http:;").count(), 1);
}

fn nonce(head: &str) -> String {
    head.split("nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned()
}

#[test]
fn a_name_that_points_at_this_machine_is_refused() {
    let dir = folder();
    let (server, _) = serve(&dir.path().join("news"), one_page());
    let (port, path) = parts(&server.url());
    let with = |hosts: &str| send(port, format!("GET {path} HTTP/1.1\r\n{hosts}\r\n").as_bytes()).status;
    assert_eq!(with(&format!("Host: localhost:{port}\r\n")), 200);
    assert_eq!(with("Host: localhost:9000\r\n"), 200, "the other end of a tunnel");
    for host in ["rebound.example.org", "127.0.0.1.example.org", "[::2]"] {
        assert_eq!(with(&format!("Host: {host}:{port}\r\n")), 403, "{host}");
    }
    assert_eq!(with(""), 400);
    assert_eq!(with("Host: localhost\r\nHost: example.org\r\n"), 400);
}

#[test]
fn only_the_page_itself_can_click() {
    let dir = folder();
    let (server, asked) = serve(&dir.path().join("news"), one_page());
    let (port, path) = parts(&server.url());
    let key = server.page().view(Target::Site).unwrap().blocks[1].key().to_owned();
    let go = format!(r#"{{"action":"go","target":"site","block":1,"key":"{key}","at":3}}"#);
    let post = |path: &str, headers: &str| {
        let length = go.len();
        let text = format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {length}\r\n{headers}\r\n{go}"
        );
        send(port, text.as_bytes()).status
    };
    let json = "Content-Type: application/json\r\n";
    let own = format!("Origin: http://127.0.0.1:{port}\r\n");
    let click_at = format!("{path}click");
    for (headers, why) in [
        (json.to_owned(), "no origin"),
        (format!("{json}Origin: https://example.org\r\n"), "another site"),
        (format!("{json}Origin: http://127.0.0.1:1\r\n"), "another server of this machine"),
        (format!("{json}Origin: http://localhost:{port}\r\n"), "another name than the host's"),
        (format!("{json}Origin: null\r\n"), "a sandboxed frame"),
        (format!("{own}Content-Type: text/plain\r\n"), "a form"),
        (own.clone(), "no type"),
        (format!("{json}{own}Sec-Fetch-Site: cross-site\r\n"), "another site, as the browser says"),
    ] {
        assert_eq!(post(&click_at, &headers), 403, "{why}");
    }
    assert_eq!(post("/click", &format!("{json}{own}")), 404, "no token");
    assert_eq!(post(&path, &format!("{json}{own}")), 405);
    assert!(asked.try_recv().is_err());
    assert_eq!(post(&click_at, &format!("{json}{own}Sec-Fetch-Site: same-origin\r\n")), 202);
    assert_eq!(asked.recv().unwrap(), Asked::Go { at: 13 });
}

#[test]
fn a_click_is_for_the_block_that_was_clicked() {
    let dir = folder();
    let (server, asked) = serve(&dir.path().join("news"), one_page());
    let url = server.url();
    let key = server.page().view(Target::Site).unwrap().blocks[1].key().to_owned();
    let go = |key: &str, at: &str| {
        click(&url, &format!(r#"{{"action":"go","target":"site","block":1,"key":"{key}","at":{at}}}"#))
    };
    // A paragraph was inserted before it, and the browser does not know it yet.
    server.show(page(&mut Cleaner::default(), &["<p>Zero</p>", "<p>One</p>", "<p>Two</p>"]), None);
    assert_eq!(go(&key, "4").status, 202);
    assert_eq!(asked.recv().unwrap(), Asked::Go { at: 24 });
    assert_eq!(go(&key, "99999999999").status, 202);
    assert_eq!(asked.recv().unwrap(), Asked::Go { at: 30 });
    assert_eq!(go("00", "4").status, 409);
    let id = ProblemId { rule: "a".into(), message: "b \"c\"".into(), nth: 1 };
    let problem = serde_json::to_string(&id).unwrap();
    assert_eq!(click(&url, &format!(r#"{{"action":"fix","problem":{problem}}}"#)).status, 202);
    assert_eq!(asked.recv().unwrap(), Asked::Fix(id.clone()));
    let waive = format!(r#"{{"action":"waive","problem":{problem},"reason":"it is so"}}"#);
    assert_eq!(click(&url, &waive).status, 202);
    assert_eq!(asked.recv().unwrap(), Asked::Waive { problem: id, reason: "it is so".into() });
    for body in
        ["", "{}", "[", r#"{"action":"run"}"#, r#"{"action":"read","x":1}"#, r#"{"action":"go","at":-1}"#]
    {
        assert_eq!(click(&url, body).status, 400, "{body}");
    }
    // Without the desk, the page is read-only, but can be marked as read.
    server.show(Page { writer: Writer::Files, ..one_page() }, None);
    assert_eq!(go(&key, "0").status, 409);
    assert_eq!(click(&url, r#"{"action":"read"}"#).status, 202);
    assert!(matches!(asked.recv().unwrap(), Asked::Read { .. }));
}

#[test]
fn only_images_of_the_newsletter_are_served() {
    let dir = folder();
    let news = dir.path().join("news");
    #[cfg(unix)]
    std::os::unix::fs::symlink(dir.path().join("secret.png"), news.join("assets/link.png")).unwrap();
    let (server, _) = serve(&news, one_page());
    let (port, path) = parts(&server.url());
    let file = |name: &str| get(port, &format!("{path}file/{name}"));
    let image = file("assets/a%20b.png?7");
    assert_eq!((image.status, image.text().as_str()), (200, "an image"));
    assert!(image.head.contains("Content-Type: image/png"), "{}", image.head);
    // A drawing that is opened on its own runs nothing.
    let drawing = file("assets/drawing.svg");
    assert!(drawing.head.contains("image/svg+xml") && drawing.head.contains("default-src 'none'"));
    assert!(drawing.head.contains("; sandbox"), "{}", drawing.head);
    for name in [
        "../secret.png",
        "..%2Fsecret.png",
        "assets/..%2f..%2fsecret.png",
        "assets/%2e%2e/%2e%2e/secret.png",
        "..%5csecret.png",
        "assets/link.png",
        ".git/a.png",
        "copydesk.yml",
        "assets",
        "assets/",
        "/assets/a%20b.png",
        "assets//a%20b.png",
        "assets/a%20b.png%00.png",
        "assets/missing.png",
        "%ff.png",
        "",
    ] {
        let answer = file(name);
        assert!(matches!(answer.status, 400 | 404), "{name}: {}", answer.head);
        assert!(!answer.text().contains("secret") && !answer.text().contains("git"), "{name}");
    }
    let absolute = dir.path().join("secret.png").display().to_string();
    assert!(matches!(file(&absolute).status, 400 | 404));
    let head = send(
        port,
        format!("HEAD {path}file/assets/a%20b.png HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes(),
    );
    assert_eq!((head.status, head.body.len()), (200, 0));
}

#[test]
fn requests_beyond_the_limits_are_refused() {
    let dir = folder();
    let (server, _) = serve(&dir.path().join("news"), one_page());
    let (port, path) = parts(&server.url());
    let host = format!("Host: 127.0.0.1:{port}\r\n");
    let own = format!("{host}Origin: http://127.0.0.1:{port}\r\nContent-Type: application/json\r\n");
    let post = |headers: &str| format!("POST {path}click HTTP/1.1\r\n{own}{headers}\r\n");
    for (request, status) in [
        (format!("GET {path} HTTP/1.1\r\n{host}Cookie: {}\r\n\r\n", "a".repeat(40_000)), 431),
        (format!("GET /{} HTTP/1.1\r\n{host}\r\n", "a".repeat(40_000)), 431),
        (format!("GET {path} HTTP/1.1\r\n{host}{}\r\n", "A: b\r\n".repeat(100)), 431),
        (post("Content-Length: 20000\r\n"), 413),
        (post("Content-Length: 99999999999999999999999\r\n"), 413),
        (post("Content-Length: -1\r\n"), 400),
        (post("Content-Length: 1\r\nContent-Length: 2\r\n"), 400),
        (post(""), 411),
        (post("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n"), 411),
        (format!("DELETE {path} HTTP/1.1\r\n{host}\r\n"), 405),
        (format!("CONNECT example.org:443 HTTP/1.1\r\n{host}\r\n"), 405),
        (format!("GET http://example.org/ HTTP/1.1\r\n{host}\r\n"), 403),
        ("\u{16}\u{3}\u{1} not http\r\n\r\n".to_owned(), 400),
    ] {
        let answer = send(port, request.as_bytes());
        assert_eq!(answer.status, status, "{}", &request[..request.len().min(80)]);
    }
    assert_eq!(get(port, &path).status, 200, "and the next one is answered");
}

#[test]
fn slow_clients_end_and_do_not_keep_others_waiting() {
    let dir = folder();
    let (server, _) = serve(&dir.path().join("news"), one_page());
    let (port, path) = parts(&server.url());
    let connect = || {
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream
    };
    let mut slow = connect();
    slow.write_all(b"GET / HT").unwrap();
    let torn = connect();
    torn.shutdown(std::net::Shutdown::Write).unwrap();
    assert_eq!(get(port, &path).status, 200, "others are answered meanwhile");
    // The server gives up on it by its own clock.
    let mut answer = String::new();
    slow.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
}

#[test]
fn connections_beyond_the_limit_are_turned_away_and_free_places_are_used_again() {
    let dir = folder();
    let (server, _) = serve(&dir.path().join("news"), one_page());
    let url = server.url();
    let (port, path) = parts(&url);
    let mut tabs: Vec<super::Tab> = (0..16).map(|_| super::Tab::open(&url, "site")).collect();
    assert!(tabs.iter_mut().all(|tab| tab.next().is_some_and(|(name, _)| name == "page")));
    let events = format!("{path}events");
    assert_eq!(get(port, &events).status, 503, "one tab too many");
    assert_eq!(get(port, &path).status, 200);
    drop(tabs);
    // The server notices at the next write to a tab that it is gone.
    let freed = (0..200).any(|n| {
        server.show(page(&mut Cleaner::default(), &[&format!("<p>{n}</p>")]), None);
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream.write_all(format!("GET {events} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes()).unwrap();
        let mut status = [0; 12];
        stream.read_exact(&mut status).unwrap();
        &status == b"HTTP/1.1 200"
    });
    assert!(freed);
}
