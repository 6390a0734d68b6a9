//! Requests as they would be sent, each piece with the layer that it comes from: the dry run.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use url::Url;

use super::{AuthorizeInput, ClientRef, Endpoints, PlanBody, calls::CallPart, trace_own::masked};
use crate::{
    AuthKind, Effective, Layer, MASK, Names, ParamPath, ParamSource, Pkce, Secret, TemplateError,
    looks_secret,
    templates::{Run, UrlTemplate, encode, not_a_url, split_url, text},
};

/// One part of a request: the origin, a path, a parameter, a header, a body field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "camelCase")]
pub struct TracedPart {
    /// `origin`, `path`, `query`, `header` or `body`.
    pub place: String,
    /// The parameter's or header's name.
    pub name: Option<String>,
    /// What it is made of, in order.
    pub pieces: Vec<TracedPiece>,
}

/// A run of text from one source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "camelCase")]
pub struct TracedPiece {
    /// The text as sent (encoded), or the mask.
    pub text: String,
    /// The layer it comes from; `None` for what the engine makes.
    pub layer: Option<Layer>,
    /// The parameter it comes from.
    pub path: Option<String>,
    /// Whether the text is masked.
    pub secret: bool,
}

/// A whole request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "camelCase")]
pub struct TracedRequest {
    /// The method.
    pub method: String,
    /// The URL's parts.
    pub parts: Vec<TracedPart>,
    /// The headers.
    pub headers: Vec<TracedPart>,
    /// The body's fields.
    pub body: Vec<TracedPart>,
}

/// What stands in for a credential that the dry run does not have. Never shown: such pieces are masked.
const PLACEHOLDER: &str = "placeholder";

/// What stands in for a value that only the provider gives. Shown as it is; it may stand in a host.
const KNOWN_LATER: &str = "known-later";

/// Where literal text comes from.
pub(super) type From<'a> = (Option<Layer>, Option<&'a ParamPath>, bool);

pub(super) fn part(
    place: &str,
    name: Option<&str>,
    runs: &[Run],
    from: From<'_>,
    names: &Names,
    encoded: bool,
) -> TracedPart {
    let pieces = runs.iter().filter(|run| !run.text.is_empty()).map(|run| {
        let named = run.name.as_deref().and_then(|name| names.named(name));
        let (layer, path, secret) = match &run.name {
            Some(name) => (
                named.and_then(|named| named.layer),
                Some(name.clone()),
                run.secret,
            ),
            None => (from.0, from.1.map(ToString::to_string), from.2),
        };
        let text = if secret {
            MASK.to_owned()
        } else if encoded {
            encode(&run.text)
        } else {
            run.text.clone()
        };
        TracedPiece {
            text,
            layer,
            path,
            secret,
        }
    });
    TracedPart {
        place: place.to_owned(),
        name: name.map(str::to_owned),
        pieces: pieces.collect(),
    }
}

impl Effective {
    /// The names with a placeholder for every credential that is not there yet.
    fn dry(&self, names: &Names) -> Names {
        let mut dry = names.clone();
        for name in [
            "accessToken",
            "refreshToken",
            "code",
            "codeVerifier",
            "assertion",
            "clientSecret",
        ] {
            if dry.get(name).is_none() {
                dry.set_secret(name, PLACEHOLDER.into());
            }
        }
        if dry.now_ms().is_none() {
            dry.set_now_and_uuid(0, KNOWN_LATER.to_owned());
        }
        for (name, param) in self.document.params.iter().filter(|(_, param)| param.secret) {
            if dry.get(name).is_none() && param.source != ParamSource::Developer {
                dry.set_secret(name, PLACEHOLDER.into());
            }
        }
        dry
    }

    /// A URL that the file or the metadata gives, in pieces.
    fn trace_endpoint(
        template: Option<&UrlTemplate>,
        place: &str,
        url: &Url,
        names: &Names,
    ) -> Result<Vec<TracedPart>, TemplateError> {
        if let Some(template) = template {
            let filled = template.fill(names, place, None)?;
            let from = (Some(Layer::Connector), None, false);
            let mut parts = vec![
                part("origin", None, &filled.origin, from, names, false),
                part("path", None, &filled.path, from, names, false),
            ];
            if !filled.query.is_empty() {
                parts.push(part("query", None, &filled.query, from, names, false));
            }
            Ok(parts)
        } else {
            let (origin, path) = split_url(url, &Run::literal(""));
            let from = (Some(Layer::Discovered), None, false);
            Ok(vec![
                part("origin", None, &origin, from, names, false),
                part("path", None, &path, from, names, false),
            ])
        }
    }

