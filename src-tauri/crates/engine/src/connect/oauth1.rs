//! Signing in by OAuth 1.0a (RFC 5849 §2): temporary credentials, the user's word, token credentials.

use serde::{Deserialize, Serialize};
use url::Url;

use super::attempt::Wanted;
use crate::{Engine, Error};

/// An OAuth 1 flow under way (RFC 5849 §2.1). No Debug: it holds secrets.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct TemporaryCredentials {
    pub(crate) authorize_url: Url,
    pub(crate) redirect_uri: String,
    pub(crate) arrivals: Vec<Url>,
    /// The temporary credentials' identifier: what the redirect must name.
    pub(crate) token: String,
    pub(crate) token_secret: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) what: Wanted,
}

impl Engine {
    pub(super) async fn redeem_verifier(
        &self,
        _id: &str,
        _url: &Url,
        _credentials: &TemporaryCredentials,
    ) -> Result<(), Error> {
        Err(Error::internal("not yet"))
    }
}
