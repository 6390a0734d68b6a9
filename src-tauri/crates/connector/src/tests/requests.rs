use std::collections::BTreeMap;

use serde_json::json;
use url::Url;

use super::{connector, effective, names, patch, with_option};
use crate::{
    AuthorizeInput, ClientRef, Metadata, Origin, Patch, PlanBody, RequestPlan, Secret, TemplateError,
    TracedPart,
};

fn input(scopes: &[String]) -> AuthorizeInput<'_> {
    AuthorizeInput {
        client_id: "id",
        redirect_uri: "http://127.0.0.1:7282/cb",
        state: "ST",
        code_challenge: Some("CH"),
        scopes,
    }
}

fn query(url: &Url) -> BTreeMap<String, String> {
    let pairs: Vec<_> = url.query_pairs().into_owned().collect();
    let map: BTreeMap<_, _> = pairs.iter().cloned().collect();
    assert_eq!(map.len(), pairs.len(), "repeated in {url}");
    map
}

fn form(plan: &RequestPlan) -> BTreeMap<String, String> {
    let PlanBody::Form(pairs) = &plan.body else {
        panic!("{plan:?}")
    };
    let map: BTreeMap<_, _> = pairs
        .iter()
        .map(|(name, value)| (name.clone(), value.expose().clone()))
        .collect();
    assert_eq!(map.len(), pairs.len());
    map
}

fn header<'a>(plan: &'a RequestPlan, name: &str) -> Option<&'a str> {
    plan.headers
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.expose().as_str())
}

#[test]
fn the_sandbox_switches_by_data_alone() {
    let sandbox = connector("sandbox");
    for (variant, port) in [("", 7283), ("sandbox", 7284)] {
        let result = effective(
            &sandbox,
            json!({}),
            json!({"variant": variant, "scopes": ["contacts.read"], "apiVersion": "9"}),
        );
        let names = names(&result);
        let endpoints = result.endpoints(&names, None).unwrap();
        let url = result
            .authorize_url(&names, &endpoints, &input(&result.scopes()))
            .unwrap();
        assert_eq!((url.port(), url.path()), (Some(port), "/authorize"));
        let query = query(&url);
        for (name, value) in [
            ("scope", "contacts.read"),
            ("client_id", "id"),
            ("state", "ST"),
            ("code_challenge", "CH"),
            ("code_challenge_method", "S256"),
            ("response_type", "code"),
        ] {
            assert_eq!(query[name], value);
        }
        assert_eq!(result.base_url(&names).unwrap().port(), Some(port));
        let test = result.test_request(&names).unwrap().unwrap();
        assert_eq!(
            (
                test.request.url.port(),
                test.request.url.path(),
                test.label.as_deref()
            ),
            (Some(port), "/me", Some("name"))
        );
        assert_eq!(header(&test.request, "authorization"), Some("Bearer AT"));
        assert_eq!(header(&test.request, "x-api-version"), Some("9"));
        let origins = result.credential_origins(&names, &endpoints).unwrap();
        assert_eq!(
            origins.iter().map(Origin::as_str).collect::<Vec<_>>(),
            [format!("http://127.0.0.1:{port}")]
        );
    }
}

#[test]
fn the_protocols_parameters_cannot_be_taken() {
    let sandbox = connector("sandbox");
    let result = effective(
        &sandbox,
        json!({}),
        json!({"authorizeParams": {"state": "evil", "prompt": "a b", "response_type": "token"}, "tokenParams": {"code": "evil", "grant_type": "x", "extra": 1}}),
    );
    let names = names(&result);
    let endpoints = result.endpoints(&names, None).unwrap();
    let url = result.authorize_url(&names, &endpoints, &input(&[])).unwrap();
    assert_eq!(
        (
            query(&url)["state"].as_str(),
            query(&url)["response_type"].as_str()
        ),
        ("ST", "code")
    );
    assert!(url.as_str().contains("prompt=a%20b") && !query(&url).contains_key("scope"));
    let secret = Secret::from("s");
    let token = endpoints.token.unwrap();
    let evil = [
        ("code".to_owned(), "evil".to_owned()),
        ("client_secret".to_owned(), "evil".to_owned()),
    ];
    let plan = token
        .code_request(
            &ClientRef {
                id: "id",
                secret: Some(&secret),
                assertion: None,
            },
            "C",
            "R",
            Some("V"),
            &evil,
            &names,
        )
        .unwrap();
    let form = form(&plan);
    assert_eq!(
        (
            form["code"].as_str(),
            form["client_secret"].as_str(),
            form["code_verifier"].as_str(),
            form["grant_type"].as_str()
        ),
        ("C", "s", "V", "authorization_code")
    );
    assert_eq!(result.token_params(), [("extra".to_owned(), "1".to_owned())]);
}

