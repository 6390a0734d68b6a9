//! The log of calls: off the hot path, and nothing lost at the end.

use patchbay_store::{CallFilter, CallRecord, new_id};

use crate::support::{Place, connect};

fn call(connection: &str, at: i64, status: Option<u16>) -> CallRecord {
    CallRecord {
        id: new_id().unwrap(),
        connection_id: connection.to_owned(),
        integration_id: "i-1".to_owned(),
        tenant_id: "t-1".to_owned(),
        at,
        method: "GET".to_owned(),
        url: "https://api.example/me".to_owned(),
        status,
        error_code: status.is_none().then(|| "binding_changed".to_owned()),
        duration_ms: 12,
        attempts: 1,
        request_bytes: 0,
        response_bytes: Some(17),
        override_hash: Some("ab".to_owned()),
    }
}

#[test]
fn what_was_recorded_is_read_back_page_by_page() {
    let place = Place::new();
    let (_folder, store) = place.open();
    let id = connect(&store, "one").id;
    let sent: Vec<CallRecord> = [(1, Some(200)), (2, Some(403)), (3, None), (4, Some(204))]
        .map(|(at, status)| call(&id, at, status))
        .into();
    for record in &sent {
        store.call_record(record.clone());
    }
    store.call_record(call("other", 5, Some(200)));
    let all = store.calls(&CallFilter::default()).unwrap();
    assert_eq!(
        all.iter().map(|call| call.at).collect::<Vec<_>>(),
        [5, 4, 3, 2, 1]
    );
    assert_eq!(all[4], sent[0]);
    let mine = CallFilter {
        connection_id: Some(id.clone()),
        ..CallFilter::default()
    };
    assert_eq!(store.calls(&mine).unwrap().len(), 4);
    let failed = store
        .calls(&CallFilter {
            failed_only: true,
            ..mine.clone()
        })
        .unwrap();
    assert_eq!(failed.iter().map(|call| call.at).collect::<Vec<_>>(), [3, 2]);
    let page = store
        .calls(&CallFilter {
            limit: 2,
            after: Some(sent[3].id.clone()),
            ..mine
        })
        .unwrap();
    assert_eq!(page.iter().map(|call| call.at).collect::<Vec<_>>(), [3, 2]);
    assert_eq!(store.connection(&id).unwrap().unwrap().last_call_at, Some(4));
    assert_eq!(store.calls_dropped(), 0);
}

#[test]
fn what_waits_is_written_when_the_store_closes() {
    let place = Place::new();
    let (folder, store) = place.open();
    let id = connect(&store, "one").id;
    for at in 0..500 {
        store.call_record(call(&id, at, Some(200)));
    }
    drop((store, folder));
    let (_folder, store) = place.open();
    assert_eq!(
        store
            .calls(&CallFilter {
                limit: 1000,
                ..CallFilter::default()
            })
            .unwrap()
            .len(),
        500
    );
    assert_eq!(store.connection(&id).unwrap().unwrap().last_call_at, Some(499));
}

#[test]
fn a_call_that_was_never_sent_does_not_count_as_the_last() {
    let place = Place::new();
    let (_folder, store) = place.open();
    let id = connect(&store, "one").id;
    store.call_record(call(&id, 1, Some(200)));
    let refused = CallRecord {
        attempts: 0,
        ..call(&id, 2, None)
    };
    store.call_record(refused);
    store.calls_flush();
    assert_eq!(store.connection(&id).unwrap().unwrap().last_call_at, Some(1));
}

#[test]
fn how_long_an_answer_was_may_come_after_its_record() {
    let place = Place::new();
    let (_folder, store) = place.open();
    let id = connect(&store, "one").id;
    let unknown = || CallRecord {
        response_bytes: None,
        ..call(&id, 1, Some(200))
    };
    let (together, after) = (unknown(), unknown());
    store.call_record(together.clone());
    store.call_sized(&together.id, 3);
    store.call_record(after.clone());
    store.calls_flush();
    store.call_sized(&after.id, 5);
    store.call_sized("of nothing", 7);
    store.calls_flush();
    let mut sizes: Vec<_> = store
        .calls(&CallFilter::default())
        .unwrap()
        .into_iter()
        .map(|call| (call.id == after.id, call.response_bytes))
        .collect();
    sizes.sort_unstable();
    assert_eq!(sizes, [(false, Some(3)), (true, Some(5))]);
}
