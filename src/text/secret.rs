//! Hides the passwords and tokens of addresses in messages, reports and on the screen.

use std::fmt::{self, Debug, Display, Formatter};

use super::percent;

const HIDDEN: &str = "***";

/// An address that may contain a password or a token. `Display` and `Debug` hide them.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct SecretUrl(String);

impl SecretUrl {
    /// The address with its secrets, for the program or server that needs them.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl<T: Into<String>> From<T> for SecretUrl {
    fn from(address: T) -> Self {
        SecretUrl(address.into())
    }
}

impl Display for SecretUrl {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        // The whole text is one address: a password may contain a space or a quote.
        f.write_str(&without_secrets(&self.0))
    }
}

impl Debug for SecretUrl {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "SecretUrl({:?})", without_secrets(&self.0))
    }
}

/// A text that may contain such addresses, such as the output of git. `Display` hides their secrets.
#[derive(Clone, Copy)]
pub struct Redacted<'a>(pub &'a str);

impl Debug for Redacted<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Display::fmt(self, f)
    }
}

impl Display for Redacted<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while !rest.is_empty() {
            let end = rest.find(ends_word).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            // Punctuation at the end is part of the sentence.
            let (word, punctuation) = word.split_at(word.trim_end_matches([')', ',', '.', ';', ':']).len());
            f.write_str(&without_secrets(word))?;
            f.write_str(punctuation)?;
            let separator = after.len() - after.trim_start_matches(ends_word).len();
            f.write_str(&after[..separator])?;
            rest = &after[separator..];
        }
        Ok(())
    }
}

fn ends_word(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\'' | '"' | '`' | '<' | '>' | '“' | '”' | '‘' | '’')
}

fn without_secrets(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some((scheme, at)) = authority(rest) {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        rest = after;
        if let Some(end) = user_info(after, scheme) {
            let name = after[..end].split_once(':').map_or("", |(name, _)| name);
            if !name.is_empty() && !name.contains(['/', '\\', '@']) {
                out.push_str(name);
                out.push(':');
            }
            out.push_str(HIDDEN);
            rest = &after[end..];
        }
    }
    out.push_str(rest);
    without_values(&out)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Web,
    Other,
}

/// The scheme and the start of the next authority in a text, after any number of slashes; `None` if the text
/// has no address with an authority.
fn authority(text: &str) -> Option<(Scheme, usize)> {
    let is_slash = |c: char| matches!(c, '/' | '\\');
    if text.starts_with("//") {
        return Some((Scheme::Web, text.len() - text.trim_start_matches(is_slash).len()));
    }
    text.match_indices(':').find_map(|(colon, _)| {
        let before = &text[..colon];
        let is_of_scheme = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
        let scheme = before.rsplit(|c| !is_of_scheme(c)).next().unwrap_or_default().to_ascii_lowercase();
        let after = &text[colon + 1..];
        let at = text.len() - after.trim_start_matches(is_slash).len();
        match scheme.as_str() {
            "http" | "https" | "ftp" | "ftps" => Some((Scheme::Web, at)),
            // A path has no authority, and `c:\folder` is no address.
            "file" | "" => None,
            _ => after.starts_with("//").then_some((Scheme::Other, at)),
        }
    })
}

/// The end of the user info at the start of an authority: its last `@`. A password may contain slashes and
/// question marks that are not encoded, so the authority may continue after them. `None` if there is no user
/// info, or none that is a secret.
fn user_info(text: &str, scheme: Scheme) -> Option<usize> {
    let end = text.find(['/', '\\', '?', '#']).unwrap_or(text.len());
    let host = &text[..end];
    let query = text.find(['?', '#']).unwrap_or(text.len());
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    let found = if host.contains('@') {
        text[..query].rfind('@')
    } else if host.starts_with('[') {
        None
    } else {
        match host.rsplit_once(':') {
            Some((_, port)) if is_port(port) => text[..query].rfind('@'),
            Some(_) => text.rfind('@'),
            // In `medium.com/@name`, the `@` is part of the path.
            None if host.contains('.') || host == "localhost" => None,
            None => text[..query].rfind('@'),
        }
    }?;
    // With ssh, a user name alone is no secret. On the web, it may be a token.
    (scheme == Scheme::Web || text[..found].contains(':')).then_some(found)
}

