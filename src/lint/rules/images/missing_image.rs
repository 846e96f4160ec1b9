use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};
use crate::lint::{EarlierImage, ImageFact, Severity};
use crate::text::Edits;

pub(super) struct MissingImage;

const META: Meta = Meta {
    name: "missing-image",
    severity: Severity::Error,
    summary: "An image that the draft shows does not exist.",
    why: "The mail has a gap instead of the image.",
    bad: issue!("![A lamp](../assets/20260608/20260608lost.jpg)\n"),
    good: issue!("![A lamp](../assets/20260608/20260608lamp.jpg)\n"),
};

impl Rule for MissingImage {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn severities(&self) -> &'static [Severity] {
        &[Severity::Error, Severity::Warning]
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Safe]
    }

    fn keys(&self) -> &'static [&'static str] {
        &["files.assets", "files.site_roots"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let missing = context.images().filter_map(|image| {
            let path = context.draft.slice(image.dest);
            match context.facts.images.get(path) {
                Some(ImageFact::Missing { nearest }) if !context.profile.is_image_placeholder(path) => {
                    Some((image, path, nearest.as_deref()))
                }
                _ => None,
            }
        });
        let (near, gone): (Vec<_>, Vec<_>) = missing.partition(|(.., nearest)| nearest.is_some());
        for (image, path, nearest) in near {
            let one = self.problem(image.dest, format!("there is no image {path}"));
            let Some(nearest) = nearest else { continue };
            let one = one.help(format!("did you mean {nearest}?"));
            found.push(if is_typing_error(path, nearest) {
                one.fix(Edits::replace(image.dest, nearest))
            } else {
                one
            });
        }
        if !context.facts.has_assets
            && let Some((first, ..)) = gone.first()
        {
            // If the whole folder is missing, as in a checkout without assets, it is one problem.
            let message = format!(
                "the folder of this issue's images is not here, so {} of them can't be checked",
                gone.len()
            );
            found.push(self.problem(first.dest, message).severity(Severity::Warning));
            return;
        }
        for (image, path, _) in gone {
            let one = self.problem(image.dest, format!("there is no image {path}"));
            // Such as the banner of a section: a new issue has its place from the template, and no file yet.
            let recurring = context.facts.recurring_images.get(path);
            let recurring = recurring.filter(|_| !context.outline.is_image_of_story(image.dest));
            let help = match recurring {
                Some(EarlierImage::InLastIssue) => {
                    "the last issue has it; `copydesk import issue --apply` copies it"
                }
                Some(EarlierImage::InEarlierIssue) => {
                    "an earlier issue has it; `copydesk import issue --apply` copies it once the last issue has it, too"
                }
                None => "put the file there, or fix its name",
            };
            let one = one.help(help);
            found.push(match recurring {
                Some(_) => one.severity(context.severity_of_unwritten()),
                None => one,
            });
        }
    }
}

/// True if one path must be a typing error for the other: they differ in case only, or by one letter.
/// `lamp1.jpg` and `lamp2.jpg` may be two images.
fn is_typing_error(path: &str, nearest: &str) -> bool {
    if path.to_lowercase() == nearest.to_lowercase() {
        return true;
    }
    let (one, other): (Vec<char>, Vec<char>) = (path.chars().collect(), nearest.chars().collect());
    let start = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[start..], &other[start..]);
    let end = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    match (&one[..one.len() - end], &other[..other.len() - end]) {
        ([], [letter]) | ([letter], []) => !letter.is_ascii_digit(),
        ([a], [b]) => !a.is_ascii_digit() && !b.is_ascii_digit(),
        ([a, b], [c, d]) => a == d && b == c && !(a.is_ascii_digit() && b.is_ascii_digit()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_typing_error;

    #[test]
    fn a_typing_error_is_distinguished_from_another_image() {
        for (path, nearest, expected) in [
            ("../assets/20260608/20260608Lamp.JPG", "../assets/20260608/20260608lamp.jpg", true),
            ("a/lampp.jpg", "a/lamp.jpg", true),
            ("a/lmp.jpg", "a/lamp.jpg", true),
            ("a/lanp.jpg", "a/lamp.jpg", true),
            ("a/lmap.jpg", "a/lamp.jpg", true),
            ("a/lamp.jpg", "a/lamp.jpeg", true),
            ("a/lamp1.jpg", "a/lamp2.jpg", false),
            ("a/lamp.jpg", "a/lamp2.jpg", false),
            ("a/12.jpg", "a/21.jpg", false),
            ("a/lamp.jpg", "a/lamp.png", false),
            ("20260601/lamp.jpg", "20260608/lamp.jpg", false),
        ] {
            assert_eq!(is_typing_error(path, nearest), expected, "{path} {nearest}");
        }
    }
}
