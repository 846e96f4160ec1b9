//! Where the files of a newsletter are.

use serde::{Deserialize, Serialize};

use super::Pattern;
use super::path::{SiteRoot, deserialize_file_path};

/// Where the newsletter's files are.
///
/// Paths are relative to the folder of `copydesk.yml`, with `/` between folders. Absolute paths, drive letters, `..`,
/// backslashes and `.git` are refused, also in `images.name` and in the `path` of a waiver.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Files {
    /// The drafts, such as `_drafts/{date}-draft.md`: a pattern with a date or number, or a path without tokens for one
    /// draft that becomes issue after issue, such as `draft.md`.
    pub drafts: Pattern,
    /// The published issues, such as `_posts/{date}-*.md`, `docs/issue-{number}.md` or `content/{yyyy}-{mm}/index.md`.
    /// The pattern has a date or number; a date, if `drafts` has one.
    pub posts: Pattern,
    /// The folder of an issue's images, such as `assets/{yyyymmdd}`. A number or slug is refused. Without it, images may
    /// be anywhere and from any server.
    pub assets: Option<Pattern>,
    /// Folders whose files the site has at its top, such as `static`, `public` or `.vuepress/public`: `/img/a.png` is
    /// looked for in each of them, and then in the newsletter's folder.
    pub site_roots: Vec<SiteRoot>,
    /// The path of the template of a new issue, such as `_drafts/template.md`; [`template`](super::Template) has its
    /// words. Without it, the issue is made from the last ones.
    #[serde(deserialize_with = "deserialize_file_path")]
    pub template: String,
    /// Which issues are drafts, if `drafts` and `posts` are the same pattern; `newest` if it is absent. Only the newest
    /// four issues may be drafts.
    pub draft_is: Option<DraftSign>,
}

/// What distinguishes drafts from posts that have the same pattern.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DraftSign {
    /// Only the newest issue is a draft.
    #[default]
    Newest,
    /// The front matter has `draft: true` or `published: false`.
    Marked,
    /// The date in the front matter, or else in the path, is today or later.
    Upcoming,
}

impl Files {
    /// True if drafts and posts have the same paths, so that only their content or age tells which is which.
    pub fn are_shared(&self) -> bool {
        self.drafts == self.posts
    }

    /// The template's path, if the newsletter has one.
    pub fn template(&self) -> Option<&str> {
        Some(self.template.as_str()).filter(|path| !path.is_empty())
    }
}
