//! Signed JWTs: as the credential itself, exchanged for a token, and as a client's proof of itself. What is signed is
//! verified by libraries that nobody here wrote: `jsonwebtoken`, and oidc-provider.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use p256::{
    SecretKey,
    elliptic_curve::{rand_core::OsRng, sec1::ToEncodedPoint as _},
    pkcs8::{EncodePrivateKey as _, EncodePublicKey as _, LineEnding},
};
use patchbay_engine::Code;
use serde_json::{Value, json};

use crate::support::{
    oidc::Oidc,
    recorder::{Recorder, Reply},
    scripted::{Scripted, form},
    workbench::Workbench,
};

/// A new key: PEM to sign with, a key to verify with, and the public part as JWK.
fn pair() -> (String, DecodingKey, Value) {
    let key = SecretKey::random(&mut OsRng);
    let private = key.to_pkcs8_pem(LineEnding::LF).unwrap().to_string();
    let public = key.public_key().to_public_key_pem(LineEnding::LF).unwrap();
    let point = key.public_key().to_encoded_point(false);
    let part = |part: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(part);
    let jwk = json!({
        "kty": "EC", "crv": "P-256", "kid": "k1", "use": "sig",
        "x": part(point.x().unwrap()), "y": part(point.y().unwrap()),
    });
    (private, DecodingKey::from_ec_pem(public.as_bytes()).unwrap(), jwk)
}

fn connector(auth: &str, bearer: &str) -> String {
    format!(
        r#"
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
[params.installation]
source = "user"

[auth]
{auth}

[http]
base_url = "${{apiUrl}}"
headers = {{ Authorization = "{bearer} ${{accessToken}}" }}
test = {{ url = "/me", label = "name" }}
"#
    )
}

/// The claims of a token that the library believes.
fn claims(token: &str, key: &DecodingKey, algorithm: Algorithm, audience: &str) -> Value {
    let mut validation = Validation::new(algorithm);
    validation.set_audience(&[audience]);
    validation.leeway = 5;
    decode(token, key, &validation).unwrap().claims
}

fn bearer(authorization: &str) -> &str {
    authorization.split_once(' ').unwrap().1
}

#[tokio::test]
async fn a_jwt_is_exchanged_for_a_token_as_rfc_7523_says() {
    let (private, public, _) = pair();
    let file = connector(
        r#"kind = "jwt"
default_scopes = ["calendar", "drive"]
[auth.token]
url = "${apiUrl}/token"
client_auth = "none"
[auth.sign]
alg = "ES256"
key = "${privateKey}"
header = { kid = "k1" }
payload = { iss = "robot@example.com", aud = "${apiUrl}/token", scope = "${scope}" }
ttl_s = 600"#,
        "Bearer",
    );
    let scripted = Scripted::start(&file, json!({ "privateKey": private })).await;
    let connection = scripted
        .bench
        .connect_directly(json!({ "integration": "scripted" }))
        .await;
    let asked = scripted.token_requests().remove(0);
    assert_eq!(asked["grant_type"], "urn:ietf:params:oauth:grant-type:jwt-bearer");
    let audience = format!("{}/token", scripted.api.origin);
    let said = claims(&asked["assertion"], &public, Algorithm::ES256, &audience);
    assert_eq!(
        (&said["iss"], &said["scope"]),
        (&json!("robot@example.com"), &json!("calendar drive"))
    );
    assert_eq!(said["exp"].as_i64().unwrap() - said["iat"].as_i64().unwrap(), 600);
    assert_eq!(
        decode_header(&asked["assertion"]).unwrap().kid.as_deref(),
        Some("k1")
    );
    assert!(!asked.contains_key("client_secret"), "{asked:?}");
    assert_eq!(scripted.bench.status_of(&connection, "/orders").await, 200);
    assert_eq!(
        scripted.api.seen_at("/orders")[0].header("authorization"),
        "Bearer access-1"
    );

    scripted.bench.clock.advance(3601);
    assert_eq!(scripted.bench.status_of(&connection, "/orders").await, 200);
    let again = scripted.token_requests();
    assert_eq!(again.len(), 2);
    assert_ne!(again[0]["assertion"], again[1]["assertion"], "signed anew");
    assert!(scripted.bench.credentials(&connection).scopes.is_none());
}

