use crate::lint::Severity;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};

pub(super) struct HotlinkedImage;

const META: Meta = Meta {
    name: "hotlinked-image",
    summary: "An image is loaded from somebody else's server.",
    why: "It is gone when that server changes, it costs them traffic, and it tells them who reads the mail.",
    bad: issue!("![A lamp](https://example.org/lamp.jpg)\n"),
    good: issue!("![A lamp](../assets/20260608/20260608lamp.jpg)\n"),
};

impl Rule for HotlinkedImage {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        // A newsletter without a folder for images has nowhere else to put them.
        let Some(folder) = &context.profile.files.assets else { return };
        for image in context.images() {
            let Some(host) = host(context.draft.slice(image.dest)) else { continue };
            if context.profile.images.allows_host(host) {
                continue;
            }
            found.push(
                Diagnostic::new(
                    self.name(),
                    Severity::Warning,
                    image.dest,
                    format!("this image is loaded from {host}"),
                )
                .help(format!("save it into {}, and show it from there", folder.path())),
            );
        }
    }
}

/// The server of `https://server/path` or `//server/path`.
fn host(dest: &str) -> Option<&str> {
    let (scheme, rest) = dest.split_once("//")?;
    if !["", "http:", "https:"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return None;
    }
    let server = rest.split(['/', '?', '#']).next()?;
    let server = server.rsplit_once('@').map_or(server, |(_, server)| server);
    let server = server.split(':').next()?;
    (!server.is_empty()).then_some(server)
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn an_address_names_its_server() {
        for (dest, server) in [
            ("https://example.org/a.jpg", Some("example.org")),
            ("HTTP://me@Example.org:80?x", Some("Example.org")),
            ("//cdn.example.org/a.jpg", Some("cdn.example.org")),
            ("../assets//a.jpg", None),
            ("data:image/png;base64,//8=", None),
            ("https://", None),
        ] {
            assert_eq!(host(dest), server, "{dest}");
        }
    }
}
