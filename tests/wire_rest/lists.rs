//! Pages, filters, and how long a page takes.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::client::{Client, KEYED, ids, keyed};
use crate::support::workbench::{Workbench, text};

/// Reads a list as the SDK's `findAll` and React's hooks do.
async fn pages(client: &Client, path: &str, limit: usize) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut cursor = "0".to_owned();
    loop {
        let page = client
            .get(&format!("{path}?limit={limit}&cursor={cursor}&hash=-1560135471"))
            .await;
        pages.push(ids(&page));
        match page.get("cursor").and_then(Value::as_str) {
            Some(next) => next.clone_into(&mut cursor),
            None => return pages,
        }
    }
}

#[tokio::test]
async fn pages_have_every_row_once() {
    let bench = Workbench::start().await;
    let _api = keyed(&bench).await;
    let (acme, admin) = (
        Client::tenant(&bench, "acme-inc").await,
        Client::admin(&bench).await,
    );
    let mut made = Vec::new();
    for n in 0..5 {
        made.insert(0, acme.connect(json!({ "name": format!("c{n}") })).await);
    }
    for client in [&acme, &admin] {
        assert_eq!(
            pages(client, "/connections", 2).await,
            [made[..2].to_vec(), made[2..4].to_vec(), made[4..].to_vec()]
        );
    }
    // A full last page still has a cursor, and nothing behind it.
    assert_eq!(pages(&acme, "/connections", 5).await, [made.clone(), Vec::new()]);
    for path in ["/integrations", "/customers", "/connectors"] {
        let client = if path == "/customers" { &admin } else { &acme };
        let one_by_one: Vec<String> = pages(client, path, 1).await.concat();
        let all = ids(&client.get(&format!("{path}?limit=1000")).await);
        assert_eq!(one_by_one, all, "{path}");
        assert!(all.len() > 1, "{path}");
    }
}

#[tokio::test]
async fn filters_narrow() {
    let bench = Workbench::start().await;
    let api = keyed(&bench).await;
    let parameters = json!({ "apiUrl": api.recorder.origin });
    bench
        .ok(
            "integration_add",
            json!({ "key": "second", "connector": "basic", "name": "Second", "parameters": parameters }),
        )
        .await;
    let acme = Client::tenant(&bench, "acme-inc").await;
    let first = acme.connect(json!({ "name": "Alpha" })).await;
    let input = json!({ "username": "u", "password": "p" });
    let second = text(
        &acme
            .post(
                "/connections",
                json!({ "integrationKey": "second", "name": "Beta", "input": input }),
            )
            .await["id"],
    );
    let keyed = acme.get(&format!("/connections/{first}")).await;
    let (integration, connector) = (text(&keyed["integrationId"]), text(&keyed["connectorId"]));
    for (query, wanted) in [
        ("integrationKey=second".to_owned(), vec![&second]),
        (format!("integrationId={integration}"), vec![&first]),
        (format!("connectorId={connector}"), vec![&first]),
        ("search=bet".to_owned(), vec![&second]),
        ("connectorVersion=1.0.0".to_owned(), vec![&second, &first]),
        ("connectorVersion=9.9.9".to_owned(), vec![]),
        ("integrationKey=nowhere".to_owned(), vec![]),
        ("externalAppId=x".to_owned(), vec![]),
        ("unknown=1&hash=3".to_owned(), vec![&second, &first]),
    ] {
        let found = ids(&acme.get(&format!("/connections?{query}")).await);
        assert_eq!(found.iter().collect::<Vec<_>>(), wanted, "{query}");
    }
    assert_eq!(
        acme.get(&format!("/integrations?search={KEYED}")).await["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn a_page_of_fifty_of_a_thousand_is_quick() {
    let bench = Workbench::start().await;
    let _api = keyed(&bench).await;
    let acme = Client::tenant(&bench, "acme-inc").await;
    let mut makers = tokio::task::JoinSet::new();
    for maker in 0..10 {
        let acme = acme.clone();
        makers.spawn(async move {
            for n in 0..100 {
                acme.connect(json!({ "name": format!("c{maker}-{n}") })).await;
            }
        });
    }
    assert_eq!(makers.join_all().await.len(), 10);
    let mut cold = Duration::ZERO;
    let mut warm = Vec::new();
    for round in 0..11 {
        if round == 0 {
            bench.engine.forget_all();
        }
        let begun = Instant::now();
        let page = acme.get("/connections?limit=50").await;
        let took = begun.elapsed();
        assert_eq!(ids(&page).len(), 50);
        if round == 0 {
            cold = took;
        } else {
            warm.push(took);
        }
    }
    warm.sort();
    println!(
        "a page of 50 of 1,000: cold {cold:?}, warm {:?}",
        warm[warm.len() / 2]
    );
    // Generous for a debug build on a busy machine; what it guards against is a page that is as slow as the list is long.
    assert!(warm[warm.len() / 2] < Duration::from_millis(600), "{warm:?}");
    assert!(cold < Duration::from_secs(3), "{cold:?}");
}
