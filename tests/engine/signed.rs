//! Calls that are signed, and answers that end a token. SigV4 is checked by the server's side of it, written from AWS's
//! description; that the signer is right is shown by AWS's own vectors beside it.

use std::collections::BTreeMap;

use hmac::{Hmac, KeyInit as _, Mac as _};
use patchbay_engine::Code;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::support::{
    browser::Browser,
    oauth1::{CLIENT, CLIENT_SECRET, OAuth1},
    recorder::{Reply, Seen},
    scripted::Scripted,
    workbench::Workbench,
};

const SIGV4: &str = r#"
format = 1
key = "scripted"
name = "Scripted"
version = "1.0.0"

[params.apiUrl]
format = "url"
required = true
[params.service]
default = "execute-api"
[params.accessKey]
source = "user"
required = true
[params.secretKey]
source = "user"
required = true
secret = true

[auth]
kind = "key"

[http]
base_url = "${apiUrl}"
query = { marker = "a b" }
sign = { kind = "sigv4", region = "eu-central-1", service = "${service}", access_key = "${accessKey}", secret_key = "${secretKey}" }
test = { method = "POST", url = "/me", headers = { X-Amz-Target = "Who.AmI", Content-Type = "application/x-amz-json-1.1" }, json = { a = "b" }, label = "name" }
"#;

const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

fn encode(bytes: &[u8]) -> String {
    percent_encode(bytes, UNRESERVED).to_string()
}

fn decode(text: &str) -> Vec<u8> {
    percent_decode_str(text).collect()
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// Whether AWS would take this request, signed with this secret.
fn is_signed(seen: &Seen, secret: &str, service: &str) -> bool {
    let shown = seen
        .header("authorization")
        .strip_prefix("AWS4-HMAC-SHA256 ")
        .unwrap();
    let parts: BTreeMap<&str, &str> = shown
        .split(", ")
        .filter_map(|part| part.split_once('='))
        .collect();
    let when = seen.header("x-amz-date");
    let scope = format!("{}/eu-central-1/{service}/aws4_request", &when[..8]);
    assert_eq!(parts["Credential"], format!("AKIDEXAMPLE/{scope}"));
    let signed: Vec<&str> = parts["SignedHeaders"].split(';').collect();
    for name in seen.headers.keys().map(http::HeaderName::as_str) {
        let wanted = name == "host" || name == "content-type" || name.starts_with("x-amz-");
        assert!(!wanted || signed.contains(&name), "{name} is to be signed");
    }
    let headers: Vec<String> = signed
        .iter()
        .map(|name| format!("{name}:{}\n", seen.header(name).trim()))
        .collect();
    let headers = headers.concat();
    let path: Vec<String> = seen.path().split('/').map(|part| encode(&decode(part))).collect();
    let path = if service == "s3" {
        path
    } else {
        path.iter().map(|part| encode(part.as_bytes())).collect()
    };
    let query = seen.target.split_once('?').map_or("", |(_, query)| query);
    let mut query: Vec<String> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| format!("{}={}", encode(&decode(name)), encode(&decode(value))))
        .collect();
    query.sort();
    let given = seen.header("x-amz-content-sha256");
    let hash = if given.is_empty() {
        hex::encode(Sha256::digest(&seen.body))
    } else {
        given.to_owned()
    };
    let request = [
        seen.method.as_str(),
        &path.join("/"),
        &query.join("&"),
        &headers,
        parts["SignedHeaders"],
        &hash,
    ];
    let request = hex::encode(Sha256::digest(request.join("\n")));
    let key = ["eu-central-1", service, "aws4_request"].iter().fold(
        mac(format!("AWS4{secret}").as_bytes(), &when[..8]),
        |key, part| mac(&key, part),
    );
    parts["Signature"]
        == hex::encode(mac(
            &key,
            &format!("AWS4-HMAC-SHA256\n{when}\n{scope}\n{request}"),
        ))
}

async fn connected(service: &str) -> (Scripted, String) {
    let scripted = Scripted::start(SIGV4, json!({ "service": service })).await;
    let input = json!({ "accessKey": "AKIDEXAMPLE", "secretKey": "wJalrXUtnFEMI/K7MDENG" });
    let connection = scripted
        .bench
        .connect_directly(json!({ "integration": "scripted", "input": input }))
        .await;
    (scripted, connection)
}

