use serde::{Deserialize, Serialize};

/// A Markdown renderer with a syntax of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Renderer {
    /// Jekyll's renderer.
    Kramdown,
    /// Pelican's and MkDocs' renderer.
    PythonMarkdown,
    /// CommonMark and GitHub's extensions, as Zola, Hugo, Docusaurus and others render it.
    #[serde(rename = "commonmark")]
    CommonMark,
}

impl Renderer {
    /// The name in a profile.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kramdown => "kramdown",
            Self::PythonMarkdown => "python-markdown",
            Self::CommonMark => "commonmark",
        }
    }
}

/// An extension or an option of a renderer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RendererExtension {
    /// kramdown: kramdown's own syntax as input (`input: kramdown`), and not GitHub's, which is Jekyll's default.
    KramdownInput,
    /// kramdown: every line break in a paragraph is a `<br>` (`hard_wrap: true`).
    HardWrap,
    /// Python-Markdown: `abbr`, `attr_list`, `def_list`, `fenced_code`, `footnotes`, `md_in_html` and `tables`.
    Extra,
    /// Python-Markdown: abbreviations.
    Abbr,
    /// Python-Markdown: attributes in braces.
    AttrList,
    /// Python-Markdown: definition lists.
    DefList,
    /// Python-Markdown: fenced code.
    FencedCode,
    /// Python-Markdown: footnotes.
    Footnotes,
    /// Python-Markdown: Markdown inside of HTML.
    MdInHtml,
    /// Python-Markdown: tables.
    Tables,
    /// Python-Markdown: metadata at the start of the text.
    Meta,
    /// Python-Markdown: ids of headings, and a table of contents in place of `[TOC]`.
    Toc,
    /// Python-Markdown: headings link to themselves (`toc` with `anchorlink`).
    AnchorLinks,
    /// Python-Markdown: code is highlighted.
    Codehilite,
    /// Python-Markdown: typographic quotes and dashes.
    Smarty,
    /// Python-Markdown: lists of different kinds are separate lists.
    SaneLists,
    /// Python-Markdown: every line break in a paragraph is a `<br>`.
    Nl2br,
    /// Python-Markdown: boxes that begin with `!!!`.
    Admonition,
    /// CommonMark: ids of headings as Hugo makes them.
    HugoIds,
    /// CommonMark: ids of headings as Zola makes them.
    ZolaIds,
    /// CommonMark: bare addresses are links.
    Linkify,
    /// CommonMark: typographic quotes and dashes.
    SmartPunctuation,
    /// CommonMark: definition lists.
    DefinitionLists,
    /// CommonMark: HTML in the text is left out, as Hugo does unless its configuration allows it.
    OmitHtml,
}

impl RendererExtension {
    /// The name in a profile.
    pub fn name(self) -> String {
        serde_yaml::to_string(&self).unwrap_or_default().trim().to_owned()
    }

    /// The renderer that has the extension.
    pub fn renderer(self) -> Renderer {
        match self {
            Self::KramdownInput | Self::HardWrap => Renderer::Kramdown,
            Self::HugoIds
            | Self::ZolaIds
            | Self::Linkify
            | Self::SmartPunctuation
            | Self::DefinitionLists
            | Self::OmitHtml => Renderer::CommonMark,
            _ => Renderer::PythonMarkdown,
        }
    }
}
