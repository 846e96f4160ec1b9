//! The addresses and the formats of the sites' lists of open requests.

use serde::Deserialize;

use super::super::url::{Forge, RemoteUrl, Scheme};
use super::{OpenRequest, SiteError};
use crate::text::SecretUrl;
use crate::text::percent::{encode_component, encode_path};
use crate::web::{host_of, is_allowed};

/// The API of a site for one repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Api {
    kind: Kind,
    /// The address of the list, without the number of the page.
    list: String,
    /// The address of the description of the repository.
    repository: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    GitHub,
    GitLab,
    Gitea,
}

/// A pull request of GitHub ("List pull requests" of its REST API) or of Gitea
/// (`/repos/{owner}/{repo}/pulls`).
#[derive(Deserialize)]
struct PullRequest {
    number: u32,
    title: String,
    user: Option<User>,
}

#[derive(Deserialize)]
struct User {
    login: String,
}

/// A merge request of GitLab ("List project merge requests"). `iid` is the number that the site shows.
#[derive(Deserialize)]
struct MergeRequest {
    iid: u32,
    title: String,
    author: Option<Author>,
}

#[derive(Deserialize)]
struct Author {
    username: String,
}

/// The repository that was forked: `parent` at GitHub and Gitea, `forked_from_project` at GitLab.
#[derive(Deserialize)]
struct Description {
    #[serde(default)]
    parent: Option<Parent>,
    #[serde(default)]
    forked_from_project: Option<Parent>,
}

#[derive(Deserialize)]
struct Parent {
    clone_url: Option<String>,
    http_url_to_repo: Option<String>,
}

impl Api {
    /// The API for the repository at `url`. `base` is the address of the API if it is not the usual
    /// one.
    pub(super) fn new(url: &RemoteUrl, base: Option<String>) -> Result<Self, SiteError> {
        let kind = match url.forge {
            Forge::GitHub => Kind::GitHub,
            Forge::GitLab => Kind::GitLab,
            Forge::Gitea => Kind::Gitea,
            Forge::Unknown => return Err(SiteError::NoForge { host: url.host.clone() }),
        };
        let base = base.unwrap_or_else(|| usual_base(kind, url));
        let base = base.trim_end_matches('/');
        if !is_allowed(base) {
            return Err(SiteError::PlainHttp { host: url.host.clone(), address: base.into() });
        }
        let size = kind.page_size();
        let repository = match kind {
            Kind::GitHub | Kind::Gitea => format!("{base}/repos/{}", encode_path(&url.path)),
            Kind::GitLab => format!("{base}/projects/{}", encode_component(&url.path)),
        };
        let list = match kind {
            Kind::GitHub => format!("{repository}/pulls?state=open&per_page={size}"),
            Kind::Gitea => format!("{repository}/pulls?state=open&limit={size}"),
            Kind::GitLab => format!("{repository}/merge_requests?state=opened&per_page={size}"),
        };
        Ok(Self { kind, list, repository })
    }

    pub(super) fn host(&self) -> String {
        host_of(&self.list)
    }

    pub(super) fn repository(&self) -> &str {
        &self.repository
    }

    /// Parses the clone address of the repository that was forked; `None` if the answer is not about a fork,
    /// or the address has a forbidden form.
    pub(super) fn parse_parent(&self, answer: &[u8]) -> Result<Option<String>, SiteError> {
        let description: Description =
            serde_json::from_slice(answer).map_err(|_| SiteError::NoList { host: self.host() })?;
        let parent = description.parent.and_then(|it| it.clone_url);
        let address = parent.or(description.forked_from_project.and_then(|it| it.http_url_to_repo));
        Ok(address.filter(|address| is_allowed(address)).map(|address| SecretUrl::from(address).to_string()))
    }

    /// The address of a page of the list; the first is 1.
    pub(super) fn page(&self, number: usize) -> String {
        format!("{}&page={number}", self.list)
    }

    /// The number of requests on a full page.
    pub(super) fn page_size(&self) -> usize {
        self.kind.page_size()
    }

