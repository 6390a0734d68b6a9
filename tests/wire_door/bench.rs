//! A workbench with a connection whose provider is a recorder, and raw requests to its API.

use http::Method;
use patchbay_engine::{AccessChange, TokenFor, WireRequest};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::browser::http;
use crate::support::workbench::Workbench;

/// An origin that the developer listed.
pub(crate) const LISTED: &str = "https://app.example.com";
/// What the connection's provider wants.
pub(crate) const API_KEY: &str = "k3y-of-the-account-0123456789";

/// A running API with one connection of the tenant `alice`.
pub(crate) struct Wire {
    pub(crate) bench: Workbench,
    pub(crate) token: String,
    pub(crate) connection: String,
    pub(crate) http: reqwest::Client,
}

/// An answer as it came.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: http::HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("JSON, not {}", self.body))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// It lets no page read it.
    pub(crate) fn has_no_cors(&self) -> bool {
        !self
            .headers
            .keys()
            .any(|name| name.as_str().starts_with("access-control-"))
    }
}

impl Wire {
    /// With a provider at `api`.
    pub(crate) async fn start(api: &str) -> Self {
        let bench = Workbench::start().await;
        bench
            .ok(
                "integration_add",
                json!({ "key": "keyed", "connector": "keyed", "parameters": { "apiUrl": api } }),
            )
            .await;
        let connection = bench
            .connect_directly(
                json!({ "integration": "keyed", "tenant": "alice", "input": { "apiKey": API_KEY } }),
            )
            .await;
        Self::on(bench, connection).await
    }

    /// Around a connection that is there.
    pub(crate) async fn on(bench: Workbench, connection: String) -> Self {
        let change = AccessChange {
            add_origins: vec![LISTED.to_owned()],
            ..AccessChange::default()
        };
        bench.engine.set_access(change).await.unwrap();
        let token = token(&bench, TokenFor::Tenant("alice".to_owned())).await;
        Self {
            bench,
            token,
            connection,
            http: http(),
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.bench.port)
    }

    /// A request with the tenant's token and further headers.
    pub(crate) async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let request = self
            .http
            .request(Method::from_bytes(method.as_bytes()).unwrap(), self.url(path))
            .bearer_auth(&self.token);
        Self::send(request, headers, body).await
    }

    /// A request without a token.
    pub(crate) async fn bare(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let request = self
            .http
            .request(Method::from_bytes(method.as_bytes()).unwrap(), self.url(path));
        Self::send(request, headers, body).await
    }

    async fn send(mut request: reqwest::RequestBuilder, headers: &[(&str, &str)], body: &str) -> Answer {
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !body.is_empty() {
            request = request.body(body.to_owned());
        }
        let answer = request.send().await.unwrap();
        Answer {
            status: answer.status().as_u16(),
            headers: answer.headers().clone(),
            body: answer.text().await.unwrap(),
        }
    }

    /// Writes bytes as they are and reads the answer's head; empty where the connection was closed without one.
    pub(crate) async fn raw(&self, bytes: &[u8]) -> String {
        let mut stream = self.dial().await;
        stream.write_all(bytes).await.unwrap();
        read_head(&mut stream).await
    }

    pub(crate) async fn dial(&self) -> TcpStream {
        TcpStream::connect(("127.0.0.1", self.bench.port)).await.unwrap()
    }

    /// The newest line of the API page's log.
    pub(crate) fn last_logged(&self) -> WireRequest {
        self.bench.engine.wire_log().list().first().unwrap().clone()
    }
}

/// A token.
pub(crate) async fn token(bench: &Workbench, whose: TokenFor) -> String {
    let (token, _) = bench.engine.mint_token(whose, 600).await.unwrap();
    token.expose().clone()
}

/// Everything up to the first empty line, or to the end.
pub(crate) async fn read_head(stream: &mut TcpStream) -> String {
    let mut read = Vec::new();
    let mut byte = [0];
    while !read.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte).await {
            Ok(1) => read.push(byte[0]),
            _ => break,
        }
    }
    String::from_utf8(read).unwrap()
}
