//! The workspace's tokens: JWTs as Membrane's SDK mints and sends them (contract section 1.2, RFC 7519, RFC 8725).
//!
//! A token names a tenant or, with `isAdmin`, a workspace manager. HS256, HS384 and HS512 are checked with the workspace's
//! secret, asymmetric algorithms with a public key that the developer registered. What a token's header suggests about
//! keys is never followed.

use std::{collections::HashMap, sync::Mutex};

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use patchbay_connector::Secret;
use patchbay_store::{Tenant, TenantChange};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::{ChangedWhat, Code, Engine, Error, Who, engine::locked};

/// The longest a token may live, in seconds.
const LONGEST_S: i64 = 24 * 60 * 60;
/// The most bytes a token may have.
const LARGEST: usize = 8 * 1024;
/// How far two clocks may be apart, in seconds (RFC 8725 does not say; security A6.3 allows 60).
const LEEWAY_S: i64 = 5;
/// The longest key of a tenant, in characters.
const LONGEST_KEY: usize = 200;

/// How long an accepted token is not looked at again, in milliseconds.
const KEPT_MS: i64 = 30_000;
/// How many are kept.
const MOST_KEPT: usize = 1000;

/// Whose token.
pub enum TokenFor {
    /// A tenant's, by its key.
    Tenant(String),
    /// A workspace manager's.
    Admin,
}

/// Whoever bears a token that was accepted.
#[derive(Debug, Clone)]
pub struct Bearer {
    /// Who it is.
    pub who: Who,
    /// When the token expires, UTC milliseconds.
    pub expires_at: i64,
}

/// Tokens that were accepted a moment ago, by their hash: an application sends the same one with every request.
#[derive(Default)]
pub(crate) struct Bearers(Mutex<HashMap<[u8; 32], (Bearer, i64)>>);

impl Bearers {
    fn get(&self, hash: &[u8; 32], now: i64) -> Option<Bearer> {
        let known = locked(&self.0);
        let (bearer, until) = known.get(hash)?;
        (now < *until).then(|| bearer.clone())
    }

    fn keep(&self, hash: [u8; 32], bearer: &Bearer, now: i64) {
        let mut known = locked(&self.0);
        if known.len() >= MOST_KEPT {
            known.clear();
        }
        known.insert(hash, (bearer.clone(), bearer.expires_at.min(now + KEPT_MS)));
    }

    fn clear(&self) {
        locked(&self.0).clear();
    }
}

/// What is read of a token. Both the present names and those that the SDK mints.
#[derive(Deserialize)]
struct Claims {
    iss: Option<Value>,
    #[serde(rename = "workspaceKey")]
    workspace_key: Option<Value>,
    id: Option<Value>,
    #[serde(rename = "tenantKey")]
    tenant_key: Option<Value>,
    #[serde(rename = "isAdmin", default)]
    is_admin: Option<bool>,
    name: Option<Value>,
    fields: Option<Value>,
    exp: Option<f64>,
    nbf: Option<f64>,
    iat: Option<f64>,
}

impl Engine {
    /// Mints a token that the API accepts, valid for `ttl_s` seconds, and says when it expires (UTC milliseconds).
    pub async fn mint_token(&self, whose: TokenFor, ttl_s: u32) -> Result<(Secret<String>, i64), Error> {
        self.need_vault()?;
        if ttl_s == 0 || i64::from(ttl_s) > LONGEST_S {
            return Err(Error::new(
                Code::InvalidRequest,
                "A token lives between 1 second and 24 hours.",
            )
            .at("ttl"));
        }
        let workspace = self.workspace().await?;
        let now = self.now() / 1000;
        let expires = now + i64::from(ttl_s);
        let mut claims = Map::from_iter([
            ("iss".to_owned(), json!(workspace.key)),
            ("iat".to_owned(), json!(now)),
            ("exp".to_owned(), json!(expires)),
        ]);
        match whose {
            TokenFor::Tenant(key) => claims.insert("id".to_owned(), Value::String(tenant_key(&key)?)),
            TokenFor::Admin => claims.insert("isAdmin".to_owned(), Value::Bool(true)),
        };
        let key = EncodingKey::from_secret(workspace.secret.expose().as_bytes());
        let token = encode(&Header::new(Algorithm::HS512), &claims, &key).map_err(Error::internal)?;
        Ok((Secret::new(token), expires * 1000))
    }

