//! Who may ask the API from where: listed origins, registered redirect URIs, the switch for forms without a token, and
//! public keys of tokens. Kept in memory: every request is held against it.

mod address;
mod keys;

use std::sync::{Arc, PoisonError};

use jsonwebtoken::{Algorithm, DecodingKey};
use patchbay_connector::is_loopback;
use serde::{Deserialize, Serialize};
use serde_json::json;

use address::{checked_origin, checked_redirect, is_loopback_origin, redirect_uri};
use keys::{checked_key, decoding_key};

use crate::{ChangedWhat, Code, Engine, Error};

const SETTING: &str = "api.access";
/// The most entries of one list.
const MOST: usize = 200;

/// What the API lets in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Access {
    /// Origins that the developer listed, besides `http://localhost:*` and `http://127.0.0.1:*`.
    pub origins: Vec<String>,
    /// Where a connect may send the browser afterwards.
    pub redirect_uris: Vec<String>,
    /// Whether a form without a token is asked about in the window (design section 7, Q1).
    pub tokenless_forms: bool,
    /// Public keys that tokens may be signed with.
    pub public_keys: Vec<PublicKey>,
}

/// A public key that tokens may be signed with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicKey {
    /// The first 16 hex digits of its SHA-256.
    pub id: String,
    /// `RSA`, `EC` or `Ed25519`.
    pub kind: String,
    /// SPKI PEM.
    pub pem: String,
}

/// A change of [`Access`].
#[derive(Debug, Clone, Default)]
pub struct AccessChange {
    /// List these origins.
    pub add_origins: Vec<String>,
    /// No longer list these.
    pub remove_origins: Vec<String>,
    /// Register these redirect URIs.
    pub add_redirect_uris: Vec<String>,
    /// No longer accept these.
    pub remove_redirect_uris: Vec<String>,
    /// The switch for forms without a token.
    pub tokenless_forms: Option<bool>,
    /// A public key to register, SPKI PEM.
    pub add_public_key: Option<String>,
    /// Id of a public key to forget.
    pub remove_public_key: Option<String>,
}

impl Access {
    /// Whether pages of an origin may ask. What a browser sends is compared as it is (RFC 6454 §6.2).
    pub fn allows_origin(&self, origin: &str) -> bool {
        is_loopback_origin(origin) || self.origins.iter().any(|listed| listed == origin)
    }

    /// Whether a connect may end at this URI: a registered one, exactly, whatever its query; a loopback address with
    /// any port (RFC 8252 §7.3). Only the spelling that a URL parser gives back is looked at, so that no two programs
    /// read it differently.
    pub fn allows_redirect(&self, uri: &str) -> bool {
        let Some(asked) = redirect_uri(uri) else {
            return false;
        };
        self.redirect_uris
            .iter()
            .filter_map(|registered| redirect_uri(registered))
            .any(|registered| {
                let port = is_loopback(&registered)
                    || registered.port_or_known_default() == asked.port_or_known_default();
                registered.scheme() == asked.scheme()
                    && registered.host() == asked.host()
                    && registered.path() == asked.path()
                    && port
            })
    }

    /// The registered keys that fit an algorithm.
    pub(crate) fn decoding_keys(&self, algorithm: Algorithm) -> Vec<DecodingKey> {
        let kind = match algorithm {
            Algorithm::RS256
            | Algorithm::RS384
            | Algorithm::RS512
            | Algorithm::PS256
            | Algorithm::PS384
            | Algorithm::PS512 => "RSA",
            Algorithm::ES256 | Algorithm::ES384 => "EC",
            Algorithm::EdDSA => "Ed25519",
            _ => return Vec::new(),
        };
        self.public_keys
            .iter()
            .filter(|key| key.kind == kind)
            .filter_map(|key| decoding_key(kind, key.pem.as_bytes()))
            .collect()
    }
}

