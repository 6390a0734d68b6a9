//! What must be true of every request of every connector.

use std::collections::{BTreeMap, BTreeSet};

use patchbay_connector::{Connector, Origin, is_loopback};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use url::Url;

use crate::{
    placeholders::{AWKWARD, AWKWARD_START},
    walk::{CHALLENGE, STATE, Sent, Walk},
};

/// Everything that is wrong with a walk, in words.
pub(crate) fn broken(connector: &Connector, walk: &Walk) -> Vec<String> {
    let mut problems = walk.problems.clone();
    for sent in &walk.sent {
        let mut found = Vec::new();
        url(&sent.url, &mut found);
        for (name, value) in &sent.headers {
            header(name, value, &mut found);
        }
        once(
            "header",
            sent.headers.iter().map(|(name, _)| name.to_lowercase()),
            &mut found,
        );
        once(
            "form parameter",
            sent.form.iter().map(|(name, _)| name.clone()),
            &mut found,
        );
        let query: Vec<_> = sent.url.query_pairs().into_owned().collect();
        once(
            "query parameter",
            query.iter().map(|(name, _)| name.clone()),
            &mut found,
        );
        for (name, value) in query.iter().chain(&sent.form) {
            value_of(name, value, &mut found);
        }
        if let Some(json) = &sent.json {
            tree(json, &mut found);
        }
        if sent.what == "authorize" {
            authorize(walk, sent, &mut found);
        }
        problems.extend(
            found
                .into_iter()
                .map(|problem| format!("{}: {problem}", sent.what)),
        );
    }
    problems.extend(origins(connector, walk));
    problems
}

fn url(url: &Url, found: &mut Vec<String>) {
    if url.scheme() != "https" && !is_loopback(url) {
        found.push(format!("{url} is not https"));
    }
    let host = url.host_str().unwrap_or_default();
    if host.is_empty() || host.split('.').any(str::is_empty) {
        found.push(format!("{url} has no good host"));
    }
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        found.push(format!("{url} has a user name, a password or a fragment"));
    }
    let path = url.path();
    if path.contains("//") {
        found.push(format!("{url} has an empty path segment"));
    }
    for segment in path.split('/') {
        let decoded = percent_decode_str(segment).decode_utf8_lossy();
        value_of("the path", &decoded, found);
    }
    let raw = url.query().unwrap_or_default();
    if raw.contains('+') {
        found.push(format!(
            "{url}: a space is written as +, which not every server reads"
        ));
    }
}

fn header(name: &str, value: &str, found: &mut Vec<String>) {
    if value.is_empty() || !value.bytes().all(|byte| (0x20..0x7f).contains(&byte)) || value.trim() != value {
        found.push(format!("the header {name} is \"{value}\""));
    }
    value_of(name, value, found);
    if let Some(basic) = value.strip_prefix("Basic ") {
        let good = !basic.is_empty()
            && basic
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte));
        if !good {
            found.push(format!("the header {name} is Basic, but its value is no base64"));
        }
    }
}

/// A value that is sent: filled whole, and with an awkward secret in it unbroken.
fn value_of(name: &str, value: &str, found: &mut Vec<String>) {
    if value.contains("${")
        || value.contains('{') && value.contains('}') && !value.trim_start().starts_with('{')
    {
        found.push(format!("{name} is not filled: {value}"));
    }
    for (at, _) in value.match_indices(AWKWARD_START) {
        if !value[at..].starts_with(AWKWARD) {
            found.push(format!("{name} breaks a secret: {value}"));
        }
    }
}

fn tree(json: &Value, found: &mut Vec<String>) {
    match json {
        Value::String(text) => value_of("a field of the body", text, found),
        Value::Array(items) => items.iter().for_each(|item| tree(item, found)),
        Value::Object(map) => map.values().for_each(|value| tree(value, found)),
        _ => {}
    }
}

fn once(what: &str, names: impl Iterator<Item = String>, found: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    for name in names {
        if name.is_empty() {
            found.push(format!("a {what} has no name"));
        }
        if !seen.insert(name.clone()) {
            found.push(format!("the {what} {name} is there twice"));
        }
    }
}

/// The authorize URL has the protocol's parameters under the provider's names, and no secret.
fn authorize(walk: &Walk, sent: &Sent, found: &mut Vec<String>) {
    let query: BTreeMap<String, String> = sent.url.query_pairs().into_owned().collect();
    let scopes = &walk.scopes;
    let separator = walk.source.scope_separator();
    let mut expected = vec![
        ("response_type", "code".to_owned()),
        ("client_id", "client-id".to_owned()),
        ("state", STATE.to_owned()),
    ];
    if !walk.source.pkce_is_off() {
        expected.push(("code_challenge", CHALLENGE.to_owned()));
    }
    if !scopes.is_empty() {
        expected.push(("scope", scopes.join(&separator)));
    }
    for (name, value) in expected {
        let renamed = walk.source.renamed(name);
        if !renamed.is_empty() && query.get(&renamed) != Some(&value) {
            found.push(format!("{renamed} is {:?}, not {value:?}", query.get(&renamed)));
        }
    }
    let redirect = walk.source.renamed("redirect_uri");
    if !redirect.is_empty() && !query.contains_key(&redirect) {
        found.push(format!("there is no {redirect}"));
    }
    for scope in scopes {
        if !separator.trim().is_empty() && scope.contains(separator.trim()) {
            found.push(format!("the scope {scope} holds the separator"));
        }
    }
    if query.contains_key("client_secret") {
        found.push("the client secret is in the authorize URL".to_owned());
    }
}

/// What carries credentials goes where the binding lets it, and where a tenant's override may move things.
fn origins(connector: &Connector, walk: &Walk) -> Vec<String> {
    let none = no_endpoints();
    let endpoints = walk.endpoints.as_ref().unwrap_or(&none);
    let bound = match walk.effective.credential_origins(&walk.names, endpoints) {
        Ok(bound) => bound,
        Err(error) => return vec![format!("its origins are not known: {error}")],
    };
    let allowed = connector.allowed_origins(&walk.given.integration, &BTreeMap::new());
    let reachable = walk
        .effective
        .reachable(&walk.given.input, &walk.given.discovered);
    let mut problems = Vec::new();
    for sent in walk
        .sent
        .iter()
        .filter(|sent| !sent.what.starts_with("authorize"))
    {
        let Some(origin) = Origin::of(&sent.url) else {
            problems.push(format!("{}: {} has no origin", sent.what, sent.url));
            continue;
        };
        // OAuth 1 signs these before there is a connection; what they carry is of use nowhere else.
        let connects = sent.what.ends_with(" credentials");
        if !connects && !bound.contains(&origin) {
            problems.push(format!("{}: {origin} is not in the binding", sent.what));
        }
        let discovered = endpoints.issuer.is_some();
        if !discovered && !allowed.contains(&origin) && !reachable.contains(&origin) {
            problems.push(format!("{}: {origin} is not reachable by the file", sent.what));
        }
    }
    problems
}

fn no_endpoints() -> patchbay_connector::Endpoints {
    serde_json::from_value(serde_json::json!({
        "authorize": null, "token": null, "issuer": null, "iss_required": false,
    }))
    .unwrap()
}
