//! kramdown's HTML: of real documents, of small constructs, and of the real program where that is installed.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

use copydesk::profile::Renderer;
use copydesk::render::Dialect;

use super::html::{difference, read};
use crate::support::require::{Need, corpus, missing};

/// Our own constructs, each with the HTML that kramdown 2.4 makes of it.
const CONSTRUCTS: &str = include_str!("kramdown.json");

#[derive(serde::Deserialize)]
struct Construct {
    md: String,
    html: String,
}

fn rendered(text: &str) -> String {
    let dialect = Dialect { renderer: Renderer::Kramdown, extensions: Vec::new() };
    dialect.parse(text).html()
}

/// The texts whose trees differ, each with the first difference.
fn different(texts: impl IntoIterator<Item = (String, String, String)>) -> Vec<String> {
    let compare = |(name, md, html): (String, String, String)| {
        let difference = difference(&read(&html), &read(&rendered(&md)))?;
        Some(format!("{name}: {difference}"))
    };
    texts.into_iter().filter_map(compare).collect()
}

fn constructs() -> Vec<Construct> {
    serde_json::from_str(CONSTRUCTS).unwrap()
}

#[test]
fn our_constructs_are_rendered_as_kramdown_does() {
    let all = constructs();
    assert!(all.len() >= 240, "{}", all.len());
    let wrong = different(all.into_iter().map(|one| (format!("{:?}", one.md), one.md, one.html)));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn real_documents_are_rendered_as_kramdown_does() {
    let Some(folder) = corpus("kramdown") else { return };
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let is_source = path.extension().is_some_and(|extension| extension == "md")
            && !path.to_str().unwrap().ends_with(".raw.md");
        if is_source {
            let read = |path| std::fs::read_to_string(path).unwrap();
            texts.push((path.display().to_string(), read(path.clone()), read(path.with_extension("html"))));
        }
    }
    assert_eq!(texts.len(), 14);
    let wrong = different(texts);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn small_constructs_of_the_corpus_are_rendered_as_kramdown_does() {
    let Some(folder) = corpus("kramdown") else { return };
    let text = std::fs::read_to_string(folder.join("micro.json")).unwrap();
    let all: BTreeMap<String, Construct> = serde_json::from_str(&text).unwrap();
    assert_eq!(all.len(), 63);
    let wrong = different(all.into_iter().map(|(name, one)| (name, one.md, one.html)));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Renders texts with Jekyll's settings.
const RUBY: &str = r#"
require "json"; require "kramdown"; require "kramdown-parser-gfm"; require "rouge"
options = {"input" => "GFM", "hard_wrap" => false, "entity_output" => "as_char",
  "smart_quotes" => "lsquo,rsquo,ldquo,rdquo", "syntax_highlighter" => "rouge",
  "syntax_highlighter_opts" => {"default_lang" => "plaintext", "guess_lang" => true}}
puts JSON.generate(JSON.parse(STDIN.read).map { |text| Kramdown::Document.new(text, options).to_html })
"#;

/// The HTML of the real kramdown; `None` where it is not installed.
fn kramdown(texts: &[&str]) -> Option<Vec<String>> {
    let mut command = Command::new("ruby");
    command.args(["-e", RUBY]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let Ok(mut ruby) = command.spawn() else {
        missing(Need::Kramdown, "there is no ruby");
        return None;
    };
    let input = serde_json::to_string(texts).unwrap();
    // A missing gem ends it before it has read anything.
    let _ = ruby.stdin.take().unwrap().write_all(input.as_bytes());
    let output = ruby.wait_with_output().unwrap();
    if !output.status.success() {
        missing(Need::Kramdown, "ruby has no kramdown, kramdown-parser-gfm or rouge");
        return None;
    }
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn the_real_kramdown_renders_our_constructs_as_they_are_kept() {
    let all = constructs();
    let texts: Vec<&str> = all.iter().map(|one| one.md.as_str()).collect();
    let Some(html) = kramdown(&texts) else { return };
    let wrong: Vec<&str> = all
        .iter()
        .zip(&html)
        .filter(|(one, html)| one.html != **html)
        .map(|(one, _)| one.md.as_str())
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Pieces that change each other's meaning.
const PIECES: [&str; 44] = [
    "*", "**", "_", "`", "``", "\"", "'", "[", "]", "(", ")", "<b>", "</b>", "<!--", "-->", "{:", "}", "~~",
    "--", "...", "\\", "|", "- ", "1. ", "> ", "# ", "    ", "  ", "\t", "\n", "\n\n", "a", "b c", "&amp;",
    "![", "](u)", "<div>", "</div>", "$$", ": ", "word", ".", "\\\n", "<T>",
];

#[test]
fn the_real_kramdown_renders_random_texts_as_we_do() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let texts: Vec<String> = (0..400)
        .map(|_| (0..2 + next(14)).map(|_| PIECES[next(PIECES.len())]).collect::<String>() + "\n")
        .collect();
    let Some(html) = kramdown(&texts.iter().map(String::as_str).collect::<Vec<_>>()) else { return };
    let wrong = different(texts.iter().zip(html).map(|(md, html)| (format!("{md:?}"), md.clone(), html)));
    // kramdown leaves white space that no browser shows where an end tag has no start.
    assert!(wrong.len() <= 4, "{}", wrong.join("\n"));
}

#[test]
fn a_hostile_text_is_rendered_in_time() {
    for piece in [
        "![", "[", "*a _b ", "**a *b ", "`a ``b ", "<b>", "<!--", "~~a", "$$a", "- a\n  ", "> ", "```x\n",
        "{:",
    ] {
        let text = piece.repeat(60_000 / piece.len());
        assert!(!rendered(&text).is_empty(), "{piece}");
    }
}
