//! The planted secrets, and a provider whose answers hold some of them.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;

use crate::support::recorder::{Recorder, Reply};

// With characters that each encoding treats in its own way; without spaces where they are arguments.
pub(crate) const PASSPHRASE: &str = "planted passphrase/with+odd=characters";
pub(crate) const CLIENT_SECRET: &str = "planted-client-secret+/=&7f3a";
pub(crate) const TOKEN_PARAM: &str = "planted-token-parameter-secret-91c2";
pub(crate) const CODE: &str = "planted-authorization-code/5+d=0e";
pub(crate) const ACCESS: [&str; 3] = [
    "planted-access-one-4b1d/+~",
    "planted-access-two-8e2c/+~",
    "planted-access-three-c9/+~",
];
pub(crate) const REFRESH: [&str; 3] = [
    "planted-refresh-one-a77e/+",
    "planted-refresh-two-b03f/+",
    "planted-refresh-three-d1/+",
];
pub(crate) const API_KEY: &str = "planted-api-key-sk_live_51Hx\"quoted\"";
pub(crate) const WRONG_KEY: &str = "planted-refused-api-key-00ff11ee";
pub(crate) const PASSWORD: &str = "planted basic password é 2209";
pub(crate) const HEADER: &str = "planted-override-header-secret-6d";
pub(crate) const QUERY: &str = "planted-override-query-secret-e4+/";
pub(crate) const REFUSED: &str = "planted-value-of-a-refused-override";
pub(crate) const MALFORMED: &str = "planted-value-in-malformed-json-3a";
pub(crate) const CALL_QUERY: &str = "planted-token-in-a-calls-query-88";
pub(crate) const CALL_BODY: &str = "planted-secret-in-a-calls-body-d7";
pub(crate) const CALL_HEADER: &str = "planted-secret-in-a-refused-header";
pub(crate) const PRESET: &str = "planted-secret-of-a-preset-2b";
pub(crate) const MARKED: &str = "planted-by-mark-only";

/// The name of a connection: no secret, stored as it is, and therefore found.
pub(crate) const VISIBLE: &str = "visible-name-of-a-connection";

/// Each with what it is called in a finding.
pub(crate) const ALL: [(&str, &str); 22] = [
    ("passphrase", PASSPHRASE),
    ("client secret", CLIENT_SECRET),
    ("token parameter", TOKEN_PARAM),
    ("code", CODE),
    ("access token 1", ACCESS[0]),
    ("access token 2", ACCESS[1]),
    ("access token 3", ACCESS[2]),
    ("refresh token 1", REFRESH[0]),
    ("refresh token 2", REFRESH[1]),
    ("refresh token 3", REFRESH[2]),
    ("API key", API_KEY),
    ("refused API key", WRONG_KEY),
    ("password", PASSWORD),
    ("override's header", HEADER),
    ("override's query", QUERY),
    ("refused override", REFUSED),
    ("malformed JSON", MALFORMED),
    ("call's query", CALL_QUERY),
    ("call's body", CALL_BODY),
    ("call's header", CALL_HEADER),
    ("preset's header", PRESET),
    ("marked header", MARKED),
];

/// The provider's connector.
pub(crate) const CONNECTOR: &str = r#"
format = 1
key = "planted"
name = "Planted"
version = "1.0.0"
[params.serverUrl]
type = "string"
format = "url"
required = true
[auth]
kind = "oauth2"
default_scopes = ["read"]
[auth.authorize]
url = "${serverUrl}/authorize"
[auth.token]
url = "${serverUrl}/token"
[auth.revoke]
request = { method = "POST", url = "${serverUrl}/revoke", form = { token = "${refreshToken ?? accessToken}" } }
[http]
base_url = "${serverUrl}/api"
headers = { Authorization = "Bearer ${accessToken}" }
test = { url = "/me" }
"#;

/// Issues the tokens one after the other, then fails; its API takes all but the first, so that a refresh is needed.
pub(crate) async fn provider() -> Recorder {
    let issued = AtomicUsize::new(0);
    Recorder::answering(move |seen| match seen.path() {
        "/token" => match issued.fetch_add(1, Ordering::SeqCst) {
            n @ 0..=2 => Reply::json(
                200,
                &json!({
                    "access_token": ACCESS[n],
                    "refresh_token": REFRESH[n],
                    "token_type": "bearer",
                    "expires_in": 3600,
                }),
            ),
            _ => Reply::json(503, &json!({ "error": "temporarily_unavailable" })),
        },
        "/api/private" if seen.header("authorization") == format!("Bearer {}", ACCESS[0]) => {
            Reply::json(401, &json!({ "error": "expired" }))
        }
        "/v1/me" if seen.header("x-api-key") == WRONG_KEY => Reply::json(401, &json!({ "error": "no" })),
        _ => Reply::json(200, &json!({ "ok": true })),
    })
    .await
}