/// Hides the values of a query or fragment whose names are those of secrets.
fn without_values(address: &str) -> String {
    let Some(query) = address.find(['?', '#']) else { return address.to_owned() };
    let (before, mut rest) = address.split_at(query);
    let mut out = before.to_owned();
    while !rest.is_empty() {
        let end = rest[1..].find(['&', ';', '#', '?']).map_or(rest.len(), |end| end + 1);
        let (pair, after) = rest.split_at(end);
        match pair.split_once('=') {
            Some((name, value)) if !value.is_empty() && is_secret(&name[1..]) => {
                out.push_str(name);
                out.push('=');
                out.push_str(HIDDEN);
            }
            _ => out.push_str(pair),
        }
        rest = after;
    }
    out
}

/// True for the name of a secret: `private_token`, `apiKey`, `X-Amz-Signature`.
fn is_secret(name: &str) -> bool {
    const ENDINGS: [&str; 8] =
        ["token", "key", "secret", "password", "passwd", "signature", "credential", "credentials"];
    const WORDS: [&str; 9] =
        ["auth", "authorization", "jwt", "oauth", "pass", "passphrase", "pwd", "session", "sig"];
    let name = percent::decode_lossy(name);
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && was_lower) {
            words.push(String::new());
        }
        was_lower = c.is_lowercase();
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
    }
    words.iter().any(|word| ENDINGS.iter().any(|end| word.ends_with(end)) || WORDS.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_shows_its_secrets() {
        for (address, shown) in [
            ("https://ed:s3cret@host/x.git", "https://ed:***@host/x.git"),
            ("https://ghp_token@host/x", "https://***@host/x"),
            ("https://ed:s3cret/TO@KEN@host/x", "https://ed:***@host/x"),
            ("https://ed:s3cret@TO/KEN@host/x", "https://ed:***@host/x"),
            ("https://ed:s3?c#r@host/x", "https://ed:***@host/x"),
            ("https://ed:12/34@host/x", "https://ed:***@host/x"),
            ("https://gh/TOKEN@host/x", "https://***@host/x"),
            ("https://ed:pass word'@host/x", "https://ed:***@host/x"),
            ("HTTPS:///ed:s3cret@host/x", "HTTPS:///ed:***@host/x"),
            ("https:/ed:s3cret@host/x", "https:/ed:***@host/x"),
            ("https:\\\\ed:s3cret@host/x", "https:\\\\ed:***@host/x"),
            ("https:ed:s3cret@host/x", "https:ed:***@host/x"),
            ("//ed:s3cret@host/x", "//ed:***@host/x"),
            ("ftp://ed:s3cret@host/x", "ftp://ed:***@host/x"),
            ("ssh://ed:s3cret@host/x", "ssh://ed:***@host/x"),
            ("https://proxy.example/https://ed:s3cret@host/x", "https://proxy.example/https://ed:***@host/x"),
            ("https://h.example/?private_token=abc&page=2", "https://h.example/?private_token=***&page=2"),
            ("https://h.example/x?a=1;apiKey=abc", "https://h.example/x?a=1;apiKey=***"),
            ("https://h.example/#access_token=abc", "https://h.example/#access_token=***"),
            ("https://h.example/?X-Amz-Signature=abc", "https://h.example/?X-Amz-Signature=***"),
            ("https://h.example/?private%5Ftoken=abc", "https://h.example/?private%5Ftoken=***"),
            ("/login?sig=abc", "/login?sig=***"),
        ] {
            assert_eq!(SecretUrl::from(address).to_string(), shown);
            assert_eq!(format!("{:?}", SecretUrl::from(address)), format!("SecretUrl({shown:?})"));
            assert_eq!(SecretUrl::from(address).expose(), address);
        }
    }

    #[test]
    fn other_parts_of_an_address_stay() {
        for address in [
            "ssh://git@host/x",
            "git@host:x/y.git",
            "https://medium.com/@name/post",
            "https://host.example:8443/x?mail=a@b.example",
            "https://[::1]:8443/x",
            "https://h.example/?keyword=x&author=y&page=2",
            "file:///srv/a:b@c",
            "C:\\folder\\a@b",
            "../other",
        ] {
            assert_eq!(SecretUrl::from(address).to_string(), address);
            assert_eq!(Redacted(address).to_string(), address);
        }
    }

    #[test]
    fn secrets_in_the_output_of_git_are_hidden() {
        assert_eq!(
            Redacted("fatal: unable to access 'https://ed:s3/c@t@host/x.git/': see (http://h.example/?token=a), or \"x\".")
                .to_string(),
            "fatal: unable to access 'https://ed:***@host/x.git/': see (http://h.example/?token=***), or \"x\"."
        );
    }
}
