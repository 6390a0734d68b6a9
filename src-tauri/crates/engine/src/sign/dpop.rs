//! DPoP proofs (RFC 9449): a token is bound to a key, and each request shows that its sender has the key. Pure: the time
//! and the proof's id come in.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, jwk::Jwk};
use p256::{SecretKey, pkcs8::EncodePrivateKey as _};
use patchbay_connector::Secret;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::Error;

/// A key of one connection: P-256, for ES256, which every server that knows DPoP takes.
#[derive(Clone)]
pub(crate) struct Key(SecretKey);

/// What a proof is made with.
pub(crate) struct Proof<'a> {
    pub(crate) method: &'a str,
    pub(crate) url: &'a Url,
    /// What the server asked for last (§8).
    pub(crate) nonce: Option<&'a str>,
    /// The token that is shown along; none at the token endpoint.
    pub(crate) access_token: Option<&'a Secret<String>>,
    pub(crate) now_ms: i64,
    /// Used once.
    pub(crate) jti: &'a str,
}

#[derive(Serialize)]
struct Claims<'a> {
    jti: &'a str,
    htm: &'a str,
    htu: String,
    iat: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ath: Option<String>,
}

impl Key {
    /// A new one.
    pub(crate) fn generate() -> Result<Self, Error> {
        loop {
            let mut random = [0_u8; 32];
            getrandom::fill(&mut random).map_err(Error::internal)?;
            // Zero and numbers above the curve's order are no keys; one in 2^32 is such a number.
            if let Ok(key) = SecretKey::from_slice(&random) {
                return Ok(Self(key));
            }
        }
    }

    /// As it is stored, encrypted.
    pub(crate) fn to_secret(&self) -> Secret<String> {
        Secret::new(BASE64_URL_SAFE_NO_PAD.encode(self.0.to_bytes()))
    }

    /// From what was stored.
    pub(crate) fn from_secret(text: &Secret<String>) -> Result<Self, Error> {
        let bytes = BASE64_URL_SAFE_NO_PAD
            .decode(text.expose())
            .map_err(Error::internal)?;
        SecretKey::from_slice(&bytes).map(Self).map_err(Error::internal)
    }

    fn encoding(&self) -> Result<EncodingKey, Error> {
        let der = self.0.to_pkcs8_der().map_err(Error::internal)?;
        Ok(EncodingKey::from_ec_der(der.as_bytes()))
    }
}

/// A proof: the value of the `DPoP` header (§4.2).
pub(crate) fn proof(key: &Key, proof: &Proof<'_>) -> Result<Secret<String>, Error> {
    let encoding = key.encoding()?;
    let mut header = Header::new(Algorithm::ES256);
    header.typ = Some("dpop+jwt".to_owned());
    header.jwk = Some(Jwk::from_encoding_key(&encoding, Algorithm::ES256).map_err(Error::internal)?);
    let mut place = proof.url.clone();
    place.set_query(None);
    place.set_fragment(None);
    let claims = Claims {
        jti: proof.jti,
        htm: proof.method,
        htu: place.into(),
        iat: proof.now_ms.div_euclid(1000),
        nonce: proof.nonce,
        ath: proof
            .access_token
            .map(|token| BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(token.expose().as_bytes()))),
    };
    encode(&header, &claims, &encoding)
        .map(Secret::new)
        .map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::{DecodingKey, Validation, decode, decode_header, jwk::ThumbprintHash};
    use serde_json::Value;

    use super::*;

    fn made(key: &Key, url: &str, nonce: Option<&str>, token: Option<&str>) -> String {
        let url = Url::parse(url).unwrap();
        let token = token.map(Secret::from);
        let asked = Proof {
            method: "POST",
            url: &url,
            nonce,
            access_token: token.as_ref(),
            now_ms: 1_562_262_616_999,
            jti: "-BwC3ESc6acc2lTc",
        };
        proof(key, &asked).unwrap().expose().clone()
    }

    fn read(proof: &str) -> (Jwk, Value) {
        let header = decode_header(proof).unwrap();
        assert_eq!(header.typ.as_deref(), Some("dpop+jwt"));
        let jwk = header.jwk.unwrap();
        let mut rules = Validation::new(Algorithm::ES256);
        rules.required_spec_claims.clear();
        rules.validate_exp = false;
        let claims = decode::<Value>(proof, &DecodingKey::from_jwk(&jwk).unwrap(), &rules).unwrap();
        (jwk, claims.claims)
    }

    #[test]
    fn a_proof_names_the_request_without_query_and_fragment() {
        let key = Key::generate().unwrap();
        let (jwk, claims) = read(&made(&key, "https://server.example.com/token?x=1#y", None, None));
        assert_eq!(claims["htu"], "https://server.example.com/token");
        assert_eq!(claims["htm"], "POST");
        assert_eq!(claims["iat"], 1_562_262_616);
        assert_eq!(claims["jti"], "-BwC3ESc6acc2lTc");
        assert!(claims.get("ath").is_none() && claims.get("nonce").is_none());
        let public = serde_json::to_value(&jwk).unwrap();
        assert_eq!(public["kty"], "EC");
        assert!(public.get("d").is_none(), "the private key stays here");
    }

    #[test]
    fn a_token_is_shown_by_its_hash() {
        // The token and hash of RFC 9449 §7.1.
        let token = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";
        let key = Key::generate().unwrap();
        let (_, claims) = read(&made(
            &key,
            "https://resource.example.org/",
            Some("n-1"),
            Some(token),
        ));
        assert_eq!(claims["ath"], "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo");
        assert_eq!(claims["nonce"], "n-1");
    }

    #[test]
    fn a_stored_key_is_the_same_key() {
        let key = Key::generate().unwrap();
        let again = Key::from_secret(&key.to_secret()).unwrap();
        let thumbprint = |key: &Key| {
            let (jwk, _) = read(&made(key, "https://a.example/", None, None));
            jwk.thumbprint(ThumbprintHash::SHA256).unwrap()
        };
        assert_eq!(thumbprint(&key), thumbprint(&again));
        assert_ne!(thumbprint(&key), thumbprint(&Key::generate().unwrap()));
        assert!(Key::from_secret(&"AAAA".into()).is_err());
    }
}