    /// The workspace.
    pub async fn workspace(&self) -> Result<patchbay_store::Workspace, Error> {
        self.need_vault()?;
        self.with_store(patchbay_store::Store::workspace)
            .await?
            .ok_or_else(|| Error::internal("no workspace"))
    }

    /// Who bears a token. The first one of a tenant makes the tenant; name and fields follow what the token says.
    ///
    /// # Errors
    /// [`Code::NotAuthenticated`] with what is wrong about it; [`Code::VaultUnavailable`] while none can be checked.
    pub async fn verify_token(&self, token: &str) -> Result<Bearer, Error> {
        self.need_vault()?;
        let hash = Sha256::digest(token.as_bytes()).into();
        let now = self.now();
        if let Some(bearer) = self.0.bearers.get(&hash, now) {
            return Ok(bearer);
        }
        let bearer = self.verify(token).await?;
        self.0.bearers.keep(hash, &bearer, now);
        Ok(bearer)
    }

    /// Looks every token up anew: a tenant, a key or the secret changed.
    pub fn forget_bearers(&self) {
        self.0.bearers.clear();
    }

    async fn verify(&self, token: &str) -> Result<Bearer, Error> {
        let claims = self.checked_claims(token).await?;
        let expires_at = self.in_force(&claims)?;
        let keys = [&claims.tenant_key, &claims.id]
            .into_iter()
            .flatten()
            .map(text)
            .collect::<Result<Vec<_>, _>>()?;
        let who = match keys.as_slice() {
            [first, rest @ ..] if rest.iter().all(|other| other == first) => {
                Who::Tenant(self.tenant_of(first, &claims).await?)
            }
            [] if claims.is_admin == Some(true) => Who::Admin,
            [] => {
                return Err(refused("it names no tenant")
                    .next("Set the claim tenantKey (or id), or isAdmin for a workspace manager."));
            }
            _ => return Err(refused("tenantKey and id differ")),
        };
        Ok(Bearer { who, expires_at })
    }

    /// The claims of a token whose signature and workspace are right.
    async fn checked_claims(&self, token: &str) -> Result<Claims, Error> {
        if token.len() > LARGEST {
            return Err(refused("it is longer than 8 KiB"));
        }
        let header = decode_header(token).map_err(|_| refused("it is not a JWT"))?;
        if has_critical_extension(token) {
            return Err(refused("its header demands an extension that is not known here"));
        }
        let workspace = self.workspace().await?;
        let keys: Vec<DecodingKey> = match header.alg {
            Algorithm::HS256 | Algorithm::HS384 | Algorithm::HS512 => {
                vec![DecodingKey::from_secret(workspace.secret.expose().as_bytes())]
            }
            other => self.access().decoding_keys(other),
        };
        if keys.is_empty() {
            return Err(refused(
                "it is signed with a key pair, and no public key of that kind is registered",
            )
            .next("Sign it with the workspace's secret (HS512), or register the public key."));
        }
        let mut validation = Validation::new(header.alg);
        // Times are judged by the engine's clock, below.
        validation.validate_exp = false;
        validation.validate_aud = false;
        validation.required_spec_claims.clear();
        let claims = keys
            .iter()
            .find_map(|key| decode::<Map<String, Value>>(token, key, &validation).ok())
            .map(|decoded| decoded.claims)
            .ok_or_else(|| {
                refused("its signature is not this workspace's")
                    .next("Sign it with this folder's workspace secret: `patchbay env --reveal` shows it.")
            })?;
        let claims: Claims = serde_json::from_value(Value::Object(claims))
            .map_err(|_| refused("one of its claims has the wrong type"))?;
        let issuers: Vec<&Value> = [&claims.iss, &claims.workspace_key]
            .into_iter()
            .flatten()
            .collect();
        if issuers.is_empty()
            || issuers
                .iter()
                .any(|issuer| issuer.as_str() != Some(&workspace.key))
        {
            return Err(refused("it is another workspace's")
                .next("Set iss (or workspaceKey) to this folder's workspace key: `patchbay env` shows it."));
        }
        Ok(claims)
    }

