use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::groups::{Group, groups};
use super::read_marks::ReadMarks;
use super::views::MailSource;
use crate::desk::{
    FileError, Listing, RenderedIssue, Workspace, probe_image, read_issue, render_draft, site_of,
};
use crate::draft::Draft;
use crate::lint::Diagnostic;
use crate::outline::Outline;
use crate::preview::{
    Block, Cleaner, ImageSource, LastIssue, LastSection, Page, Problem, ProblemId, Target, View, Writer,
};
use crate::profile::IssueKey;
use crate::render::target::text::text;
use crate::render::target::wordpress::wordpress;
use crate::render::{Node, Tree, tree};
use crate::text::Span;

/// Makes the pages of one draft. Blocks that have not changed are those of the last page.
#[derive(Debug)]
pub struct PreviewPages {
    workspace: Arc<Workspace>,
    path: PathBuf,
    cleaner: Cleaner,
    last: Option<Arc<LastIssue>>,
    marks: ReadMarks,
    mail: MailSource,
}

/// A draft, and what is known of it.
#[derive(Clone, Copy, Debug)]
pub struct PreviewedDraft<'d> {
    pub draft: &'d Draft,
    pub outline: &'d Outline,
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
        let mail = MailSource::new(&workspace, listing, path);
        let path = path.to_owned();
        let mut pages =
            PreviewPages { workspace, path, cleaner: Cleaner::default(), last: None, marks, mail };
        pages.last = pages.last_issue(listing).map(Arc::new);
        pages
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// True if these are the pages of this draft, under the same settings.
    pub fn are_of(&self, workspace: &Arc<Workspace>, path: &Path) -> bool {
        Arc::ptr_eq(&self.workspace, workspace) && self.path == path
    }

    /// Makes browsers load the images again.
    pub fn images_changed(&mut self) {
        self.cleaner.images_changed();
        self.mail.forget_images();
    }

    /// Uses the newsletter's changed settings.
    pub fn settings_changed(&mut self, workspace: Arc<Workspace>) {
        self.workspace = workspace;
        self.cleaner.images_changed();
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
    pub fn page(&mut self, of: &PreviewedDraft<'_>) -> Page {
        self.cleaner.start_page();
        let profile = &self.workspace.profile;
        let front = of.draft.front_matter();
        let title = front.and_then(|front| front.value(&profile.front_matter.title, of.draft.text()));
        let name = || self.path.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned());
        let title = of.title.or(title.filter(|title| !title.is_empty()));
        let title = title.map_or_else(name, str::to_owned);
        Page {
            title,
            file: self.workspace.shown(&self.path),
            writer: of.writer,
            sections: of.outline.sections.iter().map(|section| section.title.clone()).collect(),
            problems: problems(of.problems),
            remarks: Vec::new(),
            read: self.marks.keys.clone(),
            last: self.last.clone(),
            length: of.draft.text().len(),
            views: self.views(of.draft, of.outline),
        }
    }

    fn views(&mut self, draft: &Draft, outline: &Outline) -> Vec<View> {
        let path = self.path.clone();
        let issue = self.rendered(draft, &path);
        let mut remarks: Vec<String> = Vec::new();
        for one in &issue.unsupported {
            remarks.push(format!("{} is shown as it is written", one.tag));
        }
        let others = self.other_views(&issue, outline);
        let blocks = self.blocks(issue.body, outline, &path);
        let site = View { target: Target::Site, blocks, remarks, ..View::default() };
        std::iter::once(site).chain(others).collect()
    }

    /// The issue as a mail, a post of WordPress and a plain text.
    fn other_views(&mut self, issue: &RenderedIssue, outline: &Outline) -> Vec<View> {
        let (workspace, path) = (self.workspace.clone(), self.path.clone());
        let image = |source: &str| image_source(source, &path, &workspace.root);
        let mail = self.mail.view(&workspace, &path, issue, &mut |html, span| {
            self.cleaner.block(html, span, section_at(outline, span.start), &image)
        });
        let addresses = self.mail.addresses(&workspace.profile);
        let whole = Span::new(0, issue.draft.text().len());
        let post = self.cleaner.block(&wordpress(&issue.body, &addresses), whole, None, &image);
        let plain = self.cleaner.text_block(&text(&issue.body, &addresses), whole, None);
        let one_piece =
            |target, block| View { target, blocks: vec![block], is_one_piece: true, ..View::default() };
        let others = [one_piece(Target::WordPress, post), one_piece(Target::Text, plain)];
        mail.into_iter().chain(others).collect()
    }

    fn rendered(&self, draft: &Draft, path: &Path) -> RenderedIssue {
        let site = site_of(&self.workspace.root, path, draft);
        render_draft(&self.workspace, draft.clone(), site)
    }

    /// The blocks of a page.
    fn blocks(&mut self, mut tree: Tree, outline: &Outline, path: &Path) -> Vec<Block> {
        let groups = groups(&tree.nodes);
        let root = &self.workspace.root;
        let image = |source: &str| image_source(source, path, root);
        let cleaner = &mut self.cleaner;
        let block = |Group { nodes, span }: Group| {
            let html = html_with_places(&mut tree.nodes[nodes], span.start);
            cleaner.block(&html, span, section_at(outline, span.start), &image)
        };
        groups.into_iter().map(block).collect()
    }

    /// The issue before this one, by sections. It is read once.
    fn last_issue(&mut self, listing: &Listing) -> Option<LastIssue> {
        let this = self.workspace.key_of(&self.path).or_else(|| {
            let draft = Draft::parse(crate::desk::read(&self.path, &self.workspace.root).ok()?);
            self.workspace.issue(&self.path, &draft).date().map(IssueKey::Day)
        });
        let is_before = |key: IssueKey| this.is_none_or(|this| key < this);
        let posts = listing.posts.iter().filter(|post| is_before(post.key) && post.path != self.path);
        let last = posts.max_by_key(|post| post.key)?;
        let past = read_issue(&self.workspace, &last.path).ok()?;
        let body = self.rendered(&past.draft, &last.path).body;
        let blocks = self.blocks(body, &past.outline, &last.path);
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
        Some(LastIssue { name: self.workspace.shown(&last.path), sections })
    }
}

