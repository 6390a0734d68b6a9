//! Connector files of the developer's own: several versions side by side, going on to another, folders anywhere.

use patchbay_engine::{ChangedWhat, Code};
use serde_json::{Value, json};

use crate::support::{connectors, recorder::Recorder, workbench::Workbench};

/// The connector `keyed` in another version, whose calls say which.
fn version(number: &str) -> String {
    connectors::KEYED
        .replace("version = \"1.0.0\"", &format!("version = \"{number}\""))
        .replace("2024-01", number)
}

fn write(bench: &Workbench, name: &str, text: &str) {
    std::fs::write(bench.place.path().join("connectors").join(name), text).unwrap();
    bench.engine.reload_connectors();
}

async fn add(bench: &Workbench, api: &Recorder, key: &str) {
    let parameters = json!({ "apiUrl": api.origin });
    bench
        .ok(
            "integration_add",
            json!({ "key": key, "connector": "keyed", "version": "1.0.0", "parameters": parameters }),
        )
        .await;
}

async fn connect(bench: &Workbench, overrides: Value) -> String {
    let request = json!({ "integration": "acme", "input": { "apiKey": "k" }, "overrides": overrides });
    bench.connect_directly(request).await
}

/// The version that a call through a connection says.
async fn called(bench: &Workbench, api: &Recorder, connection: &str) -> String {
    assert_eq!(bench.status_of(connection, "/orders").await, 200);
    api.seen().last().unwrap().header("x-api-version").to_owned()
}

async fn upgrade_offered(bench: &Workbench) -> Value {
    let all = bench.ok("integrations", json!({})).await;
    let all = all.as_array().unwrap();
    let acme = all.iter().find(|one| one["key"] == "acme").unwrap();
    acme["upgrade"].clone()
}

#[tokio::test]
async fn several_versions_live_side_by_side() {
    let (api, bench) = (Recorder::start().await, Workbench::start().await);
    add(&bench, &api, "acme").await;
    let old = connect(&bench, json!({})).await;
    assert_eq!(upgrade_offered(&bench).await, Value::Null);
    write(&bench, "keyed-2.toml", &version("1.10.0"));
    assert_eq!(upgrade_offered(&bench).await, "1.10.0");
    let request = json!({
        "integration": "acme",
        "tenant": "other",
        "input": { "apiKey": "k" },
        "overrides": { "connectorVersion": "1.10.0" },
    });
    let new = bench.connect_directly(request).await;
    assert_eq!(
        called(&bench, &api, &old).await,
        "2024-01",
        "the integration's pin holds"
    );
    assert_eq!(called(&bench, &api, &new).await, "1.10.0");
    let versions = bench.ok("connector_versions", json!({ "key": "keyed" })).await;
    let numbers: Vec<_> = versions
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["number"])
        .collect();
    assert_eq!(numbers, ["1.10.0", "1.0.0"]);
    assert_eq!(versions[1]["integrations"], json!(["acme"]));
    // A version that is nowhere is refused before it is saved.
    let error = bench
        .refused(
            "parameters_save",
            json!({ "connection": old, "set": { "connectorVersion": "9.9.9" } }),
        )
        .await;
    assert!(error.message.contains("9.9.9"), "{error:?}");
}

#[tokio::test]
async fn an_upgrade_says_what_it_changes_and_then_makes_it() {
    let (api, bench) = (Recorder::start().await, Workbench::start().await);
    add(&bench, &api, "acme").await;
    let connection = connect(&bench, json!({})).await;
    write(&bench, "keyed-2.toml", &version("1.1.0"));
    let dry = bench
        .ok("integration_upgrade", json!({ "key": "acme", "dryRun": true }))
        .await;
    assert_eq!((&dry["from"], &dry["to"]), (&json!("1.0.0"), &json!("1.1.0")));
    assert_eq!(dry["saved"], false);
    assert_eq!(dry["changes"][0]["path"], "http.headers.X-Api-Version", "{dry}");
    assert!(
        dry["difference"]
            .as_str()
            .unwrap()
            .contains("+version = \"1.1.0\""),
        "{dry}"
    );
    assert_eq!(called(&bench, &api, &connection).await, "2024-01");
    let made = bench.ok("integration_upgrade", json!({ "key": "acme" })).await;
    assert_eq!(made["saved"], true);
    assert_eq!(called(&bench, &api, &connection).await, "1.1.0");
    assert_eq!(upgrade_offered(&bench).await, Value::Null);
    // And back, by naming the version.
    bench
        .ok(
            "integration_upgrade",
            json!({ "key": "acme", "version": "1.0.0" }),
        )
        .await;
    assert_eq!(called(&bench, &api, &connection).await, "2024-01");
}

#[tokio::test]
async fn an_upgrade_that_does_not_take_the_parameters_is_refused() {
    let (api, bench) = (Recorder::start().await, Workbench::start().await);
    add(&bench, &api, "acme").await;
    let renamed = version("2.0.0").replace("apiUrl", "serverUrl");
    write(&bench, "keyed-2.toml", &renamed);
    let dry = bench
        .ok("integration_upgrade", json!({ "key": "acme", "dryRun": true }))
        .await;
    assert_eq!(dry["problems"][0]["path"], "apiUrl", "{dry}");
    let error = bench
        .refused("integration_upgrade", json!({ "key": "acme" }))
        .await;
    assert_eq!(error.code, Code::InvalidParameters, "{error:?}");
    let shown = bench.ok("integration_show", json!({ "key": "acme" })).await;
    assert_eq!(shown["summary"]["connectorVersion"], "1.0.0");
}

