//! The API page in the real window, with a program and a page's form that ask the API meanwhile.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

mod window;

use reqwest::{Client, Response, header, redirect::Policy};
use serde_json::{Value, json};
use url::Url;
use window::{Window, eyes::Eyes, picture::picture, until};

const PAGE: &str = "https://app.example.com";

/// The API of the window's folder, as programs reach it.
struct Api {
    url: String,
    client: Client,
}

impl Api {
    async fn of(window: &Window) -> Self {
        let status = window.rpc("status", json!({})).await.unwrap();
        Self {
            url: status["api"]["url"].as_str().unwrap().to_owned(),
            client: Client::builder().redirect(Policy::none()).build().unwrap(),
        }
    }

    async fn get(&self, path: &str, token: &str, origin: Option<&str>) -> Response {
        let mut request = self.client.get(format!("{}{path}", self.url)).bearer_auth(token);
        if let Some(origin) = origin {
            request = request.header(header::ORIGIN, origin);
        }
        request.send().await.unwrap()
    }

    /// Where a form, or the page that waits for a word on it, leads.
    async fn leads(&self, request: reqwest::RequestBuilder) -> Option<Url> {
        let answer = request.header(header::ACCEPT, "text/html").send().await.unwrap();
        let to = answer.headers().get(header::LOCATION)?.to_str().unwrap();
        Some(Url::parse(&self.url).unwrap().join(to).unwrap())
    }
}

async fn minted(eyes: &Eyes<'_>) -> String {
    let text = eyes.find("token-text").await.prop("textContent").await.unwrap();
    text.unwrap()
}

#[tokio::test]
async fn a_token_is_minted_and_a_refused_page_is_let_in() {
    let window = Window::open().await;
    window.until_ready().await;
    let (eyes, api) = (Eyes(&window), Api::of(&window).await);
    eyes.click("nav-api").await;
    eyes.reads("api-state", &api.url).await;
    eyes.click("token-mint").await;
    eyes.reads("token-claims", "test").await;
    let token = minted(&eyes).await;
    let answer = api.get("/self", &token, None).await;
    assert_eq!(answer.status(), 200);
    let me: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    assert_eq!(me["internalId"], "test");

    let refused = api.get("/connections", &token, Some(PAGE)).await;
    assert_eq!(refused.status(), 403);
    assert!(
        refused
            .headers()
            .get(header::ACCESS_CONTROL_ALLOW_ORIGIN)
            .is_none()
    );
    eyes.click("tab-requests").await;
    eyes.reads("api-request", PAGE).await;
    picture("api-requests", false);
    eyes.click("remedy").await;
    eyes.find("remedied").await;
    let answer = api.get("/connections", &token, Some(PAGE)).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()[header::ACCESS_CONTROL_ALLOW_ORIGIN], PAGE);
    window.close().await;
}

#[tokio::test]
async fn a_form_without_a_token_goes_on_once_it_is_allowed() {
    let window = Window::open().await;
    window.until_ready().await;
    let (eyes, api) = (Eyes(&window), Api::of(&window).await);
    let payload = json!({
        "integrationKey": "sandbox",
        "connectorParameters": { "scopes": ["contacts.read"], "variant": "sandbox" },
    });
    let form = || {
        api.client
            .post(format!("{}/connect", api.url))
            .header(header::ORIGIN, "http://localhost:4100")
            .form(&[("payload", payload.to_string())])
    };
    assert_eq!(api.leads(form()).await, None, "off from the start");

    window
        .rpc("api_access_set", json!({ "tokenlessForms": true }))
        .await
        .unwrap();
    let waiting = api.leads(form()).await.unwrap();
    assert_eq!(
        api.leads(api.client.get(waiting.clone())).await,
        None,
        "nothing before the word"
    );
    eyes.click("form-ask-review").await;
    eyes.reads("form-ask", "contacts.read").await;
    picture("form-ask", false);
    eyes.click("form-ask-allow").await;
    let provider = until("the sign-in page", async || {
        api.leads(api.client.get(waiting.clone())).await
    })
    .await;
    let scope = provider
        .query_pairs()
        .find(|(name, _)| name == "scope")
        .unwrap()
        .1
        .into_owned();
    assert_eq!(scope, "contacts.read");
    let attempts = window.rpc("connections", json!({})).await.unwrap();
    assert_eq!(
        attempts["items"],
        json!([]),
        "connected only when the user has signed in"
    );
    window.close().await;
}