async fn every_request_is_signed(service: &str) {
    let (scripted, connection) = connected(service).await;
    let shown = scripted.bench.show(&connection).await;
    assert_eq!(shown["summary"]["name"], "Scripted: Ada", "by the test request");
    for path in [
        "/",
        "/orders?q=r%20b%2Bc&empty=&a=2&a=1&flag",
        "/f/arn:aws:x/a(1)%20b'*",
        "/search?q=one+two",
    ] {
        assert_eq!(scripted.bench.status_of(&connection, path).await, 200);
    }
    let post = json!({
        "connection": connection, "method": "POST", "path": "/orders",
        "headers": [["content-type", "application/x-amz-json-1.1"], ["x-amz-target", "Orders.Add"], ["x-amz-date", "20000101T000000Z"]],
        "body": "{\"é\":1}",
    });
    assert_eq!(scripted.bench.ask("call", post).await.unwrap()["status"], 200);
    let all = scripted.api.seen();
    assert_eq!(all.len(), 6, "{all:?}");
    for seen in &all {
        assert!(is_signed(seen, "wJalrXUtnFEMI/K7MDENG", service), "{seen:?}");
        assert!(!is_signed(seen, "another", service), "the check can say no");
        assert!(!seen.all().contains("wJalrXUtnFEMI"), "the secret stays here");
        assert_eq!(seen.headers.get_all("x-amz-date").iter().count(), 1);
    }
    let test = &all[0];
    assert_eq!(test.header("x-amz-target"), "Who.AmI");
    assert_eq!(
        test.header("content-type"),
        "application/x-amz-json-1.1",
        "the file's own"
    );
}

#[tokio::test]
async fn sigv4_signs_calls_and_the_test_request() {
    every_request_is_signed("execute-api").await;
}

#[tokio::test]
async fn sigv4_for_s3_spells_paths_once_and_names_the_bodys_hash() {
    every_request_is_signed("s3").await;
}

/// As Marketo says it: in an answer of 200.
const EXPIRED: &str = r#"
format = 1
key = "scripted"
name = "Scripted"
version = "1.0.0"

[params.apiUrl]
format = "url"
required = true

[auth]
kind = "oauth2"
token = { url = "${apiUrl}/token" }
[auth.authorize]
url = "${apiUrl}/authorize"

[http]
base_url = "${apiUrl}"
headers = { Authorization = "Bearer ${accessToken}" }
expired = { statuses = [401, 419], when = "errors.0.code == '601' || errors.0.code == '602'" }
"#;

fn over(code: &str) -> Reply {
    Reply::json(200, &json!({ "success": false, "errors": [{ "code": code }] }))
}

#[tokio::test]
async fn an_answer_that_says_inside_that_the_token_is_over_is_asked_for_again_once() {
    let scripted = Scripted::start(EXPIRED, json!({})).await;
    let connection = scripted.connect().await;
    let bench = &scripted.bench;
    let call = json!({ "connection": connection, "method": "POST", "path": "/leads", "body": "{\"a\":1}" });

    scripted.next("/leads", over("602"));
    let answer = bench.ask("call", call.clone()).await.unwrap();
    assert_eq!(
        (&answer["status"], &answer["attempts"]),
        (&json!(200), &json!(2)),
        "{answer}"
    );
    let leads = scripted.api.seen_at("/leads");
    let tokens: Vec<&str> = leads.iter().map(|seen| seen.header("authorization")).collect();
    assert_eq!(tokens, ["Bearer access-1", "Bearer access-2"]);
    assert_eq!(leads[0].body, leads[1].body);

    scripted.next("/leads", Reply::json(419, &Value::Null));
    assert_eq!(bench.ask("call", call.clone()).await.unwrap()["status"], 200);
    assert_eq!(scripted.token_requests().len(), 3);

    // Once: what the provider says then is the caller's to see.
    scripted.next("/leads", over("601"));
    scripted.next("/leads", over("601"));
    let answer = bench.ask("call", call.clone()).await.unwrap();
    assert!(
        answer.to_string().contains("601"),
        "the answer's body is whole: {answer}"
    );
    assert_eq!(scripted.token_requests().len(), 4);

    scripted.next("/leads", over("610"));
    let answer = bench.ask("call", call).await.unwrap();
    assert_eq!(answer["attempts"], 1, "another error is no reason: {answer}");
    assert_eq!(scripted.token_requests().len(), 4);
}

