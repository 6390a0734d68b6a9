//! `/connections`: making, reading, changing, archiving, and how health reads.

use std::time::Duration;

use patchbay_connector::MASK;
use serde_json::{Value, json};

use super::client::{Client, KEYED, keyed, not_found};
use crate::support::{
    browser::Browser,
    oidc::Oidc,
    workbench::{Workbench, text},
};

#[tokio::test]
async fn a_connection_is_made_from_json_and_read_by_every_selector() {
    let bench = Workbench::start().await;
    let api = keyed(&bench).await;
    let acme = Client::tenant(&bench, "acme-inc").await;
    let made = acme
        .post(
            "/connections",
            json!({
                "integrationKey": KEYED, "name": "Prod", "key": "prod", "meta": { "a": 1 },
                "input": { "apiKey": "planted-api-key" },
                "connectorParameters": { "http": { "headers": { "X-Extra": "1", "X-Session": "planted-session" } } },
            }),
        )
        .await;
    assert_eq!(
        (&made["name"], &made["key"], &made["meta"]),
        (&json!("Prod"), &json!("prod"), &json!({ "a": 1 }))
    );
    assert_eq!(
        (&made["state"], &made["connected"], &made["disconnected"]),
        (&json!("READY"), &json!(true), &json!(false))
    );
    assert_eq!(made["input"], json!({ "apiKey": MASK }));
    assert_eq!(made["parameters"], made["input"]);
    assert_eq!(
        made["connectorParameters"],
        json!({ "http": { "headers": { "X-Extra": "1", "X-Session": MASK } } })
    );
    assert_eq!(
        (&made["userId"], &made["user"]["internalId"]),
        (&made["tenantId"], &json!("acme-inc"))
    );
    assert_eq!(made["integration"]["key"], KEYED);
    assert!(made["integration"].get("parameters").is_none());
    assert_eq!(
        (&made["canTest"], &made["canRefreshCredentials"]),
        (&json!(true), &json!(false))
    );
    assert!(!made.to_string().contains("planted"), "{made}");

    for selector in [
        text(&made["id"]),
        "prod".to_owned(),
        text(&made["integrationId"]),
        KEYED.to_owned(),
    ] {
        let seen = acme
            .get(&format!("/connections/{selector}?includeSecrets=false"))
            .await;
        assert_eq!(seen["id"], made["id"], "{selector}");
        assert_eq!(seen["input"], json!({ "apiKey": MASK }), "{selector}");
    }
    let admin = Client::admin(&bench).await;
    let clear = admin
        .get(&format!("/connections/{}?includeSecrets=true", text(&made["id"])))
        .await;
    assert_eq!(clear["input"]["apiKey"], "planted-api-key");
    assert_eq!(
        clear["connectorParameters"]["http"]["headers"]["X-Session"],
        "planted-session"
    );
    // The override is in force.
    let tested = acme.ok("POST", "/connections/prod/test", None).await;
    assert_eq!(tested["success"], true, "{tested}");
    assert_eq!(
        api.recorder.seen().last().unwrap().header("x-session"),
        "planted-session"
    );

    let taken = json!({ "integrationKey": KEYED, "key": "prod", "input": { "apiKey": "k" } });
    assert_eq!(
        acme.refused("POST", "/connections", Some(taken)).await,
        (400, "bad_request".to_owned(), "already_exists".to_owned())
    );
}

