//! The mail of an issue as a view of the preview.

use std::path::Path;

use crate::desk::{Listing, Probe, RenderedIssue, Workspace, facts_for_mail};
use crate::draft::Draft;
use crate::lint::Facts;
use crate::preview::{Block, Target, View};
use crate::profile::{Mail, Profile};
use crate::render::target::Addresses;
use crate::render::target::mail::{MailSize, mail};
use crate::text::Span;

/// What the mail of an issue is made of.
#[derive(Debug)]
pub(super) struct MailSource {
    facts: Facts,
    probe: Probe,
}

impl MailSource {
    pub fn new(workspace: &Workspace, listing: &Listing, path: &Path) -> MailSource {
        // A draft without a file has no images yet.
        let text = crate::desk::read(path, &workspace.root).unwrap_or_default();
        let facts = facts_for_mail(workspace, listing, path, &Draft::parse(text));
        MailSource { facts, probe: Probe::default() }
    }

    /// Reads the sizes of the images again for the next view.
    pub fn forget_images(&mut self) {
        self.facts.images.clear();
        self.probe = Probe::default();
    }

    pub fn addresses<'s>(&'s self, profile: &'s Profile) -> Addresses<'s> {
        Addresses::new(profile, self.facts.mail.site.as_deref(), self.facts.path.as_deref())
    }

    /// The issue as a mail, with the place where Gmail cuts it off. `None` if the newsletter's template has no place for
    /// it.
    pub fn view(
        &mut self,
        workspace: &Workspace,
        path: &Path,
        issue: &RenderedIssue,
        block: &mut dyn FnMut(&str, Span) -> Block,
    ) -> Option<View> {
        let draft = &issue.draft;
        let dests = draft.images().map(|image| draft.slice(image.dest));
        let new: Vec<String> =
            dests.filter(|dest| !self.facts.images.contains_key(*dest)).map(str::to_owned).collect();
        if !new.is_empty() {
            self.facts.images.extend(self.probe.look_all(&new, path, &workspace.root));
        }
        let width = |path: &str| self.facts.image_width(path);
        let mail = mail(draft, &issue.body, &workspace.profile, &self.facts.mail_sources(&width)).ok()?;
        let overhead = workspace.profile.mail.as_ref().map(Mail::overhead).unwrap_or_default();
        let size = MailSize::new(&mail, overhead);
        let mut start = mail.start;
        let blocks = mail.parts.iter().map(|part| {
            let html = mail.html.get(start..part.end).unwrap_or_default();
            start = part.end;
            block(html, part.span)
        });
        let blocks: Vec<Block> = blocks.collect();
        let cut = size.first_clipped().and_then(|cut| mail.parts.iter().position(|part| part.span == cut));
        let subject = format!("Subject: {}", mail.subject);
        let preheader = format!("Preheader: {}", mail.preheader);
        let remarks = vec![subject, preheader, size.summary()];
        Some(View { target: Target::Mail, blocks, remarks, cut, ..View::default() })
    }
}
