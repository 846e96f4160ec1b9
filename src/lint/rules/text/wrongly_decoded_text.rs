use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};
use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

use crate::lint::Severity;
use crate::lint::places::Places;
use crate::text::{Edits, Span};

pub(super) struct WronglyDecodedText;

const META: Meta = Meta {
    name: "wrongly-decoded-text",
    summary: "Some letters were read in a wrong encoding.",
    why: "Readers see â€™ where an apostrophe should be.",
    bad: issue!("The lamp â€“ itâ€™s bright.\n"),
    good: issue!("The lamp – it’s bright.\n"),
};

impl Rule for WronglyDecodedText {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let text = context.draft.text();
        let code = Places::new(context.draft.code());
        for at in memchr::memmem::find_iter(text.as_bytes(), "\u{fffd}") {
            let span = Span::new(at, at + '\u{fffd}'.len_utf8());
            // In code and alone in brackets or quotes it is shown for what it is.
            let is_alone = text[..at].ends_with(['(', '"', '\'', '“', '‘'])
                && text[span.end..].starts_with([')', '"', '\'', '”', '’']);
            if is_alone || code.hold(span) {
                continue;
            }
            let message = "a character was lost here, and stands as U+FFFD";
            found.push(
                Diagnostic::new(self.name(), Severity::Error, span, message)
                    .help("look up what it was, and type it again"),
            );
        }
        // In code it is shown for what it is.
        for run in foreign(text).filter(|run| !code.hold(*run)) {
            let Some(right) = decoded(run.of(text)) else { continue };
            let message = format!("'{}' was '{right}' before it was read in a wrong encoding", run.of(text));
            let fix = Edits::replace(run, right);
            found.push(Diagnostic::new(self.name(), Severity::Error, run, message).fix(fix));
        }
    }
}

/// The runs of two or more characters beyond ASCII.
fn foreign(text: &str) -> impl Iterator<Item = Span> + use<'_> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() {
            // Most of a text is ASCII, which is seen by many bytes at once.
            let plain = text.as_bytes()[at..].chunks(64).take_while(|chunk| chunk.is_ascii()).count() * 64;
            let rest = text.as_bytes().get(at + plain..)?;
            let start = at + plain + rest.iter().position(|byte| !byte.is_ascii())?;
            let rest = &text[start..];
            let len = rest.bytes().position(|byte| byte.is_ascii()).unwrap_or(rest.len());
            at = start + len;
            if rest[..len].chars().nth(1).is_some() {
                return Some(Span::new(start, at));
            }
        }
        None
    })
}

/// What the run says if its bytes are read as what they probably are. Text that was meant as it
/// stands makes no UTF-8.
fn decoded(run: &str) -> Option<String> {
    [WINDOWS_1252, MACINTOSH].into_iter().find_map(|encoding| read_again(run, encoding))
}

fn read_again(run: &str, encoding: &'static Encoding) -> Option<String> {
    let (bytes, _, has_unmappable) = encoding.encode(run);
    if has_unmappable {
        return None;
    }
    let right = std::str::from_utf8(&bytes).ok()?;
    // `É…` would be a letter that nobody writes, and `’é` one of Armenian: of two characters, only
    // Latin letters are believed, of more the other alphabets too.
    let strange = if run.chars().nth(2).is_some() { '\u{180}'..'\u{300}' } else { '\u{180}'..'\u{800}' };
    if right.chars().any(|c| strange.contains(&c)) {
        return None;
    }
    // Read wrongly twice, it has to be read right twice.
    Some(decoded(right).unwrap_or_else(|| right.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_as_it_stands_is_left() {
        for (run, right) in [
            ("â€™", Some("’")),
            ("‚Äô", Some("’")),
            ("Ã©", Some("é")),
            ("’é", None),
            ("‘Å", None),
            ("é…", None),
        ] {
            assert_eq!(decoded(run).as_deref(), right, "{run}");
        }
    }
}
