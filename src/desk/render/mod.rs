//! The page of an issue, with the files of its site.

pub(super) mod output;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::{Document, FileError, Workspace};
use crate::draft::Draft;
use crate::render::liquid::{self, Unsupported};
use crate::render::{Page, Site, Source, Tree, page, post_address, render_source};
use crate::root::Root;
use crate::text::limits::{SITE_FILE_BYTES, SITE_FILES};

/// An issue as its site makes it.
#[derive(Clone, Debug)]
pub struct RenderedIssue {
    pub draft: Arc<Draft>,
    /// The body's HTML.
    pub body: Tree,
    /// Liquid tags that could not be done. They are in the HTML as they are written.
    pub unsupported: Vec<Unsupported>,
    pub site: Site,
}

impl RenderedIssue {
    /// The whole page, in the site's layout if that can be made.
    pub fn page(&self) -> Page {
        page(&self.draft, &self.body, &self.site)
    }
}

/// Renders an issue's file.
///
/// # Errors
///
/// If the file is no draft.
pub fn render_issue(workspace: &Workspace, path: &Path) -> Result<RenderedIssue, FileError> {
    let document = Document::open(path, &workspace.root)?;
    let draft = Arc::new(Draft::parse(document.base));
    let site = site_of(&workspace.root, path, &draft);
    Ok(render_draft(workspace, draft, site))
}

/// Renders a draft with what is known of its site. Reads nothing.
pub fn render_draft(workspace: &Workspace, draft: Arc<Draft>, site: Site) -> RenderedIssue {
    let (edits, unsupported) = liquid::replacements(&draft, &site);
    let body = {
        let source = if edits.is_empty() { Source::new(&draft) } else { Source::replaced(&draft, &edits) };
        render_source(&source, &workspace.profile)
    };
    RenderedIssue { body, unsupported, site, draft }
}

/// Collects what the page of a draft needs of its site: the configuration, and the files that the draft and its layouts
/// name.
pub fn site_of(root: &Root, path: &Path, draft: &Draft) -> Site {
    let files = Files { root };
    let config =
        files.text("_config.yml").and_then(|text| serde_yaml::from_str(&text).ok()).unwrap_or_default();
    let mut site = Site { config, ..Site::default() };
    let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or("");
    let page = liquid::page_values(draft, &Site::default());
    site.page_url = post_address(&site.config, name, &categories(&page), ".html");
    let mut texts = vec![draft.text().to_owned()];
    let mut layout = page.get("layout").and_then(serde_yaml::Value::as_str).map(str::to_owned);
    while let Some(name) = layout.take().filter(|name| !site.layouts.contains_key(name)) {
        let Some(text) = files.text(&format!("_layouts/{name}.html")) else { break };
        let values = liquid::page_values(&Draft::parse(&text), &Site::default());
        layout = values.get("layout").and_then(serde_yaml::Value::as_str).map(str::to_owned);
        texts.push(text.clone());
        site.layouts.insert(name, text);
    }
    let mut seen = BTreeSet::new();
    while let Some(text) = texts.pop() {
        for (tag, name) in named_files(&text) {
            if seen.len() >= SITE_FILES || !seen.insert((tag, name.to_owned())) {
                continue;
            }
            match tag {
                "include" => {
                    if let Some(text) = files.text(&format!("_includes/{name}")) {
                        texts.push(text.clone());
                        site.includes.insert(name.to_owned(), text);
                    }
                }
                "post_url" => {
                    let address = files.post_address(&site, name);
                    site.posts.extend(address.map(|address| (name.to_owned(), address)));
                }
                _ => {
                    let address = files.address(&site, name);
                    site.files.extend(address.map(|address| (name.to_owned(), address)));
                }
            }
        }
    }
    site
}

