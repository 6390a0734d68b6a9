//! A connect is written whole or not at all, and what it wrote opens only in its place.

use patchbay_connector::Secret;
use patchbay_store::{
    Attempt, AttemptStatus, ConnectionFilter, How, NewOrExisting, StoreError, StoredHealth, VaultError,
    new_id,
};
use serde_json::json;

use crate::support::{Place, binding, commit, connect, credentials, integration, patch, tenant};

fn attempt(integration_id: &str, hash: u8) -> Attempt {
    Attempt {
        id: new_id().unwrap(),
        state_hash: [hash; 32],
        sealed: Secret::new(b"verifier".to_vec()),
        integration_id: integration_id.to_owned(),
        connection_id: None,
        status: AttemptStatus::Pending,
        redirect_uri: "http://127.0.0.1:7282/oauth-callback/first".to_owned(),
        created_at: 0,
        expires_at: 600_000,
        finished: None,
        tenant_id: None,
        option: None,
        connector: None,
        reply: None,
    }
}

#[test]
fn everything_that_was_committed_is_there_after_a_restart() {
    let place = Place::new();
    let (folder, store) = place.open();
    let made = connect(&store, "one");
    assert_eq!(
        (made.override_count, made.variant.as_deref()),
        (2, Some("sandbox"))
    );
    drop((store, folder));
    let (_folder, store) = place.open();
    let connection = store.connection(&made.id).unwrap().unwrap();
    assert_eq!(connection, made);
    let secrets = store.connection_secrets(&made.id).unwrap();
    assert_eq!(
        secrets.overrides,
        patch(json!({ "scopes": ["contacts.read"], "variant": "sandbox" }))
    );
    assert_eq!(secrets.input, patch(json!({ "apiKey": "k-1" })));
    let stored = store.credentials(&made.id).unwrap().unwrap();
    assert_eq!(
        stored,
        patchbay_store::Credentials {
            epoch: 1,
            ..credentials("at-1", Some("rt-1"))
        }
    );
    assert_eq!(store.grant(&made.id).unwrap().unwrap().expose(), b"{\"grant\":1}");
    assert_eq!(
        store.binding(&made.id).unwrap().unwrap(),
        binding("https://api.example:443")
    );
    let history = store.override_history(&made.id).unwrap();
    assert_eq!(history.len(), 1);
    assert_eq!(
        (history[0].how, &history[0].overrides),
        (How::Window, &secrets.overrides)
    );
}

#[test]
fn a_commit_for_an_attempt_that_is_over_writes_nothing() {
    let place = Place::new();
    let (_folder, store) = place.open();
    let integration = integration(&store, "first");
    let attempt = attempt(&integration.id, 1);
    store.attempt_insert(&attempt).unwrap();
    assert!(
        store
            .attempt_finish(&attempt.id, AttemptStatus::Cancelled, &json!({}), 10)
            .unwrap()
    );
    let mut commit = commit(&integration, &tenant(&store), "one");
    commit.attempt_id = Some(attempt.id.clone());
    let error = store.connect_commit(&commit, 20).unwrap_err();
    assert!(matches!(error, StoreError::AttemptOver { .. }), "{error}");
    assert_eq!(store.connections_count(&ConnectionFilter::default()).unwrap(), 0);

    // The same for a reconnect: the earlier credentials stay as they are.
    commit.attempt_id = None;
    let made = store.connect_commit(&commit, 30).unwrap();
    commit.connection = NewOrExisting::Existing { id: made.id.clone() };
    commit.credentials = Some(credentials("at-2", None));
    commit.attempt_id = Some(attempt.id);
    store.connect_commit(&commit, 40).unwrap_err();
    assert_eq!(store.connection(&made.id).unwrap().unwrap(), made);
    assert_eq!(
        store.credentials(&made.id).unwrap().unwrap().access_token,
        Secret::from("at-1")
    );
}

