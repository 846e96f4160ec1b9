//! Contributes one item: adds it to the remote's draft of the next issue on a separate branch, independent of the
//! user's work tree.

mod base;
mod copy;
mod elsewhere;
mod error;
mod fix;
mod offer;
mod origin;
mod section;
mod stale;

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::desk::check::review::{Before, Review};
use crate::desk::images::brought::BroughtImages;
use crate::desk::images::import_image::import_image_bytes;
use crate::desk::images::write_image::read_image;
use crate::desk::{DeskError, ImageImport, ImportedImage, IssueError, Now, Workspace, probe_image, read};
use crate::draft::Draft;
use crate::git::Control;
use crate::image;
use crate::lint::Diagnostic;
use crate::lint::report::FileReport;
use crate::outline::{
    self, ItemContext, ItemStyle, MissingSource, NewItem, Outline, add_item, days_in, without_html,
};
use crate::profile::FrontMatter;
use crate::root::Root;
use crate::text::Span;
use crate::text::address::host;

pub use error::ContributeError;
pub(in crate::desk) use offer::page_for;
pub use offer::{BranchOutcome, Contributed, PushedBranch, SamePage};
pub use origin::Target;
pub use section::{Credit, SectionChoice};
pub use stale::{NewerDraft, StaleDraft};

use copy::Copy;
use origin::Origin;
use section::{find_sections, past_issues};

/// The target repository and draft.
#[derive(Clone, Debug)]
pub struct ContributeOptions {
    pub target: Target,
    /// The branch to start from. `None` for the profile's if it exists, or else the default branch.
    pub base: Option<String>,
    /// A date or a path; `None` for the next issue.
    pub issue: Option<String>,
    pub now: Now,
}

/// A contribution in progress. The draft, the newsletter's profile and the last issues are copied into a
/// temporary folder; nothing is committed until [`NewContribution::commit`].
#[derive(Debug)]
pub struct NewContribution {
    origin: Origin,
    copy: Copy,
    before: Draft,
    date: Option<Date>,
    /// Today, if the draft was not chosen by the user.
    today: Option<Date>,
    review: Review,
    /// The facts and problems of the draft without the item.
    known: Before,
    /// The images that were imported for the item.
    brought: BroughtImages,
    /// Learnt from the last issues.
    style: ItemStyle,
    image: Option<ImportedImage>,
    sections: Vec<SectionChoice>,
}

/// An item as it would be added to the draft.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The item's Markdown.
    pub markdown: String,
    pub section: String,
    /// The item's title, or the beginning of its text.
    pub title: String,
    /// The draft with the item.
    pub text: String,
    /// The item in the draft.
    pub span: Span,
    /// The problems that the item adds.
    pub report: FileReport,
}

impl NewContribution {
    /// Fetches the remote's draft of the next issue and the files that the checks need.
    ///
    /// # Errors
    ///
    /// If there is no repository or no draft, or the remote cannot be reached.
    pub fn open(wanted: &ContributeOptions, control: &Control) -> Result<NewContribution, DeskError> {
        let origin = origin::find(wanted, control)?;
        let copy = Copy::new(&origin, wanted.issue.as_deref(), &wanted.now, control)?;
        let before = Draft::parse(read(&copy.draft, &copy.workspace.root)?);
        let date = copy.workspace.issue(&copy.draft, &before).date();
        let review = Review::new(&copy.workspace, &copy.draft)?;
        let known = review.before(&copy.workspace, &before);
        let today = wanted.issue.is_none().then(|| wanted.now.today(&copy.workspace.profile));
        let past = past_issues(&copy.workspace, &copy.draft);
        let sections = find_sections(&copy.workspace, &before, &past);
        let style = ItemStyle::learn(past.iter().map(|(draft, outline)| (draft, outline)));
        Ok(NewContribution {
            origin,
            copy,
            before,
            date,
            today,
            review,
            known,
            brought: BroughtImages::default(),
            style,
            image: None,
            sections,
        })
    }

    /// The draft's path and branch, for messages.
    pub fn draft_name(&self) -> String {
        let path = self.copy.workspace.shown(&self.copy.draft);
        format!("{path} of {}", self.origin.place())
    }

    /// Fits an image for the item and returns the draft's reference to it.
    ///
    /// # Errors
    ///
    /// If it is not an image, or the issue has no date for its folder's name.
    pub fn import_image(
        &mut self,
        source: PathBuf,
        fetching: &Control,
        control: &image::Control,
    ) -> Result<String, DeskError> {
        let date = self.date.ok_or_else(|| IssueError::NoDate(self.copy.draft.clone()))?;
        // A link in an untrusted checkout may lead to an image that must not be published: files in the
        // clone are read through its root.
        let clone = self.origin.repo.workdir().map(Root::new).filter(|clone| clone.contains(&source));
        let bytes = read_image(&source, clone.as_ref().unwrap_or(&self.copy.workspace.root))?;
        let wanted =
            ImageImport { source, draft: self.copy.draft.clone(), date, name: None, keep_original: false };
        self.read_shown_images(fetching)?;
        let imported = import_image_bytes(&self.copy.workspace, &wanted, bytes, control)?;
        if !imported.is_reused {
            let bytes = read_image(&imported.path, &self.copy.workspace.root)?;
            self.review.read_images(&self.copy.workspace, [], [bytes.as_slice()]);
            self.brought.add(imported.path.clone(), &bytes);
        }
        let reference = imported.reference.clone();
        self.image = Some(imported);
        Ok(reference)
    }

