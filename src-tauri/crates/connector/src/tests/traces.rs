//! The dry run: whose each value is, and what stands for values that nobody can know yet.

use serde_json::json;

use super::{connector, effective};
use crate::{AuthorizeInput, Metadata, Patch, RefreshAs, Secret, TemplateError};

fn input(scopes: &[String]) -> AuthorizeInput<'_> {
    AuthorizeInput {
        client_id: "id",
        redirect_uri: "http://127.0.0.1:7282/cb",
        state: "ST",
        code_challenge: Some("CH"),
        scopes,
    }
}

#[test]
fn a_refresh_says_whose_its_values_are() {
    let sandbox = connector("sandbox");
    let result = effective(
        &sandbox,
        json!({"clientId": "id", "clientSecret": "hunter2"}),
        json!({"tokenParams": {"audience": "x", "api_key": "hunter2"}}),
    );
    let names = result.names(&Patch::default(), &Patch::default());
    let endpoints = result.endpoints(&names, None).unwrap();
    let endpoint = endpoints.token.as_ref().unwrap();
    let (secret, params) = (result.client_secret(), result.token_params());
    let with = |client_id, secret, params| RefreshAs {
        endpoint,
        client_id,
        secret,
        params,
    };
    let field = |request: &crate::TracedRequest, name: &str| {
        let all = request.headers.iter().chain(&request.body);
        let mut named = all.filter(|part| part.name.as_deref() == Some(name));
        named.next().unwrap().pieces[0].clone()
    };
    let own = result
        .trace_refresh(&names, &with("id", secret.as_ref(), &params))
        .unwrap();
    let (id, audience) = (field(&own, "client_id"), field(&own, "audience"));
    assert_eq!(
        (id.path.as_deref(), id.layer),
        (Some("clientId"), Some(crate::Layer::Integration))
    );
    assert_eq!(
        (audience.text.as_str(), audience.path.as_deref(), audience.layer),
        ("x", Some("tokenParams.audience"), Some(crate::Layer::Override))
    );
    assert_eq!(field(&own, "refresh_token").text, crate::MASK);
    assert_eq!(field(&own, "grant_type").text, "refresh_token");
    assert_eq!(field(&own, "api_key").text, crate::MASK);
    // What only the grant has is nobody's layer.
    let held = [("audience".to_owned(), "older".to_owned())];
    let old = Secret::from("hunter2-older");
    let other = result
        .trace_refresh(&names, &with("other", Some(&old), &held))
        .unwrap();
    for (name, path) in [
        ("client_id", "clientId"),
        ("client_secret", "clientSecret"),
        ("audience", "tokenParams.audience"),
    ] {
        let piece = field(&other, name);
        assert_eq!((piece.path.as_deref(), piece.layer), (Some(path), None), "{name}");
    }
    let shown = format!("{own:?}{other:?}");
    assert!(
        !shown.contains("hunter2") && !shown.contains("placeholder"),
        "{shown}"
    );
}

#[test]
fn what_nobody_can_know_yet_has_a_readable_placeholder() {
    let zendesk = connector("zendesk");
    let result = effective(
        &zendesk,
        json!({"clientId": "id", "clientSecret": "s"}),
        json!({}),
    );
    let mut names = result.names(&Patch::default(), &Patch::default());
    let missing = match result.endpoints(&names, None) {
        Err(TemplateError::Unresolved { name, .. }) => name,
        other => panic!("{other:?}"),
    };
    let placeholder = result.stand_in(&mut names, &missing).unwrap();
    assert_eq!(placeholder, "their-subdomain");
    assert!(
        result.stand_in(&mut names, &missing).is_none(),
        "it has a value now"
    );
    assert!(
        result.stand_in(&mut names, "tenantId").is_none(),
        "nobody knows that name"
    );
    let endpoints = result.endpoints(&names, None).unwrap();
    let parts = result.trace_authorize(&names, &endpoints, &input(&[])).unwrap();
    let piece = parts[0]
        .pieces
        .iter()
        .find(|piece| piece.path.as_deref() == Some("subdomain"))
        .unwrap();
    assert_eq!(
        (piece.text.as_str(), piece.layer),
        ("their-subdomain", Some(crate::Layer::Input))
    );
}

#[test]
fn endpoints_that_were_not_read_are_shown_in_words() {
    let openid = connector("openid");
    let result = effective(
        &openid,
        json!({"serverUrl": "https://id.example", "clientId": "id", "clientSecret": "s"}),
        json!({}),
    );
    let names = result.names(&Patch::default(), &Patch::default());
    let issuer = result.discovery_url(&names).unwrap().unwrap();
    let metadata = Metadata::not_read_yet(&issuer);
    let endpoints = result.endpoints(&names, Some(&metadata)).unwrap();
    let parts = result.trace_authorize(&names, &endpoints, &input(&[])).unwrap();
    assert_eq!(
        parts[0].pieces[0].text,
        "(the authorization endpoint of the provider)"
    );
    assert!(parts.iter().any(|part| part.name.as_deref() == Some("client_id")));
    assert!(!format!("{parts:?}").contains(".invalid"));
}
