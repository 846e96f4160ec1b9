//! The trailers that services append to a post: its source, and share buttons.

use pulldown_cmark::{Event, Parser, Tag};

use super::writer::{Block, BlockKind};

/// Properties of the post that a trailer has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Trailer {
    pub address: Option<String>,
    pub source: Option<String>,
}

/// The number of blocks at the end that may belong to it.
const LAST: usize = 8;

/// Words at the start of a trailer's block.
const BEGINNINGS: [&str; 20] = [
    "share this",
    "share on",
    "share via",
    "share:",
    "like this:",
    "related:",
    "related posts",
    "related articles",
    "you may also like",
    "read more posts",
    "continue reading",
    "filed under",
    "filed in",
    "posted in",
    "tagged:",
    "tags:",
    "categories:",
    "leave a comment",
    "sent from my ",
    "follow us on",
];

/// Removes the trailer.
pub(super) fn strip(blocks: &mut Vec<Block>) -> Trailer {
    let mut trailer = Trailer::default();
    let mut at = blocks.len();
    let first = blocks.len().saturating_sub(LAST);
    while at > first {
        at -= 1;
        let Some(block) = blocks.get_mut(at) else { break };
        if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading | BlockKind::Quote)
            || block.text.len() > 20_000
        {
            continue;
        }
        if let Some(cut) = came_from(&block.text, &mut trailer) {
            block.text.truncate(cut);
            let left = block.text.trim_end().len();
            block.text.truncate(left);
            if left == 0 {
                blocks.remove(at);
            }
        } else if is_trailer(&block.text, &mut trailer) {
            blocks.remove(at);
        }
    }
    trailer
}

/// The start of `from Site https://… via IFTTT` at the end of a block.
fn came_from(markdown: &str, trailer: &mut Trailer) -> Option<usize> {
    let end = ["via [IFTTT](", "via IFTTT", "Via IFTTT", "via [ifttt]("]
        .iter()
        .find_map(|via| markdown.rfind(via))?;
    let before = &markdown[..end];
    if markdown.len() - end > 200 {
        return None;
    }
    let link = before.rfind("http").filter(|at| before[*at..].trim_end().len() > 10)?;
    // The site's name and its address, after the word.
    let start = before[..link].rfind("from ").filter(|at| link - at < 300).unwrap_or(link);
    let start = if before[..start].trim_end().ends_with(['.', '!', '?', ')', '*'])
        || before[..start].trim().is_empty()
    {
        start
    } else {
        // Within a sentence, remove only the part that IFTTT wrote.
        link
    };
    let address = address_at(&before[link..]);
    if trailer.address.is_none() {
        trailer.address = address;
    }
    if trailer.source.is_none() && start < link {
        let name = before[start + "from ".len()..link]
            .trim_matches(|c: char| c.is_whitespace() || "[]()<*".contains(c));
        trailer.source = Some(site(&name.replace('\\', ""))).filter(|name| !name.is_empty());
    }
    let cut = before[..start].trim_end_matches(['[', '<', '(']).len();
    Some(cut)
}

fn address_at(text: &str) -> Option<String> {
    crate::import::markdown::first_link(text)
}

/// A site's name without its slogan.
fn site(name: &str) -> String {
    let end = [" – ", " — ", " | ", " - ", " :: "].iter().filter_map(|sign| name.find(sign)).min();
    name[..end.unwrap_or(name.len())].trim().to_owned()
}

fn is_trailer(markdown: &str, trailer: &mut Trailer) -> bool {
    let (plain, links) = plain(markdown);
    let lower = plain.trim().to_lowercase();
    let is_short = plain.len() < 400;
    if is_short && lower.starts_with("the post ") && lower.contains(" appeared first on ") {
        let mut links = links.into_iter();
        let post = links.next();
        trailer.address = trailer.address.take().or(post.map(|(_, address)| address));
        let after = plain.rfind(" on ").map(|at| plain[at + 4..].trim().trim_end_matches('.'));
        let name = links.next().map(|(text, _)| text).or(after.map(str::to_owned));
        trailer.source = trailer.source.take().or(name).filter(|name| !name.is_empty());
        return true;
    }
    let is_origin = [
        "originally published",
        "originally posted",
        "this post originally appeared",
        "this article originally",
    ]
    .iter()
    .any(|start| lower.starts_with(start));
    if is_short && is_origin {
        trailer.address = trailer.address.take().or(links.into_iter().next().map(|(_, address)| address));
        return true;
    }
    let is_via = lower == "via ifttt"
        || lower.starts_with("from ") && lower.contains(" via ") && lower.contains("http");
    if is_short && is_via {
        trailer.address = trailer.address.take().or_else(|| address_at(&plain));
        return true;
    }
    plain.len() < 160 && BEGINNINGS.iter().any(|start| lower.starts_with(start))
}

/// The words and the links of Markdown.
pub(super) fn plain(markdown: &str) -> (String, Vec<(String, String)>) {
    let mut text = String::new();
    let mut links = Vec::new();
    let mut open = None;
    for event in Parser::new(markdown) {
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(&words),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::Start(Tag::Link { dest_url, .. }) => open = Some((text.len(), dest_url.into_string())),
            Event::End(pulldown_cmark::TagEnd::Link) => {
                if let Some((start, address)) = open.take() {
                    links.push((text[start..].to_owned(), address));
                }
            }
            _ => {}
        }
    }
    (text, links)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripped(texts: &[&str]) -> (Vec<String>, Trailer) {
        let block = |text: &&str| Block { kind: BlockKind::Paragraph, text: (*text).to_owned(), line: 1 };
        let mut blocks: Vec<Block> = texts.iter().map(block).collect();
        let trailer = strip(&mut blocks);
        (blocks.into_iter().map(|block| block.text).collect(), trailer)
    }

    #[test]
    fn where_it_came_from_is_taken_out_and_kept() {
        let forms = [
            "from Lamp Blog – All about lamps! https://example.org/l via [IFTTT](https://ifttt.com/?ref=da)",
            "from [Lamp Blog](https://example.org/l) via IFTTT",
            "The post [A lamp](https://example.org/l) appeared first on [Lamp Blog](https://example.org).",
        ];
        for form in forms {
            let (blocks, trailer) = stripped(&["It hums.", form]);
            assert_eq!(blocks, ["It hums."], "{form}");
            assert_eq!(trailer.address.as_deref(), Some("https://example.org/l"), "{form}");
            assert_eq!(trailer.source.as_deref(), Some("Lamp Blog"), "{form}");
        }
    }

    #[test]
    fn the_words_before_it_stay() {
        let (blocks, trailer) =
            stripped(&["It hums. from Lamp Blog https://example.org/l via [IFTTT](https://ifttt.com)"]);
        assert_eq!(blocks, ["It hums."]);
        assert_eq!(trailer.source.as_deref(), Some("Lamp Blog"));
        let kept = ["We heard from friends via mail.", "Share your lamp!", "The post came late."];
        assert_eq!(stripped(&kept).0, kept);
    }

    #[test]
    fn ways_to_pass_it_on_go() {
        assert_eq!(
            stripped(&["It hums.", "Share this:", "Filed under: [lamps](https://x.org)"]).0,
            ["It hums."]
        );
    }
}