const OAUTH1: &str = r#"
format = 1
key = "scripted"
name = "Scripted"
version = "1.0.0"

[params.apiUrl]
format = "url"
required = true
[params.privateKey]
required = true
secret = true
[params.token]
source = "user"
required = true
secret = true
[params.tokenSecret]
source = "user"
required = true
secret = true

[auth]
kind = "oauth1"
signature = "SIGNATURE"
[auth.sign]
key = "${privateKey}"

[http]
base_url = "${apiUrl}"
test = { url = "/me", label = "name" }
"#;

async fn typed_in(signature: &str) -> (Scripted, Value) {
    let file = OAUTH1.replace("SIGNATURE", signature);
    let scripted = Scripted::start(&file, json!({ "privateKey": "not a key" })).await;
    let input = json!({ "token": "t", "tokenSecret": "s" });
    (scripted, json!({ "integration": "scripted", "input": input }))
}

#[tokio::test]
async fn a_redirected_call_is_signed_anew() {
    let (scripted, start) = typed_in("HMAC-SHA1").await;
    let connection = scripted.bench.connect_directly(start).await;
    let moved = Reply::json(307, &Value::Null).with("location", "/new?a=b");
    scripted.next("/old", moved);
    assert_eq!(scripted.bench.status_of(&connection, "/old").await, 200);
    let part = |path: &str, name: &str| {
        let seen = scripted.api.seen_at(path).remove(0);
        let (_, value) = seen
            .header("authorization")
            .split_once(&format!("{name}=\""))
            .unwrap();
        value.split('"').next().unwrap().to_owned()
    };
    for name in ["oauth_nonce", "oauth_signature"] {
        assert_ne!(part("/old", name), part("/new", name), "{name}");
    }
    // No refresh mends a token that was typed in: a refusal is asked about once.
    scripted.next("/again", Reply::json(401, &Value::Null));
    assert_eq!(scripted.bench.status_of(&connection, "/again").await, 401);
    assert_eq!(scripted.api.seen_at("/again").len(), 1);
}

#[tokio::test]
async fn a_key_that_cannot_sign_is_said_before_anything_is_sent() {
    let (scripted, start) = typed_in("RSA-SHA1").await;
    let refused = scripted.bench.ask("connect_start", start).await;
    let said = match refused {
        Ok(attempt) => attempt["error"]["code"].as_str().unwrap_or_default().to_owned(),
        Err(error) => serde_json::to_value(error.code)
            .unwrap()
            .as_str()
            .unwrap()
            .to_owned(),
    };
    let misconfigured = serde_json::to_value(Code::Misconfigured).unwrap();
    assert_eq!(json!(said), misconfigured);
    assert!(scripted.api.seen().is_empty());
}

#[tokio::test]
async fn calls_are_signed_by_the_client_that_got_the_token() {
    let server = OAuth1::start(&["HMAC-SHA1"]).await;
    let bench = Workbench::start().await;
    let add = json!({
        "key": "oauth1", "connector": "oauth1", "redirect": { "kind": "loopback" },
        "parameters": { "serverUrl": server.origin, "clientId": CLIENT, "clientSecret": CLIENT_SECRET },
    });
    bench.ok("integration_add", add).await;
    let (attempt, link) = bench.begin(json!({ "integration": "oauth1" })).await;
    let back = Url::parse(&format!("http://127.0.0.1:{}/oauth-callback/oauth1", bench.port)).unwrap();
    bench
        .arrive(&Browser::new().answer_until(&link, "allow", &back).await)
        .await;
    let connection = bench.ended(&attempt).await["connectionId"]
        .as_str()
        .unwrap()
        .to_owned();

    let set = json!({ "clientId": "another-client", "clientSecret": "another-secret" });
    bench
        .ok("integration_set", json!({ "key": "oauth1", "set": set }))
        .await;
    assert_eq!(
        bench.status_of(&connection, "/me").await,
        200,
        "until it is connected again"
    );
}
