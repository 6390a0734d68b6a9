use serde_json::json;

use super::{patch, with_option};
use crate::{
    ClientRef, Connector, Discovered, Effect, Effective, Endpoints, Names, Patch, PlanBody, RequestPlan,
    Secret, TokenEndpoint, TracedRequest,
};

const HEAD: &str = "format = 1\nkey = \"k\"\nname = \"K\"\nversion = \"1.0.0\"\n";
const HTTP: &str = "[http]\nbase_url = \"https://api.example.com/v1\"\nheaders = { Authorization = \"Bearer ${accessToken}\" }\n";

fn file(rest: &str) -> Connector {
    let http = if rest.contains("[http]") { "" } else { HTTP };
    Connector::parse(&format!("{HEAD}{rest}\n{http}")).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn of(connector: &Connector, integration: serde_json::Value) -> Effective {
    with_option(connector, None, integration, json!({}))
}

fn client(secret: Option<&Secret<String>>) -> ClientRef<'_> {
    ClientRef {
        id: "id",
        secret,
        assertion: None,
    }
}

fn form(plan: &RequestPlan) -> Vec<(&str, &str)> {
    let PlanBody::Form(pairs) = &plan.body else {
        panic!("{:?}", plan.body)
    };
    pairs
        .iter()
        .map(|(name, value)| (name.as_str(), value.expose().as_str()))
        .collect()
}

fn token(endpoints: &Endpoints) -> &TokenEndpoint {
    endpoints.token.as_ref().unwrap()
}

fn connected(effective: &Effective, discovered: serde_json::Value) -> Names {
    let mut names = effective.names(&Patch::default(), &patch(discovered));
    names.set_secret("accessToken", "AT/1".into());
    names.set_secret("refreshToken", "RT".into());
    names
}

const OAUTH2: &str = "[auth]\nkind = \"oauth2\"\nauthorize.url = \"https://a.example.com/a\"\ntoken.url = \"https://a.example.com/t\"\n";

#[test]
fn a_derived_value_is_taken_from_a_key_or_a_token() {
    let text = "[params.apiKey]\nsource = \"user\"\nsecret = true\npattern = \"-[a-z0-9]+$\"\n[params.dc]\nsource = \"discovered\"\nfrom = \"apiKey\"\nmatch = \"-([a-z0-9]+)$\"\nsecret = false\n[params.user]\nsource = \"discovered\"\nfrom = \"accessToken\"\nmatch = \"^([0-9]+)\\\\.\"\n[auth]\nkind = \"key\"\n[http]\nbase_url = \"https://${dc}.api.example.com\"\nheaders = { X = \"${apiKey}\", User = \"${user ?? ''}\" }";
    let connector = file(text);
    let effective = of(&connector, json!({}));
    let mut names = effective.names(&patch(json!({"apiKey": "abc-us21"})), &Patch::default());
    assert_eq!(
        effective.base_url(&names).unwrap().as_str(),
        "https://us21.api.example.com/"
    );
    assert_eq!(names.get("user"), None);
    names.set_secret("accessToken", "42.xyz".into());
    names.derive(&effective);
    assert_eq!(names.get("user"), Some("42"));
    // What the pattern refuses is refused before anything is sent.
    let problems = connector.check_input(None, &patch(json!({"apiKey": "abc"})));
    assert_eq!(problems.len(), 1, "{problems:?}");
}

#[test]
fn a_change_of_what_a_value_is_derived_from_takes_effect_where_the_value_is_used() {
    let connector = file(
        "[params.site]\n[params.dc]\nsource = \"discovered\"\nfrom = \"site\"\nmatch = \"-([a-z]+)$\"\n[auth]\nkind = \"key\"\n[http]\nbase_url = \"https://${dc}.api.example.com\"",
    );
    let effective = of(&connector, json!({"site": "a-eu"}));
    assert_eq!(effective.leaf("site").unwrap().effect, Effect::Live);
}

