//! The health of a page of 100 connections, resolved from nothing and from what is kept. `cargo xtask bench lists` runs it
//! in a release build.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    missing_docs,
    reason = "a measurement: it says no by panicking, and the terminal is its only way"
)]

use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use patchbay_commands::{Caller, Context, dispatch};
use patchbay_engine::{Engine, NoSurfaces, Parts, Settings, SystemClock, http::Reqwest};
use patchbay_store::{Folder, HolderKind, KeySource, Store, SystemKeyring, VaultState};
use serde_json::{Value, json};

/// The budget of a first page (design section 9), here of one whose connections were not seen before.
const BUDGET: Duration = Duration::from_millis(16);
const PAGE: usize = 100;
const RUNS: usize = 100;

/// A connector without any request of its own, so that nothing is measured but resolving.
const CONNECTOR: &str = r#"
format = 1
key = "quiet"
name = "Quiet"
version = "1.0.0"

[params.apiKey]
source = "user"
type = "string"
required = true
secret = true

[auth]
kind = "key"

[http]
base_url = "https://api.example.com/v1"
headers = { X-Api-Key = "${apiKey}", X-Api-Version = "2024-01" }
"#;

#[tokio::main]
async fn main() -> ExitCode {
    let place = tempfile::tempdir().unwrap();
    std::fs::create_dir(place.path().join("connectors")).unwrap();
    std::fs::write(place.path().join("connectors/quiet.toml"), CONNECTOR).unwrap();
    let folder = Folder::lock(place.path(), HolderKind::Engine).unwrap();
    let store = Store::open(&folder, Arc::new(SystemKeyring::new("patchbay-bench"))).unwrap();
    assert_eq!(
        store.vault().open(Some(KeySource::Memory), None),
        VaultState::Ready
    );
    let parts = Parts {
        http: Arc::new(Reqwest::new().unwrap()),
        clock: Arc::new(SystemClock),
        surfaces: Arc::new(NoSurfaces),
        settings: Settings {
            development: true,
            port: 7282,
            scheme: "patchbay-dev".to_owned(),
        },
    };
    let engine = Engine::start(store, folder.connectors_dir(), parts)
        .await
        .unwrap();
    let context = Context {
        engine,
        caller: Caller::Window,
    };
    fill(&context).await;
    let cold = measure(&context, true).await;
    let kept = measure(&context, false).await;
    println!(
        "\n{:40} {:>9} {:>9}",
        "a page of 100, health and all", "p50 ms", "p95 ms"
    );
    for (what, times) in [("resolved from nothing", &cold), ("kept", &kept)] {
        println!(
            "{what:40} {:>9.2} {:>9.2}",
            ms(times[RUNS / 2]),
            ms(times[RUNS * 95 / 100])
        );
    }
    if cold[RUNS * 95 / 100] > BUDGET {
        println!("\nOver {} ms at p95.", BUDGET.as_millis());
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

async fn ok(context: &Context, command: &str, payload: Value) -> Value {
    // On the heap: the future of every command together is large.
    match Box::pin(dispatch(context, command, payload)).await {
        Ok(answer) => answer,
        Err(error) => panic!("{command}: {}", error.message),
    }
}

/// A page of connections, each third with an override of its own.
async fn fill(context: &Context) {
    ok(
        context,
        "integration_add",
        json!({ "key": "quiet", "connector": "quiet" }),
    )
    .await;
    for n in 0..PAGE {
        let overrides = match n % 3 {
            0 => json!({}),
            1 => json!({ "http": { "headers": { "X-Trace": "on" } } }),
            _ => json!({ "http": { "headers": { "X-Customer": n.to_string() }, "timeoutMs": 20_000 } }),
        };
        let request = json!({ "integration": "quiet", "multiple": true, "name": format!("Customer {n}"),
            "input": { "apiKey": "k-1" }, "overrides": overrides });
        let attempt = ok(context, "connect_start", request).await;
        let ended = ok(context, "attempt_wait", json!({ "attempt": attempt["id"] })).await;
        assert_eq!(ended["state"], "succeeded", "{ended}");
    }
}

async fn measure(context: &Context, forget: bool) -> Vec<Duration> {
    let mut times = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        if forget {
            context.engine.forget_all();
        }
        let start = Instant::now();
        let page = ok(context, "connections", json!({ "limit": PAGE })).await;
        times.push(start.elapsed());
        let items = page["items"].as_array().unwrap();
        assert_eq!(items.len(), PAGE);
        assert!(
            items.iter().all(|item| item["health"]["state"] == "working"),
            "{page}"
        );
    }
    times.sort();
    times
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
