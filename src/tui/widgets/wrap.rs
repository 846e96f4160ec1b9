use ratatui::style::Style;
use ratatui::text::{Line, Span as Piece};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Breaks styled text into lines of at most `width` cells, between words if possible.
pub fn wrap_words(text: impl IntoIterator<Item = (String, Style)>, width: u16) -> Vec<Line<'static>> {
    let mut lines = Wrapped { width: usize::from(width.max(1)), ..Wrapped::default() };
    for (text, style) in text {
        for (n, part) in text.split('\n').enumerate() {
            if n > 0 {
                lines.end();
            }
            let part = part.trim_end_matches('\r').replace('\t', " ");
            part.split_inclusive(' ').for_each(|part| lines.part(part, style));
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
        for (part, style) in std::mem::take(&mut self.word) {
            self.place(&part, style);
        }
    }

    fn place(&mut self, text: &str, style: Style) {
        let mut part = String::new();
        for cluster in text.graphemes(true) {
            if self.used + cluster.width() > self.width {
                if cluster == " " {
                    break;
                }
                self.line.push(Piece::styled(std::mem::take(&mut part), style));
                self.end_line();
            }
            part.push_str(cluster);
            self.used += cluster.width();
        }
        if !part.is_empty() {
            self.line.push(Piece::styled(part, style));
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
}
