//! OAuth 1.0a signatures (RFC 5849 §3). Pure: the time and the nonce come in.
//!
//! What is not here: how a client gets its tokens, which is in `connect::oauth1`.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use patchbay_connector::{Secret, Signature, is_loopback};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use rsa::{Pkcs1v15Sign, RsaPrivateKey, pkcs1::DecodeRsaPrivateKey as _, pkcs8::DecodePrivateKey as _};
use sha1::{Digest as _, Sha1};
use sha2::Sha256;
use url::Url;

use crate::{Code, Error};

/// All but the unreserved characters of RFC 3986 §2.3 (RFC 5849 §3.6).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');
/// The `DigestInfo` of SHA-1 before its digest (RFC 8017 §9.2, note 1).
const SHA1_INFO: [u8; 15] = [
    0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14,
];

/// Who signs: the client and, once there is one, its token.
#[derive(Debug, Clone)]
pub(crate) struct Credentials {
    pub(crate) client_id: String,
    pub(crate) client_secret: Option<Secret<String>>,
    pub(crate) token: Option<Secret<String>>,
    pub(crate) token_secret: Option<Secret<String>>,
    /// The client's private key in PEM, for RSA-SHA1.
    pub(crate) rsa_key: Option<Secret<Vec<u8>>>,
}

/// What is signed.
#[derive(Clone, Copy)]
pub(crate) struct Request<'a> {
    pub(crate) method: &'a str,
    /// As it is dialled, with its query.
    pub(crate) url: &'a Url,
    /// The fields of a body that is one form (RFC 5849 §3.4.1.3.1); none for any other body.
    pub(crate) form: &'a [(String, String)],
}

/// How it is signed.
#[derive(Clone, Copy)]
pub(crate) struct How<'a> {
    pub(crate) signature: Signature,
    pub(crate) realm: Option<&'a str>,
    /// More of the protocol's parameters: `oauth_callback`, `oauth_verifier`.
    pub(crate) further: &'a [(&'a str, &'a str)],
    /// Used once (RFC 5849 §3.3).
    pub(crate) nonce: &'a str,
    /// Seconds since 1970.
    pub(crate) timestamp_s: i64,
}

/// The value of the `Authorization` header (RFC 5849 §3.5.1).
///
/// # Errors
/// PLAINTEXT over plain http (§3.4.4) but to this machine itself, and an RSA key that is missing or cannot be read.
pub(crate) fn authorization_header(
    request: Request<'_>,
    credentials: &Credentials,
    how: How<'_>,
) -> Result<Secret<String>, Error> {
    let mut protocol: Vec<(&str, String)> = vec![
        ("oauth_consumer_key", credentials.client_id.clone()),
        ("oauth_nonce", how.nonce.to_owned()),
        ("oauth_signature_method", method_name(how.signature).to_owned()),
        ("oauth_timestamp", how.timestamp_s.to_string()),
        ("oauth_version", "1.0".to_owned()),
    ];
    if let Some(token) = &credentials.token {
        protocol.push(("oauth_token", token.expose().clone()));
    }
    protocol.extend(
        how.further
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned())),
    );
    let signature = signature(request, credentials, how.signature, &protocol)?;
    protocol.push(("oauth_signature", signature));
    let mut header = String::from("OAuth ");
    if let Some(realm) = how.realm {
        let quoted = realm.replace('\\', "\\\\").replace('"', "\\\"");
        header.extend(["realm=\"", &quoted, "\", "]);
    }
    let pairs: Vec<String> = protocol
        .iter()
        .map(|(name, value)| format!("{name}=\"{}\"", encode(value)))
        .collect();
    header.push_str(&pairs.join(", "));
    Ok(Secret::new(header))
}

/// A nonce of 128 bits: letters and digits only, which every server takes.
pub(crate) fn nonce() -> Result<String, Error> {
    let mut random = [0_u8; 16];
    getrandom::fill(&mut random).map_err(Error::internal)?;
    Ok(hex::encode(random))
}