#[test]
fn what_the_callback_tells_reaches_the_token_request() {
    let connector = file(&format!(
        "[params.context]\nsource = \"discovered\"\n{OAUTH2}authorize.capture = {{ context = \"context\" }}\ntoken.params = {{ context = \"${{context}}\", state = \"${{state}}\" }}"
    ));
    let effective = of(&connector, json!({"clientId": "id"}));
    let names = effective.names(&Patch::default(), &Patch::default());
    let endpoints = effective.endpoints(&names, None).unwrap();
    let stored = serde_json::to_string(token(&endpoints)).unwrap();
    let endpoint: TokenEndpoint = serde_json::from_str(&stored).unwrap();
    // Nothing is sent with a hole in it.
    assert!(
        endpoint
            .code_request(&client(None), "C", "R", None, &[], &names)
            .is_err()
    );
    let mut late = effective.names(&Patch::default(), &patch(json!({"context": "stores/1"})));
    late.set("state", "S".to_owned());
    let plan = endpoint
        .code_request(&client(None), "C", "R", None, &[], &late)
        .unwrap();
    let form = form(&plan);
    assert!(
        form.contains(&("context", "stores/1")) && form.contains(&("state", "S")),
        "{form:?}"
    );
}

#[test]
fn only_values_of_an_enum_decide_where_a_code_goes() {
    let connector = file(
        "[params.server]\nsource = \"discovered\"\nenum = [\"a.example.com\", \"b.example.eu\"]\n[auth]\nkind = \"oauth2\"\nauthorize.url = \"https://a.example.com/a\"\nauthorize.capture = { server = \"accounts-server\" }\ntoken.url = \"https://${server}/t\"",
    );
    let effective = of(&connector, json!({"clientId": "id"}));
    let names = effective.names(&Patch::default(), &Patch::default());
    let (param, all) = effective.endpoints(&names, None).unwrap().by_capture.unwrap();
    let hosts: Vec<_> = all
        .iter()
        .map(|(value, endpoint)| (value.as_str(), endpoint.url.host_str().unwrap()))
        .collect();
    assert_eq!(
        (param.as_str(), hosts),
        (
            "server",
            vec![
                ("a.example.com", "a.example.com"),
                ("b.example.eu", "b.example.eu")
            ]
        )
    );
    let evil = effective.capture_callback(&[("accounts-server".to_owned(), "evil.example".to_owned())]);
    assert!(evil.is_empty());
}

#[test]
fn a_token_may_stand_in_the_path_of_what_revokes_or_refreshes_it() {
    let connector = file(&format!(
        "{OAUTH2}revoke.request = {{ method = \"DELETE\", url = \"/tokens/${{accessToken}}\" }}\nrefresh.request = {{ url = \"/refresh\", query = {{ access_token = \"${{accessToken}}\" }} }}\nrefresh.needs_refresh_token = false\nrefresh.after_s = 86400"
    ));
    let effective = of(&connector, json!({"clientId": "id"}));
    let names = effective.names(&Patch::default(), &Patch::default());
    let endpoints = effective.endpoints(&names, None).unwrap();
    let endpoint = token(&endpoints);
    assert_eq!((endpoint.needs_refresh_token, endpoint.after_s), (false, 86_400));
    let names = connected(&effective, json!({}));
    let revoke = endpoint.revoke_request(&client(None), &names).unwrap().unwrap();
    assert_eq!(
        (revoke.method.as_str(), revoke.url.as_str()),
        ("DELETE", "https://api.example.com/v1/tokens/AT%2F1")
    );
    let refresh = endpoint
        .refresh_request(&client(None), None, &[], &names)
        .unwrap();
    assert_eq!(
        refresh.url.as_str(),
        "https://api.example.com/v1/refresh?access_token=AT%2F1"
    );
}

