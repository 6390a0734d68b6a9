//! Signed JWTs (RFC 7519, RFC 7515 §7.1): as a credential, as an assertion that is exchanged (RFC 7523 §2.1), and as a
//! client's proof of itself (RFC 7523 §2.2).
//!
//! The claims are the connector's. `iat` and `exp` come from the clock unless it has them; an empty text takes one out.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, crypto};
use patchbay_connector::{Secret, SignSpec};
use serde_json::{Map, Value, json};

use crate::{Code, Error};

/// A JWT as the connector describes it. `now_ms` is Unix time in milliseconds.
///
/// # Errors
/// [`Code::Misconfigured`]: an algorithm that is not known, or a key that is none for it.
pub(crate) fn sign(spec: &SignSpec, now_ms: i64) -> Result<Secret<String>, Error> {
    let mut claims = times(spec, now_ms);
    claims.extend(spec.payload.clone());
    signed(spec, claims)
}

/// A client's assertion (RFC 7523 §3): issuer and subject are the client, the audience is whoever shall believe it, and
/// `jti` makes it good for one use. The connector's claims come on top, but take the place of none of these.
///
/// # Errors
/// As [`sign`].
pub(crate) fn client_assertion(
    spec: &SignSpec,
    client_id: &str,
    audience: &str,
    now_ms: i64,
    jti: &str,
) -> Result<Secret<String>, Error> {
    let mut claims = times(spec, now_ms);
    claims.extend(spec.payload.clone());
    for (name, value) in [
        ("iss", client_id),
        ("sub", client_id),
        ("aud", audience),
        ("jti", jti),
    ] {
        claims.insert(name.to_owned(), value.into());
    }
    signed(spec, claims)
}

fn times(spec: &SignSpec, now_ms: i64) -> Map<String, Value> {
    let now = now_ms.div_euclid(1000);
    let life = i64::try_from(spec.ttl_s).unwrap_or(i64::MAX);
    let mut claims = Map::new();
    claims.insert("iat".to_owned(), now.into());
    claims.insert("exp".to_owned(), now.saturating_add(life).into());
    claims
}

fn signed(spec: &SignSpec, claims: Map<String, Value>) -> Result<Secret<String>, Error> {
    let algorithm: Algorithm = spec.alg.parse().map_err(|_| {
        Error::new(
            Code::Misconfigured,
            format!("“{}” is no algorithm that JWTs are signed with here.", spec.alg),
        )
        .next("Write RS256, ES256, EdDSA or HS256 into auth.sign.alg.")
    })?;
    let mut header = Map::new();
    header.insert("typ".to_owned(), "JWT".into());
    header.extend(spec.header.clone());
    header.insert("alg".to_owned(), json!(algorithm));
    let part = |map: Map<String, Value>| {
        let kept: Map<String, Value> = map.into_iter().filter(|(_, value)| value != "").collect();
        BASE64_URL_SAFE_NO_PAD.encode(Value::Object(kept).to_string())
    };
    let message = format!("{}.{}", part(header), part(claims));
    let signature = key(algorithm, spec.key.expose())
        .and_then(|key| crypto::sign(message.as_bytes(), &key, algorithm))
        .map_err(|_| no_key(algorithm))?;
    Ok(Secret::new(format!("{message}.{signature}")))
}

fn key(algorithm: Algorithm, bytes: &[u8]) -> jsonwebtoken::errors::Result<EncodingKey> {
    use jsonwebtoken::AlgorithmFamily::{Ec, Ed, Hmac, Rsa};
    let family = algorithm.family();
    if family == Hmac {
        return Ok(EncodingKey::from_secret(bytes));
    }
    // A key copied out of a JSON file has its line breaks written out.
    let pem = zeroize::Zeroizing::new(String::from_utf8_lossy(bytes).replace("\\n", "\n"));
    let pem = pem.trim().as_bytes();
    match family {
        Rsa => EncodingKey::from_rsa_pem(pem),
        Ec => EncodingKey::from_ec_pem(pem),
        Ed => EncodingKey::from_ed_pem(pem),
        Hmac => Ok(EncodingKey::from_secret(bytes)),
    }
}

