use super::*;

fn read(url: &str) -> (Scheme, Option<String>, String, Option<u16>, String, Forge) {
    let it = RemoteUrl::parse(url).unwrap_or_else(|| panic!("{url} is not read"));
    (it.scheme, it.user, it.host, it.port, it.path, it.forge)
}

#[test]
fn every_form_of_an_address_is_read() {
    use Forge::{GitHub, GitLab, Gitea, Unknown};
    use Scheme::{Git, Http, Https, Ssh};
    let git = Some("git");
    for (url, scheme, user, host, port, path, forge) in [
        ("https://github.com/o/r.git", Https, None, "github.com", None, "o/r", GitHub),
        ("https://GitHub.com/o/r/", Https, None, "github.com", None, "o/r", GitHub),
        ("https://ed:token@github.com/o/r", Https, Some("ed"), "github.com", None, "o/r", GitHub),
        ("https://git.example.org:8443/o/r", Https, None, "git.example.org", Some(8443), "o/r", Unknown),
        ("http://localhost:3000/o/r.git", Http, None, "localhost", Some(3000), "o/r", Unknown),
        ("ssh://git@ssh.github.com:443/o/r.git", Ssh, git, "ssh.github.com", Some(443), "o/r", GitHub),
        ("git+ssh://git@codeberg.org/o/r.git", Ssh, git, "codeberg.org", None, "o/r", Gitea),
        ("git://git.example.org/r.git", Git, None, "git.example.org", None, "r", Unknown),
        ("git@github.com:o/r.git", Ssh, git, "github.com", None, "o/r", GitHub),
        ("git@gitlab.example.org:a/b/c.git", Ssh, git, "gitlab.example.org", None, "a/b/c", GitLab),
        ("github-work:o/r", Ssh, None, "github-work", None, "o/r", Unknown),
        ("[git.example.org:2222]:o/r", Ssh, None, "git.example.org", Some(2222), "o/r", Unknown),
        ("git@[::1]:/srv/r.git", Ssh, git, "::1", None, "srv/r", Unknown),
        ("ssh://git@[::1]:22/o/r", Ssh, git, "::1", Some(22), "o/r", Unknown),
        ("https://forgejo.example.org/o/r%20s", Https, None, "forgejo.example.org", None, "o/r s", Gitea),
    ] {
        let wanted = (scheme, user.map(str::to_owned), host.to_owned(), port, path.to_owned(), forge);
        assert_eq!(read(url), wanted, "{url}");
    }
    for folder in ["/srv/r.git", "../r", "C:/news", "c:\\news", "./a:b", "file:///srv/r", "", "https://host"]
    {
        assert_eq!(RemoteUrl::parse(folder), None, "{folder}");
    }
}

fn address(target: &str, base: &str, source: &str, branch: &str) -> Option<String> {
    let read = |url| RemoteUrl::parse(url).unwrap();
    pull_request_address(&read(target), base, &read(source), branch)
}

#[test]
fn the_page_at_which_to_open_a_request() {
    for (target, source, wanted) in [
        (
            "https://github.com/o/r",
            "git@github.com:o/r.git",
            "https://github.com/o/r/compare/main...add/a-b?expand=1",
        ),
        (
            "git@github.com:o/r",
            "git@github.com:me/r",
            "https://github.com/o/r/compare/main...me:add/a-b?expand=1",
        ),
        (
            "ssh://git@ssh.github.com:443/o/r",
            "https://github.com/me/other",
            "https://github.com/o/r/compare/main...me:other:add/a-b?expand=1",
        ),
        (
            "git@gitlab.com:a/b/c.git",
            "git@gitlab.com:me/c.git",
            "https://gitlab.com/me/c/-/merge_requests/new?merge_request%5Bsource_branch%5D=add%2Fa-b&\
             merge_request%5Btarget_branch%5D=main",
        ),
        (
            "https://codeberg.org/o/r",
            "https://codeberg.org/me/r",
            "https://codeberg.org/o/r/compare/main...me:add/a-b",
        ),
        (
            "https://codeberg.org/o/r",
            "https://codeberg.org/me/fork",
            "https://codeberg.org/o/r/compare/main...me/fork:add/a-b",
        ),
    ] {
        assert_eq!(address(target, "main", source, "add/a-b").as_deref(), Some(wanted));
    }
}

#[test]
fn names_of_branches_are_encoded() {
    let repo = "https://github.com/o/r";
    assert_eq!(
        address(repo, "a#b", repo, "add/50%-é").as_deref(),
        Some("https://github.com/o/r/compare/a%23b...add/50%25-%C3%A9?expand=1")
    );
    let repo = "https://gitlab.com/o/r";
    assert_eq!(
        address(repo, "a&b", repo, "x+y").as_deref(),
        Some(
            "https://gitlab.com/o/r/-/merge_requests/new?merge_request%5Bsource_branch%5D=x%2By&\
             merge_request%5Btarget_branch%5D=a%26b"
        )
    );
}

#[test]
fn no_page_where_the_site_is_not_known_or_another() {
    let unknown = "https://git.example.org/o/r";
    assert_eq!(address(unknown, "main", unknown, "x"), None);
    assert_eq!(address("https://github.com/o/r", "main", "https://gitlab.com/o/r", "x"), None);
}

#[test]
fn a_fork_is_made_on_the_page_of_its_site() {
    let page = |url: &str| fork_address(&RemoteUrl::parse(url).unwrap());
    for (url, wanted) in [
        ("git@github.com:o/r.git", "https://github.com/o/r/fork"),
        ("https://gitlab.com/group/sub/r", "https://gitlab.com/group/sub/r/-/forks/new"),
        ("ssh://git@codeberg.org/o/r.git", "https://codeberg.org/o/r/fork"),
        ("https://gitea.example.org:3000/o/a b", "https://gitea.example.org:3000/o/a%20b/fork"),
    ] {
        assert_eq!(page(url).as_deref(), Some(wanted));
    }
    assert_eq!(page("https://git.example.org/o/r"), None);
}