fn section_at(outline: &Outline, at: usize) -> Option<usize> {
    outline.sections.partition_point(|section| section.span.start <= at).checked_sub(1)
}

/// The HTML of a part that begins at `start`. Its elements get their places in it, so that a click and the cursor find
/// them.
fn html_with_places(nodes: &mut [Node], start: usize) -> String {
    tree::visit_mut(nodes, &mut |node| {
        let place = node.span.filter(|span| span.start >= start && !span.is_empty());
        if let (Some(span), Some(element)) = (place, node.element_mut()) {
            element.attributes.set("data-at", (span.start - start).to_string());
        }
    });
    nodes.iter().map(Node::html).collect()
}

/// Where an image comes from. A path that leads out of the newsletter is a missing file.
fn image_source(source: &str, draft: &Path, root: &crate::root::Root) -> ImageSource {
    let lower = source.to_ascii_lowercase();
    if lower.starts_with("http:") || lower.starts_with("https:") || source.starts_with("//") {
        return ImageSource::Remote(source.to_owned());
    }
    let file = probe_image(source, draft, root);
    let inner = file.as_deref().and_then(|file| file.strip_prefix(root.folder()).ok());
    let parts: Option<Vec<&str>> = inner.and_then(|inner| inner.iter().map(|part| part.to_str()).collect());
    parts.map_or(ImageSource::Missing, |parts| ImageSource::File(parts.join("/")))
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
    use crate::profile::built_in;
    use crate::root::Root;

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
        let draft = Draft::parse(text.to_owned());
        let outline = Outline::new(&draft, &pages.workspace.profile);
        pages.page(&PreviewedDraft {
            draft: &draft,
            outline: &outline,
            problems,
            writer: Writer::Desk,
            title: None,
        })
    }

    const TEXT: &str = "---\ntitle: Bells\n---\nHello.\n\n## News\n\n* One\n* ![b](../assets/b.png) and ![c](https://example.org/c.png)\n";

    #[test]
    fn a_page_has_the_blocks_of_the_draft_with_their_places() {
        let dir = tempfile::tempdir().unwrap();
        let mut pages = pages(dir.path(), &[]);
        let page = page(&mut pages, TEXT, &[]);
        assert_eq!((page.title.as_str(), page.file.as_str()), ("Bells", "_drafts/2026-06-08-draft.md"));
        let blocks = &page.views[0].blocks;
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
        let targets: Vec<Target> = page.views.iter().map(|view| view.target).collect();
        assert_eq!(targets, [Target::Site, Target::Mail, Target::WordPress, Target::Text]);
        let html = |n: usize| page.views[n].blocks.iter().map(Block::html).collect::<String>();
        assert!(html(0).contains("href=\"https://bells.example/x\""), "{}", html(0));
        let mail = &page.views[1];
        let places: Vec<&str> = mail.blocks.iter().map(|block| block.span.of(text).trim()).collect();
        assert_eq!(places[1..], ["## News", "* One"], "{places:?}");
        assert!(html(1).contains("https://bells.example/x") && html(1).contains("<h2"), "{}", html(1));
        assert_eq!(mail.remarks[0], "Subject: Bells");
        assert!(page.views[2].is_one_piece && html(2).contains("wp-block-heading"), "{}", html(2));
        assert!(html(3).contains("News\n----\n\n* One"), "{}", html(3));
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
