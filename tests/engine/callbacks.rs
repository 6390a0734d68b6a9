//! What a redirect tells besides the code: whose account it is, which of the provider's servers to ask, what was granted;
//! and what is sent and read under other names.

use patchbay_engine::Code;
use serde_json::json;

use crate::support::{
    recorder::{Recorder, Reply},
    scripted::{Scripted, form},
    workbench::text,
};

fn connector(head: &str, authorize: &str, token: &str, rest: &str) -> String {
    format!(
        r#"
format = 1
key = "scripted"
name = "Scripted"
version = "1.0.0"

[params.apiUrl]
format = "url"
required = true
{head}

[redirect]
strategies = ["loopback"]
{rest}

[auth]
kind = "oauth2"
default_scopes = ["read", "write"]
[auth.authorize]
url = "${{apiUrl}}/authorize"
{authorize}
[auth.token]
{token}

[http]
base_url = "${{apiUrl}}"
headers = {{ Authorization = "Bearer ${{accessToken}}" }}
"#
    )
}

#[tokio::test]
async fn what_the_callback_tells_is_sent_with_the_code() {
    // BigCommerce wants back what its redirect told, Dropbox Sign the state.
    let file = connector(
        "[params.context]\nsource = \"discovered\"",
        "capture = { context = \"context\" }",
        "url = \"${apiUrl}/token\"\nparams = { context = \"${context}\", state = \"${state}\", back = \"${redirectUri}\" }",
        "",
    );
    let scripted = Scripted::start(&file, json!({})).await;
    let ended = scripted
        .sign_in(&[("code", "the-code"), ("context", "stores/g5cd38")])
        .await;
    assert_eq!(ended["state"], "succeeded", "{ended}");
    let asked = &scripted.token_requests()[0];
    assert_eq!(asked["context"], "stores/g5cd38");
    assert_eq!(asked["code"], "the-code");
    assert_eq!(asked["back"], asked["redirect_uri"]);
    assert!(asked["state"].len() >= 40, "{asked:?}");
}

#[tokio::test]
async fn the_callback_chooses_among_the_servers_that_the_connector_names_and_no_other() {
    let (europe, elsewhere) = (Recorder::start().await, Recorder::start().await);
    let token = |name: &str| {
        let name = name.to_owned();
        move || Reply::json(200, &json!({ "access_token": name, "token_type": "Bearer" }))
    };
    let america = Recorder::answering(move |_| token("american")()).await;
    let file = connector(
        &format!(
            "[params.accounts]\nsource = \"discovered\"\nformat = \"url\"\nenum = [\"{}\", \"{}\"]\ndefault = \"{}\"",
            america.origin, europe.origin, america.origin
        ),
        "capture = { accounts = \"accounts-server\" }",
        "url = \"${accounts}/oauth/token\"",
        "",
    );
    let scripted = Scripted::start(&file, json!({})).await;
    let ended = scripted
        .sign_in(&[("code", "code-number-one"), ("accounts-server", &america.origin)])
        .await;
    assert_eq!(ended["state"], "succeeded", "{ended}");
    assert_eq!(
        form(&america.seen_at("/oauth/token")[0])["code"],
        "code-number-one"
    );
    assert!(europe.seen().is_empty());

    scripted
        .sign_in(&[("code", "code-number-two"), ("accounts-server", &europe.origin)])
        .await;
    assert_eq!(
        form(&europe.seen_at("/oauth/token")[0])["code"],
        "code-number-two"
    );
    assert_eq!(america.seen().len(), 1);

    scripted
        .sign_in(&[
            ("code", "code-number-three"),
            ("accounts-server", &elsewhere.origin),
        ])
        .await;
    assert!(
        elsewhere.seen().is_empty(),
        "a stranger's address gets no code and no secret"
    );
}

