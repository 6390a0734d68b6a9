//! Token requests: code, refresh, client credentials, revocation (RFC 6749, RFC 7009).

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use url::Url;

use super::{ClientRef, PlanBody, RequestPlan};
use crate::{
    BodyKind, ClientAuth, Names, Secret, TemplateError,
    format::Response,
    templates::Template,
};

/// A token endpoint, resolved. Holds no client secret; stored with the attempt and the grant.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TokenEndpoint {
    /// Where codes are redeemed.
    pub url: Url,
    /// Where refresh tokens are redeemed.
    pub refresh_url: Url,
    /// How the client shows who it is.
    pub client_auth: ClientAuth,
    /// How the parameters travel.
    pub body: BodyKind,
    /// Headers of the file.
    pub headers: Vec<(String, String)>,
    /// Parameters of the file's templates, filled.
    pub params: Vec<(String, String)>,
    /// More of them for a refresh.
    pub refresh_params: Vec<(String, String)>,
    /// Standard parameter names to others; empty drops it.
    pub rename: IndexMap<String, String>,
    /// Whether a refresh may be tried at all.
    pub refresh_enabled: bool,
    /// How long before its end a token is refreshed, in seconds; a cap.
    pub buffer_s: u64,
    /// How answers are read.
    pub response: ResponseRules,
    /// How a grant is revoked.
    pub revoke: Option<RevokeRule>,
    /// What joins scopes.
    pub scope_separator: String,
}

/// How a token answer is read (`auth.response`), and what separates the scopes in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResponseRules {
    pub(crate) rules: Response,
}

/// A revocation request whose URL is resolved and whose rest is filled when it is sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RevokeRule {
    /// The method.
    pub method: String,
    /// The URL.
    pub url: Url,
    pub(crate) headers: IndexMap<String, Template>,
    pub(crate) query: IndexMap<String, Template>,
    pub(crate) form: IndexMap<String, Template>,
    pub(crate) json: Option<serde_json::Value>,
    /// Whether the client authenticates as at the token endpoint (RFC 7009 §2.1).
    pub(crate) client_auth: bool,
}

impl TokenEndpoint {
    /// The request that redeems a code (RFC 6749 §4.1.3).
    pub fn code_request(
        &self,
        client: &ClientRef<'_>,
        code: &str,
        redirect_uri: &str,
        verifier: Option<&str>,
        token_params: &[(String, String)],
    ) -> RequestPlan {
        let _ = (client, code, redirect_uri, verifier, token_params);
        self.empty()
    }

    /// The request that redeems a refresh token (RFC 6749 §6).
    pub fn refresh_request(
        &self,
        client: &ClientRef<'_>,
        refresh_token: &Secret<String>,
        token_params: &[(String, String)],
    ) -> RequestPlan {
        let _ = (client, refresh_token, token_params);
        self.empty()
    }

    /// The request for a token of the client's own (RFC 6749 §4.4.2).
    pub fn client_credentials_request(
        &self,
        client: &ClientRef<'_>,
        scopes: &[String],
        token_params: &[(String, String)],
    ) -> RequestPlan {
        let _ = (client, scopes, token_params);
        self.empty()
    }

    /// The request that revokes the grant, where the provider has one. `names` hold `accessToken` and `refreshToken`.
    ///
    /// # Errors
    /// A template of it that cannot be filled.
    pub fn revoke_request(
        &self,
        client: &ClientRef<'_>,
        names: &Names,
    ) -> Result<Option<RequestPlan>, TemplateError> {
        let _ = (client, names);
        Ok(None)
    }

    fn empty(&self) -> RequestPlan {
        RequestPlan { method: "POST".into(), url: self.url.clone(), headers: Vec::new(), body: PlanBody::None }
    }
}
