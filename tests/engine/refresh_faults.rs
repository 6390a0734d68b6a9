//! A refresh whose answer is lost, late or an error: nothing is lost that can be kept.

use patchbay_engine::Code;
use serde_json::{Value, json};

use crate::support::{oidc::Oidc, recorder::Recorder, workbench::Workbench};

/// A connection whose token has expired.
struct Expired {
    server: Oidc,
    api: Recorder,
    bench: Workbench,
    connection: String,
    /// The refresh token before anything happened.
    token: String,
}

impl Expired {
    async fn begin(settings: Value) -> Self {
        let (server, api, bench) = (
            Oidc::start_with(settings).await,
            Recorder::start().await,
            Workbench::start().await,
        );
        bench.add_acme(&server, json!({ "apiUrl": api.origin })).await;
        let connection = bench.connect(json!({ "integration": "acme" })).await;
        let token = bench.refresh_token(&connection);
        bench.clock.advance(3601);
        Self {
            server,
            api,
            bench,
            connection,
            token,
        }
    }

    async fn call(&self) -> Result<u64, Code> {
        let answer = self.bench.get(&self.connection, "/anything").await;
        answer
            .map(|answer| answer["status"].as_u64().unwrap())
            .map_err(|error| error.code)
    }

    /// What became of the requests after the one for the code.
    async fn refreshes(&self) -> Vec<Value> {
        self.server
            .token_requests()
            .await
            .into_iter()
            .skip(1)
            .map(|request| request.status)
            .collect()
    }
}

#[tokio::test]
async fn a_lost_request_is_sent_once_more_with_the_same_token() {
    let expired = Expired::begin(json!({})).await;
    expired
        .server
        .next_token_requests(json!([{ "drop": "before" }]))
        .await;
    assert_eq!(expired.call().await, Ok(200));
    assert_eq!(expired.refreshes().await, [json!("dropped"), json!(200)]);
}

#[tokio::test]
async fn a_lost_answer_is_mended_where_the_old_token_still_works() {
    let expired = Expired::begin(json!({ "rotate": false })).await;
    expired
        .server
        .next_token_requests(json!([{ "drop": "after" }]))
        .await;
    assert_eq!(expired.call().await, Ok(200));
    assert_eq!(expired.refreshes().await, [json!("dropped"), json!(200)]);
}

#[tokio::test]
async fn a_lost_rotation_needs_a_reconnect_and_erases_nothing() {
    let expired = Expired::begin(json!({})).await;
    expired
        .server
        .next_token_requests(json!([{ "drop": "after" }]))
        .await;
    // The server takes the second use of a rotated token for theft, as it should.
    assert_eq!(expired.call().await, Err(Code::NeedsReconnect));
    assert_eq!(expired.refreshes().await, [json!("dropped"), json!(400)]);
    assert_eq!(expired.bench.refresh_token(&expired.connection), expired.token);
}

#[tokio::test]
async fn two_lost_requests_delay_the_refresh_for_ten_seconds() {
    let expired = Expired::begin(json!({})).await;
    expired
        .server
        .next_token_requests(json!([{ "drop": "before" }, { "drop": "before" }]))
        .await;
    assert_eq!(expired.call().await, Err(Code::RefreshDelayed));
    assert_eq!(expired.bench.health(&expired.connection).await, "refresh_delayed");
    assert_eq!(expired.call().await, Err(Code::RefreshDelayed));
    assert_eq!(
        expired.refreshes().await.len(),
        2,
        "never sooner than ten seconds after a failure"
    );
    assert_eq!(expired.bench.refresh_token(&expired.connection), expired.token);
    assert_eq!(expired.api.seen().len(), 0);

    expired.bench.clock.advance(11);
    assert_eq!(expired.call().await, Ok(200));
    assert_eq!(expired.bench.health(&expired.connection).await, "working");
}

#[tokio::test]
async fn a_failing_token_endpoint_delays_the_refresh() {
    let expired = Expired::begin(json!({})).await;
    expired
        .server
        .next_token_requests(json!([{ "status": 503 }]))
        .await;
    let error = expired
        .bench
        .get(&expired.connection, "/anything")
        .await
        .unwrap_err();
    assert_eq!(error.code, Code::RefreshDelayed);
    assert!(error.message.contains("503"), "{}", error.message);
    assert_eq!(
        expired.refreshes().await,
        [json!(503)],
        "a plain 503 is not asked again at once"
    );
    assert_eq!(expired.bench.refresh_token(&expired.connection), expired.token);
    expired.bench.clock.advance(11);
    assert_eq!(expired.call().await, Ok(200));
}

#[tokio::test]
async fn a_wait_that_the_token_endpoint_asks_for_is_kept() {
    let expired = Expired::begin(json!({})).await;
    expired
        .server
        .next_token_requests(json!([{ "status": 429, "retryAfter": 60 }]))
        .await;
    assert_eq!(expired.call().await, Err(Code::RefreshDelayed));
    expired.bench.clock.advance(50);
    assert_eq!(expired.call().await, Err(Code::RefreshDelayed));
    assert_eq!(expired.refreshes().await.len(), 1);
    assert_eq!(expired.bench.refresh_token(&expired.connection), expired.token);
    expired.bench.clock.advance(11);
    assert_eq!(expired.call().await, Ok(200));
    assert_eq!(expired.refreshes().await, [json!(429), json!(200)]);
}

#[tokio::test]
async fn a_gateway_that_fails_once_is_asked_again_at_once() {
    for status in [502, 504] {
        let expired = Expired::begin(json!({})).await;
        expired
            .server
            .next_token_requests(json!([{ "status": status }]))
            .await;
        assert_eq!(expired.call().await, Ok(200));
        assert_eq!(expired.refreshes().await, [json!(status), json!(200)]);
    }
}

#[tokio::test]
async fn a_failing_refresh_before_the_end_of_a_token_fails_no_call() {
    let (server, api, bench) = (
        Oidc::start().await,
        Recorder::start().await,
        Workbench::start().await,
    );
    bench.add_acme(&server, json!({ "apiUrl": api.origin })).await;
    let connection = bench.connect(json!({ "integration": "acme" })).await;
    bench.clock.advance(3600 - 120);
    server.next_token_requests(json!([{ "status": 503 }])).await;
    assert_eq!(
        bench.status_of(&connection, "/anything").await,
        200,
        "with the token that still lives"
    );
    assert_eq!(server.token_requests().await.len(), 2);
}
