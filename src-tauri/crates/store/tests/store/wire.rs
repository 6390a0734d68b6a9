//! What the API's shapes carry: an older file brought up to it, tenants, selectors, keys, ended attempts, connection
//! requests, webhook deliveries.

use patchbay_connector::Secret;
use patchbay_store::{
    Attempt, AttemptFilter, AttemptStatus, CallFilter, CallRecord, ConnectionFilter, ConnectionRequest,
    Delivery, DeliveryState, DeliveryTry, NewOrExisting, RequestStatus, StoreError, StoredHealth,
    TenantChange, TenantFilter, new_id,
};
use serde_json::json;

use crate::support::{Place, commit, connect, integration, tenant};

/// Files as the first version left them: its own steps, and rows with duplicate keys.
fn first_version(place: &Place) {
    drop(place.lock());
    let main = rusqlite::Connection::open(place.path().join("patchbay.db")).unwrap();
    main.execute_batch(include_str!("../../migrations/main/0001-first.sql"))
        .unwrap();
    main.execute_batch(
        "PRAGMA user_version = 1;
         INSERT INTO tenants (id, key, name, created_at) VALUES ('t1', 'acme', 'Acme', 7);
         INSERT INTO integrations (id, key, name, connector_key, connector_version, parameters, option_parameters,
           redirect, surface, revision, created_at, updated_at)
         VALUES ('i1', 'first', 'First', 'generic', '1.0.0', x'00', x'00', '{\"kind\":\"loopback\"}', 'window', 1, 7, 7);
         INSERT INTO connections (id, key, name, integration_id, tenant_id, override_count, health, created_at,
           updated_at, connected_at, revision)
         VALUES ('c1', 'main', 'One', 'i1', 't1', 0, 'working', 7, 7, 7, 1),
                ('c2', 'main', 'Two', 'i1', 't1', 0, 'working', 8, 8, 8, 1);
         INSERT INTO attempts (id, state_hash, sealed, integration_id, status, redirect_uri, created_at, expires_at)
         VALUES ('a1', randomblob(32), x'', 'i1', 'succeeded', '', 7, 8);",
    )
    .unwrap();
    let calls = rusqlite::Connection::open(place.path().join("calls.db")).unwrap();
    calls
        .execute_batch(include_str!("../../migrations/calls/0001-first.sql"))
        .unwrap();
    calls
        .execute_batch(
            "PRAGMA user_version = 1;
             INSERT INTO calls (id, connection_id, at, method, url, duration_ms, attempts, request_bytes, failed)
             VALUES ('k1', 'c1', 7, 'GET', 'https://api.example/', 1, 1, 0, 1);",
        )
        .unwrap();
}

#[test]
fn a_file_of_the_first_version_keeps_its_rows() {
    let place = Place::new();
    first_version(&place);
    let (_folder, store) = place.closed();
    let acme = store.tenant_by_key("acme").unwrap().unwrap();
    assert_eq!(
        (
            acme.fields,
            acme.meta,
            acme.created_at,
            acme.updated_at,
            acme.archived_at
        ),
        (json!({}), json!({}), 7, 7, None)
    );
    let one = store.connection("c1").unwrap().unwrap();
    let two = store.connection("c2").unwrap().unwrap();
    assert_eq!(
        (one.key, two.key.as_deref()),
        (None, Some("main")),
        "the newest keeps it"
    );
    assert_eq!((one.name.as_str(), one.meta), ("One", json!({})));
    let attempts = store.attempts_page(&AttemptFilter::default()).unwrap();
    assert_eq!(attempts.len(), 1);
    assert_eq!((&attempts[0].tenant_id, &attempts[0].connector), (&None, &None));
    let calls = store.calls(&CallFilter::default()).unwrap();
    assert_eq!((calls[0].id.as_str(), calls[0].tenant_id.as_str()), ("k1", ""));
    assert!(place.path().join("backups/patchbay-0001-schema1.db").exists());
}

