//! Opaque credentials: what the provider hands out is random, and only its digest is kept.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// A code or token on its way to the client: 256 random bits, base64url. It can be neither shown nor serialized by
/// accident; [`Opaque::expose`] is for the answer that carries it.
pub(crate) struct Opaque(String);

impl Opaque {
    /// A new one. `Err` where the operating system has no randomness to give.
    pub(crate) fn mint() -> Result<Self, getrandom::Error> {
        random_name().map(Self)
    }

    /// The clear value.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    pub(crate) fn digest(&self) -> String {
        digest(&self.0)
    }
}

/// 256 random bits as base64url, for what identifies but opens nothing by itself.
pub(crate) fn random_name() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// SHA-256 of `text`, base64url without padding: also the PKCE S256 transformation (RFC 7636 §4.2).
pub(crate) fn digest(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(text.as_bytes()))
}

/// What an access token is called where people see it: the first 16 hex digits of its digest.
pub(crate) fn token_id(digest: &str) -> String {
    let bytes = URL_SAFE_NO_PAD.decode(digest).unwrap_or_default();
    let head: [u8; 8] = std::array::from_fn(|at| bytes.get(at).copied().unwrap_or_default());
    format!("{:016x}", u64::from_be_bytes(head))
}

/// Whether two digests are the same, in time that does not depend on where they differ.
pub(crate) fn same_digest(a: &str, b: &str) -> bool {
    a.as_bytes().ct_eq(b.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digest_is_the_pkce_example_of_rfc_7636_appendix_b() {
        assert_eq!(
            digest("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }

    #[test]
    fn a_token_is_called_by_the_beginning_of_its_sha_256() {
        // FIPS 180-2, appendix B.1.
        assert_eq!(token_id(&digest("abc")), "ba7816bf8f01cfea");
    }

    #[test]
    fn minted_values_are_43_characters_and_differ() {
        let (a, b) = (Opaque::mint().unwrap(), Opaque::mint().unwrap());
        assert_eq!(a.expose().len(), 43);
        assert_ne!(a.expose(), b.expose());
        assert!(!same_digest(&a.digest(), &b.digest()));
    }
}