/// Says nothing of what is wrong inside the key: that would be part of it.
fn no_key(algorithm: Algorithm) -> Error {
    Error::new(
        Code::Misconfigured,
        format!("The key is none that signs with {algorithm:?}."),
    )
    .next(
        "Give the whole private key as PEM in PKCS#8 (it begins with “-----BEGIN PRIVATE KEY-----”); \
         `openssl pkcs8 -topk8 -nocrypt` writes others so.",
    )
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::{DecodingKey, Validation, decode, decode_header};

    use super::*;

    const NOW: i64 = 1_800_000_000_500;

    fn object(value: Value) -> Map<String, Value> {
        match value {
            Value::Object(map) => map,
            other => panic!("{other}"),
        }
    }

    fn spec(alg: &str, key: &str, header: Value, payload: Value) -> SignSpec {
        SignSpec {
            alg: alg.to_owned(),
            key: Secret::new(key.as_bytes().to_vec()),
            header: object(header),
            payload: object(payload),
            ttl_s: 300,
        }
    }

    /// What the library reads out of a token that it believes. The times are another test's.
    fn verified(token: &Secret<String>, key: &DecodingKey, algorithm: Algorithm) -> Value {
        let mut validation = Validation::new(algorithm);
        validation.validate_exp = false;
        validation.validate_aud = false;
        validation.required_spec_claims.clear();
        decode(token.expose(), key, &validation).unwrap().claims
    }

    #[test]
    fn a_library_believes_a_shared_secret() {
        let spec = spec(
            "HS256",
            "a secret",
            json!({ "kid": "k1" }),
            json!({ "aud": "/admin/", "n": 1, "yes": true }),
        );
        let token = sign(&spec, NOW).unwrap();
        let claims = verified(&token, &DecodingKey::from_secret(b"a secret"), Algorithm::HS256);
        assert_eq!(
            claims,
            json!({ "iat": 1_800_000_000, "exp": 1_800_000_300, "aud": "/admin/", "n": 1, "yes": true })
        );
        let header = decode_header(token.expose()).unwrap();
        assert_eq!(
            (header.kid.as_deref(), header.typ.as_deref()),
            (Some("k1"), Some("JWT"))
        );
        let other = DecodingKey::from_secret(b"another");
        assert!(decode::<Value>(token.expose(), &other, &Validation::new(Algorithm::HS256)).is_err());
    }

    #[test]
    fn the_connectors_times_hold_and_an_empty_text_takes_a_claim_out() {
        let spec = spec(
            "HS256",
            "a",
            json!({ "typ": "" }),
            json!({ "exp": 7, "iat": "", "iss": "me" }),
        );
        let token = sign(&spec, NOW).unwrap();
        let claims = verified(&token, &DecodingKey::from_secret(b"a"), Algorithm::HS256);
        assert_eq!(claims, json!({ "exp": 7, "iss": "me" }));
        assert!(decode_header(token.expose()).unwrap().typ.is_none());
    }

    #[test]
    fn a_clients_assertion_is_its_own_whatever_the_connector_says() {
        let spec = spec(
            "HS256",
            "a",
            json!({}),
            json!({ "aud": "elsewhere", "sub": "other", "extra": "x" }),
        );
        let token = client_assertion(&spec, "the-client", "https://id.example.com", NOW, "once").unwrap();
        let claims = verified(&token, &DecodingKey::from_secret(b"a"), Algorithm::HS256);
        assert_eq!(
            claims,
            json!({
                "iss": "the-client", "sub": "the-client", "aud": "https://id.example.com", "jti": "once", "extra": "x",
                "iat": 1_800_000_000, "exp": 1_800_000_300,
            })
        );
    }

    #[test]
    fn a_key_that_is_none_is_said_without_showing_it() {
        for alg in ["RS256", "ES256", "EdDSA"] {
            let error = sign(&spec(alg, "-----BEGIN not a key", json!({}), json!({})), NOW).unwrap_err();
            assert_eq!(error.code, Code::Misconfigured);
            assert!(error.message.contains(alg), "{}", error.message);
            assert!(!format!("{error:?}").contains("not a key"));
        }
        let error = sign(&spec("none", "", json!({}), json!({})), NOW).unwrap_err();
        assert_eq!(error.code, Code::Misconfigured);
    }

    mod keys_of_a_pair {
        use p256::{
            elliptic_curve::rand_core::OsRng,
            pkcs8::{EncodePrivateKey as _, EncodePublicKey as _, LineEnding},
        };

        use super::*;

        #[test]
        fn a_library_believes_es256() {
            let key = p256::SecretKey::random(&mut OsRng);
            let private = key.to_pkcs8_pem(LineEnding::LF).unwrap();
            let public = key.public_key().to_public_key_pem(LineEnding::LF).unwrap();
            let public = DecodingKey::from_ec_pem(public.as_bytes()).unwrap();
            for written in [private.to_string(), private.replace('\n', "\\n")] {
                let token = sign(&spec("ES256", &written, json!({}), json!({ "iss": "me" })), NOW).unwrap();
                assert_eq!(verified(&token, &public, Algorithm::ES256)["iss"], "me");
            }
        }

        #[test]
        fn a_library_believes_rs256() {
            let key = rsa::RsaPrivateKey::new(&mut OsRng, 2048).unwrap();
            let public = key.to_public_key().to_public_key_pem(LineEnding::LF).unwrap();
            let public = DecodingKey::from_rsa_pem(public.as_bytes()).unwrap();
            let pkcs8 = key.to_pkcs8_pem(LineEnding::LF).unwrap();
            let pkcs1 = rsa::pkcs1::EncodeRsaPrivateKey::to_pkcs1_pem(&key, LineEnding::LF).unwrap();
            for written in [pkcs8, pkcs1] {
                let token = sign(&spec("RS256", &written, json!({}), json!({ "iss": "me" })), NOW).unwrap();
                assert_eq!(verified(&token, &public, Algorithm::RS256)["iss"], "me");
            }
        }

        #[test]
        fn a_library_believes_eddsa() {
            let key = ed25519_dalek::SigningKey::generate(&mut OsRng);
            let private = key.to_pkcs8_pem(LineEnding::LF).unwrap();
            let public = key.verifying_key().to_public_key_pem(LineEnding::LF).unwrap();
            let public = DecodingKey::from_ed_pem(public.as_bytes()).unwrap();
            let token = sign(&spec("EdDSA", &private, json!({}), json!({ "iss": "me" })), NOW).unwrap();
            assert_eq!(verified(&token, &public, Algorithm::EdDSA)["iss"], "me");
        }
    }
}