/// The files that a text's tags name, each with the tag.
fn named_files(text: &str) -> impl Iterator<Item = (&'static str, &str)> {
    ["include", "post_url", "link"].into_iter().flat_map(move |tag| {
        text.match_indices("{%").filter_map(move |(at, _)| {
            let inner = text[at + 2..].trim_start_matches('-').trim_start();
            let words = inner.strip_prefix(tag)?.strip_prefix(char::is_whitespace)?.trim_start();
            let end = words.find(|c: char| c.is_whitespace() || c == '%').unwrap_or(words.len());
            Some((tag, words[..end].trim_start_matches('/'))).filter(|(_, name)| !name.is_empty())
        })
    })
}

/// `categories` or `category` of the values of a front matter.
fn categories(page: &serde_yaml::Value) -> Vec<String> {
    let value = page.get("categories").or_else(|| page.get("category")).cloned().unwrap_or_default();
    match value {
        serde_yaml::Value::String(text) => text.split_whitespace().map(str::to_lowercase).collect(),
        serde_yaml::Value::Sequence(list) => {
            list.iter().filter_map(|one| one.as_str()).map(str::to_lowercase).collect()
        }
        _ => Vec::new(),
    }
}

/// The site's files.
struct Files<'r> {
    root: &'r Root,
}

impl Files<'_> {
    fn text(&self, path: &str) -> Option<String> {
        let bytes = self.root.read(&self.root.join(path), SITE_FILE_BYTES).ok()?;
        String::from_utf8(bytes).ok()
    }

    fn post_address(&self, site: &Site, name: &str) -> Option<String> {
        let paths = ["md", "markdown", "html"].map(|extension| format!("_posts/{name}.{extension}"));
        let text = paths.iter().find_map(|path| self.text(path))?;
        let name = name.rsplit('/').next().unwrap_or(name);
        let page = liquid::page_values(&Draft::parse(&text), &Site::default());
        post_address(&site.config, name, &categories(&page), ".html")
    }

    /// The address of a file that the site publishes.
    fn address(&self, site: &Site, path: &str) -> Option<String> {
        if let Some(post) = path.strip_prefix("_posts/") {
            return self.post_address(site, post.rsplit_once('.')?.0);
        }
        if !self.root.is_file(&self.root.join(path)) {
            return None;
        }
        let page = path.strip_suffix(".md").or_else(|| path.strip_suffix(".markdown"));
        Some(page.map_or_else(|| format!("/{path}"), |page| format!("/{page}.html")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = dir.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        dir
    }

    #[test]
    fn the_files_that_a_draft_and_its_layout_name_are_collected() {
        let dir = folder(&[
            ("_config.yml", "url: https://a.example\nbaseurl: /b\n"),
            ("_layouts/post.html", "{% include head.html %}{{ content }}"),
            ("_includes/head.html", "{%- include title.html -%}"),
            ("_includes/title.html", "<title>{{ page.title }}</title>"),
            ("_posts/2026-06-01-lamps.md", "---\ncategories: news\n---\n"),
            ("about.md", "---\n---\n"),
        ]);
        let text = "---\nlayout: post\ntitle: T\n---\n[a]({% post_url 2026-06-01-lamps %}) [b]({% link about.md %})\n\
                    ![c]({{ \"/c.png\" | absolute_url }}) {% include ../secret %}\n";
        let workspace = Workspace {
            root: Root::new(dir.path().canonicalize().unwrap()),
            profile: crate::profile::built_in("circuitpython").unwrap(),
            today: None,
        };
        let draft = Arc::new(Draft::parse(text));
        let site = site_of(&workspace.root, Path::new("2026-06-08-draft.md"), &draft);
        let issue = render_draft(&workspace, draft, site);
        let expected = "<p><a href=\"/b/news/2026/06/01/lamps.html\">a</a> <a href=\"/b/about.html\">b</a>\n\
                        <img src=\"https://a.example/b/c.png\" alt=\"c\" /> {% include ../secret %}</p>\n";
        assert_eq!(issue.body.html(), expected);
        assert_eq!(issue.unsupported.len(), 1);
        assert_eq!(issue.page().html, format!("<title>T</title>{expected}"));
        let link = issue.body.nodes[0].element().unwrap().children[0].span.unwrap();
        assert_eq!(issue.draft.slice(link), "[a]({% post_url 2026-06-01-lamps %})");
    }
}
