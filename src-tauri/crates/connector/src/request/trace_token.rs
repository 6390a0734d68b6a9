//! The dry run of token requests: the first one, and the refresh.

use url::Url;

use super::{
    ClientRef, Endpoints, PlanBody, RequestPlan, TokenEndpoint,
    calls::Parts,
    token::{OwnRequest, base},
    trace::{From, KNOWN_LATER, PLACEHOLDER, TracedPart, TracedRequest, literal_url, part},
    trace_own::{FILE, trace_parts},
};
use crate::{
    AuthKind, Effective, Layer, Names, ParamPath, ParamSource, Pkce, Secret, TemplateError,
    templates::{Run, Template, fill, not_a_url, text},
    values::as_text,
};

/// Names of token requests whose values are credentials.
const CREDENTIALS: [&str; 8] = [
    "Authorization",
    "assertion",
    "client_assertion",
    "client_secret",
    "code",
    "code_verifier",
    "device_code",
    "refresh_token",
];

/// With what a refresh would be asked for: the grant's values, or the effective ones in their place.
#[derive(Debug, Clone, Copy)]
pub struct RefreshAs<'a> {
    /// The endpoint that the grant keeps, or that a connect would keep.
    pub endpoint: &'a TokenEndpoint,
    /// The client id.
    pub client_id: &'a str,
    /// The client secret.
    pub secret: Option<&'a Secret<String>>,
    /// The developer's additions.
    pub params: &'a [(String, String)],
}

/// What a token request was made with, for telling where its fields come from.
struct Made<'a> {
    endpoint: &'a TokenEndpoint,
    client: ClientRef<'a>,
    names: &'a Names,
    refresh: bool,
}

impl Effective {
    /// The names with a placeholder for what only the callback or an answer gives.
    fn later(&self, names: &Names) -> Names {
        let mut names = names.clone();
        let params = self.document.params.iter();
        for (name, _) in params.filter(|(_, param)| param.source == ParamSource::Discovered) {
            self.stand_in(&mut names, name);
        }
        for name in ["state", "redirectUri", "assertion"] {
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
        let names = &self.dry(names);
        let late = &self.later(names);
        if let Some(own) = self.trace_own(late)? {
            return Ok(own);
        }
        let endpoint = endpoints
            .token
            .as_ref()
            .filter(|_| self.auth_kind() != AuthKind::Exchange)
            .ok_or_else(|| not_a_url(place, "this connector has none"))?;
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
            endpoint.code_request(&client, PLACEHOLDER, redirect, verifier, &params, late)?
        } else if self.auth_kind() == AuthKind::Jwt {
            endpoint.jwt_bearer_request(&client, &assertion, &scopes, &params)
        } else {
            endpoint.client_credentials_request(&client, &scopes, &params)
        };
        let template = self.document.auth.token.url.as_ref();
        let parts = Self::trace_endpoint(template, place, &endpoint.url, late)?;
        let made = Made {
            endpoint,
            client,
            names: late,
            refresh: false,
        };
        Ok(self.traced(&plan, parts, &endpoint.url, &made))
    }

    /// The refresh in pieces, for the dry run: what it would send if it were due now. A value that only the grant has shows
    /// its parameter's path without a layer.
    ///
    /// # Errors
    /// A template that cannot be filled.
    pub fn trace_refresh(&self, names: &Names, with: &RefreshAs<'_>) -> Result<TracedRequest, TemplateError> {
        let names = &self.later(&self.dry(names));
        let endpoint = with.endpoint;
        if let Some(own) = &endpoint.refresh_request {
            return trace_own_request(own, names);
        }
        let assertion = Secret::from(PLACEHOLDER);
        let client = ClientRef {
            id: with.client_id,
            secret: with.secret,
            assertion: Some(&assertion),
        };
        let token = Secret::from(PLACEHOLDER);
        let plan = endpoint.refresh_request(&client, Some(&token), with.params, names)?;
        let auth = &self.document.auth;
        let (template, place) = match &auth.refresh.url {
            Some(url) => (Some(url), "auth.refresh.url"),
            None => (auth.token.url.as_ref(), "auth.token.url"),
        };
        let url = &endpoint.refresh_url;
        let of_file = template.and_then(|template| template.fill(names, place, None).ok());
        let parts = match of_file {
            Some(filled) if filled.url == *url => Self::trace_endpoint(template, place, url, names)?,
            // What the grant keeps, or what the metadata named.
            _ => literal_url(url, template.is_none().then_some(Layer::Discovered)),
        };
        let made = Made {
            endpoint,
            client,
            names,
            refresh: true,
        };
        Ok(self.traced(&plan, parts, url, &made))
    }