fn signature(
    request: Request<'_>,
    credentials: &Credentials,
    signature: Signature,
    protocol: &[(&str, String)],
) -> Result<String, Error> {
    let secret = |secret: &Option<Secret<String>>| {
        secret
            .as_ref()
            .map(|secret| encode(secret.expose()))
            .unwrap_or_default()
    };
    let key = Secret::new(format!(
        "{}&{}",
        secret(&credentials.client_secret),
        secret(&credentials.token_secret)
    ));
    let base = base_string(request, protocol);
    let key = key.expose().as_bytes();
    Ok(match signature {
        Signature::HmacSha1 => {
            let mut mac = Hmac::<Sha1>::new_from_slice(key).map_err(Error::internal)?;
            mac.update(base.as_bytes());
            BASE64_STANDARD.encode(mac.finalize().into_bytes())
        }
        Signature::HmacSha256 => {
            let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(Error::internal)?;
            mac.update(base.as_bytes());
            BASE64_STANDARD.encode(mac.finalize().into_bytes())
        }
        Signature::RsaSha1 => {
            let scheme = Pkcs1v15Sign {
                hash_len: Some(20),
                prefix: SHA1_INFO.into(),
            };
            let digest = Sha1::digest(base.as_bytes());
            let signed = rsa_key(credentials)?
                .sign(scheme, &digest)
                .map_err(|_| bad_key())?;
            BASE64_STANDARD.encode(signed)
        }
        Signature::Plaintext => {
            if request.url.scheme() != "https" && !is_loopback(request.url) {
                return Err(Error::new(
                    Code::Misconfigured,
                    "Nothing was sent: the signature PLAINTEXT shows the secret to anyone on the way of a plain http request.",
                )
                .at("auth.signature")
                .next("Use an https address, or another signature."));
            }
            String::from_utf8_lossy(key).into_owned()
        }
    })
}

/// RFC 5849 §3.4.1.
fn base_string(request: Request<'_>, protocol: &[(&str, String)]) -> String {
    let mut parameters: Vec<(String, String)> = request
        .url
        .query_pairs()
        .map(|(name, value)| (encode(&name), encode(&value)))
        .chain(
            request
                .form
                .iter()
                .map(|(name, value)| (encode(name), encode(value))),
        )
        .chain(protocol.iter().map(|(name, value)| (encode(name), encode(value))))
        .collect();
    // By the bytes of the encoded name, then of the value (§3.4.1.3.2).
    parameters.sort();
    let parameters: Vec<String> = parameters
        .into_iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    // `Url` has lower-cased scheme and host and dropped a default port (§3.4.1.2).
    let mut place = request.url.clone();
    place.set_query(None);
    place.set_fragment(None);
    format!(
        "{}&{}&{}",
        request.method.to_ascii_uppercase(),
        encode(place.as_str()),
        encode(&parameters.join("&"))
    )
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

fn method_name(signature: Signature) -> &'static str {
    match signature {
        Signature::HmacSha1 => "HMAC-SHA1",
        Signature::HmacSha256 => "HMAC-SHA256",
        Signature::RsaSha1 => "RSA-SHA1",
        Signature::Plaintext => "PLAINTEXT",
    }
}

fn rsa_key(credentials: &Credentials) -> Result<RsaPrivateKey, Error> {
    let pem = credentials
        .rsa_key
        .as_ref()
        .and_then(|key| std::str::from_utf8(key.expose()).ok())
        .ok_or_else(bad_key)?;
    // A key that came through an environment variable or a JSON file has its line breaks written out.
    let pem = zeroize::Zeroizing::new(pem.replace("\\n", "\n"));
    RsaPrivateKey::from_pkcs8_pem(&pem)
        .or_else(|_| RsaPrivateKey::from_pkcs1_pem(&pem))
        .map_err(|_| bad_key())
}

