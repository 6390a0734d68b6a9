//! The workspace's tokens: JWTs as Membrane's SDK mints and sends them.

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use patchbay_connector::Secret;
use serde_json::{Map, Value, json};

use crate::{Code, Engine, Error};

/// The longest a token may live, in seconds.
const LONGEST_S: u32 = 24 * 60 * 60;

/// Whose token.
pub enum TokenFor {
    /// A tenant's, by its key.
    Tenant(String),
    /// A workspace manager's.
    Admin,
}

impl Engine {
    /// Mints a token that the API accepts, valid for `ttl_s` seconds, and says when it expires (UTC milliseconds).
    pub async fn mint_token(&self, whose: TokenFor, ttl_s: u32) -> Result<(Secret<String>, i64), Error> {
        self.need_vault()?;
        if ttl_s == 0 || ttl_s > LONGEST_S {
            return Err(Error::new(
                Code::InvalidRequest,
                "A token lives between 1 second and 24 hours.",
            )
            .at("ttl"));
        }
        let workspace = self
            .with_store(patchbay_store::Store::workspace)
            .await?
            .ok_or_else(|| Error::internal("no workspace"))?;
        let now = self.now() / 1000;
        let expires = now + i64::from(ttl_s);
        let mut claims = Map::from_iter([
            ("iss".to_owned(), json!(workspace.key)),
            ("iat".to_owned(), json!(now)),
            ("exp".to_owned(), json!(expires)),
        ]);
        match whose {
            TokenFor::Tenant(key) => claims.insert("id".to_owned(), Value::String(key)),
            TokenFor::Admin => claims.insert("isAdmin".to_owned(), Value::Bool(true)),
        };
        let key = EncodingKey::from_secret(workspace.secret.expose().as_bytes());
        let token = encode(&Header::new(Algorithm::HS512), &claims, &key).map_err(Error::internal)?;
        Ok((Secret::new(token), expires * 1000))
    }
}
