//! The endpoints of an attempt: from the file, and for what it leaves out from the server's metadata.

use indexmap::IndexMap;
use url::Url;

use super::{
    Endpoints, Metadata, ResponseRules, RevokeRule, TokenEndpoint,
    token::{Late, OwnRequest},
};
use crate::{
    AuthKind, ClientAuth, Effective, Names, TemplateError, Use,
    templates::{Template, UrlTemplate, fill, fill_header, text},
    values::as_text,
};

/// Names that are known only once the user came back or a token is there.
const LATER: [&str; 8] = [
    "accessToken",
    "assertion",
    "code",
    "codeVerifier",
    "redirectUri",
    "refreshToken",
    "state",
    "tokenType",
];

/// What a URL holds where a credential will stand.
const PLACEHOLDER: &str = "placeholder";

impl Effective {
    /// The issuer whose metadata gives the endpoints, where the connector has `auth.discovery`.
    ///
    /// # Errors
    /// A template that cannot be filled.
    pub fn discovery_url(&self, names: &Names) -> Result<Option<Url>, TemplateError> {
        let discovery = self.document.auth.discovery.as_ref();
        discovery
            .map(|url| url.fill(names, "auth.discovery", None).map(|filled| filled.url))
            .transpose()
    }

    /// Whether the issuer of [`Effective::discovery_url`] is a protected resource that names its servers (RFC 9728).
    pub fn discovers_by_resource(&self) -> bool {
        self.document.auth.resource_metadata
    }

    /// Whether a client registers itself where none is set (RFC 7591).
    pub fn registers_clients(&self) -> bool {
        self.document.auth.registration
    }

    /// Whether authorization requests are pushed (RFC 9126).
    pub fn par(&self) -> Use {
        self.document.auth.par
    }

    /// Whether the user allows the sign-in on another page, by a code (RFC 8628).
    pub fn is_device_flow(&self) -> bool {
        self.document.auth.device.is_some() && self.document.auth.authorize.url.is_none()
    }

    /// The endpoints of an attempt: those of the file, and for what it leaves out those of the metadata. What depends on
    /// the callback or the token answer is left open: see [`Endpoints::by_capture`] and [`TokenEndpoint::settle`].
    ///
    /// # Errors
    /// A template that cannot be filled.
    pub fn endpoints(&self, names: &Names, metadata: Option<&Metadata>) -> Result<Endpoints, TemplateError> {
        let auth = &self.document.auth;
        let own = |url: Option<&UrlTemplate>, place: &str| -> Result<Option<Url>, TemplateError> {
            url.map(|url| url.fill(names, place, None).map(|filled| filled.url))
                .transpose()
        };
        let authorize = match own(auth.authorize.url.as_ref(), "auth.authorize.url")? {
            Some(url) => Some(url),
            None => metadata.and_then(|metadata| metadata.authorization_endpoint.clone()),
        };
        let by_capture = self.token_by_capture(names, metadata)?;
        let token = match (&by_capture, &auth.token.url) {
            (Some((_, all)), _) => all.first().map(|(_, endpoint)| endpoint.clone()),
            (None, Some(url)) => {
                let url = url.fill(names, "auth.token.url", None)?.url;
                Some(self.token_endpoint(url, names, metadata)?)
            }
            (None, None) => metadata
                .and_then(|metadata| metadata.token_endpoint.clone())
                .or(self.exchange_url(names)?)
                .map(|url| self.token_endpoint(url, names, metadata))
                .transpose()?,
        };
        let device = match auth.device.as_ref() {
            Some(device) => match own(device.url.as_ref(), "auth.device.url")? {
                Some(url) => Some(url),
                None => metadata.and_then(|metadata| metadata.device_authorization_endpoint.clone()),
            },
            None => None,
        };
        let par = match own(auth.par_url.as_ref(), "auth.par_url")? {
            Some(url) => Some(url),
            None => metadata.and_then(|metadata| metadata.pushed_authorization_request_endpoint.clone()),
        };
        let required = metadata.is_some_and(|metadata| metadata.require_pushed_authorization_requests);
        Ok(Endpoints {
            authorize,
            token,
            issuer: metadata.map(|metadata| metadata.issuer.clone()),
            iss_required: metadata
                .is_some_and(|metadata| metadata.authorization_response_iss_parameter_supported),
            par_required: match auth.par {
                Use::Auto => required,
                Use::Always => true,
                Use::Off => false,
            },
            par,
            device,
            registration: metadata.and_then(|metadata| metadata.registration_endpoint.clone()),
            by_capture,
        })
    }

