//! The order of a refresh, and what no refresh may lose.

use patchbay_connector::Secret;
use patchbay_store::{Credentials, StoredHealth};

use crate::support::{Place, connect, credentials};

#[test]
fn a_refresh_commits_all_at_once_and_ends_its_intent() {
    let place = Place::new();
    let (folder, store) = place.open();
    let id = connect(&store, "one").id;
    store.refresh_intent(&id, 2000).unwrap();
    drop((store, folder));
    // A crash in between: the intent is what the next start finds.
    let (_folder, store) = place.open();
    assert_eq!(store.refresh_intents().unwrap(), [(id.clone(), 2000)]);
    let fresh = Credentials {
        expires_at: Some(9000),
        ..credentials("at-2", Some("rt-2"))
    };
    let grant = Secret::new(b"{\"grant\":2}".to_vec());
    assert_eq!(store.refresh_commit(&id, &fresh, Some(&grant), 3000).unwrap(), 2);
    assert!(store.refresh_intents().unwrap().is_empty());
    assert_eq!(
        store.credentials(&id).unwrap().unwrap(),
        Credentials { epoch: 2, ..fresh }
    );
    assert_eq!(store.grant(&id).unwrap().unwrap(), grant);
    assert_eq!(store.connection(&id).unwrap().unwrap().expires_at, Some(9000));
}

#[test]
fn an_answer_without_a_refresh_token_keeps_the_stored_one() {
    let place = Place::new();
    let (_folder, store) = place.open();
    let id = connect(&store, "one").id;
    store
        .refresh_commit(&id, &credentials("at-2", None), None, 3000)
        .unwrap();
    let stored = store.credentials(&id).unwrap().unwrap();
    assert_eq!(stored.access_token, Secret::from("at-2"));
    assert_eq!(stored.refresh_token, Some(Secret::from("rt-1")));
    assert_eq!(store.grant(&id).unwrap().unwrap().expose(), b"{\"grant\":1}");
}

#[test]
fn a_failure_delays_keeps_the_tokens_and_a_success_heals() {
    let place = Place::new();
    let (_folder, store) = place.open();
    let made = connect(&store, "one");
    let id = made.id.as_str();
    store.refresh_intent(id, 2000).unwrap();
    store.refresh_failed(id, "503", 10_000, 2000).unwrap();
    assert!(store.refresh_intents().unwrap().is_empty());
    assert_eq!(store.refresh_failed_at(id).unwrap(), Some(2000));
    let delayed = StoredHealth::RefreshDelayed {
        until: 12_000,
        cause: "503".to_owned(),
    };
    assert_eq!(store.connection(id).unwrap().unwrap().health, delayed);
    assert_eq!(
        store.credentials(id).unwrap().unwrap().refresh_token,
        Some(Secret::from("rt-1"))
    );

    let before = store.connection(id).unwrap().unwrap().revision;
    store.set_health(id, &delayed, 2500).unwrap();
    assert_eq!(
        store.connection(id).unwrap().unwrap().revision,
        before,
        "the same health is no change"
    );
    for health in [
        StoredHealth::NeedsReconnect {
            cause: "invalid_grant".to_owned(),
        },
        StoredHealth::Misconfigured {
            path: "clientSecret".to_owned(),
        },
    ] {
        store.set_health(id, &health, 2600).unwrap();
        assert_eq!(store.connection(id).unwrap().unwrap().health, health);
    }
    store
        .refresh_commit(id, &credentials("at-2", None), None, 3000)
        .unwrap();
    assert_eq!(
        store.connection(id).unwrap().unwrap().health,
        StoredHealth::Working
    );
    assert_eq!(store.refresh_failed_at(id).unwrap(), None);
    assert!(store.set_health("none", &StoredHealth::Working, 1).is_err());
    assert!(
        store
            .refresh_commit("none", &credentials("a", None), None, 1)
            .is_err()
    );
    assert!(store.refresh_intent("none", 1).is_err());
}
