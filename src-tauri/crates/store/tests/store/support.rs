//! A store on a folder of its own, and records to put into it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use patchbay_connector::{Patch, Secret};
use patchbay_store::{
    Binding, ConnectCommit, Connection, Credentials, Folder, HolderKind, How, Integration, KeyStore,
    KeyStoreError, NewIntegration, NewOrExisting, RedirectStrategy, Store, Surface, Tenant, VaultState,
};
use serde_json::Value;

/// A keyring in memory.
#[derive(Default)]
pub(crate) struct Keys(pub(crate) Mutex<HashMap<String, Vec<u8>>>);

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

pub(crate) struct Place {
    pub(crate) dir: tempfile::TempDir,
    pub(crate) keys: Arc<Keys>,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
            keys: Arc::default(),
        }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    pub(crate) fn lock(&self) -> Folder {
        Folder::lock(&self.path(), HolderKind::Engine).unwrap()
    }

    /// A store with its vault still closed.
    pub(crate) fn closed(&self) -> (Folder, Store) {
        let folder = self.lock();
        let keys: Arc<dyn KeyStore> = Arc::clone(&self.keys) as Arc<dyn KeyStore>;
        let store = Store::open(&folder, keys).unwrap();
        (folder, store)
    }

    pub(crate) fn open(&self) -> (Folder, Store) {
        let (folder, store) = self.closed();
        assert_eq!(store.vault().open(None, None), VaultState::Ready);
        (folder, store)
    }

    /// A second look at the file, beside the store.
    pub(crate) fn sql(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.path().join("patchbay.db")).unwrap()
    }
}

pub(crate) fn patch(value: Value) -> Patch {
    Patch::from_value(value).unwrap()
}

pub(crate) fn integration(store: &Store, key: &str) -> Integration {
    let new = NewIntegration {
        key: key.to_owned(),
        name: format!("Integration {key}"),
        connector_key: "generic".to_owned(),
        connector_version: "1.0.0".to_owned(),
        parameters: patch(serde_json::json!({ "clientId": "abc" })),
        option_parameters: BTreeMap::new(),
        redirect: RedirectStrategy::Loopback,
        surface: Surface::Window,
        description: None,
        meta: serde_json::json!({}),
        disabled_options: BTreeSet::new(),
    };
    store.integration_insert(&new, 1).unwrap()
}

pub(crate) fn tenant(store: &Store) -> Tenant {
    store.tenant_upsert("test", None, 1).unwrap()
}

pub(crate) fn credentials(access: &str, refresh: Option<&str>) -> Credentials {
    Credentials {
        access_token: Secret::from(access),
        refresh_token: refresh.map(Secret::from),
        token_type: "Bearer".to_owned(),
        expires_at: Some(5000),
        obtained_at: 1000,
        scopes: Some(vec!["read".to_owned()]),
        epoch: 0,
    }
}

pub(crate) fn binding(origin: &str) -> Binding {
    Binding {
        origins: BTreeSet::from([origin.to_owned()]),
    }
}

/// A commit of a new connection with all its parts.
pub(crate) fn commit(integration: &Integration, tenant: &Tenant, name: &str) -> ConnectCommit {
    ConnectCommit {
        connection: NewOrExisting::New {
            id: patchbay_store::new_id().unwrap(),
            key: None,
            name: name.to_owned(),
            integration_id: integration.id.clone(),
            tenant_id: tenant.id.clone(),
        },
        option: None,
        variant: Some("sandbox".to_owned()),
        overrides: patch(serde_json::json!({ "scopes": ["contacts.read"], "variant": "sandbox" })),
        input: patch(serde_json::json!({ "apiKey": "k-1" })),
        binding: binding("https://api.example:443"),
        grant: Some(Secret::new(b"{\"grant\":1}".to_vec())),
        credentials: Some(credentials("at-1", Some("rt-1"))),
        history: How::Window,
        attempt_id: None,
        outcome: serde_json::Value::Null,
    }
}

pub(crate) fn connect(store: &Store, name: &str) -> Connection {
    let integration = match store.integration_by_key("first").unwrap() {
        Some(integration) => integration,
        None => integration_first(store),
    };
    store
        .connect_commit(&commit(&integration, &tenant(store), name), 1000)
        .unwrap()
}

fn integration_first(store: &Store) -> Integration {
    integration(store, "first")
}
