//! The message that a mail program sends.

use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::mime::MimePart;

use super::Mail;

/// What a message needs besides the mail. The caller chooses the values that must be unique.
#[derive(Clone, Copy, Debug)]
pub struct Envelope<'a> {
    /// `Name <name@example.org>`, or the address alone.
    pub from: Option<&'a str>,
    /// In seconds since 1970.
    pub date: i64,
    /// Without angle brackets.
    pub message_id: &'a str,
    /// The line between the parts, which neither of them contains.
    pub boundary: &'a str,
}

/// Writes a mail as a message with a plain text and an HTML part, by RFC 5322 and MIME.
pub fn message(mail: &Mail, envelope: &Envelope<'_>) -> Vec<u8> {
    let parts =
        vec![MimePart::new("text/plain", mail.text.as_str()), MimePart::new("text/html", mail.html.as_str())];
    let kind = ContentType::new("multipart/alternative").attribute("boundary", envelope.boundary);
    let mut builder = MessageBuilder::new()
        .message_id(envelope.message_id)
        .date(envelope.date)
        .subject(mail.subject.as_str());
    if let Some(from) = envelope.from.and_then(address) {
        builder = builder.from(from);
    }
    let mut out = Vec::new();
    builder.body(MimePart::new(kind, parts)).serialize(&mut out);
    out
}

/// Reads `Name <name@example.org>`. A line break would begin another header.
fn address(text: &str) -> Option<Address<'_>> {
    if text.contains(char::is_control) {
        return None;
    }
    match text.split_once('<') {
        Some((name, rest)) => {
            let name = Some(name.trim().trim_matches('"')).filter(|name| !name.is_empty());
            Some(Address::new_address(name, rest.trim().trim_end_matches('>')))
        }
        None => Some(Address::new_address(None::<&str>, text.trim())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail() -> Mail {
        Mail {
            subject: "Ærø: a lamp".into(),
            preheader: String::new(),
            html: format!("<p>{}</p>\n", "é A lamp hums. ".repeat(20)),
            text: "A lamp hums.\n".into(),
            start: 0,
            parts: Vec::new(),
        }
    }

    fn written(from: Option<&str>) -> String {
        let envelope = Envelope { from, date: 1_780_902_000, message_id: "a.1@example.org", boundary: "=_b" };
        String::from_utf8(message(&mail(), &envelope)).unwrap()
    }

    #[test]
    fn a_message_has_both_parts_and_only_the_given_values() {
        let message = written(Some("Tide Weekly <tide@example.org>"));
        let (headers, body) = message.split_once("\r\n\r\n").unwrap();
        for header in [
            "Message-ID: <a.1@example.org>",
            "Date: Mon, 8 Jun 2026 07:00:00 +0000",
            "From: \"Tide Weekly\" <tide@example.org>",
            "MIME-Version: 1.0",
            "boundary=\"=_b\"",
        ] {
            assert!(headers.contains(header), "{header} is not in {headers}");
        }
        assert_eq!(body.matches("--=_b").count(), 3);
        assert!(body.find("text/plain").unwrap() < body.find("text/html").unwrap());
        assert!(message.lines().all(|line| line.len() <= 998));
        assert_eq!(message, written(Some("Tide Weekly <tide@example.org>")));
    }

    #[test]
    fn a_sender_can_add_no_header() {
        assert!(!written(Some("a@example.org\r\nBcc: b@example.org")).contains("Bcc"));
        assert!(written(Some("a@example.org")).contains("From: <a@example.org>"));
    }
}