#[tokio::test]
async fn put_keeps_what_it_does_not_say() {
    let bench = Workbench::start().await;
    let _api = keyed(&bench).await;
    let (acme, admin) = (
        Client::tenant(&bench, "acme-inc").await,
        Client::admin(&bench).await,
    );
    let overrides = json!({ "http": { "headers": { "X-Session": "planted-session" } } });
    let id = acme
        .connect(json!({ "key": "k", "connectorParameters": overrides, "meta": { "a": 1 } }))
        .await;
    let path = format!("/connections/{id}");
    let clear = async |what: &str| admin.get(&format!("{path}?includeSecrets=true")).await[what].clone();

    // As React's hook sends it: the whole record, what is read-only in it, its secrets masked.
    let mut whole = acme.get(&path).await;
    whole["name"] = json!("renamed");
    whole["state"] = json!("DISCONNECTING");
    whole["userId"] = json!("somebody");
    let put = acme.ok("PUT", &path, Some(whole)).await;
    assert_eq!(
        (&put["name"], &put["state"], &put["key"]),
        (&json!("renamed"), &json!("READY"), &json!("k"))
    );
    assert_eq!(clear("connectorParameters").await, overrides);
    assert_eq!(clear("input").await, json!({ "apiKey": "the-key" }));

    let put = acme
        .ok(
            "PUT",
            &path,
            Some(json!({ "id": id, "name": "again", "key": "k2" })),
        )
        .await;
    assert_eq!(
        (&put["name"], &put["key"], &put["meta"]),
        (&json!("again"), &json!("k2"), &json!({ "a": 1 }))
    );
    assert_eq!(clear("connectorParameters").await, overrides);
    assert_eq!(clear("input").await, json!({ "apiKey": "the-key" }));

    // An override that is given replaces the whole; a masked leaf keeps its value.
    let given = json!({ "http": { "headers": { "X-Session": MASK, "X-New": "n" } } });
    acme.ok("PATCH", &path, Some(json!({ "connectorParameters": given })))
        .await;
    assert_eq!(
        clear("connectorParameters").await,
        json!({ "http": { "headers": { "X-Session": "planted-session", "X-New": "n" } } })
    );
    acme.ok(
        "PATCH",
        &path,
        Some(json!({ "connectorParameters": {}, "connectionKey": "k3" })),
    )
    .await;
    assert_eq!(clear("connectorParameters").await, json!({}));
    assert_eq!(acme.get("/connections/k3").await["id"], json!(id));
    let unkeyed = acme.ok("PATCH", &path, Some(json!({ "key": null }))).await;
    assert!(unkeyed.get("key").is_none(), "{unkeyed}");

    let elsewhere = json!({ "connectorParameters": { "http": { "headers": { "X-Other": MASK } } } });
    assert_eq!(acme.ask("PATCH", &path, Some(elsewhere)).await.status, 400);
    acme.ok("PATCH", &path, Some(json!({ "input": { "apiKey": "new-key" } })))
        .await;
    assert_eq!(clear("input").await, json!({ "apiKey": "new-key" }));
}

#[tokio::test]
async fn archived_is_hidden_and_comes_back() {
    let bench = Workbench::start().await;
    let _api = keyed(&bench).await;
    let acme = Client::tenant(&bench, "acme-inc").await;
    let id = acme.connect(json!({})).await;
    let path = format!("/connections/{id}");
    let gone = acme.ask("DELETE", &path, None).await;
    assert_eq!((gone.status, gone.body), (204, json!("")));
    assert_eq!(acme.get("/connections").await["items"], json!([]));
    assert_eq!(
        acme.refused("GET", &format!("/connections/{KEYED}"), None).await,
        not_found()
    );
    let archived = acme.get("/connections?includeArchived=true").await;
    assert_eq!(archived["items"][0]["isDeactivated"], true);
    assert!(archived["items"][0]["archivedAt"].is_string());
    assert!(acme.get(&path).await["archivedAt"].is_string());
    assert!(
        acme.ok("POST", &format!("{path}/restore"), None)
            .await
            .get("archivedAt")
            .is_none()
    );
    assert_eq!(acme.get("/connections").await["items"][0]["id"], json!(id));
}

