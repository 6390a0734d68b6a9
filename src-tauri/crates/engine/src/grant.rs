//! The grant: what a connection was connected with (design section 5).
//!
//! Refresh and revoke use these values, whatever the effective parameters became since. It is stored encrypted as JSON;
//! the wire form below exists only between this file and the vault.

use patchbay_connector::{Patch, Secret, TokenEndpoint};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Error;

/// What a connection was connected with, as resolved values.
#[derive(Clone, Default)]
pub struct Grant {
    /// The client id; none for kinds without one.
    pub client_id: Option<String>,
    /// The client secret.
    pub client_secret: Option<Secret<String>>,
    /// Developer's additions to token requests.
    pub token_params: Vec<(String, Secret<String>)>,
    /// Where and how tokens are asked for; none for `key`, `basic` and `none`.
    pub endpoint: Option<TokenEndpoint>,
    /// The sign-in option.
    pub option: Option<String>,
    /// The variant.
    pub variant: Option<String>,
    /// The connector's version.
    pub connector_version: String,
    /// The scopes that were asked for.
    pub requested_scopes: Vec<String>,
    /// Values captured from the callback, the token answer and `discover`.
    pub discovered: Patch,
    /// The effective parameters at connect time that only a reconnect can change, for telling what differs since.
    pub parameters: Patch,
    /// The issuer that the endpoint belongs to, where metadata named one: whom a client assertion is for (RFC 7523 §3).
    pub issuer: Option<String>,
    /// The secret of an OAuth 1 token (RFC 5849 §2.3): part of the key that signs calls.
    pub token_secret: Option<Secret<String>>,
    /// The key that the tokens are bound to (RFC 9449): made for this connection, leaves the vault only to sign.
    pub dpop_key: Option<Secret<String>>,
    /// The redirect URI that the client registered itself for (RFC 7591), where it did.
    pub registered_for: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    client_id: Option<String>,
    client_secret: Option<String>,
    token_params: Vec<(String, String)>,
    endpoint: Option<TokenEndpoint>,
    option: Option<String>,
    variant: Option<String>,
    connector_version: String,
    requested_scopes: Vec<String>,
    discovered: Value,
    parameters: Value,
    #[serde(default)]
    issuer: Option<String>,
    #[serde(default)]
    token_secret: Option<String>,
    #[serde(default)]
    dpop_key: Option<String>,
    #[serde(default)]
    registered_for: Option<String>,
}

impl Grant {
    /// As bytes for the vault.
    ///
    /// # Errors
    /// [`crate::Code::Internal`], should it not be representable as JSON.
    pub fn to_bytes(&self) -> Result<Secret<Vec<u8>>, Error> {
        let stored = Stored {
            client_id: self.client_id.clone(),
            client_secret: self.client_secret.as_ref().map(|secret| secret.expose().clone()),
            token_params: self
                .token_params
                .iter()
                .map(|(k, v)| (k.clone(), v.expose().clone()))
                .collect(),
            endpoint: self.endpoint.clone(),
            option: self.option.clone(),
            variant: self.variant.clone(),
            connector_version: self.connector_version.clone(),
            requested_scopes: self.requested_scopes.clone(),
            discovered: self.discovered.to_value(),
            parameters: self.parameters.to_value(),
            issuer: self.issuer.clone(),
            token_secret: self.token_secret.as_ref().map(|secret| secret.expose().clone()),
            dpop_key: self.dpop_key.as_ref().map(|key| key.expose().clone()),
            registered_for: self.registered_for.clone(),
        };
        serde_json::to_vec(&stored)
            .map(Secret::new)
            .map_err(Error::internal)
    }

    /// From the vault's bytes.
    pub(crate) fn from_bytes(bytes: &Secret<Vec<u8>>) -> Result<Self, Error> {
        let stored: Stored = serde_json::from_slice(bytes.expose()).map_err(Error::internal)?;
        Ok(Self {
            client_id: stored.client_id,
            client_secret: stored.client_secret.map(Secret::new),
            token_params: stored
                .token_params
                .into_iter()
                .map(|(k, v)| (k, Secret::new(v)))
                .collect(),
            endpoint: stored.endpoint,
            option: stored.option,
            variant: stored.variant,
            connector_version: stored.connector_version,
            requested_scopes: stored.requested_scopes,
            discovered: Patch::from_value(stored.discovered).map_err(Error::parameters)?,
            parameters: Patch::from_value(stored.parameters).map_err(Error::parameters)?,
            issuer: stored.issuer,
            token_secret: stored.token_secret.map(Secret::new),
            dpop_key: stored.dpop_key.map(Secret::new),
            registered_for: stored.registered_for,
        })
    }
}
