//! The developer's bench: a token that expires when wanted, many calls at once, and what one call did.

use patchbay_engine::Code;
use serde_json::{Value, json};

use crate::support::{
    provider::Provider,
    recorder::Recorder,
    workbench::{Workbench, text},
};

async fn connected() -> (Workbench, Provider, String) {
    let bench = Workbench::start().await;
    let provider = Provider::start(&bench).await;
    let connection = bench.connect(json!({ "integration": "sandbox" })).await;
    (bench, provider, connection)
}

fn refreshes(provider: &Provider) -> u32 {
    provider.sandbox.view()[0].grants[0].refreshes
}

fn timeline(answer: &Value) -> Vec<String> {
    answer["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| text(&line["text"]))
        .collect()
}

#[tokio::test]
async fn a_token_expires_when_wanted_and_the_next_call_refreshes() {
    let (bench, provider, connection) = connected().await;
    let before = bench.credentials(&connection);
    let shown = bench
        .ok(
            "connection_expire",
            json!({ "connection": connection, "inMs": 30_000 }),
        )
        .await;
    let at = bench.engine.now() + 30_000;
    let expires = shown["summary"]["expiresAt"].as_i64().unwrap();
    assert!(
        (at - 5_000..=at).contains(&expires),
        "{expires} is not about {at}"
    );
    assert_eq!(
        bench.credentials(&connection).expires_at,
        Some(expires),
        "column and credentials in step"
    );
    assert_eq!(
        shown["obtainedAt"].as_i64(),
        Some(before.obtained_at),
        "when it was obtained is not made up"
    );
    assert_eq!(shown["canRefresh"], true);

    bench
        .ok(
            "connection_expire",
            json!({ "connection": connection, "inMs": 0 }),
        )
        .await;
    assert_eq!(bench.credentials(&connection).epoch, before.epoch);
    assert_eq!(refreshes(&provider), 0, "nothing happens before a call");
    let answer = bench.get(&connection, "/me").await.unwrap();
    assert_eq!((&answer["status"], &answer["attempts"]), (&json!(200), &json!(1)));
    assert_eq!(refreshes(&provider), 1);
    assert_eq!(bench.status_of(&connection, "/me").await, 200);
    assert_eq!(refreshes(&provider), 1, "the new token has its own life");
}

#[tokio::test]
async fn what_does_not_expire_cannot_be_set_to() {
    let (api, bench) = (Recorder::start().await, Workbench::start().await);
    let request = json!({ "key": "keyed", "connector": "keyed", "parameters": { "apiUrl": api.origin } });
    bench.ok("integration_add", request).await;
    let connection = bench
        .connect_directly(json!({ "integration": "keyed", "input": { "apiKey": "k-1" } }))
        .await;
    let expire = json!({ "connection": connection, "inMs": 0 });
    let error = bench.refused("connection_expire", expire).await;
    assert_eq!(error.code, Code::Unsupported);
    let burst =
        json!({ "connection": connection, "method": "GET", "path": "/me", "count": 2, "expire": true });
    assert_eq!(bench.refused("calls_burst", burst).await.code, Code::Unsupported);
    assert_eq!(api.seen_at("/me").len(), 0);
    let burst = json!({ "connection": connection, "method": "get", "path": "/me", "count": 3 });
    let answer = bench.ok("calls_burst", burst).await;
    assert_eq!(
        (
            &answer["tokenRequests"],
            answer["calls"].as_array().unwrap().len()
        ),
        (&json!(0), 3)
    );
    assert_eq!(timeline(&answer), ["3 calls were sent to the engine at once."]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_calls_on_an_expired_token_make_one_token_request() {
    let (bench, provider, connection) = connected().await;
    // The answer takes its time, so that many wait for it; on a busy machine some come when the new token is there.
    provider.faults(|faults| faults.slow_ms = 300);
    let burst = json!({
        "connection": connection, "method": "GET", "path": "/me", "count": 200, "expire": true,
    });
    let answer = bench.ok("calls_burst", burst).await;
    assert_eq!(answer["tokenRequests"], 1);
    assert_eq!(refreshes(&provider), 1);
    let calls = answer["calls"].as_array().unwrap();
    assert_eq!(calls.len(), 200);
    assert!(
        calls
            .iter()
            .all(|call| call["status"] == 200 && call["attempts"] == 1),
        "{answer}"
    );
    let ends: Vec<f64> = calls
        .iter()
        .map(|call| call["endedMs"].as_f64().unwrap())
        .collect();
    assert!(ends.is_sorted(), "in the order in which they ended");
    assert!(ends[0] >= 300.0, "none before the token was there");
    let lines = timeline(&answer);
    let at = |words: &str| {
        lines
            .iter()
            .position(|line| line.contains(words))
            .unwrap_or_else(|| panic!("{words}: {lines:#?}"))
    };
    let order = [
        at("set to expired"),
        at("200 calls were sent"),
        at("A refresh begins"),
        at("A token request leaves for 127.0.0.1"),
        at("was answered: 200"),
        at("tokens are stored"),
        at(" that waited go"),
    ];
    assert!(order.is_sorted(), "{lines:#?}");
    let counted = |words: &str| {
        let counts = lines.iter().filter(|line| line.contains(words));
        let counts = counts.map(|line| line.split(' ').next().unwrap().parse::<u32>().unwrap());
        counts.sum::<u32>()
    };
    let waited = counted(" for the refresh that runs.");
    assert!((1..=200).contains(&waited), "{lines:#?}");
    assert_eq!(counted(" that waited go"), waited, "{lines:#?}");
}

#[tokio::test]
async fn a_replay_after_a_refused_token_is_in_the_timeline() {
    let (bench, provider, connection) = connected().await;
    provider.sandbox.expire_all();
    let burst = json!({ "connection": connection, "method": "GET", "path": "/me", "count": 5 });
    let answer = bench.ok("calls_burst", burst).await;
    assert_eq!(answer["tokenRequests"], 1);
    let lines = timeline(&answer);
    let again = lines
        .iter()
        .filter(|line| line.contains("sent again with the new token"))
        .count();
    assert!(again >= 1, "{lines:#?}");
    assert!(
        answer["calls"]
            .as_array()
            .unwrap()
            .iter()
            .all(|call| call["status"] == 200),
        "{answer}"
    );
}

#[tokio::test]
async fn a_burst_has_bounds() {
    let (bench, _provider, connection) = connected().await;
    for count in [0, 1001] {
        let burst = json!({ "connection": connection, "method": "GET", "path": "/me", "count": count });
        assert_eq!(
            bench.refused("calls_burst", burst).await.path.as_deref(),
            Some("count")
        );
    }
    let burst = json!({ "connection": connection, "method": "NO WAY", "path": "/me", "count": 1 });
    assert_eq!(
        bench.refused("calls_burst", burst).await.path.as_deref(),
        Some("method")
    );
    let late = json!({ "connection": connection, "inMs": 90_000_000 });
    assert_eq!(
        bench.refused("connection_expire", late).await.path.as_deref(),
        Some("inMs")
    );
}

#[tokio::test]
async fn a_call_tells_its_times_its_headers_and_its_override() {
    let (bench, provider, connection) = connected().await;
    let set = json!({ "http.headers.X-Api-Version": "2025-01", "http.headers.X-Secret-Word": "s3cr3t" });
    bench.set(&connection, set).await;
    provider.faults(|faults| {
        faults.slow_ms = 80;
        faults.api_delay_ms = 60;
    });
    bench
        .ok(
            "connection_expire",
            json!({ "connection": connection, "inMs": 0 }),
        )
        .await;
    let call = json!({
        "connection": connection, "method": "POST", "path": "/echo",
        "headers": [["X-Mine", "1"]], "body": "{\"a\":1}",
    });
    let answer = bench.ok("call", call).await;
    let part = |name: &str| answer["timing"][name].as_f64().unwrap();
    assert!(part("prepareMs") >= 80.0, "the refresh is in it: {answer}");
    assert!(
        (60.0..part("prepareMs") + 60.0 + 5_000.0).contains(&part("waitMs")),
        "{answer}"
    );
    let sum = part("prepareMs") + part("waitMs") + part("receiveMs");
    let whole = answer["durationMs"].as_f64().unwrap();
    assert!((sum - whole).abs() <= 2.0, "{sum} is not about {whole}");

    let sent: Vec<(String, String)> = serde_json::from_value(answer["sent"].clone()).unwrap();
    let header = |name: &str| {
        let found = sent.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map_or_else(|| panic!("{name}: {sent:?}"), |(_, value)| value.as_str())
    };
    assert_eq!(header("x-api-version"), "2025-01");
    assert_eq!(
        (header("x-mine"), header("content-type")),
        ("1", "application/json")
    );
    assert_eq!(header("content-length"), "7");
    assert!(provider.sandbox.production_url().ends_with(header("host")));
    assert_eq!(
        (header("authorization"), header("x-secret-word")),
        ("••••••••", "••••••••")
    );
    let token = bench.credentials(&connection).access_token;
    assert!(!answer["sent"].to_string().contains(token.expose().as_str()));
    assert_eq!(
        answer["overridden"],
        json!(["http.headers.X-Api-Version", "http.headers.X-Secret-Word"])
    );
}