    fn layer_of(&self, path: Option<&ParamPath>) -> Option<Layer> {
        let path = path?;
        self.leaves
            .iter()
            .find(|leaf| leaf.path == *path)
            .map(|leaf| leaf.layer)
    }

    /// The authorize URL in pieces, for the dry run.
    ///
    /// # Errors
    /// As [`Effective::authorize_url`].
    pub fn trace_authorize(
        &self,
        names: &Names,
        endpoints: &Endpoints,
        input: &AuthorizeInput<'_>,
    ) -> Result<Vec<TracedPart>, TemplateError> {
        let place = "auth.authorize.url";
        let url = endpoints
            .authorize
            .as_ref()
            .ok_or_else(|| not_a_url(place, "this connector has none"))?;
        let names = &self.dry(names);
        let mut parts = Self::trace_endpoint(self.document.auth.authorize.url.as_ref(), place, url, names)?;
        if self.auth_kind() == AuthKind::Oauth1 {
            for (name, value) in self.own_authorize_params(&names.masked())? {
                let path = ParamPath::new(["authorizeParams", name.as_str()]);
                let secret = looks_secret(&name, &value);
                let from = (self.layer_of(Some(&path)), Some(&path), secret);
                parts.push(part(
                    "query",
                    Some(&name),
                    &[Run::literal(value)],
                    from,
                    names,
                    true,
                ));
            }
            parts.push(masked("query", "oauth_token"));
            return Ok(parts);
        }
        let resource = endpoints
            .token
            .as_ref()
            .and_then(|token| token.resource.as_deref());
        for param in self.authorize_params(names, input, resource)? {
            let path = param.path.as_ref();
            let value = text(&param.runs);
            let secret = path.is_some_and(|path| {
                path.root() == "authorizeParams" && self.layer_of(Some(path)) > Some(Layer::Variant)
            }) && looks_secret(&param.name, &value);
            parts.push(part(
                "query",
                Some(&param.name),
                &param.runs,
                (self.layer_of(path), path, secret),
                names,
                true,
            ));
        }
        Ok(parts)
    }

    /// The names with a placeholder for what only the callback or an answer gives.
    fn later(&self, names: &Names) -> Names {
        let mut names = names.clone();
        let discovered = self.document.params.iter();
        let discovered = discovered
            .filter(|(_, param)| param.source == ParamSource::Discovered)
            .map(|(name, _)| name.as_str());
        for name in discovered.chain(["state", "redirectUri", "assertion"]) {
            if names.get(name).is_none() {
                names.set(name, KNOWN_LATER.to_owned());
            }
        }
        names
    }

    /// Whether signing in makes a request that [`Effective::trace_token`] can show.
    pub fn traces_token(&self, endpoints: &Endpoints) -> bool {
        endpoints.token.is_some() || !self.document.auth.steps.is_empty()
    }

