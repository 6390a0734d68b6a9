//! The authorize URL and what comes back from it (RFC 6749 §4.1.1, §4.1.2).

use url::Url;

use super::{AuthorizeInput, Endpoints, calls::add_query};
use crate::{
    Effective, Names, ParamPath, Patch, Pkce, TemplateError,
    templates::{Run, fill, not_a_url, text},
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
        let resource = endpoints
            .token
            .as_ref()
            .and_then(|token| token.resource.as_deref());
        let params = self.authorize_params(names, input, resource)?;
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
        resource: Option<&str>,
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
        if let Some(resource) = resource {
            own.push(("resource", resource.to_owned(), None));
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
            // Empty after filling: there is nothing to say, as in `${prompt ?? ''}`. A developer's empty text is sent.
            if leaf.is_of_file() && text(&runs).is_empty() {
                continue;
            }
            params.push(AuthorizeParam {
                name: name.to_owned(),
                runs,
                path: Some(leaf.path.clone()),
            });
        }
        Ok(params)
    }

    /// The parameters of the file and the developer alone, for protocols with others of their own.
    pub(crate) fn own_authorize_params(&self, names: &Names) -> Result<Vec<(String, String)>, TemplateError> {
        let known = &self.document.auth.authorize.params;
        self.below(&["authorizeParams"])
            .map(|(name, leaf)| {
                let value = match known.get(name).filter(|_| leaf.is_of_file()) {
                    Some(template) => text(&fill(template, names, &leaf.path.to_string())?),
                    None => as_text(&leaf.value).unwrap_or_default(),
                };
                Ok((name.to_owned(), value))
            })
            .filter(|pair| pair.as_ref().map_or(true, |(_, value)| !value.is_empty()))
            .collect()
    }

    /// What is sent as `redirect_uri` in place of the URI, where the provider wants a name for it.
    ///
    /// # Errors
    /// A template that cannot be filled.
    pub fn redirect_send(&self, names: &Names) -> Result<Option<String>, TemplateError> {
        let send = self.document.redirect.send.as_ref();
        send.map(|send| fill(send, names, "redirect.send").map(|runs| text(&runs)))
            .transpose()
    }

    /// The name of the code in the callback's query.
    pub fn code_name(&self) -> &str {
        &self.document.auth.authorize.code
    }

    /// The scopes that the callback's query says were granted, where the connector says that it does.
    pub fn granted_in_callback(&self, query: &[(String, String)]) -> Option<Vec<String>> {
        let name = self.granted_name()?;
        let (_, value) = query.iter().find(|(known, _)| known == name)?;
        let separator = &self.document.auth.authorize.scope_separator;
        let parts: Vec<String> = value
            .split(|c: char| c.is_whitespace() || c == ',' || separator.contains(c))
            .filter(|scope| !scope.is_empty())
            .map(str::to_owned)
            .collect();
        (!parts.is_empty()).then_some(parts)
    }

    /// The name of the granted scopes in the callback's query.
    pub fn granted_name(&self) -> Option<&str> {
        Some(self.document.auth.authorize.granted.as_str()).filter(|name| !name.is_empty())
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
