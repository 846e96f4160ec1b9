//! The extensions of a site's renderer, from the text of its configuration.

use crate::profile::{Renderer, RendererExtension as Extension};

/// Extensions of Python-Markdown by their names in configurations.
const OF_PYTHON_MARKDOWN: [(&str, Extension); 16] = [
    ("extra", Extension::Extra),
    ("abbr", Extension::Abbr),
    ("attr_list", Extension::AttrList),
    ("def_list", Extension::DefList),
    ("fenced_code", Extension::FencedCode),
    ("footnotes", Extension::Footnotes),
    ("md_in_html", Extension::MdInHtml),
    ("tables", Extension::Tables),
    ("meta", Extension::Meta),
    ("toc", Extension::Toc),
    ("anchorlink", Extension::AnchorLinks),
    ("codehilite", Extension::Codehilite),
    ("smarty", Extension::Smarty),
    ("sane_lists", Extension::SaneLists),
    ("nl2br", Extension::Nl2br),
    ("admonition", Extension::Admonition),
];

/// The extensions that a generator's configuration turns on, with those that are on without it.
pub(super) fn extensions(generator: &str, renderer: Renderer, config: &str) -> Vec<Extension> {
    match (generator, renderer) {
        ("Jekyll", Renderer::Kramdown) => kramdown(config),
        ("Pelican", _) => pelican(config),
        ("MkDocs", _) => {
            let has_list = config.contains("markdown_extensions");
            let named = if has_list { python_markdown(config) } else { Vec::new() };
            with(&[Extension::Toc, Extension::Tables, Extension::FencedCode, Extension::Meta], named)
        }
        ("Hugo", _) => hugo(config),
        ("Zola", _) => {
            let mut found = vec![Extension::ZolaIds];
            found.extend(is_set(config, "smart_punctuation", "true").then_some(Extension::SmartPunctuation));
            found
        }
        _ => Vec::new(),
    }
}

fn kramdown(config: &str) -> Vec<Extension> {
    let config: serde_yaml::Value = serde_yaml::from_str(config).unwrap_or_default();
    let value = |key: &str| config.get("kramdown").and_then(|options| options.get(key));
    let is_own = value("input").and_then(|input| input.as_str()).is_some_and(|input| input != "GFM");
    let is_hard = value("hard_wrap").and_then(serde_yaml::Value::as_bool) == Some(true);
    let own = is_own.then_some(Extension::KramdownInput);
    own.into_iter().chain(is_hard.then_some(Extension::HardWrap)).collect()
}

/// Pelican adds `meta` to any list, and has a list of its own without one.
fn pelican(config: &str) -> Vec<Extension> {
    let setting = config.find("MARKDOWN").map(|at| &config[at..]);
    match setting.map(python_markdown) {
        Some(named) if !named.is_empty() => with(&[Extension::Meta], named),
        _ => vec![Extension::Extra, Extension::Meta, Extension::Codehilite],
    }
}

/// Extensions whose names are in a text as words of their own.
fn python_markdown(config: &str) -> Vec<Extension> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let words: std::collections::HashSet<&str> = config.split(|c| !is_part(c)).collect();
    OF_PYTHON_MARKDOWN
        .iter()
        .filter(|(name, _)| words.contains(name))
        .map(|(_, extension)| *extension)
        .collect()
}

fn with(always: &[Extension], mut named: Vec<Extension>) -> Vec<Extension> {
    let missing: Vec<Extension> = always.iter().copied().filter(|one| !named.contains(one)).collect();
    named.extend(missing);
    named
}

/// Hugo's defaults, unless the configuration changes them.
fn hugo(config: &str) -> Vec<Extension> {
    let mut found = vec![Extension::HugoIds, Extension::DefinitionLists];
    if !is_set(config, "linkify", "false") {
        found.push(Extension::Linkify);
    }
    if !is_set(config, "typographer", "false") {
        found.push(Extension::SmartPunctuation);
    }
    if !is_set(config, "unsafe", "true") {
        found.push(Extension::OmitHtml);
    }
    found
}

/// True if a line of the configuration sets a key to a value.
fn is_set(config: &str, key: &str, value: &str) -> bool {
    config.lines().any(|line| {
        let pair = line.split_once(['=', ':']);
        pair.is_some_and(|(own, set)| {
            own.trim() == key && set.split('#').next().unwrap_or("").trim() == value
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_are_learnt_from_the_configuration() {
        use Extension as E;
        let pelican = "MARKDOWN = {\n  'extension_configs': {\n    'markdown.extensions.extra': {},\n    \
                       'markdown.extensions.toc': {'anchorlink': True},\n  },\n}\n";
        for (generator, renderer, config, expected) in [
            ("Jekyll", Renderer::Kramdown, "title: x\n", vec![]),
            ("Jekyll", Renderer::Kramdown, "kramdown:\n  input: GFM\n  hard_wrap: true\n", vec![E::HardWrap]),
            ("Jekyll", Renderer::Kramdown, "kramdown: {input: kramdown}\n", vec![E::KramdownInput]),
            ("Pelican", Renderer::PythonMarkdown, pelican, vec![E::Extra, E::Toc, E::AnchorLinks, E::Meta]),
            ("Pelican", Renderer::PythonMarkdown, "", vec![E::Extra, E::Meta, E::Codehilite]),
            ("Zola", Renderer::CommonMark, "smart_punctuation = true", vec![E::ZolaIds, E::SmartPunctuation]),
            (
                "Hugo",
                Renderer::CommonMark,
                "[markup.goldmark.renderer]\nunsafe = true\n",
                vec![E::HugoIds, E::DefinitionLists, E::Linkify, E::SmartPunctuation],
            ),
        ] {
            assert_eq!(extensions(generator, renderer, config), expected, "{generator}: {config}");
        }
    }
}
