//! The news of a meeting's notes.

use super::clean::inline;
use super::lines::{Line, Peeled, head, is_space, time_code};
use super::links::{bare_length, links};
use super::opening::address;
use super::prose::prose;
use super::sections::Section;
use super::{Link, NewsItem};
use crate::profile::grammar::NewsletterGrammar;

/// The mark that begins a story in a section.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A heading of at most this many hashes, or a bold line.
    Headings(usize),
    /// A time code, or a line above the caption of a lost image.
    Marked,
    /// An empty line before it.
    Paragraphs,
}

/// A line with its properties.
#[derive(Clone, Copy)]
struct Piece<'a> {
    line: Line<'a>,
    peeled: Peeled<'a>,
    after_blank: bool,
    /// True for the caption of an image that is not part of the notes.
    is_caption: bool,
    /// True if a caption is the next line.
    over_caption: bool,
}

pub(super) fn read(section: &Section<'_>, news: &mut Vec<NewsItem>) {
    let pieces = pieces(section);
    let grammar = &section.grammar.newsletter;
    let form = form(&pieces, grammar);
    let mut starts: Vec<usize> = (0..pieces.len()).filter(|n| begins(&pieces[*n], form, grammar)).collect();
    if form == Form::Paragraphs {
        // A line above an empty one is the title of the next paragraph.
        let mut is_titled = false;
        starts.retain(|start| {
            let begins = !is_titled;
            is_titled = begins && is_lone_title(&pieces[*start..]);
            begins
        });
    }
    if starts.first() != Some(&0) && !pieces.is_empty() {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([pieces.len()]);
    let stories = starts.iter().zip(ends).map(|(start, end)| &pieces[*start..end]);
    news.extend(
        stories
            .filter(|story| !is_about_newsletter(story, grammar))
            .filter_map(|story| item(story, form, grammar)),
    );
}

/// The lines that are not empty. In code, all lines.
fn pieces<'a>(section: &Section<'a>) -> Vec<Piece<'a>> {
    let mut pieces: Vec<Piece<'a>> = Vec::new();
    let mut after_blank = true;
    let mut in_code = false;
    for line in section.lines() {
        in_code ^= line.is_fence();
        if line.is_blank() && !in_code {
            if let Some(last) = pieces.last_mut().filter(|last| looks_like_caption(last) && !after_blank) {
                last.is_caption = true;
            }
            let count = pieces.len();
            if let [.., over, caption] = &mut pieces[..]
                && caption.is_caption
                && !caption.after_blank
                && count > 1
            {
                over.over_caption = !over.is_caption;
            }
            after_blank = true;
            continue;
        }
        pieces.push(Piece {
            line,
            peeled: line.peeled(),
            after_blank,
            is_caption: false,
            over_caption: false,
        });
        after_blank = false;
    }
    pieces
}

/// Exports keep the description of an image as a line that begins with one space.
fn looks_like_caption(piece: &Piece<'_>) -> bool {
    let raw = piece.line.raw;
    let text = piece.line.text();
    raw.starts_with(' ')
        && piece.line.indent() == 1
        && piece.line.bullet().is_none()
        && piece.peeled.hashes == 0
        && piece.peeled.time.is_none()
        && text.len() <= 100
        && !text.ends_with(['.', ':', '?', ';'])
        && !text.contains("](")
        && bare_length(text).is_none()
}

fn is_bold_title(piece: &Piece<'_>) -> bool {
    piece.peeled.is_bold && piece.line.bullet().is_none()
}

