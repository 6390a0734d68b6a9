//! A document as a tree of values: what the layers above are laid on. Made once per option and variant.

use std::{collections::HashMap, sync::Arc};

use serde_json::{Value, json};

use crate::{
    AuthKind, Effect, Layer, Leaf, ParamPath, ParamSource, Removed,
    format::{Document, uses},
};

/// One document with its leaves and their provenance within the file.
#[derive(Debug)]
pub(crate) struct Projection {
    pub(crate) document: Arc<Document>,
    pub(crate) leaves: Vec<Leaf>,
    pub(crate) removed: Vec<Removed>,
    pub(crate) effects: HashMap<String, Effect>,
    /// The effect of choosing another variant: the severest that any of them has.
    pub(crate) variant_effect: Effect,
}

/// The values of a document, sorted by path.
fn values(document: &Document) -> Vec<(ParamPath, Value)> {
    let mut out: Vec<(ParamPath, Value)> = Vec::new();
    let mut add = |path: &[&str], value: Value| out.push((ParamPath::new(path.iter().copied()), value));
    for (name, param) in &document.params {
        if let Some(default) = &param.default
            && (name != "scopes" || document.auth.default_scopes.is_empty())
        {
            add(&[name], default.clone());
        }
    }
    if !document.auth.default_scopes.is_empty() {
        add(&["scopes"], json!(document.auth.default_scopes));
    }
    if !document.variant.is_empty() {
        add(&["variant"], json!(document.variant));
    }
    for (name, template) in &document.auth.authorize.params {
        add(&["authorizeParams", name], json!(template.source()));
    }
    for (name, template) in &document.auth.token.params {
        add(&["tokenParams", name], json!(template.source()));
    }
    let http = &document.http;
    if let Some(url) = &http.base_url {
        add(&["http", "baseUrl"], json!(url.source()));
    }
    for (name, template) in &http.headers {
        add(&["http", "headers", name], json!(template.source()));
    }
    for (name, template) in &http.query {
        add(&["http", "query", name], json!(template.source()));
    }
    add(&["http", "timeoutMs"], json!(http.timeout_ms));
    add(&["http", "retry", "statuses"], json!(http.retry.statuses));
    add(&["http", "retry", "after"], json!(http.retry.after));
    add(&["http", "retry", "at"], json!(http.retry.at));
    out.sort_by(|a, b| a.0.cmp(&b.0));
    out
}

/// The projection of the last of these documents, each laid on the one before.
pub(crate) fn project(documents: &[(Layer, &Arc<Document>)], variant_effect: Effect) -> Projection {
    let document = documents
        .last()
        .map_or_else(Arc::default, |(_, document)| Arc::clone(document));
    let effects = uses::effects(&document);
    let mut projection = Projection {
        document,
        leaves: Vec::new(),
        removed: Vec::new(),
        effects,
        variant_effect,
    };
    for (layer, document) in documents {
        projection.lay(*layer, values(document));
    }
    projection
}

impl Projection {
    fn lay(&mut self, layer: Layer, values: Vec<(ParamPath, Value)>) {
        let gone: Vec<usize> = (0..self.leaves.len())
            .rev()
            .filter(|at| {
                values
                    .binary_search_by(|(path, _)| path.cmp(&self.leaves[*at].path))
                    .is_err()
            })
            .collect();
        for at in gone {
            let leaf = self.leaves.remove(at);
            let mut beneath = leaf.beneath;
            beneath.insert(0, (leaf.layer, Some(leaf.value)));
            self.removed.push(Removed {
                path: leaf.path,
                layer,
                beneath,
            });
        }
        for (path, value) in values {
            match self.leaves.binary_search_by(|leaf| leaf.path.cmp(&path)) {
                Ok(at) if self.leaves[at].value == value => {}
                Ok(at) => {
                    let leaf = &mut self.leaves[at];
                    leaf.template = is_template(&path, &value);
                    let old = std::mem::replace(&mut leaf.value, value);
                    leaf.beneath.insert(0, (leaf.layer, Some(old)));
                    leaf.layer = layer;
                }
                Err(at) => {
                    let beneath = match self.removed.iter().position(|removed| removed.path == path) {
                        Some(at) => {
                            let removed = self.removed.remove(at);
                            let mut beneath = removed.beneath;
                            beneath.insert(0, (removed.layer, None));
                            beneath
                        }
                        None => Vec::new(),
                    };
                    let template = is_template(&path, &value);
                    let leaf = self.leaf(path, value, layer, beneath, true);
                    self.leaves.insert(at, Leaf { template, ..leaf });
                }
            }
        }
        self.removed.sort_by(|a, b| a.path.cmp(&b.path));
    }

