//! Reads a mail as it arrived.

use jiff::civil::Date;
use mail_parser::{MessageParser, PartType};

/// A mail that was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedMail {
    pub subject: String,
    /// The day on which it was sent.
    pub date: Option<Date>,
    /// Its HTML, with `\n` at the ends of lines.
    pub html: String,
}

/// Why a file can't be read as a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    #[error("this is no mail; save the message with its headers, as .eml")]
    NotAMail,
    #[error("the mail has no HTML; save it as it arrived, not as text")]
    NoHtml,
}

/// Reads a message with its headers (RFC 5322), as mail programs save it.
///
/// # Errors
///
/// If it has no headers, or no part with HTML.
pub fn read_mail(bytes: &[u8]) -> Result<ReceivedMail, MailError> {
    let message = MessageParser::default().parse(bytes).ok_or(MailError::NotAMail)?;
    if message.headers().is_empty() {
        return Err(MailError::NotAMail);
    }
    // A mail without HTML is given as HTML by the parser.
    let html = message.html_bodies().find_map(|part| match &part.body {
        PartType::Html(html) => Some(html.replace("\r\n", "\n")),
        _ => None,
    });
    let html = html.ok_or(MailError::NoHtml)?;
    let date = message.date().and_then(|date| {
        Date::new(
            i16::try_from(date.year).ok()?,
            i8::try_from(date.month).ok()?,
            i8::try_from(date.day).ok()?,
        )
        .ok()
    });
    Ok(ReceivedMail { subject: message.subject().unwrap_or_default().to_owned(), date, html })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const MAIL: &str = "From: Tide Weekly <tide@example.org>\r\nSubject: =?utf-8?Q?=C3=86r=C3=B8?=\r\nDate: Mon, 8 Jun 2026 07:00:00 +0200\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nA lamp.\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p title=3D\"x\">A l=\r\namp.</p>\r\n<p>=C3=86</p>\r\n--b--\r\n";

    #[test]
    fn the_html_of_a_mail_is_decoded() {
        let mail = read_mail(MAIL.as_bytes()).unwrap();
        assert_eq!(mail.subject, "Ærø");
        assert_eq!(mail.date, Some(date(2026, 6, 8)));
        assert_eq!(mail.html.trim_end(), "<p title=\"x\">A lamp.</p>\n<p>Æ</p>");
    }

    #[test]
    fn a_file_without_headers_or_html_is_refused() {
        let plain = "Subject: a\r\n\r\nA lamp.\r\n";
        assert_eq!(read_mail(plain.as_bytes()).unwrap_err(), MailError::NoHtml);
        assert_eq!(read_mail(b"").unwrap_err(), MailError::NotAMail);
        assert!(read_mail(b"<html>a</html>").is_err());
        // Nested parts take no stack.
        let nested = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n".repeat(20_000);
        assert!(read_mail(nested.as_bytes()).is_err());
    }
}
