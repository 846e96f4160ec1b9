//! Renders an issue to the bytes of a page, mail or text, and writes them to a file.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use crate::desk::issue::document;
use crate::desk::{DeskError, FileError, Listing, RenderedIssue, Workspace, facts_for_mail, template_error};
use crate::lint::Facts;
use crate::profile::{self, Profile};
use crate::render::target::mail::{self, Envelope, Mail, MailSize, reading_minutes};
use crate::render::target::text::text;
use crate::render::target::wordpress::wordpress;
use crate::render::target::{Addresses, Target, for_readers, own_addresses};
use crate::root::{FileKind, Root, RootError, about_named, absolute};

/// The form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputForm {
    /// The HTML, or the text, of the target.
    Page,
    /// A complete message (RFC 5322). `sent` is its date, in seconds since 1970.
    Message { sent: i64 },
}

/// An issue, rendered for a target.
#[derive(Clone, Debug)]
pub struct RenderedOutput {
    pub bytes: Vec<u8>,
    /// The size of a mail, in words; `None` for other targets.
    pub size: Option<String>,
    /// The number of addresses that readers can't follow, because the address of the newsletter's site is unknown.
    pub relative_addresses: usize,
}

/// Renders an issue for a target. `form` matters only for [`Target::Mail`]; other targets are always pages.
///
/// # Errors
///
/// If the mail's template can't be read, or has no place for the issue.
pub fn render_output(
    workspace: &Workspace,
    listing: &Listing,
    path: &Path,
    issue: &RenderedIssue,
    target: Target,
    form: OutputForm,
) -> Result<RenderedOutput, DeskError> {
    let profile = &workspace.profile;
    let place = workspace.place_of(path);
    let addresses = Addresses::new(profile, listing.mail.site.as_deref(), place.as_deref());
    let body = for_readers(&issue.draft, &issue.body, profile);
    let is_left_relative = target != Target::Site && !addresses.have_base();
    let relative_addresses = if is_left_relative { own_addresses(&body, profile) } else { 0 };
    let page = match target {
        Target::Mail => {
            let facts = facts_for_mail(workspace, listing, path, &issue.draft);
            let mail = render_mail(workspace, issue, &facts)?;
            let overhead = profile.mail.as_ref().map(profile::Mail::overhead).unwrap_or_default();
            let minutes = reading_minutes(&mail.text);
            let size = Some(MailSize::new(&mail, overhead).summary(minutes));
            let bytes = match form {
                OutputForm::Page => mail.html.into_bytes(),
                OutputForm::Message { sent } => mail_message(&mail, profile, &facts, sent),
            };
            return Ok(RenderedOutput { bytes, size, relative_addresses });
        }
        Target::Text => text(&body, &addresses),
        Target::WordPress => wordpress(&body, &addresses),
        Target::Site => issue.body.html(),
    };
    Ok(RenderedOutput { bytes: page.into_bytes(), size: None, relative_addresses })
}

fn render_mail(workspace: &Workspace, issue: &RenderedIssue, facts: &Facts) -> Result<Mail, DeskError> {
    let profile = &workspace.profile;
    if let Some(template) = profile.mail.as_ref().and_then(|mail| mail.template.as_deref()) {
        // The facts leave out a template that can't be read.
        document::read(&workspace.root.join(template), &workspace.root)?;
    }
    let width = |path: &str| facts.image_width(path);
    let mail = mail::mail(&issue.draft, &issue.body, profile, &facts.mail_sources(&width));
    Ok(mail.map_err(|why| template_error(workspace, why))?)
}

fn mail_message(mail: &Mail, profile: &Profile, facts: &Facts, sent: i64) -> Vec<u8> {
    let mut hasher = DefaultHasher::new();
    (&mail.subject, &mail.html, sent).hash(&mut hasher);
    let unique = format!("{:016x}", hasher.finish());
    let from = profile.mail.as_ref().and_then(|mail| mail.from.as_deref());
    let host = from.and_then(|from| from.rsplit_once('@')).map(|(_, host)| host.trim_end_matches('>').trim());
    let host = host.filter(|host| !host.is_empty());
    let site = || crate::text::address::host(facts.mail.site.as_deref()?);
    let host = host.or_else(site).unwrap_or("copydesk.invalid");
    let envelope = Envelope {
        from,
        date: sent,
        message_id: &format!("{sent}.{unique}@{host}"),
        // Neither quoted-printable nor base64 contains `=_`.
        boundary: &format!("=_{unique}"),
    };
    mail::message(mail, &envelope)
}

/// Writes output to a file that the user named, and replaces an existing one.
///
/// # Errors
///
/// If it can't be written.
pub fn write_output(path: &Path, bytes: &[u8]) -> Result<(), DeskError> {
    let path = &absolute(path).map_err(|error| FileError::write(path, error))?;
    let folder = path.parent().unwrap_or(path);
    let written = Root::new(folder).replace(path, bytes, || Ok(()));
    written.map_err(|error| match error {
        RootError::NotFound => FileError::NoFolder(folder.to_owned()),
        error => FileError::root_write(path, error),
    })?;
    Ok(())
}

/// Creates a folder that the user named for output, with its missing parents.
///
/// # Errors
///
/// If it can't be created, or is a file.
pub fn make_output_folder(folder: &Path) -> Result<(), DeskError> {
    let folder = &absolute(folder).map_err(|error| FileError::write(folder, error))?;
    let is_folder = |path: &&Path| about_named(path, None).is_ok_and(|about| about.kind == FileKind::Folder);
    let existing = folder.ancestors().find(is_folder).unwrap_or(Path::new("."));
    let made = Root::new(existing).make_folders(folder);
    made.map_err(|error| FileError::root_write(folder, error))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_replaces_a_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("out.html");
        std::fs::write(&path, "old").unwrap();
        write_output(&path, b"new").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "new");
        let error = write_output(&dir.path().join("none/out.html"), b"new").unwrap_err().to_string();
        assert!(error.starts_with("there is no folder ") && error.contains("none; create it"), "{error}");
    }

    #[test]
    fn output_may_be_beside_the_folder() {
        let dir = tempfile::tempdir().unwrap();
        for folder in ["news", "out"] {
            std::fs::create_dir(dir.path().join(folder)).unwrap();
        }
        write_output(&dir.path().join("news/../out/m.html"), b"mail").unwrap();
        assert_eq!(std::fs::read(dir.path().join("out/m.html")).unwrap(), b"mail");
        let pages = dir.path().join("news/../share/man");
        make_output_folder(&pages).unwrap();
        write_output(&pages.join("a.1"), b"a").unwrap();
        assert_eq!(std::fs::read(dir.path().join("share/man/a.1")).unwrap(), b"a");
    }

    #[test]
    fn a_folder_for_output_is_created_with_its_parents() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("share/man/man1");
        make_output_folder(&folder).unwrap();
        make_output_folder(&folder).unwrap();
        write_output(&folder.join("a.1"), b"a").unwrap();
        assert!(make_output_folder(&folder.join("a.1")).is_err());
    }
}