#[test]
fn a_tenant_is_changed_archived_and_brought_back() {
    let place = Place::new();
    let (_folder, store) = place.open();
    let first = store.tenant_upsert("acme", Some("Acme"), 1).unwrap();
    let other = store.tenant_upsert("größe", Some("GRÖSSE"), 2).unwrap();
    let change = TenantChange {
        name: Some("Umbrella".to_owned()),
        fields: Some(json!({ "plan": "pro" })),
        ..TenantChange::default()
    };
    let changed = store.tenant_update(&first.id, &change, 3).unwrap();
    assert_eq!(
        (
            changed.key.as_str(),
            changed.name.as_str(),
            changed.fields,
            changed.meta,
            changed.updated_at
        ),
        ("acme", "Umbrella", json!({ "plan": "pro" }), json!({}), 3)
    );
    let taken = TenantChange {
        key: Some("größe".to_owned()),
        ..TenantChange::default()
    };
    assert!(matches!(
        store.tenant_update(&first.id, &taken, 4),
        Err(StoreError::Exists { what: "tenant", .. })
    ));
    let keys = |filter: &TenantFilter| -> Vec<String> {
        let page = store.tenants_page(filter).unwrap();
        page.into_iter().map(|tenant| tenant.key).collect()
    };
    assert_eq!(keys(&TenantFilter::default()), ["größe", "acme"]);
    let after = TenantFilter {
        after: Some(other.id.clone()),
        ..TenantFilter::default()
    };
    assert_eq!(keys(&after), ["acme"]);
    let search = TenantFilter {
        search: Some("größ".to_owned()),
        ..TenantFilter::default()
    };
    assert_eq!(keys(&search), ["größe"]);
    store.tenant_archive(&first.id, 5).unwrap();
    assert_eq!(keys(&TenantFilter::default()), ["größe"]);
    let back = store.tenant_upsert("acme", None, 6).unwrap();
    assert_eq!(
        (back.id, back.archived_at, back.name.as_str()),
        (first.id.clone(), None, "Umbrella")
    );

    let secret = Secret::new(b"{\"token\":\"s3cr3t-value\"}".to_vec());
    store.set_tenant_credentials(&first.id, Some(&secret)).unwrap();
    let stored = store.tenant_credentials(&first.id).unwrap().unwrap();
    assert_eq!(stored.expose(), secret.expose());
    let raw: Vec<u8> = place
        .sql()
        .query_row(
            "SELECT credentials FROM tenants WHERE id = ?1",
            [&first.id],
            |row| row.get(0),
        )
        .unwrap();
    assert!(!raw.windows(12).any(|part| part == b"s3cr3t-value"));
    store.set_tenant_credentials(&first.id, None).unwrap();
    assert!(store.tenant_credentials(&first.id).unwrap().is_none());
}

#[test]
fn a_selector_finds_the_best_connection_of_its_tenant() {
    let place = Place::new();
    let (_folder, store) = place.open();
    let first = integration(&store, "first");
    let acme = store.tenant_upsert("acme", None, 1).unwrap();
    let mine = store
        .connect_commit(&commit(&first, &tenant(&store), "mine"), 10)
        .unwrap();
    let old = store.connect_commit(&commit(&first, &acme, "old"), 20).unwrap();
    let new = store.connect_commit(&commit(&first, &acme, "new"), 30).unwrap();
    store.set_key(&old.id, Some("main"), 31).unwrap();
    let find = |tenant: Option<&str>, selector: &str| {
        store
            .connection_by_selector(tenant, selector)
            .unwrap()
            .map(|found| found.name)
    };
    let acme_id = Some(acme.id.as_str());
    assert_eq!(find(acme_id, &old.id).as_deref(), Some("old"));
    assert_eq!(find(acme_id, "main").as_deref(), Some("old"));
    assert_eq!(find(acme_id, &first.id).as_deref(), Some("new"));
    assert_eq!(find(acme_id, "first").as_deref(), Some("new"));
    assert_eq!(find(acme_id, &mine.id), None, "another tenant's");
    assert_eq!(find(None, &mine.id).as_deref(), Some("mine"));
    let lost = StoredHealth::NeedsReconnect {
        cause: "rejected".to_owned(),
    };
    store.set_health(&new.id, &lost, 40).unwrap();
    assert_eq!(
        find(acme_id, "first").as_deref(),
        Some("old"),
        "one that works is preferred"
    );
    let disconnected = ConnectionFilter {
        connected: Some(false),
        connector_key: Some("generic".to_owned()),
        ..ConnectionFilter::default()
    };
    assert_eq!(store.connections_page(&disconnected).unwrap().len(), 1);
    store.archive(&old.id, 50).unwrap();
    assert_eq!(find(acme_id, "main"), None);
    assert_eq!(
        find(acme_id, &old.id).as_deref(),
        Some("old"),
        "by id an archived one too"
    );
}

