//! Contributing one item: put into the remote's newest draft, on a branch of its own, beside
//! whatever its author is working on.

mod copy;
mod elsewhere;
mod error;
mod offer;
mod origin;
mod stale;

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::desk::check::review::Review;
use crate::desk::images::import_image::import_image_bytes;
use crate::desk::images::nearest::nearest;
use crate::desk::images::write_image::read_image;
use crate::desk::{DeskError, ImageImport, ImportedImage, IssueError, probe_image, read};
use crate::draft::Draft;
use crate::git::Control;
use crate::image;
use crate::lint::Baseline;
use crate::lint::report::FileReport;
use crate::outline::{NewItem, Outline, add_item};
use crate::profile::SlotKind;
use crate::root::Root;
use crate::text::address::host;

pub use error::ContributeError;
pub(in crate::desk) use offer::page_for;
pub use offer::{BranchOutcome, Contributed, PushedBranch, SamePage};
pub use origin::Target;
pub use stale::{NewerDraft, StaleDraft};

use copy::Copy;
use origin::Origin;

/// The target repository and draft.
#[derive(Clone, Debug)]
pub struct ContributeOptions {
    pub target: Target,
    /// A date or a path; else the next issue's.
    pub issue: Option<String>,
    pub today: Date,
}

/// A desk for one contribution. The draft, its newsletter's profile and its last issues are laid
/// out in a temporary folder; nothing is committed until [`NewContribution::commit`].
#[derive(Debug)]
pub struct NewContribution {
    origin: Origin,
    copy: Copy,
    before: Draft,
    date: Option<Date>,
    /// Where the draft was not named.
    today: Option<Date>,
    review: Review,
    baseline: Baseline,
    picture: Option<ImportedImage>,
}

/// A section that items can be added to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionChoice {
    /// Its place in the draft.
    pub index: usize,
    /// The profile's name for it.
    pub id: String,
    pub title: String,
    /// The noun of its items, such as `news item`.
    pub noun: String,
    pub credit: Credit,
}

/// Whom an item names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credit {
    /// The site that a story comes from.
    Source,
    /// Who wrote a guide.
    Author,
}

/// An item as it would be added to the draft.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The item's Markdown.
    pub markdown: String,
    pub section: String,
    /// The item's title, or what its text begins with.
    pub title: String,
    /// The draft with it.
    pub text: String,
    /// The problems that the item adds.
    pub report: FileReport,
}

impl NewContribution {
    /// Fetches the remote's newest draft, and what checking an item needs.
    ///
    /// # Errors
    ///
    /// Where there is no repository, no draft, or the remote can't be reached.
    pub fn open(wanted: &ContributeOptions, control: &Control) -> Result<NewContribution, DeskError> {
        let origin = origin::find(&wanted.target, control)?;
        let copy = Copy::new(&origin, wanted.issue.as_deref(), wanted.today, control)?;
        let before = Draft::parse(read(&copy.draft, &copy.workspace.root)?);
        let date = copy.workspace.issue(&copy.draft, &before).date();
        let review = Review::new(&copy.workspace, &copy.draft)?;
        let facts = review.facts(&copy.workspace, &before);
        let baseline = review.baseline(&copy.workspace, &before, &facts);
        let today = wanted.issue.is_none().then_some(wanted.today);
        Ok(NewContribution { origin, copy, before, date, today, review, baseline, picture: None })
    }

    /// The draft as people say it, with the branch that it is taken from.
    pub fn draft_name(&self) -> String {
        let path = self.copy.workspace.shown(&self.copy.draft);
        match &self.origin.remote {
            Some(remote) => format!("{path} of {remote}/{}", self.origin.branch),
            None => format!("{path} of {}", self.origin.branch),
        }
    }

