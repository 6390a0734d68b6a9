//! Where a document uses which name, and so when a change of it takes effect (design section 2).

use std::collections::HashMap;

use indexmap::IndexMap;
use serde_json::Value;

use super::{Document, RequestTemplate};
use crate::{
    Effect,
    templates::{Template, UrlTemplate},
};

/// A template of the document.
pub(crate) enum Used<'a> {
    Url(&'a UrlTemplate),
    Text(&'a Template),
}

/// Shows every template of a document with its key path.
pub(crate) fn visit(document: &Document, see: &mut dyn FnMut(&str, Used<'_>)) {
    let auth = &document.auth;
    let urls = [
        ("auth.discovery", auth.discovery.as_ref()),
        ("auth.authorize.url", auth.authorize.url.as_ref()),
        (
            "auth.device.url",
            auth.device.as_ref().and_then(|device| device.url.as_ref()),
        ),
        ("auth.par_url", auth.par_url.as_ref()),
        (
            "auth.request.url",
            auth.request.as_ref().map(|request| &request.url),
        ),
        ("auth.token.url", auth.token.url.as_ref()),
        ("auth.refresh.url", auth.refresh.url.as_ref()),
        ("http.base_url", document.http.base_url.as_ref()),
    ];
    for (place, url) in urls {
        if let Some(url) = url {
            see(place, Used::Url(url));
        }
    }
    let maps = [
        ("auth.authorize.params", &auth.authorize.params),
        ("auth.token.params", &auth.token.params),
        ("auth.token.headers", &auth.token.headers),
        ("auth.refresh.params", &auth.refresh.params),
        ("http.headers", &document.http.headers),
        ("http.query", &document.http.query),
    ];
    for (place, map) in maps {
        templates(place, map, see);
    }
    for (index, scope) in auth.default_scopes.iter().enumerate() {
        see(&format!("auth.default_scopes.{index}"), Used::Text(scope));
    }
    for url in &document.http.origins {
        see("http.origins", Used::Url(url));
    }
    if let Some(send) = &document.redirect.send {
        see("redirect.send", Used::Text(send));
    }
    if let Some(temporary) = &auth.request {
        templates("auth.request.params", &temporary.params, see);
    }
    if let Some(own) = &auth.refresh.request {
        request("auth.refresh.request", own, see);
    }
    if let Some(realm) = &auth.realm {
        see("auth.realm", Used::Text(realm));
    }
    if let Some(sign) = &auth.sign {
        see("auth.sign.key", Used::Text(&sign.key));
        for (name, value) in sign.header.iter().chain(&sign.payload) {
            tree(&format!("auth.sign.payload.{name}"), value, see);
        }
    }
    if let Some(revoke) = &auth.revoke {
        request("auth.revoke.request", &revoke.request, see);
    }
    for (index, step) in auth.steps.iter().enumerate() {
        request(&format!("auth.steps.{index}.request"), &step.request, see);
    }
    if let Some(test) = &document.http.test {
        request("http.test", &test.request, see);
    }
    if let Some(sign) = &document.http.sign {
        for template in [
            &sign.region,
            &sign.service,
            &sign.access_key,
            &sign.secret_key,
            &sign.session_token,
        ] {
            see("http.sign", Used::Text(template));
        }
    }
    for (index, step) in document.discover.iter().enumerate() {
        request(&format!("discover.{index}.request"), &step.request, see);
    }
}

fn templates(place: &str, map: &IndexMap<String, Template>, see: &mut dyn FnMut(&str, Used<'_>)) {
    for (name, template) in map {
        see(&super::conform::join(place, name), Used::Text(template));
    }
}

fn request(place: &str, request: &RequestTemplate, see: &mut dyn FnMut(&str, Used<'_>)) {
    see(&format!("{place}.url"), Used::Url(&request.url));
    templates(&format!("{place}.headers"), &request.headers, see);
    templates(&format!("{place}.query"), &request.query, see);
    templates(&format!("{place}.form"), &request.form, see);
    if let Some(json) = &request.json {
        tree(&format!("{place}.json"), json, see);
    }
}

fn tree(place: &str, value: &Value, see: &mut dyn FnMut(&str, Used<'_>)) {
    match value {
        Value::String(text) => {
            if let Ok(template) = Template::parse(text) {
                see(place, Used::Text(&template));
            }
        }
        Value::Array(items) => items.iter().for_each(|item| tree(place, item, see)),
        Value::Object(map) => map.values().for_each(|value| tree(place, value, see)),
        _ => {}
    }
}

/// When a change of each name takes effect, the severest of its uses.
pub(crate) fn effects(document: &Document) -> HashMap<String, Effect> {
    let mut effects = HashMap::<String, Effect>::new();
    let mut note = |name: &str, effect: Effect| {
        let known = effects.entry(name.to_owned()).or_default();
        *known = effect.max(*known);
    };
    visit(document, &mut |place, used| {
        let effect = effect_of_place(document, place);
        match used {
            Used::Url(url) => url.names().into_iter().for_each(|name| note(name, effect)),
            Used::Text(template) => template.names().into_iter().for_each(|name| note(name, effect)),
        }
    });
    // A change of what others are derived from changes them; a chain has at most as many links as parameters.
    for _ in 0..document.params.len() {
        let mut changed = false;
        for (name, param) in document.params.iter().filter(|(_, param)| !param.from.is_empty()) {
            let effect = effects.get(name).copied().unwrap_or_default();
            let known = effects.entry(param.from.clone()).or_default();
            changed |= effect > *known;
            *known = effect.max(*known);
        }
        if !changed {
            break;
        }
    }
    effects
}

/// When a change at a place of the document takes effect.
pub(crate) fn effect_of_place(document: &Document, place: &str) -> Effect {
    let (grant, refresh) = (document.auth.kind.has_grant(), token_effect(document));
    let token = place.starts_with("auth.token.") || place.starts_with("auth.refresh.");
    // A grant keeps the endpoints that it was obtained from, so a moved one waits for the next connect.
    let kept = grant && (!token || matches!(place, "auth.token.url" | "auth.refresh.url"));
    if place.starts_with("http") || place.starts_with("auth.revoke") {
        Effect::Live
    } else if kept
        || place.starts_with("redirect")
        || place.starts_with("discover")
        || place.starts_with("auth.authorize")
    {
        Effect::Reconnect
    } else {
        refresh
    }
}

/// When a change of what a token request carries takes effect.
pub(crate) fn token_effect(document: &Document) -> Effect {
    if document.auth.kind.has_grant() && !document.auth.refresh.enabled {
        Effect::Reconnect
    } else {
        Effect::Refresh
    }
}
