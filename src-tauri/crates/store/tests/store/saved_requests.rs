//! Requests that are kept: sealed, and named once in an integration.

use patchbay_connector::Secret;
use patchbay_store::{SavedRequest, StoreError, new_id};

use crate::support::{Place, integration};

#[test]
fn saved_requests_are_sealed_and_their_names_are_unique_in_an_integration() {
    let place = Place::new();
    let (folder, store) = place.open();
    let (crm, mail) = (integration(&store, "crm"), integration(&store, "mail"));
    let request = |integration: &str, name: &str, body: &str| SavedRequest {
        id: new_id().unwrap(),
        integration_id: integration.to_owned(),
        name: name.to_owned(),
        body: Secret::new(body.as_bytes().to_vec()),
        updated_at: 1,
    };
    let first = request(&crm.id, "list contacts", "planted-secret");
    store.saved_request_upsert(&first).unwrap();
    store
        .saved_request_upsert(&request(&mail.id, "list contacts", "{}"))
        .unwrap();
    store
        .saved_request_upsert(&request(&crm.id, "Add", "{}"))
        .unwrap();
    let taken = store.saved_request_upsert(&request(&crm.id, "list contacts", "{}"));
    assert!(matches!(taken, Err(StoreError::Exists { .. })), "{taken:?}");
    let changed = SavedRequest {
        name: "list".to_owned(),
        ..first.clone()
    };
    store.saved_request_upsert(&changed).unwrap();
    let names = |of: Option<&str>| -> Vec<String> {
        store
            .saved_requests(of)
            .unwrap()
            .into_iter()
            .map(|request| request.name)
            .collect()
    };
    assert_eq!(names(Some(&crm.id)), ["Add", "list"]);
    assert_eq!(names(None), ["Add", "list", "list contacts"]);
    assert_eq!(store.saved_requests(Some(&crm.id)).unwrap()[1].body, first.body);
    store.saved_request_delete(&first.id).unwrap();
    assert_eq!(names(Some(&crm.id)), ["Add"]);
    assert!(matches!(
        store.saved_request_delete(&first.id),
        Err(StoreError::NotFound { .. })
    ));
    drop((store, folder));
    for name in ["patchbay.db", "patchbay.db-wal"] {
        let bytes = std::fs::read(place.path().join(name)).unwrap_or_default();
        assert!(
            !bytes.windows(14).any(|window| window == b"planted-secret"),
            "{name}"
        );
    }
}
