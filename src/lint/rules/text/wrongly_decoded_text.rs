use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};
use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

use crate::lint::Severity;
use crate::text::SpanSet;
use crate::text::{Edits, Span};

pub(super) struct WronglyDecodedText;

const META: Meta = Meta {
    name: "wrongly-decoded-text",
    severity: Severity::Error,
    summary: "Some characters were decoded with the wrong encoding.",
    why: "Readers see â€™ instead of an apostrophe.",
    bad: issue!("The lamp â€“ itâ€™s bright.\n"),
    good: issue!("The lamp – it’s bright.\n"),
};

impl Rule for WronglyDecodedText {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Safe]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let text = context.draft.text();
        let code = SpanSet::new(context.draft.code());
        for at in memchr::memmem::find_iter(text.as_bytes(), "\u{fffd}") {
            let span = Span::new(at, at + '\u{fffd}'.len_utf8());
            // In code, brackets or quotes, the character itself is meant.
            let is_alone = text[..at].ends_with(['(', '"', '\'', '“', '‘'])
                && text[span.end..].starts_with([')', '"', '\'', '”', '’']);
            if is_alone || code.contains(span) {
                continue;
            }
            let message = "a character was lost here and replaced by U+FFFD";
            found.push(self.problem(span, message).help("look up what it was, and type it again"));
        }
        // In code, the characters themselves may be meant.
        for run in foreign(text).filter(|run| !code.contains(*run)) {
            let Some(right) = decoded(run.of(text)) else { continue };
            let message =
                format!("'{}' was '{right}' before it was decoded with the wrong encoding", run.of(text));
            let fix = Edits::replace(run, right);
            found.push(self.problem(run, message).fix(fix));
        }
    }
}

/// Returns the runs of two or more non-ASCII characters.
fn foreign(text: &str) -> impl Iterator<Item = Span> + use<'_> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() {
            // Most of a text is ASCII, so it is skipped in large chunks.
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

/// Encodes the run in the encoding that it was probably decoded with, and decodes the bytes as UTF-8.
/// Correct text does not result in valid UTF-8.
fn decoded(run: &str) -> Option<String> {
    [WINDOWS_1252, MACINTOSH].into_iter().find_map(|encoding| decode_from(run, encoding))
}

fn decode_from(run: &str, encoding: &'static Encoding) -> Option<String> {
    let (bytes, _, has_unmappable) = encoding.encode(run);
    if has_unmappable {
        return None;
    }
    let right = std::str::from_utf8(&bytes).ok()?;
    // `É…` would result in a rare letter, and `’é` in an Armenian one. So two characters may only result
    // in Latin letters, more characters also in other alphabets.
    let strange = if run.chars().nth(2).is_some() { '\u{180}'..'\u{300}' } else { '\u{180}'..'\u{800}' };
    if right.chars().any(|c| strange.contains(&c)) {
        return None;
    }
    // Text that was decoded wrongly twice needs two corrections.
    Some(decoded(right).unwrap_or_else(|| right.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn correct_text_is_not_changed() {
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
