//! The views of an issue: its site, its mail, its post of WordPress and its plain text.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use html5gum::{Token, Tokenizer};

use super::groups::{Group, groups};
use crate::desk::{Listing, Probe, RenderedIssue, Workspace, probe_image, render_draft, site_of};
use crate::draft::Draft;
use crate::lint::Facts;
use crate::outline::Outline;
use crate::preview::{Block, Cleaner, ImageSource, MakeView, View};
use crate::profile::{Mail, Profile};
use crate::render::html::with_places;
use crate::render::liquid::has_tags;
use crate::render::target::mail::{MailSize, mail, reading_minutes};
use crate::render::target::text::text;
use crate::render::target::wordpress::wordpress;
use crate::render::target::{Addresses, Target, for_readers};
use crate::render::{NodeKind, Site, Tree, tree};
use crate::root::Root;
use crate::text::Span;

/// What the views of all pages of a draft share.
#[derive(Debug)]
pub(super) struct ViewMaker {
    cleaner: Cleaner,
    /// The number of the page whose views were made last.
    number: u64,
    /// The path of the draft, what its mail is made of, and the sizes of its images.
    facts: Facts,
    probe: Probe,
}

impl ViewMaker {
    pub fn new(workspace: &Workspace, listing: &Listing, path: &Path) -> ViewMaker {
        let facts = Facts { path: workspace.place_of(path), mail: listing.mail.clone(), ..Facts::default() };
        ViewMaker { cleaner: Cleaner::default(), number: 0, facts, probe: Probe::default() }
    }

    pub fn lock(maker: &Mutex<ViewMaker>) -> MutexGuard<'_, ViewMaker> {
        // A thread that panicked here left blocks that the next page makes again.
        maker.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes browsers load the images again, and reads their sizes again.
    pub fn images_changed(&mut self) {
        self.cleaner.images_changed();
        self.facts.images.clear();
        self.probe = Probe::default();
    }

    fn start_page(&mut self, number: u64) {
        if self.number != number {
            self.number = number;
            self.cleaner.start_page();
        }
    }

    fn addresses<'s>(&'s self, profile: &'s Profile) -> Addresses<'s> {
        Addresses::new(profile, self.facts.mail.site.as_deref(), self.facts.path.as_deref())
    }

    /// Reads the sizes of images that are new in the draft.
    fn probe_images(&mut self, draft: &Draft, path: &Path, root: &Root) {
        let dests = draft.images().map(|image| draft.slice(image.dest));
        let new: Vec<String> =
            dests.filter(|dest| !self.facts.images.contains_key(*dest)).map(str::to_owned).collect();
        if !new.is_empty() {
            self.facts.images.extend(self.probe.look_all(&new, path, root));
        }
    }
}

/// The views of one state of a draft.
#[derive(Debug)]
pub(super) struct IssueViews {
    pub workspace: Arc<Workspace>,
    pub path: Arc<Path>,
    pub maker: Arc<Mutex<ViewMaker>>,
    /// The number of the page.
    pub number: u64,
    pub draft: Arc<Draft>,
    pub outline: Arc<Outline>,
    /// The page of the site, which all views are made of.
    pub issue: OnceLock<RenderedIssue>,
}

impl MakeView for IssueViews {
    fn make(&self, target: Target) -> View {
        let issue = self.issue.get_or_init(|| rendered(&self.workspace, &self.path, self.draft.clone()));
        let mut maker = ViewMaker::lock(&self.maker);
        maker.start_page(self.number);
        match target {
            Target::Site => self.site(&mut maker, issue),
            Target::Mail => self.mail(&mut maker, issue),
            Target::WordPress => self.post(&mut maker, issue),
            Target::Text => self.text(&mut maker, issue),
        }
    }
}

impl IssueViews {
    fn site(&self, maker: &mut ViewMaker, issue: &RenderedIssue) -> View {
        let remark = |tag: &str| format!("{tag} is shown as it is written");
        let remarks = issue.unsupported.iter().map(|one| remark(&one.tag)).collect();
        let blocks = blocks(&mut maker.cleaner, &issue.body, &self.outline, &self.workspace, &self.path);
        View { target: Target::Site, blocks, remarks, ..View::default() }
    }