    /// Parses the requests of a page.
    pub(super) fn parse(&self, page: &[u8]) -> Result<Vec<(u32, OpenRequest)>, SiteError> {
        let request = |number, title: &str, author: Option<String>| {
            let author = author.map(Into::into);
            (number, OpenRequest { title: title.trim().into(), author })
        };
        let requests = match self.kind {
            Kind::GitHub | Kind::Gitea => serde_json::from_slice(page).map(|list: Vec<PullRequest>| {
                list.into_iter()
                    .map(|it| request(it.number, &it.title, it.user.map(|user| user.login)))
                    .collect()
            }),
            Kind::GitLab => serde_json::from_slice(page).map(|list: Vec<MergeRequest>| {
                list.into_iter()
                    .map(|it| request(it.iid, &it.title, it.author.map(|it| it.username)))
                    .collect()
            }),
        };
        requests.map_err(|_| SiteError::NoList { host: self.host() })
    }
}

impl Kind {
    /// The largest page that the sites allow. A Gitea may be configured to return less.
    fn page_size(self) -> usize {
        match self {
            Self::GitHub | Self::GitLab => 100,
            Self::Gitea => 50,
        }
    }
}

fn usual_base(kind: Kind, url: &RemoteUrl) -> String {
    let host = url.web_host();
    let scheme = if url.scheme == Scheme::Http { "http" } else { "https" };
    match kind {
        // GitHub itself, and its cloud for enterprises.
        Kind::GitHub if host == "github.com" || host.ends_with(".ghe.com") => format!("https://api.{host}"),
        Kind::GitHub => format!("{scheme}://{host}/api/v3"),
        Kind::GitLab => format!("{scheme}://{host}/api/v4"),
        Kind::Gitea => format!("{scheme}://{host}/api/v1"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::git::Hint;

    fn api(url: &str, forge: Forge, base: Option<&str>) -> Result<Api, SiteError> {
        let url = RemoteUrl { forge, ..RemoteUrl::parse(url).unwrap() };
        Api::new(&url, base.map(str::to_owned))
    }

    #[test]
    fn each_kind_of_site_has_its_own_address() {
        use Forge::{GitHub, GitLab, Gitea};
        for (url, forge, base, wanted) in [
            (
                "git@github.com:o/r.git",
                GitHub,
                None,
                "https://api.github.com/repos/o/r/pulls?state=open&per_page=100&page=2",
            ),
            (
                "http://github.com/o/r",
                GitHub,
                None,
                "https://api.github.com/repos/o/r/pulls?state=open&per_page=100&page=2",
            ),
            (
                "https://news.ghe.com/o/r",
                GitHub,
                None,
                "https://api.news.ghe.com/repos/o/r/pulls?state=open&per_page=100&page=2",
            ),
            (
                "ssh://git@github.example.org:2222/o/r",
                GitHub,
                None,
                "https://github.example.org/api/v3/repos/o/r/pulls?state=open&per_page=100&page=2",
            ),
            (
                "https://ed:secret@git.example.org:8443/a/b/c%20d.git",
                GitLab,
                None,
                "https://git.example.org:8443/api/v4/projects/a%2Fb%2Fc%20d/merge_requests?state=opened&per_page=100&page=2",
            ),
            (
                "https://codeberg.org/o/r",
                Gitea,
                None,
                "https://codeberg.org/api/v1/repos/o/r/pulls?state=open&limit=50&page=2",
            ),
            (
                "http://127.0.0.1:3000/o/r",
                Gitea,
                None,
                "http://127.0.0.1:3000/api/v1/repos/o/r/pulls?state=open&limit=50&page=2",
            ),
            (
                "http://git.example.org/o/r",
                Gitea,
                Some("https://git.example.org/code/api/v1/"),
                "https://git.example.org/code/api/v1/repos/o/r/pulls?state=open&limit=50&page=2",
            ),
        ] {
            assert_eq!(api(url, forge, base).unwrap().page(2), wanted);
        }
    }

    #[test]
    fn an_unknown_site_and_one_without_https_are_not_asked() {
        let why = api("https://git.example.org/o/r", Forge::Unknown, None).unwrap_err();
        assert_eq!(
            why.with_hint(),
            "the kind of the site git.example.org is unknown, so it was not asked: set it with `git config \
             copydesk.git.example.org.forge KIND`, where KIND is github, gitlab, gitea or forgejo"
        );
        let why = api("http://git.example.org/o/r", Forge::GitLab, None).unwrap_err();
        assert_eq!(
            why.with_hint(),
            "http://git.example.org/api/v4 is not an https address, so it was not asked: set the address of \
             the site's API with `git config copydesk.git.example.org.api https://…`"
        );
        for base in ["http://192.168.1.1/api", "http://localhost.example.org", "file:///etc", "git", ""] {
            let why = api("https://git.example.org/o/r", Forge::GitLab, Some(base)).unwrap_err();
            assert!(matches!(why, SiteError::PlainHttp { .. }), "{base}: {why}");
        }
    }

    fn read(forge: Forge, page: &str) -> Result<Vec<(u32, String, Option<String>)>, SiteError> {
        let read = api("https://git.example.org/o/r", forge, None).unwrap().parse(page.as_bytes())?;
        Ok(read
            .into_iter()
            .map(|(number, it)| (number, it.title.to_string(), it.author.map(|it| it.to_string())))
            .collect())
    }

    fn one(number: u32, title: &str, author: Option<&str>) -> (u32, String, Option<String>) {
        (number, title.to_owned(), author.map(str::to_owned))
    }

    #[test]
    fn pull_requests_of_github_are_read() {
        let page = r#"[
            {"url": "https://api.example.org/repos/o/r/pulls/12", "id": 900, "number": 12, "state": "open",
             "locked": false, "title": "Add a guide", "user": {"login": "ada", "id": 1, "type": "User"},
             "body": null, "labels": [], "draft": true, "author_association": "NONE",
             "head": {"label": "ada:add/guide", "ref": "add/guide", "sha": "0123"}},
            {"number": 9, "title": " Add \u001b[31ma board ", "user": null}
        ]"#;
        let wanted = vec![one(12, "Add a guide", Some("ada")), one(9, r"Add \u{1b}[31ma board", None)];
        assert_eq!(read(Forge::GitHub, page), Ok(wanted));
        assert_eq!(read(Forge::GitHub, "[]"), Ok(vec![]));
    }

    #[test]
    fn merge_requests_of_gitlab_are_read_by_the_number_that_people_see() {
        let page = r#"[{"id": 84021, "iid": 7, "project_id": 3, "title": "Draft: Add a story",
            "state": "opened", "author": {"id": 5, "username": "grace", "name": "Grace H.", "state": "active"},
            "source_branch": "add/story", "target_branch": "main", "user_notes_count": 0}]"#;
        assert_eq!(read(Forge::GitLab, page), Ok(vec![one(7, "Draft: Add a story", Some("grace"))]));
    }

    #[test]
    fn pull_requests_of_gitea_are_read() {
        let page = r#"[{"id": 31, "number": 4, "user": {"id": 2, "login": "lin", "login_name": "",
            "full_name": "Lin", "username": "lin"}, "title": "Add an event", "state": "open",
            "mergeable": true, "base": {"label": "main", "ref": "main"}}]"#;
        assert_eq!(read(Forge::Gitea, page), Ok(vec![one(4, "Add an event", Some("lin"))]));
    }

    #[test]
    fn what_is_no_list_of_requests_is_not_taken_for_an_empty_one() {
        let pages = ["", "null", "{}", r#"{"message": "Not Found"}"#, "<!DOCTYPE html>", r#"[{"id": 1}]"#];
        for page in pages {
            for forge in [Forge::GitHub, Forge::GitLab, Forge::Gitea] {
                let why = read(forge, page).unwrap_err();
                assert_eq!(why, SiteError::NoList { host: "git.example.org".to_owned() }, "{page}");
            }
        }
    }
}
