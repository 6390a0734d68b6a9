//! What an attempt waits for, as it is stored: a code, the user's word on temporary credentials, or a device's token.

use patchbay_connector::Secret;
use serde::{Deserialize, Serialize};
use url::Url;

use super::{AttemptBody, DevicePrompt, attempt::Wanted, device::DeviceGrant, oauth1::TemporaryCredentials};
use crate::Error;

/// What an attempt waits for, with all that is needed to finish it. Stored only encrypted; no Debug.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "awaits", rename_all = "snake_case")]
pub(crate) enum Awaited {
    /// A redirect with a code (RFC 6749 §4.1.2).
    Code(Box<AttemptBody>),
    /// A redirect with the temporary credentials' identifier and a verifier (RFC 5849 §2.2).
    Oauth1(Box<TemporaryCredentials>),
    /// The token that a user allows on another page (RFC 8628).
    Device(Box<DeviceGrant>),
}

impl Awaited {
    pub(crate) fn to_bytes(&self) -> Result<Secret<Vec<u8>>, Error> {
        serde_json::to_vec(self).map(Secret::new).map_err(Error::internal)
    }

    pub(crate) fn from_bytes(bytes: &Secret<Vec<u8>>) -> Result<Self, Error> {
        serde_json::from_slice(bytes.expose()).map_err(Error::internal)
    }

    /// The page to show the user.
    pub(crate) fn link(&self) -> &Url {
        match self {
            Self::Code(body) => &body.authorize_url,
            Self::Oauth1(body) => &body.authorize_url,
            Self::Device(body) => body.code.link(),
        }
    }

    /// What the user is shown who signs in with a code.
    pub(crate) fn prompt(&self) -> Option<DevicePrompt> {
        let Self::Device(body) = self else { return None };
        Some(DevicePrompt {
            user_code: body.code.user_code.clone(),
            verification_uri: body.code.verification_uri.clone(),
            verification_uri_complete: body.code.verification_uri_complete.clone(),
            expires_at: body.code.expires_at,
        })
    }

    /// Where the redirect may arrive; nowhere where none will come.
    pub(crate) fn arrivals(&self) -> &[Url] {
        match self {
            Self::Code(body) => &body.arrivals,
            Self::Oauth1(body) => &body.arrivals,
            Self::Device(_) => &[],
        }
    }

    /// Which connection will come of it.
    pub(crate) fn what(&self) -> &Wanted {
        match self {
            Self::Code(body) => &body.what,
            Self::Oauth1(body) => &body.what,
            Self::Device(body) => &body.body.what,
        }
    }
}