    /// The issue as a mail, with the place where Gmail cuts it off.
    fn mail(&self, maker: &mut ViewMaker, issue: &RenderedIssue) -> View {
        let Workspace { profile, root, .. } = &*self.workspace;
        maker.probe_images(&self.draft, &self.path, root);
        let width = |path: &str| maker.facts.image_width(path);
        let mail = match mail(&self.draft, &issue.body, profile, &maker.facts.mail_sources(&width)) {
            Ok(mail) => mail,
            Err(error) => {
                let remarks = vec![error.to_string()];
                return View { target: Target::Mail, remarks, ..View::default() };
            }
        };
        let overhead = profile.mail.as_ref().map(Mail::overhead).unwrap_or_default();
        let size = MailSize::new(&mail, overhead);
        let local = local_images(&issue.body, &maker.addresses(profile));
        let image = |source: &str| self.image(source, &local);
        let mut start = mail.start;
        let mut blocks = Vec::with_capacity(mail.parts.len());
        for part in &mail.parts {
            let html = mail.html.get(start..part.end).unwrap_or_default();
            start = part.end;
            let section = section_at(&self.outline, part.span.start);
            blocks.push(maker.cleaner.block(html, part.span, section, &image));
        }
        let cut = size.first_clipped().and_then(|cut| mail.parts.iter().position(|part| part.span == cut));
        let subject = format!("Subject: {}", mail.subject);
        let preheader = format!("Preheader: {}", mail.preheader);
        let remarks = vec![subject, preheader, size.summary(reading_minutes(&mail.text))];
        View { target: Target::Mail, blocks, remarks, cut, ..View::default() }
    }

    fn post(&self, maker: &mut ViewMaker, issue: &RenderedIssue) -> View {
        let addresses = maker.addresses(&self.workspace.profile);
        let local = local_images(&issue.body, &addresses);
        let body = for_readers(&self.draft, &issue.body, &self.workspace.profile);
        let html = wordpress(&body, &addresses);
        let block = maker.cleaner.block(&html, self.whole(), None, &|source| self.image(source, &local));
        View { target: Target::WordPress, blocks: vec![block], is_one_piece: true, ..View::default() }
    }

    fn text(&self, maker: &mut ViewMaker, issue: &RenderedIssue) -> View {
        let profile = &self.workspace.profile;
        let body = for_readers(&self.draft, &issue.body, profile);
        let text = text(&body, &maker.addresses(profile));
        let block = maker.cleaner.text_block(&text, self.whole(), None);
        View { target: Target::Text, blocks: vec![block], is_one_piece: true, ..View::default() }
    }

    fn whole(&self) -> Span {
        Span::new(0, self.draft.text().len())
    }

    /// Where an image of a target comes from, whose addresses are absolute.
    fn image(&self, source: &str, local: &HashMap<String, String>) -> ImageSource {
        let own = local.get(source).map_or(source, String::as_str);
        image_source(own, &self.path, &self.workspace.root)
    }
}

/// The page of a draft. The files of its site are read if the draft has Liquid tags.
pub(super) fn rendered(workspace: &Workspace, path: &Path, draft: Arc<Draft>) -> RenderedIssue {
    let site = if has_tags(draft.text()) { site_of(&workspace.root, path, &draft) } else { Site::default() };
    render_draft(workspace, draft, site)
}

/// The blocks of the site's page.
pub(super) fn blocks(
    cleaner: &mut Cleaner,
    tree: &Tree,
    outline: &Outline,
    workspace: &Workspace,
    path: &Path,
) -> Vec<Block> {
    let image = |source: &str| image_source(source, path, &workspace.root);
    let block = |Group { nodes, span }: Group| {
        let html = with_places(&tree.nodes[nodes], span.start);
        cleaner.block(&html, span, section_at(outline, span.start), &image)
    };
    groups(&tree.nodes).into_iter().map(block).collect()
}

fn section_at(outline: &Outline, at: usize) -> Option<usize> {
    outline.sections.partition_point(|section| section.span.start <= at).checked_sub(1)
}

/// The addresses of the page's images as a draft writes them, by their absolute addresses.
fn local_images(tree: &Tree, addresses: &Addresses<'_>) -> HashMap<String, String> {
    let mut local = HashMap::new();
    let mut add = |source: &str| {
        let absolute = addresses.absolute(source);
        if absolute != source {
            local.insert(absolute, source.to_owned());
        }
    };
    tree::visit(&tree.nodes, &mut |node| match &node.kind {
        NodeKind::Element(element) if node.is("img") => {
            element.attributes.get("src").into_iter().for_each(&mut add);
        }
        NodeKind::Raw(raw) => {
            for token in Tokenizer::new(raw).flatten() {
                if let Token::StartTag(tag) = token
                    && **tag.name == *b"img"
                    && let Some(source) = tag.attributes.get(b"src".as_slice())
                {
                    add(&String::from_utf8_lossy(source));
                }
            }
        }
        _ => {}
    });
    local
}

/// Where an image comes from. A path that leads out of the newsletter is a missing file.
fn image_source(source: &str, draft: &Path, root: &Root) -> ImageSource {
    let lower = source.to_ascii_lowercase();
    if lower.starts_with("http:") || lower.starts_with("https:") || source.starts_with("//") {
        return ImageSource::Remote(source.to_owned());
    }
    let file = probe_image(source, draft, root);
    let inner = file.as_deref().and_then(|file| file.strip_prefix(root.folder()).ok());
    let parts: Option<Vec<&str>> = inner.and_then(|inner| inner.iter().map(|part| part.to_str()).collect());
    parts.map_or(ImageSource::Missing, |parts| ImageSource::File(parts.join("/")))
}
