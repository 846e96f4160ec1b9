use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use super::read_marks::ReadMarks;
use super::views::{IssueViews, ViewMaker, blocks};
use crate::desk::{FileError, Listing, Workspace, read_issue};
use crate::draft::Draft;
use crate::lint::Diagnostic;
use crate::outline::Outline;
use crate::preview::{Cleaner, LastIssue, LastSection, Page, Problem, ProblemId, Views, Writer};
use crate::profile::IssueKey;

/// Makes the pages of one draft. Views are made when a browser asks for them; blocks that have not changed are those
/// of the last pages.
#[derive(Debug)]
pub struct PreviewPages {
    workspace: Arc<Workspace>,
    path: Arc<Path>,
    maker: Arc<Mutex<ViewMaker>>,
    last: Option<Arc<LastIssue>>,
    marks: ReadMarks,
    /// Counts the pages.
    number: u64,
}

/// A draft, and what is known of it.
#[derive(Clone, Debug)]
pub struct PreviewedDraft<'d> {
    pub draft: Arc<Draft>,
    pub outline: Arc<Outline>,
    pub problems: &'d [Diagnostic],
    pub writer: Writer,
    /// The title, unless it is that of the draft.
    pub title: Option<&'d str>,
}

impl PreviewPages {
    /// Pages of the draft at `path`. `state` is the user's state folder, where the marks of read blocks are kept.
    pub fn new(
        workspace: Arc<Workspace>,
        listing: &Listing,
        path: &Path,
        state: Option<&Path>,
    ) -> PreviewPages {
        let marks = ReadMarks::open(state, path);
        let maker = ViewMaker::new(&workspace, listing, path);
        let last = last_issue(&workspace, listing, path).map(Arc::new);
        let maker = Arc::new(Mutex::new(maker));
        PreviewPages { workspace, path: path.into(), maker, last, marks, number: 0 }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// True if these are the pages of this draft, under the same settings.
    pub fn are_of(&self, workspace: &Arc<Workspace>, path: &Path) -> bool {
        Arc::ptr_eq(&self.workspace, workspace) && *self.path == *path
    }

    /// Makes browsers load the images again.
    pub fn images_changed(&mut self) {
        ViewMaker::lock(&self.maker).images_changed();
    }

    /// Uses the newsletter's changed settings.
    pub fn settings_changed(&mut self, workspace: Arc<Workspace>, listing: &Listing) {
        *ViewMaker::lock(&self.maker) = ViewMaker::new(&workspace, listing, &self.path);
        self.workspace = workspace;
    }

    /// Marks a page as read. The next pages show what has changed since.
    ///
    /// # Errors
    ///
    /// If the state folder can't be written. The marks last until the end of the program then.
    pub fn mark_as_read(&mut self, page: &Page) -> Result<(), FileError> {
        self.marks.mark(page.keys())
    }

    /// The page of the draft.
    pub fn page(&mut self, of: PreviewedDraft<'_>) -> Page {
        let PreviewedDraft { draft, outline, writer, .. } = of;
        let profile = &self.workspace.profile;
        let front = draft.front_matter();
        let title = front.and_then(|front| front.value(&profile.front_matter.title, draft.text()));
        let name = || self.path.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned());
        let title = of.title.or(title.filter(|title| !title.is_empty()));
        let title = title.map_or_else(name, str::to_owned);
        self.number += 1;
        Page {
            title,
            file: self.workspace.shown(&self.path),
            writer,
            sections: outline.sections.iter().map(|section| section.title.clone()).collect(),
            problems: problems(of.problems),
            remarks: Vec::new(),
            read: self.marks.keys.clone(),
            last: self.last.clone(),
            length: draft.text().len(),
            views: Views::made_by(Arc::new(IssueViews {
                workspace: self.workspace.clone(),
                path: self.path.clone(),
                maker: self.maker.clone(),
                number: self.number,
                draft,
                outline,
                issue: std::sync::OnceLock::new(),
            })),
        }
    }
}

