//! Presets: kept masked, laid on several connections, undone.

use patchbay_connector::MASK;
use patchbay_engine::Code;
use serde_json::{Value, json};

use super::history::{add, connect};
use crate::support::{recorder::Recorder, workbench::Workbench};

const TOKEN: &str = "sk_live_planted_preset";

async fn overrides(bench: &Workbench, connection: &str) -> Value {
    bench.ok("parameters", json!({ "connection": connection })).await["overrides"].clone()
}

async fn save(bench: &Workbench, name: &str, from: Option<&str>, value: Value) -> Value {
    let mut request = json!({ "name": name, "integration": "acme", "text": value.to_string() });
    if let Some(from) = from {
        request["from"] = json!(from);
    }
    bench.ok("preset_save", request).await
}

#[tokio::test]
async fn a_preset_takes_secrets_from_a_connection_and_gives_them_to_others() {
    let (api, bench) = (Recorder::start().await, Workbench::start().await);
    add(&bench, &api).await;
    let one = connect(
        &bench,
        "One",
        json!({ "http": { "headers": { "X-Token": TOKEN } } }),
    )
    .await;
    let two = connect(
        &bench,
        "Two",
        json!({ "http": { "headers": { "X-Own": "stays" } } }),
    )
    .await;
    let text = json!({ "http": { "headers": { "X-Token": MASK, "x-api-version": null } } });
    let saved = save(&bench, "Partner", Some(&one), text.clone()).await;
    assert_eq!(saved["overrides"], text, "shown masked");
    // Without a connection to take it from, a mask is an error at its path.
    let refused = bench
        .refused(
            "preset_save",
            json!({ "name": "Other", "text": text.to_string() }),
        )
        .await;
    assert_eq!(
        refused.path.as_deref(),
        Some("http.headers.X-Token"),
        "{refused:?}"
    );
    let taken = bench
        .refused("preset_save", json!({ "name": "pARTNER", "text": "{}" }))
        .await;
    assert_eq!(taken.code, Code::AlreadyExists);

    let request = json!({ "preset": "partner", "connections": [two, "missing"], "dryRun": true });
    let dry = bench.ok("preset_apply", request).await;
    assert_eq!(dry[0]["changes"].as_array().unwrap().len(), 2, "{dry}");
    assert_eq!(
        (&dry[0]["effect"]["effect"], &dry[0]["undo"]),
        (&json!("live"), &Value::Null)
    );
    assert_eq!(
        dry[1]["error"]["code"], "not_found",
        "the other one is its own affair"
    );
    assert_eq!(
        overrides(&bench, &two).await,
        json!({ "http": { "headers": { "X-Own": "stays" } } })
    );

    let request = json!({ "preset": saved["id"], "connections": [two] });
    let applied = bench.ok("preset_apply", request.clone()).await;
    assert_eq!(bench.status_of(&two, "/orders").await, 200);
    let seen = api.seen();
    let call = seen.last().unwrap();
    assert_eq!((call.header("x-token"), call.header("x-own")), (TOKEN, "stays"));
    assert!(
        !call.headers.contains_key("x-api-version"),
        "a null removes what the connector sets"
    );
    // Twice is once, and then there is nothing to undo.
    let again = bench.ok("preset_apply", request).await;
    assert_eq!(
        (&again[0]["changes"], &again[0]["undo"]),
        (&json!([]), &Value::Null)
    );

    let undo = json!({ "connection": two, "entry": applied[0]["undo"] });
    bench.ok("parameters_restore", undo).await;
    assert_eq!(
        overrides(&bench, &two).await,
        json!({ "http": { "headers": { "X-Own": "stays" } } })
    );
    let listed = bench.ok("presets", json!({})).await;
    for shown in [saved, dry, applied, listed] {
        assert!(!shown.to_string().contains(TOKEN), "{shown}");
    }
}

#[tokio::test]
async fn what_does_not_fit_one_connection_does_not_keep_it_from_others() {
    let (api, bench) = (Recorder::start().await, Workbench::start().await);
    add(&bench, &api).await;
    let parameters = json!({ "apiUrl": api.origin });
    bench
        .ok(
            "integration_add",
            json!({ "key": "plain", "connector": "basic", "parameters": parameters }),
        )
        .await;
    let keyed = connect(&bench, "One", json!({})).await;
    let input = json!({ "username": "u", "password": "p" });
    let basic = bench
        .connect_directly(json!({ "integration": "plain", "input": input }))
        .await;
    // `Authorization` is what the other connector signs in with.
    let text = json!({ "http": { "headers": { "Authorization": "mine" } } });
    let refused = bench
        .refused(
            "preset_save",
            json!({ "name": "Bad", "integration": "plain", "text": text.to_string() }),
        )
        .await;
    assert_eq!(
        refused.code,
        Code::InvalidParameters,
        "it does not fit where it is made: {refused:?}"
    );
    let text = json!({ "variant": "none-such", "http": { "timeoutMs": 5000 } });
    let request = json!({ "name": "Anywhere", "text": text.to_string() });
    bench.ok("preset_save", request).await;
    let applied = bench
        .ok(
            "preset_apply",
            json!({ "preset": "Anywhere", "connections": [basic, keyed] }),
        )
        .await;
    for one in applied.as_array().unwrap() {
        assert_eq!(one["error"]["code"], "invalid_parameters", "{one}");
        assert_eq!(one["error"]["path"], "variant", "{one}");
    }
    assert_eq!(overrides(&bench, &keyed).await, json!({}));
}

#[tokio::test]
async fn deleting_can_be_undone_with_its_secrets() {
    let (api, bench) = (Recorder::start().await, Workbench::start().await);
    add(&bench, &api).await;
    let one = connect(&bench, "One", json!({})).await;
    let text = json!({ "http": { "headers": { "X-Token": TOKEN } } });
    let saved = save(&bench, "Partner", None, text).await;
    bench.ok("preset_delete", json!({ "preset": "Partner" })).await;
    assert_eq!(bench.ok("presets", json!({})).await, json!([]));
    let gone = bench
        .refused(
            "preset_apply",
            json!({ "preset": "Partner", "connections": [one] }),
        )
        .await;
    assert_eq!(gone.code, Code::NotFound);
    // The page has only the masked text.
    let back = json!({
        "id": saved["id"], "name": saved["name"], "integration": saved["integration"],
        "text": saved["overrides"].to_string(),
    });
    bench.ok("preset_save", back).await;
    bench
        .ok(
            "preset_apply",
            json!({ "preset": "Partner", "connections": [one] }),
        )
        .await;
    assert_eq!(bench.status_of(&one, "/orders").await, 200);
    assert_eq!(api.seen().last().unwrap().header("x-token"), TOKEN);
}
