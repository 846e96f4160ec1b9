use ratatui::style::Style;
use ratatui::text::{Line, Span as Piece};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::row_starts::closes;

/// Breaks styled text into lines of at most `width` cells, between words if possible.
pub fn wrap_words(text: impl IntoIterator<Item = (String, Style)>, width: u16) -> Vec<Line<'static>> {
    let mut lines = Wrapped { width: usize::from(width.max(1)), ..Wrapped::default() };
    for (text, style) in text {
        for (n, part) in text.split('\n').enumerate() {
            if n > 0 {
                lines.end();
            }
            let part = part.trim_end_matches('\r').replace('\t', " ");
            for part in part.split_inclusive(' ') {
                lines.part(part, style);
            }
        }
    }
    lines.end();
    lines.lines
}

#[derive(Default)]
struct Wrapped {
    lines: Vec<Line<'static>>,
    line: Vec<Piece<'static>>,
    used: usize,
    width: usize,
    /// The word that is not complete: it may go on in another style.
    word: Vec<(String, Style)>,
}

impl Wrapped {
    fn part(&mut self, part: &str, style: Style) {
        self.word.push((part.to_owned(), style));
        if part.ends_with(' ') {
            self.end_word();
        }
    }

    fn end_word(&mut self) {
        // The space after the last word of a line may be cut off.
        let width: usize = self.word.iter().map(|(part, _)| part.trim_end().width()).sum();
        if self.used > 0 && self.used + width > self.width {
            self.end_line();
        }
        let word = std::mem::take(&mut self.word);
        let clusters = |(part, style): &'_ (String, Style)| {
            let style = *style;
            part.graphemes(true).map(|cluster| (cluster.to_owned(), style)).collect::<Vec<_>>()
        };
        let clusters: Vec<(String, Style)> = word.iter().flat_map(clusters).collect();
        let mut rest = &clusters[..];
        while !rest.is_empty() {
            let (here, after) = rest.split_at(self.fitting(rest));
            self.place(here);
            rest = after;
            if rest.first().is_some_and(|(cluster, _)| cluster == " ") {
                break;
            }
            if !rest.is_empty() {
                self.end_line();
            }
        }
    }

    /// How many of the clusters go into this line: as many as fit, but the next line does not begin with what
    /// closes, such as a comma.
    fn fitting(&self, clusters: &[(String, Style)]) -> usize {
        let mut used = self.used;
        let most = clusters.iter().take_while(|(cluster, _)| {
            used += cluster.width();
            used <= self.width
        });
        let most = most.count();
        if most == clusters.len() {
            return most;
        }
        let least = usize::from(self.used == 0);
        // A line of nothing else is broken anywhere, and a cluster wider than a line stays whole.
        let start = (least..=most).rev().find(|n| *n > 0 && !closes(&clusters[*n].0));
        start.unwrap_or(most).max(least)
    }

    fn place(&mut self, clusters: &[(String, Style)]) {
        for (cluster, style) in clusters {
            self.used += cluster.width();
            match self.line.last_mut().filter(|piece| piece.style == *style) {
                Some(piece) => piece.content.to_mut().push_str(cluster),
                None => self.line.push(Piece::styled(cluster.clone(), *style)),
            }
        }
    }

    fn end(&mut self) {
        self.end_word();
        self.end_line();
    }

    fn end_line(&mut self) {
        self.lines.push(Line::from(std::mem::take(&mut self.line)));
        self.used = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(parts: &[&str], width: u16) -> Vec<String> {
        let parts = parts.iter().map(|part| ((*part).to_owned(), Style::new()));
        wrap_words(parts, width).iter().map(|line| line.to_string().trim_end().to_owned()).collect()
    }

    #[test]
    fn words_stay_whole_where_they_fit() {
        assert_eq!(wrapped(&["one two ", "three"], 8), ["one two", "three"]);
        assert_eq!(wrapped(&["one\n\ntwo\r\nthree"], 8), ["one", "", "two", "three"]);
        assert_eq!(wrapped(&["ab https://example.com"], 8), ["ab", "https://", "example.", "com"]);
        assert_eq!(wrapped(&["日本語です"], 5), ["日本", "語で", "す"]);
        assert_eq!(wrapped(&["one ", "two", ", three"], 7), ["one", "two,", "three"]);
    }

    #[test]
    fn no_line_begins_with_what_closes() {
        assert_eq!(wrapped(&["[pier](pier.md), six"], 9), ["[pier](pi", "er.md),", "six"]);
        assert_eq!(wrapped(&["(abcdefg) six"], 8), ["(abcdef", "g) six"]);
        assert_eq!(wrapped(&["abcdefgh", ")."], 8), ["abcdefg", "h)."]);
        assert_eq!(wrapped(&[",,,,,"], 3), [",,,", ",,"]);
    }
}
