//! Public keys that tokens may be signed with.

use jsonwebtoken::DecodingKey;
use sha2::{Digest as _, Sha256};

use super::PublicKey;
use crate::{Code, Error};

/// Base64 letters of the shortest RSA public key that is long enough: its modulus alone has 256 bytes.
const SHORTEST_RSA: usize = 256 * 4 / 3;

pub(super) fn checked_key(pem: &str) -> Result<PublicKey, Error> {
    let pem = pem.trim();
    let kind = ["RSA", "EC", "Ed25519"]
        .into_iter()
        .find(|kind| decoding_key(kind, pem.as_bytes()).is_some());
    let kind = kind.filter(|_| !pem.contains("PRIVATE")).ok_or_else(|| {
        Error::new(Code::InvalidRequest, "This is no public key that tokens can be checked with.")
            .at("publicKey")
            .next("Give an RSA, P-256, P-384 or Ed25519 public key as PEM (-----BEGIN PUBLIC KEY-----). A private key stays with your application.")
    })?;
    if kind == "RSA"
        && pem
            .lines()
            .filter(|line| !line.starts_with('-'))
            .map(str::len)
            .sum::<usize>()
            < SHORTEST_RSA
    {
        return Err(Error::new(
            Code::InvalidRequest,
            "This RSA key is shorter than 2048 bits (RFC 7518 §3.3).",
        )
        .at("publicKey")
        .next("Make a longer one, or use Ed25519 or P-256."));
    }
    let mut id = hex::encode(Sha256::digest(pem.as_bytes()));
    id.truncate(16);
    Ok(PublicKey {
        id,
        kind: kind.to_owned(),
        pem: pem.to_owned(),
    })
}

pub(super) fn decoding_key(kind: &str, pem: &[u8]) -> Option<DecodingKey> {
    match kind {
        "RSA" => DecodingKey::from_rsa_pem(pem).ok(),
        "EC" => DecodingKey::from_ec_pem(pem).ok(),
        _ => DecodingKey::from_ed_pem(pem).ok(),
    }
}
