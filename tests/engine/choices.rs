//! An account with several sites: the person is asked which, in the window, on the page that the browser ends at, or by
//! the command line's command.

use serde_json::{Value, json};
use url::Url;

use crate::support::{browser::query, recorder::Reply, scripted::Scripted, workbench::text};

const FILE: &str = r#"
format = 1
key = "scripted"
name = "Scripted"
version = "1.0.0"
[params.apiUrl]
format = "url"
required = true
[params.siteId]
source = "discovered"
[params.siteName]
source = "discovered"
[redirect]
strategies = ["loopback"]
[auth]
kind = "oauth2"
authorize.url = "${apiUrl}/authorize"
token.url = "${apiUrl}/token"
[http]
base_url = "${apiUrl}/sites/${siteId}"
headers = { Authorization = "Bearer ${accessToken}" }
test = { url = "/me", label = "name" }
[[discover]]
request = { url = "${apiUrl}/sites" }
choose = { from = "sites", value = "id", label = "name" }
capture = { siteId = "value", siteName = "name" }
"#;

/// A provider with two sites, and an attempt whose redirect has arrived.
async fn asked() -> (Scripted, String, String) {
    let scripted = Scripted::start(FILE, json!({})).await;
    let sites = json!({ "sites": [{ "id": "a1", "name": "Acme <b>" }, { "id": "b2", "name": "Bolt" }] });
    scripted.next("/sites", Reply::json(200, &sites));
    let (attempt, link) = scripted.bench.begin(json!({ "integration": "scripted" })).await;
    let asked = query(&Url::parse(&link).unwrap());
    let mut back = Url::parse(&asked["redirect_uri"]).unwrap();
    back.query_pairs_mut()
        .append_pair("state", &asked["state"])
        .append_pair("code", "the-code");
    let page = scripted.bench.arrive(&back).await;
    (scripted, attempt, page)
}

fn labels(attempt: &Value) -> Vec<String> {
    let choices = attempt["choices"].as_array().unwrap();
    choices.iter().map(|choice| text(&choice["label"])).collect()
}

async fn choose(scripted: &Scripted, attempt: &str, value: &str) -> Value {
    let request = json!({ "attempt": attempt, "value": value });
    scripted.bench.ok("attempt_choose", request).await
}

async fn ended(scripted: &Scripted, attempt: &str) -> Value {
    scripted.bench.ended(attempt).await
}

#[tokio::test]
async fn the_chosen_one_is_connected() {
    let (scripted, attempt, _) = asked().await;
    // Waiting comes back with the question, and nothing is stored before its answer.
    let waiting = ended(&scripted, &attempt).await;
    assert_eq!(waiting["state"], "redeeming");
    assert_eq!(labels(&waiting), ["Acme <b>", "Bolt"]);
    assert!(!waiting.to_string().contains("access-1"), "{waiting}");
    assert_eq!(scripted.bench.connections().await, 0);
    let wrong = json!({ "attempt": attempt, "value": "Nobody" });
    let error = scripted.bench.ask("attempt_choose", wrong).await.unwrap_err();
    assert!(error.next.unwrap().contains("Bolt"));
    choose(&scripted, &attempt, "Bolt").await;
    let done = ended(&scripted, &attempt).await;
    assert_eq!(done["state"], "succeeded", "{done}");
    let connection = text(&done["connectionId"]);
    assert_eq!(scripted.bench.status_of(&connection, "/me").await, 200);
    assert!(scripted.api.seen_at("/sites/a1/me").is_empty());
    assert_eq!(
        scripted.api.seen_at("/sites/b2/me").len(),
        2,
        "the test and the call"
    );
    let late = json!({ "attempt": attempt, "value": "1" });
    assert!(scripted.bench.ask("attempt_choose", late).await.is_err());
}

#[tokio::test]
async fn the_page_that_the_browser_ends_at_asks_too() {
    let (scripted, attempt, page) = asked().await;
    assert!(page.contains("choose the one that is meant"), "{page}");
    assert!(
        page.contains("Acme &lt;b&gt;") && !page.contains("Acme <b>"),
        "what a provider says is text"
    );
    assert!(!page.contains("<script"), "{page}");
    let url = format!("http://127.0.0.1:{}/oauth-result/{attempt}", scripted.bench.port);
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    // Another page cannot answer for the person.
    let foreign = client
        .post(&url)
        .header("origin", "https://evil.example")
        .form(&[("choice", "1")]);
    assert_eq!(foreign.send().await.unwrap().status(), 403);
    let own = client
        .post(&url)
        .header("origin", format!("http://127.0.0.1:{}", scripted.bench.port))
        .form(&[("choice", "1")]);
    assert_eq!(own.send().await.unwrap().status(), 303);
    let done = ended(&scripted, &attempt).await;
    assert_eq!(done["state"], "succeeded", "{done}");
    let after = client.get(&url).send().await.unwrap().text().await.unwrap();
    assert!(after.contains("Connected to"), "{after}");
}

#[tokio::test]
async fn a_question_can_be_cancelled() {
    let (scripted, attempt, _) = asked().await;
    scripted
        .bench
        .ok("connect_cancel", json!({ "attempt": attempt }))
        .await;
    let done = ended(&scripted, &attempt).await;
    assert_eq!(done["state"], "cancelled", "{done}");
    assert_eq!(scripted.bench.connections().await, 0);
}

#[tokio::test]
async fn one_alone_is_not_asked_about() {
    let scripted = Scripted::start(FILE, json!({})).await;
    scripted.next(
        "/sites",
        Reply::json(200, &json!({ "sites": [{ "id": "a1", "name": "Acme" }] })),
    );
    let connection = scripted.connect().await;
    assert_eq!(scripted.bench.status_of(&connection, "/me").await, 200);
    assert_eq!(scripted.api.seen_at("/sites/a1/me").len(), 2);
}