    /// The sections that items can be added to, in the order of the draft.
    pub fn sections(&self) -> Vec<SectionChoice> {
        let profile = &self.copy.workspace.profile;
        let outline = Outline::new(&self.before, profile);
        let choice = |(index, section): (usize, &crate::outline::Section)| {
            let spec = profile.section(&section.id)?;
            let takes = section.heading.is_some() && spec.kinds.iter().any(|kind| kind.takes_items());
            let has_author = spec.kinds.contains(&SlotKind::Guides);
            takes.then(|| SectionChoice {
                credit: if has_author { Credit::Author } else { Credit::Source },
                index,
                id: section.id.clone(),
                title: section.title.clone(),
                noun: spec.noun.first().cloned().unwrap_or_else(|| "item".to_owned()),
            })
        };
        outline.sections.iter().enumerate().filter_map(choice).collect()
    }

    /// The section of that name: its title in the draft, the profile's name for it, what its items
    /// are called or what they are (`story`, `guide`, `board`, `event`, `link`), or how its title
    /// begins.
    ///
    /// # Errors
    ///
    /// [`IssueError::NoSection`] with the sections that there are.
    pub fn section(&self, name: &str) -> Result<SectionChoice, DeskError> {
        let sections = self.sections();
        let name_lower = name.trim().to_lowercase();
        let titles: Vec<String> = sections.iter().map(|section| section.title.clone()).collect();
        let is_kind = |section: &SectionChoice| {
            let spec = self.copy.workspace.profile.section(&section.id);
            let kinds = spec.map_or(&[][..], |spec| &spec.kinds);
            kinds.iter().any(|kind| kind.name() == name_lower || kind.item_name() == name_lower)
                || section.noun == name_lower
        };
        let found = sections
            .iter()
            .find(|section| section.title.to_lowercase() == name_lower || section.id == name_lower)
            .or_else(|| {
                // Where several hold such items, the one that has most of them.
                let outline = Outline::new(&self.before, &self.copy.workspace.profile);
                let count = |section: &&SectionChoice| outline.slots_of(section.index).len();
                sections.iter().filter(|section| is_kind(section)).rev().max_by_key(count)
            })
            .or_else(|| sections.iter().find(|one| one.title.to_lowercase().starts_with(&name_lower)));
        Ok(found.filter(|_| !name_lower.is_empty()).cloned().ok_or_else(|| IssueError::NoSection {
            name: name.to_owned(),
            meant: nearest(name, &titles)
                .map(|title| format!(" (did you mean '{title}'?)"))
                .unwrap_or_default(),
            known: titles.join(", "),
        })?)
    }

    /// Fits an image for the item and returns the draft's reference to it.
    ///
    /// # Errors
    ///
    /// Where it is no picture, or the issue has no date that its folder is named after.
    pub fn import_image(&mut self, source: PathBuf, control: &image::Control) -> Result<String, DeskError> {
        let date = self.date.ok_or_else(|| IssueError::NoDate(self.copy.draft.clone()))?;
        // A link in a stranger's checkout may lead to an image that is not meant to be published: what lies
        // in the clone is read through its root.
        let clone = self.origin.repo.workdir().map(Root::new).filter(|clone| clone.contains(&source));
        let bytes = read_image(&source, clone.as_ref().unwrap_or(&self.copy.workspace.root))?;
        let wanted =
            ImageImport { source, draft: self.copy.draft.clone(), date, name: None, keep_original: false };
        let brought = import_image_bytes(&self.copy.workspace, &wanted, bytes, control)?;
        let reference = brought.reference.clone();
        self.picture = Some(brought);
        Ok(reference)
    }

    /// The folder of the small clone, where one was made.
    pub fn small_clone(&self) -> Option<&Path> {
        self.origin.is_partial.then(|| self.origin.repo.folder())
    }

    /// A summary of what was done to the image.
    pub fn image_summary(&self) -> Option<&str> {
        self.picture.as_ref().map(|picture| picture.said.as_str())
    }