#[tokio::test]
async fn health_reads_as_the_contract_says() {
    let bench = Workbench::start().await;
    let api = keyed(&bench).await;
    let (acme, admin) = (
        Client::tenant(&bench, "acme-inc").await,
        Client::admin(&bench).await,
    );
    let id = acme.connect(json!({})).await;
    let path = format!("/connections/{id}");
    let seen = |row: &Value| {
        (
            text(&row["state"]),
            row["connected"].as_bool().unwrap(),
            row["error"]["key"].clone(),
        )
    };
    let both = async || {
        let one = acme.get(&path).await;
        let listed = acme.get("/connections").await["items"][0].clone();
        assert_eq!(seen(&one), seen(&listed));
        assert_eq!(one["requestError"], one["error"]);
        assert_eq!(
            one["state"] == "CLIENT_ACTION_REQUIRED",
            one["clientAction"].is_object(),
            "{one}"
        );
        seen(&one)
    };
    assert_eq!(both().await, ("READY".to_owned(), true, Value::Null));

    // Another origin than the one it was connected for.
    admin
        .ok(
            "PATCH",
            &path,
            Some(json!({ "connectorParameters": { "apiUrl": "https://elsewhere.example" } })),
        )
        .await;
    assert_eq!(
        both().await,
        (
            "CLIENT_ACTION_REQUIRED".to_owned(),
            true,
            json!("binding_changed")
        )
    );
    admin
        .ok("PATCH", &path, Some(json!({ "connectorParameters": {} })))
        .await;
    assert_eq!(both().await, ("READY".to_owned(), true, Value::Null));

    // A parameter that is missing.
    admin
        .ok(
            "PATCH",
            "/integrations/keyed/parameters",
            Some(json!({ "apiUrl": null })),
        )
        .await;
    let (state, connected, key) = both().await;
    assert_eq!(
        (state.as_str(), connected, key),
        ("CONFIGURATION_ERROR", true, json!("misconfigured"))
    );
    admin
        .ok(
            "PATCH",
            "/integrations/keyed/parameters",
            Some(json!({ "apiUrl": api.recorder.origin })),
        )
        .await;

    // A key that the provider no longer takes.
    api.answers(401);
    assert_eq!(
        acme.ok("POST", &format!("{path}/test"), None).await["success"],
        false
    );
    assert_eq!(
        both().await,
        (
            "CLIENT_ACTION_REQUIRED".to_owned(),
            false,
            json!("access_token_expired")
        )
    );
    let disconnected = acme.get("/connections?disconnected=true").await;
    assert_eq!(disconnected["items"][0]["id"], json!(id));
    assert_eq!(acme.get("/connections?connected=true").await["items"], json!([]));
}

#[tokio::test]
async fn a_sign_in_is_the_users_to_do_and_can_be_waited_for() {
    let (server, bench) = (Oidc::start().await, Workbench::start().await);
    bench.add_acme(&server, json!({})).await;
    let acme = Client::tenant(&bench, "acme-inc").await;
    let pending = acme
        .post(
            "/connections",
            json!({ "integrationKey": "acme", "name": "N", "connectorParameters": { "scopes": ["openid", "offline_access", "deals.read"] } }),
        )
        .await;
    assert_eq!(pending["state"], "CLIENT_ACTION_REQUIRED");
    assert_eq!(pending["clientAction"]["type"], "connect");
    let id = text(&pending["id"]);
    assert_eq!(
        acme.get(&format!("/connections/{id}")).await["state"],
        "CLIENT_ACTION_REQUIRED"
    );
    let other = Client::tenant(&bench, "globex").await;
    assert_eq!(
        other.refused("GET", &format!("/connections/{id}"), None).await,
        not_found()
    );

    let waiting = acme.request("GET", &format!("/connections/{id}?wait=true"));
    let waiting = tokio::spawn(async move { super::client::read(waiting).await });
    let link = bench.engine.attempt(&id).await.unwrap().authorize_url.unwrap();
    assert!(
        link.query_pairs()
            .any(|(name, value)| name == "scope" && value == "openid offline_access deals.read"),
        "{link}"
    );
    let back = Browser::new().allow(link.as_str()).await;
    bench.arrive(&back).await;
    let ended = tokio::time::timeout(Duration::from_secs(20), waiting)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((ended.status, &ended.body["state"]), (200, &json!("READY")));
    assert_eq!(ended.body["id"], json!(id));
    assert_eq!(
        ended.body["connectorParameters"],
        json!({ "scopes": ["openid", "offline_access", "deals.read"] })
    );

    let refreshed = acme
        .ok("POST", &format!("/connections/{id}/refresh-credentials"), None)
        .await;
    assert_eq!(refreshed["id"], json!(id));
    assert_eq!(refreshed["canRefreshCredentials"], true);
    let secret = Client::admin(&bench)
        .await
        .get(&format!("/connections/{id}?includeSecrets=1"))
        .await;
    assert!(secret["credentials"]["access_token"].is_string());
    assert!(secret["credentials"].get("refresh_token").is_none());
    for path in ["/connections".to_owned(), format!("/connections/{id}")] {
        let asked = acme
            .refused("GET", &format!("{path}?includeSecrets=1"), None)
            .await;
        assert_eq!(asked, (403, "bad_request".to_owned(), "access_denied".to_owned()));
        assert!(!acme.get(&path).await.to_string().contains("credentials\""));
    }
}