    /// What stands for the token endpoint of an exchange: its first step. Nothing is asked there but the steps; refreshes of
    /// the provider's own and revocations are kept with it.
    fn exchange_url(&self, names: &Names) -> Result<Option<Url>, TemplateError> {
        let auth = &self.document.auth;
        let first = auth.steps.first().filter(|_| auth.kind == AuthKind::Exchange);
        let Some(step) = first else { return Ok(None) };
        let mut names = names.clone();
        for name in step.request.url.names() {
            if self.is_later(name) && names.get(name).is_none() {
                names.set(name, PLACEHOLDER.to_owned());
            }
        }
        let url = &step.request.url;
        let base = if url.is_relative() {
            match self.base(&names) {
                Ok(base) => Some(base),
                Err(error) if self.waits(&error) => return Ok(None),
                Err(error) => return Err(error),
            }
        } else {
            None
        };
        Ok(Some(
            url.fill(&names, "auth.steps.0.request.url", base.as_ref())?.url,
        ))
    }

    /// The token endpoint for each value that a callback may capture into its host (Zoho's `accounts-server`): only values
    /// of an `enum`, so that nobody but the file decides where codes go.
    #[allow(clippy::type_complexity, reason = "a name and a list by value")]
    fn token_by_capture(
        &self,
        names: &Names,
        metadata: Option<&Metadata>,
    ) -> Result<Option<(String, Vec<(String, TokenEndpoint)>)>, TemplateError> {
        let auth = &self.document.auth;
        let Some(url) = &auth.token.url else {
            return Ok(None);
        };
        let captured = url
            .names()
            .into_iter()
            .find(|name| auth.authorize.capture.contains_key(*name));
        let Some(param) = captured.and_then(|name| self.document.params.get(name)) else {
            return Ok(None);
        };
        let name = captured.unwrap_or_default();
        let mut all = Vec::new();
        for value in param.allowed.iter().filter_map(as_text) {
            let mut names = names.clone();
            names.set(name, value.clone());
            let url = url.fill(&names, "auth.token.url", None)?.url;
            all.push((value, self.token_endpoint(url, &names, metadata)?));
        }
        Ok((!all.is_empty()).then(|| (name.to_owned(), all)))
    }

    /// Whether a name gets its value only later.
    fn is_later(&self, name: &str) -> bool {
        let param = self.document.params.get(name);
        LATER.contains(&name)
            || param.is_some_and(|param| param.source == crate::ParamSource::Discovered)
            || self.is_captured(name)
    }

    /// Whether the callback, the token answer or a step gives a name.
    pub(super) fn is_captured(&self, name: &str) -> bool {
        let auth = &self.document.auth;
        auth.authorize.capture.contains_key(name)
            || auth.response.capture.contains_key(name)
            || auth.steps.iter().any(|step| step.capture.contains_key(name))
    }

    /// Whether a template waits for a discovered parameter that is not known yet.
    pub(super) fn waits_for_discovery(&self, error: &TemplateError) -> bool {
        let TemplateError::Unresolved { name, .. } = error else {
            return false;
        };
        let param = self.document.params.get(name);
        param.is_some_and(|param| param.source == crate::ParamSource::Discovered)
    }

    fn waits(&self, error: &TemplateError) -> bool {
        matches!(error, TemplateError::Unresolved { name, .. } if self.is_later(name))
    }

    fn token_endpoint(
        &self,
        url: Url,
        names: &Names,
        metadata: Option<&Metadata>,
    ) -> Result<TokenEndpoint, TemplateError> {
        let auth = &self.document.auth;
        let mut late = Late::default();
        let refresh_url = match &auth.refresh.url {
            Some(refresh) => match refresh.fill(names, "auth.refresh.url", None) {
                Ok(filled) => filled.url,
                Err(error) if self.waits(&error) => url.clone(),
                Err(error) => return Err(error),
            },
            None => url.clone(),
        };
        let own = self.below(&["tokenParams"]).filter(|(_, leaf)| leaf.template);
        let own: IndexMap<String, Template> = own
            .filter_map(|(name, _)| Some((name.to_owned(), auth.token.params.get(name)?.clone())))
            .collect();
        let params = self.or_late(&own, names, "tokenParams", false, &mut late.params)?;
        let headers = self.or_late(
            &auth.token.headers,
            names,
            "auth.token.headers",
            true,
            &mut late.headers,
        )?;
        let refresh_params = self.or_late(
            &auth.refresh.params,
            names,
            "auth.refresh.params",
            false,
            &mut late.refresh_params,
        )?;
        Ok(TokenEndpoint {
            url,
            refresh_url,
            client_auth: auth
                .token
                .client_auth
                .unwrap_or_else(|| metadata.map_or(ClientAuth::Post, client_auth)),
            body: auth.token.body,
            headers,
            params,
            refresh_params,
            rename: auth.token.rename.clone(),
            refresh_enabled: auth.refresh.enabled,
            buffer_s: auth.refresh.buffer_s,
            response: ResponseRules {
                rules: auth.response.clone(),
            },
            revoke: self.revoke_rule(names, metadata)?,
            scope_separator: auth.authorize.scope_separator.clone(),
            late,
            refresh_request: self.own_refresh(names)?,
            needs_refresh_token: auth.refresh.needs_refresh_token,
            after_s: auth.refresh.after_s,
            dpop: auth.dpop,
            resource: if auth.resource_metadata {
                self.discovery_url(names)?.map(|url| url.to_string())
            } else {
                None
            },
        })
    }