    /// The token request in pieces, for the dry run: the code's or the device's, the re-mint's of a kind without either,
    /// the first step of an exchange, or OAuth 1's temporary credentials.
    ///
    /// # Errors
    /// A template that cannot be filled.
    pub fn trace_token(&self, names: &Names, endpoints: &Endpoints) -> Result<TracedRequest, TemplateError> {
        let place = "auth.token.url";
        if let Some(own) = self.trace_own(&self.later(&self.dry(names)))? {
            return Ok(own);
        }
        let endpoint = endpoints
            .token
            .as_ref()
            .filter(|_| self.auth_kind() != AuthKind::Exchange)
            .ok_or_else(|| not_a_url(place, "this connector has none"))?;
        let names = &self.dry(names);
        let id = self.client_id().unwrap_or_default();
        let secret = self.client_secret();
        let assertion = Secret::from(PLACEHOLDER);
        let client = ClientRef {
            id: &id,
            secret: secret.as_ref(),
            assertion: Some(&assertion),
        };
        let params = self.token_params();
        let scopes = self.asked_scopes(names)?;
        let plan = if self.is_device_flow() {
            endpoint.device_token_request(&client, &PLACEHOLDER.into(), &params)
        } else if self.auth_kind().has_grant() {
            let redirect = names.get("redirectUri").unwrap_or("(the redirect URI)");
            let verifier = Some(PLACEHOLDER).filter(|_| self.pkce() != Pkce::Off);
            let late = self.later(names);
            endpoint.code_request(&client, PLACEHOLDER, redirect, verifier, &params, &late)?
        } else if self.auth_kind() == AuthKind::Jwt {
            endpoint.jwt_bearer_request(&client, &assertion, &scopes, &params)
        } else {
            endpoint.client_credentials_request(&client, &scopes, &params)
        };
        let mut parts =
            Self::trace_endpoint(self.document.auth.token.url.as_ref(), place, &endpoint.url, names)?;
        let field = |place: &str, name: &str, value: &str| {
            let standard = endpoint
                .rename
                .iter()
                .find(|(_, sent)| *sent == name)
                .map_or(name, |(standard, _)| standard.as_str());
            let path = match standard {
                "client_id" => Some(ParamPath::new(["clientId"])),
                "client_secret" | "Authorization" => Some(ParamPath::new(["clientSecret"])),
                "scope" => Some(ParamPath::new(["scopes"])),
                _ => Some(ParamPath::new(["tokenParams", name]))
                    .filter(|path| self.layer_of(Some(path)).is_some()),
            };
            let protocol = matches!(
                standard,
                "client_secret"
                    | "Authorization"
                    | "code"
                    | "code_verifier"
                    | "device_code"
                    | "refresh_token"
                    | "assertion"
                    | "client_assertion"
            );
            let secret = protocol
                || value.contains(PLACEHOLDER)
                || (path.as_ref().is_some_and(|path| path.root() == "tokenParams")
                    && looks_secret(name, value));
            let from = (self.layer_of(path.as_ref()), path.as_ref(), secret);
            part(place, Some(name), &[Run::literal(value)], from, names, false)
        };
        let headers = plan
            .headers
            .iter()
            .map(|(name, value)| field("header", name, value.expose()))
            .collect();
        let mut body = Vec::new();
        match &plan.body {
            PlanBody::Form(pairs) => body.extend(
                pairs
                    .iter()
                    .map(|(name, value)| field("body", name, value.expose())),
            ),
            PlanBody::Json(json) => {
                let object: serde_json::Map<String, serde_json::Value> =
                    serde_json::from_str(json.expose()).unwrap_or_default();
                body.extend(
                    object
                        .iter()
                        .map(|(name, value)| field("body", name, value.as_str().unwrap_or_default())),
                );
            }
            PlanBody::None => parts.extend(
                plan.url
                    .query_pairs()
                    .map(|(name, value)| field("query", &name, &value)),
            ),
            PlanBody::Bytes(_) => {}
        }
        Ok(TracedRequest {
            method: plan.method,
            parts,
            headers,
            body,
        })
    }

    /// A call in pieces, for the dry run.
    ///
    /// # Errors
    /// A template that cannot be filled.
    pub fn trace_call(
        &self,
        names: &Names,
        method: &str,
        path: &str,
    ) -> Result<TracedRequest, TemplateError> {
        let names = &self.dry(names);
        let base = self.base(names)?;
        let base_path = ParamPath::new(["http", "baseUrl"]);
        let from = (self.layer_of(Some(&base_path)), Some(&base_path), false);
        let mut runs = base.path.clone();
        if text(&runs).ends_with('/')
            && path.starts_with('/')
            && let Some(last) = runs.last_mut()
        {
            last.text.pop();
        }
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let mut parts = vec![
            part("origin", None, &base.origin, from, names, false),
            part("path", None, &runs, from, names, false),
        ];
        if let Some(whole) = parts.get_mut(1) {
            whole.pieces.push(TracedPiece {
                text: path.to_owned(),
                layer: None,
                path: None,
                secret: false,
            });
        }
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            parts.push(part(
                "query",
                Some(&name),
                &[Run::literal(value)],
                (None, None, false),
                names,
                true,
            ));
        }
        let of = |place: &str, (name, leaf, runs): CallPart<'_>| {
            let masked = leaf.secret || (!leaf.declared && looks_secret(name, &text(&runs)));
            part(
                place,
                Some(name),
                &runs,
                (Some(leaf.layer), Some(&leaf.path), masked),
                names,
                place == "query",
            )
        };
        parts.extend(self.call_query(names)?.into_iter().map(|call| of("query", call)));
        let headers = self
            .call_headers(names)?
            .into_iter()
            .map(|call| of("header", call))
            .collect();
        Ok(TracedRequest {
            method: method.to_owned(),
            parts,
            headers,
            body: Vec::new(),
        })
    }
}