#[test]
fn scopes_of_the_file_are_filled_and_those_of_a_developer_are_not() {
    let connector = file(&format!(
        "[params.org]\nsource = \"user\"\n{OAUTH2}default_scopes = [\"a\", \"https://${{org}}.example.com/.default\"]"
    ));
    let effective = of(&connector, json!({"clientId": "id"}));
    let names = effective.names(&patch(json!({"org": "acme"})), &Patch::default());
    assert_eq!(
        effective.asked_scopes(&names).unwrap(),
        ["a", "https://acme.example.com/.default"]
    );
    assert_eq!(names.get("scope"), Some("a https://acme.example.com/.default"));
    let none = effective.names(&Patch::default(), &Patch::default());
    assert!(effective.asked_scopes(&none).is_err());
    let own = of(&connector, json!({"clientId": "id", "scopes": ["${org}"]}));
    assert_eq!(own.asked_scopes(&names).unwrap(), ["${org}"]);
}

#[test]
fn discovery_leaves_out_what_it_is_to_find() {
    let connector = file(&format!(
        "discover = [{{ request = {{ url = \"/tenants\" }}, choose = {{ from = \"orgs.*.sites\", value = \"id\", label = \"name\" }}, capture = {{ tenant = \"value\" }} }}]\n[params.tenant]\nsource = \"discovered\"\n{OAUTH2}[http]\nbase_url = \"https://api.example.com\"\nheaders = {{ Authorization = \"Bearer ${{accessToken}}\", Tenant = \"${{tenant}}\" }}"
    ));
    let effective = of(&connector, json!({"clientId": "id"}));
    let step = &effective.discover_steps()[0];
    let names = connected(&effective, json!({}));
    let plan = effective.discover_request(step, &names).unwrap();
    let sent: Vec<_> = plan.headers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(sent, ["Authorization"]);
    // A call is not made with less than it needs.
    assert!(effective.http_headers(&names).is_err());
    let answer = br#"{"orgs":[{"sites":[{"id":1,"name":"one"}]},{},{"sites":[{"id":2,"name":"two"}]}]}"#;
    let Discovered::Choose(choices) = step.read(answer) else {
        panic!("no choice")
    };
    let labels: Vec<_> = choices.iter().map(|(_, label)| label.as_str()).collect();
    assert_eq!(labels, ["one", "two"]);
    assert_eq!(choices[1].0.to_value(), json!({"tenant": "2"}));
}

#[test]
fn a_client_is_asked_for_where_it_is_needed() {
    let missing = |text: &str| -> Vec<String> {
        let problems = of(&file(text), json!({})).missing(&Patch::default());
        problems.into_iter().map(|problem| problem.path).collect()
    };
    let key = "[params.key]\nsecret = true\n";
    let steps = "steps = [{ request = { url = \"/a\" }, capture = { accessToken = \"t\" } }]";
    let with_client = "steps = [{ request = { url = \"/a\", query = { id = \"${clientId}\", more = \"${clientSecret ?? ''}\" } }, capture = { accessToken = \"t\" } }]";
    let url = "token.url = \"https://a.example.com/t\"";
    for (text, expected) in [
        (OAUTH2.to_owned(), vec!["clientId"]),
        (
            format!("[auth]\nkind = \"client_credentials\"\n{url}"),
            vec!["clientId", "clientSecret"],
        ),
        (
            format!(
                "{key}[auth]\nkind = \"client_credentials\"\n{url}\ntoken.client_auth = \"private_key_jwt\"\nsign.key = \"${{key}}\""
            ),
            vec!["clientId"],
        ),
        (format!("[auth]\nkind = \"exchange\"\n{steps}"), vec![]),
        (
            format!("[auth]\nkind = \"exchange\"\n{with_client}"),
            vec!["clientId"],
        ),
        (
            format!("{key}[auth]\nkind = \"jwt\"\n{url}\nsign.key = \"${{key}}\""),
            vec![],
        ),
        (
            format!(
                "{key}[auth]\nkind = \"jwt\"\n{url}\nsign = {{ key = \"${{key}}\", payload = {{ iss = \"${{clientId}}\" }} }}"
            ),
            vec!["clientId"],
        ),
        (
            "[auth]\nkind = \"oauth2\"\ndiscovery = \"https://a.example.com\"\nregistration = true"
                .to_owned(),
            vec![],
        ),
    ] {
        assert_eq!(missing(&text), expected, "{text}");
    }
}

