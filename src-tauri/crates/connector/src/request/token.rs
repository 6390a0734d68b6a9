//! Token requests: code, refresh, client credentials, revocation (RFC 6749, RFC 7009).

use base64::{Engine, prelude::BASE64_STANDARD};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use url::{Url, form_urlencoded};

use super::{ClientRef, PlanBody, RequestPlan, calls};
use crate::{BodyKind, ClientAuth, Names, Secret, TemplateError, format::Response, templates::Template};

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

type Params = Vec<(String, Secret<String>)>;

fn put(params: &mut Params, name: &str, value: impl Into<Secret<String>>) {
    let value = value.into();
    match params.iter_mut().find(|(known, _)| known == name) {
        Some(known) => known.1 = value,
        None => params.push((name.to_owned(), value)),
    }
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
        let mut own = vec![("code", code.into()), ("redirect_uri", redirect_uri.into())];
        own.extend(verifier.map(|verifier| ("code_verifier", verifier.into())));
        self.plan(&self.url, client, "authorization_code", own, &[], token_params)
    }

    /// The request that redeems a refresh token (RFC 6749 §6).
    pub fn refresh_request(
        &self,
        client: &ClientRef<'_>,
        refresh_token: &Secret<String>,
        token_params: &[(String, String)],
    ) -> RequestPlan {
        let own = vec![("refresh_token", refresh_token.clone())];
        self.plan(
            &self.refresh_url,
            client,
            "refresh_token",
            own,
            &self.refresh_params,
            token_params,
        )
    }

    /// The request for a token of the client's own (RFC 6749 §4.4.2).
    pub fn client_credentials_request(
        &self,
        client: &ClientRef<'_>,
        scopes: &[String],
        token_params: &[(String, String)],
    ) -> RequestPlan {
        let scope = scopes.join(&self.scope_separator);
        let own = if scope.is_empty() {
            Vec::new()
        } else {
            vec![("scope", scope.into())]
        };
        self.plan(&self.url, client, "client_credentials", own, &[], token_params)
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
        let Some(rule) = &self.revoke else { return Ok(None) };
        let mut names = names.clone();
        names.set("clientId", client.id.to_owned());
        if let Some(secret) = client.secret {
            names.set_secret("clientSecret", secret.clone());
        }
        let parts = calls::Parts {
            method: &rule.method,
            headers: &rule.headers,
            query: &rule.query,
            form: &rule.form,
            json: rule.json.as_ref(),
        };
        let mut plan = parts.plan(rule.url.clone(), &names, "auth.revoke.request")?;
        if let (true, PlanBody::Form(params)) = (rule.client_auth, &mut plan.body) {
            self.authenticate(client, params, &mut plan.headers);
        }
        Ok(Some(plan))
    }

    /// The protocol's own parameters come last: nothing can take their place.
    fn plan(
        &self,
        url: &Url,
        client: &ClientRef<'_>,
        grant_type: &str,
        own: Vec<(&str, Secret<String>)>,
        more: &[(String, String)],
        token_params: &[(String, String)],
    ) -> RequestPlan {
        let mut params = Params::new();
        for (name, value) in self.params.iter().chain(more).chain(token_params) {
            put(&mut params, name, value.as_str());
        }
        put(&mut params, "grant_type", grant_type);
        for (name, value) in own {
            put(&mut params, name, value);
        }
        let mut headers = vec![("Accept".to_owned(), Secret::from("application/json"))];
        self.authenticate(client, &mut params, &mut headers);
        for (name, value) in &self.headers {
            headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
            headers.push((name.clone(), value.as_str().into()));
        }
        let params: Params = params
            .into_iter()
            .filter_map(|(name, value)| match self.rename.get(&name) {
                Some(other) if other.is_empty() => None,
                Some(other) => Some((other.clone(), value)),
                None => Some((name, value)),
            })
            .collect();
        let mut url = url.clone();
        let body = match self.body {
            BodyKind::Form => PlanBody::Form(params),
            BodyKind::Json => {
                let object = params
                    .iter()
                    .map(|(name, value)| (name.clone(), value.expose().as_str().into()));
                PlanBody::Json(Secret::new(
                    serde_json::Value::Object(object.collect()).to_string(),
                ))
            }
            BodyKind::Query => {
                calls::add_query(
                    &mut url,
                    params
                        .iter()
                        .map(|(name, value)| (name.as_str(), value.expose().as_str())),
                );
                PlanBody::None
            }
        };
        RequestPlan {
            method: "POST".to_owned(),
            url,
            headers,
            body,
        }
    }

    /// Exactly one way of client authentication (RFC 6749 §2.3). A public client only names itself.
    fn authenticate(&self, client: &ClientRef<'_>, params: &mut Params, headers: &mut Params) {
        match (self.client_auth, client.secret) {
            (ClientAuth::Basic, Some(secret)) => {
                // Both are form-encoded first (RFC 6749 §2.3.1), so that a colon cannot move the border.
                let encode =
                    |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
                let pair = Secret::new(format!("{}:{}", encode(client.id), encode(secret.expose())));
                headers.push((
                    "Authorization".to_owned(),
                    format!("Basic {}", BASE64_STANDARD.encode(pair.expose())).into(),
                ));
            }
            (ClientAuth::Post, Some(secret)) => {
                put(params, "client_id", client.id);
                put(params, "client_secret", secret.clone());
            }
            _ => put(params, "client_id", client.id),
        }
    }
}
