//! A store with many connections and calls. Connections go into the tables as they are: sealing and syncing each would
//! take minutes and change nothing of what lists read.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use patchbay_connector::{Patch, Secret};
use patchbay_store::{
    CallRecord, Folder, HolderKind, KeyStore, KeyStoreError, NewIntegration, RedirectStrategy, Store, Surface,
};
use rusqlite::{Connection, params};

const INTEGRATIONS: u32 = 40;
const TENANTS: u32 = 2_000;
/// Records that may wait for the log's thread without being dropped.
const BATCH: u32 = 8 * 1024;

#[derive(Default)]
struct Keys(Mutex<HashMap<String, Vec<u8>>>);

impl KeyStore for Keys {
    fn get(&self, account: &str) -> Result<Option<Secret<Vec<u8>>>, KeyStoreError> {
        Ok(self.0.lock().unwrap().get(account).cloned().map(Secret::new))
    }

    fn set(&self, account: &str, key: &Secret<Vec<u8>>) -> Result<(), KeyStoreError> {
        self.0
            .lock()
            .unwrap()
            .insert(account.to_owned(), key.expose().clone());
        Ok(())
    }

    fn delete(&self, account: &str) -> Result<(), KeyStoreError> {
        self.0.lock().unwrap().remove(account);
        Ok(())
    }
}

/// A folder that is gone afterwards.
pub(crate) struct Place {
    dir: tempfile::TempDir,
    keys: Arc<Keys>,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
            keys: Arc::default(),
        }
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    pub(crate) fn open(&self) -> (Folder, Store) {
        let folder = Folder::lock(&self.path(), HolderKind::Engine).unwrap();
        let keys: Arc<dyn KeyStore> = Arc::<Keys>::clone(&self.keys);
        let store = Store::open(&folder, keys).unwrap();
        store.vault().open(None, None);
        (folder, store)
    }

    /// A second look at a file, beside the store.
    pub(crate) fn sql(&self, file: &str) -> Connection {
        Connection::open(self.path().join(file)).unwrap()
    }
}

/// The id of a connection.
pub(crate) fn id(n: u32) -> String {
    format!("{n:024x}")
}

pub(crate) fn connections(place: &Place, store: &Store, count: u32) {
    let integrations: Vec<(String, String)> = (0..INTEGRATIONS).map(|n| integration(store, n)).collect();
    let tenants: Vec<(String, String)> = (0..TENANTS)
        .map(|n| {
            let key = format!("tenant-{n}");
            (
                store
                    .tenant_upsert(&key, Some(&format!("Tenant number {n}")), 1)
                    .unwrap()
                    .id,
                key,
            )
        })
        .collect();
    let mut sql = place.sql("patchbay.db");
    sql.pragma_update(None, "synchronous", "OFF").unwrap();
    let tx = sql.transaction().unwrap();
    {
        let mut connection = tx
            .prepare(
                "INSERT INTO connections (id, name, integration_id, tenant_id, variant, override_count, health, created_at,
                   updated_at, connected_at, revision) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1, 1, 1, 1)",
            )
            .unwrap();
        let mut text = tx
            .prepare("INSERT INTO connection_texts (n, search) VALUES (?1, ?2)")
            .unwrap();
        for n in 0..count {
            let (integration, key) = &integrations[(n % INTEGRATIONS) as usize];
            let (tenant, tenant_key) = &tenants[(n % TENANTS) as usize];
            let variant = [None, Some("sandbox"), None, Some("eu")][(n % 4) as usize];
            let health = if n % 50 == 7 { "needs_reconnect" } else { "working" };
            let name = format!("Customer {n}");
            connection
                .execute(params![id(n), name, integration, tenant, variant, n % 3, health])
                .unwrap();
            let words = [
                name.to_lowercase(),
                variant.unwrap_or_default().to_owned(),
                key.clone(),
                tenant_key.clone(),
            ];
            text.execute(params![tx.last_insert_rowid(), words.join("\n")])
                .unwrap();
        }
    }
    tx.commit().unwrap();
}

fn integration(store: &Store, n: u32) -> (String, String) {
    let new = NewIntegration {
        key: format!("integration-{n}"),
        name: format!("Integration {n}"),
        connector_key: "generic".to_owned(),
        connector_version: "1.0.0".to_owned(),
        parameters: Patch::default(),
        option_parameters: BTreeMap::new(),
        redirect: RedirectStrategy::Loopback,
        surface: Surface::Window,
        description: None,
        meta: serde_json::json!({}),
        disabled_options: BTreeSet::new(),
    };
    let made = store.integration_insert(&new, 1).unwrap();
    (made.id, made.key)
}

/// The record of a call: every tenth goes through the first connection.
pub(crate) fn call(n: u32, connections: u32) -> CallRecord {
    const PATHS: [&str; 5] = ["contacts", "deals", "companies", "items", "me"];
    const STATUSES: [u16; 10] = [200, 200, 200, 201, 200, 204, 404, 200, 429, 500];
    let through = if n.is_multiple_of(10) { 0 } else { n % connections };
    CallRecord {
        id: format!("{:024x}", u64::from(n) + (1 << 40)),
        connection_id: id(through),
        integration_id: String::new(),
        tenant_id: String::new(),
        at: i64::from(n) + 1_700_000_000_000,
        method: ["GET", "GET", "POST", "PATCH"][(n % 4) as usize].to_owned(),
        url: format!(
            "https://api.example.com/v1/{}/{n}?page={}",
            PATHS[(n % 5) as usize],
            n % 9
        ),
        status: (n % 97 != 3).then_some(STATUSES[(n % 7 + n % 4) as usize]),
        error_code: (n % 97 == 3).then(|| "provider_unreachable".to_owned()),
        duration_ms: i64::from(n % 700),
        attempts: 1,
        request_bytes: 0,
        response_bytes: Some(512),
        override_hash: Some("0".repeat(64)),
    }
}

pub(crate) fn calls(store: &Store, count: u32, connections: u32) {
    for n in 0..count {
        store.call_record(call(n, connections));
        if n % BATCH == BATCH - 1 {
            store.calls_flush();
        }
    }
    store.calls_flush();
    assert_eq!(store.calls_dropped(), 0);
}
