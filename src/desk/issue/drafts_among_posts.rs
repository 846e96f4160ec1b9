//! Drafts that have the same paths as published issues.

use super::list_issues::head_of;
use super::workspace::{IssueFile, Workspace};
use crate::profile::DraftSign;

/// How many of the newest issues are read to find the drafts among them.
const NEWEST: usize = 4;

impl Workspace {
    /// Takes the drafts out of a list of all issues, in the order of their keys: those among the newest four that
    /// have the profile's sign.
    pub(super) fn drafts_among(&self, posts: &mut Vec<IssueFile>) -> Vec<IssueFile> {
        let sign = self.profile.files.draft_is.unwrap_or_default();
        if sign == DraftSign::Newest {
            return posts.pop().into_iter().collect();
        }
        let newest = posts.split_off(posts.len().saturating_sub(NEWEST));
        let (drafts, published): (Vec<_>, Vec<_>) =
            newest.into_iter().partition(|issue| self.has_sign(issue, sign));
        posts.extend(published);
        drafts
    }

    fn has_sign(&self, issue: &IssueFile, sign: DraftSign) -> bool {
        let Some(draft) = head_of(self, &issue.path) else { return false };
        let is = |key: &str, value: &str| {
            let own = draft.front_matter().and_then(|front| front.value(key, draft.text()));
            own.is_some_and(|own| own.trim().eq_ignore_ascii_case(value))
        };
        match sign {
            DraftSign::Newest => false,
            DraftSign::Marked => is("draft", "true") || is("published", "false"),
            DraftSign::Upcoming => {
                let day = self.issue(&issue.path, &draft).front_date().or(issue.key.day());
                day.zip(self.today).is_some_and(|(day, today)| day >= today)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::root::Root;
    use jiff::civil::date;

    fn drafts(sign: &str, issues: &[(&str, &str)]) -> Vec<String> {
        let dir = tempfile::tempdir().unwrap();
        for (path, text) in issues {
            let path = dir.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let yaml = format!("files: {{drafts: 'n/{{date}}.md', posts: 'n/{{date}}.md', draft_is: {sign}}}\n");
        let profile = crate::profile::load(&yaml).unwrap();
        let workspace = Workspace { root: Root::new(dir.path()), profile, today: Some(date(2026, 6, 5)) };
        let listing = workspace.listing();
        assert_eq!(listing.drafts.len() + listing.posts.len(), issues.len());
        listing.drafts.iter().map(|draft| workspace.shown(&draft.path)).collect()
    }

    #[test]
    fn drafts_are_distinguished_from_posts_by_their_sign() {
        let issues = [
            ("n/2026-05-25.md", "---\ndraft: true\n---\n\nOld.\n"),
            ("n/2026-06-01.md", "---\ndraft: true\ndate: 2026-06-05\n---\n\nA.\n"),
            ("n/2026-06-02.md", "+++\ndraft = true\ndate = 2026-06-04\n+++\n\nB.\n"),
            ("n/2026-06-06.md", "C.\n"),
            ("n/2026-06-07.md", "---\npublished: false\ndate: 2026-06-02\n---\n\nD.\n"),
        ];
        for (sign, expected) in [
            ("newest", &["n/2026-06-07.md"][..]),
            ("marked", &["n/2026-06-01.md", "n/2026-06-02.md", "n/2026-06-07.md"]),
            ("upcoming", &["n/2026-06-01.md", "n/2026-06-06.md"]),
        ] {
            assert_eq!(drafts(sign, &issues), expected, "{sign}");
        }
        assert!(drafts("newest", &[]).is_empty());
    }
}