/// The issue before the one at `path`, by sections.
fn last_issue(workspace: &Workspace, listing: &Listing, path: &Path) -> Option<LastIssue> {
    let this = workspace.key_of(path).or_else(|| {
        let draft = Draft::parse(crate::desk::read(path, &workspace.root).ok()?);
        workspace.issue(path, &draft).date().map(IssueKey::Day)
    });
    let is_before = |key: IssueKey| this.is_none_or(|this| key < this);
    let posts = listing.posts.iter().filter(|post| is_before(post.key) && post.path != path);
    let last = posts.max_by_key(|post| post.key)?;
    let past = read_issue(workspace, &last.path).ok()?;
    let issue = super::views::rendered(workspace, &last.path, past.draft.into());
    let blocks = blocks(&mut Cleaner::default(), &issue.body, &past.outline, workspace, &last.path);
    let mut sections: Vec<LastSection> = past
        .outline
        .sections
        .iter()
        .map(|section| LastSection { title: section.title.clone(), blocks: Vec::new() })
        .collect();
    for block in blocks {
        if let Some(section) = block.section.and_then(|section| sections.get_mut(section)) {
            section.blocks.push(block);
        }
    }
    Some(LastIssue { name: workspace.shown(&last.path), sections })
}

/// The problems with names that are the same after a change elsewhere.
fn problems(found: &[Diagnostic]) -> Vec<Problem> {
    let mut equal: HashMap<(&str, &str), usize> = HashMap::new();
    let problem = |one: &'_ Diagnostic, nth: usize| Problem {
        id: ProblemId { rule: one.rule.to_owned(), message: one.message.clone(), nth },
        severity: one.severity.word(),
        span: one.span,
        help: one.help.clone(),
        has_fix: one.fix.is_some(),
    };
    let mut all = Vec::with_capacity(found.len());
    for one in found {
        let count = equal.entry((one.rule, one.message.as_str())).or_default();
        all.push(problem(one, *count));
        *count += 1;
    }
    all
}

