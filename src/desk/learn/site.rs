//! The generator of a newsletter's site, from the names and texts of its configuration files.

use super::extensions::extensions;
use crate::profile::{Renderer, RendererExtension};

/// What a site's configuration says of its issues.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Site {
    /// The generator's name.
    pub generator: Option<&'static str>,
    pub renderer: Option<Renderer>,
    /// The extensions of the renderer that are on.
    pub extensions: Vec<RendererExtension>,
    /// Folders whose files are at the top of the site.
    pub roots: Vec<&'static str>,
    pub time_zone: Option<String>,
    pub language: Option<String>,
    /// The configuration file.
    pub file: Option<String>,
}

/// A configuration file by which a generator is known.
struct Generator {
    file: &'static str,
    name: &'static str,
    renderer: Renderer,
    roots: &'static [&'static str],
    /// Words that its file must have; all files of that name if empty.
    words: &'static [&'static str],
}

const GENERATORS: [Generator; 14] = [
    generator("_config.yml", "Jekyll", Renderer::Kramdown, &[], &[]),
    generator("pelicanconf.py", "Pelican", Renderer::PythonMarkdown, &["content"], &[]),
    generator("mkdocs.yml", "MkDocs", Renderer::PythonMarkdown, &["docs"], &[]),
    generator("zola.toml", "Zola", Renderer::CommonMark, &["static"], &[]),
    generator("config.toml", "Zola", Renderer::CommonMark, &["static"], &["base_url"]),
    generator("config.toml", "Hugo", Renderer::CommonMark, &["static"], &["baseURL", "baseurl"]),
    generator("hugo.toml", "Hugo", Renderer::CommonMark, &["static"], &[]),
    generator("hugo.yaml", "Hugo", Renderer::CommonMark, &["static"], &[]),
    generator("book.toml", "mdBook", Renderer::CommonMark, &["src"], &[]),
    generator("docusaurus.config.js", "Docusaurus", Renderer::CommonMark, &["static"], &[]),
    generator("docusaurus.config.ts", "Docusaurus", Renderer::CommonMark, &["static"], &[]),
    generator(".vuepress/config.js", "VuePress", Renderer::CommonMark, &[".vuepress/public"], &[]),
    generator(".vuepress/config.ts", "VuePress", Renderer::CommonMark, &[".vuepress/public"], &[]),
    generator("astro.config.mjs", "Astro", Renderer::CommonMark, &["public"], &[]),
];

const fn generator(
    file: &'static str,
    name: &'static str,
    renderer: Renderer,
    roots: &'static [&'static str],
    words: &'static [&'static str],
) -> Generator {
    Generator { file, name, renderer, roots, words }
}

impl Site {
    /// Finds the configuration among a repository's files. `read` returns the text of one; it is called for the
    /// first file only that has the name of a configuration.
    pub fn find(files: &[String], read: impl FnOnce(&str) -> Option<String>) -> Site {
        let known = GENERATORS.iter().find_map(|one| files.iter().find(|file| *file == one.file));
        let Some(file) = known else { return Site::default() };
        let text = read(file).unwrap_or_default();
        let has = |words: &[&str]| words.is_empty() || words.iter().any(|word| text.contains(word));
        let Some(one) = GENERATORS.iter().find(|one| one.file == file && has(one.words)) else {
            return Site::default();
        };
        let is_there = |root: &str| files.iter().any(|path| path.starts_with(&format!("{root}/")));
        let markdown = value(&text, &["markdown"]);
        // Another engine than Jekyll's own follows CommonMark.
        let renderer = match (one.renderer, markdown.as_deref()) {
            (Renderer::Kramdown, Some("kramdown" | "GFM") | None) => Renderer::Kramdown,
            (Renderer::Kramdown, Some(_)) => Renderer::CommonMark,
            (other, _) => other,
        };
        Site {
            generator: Some(one.name),
            renderer: Some(renderer),
            extensions: extensions(one.name, renderer, &text),
            roots: one.roots.iter().copied().filter(|root| is_there(root)).collect(),
            time_zone: value(&text, &["timezone", "TIMEZONE"]).filter(|zone| zone.contains('/')),
            language: value(&text, &["lang", "language", "DEFAULT_LANG", "default_language", "languageCode"]),
            file: Some(file.clone()),
        }
    }
}

/// The value of the first line `key: value` or `key = value`, without its quotes.
fn value(text: &str, keys: &[&str]) -> Option<String> {
    text.lines().find_map(|line| {
        let (key, value) = line.split_once([':', '='])?;
        let value = value.split(" #").next()?.trim().trim_matches(['"', '\'', ',']);
        let is_plain = !value.is_empty() && value.len() < 64 && !value.contains(['{', '[', '(']);
        (keys.contains(&key.trim()) && is_plain).then(|| value.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(file: &str, text: &str, more: &[&str]) -> Site {
        let mut files: Vec<String> = more.iter().map(|path| (*path).to_owned()).collect();
        files.push(file.to_owned());
        Site::find(&files, |_| Some(text.to_owned()))
    }

    #[test]
    fn generators_are_known_by_their_configuration() {
        for (file, text, generator, renderer) in [
            ("_config.yml", "title: x\n", "Jekyll", Renderer::Kramdown),
            ("_config.yml", "markdown: CommonMark\n", "Jekyll", Renderer::CommonMark),
            ("config.toml", "base_url = \"https://a.example\"\n", "Zola", Renderer::CommonMark),
            ("config.toml", "baseURL = \"https://a.example\"\n", "Hugo", Renderer::CommonMark),
            ("pelicanconf.py", "TIMEZONE = 'Europe/Paris'\n", "Pelican", Renderer::PythonMarkdown),
        ] {
            let site = found(file, text, &[]);
            assert_eq!((site.generator, site.renderer), (Some(generator), Some(renderer)), "{file} {text}");
        }
        assert_eq!(found("config.toml", "[tool]\n", &[]), Site::default());
    }

    #[test]
    fn zone_language_and_roots_are_read() {
        let site = found(
            "_config.yml",
            "timezone: \"America/New_York\" # the office\nlang: pt-BR\n",
            &["assets/a.png"],
        );
        assert_eq!(site.time_zone.as_deref(), Some("America/New_York"));
        assert_eq!(site.language.as_deref(), Some("pt-BR"));
        let site = found("config.toml", "base_url = \"x\"\n", &["static/img/a.png"]);
        assert_eq!(site.roots, ["static"]);
    }
}
