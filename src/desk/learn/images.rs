//! Where the images of issues are, and how wide.

use std::collections::BTreeMap;
use std::path::Path;

use super::IssueText;
use crate::desk::{Probe, probe_image};
use crate::lint::ImageFact;
use crate::root::Root;

/// How many images are looked at.
const PROBED: usize = 5;
/// A width that this many of them have is the newsletter's.
const SAME_WIDTH: usize = 3;

/// The images of several issues.
#[derive(Clone, Debug, Default)]
pub(super) struct Images {
    /// The folder of an issue's images, as a pattern, with the number of images there.
    pub folder: Option<(String, usize)>,
    /// The width that most of them have, in pixels, with their number.
    pub width: Option<(u32, usize)>,
    /// How many images lie in the repository, and on other servers.
    pub local: usize,
    pub remote: usize,
}

impl Images {
    pub fn learn(root: &Root, issues: &[IssueText]) -> Images {
        let mut learnt = Images::default();
        let mut folders: BTreeMap<String, usize> = BTreeMap::new();
        let mut files = Vec::new();
        for issue in issues.iter().rev() {
            let draft = root.join(&issue.path);
            for image in issue.draft.images() {
                let address = issue.draft.slice(image.dest);
                let Some(file) = probe_image(address, &draft, root) else {
                    learnt.remote += 1;
                    continue;
                };
                learnt.local += 1;
                let inner =
                    file.strip_prefix(root.folder()).ok().and_then(Path::parent).and_then(Path::to_str);
                if let Some(folder) = inner.and_then(|folder| dated(&folder.replace('\\', "/"), issue)) {
                    *folders.entry(folder).or_default() += 1;
                }
                files.push((address.to_owned(), draft.clone(), file));
            }
        }
        let most = folders.into_iter().max_by_key(|(_, count)| *count);
        learnt.folder = most.filter(|(_, count)| count * 2 > learnt.local);
        let mut widths: BTreeMap<u32, usize> = BTreeMap::new();
        let mut probe = Probe::default();
        for (address, draft, _) in files.iter().filter(|(_, _, file)| root.is_file(file)).take(PROBED) {
            if let Some(ImageFact::Known(image)) = probe.look(address, draft, root) {
                *widths.entry(image.width).or_default() += 1;
            }
        }
        learnt.width =
            widths.into_iter().max_by_key(|(_, count)| *count).filter(|(_, count)| *count >= SAME_WIDTH);
        learnt
    }
}

/// A folder with tokens in place of the issue's date. `None` if the date is not in it.
fn dated(folder: &str, issue: &IssueText) -> Option<String> {
    let day = issue.day()?;
    [("%Y-%m-%d", "{date}"), ("%Y%m%d", "{yyyymmdd}"), ("%Y/%m/%d", "{yyyy}/{mm}/{dd}")].iter().find_map(
        |(format, token)| {
            let text = day.strftime(*format).to_string();
            folder.contains(&text).then(|| folder.replace(&text, token))
        },
    )
}