fn bad_key() -> Error {
    Error::new(
        Code::Misconfigured,
        "The private key cannot be used: RSA-SHA1 needs an RSA key in PEM.",
    )
    .at("auth.sign.key")
    .next("Set the whole key, from BEGIN to END, on the integration.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credentials(client: (&str, &str), token: Option<(&str, &str)>) -> Credentials {
        Credentials {
            client_id: client.0.to_owned(),
            client_secret: Some(client.1.into()),
            token: token.map(|(token, _)| token.into()),
            token_secret: token.map(|(_, secret)| secret.into()),
            rsa_key: None,
        }
    }

    /// The signature of a vector, whose parameters are exactly these.
    fn signed(
        method: &str,
        url: &str,
        form: &[(&str, &str)],
        protocol: &[(&str, &str)],
        who: &Credentials,
    ) -> String {
        let url = Url::parse(url).unwrap();
        let own = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs
                .iter()
                .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
                .collect()
        };
        let form = own(form);
        let protocol: Vec<(&str, String)> = protocol.iter().map(|(k, v)| (*k, (*v).to_owned())).collect();
        let request = Request {
            method,
            url: &url,
            form: &form,
        };
        signature(request, who, Signature::HmacSha1, &protocol).unwrap()
    }

    #[test]
    fn rfc_5849_section_1_2() {
        let client = ("dpf43f3p2l4k3l03", "kd94hf93k423kf44");
        let temporary = [
            ("oauth_consumer_key", client.0),
            ("oauth_signature_method", "HMAC-SHA1"),
            ("oauth_timestamp", "137131200"),
            ("oauth_nonce", "wIjqoS"),
            ("oauth_callback", "http://printer.example.com/ready"),
        ];
        assert_eq!(
            signed(
                "POST",
                "https://photos.example.net/initiate",
                &[],
                &temporary,
                &credentials(client, None)
            ),
            "74KNZJeDHnMBp0EMJ9ZHt/XKycU="
        );
        let token = [
            ("oauth_consumer_key", client.0),
            ("oauth_token", "hh5s93j4hdidpola"),
            ("oauth_signature_method", "HMAC-SHA1"),
            ("oauth_timestamp", "137131201"),
            ("oauth_nonce", "walatlh"),
            ("oauth_verifier", "hfdp7dh39dks9884"),
        ];
        let who = credentials(client, Some(("hh5s93j4hdidpola", "hdhd0244k9j7ao03")));
        assert_eq!(
            signed("POST", "https://photos.example.net/token", &[], &token, &who),
            "gKgrFCywp7rO0OXSjdot/IHF7IU="
        );
        let call = [
            ("oauth_consumer_key", client.0),
            ("oauth_token", "nnch734d00sl2jdk"),
            ("oauth_signature_method", "HMAC-SHA1"),
            ("oauth_timestamp", "137131202"),
            ("oauth_nonce", "chapoH"),
        ];
        let who = credentials(client, Some(("nnch734d00sl2jdk", "pfkkdhi9sl3r4s00")));
        let url = "http://photos.example.net/photos?file=vacation.jpg&size=original";
        assert_eq!(
            signed("GET", url, &[], &call, &who),
            "MdpQcU8iPSUjWoN/UDMsK2sui9I="
        );
    }

    #[test]
    fn rfc_5849_section_3_4_1_1_with_doubled_empty_and_encoded_parameters() {
        let protocol = [
            ("oauth_consumer_key", "9djdj82h48djs9d2"),
            ("oauth_token", "kkk9d7dh3k39sjv7"),
            ("oauth_signature_method", "HMAC-SHA1"),
            ("oauth_timestamp", "137131201"),
            ("oauth_nonce", "7d8f3e4a"),
        ];
        let who = credentials(
            ("9djdj82h48djs9d2", "j49sk3j29djd"),
            Some(("kkk9d7dh3k39sjv7", "dh893hdasih9")),
        );
        let url = "http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b";
        assert_eq!(
            signed("post", url, &[("c2", ""), ("a3", "2 q")], &protocol, &who),
            "r6/TJjbCOr97/+UU0NsvSne7s5g="
        );
    }

    #[test]
    fn the_vector_of_twitters_documentation() {
        let protocol = [
            ("oauth_consumer_key", "xvz1evFS4wEEPTGEFPHBog"),
            ("oauth_nonce", "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg"),
            ("oauth_signature_method", "HMAC-SHA1"),
            ("oauth_timestamp", "1318622958"),
            (
                "oauth_token",
                "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
            ),
            ("oauth_version", "1.0"),
        ];
        let who = credentials(
            (
                "xvz1evFS4wEEPTGEFPHBog",
                "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
            ),
            Some((
                "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
                "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE",
            )),
        );
        let form = [("status", "Hello Ladies + Gentlemen, a signed OAuth request!")];
        let url = "https://api.twitter.com/1.1/statuses/update.json?include_entities=true";
        assert_eq!(
            signed("POST", url, &form, &protocol, &who),
            "hCtSmYh+iHYCEqBWrE7C7hYmtUk="
        );
    }

    #[test]
    fn plaintext_goes_over_https_only() {
        let url = |text: &str| Url::parse(text).unwrap();
        let who = credentials(("c", "s%&"), Some(("t", "u")));
        let header = |url: &Url| {
            let request = Request {
                method: "GET",
                url,
                form: &[],
            };
            let how = How {
                signature: Signature::Plaintext,
                realm: Some("a \"b\""),
                further: &[],
                nonce: "n",
                timestamp_s: 1,
            };
            authorization_header(request, &who, how).map(|header| header.expose().clone())
        };
        let shown = header(&url("https://api.example/")).unwrap();
        assert!(shown.contains("oauth_signature=\"s%2525%2526%26u\""), "{shown}");
        assert!(
            shown.starts_with("OAuth realm=\"a \\\"b\\\"\", oauth_consumer_key=\"c\""),
            "{shown}"
        );
        assert_eq!(
            header(&url("http://api.example/")).unwrap_err().code,
            Code::Misconfigured
        );
    }

    #[test]
    fn a_nonce_is_never_the_same() {
        assert_ne!(nonce().unwrap(), nonce().unwrap());
    }
}