#[test]
fn an_attempt_is_consumed_once_in_time_and_forgets_its_secrets_at_its_end() {
    let place = Place::new();
    let (_folder, store) = place.open();
    let integration = integration(&store, "first");
    let first = attempt(&integration.id, 1);
    let late = attempt(&integration.id, 2);
    store.attempt_insert(&first).unwrap();
    store.attempt_insert(&late).unwrap();
    let same_state = Attempt {
        id: new_id().unwrap(),
        ..first.clone()
    };
    assert!(matches!(
        store.attempt_insert(&same_state),
        Err(StoreError::Exists { .. })
    ));

    let found = store.attempt_by_state_hash(&[1; 32]).unwrap().unwrap();
    assert_eq!(
        (found.id.as_str(), found.sealed.expose().as_slice()),
        (first.id.as_str(), b"verifier".as_slice())
    );
    assert!(store.attempt_by_state_hash(&[9; 32]).unwrap().is_none());
    let consumed = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| store.attempt_consume(&first.id, 599_999).unwrap()))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .filter(|taken| *taken)
            .count()
    });
    assert_eq!(consumed, 1);
    assert!(!store.attempt_consume(&late.id, 600_000).unwrap(), "too late");
    assert_eq!(
        store.attempts_expire(600_000).unwrap(),
        std::slice::from_ref(&late.id)
    );
    assert!(store.attempts_expire(600_000).unwrap().is_empty());

    let mut commit = commit(&integration, &tenant(&store), "one");
    commit.attempt_id = Some(first.id.clone());
    let made = store.connect_commit(&commit, 600_001).unwrap();
    let done = store.attempt(&first.id).unwrap().unwrap();
    assert_eq!(
        (done.status, done.connection_id.as_deref()),
        (AttemptStatus::Succeeded, Some(made.id.as_str()))
    );
    assert!(done.sealed.expose().is_empty());
    let left: i64 = place
        .sql()
        .query_row("SELECT sum(length(sealed)) FROM attempts", [], |row| row.get(0))
        .unwrap();
    assert_eq!(left, 0);
    store
        .attempt_log(&first.id, 5, "redeem", "code redeemed")
        .unwrap();
    assert_eq!(store.attempt_lines(&first.id).unwrap()[0].text, "code redeemed");
}

#[test]
fn values_swapped_between_rows_or_bindings_do_not_decrypt() {
    let place = Place::new();
    let (_folder, store) = place.open();
    let one = connect(&store, "one");
    let two = connect(&store, "two");
    let sql = place.sql();
    let tampered = |result: Result<(), StoreError>| {
        assert!(
            matches!(result, Err(StoreError::Vault(VaultError::Tampered))),
            "{result:?}"
        );
    };
    sql.execute(
        "UPDATE credentials SET body = (SELECT body FROM credentials WHERE connection_id = ?2) WHERE connection_id = ?1",
        [&one.id, &two.id],
    )
    .unwrap();
    tampered(store.credentials(&one.id).map(|_| ()));
    assert!(store.credentials(&two.id).is_ok());
    // Another origin in the binding takes the credentials, the grant and the input with it.
    sql.execute(
        "UPDATE connection_values SET origins = '[\"https://evil.example:443\"]' WHERE connection_id = ?1",
        [&two.id],
    )
    .unwrap();
    tampered(store.credentials(&two.id).map(|_| ()));
    tampered(store.grant(&two.id).map(|_| ()));
    tampered(store.connection_secrets(&two.id).map(|_| ()));
}

#[test]
fn a_reconnect_replaces_the_values_and_keeps_the_history_where_nothing_differs() {
    let place = Place::new();
    let (_folder, store) = place.open();
    let made = connect(&store, "one");
    store
        .set_health(
            &made.id,
            &StoredHealth::NeedsReconnect {
                cause: "invalid_grant".to_owned(),
            },
            2000,
        )
        .unwrap();
    let integration = store.integration_by_key("first").unwrap().unwrap();
    let mut again = commit(&integration, &tenant(&store), "ignored");
    again.connection = NewOrExisting::Existing { id: made.id.clone() };
    again.binding = binding("https://other.example:443");
    again.credentials = Some(credentials("at-2", Some("rt-2")));
    let after = store.connect_commit(&again, 3000).unwrap();
    assert_eq!(
        (after.id.as_str(), after.name.as_str(), after.connected_at),
        (made.id.as_str(), "one", 3000)
    );
    assert_eq!(after.health, StoredHealth::Working);
    assert!(after.revision > made.revision);
    assert_eq!(store.credentials(&made.id).unwrap().unwrap().epoch, 2);
    assert_eq!(store.override_history(&made.id).unwrap().len(), 1);
    again.overrides = patch(json!({}));
    store.connect_commit(&again, 4000).unwrap();
    assert_eq!(store.override_history(&made.id).unwrap().len(), 2);
    assert!(matches!(
        store.connect_commit(
            &patchbay_store::ConnectCommit {
                connection: NewOrExisting::Existing {
                    id: "none".to_owned()
                },
                ..again
            },
            1
        ),
        Err(StoreError::NotFound { .. })
    ));
}

