//! Files for a repository: stable, masked, judged whole before anything changes.

use patchbay_connector::MASK;
use serde_json::{Value, json};

use super::history::{add, connect};
use crate::support::{recorder::Recorder, workbench::Workbench};

const TOKEN: &str = "sk_live_planted_files";

async fn pull(bench: &Workbench) -> Vec<(String, String)> {
    let answer = bench.ok("files_pull", json!({})).await;
    let files = answer["files"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    files
        .map(|file| (text(&file["name"]), text(&file["text"])))
        .collect()
}

async fn push(bench: &Workbench, files: &[(String, String)], apply: bool) -> Value {
    let files: Vec<Value> = files
        .iter()
        .map(|(name, text)| json!({ "name": name, "text": text }))
        .collect();
    bench
        .ok("files_push", json!({ "files": files, "apply": apply }))
        .await
}

fn named<'a>(files: &'a [(String, String)], start: &str) -> &'a (String, String) {
    files.iter().find(|(name, _)| name.starts_with(start)).unwrap()
}

fn changed(file: &(String, String), from: &str, to: &str) -> (String, String) {
    assert!(file.1.contains(from), "{from} in {}", file.1);
    (file.0.clone(), file.1.replacen(from, to, 1))
}

#[tokio::test]
async fn a_pull_is_stable_and_one_changed_line_is_one_change() {
    let (api, bench) = (Recorder::start().await, Workbench::start().await);
    add(&bench, &api).await;
    let headers = json!({ "X-Token": TOKEN, "X-Plain": "p" });
    let one = connect(&bench, "One", json!({ "http": { "headers": headers } })).await;
    let text = json!({ "http": { "headers": { "X-Preset": "a" } } }).to_string();
    bench
        .ok(
            "preset_save",
            json!({ "name": "My Preset", "integration": "acme", "text": text }),
        )
        .await;
    let files = pull(&bench).await;
    assert_eq!(files, pull(&bench).await, "stable to the byte");
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let own = format!("connections/test/one-{one}.json");
    assert_eq!(
        names,
        [
            own.as_str(),
            "integrations/acme.json",
            "integrations/sandbox.json",
            "presets/my-preset.json"
        ]
    );
    let all = format!("{files:?}");
    assert!(!all.contains(TOKEN) && all.contains(MASK), "{all}");
    let nothing = push(&bench, &files, true).await;
    assert_eq!(nothing["changes"], json!([]), "{nothing}");

    let connection = named(&files, "connections/");
    assert!(connection.1.starts_with("{\n  \"id\"") && connection.1.ends_with("}\n"));
    let edited = changed(connection, "\"X-Plain\": \"p\"", "\"X-Plain\": \"q\"");
    let plan = push(&bench, std::slice::from_ref(&edited), false).await;
    assert_eq!(
        plan["changes"],
        json!([{
            "file": own, "about": "connection One", "path": "http.headers.X-Plain",
            "before": "p", "after": "q", "effect": "live",
        }])
    );
    assert_eq!(plan["applied"], false);
    assert_eq!(pull(&bench).await, files, "it was only told");
    assert_eq!(push(&bench, &[edited], true).await["applied"], true);
    assert_eq!(bench.status_of(&one, "/orders").await, 200);
    let seen = api.seen();
    let call = seen.last().unwrap();
    assert_eq!(
        (call.header("x-plain"), call.header("x-token")),
        ("q", TOKEN),
        "the mask keeps it"
    );

    let preset = changed(named(&files, "presets/"), "\"a\"", "\"b\"");
    let integration = changed(
        named(&files, "integrations/acme"),
        "\"name\": \"Acme\"",
        "\"name\": \"Acme Inc\"",
    );
    let plan = push(&bench, &[integration, preset], true).await;
    let paths: Vec<_> = plan["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| change["path"].as_str().unwrap())
        .collect();
    assert_eq!(
        (paths, &plan["applied"]),
        (vec!["name", "http.headers.X-Preset"], &json!(true))
    );
    let shown = bench.ok("integration_show", json!({ "key": "acme" })).await;
    assert_eq!(shown["summary"]["name"], "Acme Inc");
}

#[tokio::test]
async fn whatever_is_wrong_keeps_everything_as_it_is() {
    let (api, bench) = (Recorder::start().await, Workbench::start().await);
    add(&bench, &api).await;
    connect(
        &bench,
        "One",
        json!({ "http": { "headers": { "X-Plain": "p" } } }),
    )
    .await;
    let files = pull(&bench).await;
    let connection = named(&files, "connections/");
    let good = changed(connection, "\"p\"", "\"q\"");
    let acme = named(&files, "integrations/acme");
    let file = |text: &str| ("integrations/bad.json".to_owned(), text.to_owned());
    let bad = [
        (file("{\n  \"connector\": \"keyed\",\n}"), "Line 3"),
        (
            file("{\n  \"connector\": \"keyed\",\n  \"connector\": \"keyed\"\n}"),
            "twice",
        ),
        (file("{ \"connector\": \"none-such\" }"), "none-such"),
        (
            file("{ \"connector\": \"keyed\", \"parameter\": {} }"),
            "parameter",
        ),
        (
            file("{ \"connector\": \"keyed\", \"parameters\": { \"scope\": [] } }"),
            "scope",
        ),
        (file("{ \"key\": \"../x\", \"connector\": \"keyed\" }"), "../x"),
        (("elsewhere/a.json".to_owned(), "{}".to_owned()), "no folder"),
        (
            ("integrations/other.json".to_owned(), acme.1.clone()),
            "same integration acme",
        ),
        (
            changed(acme, "\"connector\": \"keyed\"", "\"connector\": \"basic\""),
            "keeps its connector",
        ),
        (
            changed(
                connection,
                "\"X-Plain\": \"p\"",
                &format!("\"X-Other-Token\": \"{MASK}\""),
            ),
            "X-Other-Token",
        ),
        (
            changed(connection, "\"tenant\": \"test\"", "\"tenant\": \"blue\""),
            "tenant",
        ),
    ];
    for (wrong, words) in bad {
        let mut all = vec![good.clone()];
        if wrong.0.starts_with("connections/") {
            all.clear();
        }
        if wrong.0 == "integrations/other.json" {
            all.push(acme.clone());
        }
        all.push(wrong.clone());
        let plan = push(&bench, &all, true).await;
        let problems = plan["problems"].to_string();
        assert!(
            problems.contains(words) && problems.contains(&wrong.0),
            "{words}: {problems}"
        );
        assert_eq!(plan["applied"], false, "{words}");
        assert_eq!(pull(&bench).await, files, "{words}: nothing is changed");
    }
}

#[tokio::test]
async fn another_folder_gets_integrations_but_no_connections() {
    let (api, bench) = (Recorder::start().await, Workbench::start().await);
    add(&bench, &api).await;
    let set = json!({ "http.headers.X-Token": TOKEN });
    bench
        .ok("integration_set", json!({ "key": "acme", "set": set }))
        .await;
    let one = connect(
        &bench,
        "One",
        json!({ "http": { "headers": { "X-Plain": "p" } } }),
    )
    .await;
    bench
        .ok("connection_set_key", json!({ "connection": one, "key": "main" }))
        .await;
    let text = json!({ "http": { "headers": { "X-Preset": "a" } } }).to_string();
    bench
        .ok(
            "preset_save",
            json!({ "name": "P", "integration": "acme", "text": text }),
        )
        .await;
    let files: Vec<_> = pull(&bench).await;
    let files: Vec<_> = files
        .into_iter()
        .filter(|(name, _)| !name.contains("sandbox"))
        .collect();

    let other = Workbench::start().await;
    let plan = push(&other, &files, true).await;
    assert_eq!(
        (&plan["problems"], &plan["applied"]),
        (&json!([]), &json!(true)),
        "{plan}"
    );
    let skipped = plan["skipped"].to_string();
    assert!(
        skipped.contains("patchbay integration set acme --param http.headers.X-Token=-")
            && skipped.contains("patchbay connect acme"),
        "{skipped}"
    );
    assert_eq!(other.connections().await, 0);
    let shown = other.ok("integration_show", json!({ "key": "acme" })).await;
    assert_eq!(
        shown["parameters"],
        json!({ "apiUrl": api.origin }),
        "no mask is stored"
    );
    // Once somebody connected, the tenant's key finds it whatever its id.
    let request = json!({ "integration": "acme", "name": "Mine", "input": { "apiKey": "k" } });
    let mine = other.connect_directly(request).await;
    other
        .ok("connection_set_key", json!({ "connection": mine, "key": "main" }))
        .await;
    let plan = push(&other, &[named(&files, "connections/").clone()], true).await;
    assert_eq!(plan["applied"], true, "{plan}");
    let view = other.ok("parameters", json!({ "connection": mine })).await;
    assert_eq!(
        view["overrides"],
        json!({ "http": { "headers": { "X-Plain": "p" } } })
    );
}
