//! Calls, the test request and discovery: what is sent with a credential.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::Value;
use url::Url;

use super::{Endpoints, PlanBody, RequestPlan, TestRequest};
use crate::{
    AuthKind, DiscoverStep, Effective, Leaf, Names, Origin, ParamSource, Secret, TemplateError,
    format::RequestTemplate,
    reach,
    templates::{
        Filled, Run, Template, encode, fill, fill_header, header_value, not_a_url, split_url, text, whole_url,
    },
    values::as_text,
};

type Pairs = Vec<(String, Secret<String>)>;

/// A request's parts as the file has them, its URL apart.
pub(crate) struct Parts<'a> {
    pub(crate) method: &'a str,
    pub(crate) headers: &'a IndexMap<String, Template>,
    pub(crate) query: &'a IndexMap<String, Template>,
    pub(crate) form: &'a IndexMap<String, Template>,
    pub(crate) json: Option<&'a Value>,
}

impl Parts<'_> {
    /// The request to a URL.
    pub(crate) fn plan(
        &self,
        mut url: Url,
        names: &Names,
        place: &str,
    ) -> Result<RequestPlan, TemplateError> {
        let mut headers = Pairs::new();
        for (name, template) in self.headers {
            let value = text(&fill_header(template, names, &format!("{place}.headers.{name}"))?);
            // Empty after filling means that there is nothing to say, as in `${apiVersion ?? ''}`.
            if !value.is_empty() {
                headers.push((name.clone(), value.into()));
            }
        }
        let query = pairs(self.query, names, &format!("{place}.query"))?;
        add_query(
            &mut url,
            query
                .iter()
                .map(|(name, value)| (name.as_str(), value.expose().as_str())),
        );
        let body = if let Some(json) = self.json {
            PlanBody::Json(Secret::new(
                tree(json, names, &format!("{place}.json"))?.to_string(),
            ))
        } else if self.form.is_empty() {
            PlanBody::None
        } else {
            PlanBody::Form(pairs(self.form, names, &format!("{place}.form"))?)
        };
        Ok(RequestPlan {
            method: self.method.to_owned(),
            url,
            headers,
            body,
        })
    }
}

fn pairs(map: &IndexMap<String, Template>, names: &Names, place: &str) -> Result<Pairs, TemplateError> {
    let pair = |(name, template): (&String, &Template)| {
        Ok((
            name.clone(),
            text(&fill(template, names, &format!("{place}.{name}"))?).into(),
        ))
    };
    let all: Pairs = map.iter().map(pair).collect::<Result<_, TemplateError>>()?;
    Ok(all
        .into_iter()
        .filter(|(_, value)| !value.expose().is_empty())
        .collect())
}

/// JSON with every text filled as a template.
pub(crate) fn tree(value: &Value, names: &Names, place: &str) -> Result<Value, TemplateError> {
    Ok(match value {
        Value::String(source) => {
            let template = Template::parse(source).map_err(|reason| TemplateError::Syntax {
                place: place.to_owned(),
                reason,
            })?;
            text(&fill(&template, names, place)?).into()
        }
        Value::Array(items) => items
            .iter()
            .map(|item| tree(item, names, place))
            .collect::<Result<Vec<_>, _>>()?
            .into(),
        Value::Object(map) => {
            let pair = |(name, value): (&String, &Value)| Ok((name.clone(), tree(value, names, place)?));
            Value::Object(map.iter().map(pair).collect::<Result<_, TemplateError>>()?)
        }
        other => other.clone(),
    })
}

/// Adds query parameters, percent-encoded: a space is %20, which every server reads, not +.
pub(crate) fn add_query<'a>(url: &mut Url, pairs: impl Iterator<Item = (&'a str, &'a str)>) {
    let mut query = url.query().unwrap_or_default().to_owned();
    for (name, value) in pairs {
        if !query.is_empty() {
            query.push('&');
        }
        query.push_str(&encode(name));
        query.push('=');
        query.push_str(&encode(value));
    }
    url.set_query(Some(query.as_str()).filter(|query| !query.is_empty()));
}

/// A header or query parameter of every call: name, leaf, value.
pub(crate) type CallPart<'a> = (&'a str, &'a Leaf, Vec<Run>);