fn form(pieces: &[Piece<'_>], grammar: &NewsletterGrammar) -> Form {
    let stories = || pieces.iter().filter(|piece| !is_newsletter(piece.peeled.text, grammar));
    // Deeper headings are within a story.
    let mut counts = [0; 7];
    let headings = stories().map(|piece| piece.peeled.hashes).filter(|hashes| *hashes > 0);
    headings.clone().for_each(|hashes| counts[hashes.min(6)] += 1);
    if let Some(first) = headings.clone().next() {
        let usual = (1..7).max_by_key(|hashes| (counts[*hashes], *hashes)).unwrap_or(first);
        return Form::Headings(first.max(usual));
    }
    if stories().any(|piece| piece.over_caption && is_title(piece) || is_timed(piece)) {
        return Form::Marked;
    }
    let bold = stories().filter(|piece| is_bold_title(piece)).count();
    if bold > 0 && pieces.first().is_some_and(is_bold_title) { Form::Headings(0) } else { Form::Paragraphs }
}

fn is_timed(piece: &Piece<'_>) -> bool {
    piece.peeled.time.is_some() && piece.line.bullet().is_none()
}

fn is_title(piece: &Piece<'_>) -> bool {
    let text = piece.peeled.text;
    text.len() <= 150
        && !text.ends_with(['.', ':', ',', ';'])
        && piece.line.bullet().is_none()
        && links(text).next().is_none()
}

/// True for a title between empty lines that precedes a longer paragraph.
fn is_lone_title(pieces: &[Piece<'_>]) -> bool {
    let [title, next, ..] = pieces else { return false };
    let text = title.line.text();
    let sentence = ['.', '!', '?', ':', ')', '…'];
    let is_short = |text: &str| text.len() <= 80 && !text.ends_with(sentence);
    next.after_blank
        && is_title(title)
        && is_short(text)
        && !is_short(next.line.text())
        && next.line.bullet().is_none()
}

fn begins(piece: &Piece<'_>, form: Form, grammar: &NewsletterGrammar) -> bool {
    let is_about = is_newsletter(piece.peeled.text, grammar) && (piece.peeled.hashes > 0 || is_timed(piece));
    if is_about || presents_newsletter(piece, grammar) {
        return true;
    }
    match form {
        Form::Headings(level) => {
            (1..=level).contains(&piece.peeled.hashes)
                || is_timed(piece)
                || level == 0 && is_bold_title(piece)
        }
        Form::Marked => is_timed(piece) || piece.over_caption && is_title(piece),
        Form::Paragraphs => {
            let goes_on = piece.line.indent() > 1 || bare_length(piece.line.text()).is_some();
            piece.after_blank && !goes_on
        }
    }
}

/// True for the title of the text that presents the newsletter each week.
fn is_newsletter(title: &str, grammar: &NewsletterGrammar) -> bool {
    let title = title.trim_end_matches([':', '!', '.']);
    let is_preview = || {
        let lower = title.to_lowercase();
        grammar.title_beginnings.iter().any(|start| start.strip_word_from(&lower).is_some())
    };
    grammar.titles.iter().any(|known| known.is(title)) || title.ends_with("ewsletter") && is_preview()
}

/// True for the first sentence of that text.
fn presents_newsletter(piece: &Piece<'_>, grammar: &NewsletterGrammar) -> bool {
    let start = head(piece.peeled.text, 100);
    start.contains("ewsletter") && {
        let lower = start.to_lowercase();
        let mut found = grammar.sentences.iter().flat_map(|sentence| lower.match_indices(sentence.as_str()));
        found.any(|(at, sentence)| lower[at + sentence.len()..].starts_with(' '))
    }
}

/// True if a story is that text.
fn is_about_newsletter(story: &[Piece<'_>], grammar: &NewsletterGrammar) -> bool {
    let Some(first) = story.first() else { return false };
    is_newsletter(first.peeled.text, grammar) || presents_newsletter(first, grammar)
}

fn item(story: &[Piece<'_>], form: Form, grammar: &NewsletterGrammar) -> Option<NewsItem> {
    let (first, rest) = story.split_first()?;
    let kept = |pieces: &[Piece<'_>]| prose_of(pieces.iter().filter(|piece| !piece.is_caption));
    let is_heading = first.peeled.hashes > 0 || is_bold_title(first);
    let has_more = rest.iter().any(|piece| !piece.is_caption);
    let titled = match form {
        _ if is_heading => true,
        Form::Paragraphs => is_title(first) && has_more,
        _ => begins(first, form, grammar) && is_title(first) && has_more,
    };
    let mut item = NewsItem { line: first.line.number, ..NewsItem::default() };
    if titled {
        item.title = Some(inline(without_time(first.peeled.text))).filter(|title| !title.is_empty());
        item.body = kept(rest);
    } else {
        // The marker of a list of stories is not part of the story.
        let raw = first.line.bullet().map_or(first.peeled.text, |(_, rest)| rest);
        let line = Line { raw, ..first.line };
        let mut whole = story.to_vec();
        whole[0] = Piece { line, is_caption: false, ..*first };
        item.body = kept(&whole);
    }
    for piece in story {
        for link in links(piece.line.raw).filter(|link| !link.is_image && !link.address.is_empty()) {
            let address = address(link.address);
            if !item.sources.iter().any(|source| source.address == address) && item.sources.len() < SOURCES {
                let says = |label: &String| !label.starts_with("![") && *label != address;
                let label = link.label.map(inline).filter(says);
                item.sources.push(Link { label, address, line: piece.line.number });
            }
        }
    }
    // `Contribute to the Newsletter`, above the text about it.
    let is_nothing = item.title.is_none() && item.body.is_empty();
    let is_empty = item.body.is_empty() && item.sources.is_empty();
    let is_over_standing =
        item.title.as_ref().is_none_or(|title| title.to_lowercase().contains("newsletter"));
    (!is_nothing && (!is_empty || !is_over_standing)).then_some(item)
}

/// Returns a title without the time code after it. A time of day is part of the title.
fn without_time(title: &str) -> &str {
    let Some((before, last)) = title.trim_end().rsplit_once(is_space) else { return title };
    let word = before.rsplit(is_space).next().unwrap_or_default().to_ascii_lowercase();
    let is_of_day =
        matches!(&*word, "at" | "to" | "until" | "till" | "by" | "from" | "after" | "before" | "around");
    let is_code = time_code(last).is_some_and(|(_, after)| after.is_empty()) && !last.starts_with('(');
    if is_code && !is_of_day { before.trim_end() } else { title }
}

/// A story with more links is a list of links. The others remain in its body.
const SOURCES: usize = 100;

/// Returns clean Markdown of the pieces, with the empty lines between them.
fn prose_of<'p, 'a: 'p>(pieces: impl Iterator<Item = &'p Piece<'a>>) -> String {
    let blank = |line: Line<'a>| Line { raw: "", ..line };
    prose(
        pieces.flat_map(|piece| piece.after_blank.then(|| blank(piece.line)).into_iter().chain([piece.line])),
    )
}
