//! What works while the vault is closed, and what a lost key leaves.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use patchbay_connector::Secret;
use patchbay_store::{
    ConnectionFilter, Draft, KeySource, KeyStore, KeyStoreError, Store, StoreError, StoredHealth, VaultError,
    VaultState,
};
use serde_json::json;

use crate::support::{Place, connect};

/// A keyring whose prompt nobody answers until the test does.
struct Hanging {
    asked: Mutex<Sender<()>>,
    answer: Mutex<Receiver<Vec<u8>>>,
}

impl KeyStore for Hanging {
    fn get(&self, _account: &str) -> Result<Option<Secret<Vec<u8>>>, KeyStoreError> {
        self.asked.lock().unwrap().send(()).unwrap();
        Ok(Some(Secret::new(self.answer.lock().unwrap().recv().unwrap())))
    }

    fn set(&self, _account: &str, _key: &Secret<Vec<u8>>) -> Result<(), KeyStoreError> {
        Err(KeyStoreError::Locked)
    }

    fn delete(&self, _account: &str) -> Result<(), KeyStoreError> {
        Err(KeyStoreError::Locked)
    }
}

#[test]
fn a_hanging_keyring_leaves_everything_else_usable() {
    let place = Place::new();
    let (folder, store) = place.open();
    let id = connect(&store, "one").id;
    drop((store, folder));

    let folder = place.lock();
    let (asked, was_asked) = channel();
    let (answer, answers) = channel();
    let keys = Arc::new(Hanging {
        asked: Mutex::new(asked),
        answer: Mutex::new(answers),
    });
    let store = Store::open(&folder, keys).unwrap();
    let (tell, states) = channel();
    store
        .vault()
        .on_change(Box::new(move |state| tell.send(state).unwrap()));
    std::thread::scope(|scope| {
        let opening = scope.spawn(|| store.vault().open(None, None));
        was_asked.recv().unwrap();
        // The prompt hangs. Lists, plain reads and plain writes go on.
        assert_eq!(
            store
                .connections_page(&ConnectionFilter::default())
                .unwrap()
                .len(),
            1
        );
        assert_eq!(store.integration_rows(false).unwrap()[0].connections, 1);
        assert!(store.binding(&id).unwrap().is_some());
        store.set_setting("port", &json!(7282)).unwrap();
        assert_eq!(store.setting("port").unwrap(), Some(json!(7282)));
        store.rename(&id, "renamed", 5).unwrap();
        store.connector_text_keep("generic", "1.0.0", "text").unwrap();
        assert_eq!(
            store.connector_text("generic", "1.0.0").unwrap().as_deref(),
            Some("text")
        );
        // What needs the key says so at once.
        let refused = store.credentials(&id).unwrap_err();
        assert!(
            matches!(
                refused,
                StoreError::Vault(VaultError::NotReady(VaultState::Waiting))
            ),
            "{refused}"
        );
        let draft = Draft {
            id: "d".to_owned(),
            body: Secret::new(b"{}".to_vec()),
            updated_at: 1,
        };
        assert!(
            store.draft_upsert(&draft).is_err(),
            "nothing secret is written while the vault is closed"
        );
        answer
            .send(place.keys.0.lock().unwrap()[folder.id()].clone())
            .unwrap();
        assert_eq!(opening.join().unwrap(), VaultState::Ready);
    });
    assert_eq!(states.recv().unwrap(), VaultState::Ready);
    assert_eq!(
        store.credentials(&id).unwrap().unwrap().access_token,
        Secret::from("at-1")
    );
}

#[test]
fn reads_do_not_wait_for_a_writer() {
    let place = Place::new();
    let (_folder, store) = place.open();
    let id = connect(&store, "one").id;
    let mut other = place.sql();
    let writing = other
        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
        .unwrap();
    writing
        .execute("UPDATE connections SET name = 'half written'", [])
        .unwrap();
    assert_eq!(store.connection(&id).unwrap().unwrap().name, "one");
    assert!(store.credentials(&id).unwrap().is_some());
    drop(writing);
}

#[test]
fn after_a_start_in_memory_old_values_stay_and_are_marked() {
    let place = Place::new();
    let (folder, store) = place.closed();
    assert_eq!(
        store.vault().open(Some(KeySource::Memory), None),
        VaultState::Ready
    );
    let workspace = store.ensure_workspace(1).unwrap();
    assert_eq!(store.ensure_workspace(2).unwrap().secret, workspace.secret);
    let id = connect(&store, "one").id;
    store
        .set_sealed_setting("s", &Secret::new(b"v".to_vec()))
        .unwrap();
    drop((store, folder));

    let (_folder, store) = place.closed();
    assert_eq!(store.vault().open(None, None), VaultState::Ready);
    let lost = StoredHealth::NeedsReconnect {
        cause: "key_lost".to_owned(),
    };
    assert_eq!(store.connection(&id).unwrap().unwrap().health, lost);
    let secrets = store.connection_secrets(&id).unwrap();
    assert!(secrets.unreadable && secrets.overrides.is_empty());
    assert!(store.override_history(&id).unwrap()[0].unreadable);
    let error = store.credentials(&id).unwrap_err();
    assert!(matches!(error, StoreError::Vault(VaultError::KeyGone)), "{error}");
    assert!(store.sealed_setting("s").unwrap().is_none());
    let integration = store.integration_by_key("first").unwrap().unwrap();
    assert!(integration.unreadable);
    // Entering the values again mends it.
    store.integration_update(&integration, 5).unwrap();
    assert!(!store.integration_by_key("first").unwrap().unwrap().unreadable);
    assert!(store.workspace().unwrap().is_none());
    let again = store.ensure_workspace(3).unwrap();
    assert_eq!((&again.id, &again.key), (&workspace.id, &workspace.key));
    assert_ne!(again.secret, workspace.secret);
}