#[tokio::test]
async fn a_jwt_may_be_the_credential_itself() {
    // As Ghost has it: a hexadecimal secret, five minutes.
    let file = connector(
        r#"kind = "jwt"
[auth.sign]
alg = "HS256"
key = "${privateKey}"
key_encoding = "hex"
header = { kid = "${clientId}" }
payload = { aud = "/admin/" }
ttl_s = 300"#,
        "Ghost",
    );
    let scripted = Scripted::start(&file, json!({ "privateKey": "00ff10" })).await;
    let connection = scripted
        .bench
        .connect_directly(json!({ "integration": "scripted" }))
        .await;
    let key = DecodingKey::from_secret(&[0x00, 0xff, 0x10]);
    assert_eq!(scripted.bench.status_of(&connection, "/orders").await, 200);
    let first = scripted.api.seen_at("/orders")[0]
        .header("authorization")
        .to_owned();
    assert!(first.starts_with("Ghost "));
    claims(bearer(&first), &key, Algorithm::HS256, "/admin/");
    assert_eq!(
        decode_header(bearer(&first)).unwrap().kid.as_deref(),
        Some("the-client")
    );

    scripted.bench.clock.advance(200);
    assert_eq!(scripted.bench.status_of(&connection, "/orders").await, 200);
    scripted.bench.clock.advance(101);
    assert_eq!(scripted.bench.status_of(&connection, "/orders").await, 200);
    let sent: Vec<_> = scripted
        .api
        .seen_at("/orders")
        .iter()
        .map(|seen| seen.header("authorization").to_owned())
        .collect();
    assert_ne!(sent[0], sent[2], "a new one before the old one ends");
    assert!(scripted.token_requests().is_empty());
}

#[tokio::test]
async fn a_jwt_may_open_the_steps_of_an_exchange() {
    // As a GitHub App has it.
    let (private, public, _) = pair();
    let file = connector(
        r#"kind = "jwt"
[auth.sign]
alg = "ES256"
key = "${privateKey}"
payload = { iss = "${clientId}", aud = "app" }
ttl_s = 540
[[auth.steps]]
request = { method = "POST", url = "${apiUrl}/app/installations/${installation}/access_tokens", headers = { Authorization = "Bearer ${assertion}" } }
capture = { accessToken = "token", expiresAt = "expires_at" }"#,
        "Bearer",
    );
    let scripted = Scripted::start(&file, json!({ "privateKey": private })).await;
    let steps = "/app/installations/42/access_tokens";
    let answer = json!({ "token": "installation-token", "expires_at": "2099-01-01T00:00:00Z" });
    scripted.next(steps, Reply::json(201, &answer));
    let request = json!({ "integration": "scripted", "input": { "installation": "42" } });
    let connection = scripted.bench.connect_directly(request).await;
    let signed = scripted.api.seen_at(steps)[0].header("authorization").to_owned();
    assert_eq!(
        claims(bearer(&signed), &public, Algorithm::ES256, "app")["iss"],
        "the-client"
    );
    assert_eq!(scripted.bench.status_of(&connection, "/orders").await, 200);
    assert_eq!(
        scripted.api.seen_at("/orders")[0].header("authorization"),
        "Bearer installation-token"
    );
    let held = scripted.bench.credentials(&connection);
    assert_eq!(held.expires_at, Some(4_070_908_800_000));
}