#[test]
fn an_answer_may_say_that_a_token_is_spent() {
    let connector = file(&format!(
        "{OAUTH2}[http]\nbase_url = \"https://api.example.com\"\nheaders = {{ Authorization = \"Bearer ${{accessToken}}\" }}\norigins = [\"https://files.example.com\"]\nexpired = {{ statuses = [401], when = \"errors.0.code == '602' || error == 'expired'\" }}"
    ));
    let effective = of(&connector, json!({"clientId": "id"}));
    let rule = effective.expired_rule();
    assert!(rule.needs_body() && rule.matches(401, b""));
    assert!(rule.matches(200, br#"{"errors":[{"code":"602"}]}"#));
    assert!(rule.matches(400, br#"{"error":"expired"}"#));
    assert!(!rule.matches(200, br#"{"errors":[{"code":"601"}]}"#) && !rule.matches(403, b"602"));
    let names = connected(&effective, json!({}));
    let endpoints = effective.endpoints(&names, None).unwrap();
    let origins = effective.credential_origins(&names, &endpoints).unwrap();
    assert!(
        origins
            .iter()
            .any(|origin| origin.as_str() == "https://files.example.com:443")
    );
}

/// The dry run of every kind shows the request that signing in begins with, and no secret.
#[test]
fn the_dry_run_of_every_kind() {
    let key = "[params.key]\nsource = \"user\"\nsecret = true\n";
    let places = |request: &TracedRequest| -> Vec<String> {
        let all = request.parts.iter().chain(&request.headers).chain(&request.body);
        all.filter_map(|part| part.name.clone()).collect()
    };
    for (text, url, names) in [
        (
            format!("{key}[auth]\nkind = \"exchange\"\nsteps = [{{ request = {{ method = \"POST\", url = \"/login\", json = {{ key = \"${{key}}\", nested = {{ key = \"${{key}}\" }} }} }}, capture = {{ accessToken = \"t\" }} }}]"),
            "https://api.example.com/v1/login",
            vec!["key", "nested"],
        ),
        (
            format!("{key}[auth]\nkind = \"jwt\"\nsign.key = \"${{key}}\"\nsteps = [{{ request = {{ method = \"POST\", url = \"/login\", headers = {{ Authorization = \"Bearer ${{assertion}}\" }} }}, capture = {{ accessToken = \"t\" }} }}]"),
            "https://api.example.com/v1/login",
            vec!["Authorization"],
        ),
        (
            "[auth]\nkind = \"oauth1\"\nrequest = { url = \"https://a.example.com/r\", params = { scope = \"x\" } }\nauthorize.url = \"https://a.example.com/a\"\ntoken.url = \"https://a.example.com/t\"".to_owned(),
            "https://a.example.com/r",
            vec!["Authorization", "scope"],
        ),
        (
            "[auth]\nkind = \"oauth2\"\ndevice.url = \"https://a.example.com/d\"\ntoken.url = \"https://a.example.com/t\"".to_owned(),
            "https://a.example.com/t",
            vec!["Accept", "grant_type", "device_code", "client_id", "client_secret"],
        ),
    ] {
        let effective = of(&file(&text), json!({"clientId": "id", "clientSecret": "hunter2"}));
        let given = effective.names(&patch(json!({"key": "hunter2"})).clone(), &Patch::default());
        let given = if text.contains("[params.key]") { given } else { effective.names(&Patch::default(), &Patch::default()) };
        let endpoints = effective.endpoints(&given, None).unwrap();
        assert!(effective.traces_token(&endpoints), "{text}");
        let traced = effective.trace_token(&given, &endpoints).unwrap();
        let whole: String = traced.parts[..2]
            .iter()
            .flat_map(|part| &part.pieces)
            .map(|piece| piece.text.as_str())
            .collect();
        assert_eq!(whole, url, "{text}");
        assert_eq!(places(&traced), names, "{text}");
        let shown = format!("{traced:?}");
        assert!(!shown.contains("hunter2") && !shown.contains("placeholder"), "{shown}");
    }
}