#[test]
fn client_authentication_is_one_of_a_kind() {
    let connector = connector("client-credentials");
    let parameters = json!({"tokenUrl": "https://id.example/token", "baseUrl": "https://api.example", "clientId": "a:b%c", "clientSecret": "d+e é"});
    let result = with_option(
        &connector,
        Some("basic"),
        parameters.clone(),
        json!({"scopes": ["x", "y"]}),
    );
    let token = result.endpoints(&names(&result), None).unwrap().token.unwrap();
    let secret = result.client_secret().unwrap();
    let plan = token.client_credentials_request(
        &ClientRef {
            id: "a:b%c",
            secret: Some(&secret),
            assertion: None,
        },
        &result.scopes(),
        &[],
    );
    // base64("a%3Ab%25c:d%2Be+%C3%A9")
    assert_eq!(
        header(&plan, "authorization"),
        Some("Basic YSUzQWIlMjVjOmQlMkJlKyVDMyVBOQ==")
    );
    assert_eq!(
        form(&plan).into_keys().collect::<Vec<_>>(),
        ["grant_type", "scope"]
    );
    let post = effective(&connector, parameters, json!({}));
    let token = post.endpoints(&names(&post), None).unwrap().token.unwrap();
    let plan = token.client_credentials_request(
        &ClientRef {
            id: "i",
            secret: Some(&secret),
            assertion: None,
        },
        &[],
        &[],
    );
    assert_eq!(header(&plan, "authorization"), None);
    assert_eq!(
        form(&plan).into_keys().collect::<Vec<_>>(),
        ["client_id", "client_secret", "grant_type"]
    );
    let public = token
        .refresh_request(
            &ClientRef {
                id: "i",
                secret: None,
                assertion: None,
            },
            Some(&"RT".into()),
            &[],
            &names(&post),
        )
        .unwrap();
    assert_eq!(
        form(&public).into_keys().collect::<Vec<_>>(),
        ["client_id", "grant_type", "refresh_token"]
    );
    let stored: crate::TokenEndpoint = serde_json::from_str(&serde_json::to_string(&token).unwrap()).unwrap();
    assert_eq!(stored.url, token.url);
}

