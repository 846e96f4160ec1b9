//! The size of a mail against what mail programs show of it.

use super::Mail;
use crate::profile::MailOverhead;
use crate::text::Span;

/// The bytes of HTML that Gmail shows before it cuts a mail off and offers a link to the rest. Measured limits are between
/// 102 and 105 kB; the images of a mail do not count.
pub const GMAIL_CLIP: usize = 102_000;

/// The words that a reader reads in a minute.
const WORDS_PER_MINUTE: usize = 230;

/// The size of a mail as it arrives, and where its blocks end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailSize {
    /// The bytes of the HTML, with what the service adds.
    pub bytes: usize,
    /// The links to other places.
    pub links: usize,
    pub parts: Vec<SizedPart>,
}

/// A block of the draft, and where it ends in the mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SizedPart {
    pub span: Span,
    /// The bytes up to its end, with what the service adds to its links.
    pub end: usize,
}

impl MailSize {
    pub fn new(mail: &Mail, overhead: MailOverhead) -> MailSize {
        let mut links = 0;
        let parts: Vec<SizedPart> = mail
            .parts
            .iter()
            .map(|part| {
                links += part.links;
                SizedPart { span: part.span, end: part.end + links * overhead.link }
            })
            .collect();
        let bytes = mail.html.len() + links * overhead.link + overhead.footer;
        MailSize { bytes, links, parts }
    }

    pub fn is_clipped(&self) -> bool {
        self.bytes > GMAIL_CLIP
    }

    /// The first block that Gmail does not show as a whole. `None` if it shows all of them, even if it cuts off what comes
    /// after them.
    pub fn first_clipped(&self) -> Option<Span> {
        self.parts.iter().find(|part| part.end > GMAIL_CLIP).map(|part| part.span)
    }

    /// The bytes of a part of the draft, such as a section.
    pub fn bytes_of(&self, span: Span) -> usize {
        let mut before = 0;
        let mut bytes = 0;
        for part in &self.parts {
            if span.contains(part.span) || (part.span.start >= span.start && part.span.start < span.end) {
                bytes += part.end - before;
            }
            before = part.end;
        }
        bytes
    }

    /// For the status line: "86 of 102 kB · 203 links · 12 minutes". `minutes` is the time that reading takes.
    pub fn summary(&self, minutes: usize) -> String {
        let links = crate::text::counted(self.links, "link");
        let minutes = crate::text::counted(minutes, "minute");
        format!("{} of {} kB · {links} · {minutes}", self.bytes.div_ceil(1000), GMAIL_CLIP / 1000)
    }
}

/// The minutes that reading a text takes, at least one. In scripts without spaces, two characters count as a word.
pub fn reading_minutes(text: &str) -> usize {
    let is_ideograph =
        |c: &char| matches!(*c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}');
    let is_letter = |c: char| c.is_alphanumeric() && !is_ideograph(&c);
    let is_word = |word: &&str| word.contains(is_letter) && !word.contains("://");
    let ideographs = text.chars().filter(is_ideograph).count();
    let words = text.split_whitespace().filter(is_word).count() + ideographs / 2;
    words.div_ceil(WORDS_PER_MINUTE).max(1)
}

#[cfg(test)]
mod tests {
    use super::super::{MailPart, MailSources, mail};
    use super::*;
    use crate::draft::Draft;
    use crate::profile::Profile;
    use crate::render::render;

    fn size(text: &str, overhead: MailOverhead) -> (Draft, MailSize, usize) {
        let (draft, profile) = (Draft::parse(text), Profile::default());
        let mail = mail(&draft, &render(&draft, &profile), &profile, &MailSources::default()).unwrap();
        let size = MailSize::new(&mail, overhead);
        (draft, size, reading_minutes(&mail.text))
    }

    #[test]
    fn the_service_makes_each_link_longer_and_adds_a_footer() {
        let text = "# A\n\n[b](https://example.org/b) [c](https://example.org/c)\n\nd\n";
        let (_, plain, _) = size(text, MailOverhead::default());
        let (_, sent, _) = size(text, MailOverhead { link: 100, footer: 3000 });
        assert_eq!(sent.bytes, plain.bytes + 200 + 3000);
        assert_eq!(sent.links, 2);
        // The footer comes after all blocks.
        assert_eq!(sent.parts[2].end, plain.parts[2].end + 200);
        assert_eq!(sent.parts[0].end, plain.parts[0].end);
    }

    #[test]
    fn the_first_block_beyond_the_cut_is_found() {
        let paragraph = "A lamp hums at the sea. ".repeat(500);
        let text = format!("# One\n\n{paragraph}\n\n# Two\n\n{}", format!("{paragraph}\n\n").repeat(9));
        let (draft, size, minutes) = size(&text, MailOverhead::default());
        assert!(size.is_clipped());
        let first = size.first_clipped().unwrap();
        let before: usize = draft.text()[..first.start].len();
        assert!((90_000..102_000).contains(&before), "{before}");
        let all = size.bytes_of(Span::new(0, text.len()));
        assert_eq!(all, size.parts.last().unwrap().end);
        let two = size.bytes_of(Span::new(text.find("# Two").unwrap(), text.len()));
        assert!((108_000..109_500).contains(&two), "{two}");
        assert_eq!(
            size.summary(minutes),
            format!("{} of 102 kB · 0 links · 131 minutes", size.bytes.div_ceil(1000))
        );
    }

    #[test]
    fn a_mail_whose_footer_only_is_cut_off_shows_all_blocks() {
        let part = MailPart { span: Span::new(0, 1), end: 101_000, links: 0 };
        let mail = Mail {
            subject: String::new(),
            preheader: String::new(),
            html: "x".repeat(101_500),
            text: "a".into(),
            start: 0,
            parts: vec![part],
        };
        let size = MailSize::new(&mail, MailOverhead { link: 0, footer: 1000 });
        assert!(size.is_clipped() && size.first_clipped().is_none());
        assert_eq!(size.summary(reading_minutes(&mail.text)), "103 of 102 kB · 0 links · 1 minute");
    }

    #[test]
    fn addresses_and_marks_take_no_time_to_read() {
        assert_eq!(reading_minutes(&"word ".repeat(231)), 2);
        assert_eq!(reading_minutes(&"word — https://example.org/a ".repeat(230)), 1);
        assert_eq!(reading_minutes(&"灯".repeat(460)), 1);
        assert_eq!(reading_minutes(""), 1);
    }
}