#[tokio::test]
async fn a_code_and_a_grant_may_come_under_other_names() {
    let file = connector(
        "",
        "code = \"auth_code\"\ngranted = \"scopes\"",
        "url = \"${apiUrl}/token\"",
        "",
    );
    let scripted = Scripted::start(&file, json!({})).await;
    let ended = scripted
        .sign_in(&[("auth_code", "the-code"), ("scopes", "read")])
        .await;
    assert_eq!(ended["state"], "succeeded", "{ended}");
    assert_eq!(scripted.token_requests()[0]["code"], "the-code");
    let shown = scripted.bench.show(&text(&ended["connectionId"])).await;
    assert_eq!(
        shown["grantedScopes"],
        json!(["read"]),
        "what the callback said was granted"
    );

    let without = scripted.sign_in(&[("code", "the-code")]).await;
    assert_eq!(without["error"]["code"], "provider_error", "{without}");
}

#[tokio::test]
async fn a_provider_that_registers_a_name_is_sent_the_name() {
    let file = connector(
        "[params.ruName]\nrequired = true",
        "",
        "url = \"${apiUrl}/token\"",
        "send = \"${ruName}\"",
    );
    let scripted = Scripted::start(&file, json!({ "ruName": "Ada_Inc-AdaInc-Acme-abcdefg" })).await;
    let ended = scripted.sign_in(&[("code", "the-code")]).await;
    assert_eq!(ended["state"], "succeeded", "{ended}");
    assert_eq!(
        scripted.token_requests()[0]["redirect_uri"],
        "Ada_Inc-AdaInc-Acme-abcdefg"
    );
}

#[tokio::test]
async fn where_the_answer_says_the_api_is_refreshes_and_revocations_go_too() {
    let host = Recorder::answering(|seen| match seen.path() {
        "/token" => Reply::json(
            200,
            &json!({ "access_token": "newer", "token_type": "Bearer", "expires_in": 3600 }),
        ),
        _ => Reply::json(200, &json!({})),
    })
    .await;
    let file = connector(
        "[params.host]\nsource = \"discovered\"\nformat = \"url\"",
        "",
        "url = \"${apiUrl}/token\"\n[auth.refresh]\nurl = \"${host}/token\"\n[auth.response]\ncapture = { host = \"host\" }\n\
         [auth.revoke]\nrequest = { method = \"DELETE\", url = \"${host}/grants/${accessToken}\" }",
        "",
    );
    let scripted = Scripted::start(&file, json!({})).await;
    scripted.next(
        "/token",
        Reply::json(
            200,
            &json!({
                "access_token": "first", "refresh_token": "r", "token_type": "Bearer", "expires_in": 3600, "host": host.origin,
            }),
        ),
    );
    let connection = scripted.connect().await;
    scripted.bench.clock.advance(3601);
    assert_eq!(scripted.bench.status_of(&connection, "/orders").await, 200);
    assert_eq!(form(&host.seen_at("/token")[0])["refresh_token"], "r");
    scripted
        .bench
        .ok("connection_archive", json!({ "connection": connection }))
        .await;
    let revoked = host.seen_at("/grants/newer");
    assert_eq!(revoked.len(), 1);
    assert_eq!(revoked[0].method, "DELETE");
}

#[tokio::test]
async fn whoever_connects_does_not_choose_where_the_client_secret_goes() {
    let elsewhere = Recorder::start().await;
    let file = connector(
        "[params.host]\nsource = \"user\"\nformat = \"url\"\nrequired = true",
        "",
        "url = \"${host}/token\"",
        "",
    );
    let scripted = Scripted::start(&file, json!({})).await;
    let request = json!({ "integration": "scripted", "input": { "host": elsewhere.origin } });
    let error = scripted.bench.refused("connect_start", request).await;
    assert_eq!(error.code, Code::Forbidden, "{error:?}");
    assert!(error.message.contains(&elsewhere.origin), "{error:?}");

    // What the developer names anyway is no choice; and a client without a secret has nothing to lose.
    let request = |host: &str| json!({ "integration": "scripted", "input": { "host": host } });
    scripted.bench.begin(request(&scripted.api.origin)).await;
    let public = json!({ "key": "scripted", "set": { "clientSecret": null } });
    scripted.bench.ok("integration_set", public).await;
    scripted.bench.begin(request(&elsewhere.origin)).await;
    assert!(elsewhere.seen().is_empty());
}
