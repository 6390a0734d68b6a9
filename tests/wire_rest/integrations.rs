//! `/integrations` and `/connectors`.

use patchbay_connector::MASK;
use serde_json::{Value, json};

use super::client::{Client, KEYED, keyed, not_found, read};
use crate::support::workbench::{Workbench, text};

#[tokio::test]
async fn an_integration_is_made_read_changed_archived_and_restored() {
    let bench = Workbench::start().await;
    let admin = Client::admin(&bench).await;
    let made = admin
        .post(
            "/integrations",
            json!({
                "connectorKey": "github", "name": "My GitHub", "description": "d", "meta": { "team": "x" },
                "parameters": { "clientId": "c", "clientSecret": "planted-client-secret" },
            }),
        )
        .await;
    assert_eq!(made["key"], "my-github");
    assert_eq!(made["authType"], "oauth2");
    assert_eq!(
        (&made["hasMissingParameters"], &made["state"]),
        (&json!(false), &json!("READY"))
    );
    assert_eq!(
        made["parameters"],
        json!({ "clientId": "c", "clientSecret": MASK })
    );
    let path = format!("/integrations/{}", text(&made["id"]));

    let secret = admin.get(&format!("{path}?includeSecrets=true")).await;
    assert_eq!(secret["parameters"]["clientSecret"], "planted-client-secret");
    let tenant = Client::tenant(&bench, "acme-inc").await;
    let seen = tenant.get("/integrations/my-github").await;
    assert!(seen.get("parameters").is_none(), "{seen}");
    assert_eq!(seen["authOptions"][0]["key"], "");

    // PUT with the whole record, masks included, changes only what differs.
    let mut whole = admin.get(&path).await;
    whole["name"] = json!("Renamed");
    let put = admin.ok("PUT", &path, Some(whole)).await;
    assert_eq!(
        (&put["name"], &put["description"], &put["meta"]),
        (&json!("Renamed"), &json!("d"), &json!({ "team": "x" }))
    );
    assert_eq!(
        admin.get(&format!("{path}?includeSecrets=true")).await["parameters"]["clientSecret"],
        "planted-client-secret"
    );

    let patched = admin
        .ok(
            "PATCH",
            &format!("{path}/parameters"),
            Some(json!({ "scopes": ["repo"] })),
        )
        .await;
    assert_eq!(
        patched,
        json!({ "clientId": "c", "clientSecret": MASK, "scopes": ["repo"] })
    );
    let patched = admin
        .ok(
            "PATCH",
            &format!("{path}/parameters"),
            Some(json!({ "scopes": null })),
        )
        .await;
    assert_eq!(patched, json!({ "clientId": "c", "clientSecret": MASK }));

    assert_eq!(admin.ok("DELETE", &path, None).await, json!(""));
    assert_eq!(
        admin.refused("GET", "/integrations/my-github", None).await,
        not_found()
    );
    let restored = admin.ok("POST", "/integrations/my-github/restore", None).await;
    assert_eq!(restored["id"], made["id"]);
}

#[tokio::test]
async fn tenants_read_integrations_and_write_none() {
    let bench = Workbench::start().await;
    let _api = keyed(&bench).await;
    let tenant = Client::tenant(&bench, "acme-inc").await;
    let denied = (403, "bad_request".to_owned(), "access_denied".to_owned());
    for (method, path) in [
        ("POST", "/integrations"),
        ("PATCH", "/integrations/keyed"),
        ("PUT", "/integrations/keyed"),
        ("PATCH", "/integrations/keyed/parameters"),
    ] {
        let body = Some(json!({ "connectorKey": "github", "name": "X" }));
        assert_eq!(
            tenant.refused(method, path, body).await,
            denied,
            "{method} {path}"
        );
    }
    for (method, path) in [
        ("DELETE", "/integrations/keyed"),
        ("POST", "/integrations/keyed/restore"),
        ("GET", "/integrations/keyed/parameters"),
    ] {
        assert_eq!(
            tenant.refused(method, path, None).await,
            denied,
            "{method} {path}"
        );
    }
}

#[tokio::test]
async fn the_small_rows_answer() {
    let bench = Workbench::start().await;
    let _api = keyed(&bench).await;
    let tenant = Client::tenant(&bench, "acme-inc").await;
    assert_eq!(
        tenant.ok("POST", "/integrations/keyed/setup", None).await["key"],
        KEYED
    );
    assert_eq!(tenant.get("/integrations/keyed/operations").await, json!([]));
    assert_eq!(tenant.get("/integrations/keyed/data").await, json!([]));
    let spec = tenant.get("/integrations/keyed/connector-spec").await;
    assert_eq!(
        (&spec["key"], &spec["auth"]["type"]),
        (&json!("keyed"), &json!("client-credentials"))
    );
    assert!(
        spec["auth"]["ui"]["schema"]["properties"]["apiKey"].is_object(),
        "{spec}"
    );
    assert!(
        spec["auth"]["ui"]["schema"]["properties"].get("apiUrl").is_none(),
        "{spec}"
    );
    assert_eq!(
        tenant
            .refused("GET", "/integrations/nowhere/connector-spec", None)
            .await,
        not_found()
    );
}

