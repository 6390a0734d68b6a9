//! The code challenge of a verifier (RFC 7636 §4.2).

use std::fmt::Write;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use crate::Pkce;

/// The challenge for a verifier; `None` where PKCE is off.
pub fn challenge(pkce: Pkce, verifier: &str) -> Option<String> {
    match pkce {
        Pkce::S256 => Some(BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))),
        Pkce::S256Hex => Some(hex(&Sha256::digest(verifier))),
        Pkce::Plain => Some(verifier.to_owned()),
        Pkce::Off => None,
    }
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7636, appendix B.
    #[test]
    fn the_vector_of_the_rfc() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let expected = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        assert_eq!(challenge(Pkce::S256, verifier).as_deref(), Some(expected));
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(expected).unwrap();
        assert_eq!(challenge(Pkce::S256Hex, verifier), Some(hex(&bytes)));
        assert_eq!(challenge(Pkce::Plain, verifier).as_deref(), Some(verifier));
        assert_eq!(challenge(Pkce::Off, verifier), None);
    }
}