#[tokio::test]
async fn what_patchbay_has_not_is_a_typed_not_found() {
    let bench = Workbench::start().await;
    let _api = keyed(&bench).await;
    let acme = Client::tenant(&bench, "acme-inc").await;
    let id = acme.connect(json!({})).await;
    assert_eq!(
        acme.get(&format!("/connections/{id}/actions")).await,
        json!({ "items": [] })
    );
    for (method, path) in [
        ("GET", "operations/list-contacts"),
        ("POST", "operations/list-contacts/run"),
        ("POST", "actions/create-contact/run"),
        ("POST", "api/contacts/list"),
        ("POST", "execute-request"),
    ] {
        let path = format!("/connections/{id}/{path}");
        let body = (method == "POST").then(|| json!({ "input": {} }));
        assert_eq!(acme.refused(method, &path, body).await, not_found(), "{path}");
    }
    let run = format!("/actions/create-contact/run?connectionId={id}");
    assert_eq!(
        acme.refused("POST", &run, Some(json!({ "input": {} }))).await,
        not_found()
    );
    assert_eq!(
        acme.refused("POST", "/actions", Some(json!({ "name": "x" })))
            .await,
        (403, "bad_request".to_owned(), "access_denied".to_owned())
    );
    // Of a kind without a token, there is nothing to refresh.
    let refused = acme
        .refused("POST", &format!("/connections/{id}/refresh"), None)
        .await;
    assert_eq!(refused, (400, "bad_request".to_owned(), "unsupported".to_owned()));
}

#[tokio::test]
async fn a_reconnect_keeps_what_it_does_not_say() {
    let bench = Workbench::start().await;
    let api = keyed(&bench).await;
    let acme = Client::tenant(&bench, "acme-inc").await;
    let overrides = json!({ "http": { "headers": { "X-Extra": "1" } } });
    let id = acme
        .connect(json!({ "name": "N", "connectorParameters": overrides }))
        .await;
    let path = format!("/connections/{id}/reconnect");
    let again = acme
        .post(&path, json!({ "input": { "apiKey": "planted-second" } }))
        .await;
    assert_eq!(
        (&again["id"], &again["name"], &again["connectorParameters"]),
        (&json!(id), &json!("N"), &overrides)
    );
    assert_eq!(
        api.recorder.seen().last().unwrap().header("x-api-key"),
        "planted-second"
    );

    // One that fails leaves the earlier key in force.
    api.answers(401);
    let failed = acme
        .ask("POST", &path, Some(json!({ "input": { "apiKey": "wrong" } })))
        .await;
    assert_eq!((failed.status, &failed.body["type"]), (400, &json!("connection")));
    api.answers(200);
    assert_eq!(
        acme.ok("POST", &format!("/connections/{id}/test"), None).await["success"],
        true
    );
    assert_eq!(
        api.recorder.seen().last().unwrap().header("x-api-key"),
        "planted-second"
    );
}
