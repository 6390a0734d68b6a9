//! A real authorization server: oidc-provider in a Node process of its own, ended with the test.

use std::process::Stdio;

use serde::Deserialize;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    process::{Child, ChildStdin, Command},
};

use super::browser::http;

/// Client id of a public native application.
pub(crate) const APP: &str = "app";
/// Client id of a second one.
pub(crate) const OTHER_APP: &str = "other-app";
/// A confidential application.
pub(crate) const CONFIDENTIAL: &str = "confidential-app";
/// Its secret.
pub(crate) const CONFIDENTIAL_SECRET: &str = "confidential s3cret+%2F&=~";
/// A client with a secret for client credentials.
pub(crate) const ROBOT: &str = "robot";
/// Its secret, with characters that Basic authentication has to encode (RFC 6749 §2.3.1).
pub(crate) const ROBOT_SECRET: &str = "r0bot:s3cret +%2F&=~";

/// A client that signs in by a code on another page.
pub(crate) const DEVICE: &str = "device-app";

/// A running server.
pub(crate) struct Oidc {
    pub(crate) issuer: String,
    http: reqwest::Client,
    // The process ends when its standard input is closed.
    _stdin: ChildStdin,
    _process: Child,
}

/// A request that reached the token endpoint.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TokenRequest {
    /// None where the server dropped it unread.
    pub(crate) grant_type: Option<String>,
    pub(crate) client_id: Option<String>,
    /// The scope that was granted.
    pub(crate) scope: Option<String>,
    /// A number, or `dropped`.
    pub(crate) status: Value,
    /// Whether it came with a DPoP proof.
    #[serde(default)]
    pub(crate) dpop: bool,
    /// The error that was answered.
    #[serde(default)]
    pub(crate) error: Option<String>,
}

/// A request to another endpoint.
#[derive(Debug, Deserialize)]
pub(crate) struct OtherRequest {
    pub(crate) path: String,
    pub(crate) query: String,
}

impl Oidc {
    /// Starts with the usual clients, rotating refresh tokens.
    pub(crate) async fn start() -> Self {
        Self::start_with(json!({})).await
    }

    /// Starts with further settings: `accessTokenTtl` in seconds, `rotate`.
    pub(crate) async fn start_with(settings: Value) -> Self {
        let native = |id: &str| {
            json!({
                "client_id": id,
                "application_type": "native",
                "token_endpoint_auth_method": "none",
                "redirect_uris": ["http://127.0.0.1/oauth-callback/acme", "patchbay-dev://oauth/callback/acme"],
                "grant_types": ["authorization_code", "refresh_token"],
                "response_types": ["code"],
            })
        };
        let mut confidential = native(CONFIDENTIAL);
        confidential["client_secret"] = json!(CONFIDENTIAL_SECRET);
        confidential["token_endpoint_auth_method"] = json!("client_secret_basic");
        let mut config = json!({
            "scopes": ["contacts.read", "contacts.write", "deals.read"],
            "clients": [native(APP), native(OTHER_APP), confidential, {
                "client_id": ROBOT,
                "client_secret": ROBOT_SECRET,
                "token_endpoint_auth_method": "client_secret_basic",
                "redirect_uris": [],
                "response_types": [],
                "grant_types": ["client_credentials"],
            }, {
                "client_id": DEVICE,
                "application_type": "native",
                "token_endpoint_auth_method": "none",
                "redirect_uris": [],
                "response_types": [],
                "grant_types": ["urn:ietf:params:oauth:grant-type:device_code", "refresh_token"],
            }],
        });
        for (name, value) in settings.as_object().unwrap() {
            config[name] = value.clone();
        }
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests");
        assert!(
            std::path::Path::new(folder)
                .join("node_modules/oidc-provider")
                .exists(),
            "oidc-provider is not installed: run `npm ci` in tests/ (`cargo xtask test` does)"
        );
        let mut process = Command::new("node")
            .arg("oidc/server.mjs")
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("node is installed");
        let mut stdin = process.stdin.take().unwrap();
        stdin.write_all(format!("{config}\n").as_bytes()).await.unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let line = lines
            .next_line()
            .await
            .unwrap()
            .expect("the server says where it is");
        let ready: Value = serde_json::from_str(&line).unwrap();
        Self {
            issuer: ready["issuer"].as_str().unwrap().to_owned(),
            http: http(),
            _stdin: stdin,
            _process: process,
        }
    }

    /// All requests that reached the token endpoint.
    pub(crate) async fn token_requests(&self) -> Vec<TokenRequest> {
        let url = format!("{}/test/requests", self.issuer);
        self.http.get(url).send().await.unwrap().json().await.unwrap()
    }

    /// All requests that reached one of the authorization, PAR, registration and device authorization endpoints.
    pub(crate) async fn requests_to(&self, path: &str) -> Vec<OtherRequest> {
        let url = format!("{}/test/others", self.issuer);
        let all: Vec<OtherRequest> = self.http.get(url).send().await.unwrap().json().await.unwrap();
        all.into_iter().filter(|request| request.path == path).collect()
    }

    /// What happens to the next requests to the token endpoint, one entry each: `drop` (`before` or `after` it is
    /// processed), `delayMs`, `status` with `retryAfter`.
    pub(crate) async fn next_token_requests(&self, faults: Value) {
        self.post("faults", &faults).await;
    }

    /// How long access tokens live that are issued from now on.
    pub(crate) async fn access_tokens_live(&self, seconds: u32) {
        self.post("settings", &json!({ "accessTokenTtl": seconds })).await;
    }

    async fn post(&self, what: &str, body: &Value) {
        let url = format!("{}/test/{what}", self.issuer);
        let answer = self.http.post(url).json(body).send().await.unwrap();
        assert!(answer.status().is_success());
    }
}