    /// The item as it would be added to a section, with its problems.
    ///
    /// # Errors
    ///
    /// [`ContributeError::NoForm`] where neither template nor profile say what an item of it looks like;
    /// [`ContributeError::NotAnAddress`].
    pub fn preview(&self, section: &SectionChoice, item: &NewItem) -> Result<Preview, DeskError> {
        let addresses = [&item.url, &item.source_url, &item.author_url];
        for address in addresses.into_iter().filter(|address| !address.is_empty()) {
            if !is_page(address.trim()) {
                return Err(ContributeError::NotAnAddress(address.as_str().into()).into());
            }
        }
        if !is_one_paragraph(&item.text) {
            return Err(ContributeError::ManyParagraphs.into());
        }
        let profile = &self.copy.workspace.profile;
        let template = read(Path::new(&profile.files.template), &self.copy.workspace.root).ok();
        let template = template.map(|text| {
            let draft = Draft::parse(text);
            let outline = Outline::new(&draft, profile);
            (draft, outline)
        });
        let template = template.as_ref().map(|(draft, outline)| (draft, outline));
        let folder = self.date.map(|date| date.strftime("%Y%m%d").to_string()).unwrap_or_default();
        let item = complete(item, section.credit);
        // The names of the pictures that the issue has are in the temporary folder.
        let has_picture = |path: &str| {
            probe_image(path, &self.copy.draft, self.copy.workspace.root.folder())
                .is_some_and(|file| self.copy.workspace.root.is_file(&file))
        };
        let added = add_item(&self.before, profile, section.index, &item, template, &folder, &has_picture)
            .ok_or_else(|| ContributeError::NoForm(section.title.clone()))?;
        let workspace = &self.copy.workspace;
        let facts = self.review.facts(workspace, &added.draft);
        let report = self.review.new_problems(workspace, &added.draft, &facts, &self.baseline);
        Ok(Preview {
            markdown: added.draft.slice(added.span).to_owned(),
            section: section.title.clone(),
            title: item.title,
            text: added.draft.text().to_owned(),
            report,
        })
    }

    /// Where a file of the temporary folder is in the repository.
    fn place(&self, path: &Path) -> PathBuf {
        let inner = path.strip_prefix(self.copy.workspace.root.folder()).unwrap_or(path);
        self.origin.folder.join(inner)
    }
}

/// The item without white space around its parts, with the site as its source where it names one
/// and none is given. The one that a guide names is its author, given as either.
fn complete(item: &NewItem, credit: Credit) -> NewItem {
    let mut item = item.clone();
    for field in [
        &mut item.title,
        &mut item.url,
        &mut item.source,
        &mut item.source_url,
        &mut item.author,
        &mut item.author_url,
    ] {
        *field = field.trim().to_owned();
    }
    item.text = item.text.trim().trim_end_matches('.').to_owned();
    if item.title.is_empty() {
        item.title = item.text.lines().next().unwrap_or_default().to_owned();
    }
    match credit {
        Credit::Author if item.author.is_empty() => {
            item.author = std::mem::take(&mut item.source);
            item.author_url = std::mem::take(&mut item.source_url);
        }
        Credit::Source if item.source.is_empty() => item.source = site_name(&item.url).to_owned(),
        Credit::Author | Credit::Source => {}
    }
    if !item.author.is_empty() && item.author_url.is_empty() {
        item.author_url.clone_from(&item.url);
    }
    if !item.source.is_empty() && item.source_url.is_empty() {
        item.source_url.clone_from(&item.url);
    }
    item
}

fn is_one_paragraph(text: &str) -> bool {
    let draft = Draft::parse(text.trim());
    draft.blocks().iter().all(|block| block.level().is_none()) && draft.blocks().len() <= 1
}

/// True if an address is one of a page on the web.
fn is_page(address: &str) -> bool {
    let scheme = address.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https")) && site_name(address).contains('.')
}

/// The host of an address without `www.`, as a source is named after it.
fn site_name(address: &str) -> &str {
    let host = host(address).unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_source_is_the_site_where_none_is_told() {
        let item = NewItem {
            url: " https://www.lamp.example/a?b ".into(),
            text: "Hums.".into(),
            ..NewItem::default()
        };
        assert_eq!(complete(&item, Credit::Author).author, "");
        let guide = NewItem { source: "Mira".into(), ..item.clone() };
        assert_eq!(complete(&guide, Credit::Author).author, "Mira");
        let item = complete(&item, Credit::Source);
        assert_eq!(
            (item.source.as_str(), item.source_url.as_str()),
            ("lamp.example", "https://www.lamp.example/a?b")
        );
        assert_eq!((item.title.as_str(), item.text.as_str()), ("Hums", "Hums"));
    }
}
