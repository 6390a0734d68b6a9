//! Webhooks: what becomes of a connection reaches the developer's receiver, signed, in spite of failures and restarts,
//! and nobody else.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use patchbay_engine::{Code, Delivery, DeliveryState, Engine, WebhookChange};
use serde_json::{Value, json};
use sha2::Sha256;
use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use crate::support::{
    recorder::{Recorder, Reply, Seen},
    workbench::{Key, Workbench},
};

fn to(url: String) -> WebhookChange {
    WebhookChange {
        url: Some(Some(url)),
        hosts: None,
    }
}

/// From now on this receiver is told.
async fn tell(bench: &Workbench, receiver: &Recorder) {
    bench
        .engine
        .set_webhook(to(receiver.origin.clone()))
        .await
        .unwrap();
}

/// A connection without a sign-in, so that only the webhook is left to look at.
async fn connect(bench: &Workbench, api: &Recorder) -> String {
    let parameters = json!({ "apiUrl": api.origin });
    bench
        .ok(
            "integration_add",
            json!({ "key": "keyed", "connector": "keyed", "parameters": parameters }),
        )
        .await;
    bench
        .connect_directly(json!({ "integration": "keyed", "input": { "apiKey": "k-0123456789" } }))
        .await
}

/// The newest delivery once it is as wanted.
async fn until(engine: &Engine, wanted: impl Fn(&Delivery) -> bool) -> Delivery {
    let mut changed = engine.subscribe();
    let found = async {
        loop {
            if let Some(last) = engine.webhook_deliveries(1).await.unwrap().pop()
                && wanted(&last)
            {
                return last;
            }
            changed.recv().await.unwrap();
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), found)
        .await
        .expect("the delivery never came to that")
}

fn verify(seen: &Seen, secret: &str) {
    let key = BASE64_STANDARD
        .decode(secret.strip_prefix("whsec_").unwrap())
        .unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
    let (id, at) = (seen.header("webhook-id"), seen.header("webhook-timestamp"));
    mac.update(format!("{id}.{at}.{}", seen.body).as_bytes());
    let expected = format!("v1,{}", BASE64_STANDARD.encode(mac.finalize().into_bytes()));
    assert_eq!(seen.header("webhook-signature"), expected);
}

#[tokio::test]
async fn a_new_connection_is_told_signed() {
    let (api, receiver) = (Recorder::start().await, Recorder::start().await);
    let bench = Workbench::start().await;
    let settings = bench
        .engine
        .set_webhook(to(format!("{}/hook?token=s3cr3t-of-mine", receiver.origin)))
        .await
        .unwrap();
    assert!(!settings.url.unwrap().contains("s3cr3t-of-mine"));
    let connection = connect(&bench, &api).await;
    let told = until(&bench.engine, |delivery| {
        delivery.state == DeliveryState::Delivered
    })
    .await;
    assert_eq!(
        (told.event.as_str(), told.attempts, told.status),
        ("connection.created", 1, Some(200))
    );
    let seen = receiver.seen();
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].target, "/hook?token=s3cr3t-of-mine");
    verify(&seen[0], bench.engine.webhook_secret().await.unwrap().expose());
    let body: Value = serde_json::from_str(&seen[0].body).unwrap();
    assert_eq!(body["eventType"], "connection.created");
    let row = bench.engine.connection(&connection).await.unwrap();
    assert_eq!(
        body["data"]["connection"],
        json!({
            "id": row.id, "integrationId": row.integration_id, "integrationKey": "keyed", "name": row.name,
            "disconnected": false, "customerId": row.tenant_id
        })
    );
}

#[tokio::test]
async fn a_receiver_that_fails_is_told_again() {
    let asked = AtomicUsize::new(0);
    let receiver = Recorder::answering(move |_| {
        let first = asked.fetch_add(1, Ordering::SeqCst) == 0;
        Reply::json(if first { 500 } else { 200 }, &json!({}))
    })
    .await;
    let api = Recorder::start().await;
    let bench = Workbench::start().await;
    tell(&bench, &receiver).await;
    connect(&bench, &api).await;
    let failed = until(&bench.engine, |delivery| delivery.attempts == 1).await;
    assert_eq!((failed.state, failed.status), (DeliveryState::Pending, Some(500)));
    assert!(failed.next_at.unwrap() > bench.engine.now());
    bench.clock.advance(10);
    bench.engine.webhooks_due();
    let told = until(&bench.engine, |delivery| delivery.attempts == 2).await;
    assert_eq!(told.state, DeliveryState::Delivered);
    let seen = receiver.seen();
    assert_eq!(seen.len(), 2);
    assert_eq!(seen[0].header("webhook-id"), seen[1].header("webhook-id"));
}

