//! Requests as they would be sent, each piece with the layer that it comes from: the dry run.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use url::Url;

use super::{AuthorizeInput, Endpoints, calls::CallPart, metadata::UNREAD, trace_own::masked};
use crate::{
    AuthKind, Effective, Layer, MASK, Names, ParamPath, ParamSource, TemplateError, looks_secret,
    masking::marked,
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
pub(super) const PLACEHOLDER: &str = "placeholder";

/// What stands in for a value that only the provider gives. Shown as it is; it may stand in a host.
pub(super) const KNOWN_LATER: &str = "known-later";

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

/// A URL that no template gives: what metadata named, or what a grant keeps.
pub(super) fn literal_url(url: &Url, layer: Option<Layer>) -> Vec<TracedPart> {
    let whole = |place: &str, text: String| TracedPart {
        place: place.to_owned(),
        name: None,
        pieces: vec![TracedPiece {
            text,
            layer,
            path: None,
            secret: false,
        }],
    };
    if url.host_str() == Some(UNREAD) {
        let what = url.path().trim_start_matches('/').replace('-', " ");
        return vec![whole("origin", format!("(the {what} of the provider)"))];
    }
    let (origin, path) = split_url(url, &Run::literal(""));
    let mut parts = vec![whole("origin", text(&origin)), whole("path", text(&path))];
    if let Some(query) = url.query() {
        parts.push(whole("query", query.to_owned()));
    }
    parts
}

impl Effective {
    /// The names with a placeholder for every credential that is not there yet.
    pub(super) fn dry(&self, names: &Names) -> Names {
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
        if dry.get("tokenType").is_none() {
            dry.set("tokenType", "Bearer".to_owned());
        }
        if dry.now_ms().is_none() {
            dry.set_now_and_uuid(0, KNOWN_LATER.to_owned());
        }
        for (name, param) in self.document.params.iter().filter(|(_, param)| param.secret) {
            if dry.get(name).is_none() && param.source != ParamSource::Developer {
                let layer = match param.source {
                    ParamSource::User => Layer::Input,
                    _ => Layer::Discovered,
                };
                dry.insert(name, PLACEHOLDER.into(), true, Some(layer));
            }
        }
        dry
    }

    /// A URL that the file or the metadata gives, in pieces.
    pub(super) fn trace_endpoint(
        template: Option<&UrlTemplate>,
        place: &str,
        url: &Url,
        names: &Names,
    ) -> Result<Vec<TracedPart>, TemplateError> {
        let Some(template) = template else {
            return Ok(literal_url(url, Some(Layer::Discovered)));
        };
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
    }

    pub(super) fn layer_of(&self, path: Option<&ParamPath>) -> Option<Layer> {
        let path = path?;
        self.leaves
            .iter()
            .find(|leaf| leaf.path == *path)
            .map(|leaf| leaf.layer)
    }

    /// Whether a value at this path is hidden, unless it is declared a secret: as the developer marked it, or by its looks.
    pub fn hides(&self, path: &ParamPath, name: &str, value: &str) -> bool {
        marked(path, &self.marks).unwrap_or_else(|| looks_secret(name, value))
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
                let secret = self.hides(&path, &name, &value);
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
                path.root() == "authorizeParams"
                    && self.layer_of(Some(path)) > Some(Layer::Variant)
                    && self.hides(path, &param.name, &value)
            });
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
            let masked = leaf.secret || (!leaf.declared && self.hides(&leaf.path, name, &text(&runs)));
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