/// The index of a problem of the page among those of the draft now; `None` if it is gone.
pub fn find_problem(id: &ProblemId, found: &[Diagnostic]) -> Option<usize> {
    let is_equal = |one: &Diagnostic| one.rule == id.rule && one.message == id.message;
    found.iter().enumerate().filter(|(_, one)| is_equal(one)).nth(id.nth).map(|(n, _)| n)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::Severity;
    use crate::preview::Block;
    use crate::profile::built_in;
    use crate::render::target::Target;
    use crate::root::Root;
    use crate::text::Span;

    fn pages(dir: &Path, posts: &[(&str, &str)]) -> PreviewPages {
        for (name, text) in posts {
            let path = dir.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let profile = built_in("circuitpython").unwrap();
        let workspace = Arc::new(Workspace { root: Root::new(dir), profile, today: None });
        let listing = workspace.listing();
        let path = dir.join("_drafts/2026-06-08-draft.md");
        PreviewPages::new(workspace, &listing, &path, None)
    }

    fn page(pages: &mut PreviewPages, text: &str, problems: &[Diagnostic]) -> Page {
        let draft = Arc::new(Draft::parse(text.to_owned()));
        let outline = Arc::new(Outline::new(&draft, &pages.workspace.profile));
        pages.page(PreviewedDraft { draft, outline, problems, writer: Writer::Desk, title: None })
    }

    fn html(page: &Page, target: Target) -> String {
        page.view(target).unwrap().blocks.iter().map(Block::html).collect()
    }

    const TEXT: &str = "---\ntitle: Bells\n---\nHello.\n\n## News\n\n* One\n* ![b](../assets/b.png) and ![c](https://example.org/c.png)\n";

    #[test]
    fn a_page_has_the_blocks_of_the_draft_with_their_places() {
        let dir = tempfile::tempdir().unwrap();
        let mut pages = pages(dir.path(), &[]);
        let page = page(&mut pages, TEXT, &[]);
        assert_eq!((page.title.as_str(), page.file.as_str()), ("Bells", "_drafts/2026-06-08-draft.md"));
        let blocks = &page.view(Target::Site).unwrap().blocks;
        let texts: Vec<&str> = blocks.iter().map(|block| block.span.of(TEXT).trim()).collect();
        assert_eq!(&texts[..2], ["Hello.", "## News"], "{texts:?}");
        assert!(texts[2].starts_with("* One"));
        let list = blocks[2].html();
        assert!(list.contains("<li data-at=\"6\""), "the second item, from the list's start: {list}");
        assert!(list.contains("src=\"file/assets/b.png?0\""), "{list}");
        assert!(list.contains("data-remote=\"https://example.org/c.png\""), "{list}");
        assert_eq!(page.sections[blocks[2].section.unwrap()], "News");
    }

    #[test]
    fn each_target_has_a_view_and_liquid_is_done() {
        let dir = tempfile::tempdir().unwrap();
        let config = [("_config.yml", "url: https://bells.example\n")];
        let mut pages = pages(dir.path(), &config);
        let text = "---\ntitle: Bells\n---\nHello [you]({{ '/x' | absolute_url }}).\n\n## News\n\n* One\n";
        let page = page(&mut pages, text, &[]);
        let targets: Vec<Target> = Target::ALL.map(|target| page.view(target).unwrap().target).into();
        assert_eq!(targets, [Target::Site, Target::Mail, Target::WordPress, Target::Text]);
        let html = |target| html(&page, target);
        let site = html(Target::Site);
        assert!(site.contains("href=\"https://bells.example/x\""), "{site}");
        let mail = page.view(Target::Mail).unwrap();
        let places: Vec<&str> = mail.blocks.iter().map(|block| block.span.of(text).trim()).collect();
        assert_eq!(places[1..], ["## News", "* One"], "{places:?}");
        let own = html(Target::Mail);
        assert!(own.contains("https://bells.example/x") && own.contains("<h2"), "{own}");
        assert_eq!(mail.remarks[0], "Subject: Bells");
        let post = html(Target::WordPress);
        let is_one_piece = page.view(Target::WordPress).unwrap().is_one_piece;
        assert!(is_one_piece && post.contains("wp-block-heading"), "{post}");
        let text = html(Target::Text);
        assert!(text.contains("News\n----\n\n* One"), "{text}");
    }

    #[test]
    fn a_view_is_made_when_it_is_asked_for() {
        let dir = tempfile::tempdir().unwrap();
        let page = page(&mut pages(dir.path(), &[]), TEXT, &[]);
        assert_eq!(page.views.made().count(), 0);
        page.view(Target::Mail);
        assert_eq!(page.views.made().collect::<Vec<_>>(), [Target::Mail]);
    }

    #[test]
    fn local_images_are_shown_in_mails_and_posts_as_well() {
        let dir = tempfile::tempdir().unwrap();
        let config = [("_config.yml", "url: https://bells.example\n"), ("assets/b.png", "not looked at")];
        let mut pages = pages(dir.path(), &config);
        let text = TEXT.replace("Hello.", "Hello.\n\n<img src=\"/assets/b.png\" alt=\"d\">\n");
        let page = page(&mut pages, &text, &[]);
        for target in [Target::Site, Target::Mail, Target::WordPress] {
            let html = html(&page, target);
            assert_eq!(html.matches("src=\"file/assets/b.png?0\"").count(), 2, "{target:?}: {html}");
            assert!(html.contains("data-remote=\"https://example.org/c.png\""), "{target:?}: {html}");
        }
    }

    #[test]
    fn a_template_without_a_place_for_the_issue_is_named_in_the_mails_view() {
        let dir = tempfile::tempdir().unwrap();
        let profile = "extends: circuitpython\nmail: {template: mail.html}\n";
        let files = [("copydesk.yml", profile), ("mail.html", "<p>Hello</p>")];
        drop(pages(dir.path(), &files));
        let workspace = Arc::new(Workspace::load(dir.path().canonicalize().unwrap()).unwrap());
        let path = workspace.root.folder().join("_drafts/2026-06-08-draft.md");
        let mut pages = PreviewPages::new(workspace.clone(), &workspace.listing(), &path, None);
        let mail = page(&mut pages, TEXT, &[]).view(Target::Mail).unwrap().clone();
        assert!(mail.blocks.is_empty() && mail.remarks[0].contains("has no {{ body }}"), "{mail:?}");
    }

    /// Blocks whose meaning depends on each other, and pieces that change it.
    const LINKED: &str = "---\ntitle: Bells\n---\nSee [a] and note[^1].\n\n## News\n\n* One\n* Two\n\n## News\n\n```\ncode\n```\n\n\
                          <div>\n\n*b*\n\n</div>\n\n[a]: https://a.example\n[^1]: A note.\n*[One]: The first\n";
    const PIECES: [&str; 16] = [
        "",
        "\n",
        "\n\n",
        "x",
        "* ",
        "## News\n",
        "```\n",
        "<div>",
        "</div>",
        "[a]: x\n",
        "[^1]",
        "*[x]: y\n",
        "> ",
        "`",
        "    ",
        "![i](i.png)",
    ];

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { cases: 48, ..Default::default() })]

        /// What is kept of earlier pages changes nothing.
        #[test]
        fn a_page_after_random_edits_equals_a_new_one(
            edits in proptest::collection::vec((0..1000_usize, 0..30_usize, proptest::sample::select(PIECES.to_vec())), 1..8)
        ) {
            let dir = tempfile::tempdir().unwrap();
            let mut kept = pages(dir.path(), &[]);
            let mut text = LINKED.to_owned();
            for (at, len, piece) in edits {
                let body = Draft::parse(text.clone()).body();
                let start = body + (text.len() - body) * at / 1000;
                text.replace_range(start..(start + len).min(text.len()), piece);
                let after = page(&mut kept, &text, &[]);
                let new = page(&mut pages(dir.path(), &[]), &text, &[]);
                for target in Target::ALL {
                    proptest::prop_assert_eq!(after.view(target), new.view(target));
                }
            }
        }
    }

    #[test]
    fn a_change_keeps_the_other_blocks_and_shows_as_unread() {
        let dir = tempfile::tempdir().unwrap();
        let mut pages = pages(dir.path(), &[]);
        let before = page(&mut pages, TEXT, &[]);
        assert_eq!(before.read, None);
        pages.mark_as_read(&before).unwrap();
        let after = page(&mut pages, &TEXT.replace("Hello.", "Hello, you."), &[]);
        let keys = |page: &Page| page.keys().map(str::to_owned).collect::<Vec<_>>();
        assert_ne!(keys(&before)[0], keys(&after)[0]);
        assert_eq!(keys(&before)[1..], keys(&after)[1..]);
        assert_eq!(after.read.unwrap().len(), 3);
    }

    #[test]
    fn the_last_issue_is_the_newest_post_before_this_one() {
        let dir = tempfile::tempdir().unwrap();
        let text = |words: &str| format!("---\ntitle: x\n---\nHello.\n\n## News\n\n{words}\n");
        let (old, last, later) = (text("Old."), text("Last."), text("Later."));
        let posts = [
            ("_posts/2026-05-25-old.md", old.as_str()),
            ("_posts/2026-06-01-last.md", last.as_str()),
            ("_posts/2026-06-15-later.md", later.as_str()),
        ];
        let mut pages = pages(dir.path(), &posts);
        let page = page(&mut pages, TEXT, &[]);
        let last = page.last.unwrap();
        assert_eq!(last.name, "_posts/2026-06-01-last.md");
        let news = last.sections.iter().find(|section| section.title == "News").unwrap();
        assert!(news.blocks.iter().any(|block| block.html().contains("Last.")));
    }

    #[test]
    fn equal_problems_are_told_apart_by_their_order() {
        let one =
            |at: usize, message: &str| Diagnostic::new("a-rule", Severity::Warning, Span::at(at), message);
        let found = [one(1, "x"), one(5, "y"), one(9, "x")];
        let problems = problems(&found);
        assert_eq!(problems.iter().map(|problem| problem.id.nth).collect::<Vec<_>>(), [0, 0, 1]);
        assert_eq!(find_problem(&problems[2].id, &found), Some(2));
        assert_eq!(find_problem(&problems[2].id, &found[..2]), None);
    }
}
