//! Endpoints and the authorize URL (RFC 6749 §4.1.1).

use indexmap::IndexMap;
use url::Url;

use super::{
    AuthorizeInput, Endpoints, Metadata, ResponseRules, RevokeRule, TokenEndpoint, calls::add_query,
};
use crate::{
    ClientAuth, Effective, Names, ParamPath, Patch, Pkce, TemplateError,
    templates::{Run, Template, fill, fill_header, not_a_url, text},
    values::as_text,
};

/// Longer URLs are refused by servers and browsers (security A1.10).
const MAX_URL: usize = 8 * 1024;

/// One parameter of the authorize request: name as sent, standard name, value, the path that it comes from.
pub(crate) struct AuthorizeParam {
    pub(crate) name: String,
    pub(crate) runs: Vec<Run>,
    pub(crate) path: Option<ParamPath>,
}

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

    /// The endpoints of an attempt: those of the file, and for what it leaves out those of the metadata.
    ///
    /// # Errors
    /// A template that cannot be filled.
    pub fn endpoints(&self, names: &Names, metadata: Option<&Metadata>) -> Result<Endpoints, TemplateError> {
        let auth = &self.document.auth;
        let authorize = match &auth.authorize.url {
            Some(url) => Some(url.fill(names, "auth.authorize.url", None)?.url),
            None => metadata.and_then(|metadata| metadata.authorization_endpoint.clone()),
        };
        let url = match &auth.token.url {
            Some(url) => Some(url.fill(names, "auth.token.url", None)?.url),
            None => metadata.and_then(|metadata| metadata.token_endpoint.clone()),
        };
        let token = url
            .map(|url| self.token_endpoint(url, names, metadata))
            .transpose()?;
        Ok(Endpoints {
            authorize,
            token,
            issuer: metadata.map(|metadata| metadata.issuer.clone()),
            iss_required: metadata
                .is_some_and(|metadata| metadata.authorization_response_iss_parameter_supported),
        })
    }

    fn token_endpoint(
        &self,
        url: Url,
        names: &Names,
        metadata: Option<&Metadata>,
    ) -> Result<TokenEndpoint, TemplateError> {
        let auth = &self.document.auth;
        let filled =
            |map: &IndexMap<String, Template>, place: &str| -> Result<Vec<(String, String)>, TemplateError> {
                map.iter()
                    .map(|(name, template)| {
                        Ok((
                            name.clone(),
                            text(&fill(template, names, &format!("{place}.{name}"))?),
                        ))
                    })
                    .collect()
            };
        let refresh_url = match &auth.refresh.url {
            Some(refresh) => refresh.fill(names, "auth.refresh.url", None)?.url,
            None => url.clone(),
        };
        let mut params = Vec::new();
        for (name, leaf) in self.below(&["tokenParams"]).filter(|(_, leaf)| leaf.template) {
            if let Some(template) = auth.token.params.get(name) {
                params.push((
                    name.to_owned(),
                    text(&fill(template, names, &leaf.path.to_string())?),
                ));
            }
        }
        let mut headers = Vec::new();
        for (name, template) in &auth.token.headers {
            headers.push((
                name.clone(),
                text(&fill_header(
                    template,
                    names,
                    &format!("auth.token.headers.{name}"),
                )?),
            ));
        }
        let revoke = match &auth.revoke {
            Some(revoke) => {
                let request = &revoke.request;
                let base = if request.url.is_relative() {
                    Some(self.base(names)?)
                } else {
                    None
                };
                Some(RevokeRule {
                    method: request.method.clone(),
                    url: request
                        .url
                        .fill(names, "auth.revoke.request.url", base.as_ref())?
                        .url,
                    headers: request.headers.clone(),
                    query: request.query.clone(),
                    form: request.form.clone(),
                    json: request.json.clone(),
                    client_auth: false,
                })
            }
            None => metadata
                .and_then(|metadata| metadata.revocation_endpoint.clone())
                .and_then(RevokeRule::standard),
        };
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
            refresh_params: filled(&auth.refresh.params, "auth.refresh.params")?,
            rename: auth.token.rename.clone(),
            refresh_enabled: auth.refresh.enabled,
            buffer_s: auth.refresh.buffer_s,
            response: ResponseRules {
                rules: auth.response.clone(),
            },
            revoke,
            scope_separator: auth.authorize.scope_separator.clone(),
        })
    }

    /// The URL where the user authorises (RFC 6749 §4.1.1).
    ///
    /// # Errors
    /// A template that cannot be filled, or a connector without an authorize URL.
    pub fn authorize_url(
        &self,
        names: &Names,
        endpoints: &Endpoints,
        input: &AuthorizeInput<'_>,
    ) -> Result<Url, TemplateError> {
        let place = "auth.authorize.url";
        let mut url = endpoints
            .authorize
            .clone()
            .ok_or_else(|| not_a_url(place, "this connector has none"))?;
        let params = self.authorize_params(names, input)?;
        keep_query(&mut url, |name| !params.iter().any(|param| param.name == name));
        let values: Vec<String> = params.iter().map(|param| text(&param.runs)).collect();
        add_query(
            &mut url,
            params
                .iter()
                .zip(&values)
                .map(|(param, value)| (param.name.as_str(), value.as_str())),
        );
        if url.as_str().len() > MAX_URL {
            return Err(not_a_url(place, "it would be longer than 8 KiB"));
        }
        Ok(url)
    }

    /// Its parameters, none twice. The protocol's own take the place of any other of that name.
    pub(crate) fn authorize_params(
        &self,
        names: &Names,
        input: &AuthorizeInput<'_>,
    ) -> Result<Vec<AuthorizeParam>, TemplateError> {
        let authorize = &self.document.auth.authorize;
        let mut own: Vec<(&str, String, Option<&str>)> = vec![
            ("response_type", "code".to_owned(), None),
            ("client_id", input.client_id.to_owned(), Some("clientId")),
            ("redirect_uri", input.redirect_uri.to_owned(), None),
        ];
        if !input.scopes.is_empty() {
            own.push((
                "scope",
                input.scopes.join(&authorize.scope_separator),
                Some("scopes"),
            ));
        }
        own.push(("state", input.state.to_owned(), None));
        if let Some(challenge) = input.code_challenge.filter(|_| authorize.pkce != Pkce::Off) {
            own.push(("code_challenge", challenge.to_owned(), None));
            let method = if authorize.pkce == Pkce::Plain {
                "plain"
            } else {
                "S256"
            };
            own.push(("code_challenge_method", method.to_owned(), None));
        }
        let mut params: Vec<AuthorizeParam> = Vec::new();
        for (name, value, path) in own {
            let sent = authorize.rename.get(name).map_or(name, String::as_str);
            if !sent.is_empty() {
                let path = path.map(|path| ParamPath::new([path]));
                params.push(AuthorizeParam {
                    name: sent.to_owned(),
                    runs: vec![Run::literal(value)],
                    path,
                });
            }
        }
        for (name, leaf) in self.below(&["authorizeParams"]) {
            if params.iter().any(|param| param.name == name) {
                continue;
            }
            let runs = match authorize.params.get(name).filter(|_| leaf.is_of_file()) {
                Some(template) => fill(template, names, &leaf.path.to_string())?,
                None => vec![Run::literal(as_text(&leaf.value).unwrap_or_default())],
            };
            params.push(AuthorizeParam {
                name: name.to_owned(),
                runs,
                path: Some(leaf.path.clone()),
            });
        }
        Ok(params)
    }

    /// The discovered parameters that a callback's query holds. A value that an `enum` does not have is left out.
    pub fn capture_callback(&self, query: &[(String, String)]) -> Patch {
        let mut captured = Patch::default();
        for (name, from) in &self.document.auth.authorize.capture {
            let Some((_, value)) = query.iter().find(|(known, _)| known == from) else {
                continue;
            };
            let value: serde_json::Value = value.as_str().into();
            let param = self.document.params.get(name);
            if param.is_some_and(|param| crate::values::value_problem(param, &value).is_none()) {
                // A name of one segment can always be set.
                let _ = captured.set(&ParamPath::new([name.as_str()]), value);
            }
        }
        captured
    }
}

impl RevokeRule {
    /// RFC 7009 §2.1.
    fn standard(url: Url) -> Option<Self> {
        let token = Template::parse("${refreshToken ?? accessToken}").ok()?;
        Some(Self {
            method: "POST".to_owned(),
            url,
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

/// Takes out query parameters that would be there twice.
fn keep_query(url: &mut Url, keep: impl Fn(&str) -> bool) {
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .into_owned()
        .filter(|(name, _)| keep(name))
        .collect();
    url.set_query(None);
    add_query(
        url,
        kept.iter().map(|(name, value)| (name.as_str(), value.as_str())),
    );
}
