//! Many connections and calls, through the store's own doors, so that every value is sealed as the product seals it.

use std::collections::BTreeSet;

use patchbay_commands::{Context, dispatch};
use patchbay_connector::{Patch, Secret};
use patchbay_engine::Grant;
use patchbay_store::{Binding, CallRecord, ConnectCommit, How, NewOrExisting, Store, StoredHealth, new_id};
use serde_json::json;

/// Connectors that sign in with a key, so that a connection needs no grant; three integrations of them.
const CONNECTORS: [&str; 3] = ["openai", "anthropic", "brevo"];
const TENANTS: [&str; 7] = ["acme", "globex", "initech", "umbrella", "hooli", "stark", "wayne"];
const VARIANTS: [Option<&str>; 4] = [None, Some("sandbox"), None, Some("eu")];
/// Records that may wait for the log's thread without being dropped.
const BATCH: usize = 8 * 1024;

pub(crate) async fn fill(context: &Context, connections: usize, calls: usize) {
    if connections == 0 {
        return;
    }
    let mut integrations = Vec::new();
    for key in CONNECTORS {
        let added = dispatch(
            context,
            "integration_add",
            json!({ "key": key, "connector": key }),
        )
        .await;
        integrations.push(added.expect("an integration of the catalogue"));
    }
    let now = context.engine.now();
    let integrations: Vec<Made> = integrations
        .iter()
        .map(|added| {
            let text = |name: &str| added["summary"][name].as_str().expect("a text").to_owned();
            let grant = Grant {
                connector_version: text("connectorVersion"),
                ..Grant::default()
            };
            Made {
                id: text("id"),
                name: text("name"),
                grant: grant.to_bytes().expect("a grant"),
            }
        })
        .collect();
    context
        .engine
        .with_store(move |store| {
            connect(store, &integrations, connections, now);
            record(store, connections, calls, now);
            Ok(())
        })
        .await
        .expect("the store takes them");
}

/// An integration, and what connections through it were connected with.
struct Made {
    id: String,
    name: String,
    grant: Secret<Vec<u8>>,
}

fn connect(store: &Store, integrations: &[Made], count: usize, now: i64) {
    let tenants: Vec<String> = TENANTS
        .iter()
        .map(|key| store.tenant_upsert(key, None, now).expect("a tenant").id)
        .collect();
    for n in 0..count {
        let Made {
            id: integration_id,
            name,
            grant,
        } = &integrations[n % integrations.len()];
        let overrides = match n % 3 {
            0 => json!({}),
            1 => json!({ "http": { "headers": { "X-Trace": "on" } } }),
            _ => json!({ "http": { "headers": { "X-Trace": "on" }, "timeoutMs": 20_000 } }),
        };
        let commit = ConnectCommit {
            connection: NewOrExisting::New {
                id: id_of(n),
                key: None,
                name: format!("{} {name} {n}", TENANTS[n % TENANTS.len()]),
                integration_id: integration_id.clone(),
                tenant_id: tenants[n % tenants.len()].clone(),
            },
            option: None,
            variant: VARIANTS[n % VARIANTS.len()].map(str::to_owned),
            overrides: Patch::from_value(overrides).expect("an override"),
            input: Patch::from_value(json!({ "apiKey": "k" })).expect("an input"),
            binding: Binding {
                origins: BTreeSet::from(["https://api.example.com:443".to_owned()]),
            },
            grant: Some(grant.clone()),
            credentials: None,
            history: How::Cli,
            attempt_id: None,
            outcome: json!({}),
        };
        let at = now - i64::try_from(count - n).expect("not so many") * 1000;
        store.connect_commit(&commit, at).expect("a connection");
        if n % 50 == 7 {
            let health = StoredHealth::NeedsReconnect {
                cause: "rejected".to_owned(),
            };
            store.set_health(&id_of(n), &health, at).expect("a health");
        }
    }
}

fn record(store: &Store, connections: usize, count: usize, now: i64) {
    const METHODS: [&str; 4] = ["GET", "GET", "POST", "PATCH"];
    const STATUSES: [u16; 8] = [200, 200, 200, 201, 200, 404, 429, 500];
    for n in 0..count {
        store.call_record(CallRecord {
            id: new_id().expect("randomness"),
            connection_id: id_of(n % connections),
            integration_id: String::new(),
            tenant_id: String::new(),
            at: now - i64::try_from(count - n).expect("not so many"),
            method: METHODS[n % METHODS.len()].to_owned(),
            url: format!("https://api.example.com/v1/items/{n}?page={}", n % 9),
            status: (n % 11 != 3).then_some(STATUSES[n % STATUSES.len()]),
            error_code: (n % 11 == 3).then(|| "provider_unreachable".to_owned()),
            duration_ms: i64::try_from(n % 700).expect("small"),
            attempts: if n % 40 == 9 { 2 } else { 1 },
            request_bytes: 0,
            response_bytes: Some(512),
            override_hash: None,
        });
        if n % BATCH == BATCH - 1 {
            store.calls_flush();
        }
    }
    store.calls_flush();
}

/// The same id for the same place, so that calls find their connection.
fn id_of(n: usize) -> String {
    format!("{n:024x}")
}
