//! What the engine needs to sign with: JWTs, OAuth 1 and SigV4. Filled here; signed where there is a clock.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use indexmap::IndexMap;
use serde_json::{Map, Value};
use url::Url;

use super::calls::{add_query, tree};
use crate::{
    Effective, Names, Secret, Signature, TemplateError,
    format::KeyEncoding,
    templates::{Template, fill, not_a_url, text},
};

/// How a JWT is signed (`auth.sign`).
#[derive(Debug, Clone)]
pub struct SignSpec {
    /// The algorithm (RFC 7518 §3.1, RFC 8037).
    pub alg: String,
    /// The key: PEM for RS256, ES256 and EdDSA, bytes for HS256.
    pub key: Secret<Vec<u8>>,
    /// Header fields besides `alg` and `typ`.
    pub header: Map<String, Value>,
    /// Claims. An empty text leaves a claim out that would be added.
    pub payload: Map<String, Value>,
    /// How long it is valid, in seconds.
    pub ttl_s: u64,
}

/// Where an OAuth 1 connector asks (RFC 5849 §2). All URLs are absent where tokens are typed in.
#[derive(Debug, Clone)]
pub struct OAuth1Spec {
    /// Where temporary credentials are.
    pub request: Option<Url>,
    /// More parameters of that request.
    pub request_params: Vec<(String, String)>,
    /// Where the user authorises, with the connector's and the developer's parameters.
    pub authorize: Option<Url>,
    /// Where token credentials are.
    pub token: Option<Url>,
    /// How requests are signed.
    pub signature: Signature,
    /// The realm (RFC 5849 §3.5.1).
    pub realm: Option<String>,
}

/// What AWS Signature Version 4 signs with.
#[derive(Debug, Clone)]
pub struct SigV4Spec {
    /// The region.
    pub region: String,
    /// The service's signing name.
    pub service: String,
    /// The access key's id.
    pub access_key: String,
    /// The secret key.
    pub secret_key: Secret<String>,
    /// The session token of temporary credentials.
    pub session_token: Option<Secret<String>>,
}

impl Effective {
    /// How the connector's JWT is signed, if it signs one.
    ///
    /// # Errors
    /// A template that cannot be filled, or a key that is not written as `key_encoding` says.
    pub fn sign_spec(&self, names: &Names) -> Result<Option<SignSpec>, TemplateError> {
        let Some(sign) = &self.document.auth.sign else {
            return Ok(None);
        };
        let place = "auth.sign.key";
        let key = Secret::new(text(&fill(&sign.key, names, place)?));
        let wrong = |how: &str| TemplateError::Syntax {
            place: place.to_owned(),
            reason: format!("the key is not {how}"),
        };
        let key = match sign.key_encoding {
            KeyEncoding::Text => key.expose().clone().into_bytes(),
            KeyEncoding::Hex => from_hex(key.expose()).ok_or_else(|| wrong("hexadecimal"))?,
            KeyEncoding::Base64 => BASE64_STANDARD
                .decode(key.expose().trim())
                .map_err(|_| wrong("base64"))?,
        };
        let filled = |map: &IndexMap<String, Value>, place: &str| {
            map.iter()
                .map(|(name, value)| Ok((name.clone(), tree(value, names, &format!("{place}.{name}"))?)))
                .collect::<Result<Map<_, _>, TemplateError>>()
        };
        Ok(Some(SignSpec {
            alg: sign.alg.clone(),
            key: Secret::new(key),
            header: filled(&sign.header, "auth.sign.header")?,
            payload: filled(&sign.payload, "auth.sign.payload")?,
            ttl_s: sign.ttl_s,
        }))
    }

    /// How OAuth 1 goes, for a connector of that kind.
    ///
    /// # Errors
    /// A template that cannot be filled.
    pub fn oauth1(&self, names: &Names) -> Result<Option<OAuth1Spec>, TemplateError> {
        let auth = &self.document.auth;
        if auth.kind != crate::AuthKind::Oauth1 {
            return Ok(None);
        }
        let request = auth.request.as_ref();
        let url = |url: &crate::templates::UrlTemplate, place: &str| {
            url.fill(names, place, None).map(|filled| filled.url)
        };
        let texts = |map: &IndexMap<String, Template>, place: &str| {
            map.iter()
                .map(|(name, template)| {
                    let value = text(&fill(template, names, &format!("{place}.{name}"))?);
                    Ok((name.clone(), value))
                })
                .collect::<Result<Vec<_>, TemplateError>>()
        };
        let mut authorize = match &auth.authorize.url {
            Some(known) => Some(url(known, "auth.authorize.url")?),
            None => None,
        };
        if let Some(authorize) = &mut authorize {
            let params = self.own_authorize_params(names)?;
            add_query(
                authorize,
                params.iter().map(|(name, value)| (name.as_str(), value.as_str())),
            );
            if authorize.as_str().len() > 8 * 1024 {
                return Err(not_a_url("auth.authorize.url", "it would be longer than 8 KiB"));
            }
        }
        Ok(Some(OAuth1Spec {
            request: request
                .map(|request| url(&request.url, "auth.request.url"))
                .transpose()?,
            request_params: match request {
                Some(request) => texts(&request.params, "auth.request.params")?,
                None => Vec::new(),
            },
            authorize,
            token: match &auth.token.url {
                Some(known) => Some(url(known, "auth.token.url")?),
                None => None,
            },
            signature: auth.signature,
            realm: match &auth.realm {
                Some(realm) => {
                    Some(text(&fill(realm, names, "auth.realm")?)).filter(|realm| !realm.is_empty())
                }
                None => None,
            },
        }))
    }

    /// What calls are signed with, where the connector signs them so.
    ///
    /// # Errors
    /// A template that cannot be filled.
    pub fn sigv4(&self, names: &Names) -> Result<Option<SigV4Spec>, TemplateError> {
        let Some(sign) = self
            .document
            .http
            .sign
            .as_ref()
            .filter(|sign| sign.kind == "sigv4")
        else {
            return Ok(None);
        };
        let value = |template: &Template, name: &str| {
            fill(template, names, &format!("http.sign.{name}")).map(|runs| text(&runs))
        };
        let session = value(&sign.session_token, "session_token")?;
        Ok(Some(SigV4Spec {
            region: value(&sign.region, "region")?,
            service: value(&sign.service, "service")?,
            access_key: value(&sign.access_key, "access_key")?,
            secret_key: Secret::new(value(&sign.secret_key, "secret_key")?),
            session_token: (!session.is_empty()).then(|| Secret::new(session)),
        }))
    }
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let text = text.trim();
    if !text.is_ascii() || text.len() % 2 == 1 {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok())
        .collect()
}
