//! The log as it is listed: pages by number, filters, and searches that take longer than a frame.

use patchbay_store::{CallFilter, CallQuery, CallRecord, Patience, Store, new_id};

use crate::support::{Place, commit, connect, integration, tenant};

fn call(connection: &str, at: i64, method: &str, url: &str, status: Option<u16>) -> CallRecord {
    CallRecord {
        id: new_id().unwrap(),
        connection_id: connection.to_owned(),
        integration_id: String::new(),
        tenant_id: String::new(),
        at,
        method: method.to_owned(),
        url: format!("https://api.example{url}"),
        status,
        error_code: None,
        duration_ms: 1,
        attempts: 1,
        request_bytes: 0,
        response_bytes: None,
        override_hash: None,
    }
}

fn filter(text: &str) -> CallQuery {
    CallQuery {
        filter: text.to_owned(),
        connection_id: None,
    }
}

fn times(store: &Store, query: &CallQuery) -> Vec<i64> {
    let page = store.calls_list(query, 0, 1000, Patience::Total).unwrap();
    assert!(!page.counting);
    assert_eq!(page.total as usize, page.records.len(), "{query:?}");
    page.records.iter().map(|record| record.at).collect()
}

#[test]
fn every_field_of_a_filter() {
    let place = Place::new();
    let (_folder, store) = place.open();
    let acme = store.tenant_upsert("acme", Some("ACME"), 1).unwrap();
    let crm = integration(&store, "crm");
    let one = store
        .connect_commit(&commit(&crm, &acme, "Sales DE"), 1)
        .unwrap()
        .id;
    let two = connect(&store, "Other").id;
    for record in [
        call(&one, 1, "GET", "/Contacts?page=2", Some(200)),
        call(&one, 2, "POST", "/contacts", Some(429)),
        call(&two, 3, "GET", "/deals", Some(503)),
        call(&two, 4, "GET", "/sales", None),
        call("gone", 5, "PATCH", "/x", Some(404)),
    ] {
        store.call_record(record);
    }
    for (text, expected) in [
        ("", vec![5, 4, 3, 2, 1]),
        ("contacts", vec![2, 1]),
        ("sales", vec![4, 2, 1]),
        ("sales -de", vec![4]),
        ("contacts page=2", vec![1]),
        ("method:p", vec![5, 2]),
        ("status:4xx", vec![5, 2]),
        ("status:404", vec![5]),
        ("status:none", vec![4]),
        ("-status:2xx", vec![5, 4, 3, 2]),
        ("is:failed", vec![5, 4, 3, 2]),
        ("-is:failed", vec![1]),
        ("is:failed method:get", vec![4, 3]),
        ("connection:other", vec![4, 3]),
        ("connection:gone", vec![5]),
        ("integration:crm", vec![2, 1]),
        ("tenant:acme status:429", vec![2]),
        ("-tenant:acme", vec![5, 4, 3]),
        ("nothing", vec![]),
        ("status:", vec![5, 4, 3, 2, 1]),
    ] {
        assert_eq!(times(&store, &filter(text)), expected, "{text}");
    }
    let of = |text: &str| CallQuery {
        connection_id: Some(two.clone()),
        ..filter(text)
    };
    assert_eq!(times(&store, &of("")), [4, 3]);
    assert_eq!(times(&store, &of("is:failed status:5xx")), [3]);

    // What was found is kept, and yet new calls and new names are seen.
    store.call_record(call(&one, 6, "GET", "/contacts/7", Some(200)));
    assert_eq!(times(&store, &filter("contacts")), [6, 2, 1]);
    assert_eq!(times(&store, &filter("")), [6, 5, 4, 3, 2, 1]);
    store.rename(&two, "Contacts of others", 9).unwrap();
    assert_eq!(times(&store, &filter("contacts")), [6, 4, 3, 2, 1]);
}

fn fill(store: &Store, from: i64, to: i64) {
    for at in from..to {
        let status = if at % 10 == 0 { 500 } else { 200 };
        store.call_record(call("c", at, "GET", &format!("/things/{at}"), Some(status)));
        // The queue is bounded: a record that finds it full is dropped.
        if at % 5_000 == 0 {
            store.calls_flush();
        }
    }
    store.calls_flush();
}

