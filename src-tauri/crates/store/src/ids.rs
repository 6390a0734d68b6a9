//! Ids: 96 random bits as 24 lower-case hex digits.
//!
//! Not here: keys (what a developer names a thing), which the rooms above check.

use crate::error::StoreError;

/// Writes bytes as lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

/// Makes a new id from the system's random source: 24 lower-case hex digits.
///
/// # Errors
/// [`StoreError::Random`] where the system gives no randomness.
pub fn new_id() -> Result<String, StoreError> {
    let mut bytes = [0_u8; 12];
    getrandom::fill(&mut bytes).map_err(|_| StoreError::Random)?;
    Ok(hex(&bytes))
}

/// Whether a text has the shape of an id.
pub fn is_id(text: &str) -> bool {
    text.len() == 24
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_their_shape_and_differ() {
        let first = new_id().unwrap();
        assert!(is_id(&first), "{first}");
        assert_ne!(first, new_id().unwrap());
        assert!(!is_id("salesforce"));
        assert!(!is_id("ABCDEF0123456789ABCDEF01"));
    }
}
