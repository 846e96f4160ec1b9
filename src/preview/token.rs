//! The part of the page's address that nobody can guess.

use std::io;

/// Bytes of randomness in a token.
const BYTES: usize = 16;

/// Returns 128 random bits as hexadecimal digits.
///
/// # Errors
///
/// If the system has no source of randomness.
pub(super) fn random() -> io::Result<String> {
    let mut bytes = [0; BYTES];
    let source = rustls::crypto::ring::default_provider().secure_random;
    source.fill(&mut bytes).map_err(|_| io::Error::other("the system gives no random numbers"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Compares in a time that does not depend on where the texts differ.
pub(super) fn is_equal(first: &str, second: &str) -> bool {
    let (first, second) = (first.as_bytes(), second.as_bytes());
    first.len() == second.len() && first.iter().zip(second).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ_and_are_compared_whole() {
        let (one, other) = (random().unwrap(), random().unwrap());
        assert_eq!(one.len(), 32);
        assert_ne!(one, other);
        assert!(is_equal(&one, &one.clone()));
        assert!(!is_equal(&one, &other) && !is_equal(&one, &one[..31]) && !is_equal("", &one));
    }
}
