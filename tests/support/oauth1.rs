//! A strict OAuth 1.0a server: oauthlib in a Python process of its own, ended with the test.

use std::process::Stdio;

use serde::Deserialize;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    process::{Child, ChildStdin, Command},
};

use super::browser::http;

/// A client's key.
pub(crate) const CLIENT: &str = "consumer-key";
/// Its secret, with characters that have to be encoded (RFC 5849 §3.6).
pub(crate) const CLIENT_SECRET: &str = "consumer s3cret+%2F&=~é";
/// A token that exists from the start.
pub(crate) const TOKEN: &str = "typed-in-token";
/// Its secret.
pub(crate) const TOKEN_SECRET: &str = "typed-in s3cret&%";

/// A running server.
pub(crate) struct OAuth1 {
    pub(crate) origin: String,
    http: reqwest::Client,
    // The process ends when its standard input is closed.
    _stdin: ChildStdin,
    _process: Child,
}

/// A request to the protocol's endpoints or to the API.
#[derive(Debug, Deserialize)]
pub(crate) struct Signed {
    pub(crate) path: String,
    pub(crate) method: String,
    pub(crate) authorization: String,
    pub(crate) body: String,
    pub(crate) status: u16,
}

impl OAuth1 {
    /// Starts with the usual client and token, accepting these signature methods.
    pub(crate) async fn start(methods: &[&str]) -> Self {
        Self::start_with(methods, "").await
    }

    /// The same with the client's public key for RSA-SHA1, in PEM.
    pub(crate) async fn start_with(methods: &[&str], public_key: &str) -> Self {
        let config = json!({
            "clients": { CLIENT: { "secret": CLIENT_SECRET, "rsaKey": public_key } },
            "tokens": { TOKEN: TOKEN_SECRET },
            "methods": methods,
        });
        let mut process = Command::new(python())
            .arg("oauth1/provider.py")
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("python3 is installed");
        let mut stdin = process.stdin.take().unwrap();
        stdin.write_all(format!("{config}\n").as_bytes()).await.unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let line = lines.next_line().await.unwrap().expect(
            "the server says where it is; is oauthlib installed? (`cargo xtask test` installs python3-oauthlib)",
        );
        let ready: Value = serde_json::from_str(&line).unwrap();
        Self {
            origin: ready["origin"].as_str().unwrap().to_owned(),
            http: http(),
            _stdin: stdin,
            _process: process,
        }
    }

    /// The requests so far to paths that begin so.
    pub(crate) async fn requests(&self, path: &str) -> Vec<Signed> {
        let url = format!("{}/test/requests", self.origin);
        let all: Vec<Signed> = self.http.get(url).send().await.unwrap().json().await.unwrap();
        all.into_iter()
            .filter(|request| request.path.starts_with(path))
            .collect()
    }

    /// Changes how it answers: `confirm`, `sendBack`.
    pub(crate) async fn set(&self, settings: Value) {
        let url = format!("{}/test/settings", self.origin);
        let answer = self.http.post(url).json(&settings).send().await.unwrap();
        assert!(answer.status().is_success());
    }
}

/// The system's Python, which has the system's oauthlib, before one that comes first in the path.
fn python() -> &'static str {
    let system = "/usr/bin/python3";
    if std::path::Path::new(system).exists() {
        system
    } else {
        "python3"
    }
}
