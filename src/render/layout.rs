//! The whole page: the body in the site's layout.

use serde_yaml::Value;

use super::liquid::{Scope, Unsupported, page_values, replaced};
use super::{Site, Tree};
use crate::draft::Draft;
use crate::render::html::escape_text;

/// Layouts may have layouts, up to this depth.
const MAX_LAYOUTS: usize = 8;

/// A whole page as HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    pub html: String,
    /// The tags that no layout could be made with. If there are any, the page has the built-in sheet.
    pub unsupported: Vec<String>,
    /// The name of the layout that the site does not have. The page has the built-in sheet then, too.
    pub missing_layout: Option<String>,
    /// True if the page has the site's own layout.
    pub has_layout: bool,
}

/// Puts a body into the layout that the draft's front matter names. A layout with a tag that is not understood, or
/// none at all, gives a small sheet of its own.
pub fn page(draft: &Draft, body: &Tree, site: &Site) -> Page {
    let values = page_values(draft, site);
    let title = values.get("title").and_then(Value::as_str).unwrap_or("");
    let mut content = body.html();
    let mut layout = values.get("layout").and_then(Value::as_str).map(str::to_owned);
    let mut unsupported = Vec::new();
    let mut missing_layout = None;
    let mut has_layout = false;
    for _ in 0..MAX_LAYOUTS {
        let Some(name) = layout.take().filter(|name| !matches!(name.as_str(), "none" | "null" | "")) else {
            break;
        };
        let Some(text) = site.layouts.get(&name) else {
            missing_layout = Some(name);
            break;
        };
        let draft = Draft::parse(text);
        let own = page_values(&draft, &Site::default());
        let mut scope = Scope::new(site, &values);
        scope.content = Some(&content);
        scope.assigned.insert("layout".to_owned(), own.clone());
        let (html, left) = replaced(&text[draft.body()..], &mut scope);
        unsupported.extend(left.into_iter().map(|Unsupported { tag, .. }| tag));
        content = html;
        has_layout = true;
        layout = own.get("layout").and_then(Value::as_str).map(str::to_owned);
    }
    if has_layout && unsupported.is_empty() && missing_layout.is_none() {
        return Page { html: content, unsupported, missing_layout, has_layout };
    }
    let missing = missing_layout.iter().map(|name| format!("layout: {name}"));
    let reasons: Vec<String> = unsupported.iter().cloned().chain(missing).collect();
    Page { html: sheet(title, &body.html(), &reasons), unsupported, missing_layout, has_layout: false }
}

/// A page with the built-in sheet. It says at its top why it does not have the layout of the site.
fn sheet(title: &str, body: &str, reasons: &[String]) -> String {
    let mut page = String::from("<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\" />\n");
    page.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n<title>");
    escape_text(title, &mut page);
    page.push_str("</title>\n<style>\n");
    page.push_str(STYLE);
    page.push_str("</style>\n</head>\n<body>\n");
    if !reasons.is_empty() {
        page.push_str("<p class=\"note\">The site's layout is not shown, because of ");
        for (n, tag) in reasons.iter().take(5).enumerate() {
            page.push_str(if n > 0 { ", <code>" } else { "<code>" });
            escape_text(tag, &mut page);
            page.push_str("</code>");
        }
        page.push_str("</p>\n");
    }
    page.push_str("<main>\n");
    page.push_str(body);
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

const STYLE: &str = "\
:root { color-scheme: light dark; }
body { margin: 0 auto; max-width: 42rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; }
img { max-width: 100%; height: auto; }
pre { overflow-x: auto; }
table { border-collapse: collapse; }
td, th { border: 1px solid; padding: 0.2rem 0.5rem; }
.note { border: 1px solid; padding: 0.5rem; }
";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Profile;
    use crate::render::render;

    fn made(layouts: &[(&str, &str)]) -> Page {
        let draft = Draft::parse("---\nlayout: post\ntitle: A & B\n---\n# One\n");
        let mut site = Site { config: serde_yaml::from_str("title: Lamps").unwrap(), ..Site::default() };
        site.includes.insert("foot.html".into(), "<footer>{{ site.title }}</footer>".into());
        site.layouts = layouts.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        page(&draft, &render(&draft, &Profile::default()), &site)
    }

    #[test]
    fn a_body_is_put_into_its_layouts() {
        let page = made(&[
            ("post", "---\nlayout: default\n---\n<h1>{{ page.title | escape }}</h1>\n{{ content }}"),
            ("default", "<html>{% if page.title %}{{ content }}{% endif %}{% include foot.html %}</html>"),
        ]);
        let expected = "<html><h1>A &amp; B</h1>\n<h1>One</h1>\n<footer>Lamps</footer></html>";
        assert_eq!((page.html.as_str(), page.has_layout), (expected, true));
    }

    #[test]
    fn a_layout_that_is_not_understood_gives_a_sheet_that_names_the_tag() {
        let page = made(&[("post", "{% for a in site.posts %}{{ a.url }}{% endfor %}{{ content }}")]);
        assert_eq!(page.unsupported, ["{% for a in site.posts %}"]);
        assert!(!page.has_layout);
        assert!(page.html.contains("because of <code>{% for a in site.posts %}</code>"));
        assert!(page.html.contains("<title>A &amp; B</title>") && page.html.contains("<h1>One</h1>"));
        let page = made(&[]);
        assert_eq!((page.missing_layout.as_deref(), page.unsupported), (Some("post"), vec![]));
        assert!(page.html.contains("because of <code>layout: post</code>"));
    }
}