#[tokio::test]
async fn a_key_that_does_not_sign_connects_nothing_and_is_not_shown() {
    let file = connector(
        "kind = \"jwt\"\n[auth.sign]\nalg = \"ES256\"\nkey = \"${privateKey}\"\npayload = { aud = \"x\" }",
        "Bearer",
    );
    let scripted = Scripted::start(&file, json!({ "privateKey": "certainly-no-key" })).await;
    let attempt = scripted
        .bench
        .ok("connect_start", json!({ "integration": "scripted" }))
        .await;
    assert_eq!(attempt["error"]["code"], "misconfigured", "{attempt}");
    assert!(!attempt.to_string().contains("certainly-no-key"), "{attempt}");
    assert_eq!(scripted.bench.connections().await, 0);
    assert!(scripted.api.seen().is_empty(), "nothing was sent");
}

#[tokio::test]
async fn a_token_endpoint_moved_outside_the_binding_gets_no_assertion() {
    let (private, ..) = pair();
    let file = connector(
        "kind = \"jwt\"\n[auth.token]\nurl = \"${tokenUrl}\"\n[auth.sign]\nalg = \"ES256\"\nkey = \"${privateKey}\"\npayload = { aud = \"x\" }",
        "Bearer",
    )
    .replace("[params.privateKey]", "[params.tokenUrl]\nformat = \"url\"\n[params.privateKey]");
    let (tokens, elsewhere) = (
        Recorder::answering(|_| {
            Reply::json(
                200,
                &json!({ "access_token": "a", "token_type": "Bearer", "expires_in": 600 }),
            )
        })
        .await,
        Recorder::start().await,
    );
    let scripted = Scripted::start(&file, json!({ "privateKey": private, "tokenUrl": tokens.origin })).await;
    let connection = scripted
        .bench
        .connect_directly(json!({ "integration": "scripted" }))
        .await;
    let moved = json!({ "key": "scripted", "set": { "tokenUrl": elsewhere.origin } });
    scripted.bench.ok("integration_set", moved).await;
    scripted.bench.clock.advance(601);
    let error = scripted.bench.get(&connection, "/orders").await.unwrap_err();
    assert_eq!(error.code, Code::BindingChanged, "{error:?}");
    assert!(elsewhere.seen().is_empty());
    assert_eq!(
        form(&tokens.seen()[0])["grant_type"],
        "urn:ietf:params:oauth:grant-type:jwt-bearer"
    );
}

/// A robot that proves itself by a key, with and without the server's metadata.
fn signed_robot(place: &str) -> String {
    connector(
        &format!(
            r#"kind = "client_credentials"
{place}
client_auth = "private_key_jwt"
[auth.sign]
alg = "ES256"
key = "${{privateKey}}"
header = {{ kid = "k1" }}
ttl_s = 60"#
        ),
        "Bearer",
    )
    .replace(
        "[params.privateKey]",
        "[params.serverUrl]\nformat = \"url\"\n[params.privateKey]",
    )
    .replace("test = { url = \"/me\", label = \"name\" }", "")
}