    /// A leaf with what the document knows of its path. `from_file`: the file itself has the leaf.
    pub(crate) fn leaf(
        &self,
        path: ParamPath,
        value: Value,
        layer: Layer,
        beneath: Vec<(Layer, Option<Value>)>,
        from_file: bool,
    ) -> Leaf {
        let name = path.root();
        let param = if path.segments().len() == 1 {
            self.document.params.get(name)
        } else {
            None
        };
        Leaf {
            declared: from_file || param.is_some() || is_common(&path),
            secret: name == "clientSecret" || param.is_some_and(|param| param.secret),
            required: param.is_some_and(|param| param.required)
                || (path.segments().len() == 1 && name == "clientId" && self.document.needs_client_id()),
            effect: self.effect(&path),
            title: param
                .filter(|param| !param.title.is_empty())
                .map(|param| param.title.as_str().into()),
            path,
            value,
            layer,
            template: false,
            beneath,
        }
    }

    /// When a change of a leaf takes effect.
    pub(crate) fn effect(&self, path: &ParamPath) -> Effect {
        if path.root() == "http" {
            return Effect::Live;
        }
        let auth = &self.document.auth;
        let used = self.effects.get(path.root()).copied().unwrap_or_default();
        let asked = match auth.kind {
            kind if kind.has_grant() => Effect::Reconnect,
            kind if kind.is_minted() => Effect::Refresh,
            _ => Effect::None,
        };
        match path.root() {
            "scopes" => asked
                .max(used)
                .max(self.effects.get("scope").copied().unwrap_or_default()),
            "clientId" => asked.max(used),
            "authorizeParams" if auth.kind == AuthKind::Oauth2 => Effect::Reconnect,
            "clientSecret" | "tokenParams" if asked != Effect::None => {
                uses::token_effect(&self.document).max(used)
            }
            "variant" => self.variant_effect,
            "connectorVersion" => Effect::Reconnect,
            _ => used,
        }
    }

    /// Whether a developer may set this name at all.
    pub(crate) fn developer_may(&self, name: &str) -> bool {
        match self.document.params.get(name) {
            Some(param) => param.source == ParamSource::Developer,
            None => COMMON.contains(&name) || self.document.additional_params,
        }
    }
}

/// What every connector has (design section 2).
pub(crate) const COMMON: &[&str] = &[
    "scopes",
    "variant",
    "connectorVersion",
    "clientId",
    "clientSecret",
    "authorizeParams",
    "tokenParams",
    "http",
];
/// The keys of `http`.
pub(crate) const HTTP: &[&str] = &["baseUrl", "headers", "query", "timeoutMs", "retry"];
/// The keys of `http.retry`.
pub(crate) const RETRY: &[&str] = &["statuses", "after", "at"];

/// Whether the format itself knows a path, not only the table that it is in.
fn is_common(path: &ParamPath) -> bool {
    match path.segments() {
        [name] => COMMON.contains(&name.as_str()),
        [http, name] => http == "http" && HTTP.contains(&name.as_str()),
        [http, retry, name] => http == "http" && retry == "retry" && RETRY.contains(&name.as_str()),
        _ => false,
    }
}

/// Whether a value of a file is a template that has something to fill in.
fn is_template(path: &ParamPath, value: &Value) -> bool {
    let has_names = |value: &Value| value.as_str().is_some_and(|text| text.contains("${"));
    match path.root() {
        "http" | "authorizeParams" | "tokenParams" => has_names(value),
        // A declared default of `scopes` is a literal, as every default; it has no `${` (see `check`).
        "scopes" => value
            .as_array()
            .is_some_and(|scopes| scopes.iter().any(has_names)),
        _ => false,
    }
}

/// When switching from one document to the other takes effect: by the parts that differ.
pub(crate) fn difference(a: &Document, b: &Document) -> Effect {
    let mut effect = Effect::None;
    let mut note = |differs: bool, is: Effect| {
        if differs {
            effect = is.max(effect);
        }
    };
    let (x, y) = (&a.auth, &b.auth);
    let token = uses::token_effect(b);
    let url = if y.kind.has_grant() {
        Effect::Reconnect
    } else {
        Effect::Refresh
    };
    note(
        x.kind != y.kind
            || x.discovery != y.discovery
            || x.authorize != y.authorize
            || a.discover != b.discover,
        Effect::Reconnect,
    );
    note(
        x.device != y.device || x.request != y.request || x.signature != y.signature || x.realm != y.realm,
        Effect::Reconnect,
    );
    note(
        x.default_scopes != y.default_scopes || x.token.url != y.token.url || x.refresh.url != y.refresh.url,
        url,
    );
    note(x.steps != y.steps || x.response != y.response, url);
    note(
        x.token != y.token || x.refresh != y.refresh || x.sign != y.sign,
        token,
    );
    note(a.http != b.http || x.revoke != y.revoke, Effect::Live);
    let all = a.params.keys().chain(b.params.keys());
    let mut moved = all
        .filter(|name| default_of(a, name) != default_of(b, name))
        .peekable();
    // Looking through every template is only worth it where a default differs.
    if moved.peek().is_some() {
        let (uses_a, uses_b) = (uses::effects(a), uses::effects(b));
        for name in moved {
            let used = |uses: &HashMap<String, Effect>| uses.get(name).copied().unwrap_or_default();
            note(true, used(&uses_a).max(used(&uses_b)));
        }
    }
    effect
}

fn default_of<'a>(document: &'a Document, name: &str) -> Option<&'a Value> {
    document.params.get(name).and_then(|param| param.default.as_ref())
}
