//! Token requests: code, refresh, client credentials, revocation (RFC 6749, RFC 7009).

use base64::{Engine, prelude::BASE64_STANDARD};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use url::{Url, form_urlencoded};

use super::{ClientRef, PlanBody, RequestPlan, calls};
use crate::{
    BodyKind, ClientAuth, Names, Secret, TemplateError, Use,
    format::Response,
    templates::{Filled, Run, Template, UrlTemplate, fill, fill_header, split_url, text},
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
    /// Parameters and headers whose templates need what only the callback or an earlier answer gives.
    #[serde(default)]
    pub(crate) late: Late,
    /// A refresh of the provider's own, in place of the standard one.
    #[serde(default)]
    pub(crate) refresh_request: Option<OwnRequest>,
    /// Whether a refresh needs a refresh token.
    #[serde(default = "yes")]
    pub needs_refresh_token: bool,
    /// Not sooner than so many seconds after the token was obtained.
    #[serde(default)]
    pub after_s: u64,
    /// Whether tokens are bound to a key (RFC 9449).
    #[serde(default)]
    pub dpop: Use,
    /// The resource that tokens are for (RFC 8707), sent on authorize, token and refresh requests.
    #[serde(default)]
    pub resource: Option<String>,
}

/// Templates that are filled when a request is made.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Late {
    pub(crate) params: Vec<(String, Template)>,
    pub(crate) headers: Vec<(String, Template)>,
    pub(crate) refresh_params: Vec<(String, Template)>,
}

/// A request of the file, kept with the grant and filled when it is made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct OwnRequest {
    pub(crate) method: String,
    pub(crate) url: UrlTemplate,
    /// What a URL that begins with `/` is joined to.
    pub(crate) base: Option<Url>,
    pub(crate) headers: IndexMap<String, Template>,
    pub(crate) query: IndexMap<String, Template>,
    pub(crate) form: IndexMap<String, Template>,
    pub(crate) json: Option<serde_json::Value>,
}

fn yes() -> bool {
    true
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
    /// The URL's template, where its path or query holds a credential.
    #[serde(default)]
    pub(crate) template: Option<UrlTemplate>,
    /// What such a template is joined to where it begins with `/`.
    #[serde(default)]
    pub(crate) base: Option<Url>,
    pub(crate) headers: IndexMap<String, Template>,
    pub(crate) query: IndexMap<String, Template>,
    pub(crate) form: IndexMap<String, Template>,
    pub(crate) json: Option<serde_json::Value>,
    /// Whether the client authenticates as at the token endpoint (RFC 7009 §2.1).
    pub(crate) client_auth: bool,
}

/// RFC 7523 §2.2.
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

type Params = Vec<(String, Secret<String>)>;

fn put(params: &mut Params, name: &str, value: impl Into<Secret<String>>) {
    let value = value.into();
    match params.iter_mut().find(|(known, _)| known == name) {
        Some(known) => known.1 = value,
        None => params.push((name.to_owned(), value)),
    }
}

impl TokenEndpoint {
    /// The request that redeems a code (RFC 6749 §4.1.3). `late` holds what the callback gave.
    ///
    /// # Errors
    /// A template of the file that still cannot be filled.
    pub fn code_request(
        &self,
        client: &ClientRef<'_>,
        code: &str,
        redirect_uri: &str,
        verifier: Option<&str>,
        token_params: &[(String, String)],
        late: &Names,
    ) -> Result<RequestPlan, TemplateError> {
        let mut own = vec![("code", code.into()), ("redirect_uri", redirect_uri.into())];
        own.extend(verifier.map(|verifier| ("code_verifier", verifier.into())));
        let more = filled(&self.late.params, late)?;
        let mut plan = self.plan(&self.url, client, "authorization_code", own, &more, token_params);
        self.late_headers(&mut plan, late)?;
        Ok(plan)
    }

    /// The request that redeems a refresh token (RFC 6749 §6), or the provider's own. `names` holds parameters and tokens.
    ///
    /// # Errors
    /// A template of the file that cannot be filled.
    pub fn refresh_request(
        &self,
        client: &ClientRef<'_>,
        refresh_token: Option<&Secret<String>>,
        token_params: &[(String, String)],
        names: &Names,
    ) -> Result<RequestPlan, TemplateError> {
        if let Some(own) = &self.refresh_request {
            return own.plan(names);
        }
        let own: Vec<_> = refresh_token
            .map(|token| ("refresh_token", token.clone()))
            .into_iter()
            .collect();
        let mut more = filled(&self.late.params, names)?;
        more.extend(self.refresh_params.iter().cloned());
        more.extend(filled(&self.late.refresh_params, names)?);
        let mut plan = self.plan(
            &self.refresh_url,
            client,
            "refresh_token",
            own,
            &more,
            token_params,
        );
        self.late_headers(&mut plan, names)?;
        Ok(plan)
    }

    /// The request for a device's code (RFC 8628 §3.1).
    pub fn device_request(&self, url: &Url, client: &ClientRef<'_>, scopes: &[String]) -> RequestPlan {
        let mut own = self.scope(scopes);
        own.push(("grant_type", Secret::new(String::new())));
        let mut plan = self.plan(url, client, "", own, &[], &[]);
        if let PlanBody::Form(params) = &mut plan.body {
            params.retain(|(name, _)| name != "grant_type");
        }
        plan
    }