    fn traced(
        &self,
        plan: &RequestPlan,
        mut parts: Vec<TracedPart>,
        url: &Url,
        made: &Made<'_>,
    ) -> TracedRequest {
        let field = |place: &str, name: &str, value: &str| self.trace_field(made, place, name, value);
        let headers = plan.headers.iter();
        let headers = headers
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
            // Those of the URL itself are among its parts.
            PlanBody::None => parts.extend(
                plan.url
                    .query_pairs()
                    .skip(url.query_pairs().count())
                    .map(|(name, value)| field("query", &name, &value)),
            ),
            PlanBody::Bytes(_) => {}
        }
        TracedRequest {
            method: plan.method.clone(),
            parts,
            headers,
            body,
        }
    }

    /// One field of a token request: whose it is, and what it is made of where the file has a template for it.
    fn trace_field(&self, made: &Made<'_>, place: &str, name: &str, value: &str) -> TracedPart {
        let auth = &self.document.auth;
        let encoded = place == "query";
        let show = |runs: &[Run], from: From<'_>| part(place, Some(name), runs, from, made.names, encoded);
        if place == "header" {
            let known = auth.token.headers.iter();
            let mut known = known.filter(|(known, _)| known.eq_ignore_ascii_case(name));
            if let Some(runs) = known.find_map(|(_, template)| filled_as(template, made.names, value)) {
                return show(&runs, FILE);
            }
        }
        let renamed = made.endpoint.rename.iter().find(|(_, sent)| *sent == name);
        let standard = renamed.map_or(name, |(standard, _)| standard.as_str());
        let credential = CREDENTIALS.contains(&standard) || value.contains(PLACEHOLDER);
        let own = |path: &str, effective: Option<String>| {
            let path = ParamPath::new([path]);
            let layer = effective
                .is_some_and(|effective| effective == value)
                .then(|| self.layer_of(Some(&path)))
                .flatten();
            show(&[Run::literal(value)], (layer, Some(&path), credential))
        };
        match standard {
            "client_id" => return own("clientId", self.client_id()),
            "client_secret" | "Authorization" => {
                let effective = self.client_secret();
                let same = effective.as_ref() == made.client.secret;
                return own("clientSecret", same.then(|| value.to_owned()));
            }
            "scope" => return own("scopes", Some(value.to_owned())),
            _ => {}
        }
        if let Some(template) = auth.refresh.params.get(standard).filter(|_| made.refresh)
            && let Some(runs) = filled_as(template, made.names, value)
        {
            return show(&runs, FILE);
        }
        let path = ParamPath::new(["tokenParams", standard]);
        let leaf = self.leaves.iter().find(|leaf| leaf.path == path);
        let secret = credential || self.hides(&path, standard, value);
        let Some(leaf) = leaf else {
            let of_params = made.refresh && made.endpoint.params.iter().any(|(known, _)| known == standard);
            let path = Some(&path).filter(|_| of_params);
            return show(
                &[Run::literal(value)],
                (None, path, credential || (path.is_some() && secret)),
            );
        };
        let template = auth.token.params.get(standard).filter(|_| leaf.template);
        if let Some(runs) = template.and_then(|template| filled_as(template, made.names, value)) {
            return show(&runs, (Some(leaf.layer), Some(&path), credential));
        }
        let layer = (as_text(&leaf.value).as_deref() == Some(value)).then_some(leaf.layer);
        let secret = credential || leaf.secret || (!leaf.is_of_file() && secret);
        show(&[Run::literal(value)], (layer, Some(&path), secret))
    }
}

/// What a template is filled with, where that is what was sent.
fn filled_as(template: &Template, names: &Names, value: &str) -> Option<Vec<Run>> {
    fill(template, names, "auth.token")
        .ok()
        .filter(|runs| text(runs) == value)
}

/// A refresh of the provider's own.
fn trace_own_request(own: &OwnRequest, names: &Names) -> Result<TracedRequest, TemplateError> {
    let place = "auth.refresh.request";
    let joined = own.base.as_ref().map(base);
    let url = own.url.fill(names, place, joined.as_ref())?;
    let parts = Parts {
        method: &own.method,
        headers: &own.headers,
        query: &own.query,
        form: &own.form,
        json: own.json.as_ref(),
    };
    trace_parts(&parts, &url, names, place)
}