#[tokio::test]
async fn a2_8_a_real_server_believes_a_client_that_proves_itself_by_a_key() {
    let (private, public, jwk) = pair();
    let client = json!({
        "client_id": "signing-robot",
        "token_endpoint_auth_method": "private_key_jwt",
        "token_endpoint_auth_signing_alg": "ES256",
        "jwks": { "keys": [jwk] },
        "redirect_uris": [],
        "response_types": [],
        "grant_types": ["client_credentials"],
    });
    let server = Oidc::start_with(json!({ "clients": [client] })).await;
    let file = signed_robot("discovery = \"${serverUrl}\"\n[auth.token]");
    let further = json!({ "privateKey": private, "serverUrl": server.issuer, "clientId": "signing-robot" });
    let scripted = Scripted::start(&file, further).await;
    let connection = scripted
        .bench
        .connect_directly(json!({ "integration": "scripted" }))
        .await;
    scripted.bench.clock.advance(1);
    scripted
        .bench
        .ok("connection_refresh", json!({ "connection": connection }))
        .await;
    let requests = server.token_requests().await;
    assert_eq!(
        requests.len(),
        2,
        "each with an assertion of its own, or the server would refuse the second"
    );
    assert!(
        requests.iter().all(|request| request.status == 200),
        "{requests:?}"
    );

    // The same request at a server that shows what it was sent.
    let file = signed_robot("[auth.token]\nurl = \"${apiUrl}/token\"");
    let further = json!({ "privateKey": private, "clientId": "signing-robot", "clientSecret": "never sent" });
    let scripted = Scripted::start(&file, further).await;
    scripted
        .bench
        .connect_directly(json!({ "integration": "scripted" }))
        .await;
    let seen = scripted.api.seen_at("/token").remove(0);
    let asked = form(&seen);
    assert_eq!(
        asked["client_assertion_type"],
        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    );
    let endpoint = format!("{}/token", scripted.api.origin);
    let said = claims(&asked["client_assertion"], &public, Algorithm::ES256, &endpoint);
    assert_eq!(
        (&said["iss"], &said["sub"]),
        (&json!("signing-robot"), &json!("signing-robot"))
    );
    assert_eq!(said["aud"], endpoint, "one audience");
    assert!(
        !seen.all().contains("never+sent") && seen.header("authorization").is_empty(),
        "never two at once"
    );
}

#[tokio::test]
async fn a_code_is_redeemed_and_a_token_refreshed_by_a_client_with_a_key() {
    let (private, _, jwk) = pair();
    let bench = Workbench::start().await;
    let client = json!({
        "client_id": "signing-app",
        "application_type": "native",
        "token_endpoint_auth_method": "private_key_jwt",
        "token_endpoint_auth_signing_alg": "ES256",
        "jwks": { "keys": [jwk] },
        "redirect_uris": [format!("http://127.0.0.1:{}/oauth-callback/signing", bench.port)],
        "response_types": ["code"],
        "grant_types": ["authorization_code", "refresh_token"],
    });
    let server = Oidc::start_with(json!({ "clients": [client] })).await;
    let file = r#"
format = 1
key = "signing"
name = "Signing"
version = "1.0.0"
[params.serverUrl]
format = "url"
required = true
[params.privateKey]
required = true
secret = true
[redirect]
strategies = ["loopback"]
[auth]
kind = "oauth2"
discovery = "${serverUrl}"
default_scopes = ["openid", "offline_access"]
[auth.authorize]
params = { prompt = "consent" }
[auth.token]
client_auth = "private_key_jwt"
[auth.sign]
alg = "ES256"
key = "${privateKey}"
header = { kid = "k1" }
ttl_s = 60
[http]
base_url = "${serverUrl}"
headers = { Authorization = "Bearer ${accessToken}" }
"#;
    std::fs::write(bench.place.path().join("connectors").join("signing.toml"), file).unwrap();
    bench.engine.reload_connectors();
    let parameters = json!({ "serverUrl": server.issuer, "clientId": "signing-app", "privateKey": private });
    let add = json!({
        "key": "signing", "connector": "signing", "parameters": parameters, "redirect": { "kind": "loopback" },
    });
    bench.ok("integration_add", add).await;
    let connection = bench.connect(json!({ "integration": "signing" })).await;
    bench
        .ok("connection_refresh", json!({ "connection": connection }))
        .await;
    assert_eq!(bench.status_of(&connection, "/me").await, 200);
    let requests = server.token_requests().await;
    assert_eq!(requests.len(), 2);
    assert!(
        requests.iter().all(|request| request.status == 200),
        "{requests:?}"
    );
    let archived = bench
        .ok("connection_archive", json!({ "connection": connection }))
        .await;
    assert!(
        archived["warning"].is_null(),
        "the revocation is signed too: {archived}"
    );
}
