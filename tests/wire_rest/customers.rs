//! `/self` and `/customers`.

use serde_json::json;

use super::client::Client;
use crate::support::workbench::{Workbench, text};

#[tokio::test]
async fn a_tenant_is_itself() {
    let bench = Workbench::start().await;
    let acme = Client::tenant(&bench, "acme-inc").await;
    let me = acme.get("/self").await;
    assert_eq!(me["internalId"], "acme-inc");
    assert!(!text(&me["workspaceKey"]).is_empty());
    let path = format!("/customers/{}", text(&me["id"]));
    assert_eq!(acme.get(&path).await["id"], me["id"]);
    assert_eq!(acme.get("/customers/acme-inc").await["id"], me["id"]);

    let kept = acme
        .ok(
            "PATCH",
            "/self",
            Some(json!({ "credentials": { "key": "planted" } })),
        )
        .await;
    assert!(kept.get("credentials").is_none(), "{kept}");
    let admin = Client::admin(&bench).await;
    let shown = admin.get(&format!("{path}?includeSecrets=true")).await;
    assert_eq!(shown["credentials"], json!({ "key": "planted" }));
    assert!(admin.get(&path).await.get("credentials").is_none());
}

#[tokio::test]
async fn customers_are_a_managers() {
    let bench = Workbench::start().await;
    let (admin, acme) = (
        Client::admin(&bench).await,
        Client::tenant(&bench, "acme-inc").await,
    );
    let denied = (403, "bad_request".to_owned(), "access_denied".to_owned());
    for (method, path) in [
        ("GET", "/customers"),
        ("POST", "/customers"),
        ("DELETE", "/customers/acme-inc"),
    ] {
        let body = (method == "POST").then(|| json!({ "name": "X" }));
        assert_eq!(acme.refused(method, path, body).await, denied, "{method} {path}");
    }

    let made = admin
        .post(
            "/customers",
            json!({ "name": "Globex", "internalId": "globex", "fields": { "plan": "pro" } }),
        )
        .await;
    assert_eq!(
        (&made["name"], &made["internalId"], &made["fields"]),
        (&json!("Globex"), &json!("globex"), &json!({ "plan": "pro" }))
    );
    let twice = json!({ "name": "Globex", "internalId": "globex" });
    assert_eq!(
        admin.refused("POST", "/customers", Some(twice)).await,
        (400, "bad_request".to_owned(), "already_exists".to_owned())
    );
    let path = format!("/customers/{}", text(&made["id"]));
    let changed = admin
        .ok(
            "PATCH",
            &path,
            Some(json!({ "name": "Globex Corp", "meta": { "a": 1 } })),
        )
        .await;
    assert_eq!(
        (&changed["name"], &changed["fields"]),
        (&json!("Globex Corp"), &json!({ "plan": "pro" }))
    );

    let found = admin.get("/customers?search=globex").await;
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
    admin.ok("DELETE", &path, None).await;
    assert_eq!(admin.get("/customers?search=globex").await["items"], json!([]));
    let archived = admin.get("/customers?search=globex&includeArchived=true").await;
    assert_eq!(archived["items"][0]["isActive"], false);
    assert!(
        admin
            .ok("POST", &format!("{path}/restore"), None)
            .await
            .get("archivedAt")
            .is_none()
    );
}

#[tokio::test]
async fn a_name_in_a_token_is_the_tenants() {
    let bench = Workbench::start().await;
    let admin = Client::admin(&bench).await;
    // The first use of a token makes its tenant.
    Client::tenant(&bench, "fresh").await.get("/self").await;
    assert_eq!(admin.get("/customers/fresh").await["name"], "fresh");
    assert_eq!(admin.get("/self").await["isAdmin"], true);
}