#[test]
fn any_page_is_found_by_number_also_after_old_calls_are_removed() {
    let place = Place::new();
    let (_folder, store) = place.open();
    let empty = store.calls_list(&filter(""), 0, 10, Patience::Frame).unwrap();
    assert_eq!((empty.total, empty.records.len(), empty.counting), (0, 0, false));
    fill(&store, 0, 3_000);
    let page = |offset: u32| -> (Vec<i64>, u32) {
        let page = store.calls_list(&filter(""), offset, 2, Patience::Frame).unwrap();
        (page.records.iter().map(|record| record.at).collect(), page.total)
    };
    assert_eq!(page(0), (vec![2_999, 2_998], 3_000));
    assert_eq!(page(2_000), (vec![999, 998], 3_000));
    assert_eq!(page(2_999), (vec![0], 3_000));
    assert_eq!(page(3_000), (vec![], 3_000));
    let failed = |offset| {
        store
            .calls_list(&filter("is:failed"), offset, 1, Patience::Frame)
            .unwrap()
    };
    assert_eq!((failed(0).total, failed(299).records[0].at), (300, 0));
    // Thirty days later the first thousand is too old.
    store.calls_purge(1_000 + 30 * 24 * 3600 * 1000).unwrap();
    assert_eq!(page(1_999), (vec![1_000], 2_000));
    fill(&store, 3_000, 3_010);
    assert_eq!(page(0), (vec![3_009, 3_008], 2_010));
    assert_eq!(page(2_009), (vec![1_000], 2_010));
    let last = failed(200);
    assert_eq!(
        (last.total, last.records[0].at),
        (201, 1_000),
        "the removed ones are no longer counted"
    );
}

#[test]
fn a_gap_in_the_numbers_is_no_gap_in_the_pages() {
    let place = Place::new();
    let (_folder, store) = place.open();
    fill(&store, 0, 100);
    let sql = rusqlite::Connection::open(place.path().join("calls.db")).unwrap();
    sql.execute("DELETE FROM calls WHERE at BETWEEN 50 AND 59", [])
        .unwrap();
    let page = store.calls_list(&filter(""), 38, 4, Patience::Frame).unwrap();
    let times: Vec<i64> = page.records.iter().map(|record| record.at).collect();
    assert_eq!((times, page.total), (vec![61, 60, 49, 48], 90));
}

#[test]
fn a_long_search_answers_at_once_and_is_gone_on_with() {
    let place = Place::new();
    let (_folder, store) = place.open();
    fill(&store, 0, 60_000);
    let query = filter("things/1 -zzz");
    let mut page = store.calls_list(&query, 0, 10, Patience::Frame).unwrap();
    let mut before = page.total;
    while let Some(rest) = page.rest.take() {
        assert!(page.counting);
        let meanwhile = store.calls_list(&query, 0, 10, Patience::Frame).unwrap();
        assert!(meanwhile.rest.is_none(), "only one looks at the rest");
        assert!(meanwhile.total >= before);
        assert!(rest.look());
        page = store.calls_list(&query, 0, 10, Patience::Frame).unwrap();
        before = page.total;
    }
    assert!(!page.counting);
    assert_eq!(page.total, 11_111, "1, 1x, 1xx, 1xxx, 1xxxx");
    // Whoever wants only a page does not wait for the rest.
    let first = store
        .calls_list(&filter("things"), 0, 10, Patience::Page)
        .unwrap();
    assert_eq!((first.records.len(), first.total, first.counting), (10, 10, true));
    let whole = store
        .calls_list(&filter("things"), 0, 10, Patience::Total)
        .unwrap();
    assert_eq!((whole.total, whole.counting), (60_000, false));
}

#[test]
fn one_call_is_read_by_its_id() {
    let place = Place::new();
    let (_folder, store) = place.open();
    let record = call("c", 1, "GET", "/me", Some(200));
    store.call_record(record.clone());
    assert_eq!(store.call(&record.id).unwrap(), Some(record));
    assert_eq!(store.call("none").unwrap(), None);
    assert_eq!(store.calls(&CallFilter::default()).unwrap().len(), 1);
    assert_eq!(tenant(&store).key, "test");
}