impl Engine {
    /// What the API lets in, as it is now.
    pub fn access(&self) -> Arc<Access> {
        self.0
            .access
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Reads it at the start.
    pub(crate) async fn load_access(&self) -> Result<(), Error> {
        let stored = self.with_store(|store| store.setting(SETTING)).await?;
        if let Some(access) = stored.and_then(|stored| serde_json::from_value::<Access>(stored).ok()) {
            self.keep_access(access);
        }
        Ok(())
    }

    /// Changes it. All of the change or none.
    ///
    /// # Errors
    /// [`Code::InvalidRequest`] naming what is no origin, redirect URI or public key.
    pub async fn set_access(&self, change: AccessChange) -> Result<Arc<Access>, Error> {
        let mut access = Access::clone(&self.access());
        for origin in &change.add_origins {
            add(&mut access.origins, checked_origin(origin)?)?;
        }
        access
            .origins
            .retain(|listed| !change.remove_origins.contains(listed));
        for uri in &change.add_redirect_uris {
            add(&mut access.redirect_uris, checked_redirect(uri)?)?;
        }
        access
            .redirect_uris
            .retain(|known| !change.remove_redirect_uris.contains(known));
        if let Some(on) = change.tokenless_forms {
            access.tokenless_forms = on;
        }
        if let Some(pem) = &change.add_public_key {
            let key = checked_key(pem)?;
            if !access.public_keys.iter().any(|known| known.id == key.id) {
                access.public_keys.push(key);
            }
        }
        access
            .public_keys
            .retain(|known| change.remove_public_key.as_ref() != Some(&known.id));
        let stored = json!(access);
        self.with_store(move |store| store.set_setting(SETTING, &stored))
            .await?;
        self.keep_access(access);
        self.forget_bearers();
        self.tell(ChangedWhat::Api, None);
        Ok(self.access())
    }

    fn keep_access(&self, access: Access) {
        *self.0.access.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(access);
    }
}

fn add(list: &mut Vec<String>, entry: String) -> Result<(), Error> {
    if list.contains(&entry) {
        return Ok(());
    }
    if list.len() >= MOST {
        return Err(Error::new(
            Code::InvalidRequest,
            format!("The list has {MOST} entries already."),
        )
        .next("Remove those that are no longer used."));
    }
    list.push(entry);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn access(redirect_uris: &[&str]) -> Access {
        Access {
            redirect_uris: redirect_uris.iter().map(|uri| (*uri).to_owned()).collect(),
            origins: vec!["https://app.example.com".to_owned()],
            ..Access::default()
        }
    }

    #[test]
    fn origins_are_compared_as_they_stand() {
        let access = access(&[]);
        for listed in [
            "http://localhost:3000",
            "http://127.0.0.1:5173",
            "http://localhost",
            "https://app.example.com",
        ] {
            assert!(access.allows_origin(listed), "{listed}");
        }
        for other in [
            "null",
            "",
            "https://localhost:3000",
            "http://localhost:3000/",
            "http://LOCALHOST:3000",
            "http://127.1:3000",
            "http://[::1]:3000",
            "http://localhost.evil.example",
            "https://app.example.com:8443",
            "https://app.example.com.evil.example",
            "http://app.example.com",
        ] {
            assert!(!access.allows_origin(other), "{other}");
        }
    }

    #[test]
    fn a_redirect_uri_is_met_in_one_spelling_only() {
        let access = access(&[
            "https://app.example.com/done",
            "http://localhost:3000/done",
            "https://bare.example.com",
        ]);
        for good in [
            "https://app.example.com/done",
            "https://app.example.com/done?step=2",
            "http://localhost:4000/done",
            "https://bare.example.com",
            "https://bare.example.com/",
        ] {
            assert!(access.allows_redirect(good), "{good}");
        }
        for bad in [
            "https://app.example.com/done/",
            "https://app.example.com/Done",
            "https://app.example.com/x/../done",
            "https://app.example.com/%64one",
            "https://app.example.com:8443/done",
            "http://app.example.com/done",
            "https://user@app.example.com/done",
            "https://app.example.com\\@evil.example/done",
            "https://app.example.com/done#x",
            "//app.example.com/done",
            "https:/app.example.com/done",
            "HTTPS://app.example.com/done",
            "https://APP.example.com/done",
            "https://app.example.com./done",
            " https://app.example.com/done",
            "https://app.example.com/done\r\nx: y",
            "javascript:alert(1)",
            "data:text/html,x",
            "https://app.example.com/done/%2e%2e/done",
            "http://127.0.0.1:3000/done",
            "",
        ] {
            assert!(!access.allows_redirect(bad), "{bad}");
        }
    }
}
