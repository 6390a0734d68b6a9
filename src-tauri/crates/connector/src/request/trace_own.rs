//! The dry run of sign-ins that are not OAuth 2's: the first request of an exchange, OAuth 1's temporary credentials.

use serde_json::Value;

use super::{
    calls::{Parts, tree},
    trace::{From, TracedPart, TracedPiece, TracedRequest, part},
};
use crate::{
    AuthKind, Effective, Layer, MASK, Names, TemplateError,
    templates::{Filled, Run, Template, fill, fill_header},
};

/// The file wrote it; no one parameter did.
pub(super) const FILE: From<'static> = (Some(Layer::Connector), None, false);

impl Effective {
    /// The first request of a sign-in of the provider's own.
    pub(super) fn trace_own(&self, names: &Names) -> Result<Option<TracedRequest>, TemplateError> {
        let auth = &self.document.auth;
        let step = auth
            .steps
            .first()
            .filter(|_| matches!(auth.kind, AuthKind::Exchange | AuthKind::Jwt));
        if let Some(step) = step {
            let place = "auth.steps.0.request";
            let request = &step.request;
            let base = if request.url.is_relative() {
                Some(self.base(names)?)
            } else {
                None
            };
            let url = request.url.fill(names, &format!("{place}.url"), base.as_ref())?;
            let parts = Parts {
                method: &request.method,
                headers: &request.headers,
                query: &request.query,
                form: &request.form,
                json: request.json.as_ref(),
            };
            return trace_parts(&parts, &url, names, place).map(Some);
        }
        let Some(request) = auth.request.as_ref().filter(|_| auth.kind == AuthKind::Oauth1) else {
            return Ok(None);
        };
        let parts = url_parts(&request.url.fill(names, "auth.request.url", None)?, names);
        let mut body = Vec::new();
        for (name, template) in &request.params {
            let runs = fill(template, names, &format!("auth.request.params.{name}"))?;
            body.push(part("body", Some(name), &runs, FILE, names, false));
        }
        Ok(Some(TracedRequest {
            method: "POST".to_owned(),
            parts,
            headers: vec![masked("header", "Authorization")],
            body,
        }))
    }
}

/// A request of the file in pieces.
pub(super) fn trace_parts(
    request: &Parts<'_>,
    url: &Filled,
    names: &Names,
    place: &str,
) -> Result<TracedRequest, TemplateError> {
    let mut parts = url_parts(url, names);
    for (name, template) in request.query {
        let runs = fill(template, names, &format!("{place}.query.{name}"))?;
        parts.push(part("query", Some(name), &runs, FILE, names, true));
    }
    let mut headers = Vec::new();
    for (name, template) in request.headers {
        let runs = fill_header(template, names, &format!("{place}.headers.{name}"))?;
        headers.push(part("header", Some(name), &runs, FILE, names, false));
    }
    let mut body = Vec::new();
    for (name, template) in request.form {
        let runs = fill(template, names, &format!("{place}.form.{name}"))?;
        body.push(part("body", Some(name), &runs, FILE, names, false));
    }
    for (name, value) in request.json.and_then(Value::as_object).into_iter().flatten() {
        let place = format!("{place}.json.{name}");
        // Of what is nested only the text is shown, so its secrets are masked before they are filled in.
        let runs = match value.as_str().map(Template::parse) {
            Some(Ok(template)) => fill(&template, names, &place)?,
            _ => vec![Run::literal(tree(value, &names.masked(), &place)?.to_string())],
        };
        body.push(part("body", Some(name), &runs, FILE, names, false));
    }
    Ok(TracedRequest {
        method: request.method.to_owned(),
        parts,
        headers,
        body,
    })
}

/// A part whose whole value is masked: what a signature will be.
pub(super) fn masked(place: &str, name: &str) -> TracedPart {
    TracedPart {
        place: place.to_owned(),
        name: Some(name.to_owned()),
        pieces: vec![TracedPiece {
            text: MASK.to_owned(),
            layer: None,
            path: None,
            secret: true,
        }],
    }
}

fn url_parts(url: &Filled, names: &Names) -> Vec<TracedPart> {
    let mut parts = vec![
        part("origin", None, &url.origin, FILE, names, false),
        part("path", None, &url.path, FILE, names, false),
    ];
    if !url.query.is_empty() {
        parts.push(part("query", None, &url.query, FILE, names, false));
    }
    parts
}