#[tokio::test]
async fn a_host_that_is_not_listed_is_refused() {
    let receiver = Recorder::start().await;
    let bench = Workbench::start().await;
    tell(&bench, &receiver).await;
    for url in ["https://hooks.example.com/", "http://169.254.169.254/latest"] {
        let error = bench.engine.set_webhook(to(url.to_owned())).await.unwrap_err();
        assert_eq!(error.code, Code::AddressRefused, "{url}");
        assert!(error.next.is_some());
    }
    // What was there stays, and a redirect elsewhere is not followed.
    assert_eq!(
        bench.engine.webhook().await.unwrap().url.unwrap(),
        format!("{}/", receiver.origin)
    );
    let tested = bench.engine.webhook_test().await.unwrap();
    assert_eq!(
        (tested.event.as_str(), tested.state),
        ("webhook.test", DeliveryState::Delivered)
    );
    let other = receiver.origin.clone();
    let moved =
        Recorder::answering(move |_| Reply::json(302, &json!({})).with("location", other.clone())).await;
    tell(&bench, &moved).await;
    let tested = bench.engine.webhook_test().await.unwrap();
    assert_eq!((tested.state, tested.status), (DeliveryState::Failed, Some(302)));
    assert_eq!((moved.seen().len(), receiver.seen().len()), (1, 1));
}

#[tokio::test]
async fn what_waited_is_told_after_a_restart() {
    let (api, receiver) = (Recorder::start().await, Recorder::start().await);
    let closed = Recorder::answering(|_| Reply::json(503, &json!({}))).await;
    let bench = Workbench::start_with(Key::Passphrase("correct horse battery staple")).await;
    tell(&bench, &closed).await;
    connect(&bench, &api).await;
    until(&bench.engine, |delivery| delivery.attempts == 1).await;
    tell(&bench, &receiver).await;
    assert!(receiver.seen().is_empty(), "not due yet");
    // Only then: the engine that is about to end should not begin to send it, too.
    let bench = bench.restart().await;
    bench.clock.advance(10);
    bench.engine.webhooks_due();
    let told = until(&bench.engine, |delivery| {
        delivery.state == DeliveryState::Delivered
    })
    .await;
    assert_eq!(told.attempts, 2);
    assert_eq!(receiver.seen().len(), 1);
}

#[tokio::test]
async fn the_whole_life_of_a_connection_is_told_in_order() {
    let rejecting = Arc::new(AtomicBool::new(false));
    let rejects = Arc::clone(&rejecting);
    let api = Recorder::answering(move |_| {
        let status = if rejects.load(Ordering::SeqCst) { 401 } else { 200 };
        Reply::json(status, &json!({ "name": "N" }))
    })
    .await;
    let receiver = Recorder::start().await;
    let bench = Workbench::start().await;
    tell(&bench, &receiver).await;
    let connection = connect(&bench, &api).await;
    rejecting.store(true, Ordering::SeqCst);
    // Twice rejected is told once.
    for _ in 0..2 {
        let _ = bench.get(&connection, "/orders").await;
    }
    rejecting.store(false, Ordering::SeqCst);
    bench
        .connect_directly(json!({ "connection": connection, "input": { "apiKey": "k-9876543210" } }))
        .await;
    bench
        .ok("connection_archive", json!({ "connection": connection }))
        .await;
    until(&bench.engine, |delivery| {
        delivery.event == "connection.deleted" && delivery.state == DeliveryState::Delivered
    })
    .await;
    let told: Vec<(String, bool)> = receiver
        .seen()
        .iter()
        .map(|seen| serde_json::from_str::<Value>(&seen.body).unwrap())
        .map(|body| {
            let disconnected = &body["data"]["connection"]["disconnected"];
            (
                body["eventType"].as_str().unwrap().to_owned(),
                disconnected.as_bool().unwrap(),
            )
        })
        .collect();
    let expected = [
        ("created", false),
        ("disconnected", true),
        ("reconnected", false),
        ("deleted", false),
    ];
    assert_eq!(
        told,
        expected.map(|(event, disconnected)| (format!("connection.{event}"), disconnected))
    );
}