    /// Fetches and decodes the images that the draft shows, so that the new one is compared with them.
    fn read_shown_images(&mut self, control: &Control) -> Result<(), DeskError> {
        let shown = self.review.images(&self.copy.workspace, &self.before);
        self.copy.write_files(&self.origin, &shown, control)?;
        self.review.read_images(&self.copy.workspace, shown, []);
        self.known = self.review.before(&self.copy.workspace, &self.before);
        Ok(())
    }

    /// The folder of the small clone, if there is one.
    pub fn small_clone(&self) -> Option<&Path> {
        self.origin.is_partial.then(|| self.origin.repo.folder())
    }

    /// A summary of the changes to the image.
    pub fn image_summary(&self) -> Option<&str> {
        self.image.as_ref().map(|image| image.summary.as_str())
    }

    /// The item as it would be added to a section, with its problems.
    ///
    /// # Errors
    ///
    /// [`ContributeError::NoForm`] if neither the template nor the profile define the form of the
    /// section's items; [`ContributeError::NotAnAddress`].
    pub fn preview(&self, section: &SectionChoice, item: &NewItem) -> Result<Preview, DeskError> {
        let addresses = [&item.url, &item.source_url, &item.author_url];
        for address in addresses.into_iter().filter(|address| !address.is_empty()) {
            if !is_page(address.trim()) {
                return Err(ContributeError::NotAnAddress(address.as_str().into()).into());
            }
        }
        if !is_text_of_item(&item.text, section.takes_blocks()) {
            return Err(ContributeError::ManyParagraphs.into());
        }
        if !may_be_date(item.date.trim(), self.copy.workspace.profile.language.is_english()) {
            return Err(ContributeError::NotADate(item.date.trim().to_owned()).into());
        }
        let profile = &self.copy.workspace.profile;
        let date = self.date_as_read(&item.date);
        let date = date.ok_or_else(|| ContributeError::NotADate(item.date.trim().to_owned()))?;
        let item = &NewItem { date, ..item.clone() };
        let template = template(&self.copy.workspace);
        let template = template.as_ref().map(|(draft, outline)| (draft, outline));
        let folder = self.date.map(|date| date.strftime("%Y%m%d").to_string()).unwrap_or_default();
        let mut item = complete(item, section.credit);
        // Without a title, it is the beginning of the text, which may have links.
        let title = outline::plain(&item.title);
        // A title is plain text, perhaps with code.
        item.title = without_html(&item.title);
        // The temporary folder has the names of the issue's images.
        let has_image = |path: &str| {
            probe_image(path, &self.copy.draft, &self.copy.workspace.root)
                .is_some_and(|file| self.copy.workspace.root.is_file(&file))
        };
        let context = ItemContext {
            profile,
            template,
            folder: &folder,
            has_image: &has_image,
            style: &self.style,
            missing_source: MissingSource::Site,
        };
        let added = add_item(&self.before, section.index, &item, &context)
            .ok_or_else(|| ContributeError::NoForm(section.title.clone()))?;
        Ok(self.describe(section.title.clone(), title, &added.draft, added.span))
    }

    /// The date of an event as [`preview`](Self::preview) reads it: one of three numbers in ISO form. `None` if there is
    /// no such day.
    pub fn date_as_read(&self, date: &str) -> Option<String> {
        day_of_numbers(date.trim(), &self.copy.workspace.profile.front_matter)
    }

    /// The preview of an item at `span` of a draft, with the problems that it adds.
    fn describe(&self, section: String, title: String, draft: &Draft, span: Span) -> Preview {
        let report = self.review.report(&self.copy.workspace, draft, &self.new_problems(draft));
        let (markdown, text) = (draft.slice(span).to_owned(), draft.text().to_owned());
        Preview { markdown, section, title, text, span, report }
    }

    /// The problems that a version of the draft adds.
    fn new_problems(&self, draft: &Draft) -> Vec<Diagnostic> {
        let workspace = &self.copy.workspace;
        let facts = self.review.facts(workspace, draft, self.brought.clone());
        let outline = facts.outline(draft, &workspace.profile);
        let before = (&self.before, &self.known);
        self.review.new_problems(workspace, before, (draft, &outline), &facts, &self.brought)
    }

    /// The path in the repository of a file in the temporary folder.
    fn place(&self, path: &Path) -> PathBuf {
        let inner = path.strip_prefix(self.copy.workspace.root.folder()).unwrap_or(path);
        self.origin.folder.join(inner)
    }
}

/// The newsletter's template with its outline.
fn template(workspace: &Workspace) -> Option<(Draft, Outline)> {
    let text = read(Path::new(workspace.profile.files.template()?), &workspace.root).ok()?;
    let draft = Draft::parse(text);
    let outline = Outline::new(&draft, &workspace.profile);
    Some((draft, outline))
}