impl Effective {
    /// The base URL with the pieces that it is made of.
    pub(crate) fn base(&self, names: &Names) -> Result<Filled, TemplateError> {
        let place = "http.baseUrl";
        let leaf = self.leaf(place).ok_or_else(|| TemplateError::Unresolved {
            place: place.into(),
            name: place.into(),
        })?;
        match &self.document.http.base_url {
            Some(url) if leaf.is_of_file() => url.fill(names, place, None),
            _ => {
                let literal = leaf.value.as_str().unwrap_or_default();
                let url = whole_url(literal).map_err(|reason| not_a_url(place, &reason))?;
                let (origin, path) = split_url(&url, &Run::literal(literal));
                Ok(Filled {
                    url,
                    origin,
                    path,
                    query: Vec::new(),
                })
            }
        }
    }

    pub(crate) fn call_headers(&self, names: &Names) -> Result<Vec<CallPart<'_>>, TemplateError> {
        self.call_parts(
            &["http", "headers"],
            &self.document.http.headers,
            names,
            true,
            false,
        )
    }

    pub(crate) fn call_query(&self, names: &Names) -> Result<Vec<CallPart<'_>>, TemplateError> {
        self.call_parts(&["http", "query"], &self.document.http.query, names, false, false)
    }

    /// `early`: what waits for a parameter that is still to be discovered is left out.
    fn call_parts<'a>(
        &'a self,
        table: &'a [&str],
        templates: &IndexMap<String, Template>,
        names: &Names,
        header: bool,
        early: bool,
    ) -> Result<Vec<CallPart<'a>>, TemplateError> {
        let part = |(name, leaf): (&'a str, &'a Leaf)| {
            let place = leaf.path.to_string();
            let own = leaf.is_of_file().then(|| templates.get(name)).flatten();
            let runs = match own {
                Some(template) if header => fill_header(template, names, &place)?,
                Some(template) => fill(template, names, &place)?,
                None => {
                    let literal = as_text(&leaf.value).unwrap_or_default();
                    if header && !header_value(&literal) {
                        return Err(TemplateError::Header { place });
                    }
                    vec![Run::literal(literal)]
                }
            };
            Ok((name, leaf, runs))
        };
        let mut parts = self
            .below(table)
            .map(part)
            .filter(|part| !(early && part.as_ref().is_err_and(|error| self.waits_for_discovery(error))))
            .collect::<Result<Vec<_>, TemplateError>>()?;
        parts.retain(|(.., runs)| runs.iter().any(|run| !run.text.is_empty()));
        Ok(parts)
    }

    /// Where calls go.
    ///
    /// # Errors
    /// A template that cannot be filled.
    pub fn base_url(&self, names: &Names) -> Result<Url, TemplateError> {
        self.base(names).map(|filled| filled.url)
    }

    /// The developer's parameter that every call needs and that has no value: none can be made then.
    pub fn lacking_for_calls(&self) -> Option<&str> {
        let http = &self.document.http;
        let headers = self.below(&["http", "headers"]).map(|part| (part, &http.headers));
        let query = self.below(&["http", "query"]).map(|part| (part, &http.query));
        let of_file = headers.chain(query).filter(|((_, leaf), _)| leaf.is_of_file());
        let mut templates = of_file.filter_map(|((name, _), templates)| templates.get(name));
        templates.find_map(|template| {
            let mut names = template.names().into_iter();
            names.find(|name| self.lacks(name) && template.needs(name))
        })
    }

    /// Whether it is a parameter of the developer's without a value.
    fn lacks(&self, name: &str) -> bool {
        let param = self.document.params.get(name);
        param.is_some_and(|param| param.source == ParamSource::Developer) && self.leaf(name).is_none()
    }

    /// The headers of every call.
    ///
    /// # Errors
    /// A template that cannot be filled.
    pub fn http_headers(&self, names: &Names) -> Result<Vec<(String, Secret<String>)>, TemplateError> {
        self.call_headers(names).map(joined)
    }

    /// The query parameters of every call.
    ///
    /// # Errors
    /// A template that cannot be filled.
    pub fn http_query(&self, names: &Names) -> Result<Vec<(String, Secret<String>)>, TemplateError> {
        self.call_query(names).map(joined)
    }

    /// The request that tells whether a credential works.
    ///
    /// # Errors
    /// A template that cannot be filled.
    pub fn test_request(&self, names: &Names) -> Result<Option<TestRequest>, TemplateError> {
        let Some(test) = &self.document.http.test else {
            return Ok(None);
        };
        let request = self.credentialled(&test.request, names, "http.test", false)?;
        Ok(Some(TestRequest {
            request,
            expect: test.expect.clone(),
            bad_credential: test.bad_credential.clone(),
            label: test.label.clone(),
            ok: test.ok.clone(),
        }))
    }

    /// The requests after connecting that fill discovered parameters.
    pub fn discover_steps(&self) -> &[DiscoverStep] {
        &self.document.discover
    }

    /// One of them, filled. Of the headers and the query of calls those are left out that wait for what is still to be
    /// discovered (Xero's tenant).
    ///
    /// # Errors
    /// A template that cannot be filled.
    pub fn discover_request(&self, step: &DiscoverStep, names: &Names) -> Result<RequestPlan, TemplateError> {
        self.credentialled(&step.request, names, "discover.request", true)
    }

    /// A request of the file as it stands there, without the headers of calls.
    pub(crate) fn bare_request(
        &self,
        request: &RequestTemplate,
        names: &Names,
        place: &str,
    ) -> Result<RequestPlan, TemplateError> {
        let base = if request.url.is_relative() {
            Some(self.base(names)?)
        } else {
            None
        };
        let url = request
            .url
            .fill(names, &format!("{place}.url"), base.as_ref())?
            .url;
        let parts = Parts {
            method: &request.method,
            headers: &request.headers,
            query: &request.query,
            form: &request.form,
            json: request.json.as_ref(),
        };
        parts.plan(url, names, place)
    }

    /// A request of the file with the headers of every call, and with their query where it goes to the API itself.
    fn credentialled(
        &self,
        request: &RequestTemplate,
        names: &Names,
        place: &str,
        early: bool,
    ) -> Result<RequestPlan, TemplateError> {
        let relative = request.url.is_relative();
        let base = if relative { Some(self.base(names)?) } else { None };
        let mut url = request
            .url
            .fill(names, &format!("{place}.url"), base.as_ref())?
            .url;
        if relative {
            let own = &self.document.http.query;
            let query = joined(self.call_parts(&["http", "query"], own, names, false, early)?);
            add_query(
                &mut url,
                query
                    .iter()
                    .map(|(name, value)| (name.as_str(), value.expose().as_str())),
            );
        }
        let parts = Parts {
            method: &request.method,
            headers: &request.headers,
            query: &request.query,
            form: &request.form,
            json: request.json.as_ref(),
        };
        let mut plan = parts.plan(url, names, place)?;
        let own = &self.document.http.headers;
        for (name, value) in joined(self.call_parts(&["http", "headers"], own, names, true, early)?) {
            if !plan
                .headers
                .iter()
                .any(|(known, _)| known.eq_ignore_ascii_case(&name))
            {
                plan.headers.push((name, value));
            }
        }
        Ok(plan)
    }

    /// Where credentials go: API, test, discovery, token, refresh and revocation.
    ///
    /// # Errors
    /// A template that cannot be filled.
    pub fn credential_origins(
        &self,
        names: &Names,
        endpoints: &Endpoints,
    ) -> Result<BTreeSet<Origin>, TemplateError> {
        let mut urls = Vec::new();
        if self.leaf("http.baseUrl").is_some() {
            urls.push(self.base_url(names)?);
        }
        let test = self.document.http.test.iter().map(|test| &test.request);
        let steps = self.document.auth.steps.iter().map(|step| &step.request);
        let own = self.document.auth.refresh.request.iter();
        for request in test
            .chain(self.document.discover.iter().map(|step| &step.request))
            .chain(steps)
            .chain(own)
        {
            if let Some(url) = reach::own_url(request) {
                urls.push(url.fill(names, "http.test.url", None)?.url);
            }
        }
        let auth = &self.document.auth;
        if auth.kind == AuthKind::Oauth1 {
            let temporary = auth.request.as_ref().map(|request| &request.url);
            for url in temporary.into_iter().chain(&auth.token.url) {
                urls.push(url.origin_only().fill(names, "auth.request.url", None)?.url);
            }
        }
        for url in &self.document.http.origins {
            urls.push(url.origin_only().fill(names, "http.origins", None)?.url);
        }
        if let Some(token) = &endpoints.token {
            urls.extend([token.url.clone(), token.refresh_url.clone()]);
            urls.extend(token.revoke.as_ref().map(|revoke| revoke.url.clone()));
        }
        Ok(urls.iter().filter_map(Origin::of).collect())
    }
}

fn joined(parts: Vec<CallPart<'_>>) -> Pairs {
    parts
        .into_iter()
        .map(|(name, _, runs)| (name.to_owned(), text(&runs).into()))
        .collect()
}
