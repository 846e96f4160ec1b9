//! Addresses of remotes, their hosting sites, and the sites' pages.

use crate::text::SecretUrl;
use crate::text::percent::{self, encode_component, encode_path};

/// The parsed address of a remote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteUrl {
    pub scheme: Scheme,
    pub user: Option<String>,
    /// In lower case, without brackets.
    pub host: String,
    pub port: Option<u16>,
    /// The path of the repository on its host, such as `owner/repo`, without `.git` and without slashes
    /// at the ends.
    pub path: String,
    pub forge: Forge,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    Http,
    Https,
    Ssh,
    Git,
}

/// The kind of a hosting site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forge {
    GitHub,
    GitLab,
    /// Gitea or Forgejo.
    Gitea,
    Unknown,
}

impl Forge {
    /// Parses the value of the setting `copydesk.forge`.
    pub fn from_name(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "github" => Some(Self::GitHub),
            "gitlab" => Some(Self::GitLab),
            "gitea" | "forgejo" => Some(Self::Gitea),
            _ => None,
        }
    }

    /// The kind of site that the name of a host suggests.
    fn from_host(host: &str) -> Self {
        let is = |name: &str| host.split('.').next() == Some(name) && host.contains('.');
        match host {
            "github.com" | "ssh.github.com" => Self::GitHub,
            "gitlab.com" | "altssh.gitlab.com" => Self::GitLab,
            "codeberg.org" | "gitea.com" => Self::Gitea,
            _ if is("github") => Self::GitHub,
            _ if is("gitlab") => Self::GitLab,
            _ if is("gitea") || is("forgejo") => Self::Gitea,
            _ => Self::Unknown,
        }
    }

    /// The reference patterns under which the site keeps the heads of requests, for
    /// [`list`](super::list).
    pub fn requests(self) -> &'static [&'static str] {
        match self {
            Self::GitHub | Self::Gitea => &["refs/pull/*/head"],
            Self::GitLab => &["refs/merge-requests/*/head"],
            Self::Unknown => &["refs/pull/*/head", "refs/merge-requests/*/head"],
        }
    }
}

impl RemoteUrl {
    /// Parses an address in any form that git accepts; `None` for a local folder.
    pub fn parse(url: &str) -> Option<Self> {
        let url = url.trim();
        match url.split_once("://") {
            Some((scheme, rest)) => Self::with_scheme(&scheme.to_ascii_lowercase(), rest),
            None => Self::scp_like(url),
        }
    }

    fn with_scheme(scheme: &str, rest: &str) -> Option<Self> {
        let scheme = match scheme {
            "http" => Scheme::Http,
            "https" => Scheme::Https,
            "ssh" | "git+ssh" | "ssh+git" => Scheme::Ssh,
            "git" => Scheme::Git,
            _ => return None,
        };
        let (authority, path) = rest.split_once('/')?;
        let (user, host) = match authority.rsplit_once('@') {
            Some((user, host)) => (Some(user), host),
            None => (None, authority),
        };
        let user = user.map(|user| user.split(':').next().unwrap_or_default());
        let (host, port) = host_and_port(host)?;
        Self::new(scheme, user, &host, port, path)
    }

    /// Parses `user@host:path`, which means ssh. `None` for a local folder.
    fn scp_like(url: &str) -> Option<Self> {
        let (user, rest) = match url.split_once('@').filter(|(user, _)| !user.contains(['/', ':'])) {
            Some((user, rest)) => (Some(user), rest),
            None => (None, url),
        };
        let colon = match rest.strip_prefix('[') {
            Some(inner) => inner.find(']')? + 2,
            None => rest.find(':')?,
        };
        let (host, path) = (rest.get(..colon)?, rest.get(colon..)?.strip_prefix(':')?);
        // `C:/folder` and `./a:b` are folders.
        if host.len() < 2 || host.contains('/') {
            return None;
        }
        let inner = host.strip_prefix('[').and_then(|inner| inner.strip_suffix(']'));
        let (host, port) = match inner {
            Some(inner) if inner.matches(':').count() == 1 => host_and_port(inner)?,
            Some(inner) => (inner.to_ascii_lowercase(), None),
            None => (host.to_ascii_lowercase(), None),
        };
        Self::new(Scheme::Ssh, user, &host, port, path)
    }

    fn new(scheme: Scheme, user: Option<&str>, host: &str, port: Option<u16>, path: &str) -> Option<Self> {
        let path = path.trim_matches('/');
        let path = path.strip_suffix(".git").unwrap_or(path).trim_end_matches('/');
        let path = percent::decode(path)?.into_owned();
        if host.is_empty() || path.is_empty() {
            return None;
        }
        let user = user.filter(|user| !user.is_empty()).map(str::to_owned);
        Some(Self { scheme, user, host: host.to_owned(), port, path, forge: Forge::from_host(host) })
    }

