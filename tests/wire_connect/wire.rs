//! A client of the wire: posts payloads as the SDK does, follows a provider's page, hears the event stream.

use patchbay_engine::{AccessChange, TokenFor};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, LOCATION, ORIGIN};
use serde_json::{Value, json};
use url::Url;

use crate::support::{
    browser::{Browser, http},
    provider::Provider,
    recorder::{Recorder, Reply},
    workbench::Workbench,
};

/// The page that uses the SDK.
pub(crate) const HOST: &str = "http://localhost:3000";
/// Where a backend's form ends.
pub(crate) const DONE: &str = "http://localhost:3000/done";
const HTML: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// An answer, read to its end.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    async fn of(response: reqwest::Response) -> Self {
        Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.text().await.unwrap(),
        }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn location(&self) -> &str {
        assert_eq!(self.status, 303, "{}", self.body);
        self.headers[LOCATION].to_str().unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.body))
    }

    /// What the page posts, and to which origin. The page is one that the SDK can hear.
    pub(crate) fn posted(&self) -> (Value, String) {
        assert!(!self.headers.contains_key("cross-origin-opener-policy"));
        assert!(!self.headers.contains_key("x-frame-options"));
        let policy = self.header("content-security-policy");
        assert!(
            policy.contains("script-src 'sha256-")
                && policy.contains("frame-ancestors 'self' http://localhost:*"),
            "{policy}"
        );
        let data = self
            .body
            .split("id=\"result\">")
            .nth(1)
            .unwrap_or_else(|| panic!("no result in {}", self.body));
        let data: Value = serde_json::from_str(data.split("</script>").next().unwrap()).unwrap();
        (
            data["message"].clone(),
            data["target"].as_str().unwrap().to_owned(),
        )
    }
}

/// A bench with the sandbox as provider, an API with a key, and tokens.
pub(crate) struct Wire {
    pub(crate) bench: Workbench,
    // Runs as long as this does.
    _provider: Provider,
    pub(crate) keyed: Recorder,
    pub(crate) token: String,
}

impl Wire {
    pub(crate) async fn start() -> Self {
        Self::on(Workbench::start().await).await
    }

    pub(crate) async fn on(bench: Workbench) -> Self {
        let provider = Provider::start(&bench).await;
        let keyed = Recorder::answering(|seen| {
            let known = seen.header("x-api-key").starts_with("k-");
            Reply::json(if known { 200 } else { 401 }, &json!({ "name": "Ada" }))
        })
        .await;
        bench
            .ok(
                "integration_add",
                json!({ "key": "keyed", "connector": "keyed", "parameters": { "apiUrl": keyed.origin } }),
            )
            .await;
        let change = AccessChange {
            add_redirect_uris: vec![DONE.to_owned()],
            ..AccessChange::default()
        };
        bench.engine.set_access(change).await.unwrap();
        let token = token(&bench, TokenFor::Tenant("ada".to_owned())).await;
        Self {
            bench,
            _provider: provider,
            keyed,
            token,
        }
    }

    pub(crate) async fn token_of(&self, tenant: &str) -> String {
        token(&self.bench, TokenFor::Tenant(tenant.to_owned())).await
    }

    pub(crate) async fn admin(&self) -> String {
        token(&self.bench, TokenFor::Admin).await
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.bench.port)
    }

    /// A payload with the token in it.
    pub(crate) fn payload(&self, mut payload: Value) -> Value {
        payload["token"] = json!(self.token);
        payload
    }

    /// Posts a form with `payload`, as the SDK's and a backend's pages do.
    pub(crate) async fn form(&self, path: &str, payload: &Value) -> Answer {
        let request = http()
            .post(self.url(path))
            .header(ACCEPT, HTML)
            .header(ORIGIN, HOST)
            .form(&[("payload", payload.to_string())]);
        Answer::of(request.send().await.unwrap()).await
    }

    /// `POST /connect` with the token put into the payload.
    pub(crate) async fn connect(&self, payload: Value) -> Answer {
        self.form("/connect", &self.payload(payload)).await
    }

    /// Loads a page.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        let url = Url::parse(&self.url("/")).unwrap().join(path).unwrap();
        let request = http().get(url).header(ACCEPT, HTML);
        Answer::of(request.send().await.unwrap()).await
    }

    /// Sends JSON with a token.
    pub(crate) async fn json(&self, path: &str, token: &str, body: &Value) -> Answer {
        let request = http()
            .post(self.url(path))
            .header(AUTHORIZATION, format!("Bearer {token}"))
            .header(CONTENT_TYPE, "application/json")
            .body(body.to_string());
        Answer::of(request.send().await.unwrap()).await
    }

    /// Asks for JSON with a token.
    pub(crate) async fn read(&self, path: &str, token: &str) -> Answer {
        let request = http()
            .get(self.url(path))
            .header(AUTHORIZATION, format!("Bearer {token}"))
            .header(ACCEPT, "application/json");
        Answer::of(request.send().await.unwrap()).await
    }

    /// Follows the provider's page with a person who allows; what the callback answers.
    pub(crate) async fn allow(&self, authorize_url: &str) -> Answer {
        let back = Browser::new().allow(authorize_url).await;
        self.get(back.as_str()).await
    }

    /// The same with a person who does not.
    pub(crate) async fn deny(&self, authorize_url: &str) -> Answer {
        let back = Browser::new().deny(authorize_url).await;
        self.get(back.as_str()).await
    }

    /// Listens at a request id; the stream is there when this returns.
    pub(crate) async fn listen(&self, request_id: &str, token: Option<&str>) -> Events {
        let query = token.map(|token| format!("?token={token}")).unwrap_or_default();
        let url = self.url(&format!("/sse/connection-events/{request_id}{query}"));
        let response = http().get(url).header(ORIGIN, HOST).send().await.unwrap();
        assert_eq!(response.status().as_u16(), 200);
        assert_eq!(response.headers()[CONTENT_TYPE], "text/event-stream");
        let mut events = Events {
            response,
            text: String::new(),
        };
        while !events.text.contains("\n\n") {
            events.more().await;
        }
        assert!(events.text.starts_with(':'), "a comment first: {}", events.text);
        events
    }
}

/// An open event stream.
pub(crate) struct Events {
    response: reqwest::Response,
    text: String,
}

impl Events {
    async fn more(&mut self) {
        let chunk = self.response.chunk().await.unwrap();
        let chunk = chunk.expect("the stream stays open");
        self.text.push_str(std::str::from_utf8(&chunk).unwrap());
    }

    /// The first event with data; the SDK takes only unnamed ones.
    pub(crate) async fn event(&mut self) -> Value {
        loop {
            let found = self.text.lines().find_map(|line| line.strip_prefix("data: "));
            if let Some(data) = found
                && self.text.ends_with("\n\n")
            {
                assert!(!self.text.contains("event:"), "{}", self.text);
                return serde_json::from_str(data).unwrap();
            }
            self.more().await;
        }
    }

    /// Nothing has been told so far, and the stream is open.
    pub(crate) async fn is_silent(&mut self) -> bool {
        let waited = tokio::time::timeout(std::time::Duration::from_millis(300), self.more()).await;
        waited.is_err() && !self.text.contains("data:")
    }
}

async fn token(bench: &Workbench, whose: TokenFor) -> String {
    let (token, _) = bench.engine.mint_token(whose, 3600).await.unwrap();
    token.expose().clone()
}
