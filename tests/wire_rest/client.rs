//! A client of the API with a token, as the SDK sends its requests.

use std::sync::{
    Arc,
    atomic::{AtomicU16, Ordering},
};

use patchbay_engine::TokenFor;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::{Value, json};

use crate::support::{
    browser::http,
    recorder::{Recorder, Reply},
    workbench::{Workbench, text},
};

/// The integration that [`keyed`] adds.
pub(crate) const KEYED: &str = "keyed";

/// Somebody who asks.
#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    url: String,
    token: String,
}

/// An answer that was read.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl Client {
    /// With a tenant's token.
    pub(crate) async fn tenant(bench: &Workbench, key: &str) -> Self {
        Self::with(bench, TokenFor::Tenant(key.to_owned())).await
    }

    /// With a workspace manager's token.
    pub(crate) async fn admin(bench: &Workbench) -> Self {
        Self::with(bench, TokenFor::Admin).await
    }

    async fn with(bench: &Workbench, whose: TokenFor) -> Self {
        let (token, _) = bench.engine.mint_token(whose, 3600).await.unwrap();
        Self {
            http: http(),
            url: format!("http://127.0.0.1:{}", bench.port),
            token: token.expose().clone(),
        }
    }

    /// The same with another token.
    pub(crate) fn bearing(&self, token: &str) -> Self {
        Self {
            http: self.http.clone(),
            url: self.url.clone(),
            token: token.to_owned(),
        }
    }

    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// A request as it is.
    pub(crate) fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let url = format!("{}{path}", self.url);
        self.http
            .request(method.parse().unwrap(), url)
            .header(AUTHORIZATION, format!("Bearer {}", self.token))
            .header("membrane-api-version", "2025-10-21")
    }

    /// Sends; without a body as the SDK does it.
    pub(crate) async fn ask(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        let request = self.request(method, path);
        let request = match body {
            Some(body) => request.json(&body),
            None if method == "POST" => request.header(CONTENT_TYPE, "application/x-www-form-urlencoded"),
            None => request,
        };
        read(request).await
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        self.ok("GET", path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Value {
        self.ok("POST", path, Some(body)).await
    }

    /// A request that works.
    pub(crate) async fn ok(&self, method: &str, path: &str, body: Option<Value>) -> Value {
        let answer = self.ask(method, path, body).await;
        assert!((200..300).contains(&answer.status), "{method} {path}: {answer:?}");
        answer.body
    }

    /// A request that is refused: status, type and key.
    pub(crate) async fn refused(
        &self,
        method: &str,
        path: &str,
        body: Option<Value>,
    ) -> (u16, String, String) {
        let answer = self.ask(method, path, body).await;
        assert!(answer.status >= 400, "{method} {path}: {answer:?}");
        assert!(!text(&answer.body["message"]).is_empty(), "{answer:?}");
        (
            answer.status,
            text(&answer.body["type"]),
            text(&answer.body["key"]),
        )
    }

    /// A new connection through `keyed`; its id.
    pub(crate) async fn connect(&self, further: Value) -> String {
        let mut body = json!({ "integrationKey": KEYED, "input": { "apiKey": "the-key" } });
        for (name, value) in further.as_object().unwrap() {
            body[name] = value.clone();
        }
        text(&self.post("/connections", body).await["id"])
    }
}

/// Sends and reads.
pub(crate) async fn read(request: reqwest::RequestBuilder) -> Answer {
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    let text = answer.text().await.unwrap();
    Answer {
        status,
        body: serde_json::from_str(&text).unwrap_or(Value::String(text)),
    }
}

/// Not found, as the SDK knows it.
pub(crate) fn not_found() -> (u16, String, String) {
    (404, "bad_request".to_owned(), "not_found".to_owned())
}

/// The provider's API behind the integration `keyed`.
pub(crate) struct Provider {
    pub(crate) recorder: Recorder,
    status: Arc<AtomicU16>,
}

impl Provider {
    /// Answers with this status from now on.
    pub(crate) fn answers(&self, status: u16) {
        self.status.store(status, Ordering::SeqCst);
    }
}

/// The integration `keyed`, calling a server that says yes to everything.
pub(crate) async fn keyed(bench: &Workbench) -> Provider {
    let status = Arc::new(AtomicU16::new(200));
    let said = Arc::clone(&status);
    let recorder =
        Recorder::answering(move |_| Reply::json(said.load(Ordering::SeqCst), &json!({ "name": "N" }))).await;
    let parameters = json!({ "apiUrl": recorder.origin });
    bench
        .ok(
            "integration_add",
            json!({ "key": KEYED, "connector": "keyed", "name": "Keyed", "parameters": parameters }),
        )
        .await;
    Provider { recorder, status }
}

/// The ids of a page.
pub(crate) fn ids(page: &Value) -> Vec<String> {
    page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| text(&item["id"]))
        .collect()
}