    /// Fills templates; those that wait for a later value are kept as they are.
    fn or_late(
        &self,
        map: &IndexMap<String, Template>,
        names: &Names,
        place: &str,
        header: bool,
        late: &mut Vec<(String, Template)>,
    ) -> Result<Vec<(String, String)>, TemplateError> {
        let mut filled = Vec::new();
        for (name, template) in map {
            let place = format!("{place}.{name}");
            let runs = if header {
                fill_header(template, names, &place)
            } else {
                fill(template, names, &place)
            };
            match runs {
                Ok(runs) if text(&runs).is_empty() => {}
                Ok(runs) => filled.push((name.clone(), text(&runs))),
                Err(error) if self.waits(&error) => late.push((name.clone(), template.clone())),
                Err(error) => return Err(error),
            }
        }
        Ok(filled)
    }

    fn own_refresh(&self, names: &Names) -> Result<Option<OwnRequest>, TemplateError> {
        let Some(request) = &self.document.auth.refresh.request else {
            return Ok(None);
        };
        let base = if request.url.is_relative() {
            match self.base(names) {
                Ok(filled) => Some(filled.url),
                Err(error) if self.waits(&error) => None,
                Err(error) => return Err(error),
            }
        } else {
            None
        };
        Ok(Some(OwnRequest {
            method: request.method.clone(),
            url: request.url.clone(),
            base,
            headers: request.headers.clone(),
            query: request.query.clone(),
            form: request.form.clone(),
            json: request.json.clone(),
        }))
    }

    /// How the grant is given back: as the file says, or as the metadata's endpoint wants it (RFC 7009).
    fn revoke_rule(
        &self,
        names: &Names,
        metadata: Option<&Metadata>,
    ) -> Result<Option<RevokeRule>, TemplateError> {
        let Some(revoke) = &self.document.auth.revoke else {
            return Ok(metadata
                .and_then(|metadata| metadata.revocation_endpoint.clone())
                .and_then(RevokeRule::standard));
        };
        let request = &revoke.request;
        let waiting = |error: TemplateError| if self.waits(&error) { Ok(None) } else { Err(error) };
        let base = if request.url.is_relative() {
            match self.base(names) {
                Ok(base) => Some(base),
                Err(error) => return waiting(error),
            }
        } else {
            None
        };
        let credentials: Vec<&str> = request
            .url
            .names()
            .into_iter()
            .filter(|name| matches!(*name, "accessToken" | "refreshToken"))
            .collect();
        let mut names = names.clone();
        for name in &credentials {
            names.set(name, PLACEHOLDER.to_owned());
        }
        let url = match request.url.fill(&names, "auth.revoke.request.url", base.as_ref()) {
            Ok(filled) => filled.url,
            Err(error) => return waiting(error),
        };
        Ok(Some(RevokeRule {
            method: request.method.clone(),
            url,
            template: (!credentials.is_empty()).then(|| request.url.clone()),
            base: base.filter(|_| !credentials.is_empty()).map(|base| base.url),
            headers: request.headers.clone(),
            query: request.query.clone(),
            form: request.form.clone(),
            json: request.json.clone(),
            client_auth: false,
        }))
    }
}

impl RevokeRule {
    /// RFC 7009 §2.1.
    fn standard(url: Url) -> Option<Self> {
        let token = Template::parse("${refreshToken ?? accessToken}").ok()?;
        Some(Self {
            method: "POST".to_owned(),
            url,
            template: None,
            base: None,
            headers: IndexMap::new(),
            query: IndexMap::new(),
            form: IndexMap::from([("token".to_owned(), token)]),
            json: None,
            client_auth: true,
        })
    }
}

/// Without a word of the server's, `client_secret_basic` (RFC 8414 §2).
fn client_auth(metadata: &Metadata) -> ClientAuth {
    let methods = metadata
        .token_endpoint_auth_methods_supported
        .as_deref()
        .unwrap_or_default();
    let has = |name: &str| methods.iter().any(|method| method == name);
    if has("client_secret_basic") || methods.is_empty() {
        ClientAuth::Basic
    } else if has("client_secret_post") {
        ClientAuth::Post
    } else {
        ClientAuth::None
    }
}