#[test]
fn providers_have_their_ways() {
    let slack = connector("slack");
    let user = with_option(&slack, Some("user"), json!({}), json!({}));
    let names_of = names(&user);
    let endpoints = user.endpoints(&names_of, None).unwrap();
    let url = user
        .authorize_url(&names_of, &endpoints, &input(&user.scopes()))
        .unwrap();
    let query = query(&url);
    assert_eq!(query["user_scope"], "chat:write,channels:read,users:read");
    assert!(!query.contains_key("scope") && !query.contains_key("code_challenge"));
    let test = user.test_request(&names_of).unwrap().unwrap();
    assert!(test.refuses(br#"{"ok":false}"#) && !test.refuses(br#"{"ok":true}"#));

    let stripe = effective(&connector("stripe"), json!({}), json!({}));
    let names = stripe.names(&patch(json!({"secretKey": "sk_1"})), &Patch::default());
    assert_eq!(
        stripe
            .http_headers(&names)
            .unwrap()
            .into_iter()
            .map(|(name, _)| name)
            .collect::<Vec<_>>(),
        ["Authorization"]
    );

    let github = effective(&connector("github"), json!({}), json!({}));
    let names = self::names(&github);
    assert!(
        matches!(github.endpoints(&names, None), Err(TemplateError::Unresolved { name, .. }) if name == "clientId")
    );
    let github = effective(&connector("github"), json!({"clientId": "Iv1"}), json!({}));
    let mut names = self::names(&github);
    let token = github.endpoints(&names, None).unwrap().token.unwrap();
    names.set_secret("accessToken", "AT\"".into());
    let revoke = token
        .revoke_request(
            &ClientRef {
                id: "Iv1",
                secret: Some(&"s".into()),
                assertion: None,
            },
            &names,
        )
        .unwrap()
        .unwrap();
    assert_eq!(
        (revoke.method.as_str(), revoke.url.path()),
        ("DELETE", "/applications/Iv1/grant")
    );
    let PlanBody::Json(json) = &revoke.body else {
        panic!()
    };
    assert_eq!(json.expose(), r#"{"access_token":"AT\""}"#);

    let salesforce = effective(&connector("salesforce"), json!({}), json!({}));
    let discovered = patch(json!({"instanceUrl": "https://na1.salesforce.com"}));
    let names = salesforce.names(&Patch::default(), &discovered);
    assert_eq!(
        salesforce.base_url(&names).unwrap().host_str(),
        Some("na1.salesforce.com")
    );
    assert!(salesforce.base_url(&self::names(&salesforce)).is_err());
}

#[test]
fn metadata_gives_what_the_file_leaves_out() {
    let openid = effective(
        &connector("openid"),
        json!({"serverUrl": "https://id.example/realm", "clientId": "id"}),
        json!({}),
    );
    let names = names(&openid);
    let issuer = openid.discovery_url(&names).unwrap().unwrap();
    assert_eq!(issuer.as_str(), "https://id.example/realm");
    let body = br#"{"issuer":"https://id.example/realm","authorization_endpoint":"https://id.example/a?x=1&state=no","token_endpoint":"https://id.example/t","revocation_endpoint":"https://id.example/r","authorization_response_iss_parameter_supported":true}"#;
    let endpoints = openid
        .endpoints(&names, Some(&Metadata::parse(&issuer, body).unwrap()))
        .unwrap();
    assert!(endpoints.iss_required);
    let url = openid
        .authorize_url(&names, &endpoints, &input(&openid.scopes()))
        .unwrap();
    assert_eq!(
        (query(&url)["x"].as_str(), query(&url)["state"].as_str()),
        ("1", "ST")
    );
    let token = endpoints.token.unwrap();
    let secret = Secret::from("s");
    let client = ClientRef {
        id: "id",
        secret: Some(&secret),
        assertion: None,
    };
    assert!(
        header(
            &token.code_request(&client, "C", "R", None, &[], &names).unwrap(),
            "authorization"
        )
        .is_some()
    );
    let revoke = token.revoke_request(&client, &names).unwrap().unwrap();
    assert_eq!(
        (
            form(&revoke)["token"].as_str(),
            header(&revoke, "authorization").is_some()
        ),
        ("AT", true)
    );
    assert_eq!(openid.base_url(&names).unwrap(), issuer);
}

#[test]
fn allowed_origins_are_the_files_and_the_integrations() {
    let sandbox = connector("sandbox");
    let allowed = sandbox.allowed_origins(
        &patch(json!({"sandboxUrl": "https://own.example"})),
        &BTreeMap::new(),
    );
    let has = |allowed: &crate::AllowedOrigins, url: &str| {
        allowed.contains(&Origin::of(&Url::parse(url).unwrap()).unwrap())
    };
    for url in [
        "http://127.0.0.1:7283",
        "http://127.0.0.1:7284",
        "https://own.example",
    ] {
        assert!(has(&allowed, url), "{url} in {:?}", allowed.list());
    }
    assert!(!has(&allowed, "https://evil.example"));
    let salesforce = connector("salesforce").allowed_origins(&Patch::default(), &BTreeMap::new());
    assert!(
        has(&salesforce, "https://test.salesforce.com") && has(&salesforce, "https://login.salesforce.com")
    );
    assert!(has(
        &connector("slack").allowed_origins(&Patch::default(), &BTreeMap::new()),
        "https://slack-gov.com"
    ));
}

#[test]
fn the_dry_run_says_where_each_piece_comes_from() {
    let sandbox = connector("sandbox");
    let result = effective(
        &sandbox,
        json!({"clientId": "id", "clientSecret": "hunter2"}),
        json!({"scopes": ["a"], "variant": "sandbox", "http": {"headers": {"X-Key": "hunter2"}}}),
    );
    let names = result.names(&Patch::default(), &Patch::default());
    let endpoints = result.endpoints(&names, None).unwrap();
    let parts = result
        .trace_authorize(&names, &endpoints, &input(&result.scopes()))
        .unwrap();
    let piece = |parts: &[TracedPart], place: &str, name: Option<&str>| {
        parts
            .iter()
            .find(|part| part.place == place && part.name.as_deref() == name)
            .unwrap()
            .pieces[0]
            .clone()
    };
    let origin = piece(&parts, "origin", None);
    assert_eq!(
        (origin.text.as_str(), origin.path.as_deref(), origin.layer),
        (
            "http://127.0.0.1:7284",
            Some("sandboxUrl"),
            Some(crate::Layer::Connector)
        )
    );
    let scope = piece(&parts, "query", Some("scope"));
    assert_eq!(
        (scope.text.as_str(), scope.layer),
        ("a", Some(crate::Layer::Override))
    );
    let token = result.trace_token(&names, &endpoints).unwrap();
    let call = result.trace_call(&names, "GET", "/me?x=1").unwrap();
    assert!(
        piece(&token.body, "body", Some("client_secret")).secret
            && piece(&call.headers, "header", Some("Authorization")).text == "Bearer "
    );
    let shown = format!("{parts:?}{token:?}{call:?}");
    assert!(
        !shown.contains("hunter2") && !shown.contains("placeholder"),
        "{shown}"
    );
}