#[test]
fn a_key_is_one_connections_among_those_of_its_tenant() {
    let place = Place::new();
    let (_folder, store) = place.open();
    let first = connect(&store, "one");
    let second = connect(&store, "two");
    store.set_key(&first.id, Some("main"), 1).unwrap();
    let taken = |result: Result<(), StoreError>| {
        matches!(
            result,
            Err(StoreError::Exists {
                what: "connection",
                ..
            })
        )
    };
    assert!(taken(store.set_key(&second.id, Some("main"), 2)));
    store.archive(&first.id, 3).unwrap();
    store.set_key(&second.id, Some("main"), 4).unwrap();
    assert!(taken(store.restore(&first.id, 5)));
    // Another tenant's is its own.
    let acme = store.tenant_upsert("acme", None, 6).unwrap();
    let integration = store.integration_by_key("first").unwrap().unwrap();
    let mut theirs = commit(&integration, &acme, "theirs");
    let id = new_id().unwrap();
    theirs.connection = NewOrExisting::New {
        id: id.clone(),
        key: Some("main".to_owned()),
        name: "theirs".to_owned(),
        integration_id: integration.id.clone(),
        tenant_id: acme.id.clone(),
    };
    assert_eq!(store.connect_commit(&theirs, 7).unwrap().id, id);
    store.set_meta(&id, &json!({ "a": 1 }), 8).unwrap();
    assert_eq!(store.connection(&id).unwrap().unwrap().meta, json!({ "a": 1 }));
}

#[test]
fn an_integration_comes_back_unless_its_key_is_taken() {
    let place = Place::new();
    let (_folder, store) = place.open();
    let first = integration(&store, "first");
    store.integration_archive(&first.id, 2).unwrap();
    store.integration_restore(&first.id, 3).unwrap();
    assert_eq!(store.integration_by_key("first").unwrap().unwrap().id, first.id);
    store.integration_archive(&first.id, 4).unwrap();
    integration(&store, "first");
    assert!(matches!(
        store.integration_restore(&first.id, 5),
        Err(StoreError::Exists { .. })
    ));
}

#[test]
fn ended_attempts_are_listed_with_what_they_were_for() {
    let place = Place::new();
    let (_folder, store) = place.open();
    let first = integration(&store, "first");
    for (n, status) in [
        (1_u8, AttemptStatus::Succeeded),
        (2, AttemptStatus::Failed),
        (3, AttemptStatus::Pending),
    ] {
        let attempt = Attempt {
            id: format!("{n:024}"),
            state_hash: [n; 32],
            sealed: Secret::new(Vec::new()),
            integration_id: first.id.clone(),
            connection_id: None,
            status,
            redirect_uri: String::new(),
            created_at: 5,
            expires_at: 10,
            finished: None,
            tenant_id: Some("t-1".to_owned()),
            option: Some("oauth".to_owned()),
            connector: Some(("generic".to_owned(), "1.0.0".to_owned())),
            reply: Some(json!({ "requestId": "r" })),
        };
        store.attempt_insert(&attempt).unwrap();
    }
    let page = |filter: AttemptFilter| store.attempts_page(&filter).unwrap();
    let all = page(AttemptFilter::default());
    assert_eq!(
        all.iter().map(|row| row.status).collect::<Vec<_>>(),
        [AttemptStatus::Failed, AttemptStatus::Succeeded]
    );
    assert_eq!(all[0].connector, Some(("generic".to_owned(), "1.0.0".to_owned())));
    assert_eq!(all[0].reply, Some(json!({ "requestId": "r" })));
    let rest = page(AttemptFilter {
        after: Some(all[0].id.clone()),
        ..AttemptFilter::default()
    });
    assert_eq!(rest, all[1..]);
    let failed = page(AttemptFilter {
        succeeded: Some(false),
        tenant_id: Some("t-1".to_owned()),
        ..AttemptFilter::default()
    });
    assert_eq!(failed, all[..1]);
}

