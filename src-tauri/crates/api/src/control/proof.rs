//! The two proofs: that the holder knows the token, and that the client does. Each begins with the prover's role, so
//! that neither can be played back as the other.

use hmac::{Hmac, KeyInit, Mac};
use patchbay_connector::Secret;
use sha2::Sha256;

/// Bytes in a nonce.
const NONCE_BYTES: usize = 16;

/// The per-run token as a key.
pub(crate) struct ProofKey(Secret<String>);

impl ProofKey {
    pub(crate) fn new(token: Secret<String>) -> Self {
        Self(token)
    }

    /// HMAC-SHA256(token, `engine:` nonce), in hex.
    pub(crate) fn of_engine(&self, nonce: &str) -> String {
        hex::encode(self.engine(nonce).finalize().into_bytes())
    }

    /// HMAC-SHA256(token, `client:` nonce newline body), in hex.
    pub(crate) fn of_client(&self, nonce: &str, body: &[u8]) -> String {
        hex::encode(self.client(nonce, body).finalize().into_bytes())
    }

    /// Compares in constant time.
    pub(crate) fn is_engine(&self, nonce: &str, proof: &str) -> bool {
        hex::decode(proof).is_ok_and(|proof| self.engine(nonce).verify_slice(&proof).is_ok())
    }

    /// Compares in constant time.
    pub(crate) fn is_client(&self, nonce: &str, body: &[u8], proof: &str) -> bool {
        hex::decode(proof).is_ok_and(|proof| self.client(nonce, body).verify_slice(&proof).is_ok())
    }

    fn engine(&self, nonce: &str) -> Hmac<Sha256> {
        self.mac(&[b"engine:", nonce.as_bytes()])
    }

    fn client(&self, nonce: &str, body: &[u8]) -> Hmac<Sha256> {
        self.mac(&[b"client:", nonce.as_bytes(), b"\n", body])
    }

    fn mac(&self, parts: &[&[u8]]) -> Hmac<Sha256> {
        // HMAC takes a key of any length (RFC 2104 §3).
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.0.expose().as_bytes()) else {
            unreachable!()
        };
        for part in parts {
            mac.update(part);
        }
        mac
    }
}

/// A nonce from the operating system's randomness, in hex.
pub(crate) fn new_nonce() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; NONCE_BYTES];
    getrandom::fill(&mut bytes)?;
    Ok(hex::encode(bytes))
}

/// Whether the text is a nonce: 32 lower-case hex digits.
pub(crate) fn is_nonce(text: &str) -> bool {
    text.len() == NONCE_BYTES * 2
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(token: &str) -> ProofKey {
        ProofKey::new(Secret::new(token.to_owned()))
    }

    #[test]
    fn each_side_proves_only_its_own_role() {
        let (key, nonce) = (key("token"), new_nonce().unwrap());
        let engine = key.of_engine(&nonce);
        let client = key.of_client(&nonce, b"body");
        assert!(key.is_engine(&nonce, &engine) && key.is_client(&nonce, b"body", &client));
        assert!(!key.is_engine(&nonce, &client) && !key.is_client(&nonce, b"body", &engine));
    }

    #[test]
    fn another_token_nonce_or_body_does_not_fit() {
        let nonce = "0".repeat(32);
        let proof = key("token").of_client(&nonce, b"body");
        assert!(!key("other").is_client(&nonce, b"body", &proof));
        assert!(!key("token").is_client(&"1".repeat(32), b"body", &proof));
        assert!(!key("token").is_client(&nonce, b"bodY", &proof));
        assert!(!key("token").is_client(&nonce, b"body", &proof[2..]));
        assert!(!key("token").is_client(&nonce, b"body", "no hex"));
        assert!(!key("token").is_client(&nonce, b"body", ""));
    }

    #[test]
    fn the_proof_is_plain_hmac_sha256() {
        // Computed with another implementation: printf 'engine:00000000000000000000000000000000' | openssl dgst -sha256 -hmac token
        assert_eq!(
            key("token").of_engine(&"0".repeat(32)),
            "048ef38f7f6fdbac3251fdb2be514279ee29395201c157e4717fe7ac1fb3debc"
        );
    }

    #[test]
    fn a_nonce_is_32_lower_case_hex_digits() {
        assert!(is_nonce(&new_nonce().unwrap()));
        assert_ne!(new_nonce().unwrap(), new_nonce().unwrap());
        for wrong in [
            "",
            "0",
            &"A".repeat(32),
            &"g".repeat(32),
            &"0".repeat(33),
            &"\n".repeat(32),
        ] {
            assert!(!is_nonce(wrong));
        }
    }
}