/// Trims the parts of an item. Sections that credit authors take the source as author if no author is
/// given.
fn complete(item: &NewItem, credit: Credit) -> NewItem {
    let mut item = item.clone();
    for field in [
        &mut item.title,
        &mut item.url,
        &mut item.source,
        &mut item.source_url,
        &mut item.author,
        &mut item.author_url,
        &mut item.date,
        &mut item.place,
    ] {
        *field = field.trim().to_owned();
    }
    item.text = item.text.trim().to_owned();
    if item.title.is_empty() {
        item.title = item.text.lines().next().unwrap_or_default().trim_end_matches('.').to_owned();
    }
    if credit == Credit::Author && item.author.is_empty() {
        item.author = std::mem::take(&mut item.source);
        item.author_url = std::mem::take(&mut item.source_url);
    }
    if !item.author.is_empty() && item.author_url.is_empty() {
        item.author_url.clone_from(&item.url);
    }
    if !item.source.is_empty() && item.source_url.is_empty() {
        item.source_url.clone_from(&item.url);
    }
    item
}

/// True for a text without a heading that is one paragraph, or may have several.
fn is_text_of_item(text: &str, takes_blocks: bool) -> bool {
    let draft = Draft::parse(text.trim());
    draft.blocks().iter().all(|block| block.level().is_none()) && (takes_blocks || draft.blocks().len() <= 1)
}

/// True for nothing, for days that are read, and for words that may be a date in another notation or language.
fn may_be_date(text: &str, is_english: bool) -> bool {
    let is_iso = |word: &str| word.split('-').filter(|part| !part.is_empty()).count() == 3;
    let has_digit = text.contains(|c: char| c.is_ascii_digit());
    let is_wrong_day = text.split(|c: char| !(c.is_ascii_digit() || c == '-')).any(is_iso);
    let may_be_other = !is_wrong_day && (has_digit || !is_english);
    text.is_empty() || !days_in(text).is_empty() || may_be_other
}

/// A date of three numbers, such as `16.8.2026` or `8/16/2026`, in ISO form, and any other text as it is. `None` if
/// there is no such day.
fn day_of_numbers(text: &str, front_matter: &FrontMatter) -> Option<String> {
    let is_of = |mark: char| {
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        text.split(mark).count() == 3 && text.split(mark).all(is_number)
    };
    if !['.', '/', '-'].into_iter().any(is_of) {
        return Some(text.to_owned());
    }
    let read = front_matter.read_date(text)?;
    (read.span.len() == text.len()).then(|| read.date.to_string())
}

/// True if an address is that of a web page.
fn is_page(address: &str) -> bool {
    let scheme = address.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https")) && site_name(address).contains('.')
}

/// The host of an address without `www.`.
fn site_name(address: &str) -> &str {
    let host = host(address).unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_day_that_there_is() {
        for (text, is_english, may_be) in [
            ("", true, true),
            ("2026-06-20", true, true),
            ("June 20-22, 2026", true, true),
            ("20. Juni 2026", true, true),
            ("六月二十日", false, true),
            ("next friday", true, false),
            ("2026-13-01", false, false),
        ] {
            assert_eq!(may_be_date(text, is_english), may_be, "{text}");
        }
    }

    #[test]
    fn a_date_of_numbers_is_read_as_in_the_front_matter() {
        let usual = FrontMatter::default();
        for (text, day) in [
            ("12/14/2026", Some("2026-12-14")),
            ("14.12.2026", Some("2026-12-14")),
            ("2026/12/14", Some("2026-12-14")),
            ("31.2.2026", None),
            ("13/14/2026", None),
            ("1.2.26", None),
            ("June 20-22, 2026", Some("June 20-22, 2026")),
            ("2026-12-30 to 2027-01-02", Some("2026-12-30 to 2027-01-02")),
            ("", Some("")),
        ] {
            assert_eq!(day_of_numbers(text, &usual).as_deref(), day, "{text}");
        }
        let own =
            crate::profile::load("extends: circuitpython\nfront_matter: {date_form: \"{d}/{m}/{yyyy}\"}")
                .unwrap()
                .front_matter;
        assert_eq!(day_of_numbers("5/6/2026", &own).as_deref(), Some("2026-06-05"));
        assert_eq!(day_of_numbers("5/6/2026", &usual).as_deref(), Some("2026-05-06"));
    }

    #[test]
    fn the_parts_of_an_item_are_trimmed_and_a_source_is_the_author_of_a_guide() {
        let item = NewItem {
            url: " https://www.lamp.example/a?b ".into(),
            text: "Hums.".into(),
            ..NewItem::default()
        };
        assert_eq!(complete(&item, Credit::Author).author, "");
        let guide = NewItem { source: "Mira".into(), ..item.clone() };
        assert_eq!(complete(&guide, Credit::Author).author, "Mira");
        let item = complete(&item, Credit::Source);
        assert_eq!(item.url, "https://www.lamp.example/a?b");
        assert_eq!((item.title.as_str(), item.text.as_str()), ("Hums", "Hums."));
    }
}