#[test]
fn an_override_is_replaced_counted_and_remembered() {
    let place = Place::new();
    let (_folder, store) = place.open();
    let made = connect(&store, "one");
    let fresh = patch(json!({ "http": { "headers": { "X-A": "1", "X-B": null } } }));
    let set = |overrides, now| store.set_override(&made.id, overrides, How::Cli, now);
    set(&fresh, 2000).unwrap();
    let history = store.override_history(&made.id).unwrap();
    assert_eq!((history.len(), history[0].how), (2, How::Cli));
    assert_eq!(history[0].overrides, fresh);
    let secrets = store.connection_secrets(&made.id).unwrap();
    assert_eq!(secrets.overrides, fresh);
    let connection = store.connection(&made.id).unwrap().unwrap();
    assert_eq!(
        (connection.override_count, connection.revision),
        (2, made.revision + 1)
    );
    assert!(store.set_override("none", &fresh, How::Cli, 1).is_err());
    // Saving the same again is no change, and no entry.
    set(&fresh, 2001).unwrap();
    assert_eq!(store.override_history(&made.id).unwrap().len(), 2);
    let entry = store.override_entry(&made.id, How::Cli, 2002).unwrap();
    assert_eq!(entry, history[0].id);
}

#[test]
fn there_is_always_an_entry_to_come_back_to() {
    let place = Place::new();
    let (_folder, store) = place.open();
    let made = connect(&store, "one");
    place.sql().execute("DELETE FROM override_history", []).unwrap();
    let entry = store.override_entry(&made.id, How::Window, 2000).unwrap();
    let history = store.override_history(&made.id).unwrap();
    assert_eq!((history.len(), &history[0].id), (1, &entry));
    assert_eq!(
        history[0].overrides,
        store.connection_secrets(&made.id).unwrap().overrides
    );
}

#[test]
fn the_history_does_not_grow_without_end() {
    let place = Place::new();
    let (_folder, store) = place.open();
    let made = connect(&store, "one");
    let sealed: Vec<u8> = place
        .sql()
        .query_row("SELECT overrides FROM override_history", [], |row| row.get(0))
        .unwrap();
    let mut sql = place.sql();
    let tx = sql.transaction().unwrap();
    for n in 0..1100 {
        tx.execute(
            "INSERT INTO override_history (id, connection_id, at, how, overrides) VALUES (?1, ?2, ?3, 'sdk', ?4)",
            rusqlite::params![format!("old-{n}"), made.id, n, sealed],
        )
        .unwrap();
    }
    tx.commit().unwrap();
    let fresh = patch(json!({ "scopes": ["b"] }));
    store.set_override(&made.id, &fresh, How::Cli, 2000).unwrap();
    let kept: (i64, i64) = place
        .sql()
        .query_row("SELECT count(*), max(at) FROM override_history", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    assert_eq!(kept, (1000, 2000), "the newest ones stay");
}

#[test]
fn an_integration_update_with_an_old_revision_is_refused() {
    let place = Place::new();
    let (_folder, store) = place.open();
    let first = integration(&store, "first");
    let renamed = patchbay_store::Integration {
        name: "New".to_owned(),
        ..first.clone()
    };
    let updated = store.integration_update(&renamed, 5).unwrap();
    assert_eq!(
        (updated.revision, updated.updated_at, updated.created_at),
        (2, 5, 1)
    );
    assert_eq!(updated.parameters, first.parameters);
    assert!(matches!(
        store.integration_update(&renamed, 6),
        Err(StoreError::Changed { .. })
    ));
    // A key is free again once its integration is archived.
    let taken = patchbay_store::NewIntegration {
        key: "first".to_owned(),
        name: "Second".to_owned(),
        connector_key: "generic".to_owned(),
        connector_version: "1.0.0".to_owned(),
        parameters: patch(json!({})),
        option_parameters: [("o".to_owned(), patch(json!({ "a": 1 })))].into(),
        redirect: patchbay_store::RedirectStrategy::Relay {
            url: "https://relay.example/x".to_owned(),
        },
        surface: patchbay_store::Surface::Browser,
        description: None,
        meta: json!({}),
        disabled_options: std::collections::BTreeSet::new(),
    };
    assert!(matches!(
        store.integration_insert(&taken, 7),
        Err(StoreError::Exists { .. })
    ));
    store.integration_archive(&first.id, 8).unwrap();
    let second = store.integration_insert(&taken, 9).unwrap();
    let read = store.integration_by_key("first").unwrap().unwrap();
    assert_eq!(
        (&read.id, &read.redirect, read.surface),
        (&second.id, &taken.redirect, taken.surface)
    );
    assert_eq!(read.option_parameters, taken.option_parameters);
    assert_eq!(store.integration_rows(false).unwrap().len(), 1);
    assert_eq!(store.integration_rows(true).unwrap().len(), 2);
}