    /// The request that pushes an authorization request (RFC 9126 §2.1).
    pub fn pushed_request(
        &self,
        url: &Url,
        client: &ClientRef<'_>,
        params: &[(String, String)],
    ) -> RequestPlan {
        let mut all: Params = params
            .iter()
            .map(|(name, value)| (name.clone(), value.as_str().into()))
            .collect();
        let mut headers = vec![("Accept".to_owned(), Secret::from("application/json"))];
        self.authenticate(client, &mut all, &mut headers);
        RequestPlan {
            method: "POST".to_owned(),
            url: url.clone(),
            headers,
            body: PlanBody::Form(all),
        }
    }

    /// The request that asks whether the user has allowed the device (RFC 8628 §3.4).
    pub fn device_token_request(
        &self,
        client: &ClientRef<'_>,
        device_code: &Secret<String>,
        token_params: &[(String, String)],
    ) -> RequestPlan {
        let own = vec![("device_code", device_code.clone())];
        let grant = "urn:ietf:params:oauth:grant-type:device_code";
        self.plan(&self.url, client, grant, own, &[], token_params)
    }

    /// The request that exchanges a signed assertion for a token (RFC 7523 §2.1).
    pub fn jwt_bearer_request(
        &self,
        client: &ClientRef<'_>,
        assertion: &Secret<String>,
        scopes: &[String],
        token_params: &[(String, String)],
    ) -> RequestPlan {
        let mut own = self.scope(scopes);
        own.push(("assertion", assertion.clone()));
        let grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
        let mut plan = self.plan(&self.url, client, grant, own, &[], token_params);
        // Without a client the assertion alone says who asks (RFC 7521 §4.1).
        if client.id.is_empty()
            && let PlanBody::Form(params) = &mut plan.body
        {
            params.retain(|(name, _)| name != "client_id");
        }
        plan
    }

    /// Whether a refresh is a request of the provider's own.
    pub fn has_own_refresh(&self) -> bool {
        self.refresh_request.is_some()
    }

    /// Takes over what an answer decided: where refreshes and revocations go (Wrike's `host`).
    pub fn settle(&mut self, resolved: &Self) {
        self.refresh_url = resolved.refresh_url.clone();
        self.revoke.clone_from(&resolved.revoke);
        self.refresh_request.clone_from(&resolved.refresh_request);
    }

    fn scope(&self, scopes: &[String]) -> Vec<(&'static str, Secret<String>)> {
        let scope = scopes.join(&self.scope_separator);
        if scope.is_empty() {
            Vec::new()
        } else {
            vec![("scope", scope.into())]
        }
    }

    fn late_headers(&self, plan: &mut RequestPlan, names: &Names) -> Result<(), TemplateError> {
        for (name, template) in &self.late.headers {
            let value = text(&fill_header(
                template,
                names,
                &format!("auth.token.headers.{name}"),
            )?);
            plan.headers
                .retain(|(known, _)| !known.eq_ignore_ascii_case(name));
            plan.headers.push((name.clone(), value.into()));
        }
        Ok(())
    }

    /// The request for a token of the client's own (RFC 6749 §4.4.2).
    pub fn client_credentials_request(
        &self,
        client: &ClientRef<'_>,
        scopes: &[String],
        token_params: &[(String, String)],
    ) -> RequestPlan {
        let own = self.scope(scopes);
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
        let url = match &rule.template {
            Some(template) => {
                let base = rule.base.as_ref().map(base);
                template
                    .fill(&names, "auth.revoke.request.url", base.as_ref())?
                    .url
            }
            None => rule.url.clone(),
        };
        let mut plan = parts.plan(url, &names, "auth.revoke.request")?;
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
        if let Some(resource) = &self.resource {
            put(&mut params, "resource", resource.as_str());
        }
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
            (ClientAuth::PrivateKeyJwt, _) => {
                if let Some(assertion) = client.assertion {
                    put(params, "client_id", client.id);
                    put(params, "client_assertion_type", ASSERTION_TYPE);
                    put(params, "client_assertion", assertion.clone());
                }
            }
            _ => put(params, "client_id", client.id),
        }
    }
}

impl OwnRequest {
    fn plan(&self, names: &Names) -> Result<RequestPlan, TemplateError> {
        let place = "auth.refresh.request";
        let base = self.base.as_ref().map(base);
        let url = self.url.fill(names, place, base.as_ref())?.url;
        let parts = calls::Parts {
            method: &self.method,
            headers: &self.headers,
            query: &self.query,
            form: &self.form,
            json: self.json.as_ref(),
        };
        parts.plan(url, names, place)
    }
}

/// A base URL that was resolved before, as templates are joined to it.
pub(super) fn base(url: &Url) -> Filled {
    let (origin, path) = split_url(url, &Run::literal(""));
    Filled {
        url: url.clone(),
        origin,
        path,
        query: Vec::new(),
    }
}

fn filled(late: &[(String, Template)], names: &Names) -> Result<Vec<(String, String)>, TemplateError> {
    late.iter()
        .map(|(name, template)| {
            let value = text(&fill(template, names, &format!("auth.token.params.{name}"))?);
            Ok((name.clone(), value))
        })
        .filter(|pair| pair.as_ref().map_or(true, |(_, value)| !value.is_empty()))
        .collect()
}