#[tokio::test]
async fn what_is_in_use_outlives_its_file() {
    let (api, bench) = (Recorder::start().await, Workbench::start().await);
    add(&bench, &api, "acme").await;
    write(&bench, "keyed-2.toml", &version("1.1.0"));
    let connection = connect(&bench, json!({ "connectorVersion": "1.1.0" })).await;
    std::fs::remove_file(bench.place.path().join("connectors/keyed-2.toml")).unwrap();
    bench.engine.reload_connectors();
    assert_eq!(called(&bench, &api, &connection).await, "1.1.0");
    let versions = bench.ok("connector_versions", json!({ "key": "keyed" })).await;
    assert_eq!(versions[1]["number"], "1.1.0", "{versions}");
    assert_eq!(versions[1]["kept"], true);
}

#[tokio::test]
async fn a_folder_anywhere_is_loaded_watched_and_taken_out() {
    let (api, bench) = (Recorder::start().await, Workbench::start().await);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().display().to_string();
    std::fs::write(folder.path().join("keyed-3.toml"), version("3.0.0")).unwrap();
    std::fs::write(
        folder.path().join("broken.toml"),
        "format = 1\nkey = \"broken\"\nnme = \"B\"\n",
    )
    .unwrap();
    std::fs::write(folder.path().join("notes.txt"), "no connector").unwrap();
    let folders = bench.ok("connector_folder_add", json!({ "path": path })).await;
    let added = &folders[1];
    assert_eq!(
        (&added["path"], &added["ofDataFolder"]),
        (&json!(path), &json!(false))
    );
    let files = added["files"].as_array().unwrap();
    assert_eq!(files.len(), 2, "{files:?}");
    assert_eq!(
        (&files[0]["name"], &files[0]["loads"]),
        (&json!("broken.toml"), &json!(false))
    );
    let lines: Vec<_> = files[0]["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["line"])
        .collect();
    assert!(lines.contains(&&json!(3)), "{files:?}");
    assert_eq!(
        (&files[1]["key"], &files[1]["version"]),
        (&json!("keyed"), &json!("3.0.0"))
    );
    add(&bench, &api, "acme").await;
    let connection = connect(&bench, json!({ "connectorVersion": "3.0.0" })).await;
    assert_eq!(called(&bench, &api, &connection).await, "3.0.0");

    // A change of the same version counts at once.
    std::fs::write(
        folder.path().join("keyed-3.toml"),
        version("3.0.0").replace("Keyed", "Keyed anew"),
    )
    .unwrap();
    bench.ok("connector_folders", json!({})).await;
    let shown = bench
        .ok("connector_show", json!({ "key": "keyed", "version": "3.0.0" }))
        .await;
    assert_eq!(shown["summary"]["name"], "Keyed anew");

    let bench = bench.restart().await;
    assert_eq!(
        bench.ok("connector_folders", json!({})).await[1]["path"],
        json!(path),
        "it is remembered"
    );
    let folders = bench.ok("connector_folder_remove", json!({ "path": path })).await;
    assert_eq!(folders.as_array().unwrap().len(), 1);
    let versions = bench.ok("connector_versions", json!({ "key": "keyed" })).await;
    assert!(
        versions
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["number"] == "3.0.0" && one["kept"] == true)
    );
}

#[tokio::test]
async fn only_a_folder_can_be_added_and_only_an_added_one_taken_out() {
    let bench = Workbench::start().await;
    let own = bench.place.path().join("connectors").display().to_string();
    let nowhere = bench.place.path().join("nowhere").display().to_string();
    for path in ["connectors", nowhere.as_str(), own.as_str()] {
        let error = bench
            .refused("connector_folder_add", json!({ "path": path }))
            .await;
        assert_eq!(error.code, Code::InvalidRequest, "{path}: {error:?}");
    }
    let error = bench
        .refused("connector_folder_remove", json!({ "path": own }))
        .await;
    assert_eq!(error.code, Code::NotFound, "{error:?}");
}

#[tokio::test]
async fn the_list_is_searched_by_what_was_meant() {
    let bench = Workbench::start().await;
    let found = bench.ok("connectors", json!({ "search": "salesfroce" })).await;
    assert_eq!(found[0]["key"], "salesforce");
    let all = bench.ok("connectors", json!({})).await;
    assert!(all.as_array().unwrap().len() > found.as_array().unwrap().len());
}

#[tokio::test]
async fn a_changed_file_is_noticed_and_told_wherever_it_is() {
    let (api, bench) = (Recorder::start().await, Workbench::start().await);
    add(&bench, &api, "acme").await;
    let connection = connect(&bench, json!({})).await;
    let added = bench.place.path().join("added");
    std::fs::create_dir(&added).unwrap();
    bench
        .ok("connector_folder_add", json!({ "path": added.to_str().unwrap() }))
        .await;
    let own = bench.place.path().join("connectors/keyed.toml");
    // The same version in the added folder counts over the data folder's.
    for (file, number) in [(own, "2025-01"), (added.join("keyed.toml"), "2025-02")] {
        assert_ne!(called(&bench, &api, &connection).await, number);
        let mut told = bench.engine.subscribe();
        std::fs::write(&file, connectors::KEYED.replace("2024-01", number)).unwrap();
        // Nobody asks: the engine looks by itself.
        let mut seen = Vec::new();
        let waited = async {
            while !(seen.contains(&ChangedWhat::Connectors) && seen.contains(&ChangedWhat::Connections)) {
                seen.push(told.recv().await.unwrap().what);
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(30), waited)
            .await
            .expect("the change is told");
        assert_eq!(called(&bench, &api, &connection).await, number);
    }
}