#[test]
fn calls_are_filtered_by_whose_they_were_and_when() {
    let place = Place::new();
    let (_folder, store) = place.open();
    for (at, tenant, status) in [(1, "a", 200), (2, "b", 200), (3, "a", 500), (4, "a", 200)] {
        store.call_record(CallRecord {
            id: new_id().unwrap(),
            connection_id: "c".to_owned(),
            integration_id: "i".to_owned(),
            tenant_id: tenant.to_owned(),
            at,
            method: "GET".to_owned(),
            url: "https://api.example/".to_owned(),
            status: Some(status),
            error_code: None,
            duration_ms: 1,
            attempts: 1,
            request_bytes: 0,
            response_bytes: None,
            override_hash: None,
        });
    }
    let times = |filter: CallFilter| -> Vec<i64> {
        store.calls(&filter).unwrap().iter().map(|call| call.at).collect()
    };
    let mine = CallFilter {
        tenant_id: Some("a".to_owned()),
        ..CallFilter::default()
    };
    assert_eq!(times(mine.clone()), [4, 3, 1]);
    let good = CallFilter {
        succeeded: Some(true),
        oldest_first: true,
        ..mine.clone()
    };
    assert_eq!(times(good), [1, 4]);
    let between = CallFilter {
        from: Some(2),
        to: Some(3),
        integration_id: Some("i".to_owned()),
        ..CallFilter::default()
    };
    assert_eq!(times(between), [3, 2]);
}

#[test]
fn a_connection_request_is_kept_sealed_and_ends_once() {
    let place = Place::new();
    let (_folder, store) = place.open();
    let request = ConnectionRequest {
        id: new_id().unwrap(),
        tenant_id: tenant(&store).id,
        body: Secret::new(b"{\"a\":1}".to_vec()),
        status: RequestStatus::Pending,
        connection_id: None,
        error: None,
        created_at: 1,
        updated_at: 1,
    };
    store.connection_request_insert(&request).unwrap();
    assert!(
        store
            .connection_request_finish(&request.id, RequestStatus::Success, Some("c-1"), None, 2)
            .unwrap()
    );
    assert!(
        !store
            .connection_request_finish(&request.id, RequestStatus::Error, None, Some("no"), 3)
            .unwrap()
    );
    let stored = store.connection_request_get(&request.id).unwrap().unwrap();
    assert_eq!(stored.body.expose(), request.body.expose());
    assert_eq!(
        (stored.status, stored.connection_id.as_deref(), stored.updated_at),
        (RequestStatus::Success, Some("c-1"), 2)
    );
}

fn delivery(id: &str, connection: &str, next_at: i64) -> Delivery {
    Delivery {
        id: id.to_owned(),
        event: "connection.created".to_owned(),
        connection_id: Some(connection.to_owned()),
        body: "{}".to_owned(),
        state: DeliveryState::Pending,
        attempts: 0,
        status: None,
        error: None,
        created_at: 0,
        next_at: Some(next_at),
    }
}

#[test]
fn a_later_event_waits_for_the_earlier_one_of_its_connection() {
    let place = Place::new();
    let (_folder, store) = place.open();
    for (id, connection, next_at) in [("1", "a", 50), ("2", "a", 10), ("3", "b", 20)] {
        store
            .webhook_insert(&delivery(id, connection, next_at), 1000)
            .unwrap();
    }
    let waiting = || -> Vec<String> {
        let waiting = store.webhooks_waiting().unwrap();
        waiting.into_iter().map(|delivery| delivery.id).collect()
    };
    assert_eq!(waiting(), ["3", "1"]);
    let done = DeliveryTry {
        state: DeliveryState::Delivered,
        status: Some(200),
        error: None,
        next_at: None,
    };
    assert_eq!(store.webhook_tried("1", &done).unwrap().attempts, 1);
    assert_eq!(waiting(), ["2", "3"]);
    // What is over is removed, what waits never is.
    store.webhook_insert(&delivery("4", "c", 60), 2).unwrap();
    let left: Vec<String> = store
        .webhook_deliveries(10)
        .unwrap()
        .into_iter()
        .map(|delivery| delivery.id)
        .collect();
    assert_eq!(left, ["4", "3", "2"]);
}