    /// A short name of a remote for messages: the name, or the host of the address.
    pub(super) fn short_name(remote: &str) -> String {
        Self::parse(remote).map_or_else(|| SecretUrl::from(remote).to_string(), |url| url.host)
    }

    /// The owner of the repository: the path without its last component.
    pub fn owner(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(owner, _)| owner)
    }

    pub fn name(&self) -> &str {
        self.path.rsplit_once('/').map_or(&self.path, |(_, name)| name)
    }

    /// True if both are addresses of the same repository, with any protocol.
    pub fn is_same_repository(&self, other: &Self) -> bool {
        self.web_host() == other.web_host() && self.path.eq_ignore_ascii_case(&other.path)
    }

    /// The repository's page on its site.
    pub fn page(&self) -> String {
        format!("{}/{}", self.origin(), encode_path(&self.path))
    }

    /// The address of the site itself, without a path.
    pub(super) fn origin(&self) -> String {
        let scheme = if self.scheme == Scheme::Http { "http" } else { "https" };
        format!("{scheme}://{}", self.web_host())
    }

    /// The host of the site's pages. An ssh port does not apply to them.
    pub(super) fn web_host(&self) -> String {
        let host = match self.host.as_str() {
            "ssh.github.com" => "github.com",
            "altssh.gitlab.com" => "gitlab.com",
            host => host,
        };
        let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
        match self.port.filter(|_| matches!(self.scheme, Scheme::Http | Scheme::Https)) {
            Some(port) => format!("{host}:{port}"),
            None => host,
        }
    }
}

fn host_and_port(authority: &str) -> Option<(String, Option<u16>)> {
    let (host, rest) = match authority.strip_prefix('[') {
        Some(inner) => inner.split_once(']')?,
        None => authority.split_at(authority.find(':').unwrap_or(authority.len())),
    };
    let port = match rest.strip_prefix(':') {
        Some("") | None => None,
        Some(port) => Some(port.parse().ok()?),
    };
    Some((host.to_ascii_lowercase(), port))
}

/// The page that opens a request to merge `branch` of `source` into `base` of `target`; `None` if the
/// kind of the site is unknown, or if the two are on different sites.
///
/// GitHub: docs.github.com, "Using query parameters to create a pull request". Gitea and Forgejo:
/// `ParseCompareInfo` of `routers/web/repo/compare.go`. GitLab: what it writes after a push; from a
/// fork it opens the request in the repository that was forked, unless another is given by its number.
pub fn pull_request_address(
    target: &RemoteUrl,
    base: &str,
    source: &RemoteUrl,
    branch: &str,
) -> Option<String> {
    let same = target.is_same_repository(source);
    if !same && target.host != source.host && target.web_host() != source.web_host() {
        return None;
    }
    let (base_part, branch_part) = (encode_path(base), encode_path(branch));
    let owner = encode_path(source.owner());
    let renamed = source.name() != target.name() || source.owner() == target.owner();
    let page = target.page();
    match target.forge {
        Forge::GitHub => {
            let fork = match (same, renamed) {
                (true, _) => String::new(),
                (false, false) => format!("{owner}:"),
                (false, true) => format!("{owner}:{}:", encode_path(source.name())),
            };
            Some(format!("{page}/compare/{base_part}...{fork}{branch_part}?expand=1"))
        }
        Forge::Gitea => {
            let fork = match (same, renamed) {
                (true, _) => String::new(),
                (false, false) => format!("{owner}:"),
                (false, true) => format!("{}:", encode_path(&source.path)),
            };
            Some(format!("{page}/compare/{base_part}...{fork}{branch_part}"))
        }
        Forge::GitLab => Some(format!(
            "{}/-/merge_requests/new?merge_request%5Bsource_branch%5D={}&merge_request%5Btarget_branch%5D={}",
            source.page(),
            encode_component(branch),
            encode_component(base)
        )),
        Forge::Unknown => None,
    }
}

/// The page that forks a repository; `None` if the kind of its site is unknown.
///
/// GitHub: docs.github.com, "Fork a repository". GitLab: docs.gitlab.com, "Forks". Gitea (since 1.21) and
/// Forgejo: `registerWebRoutes` of `routers/web/web.go`.
pub fn fork_address(repository: &RemoteUrl) -> Option<String> {
    let page = repository.page();
    match repository.forge {
        Forge::GitHub | Forge::Gitea => Some(format!("{page}/fork")),
        Forge::GitLab => Some(format!("{page}/-/forks/new")),
        Forge::Unknown => None,
    }
}

#[cfg(test)]
mod tests;
