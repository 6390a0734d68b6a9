//! Tenants apart from each other.

use serde_json::json;

use super::client::{Client, KEYED, ids, keyed, not_found};
use crate::support::workbench::{Workbench, text};

#[tokio::test]
async fn another_tenants_connection_is_not_there() {
    let bench = Workbench::start().await;
    let _api = keyed(&bench).await;
    let (acme, other) = (
        Client::tenant(&bench, "acme-inc").await,
        Client::tenant(&bench, "globex").await,
    );
    let id = acme.connect(json!({ "key": "mine" })).await;
    for selector in [id.as_str(), "mine", KEYED] {
        let path = format!("/connections/{selector}");
        for (method, further, body) in [
            ("GET", "", None),
            ("PATCH", "", Some(json!({ "name": "taken over" }))),
            ("PUT", "", Some(json!({ "name": "taken over" }))),
            ("DELETE", "", None),
            ("POST", "/restore", None),
            ("POST", "/test", None),
            ("POST", "/refresh-credentials", None),
            ("POST", "/reconnect", Some(json!({}))),
            ("GET", "/actions", None),
            ("GET", "/operations/x", None),
        ] {
            let path = format!("{path}{further}");
            assert_eq!(
                other.refused(method, &path, body).await,
                not_found(),
                "{method} {path}"
            );
        }
    }
    assert_eq!(other.get("/connections").await["items"], json!([]));
    let owner = text(&acme.get("/self").await["id"]);
    for query in [
        format!("tenantId={owner}"),
        format!("userId={owner}"),
        "tenantId=acme-inc".to_owned(),
    ] {
        assert_eq!(
            other.get(&format!("/connections?{query}")).await["items"],
            json!([]),
            "{query}"
        );
        assert_eq!(
            other.get(&format!("/external-api-logs?{query}")).await["items"],
            json!([]),
            "{query}"
        );
        assert_eq!(
            other.get(&format!("/connection-attempt-logs?{query}")).await["items"],
            json!([]),
            "{query}"
        );
    }
    assert_eq!(
        other
            .get(&format!("/connection-attempt-logs?connectionId={id}"))
            .await["items"],
        json!([])
    );
    let denied = (403, "bad_request".to_owned(), "access_denied".to_owned());
    assert_eq!(
        other.refused("GET", &format!("/customers/{owner}"), None).await,
        denied
    );
    // The name stands, and each may use the same key.
    assert_ne!(
        acme.get(&format!("/connections/{id}")).await["name"],
        "taken over"
    );
    let own = other.connect(json!({ "key": "mine" })).await;
    assert_ne!(own, id);
    assert_eq!(ids(&other.get("/connections").await), std::slice::from_ref(&own));
    let admin = Client::admin(&bench).await;
    assert_eq!(ids(&admin.get("/connections").await), [own, id.clone()]);
    assert_eq!(ids(&admin.get("/connections?tenantId=acme-inc").await), [id]);
}

#[tokio::test]
async fn a_manager_connects_for_a_tenant() {
    let bench = Workbench::start().await;
    let _api = keyed(&bench).await;
    let admin = Client::admin(&bench).await;
    Client::tenant(&bench, "acme-inc").await.get("/self").await;
    let made = admin
        .post(
            "/connections",
            json!({ "integrationKey": KEYED, "tenantId": "acme-inc", "input": { "apiKey": "k" } }),
        )
        .await;
    assert_eq!(made["user"]["internalId"], "acme-inc");
    let test = admin
        .post(
            "/connections",
            json!({ "connectorKey": "keyed", "credentials": { "apiKey": "k" } }),
        )
        .await;
    assert_eq!(
        (&test["user"]["internalId"], &test["isTest"]),
        (&json!("test"), &json!(true))
    );
    assert_eq!(
        ids(&admin.get("/connections?isTest=true").await),
        [text(&test["id"])]
    );
    assert_eq!(
        ids(&admin.get("/connections?isTest=false").await),
        [text(&made["id"])]
    );
}

#[tokio::test]
async fn a_tenant_cannot_move_requests_elsewhere() {
    let bench = Workbench::start().await;
    let _api = keyed(&bench).await;
    let acme = Client::tenant(&bench, "acme-inc").await;
    let evil = json!({ "apiUrl": "https://evil.example" });
    let body = json!({ "integrationKey": KEYED, "input": { "apiKey": "k" }, "connectorParameters": evil });
    assert_eq!(
        acme.refused("POST", "/connections", Some(body)).await,
        (403, "bad_request".to_owned(), "access_denied".to_owned())
    );
    let id = acme.connect(json!({})).await;
    let refused = acme
        .refused(
            "PATCH",
            &format!("/connections/{id}"),
            Some(json!({ "connectorParameters": evil })),
        )
        .await;
    assert_eq!(refused.0, 403);
    assert_eq!(
        acme.get(&format!("/connections/{id}")).await["connectorParameters"],
        json!({})
    );
}