    /// When a token in force expires, UTC milliseconds.
    fn in_force(&self, claims: &Claims) -> Result<i64, Error> {
        let now = self.now();
        let expires = claims
            .exp
            .and_then(milliseconds)
            .ok_or_else(|| refused("it has no expiry").next("Set exp, at most 24 hours ahead."))?;
        if expires + LEEWAY_S * 1000 <= now {
            return Err(refused("it has expired").next("Mint a new one."));
        }
        let begun = claims.iat.and_then(milliseconds).map_or(now, |iat| iat.min(now));
        if expires - begun.max(now - LONGEST_S * 1000) > (LONGEST_S + LEEWAY_S) * 1000 {
            return Err(refused("it lives longer than 24 hours").next("Set exp at most 24 hours ahead."));
        }
        if claims
            .nbf
            .is_some_and(|nbf| milliseconds(nbf).is_none_or(|nbf| nbf > now + LEEWAY_S * 1000))
        {
            return Err(refused("it is not valid yet").next("Compare the clocks of the two machines."));
        }
        Ok(expires)
    }

    async fn tenant_of(&self, key: &str, claims: &Claims) -> Result<Tenant, Error> {
        let key = tenant_key(key).map_err(|_| refused("its tenant's key is empty or too long"))?;
        let name = claims
            .name
            .as_ref()
            .and_then(Value::as_str)
            .map(|name| crate::connect::plain(name, LONGEST_KEY))
            .filter(|name| !name.is_empty());
        let fields = claims.fields.clone().filter(Value::is_object);
        let now = self.now();
        let before = {
            let key = key.clone();
            self.with_store(move |store| store.tenant_by_key(&key)).await?
        };
        let same = |tenant: &Tenant| {
            tenant.archived_at.is_none()
                && name.as_ref().is_none_or(|name| *name == tenant.name)
                && fields.as_ref().is_none_or(|fields| *fields == tenant.fields)
        };
        match before {
            Some(tenant) if same(&tenant) => Ok(tenant),
            _ => self
                .with_store(move |store| {
                    let tenant = store.tenant_upsert(&key, name.as_deref(), now)?;
                    match fields {
                        Some(fields) if fields != tenant.fields => {
                            let change = TenantChange {
                                fields: Some(fields),
                                ..TenantChange::default()
                            };
                            store.tenant_update(&tenant.id, &change, now)
                        }
                        _ => Ok(tenant),
                    }
                })
                .await
                .inspect(|_| self.tell(ChangedWhat::Api, None)),
        }
    }
}

/// A tenant's key, 1 to 200 characters without control characters.
pub(crate) fn tenant_key(key: &str) -> Result<String, Error> {
    let good =
        !key.trim().is_empty() && key.chars().count() <= LONGEST_KEY && !key.chars().any(char::is_control);
    if good {
        return Ok(key.to_owned());
    }
    Err(Error::new(
        Code::InvalidRequest,
        "A tenant's key has 1 to 200 characters, on one line.",
    )
    .at("tenant"))
}

/// A claim that names something: text, or a number as some applications' ids are.
fn text(claim: &Value) -> Result<String, Error> {
    match claim {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        _ => Err(refused("its tenant's key is no text")),
    }
}

/// Seconds of a NumericDate (RFC 7519 §2) as milliseconds; none where they are no time.
fn milliseconds(seconds: f64) -> Option<i64> {
    #[allow(clippy::cast_possible_truncation, reason = "out of range it is not used")]
    let milliseconds = (seconds * 1000.0) as i64;
    (seconds.is_finite() && (0.0..1e11).contains(&seconds)).then_some(milliseconds)
}

/// Whether a header lists extensions that must be understood (RFC 7515 §4.1.11); none is.
fn has_critical_extension(token: &str) -> bool {
    let header = token.split('.').next().unwrap_or_default();
    BASE64_URL_SAFE_NO_PAD
        .decode(header)
        .ok()
        .and_then(|bytes| serde_json::from_slice::<Map<String, Value>>(&bytes).ok())
        .is_none_or(|header| header.contains_key("crit"))
}

fn refused(why: &str) -> Error {
    Error::new(
        Code::NotAuthenticated,
        format!("The token was not accepted: {why}."),
    )
}