#[tokio::test]
async fn an_integration_shows_the_tenants_own_connection() {
    let bench = Workbench::start().await;
    let _api = keyed(&bench).await;
    let (acme, other) = (
        Client::tenant(&bench, "acme-inc").await,
        Client::tenant(&bench, "globex").await,
    );
    assert!(acme.get("/integrations/keyed").await.get("connection").is_none());
    let id = acme.connect(json!({})).await;
    assert_eq!(
        acme.get("/integrations/keyed").await["connection"]["id"],
        json!(id)
    );
    let listed = acme.get("/integrations?search=keyed").await;
    assert_eq!(listed["items"][0]["connection"]["id"], json!(id));
    assert!(other.get("/integrations/keyed").await.get("connection").is_none());

    acme.ok("POST", "/integrations/keyed/disconnect", None).await;
    assert!(acme.get("/integrations/keyed").await.get("connection").is_none());
    assert_eq!(
        acme.refused("POST", "/integrations/keyed/disconnect", None).await,
        not_found()
    );
}

#[tokio::test]
async fn options_are_switched_and_the_callback_is_the_developers() {
    let bench = Workbench::start().await;
    let admin = Client::admin(&bench).await;
    admin
        .post("/integrations", json!({ "connectorKey": "github", "key": "gh" }))
        .await;
    let relayed = admin
        .ok(
            "PATCH",
            "/integrations/gh",
            Some(json!({ "oAuthCallbackUri": "https://app.example/cb" })),
        )
        .await;
    assert_eq!(relayed["oAuthCallbackUri"], "https://app.example/cb");
    let own = admin
        .ok(
            "PATCH",
            "/integrations/gh",
            Some(json!({ "oAuthCallbackUri": "" })),
        )
        .await;
    assert!(own.get("oAuthCallbackUri").is_none());
    let off = admin
        .ok(
            "PATCH",
            "/integrations/gh",
            Some(json!({ "optionsConfig": { "": { "disabled": true } } })),
        )
        .await;
    assert_eq!(off["authOptions"], json!([]));
    assert_eq!(off["optionsConfig"][""]["disabled"], true);
    let answer = admin
        .ask("PATCH", "/integrations/gh", Some(json!({ "key": "other" })))
        .await;
    assert_eq!(
        (answer.status, &answer.body["data"]["path"]),
        (400, &json!("key"))
    );
    let bad = admin
        .ask(
            "PATCH",
            "/integrations/gh",
            Some(json!({ "parameters": { "scope": ["x"] } })),
        )
        .await;
    assert_eq!(
        (bad.status, &bad.body["key"]),
        (400, &json!("invalid_parameters"))
    );
    assert_eq!(bad.body["data"]["problems"][0]["path"], "scope");
}

#[tokio::test]
async fn connectors_are_listed_and_have_a_monogram() {
    let bench = Workbench::start().await;
    let tenant = Client::tenant(&bench, "acme-inc").await;
    let page = tenant.get("/connectors").await;
    let github: &Value = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["key"] == "github")
        .unwrap();
    assert_eq!(
        (&github["type"], &github["name"]),
        (&json!("oauth2"), &json!("GitHub"))
    );
    assert!(github["parametersSchema"]["properties"]["clientId"].is_object());
    let by_id = tenant.get(&format!("/connectors/{}", text(&github["id"]))).await;
    assert_eq!(by_id["key"], "github");
    assert_eq!(
        tenant.refused("GET", "/connectors/nowhere", None).await,
        not_found()
    );

    let url = format!("http://127.0.0.1:{}", bench.port);
    let client = crate::support::browser::http();
    let older = client
        .get(format!("{url}/connectors"))
        .bearer_auth(tenant.token());
    assert!(read(older).await.body.is_array());
    let logo = client.get(text(&github["logoUri"])).send().await.unwrap();
    assert_eq!(logo.headers()["content-type"], "image/svg+xml");
    assert!(logo.text().await.unwrap().starts_with("<svg"));
    assert_eq!(
        client
            .get(format!("{url}/logos/..%2Fx.svg"))
            .send()
            .await
            .unwrap()
            .status(),
        404
    );
}
